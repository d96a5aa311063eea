//! What stands where words are still to come: `TBD`, `[?]`, "Describe how ...".
//!
//! A placeholder is no answer and no note, so the linked handbook has to know one when it sees one; the check of the same name reports them.

use crate::phrase;
use crate::prose::{self, List};
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

/// Verbs that, at the start of a line, tell the author what to say there.
const ORDERS: [&str; 27] = [
    "add the",
    "add a",
    "add some",
    "add more",
    "talk about",
    "talk through",
    "describe",
    "explain",
    "mention",
    "discuss",
    "elaborate on",
    "expand on",
    "write about",
    "write something",
    "write down",
    "say what",
    "say how",
    "say why",
    "say who",
    "tell them",
    "tell about",
    "tell how",
    "tell what",
    "give an example",
    "give a specific",
    "briefly describe",
    "insert",
];

/// The part of a block that makes all of it a placeholder, if it is one: bytes of `text`. Where an answer should stand, a line that only says what
/// to do is one too (`orders`); on a principle or in a list to ask from, such a line is a hint or a question.
pub fn alone(text: &str, orders: bool) -> Option<Range<usize>> {
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
    let told = trimmed.split_whitespace().nth(1).is_some_and(|word| matches!(word, "is" | "was" | "had" | "has" | "were" | "lists" | "and"));
    let noted = ["TODO ", "TBD ", "FIXME "].iter().any(|word| trimmed.starts_with(word)) && trimmed.split_whitespace().count() <= 8 && !told;
    if leads || noted || bare.starts_with("lorem ipsum") {
        return Some(whole);
    }
    let framed = trimmed.starts_with(['[', '<', '_', '(']) && trimmed.ends_with([']', '>', '_', ')']);
    (orders && (is_order(&bare) || is_memo(&bare)) || framed && begins(&bare, &["your", "add", "fill", "insert", "what", "how", "why", "write"]))
        .then_some(whole)
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

/// Whether a line only says what to do: it begins with an order and nobody does anything in it.
fn is_order(line: &str) -> bool {
    if !begins(line, &ORDERS) {
        return false;
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let told = words.iter().any(|word| matches!(word.trim_matches(|c: char| !c.is_alphanumeric()), "i" | "i'd" | "i've" | "me" | "my"));
    let told_as_order =
        told && begins(
            line,
            &[
                "describe how",
                "explain how",
                "describe what",
                "explain what",
                "say how",
                "say what",
                "talk about how",
                "talk about what",
                "mention how",
                "talk about why",
            ],
        ) && !line.contains(". ");
    words.len() <= 40 && (!told || told_as_order)
}

/// Words that mean the answer itself, which an answer has no need to name.
static META: List = List::new(
    "result results metric metrics number numbers figure figures impact outcome outcomes details example examples data kpi kpis story answer sentence sentences",
);

/// What a short line says that its author will come back to.
const LATER: [&str; 5] = ["fill in later", "fill this in", "fill it in later", "come back to this", "add this later"];

/// Words of a note to oneself, besides those that it is about.
static MEMO: List = List::new(
    "add include insert quantify state list outline provide summarize summarise specify write share in need needs find get put give use highlight emphasise emphasize focus on stress check look up mention recall remember finish something about still i to the a an some more my your our concrete specific measurable real actual exact hard here goes go comes later and with better which what",
);

/// Whether a block of a story only asks its author: "What did you do? Use numbers." Nobody says "I" or "we" in it, and it is no quotation.
/// Beside a question such a block may well be what is asked next.
pub fn asks_the_author(block: &str) -> bool {
    if block.len() > LONGEST || !block.contains('?') {
        return false;
    }
    let mut asks = false;
    let all = prose::sentences(block).all(|(_, sentence)| {
        let words = phrase::words(sentence);
        let has = |list: &[&str]| words.iter().any(|word| list.contains(&word.lower.as_str()));
        let first = words.first().map_or("", |word| word.lower.as_str());
        let question = sentence.trim_end_matches(['_', '*', ')']).ends_with('?') && ASKING.has(first);
        asks |= question && (has(&["you", "your"]) || words.iter().any(|word| META.has(&word.lower)));
        let order = || words.len() <= 8 && matches!(first, "use" | "be" | "give" | "include" | "add" | "think" | "keep" | "focus" | "mention");
        !has(&["i", "we", "my", "our", "me", "us"]) && (question || order())
    });
    all && asks && prose::count(block) <= 30
}

/// Words that questions begin with.
static ASKING: List = List::new("what how why which who when where did was were is are do");

/// Whether a line is a note to oneself about the answer: "Quantify the impact", "need to find the numbers", "result goes here".
fn is_memo(line: &str) -> bool {
    let words: Vec<&str> = line.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric())).collect();
    let topics = words.iter().filter(|word| META.has(word)).count();
    let opened = words.first().is_some_and(|word| META.has(word)) && (words.len() == 1 || words.last().is_some_and(|word| matches!(*word, "here" | "later")));
    let ordered =
        words.first().is_some_and(|word| !META.has(word) && MEMO.has(word) && !matches!(*word, "the" | "a" | "an" | "my" | "our" | "on" | "and" | "with"));
    let later = words.len() <= 10 && LATER.iter().any(|later| line.contains(later));
    later
        || (1..=7).contains(&words.len())
            && topics > 0
            && (opened || ordered)
            && words.iter().all(|word| META.has(word) || MEMO.has(word) || !word.contains(char::is_alphabetic))
}

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
        let blank = matches!(inner.as_str(), "?" | "??" | "???" | "..." | "\u{2026}" | "x" | "xx" | "number" | "name" | "date" | "amount")
            || STAND_INS.contains(&inner.as_str());
        if blank || begins(&inner, &["insert", "fill in", "add", "your", "tbd", "todo"]) {
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
        ] {
            assert!(alone(text, true).is_some(), "{text}");
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
            "?",
        ]
        .into_iter()
        .filter(|text| *text != "?")
        {
            assert!(alone(text, true).is_none(), "{text}");
        }
    }

    #[test]
    fn questions_to_the_author_are_told_from_his_own() {
        for text in ["What was the outcome? Use numbers.", "What did you do, and why?", "_What changed because of you?_"] {
            assert!(asks_the_author(text), "{text}");
        }
        for text in ["What changed? Waiting times fell by 3 %.", "\"What do you need?\" I asked.", "What did we do? We waited.", "Why?"] {
            assert!(!asks_the_author(text), "{text}");
        }
    }

    #[test]
    fn orders_are_hints_where_no_answer_is_wanted() {
        assert!(alone("Describe how you chose.", true).is_some());
        assert!(alone("Describe how you chose.", false).is_none());
        assert!(alone("TODO: hints", false).is_some());
    }

    #[test]
    fn holes_in_sentences_are_seen() {
        assert_eq!(inside("Saved [?] hours and XX% of cost."), [6..9, 20..23]);
        assert_eq!(inside("Saved $XX,XXX by ??? percent, really??"), [6..13, 17..20]);
        assert!(inside("See [my notes] for the X axis, [[ownership]].").is_empty());
    }
}
