//! `undefined-acronym`: capitals that nobody in the room knows.

use super::alone::Alone;
use crate::content::Passage;
use crate::diagnostic::{Diagnostic, Level, Lint};
use crate::jargon;
use std::ops::Range;

/// The rule.
pub static LINT: Lint = Lint {
    name: "undefined-acronym",
    level: Level::Info,
    thresholds: &[],
    finds: r#"capitals that only insiders know, neither expanded in the story nor in `[glossary]`"#,
    why: r#"An interviewer who does not know a word stops listening to what comes after it. Say what it is the first time ("a fraud check called NAC"), or put it into `[glossary]` of site.toml, which shows it to you while you rehearse."#,
    bad: &[(
        "content/stories/log-tool.md",
        r#"---
title: Retiring a log tool
---
## Situation
Our audit showed that QZL cost $80,000 a year.

## Task
I wanted that money back.

## Action
I asked each team whether it still used the tool, and nobody did. Then I switched it off.

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
Our audit showed that QZL, our old log search tool, cost $80,000 a year.

## Task
I wanted that money back.

## Action
I asked each team whether it still used QZL, and nobody did. Then I switched it off.

## Result
That saved $80,000 a year.
"#,
    )],
};

pub(super) fn find(story: &Alone) -> Vec<Diagnostic> {
    let (passages, texts): (Vec<&Passage>, Vec<&str>) = story.told(&[]).map(|block| (block.text.passage, block.text.spoken.as_ref())).unzip();
    let finding = |(word, number, range): (&str, usize, Range<usize>)| {
        let help = format!("say what it is the first time, or add `{word} = \"...\"` to `[glossary]` in site.toml");
        story.finding(&LINT, passages[number].place(range), format!("`{word}` is a word that only insiders know")).help(help)
    };
    jargon::unexplained(&texts, &story.config.glossary).into_iter().map(finding).collect()
}
