//! `uncovered-principle`: a principle without a story.

use crate::content::Kind;
use crate::diagnostic::{Diagnostic, Level, Lint};
use crate::handbook::Handbook;

/// The rule.
pub static LINT: Lint = Lint {
    name: "uncovered-principle",
    level: Level::Warn,
    thresholds: &[],
    finds: r#"an active principle with no story"#,
    why: r#"Each interviewer is given one or two principles to ask about. For one without a story you will tell a story that another round has heard. Where nobody will ask for it, say so with `active: false`."#,
    bad: &[(
        "content/principles/dive-deep.md",
        r#"---
title: Dive Deep
---
"#,
    )],
    good: &[(
        "content/principles/dive-deep.md",
        r#"---
title: Dive Deep
active: false
---
"#,
    )],
};

pub(super) fn find(handbook: &Handbook) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for principle in handbook.all(Kind::Principle).iter().copied() {
        let entry = &handbook.entries[principle];
        let stories = &handbook.links[principle].stories;
        if entry.unreadable || handbook.is_duplicate(principle) || !handbook.is_active(principle) || handbook.event_count(stories) > 0 {
            continue;
        }
        let help = if stories.iter().any(|story| handbook.is_draft(*story)) {
            "a draft names it: finish that story and set `status: ready`".to_string()
        } else {
            format!("name `{}` under `principles` of a story that shows it, or set `active: false`", entry.id)
        };
        found.push(Diagnostic::new(&LINT, &entry.source, super::title_span(entry), format!("no story shows `{}`", entry.name())).help(help));
    }
    found
}
