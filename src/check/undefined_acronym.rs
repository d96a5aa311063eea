//! `undefined-acronym`: capitals that nobody in the room knows.

use crate::content::{Kind, Passage};
use crate::diagnostic::{Diagnostic, Level, Lint};
use crate::handbook::Handbook;
use crate::jargon;

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

pub(super) fn find(handbook: &Handbook) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for story in handbook.all(Kind::Story).iter().copied() {
        let entry = &handbook.entries[story];
        let passages: Vec<&Passage> = super::told(handbook, story, &[]);
        let texts: Vec<String> = passages.iter().map(|passage| passage.spoken().into_owned()).collect();
        for (word, number, range) in jargon::unexplained(&texts, &handbook.config.glossary) {
            let message = format!("`{word}` is a word that only insiders know");
            let help = format!("say what it is the first time, or add `{word} = \"...\"` to `[glossary]` in site.toml");
            found.push(Diagnostic::new(&LINT, &entry.source, passages[number].place(range), message).help(help));
        }
    }
    found
}
