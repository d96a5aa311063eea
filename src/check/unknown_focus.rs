//! `unknown-focus`: a focus of an interview that is neither principle nor question.

use crate::content::{Fields, Kind, Text};
use crate::diagnostic::{Diagnostic, Level, Lint};
use crate::handbook::Handbook;

/// The rule.
pub static LINT: Lint = Lint {
    name: "unknown-focus",
    level: Level::Error,
    thresholds: &[],
    finds: r#"a focus of an interview that is neither principle nor question"#,
    why: r#"A focus that means nothing is planned for by nobody."#,
    bad: &[
        (
            "content/principles/ownership.md",
            r#"---
title: Ownership
---
"#,
        ),
        (
            "content/interviews/final-loop.md",
            r#"---
title: Final loop
rounds: [{name: First, focus: [owner]}]
---
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
            "content/interviews/final-loop.md",
            r#"---
title: Final loop
rounds: [{name: First, focus: [ownership]}]
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
            Fields::Interview(interview) => interview.rounds.iter().map(|round| &round.focus[..]).collect(),
            _ => Vec::new(),
        };
        found.extend(
            names
                .into_iter()
                .flat_map(|names| super::named::unknown(handbook, &LINT, &[Kind::Principle, Kind::Question], "principle or question", entry, names)),
        );
    }
    found
}
