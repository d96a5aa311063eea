//! `passive-ownership`: work that was given to the teller instead of taken.

use super::alone::Alone;
use crate::content::Role;
use crate::diagnostic::{Diagnostic, Level, Lint};
use crate::phrase::{self, Phrases, Word};
use crate::prose::List;
use std::ops::Range;

/// The rule.
pub static LINT: Lint = Lint {
    name: "passive-ownership",
    level: Level::Info,
    thresholds: &[],
    finds: r#""was asked to", "I got assigned": work that was given to you instead of taken"#,
    why: r#"Whoever "was asked to" did as told. Say what you wanted and why: that you were asked is rarely the point of the story."#,
    bad: &[(
        "content/stories/log-tool.md",
        r#"---
title: Retiring a log tool
---
## Situation
Our audit showed a log tool that cost $80,000 a year.

## Task
I was asked to get that money back.

## Action
I asked each team whether it still used the tool, and nobody did. Then I switched it off.

## Result
That saved $80,000 a year.
"#,
    )],
    good: &[(
        "content/stories/log-tool.md",
        r#"---
title: Retiring a log tool
---
## Situation
Our audit showed a log tool that cost $80,000 a year.

## Task
I wanted that money back.

## Action
I asked each team whether it still used the tool, and nobody did. Then I switched it off.

## Result
That saved $80,000 a year.
"#,
    )],
};

/// What others did with the teller, who stands before it.
static GIVEN: Phrases = Phrases::new(&[
    "asked|told|instructed|ordered|requested|directed to",
    "asked by _ _? _? _? to",
    "told by _ _? _? _? to",
    "tasked|charged|entrusted with|to",
    "assigned",
    "appointed by _ _? _? to",
    "required|obliged to",
    "brought|pulled|called in|onto|into to|for|on",
    "made responsible|accountable|lead|owner",
    "put in charge|on",
    "put onto|on",
    "given|handed the|a|an|this|that|my? _? _? task|job|project|ticket|work|assignment|responsibility|ownership|feature|account|module|migration",
]);

/// The same with others before it.
static GAVE: Phrases = Phrases::new(&[
    "assigned|handed|delegated|given|passed to me",
    "asked|told|instructed|ordered|requested|assigned|tasked me to|with",
    "assigned me the|a|an|to|this|that|my",
    "manager|boss|director|supervisor|lead|ceo|chief|professor|principal wanted|needed me to",
    "made me responsible|do|take|lead|own",
    "gave|handed|assigned me the|a|an|this|that _? _? task|job|project|ticket|work|assignment|responsibility|feature|account|module|migration",
    "put me in charge|on",
]);

/// People who ask for a favour, not for work.
static OUTSIDERS: List = List::new(
    "customer customers client clients user users patient patients student students pupil pupils guest guests visitor visitors passenger passengers friend friends neighbour neighbours neighbor neighbors mother father parents sister brother wife husband son daughter aunt uncle grandmother grandfather family child children kids reader readers",
);

pub(super) fn find(story: &Alone) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    // To be asked to show one's work elsewhere is a result, and a good one.
    for block in story.told(&[Role::Situation, Role::Task, Role::Action]) {
        for (number, sentence) in block.sentences.iter().enumerate() {
            let Some(at) = given(&sentence.words) else { continue };
            // "My manager wanted me to ship. I said no."
            if block.sentences.get(number + 1).is_some_and(|next| declines(&next.words)) {
                continue;
            }
            let span = block.text.passage.place(sentence.start + at.start..sentence.start + at.end);
            let message = format!("`{}` makes the work somebody else's idea", &sentence.text[at]);
            found.push(story.finding(&LINT, span, message).help("say what you wanted to change and why, or what you decided"));
        }
    }
    found
}

fn given(words: &[Word]) -> Option<Range<usize>> {
    let found = (0..words.len()).find_map(|at| {
        if let (Some(end), Some(from)) = (GIVEN.starts(words, at), passive(words, at)) {
            return Some(phrase::bytes(words, from..end));
        }
        let end = GAVE.starts(words, at)?;
        // "I asked them to give the task to me" is taken, and so is "I made me".
        let taken = words[..at].iter().rev().take(3).any(|word| matches!(word.lower.as_str(), "i" | "i'd") || OUTSIDERS.has(&word.lower));
        (!taken && at > 0).then(|| phrase::bytes(words, at..end))
    });
    found.filter(|at| !refused(words) && !expert(words, at))
}

/// Whether the teller says no in a sentence.
fn declines(words: &[Word]) -> bool {
    static NO: Phrases = Phrases::new(&[
        "i said no|not",
        "i told|answered him|her|them no",
        "i answered no",
        "i disagreed|refused|declined|objected|resisted",
        "i pushed back",
        "i did not|n't|never agree|want|do|ship|follow|think|like",
        "i didn't|wouldn't|couldn't agree|want|do|ship|follow|think|like",
        "i would not",
        "i turned him|her|them|it down",
        "i talked|argued him|her|them out|against",
        "i argued against",
    ]);
    NO.find(words).is_some()
}

/// Whether the teller was called in for what only he knew: "because I had built it".
fn expert(words: &[Word], at: &Range<usize>) -> bool {
    let called = words.iter().any(|word| at.contains(&word.range.start) && matches!(word.lower.as_str(), "called" | "brought"));
    called && words.windows(2).any(|pair| matches!(pair[0].lower.as_str(), "because" | "since" | "as") && matches!(pair[1].lower.as_str(), "i" | "i'd"))
}

/// Whether a sentence says that work was not given, or that the teller took it.
fn refused(words: &[Word]) -> bool {
    let refuses = |word: &Word| {
        matches!(
            word.lower.as_str(),
            "nobody" | "without" | "not" | "never" | "wasn't" | "hadn't" | "although" | "refused" | "declined" | "volunteered" | "offered"
        )
    };
    words.iter().any(refuses) || words.windows(2).any(|pair| pair[0].lower == "no" && pair[1].lower == "one")
}

/// Where a passive of the teller's that the participle at word `at` ends begins: "I was", "I've been", "we were", or "was" and nothing before it.
fn passive(words: &[Word], at: usize) -> Option<usize> {
    let adverb =
        |word: &Word| word.lower.ends_with("ly") || matches!(word.lower.as_str(), "then" | "also" | "later" | "once" | "first" | "just" | "soon" | "again");
    let mut auxiliary = at;
    while auxiliary > 0 && adverb(&words[auxiliary - 1]) {
        auxiliary -= 1;
    }
    let Some(last) = auxiliary.checked_sub(1) else {
        // "Tasked with the migration, I ..." and the bullet "Assigned to the team".
        return (at == 0 && matches!(words[0].lower.as_str(), "tasked" | "assigned" | "charged")).then_some(0);
    };
    if !matches!(words[last].lower.as_str(), "was" | "were" | "been" | "got" | "am") {
        return None;
    }
    let mut from = last;
    while from > 0 && (adverb(&words[from - 1]) || matches!(words[from - 1].lower.as_str(), "have" | "had" | "has" | "been")) {
        from -= 1;
    }
    match from.checked_sub(1).map(|subject| (words[subject].lower.as_str(), subject)) {
        None => Some(from),
        Some(("i" | "i've" | "i'd" | "we" | "we've", subject)) => Some(subject),
        Some(("and" | "so" | "then", subject)) => words[..subject]
            .iter()
            .rev()
            .take(30)
            .find_map(|word| match word.lower.as_str() {
                "i" => Some(from),
                "he" | "she" | "they" | "it" | "who" => Some(usize::MAX),
                _ => None,
            })
            .filter(|from| *from != usize::MAX),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Option<Range<usize>> {
        given(&phrase::words(text))
    }

    #[test]
    fn given_work_is_seen() {
        for text in [
            "I was asked to lead the move.",
            "Was asked to lead the move.",
            "I was then tasked with the move.",
            "I had been assigned the ticket.",
            "My manager told me to fix it.",
            "The ticket was assigned to me.",
            "I got put in charge of the move.",
            "Tasked with the move, I wrote a plan.",
            "They gave me the task.",
            "I was given this project.",
            "The director wanted me to run it.",
            "I was required to write it.",
            "My supervisor assigned me the night shift.",
        ] {
            assert!(of(text).is_some(), "{text}");
        }
    }

    #[test]
    fn a_no_is_seen() {
        for text in ["I said no and showed her the log.", "I disagreed.", "So I pushed back.", "I did not want that.", "I talked her out of it."] {
            assert!(declines(&phrase::words(text)), "{text}");
        }
        for text in ["I wrote a plan.", "She said no.", "I did it.", "I said yes.", "I told her everything."] {
            assert!(!declines(&phrase::words(text)), "{text}");
        }
    }

    #[test]
    fn taken_work_and_others_work_is_not() {
        for text in [
            "Nobody had asked me to do it.",
            "Without being asked to, I wrote it.",
            "The engineers were asked to wait.",
            "I asked to lead it.",
            "I asked the team to assign the ticket to me.",
            "I assigned the ticket to her.",
            "A customer asked me to call back.",
            "My sister asked me to help her move.",
            "I was given a desk by the window.",
            "I was told that it was late.",
            "I was called in for a second opinion because I had built the first version.",
        ] {
            assert!(of(text).is_none(), "{text}: {:?}", of(text).map(|at| &text[at]));
        }
    }
}
