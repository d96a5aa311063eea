//! Words as people say and compare them: counting, sentences, folding and ids. It knows no markup.

use icu_normalizer::properties::CanonicalCombiningClassMap;
use icu_normalizer::{ComposingNormalizer, DecomposingNormalizer};
use std::borrow::Cow;
use std::ops::Range;

/// The words of a text with their places: runs between spaces, dashes and ellipses that hold a letter or a digit.
///
/// Han and kana are written without spaces; two of their characters count as about one spoken word.
pub fn words(text: &str) -> impl Iterator<Item = (Range<usize>, &str)> {
    let mut rest = 0;
    std::iter::from_fn(move || {
        loop {
            let start = rest + text[rest..].find(|c| !is_gap(c))?;
            let first = text[start..].chars().next()?;
            let end = if is_ideograph(first) {
                text[start..].char_indices().take(2).take_while(|(_, c)| is_ideograph(*c)).last().map_or(start, |(at, c)| start + at + c.len_utf8())
            } else {
                text[start..].find(|c| is_gap(c) || is_ideograph(c)).map_or(text.len(), |at| start + at)
            };
            rest = end;
            let word = &text[start..end];
            if word.contains(char::is_alphanumeric) {
                return Some((start..end, word));
            }
        }
    })
}

/// How many words a text has.
pub fn count(text: &str) -> usize {
    words(text).count()
}

fn is_gap(c: char) -> bool {
    if c.is_ascii() {
        return matches!(c, ' ' | '\n' | '\t' | '\r' | '\u{b}' | '\u{c}');
    }
    c.is_whitespace() || matches!(c, '\u{2013}' | '\u{2014}' | '\u{2026}' | '\u{2015}' | '\u{3001}' | '\u{3002}')
}

fn is_ideograph(c: char) -> bool {
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
    let mut closed = start;
    for (at, mark) in text[start..].match_indices(['.', '!', '?', '\u{3002}']) {
        // A run of stops is looked at once, by its first.
        if start + at < closed {
            continue;
        }
        let after = start + at + mark.len();
        let closing =
            text[after..].find(|c: char| !matches!(c, '"' | '\'' | ')' | '\u{201d}' | '\u{2019}' | '.' | '!' | '?')).map_or(text.len(), |n| after + n);
        closed = closing;
        if closing == text.len() || mark == "\u{3002}" {
            return closing;
        }
        if !text[closing..].starts_with(char::is_whitespace) {
            continue;
        }
        let next = text[closing..].chars().find(|c| !c.is_whitespace());
        let before = text[start..start + at].rsplit(|c: char| c.is_whitespace() || c == '(').next().unwrap_or("");
        let abbreviated = mark == "." && before.len() < 8 && ABBREVIATIONS.contains(&before.to_lowercase().as_str());
        if !abbreviated && !next.is_some_and(char::is_lowercase) {
            return closing;
        }
    }
    text.len()
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
