//! What is a question that interviewers ask, and what a heading says besides its words: numbers, marks, quotes.

use crate::parse::outline::{is_invisible, plain};
use crate::prose;

/// Ways in which interviewers begin, that begin little else.
const STRONG: [&str; 78] = [
    "tell me about",
    "tell us about",
    "tell me how",
    "tell me of",
    "describe a",
    "describe an",
    "describe your",
    "describe how you",
    "describe the most",
    "describe one",
    "describe when",
    "describe for me",
    "give me an example",
    "give us an example",
    "give an example of",
    "provide an example",
    "share an example",
    "share a time",
    "share an experience",
    "share with",
    "recall a",
    "recall an",
    "think of a time",
    "think about a time",
    "talk about a time",
    "talk me through",
    "walk me through",
    "have you ever",
    "can you tell",
    "can you share",
    "can you describe",
    "can you give",
    "can you walk",
    "can you recall",
    "could you tell",
    "could you describe",
    "could you share",
    "how do you handle",
    "how do you deal",
    "how do you stay",
    "how do you prioritize",
    "where do you see yourself",
    "why do you want",
    "why should we hire",
    "name a time",
    "explain a time",
    "a time when you",
    "an example of a time",
    // The same in other languages, without accents.
    "erzahlen sie",
    "erzahl mir",
    "erzahle",
    "beschreiben sie",
    "beschreibe eine",
    "nennen sie",
    "schildern sie",
    "parlez moi",
    "parle moi",
    "racontez",
    "decrivez",
    "donnez moi un exemple",
    "cuenteme",
    "cuentame",
    "cuentanos",
    "hableme",
    "hablame",
    "describa",
    "describeme",
    "deme un ejemplo",
    "dame un ejemplo",
    "fale me",
    "fale sobre",
    "conte me",
    "descreva",
    "mi parli",
    "mi racconti",
    "descriva",
    "vertel",
    "beschrijf",
];

/// Ways to begin that also begin other sentences.
const WEAK: [&str; 30] = [
    "how do you",
    "how did you",
    "how have you",
    "how would you",
    "what is your",
    "what are your",
    "what s your",
    "whats your",
    "what would you",
    "what do you",
    "what did you",
    "what was your",
    "what was the",
    "what is the most",
    "why do you",
    "why did you",
    "why are you",
    "why this",
    "when have you",
    "when did you",
    "when was the last time",
    "explain a",
    "explain how you",
    "discuss a",
    "describe",
    "share",
    "what makes you",
    "who is your",
    "are you",
    "do you",
];

/// Whether a text, as it is said, is a question that interviewers ask. `expected` where the notes say that questions stand here.
pub fn is_question(text: &str, expected: bool) -> bool {
    let text = unquoted(text);
    let bare = prose::bare(text);
    let words = bare.split(' ').count();
    if words < 2 || text.len() > 900 {
        return false;
    }
    let begins = |list: &[&str]| list.iter().any(|start| bare.strip_prefix(start).is_some_and(|rest| rest.is_empty() || rest.starts_with(' ')));
    let asks = text.trim_end_matches(['"', '\u{201d}', '*', '_', ')', '.', ' ']).ends_with(['?', '\u{ff1f}']);
    if is_guide(&bare) && !begins(&STRONG) {
        return false;
    }
    begins(&STRONG) && words > 3 || expected && (asks || begins(&WEAK) && words > 3)
}

/// Words by which a question is asked of somebody.
const YOU: [&str; 21] = [
    "you", "your", "yourself", "sie", "ihr", "ihre", "ihren", "ihnen", "du", "dir", "vous", "votre", "vos", "usted", "su", "sus", "te", "tu", "voce", "lei",
    "jij",
];

/// Whether a text asks for a story, in words that stand in none: "Tell me about a time ...".
pub fn asks_for_story(text: &str) -> bool {
    let bare = prose::bare(unquoted(text));
    is_question(text, false)
        && (text.trim_end().ends_with('?') || ["time", "example", "situation", "project"].iter().any(|word| bare.split(' ').any(|own| own == *word)))
}

/// Whether a heading is a question, which headings rarely are by chance.
pub fn is_question_heading(text: &str, expected: bool) -> bool {
    if is_question(text, expected) {
        return true;
    }
    let bare = prose::bare(unquoted(text));
    let asks = unquoted(text).trim_end().ends_with(['?', '\u{ff1f}']);
    let theirs = bare.split(' ').any(|word| YOU.contains(&word)) || bare.starts_with("why ");
    asks && theirs && !is_guide(&bare)
}

/// Whether a question is about interviews and answers themselves.
fn is_guide(bare: &str) -> bool {
    bare.split(' ').any(|word| matches!(word, "star" | "method" | "technique" | "interviewer" | "interviewers" | "guide" | "document" | "template"))
}

/// A heading's or item's text as it is said, taken apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Title {
    /// What it says.
    pub text: String,
    /// A sign before it, such as `$` or a star.
    pub mark: Option<String>,
    /// What was taken off: a number, `Q:`, `Question 3:`.
    pub taken: String,
}

/// Words before a colon that only say what kind of thing follows.
const KINDS: [&str; 17] = [
    "sample question",
    "example question",
    "practice question",
    "interview question",
    "behavioral question",
    "behavioural question",
    "frage",
    "q",
    "question",
    "story",
    "title",
    "example",
    "lp",
    "principle",
    "leadership principle",
    "scenario question",
    "competency",
];

/// Takes a title apart.
pub fn title(written: &str) -> Title {
    let said = plain(written);
    let mut text = said.trim_matches(|c: char| c.is_whitespace() || is_invisible(c));
    let mut title = Title::default();
    for task in ["[ ] ", "[x] ", "[X] "] {
        if let Some(rest) = text.strip_prefix(task) {
            title.taken.push_str(task);
            text = rest.trim_start();
        }
    }
    for _ in 0..4 {
        let before = text;
        if let Some(rest) = numbered(text).or_else(|| of_kind(text)) {
            // A sign before `Q:` is no mark of the question.
            title.mark = title.mark.filter(|_| numbered(text).is_some());
            title.taken.push_str(&text[..text.len() - rest.len()]);
            title.taken.push(' ');
            text = rest;
        } else if let Some((mark, rest)) = marked(text) {
            title.mark.get_or_insert(mark.to_string());
            text = rest;
        }
        if before == text {
            break;
        }
    }
    // A sign behind the words is one too: `Ownership ★`.
    let end = text.trim_end_matches(|c: char| is_sign(c) && !c.is_ascii() || c.is_whitespace() || is_invisible(c));
    if end.len() < text.len() && !end.is_empty() {
        let sign = text[end.len()..].trim();
        if !sign.is_empty() {
            title.mark.get_or_insert(sign.to_string());
        }
        text = end;
    }
    title.text = unquoted(text).trim_end_matches(|c: char| c == ':' || c.is_whitespace()).to_string();
    title
}

/// A text behind its number: `3. Text`, `3) Text`, `#3 Text`, `1.2 Text`.
fn numbered(text: &str) -> Option<&str> {
    // A number on a key: `1\u{fe0f}\u{20e3}`.
    if let Some((number, rest)) = text.split_once('\u{20e3}')
        && number.len() <= 8
        && number.chars().all(|c| c.is_ascii_digit() || is_invisible(c))
    {
        return Some(rest.trim_start()).filter(|rest| !rest.is_empty());
    }
    let hash = text.strip_prefix('#').unwrap_or(text);
    let digits = hash.find(|c: char| !(c.is_ascii_digit() || c == '.' && hash.starts_with(|c: char| c.is_ascii_digit()))).unwrap_or(hash.len());
    let number = hash[..digits].trim_end_matches('.');
    if number.is_empty() || number.len() > 6 || digits == hash.len() {
        return None;
    }
    let rest = &hash[digits..];
    let marked = hash[..digits].ends_with('.') || hash.len() < text.len() || number.contains('.');
    let after = rest
        .strip_prefix([')', ':', ']'])
        .or_else(|| rest.strip_prefix(" - "))
        .or_else(|| rest.strip_prefix(" \u{2013} "))
        .or_else(|| marked.then_some(rest))?;
    after.starts_with(|c: char| c.is_whitespace() || !c.is_ascii_digit()).then(|| after.trim_start()).filter(|rest| !rest.is_empty())
}

/// A text behind a word that says what it is: `Q: Text`, `Question 3: Text`, `LP 4 - Text`.
fn of_kind(text: &str) -> Option<&str> {
    let at = [": ", ":", " - ", " \u{2013} ", " \u{2014} ", ". "].iter().filter_map(|mark| text.find(mark).map(|at| (at, mark.len()))).min()?;
    let word = text[..at.0].trim_end_matches(|c: char| c.is_ascii_digit() || c == '#' || c == ' ');
    let rest = text[at.0 + at.1..].trim_start();
    let numbered = word.len() < at.0;
    let kind = KINDS.contains(&prose::bare(word).as_str());
    (at.0 < 40 && kind && !rest.is_empty() && (text[at.0..].starts_with(':') || numbered || word.len() > 2)).then_some(rest)
}

/// A sign with a space behind it, and what follows.
fn marked(text: &str) -> Option<(&str, &str)> {
    let end = text.find(|c: char| c.is_whitespace() || c.is_alphanumeric()).filter(|end| *end > 0)?;
    let (mark, rest) = text.split_at(end);
    let sign = mark.chars().all(|c| is_sign(c) || is_invisible(c)) && mark.chars().count() <= 6;
    // An emoji needs no space behind it.
    (sign && (rest.starts_with(char::is_whitespace) || !mark.is_ascii())).then(|| (mark, rest.trim_start())).filter(|(_, rest)| !rest.is_empty())
}

fn is_sign(c: char) -> bool {
    if c.is_ascii() {
        return matches!(c, '$' | '!' | '?' | '@' | '%' | '^' | '&' | '=' | '~' | '+' | '*');
    }
    !c.is_alphanumeric()
        && !c.is_whitespace()
        && !matches!(c, '\u{201c}' | '\u{201d}' | '\u{2018}' | '\u{2019}' | '\u{ab}' | '\u{bb}' | '\u{bf}' | '\u{a1}' | '\u{2014}' | '\u{2013}' | '\u{2026}')
}

/// A text without the quotation marks around all of it.
pub fn unquoted(text: &str) -> &str {
    let text = text.trim();
    for (open, close) in [('"', '"'), ('\u{201c}', '\u{201d}'), ('\'', '\''), ('\u{2018}', '\u{2019}'), ('\u{ab}', '\u{bb}'), ('\u{201e}', '\u{201c}')] {
        if let Some(inner) = text.strip_prefix(open).and_then(|text| text.strip_suffix(close)).filter(|inner| !inner.contains(open) && !inner.is_empty()) {
            return inner.trim();
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn questions_are_known() {
        for text in ["\"Tell me about a time you failed?\"", "Describe a time when you were wrong.", "Have you ever missed a date?"] {
            assert!(is_question(text, false), "{text}");
        }
        for text in ["What was the hardest bug?", "Why us?"] {
            assert!(is_question(text, true) && !is_question(text, false), "{text}");
        }
        assert!(is_question_heading("What is your greatest weakness?", false) && is_question_heading("Why Amazon?", false));
        for text in ["What is the STAR method?", "How to use this guide?", "Ownership", "Describe the situation"] {
            assert!(!is_question_heading(text, false), "{text}");
        }
    }

    #[test]
    fn titles_come_apart() {
        let of = |text: &str| {
            let title = title(text);
            (title.text, title.mark.unwrap_or_default())
        };
        let pair = |text: &str, mark: &str| (text.to_string(), mark.to_string());
        assert_eq!(of("1. \u{1f3af} **Customer Obsession**"), pair("Customer Obsession", "\u{1f3af}"));
        assert_eq!(of("Q3: \"Why us?\""), pair("Why us?", ""));
        assert_eq!(of("$ Why us?"), pair("Why us?", "$"));
        assert_eq!(of("$80,000 saved"), pair("$80,000 saved", ""));
        assert_eq!(of("\u{2605} Ownership"), pair("Ownership", "\u{2605}"));
        assert_eq!(of("2022 in review"), pair("2022 in review", ""));
        assert_eq!(of("Leadership Principle 3 - Dive Deep"), pair("Dive Deep", ""));
        assert_eq!(of("Story: the log tool"), pair("the log tool", ""));
        assert_eq!(of("[[Ownership]]"), pair("Ownership", ""));
        assert_eq!(of("2\u{fe0f}\u{20e3} Ownership"), pair("Ownership", ""));
    }
}
