//! The words by which a story's event is recognised: its code words, the words that are not everybody's, and which of them stand together.

use crate::content::{Code, Entry, Fingerprint};
use crate::jargon;
use crate::prose;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

/// A story's fingerprint, made when it is first asked for.
pub(super) fn of(entry: &Entry) -> &Fingerprint {
    entry.kept.fingerprint.get_or_init(|| {
        let texts: Vec<Cow<str>> = told(entry).collect();
        let sentences: Vec<&str> = texts.iter().flat_map(|text| prose::sentences(text).map(|(_, sentence)| sentence)).collect();
        let codes = sorted(sentences.iter().filter(|sentence| may_hold_codes(sentence)).flat_map(|sentence| codes(sentence)));
        let code_stems: Vec<u64> = sorted(codes.iter().map(|code| with_stem(code, prose::key)));
        let (mut words, mut topics, mut pairs) = (Vec::new(), Vec::new(), Vec::new());
        for sentence in sentences {
            let mut last: Option<u32> = None;
            for (stem, topic) in telling(sentence).filter(|(stem, _)| code_stems.binary_search(stem).is_err()) {
                let word = short(stem);
                if topic {
                    topics.push(word)
                } else {
                    words.push(word)
                }
                pairs.extend(last.filter(|last| *last != word).map(|last| pair(last, word)));
                last = Some(word);
            }
        }
        let code = |word: String| Code { key: prose::key(&word), lower_key: prose::key(&word.to_lowercase()), word };
        let company = entry.story().and_then(|story| story.company.as_ref()).map_or("", |company| company.value.as_str());
        let company = prose::words(company).map(|(_, word)| prose::key(&word.to_lowercase())).collect();
        let codes = codes.into_iter().map(code).collect();
        Fingerprint { words: sorted(words), topics: sorted(topics), pairs: sorted(pairs), codes, company }
    })
}

/// The words of a story whose stems' hashes are wanted, as they are written where they first stand.
pub(super) fn named(entry: &Entry, wanted: &BTreeSet<u32>) -> BTreeSet<String> {
    let mut named = BTreeMap::new();
    for text in told(entry) {
        for part in parts(&text) {
            let stem = with_stem(part, prose::key);
            if wanted.contains(&short(stem)) {
                named.entry(stem).or_insert_with(|| part.trim_matches(['\'', '\u{2019}']).to_lowercase());
            }
        }
    }
    named.into_values().collect()
}

fn sorted<T: Ord>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    let mut items: Vec<T> = items.into_iter().collect();
    items.sort_unstable();
    items.dedup();
    items.shrink_to_fit();
    items
}

/// A stem's key as a story keeps it.
fn short(key: u64) -> u32 {
    key as u32
}

/// Two words that stand side by side, in either order.
fn pair(a: u32, b: u32) -> u32 {
    let (a, b) = (a.min(b), a.max(b));
    a.rotate_left(7).wrapping_mul(0x9e37_79b1) ^ b
}

/// What a story tells: its title and its sections.
fn told(entry: &Entry) -> impl Iterator<Item = Cow<'_, str>> {
    let title = entry.title.iter().map(|title| title.value.as_str().into());
    title.chain(entry.body.passages.iter().filter(|passage| passage.section.is_some() && passage.is_spoken()).map(|passage| passage.spoken()))
}

/// The words of a text that tell something, as keys of their stems, each with whether many stories are about it.
fn telling(text: &str) -> impl Iterator<Item = (u64, bool)> {
    let (topics, common) = (&*TOPICS, &*COMMON);
    parts(text).filter_map(move |part| {
        let stem = with_stem(part, prose::key);
        let topic = prose::holds(topics, stem);
        (topic || !prose::holds(common, stem)).then_some((stem, topic))
    })
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split(|c: char| if c.is_ascii() { !c.is_ascii_alphanumeric() && c != '\'' } else { !c.is_alphanumeric() && c != '\u{2019}' });
    parts.filter(|part| part.len() > 2 && !part.as_bytes()[0].is_ascii_digit())
}

static COMMON: LazyLock<Vec<u64>> = LazyLock::new(|| stems(include_str!("common_words.txt")));
static TOPICS: LazyLock<Vec<u64>> = LazyLock::new(|| stems(include_str!("topic_words.txt")));

/// The stems of a list of words, as an open table.
fn stems(words: &str) -> Vec<u64> {
    prose::table(words.split_whitespace().map(|word| with_stem(word, prose::key)))
}

/// Whether a word's stem is on a list.
fn among(list: &[u64], word: &str) -> bool {
    prose::holds(list, with_stem(word, prose::key))
}

/// A word without the endings that English puts on it, handed on; crude, but the same for the same word.
fn with_stem<T>(word: &str, then: impl FnOnce(&str) -> T) -> T {
    // Short words are made small without asking for memory.
    let mut small = [0; 24];
    let lower;
    let word = if word.len() <= small.len() && word.is_ascii() {
        small[..word.len()].copy_from_slice(word.as_bytes());
        small[..word.len()].make_ascii_lowercase();
        std::str::from_utf8(&small[..word.len()]).unwrap_or_default()
    } else {
        lower = word.to_lowercase();
        &lower
    };
    let word =
        if word.is_ascii() && !word.contains('\'') { word } else { word.trim_matches(['\'', '\u{2019}']).trim_end_matches("'s").trim_end_matches("\u{2019}s") };
    for ending in ["ing", "ies", "ed", "es", "s"] {
        if let Some(stem) = word.strip_suffix(ending)
            && stem.len() > 2
            && !stem.ends_with('s')
        {
            return then(stem.trim_end_matches('e'));
        }
    }
    then(word.trim_end_matches('e'))
}

/// Whether a sentence has a capital that may be a code word's: one beside letters and not at its very start. Most have but an "I".
fn may_hold_codes(sentence: &str) -> bool {
    let bytes = sentence.as_bytes();
    let letter = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_alphanumeric);
    !sentence.is_ascii() || (1..bytes.len()).any(|at| bytes[at].is_ascii_uppercase() && (letter(at - 1) || letter(at + 1)))
}

/// The code words of a sentence: short words in capitals, words with capitals inside, and names in the middle of a sentence.
fn codes(sentence: &str) -> Vec<String> {
    let mut codes = Vec::new();
    for (at, (_, word)) in prose::words(sentence).enumerate() {
        for part in word.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty()) {
            if part.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
                continue;
            }
            let capitals = part.chars().filter(|c| c.is_uppercase()).count();
            if capitals == 0 {
                continue;
            }
            let letters = part.chars().filter(|c| c.is_alphabetic()).count();
            let inner = part.chars().skip(1).any(char::is_uppercase) && part.chars().any(char::is_lowercase);
            let acronym = (2..=8).contains(&letters) && capitals == letters;
            let name = at > 0 && capitals == 1 && letters > 3 && part.starts_with(char::is_uppercase) && !is_ordinary(part);
            let known = || jargon::is_everybodys(part) || acronym && among(&COMMON, part);
            if (acronym || inner || name) && !known() {
                codes.push(part.trim_end_matches('s').to_string());
            }
        }
    }
    codes
}

/// Words with a capital that name no thing of anybody's own.
fn is_ordinary(word: &str) -> bool {
    const CALENDAR: [&str; 22] = [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "january",
        "february",
        "march",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "christmas",
        "easter",
        "english",
        "mondays",
    ];
    let lower = word.to_lowercase();
    CALENDAR.contains(&lower.as_str()) || CALENDAR.contains(&lower.trim_end_matches('s')) || among(&COMMON, word) || among(&TOPICS, word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stem(word: &str) -> String {
        with_stem(word, str::to_string)
    }

    #[test]
    fn code_words_are_what_only_insiders_say() {
        assert_eq!(codes("After launching NAC the API metrics in PayHub looked off, said Priya"), ["NAC", "PayHub", "Priya"]);
        assert_eq!(codes("Amazon asked on Monday"), Vec::<String>::new(), "a capital at the start of a sentence says nothing");
    }

    #[test]
    fn stems_join_forms() {
        assert_eq!(stem("launching"), stem("launched"));
        assert_eq!(stem("metrics"), stem("metric"));
        assert_eq!(stem("edge"), stem("edges"));
        assert_eq!(stem("bugs"), stem("bug"));
    }
}
