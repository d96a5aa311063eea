//! `hedging`: words that take back what was said.

use super::alone::Alone;
use crate::diagnostic::{Diagnostic, Level, Lint};
use crate::phrase::{self, Phrases, Word};
use std::ops::Range;

/// The rule.
pub static LINT: Lint = Lint {
    name: "hedging",
    level: Level::Info,
    thresholds: &[],
    finds: r#""kind of", "I guess", "more or less": words that take back what was said"#,
    why: r#"You were there, so say what happened. A hedge makes a true sentence sound like a guess. An estimate is no hedge: "about 40 people" says what you know."#,
    bad: &[(
        "content/stories/log-tool.md",
        r#"---
title: Retiring a log tool
---
## Situation
Our audit showed a log tool that cost $80,000 a year.

## Task
I wanted that money back.

## Action
I kind of asked each team whether it still used the tool, and nobody did. Then I switched it off.

## Result
That saved $80,000 a year, I guess.
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

/// Phrases that hedge wherever they stand.
static ALWAYS: Phrases = Phrases::new(&[
    "kinda|sorta",
    "i guess|suppose",
    "i'd guess|say",
    "i would guess|say",
    "i feel like|that",
    "more or less",
    "pretty much",
    "somewhat",
    "arguably",
    "hopefully",
    "basically",
    "or something",
    "or whatever",
    "and stuff",
    "stuff like that",
    "to some|a|certain certain? extent|degree",
    "in some sense|way|ways",
    "in a way|sense",
    "i'm not entirely|really|completely|totally? sure",
    "i am not entirely|really|completely|totally? sure",
    "not sure if|whether it|this|that|we|i",
    "as far as i know|remember|recall|can",
    "if i remember|recall correctly|right?",
    "if i'm not mistaken",
    "i don't|can't|cannot really|quite|exactly? remember|recall",
    "somehow i|we|it|managed|got|made",
    "i|we just? got|was|were just? lucky",
    "for what it's worth",
    "nothing special|major|fancy",
    "it could be argued|said",
    "one could say|argue",
    "it|that was|is just? not|hardly a? big deal",
]);

/// Guesses, which are no hedge before a number or in what might have been.
static GUESSES: Phrases = Phrases::new(&[
    "maybe|perhaps|probably|possibly|presumably",
    "might|may have _",
    "may|might or may|might not",
    "i think|believe that? it|this|that|we|i|the|my|our|they|there",
    "it|this|that seems like|that",
]);

/// Small degrees, which hedge where something got better.
static DEGREES: Phrases = Phrases::new(&[
    "helped|improved|worked|improving|changed a bit|little",
    "a bit|little better|faster|easier|quicker|smoother|happier",
    "helped|improved|worked _? _? a bit|little",
]);

/// Words before "kind of" and "sort of" that make it a noun.
const NOUN: [&str; 43] = [
    "by",
    "per",
    "for",
    "this",
    "that",
    "these",
    "those",
    "what",
    "which",
    "any",
    "some",
    "every",
    "each",
    "a",
    "the",
    "another",
    "one",
    "same",
    "right",
    "wrong",
    "different",
    "new",
    "no",
    "other",
    "his",
    "her",
    "their",
    "its",
    "best",
    "first",
    "only",
    "certain",
    "particular",
    "specific",
    "special",
    "whatever",
    "common",
    "worst",
    "typical",
    "second",
    "rare",
    "two",
    "all",
];

pub(super) fn find(story: &Alone) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for block in story.told(&[]) {
        for sentence in &block.sentences {
            let Some(at) = hedge(sentence.own()) else { continue };
            let span = block.text.passage.place(sentence.start + at.start..sentence.start + at.end);
            let message = format!("`{}` takes back what you say", &sentence.text[at]);
            found.push(story.finding(&LINT, span, message).help("leave it out, or say what you are sure of"));
        }
    }
    found
}

fn hedge(words: &[Word]) -> Option<Range<usize>> {
    let supposed = || words.iter().any(|word| matches!(word.lower.as_str(), "would" | "could" | "if" | "whether" | "wondered" | "wouldn't" | "should"));
    (0..words.len()).find_map(|at| {
        // "I suppose you know the form" is talk to the listener.
        let end = ALWAYS
            .starts(words, at)
            .filter(|end| words.get(*end).is_none_or(|next| next.lower != "you") && !none_other(words, *end))
            .or_else(|| DEGREES.starts(words, at))
            .or_else(|| softens(words, at).then_some(at + 2))
            .or_else(|| {
                let end = GUESSES.starts(words, at)?;
                let counted = words.get(at + 1).is_some_and(|next| next.lower.starts_with(|c: char| c.is_ascii_digit()) || is_count(&next.lower));
                (!counted && !supposed()).then_some(end)
            })?;
        Some(phrase::bytes(words, at..end))
    })
}

/// "I cannot recall a week without a page before that": there was none.
fn none_other(words: &[Word], end: usize) -> bool {
    let recalls = matches!(words[end - 1].lower.as_str(), "recall" | "remember");
    let one = words.get(end).is_some_and(|next| matches!(next.lower.as_str(), "a" | "an" | "any" | "one" | "another"));
    recalls && one && words[end..].iter().any(|word| matches!(word.lower.as_str(), "without" | "before" | "since" | "worse" | "like"))
}

/// "It kind of worked", and not "this kind of error".
fn softens(words: &[Word], at: usize) -> bool {
    if !matches!(words[at].lower.as_str(), "kind" | "sort") || words.get(at + 1).is_none_or(|next| next.lower != "of") {
        return false;
    }
    if at > 0 && words[at - 1].lower == "to" {
        return true;
    }
    let noun = |word: &Word| NOUN.contains(&word.lower.as_str());
    let before = &words[at.saturating_sub(2)..at];
    // "Some weird kind of error" has a noun too; "I was kind of" has a verb before it.
    let near = before.last().is_some_and(noun);
    let far = before.len() == 2
        && noun(&before[0])
        && !before[1].lower.ends_with("ly")
        && !matches!(before[1].lower.as_str(), "was" | "is" | "were" | "just" | "had" | "felt");
    !(near || far)
}

fn is_count(lower: &str) -> bool {
    matches!(
        lower,
        "a" | "one"
            | "two"
            | "three"
            | "four"
            | "five"
            | "six"
            | "seven"
            | "eight"
            | "nine"
            | "ten"
            | "twelve"
            | "fifteen"
            | "twenty"
            | "thirty"
            | "half"
            | "forty"
            | "fifty"
            | "hundreds"
            | "dozens"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Option<Range<usize>> {
        hedge(&phrase::words(text))
    }

    #[test]
    fn hedges_are_seen() {
        for text in [
            "It kind of worked.",
            "We were sort of done.",
            "I guess it helped.",
            "It was more or less done.",
            "I think it went well.",
            "It probably helped.",
            "I tried my best to sort of hold it.",
            "I may or may not have shouted.",
            "That helped a bit.",
            "I don't recall any numbers.",
        ] {
            assert!(of(text).is_some(), "{text}");
        }
    }

    #[test]
    fn look_alikes_are_not() {
        for text in [
            "This kind of error was new.",
            "I asked what kind of data it was.",
            "Some odd sort of lock held it.",
            "Perhaps 40 people came.",
            "It would probably have failed.",
            "I think about the reader first.",
            "I was supposed to wait.",
            "I wrote a bit of code.",
            "I sorted the parts by kind of fault.",
            "I asked for a bit more time.",
            "It seemed that the pump was the cause.",
            "I suppose you know the form.",
            "I cannot recall a week without a page before that.",
        ] {
            assert!(of(text).is_none(), "{text}: {:?}", of(text).map(|at| &text[at]));
        }
    }
}
