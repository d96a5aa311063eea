//! What stands where words are still to come: `TBD`, `[?]`, "Describe how ...".
//!
//! A placeholder is no answer and no note, so the linked handbook has to know one when it sees one; the check of the same name reports them.

mod prompt;

use crate::phrase;
use crate::prose::{self, List};
pub use prompt::{asks_the_author, is_prompt};
use prompt::{has_verb, is_memo, is_order, is_step, names_the_answer};
use std::ops::Range;

/// Words that stand for words to come when they stand alone or before a colon or a dash.
const STAND_INS: [&str; 38] = [
    "to be determined",
    "to be decided",
    "to be confirmed",
    "to follow",
    "same as above",
    "as above",
    "see above",
    "see below",
    "see notes",
    "see my notes",
    "how did it end",
    "to be continued",
    "lorem ipsum",
    "n/a",
    "your answer here",
    "your text here",
    "tbd",
    "tba",
    "tbc",
    "todo",
    "to do",
    "to-do",
    "fixme",
    "xxx",
    "wip",
    "work in progress",
    "fill in",
    "fill me in",
    "fill this in",
    "fill in later",
    "to be added",
    "to be done",
    "to be written",
    "to be filled in",
    "coming soon",
    "placeholder",
    "write me",
    "add later",
];

/// What a line is that only says what to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Orders {
    /// A hint or a question, as on a principle or in a list to ask from.
    Hints,
    /// A placeholder, where an answer should stand.
    Prompts,
    /// A lesson, or a step that was taken, unless it speaks of the answer itself.
    Lessons,
}

/// The part of a block that makes all of it a placeholder, if it is one: bytes of `text`.
pub fn alone(text: &str, orders: Orders) -> Option<Range<usize>> {
    let trimmed = text.trim();
    let start = text.len() - text.trim_start().len();
    let whole = start..start + trimmed.len();
    if trimmed.is_empty() || trimmed.len() > LONGEST || is_plain(trimmed) {
        return None;
    }
    if !trimmed.contains(char::is_alphanumeric) {
        let dots = trimmed.chars().all(|c| matches!(c, '.' | '\u{2026}' | ' ' | '[' | ']' | '(' | ')' | '<' | '>' | '_'));
        let asks = trimmed.contains('?') && trimmed.chars().all(|c| "?[](){}<>_. ".contains(c));
        return ((dots && trimmed.contains(['.', '\u{2026}', '_'])) || asks).then_some(whole);
    }
    let bare = trimmed.trim_matches(|c: char| "_*[](){}<>\"'`.:!?\u{2026}\u{201c}\u{201d}- ".contains(c)).to_lowercase();
    if STAND_INS.contains(&bare.as_str()) {
        return Some(whole);
    }
    // `TODO: numbers` stands for something; "Todo Plus was our product" does not.
    let leads = STAND_INS.iter().any(|word| {
        bare.strip_prefix(word).is_some_and(|rest| rest.starts_with(':') || rest.trim_start().starts_with(['\u{2013}', '\u{2014}']) || rest.starts_with(" - "))
    });
    // "TODO app downloads doubled" tells of an app of that name.
    let noted = ["TODO ", "TBD ", "FIXME "].iter().any(|word| trimmed.starts_with(word)) && trimmed.split_whitespace().count() <= 8 && {
        let words = phrase::words(trimmed);
        let tells = words.get(1).is_some_and(|word| matches!(word.lower.as_str(), "has" | "lists" | "and" | "does" | "can" | "will"));
        !tells && !has_verb(&words)
    };
    if leads || noted || bare.starts_with("lorem ipsum") {
        return Some(whole);
    }
    let framed = trimmed.starts_with(['[', '<', '_', '(']) && trimmed.ends_with([']', '>', '_', ')']);
    let ordered = match orders {
        Orders::Hints => false,
        Orders::Prompts => is_order(&bare) || is_memo(&bare),
        Orders::Lessons => is_order(&bare) && names_the_answer(&bare) || is_memo(&bare) && !is_step(&bare),
    };
    let framed = framed && !bare.starts_with("add-") && begins(&bare, &["your", "add", "fill", "insert", "what", "how", "why", "write"]);
    (ordered || framed).then_some(whole)
}

/// Words that placeholders begin with; what begins with another letter or digit and no bracket is none.
static FIRSTS: List = List::new(
    "to lorem n your tbd tba tbc todo fixme xxx wip work fill coming placeholder write add talk describe explain mention discuss elaborate expand say tell give briefly insert",
);

/// Words that short placeholders begin with besides those.
static SHORT_FIRSTS: List = List::new(
    "result results metric metrics number numbers figure figures impact outcome outcomes details example examples data kpi kpis story answer include quantify state list outline provide summarize summarise specify share need needs find get put use highlight emphasise emphasize focus stress check look recall remember finish something still i some more which same as see not how will",
);

/// Bytes of the longest placeholder that begins with one of those.
const SHORT: usize = 160;

/// Whether a text begins like any other sentence, which needs no closer look.
fn is_plain(text: &str) -> bool {
    let end = text.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(text.len());
    let mut first = [0; 12];
    match first.get_mut(..end) {
        Some(first) if end > 0 => {
            first.copy_from_slice(&text.as_bytes()[..end]);
            first.make_ascii_lowercase();
            let first = std::str::from_utf8(first).unwrap_or_default();
            !(FIRSTS.has(first) || text.len() <= SHORT && SHORT_FIRSTS.has(first)) && text.is_char_boundary(end)
        }
        // A longer word than all of these, or no word.
        _ => end > 0,
    }
}

/// Bytes of the longest placeholder. Whoever writes more has said something.
const LONGEST: usize = 400;

fn begins(line: &str, starts: &[&str]) -> bool {
    starts.iter().any(|start| line.strip_prefix(start).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)))
}

/// Placeholders inside a sentence that says something: `[?]`, `[TBD]`, `XX%`. Bytes of `text`.
pub fn inside(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    for (at, _) in text.match_indices('[') {
        // What is longer than this is somebody's words in brackets; the limit also keeps a line of nothing but brackets cheap.
        let Some(end) = text.as_bytes()[at..].iter().take(40).position(|byte| *byte == b']').map(|n| at + n) else { continue };
        let inner = text[at + 1..end].trim().to_lowercase();
        // Dots in brackets are where a quotation was cut.
        let blank = matches!(inner.as_str(), "?" | "??" | "???" | "x" | "xx" | "number" | "name" | "date" | "amount") || STAND_INS.contains(&inner.as_str());
        if blank || !inner.starts_with("add-") && begins(&inner, &["insert", "fill in", "add", "your", "tbd", "todo"]) {
            found.push(at..end + 1);
        }
    }
    let mut rest = 0;
    while let Some(at) = text[rest..].find("??").map(|at| rest + at) {
        let end = text[at..].find(|c| c != '?').map_or(text.len(), |n| at + n);
        let free = text[..at].ends_with(|c: char| c.is_whitespace()) && text[end..].starts_with(|c: char| c.is_whitespace() || matches!(c, '%' | '.' | ','));
        if free {
            found.push(at..end);
        }
        rest = end;
    }
    // Such a word has two of these letters side by side, or one of these signs.
    let signs = text.contains(['%', '$']) && text.contains(['X', 'x', '?']);
    if !signs && !text.contains("XXX") && !["TBD", "TBA", "TBC"].iter().any(|word| text.contains(word)) {
        return found;
    }
    for (at, word) in prose::words(text).map(|(range, word)| (range.start, word)) {
        let core = word.trim_matches(|c: char| matches!(c, '$' | '%' | '.' | ',' | ')' | '(' | ';' | ':'));
        let unit = word.contains(['%', '$']);
        let blanks = core.chars().filter(|c| *c == 'X').count();
        let blank = blanks > 1 && core.chars().all(|c| matches!(c, 'X' | ',' | '.'));
        if (unit && (blank || matches!(core, "X" | "XX" | "XXX" | "xx" | "??" | "?"))) || blanks > 2 && blank || matches!(core, "TBD" | "TBA" | "TBC") {
            found.push(at..at + word.len());
        }
    }
    found.sort_by_key(|range| range.start);
    found.dedup();
    found
}

#[cfg(test)]
mod tests {
    use super::prompt::ORDERS;
    use super::*;

    #[test]
    fn every_placeholder_begins_with_a_word_that_is_looked_at() {
        for phrase in STAND_INS.iter().chain(&ORDERS) {
            assert!(!is_plain(phrase), "{phrase}");
        }
    }

    #[test]
    fn placeholders_are_told_from_words() {
        for text in [
            "TBD",
            "todo",
            "_Fill in_",
            "[?]",
            "...",
            "…",
            "TODO: numbers",
            "Talk about MCMs or scaling",
            "Describe how you did it.",
            "[your story here]",
            "(to be written)",
            "???",
            "TODO numbers",
            "TBD.",
            "Add the numbers here",
            "Write about the outage",
            "\u{2026}",
            "<describe the result>",
            "to be continued",
            "Lorem ipsum dolor sit amet",
            "N/A",
            "Your answer here",
            "Describe the situation in two or three sentences.",
            "Say how it ended, with a number.",
            "Talk about how I convinced my manager",
            "Quantify the impact",
            "Include metrics!",
            "I still need to find the numbers.",
            "(result goes here)",
            "Numbers?",
            "Something about the results",
            "Write 2-3 sentences about the outcome.",
            "State the result.",
            "Not sure yet, will fill in later.",
            "Same as above.",
            "?",
            "[...]",
            "Describe the outcome, measured in hours.",
            "Explain what was lost, who was there, and how it was mended.",
            "TODO ask who was there",
        ] {
            assert!(alone(text, Orders::Prompts).is_some(), "{text}");
        }
        for text in [
            "Todo Plus was our product.",
            "I described the plan to them ... and they agreed.",
            "We shipped TODO, our list app.",
            "Explained the risk to my manager.",
            "I talk about it in my blog.",
            "Discussions took a week.",
            "TODO was the name of our app.",
            "TODO, our list app, had 90,000 users.",
            "Describe it as I might, nobody believed me.",
            "Explained everything twice.",
            "Write access was gone, so I called the owner.",
            "Insert statements were slow, so I batched them.",
            "Discuss first, decide second: I made that our rule.",
            "Add-ons were my part.",
            "Adding tests took a week.",
            "Focus on the patient paid off.",
            "Numbers fell.",
            "List prices fell.",
            "State law changed.",
            "Need to find a new supplier",
            "Include the legal team",
            "Use the data of the old system",
            "Put the numbers on the wall",
            "Check the data of each ward",
            "---",
            "",
            "Explain, then fix, then explain again: that was how it went for nine weeks.",
            "Talk about luck: the vendor shipped the fix that very night.",
            "Say what you will about meetings, this one saved the quarter.",
            "TODO app downloads doubled.",
            "[add-on]",
            "Insert statements were slow.",
        ] {
            assert!(alone(text, Orders::Prompts).is_none(), "{text}");
        }
    }

    #[test]
    fn questions_to_the_author_are_told_from_his_own() {
        for text in [
            "What was the outcome? Use numbers.",
            "What did you do, and why?",
            "_What changed because of you?_",
            "What was your role?",
            "What was the result?",
            "What have you learned?",
        ] {
            assert!(asks_the_author(text), "{text}");
        }
        for text in [
            "What changed? Waiting times fell by 3 %.",
            "\"What do you need?\" I asked.",
            "What did we do? We waited.",
            "Why?",
            "Where was the data going?",
            "How do you move 40 tonnes of flour in a night?",
            "What do you tell a father whose child is missing?",
        ] {
            assert!(!asks_the_author(text), "{text}");
        }
    }

    #[test]
    fn orders_are_hints_where_no_answer_is_wanted() {
        assert!(alone("Describe how you chose.", Orders::Prompts).is_some());
        assert!(alone("Describe how you chose.", Orders::Hints).is_none());
        assert!(alone("TODO: hints", Orders::Hints).is_some());
    }

    #[test]
    fn orders_are_lessons_and_steps_unless_they_speak_of_the_answer() {
        for text in [
            "Explain the why before the what.",
            "Tell them the bad news first.",
            "Say why before how.",
            "Say what you do not know.",
            "Add a buffer to every estimate.",
            "Add a number to every request.",
            "Mention the cost before anyone asks.",
            "Discuss first, decide second.",
            "Get the numbers",
            "Share the results",
            "Find more data",
            "Use real data.",
            "Add the numbers last.",
        ] {
            assert!(alone(text, Orders::Lessons).is_none(), "{text}");
        }
        for text in [
            "Describe how you did it.",
            "Explain your role.",
            "Add the result",
            "Talk about the lessons",
            "Describe what you learned.",
            "Quantify the impact",
            "Numbers here",
            "Result goes here",
            "Add your learning here.",
            "TBD",
        ] {
            assert!(alone(text, Orders::Lessons).is_some(), "{text}");
        }
    }

    #[test]
    fn holes_in_sentences_are_seen() {
        assert_eq!(inside("Saved [?] hours and XX% of cost."), [6..9, 20..23]);
        assert_eq!(inside("Saved $XX,XXX by ??? percent, really??"), [6..13, 17..20]);
        assert!(inside("\"The fix [...] was theirs,\" I said of the [add-on], and the [add-on price] [\u{2026}] fell.").is_empty());
        assert!(inside("See [my notes] for the X axis, [[ownership]].").is_empty());
    }
}
