//! Terms of a run of documents and how much each counts there: the costly half of the index, made so that blocks need nothing of one another.

use super::Document;
use super::words;
use std::cmp::Ordering;
use xxhash_rust::xxh3::xxh3_64;

/// Occurrences in title, extra and passages, packed so that a million postings stay small: 4, 8 and 20 bits.
#[derive(Debug, Clone, Copy, Default)]
struct Counts(u32);

impl Counts {
    const ONE: [u32; 3] = [1, 1 << 4, 1 << 12];
    const MOST: [u32; 3] = [0xf, 0xff << 4, 0xf_ffff << 12];

    fn add(&mut self, field: usize) {
        if self.0 & Self::MOST[field] != Self::MOST[field] {
            self.0 += Self::ONE[field];
        }
    }

    fn fields(self) -> [u32; 3] {
        [self.0 & 0xf, self.0 >> 4 & 0xff, self.0 >> 12]
    }
}

/// The postings of consecutive documents.
pub struct Block {
    /// Its terms in the order of the dictionary.
    pub terms: Vec<String>,
    starts: Vec<usize>,
    postings: Vec<(u32, Counts)>,
    /// Words in title, extra and passages of each document.
    words: Vec<[u32; 3]>,
}

impl Block {
    /// Reads the documents; numbers in the block count from its first.
    pub fn of(documents: &[Document]) -> Self {
        let mut interner = Interner::new();
        let mut counts: Vec<Counts> = Vec::new();
        let mut occurs: Vec<usize> = Vec::new();
        let mut seen: Vec<u32> = Vec::new();
        let mut found: Vec<(u32, u32, Counts)> = Vec::new();
        let mut lengths = Vec::with_capacity(documents.len());
        for (document, number) in documents.iter().zip(0..) {
            let mut length = [0; 3];
            let mut read = |field: usize, text: &str| {
                words::terms(text, |_, term| {
                    let id = interner.id(term);
                    if id as usize == counts.len() {
                        counts.push(Counts::default());
                        occurs.push(0);
                    }
                    let count = &mut counts[id as usize];
                    if count.0 == 0 {
                        seen.push(id);
                    }
                    count.add(field);
                    length[field] += 1;
                });
            };
            read(0, document.title);
            document.extra.iter().for_each(|text| read(1, text));
            document.passages.iter().for_each(|(_, text)| read(2, text));
            lengths.push(length);
            for id in seen.drain(..) {
                occurs[id as usize] += 1;
                found.push((id, number, std::mem::take(&mut counts[id as usize])));
            }
        }
        let mut order: Vec<u32> = (0..).take(occurs.len()).collect();
        order.sort_unstable_by(|a, b| self::order(interner.term(*a), interner.term(*b)));
        let mut starts = Vec::with_capacity(order.len() + 1);
        let mut next = vec![0; order.len()];
        let mut start = 0;
        for id in &order {
            starts.push(start);
            next[*id as usize] = start;
            start += occurs[*id as usize];
        }
        starts.push(start);
        let mut postings = vec![(0, Counts::default()); found.len()];
        for (id, number, counts) in found {
            let place = &mut next[id as usize];
            postings[*place] = (number, counts);
            *place += 1;
        }
        Self { terms: order.iter().map(|id| interner.term(*id).to_owned()).collect(), starts, postings, words: lengths }
    }

    /// Documents (counted from the block's first) that hold a term, in order, with the level of its weight in each.
    pub fn postings(&self, rank: usize, scale: &Scale) -> impl Iterator<Item = (u32, usize)> {
        self.postings[self.starts[rank]..self.starts[rank + 1]]
            .iter()
            .map(|(document, counts)| (*document, scale.level(*counts, self.words[*document as usize])))
    }
}

/// The order of the dictionary: that of UTF-16, by which JavaScript compares.
pub fn order(a: &str, b: &str) -> Ordering {
    // Only what UTF-16 writes as surrogates (four bytes here) sorts before some that this encoding puts first.
    let place = |byte: u8| if matches!(byte, 0xee | 0xef) { byte + 0x10 } else { byte };
    match a.bytes().zip(b.bytes()).find(|(a, b)| a != b) {
        Some((a, b)) => place(a).cmp(&place(b)),
        None => a.len().cmp(&b.len()),
    }
}

/// What weights are measured against: how long titles, extras and passages usually are.
pub struct Scale {
    per_word: [f32; 3],
}

impl Scale {
    /// How fast further occurrences stop to matter.
    const K1: f32 = 1.2;
    /// How much a field's length matters; titles are all short.
    const B: [f32; 3] = [0.3, 0.5, 0.7];
    const BOOST: [f32; 3] = [4.0, 2.0, 1.0];
    const TOP: f32 = 7.0;

    /// The averages over all documents.
    pub fn of(blocks: &[Block]) -> Self {
        let mut totals = [0u64; 3];
        let mut documents = [0u64; 3];
        for field in 0..3 {
            for length in blocks.iter().flat_map(|block| &block.words).map(|words| words[field]).filter(|length| *length > 0) {
                totals[field] += u64::from(length);
                documents[field] += 1;
            }
        }
        Self { per_word: std::array::from_fn(|field| documents[field] as f32 / totals[field].max(1) as f32) }
    }

    /// The weight's square root in 62 levels. Additions, products, quotients and roots alone are the same on every machine.
    fn level(&self, counts: Counts, words: [u32; 3]) -> usize {
        let mut weight = 0.0;
        for (field, count) in counts.fields().into_iter().enumerate() {
            if count > 0 {
                let count = count as f32;
                let length = 1.0 - Self::B[field] + Self::B[field] * words[field] as f32 * self.per_word[field];
                weight += Self::BOOST[field] * count / (count + Self::K1 * length);
            }
        }
        (61.0 * (weight / Self::TOP).sqrt() + 0.5) as usize
    }
}

/// Terms to numbers. A table of its own because building the index is mostly this: no allocation a term, and nothing depends on the order in the table.
struct Interner {
    letters: String,
    ends: Vec<usize>,
    /// Upper half of the hash and 1 + number of the term; a power of two long.
    slots: Vec<(u32, u32)>,
}

impl Interner {
    fn new() -> Self {
        Self { letters: String::new(), ends: vec![0], slots: vec![(0, 0); 1024] }
    }

    fn term(&self, id: u32) -> &str {
        &self.letters[self.ends[id as usize]..self.ends[id as usize + 1]]
    }

    fn id(&mut self, term: &str) -> u32 {
        let hash = xxh3_64(term.as_bytes());
        let tag = (hash >> 32) as u32;
        let mut slot = hash as usize & (self.slots.len() - 1);
        loop {
            match self.slots[slot] {
                (_, 0) => break,
                (known, next) if known == tag && self.term(next - 1) == term => return next - 1,
                _ => slot = (slot + 1) & (self.slots.len() - 1),
            }
        }
        let id = (self.ends.len() - 1) as u32;
        self.letters.push_str(term);
        self.ends.push(self.letters.len());
        self.slots[slot] = (tag, id + 1);
        if self.ends.len() * 2 > self.slots.len() {
            self.grow();
        }
        id
    }

    fn grow(&mut self) {
        self.slots = vec![(0, 0); self.slots.len() * 2];
        for id in 0..(self.ends.len() - 1) as u32 {
            let hash = xxh3_64(self.term(id).as_bytes());
            let mut slot = hash as usize & (self.slots.len() - 1);
            while self.slots[slot].1 != 0 {
                slot = (slot + 1) & (self.slots.len() - 1);
            }
            self.slots[slot] = ((hash >> 32) as u32, id + 1);
        }
    }
}
