//! Replacing terms: the exact spelling, the longest term first where several begin at one place, in one pass, so that what stands in for a term is
//! never replaced again.
//!
//! Between the words of a term any run of spaces and line ends counts as one space. In ids and names of files a term is also found in the form that
//! such names have: `Project Zebra` in `project-zebra-launch`.

use super::encoding::Encoding;
use crate::prose;
use pulldown_cmark_escape::escape_html;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

/// The terms that a public build replaces.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Redaction {
    /// Longest first.
    terms: Vec<Term>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Term {
    text: String,
    with: String,
    /// Its words as ids have them.
    words: Vec<String>,
    /// What stands in for it in an id.
    id: String,
}

/// A place of a text that is replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit<'r> {
    /// Bytes of the text.
    pub range: Range<usize>,
    /// What takes their place.
    pub with: &'r str,
}

impl Redaction {
    /// The redaction that `[publish] redact` describes: each term with what stands in for it.
    pub fn new(terms: &BTreeMap<String, String>) -> Self {
        let term = |(text, with): (&String, &String)| {
            let words = prose::kebab(text).split('-').filter(|word| !word.is_empty()).map(str::to_string).collect();
            Term { text: text.trim().to_string(), with: with.clone(), words, id: prose::kebab(with) }
        };
        let mut terms: Vec<Term> = terms.iter().map(term).filter(|term| !term.text.is_empty()).collect();
        terms.sort_by_key(|term| std::cmp::Reverse(term.text.chars().count()));
        Self { terms }
    }

    /// Whether nothing is replaced.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    /// What is replaced in a text, in order.
    pub fn edits(&self, text: &str) -> Vec<Edit<'_>> {
        self.found(text).into_iter().map(|(range, term)| Edit { range, with: &term.with }).collect()
    }

    fn found(&self, text: &str) -> Vec<(Range<usize>, &Term)> {
        let mut begins = [false; 256];
        self.terms.iter().for_each(|term| begins[usize::from(term.text.as_bytes()[0])] = true);
        let mut found = Vec::new();
        let mut at = 0;
        while !self.terms.is_empty() && at < text.len() {
            // No letter begins with a byte that stands within another.
            let term = begins[usize::from(text.as_bytes()[at])].then(|| self.terms.iter().find_map(|term| Some((term, starts(&text[at..], &term.text)?))));
            match term.flatten() {
                Some((term, length)) => {
                    found.push((at..at + length, term));
                    at += length;
                }
                None => at += 1,
            }
        }
        found
    }

    /// A text with its terms replaced.
    pub fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        replaced(text, &self.edits(text))
    }

    /// A name of a file, or a text that an id is made of, with its terms replaced: as they are spelled, and elsewhere word by word in small letters.
    pub fn name(&self, name: &str) -> String {
        // What stands in for a term may hold what separates folders, which a name does not.
        let spelled: Vec<(Range<usize>, String)> = self.edits(name).into_iter().map(|edit| (edit.range, edit.with.replace(['/', '\\', ':'], "-"))).collect();
        let mut edits: Vec<Edit> = Vec::new();
        let mut done = 0;
        for (range, with) in &spelled {
            edits.extend(self.words_in(name, done..range.start));
            edits.push(Edit { range: range.clone(), with });
            done = range.end;
        }
        edits.extend(self.words_in(name, done..name.len()));
        replaced(name, &edits).into_owned()
    }

    /// Terms in a part of a name, word by word.
    fn words_in(&self, name: &str, part: Range<usize>) -> Vec<Edit<'_>> {
        let words: Vec<(Range<usize>, String)> = words(&name[part.clone()])
            .map(|word| part.start + word.start..part.start + word.end)
            .map(|word| (word.clone(), name[word].to_lowercase()))
            .collect();
        let mut edits = Vec::new();
        let mut at = 0;
        while at < words.len() {
            let here = |term: &&Term| {
                let mut wanted = term.words.iter().zip(&words[at..]);
                !term.words.is_empty() && words.len() - at >= term.words.len() && wanted.all(|(wanted, (_, word))| wanted == word)
            };
            match self.terms.iter().find(here) {
                Some(term) => {
                    edits.push(Edit { range: words[at].0.start..words[at + term.words.len() - 1].0.end, with: &term.id });
                    at += term.words.len();
                }
                None => at += 1,
            }
        }
        edits
    }

    /// A path with `/`, each of its parts as [`Redaction::name`] has it. A part that would be nothing is called `redacted`.
    pub fn path(&self, path: &str) -> String {
        let part = |part: &str| {
            let (stem, ending) = part.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).map_or((part, ""), |(stem, _)| (stem, &part[stem.len()..]));
            let name = self.name(stem);
            let name = if name.trim().is_empty() && !stem.is_empty() { "redacted" } else { name.trim() };
            format!("{name}{}", self.name(ending))
        };
        if self.is_empty() { path.to_string() } else { path.split('/').map(part).collect::<Vec<_>>().join("/") }
    }

    /// The bytes of a file that is copied: where they are text, its terms are replaced, also as HTML spells them. Text of another encoding than UTF-8 is
    /// changed in its own. Files that are no text, or whose encoding lacks a letter of what takes a term's place, stay as they are, and
    /// [`Redaction::left`] tells of their terms.
    pub fn bytes(&self, bytes: Vec<u8>) -> Vec<u8> {
        if self.is_empty() {
            return bytes;
        }
        let redaction = self.with_markup();
        match std::str::from_utf8(&bytes) {
            // With zeros it may be UTF-16, and is no other encoding.
            Ok(text) if !bytes.contains(&0) || Encoding::of(&bytes).is_none() => redaction.text(text).into_owned().into_bytes(),
            _ => redaction.in_other_text(&bytes).unwrap_or(bytes),
        }
    }

    /// The changed bytes of a text that is not UTF-8; nothing where they stay or cannot be changed.
    fn in_other_text(&self, bytes: &[u8]) -> Option<Vec<u8>> {
        match Encoding::of(bytes)? {
            Encoding::Utf8 => {
                let chunk = |chunk: std::str::Utf8Chunk| [self.text(chunk.valid()).as_bytes(), chunk.invalid()].concat();
                Some(bytes.utf8_chunks().flat_map(chunk).collect())
            }
            encoding => match self.text(&encoding.strict(bytes)?) {
                Cow::Borrowed(_) => None,
                Cow::Owned(text) => encoding.bytes(&text),
            },
        }
    }

    /// A term that [`Redaction::bytes`] could not replace. In a file that is no text, any few letters stand somewhere by chance, so a term counts there
    /// where it is all that stands between two zeros, and as a word among eight letters or more that can be read.
    pub fn left(&self, bytes: &[u8]) -> Option<&str> {
        let plain = std::str::from_utf8(bytes).is_ok() && !bytes.contains(&0);
        if plain || self.is_empty() {
            return None;
        }
        match Encoding::of(bytes) {
            // Spelled as in windows-1252 among UTF-8.
            Some(Encoding::Utf8) => self.spelled(bytes, &[Encoding::Windows1252], |term| !term.text.is_ascii()),
            Some(Encoding::Windows1252) => {
                let markup = self.with_markup();
                let text = Encoding::Windows1252.lossy(bytes);
                let (_, term) = markup.found(&text).into_iter().find(|(_, term)| Encoding::Windows1252.bytes(&term.with).is_none())?;
                let written = |known: &&Term| known.text == term.text || escaped(&known.text) == term.text;
                self.terms.iter().find(written).map(|term| term.text.as_str())
            }
            // It has every letter; a file that is no text may look like it.
            Some(Encoding::Utf16Le | Encoding::Utf16Be) => self.spelled(bytes, &[Encoding::Utf8, Encoding::Windows1252], |_| true),
            // As UTF-8 its terms were replaced.
            None if std::str::from_utf8(bytes).is_ok() => self.spelled(bytes, &[Encoding::Utf16Le, Encoding::Utf16Be], |_| true),
            None => self.spelled(bytes, &[Encoding::Utf8, Encoding::Windows1252, Encoding::Utf16Le, Encoding::Utf16Be], |_| true),
        }
    }

    /// A term that stands among bytes in one of these encodings.
    fn spelled<'t>(&'t self, bytes: &[u8], encodings: &[Encoding], counts: impl Fn(&Term) -> bool) -> Option<&'t str> {
        let spellings = |term: &'t Term| encodings.iter().filter_map(move |encoding: &Encoding| Some((term, *encoding, encoding.bytes(&term.text)?)));
        let wanted: Vec<(&Term, Encoding, Vec<u8>)> = self.terms.iter().filter(|term| counts(term)).flat_map(spellings).collect();
        let mut begins = [false; 256];
        wanted.iter().for_each(|(_, _, spelled)| begins[usize::from(spelled[0])] = true);
        (0..bytes.len()).filter(|at| begins[usize::from(bytes[*at])]).find_map(|at| {
            let stands =
                |(_, encoding, spelled): &&(&Term, Encoding, Vec<u8>)| bytes[at..].starts_with(spelled) && is_word(bytes, at..at + spelled.len(), *encoding);
            wanted.iter().find(stands).map(|(term, ..)| term.text.as_str())
        })
    }

    /// A template with its terms replaced where it is text, not where it speaks to the template engine.
    pub fn template(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            let close = match rest.as_bytes().get(open + 1) {
                Some(b'{') => "}}",
                Some(b'%') => "%}",
                Some(b'#') => "#}",
                _ => "{",
            };
            let end = rest[open + 1..].find(close).map_or(rest.len(), |end| open + 1 + end + close.len());
            let end = if close == "{" { open + 1 } else { end };
            out.push_str(&self.text(&rest[..open]));
            out.push_str(&rest[open..end]);
            rest = &rest[end..];
        }
        out.push_str(&self.text(rest));
        out
    }

    /// The same terms, and as HTML spells those that hold what it escapes.
    fn with_markup(&self) -> Self {
        let mut terms = self.terms.clone();
        let escapes = self.terms.iter().map(|term| Term { text: escaped(&term.text), with: escaped(&term.with), ..term.clone() });
        terms.extend(escapes.filter(|term| self.terms.iter().all(|known| known.text != term.text)));
        terms.sort_by_key(|term| std::cmp::Reverse(term.text.chars().count()));
        Self { terms }
    }
}

/// A text as HTML spells it.
fn escaped(text: &str) -> String {
    let mut html = String::new();
    escape_html(&mut html, text).expect("strings take any text");
    html
}

/// Whether what stands there in a file that is no text is a word of its own, and none that stands there by chance.
fn is_word(bytes: &[u8], term: Range<usize>, encoding: Encoding) -> bool {
    let width = encoding.width();
    let letter = |unit: &[u8]| encoding.lossy(unit).chars().next().unwrap_or('\0');
    let readable = |c: &char| matches!(c, ' '..='~') || !c.is_ascii() && c.is_alphanumeric();
    let before = || bytes[..term.start].rchunks_exact(width).map(letter);
    let after = || bytes[term.end..].chunks_exact(width).map(letter);
    let letters = before().take(8).take_while(readable).count() + after().take(8).take_while(readable).count();
    let alone = before().next().is_none_or(|c| c == '\0') && after().next().is_none_or(|c| c == '\0');
    let inside = before().next().is_some_and(|c| c.is_ascii_alphanumeric());
    !inside && (alone || term.len() / width + letters >= 8)
}

/// Applies edits, which are in order and do not overlap.
fn replaced<'t>(text: &'t str, edits: &[Edit]) -> Cow<'t, str> {
    if edits.is_empty() {
        return text.into();
    }
    let mut out = String::with_capacity(text.len());
    let mut done = 0;
    for edit in edits {
        out.push_str(&text[done..edit.range.start]);
        out.push_str(edit.with);
        done = edit.range.end;
    }
    out.push_str(&text[done..]);
    out.into()
}

/// How many bytes of a text its beginning takes, where it is this term.
fn starts(text: &str, term: &str) -> Option<usize> {
    let mut rest = text;
    let mut letters = term.chars().peekable();
    while let Some(letter) = letters.next() {
        if letter.is_whitespace() {
            while letters.next_if(|next| next.is_whitespace()).is_some() {}
            rest = rest.strip_prefix(char::is_whitespace)?.trim_start();
        } else {
            rest = rest.strip_prefix(letter)?;
        }
    }
    Some(text.len() - rest.len())
}

/// Runs of letters and digits.
fn words(name: &str) -> impl Iterator<Item = Range<usize>> {
    let mut from = 0;
    std::iter::from_fn(move || {
        let start = from + name[from..].find(prose::is_name)?;
        let end = name[start..].find(|c| !prose::is_name(c)).map_or(name.len(), |length| start + length);
        from = end;
        Some(start..end)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn redaction(terms: &[(&str, &str)]) -> Redaction {
        Redaction::new(&terms.iter().map(|(term, with)| (term.to_string(), with.to_string())).collect())
    }

    #[test]
    fn files_of_other_encodings_are_text_unless_they_hold_zero_bytes() {
        let redaction = redaction(&[("NAC", "RC"), ("Zebra", "animal")]);
        assert_eq!(redaction.bytes(b"caf\xe9 NAC, Zebra".to_vec()), b"caf\xe9 RC, animal");
        for bytes in [&b"\xff\0NAC\0"[..], b"\x89PNG\0Comment\0by the NAC team", b"\0\xffcalled Zebra\xff"] {
            assert_eq!(redaction.bytes(bytes.to_vec()), bytes, "it would break");
            assert!(redaction.left(bytes).is_some(), "{bytes:?}");
        }
        for bytes in [&b"caf\xe9 NAC"[..], b"NAC\0", b"\0\xff\x01NAC\x02", b"\0\xffuNACy is a word", b"\0\xff no term"] {
            assert_eq!(redaction.left(bytes), None, "{bytes:?}");
        }
    }

    #[test]
    fn texts_of_other_encodings_are_changed_in_their_own() {
        let redaction = redaction(&[("Project Zebra", "a tool"), ("M\u{fc}ller", "J\u{f6}rg"), ("R&D", "research"), ("\u{41f}\u{440}\u{43e}", "x")]);
        for (text, expected) in [
            (&b"caf\xe9 Project\r\n  Zebra"[..], &b"caf\xe9 a tool"[..]),
            (b"Herr M\xfcller, R&amp;D, R&D", b"Herr J\xf6rg, research, research"),
            (b"M\xc3\xbcller and \xff Project Zebra", b"J\xc3\xb6rg and \xff a tool"),
        ] {
            assert_eq!(redaction.bytes(text.to_vec()), expected, "{text:?}");
            assert_eq!(redaction.left(expected), None, "{expected:?}");
        }
        for mark in ["", "\u{feff}"] {
            for order in [u16::to_le_bytes, u16::to_be_bytes] {
                let bytes = |text: &str| -> Vec<u8> { format!("{mark}{text}").encode_utf16().flat_map(order).collect() };
                let (text, expected) = ("Of Project\r\nZebra, M\u{fc}ller, R&amp;D and \u{41f}\u{440}\u{43e}.", "Of a tool, J\u{f6}rg, research and x.");
                assert_eq!(redaction.bytes(bytes(text)), bytes(expected));
                assert_eq!(redaction.left(&bytes(expected)), None);
            }
        }
    }

    #[test]
    fn what_cannot_be_changed_is_told() {
        let redaction = redaction(&[("NAC", "\u{43f}"), ("M\u{fc}ller", "x"), ("R&D", "\u{43f}")]);
        let utf16: Vec<u8> = "\u{feff}by the NAC".encode_utf16().flat_map(u16::to_le_bytes).collect();
        for (bytes, term) in [
            (b"caf\xe9 NAC".to_vec(), "NAC"),
            (b"caf\xe9 R&amp;D".to_vec(), "R&D"),
            (b"\xc3\xa9 Herr M\xfcller".to_vec(), "M\u{fc}ller"),
            (b"\0\x01\xff Herr M\xfcller \0".to_vec(), "M\u{fc}ller"),
            ([&utf16[..], b"x"].concat(), "NAC"),
            ([b"\0\xff\x01\0\0\0", &utf16[2..], b"\0\0"].concat(), "NAC"),
        ] {
            assert_eq!(redaction.bytes(bytes.clone()), bytes, "{bytes:?}");
            assert_eq!(redaction.left(&bytes), Some(term), "{bytes:?}");
        }
    }

    #[test]
    fn the_longest_term_counts_and_nothing_is_replaced_twice() {
        let redaction = redaction(&[("NAC", "the risk check"), ("NAC team", "my team"), ("risk", "NAC"), ("R&D", "research")]);
        assert_eq!(redaction.text("NAC, the NAC\n  team, a risk"), "the risk check, the my team, a NAC");
        assert_eq!(redaction.text("nac and Nac"), "nac and Nac");
        assert_eq!(redaction.text("uNACy"), "uthe risk checky");
        assert!(matches!(redaction.text("nothing"), Cow::Borrowed(_)));
        assert_eq!(redaction.bytes(b"R&amp;D and R&D".to_vec()), b"research and research");
        assert_eq!(redaction.bytes(b"\xffNAC".to_vec()), b"\xffthe risk check");
    }

    #[test]
    fn templates_keep_what_speaks_to_the_engine() {
        let redaction = redaction(&[("NAC", "x")]);
        assert_eq!(
            redaction.template("NAC {{ NAC }} { NAC } {% if NAC %}NAC{% endif %}{# NAC #} NAC {{ NAC"),
            "x {{ NAC }} { x } {% if NAC %}x{% endif %}{# NAC #} x {{ NAC"
        );
    }

    #[test]
    fn names_are_replaced_word_by_word() {
        let redaction = redaction(&[("Project Zebra", "a/b project"), ("NAC", "risk check"), ("Gone", "")]);
        assert_eq!(redaction.name("project-zebra-launch"), "a-b-project-launch");
        assert_eq!(redaction.name("my-nac-2"), "my-risk-check-2");
        assert_eq!(redaction.name("nacho"), "nacho");
        assert_eq!(redaction.name("NAC of project zebra, NACs"), "risk check of a-b-project, risk checks");
        assert_eq!(redaction.path("img/NAC plan.png"), "img/risk check plan.png");
        assert_eq!(redaction.path("img/project_zebra/gone.png"), "img/a-b-project/redacted.png");
    }
}
