//! `same-event-twice`: two stories that tell one event without saying so.

use crate::diagnostic::{Diagnostic, Level, Lint};
use crate::handbook::Handbook;

/// The rule.
pub static LINT: Lint = Lint {
    name: "same-event-twice",
    level: Level::Warn,
    thresholds: &[],
    finds: r#"two stories that tell one event without saying so"#,
    why: r#"Interviewers compare notes. Two rounds that hear one event count it as one, and remember that you had no other to tell. Give both tellings the same `event`, and no loop is planned with both; where they are two events, give them two, or write `<!-- prepgen: allow same-event-twice -->` below the front matter of one."#,
    bad: &[
        (
            "content/stories/curious.md",
            r#"---
title: A metric that made no sense
---
## Situation
After we launched ZUBR the dashboards were flat, as if nothing happened.

## Task
I had to find the bug.

## Action
I read my code again, then I worked backwards from the dashboards to the checkout widget and found the wrong flag there.

## Result
The widget sent 40 % more events.
"#,
        ),
        (
            "content/stories/thorough.md",
            r#"---
title: The flag in the widget
---
## Situation
ZUBR had just launched and its dashboards stayed flat.

## Task
I wanted to know whether my code was wrong.

## Action
I checked each deployment, then went backwards through the checkout with a widget developer until the flag stood out.

## Result
It took 2 days instead of weeks.
"#,
        ),
    ],
    good: &[
        (
            "content/stories/curious.md",
            r#"---
title: A metric that made no sense
event: zubr-flag
---
## Situation
After we launched ZUBR the dashboards were flat, as if nothing happened.

## Task
I had to find the bug.

## Action
I read my code again, then I worked backwards from the dashboards to the checkout widget and found the wrong flag there.

## Result
The widget sent 40 % more events.
"#,
        ),
        (
            "content/stories/thorough.md",
            r#"---
title: The flag in the widget
event: zubr-flag
---
## Situation
ZUBR had just launched and its dashboards stayed flat.

## Task
I wanted to know whether my code was wrong.

## Action
I checked each deployment, then went backwards through the checkout with a widget developer until the flag stood out.

## Result
It took 2 days instead of weeks.
"#,
        ),
    ],
};

pub(super) fn find(handbook: &Handbook) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for pair in &handbook.events.found {
        let (first, later) = (&handbook.entries[pair.first], &handbook.entries[pair.later]);
        let words: Vec<&str> = pair.codes.iter().chain(&pair.words).map(String::as_str).take(6).collect();
        let message = format!("this story and `{}` seem to tell one event: both speak of {}", first.name(), words.join(", "));
        let diagnostic = Diagnostic::new(&LINT, &later.source, super::title_span(later), message);
        let diagnostic = diagnostic.help("give both the same `event`, so that no interview hears both; if they are two events, give each its own");
        found.push(diagnostic.related(&first.source, super::title_span(first), "the other telling"));
    }
    found
}
