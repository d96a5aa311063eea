//! Words as people say and compare them: counting, sentences, folding and ids. It knows no markup.

use icu_normalizer::properties::CanonicalCombiningClassMap;
use icu_normalizer::{ComposingNormalizer, DecomposingNormalizer};
use std::borrow::Cow;
use std::ops::Range;
use std::sync::OnceLock;
use xxhash_rust::xxh3::xxh3_64;

/// The words of a text with their places: runs between spaces, dashes and ellipses that hold a letter or a digit.
///
/// Han and kana are written without spaces; two of their characters count as about one spoken word.
pub fn words(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let bytes = text.as_bytes();
    let wide = |at: usize| text[at..].chars().next().unwrap_or(' ');
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            while at < bytes.len() {
                match bytes[at] {
                    byte if is_ascii_gap(byte) => at += 1,
                    0..0x80 => break,
                    _ if is_gap(wide(at)) => at += wide(at).len_utf8(),
                    _ => break,
                }
            }
            let start = at;
            if start == bytes.len() {
                return None;
            }
            let mut says = false;
            if bytes[at] >= 0x80 && is_ideograph(wide(at)) {
                for c in text[start..].chars().take(2).take_while(|c| is_ideograph(*c)) {
                    says |= c.is_alphanumeric();
                    at += c.len_utf8();
                }
            } else {
                while at < bytes.len() {
                    let byte = bytes[at];
                    if byte < 0x80 {
                        if is_ascii_gap(byte) {
                            break;
                        }
                        says |= byte.is_ascii_alphanumeric();
                        at += 1;
                    } else {
                        let c = wide(at);
                        if is_gap(c) || is_ideograph(c) {
                            break;
                        }
                        says |= c.is_alphanumeric();
                        at += c.len_utf8();
                    }
                }
            }
            if says {
                return Some((start..at, &text[start..at]));
            }
        }
    })
}

/// How many words a text has.
pub fn count(text: &str) -> usize {
    words(text).count()
}

fn is_ascii_gap(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\t' | b'\r' | 0xb | 0xc)
}

fn is_gap(c: char) -> bool {
    c.is_whitespace() || matches!(c, '\u{2013}' | '\u{2014}' | '\u{2026}' | '\u{2015}' | '\u{3001}' | '\u{3002}')
}

/// Whether a character is of a script that sets a word or a syllable in each of them, with no spaces between: Han and Kana.
pub fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// The sentences of a text, trimmed. A full stop ends one where a space and no small letter follows, and it ends no common abbreviation.
pub fn sentences(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut rest = 0;
    std::iter::from_fn(move || {
        let start = rest + text[rest..].find(|c: char| !c.is_whitespace())?;
        let end = sentence_end(text, start);
        rest = end;
        Some((start..end, text[start..end].trim_end()))
    })
}

fn sentence_end(text: &str, start: usize) -> usize {
    const ABBREVIATIONS: [&str; 16] = ["e.g", "i.e", "etc", "vs", "mr", "mrs", "ms", "dr", "st", "no", "approx", "inc", "ltd", "prof", "u.s", "u.k"];
    let bytes = text.as_bytes();
    let mut at = start;
    while at < bytes.len() {
        let mark = match bytes[at] {
            b'.' | b'!' | b'?' => 1,
            0xe3 if bytes[at..].starts_with("\u{3002}".as_bytes()) => return closing(text, at + 3),
            _ => {
                at += 1;
                continue;
            }
        };
        // A run of stops is looked at once, by its first.
        let closing = closing(text, at + mark);
        if closing == text.len() {
            return closing;
        }
        if text[closing..].starts_with(char::is_whitespace) {
            let next = text[closing..].chars().find(|c| !c.is_whitespace());
            let before = text[start..at].rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or("");
            let abbreviated = bytes[at] == b'.' && before.len() < 8 && ABBREVIATIONS.iter().any(|known| known.eq_ignore_ascii_case(before));
            if !abbreviated && !next.is_some_and(char::is_lowercase) {
                return closing;
            }
        }
        at = closing;
    }
    text.len()
}

/// The place after the stops and closing marks that stand from byte `at` on.
fn closing(text: &str, at: usize) -> usize {
    text[at..].find(|c: char| !matches!(c, '"' | '\'' | ')' | '\u{201d}' | '\u{2019}' | '.' | '!' | '?')).map_or(text.len(), |n| at + n)
}

/// A list of words, separated by spaces, in which a word is looked up rather than searched for.
#[derive(Debug)]
pub struct List {
    words: &'static str,
    /// Hashes in an open table; 0 is a free place.
    table: OnceLock<Vec<u64>>,
}

impl List {
    /// These words.
    pub const fn new(words: &'static str) -> Self {
        Self { words, table: OnceLock::new() }
    }

    /// Whether a word is one of them.
    pub fn has(&self, word: &str) -> bool {
        self.has_key(key(word))
    }

    /// Whether a word with this [`key`] is one of them.
    pub fn has_key(&self, key: u64) -> bool {
        let table = self.table.get_or_init(|| table(self.words.split_ascii_whitespace().map(self::key)));
        holds(table, key)
    }
}

/// An open table of keys, at most a quarter full, for [`holds`].
pub fn table(keys: impl Iterator<Item = u64> + Clone) -> Vec<u64> {
    let mut table = vec![0; (keys.clone().count() * 4).next_power_of_two()];
    let last = table.len() - 1;
    for key in keys {
        let mut at = key as usize & last;
        while table[at] != 0 && table[at] != key {
            at = (at + 1) & last;
        }
        table[at] = key;
    }
    table
}

/// Whether a key is in an open table.
pub fn holds(table: &[u64], key: u64) -> bool {
    let last = table.len() - 1;
    let mut at = key as usize & last;
    while table[at] != 0 && table[at] != key {
        at = (at + 1) & last;
    }
    table[at] == key
}

/// A number that stands for a word; never 0. Two words have the same so seldom that nobody will see it.
pub fn key(word: &str) -> u64 {
    xxh3_64(word.as_bytes()).max(1)
}

/// A text in Unicode's composed form (NFC), in which the same letters are the same bytes.
pub fn composed(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { Cow::Borrowed(text) } else { ComposingNormalizer::new_nfc().normalize(text) }
}

/// A text as names are compared: composed, in small letters, every run of spaces one space.
pub fn folded(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for word in composed(text).split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        folded.push_str(&word.to_lowercase());
    }
    folded
}

/// A text as loosely as headings are compared: letters and digits alone, in small letters, without accents, one space between runs.
pub fn bare(text: &str) -> String {
    let decomposed = if text.is_ascii() { Cow::Borrowed(text) } else { DecomposingNormalizer::new_nfkd().normalize(text) };
    let mut bare = String::with_capacity(text.len());
    let mut gap = false;
    for c in decomposed.chars().filter(|c| !is_mark(*c)) {
        if c.is_alphanumeric() {
            if gap && !bare.is_empty() {
                bare.push(' ');
            }
            gap = false;
            bare.extend(c.to_lowercase());
        } else if !matches!(c, '\'' | '\u{2019}') {
            gap = true;
        }
    }
    bare
}

/// A name in small letters with hyphens: letters and digits of any script stay, in NFC; all else separates.
pub fn kebab(text: &str) -> String {
    let lower = composed(text).to_lowercase();
    let mut kebab = String::with_capacity(lower.len());
    let mut gap = false;
    for c in lower.chars() {
        if is_name(c) {
            if gap && !kebab.is_empty() {
                kebab.push('-');
            }
            gap = false;
            kebab.push(c);
        } else {
            gap = true;
        }
    }
    composed(&kebab).into_owned()
}

/// Whether a character may stand in an id.
pub fn is_name(c: char) -> bool {
    c.is_alphanumeric() || is_mark(c)
}

/// Whether a character only changes the letter before it, as an accent does.
pub fn is_mark(c: char) -> bool {
    !c.is_ascii() && CanonicalCombiningClassMap::new().get_u8(c) != 0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_what_is_said() {
        assert_eq!(count("I saved $80,000 a year — really: front-end & back-end."), 8);
        assert_eq!(count("one\u{2014}two … three ... - 4"), 4);
        assert_eq!(count("\u{8cc7}\u{6599}\u{5eab} and more"), 4);
        assert_eq!(count(""), 0);
    }

    #[test]
    fn sentences_end_where_people_pause() {
        let of = |text| sentences(text).map(|(_, s)| s).collect::<Vec<_>>();
        assert_eq!(
            of("It cost $1.5 million. I asked why, e.g. whom it served. \"Nobody.\" So I stopped it!"),
            ["It cost $1.5 million.", "I asked why, e.g. whom it served.", "\"Nobody.\"", "So I stopped it!"]
        );
        assert_eq!(of("no stop"), ["no stop"]);
    }

    #[test]
    fn names_fold() {
        assert_eq!(kebab("My Story"), "my-story");
        assert_eq!(kebab("MyStory"), "mystory");
        assert_eq!(kebab("  Cafe\u{301} & Bar!"), "café-bar");
        assert_eq!(kebab("../../x"), "x");
        assert_eq!(kebab("!!!"), "");
        assert_eq!(bare("✅ **Résumé:**"), "resume");
        assert_eq!(folded(" Are  Right,\u{a0}A Lot "), "are right, a lot");
    }
}
