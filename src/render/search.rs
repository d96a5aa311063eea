//! The search index: documents in, the files that the browser's side (`search.js`) loads out. Pure, and the same bytes on any number of threads.
//!
//! `search-index.js` calls the global function `prepgenSearch` with one object of few large strings, because one long string loads far faster than
//! many small values. Numbers in them are written in the 62 ASCII letters and digits (`SYMBOLS`), least significant first, 31 values a symbol and
//! 31 more where another symbol follows. Letters and digits alone make each such string one long word, so that no word which the author forbade
//! can seem to begin in it; for the same reason each starts with a `0` that says nothing, and a front-coded term with a digit.
//!
//! | key | holds |
//! | --- | --- |
//! | `kinds`, `principles`, `companies`, `tags` | what documents are filtered by; principles as numbers of documents |
//! | `titles`, `urls` | one line a document |
//! | `facets` | a document's kind; its principles, 1 + company (0: none) and tags, each list after its length; its state |
//! | `terms` | the sorted dictionary, terms apart by spaces: how many letters (up to 9) are shared with the term before, then the others |
//! | `lengths` | of each term, how many postings it has and how many symbols they take |
//! | `postings`, `weights` | how many documents lie between this one and the last; one symbol of weight a posting (apart, since they compress better so) |
//! | `chunks`, `version` | the first document of each `search-index.N.js`, and what makes their addresses change with their content |
//!
//! A posting's weight is BM25 without the part that depends on how rare a word is: the browser counts that itself, over all forms of the word that
//! it looks for. Title, extra and passages saturate apart, so a title counts however long the body is. The weight is the square root's 62 levels.
//!
//! `search-index.N.js` hold the text that excerpts are cut from, as lists of extra, then name and text of each passage.

mod postings;
pub mod words;

use postings::{Block, Scale};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// What is searched and shown as one result.
#[derive(Debug, Clone)]
pub struct Document<'a> {
    /// The folder of its kind: `stories`, `questions`, `principles`, `asks`, `interviews` or `pages`.
    pub kind: &'static str,
    /// Where it opens, from the site's root; may end in `#anchor`.
    pub url: String,
    /// Its title, searched with the most weight.
    pub title: &'a str,
    /// Hook, aliases, event, company, role, tags: searched like headings and shown when nothing else matched.
    pub extra: Vec<&'a str>,
    /// Name of the section (or nothing) and its plain text.
    pub passages: Vec<(&'a str, &'a str)>,
    /// The principles it is filtered by, as places in the slice of documents; what is no place there is left out.
    pub principles: Vec<u32>,
    /// The company it is filtered by, or nothing.
    pub company: &'a str,
    /// The tags it is filtered by.
    pub tags: Vec<&'a str>,
    /// What lists filter it by beside these, as bits: of a story 1 is a draft and 2 has something to mend; of a question 0 is answered by a story, 1 by notes,
    /// 2 not at all, 3 skipped on purpose.
    pub state: usize,
}

/// The digits of numbers in the index.
const SYMBOLS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

/// How much text one file of excerpts holds, in bytes: few enough files, each small enough to load while typing.
const CHUNK: usize = 256 * 1024;

/// The files of an index, and what another page needs to find a document's text in them.
pub struct Index {
    /// Names and contents, for the root of the site.
    pub files: Vec<(String, Vec<u8>)>,
    /// The first document of each file of texts.
    pub firsts: Vec<usize>,
    /// What makes the addresses of the files of texts change with their content.
    pub version: String,
}

/// Where each entry's text stands among the files of texts.
pub struct Places {
    /// What their addresses carry.
    pub version: String,
    places: BTreeMap<usize, (usize, usize)>,
}

impl Places {
    /// Of entries in the order of the index's documents.
    pub fn new(index: &Index, entries: &[usize]) -> Self {
        let mut places = BTreeMap::new();
        let mut chunk = 0;
        for (document, entry) in entries.iter().enumerate() {
            if index.firsts.get(chunk + 1) == Some(&document) {
                chunk += 1;
            }
            places.insert(*entry, (chunk, document - index.firsts[chunk]));
        }
        Self { version: index.version.clone(), places }
    }

    /// The file of an entry's text, and the place in it.
    pub fn of(&self, entry: usize) -> (usize, usize) {
        self.places[&entry]
    }
}

/// The index over these documents.
pub fn index(documents: &[Document]) -> Index {
    let firsts = chunks(documents);
    let ((dictionary, texts), facets) = rayon::join(|| rayon::join(|| dictionary(documents), || texts(documents, &firsts)), || Facets::of(documents));
    let mut version = xxhash_rust::xxh3::Xxh3::new();
    for text in &texts {
        version.update(text);
    }
    let mut main = b"prepgenSearch({\"version\":".to_vec();
    let version = version.digest().to_string();
    json(&mut main, &version);
    field(&mut main, "chunks", &firsts);
    field(&mut main, "principles", &facets.principles);
    for (key, value) in [("kinds", &facets.kinds), ("companies", &facets.companies), ("tags", &facets.tags)] {
        field(&mut main, key, value);
    }
    let lines = |text: fn(&Document) -> String| documents.iter().map(text).collect::<Vec<_>>().join("\n");
    field(&mut main, "titles", &lines(|document| document.title.replace(char::is_control, " ")));
    field(&mut main, "urls", &lines(|document| document.url.replace(char::is_control, "")));
    field(&mut main, "facets", &facets.numbers);
    let Dictionary { terms, lengths, postings, weights } = &dictionary;
    for (key, value) in [("terms", terms), ("lengths", lengths), ("postings", postings), ("weights", weights)] {
        field(&mut main, key, value);
    }
    main.extend_from_slice(b"});\n");
    let name = |(number, text)| (format!("search-index.{number}.js"), text);
    let files = std::iter::once(("search-index.js".to_owned(), main)).chain(texts.into_iter().enumerate().map(name)).collect();
    Index { files, firsts, version }
}

fn field(file: &mut Vec<u8>, key: &str, value: &(impl serde::Serialize + ?Sized)) {
    file.extend_from_slice(b",\n");
    json(file, key);
    file.push(b':');
    json(file, value);
}

/// Writes a value as JSON.
pub fn json(file: &mut Vec<u8>, value: &(impl serde::Serialize + ?Sized)) {
    serde_json::to_writer(file, value).expect("texts and numbers are always JSON");
}

fn number(text: &mut String, mut value: usize) {
    while value >= 31 {
        text.push(char::from(SYMBOLS[31 + value % 31]));
        value /= 31;
    }
    text.push(char::from(SYMBOLS[value]));
}

/// The first document of each chunk.
fn chunks(documents: &[Document]) -> Vec<usize> {
    let mut firsts = Vec::new();
    let mut room = 0;
    for (number, document) in documents.iter().enumerate() {
        let size = document.extra.iter().chain(document.passages.iter().flat_map(|(name, text)| [name, text])).map(|text| text.len() + 3).sum();
        if number == 0 || size > room {
            firsts.push(number);
            room = CHUNK;
        }
        room = room.saturating_sub(size);
    }
    firsts
}

fn texts(documents: &[Document], firsts: &[usize]) -> Vec<Vec<u8>> {
    let chunk = |number: usize| {
        let end = firsts.get(number + 1).map_or(documents.len(), |end| *end);
        let mut file = Vec::with_capacity(CHUNK + CHUNK / 8);
        file.extend_from_slice(b"prepgenSearch({\"chunk\":");
        json(&mut file, &number);
        file.extend_from_slice(b",\"texts\":[");
        for (place, document) in documents[firsts[number]..end].iter().enumerate() {
            file.extend_from_slice(if place == 0 { b"\n[" } else { b",\n[" });
            let extra: Vec<&str> = document.extra.iter().filter(|text| !text.is_empty()).copied().collect();
            json(&mut file, &extra.join(" \u{b7} "));
            for text in document.passages.iter().flat_map(|(name, text)| [name, text]) {
                file.push(b',');
                json(&mut file, text);
            }
            file.push(b']');
        }
        file.extend_from_slice(b"\n]});\n");
        file
    };
    (0..firsts.len()).into_par_iter().map(chunk).collect()
}

/// What documents are filtered by.
struct Facets<'a> {
    kinds: Vec<&'a str>,
    principles: Vec<u32>,
    companies: Vec<&'a str>,
    tags: Vec<&'a str>,
    numbers: String,
}

impl<'a> Facets<'a> {
    fn of(documents: &'a [Document]) -> Self {
        let known = |principle: &&u32| (**principle as usize) < documents.len();
        let kinds = ranks(documents.iter().map(|document| document.kind));
        let principles = ranks(documents.iter().flat_map(|document| document.principles.iter().filter(known).copied()));
        let companies = ranks(documents.iter().map(|document| document.company).filter(|company| !company.is_empty()));
        let tags = ranks(documents.iter().flat_map(|document| document.tags.iter().copied()));
        let mut numbers = "0".to_owned();
        for document in documents {
            number(&mut numbers, kinds[document.kind]);
            number(&mut numbers, document.principles.iter().filter(known).count());
            for principle in document.principles.iter().filter(known) {
                number(&mut numbers, principles[principle]);
            }
            number(&mut numbers, companies.get(document.company).map_or(0, |rank| rank + 1));
            number(&mut numbers, document.tags.len());
            for tag in &document.tags {
                number(&mut numbers, tags[tag]);
            }
            number(&mut numbers, document.state);
        }
        Self {
            kinds: kinds.into_keys().collect(),
            principles: principles.into_keys().collect(),
            companies: companies.into_keys().collect(),
            tags: tags.into_keys().collect(),
            numbers,
        }
    }
}

fn ranks<T: Ord>(values: impl Iterator<Item = T>) -> BTreeMap<T, usize> {
    let mut ranks: BTreeMap<T, usize> = values.map(|value| (value, 0)).collect();
    ranks.values_mut().enumerate().for_each(|(place, rank)| *rank = place);
    ranks
}

#[derive(Default)]
struct Dictionary {
    terms: String,
    lengths: String,
    postings: String,
    weights: String,
}

fn dictionary(documents: &[Document]) -> Dictionary {
    // The blocks only share out the work: they are merged in order, so their size never shows in the result.
    let size = documents.len().div_ceil(rayon::current_num_threads() * 2).max(64);
    let blocks: Vec<Block> = documents.par_chunks(size).map(Block::of).collect();
    let scale = Scale::of(&blocks);
    let mut entries: Vec<(&str, usize, usize)> =
        blocks.iter().enumerate().flat_map(|(block, Block { terms, .. })| terms.iter().enumerate().map(move |(rank, term)| (&**term, block, rank))).collect();
    // Blocks are sorted already: a stable sort merges their runs and keeps equal terms in the order of blocks.
    entries.sort_by(|a, b| postings::order(a.0, b.0));
    let groups: Vec<&[(&str, usize, usize)]> = entries.chunk_by(|a, b| a.0 == b.0).collect();
    let parts: Vec<Dictionary> = groups
        .par_chunks(128)
        .enumerate()
        .map(|(part, terms)| {
            let mut dictionary = Dictionary::default();
            let mut last = if part == 0 { "" } else { groups[part * 128 - 1][0].0 };
            for term in terms {
                front_code(&mut dictionary.terms, last, term[0].0);
                last = term[0].0;
                let before = (dictionary.weights.len(), dictionary.postings.len());
                let mut next = 0;
                for (_, block, rank) in *term {
                    for (document, weight) in blocks[*block].postings(*rank, &scale) {
                        let document = document as usize + block * size;
                        number(&mut dictionary.postings, document - next);
                        dictionary.weights.push(char::from(SYMBOLS[weight]));
                        next = document + 1;
                    }
                }
                number(&mut dictionary.lengths, dictionary.weights.len() - before.0);
                number(&mut dictionary.lengths, dictionary.postings.len() - before.1);
            }
            dictionary
        })
        .collect();
    let join = |first, text: fn(&Dictionary) -> &str| std::iter::once(first).chain(parts.iter().map(text)).collect::<String>();
    Dictionary {
        terms: join("", |part| &part.terms),
        lengths: join("0", |part| &part.lengths),
        postings: join("0", |part| &part.postings),
        weights: join("0", |part| &part.weights),
    }
}

fn front_code(terms: &mut String, last: &str, term: &str) {
    // Letters that UTF-16 writes as two are never shared: the browser would count them as two.
    let shared = last.chars().zip(term.chars()).take(9).take_while(|(a, b)| a == b && a.len_utf16() == 1).map(|(a, _)| a.len_utf8());
    let (count, bytes) = shared.fold((0, 0), |(count, bytes), length| (count + 1, bytes + length));
    terms.push(char::from(SYMBOLS[count]));
    terms.push_str(&term[bytes..]);
    terms.push(' ');
}

#[cfg(test)]
mod tests;
