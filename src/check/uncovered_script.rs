//! `uncovered-script`: characters that the printed sheet cannot show.

use crate::diagnostic::{Level, Lint};

/// The rule.
pub static LINT: Lint = Lint {
    name: "uncovered-script",
    level: Level::Info,
    thresholds: &[],
    finds: r#"characters that the sheet's fonts lack"#,
    why: r#"The PDF uses the fonts it brings along and none of your system, so that it looks the same everywhere. Name a font of your own that has these characters as `font` in `[cheatsheet]`."#,
    bad: &[(
        "content/stories/log-tool.md",
        r#"---
title: 資料庫の移行
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
