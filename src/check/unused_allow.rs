//! `unused-allow`: an allow comment that silences nothing. Judged once all other rules have spoken.

use super::AllowId;
use crate::diagnostic::{Diagnostic, Level, Lint, did_you_mean};
use crate::handbook::Handbook;
use std::collections::BTreeSet;

/// The rule.
pub static LINT: Lint = Lint {
    name: "unused-allow",
    level: Level::Info,
    thresholds: &[],
    finds: r#"an allow comment that never fires, or names no lint"#,
    why: r#"A comment that silences nothing any more hides the next finding of its kind, which may be true."#,
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
<!-- prepgen: allow no-metrics -->
The tool was gone.
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
<!-- prepgen: allow no-metric -->
The tool was gone.
"#,
    )],
};

pub(super) fn find(handbook: &Handbook, used: &BTreeSet<AllowId>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (index, entry) in handbook.entries.iter().enumerate() {
        for (number, allow) in entry.body.allows.iter().enumerate() {
            let known = super::lint(&allow.lint);
            // What site.toml turned off was not looked for, so nobody knows whether the comment is of use.
            if used.contains(&(index, number)) || known.is_some_and(|lint| handbook.config.level(lint) == Level::Off || lint.name == LINT.name) {
                continue;
            }
            let diagnostic = |message: String| Diagnostic::new(&LINT, &entry.source, allow.span, message);
            found.push(match (known, did_you_mean(&allow.lint, super::lints().iter().map(|lint| lint.name))) {
                (Some(_), _) => diagnostic(format!("nothing here needs `allow {}`", allow.lint)).help("remove the comment"),
                (None, Some(close)) => {
                    diagnostic(format!("no lint is called `{}`", allow.lint)).help(format!("did you mean `{close}`?")).fix(allow.span, close)
                }
                (None, None) => diagnostic(format!("no lint is called `{}`", allow.lint)).help("`prepgen explain` lists them"),
            });
        }
    }
    found
}
