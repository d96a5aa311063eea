//! `no-metric`: a Result without a number.

use crate::content::{Kind, Passage, Role};
use crate::diagnostic::{Diagnostic, Level, Lint};
use crate::handbook::{Handbook, Telling};
use crate::{metric, placeholder};

/// The rule.
pub static LINT: Lint = Lint {
    name: "no-metric",
    level: Level::Warn,
    thresholds: &[],
    finds: r#"a Result with no number, amount, share, time or before and after"#,
    why: r#""It was a success" is what everybody says. A number is what the interviewer writes down: what changed, by how much, from what to what. Where nobody measured it, say what you saw before and after."#,
    bad: &[(
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
The tool was gone and everyone was happy.
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
    let mut found = Vec::new();
    for story in handbook.all(Kind::Story).iter().copied() {
        let entry = &handbook.entries[story];
        for (rule, section) in handbook.config.sections.iter().enumerate().filter(|(_, section)| section.role == Role::Result) {
            // A number that is still to come, as in "fell by [?] %", is the finding of `placeholder`.
            let measured = |passage: &Passage| metric::holds(&passage.spoken()) || !placeholder::inside(&passage.spoken()).is_empty();
            if handbook.telling(story, rule) != Telling::Told || handbook.passages(story, Role::Result).any(measured) {
                continue;
            }
            let first = handbook.passages(story, Role::Result).next();
            let span = first.map_or_else(|| super::title_span(entry), |passage| passage.place(0..passage.text.trim_end().len()));
            let message = format!("`{}` says nothing that can be counted", section.name);
            found.push(
                Diagnostic::new(&LINT, &entry.source, span, message).help("how much, how many, how long, or from what to what? An honest estimate counts"),
            );
        }
    }
    found
}
