//! `missing-section`: a required section that is not there.

use super::alone::Alone;
use crate::content::{Entry, Form, Passage, SectionRule, Telling};
use crate::diagnostic::{Diagnostic, Level, Lint};
use crate::prose;
use crate::source::Span;

/// The rule.
pub static LINT: Lint = Lint {
    name: "missing-section",
    level: Level::Error,
    thresholds: &[],
    finds: r#"a required section that is not there"#,
    why: r#"A story without one of its sections leaves the interviewer to guess: what was it about, what was yours to do, what did you do, what came of it? Which sections are required is set by `[[story.section]]` in site.toml."#,
    bad: &[(
        "content/stories/log-tool.md",
        r#"---
title: Retiring a log tool
---
## Situation
Our audit showed a log tool that cost $80,000 a year.

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
    let mut found = Vec::new();
    for (rule, section) in story.config.sections.iter().enumerate() {
        if section.required && story.telling(rule) == Telling::Missing {
            let message = format!("this story has no section `{}`", section.name);
            let help = format!("add a heading `## {}` and tell it, or set `status: draft` until you can", section.name);
            let diagnostic = story.finding(&LINT, story.title_span(), message);
            found.push(match label(story.entry, section) {
                Some(label) => {
                    let end = if story.entry.source.text.contains("\r\n") { "\r\n" } else { "\n" };
                    diagnostic.help(format!("make a heading of the bold label: `## {}`", section.name)).fix(label, format!("## {}{end}{end}", section.name))
                }
                None => diagnostic.help(help),
            });
        }
    }
    found
}

/// The one bold label that means the section, with the space behind it: `**Situation:** ` at the start of a line of running text.
fn label(entry: &Entry, section: &SectionRule) -> Option<Span> {
    let mut labels = Vec::new();
    let mut looked_at = 0;
    let mut line_start = entry.body.span.start as usize;
    for line in entry.source.slice(entry.body.span).split_inclusive('\n') {
        let start = line_start;
        line_start += line.len();
        let Some((inner, rest)) = line.strip_prefix("**").and_then(|line| line.split_once("**")) else { continue };
        let colon = inner.trim_end().ends_with(':') || rest.starts_with(':');
        let alone = rest.trim().is_empty();
        let named = section.is_called(&prose::bare(inner));
        let running = |passage: &&Passage| passage.form == Form::Paragraph && !passage.quoted && passage.span.covers(Span::new(start, start));
        looked_at += usize::from(named);
        if labels.len() > 1 || looked_at > 16 {
            return None;
        }
        if named && (colon || alone) && entry.body.passages.iter().any(|passage| running(&passage)) {
            let after = rest.strip_prefix(':').unwrap_or(rest);
            // A label on a line of its own takes the empty lines behind it along.
            let text = after.trim_start_matches([' ', '\t']);
            let end = start + line.len() - text.len();
            let gap = if alone { entry.source.text[end..].len() - entry.source.text[end..].trim_start_matches(['\n', '\r']).len() } else { 0 };
            labels.push(Span::new(start, end + gap));
        }
    }
    match labels[..] {
        [label] => Some(label),
        _ => None,
    }
}
