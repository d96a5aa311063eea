//! `placeholder`: words that are still to come.

use super::alone::Alone;
use crate::diagnostic::{Diagnostic, Level, Lint};
use crate::parse;
use crate::placeholder::{self, Orders};

/// The rule.
pub static LINT: Lint = Lint {
    name: "placeholder",
    level: Level::Warn,
    thresholds: &[],
    finds: r#"`TBD`, `TODO`, `[?]`, "describe how ..." left as an answer"#,
    why: r#""Talk about the migration" feels like an answer when you write it and turns out to be none when you are asked. A placeholder counts as nothing said."#,
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
I asked each team whether it still used the tool, and nobody did. Then I switched it off.

## Result
TBD
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

pub(super) fn find(alone: &Alone) -> Vec<Diagnostic> {
    let entry = alone.entry;
    let mut found = Vec::new();
    let report = |span, text: &str| {
        let text = text.trim();
        let shown = if text.chars().count() > 40 { format!("{}...", text.chars().take(40).collect::<String>().trim_end()) } else { text.to_string() };
        alone.finding(&LINT, span, format!("`{shown}` stands where your words should")).help("say it in full sentences, as you would say it aloud")
    };
    for passage in entry.body.passages.iter().filter(|passage| passage.is_spoken()) {
        if passage.is_placeholder {
            let start = passage.text.len() - passage.text.trim_start().len();
            found.push(report(passage.place(start..passage.text.trim_end().len()), &passage.text));
            continue;
        }
        let spoken = passage.spoken();
        found.extend(placeholder::inside(&spoken).into_iter().map(|part| report(passage.place(part.clone()), &spoken[part])));
    }
    if let Some(hook) = entry.story().and_then(|story| story.hook.as_ref())
        && (placeholder::alone(&hook.value, Orders::Prompts).is_some() || !placeholder::inside(&hook.value).is_empty())
    {
        found.push(report(parse::text_span(&entry.source, hook), &hook.value));
    }
    found
}
