//! `unknown-story`: a story that an interview names and that is not there.

use crate::content::{Fields, Kind, Text};
use crate::diagnostic::{Diagnostic, Level, Lint};
use crate::handbook::Handbook;

/// The rule.
pub static LINT: Lint = Lint {
    name: "unknown-story",
    level: Level::Error,
    thresholds: &[],
    finds: r#"a story that an interview names and that is not there"#,
    why: r#"A reference to nothing is a story that will not be found when it is asked for."#,
    bad: &[
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
        (
            "content/interviews/final-loop.md",
            r#"---
title: Final loop
told: [log-tol]
---
"#,
        ),
    ],
    good: &[
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
        (
            "content/interviews/final-loop.md",
            r#"---
title: Final loop
told: [log-tool]
---
"#,
        ),
    ],
};

pub(super) fn find(handbook: &Handbook) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for index in handbook.all(Kind::Interview) {
        let entry = &handbook.entries[*index];
        let names: Vec<&[Text]> = match &entry.fields {
            Fields::Interview(interview) => interview.rounds.iter().map(|round| &round.stories[..]).chain([&interview.told[..]]).collect(),
            _ => Vec::new(),
        };
        found.extend(names.into_iter().flat_map(|names| super::named::unknown(handbook, &LINT, &[Kind::Story], "story", entry, names)));
    }
    found
}
