//! `reused-in-loop`: one event that two rounds of a loop are to hear.

use crate::content::{Fields, Kind, Text};
use crate::diagnostic::{Diagnostic, Level, Lint};
use crate::handbook::{Handbook, Index};
use crate::{parse, prose};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// The rule.
pub static LINT: Lint = Lint {
    name: "reused-in-loop",
    level: Level::Error,
    thresholds: &[],
    finds: r#"one event pinned twice in one interview"#,
    why: r#"Interviewers of one loop meet afterwards. An event that two of them heard counts once, and says that you had no other. Pin another story in one of the rounds."#,
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
principles: [ownership, dive-deep]
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
        (
            "content/interviews/final-loop.md",
            r#"---
title: Final loop
rounds:
  - {name: First, focus: [ownership], stories: [log-tool]}
  - {name: Second, focus: [dive-deep], stories: [log-tool]}
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
principles: [ownership, dive-deep]
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
        (
            "content/interviews/final-loop.md",
            r#"---
title: Final loop
rounds:
  - {name: First, focus: [ownership], stories: [log-tool]}
  - {name: Second, focus: [dive-deep], stories: [slow-report]}
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
        let mut told: BTreeMap<Event, &Text> = BTreeMap::new();
        for pin in interview.rounds.iter().flat_map(|round| &round.stories) {
            let Some((story, _)) = handbook.find(&[Kind::Story], &pin.value) else { continue };
            let first = match told.entry(event(handbook, story)) {
                Entry::Vacant(free) => {
                    free.insert(pin);
                    continue;
                }
                Entry::Occupied(first) => *first.get(),
            };
            let span = parse::text_span(&entry.source, pin);
            let message = format!("`{}` tells an event that is pinned in this interview already", handbook.entries[story].name());
            let diagnostic = Diagnostic::new(&LINT, &entry.source, span, message).help("pin a story of another event here, or none");
            found.push(diagnostic.related(&entry.source, parse::text_span(&entry.source, first), "pinned here first"));
        }
    }
    found
}

/// What a story tells: the event that it declares, else itself.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Event {
    Declared(String),
    Own(Index),
}

fn event(handbook: &Handbook, story: Index) -> Event {
    match &handbook.story(story).event {
        Some(event) => Event::Declared(prose::composed(event.value.trim()).into_owned()),
        None => Event::Own(story),
    }
}
