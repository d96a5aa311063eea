//! `invalid-front-matter`: a file or its front matter that cannot be read.

use super::alone::Alone;
use crate::diagnostic::{Diagnostic, FaultKind, Level, Lint};

/// The rule.
pub static LINT: Lint = Lint {
    name: "invalid-front-matter",
    level: Level::Error,
    thresholds: &[],
    finds: r#"a file or its front matter that cannot be read"#,
    why: r#"A file that cannot be read is missing from the handbook, and nobody tells you on the day. Front matter is YAML between two lines of `---`; texts that hold `: `, `#`, brackets or quotes stand in quotes themselves. Files are UTF-8 text."#,
    bad: &[(
        "content/stories/log-tool.md",
        r#"---
title: Retiring: a log tool
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
    entry.faults(&LINT, FaultKind::InvalidFrontMatter)
}
