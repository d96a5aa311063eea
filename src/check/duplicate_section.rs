//! `duplicate-section`: a section told twice.

use crate::content::{Kind, Section};
use crate::diagnostic::{Diagnostic, Level, Lint};
use crate::handbook::Handbook;

/// The rule.
pub static LINT: Lint = Lint {
    name: "duplicate-section",
    level: Level::Warn,
    thresholds: &[],
    finds: r#"a section told twice in one story"#,
    why: r#"On the day there is one Situation and one Result. Two headings of the same name are mostly a leftover of an earlier version; both parts are counted as one section."#,
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
That saved $80,000 a year.

## Result
The team had more time.
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
        let sections = &entry.body.sections;
        for (at, section) in sections.iter().enumerate() {
            if let Some(first) = sections[..at].iter().find(|earlier| earlier.rule == section.rule) {
                let name = &handbook.config.sections[section.rule].name;
                let span = |section: &Section| entry.body.headings[section.heading].span;
                let diagnostic = Diagnostic::new(&LINT, &entry.source, span(section), format!("`{name}` is told twice"));
                found.push(diagnostic.help("join the two parts under one heading").related(&entry.source, span(first), "the first telling"));
            }
        }
    }
    found
}
