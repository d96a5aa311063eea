//! `empty-section`: a required section without words.

use super::alone::Alone;
use crate::content::Telling;
use crate::diagnostic::{Diagnostic, Level, Lint};

/// The rule.
pub static LINT: Lint = Lint {
    name: "empty-section",
    level: Level::Error,
    thresholds: &[],
    finds: r#"a required section without words"#,
    why: r#"An interviewer who hears no Result assumes that there was none. A heading alone is a promise that you will not keep under pressure."#,
    bad: &[(
        "content/stories/log-tool.md",
        r#"---
title: Retiring a log tool
---
## Situation
Our audit showed a log tool that cost $80,000 a year.

## Task

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

pub(super) fn find(story: &Alone) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let body = &story.entry.body;
    for (rule, section) in story.config.sections.iter().enumerate() {
        if section.required && story.telling(rule) == Telling::Empty {
            let heading = body.sections.iter().find(|written| written.rule == rule).map(|written| body.headings[written.heading].span);
            let message = format!("`{}` has a heading and no words", section.name);
            let help = "say it in two or three sentences, or set `status: draft` until you can";
            found.push(story.finding(&LINT, heading.unwrap_or_default(), message).help(help));
        }
    }
    found
}
