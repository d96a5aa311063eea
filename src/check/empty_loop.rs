//! `empty-loop`: an interview that leaves nothing to plan.

use crate::content::{Fields, Kind, Text};
use crate::diagnostic::{Diagnostic, Fault, FaultKind, Level, Lint};
use crate::handbook::{Handbook, Index};
use crate::parse;

/// The rule.
pub static LINT: Lint = Lint {
    name: "empty-loop",
    level: Level::Warn,
    thresholds: &[],
    finds: r#"an interview without rounds, a round without focus, one focus twice in a round"#,
    why: r#"A loop is planned by what each round asks for. Recruiters tell you when you ask them; where they do not, guess."#,
    bad: &[
        (
            "content/principles/ownership.md",
            r#"---
title: Ownership
---
"#,
        ),
        (
            "content/interviews/final-loop.md",
            r#"---
title: Final loop
rounds: [{name: First}]
---
"#,
        ),
    ],
    good: &[
        (
            "content/principles/ownership.md",
            r#"---
title: Ownership
---
"#,
        ),
        (
            "content/interviews/final-loop.md",
            r#"---
title: Final loop
rounds: [{name: First, focus: [ownership]}]
---
"#,
        ),
    ],
};

pub(super) fn find(handbook: &Handbook) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for index in handbook.all(Kind::Interview) {
        let entry = &handbook.entries[*index];
        let Fields::Interview(interview) = &entry.fields else { continue };
        // Where a key is misspelt or of the wrong type, that is the finding.
        let misread = |fault: &Fault| matches!(fault.kind, FaultKind::InvalidFrontMatter | FaultKind::UnknownKey);
        let misread = entry.unreadable || entry.faults.iter().any(misread);
        if interview.rounds.is_empty() && !misread {
            let diagnostic = Diagnostic::new(&LINT, &entry.source, super::title_span(entry), "this interview has no rounds");
            found.push(diagnostic.help("list them: `rounds: [{name: First, focus: [ownership]}]`"));
        }
        for round in &interview.rounds {
            if round.focus.is_empty() && !misread {
                let name = round.name.as_ref().map_or("this round".into(), |name| format!("the round `{}`", name.value));
                let span = round.name.as_ref().map_or_else(|| parse::span(&entry.source, round.place), |name| parse::text_span(&entry.source, name));
                let diagnostic = Diagnostic::new(&LINT, &entry.source, span, format!("{name} has no focus"));
                found.push(diagnostic.help("name the principles or questions that it asks for: `focus: [ownership]`"));
            }
            let mut seen: Vec<(Index, &Text)> = Vec::new();
            for name in &round.focus {
                let Some(focus) = handbook.focus(&name.value) else { continue };
                let Some((_, first)) = seen.iter().find(|(earlier, _)| *earlier == focus) else {
                    seen.push((focus, name));
                    continue;
                };
                let message = format!("`{}` is a focus of this round twice", handbook.entries[focus].name());
                let diagnostic = Diagnostic::new(&LINT, &entry.source, parse::text_span(&entry.source, name), message).help("name it once");
                found.push(diagnostic.related(&entry.source, parse::text_span(&entry.source, first), "named here first"));
            }
        }
    }
    found
}
