//! `unknown-key`: a key that this kind of entry does not have.

use super::alone::Alone;
use crate::diagnostic::{Diagnostic, FaultKind, Level, Lint};

/// The rule.
pub static LINT: Lint = Lint {
    name: "unknown-key",
    level: Level::Error,
    thresholds: &[],
    finds: r#"a key that this kind of entry does not have"#,
    why: r#"A misspelt key would be ignored without a word, and with it what you wanted to say. So every key is known or an error."#,
    bad: &[(
        "content/stories/log-tool.md",
        r#"---
title: Retiring a log tool
principals: []
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
    entry.faults(&LINT, FaultKind::UnknownKey)
}
