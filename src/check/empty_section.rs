//! `empty-section`: a required section without words.

use crate::content::Kind;
use crate::diagnostic::{Diagnostic, Level, Lint};
use crate::handbook::{Handbook, Telling};

/// The rule.
pub static LINT: Lint = Lint {
    name: "empty-section",
    level: Level::Error,
    thresholds: &[],
    finds: r#"a required section without words"#,
    why: r#"An interviewer who hears no Result assumes that there was none. A heading alone is a promise that you will not keep under pressure."#,
    bad: &[(
        "content/stories/log-tool.md",
        r#"---
title: Retiring a log tool
---
## Situation
Our audit showed a log tool that cost $80,000 a year.

## Task

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
        for (rule, section) in handbook.config.sections.iter().enumerate() {
            if section.required && handbook.telling(*story, rule) == Telling::Empty {
                let heading = entry.body.sections.iter().find(|written| written.rule == rule).map(|written| entry.body.headings[written.heading].span);
                let message = format!("`{}` has a heading and no words", section.name);
                found.push(
                    Diagnostic::new(&LINT, &entry.source, heading.unwrap_or_default(), message)
                        .help("say it in two or three sentences, or set `status: draft` until you can"),
                );
            }
        }
    }
    found
}
