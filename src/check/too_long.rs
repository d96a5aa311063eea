//! `too-long`: a story that takes longer to tell than anybody listens.

use super::alone::Alone;
use crate::diagnostic::{Diagnostic, Level, Lint};
use crate::report::plural;

/// The rule.
pub static LINT: Lint = Lint {
    name: "too-long",
    level: Level::Warn,
    thresholds: &[("seconds", 180)],
    finds: r#"spoken time over 3 minutes (140 words a minute; both can be set)"#,
    why: r#"After three minutes the interviewer is waiting for a chance to ask. Leave out what the question does not need: it is mostly Situation. Set `too-long.seconds` and `words_per_minute` to your own pace."#,
    bad: &[(
        "content/stories/log-tool.md",
        r#"---
title: Retiring a log tool
---
## Situation
Our audit showed a log tool that cost $80,000 a year.

## Task
I wanted that money back.

## Action
I sat down with team number 1, opened its jobs one by one and asked who reads what they write. I sat down with team number 2, opened its jobs one by one and asked who reads what they write. I sat down with team number 3, opened its jobs one by one and asked who reads what they write. I sat down with team number 4, opened its jobs one by one and asked who reads what they write. I sat down with team number 5, opened its jobs one by one and asked who reads what they write. I sat down with team number 6, opened its jobs one by one and asked who reads what they write. I sat down with team number 7, opened its jobs one by one and asked who reads what they write. I sat down with team number 8, opened its jobs one by one and asked who reads what they write. I sat down with team number 9, opened its jobs one by one and asked who reads what they write. I sat down with team number 10, opened its jobs one by one and asked who reads what they write. I sat down with team number 11, opened its jobs one by one and asked who reads what they write. I sat down with team number 12, opened its jobs one by one and asked who reads what they write. I sat down with team number 13, opened its jobs one by one and asked who reads what they write. I sat down with team number 14, opened its jobs one by one and asked who reads what they write. I sat down with team number 15, opened its jobs one by one and asked who reads what they write. I sat down with team number 16, opened its jobs one by one and asked who reads what they write. I sat down with team number 17, opened its jobs one by one and asked who reads what they write. I sat down with team number 18, opened its jobs one by one and asked who reads what they write. I sat down with team number 19, opened its jobs one by one and asked who reads what they write. I sat down with team number 20, opened its jobs one by one and asked who reads what they write. I sat down with team number 21, opened its jobs one by one and asked who reads what they write. I sat down with team number 22, opened its jobs one by one and asked who reads what they write.

## Result
That saved $80,000 a year.
"#,
    )],
    good: &[(
        "content/stories/log-tool.md",
        r#"---
title: Retiring a log tool
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
    )],
};

pub(super) fn find(story: &Alone) -> Vec<Diagnostic> {
    let limit = story.config.threshold(&LINT, "seconds") as usize;
    let pace = story.config.words_per_minute as usize;
    let words = story.entry.body.words();
    if words * 60 <= limit * pace || !story.is_complete() {
        return Vec::new();
    }
    let sections = &story.entry.body.sections;
    let longest = sections.iter().max_by_key(|section| section.words).map_or("", |section| &story.config.sections[section.rule].name);
    // The same figure as everywhere, but never one that rounding made short enough.
    let takes = story.config.seconds(words).max(limit + 1);
    let message = format!("this takes {} to tell; {} is the limit", super::minutes(takes), super::minutes(limit));
    let over = words - limit * pace / 60;
    let help = format!("leave out {}; `{longest}` is the longest section", plural(over, "word", "words"));
    vec![story.finding(&LINT, story.title_span(), message).help(help)]
}
