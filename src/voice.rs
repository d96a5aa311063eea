//! Whose words a sentence holds: what others said is not the teller's, and a bullet point that drops its subject is.

use crate::phrase::{Phrases, Word};
use crate::prose::List;
use std::borrow::Cow;
use std::ops::Range;

/// Bytes after which an opening quotation mark is taken for a slip of the hand.
const LONGEST_QUOTATION: usize = 600;

/// A text with everything in quotation marks blanked out, byte for byte as long.
pub fn unquoted(text: &str) -> Cow<'_, str> {
    let mut parts: Vec<Range<usize>> = Vec::new();
    let mut rest = 0;
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        // The quotation marks of other scripts start with these bytes.
        if at < rest || !matches!(byte, b'"' | b'\'' | 0xc2 | 0xe2) {
            continue;
        }
        let mark = text[at..].chars().next().unwrap_or(' ');
        let inside = at + mark.len_utf8();
        let opens = text[..at].chars().next_back().is_none_or(|before| !before.is_alphanumeric());
        let near = || &text[inside..boundary(text, inside + if matches!(mark, '\'' | '\u{2018}') { LONGEST_QUOTATION / 4 } else { LONGEST_QUOTATION })];
        let end = match mark {
            '"' if opens => near().find('"'),
            '\u{201c}' => near().find(['\u{201d}', '"']),
            '\u{201e}' => near().find(['\u{201c}', '\u{201d}']),
            '\u{ab}' => near().find('\u{bb}'),
            '\'' | '\u{2018}' if opens => closing_single(near(), if mark == '\'' { '\'' } else { '\u{2019}' }),
            _ => None,
        };
        if let Some(end) = end {
            parts.push(inside..inside + end);
            rest = boundary(text, inside + end + 1);
        }
    }
    if parts.is_empty() { Cow::Borrowed(text) } else { Cow::Owned(blanked(text, &parts)) }
}

/// The first place from `at` on where a character starts or the text ends.
fn boundary(text: &str, at: usize) -> usize {
    (at..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
}

/// A single quotation mark closes where no letter follows it and no space stands before it; others are apostrophes.
fn closing_single(text: &str, mark: char) -> Option<usize> {
    text.match_indices(mark).map(|(at, _)| at).find(|at| {
        let before = text[..*at].chars().next_back();
        let after = text[at + mark.len_utf8()..].chars().next();
        before.is_some_and(|c| !c.is_whitespace() && c != 's' || c == 's' && text[*at..].matches(mark).count() == 1)
            && after.is_none_or(|c| !c.is_alphanumeric())
            && text[..*at].contains(' ')
    })
}

/// The words of a sentence without what others said or thought, in quotation marks or not; nothing where nobody else speaks in it.
pub fn own<'t>(words: &[Word<'t>]) -> Option<Vec<Word<'t>>> {
    let verb = |from: usize| (from..words.len()).find(|at| says(words, *at));
    let mut own = Vec::new();
    let (mut kept, mut from) = (0, 0);
    while let Some(verb) = verb(from) {
        let end = clause_end(words, verb + 1);
        if end > verb + 1 {
            own.extend_from_slice(&words[kept..=verb]);
            kept = end;
        }
        from = end.max(verb + 1);
    }
    if kept == 0 {
        return None;
    }
    own.extend_from_slice(&words[kept..]);
    Some(own)
}

fn blanked(text: &str, parts: &[Range<usize>]) -> String {
    let mut blanked = String::with_capacity(text.len());
    let mut done = 0;
    for part in parts {
        blanked.push_str(&text[done..part.start]);
        blanked.extend(std::iter::repeat_n(' ', part.len()));
        done = part.end;
    }
    blanked.push_str(&text[done..]);
    blanked
}

static SAYING: Phrases = Phrases::new(&[
    "considered",
    "described",
    "rated",
    "said",
    "says",
    "told",
    "asked",
    "argued",
    "insisted",
    "replied",
    "wrote",
    "complained",
    "warned",
    "claimed",
    "explained",
    "announced",
    "objected",
    "suggested",
    "feared",
    "worried",
    "believed",
    "thought",
    "felt",
    "wanted",
    "demanded",
    "proposed",
    "admitted",
    "joked",
    "commented",
    "noted",
    "mentioned",
    "recommended",
    "promised",
    "assumed",
    "doubted",
    "hoped",
    "expected",
    "preferred",
    "answered",
    "agreed",
    "stated",
    "reported",
    "decided",
]);

/// Whether word `at` is somebody else's saying or thinking.
fn says(words: &[Word], at: usize) -> bool {
    let calls = words[at].lower == "called" && words.get(at + 1).is_some_and(|next| matches!(next.lower.as_str(), "it" | "this" | "that" | "our" | "my"));
    if !calls && SAYING.starts(words, at).is_none() {
        return false;
    }
    let adverb = |word: &Word| {
        word.lower.ends_with("ly")
            || matches!(
                word.lower.as_str(),
                "also" | "then" | "later" | "even" | "never" | "had" | "have" | "has" | "always" | "first" | "just" | "who" | "often"
            )
    };
    let subject = words[..at].iter().rev().find(|word| !adverb(word));
    match subject.map(|word| word.lower.as_str()) {
        // Without a subject the teller speaks, and in a passive somebody unnamed does.
        None | Some("i" | "we" | "and" | "to" | "or" | "not" | "didn't") => false,
        Some("was" | "were" | "been" | "got") => matches!(words[at].lower.as_str(), "told" | "warned" | "promised"),
        Some(_) => words[..at].last().is_none_or(|before| !before.pause),
    }
}

/// The number of the word after the clause that starts at word `from`.
fn clause_end(words: &[Word], from: usize) -> usize {
    (from..words.len())
        .find(|at| {
            let before = *at > from && words[at - 1].pause;
            before
                && matches!(
                    words[*at].lower.as_str(),
                    "so" | "but" | "and" | "then" | "which" | "yet" | "i" | "we" | "while" | "until" | "because" | "therefore" | "after" | "my"
                )
        })
        .unwrap_or(words.len())
}

/// How often a text says "we" and how often "I".
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Persons {
    /// "we", "us", "ourselves".
    pub we: usize,
    /// "our", "ours".
    pub our: usize,
    /// "I", "me", "my", "mine", "myself", and subjects that were dropped.
    pub i: usize,
    /// Where the first "we" or "our" stands.
    pub first: Option<Range<usize>>,
}

impl Persons {
    /// Counts the persons of a sentence that is the teller's own as well. `start`: where the sentence starts in its text; `item`: it is a bullet point.
    pub fn count(&mut self, sentence: &str, words: &[Word], start: usize, item: bool) {
        for word in words.iter().filter(|word| word.range.len() < 16) {
            let stem = word.lower.split('\'').next().unwrap_or("");
            let plural = match stem {
                "we" | "ourselves" => &mut self.we,
                "us" if !sentence[word.range.clone()].starts_with("US") => &mut self.we,
                "our" | "ours" => &mut self.our,
                "i" | "me" | "my" | "mine" | "myself" | "im" | "ive" => {
                    self.i += 1;
                    continue;
                }
                _ => continue,
            };
            *plural += 1;
            self.first.get_or_insert(start + word.range.start..start + word.range.end);
        }
        self.i += usize::from(drops_subject(words, item));
    }
}

/// Past tenses that do not end in `ed`.
static IRREGULAR: List = List::new(
    "built wrote led ran made set took found met drove got went held gave kept brought taught spoke put cut chose began sat did had sent came drew split rewrote spent told saw sold bought caught dug fought hit left lost paid read rebuilt stood tore thought won shut broke",
);

/// Words that open a sentence whose subject is named.
static SUBJECTS: List = List::new(
    "i we they he she it you our the a an this that these those their his her my there everyone everybody nobody people each every all some both one its who what us",
);

/// Whether a sentence leaves its subject out, as notes do: "Wrote to each team." In bullet points any verb may stand first.
pub fn drops_subject(words: &[Word], item: bool) -> bool {
    let lead = |word: &Word| {
        matches!(word.lower.as_str(), "then" | "also" | "first" | "next" | "finally" | "and" | "so" | "later" | "second" | "third")
            || word.lower.ends_with("ly")
    };
    let Some(start) = words.iter().position(|word| !lead(word)) else { return false };
    let first = words[start].lower.as_str();
    // "Based on this, we ..." and "Asked why, I ..." name their subject after the comma.
    let named = words.windows(2).skip(start).any(|pair| pair[0].pause && matches!(pair[1].lower.as_str(), "i" | "we" | "they" | "he" | "she" | "it"));
    let past = first.ends_with("ed") && first.len() > 3 && !matches!(first, "need" | "based" | "compared" | "indeed") || IRREGULAR.has(first);
    if past {
        return !(named && first.ends_with("ed"));
    }
    let early =
        words[start..].iter().take(4).any(|word| matches!(word.lower.split('\'').next(), Some("i" | "we" | "they" | "he" | "she" | "it" | "you" | "our")));
    item && words.len() - start > 1 && !SUBJECTS.has(first) && !early && !named
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{phrase, prose};

    #[test]
    fn other_peoples_words_are_not_the_tellers() {
        let of = |text: &str| {
            let text = unquoted(text);
            let mut persons = Persons::default();
            for (range, sentence) in prose::sentences(&text) {
                let words = phrase::words(sentence);
                persons.count(sentence, own(&words).as_deref().unwrap_or(&words), range.start, false);
            }
            persons
        };
        assert_eq!(of("She said \u{201c}we are late, we know\u{201d} and I nodded.").we, 0);
        assert_eq!(of("My manager said we should wait, so I wrote to him.").we, 0);
        assert_eq!(of("I told them that we would wait.").we, 1);
        assert_eq!(of("We worked in the US for our client.").we, 1);
        assert_eq!(of("The customers' data was ours and the team's.").our, 1);
        assert_eq!(of("He asked 'can we go?' and I said 'yes we can'.").we, 0);
    }

    #[test]
    fn quotations_are_blanked_byte_for_byte() {
        for text in ["\u{201c}\u{e4}\u{201d} b", "a \"b", "\u{201e}x\u{201c} y", "it's 'so' \u{ab}\u{e9}\u{bb}", "'", "\u{2018}a b\u{2019}"] {
            assert_eq!(unquoted(text).len(), text.len(), "{text}");
        }
    }

    #[test]
    fn dropped_subjects_are_seen() {
        let drops = |text: &str, item| drops_subject(&phrase::words(text), item);
        assert!(drops("Wrote to each team.", false));
        assert!(drops("Then reviewed the logs.", false));
        assert!(drops("Review the logs with the team.", true));
        assert!(!drops("Based on this, we moved on.", false));
        assert!(!drops("The team reviewed the logs.", true));
        assert!(!drops("Together we wrote it.", true));
    }
}
