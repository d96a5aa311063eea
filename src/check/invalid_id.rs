//! `invalid-id`: a file name that gives no id.

use super::alone::Alone;
use crate::diagnostic::{Diagnostic, FaultKind, Level, Lint};

/// The rule.
pub static LINT: Lint = Lint {
    name: "invalid-id",
    level: Level::Error,
    thresholds: &[],
    finds: r#"a file name that gives no id"#,
    why: r#"An entry's id is its file's name in kebab-case; pages and links go by it. A name without a letter or digit, or one that is too long for a page's file name, gives none."#,
    bad: &[(
        "content/stories/!!!.md",
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
"#,
    )],
};

pub(super) fn find(entry: &Alone) -> Vec<Diagnostic> {
    entry.faults(&LINT, FaultKind::InvalidId)
}
