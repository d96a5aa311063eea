//! Words in capitals: which everybody in an interview knows, and which a story explains itself.

use crate::phrase;
use crate::prose;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::LazyLock;

static EVERYBODYS: LazyLock<BTreeSet<&str>> = LazyLock::new(|| include_str!("jargon.txt").split_whitespace().collect());

/// Whether interviewers of any company know what a word in capitals means.
pub fn is_everybodys(word: &str) -> bool {
    EVERYBODYS.contains(word) || word.strip_suffix(['s', 'S']).is_some_and(|word| EVERYBODYS.contains(word))
}

/// The words in capitals of a text that only insiders know, without their plural s, each with its first place.
///
/// What is written out in capitals for emphasis is left out, and so are names with digits in them.
pub fn insiders(text: &str) -> Vec<(Range<usize>, &str)> {
    let mut found = Vec::new();
    // Most texts have no two capitals side by side, and so no such word.
    if text.is_ascii() && !text.as_bytes().windows(2).any(|pair| pair[0].is_ascii_uppercase() && pair[1].is_ascii_uppercase()) {
        return found;
    }
    for (range, sentence) in prose::sentences(text) {
        let parts = parts(sentence);
        let shouted = |word: &str| word.len() > 1 && !word.chars().any(char::is_lowercase) && word.chars().any(char::is_alphabetic);
        let words = parts.iter().filter(|(_, part)| part.chars().any(char::is_alphabetic)).count();
        let loud = parts.iter().filter(|(_, part)| shouted(part)).count();
        // A line in capitals shouts; none of its words is an acronym for it.
        if words > 2 && loud * 2 > words {
            continue;
        }
        for (at, part) in parts {
            let word = part.strip_suffix('s').unwrap_or(part);
            let acronym = (2..=6).contains(&word.chars().count()) && word.chars().all(char::is_uppercase);
            if acronym && !is_everybodys(word) && !is_roman(word) {
                found.push((range.start + at..range.start + at + part.len(), word));
            }
        }
    }
    found
}

/// The runs of letters and digits of a sentence.
fn parts(sentence: &str) -> Vec<(usize, &str)> {
    let mut parts = Vec::new();
    for (range, word) in prose::words(sentence) {
        // Addresses, file names and codes such as `A-17` or `x_y` are names of things.
        let inside = word.trim_matches(|c: char| !c.is_alphanumeric());
        if inside.contains(['_', '@', '.', '=', '#']) || inside.contains("//") {
            continue;
        }
        let model =
            inside.split('-').any(|part| part.chars().any(|c| c.is_ascii_digit())) && inside.split('-').any(|part| part.chars().all(|c| c.is_uppercase()));
        let mut rest = range.start;
        for part in word.split(|c: char| !c.is_alphanumeric()) {
            let at = rest;
            rest += part.len() + word[rest - range.start + part.len()..].chars().next().map_or(0, char::len_utf8);
            if !part.is_empty() && !model {
                parts.push((at, part));
            }
        }
    }
    parts
}

fn is_roman(word: &str) -> bool {
    word.len() < 5 && word.chars().all(|c| matches!(c, 'I' | 'V' | 'X'))
}

/// Whether a text says what a word in capitals means: its words stand before or behind it, or it is called so.
pub fn explains(text: &str, acronym: &str) -> bool {
    prose::sentences(text).any(|(_, sentence)| sentence.contains(acronym) && in_sentence(sentence, acronym))
}

fn in_sentence(sentence: &str, acronym: &str) -> bool {
    let lower = acronym.to_lowercase();
    let words = phrase::words(sentence);
    let places = (0..words.len()).filter(|at| {
        let word = &words[*at];
        sentence[word.range.clone()].starts_with(acronym) && word.lower.trim_end_matches("'s").trim_end_matches('s') == lower.trim_end_matches('s')
    });
    // A word that is not explained by then will not be.
    for at in places.take(8) {
        let word = &words[at];
        let before = sentence[..word.range.start].trim_end_matches(['"', '\u{201c}', '*', '\'']);
        let after = sentence[word.range.end..].trim_start_matches(['"', '\u{201d}', '*', '\'', 's']);
        let bracketed = before.ends_with('(') && at >= 1;
        let follows = after.trim_start().strip_prefix('(').is_some_and(|inside| prose::count(inside.split(')').next().unwrap_or("")) >= 2);
        // "I called the QZT" is a telephone call.
        let dialled = |at: usize| {
            let subject = at.checked_sub(1).map_or("i", |before| words[before].lower.as_str());
            // "A check which we called QZT" is named so.
            let named = at > 1 && matches!(words[at - 2].lower.as_str(), "which" | "that") && subject != "and";
            words[at].lower == "called"
                && !named
                && matches!(subject, "i" | "we" | "he" | "she" | "they" | "you" | "and" | "then" | "to" | "also" | "first" | "who")
        };
        let called = at > 0
            && !dialled(at - 1)
            && (phrase::starts(&words, at.saturating_sub(1), &["called|named|abbreviated|dubbed|or _"]).is_some()
                && (words[at - 1].lower != "or" || at > 1 && words[at - 2].pause));
        let called = called
            || at > 2 && !dialled(at - 2) && phrase::starts(&words, at - 2, &["known as _", "short for _", "we call _", "called the _", "it as _"]).is_some();
        let means = phrase::starts(&words, at + 1, &["stands|means|meaning|meant", "is|was|are|were a|an|the|our|my|their|its", "short for", "i.e"]).is_some();
        let listed = words.get(at + 2).is_some_and(|word| sentence[word.range.clone()].chars().all(char::is_uppercase));
        let apposed =
            !listed && word.pause && phrase::starts(&words, at + 1, &["a|an|or|our|my|the|which|that|their|its|i.e|basically|meaning|short"]).is_some();
        let dashed = after.trim_start().starts_with(['\u{2013}', '\u{2014}', ':', '=']) || after.trim_start().starts_with("- ");
        if bracketed || follows || called || means || apposed || dashed || spelled_out(&words, at, &lower) {
            return true;
        }
    }
    false
}

/// Whether the initials of words that stand together in the sentence spell the acronym: "manual change management, our MCM".
fn spelled_out(words: &[phrase::Word], at: usize, lower: &str) -> bool {
    let letters: Vec<char> = lower.chars().collect();
    let initials: Vec<Option<char>> = words.iter().map(|word| word.lower.chars().next()).collect();
    (0..words.len()).any(|from| {
        let to = from + letters.len();
        to <= words.len() && !(from..to).contains(&at) && letters.iter().zip(&initials[from..to]).all(|(letter, initial)| Some(*letter) == *initial)
    })
}

/// Findings after which a story has heard enough.
const MOST: usize = 40;

/// Different words in capitals of one story that are looked at, since each is looked for in the whole story.
const MOST_WORDS: usize = 100;

/// The first place of each insiders' word of these texts that none of them explains and no glossary holds, as the number of the text and its bytes.
pub fn unexplained<'t>(texts: &[&'t str], glossary: &BTreeMap<String, String>) -> Vec<(&'t str, usize, Range<usize>)> {
    let mut seen: BTreeSet<&str> = BTreeSet::new();
    let mut found = Vec::new();
    for (number, text) in texts.iter().enumerate() {
        for (range, word) in insiders(text) {
            let defined = glossary.keys().any(|known| known == word || known.strip_suffix('s') == Some(word));
            if found.len() == MOST || seen.len() == MOST_WORDS {
                return found;
            }
            if seen.insert(word) && !defined && !texts.iter().any(|text| explains(text, word)) {
                found.push((word, number, range));
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Vec<String> {
        unexplained(&[text], &BTreeMap::new()).into_iter().map(|(word, ..)| word.to_string()).collect()
    }

    #[test]
    fn insiders_words_are_seen() {
        assert_eq!(of("I checked every MCM, then all MCMs and the NAC metrics."), ["MCM", "NAC"]);
        assert_eq!(of("The QZT/BRL board met."), ["QZT", "BRL"]);
        assert_eq!(of("I called the QZT at home. Then I called BRL."), ["QZT", "BRL"]);
        assert!(of("The API of our SQL database, the CEO and HR in the USA.").is_empty());
        assert!(of("I was NOT going to WAIT. WE DID IT.").is_empty());
        assert!(of("The MX-500, the B52, EC2 and a GTX-1080.").is_empty());
        assert!(of("World War II and Phase IV.").is_empty());
    }

    #[test]
    fn explained_words_are_not() {
        for text in [
            "The manual change (MCM) went out.",
            "An MCM (a manual change) went out.",
            "A check called NAC ran.",
            "NAC stands for new account check.",
            "NAC, our fraud check, ran.",
            "The new account check ran; NAC found it.",
            "NAC \u{2013} a check for new accounts \u{2013} ran.",
            "The new account check, or NAC, ran.",
            "It was a nightly risk check, which we called QZT.",
            "I wrote a check that they called the QZT.",
        ] {
            assert!(of(text).is_empty(), "{text}");
        }
    }
}
