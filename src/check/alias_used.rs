//! `alias-used`: a principle or question under another of its names.

use super::named::{self, Meanings};
use crate::content::{Entry, Fields, Kind, LinkForm, Text};
use crate::diagnostic::{Diagnostic, Level, Lint};
use crate::handbook::Handbook;
use crate::parse;
use crate::source::Span;

/// The rule.
pub static LINT: Lint = Lint {
    name: "alias-used",
    level: Level::Info,
    thresholds: &[],
    finds: r#"a principle or question that is named by an alias, such as "Are Right A Lot" for "Are Right, A Lot""#,
    why: r#"One name for one thing: searching your files for it finds all of them. `prepgen check --fix` writes the id."#,
    bad: &[
        (
            "content/principles/are-right-a-lot.md",
            r#"---
title: "Are Right, A Lot"
aliases: [Are Right A Lot]
---
"#,
        ),
        (
            "content/stories/log-tool.md",
            r#"---
title: Retiring a log tool
principles: [Are Right A Lot]
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
            "content/principles/are-right-a-lot.md",
            r#"---
title: "Are Right, A Lot"
aliases: [Are Right A Lot]
---
"#,
        ),
        (
            "content/stories/log-tool.md",
            r#"---
title: Retiring a log tool
principles: [are-right-a-lot]
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
    let mut found = Vec::new();
    for index in &handbook.doubtful {
        let entry = &handbook.entries[*index];
        let mut named = |kinds: &[Kind], names: &[Text]| {
            let mut meanings = None;
            for (at, name) in names.iter().enumerate() {
                let Some((diagnostic, right)) = judge(handbook, entry, kinds, &name.value, || parse::text_span(&entry.source, name)) else { continue };
                let again = meanings.get_or_insert_with(|| Meanings::of(handbook, kinds, names)).is_again(at);
                let diagnostic = if again { diagnostic.help(format!("leave it out: `{right}` is named already")) } else { diagnostic };
                found.push(named::mended(diagnostic, name, &right, again));
            }
        };
        match &entry.fields {
            Fields::Story(story) => {
                named(&[Kind::Principle], &story.principles);
                named(&[Kind::Question], &story.questions);
            }
            Fields::Question(question) => named(&[Kind::Principle], &question.principles),
            Fields::Interview(interview) => interview.rounds.iter().for_each(|round| named(&named::KINDS, &round.focus)),
            _ => {}
        }
        for link in entry.body.links.iter().filter(|link| matches!(link.form, LinkForm::Wiki(_)) && !link.target.is_empty()) {
            let span = || {
                let at = entry.source.slice(link.span).find(&link.target).map(|at| link.span.start as usize + at);
                at.map_or(link.span, |at| Span::new(at, at + link.target.len()))
            };
            let Some((diagnostic, right)) = judge(handbook, entry, &Kind::ALL, &link.target, span) else { continue };
            let written = entry.source.slice(diagnostic.span) == link.target;
            let span = diagnostic.span;
            found.push(if written { diagnostic.fix(span, right) } else { diagnostic });
        }
    }
    found
}

/// A finding, and the right name, where a name is neither the id nor the title of the principle or question that it means.
fn judge(handbook: &Handbook, entry: &Entry, kinds: &[Kind], name: &str, span: impl Fn() -> Span) -> Option<(Diagnostic, String)> {
    let (index, via) = handbook.find(kinds, name)?;
    if !named::is_other(handbook, index, via, name) {
        return None;
    }
    let meant = &handbook.entries[index];
    let full = format!("{}/{}", meant.kind.name(), meant.id);
    let means = |name: &str| handbook.find(kinds, name).is_some_and(|(found, _)| found == index);
    let right = [meant.id.as_str(), &full].into_iter().find(|name| means(name))?.to_string();
    let message = format!("`{}` is `{}` by another name", name.trim(), meant.name());
    Some((Diagnostic::new(&LINT, &entry.source, span(), message).help(format!("write `{right}`")), right))
}
