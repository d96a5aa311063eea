//! `broken-link`: links and pictures that lead nowhere.

use crate::diagnostic::{Diagnostic, Level, Lint};
use crate::handbook::Handbook;

/// The rule.
pub static LINT: Lint = Lint {
    name: "broken-link",
    level: Level::Error,
    thresholds: &[],
    finds: r#"a link or picture inside the handbook that leads nowhere"#,
    why: r#"A dead link costs the minute that you do not have on the day. `[[id]]` links go by id, title or alias; other links are relative to the file they stand in, or start with `/` for the published site."#,
    bad: &[(
        "content/pages/plan.md",
        r#"---
title: Plan
---
Start with [[no-such-story]].
"#,
    )],
    good: &[(
        "content/pages/plan.md",
        r#"---
title: Plan
---
Start with [[plan]].
"#,
    )],
};

pub(super) fn find(handbook: &Handbook) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (index, entry) in handbook.entries.iter().enumerate() {
        for link in &entry.body.links {
            if let Err(broken) = handbook.resolve(index, link) {
                found.push(Diagnostic::new(&LINT, &entry.source, link.span, broken.message).help(broken.help));
            }
        }
    }
    found
}
