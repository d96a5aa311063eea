//! `section-order`: sections told out of order.

use super::alone::Alone;
use crate::diagnostic::{Diagnostic, Level, Lint};

/// The rule.
pub static LINT: Lint = Lint {
    name: "section-order",
    level: Level::Warn,
    thresholds: &[],
    finds: r#"sections told out of order"#,
    why: r#"Interviewers take notes in the order that they know. A Result before the Action has to be told again."#,
    bad: &[(
        "content/stories/log-tool.md",
        r#"---
title: Retiring a log tool
---
## Situation
Our audit showed a log tool that cost $80,000 a year.

## Action
I asked each team, and nobody used it.

## Task
I wanted that money back.

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
    let mut furthest: Option<usize> = None;
    let mut seen = Vec::new();
    for section in &story.entry.body.sections {
        // A section told twice has its own finding; where it stands first is what counts.
        if seen.contains(&section.rule) {
            continue;
        }
        seen.push(section.rule);
        if let Some(later) = furthest.filter(|later| section.rule < *later) {
            let name = |rule: usize| &story.config.sections[rule].name;
            let message = format!("`{}` comes after `{}`", name(section.rule), name(later));
            let order: Vec<&str> = story.config.sections.iter().map(|rule| rule.name.as_str()).collect();
            let span = story.entry.body.headings[section.heading].span;
            found.push(story.finding(&LINT, span, message).help(format!("the order is {}", order.join(", "))));
        }
        furthest = furthest.max(Some(section.rule));
    }
    found
}
