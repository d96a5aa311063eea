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
    /// The [`prose::key`] of its small letters.
    pub key: u64,
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
    let mut words: Vec<Word> = Vec::with_capacity(text.len() / 5);
    for (range, word) in prose::words(text) {
        let from = if word.as_bytes()[0].is_ascii_alphanumeric() { word } else { word.trim_start_matches(|c: char| !c.is_alphanumeric()) };
        let bare = if from.as_bytes()[from.len() - 1].is_ascii_alphanumeric() { from } else { from.trim_end_matches(|c: char| !c.is_alphanumeric()) };
        let start = range.end - from.len();
        let opens = start > range.start && !word.starts_with(['\'', '*', '_', '~', '$', '+', '-']);
        let gap = words.last().map_or("", |last: &Word| &text[last.range.end..range.start]);
        let dash = gap.len() > 2 && (gap.contains(['\u{2013}', '\u{2014}', '\u{2026}']) || gap.contains(" - "));
        if let Some(last) = words.last_mut().filter(|_| opens || dash) {
            last.pause = true;
        }
        let end = start + bare.len();
        let pause = end < range.end && text[end..range.end].contains([',', ':', ';', ')', '.', '!', '?', '"', '\u{201d}']);
        let lower = lower(bare);
        words.push(Word { range: start..end, key: prose::key(&lower), lower, pause });
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
    compiled: OnceLock<Compiled>,
}

/// Patterns with keys in place of words.
#[derive(Debug)]
struct Compiled {
    /// First words, for [`prose::holds`], since most words start no pattern.
    firsts: Vec<u64>,
    /// First words with the number of their pattern, sorted.
    starts: Vec<(u64, u16)>,
    /// Patterns that any word may start, sorted.
    any: Vec<u16>,
    /// The steps of each pattern: a part of `steps`.
    patterns: Vec<Range<u16>>,
    steps: Vec<Step>,
    /// The words of the steps.
    words: Vec<u64>,
}

/// One place of a pattern.
#[derive(Debug)]
struct Step {
    /// Which words may stand there, a part of `words`; none where any may.
    choices: Option<Range<u16>>,
    optional: bool,
}

impl Compiled {
    fn new(patterns: &[&str]) -> Self {
        let mut compiled = Self { firsts: Vec::new(), starts: Vec::new(), any: Vec::new(), patterns: Vec::new(), steps: Vec::new(), words: Vec::new() };
        for (number, pattern) in patterns.iter().enumerate() {
            let number = number as u16;
            let from = compiled.steps.len() as u16;
            let mut opens = true;
            for step in pattern.split(' ') {
                let (choices, optional) = step.strip_suffix('?').map_or((step, false), |choices| (choices, true));
                let first = compiled.words.len();
                compiled.words.extend(choices.split('|').filter(|_| choices != "_").map(prose::key));
                if opens && choices == "_" {
                    compiled.any.push(number);
                } else if opens {
                    compiled.starts.extend(compiled.words[first..].iter().map(|key| (*key, number)));
                }
                opens &= optional;
                let choices = (choices != "_").then_some(first as u16..compiled.words.len() as u16);
                compiled.steps.push(Step { choices, optional });
            }
            compiled.patterns.push(from..compiled.steps.len() as u16);
        }
        compiled.starts.sort_unstable();
        compiled.starts.dedup();
        compiled.firsts = prose::table(compiled.starts.iter().map(|(key, _)| *key));
        compiled
    }

    /// Where a pattern that starts at word `at` ends.
    fn matches(&self, words: &[Word], at: usize, pattern: u16) -> Option<usize> {
        let steps = &self.patterns[pattern as usize];
        self.rest(words, at, at, &self.steps[steps.start as usize..steps.end as usize])
    }

    fn rest(&self, words: &[Word], start: usize, at: usize, steps: &[Step]) -> Option<usize> {
        let Some((step, after)) = steps.split_first() else { return Some(at) };
        let open = at == start || words.get(at - 1).is_some_and(|before| !before.pause);
        let taken = words.get(at).filter(|_| open).is_some_and(|word| match &step.choices {
            Some(choices) => self.words[choices.start as usize..choices.end as usize].contains(&word.key),
            None => true,
        });
        taken.then(|| self.rest(words, start, at + 1, after)).flatten().or_else(|| step.optional.then(|| self.rest(words, start, at, after)).flatten())
    }
}

impl Phrases {
    /// These patterns; the first that matches is the one that counts.
    pub const fn new(patterns: &'static [&'static str]) -> Self {
        Self { patterns, compiled: OnceLock::new() }
    }

    /// Where one of the patterns that starts at word `at` ends.
    pub fn starts(&self, words: &[Word], at: usize) -> Option<usize> {
        let key = words.get(at)?.key;
        let compiled = self.compiled.get_or_init(|| Compiled::new(self.patterns));
        if compiled.any.is_empty() && !prose::holds(&compiled.firsts, key) {
            return None;
        }
        let from = compiled.starts.partition_point(|(first, _)| *first < key);
        let own = compiled.starts[from..].iter().take_while(|(first, _)| *first == key).map(|(_, number)| *number);
        if compiled.any.is_empty() {
            return own.into_iter().find_map(|number| compiled.matches(words, at, number));
        }
        let mut numbers: Vec<u16> = own.chain(compiled.any.iter().copied()).collect();
        numbers.sort_unstable();
        numbers.into_iter().find_map(|number| compiled.matches(words, at, number))
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
