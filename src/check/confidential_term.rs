//! `confidential-term`: a term that must not be published.

use crate::diagnostic::{Level, Lint};

/// The rule.
pub static LINT: Lint = Lint {
    name: "confidential-term",
    level: Level::Error,
    thresholds: &[],
    finds: r#"a term of `[publish] forbid` in what a public build would write"#,
    why: r#"What a build with `--public` writes may be read by everybody. A forbidden term that is left anywhere, in file names and static/ too, ends it, and nothing is written. No level, draft or comment softens this; let `[publish] redact` replace the term, or reword."#,
    bad: &[
        (
            "site.toml",
            r#"[publish]
forbid = ["Project Zebra"]
"#,
        ),
        (
            "content/stories/log-tool.md",
            r#"---
title: Retiring a log tool
---
## Situation
Our audit for Project Zebra showed a log tool that cost $80,000 a year.

## Task
I wanted that money back.

## Action
I asked each team whether it still used the tool, and nobody did. Then I switched it off.

## Result
That saved $80,000 a year.
"#,
        ),
    ],
    good: &[
        (
            "site.toml",
            r#"[publish]
forbid = ["Project Zebra"]
"#,
        ),
        (
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
        ),
    ],
};
