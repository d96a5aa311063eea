//! `no-learning`: a story from which the teller took nothing.

use super::alone::Alone;
use crate::content::{Heading, Role, Telling};
use crate::diagnostic::{Diagnostic, Level, Lint};
use crate::phrase::{self, Phrases, Word};

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

/// Words that say it at the end of a story; before that they say what was found out on the way.
static REFLECTING: Phrases = Phrases::new(&[
    "i|we took|take away that|how|from",
    "today|now i'd|i'll|we'd|we'll",
    "today|now i|we would|will|ask|always|never",
    "i|we realised|realized|understood that i|we should|must|need|needed|had",
    "it|this|that|which|experience showed|shows me|us that|how|why|what",
    "from then|that|this day|moment|point? on|onwards i|we",
    "i|we would|will now|today",
    "i|we am|are more _ _? _? now|since|today",
    "i'm|we're more _ _? _? now|since|today",
    "made me a? better|more",
    "i|we still use|follow|apply|keep this|that|the rule|rules|lesson|advice|habit",
    "i|we have since",
    "i've|we've since",
    "if i|we could|had to? do it again|over|differently",
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
    let any = |roles: &'static [Role], says: &dyn Fn(&[Word], usize) -> bool| {
        story.told(roles).flat_map(|block| &block.sentences).any(|sentence| (0..sentence.words.len()).any(|at| says(&sentence.words, at)))
    };
    let learning = |words: &[Word], at: usize| LEARNING.starts(words, at).is_some();
    // "Lesson: ask first."
    let labelled = |words: &[Word], at: usize| at == 0 && words[0].pause && matches!(words[0].lower.as_str(), "lesson" | "lessons");
    // A heading of the author's own, such as "What I would do differently", is told as well, though not as a section.
    let own = |(number, heading): (usize, &Heading)| {
        let section = story.entry.body.sections.iter().any(|section| section.heading == number);
        !section && LEARNING.find(&phrase::words(&heading.text)).is_some()
    };
    any(&[Role::Situation, Role::Task], &|words, at| learning(words, at) && HEARING.starts(words, at).is_none())
        || any(&[Role::Action], &learning)
        || any(&[Role::Result, Role::Other], &|words, at| learning(words, at) || labelled(words, at) || REFLECTING.starts(words, at).is_some())
        || story.entry.body.headings.iter().enumerate().any(own)
}
