//! `overused-story`: a story that is meant to show everything.

use crate::content::Kind;
use crate::diagnostic::{Diagnostic, Level, Lint};
use crate::handbook::Handbook;
use crate::parse;

/// The rule.
pub static LINT: Lint = Lint {
    name: "overused-story",
    level: Level::Warn,
    thresholds: &[("principles", 3)],
    finds: r#"one story named for more than three principles"#,
    why: r#"A story that shows everything is the one you will want to tell in every round, and you can tell it once. Name the principles that it shows best. `overused-story.principles` sets how many."#,
    bad: &[
        (
            "content/principles/ownership.md",
            r#"---
title: Ownership
---
"#,
        ),
        (
            "content/principles/frugality.md",
            r#"---
title: Frugality
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
            "content/principles/earn-trust.md",
            r#"---
title: Earn Trust
---
"#,
        ),
        (
            "content/stories/log-tool.md",
            r#"---
title: Retiring a log tool
principles: [ownership, frugality, dive-deep, earn-trust]
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
            "content/principles/frugality.md",
            r#"---
title: Frugality
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
            "content/principles/earn-trust.md",
            r#"---
title: Earn Trust
---
"#,
        ),
        (
            "content/stories/log-tool.md",
            r#"---
title: Retiring a log tool
principles: [ownership, frugality]
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
    ],
};

pub(super) fn find(handbook: &Handbook) -> Vec<Diagnostic> {
    let most = handbook.config.threshold(&LINT, "principles") as usize;
    let mut found = Vec::new();
    for story in handbook.all(Kind::Story).iter().copied() {
        let count = handbook.links[story].principles.len();
        if count <= most {
            continue;
        }
        let entry = &handbook.entries[story];
        // The finding stands at the first name that is one too many.
        let mut seen = Vec::new();
        let extra = handbook.story(story).principles.iter().find(|name| match handbook.find(&[Kind::Principle], &name.value) {
            Some((principle, _)) if !seen.contains(&principle) => {
                seen.push(principle);
                seen.len() > most
            }
            _ => false,
        });
        let span = extra.map_or_else(|| super::title_span(entry), |name| parse::text_span(&entry.source, name));
        let message = format!("this story is named for {count} principles");
        let help = format!("keep the {most} that it shows best, and tell the others with other stories");
        found.push(Diagnostic::new(&LINT, &entry.source, span, message).help(help));
    }
    found
}
