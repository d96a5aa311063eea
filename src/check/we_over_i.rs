//! `we-over-i`: an Action in which the team acts and the teller does not.

use super::alone::Alone;
use crate::content::{Form, Role};
use crate::diagnostic::{Diagnostic, Level, Lint};
use crate::voice::Persons;

/// The rule.
pub static LINT: Lint = Lint {
    name: "we-over-i",
    level: Level::Warn,
    thresholds: &[],
    finds: r#"an Action that says "we", "our" or "us" twice or more, and more often than "I", "my" or "me""#,
    why: r#"The interviewer cannot hire your team. Give it its credit once, then say what you decided, wrote, asked and built. "Our" counts half, quotations do not count, and bullet points without a subject count as "I"."#,
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
We asked each team whether it still used the tool, and nobody did. Then we switched it off.

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
    let (mut plural, mut our, mut own) = (0, 0, 0);
    let mut first = None;
    for block in story.told(&[Role::Action]) {
        let passage = block.text.passage;
        let mut persons = Persons::default();
        for sentence in &block.sentences {
            persons.count(sentence.text, sentence.own(), sentence.start, matches!(passage.form, Form::Item(_)));
        }
        plural += persons.we;
        our += persons.our;
        own += persons.i;
        first = first.or_else(|| persons.first.map(|at| passage.place(at)));
    }
    let Some(span) = first.filter(|_| plural + our >= 2 && plural * 2 + our > own * 2) else { return Vec::new() };
    let message = format!("this says \"we\" or \"our\" {} and \"I\" {}", times(plural + our), times(own));
    vec![story.finding(&LINT, span, message).help("which of these steps were yours? Say \"I\" there")]
}

fn times(number: usize) -> String {
    match number {
        0 => "never".into(),
        1 => "once".into(),
        2 => "twice".into(),
        number => format!("{number} times"),
    }
}
