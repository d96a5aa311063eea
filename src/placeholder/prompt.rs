//! Lines that tell an author what to say, told from his own orders, lessons and questions.

use super::{LONGEST, begins};
use crate::phrase::{self, Word};
use crate::prose::{self, List};

/// Verbs that, at the start of a line, tell the author what to say there.
pub(super) const ORDERS: [&str; 28] = [
    "add the",
    "add your",
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

/// Whether a line only says what to do: it begins with an order and nobody does anything in it.
pub(super) fn is_order(line: &str) -> bool {
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
    words.len() <= 40 && (!told || told_as_order) && !tells(line)
}

/// Whether something happens in a line that begins like an order: "Talk about luck: the fix came that very night."
fn tells(line: &str) -> bool {
    let words = phrase::words(line);
    words.split_inclusive(|word| word.pause).enumerate().any(|(number, part)| match number {
        // "Insert statements were slow", and not "Describe the bug we fixed".
        0 => part.iter().position(|word| matches!(word.lower.as_str(), "was" | "were" | "is" | "are")).is_some_and(|at| at > 1 && has_verb(&part[..=at])),
        _ => !part.iter().any(is_you) && has_verb(part),
    })
}

fn is_you(word: &Word) -> bool {
    matches!(word.lower.as_str(), "you" | "your" | "you've" | "yourself")
}

/// Words after which a verb tells nothing by itself, and those that a part of a line begins with in which nothing happens.
static SUBORDINATE: List = List::new("how what why who whom whose when where which whether if that because with including we i you they he she it");

/// Verbs in the past that do not end in -ed.
static PAST: List = List::new(
    "was were had did went came said knew told took got made gave found kept left lost won paid became began fell rose grew held led meant met sent spent stood thought wrote brought built bought chose ran broke felt saw sold taught understood would",
);

fn is_past(word: &Word) -> bool {
    let lower = word.lower.as_str();
    PAST.has(lower) || lower.len() > 4 && lower.ends_with("ed") && !lower.ends_with("eed")
}

/// Whether something happens in these words: a verb in the past or a form of "be" with something before it that does it.
pub(super) fn has_verb(words: &[Word]) -> bool {
    let lower = |at: usize| words[at].lower.as_str();
    let verb = |at: usize| is_past(&words[at]) || matches!(lower(at), "is" | "are");
    // "that was how it went" begins with who does it, "that hit us" does not.
    let shown = words.len() > 1 && lower(0) == "that" && verb(1);
    let end = words.iter().position(|word| SUBORDINATE.has(&word.lower)).unwrap_or(words.len());
    let subject = words.first().is_some_and(|word| matches!(word.lower.as_str(), "we" | "they" | "he" | "she" | "it")) && words.len() > 1 && verb(1);
    shown
        || subject
        || (1..end).any(|at| verb(at) && !matches!(lower(at - 1), "a" | "an" | "the" | "and" | "or" | "of" | "with" | "in" | "as" | "more" | "most"))
}

/// What an order of a guide's is about: the parts of an answer.
static PARTS: List = List::new(
    "result results metric metrics number numbers figure figures impact outcome outcomes details example examples kpi kpis story answer situation task action actions role part goal context background challenge lesson lessons learning learnings takeaway takeaways approach responsibility contribution decision objective reflection",
);

/// Whether an order speaks of the answer itself: "Describe how you did it", "Add the result". "Add a number to every request" is a lesson.
pub(super) fn names_the_answer(line: &str) -> bool {
    let words = phrase::words(line);
    addresses(&words) || {
        let general = |word: &Word| {
            matches!(
                word.lower.as_str(),
                "before" | "after" | "first" | "last" | "early" | "every" | "each" | "always" | "never" | "when" | "until" | "than" | "then" | "to"
            )
        };
        words.len() <= 12 && words.iter().any(|word| PARTS.has(&word.lower)) && !words.iter().any(general)
    }
}

/// Whether words ask the author for what he did or for a part of the answer. "How do you move 40 beds in a night?" asks everybody.
fn addresses(words: &[Word]) -> bool {
    let your_part = words.iter().enumerate().any(|(at, word)| word.lower == "your" && words[at + 1..].iter().take(2).any(|word| PARTS.has(&word.lower)));
    your_part || words.iter().any(is_you) && words.iter().any(is_past)
}

/// Whether a note to oneself is a step that somebody may have taken: "Get the numbers", "Share the results".
pub(super) fn is_step(line: &str) -> bool {
    let first = line.split_whitespace().next().unwrap_or("");
    let deed = matches!(
        first,
        "get"
            | "find"
            | "share"
            | "use"
            | "put"
            | "check"
            | "look"
            | "list"
            | "recall"
            | "remember"
            | "finish"
            | "give"
            | "write"
            | "provide"
            | "focus"
            | "stress"
    );
    deed && !begins(line, &LATER) && !["here", "later", "my", "your"].iter().any(|word| line.split_whitespace().any(|other| other == *word))
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
/// Beside a question such a block may well be what is asked next, and beside a story's own words it is rhetoric.
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
        asks |= question && is_prompt(&words);
        let order = || words.len() <= 8 && matches!(first, "use" | "be" | "give" | "include" | "add" | "think" | "keep" | "focus" | "mention");
        !has(&["i", "we", "my", "our", "me", "us"]) && (question || order())
    });
    all && asks && prose::count(block) <= 30
}

/// Whether a question is a guide's: it asks the author, or for a part of the answer: "What was the result?"
pub fn is_prompt(words: &[Word]) -> bool {
    let part = words.len() <= 8
        && words.first().is_some_and(|word| matches!(word.lower.as_str(), "what" | "which" | "how"))
        && words.last().is_some_and(|word| PARTS.has(&word.lower));
    part || addresses(words)
}

/// Words that questions begin with.
static ASKING: List = List::new("what how why which who when where did was were is are do");

/// Whether a line is a note to oneself about the answer: "Quantify the impact", "need to find the numbers", "result goes here".
pub(super) fn is_memo(line: &str) -> bool {
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
