//! `stale-story`: a story from long ago.

use crate::content::{Fields, Kind};
use crate::diagnostic::{Diagnostic, Level, Lint};
use crate::handbook::Handbook;
use crate::parse;

/// The rule.
pub static LINT: Lint = Lint {
    name: "stale-story",
    level: Level::Info,
    thresholds: &[("months", 36)],
    finds: r#"a story that happened over 36 months before the newest interview (or the day given as `--today`)"#,
    why: r#"Interviewers prefer what you did lately: an old story makes them ask what you have done since. Keep it for when nothing newer fits. A date without month or day counts as its last day; `stale-story.months` sets the age."#,
    bad: &[
        (
            "content/stories/log-tool.md",
            r#"---
title: Retiring a log tool
date: 2019-05
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
date: 2024-03-01
rounds: [{name: First, focus: [ownership]}]
---
"#,
        ),
    ],
    good: &[
        (
            "content/stories/log-tool.md",
            r#"---
title: Retiring a log tool
date: 2023-05
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
date: 2024-03-01
rounds: [{name: First, focus: [ownership]}]
---
"#,
        ),
    ],
};

pub(super) fn find(handbook: &Handbook) -> Vec<Diagnostic> {
    let months = handbook.config.threshold(&LINT, "months");
    let interviews = handbook.all(Kind::Interview).iter().filter_map(|index| match &handbook.entries[*index].fields {
        Fields::Interview(interview) => interview.date.map(|date| date.last_day),
        _ => None,
    });
    let Some(day) = handbook.today.or_else(|| interviews.max()) else { return Vec::new() };
    let Ok(span) = jiff::Span::new().try_months(months) else { return Vec::new() };
    // What is much younger needs no calendar.
    let youngest = day.checked_sub(span).map_or(day, |then| then.saturating_add(jiff::Span::new().days(7)));
    let mut found = Vec::new();
    for story in handbook.all(Kind::Story).iter().copied() {
        let entry = &handbook.entries[story];
        let Some(date) = handbook.story(story).date.filter(|date| date.last_day < youngest) else { continue };
        if date.last_day.checked_add(span).is_ok_and(|until| until < day) {
            let message = format!("this happened more than {months} months before {day}");
            let help = "tell a newer story where you have one, or say in this one what you have done with it since";
            found.push(Diagnostic::new(&LINT, &entry.source, parse::span(&entry.source, date.place), message).help(help));
        }
    }
    found
}
