//! `broken-link`: links and pictures that lead nowhere.

use crate::content::LinkForm;
use crate::diagnostic::{Diagnostic, Level, Lint};
use crate::handbook::{Broken, Handbook};
use std::collections::BTreeMap;

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
    for index in handbook.broken.iter().copied() {
        let entry = &handbook.entries[index];
        // The same wrong name often stands in a file many times, and looking for what was meant takes a while.
        let mut known: BTreeMap<(LinkForm, &str, Option<&str>), Option<Broken>> = BTreeMap::new();
        for link in &entry.body.links {
            let key = (link.form, link.target.as_str(), link.anchor.as_deref());
            if let Some(broken) = known.entry(key).or_insert_with(|| handbook.resolve(index, link).err()).clone() {
                found.push(Diagnostic::new(&LINT, &entry.source, link.span, broken.message).help(broken.help));
            }
        }
    }
    found
}
