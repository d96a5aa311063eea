//! `stray-file`: Markdown in content/ that is of no kind.

use crate::diagnostic::{Diagnostic, Level, Lint};
use crate::handbook::Handbook;

/// The rule.
pub static LINT: Lint = Lint {
    name: "stray-file",
    level: Level::Warn,
    thresholds: &[],
    finds: r#"Markdown in content/ outside the kinds' folders, and files that are not read"#,
    why: r#"Only files in `stories`, `questions`, `principles`, `asks`, `interviews` and `pages` become entries. A file beside them is in no page, and easy to miss until it is asked for."#,
    bad: &[(
        "content/storys/log-tool.md",
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

pub(super) fn find(handbook: &Handbook) -> Vec<Diagnostic> {
    let of = |stray: &crate::load::Loaded| stray.fault.clone().map(|fault| super::of_fault(&LINT, &stray.source, fault));
    handbook.strays.iter().filter_map(of).collect()
}
