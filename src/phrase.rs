//! Phrases in a sentence: kinds of wording that a check looks for, written as short patterns of words.
//!
//! A pattern is words with spaces between them: `a|b` is either word, `_` any word, and a `?` behind makes it optional.
//! A pattern never reaches over a comma, a colon or a bracket, except at its end.

use crate::prose;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;

/// A word of a sentence as phrases are compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word<'t> {
    /// Where it stands, without the punctuation around it.
    pub range: Range<usize>,
    /// In small letters, with a straight apostrophe.
    pub lower: Lower<'t>,
    /// Whether a comma, a colon or another pause stands between it and the next word.
    pub pause: bool,
}

/// A word in small letters. Most are written so, and then nothing is copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lower<'t>(Cow<'t, str>);

impl Lower<'_> {
    /// Its letters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::ops::Deref for Lower<'_> {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl PartialEq<str> for Lower<'_> {
    fn eq(&self, other: &str) -> bool {
        self.0 == other
    }
}

impl PartialEq<&str> for Lower<'_> {
    fn eq(&self, other: &&str) -> bool {
        self.0 == *other
    }
}

fn lower(word: &str) -> Lower<'_> {
    Lower(if word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase()) {
        Cow::Borrowed(word)
    } else if word.is_ascii() {
        Cow::Owned(word.to_ascii_lowercase())
    } else {
        Cow::Owned(word.to_lowercase().replace('\u{2019}', "'"))
    })
}

/// The words of a text as phrases are compared.
pub fn words(text: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word> = Vec::new();
    for (range, word) in prose::words(text) {
        let from = word.trim_start_matches(|c: char| !c.is_alphanumeric());
        let bare = from.trim_end_matches(|c: char| !c.is_alphanumeric());
        let start = range.end - from.len();
        let opens = start > range.start && !word.starts_with(['\'', '*', '_', '~', '$', '+', '-']);
        let gap = words.last().map_or("", |last: &Word| &text[last.range.end..range.start]);
        let dash = gap.len() > 2 && (gap.contains(['\u{2013}', '\u{2014}', '\u{2026}']) || gap.contains(" - "));
        if let Some(last) = words.last_mut().filter(|_| opens || dash) {
            last.pause = true;
        }
        let end = start + bare.len();
        let pause = text[end..range.end].contains([',', ':', ';', ')', '.', '!', '?', '"', '\u{201d}']);
        words.push(Word { range: start..end, lower: lower(bare), pause });
    }
    words
}

/// Where a pattern that starts at word `at` ends, as the number of the word after it.
pub fn matches(words: &[Word], at: usize, pattern: &str) -> Option<usize> {
    rest(words, at, at, pattern)
}

fn rest(words: &[Word], start: usize, at: usize, pattern: &str) -> Option<usize> {
    let pattern = pattern.trim_start();
    if pattern.is_empty() {
        return Some(at);
    }
    let (step, after) = pattern.split_once(' ').unwrap_or((pattern, ""));
    let (choices, optional) = step.strip_suffix('?').map_or((step, false), |choices| (choices, true));
    let open = at == start || words.get(at - 1).is_some_and(|before| !before.pause);
    let taken = words.get(at).filter(|_| open).is_some_and(|word| choices == "_" || choices.split('|').any(|choice| word.lower.as_str() == choice));
    taken.then(|| rest(words, start, at + 1, after)).flatten().or_else(|| optional.then(|| rest(words, start, at, after)).flatten())
}

/// A list of patterns that many words are held against. Which patterns a word can start is looked up, not tried out.
#[derive(Debug)]
pub struct Phrases {
    patterns: &'static [&'static str],
    starts: OnceLock<Starts>,
}

#[derive(Debug)]
struct Starts {
    /// A bit for each [`key`] of a first word, since most words start no pattern.
    keys: [u64; 16],
    /// First words with the number of their pattern, sorted.
    words: Vec<(&'static str, usize)>,
    /// Patterns that any word may start.
    any: Vec<usize>,
}

/// A number below 1024 that few words share: from their length, first and last letter.
fn key(word: &str) -> usize {
    let bytes = word.as_bytes();
    let (first, last) = (bytes.first().copied().unwrap_or(0), bytes.last().copied().unwrap_or(0));
    (usize::from(first) ^ usize::from(last) << 3 ^ word.len() << 6) % 1024
}

impl Phrases {
    /// These patterns; the first that matches is the one that counts.
    pub const fn new(patterns: &'static [&'static str]) -> Self {
        Self { patterns, starts: OnceLock::new() }
    }

    fn of(&self) -> &Starts {
        self.starts.get_or_init(|| {
            let mut starts = Starts { keys: [0; 16], words: Vec::new(), any: Vec::new() };
            for (number, pattern) in self.patterns.iter().enumerate() {
                let first = pattern.split(' ').next().unwrap_or("");
                if first == "_" || first.ends_with('?') {
                    starts.any.push(number);
                } else {
                    starts.words.extend(first.split('|').map(|word| (word, number)));
                }
            }
            starts.words.sort_unstable();
            for (word, _) in &starts.words {
                let key = key(word);
                starts.keys[key / 64] |= 1 << (key % 64);
            }
            starts
        })
    }

    /// Where one of the patterns that starts at word `at` ends.
    pub fn starts(&self, words: &[Word], at: usize) -> Option<usize> {
        let first = words.get(at)?.lower.as_str();
        let starts = self.of();
        let key = key(first);
        if starts.any.is_empty() && starts.keys[key / 64] & (1 << (key % 64)) == 0 {
            return None;
        }
        let from = starts.words.partition_point(|(word, _)| *word < first);
        let own = starts.words[from..].iter().take_while(|(word, _)| *word == first).map(|(_, number)| *number);
        let mut numbers: Vec<usize> = own.chain(starts.any.iter().copied()).collect();
        numbers.sort_unstable();
        numbers.into_iter().find_map(|number| matches(words, at, self.patterns[number]))
    }

    /// The first place where one of the patterns stands, as numbers of words.
    pub fn find(&self, words: &[Word]) -> Option<Range<usize>> {
        (0..words.len()).find_map(|at| self.starts(words, at).map(|end| at..end))
    }
}

/// Where one of these patterns that starts at word `at` ends.
pub fn starts(words: &[Word], at: usize, patterns: &[&str]) -> Option<usize> {
    patterns.iter().find_map(|pattern| matches(words, at, pattern))
}

/// The bytes of a run of words.
pub fn bytes(words: &[Word], part: Range<usize>) -> Range<usize> {
    words[part.start].range.start..words[part.end.max(part.start + 1) - 1].range.end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_words() {
        let all = words("It was, I\u{2019}d say, a really big success (kind of).");
        let find = |pattern: &'static [&'static str]| Phrases::new(pattern).find(&all);
        assert_eq!(find(&["a very|really? _? success"]).map(|part| bytes(&all, part)), Some(19..39));
        assert_eq!(find(&["was i'd"]), None, "not over a comma");
        assert_eq!(find(&["success kind"]), None, "not into brackets");
        assert_eq!(find(&["nothing", "kind of"]), Some(8..10));
        assert_eq!(find(&["i'd say"]), Some(2..4));
        assert_eq!(find(&["_ say"]), Some(2..4));
    }
}
