//! `no-learning`: a story from which the teller took nothing.

use super::alone::Alone;
use crate::content::{Role, Telling};
use crate::diagnostic::{Diagnostic, Level, Lint};
use crate::phrase::Phrases;
use crate::spoken::Block;

/// The rule.
pub static LINT: Lint = Lint {
    name: "no-learning",
    level: Level::Info,
    thresholds: &[],
    finds: r#"no Learning section, and nothing that was "learned""#,
    why: r#"A story of yours ends with what you do differently since. Interviewers ask for it when you leave it out, most of all after a failure."#,
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

## Learning
I learned to ask who pays before I ask who uses.
"#,
    )],
};

/// Words that say what was learned, outside a Learning section.
static LEARNING: Phrases = Phrases::new(&[
    "learned|learnt",
    "taught me|us",
    "lesson|lessons i|we|was|is|learned|learnt|that|for",
    "my|big|biggest|main|key|hard|valuable|important|a lesson|lessons",
    "takeaway|takeaways",
    "hindsight",
    "looking back",
    "next time i|we|i'd|i'll",
    "since then i|we|i've|we've",
    "ever since",
    "do|handle|approach|start _? _? differently",
    "i|we now|always _? _? first|before|early",
    "made me realise|realize|understand",
]);

/// "When I learned that it was closing" is news, not a lesson.
static HEARING: Phrases = Phrases::new(&["learned|learnt that|of|about|from"]);

pub(super) fn find(story: &Alone) -> Vec<Diagnostic> {
    let rules = || story.config.sections.iter().enumerate().filter(|(_, rule)| rule.role == Role::Learning);
    let Some((_, section)) = rules().next().filter(|_| story.is_complete()) else { return Vec::new() };
    let told = rules().any(|(rule, _)| matches!(story.telling(rule), Telling::Told | Telling::Placeholder));
    if told || learned(story) {
        return Vec::new();
    }
    let help = format!("add a heading `## {}` with what you do differently since", section.name);
    vec![story.finding(&LINT, story.title_span(), "this story does not say what you learned").help(help)]
}

fn learned(story: &Alone) -> bool {
    let says = |block: &Block, opening: bool| {
        let mut sentences = block.sentences.iter().map(|sentence| &sentence.words);
        sentences.any(|words| (0..words.len()).any(|at| LEARNING.starts(words, at).is_some() && !(opening && HEARING.starts(words, at).is_some())))
    };
    let mut opening = story.told(&[Role::Situation, Role::Task]);
    opening.any(|block| says(block, true)) || story.told(&[Role::Action, Role::Result, Role::Other]).any(|block| says(block, false))
}
