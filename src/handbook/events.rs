//! Which stories tell one event: those that say so, and those that their words give away.
//!
//! Two tellings of one event share a code word that is rare in the handbook, and several rare words beside it, some of them side by side.
//! Stories of one employer share its name and its jargon, but those stand in many stories, so they count for nothing.

use super::{Handbook, Index, fingerprint};
use crate::content::{Fingerprint, Kind};
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
#[derive(Debug, Default)]
pub struct Events {
    /// Pairs that are found, not declared.
    pub found: Vec<Pair>,
    /// How many pairs of stories were compared to find them, which is what it costs.
    pub compared: usize,
    event_of: BTreeMap<Index, Index>,
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
        let stories = handbook.all(Kind::Story);
        let (found, compared) = found(handbook, stories);
        let mut parent: BTreeMap<Index, Index> = stories.iter().map(|story| (*story, *story)).collect();
        let mut declared: BTreeMap<String, Index> = BTreeMap::new();
        for story in stories {
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
        let mut tellings: BTreeMap<Index, Vec<Index>> = BTreeMap::new();
        let event_of: BTreeMap<Index, Index> = stories.iter().map(|story| (*story, root(&parent, *story))).collect();
        for (story, event) in &event_of {
            tellings.entry(*event).or_default().push(*story);
        }
        Self { found, compared, event_of, tellings }
    }

    /// The event that a story tells, as the index of its first telling.
    pub fn of(&self, story: Index) -> Index {
        self.event_of.get(&story).copied().unwrap_or(story)
    }

    /// All tellings of a story's event, itself among them.
    pub fn tellings(&self, story: Index) -> &[Index] {
        self.tellings.get(&self.of(story)).map_or(&[], Vec::as_slice)
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
fn event(handbook: &Handbook, story: Index) -> Option<String> {
    handbook.story(story).event.as_ref().map(|event| prose::composed(event.value.trim()).into_owned())
}

fn root(parent: &BTreeMap<Index, Index>, mut story: Index) -> Index {
    while parent[&story] != story {
        story = parent[&story];
    }
    story
}

/// Joins two events; the one whose file comes first names both.
fn join(parent: &mut BTreeMap<Index, Index>, a: Index, b: Index) {
    let (a, b) = (root(parent, a), root(parent, b));
    parent.insert(a.max(b), a.min(b));
}

fn found(handbook: &Handbook, stories: &[Index]) -> (Vec<Pair>, usize) {
    if stories.len() < 2 || handbook.config.lints.get(LINT).is_some_and(|setting| setting.level == Some(crate::diagnostic::Level::Off)) {
        return (Vec::new(), 0);
    }
    let mut stories = stories.to_vec();
    stories.sort_unstable();
    let prints: Vec<(Index, &Fingerprint)> = stories.par_iter().map(|story| (*story, fingerprint::of(&handbook.entries[*story]))).collect();
    let candidates = candidates(handbook, &prints);
    if candidates.is_empty() {
        return (Vec::new(), 0);
    }
    let compared = candidates.len();
    let most = (stories.len() / 50).max(3);
    let words = Rare::new(prints.iter().flat_map(|(_, print)| &print.words), most);
    let topics = Rare::new(prints.iter().flat_map(|(_, print)| &print.topics), most);
    let pairs = Rare::new(prints.iter().flat_map(|(_, print)| &print.pairs), most);
    let judge = |((first, later), codes): ((Index, Index), Vec<String>)| {
        // Where both declare an event, the author has said whether it is one.
        if event(handbook, first).is_some() && event(handbook, later).is_some() {
            return None;
        }
        let (a, b) = (fingerprint::of(&handbook.entries[first]), fingerprint::of(&handbook.entries[later]));
        let shared_words = words.shared(&a.words, &b.words);
        let shared_topics = topics.shared(&a.topics, &b.topics);
        let shared_pairs = pairs.shared(&a.pairs, &b.pairs).len();
        let score = shared_words.len() * 3 + shared_topics.len() + shared_pairs * 2 + (codes.len() - 1) * 2;
        let shorter = (a.words.len() + a.topics.len()).min(b.words.len() + b.topics.len());
        let several = shared_words.len() + shared_topics.len() >= 5 && (shared_pairs > 0 || shared_words.len() > 3);
        if shared_words.is_empty() || !several || score < MIN_SCORE || score * 100 < shorter * MIN_SHARE {
            return None;
        }
        let wanted: BTreeSet<u32> = shared_words.into_iter().chain(shared_topics).collect();
        let words = fingerprint::named(&handbook.entries[later], &wanted).into_iter().collect();
        let allows = |story: Index| handbook.entries[story].body.allows.iter().any(|allow| allow.whole_file && allow.lint == LINT);
        Some(Pair { first, later, codes, words, allowed: allows(first) || allows(later) })
    };
    (candidates.into_par_iter().filter_map(judge).collect(), compared)
}

/// Pairs of stories that share a rare code word, with all that they share. A code word of many stories is the employer's jargon and joins none,
/// so a story is compared with a few others at most, however many there are.
fn candidates(handbook: &Handbook, prints: &[(Index, &Fingerprint)]) -> BTreeMap<(Index, Index), Vec<String>> {
    let mut by_code: BTreeMap<&str, Vec<Index>> = BTreeMap::new();
    for (story, print) in prints {
        for code in &print.codes {
            by_code.entry(code).or_default().push(*story);
        }
    }
    let companies: BTreeSet<String> = prints
        .iter()
        .filter_map(|(story, _)| handbook.story(*story).company.as_ref())
        .flat_map(|company| prose::words(&company.value).map(|(_, word)| word.to_lowercase()).collect::<Vec<_>>())
        .collect();
    let limit = (prints.len() / 200).clamp(3, MAX_CODE_STORIES);
    let mut pairs: BTreeMap<(Index, Index), Vec<String>> = BTreeMap::new();
    for (code, tellers) in by_code {
        if tellers.len() < 2 || tellers.len() > limit || companies.contains(&code.to_lowercase()) {
            continue;
        }
        for (at, first) in tellers.iter().enumerate() {
            for later in &tellers[at + 1..] {
                pairs.entry((*first, *later)).or_default().push(code.to_string());
            }
        }
    }
    pairs
}

/// Which words few stories have.
struct Rare {
    sorted: Vec<u32>,
    most: usize,
}

impl Rare {
    fn new<'w>(words: impl Iterator<Item = &'w u32>, most: usize) -> Self {
        let mut sorted: Vec<u32> = words.copied().collect();
        sorted.sort_unstable();
        Self { sorted, most }
    }

    fn holds(&self, word: u32) -> bool {
        let from = self.sorted.partition_point(|other| *other < word);
        self.sorted[from..].iter().take(self.most + 1).take_while(|other| **other == word).count() <= self.most
    }

    /// The rare ones among those that two stories share; both lists are sorted.
    fn shared(&self, a: &[u32], b: &[u32]) -> Vec<u32> {
        a.iter().copied().filter(|word| b.binary_search(word).is_ok() && self.holds(*word)).collect()
    }
}
