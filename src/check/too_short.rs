//! `too-short`: a story that is over before it has begun.

use super::alone::Alone;
use crate::diagnostic::{Diagnostic, Level, Lint};

/// The rule.
pub static LINT: Lint = Lint {
    name: "too-short",
    level: Level::Info,
    thresholds: &[("seconds", 60)],
    finds: r#"spoken time under 1 minute (140 words a minute; both can be set)"#,
    why: r#"In under a minute nobody learns what was hard and what you did about it. Tell the steps of your Action, and why you took them. Where a story is meant to be short, set `too-short.seconds` lower."#,
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
The tool had come with a migration three years before. Its bill went to a shared account that nobody owned, so nobody had asked about it since. I found it in the third week of my first quarter, while I sorted the bills by team.

## Task
I was new, and the budget was not mine. All the same I wanted that money back, without breaking a report that somebody relied on.

## Action
I listed every job that wrote to the tool and every person who had opened it within a year. I asked each of the nine teams in writing whether it would miss it, with a date by which I would switch it off. Two answered that they were not sure, so I sat down with both and moved their one report to our metrics store. Then I made the tool read only for a week, watched for complaints, and shut it down.

## Result
That saved $80,000 a year.
"#,
    )],
};

pub(super) fn find(story: &Alone) -> Vec<Diagnostic> {
    let limit = story.config.threshold(&LINT, "seconds") as usize;
    let pace = story.config.words_per_minute as usize;
    let words = story.entry.body.words();
    if words * 60 >= limit * pace || !story.is_complete() {
        return Vec::new();
    }
    // The same figure as everywhere, but never one that rounding made long enough.
    let takes = story.config.seconds(words).min(limit - 1);
    let message = format!("this takes {} to tell; {} is the least", super::minutes(takes), super::minutes(limit));
    let help = "tell more of what you did and why: the steps, the choice you had, what stood in the way";
    vec![story.finding(&LINT, story.title_span(), message).help(help)]
}
