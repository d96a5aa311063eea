//! Which stories tell one event: those that say so, and those that their words give away.
//!
//! Two tellings of one event share a code word that is rare in the handbook, and several rare words beside it.
//! Stories of one employer share its name and its jargon, but those stand in many stories, so they count for nothing.

use super::{Handbook, Index};
use crate::content::{Entry, Fingerprint, Kind};
use crate::prose;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use xxhash_rust::xxh3::xxh3_64;

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
    event_of: BTreeMap<Index, Index>,
    tellings: BTreeMap<Index, Vec<Index>>,
}

/// Stories that may share a code word before it is the handbook's jargon.
const MAX_CODE_STORIES: usize = 8;

/// Rare words beside the code word that two tellings share at least.
const MIN_WORDS: usize = 4;

/// The part of the shorter telling's uncommon words that two tellings share at least, in percent.
const MIN_SHARE: usize = 12;

impl Events {
    pub(super) fn find(handbook: &Handbook) -> Self {
        let stories = handbook.all(Kind::Story);
        let found = found(handbook, stories);
        let mut parent: BTreeMap<Index, Index> = stories.iter().map(|story| (*story, *story)).collect();
        let mut declared: BTreeMap<String, Index> = BTreeMap::new();
        for story in stories {
            if let Some(event) = event(handbook, *story) {
                let first = *declared.entry(event).or_insert(*story);
                join(&mut parent, first, *story);
            }
        }
        for pair in found.iter().filter(|pair| !pair.allowed) {
            join(&mut parent, pair.first, pair.later);
        }
        let mut tellings: BTreeMap<Index, Vec<Index>> = BTreeMap::new();
        let event_of: BTreeMap<Index, Index> = stories.iter().map(|story| (*story, root(&parent, *story))).collect();
        for (story, event) in &event_of {
            tellings.entry(*event).or_default().push(*story);
        }
        Self { found, event_of, tellings }
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

fn found(handbook: &Handbook, stories: &[Index]) -> Vec<Pair> {
    if stories.len() < 2 || handbook.config.lints.get(LINT).is_some_and(|setting| setting.level == Some(crate::diagnostic::Level::Off)) {
        return Vec::new();
    }
    stories.par_iter().for_each(|story| {
        fingerprint(&handbook.entries[*story]);
    });
    let mut stories = stories.to_vec();
    stories.sort_unstable();
    let prints: Vec<(Index, &Fingerprint)> = stories.iter().map(|story| (*story, fingerprint(&handbook.entries[*story]))).collect();
    let mut by_code: BTreeMap<&str, Vec<Index>> = BTreeMap::new();
    for (story, print) in &prints {
        for code in &print.codes {
            by_code.entry(code).or_default().push(*story);
        }
    }
    let companies: BTreeSet<String> = stories
        .iter()
        .filter_map(|story| handbook.story(*story).company.as_ref())
        .flat_map(|company| prose::words(&company.value).map(|(_, word)| stem(word)).collect::<Vec<_>>())
        .collect();
    let limit = (stories.len() / 200).clamp(3, MAX_CODE_STORIES);
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
    if pairs.is_empty() {
        return Vec::new();
    }
    let mut counts: Vec<u32> = prints.iter().flat_map(|(_, print)| &print.words).copied().collect();
    counts.sort_unstable();
    let rare = (stories.len() / 50).max(3);
    let is_rare = |word: &u32| {
        let from = counts.partition_point(|other| other < word);
        counts[from..].iter().take(rare + 1).take_while(|other| *other == word).count() <= rare
    };
    let print = |story: Index| fingerprint(&handbook.entries[story]);
    let pair = |((first, later), codes): ((Index, Index), Vec<String>)| {
        // Where both declare an event, the author has said whether it is one.
        if event(handbook, first).is_some() && event(handbook, later).is_some() {
            return None;
        }
        let (a, b) = (print(first), print(later));
        let shared: BTreeSet<u32> = a.words.iter().filter(|word| b.words.binary_search(word).is_ok() && is_rare(word)).copied().collect();
        let shorter = a.words.len().min(b.words.len()).max(1);
        if shared.len() < MIN_WORDS || shared.len() * 100 < shorter * MIN_SHARE {
            return None;
        }
        let code_stems: BTreeSet<String> = codes.iter().map(|code| stem(code)).collect();
        let words: BTreeSet<String> =
            uncommon(&handbook.entries[later]).into_iter().filter(|word| shared.contains(&hash(word)) && !code_stems.contains(word)).collect();
        if words.len() < MIN_WORDS {
            return None;
        }
        let allows = |story: Index| handbook.entries[story].body.allows.iter().any(|allow| allow.whole_file && allow.lint == LINT);
        Some(Pair { first, later, codes, words: words.into_iter().collect(), allowed: allows(first) || allows(later) })
    };
    pairs.into_par_iter().filter_map(pair).collect()
}

fn fingerprint(entry: &Entry) -> &Fingerprint {
    entry.fingerprint.get_or_init(|| {
        let mut words: Vec<u32> = uncommon(entry).iter().map(|word| hash(word)).collect();
        words.sort_unstable();
        words.dedup();
        let mut codes: Vec<String> =
            told(entry).flat_map(|text| prose::sentences(&text).flat_map(|(_, sentence)| codes(sentence)).collect::<Vec<_>>()).collect();
        codes.sort_unstable();
        codes.dedup();
        Fingerprint { words, codes }
    })
}

fn hash(word: &str) -> u32 {
    xxh3_64(word.as_bytes()) as u32
}

/// What a story tells: its title and its sections.
fn told(entry: &Entry) -> impl Iterator<Item = std::borrow::Cow<'_, str>> {
    let title = entry.title.iter().map(|title| title.value.as_str().into());
    title.chain(entry.body.passages.iter().filter(|passage| passage.section.is_some() && passage.is_spoken()).map(|passage| passage.spoken()))
}

/// The words of a story that are not everybody's, as stems.
fn uncommon(entry: &Entry) -> Vec<String> {
    let mut words = Vec::new();
    for text in told(entry) {
        for part in text.split(|c: char| !c.is_alphanumeric() && c != '\'' && c != '\u{2019}') {
            if part.len() > 2 && !part.starts_with(|c: char| c.is_ascii_digit()) {
                let word = stem(part);
                if !COMMON.contains(word.as_str()) {
                    words.push(word);
                }
            }
        }
    }
    words
}

static COMMON: LazyLock<BTreeSet<String>> = LazyLock::new(|| include_str!("common_words.txt").split_whitespace().map(stem).collect());

/// A word without the endings that English puts on it; crude, but the same for the same word.
fn stem(word: &str) -> String {
    let word = word.to_lowercase();
    let word = word.trim_end_matches("'s").trim_end_matches("\u{2019}s");
    for ending in ["ing", "ies", "ed", "es", "s"] {
        if let Some(stem) = word.strip_suffix(ending)
            && stem.len() > 3
            && !stem.ends_with('s')
        {
            return stem.trim_end_matches('e').to_string();
        }
    }
    word.trim_end_matches('e').to_string()
}

/// Short words in capitals that every candidate uses.
const EVERYBODYS: &[&str] = &[
    "AI", "API", "APIS", "AWS", "CEO", "CFO", "CI", "CD", "CPU", "CRM", "CSS", "CSV", "CTO", "DB", "DNS", "EU", "GCP", "GDPR", "GPU", "HR", "HTML", "HTTP",
    "HTTPS", "I", "ID", "IDE", "IO", "IT", "JSON", "JVM", "KPI", "KPIS", "ML", "MVP", "NPS", "OKR", "OKRS", "OS", "PDF", "PM", "PMS", "PO", "PR", "PRS", "QA",
    "R&D", "RAM", "REST", "ROI", "SDE", "SDK", "SLA", "SLAS", "SLO", "SQL", "SRE", "SSH", "SSL", "STAR", "TLS", "UI", "UK", "URL", "US", "USA", "USB", "USD",
    "UX", "VM", "VP", "XML", "YAML", "TODO", "TBD", "OK", "NO", "NOT", "AND", "THE",
];

/// The code words of a sentence: short words in capitals, words with capitals inside, and names in the middle of a sentence.
fn codes(sentence: &str) -> Vec<String> {
    let mut codes = Vec::new();
    for (at, (_, word)) in prose::words(sentence).enumerate() {
        for part in word.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()) {
            let letters = part.chars().filter(|c| c.is_alphabetic()).count();
            let capitals = part.chars().filter(|c| c.is_uppercase()).count();
            let inner = part.chars().skip(1).any(char::is_uppercase) && part.chars().any(char::is_lowercase);
            let acronym = (2..=8).contains(&letters) && capitals == letters;
            let name = at > 0 && capitals == 1 && letters > 3 && part.starts_with(char::is_uppercase) && !COMMON.contains(&stem(part));
            if (acronym && !EVERYBODYS.contains(&part)) || inner || name {
                codes.push(part.trim_end_matches('s').to_string());
            }
        }
    }
    codes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_words_are_what_only_insiders_say() {
        assert_eq!(codes("After launching NAC the API metrics in PayHub looked off, said Priya"), ["NAC", "PayHub", "Priya"]);
        assert_eq!(codes("Amazon asked"), Vec::<String>::new(), "a capital at the start of a sentence says nothing");
    }

    #[test]
    fn stems_join_forms() {
        assert_eq!(stem("launching"), stem("launched"));
        assert_eq!(stem("metrics"), stem("metric"));
        assert_eq!(stem("edge"), stem("edges"));
    }
}
