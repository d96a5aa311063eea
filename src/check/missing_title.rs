//! `missing-title`: an entry without a title.

use super::alone::Alone;
use crate::diagnostic::{Diagnostic, FaultKind, Level, Lint};

/// The rule.
pub static LINT: Lint = Lint {
    name: "missing-title",
    level: Level::Error,
    thresholds: &[],
    finds: r#"an entry without a title"#,
    why: r#"Lists, links and the cheat sheet call every entry by its title."#,
    bad: &[(
        "content/stories/log-tool.md",
        r#"---
hook: A tool nobody used
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
"#,
    )],
};

pub(super) fn find(entry: &Alone) -> Vec<Diagnostic> {
    entry.faults(&LINT, FaultKind::MissingTitle)
}
