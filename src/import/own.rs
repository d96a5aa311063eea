//! Whose words a section holds: the author's own, or a guide's that says what to put there.

use crate::parse::outline::{Block, plain};
use crate::phrase;
use crate::placeholder::{self, Orders};
use crate::prose;

/// What the words of a section are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Words {
    /// There are none.
    None,
    /// They stand where others are to come.
    Placeholder,
    /// They say what to write.
    Instruction,
    /// They could be either.
    Neutral,
    /// The author's own.
    Own,
}

/// Verbs that, at the start of a sentence, tell somebody what to do.
const ORDERS: [&str; 62] = [
    "describe",
    "explain",
    "give",
    "provide",
    "share",
    "outline",
    "state",
    "detail",
    "discuss",
    "highlight",
    "focus",
    "use",
    "include",
    "show",
    "tell",
    "talk",
    "mention",
    "quantify",
    "be",
    "keep",
    "avoid",
    "think",
    "start",
    "begin",
    "end",
    "make",
    "ensure",
    "remember",
    "try",
    "write",
    "add",
    "summarize",
    "summarise",
    "list",
    "name",
    "identify",
    "paint",
    "clarify",
    "emphasize",
    "emphasise",
    "demonstrate",
    "briefly",
    "specify",
    "say",
    "answer",
    "reflect",
    "note",
    "walk",
    "pick",
    "choose",
    "consider",
    "replace",
    "insert",
    "fill",
    "don't",
    "do",
    "never",
    "always",
    "spend",
    "conclude",
    "finish",
    "introduce",
];

/// Words about telling a story rather than of one.
const ABOUT: [&str; 22] = [
    "context",
    "goal",
    "outcome",
    "outcomes",
    "background",
    "example",
    "details",
    "story",
    "scene",
    "stage",
    "candidate",
    "interviewer",
    "responsibility",
    "steps",
    "impact",
    "role",
    "challenge",
    "objective",
    "answer",
    "event",
    "measurable",
    "situation",
];

/// What the words of these blocks are.
pub fn words(blocks: &[Block]) -> Words {
    let mut found = Words::None;
    let (mut own, mut orders, mut neutral) = (0, 0, 0);
    for (text, line) in texts(blocks) {
        if !text.contains(char::is_alphanumeric) && placeholder::alone(&text, Orders::Prompts).is_none() {
            continue;
        }
        found = Words::Placeholder;
        let text = text.trim();
        let framed = line.trim().starts_with(['[', '<', '{']) && line.trim().ends_with([']', '>', '}']) && !line.contains("](") && !line.contains("[[");
        if placeholder::alone(text, Orders::Hints).is_some() || framed || !text.contains(char::is_alphanumeric) {
            continue;
        }
        for (_, sentence) in prose::sentences(text) {
            match judge(sentence) {
                Words::Own => own += 1,
                Words::Instruction => orders += 1,
                _ => neutral += 1,
            }
        }
    }
    match (own, orders, neutral) {
        (0, 0, 0) => found,
        (own, orders, _) if own > 0 && own >= orders => Words::Own,
        (_, orders, neutral) if orders > neutral => Words::Instruction,
        (0, orders, _) if orders > 0 => Words::Instruction,
        _ => Words::Neutral,
    }
}

/// Whether a section of a story says something: its author's words, or an aim put as an order ("Make the rota fair"), and not what to write there.
pub fn is_told(blocks: &[Block]) -> bool {
    match words(blocks) {
        Words::Own | Words::Neutral => true,
        Words::None | Words::Placeholder => false,
        Words::Instruction => texts(blocks).iter().flat_map(|(text, _)| prose::sentences(text)).any(|(_, sentence)| {
            let bare = prose::bare(sentence);
            let mut words = bare.split(' ');
            let guides = words.next().is_none_or(|first| first.is_empty() || GUIDES.contains(&first)) || bare.starts_with("set the ");
            !guides && !words.any(|word| matches!(word, "you" | "your" | "yourself")) && !sentence.contains('?')
        }),
    }
}

/// Verbs with which guides say what to write, and no author an aim.
const GUIDES: [&str; 20] = [
    "describe",
    "explain",
    "discuss",
    "outline",
    "detail",
    "briefly",
    "summarize",
    "summarise",
    "clarify",
    "specify",
    "include",
    "mention",
    "highlight",
    "talk",
    "state",
    "quantify",
    "emphasize",
    "emphasise",
    "reflect",
    "specific",
];

/// The texts of blocks, each as it is said and as it is written. Headings, code and comments say nothing.
fn texts(blocks: &[Block]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(rows) => {
                let text = rows.iter().map(|row| row.text.trim()).collect::<Vec<_>>().join(" ");
                found.push((plain(&text), text));
            }
            Block::Quote(inner) | Block::Details(_, inner) => found.extend(texts(inner)),
            Block::List(list) => list.items.iter().for_each(|item| found.extend(texts(&item.blocks))),
            Block::Table(table) => {
                found.extend(
                    table.iter().flatten().map(|cell| cell.iter().map(|row| row.text.trim()).collect::<Vec<_>>().join(" ")).map(|text| (plain(&text), text)),
                );
            }
            Block::Heading(..) | Block::Code(_) | Block::Comment(_) | Block::Rule => {}
        }
    }
    found
}

fn judge(sentence: &str) -> Words {
    let unquoted: String = sentence.split(['"', '\u{201c}', '\u{201d}']).step_by(2).collect();
    let lower = unquoted.to_lowercase().replace('\u{2019}', "'");
    let words: Vec<&str> = lower.split(|c: char| !(c.is_alphanumeric() || c == '\'')).filter(|word| !word.is_empty()).collect();
    let Some(first) = words.first() else { return Words::Neutral };
    let has = |list: &[&str]| words.iter().any(|word| list.contains(word));
    let mine = has(&["i", "i'd", "i've", "i'm", "i'll", "my", "me", "we", "our", "us", "myself", "we'd", "we've"]);
    let yours = has(&["you", "your", "you're", "you've", "yourself"]);
    let digits = sentence.contains(|c: char| c.is_ascii_digit());
    let orders = ORDERS.contains(first) || matches!((*first, words.get(1)), ("set" | "put", Some(&"the" | &"your")));
    let asks = sentence.trim_end().ends_with('?') && matches!(*first, "what" | "why" | "how" | "who" | "where" | "when" | "which" | "did" | "was" | "were");
    // "Use feature flags" may be a note of one's own; "Use I, not we" is none.
    // "How do you move a ward in a night?" is how a story may begin.
    let general = digits || words.len() > 4 && matches!(words[1], "do" | "does") && matches!(words[2], "you" | "one");
    let wonders = asks && general && !placeholder::is_prompt(&phrase::words(sentence));
    if orders && (yours || !mine || placeholder::alone(sentence, Orders::Prompts).is_some()) && !digits || asks && !mine && !wonders {
        return Words::Instruction;
    }
    if orders && (yours || matches!(*first, "describe" | "explain" | "tell" | "talk" | "say" | "share")) {
        return Words::Instruction;
    }
    if mine {
        return Words::Own;
    }
    if yours {
        return if wonders { Words::Neutral } else { Words::Instruction };
    }
    let about = words.iter().filter(|word| ABOUT.contains(word)).count();
    let defines = matches!(*first, "the" | "a" | "an" | "this" | "specific" | "any" | "context" | "background" | "relevant" | "brief");
    if !digits && about > 0 && defines && (words.len() <= 14 || about > 1) { Words::Instruction } else { Words::Neutral }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::outline::outline;

    #[test]
    fn own_words_are_told_from_a_guides() {
        for (text, kind) in [
            ("I found that nobody used the tool.", Words::Own),
            ("Our team collaborated with the PM.", Words::Own),
            ("The action saved the company $80,000 per year.", Words::Neutral),
            ("Reduced latency by 40%.", Words::Neutral),
            ("- Audited every service\n- Asked each owner", Words::Neutral),
            ("Describe the context in which this took place.", Words::Instruction),
            ("Explain what you did. Use \"I\", not \"we\".", Words::Instruction),
            ("The context in which the event took place.", Words::Instruction),
            ("What was the goal? What were you asked to do?", Words::Instruction),
            ("Set the scene and give the details of your example.", Words::Instruction),
            ("Talk about how I convinced my manager", Words::Instruction),
            ("[what you did]", Words::Placeholder),
            ("How do you move 40 beds in a night? The ward was to close.", Words::Neutral),
            ("How do you move a whole ward in a night?", Words::Neutral),
            ("How do you measure your results?", Words::Instruction),
            ("TBD", Words::Placeholder),
            ("...", Words::Placeholder),
            ("<!-- I did it -->", Words::None),
            ("", Words::None),
        ] {
            assert_eq!(words(&outline(text, 1).blocks), kind, "{text}");
        }
    }
}
