//! `thin-principle`: a principle whose stories all tell one event.

use crate::content::Kind;
use crate::diagnostic::{Diagnostic, Level, Lint};
use crate::handbook::Handbook;

/// The rule.
pub static LINT: Lint = Lint {
    name: "thin-principle",
    level: Level::Warn,
    thresholds: &[("events", 2)],
    finds: r#"an active principle with fewer than two distinct events"#,
    why: r#"One story a principle is gone once another round has heard it. Stories that tell one event count as one here. `thin-principle.events` sets how many you want."#,
    bad: &[
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
principles: [dive-deep]
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
principles: [dive-deep]
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
            "content/stories/slow-report.md",
            r#"---
title: A report that took all night
principles: [dive-deep]
---
## Situation
The monthly report ran for nine hours.

## Task
I was to find out why.

## Action
I read the query plan and saw that an index was missing. I added it.

## Result
It ran for four minutes.
"#,
        ),
    ],
};

pub(super) fn find(handbook: &Handbook) -> Vec<Diagnostic> {
    let least = handbook.config.threshold(&LINT, "events") as usize;
    let mut found = Vec::new();
    for principle in handbook.all(Kind::Principle).iter().copied() {
        let entry = &handbook.entries[principle];
        let stories = &handbook.links[principle].stories;
        let events = handbook.event_count(stories);
        // Without any it is uncovered, which has a finding of its own.
        if entry.unreadable || handbook.is_duplicate(principle) || !handbook.is_active(principle) || events == 0 || events >= least {
            continue;
        }
        let told = handbook.told(stories).count();
        let one = if events == 1 { "one event".to_string() } else { format!("{events} events") };
        let message = match told {
            told if told > events => format!("the {told} stories of `{}` tell {one}", entry.name()),
            _ => format!("`{}` has stories of {one} only", entry.name()),
        };
        let help = format!("name `{}` under `principles` of a story about another event; {least} are wanted", entry.id);
        found.push(Diagnostic::new(&LINT, &entry.source, super::title_span(entry), message).help(help));
    }
    found
}
