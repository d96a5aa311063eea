//! `unused-pin`: a story that is pinned to a round which does not ask for it.

use crate::content::{Fields, Kind};
use crate::diagnostic::{Diagnostic, Level, Lint};
use crate::handbook::{Handbook, Index};
use crate::parse;

/// The rule.
pub static LINT: Lint = Lint {
    name: "unused-pin",
    level: Level::Warn,
    thresholds: &[],
    finds: r#"a pin that serves no focus of its round, or is a draft"#,
    why: r#"A pinned story takes the place of one that would fit. It has to name a focus of its round, or share a question or principle with it; a draft serves nothing until it is ready."#,
    bad: &[
        (
            "content/principles/ownership.md",
            r#"---
title: Ownership
---
"#,
        ),
        (
            "content/principles/dive-deep.md",
            r#"---
title: Dive Deep
---
"#,
        ),
        (
            "content/stories/log-tool.md",
            r#"---
title: Retiring a log tool
principles: [ownership]
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
        ),
        (
            "content/interviews/final-loop.md",
            r#"---
title: Final loop
rounds:
  - {name: First, focus: [dive-deep], stories: [log-tool]}
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
            "content/principles/dive-deep.md",
            r#"---
title: Dive Deep
---
"#,
        ),
        (
            "content/stories/log-tool.md",
            r#"---
title: Retiring a log tool
principles: [ownership]
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
        ),
        (
            "content/interviews/final-loop.md",
            r#"---
title: Final loop
rounds:
  - {name: First, focus: [ownership], stories: [log-tool]}
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
        for round in &interview.rounds {
            let focus: Vec<Option<Index>> = round.focus.iter().map(|name| handbook.focus(&name.value)).collect();
            // A round without focus, and a focus that means nothing, have findings of their own.
            let open = focus.is_empty() || focus.iter().any(Option::is_none);
            for pin in &round.stories {
                let Some((story, _)) = handbook.find(&[Kind::Story], &pin.value) else { continue };
                let name = handbook.entries[story].name();
                let (message, help) = if handbook.is_draft(story) {
                    (format!("`{name}` is a draft and serves nothing yet"), "finish it and set `status: ready`, or pin another story")
                } else if !open && handbook.is_told(story) && !focus.iter().flatten().any(|focus| handbook.can_serve(story, *focus)) {
                    (
                        format!("`{name}` serves no focus of this round"),
                        "pin it where one of its principles or questions is asked for, or name this focus in the story",
                    )
                } else {
                    continue;
                };
                found.push(Diagnostic::new(&LINT, &entry.source, parse::text_span(&entry.source, pin), message).help(help));
            }
        }
    }
    found
}
