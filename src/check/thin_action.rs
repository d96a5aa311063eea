//! `thin-action`: a story that says much about everything but what the teller did.

use super::alone::Alone;
use crate::content::{Role, Section};
use crate::diagnostic::{Diagnostic, Level, Lint};

/// The rule.
pub static LINT: Lint = Lint {
    name: "thin-action",
    level: Level::Warn,
    thresholds: &[("percent", 35)],
    finds: r#"an Action under 35 % of the words of its story, where the story has 60 words at least"#,
    why: r#"The Action is what you are hired for. A story that is mostly Situation shows a company, not you. Shorten what came before and say step by step what you did. `thin-action.percent` sets the share."#,
    bad: &[(
        "content/stories/log-tool.md",
        r#"---
title: Retiring a log tool
---
## Situation
The tool had come with a migration three years before. Its bill went to a shared account that nobody owned, so nobody had asked about it since. I found it in the third week of my first quarter, while I sorted the bills by team.

## Task
I was new, and the budget was not mine. All the same I wanted that money back, without breaking a report that somebody relied on.

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

/// Words below which shares say nothing.
const MIN_WORDS: usize = 60;

pub(super) fn find(story: &Alone) -> Vec<Diagnostic> {
    let percent = story.config.threshold(&LINT, "percent") as usize;
    let body = &story.entry.body;
    let rule = |section: &Section| &story.config.sections[section.rule];
    let actions: Vec<&Section> = body.sections.iter().filter(|section| rule(section).role == Role::Action).collect();
    let Some(first) = actions.first().filter(|_| story.is_complete()) else { return Vec::new() };
    let own: usize = actions.iter().map(|section| section.words).sum();
    let all = body.words();
    if all < MIN_WORDS || own * 100 >= all * percent {
        return Vec::new();
    }
    let message = format!("`{}` is {} % of this story ({own} of {all} words); {percent} % is the least", rule(first).name, own * 100 / all);
    let help = "say step by step what you did and why, and shorten what comes before";
    vec![story.finding(&LINT, body.headings[first.heading].span, message).help(help)]
}
