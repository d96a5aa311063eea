//! `duplicate-section`: a section told twice.

use super::alone::Alone;
use crate::content::Section;
use crate::diagnostic::{Diagnostic, Level, Lint};

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

pub(super) fn find(story: &Alone) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let body = &story.entry.body;
    for (at, section) in body.sections.iter().enumerate() {
        if let Some(first) = body.sections[..at].iter().find(|earlier| earlier.rule == section.rule) {
            let name = &story.config.sections[section.rule].name;
            let span = |section: &Section| body.headings[section.heading].span;
            let diagnostic = story.finding(&LINT, span(section), format!("`{name}` is told twice"));
            found.push(diagnostic.help("join the two parts under one heading").related(&story.entry.source, span(first), "the first telling"));
        }
    }
    found
}
