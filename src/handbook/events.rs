//! Which stories tell one event: those that say so, and those that their words give away.
//!
//! Two tellings of one event share a code word that is rare in the handbook, and several rare words beside it, some of them side by side.
//! Stories of one employer share its name and its jargon, but those stand in many stories, so they count for nothing.

use super::{Handbook, Index, fingerprint};
use crate::content::{Code, Fingerprint, Kind};
use crate::prose;
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// The name of the rule that reports found pairs, and that an allow comment names to say that two stories are not one event.
pub const LINT: &str = "same-event-twice";

/// Two stories whose words tell one event though they do not declare it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    /// The story whose file comes first.
    pub first: Index,
    /// The story whose file comes later.
    pub later: Index,
    /// The code words that both have.
    pub codes: Vec<String>,
    /// Other rare words that both have.
    pub words: Vec<String>,
    /// Whether an allow comment says that they are not one event.
    pub allowed: bool,
}

/// The events of a handbook.
#[derive(Clone, Debug, Default)]
pub struct Events {
    /// Pairs that are found, not declared.
    pub found: Vec<Pair>,
    /// How many pairs of stories were compared to find them, which is what it costs.
    pub compared: usize,
    /// For each entry the first telling of its event.
    event_of: Vec<Index>,
    /// The tellings of events that are told more than once.
    tellings: BTreeMap<Index, Vec<Index>>,
}

/// Stories that may share a code word before it is the handbook's jargon.
const MAX_CODE_STORIES: usize = 8;

/// What two tellings share at least beside the code word, where a rare word counts 3, a topic 1, two words side by side 2, another code word 2.
const MIN_SCORE: usize = 12;

/// The least score as a part of the shorter telling's words, in percent: the longer both are, the more they share by chance.
const MIN_SHARE: usize = 16;

impl Events {
    pub(super) fn find(handbook: &Handbook) -> Self {
        let mut stories = handbook.all(Kind::Story).to_vec();
        stories.sort_unstable();
        let (found, compared) = found(handbook, &stories);
        let mut parent: Vec<Index> = (0..handbook.entries.len()).collect();
        let mut declared: BTreeMap<Cow<str>, Index> = BTreeMap::new();
        for story in &stories {
            if let Some(event) = event(handbook, *story) {
                let first = *declared.entry(event).or_insert(*story);
                join(&mut parent, first, *story);
            }
        }
        // The event that the tellings joined so far declare; each event has one group by now.
        let mut names: BTreeMap<Index, Index> = declared.values().map(|story| (root(&parent, *story), *story)).collect();
        for pair in found.iter().filter(|pair| !pair.allowed) {
            let (first, later) = (root(&parent, pair.first), root(&parent, pair.later));
            // A story that resembles tellings of two declared events makes one of neither: their authors say that they are two.
            if names.contains_key(&first) && names.contains_key(&later) {
                continue;
            }
            let name = names.remove(&first).or_else(|| names.remove(&later));
            join(&mut parent, first, later);
            names.extend(name.map(|name| (root(&parent, first), name)));
        }
        // An event is named by its first telling, so whoever comes before is settled already.
        let mut tellings: BTreeMap<Index, Vec<Index>> = BTreeMap::new();
        for story in &stories {
            parent[*story] = parent[parent[*story]];
            if parent[*story] != *story {
                tellings.entry(parent[*story]).or_insert_with_key(|first| vec![*first]).push(*story);
            }
        }
        Self { found, compared, event_of: parent, tellings }
    }

    /// The event that a story tells, as the index of its first telling.
    pub fn of(&self, story: Index) -> Index {
        self.event_of[story]
    }

    /// All tellings of a story's event, itself among them.
    pub fn tellings(&self, story: Index) -> &[Index] {
        self.tellings.get(&self.of(story)).map_or_else(|| std::slice::from_ref(&self.event_of[story]), Vec::as_slice)
    }
}

impl Handbook {
    /// What the event that a story tells is called: what its tellings declare, where all do, else the smallest of their ids. Drafts have no say.
    pub fn event_name(&self, story: Index) -> Cow<'_, str> {
        let told: Vec<Index> = self.told(self.events.tellings(story)).filter(|telling| !self.is_duplicate(*telling)).collect();
        let tellings = if told.is_empty() { &[story][..] } else { &told };
        let declared = |telling: &Index| self.story(*telling).event.as_ref().map(|event| prose::composed(event.value.trim()));
        match declared(&tellings[0]).filter(|_| tellings.iter().all(|telling| declared(telling).is_some())) {
            Some(event) => event,
            None => tellings.iter().map(|telling| self.entries[*telling].id.as_str()).min().unwrap_or_default().into(),
        }
    }
}

/// The event that a story declares, as it is compared.
fn event(handbook: &Handbook, story: Index) -> Option<Cow<'_, str>> {
    handbook.story(story).event.as_ref().map(|event| prose::composed(event.value.trim()))
}

fn root(parent: &[Index], mut story: Index) -> Index {
    while parent[story] != story {
        story = parent[story];
    }
    story
}

/// Joins two events; the one whose file comes first names both.
fn join(parent: &mut [Index], a: Index, b: Index) {
    let (a, b) = (root(parent, a), root(parent, b));
    parent[a.max(b)] = a.min(b);
}

fn found(handbook: &Handbook, stories: &[Index]) -> (Vec<Pair>, usize) {
    if stories.len() < 2 || handbook.config.lints.get(LINT).is_some_and(|setting| setting.level == Some(crate::diagnostic::Level::Off)) {
        return (Vec::new(), 0);
    }
    let prints: Vec<(Index, &Fingerprint)> = stories.par_iter().map(|story| (*story, fingerprint::of(&handbook.entries[*story]))).collect();
    let candidates = candidates(&prints);
    if candidates.is_empty() {
        return (Vec::new(), 0);
    }
    let compared = candidates.len();
    let most = (stories.len() / 50).max(3);
    let counts = Counts::of(&prints);
    let rare = |words: &[u32]| words.iter().copied().filter(|word| counts.get(*word) as usize <= most).collect::<Vec<u32>>();
    let rare: Vec<[Vec<u32>; 2]> = prints.par_iter().map(|(_, print)| [rare(&print.words), rare(&print.topics)]).collect();
    let compare = |candidate| {
        let candidate: Candidate = candidate;
        let [a, b] = candidate.pair;
        let words = shared(&rare[a][0], &rare[b][0]);
        let topics = if words.is_empty() { Vec::new() } else { shared(&rare[a][1], &rare[b][1]) };
        // Where both declare an event, the author has said whether it is one.
        let open = || [a, b].into_iter().any(|at| event(handbook, stories[at]).is_none());
        let enough = !words.is_empty() && words.len() + topics.len() >= 5 && open();
        enough.then(|| Shared { words, topics, pairs: shared(&prints[a].1.pairs, &prints[b].1.pairs), candidate })
    };
    let mut likely: Vec<Shared> = candidates.into_par_iter().filter_map(compare).collect();
    likely.retain(|likely| likely.is_event(&prints));
    let pairs = Rare::pairs(&prints, most, likely.iter().flat_map(|likely| &likely.pairs));
    let judge = |likely: &mut Shared<'_>| {
        likely.pairs.retain(|pair| pairs.holds(*pair));
        if !likely.is_event(&prints) {
            return None;
        }
        let [first, later] = likely.candidate.pair.map(|at| stories[at]);
        let wanted: BTreeSet<u32> = likely.words.iter().chain(&likely.topics).copied().collect();
        let words = fingerprint::named(&handbook.entries[later], &wanted).into_iter().collect();
        let allows = |story: Index| handbook.entries[story].body.allows.iter().any(|allow| allow.whole_file && allow.lint == LINT);
        let codes = likely.candidate.codes.iter().map(|code| (*code).to_string()).collect();
        Some(Pair { first, later, codes, words, allowed: allows(first) || allows(later) })
    };
    (likely.par_iter_mut().filter_map(judge).collect(), compared)
}

/// Two stories, by their place among the prints, with the code words that both have, in order.
struct Candidate<'p> {
    pair: [usize; 2],
    codes: Vec<&'p str>,
}

/// A candidate with the rare words that its stories share beside code words, and the pairs of words, rare or not yet asked.
struct Shared<'p> {
    candidate: Candidate<'p>,
    words: Vec<u32>,
    topics: Vec<u32>,
    pairs: Vec<u32>,
}

impl Shared<'_> {
    /// Whether so much is shared that it must be one event. It can only turn to no as pairs are left out.
    fn is_event(&self, prints: &[(Index, &Fingerprint)]) -> bool {
        let length = |at: usize| prints[at].1.words.len() + prints[at].1.topics.len();
        let shorter = length(self.candidate.pair[0]).min(length(self.candidate.pair[1]));
        let score = self.words.len() * 3 + self.topics.len() + self.pairs.len() * 2 + (self.candidate.codes.len() - 1) * 2;
        let several = self.words.len() + self.topics.len() >= 5 && (!self.pairs.is_empty() || self.words.len() > 3);
        !self.words.is_empty() && several && score >= MIN_SCORE && score * 100 >= shorter * MIN_SHARE
    }
}

/// What two sorted lists both have.
fn shared(a: &[u32], b: &[u32]) -> Vec<u32> {
    let mut b = b.iter().peekable();
    let mut in_b = |word: &u32| {
        while b.next_if(|other| *other < word).is_some() {}
        b.peek() == Some(&word)
    };
    a.iter().copied().filter(|word| in_b(word)).collect()
}

/// Pairs of stories that share a rare code word, with all that they share. A code word of many stories is the employer's jargon and joins none,
/// so a story is compared with a few others at most, however many there are.
fn candidates<'p>(prints: &[(Index, &'p Fingerprint)]) -> Vec<Candidate<'p>> {
    let mut companies: Vec<u64> = prints.iter().flat_map(|(_, print)| print.company.iter().copied()).collect();
    companies.sort_unstable();
    companies.dedup();
    let codes = prints.iter().enumerate().flat_map(|(at, (_, print))| print.codes.iter().map(move |code| (code.key, at, code)));
    let mut said: Vec<(u64, usize, &Code)> = codes.collect();
    said.par_sort_unstable_by_key(|(key, at, _)| (*key, *at));
    let limit = (prints.len() / 200).clamp(3, MAX_CODE_STORIES);
    let mut pairs: Vec<(usize, usize, &str)> = Vec::new();
    for tellers in said.chunk_by(|a, b| a.0 == b.0) {
        let code = tellers[0].2;
        if tellers.len() < 2 || tellers.len() > limit || companies.binary_search(&code.lower_key).is_ok() {
            continue;
        }
        for (at, (_, first, _)) in tellers.iter().enumerate() {
            pairs.extend(tellers[at + 1..].iter().map(|(_, later, _)| (*first, *later, code.word.as_str())));
        }
    }
    pairs.par_sort_unstable();
    let runs = pairs.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1));
    runs.map(|run| Candidate { pair: [run[0].0, run[0].1], codes: run.iter().map(|(.., code)| *code).collect() }).collect()
}

/// In how many stories each word and topic stands.
struct Counts {
    /// Open tables of words and counts, one for small and one for large hashes, so that two threads can fill them. A count of 0 is a free place.
    halves: [Vec<(u32, u32)>; 2],
}

impl Counts {
    fn of(prints: &[(Index, &Fingerprint)]) -> Self {
        let half = |upper: bool| {
            let mut table = vec![(0, 0); 1 << 12];
            let mut taken = 0;
            for list in prints.iter().flat_map(|(_, print)| [&print.words, &print.topics]) {
                let middle = list.partition_point(|word| *word < 1 << 31);
                for word in if upper { &list[middle..] } else { &list[..middle] } {
                    let at = Self::place(&table, *word);
                    taken += usize::from(table[at].1 == 0);
                    table[at] = (*word, table[at].1 + 1);
                    if taken * 2 > table.len() {
                        let old = std::mem::take(&mut table);
                        table = vec![(0, 0); old.len() * 4];
                        for (word, count) in old.into_iter().filter(|(_, count)| *count > 0) {
                            let at = Self::place(&table, word);
                            table[at] = (word, count);
                        }
                    }
                }
            }
            table
        };
        let (lower, upper) = rayon::join(|| half(false), || half(true));
        Self { halves: [lower, upper] }
    }

    fn get(&self, word: u32) -> u32 {
        let table = &self.halves[usize::from(word >= 1 << 31)];
        table[Self::place(table, word)].1
    }

    /// Where a word stands in a table, or could.
    fn place(table: &[(u32, u32)], word: u32) -> usize {
        let last = table.len() - 1;
        let mut at = word as usize & last;
        while table[at].1 != 0 && table[at].0 != word {
            at = (at + 1) & last;
        }
        at
    }
}

/// Which of some pairs of words few stories have. Only those that matter are counted.
struct Rare(Vec<u32>);

impl Rare {
    fn pairs<'w>(prints: &[(Index, &Fingerprint)], most: usize, wanted: impl Iterator<Item = &'w u32>) -> Self {
        let mut wanted: Vec<u32> = wanted.copied().collect();
        wanted.sort_unstable();
        wanted.dedup();
        if wanted.is_empty() {
            return Self(wanted);
        }
        // Most pairs are not wanted, which a bit for some of their digits tells of nearly all.
        let mut bits = vec![0u64; 1 << 12];
        let bit = |pair: u32| ((pair >> 6) as usize % (1 << 12), 1u64 << (pair % 64));
        for pair in &wanted {
            bits[bit(*pair).0] |= bit(*pair).1;
        }
        let mut counts = vec![0usize; wanted.len()];
        for pair in prints.iter().flat_map(|(_, print)| &print.pairs).filter(|pair| bits[bit(**pair).0] & bit(**pair).1 != 0) {
            if let Ok(at) = wanted.binary_search(pair) {
                counts[at] += 1;
            }
        }
        Self(wanted.into_iter().zip(counts).filter(|(_, count)| *count <= most).map(|(pair, _)| pair).collect())
    }

    fn holds(&self, pair: u32) -> bool {
        self.0.binary_search(&pair).is_ok()
    }
}
