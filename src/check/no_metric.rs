//! `no-metric`: a Result without a number.

use super::alone::Alone;
use crate::content::{Passage, Role, Telling};
use crate::diagnostic::{Diagnostic, Level, Lint};
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

pub(super) fn find(story: &Alone) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let body = &story.entry.body;
    let results = || body.with_role(&story.config.sections, Role::Result);
    for (rule, section) in story.config.sections.iter().enumerate().filter(|(_, section)| section.role == Role::Result) {
        // A number that is still to come, as in "fell by [?] %", is the finding of `placeholder`.
        let measured = |passage: &Passage| {
            let spoken = passage.spoken();
            metric::holds(&spoken) || !placeholder::inside(&spoken).is_empty()
        };
        if story.telling(rule) != Telling::Told || results().any(measured) {
            continue;
        }
        let span = results().next().map_or_else(|| story.title_span(), |passage| passage.place(0..passage.text.trim_end().len()));
        let message = format!("`{}` says nothing that can be counted", section.name);
        let help = "how much, how many, how long, or from what to what? An honest estimate counts";
        found.push(story.finding(&LINT, span, message).help(help));
    }
    found
}
