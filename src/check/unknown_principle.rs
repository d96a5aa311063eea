//! `unknown-principle`: a principle that is named and not there.

use crate::content::{Fields, Kind, Text};
use crate::diagnostic::{Diagnostic, Level, Lint};
use crate::handbook::Handbook;

/// The rule.
pub static LINT: Lint = Lint {
    name: "unknown-principle",
    level: Level::Error,
    thresholds: &[],
    finds: r#"a principle that is named and not there"#,
    why: r#"A reference to nothing is a story that will not be found when it is asked for."#,
    bad: &[
        (
            "content/principles/ownership.md",
            r#"---
title: Ownership
---
"#,
        ),
        (
            "content/stories/log-tool.md",
            r#"---
title: Retiring a log tool
principles: [ownershp]
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
    good: &[
        (
            "content/principles/ownership.md",
            r#"---
title: Ownership
---
"#,
        ),
        (
            "content/stories/log-tool.md",
            r#"---
title: Retiring a log tool
principles: [ownership]
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

pub(super) fn find(handbook: &Handbook) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for index in &handbook.doubtful {
        let entry = &handbook.entries[*index];
        let names: Vec<&[Text]> = match &entry.fields {
            Fields::Story(story) => vec![&story.principles],
            Fields::Question(question) => vec![&question.principles],
            _ => Vec::new(),
        };
        found.extend(names.into_iter().flat_map(|names| super::named::unknown(handbook, &LINT, &[Kind::Principle], "principle", entry, names)));
    }
    found
}
