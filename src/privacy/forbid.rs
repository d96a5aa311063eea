//! Finding terms that must not be left, however they are written: case, accents, tags, escapes and line ends make no difference. Where a word begins
//! with the term it counts, inside a word it does not.

use super::reading::{each_reading, fold, folded};
use crate::prose;
use std::ops::Range;

/// Terms that no public build may hold.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Forbidden {
    terms: Vec<(String, String)>,
}

impl Forbidden {
    /// The terms that `[publish] forbid` lists.
    pub fn new(terms: &[String]) -> Self {
        let folded = |term: &String| (term.clone(), folded(term).trim().to_string());
        Self { terms: terms.iter().map(folded).filter(|(_, letters)| !letters.is_empty()).collect() }
    }

    /// Whether nothing is forbidden.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// How a term is written in site.toml, by its number.
    pub fn term(&self, number: usize) -> &str {
        &self.terms[number].0
    }

    /// The terms that the bytes of a file hold, by number, in any way to read them.
    pub fn in_bytes(&self, bytes: &[u8]) -> Vec<usize> {
        if self.is_empty() {
            return Vec::new();
        }
        let mut found = vec![false; self.terms.len()];
        each_reading(bytes, |text| {
            if found.contains(&false) {
                let letters = folded(text);
                for (number, found) in found.iter_mut().enumerate() {
                    *found = *found || self.find(number, &letters, 0).is_some();
                }
            }
        });
        (0..found.len()).filter(|number| found[*number]).collect()
    }

    /// Whether a text holds a term, in any way to read it.
    pub fn holds(&self, number: usize, text: &str) -> bool {
        let mut found = false;
        each_reading(text.as_bytes(), |text| found = found || self.find(number, &folded(text), 0).is_some());
        found
    }

    /// Where a term stands in a text as it is written, escapes and tags aside.
    pub fn places(&self, number: usize, text: &str) -> Vec<Range<usize>> {
        let letters = folded(text);
        let mut found: Vec<Range<usize>> = Vec::new();
        while let Some(range) = self.find(number, &letters, found.last().map_or(0, |last| last.end)) {
            found.push(range);
        }
        // From the folded text back to where its letters come from.
        let mut places: Vec<Range<usize>> = Vec::new();
        let (mut done, mut begun) = (0, 0);
        if !found.is_empty() {
            fold(text, |c, at| {
                if found.get(begun).is_some_and(|range| range.start == done) {
                    places.push(at..at);
                    begun += 1;
                }
                done += c.len_utf8();
                if let Some(range) = begun.checked_sub(1).map(|last| &found[last])
                    && range.end == done
                {
                    places[begun - 1].end = at + text[at..].chars().next().map_or(0, char::len_utf8);
                }
            });
        }
        places
    }

    fn find(&self, number: usize, letters: &str, mut from: usize) -> Option<Range<usize>> {
        let term = &self.terms[number].1;
        let counts = |c: char| c.is_alphanumeric() && !is_unspaced(c);
        let first = term.chars().next()?;
        while let Some(start) = letters[from..].find(term.as_str()).map(|at| from + at) {
            if !counts(first) || !letters[..start].chars().next_back().is_some_and(counts) {
                return Some(start..start + term.len());
            }
            from = start + first.len_utf8();
        }
        None
    }
}

/// Whether a letter is of a script that puts no spaces between words, so that a word may begin anywhere: Han, Kana, Thai, Lao, Tibetan, Burmese, Khmer.
fn is_unspaced(c: char) -> bool {
    prose::is_ideograph(c)
        || matches!(c, '\u{e00}'..='\u{fff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{a9e0}'..='\u{a9ff}' | '\u{aa60}'..='\u{aa7f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(term: &str, bytes: &[u8]) -> bool {
        !Forbidden::new(&[term.to_string()]).in_bytes(bytes).is_empty()
    }

    #[test]
    fn no_spelling_hides_a_term() {
        for text in [
            "Project Zebra",
            "PROJECT\n  zebras",
            "the pr\u{f6}ject z\u{e9}bra's",
            "<b>Pro</b>ject&nbsp;<i>Zebra</i>",
            "<td>Project</td><td>Zebra</td>",
            "Pro\u{ad}ject Ze\u{200b}bra",
            "img/project-zebra.png",
            "project%20zebra",
            "{\"a\":\"Project \\u005aebra\"}",
            "{\"a\":\"x\\nProject\\tZebra\"}",
            "Project &#90;ebra",
            "Project &amp;#90;ebra",
            "content: \"Project \\5a ebra\"",
            "project_zebra",
            "\u{ff30}roject Zebra",
            "Project<!-- a comment --> Zebra",
        ] {
            assert!(holds("Project Zebra", text.as_bytes()), "{text}");
            assert!(holds("project z\u{c9}bra", text.as_bytes()), "{text}");
        }
        let utf16: Vec<u8> = [0xff, 0xfe].into_iter().chain("Project Zebra".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert!(holds("Project Zebra", &utf16));
        assert!(holds("Zebra", b"\x89PNG\xff\x00Zebra\x00"));
        for bytes in [&b"\x89PNG Comment\0Project Zebra"[..], b"Comment\0Project Zebra\0", b"abc\0Project\0Zebra", b"\xffabc\0Project Zebra"] {
            assert!(holds("Project Zebra", bytes), "{bytes:?}");
        }
        for text in ["Project &#90ebra", "Project&nbspZebra", "Project<br title=\">\">Zebra", "Project&nbsp;<i a='<>'>Z</i>ebra"] {
            assert!(holds("Project Zebra", text.as_bytes()), "{text}");
            assert!(holds("Project Zebra", &[b"caf\xe9 ", text.as_bytes()].concat()), "{text}");
        }
        for (term, text) in [
            ("\u{6771}\u{4eac}", "\u{6211}\u{5728}\u{4e1c}\u{4eac}\u{6771}\u{4eac}\u{5de5}\u{4f5c}"),
            ("\u{30bc}\u{30d6}\u{30e9}", "\u{30d7}\u{30ed}\u{30b8}\u{30a7}\u{30af}\u{30c8}\u{30bc}\u{30d6}\u{30e9}"),
            ("\u{e01}\u{e23}\u{e38}\u{e07}", "\u{e17}\u{e35}\u{e48}\u{e01}\u{e23}\u{e38}\u{e07}"),
            ("Zebra", "\u{6211}\u{7684}Zebra\u{9879}\u{76ee}"),
            ("Lodz", "\u{141}\u{f3}d\u{17a}"),
            ("ISTANBUL", "\u{131}stanbul"),
            ("Zebra", "Ze\u{fe0f}b\u{34f}r\u{e0061}a"),
        ] {
            assert!(holds(term, text.as_bytes()), "{term} in {text}");
        }
    }

    #[test]
    fn no_encoding_hides_a_term() {
        for bytes in [&b"caf\xe9 Project&nbsp;Zebra"[..], b"caf\xe9 <b>Project</b> Zebra", b"Project Z\xe9bra", b"\0Project Z\xe9bra"] {
            assert!(holds("Project Zebra", bytes), "{bytes:?}");
        }
        assert!(holds("Z\u{fc}rich", b"in Z\xfcrich") && holds("\u{161}koda", b"\x8akoda"));
        for text in ["\u{41f}\u{440}\u{43e}\u{435}\u{43a}\u{442} Z\u{fc}rich", "<b>\u{41f}\u{440}\u{43e}</b>\u{435}\u{43a}\u{442}, Z&uuml;rich"] {
            for mark in ["", "\u{feff}"] {
                for order in [u16::to_le_bytes, u16::to_be_bytes] {
                    let bytes: Vec<u8> = format!("{mark}{text}").encode_utf16().flat_map(order).collect();
                    for term in ["\u{43f}\u{440}\u{43e}\u{435}\u{43a}\u{442}", "Z\u{fc}rich"] {
                        assert!(holds(term, &bytes), "{term}: {bytes:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn inside_a_word_it_does_not_count() {
        for text in ["megazebra", "xZebra", "Ze bra", "zeb", "0zebra"] {
            assert!(!holds("Zebra", text.as_bytes()), "{text}");
        }
        assert!(!holds("AB CD", b"abcd"));
        assert!(holds("Zebra", b"zebras") && holds("Zebra", b"(zebra)") && holds("C++", b"I like c++.") && !holds("C++", b"cats"));
        assert!(holds("R&D", b"our R&amp;D lab"));
        assert!(holds("\u{30bc}\u{30d6}\u{30e9}", "x \u{30bc}\u{30d6}\u{30e9}".as_bytes()));
    }

    #[test]
    fn places_are_those_of_the_text_as_it_is_written() {
        let forbidden = Forbidden::new(&["  ".into(), "-".into(), "z\u{e9}bra".into()]);
        let text = "\u{dc}ber ZEBRA, Z\u{e9}bras and megazebra";
        let found: Vec<&str> = forbidden.places(0, text).into_iter().map(|range| &text[range]).collect();
        assert_eq!(found, ["ZEBRA", "Z\u{e9}bra"]);
        assert_eq!(forbidden.term(0), "z\u{e9}bra");
    }
}
