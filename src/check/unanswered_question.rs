//! `unanswered-question`: a question with neither story nor notes.

use crate::content::Kind;
use crate::diagnostic::{Diagnostic, Level, Lint};
use crate::handbook::Handbook;

/// The rule.
pub static LINT: Lint = Lint {
    name: "unanswered-question",
    level: Level::Warn,
    thresholds: &[],
    finds: r#"a question that neither a story nor notes answer"#,
    why: r#"The question that you left open is the one that is asked. Where you leave one open on purpose, say so with `skip: true`."#,
    bad: &[(
        "content/questions/missed-deadline.md",
        r#"---
title: When did you miss a deadline?
---
"#,
    )],
    good: &[(
        "content/questions/missed-deadline.md",
        r#"---
title: When did you miss a deadline?
---
In spring, with the report that I gave to two people.
"#,
    )],
};

pub(super) fn find(handbook: &Handbook) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for question in handbook.all(Kind::Question).iter().copied() {
        let entry = &handbook.entries[question];
        if entry.unreadable || handbook.is_duplicate(question) || handbook.is_skipped(question) || handbook.is_answered(question) {
            continue;
        }
        // A placeholder where the answer should be has a finding of its own.
        if entry.body.passages.iter().any(|passage| passage.is_spoken() && passage.is_placeholder) {
            continue;
        }
        let drafts = handbook.links[question].stories.iter().any(|story| handbook.is_draft(*story));
        let help = if drafts {
            "a draft names it: finish that story and set `status: ready`".to_string()
        } else {
            format!("name `{}` under `questions` of the story that answers it, write notes below its front matter, or set `skip: true`", entry.id)
        };
        found.push(Diagnostic::new(&LINT, &entry.source, super::title_span(entry), "nothing answers this question").help(help));
    }
    found
}
