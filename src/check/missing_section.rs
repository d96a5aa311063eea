//! `missing-section`: a required section that is not there.

use crate::content::Kind;
use crate::diagnostic::{Diagnostic, Level, Lint};
use crate::handbook::{Handbook, Telling};

/// The rule.
pub static LINT: Lint = Lint {
    name: "missing-section",
    level: Level::Error,
    thresholds: &[],
    finds: r#"a required section that is not there"#,
    why: r#"A story without one of its sections leaves the interviewer to guess: what was it about, what was yours to do, what did you do, what came of it? Which sections are required is set by `[[story.section]]` in site.toml."#,
    bad: &[(
        "content/stories/log-tool.md",
        r#"---
title: Retiring a log tool
---
## Situation
Our audit showed a log tool that cost $80,000 a year.

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
    let mut found = Vec::new();
    for story in handbook.all(Kind::Story) {
        let entry = &handbook.entries[*story];
        if entry.unreadable {
            continue;
        }
        for (rule, section) in handbook.config.sections.iter().enumerate() {
            if section.required && handbook.telling(*story, rule) == Telling::Missing {
                let message = format!("this story has no section `{}`", section.name);
                let help = format!("add a heading `## {}` and tell it, or set `status: draft` until you can", section.name);
                found.push(Diagnostic::new(&LINT, &entry.source, super::title_span(entry), message).help(help));
            }
        }
    }
    found
}
