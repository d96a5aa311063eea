//! `uncovered-script`: characters that the printed sheet cannot show.

use super::alone::Alone;
use crate::config::Config;
use crate::content::{Entry, Fields, Text};
use crate::diagnostic::{Diagnostic, Level, Lint};
use crate::handbook::Handbook;
use crate::parse;
use crate::prose;
use crate::source::{Source, Span};
use std::sync::Arc;

/// The rule.
pub static LINT: Lint = Lint {
    name: "uncovered-script",
    level: Level::Info,
    thresholds: &[],
    finds: r#"characters that the sheet's fonts lack"#,
    why: r#"The PDF uses the fonts it brings along and none of your system, so that it looks the same everywhere. Name a font of your own that has these characters as `font` in `[cheatsheet]`."#,
    bad: &[(
        "content/stories/log-tool.md",
        r#"---
title: 資料庫の移行
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

/// Characters that a finding names.
const NAMED: usize = 5;

/// One finding a file, at the first character that is lacking: what lacks it is one font.
pub(super) fn find(alone: &Alone) -> Vec<Diagnostic> {
    lacking(alone).into_iter().collect()
}

fn lacking(alone: &Alone) -> Option<Diagnostic> {
    let entry = alone.entry;
    let mut place = None;
    let mut lacking: Vec<char> = Vec::new();
    let mut look = |text: &str, span: &dyn Fn(usize, char) -> Span| {
        if text.is_ascii() {
            return;
        }
        for (at, c) in text.char_indices().filter(|(_, c)| !alone.coverage.covers(*c)) {
            // What a font lacks as a letter and a mark it may have as one letter.
            if prose::composed(text).chars().all(|composed| composed != c) {
                continue;
            }
            if !lacking.contains(&c) {
                lacking.push(c);
            }
            let _ = place.get_or_insert_with(|| span(at, c));
        }
    };
    // A mark in front of what it marks is shown by its label.
    let start = |text: &str| parse::mark(&alone.config.marks, text).map_or(0, |(_, _, rest)| text.len() - rest.len());
    for text in named(entry) {
        let from = if entry.title.as_ref() == Some(text) { start(&text.value) } else { 0 };
        look(&text.value[from..], &|at, c| in_value(&entry.source, text, from + at, c));
    }
    if let Some(story) = entry.story() {
        for (number, _) in alone.config.sections.iter().enumerate().filter(|(_, rule)| story.cue(rule).is_none()) {
            let Some((passage, range)) = parse::first_sentence(&alone.config.marks, &entry.body, number) else { continue };
            look(&passage.text[range.clone()], &|at, c| passage.place(range.start + at..range.start + at + c.len_utf8()));
        }
    }
    if matches!(entry.fields, Fields::Asks(_)) {
        for passage in entry.body.passages.iter().filter(|passage| passage.is_spoken()) {
            let (_, from) = parse::item_mark(&alone.config.marks, passage);
            look(&passage.text[from..], &|at, c| passage.place(from + at..from + at + c.len_utf8()));
        }
    }
    let span = place?;
    let (message, help) = told(alone.config, &lacking);
    Some(alone.finding(&LINT, span, message).help(help))
}

/// The same for what site.toml puts on the sheet: its title, and what marks mean.
pub(super) fn in_settings(handbook: &Handbook) -> Vec<Diagnostic> {
    let (config, Some(site)) = (&handbook.config, &handbook.site) else { return Vec::new() };
    let lacks = |c: &char| !handbook.coverage.covers(*c);
    let mut lacking: Vec<char> = Vec::new();
    for c in std::iter::once(&config.title).chain(config.marks.values()).flat_map(|text| text.chars()).filter(lacks) {
        if !lacking.contains(&c) {
            lacking.push(c);
        }
    }
    let Some(first) = lacking.first() else { return Vec::new() };
    let (message, help) = told(config, &lacking);
    // It may be written as an escape.
    let at = site.text.find(*first);
    let span = at.map_or(Span::new(site.bom(), site.bom()), |at| Span::new(at, at + first.len_utf8()));
    vec![Diagnostic::new(&LINT, site, span, message).help(help)]
}

/// Which characters are lacking, and what to do.
fn told(config: &Config, lacking: &[char]) -> (String, &'static str) {
    let names: Vec<String> = lacking.iter().take(NAMED).map(|c| format!("`{c}`")).collect();
    let more = lacking.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let own = if config.cheatsheet.font.is_some() { ", yours included," } else { "" };
    let help = if config.cheatsheet.font.is_some() {
        "name another font file as `font` below `[cheatsheet]` in site.toml; until then a box stands in the PDF"
    } else {
        "name a font file that has them as `font = \"static/fonts/own.ttf\"` below `[cheatsheet]` in site.toml; until then a box stands in the PDF"
    };
    (format!("the sheet's fonts{own} lack {}{more}", names.join(", ")), help)
}

/// The texts of the front matter that the sheet shows, in the order of the file as people write it.
fn named(entry: &Entry) -> Vec<&Text> {
    let mut texts: Vec<&Text> = entry.title.iter().collect();
    match &entry.fields {
        Fields::Story(story) => texts.extend(story.hook.iter().chain(story.cues.iter().map(|(_, cue)| cue))),
        Fields::Asks(asks) => texts.extend(asks.audience.iter().chain(&asks.when)),
        Fields::Interview(interview) => texts.extend(interview.rounds.iter().flat_map(|round| round.name.iter().chain(&round.interviewer))),
        Fields::Question(_) | Fields::Principle(_) | Fields::Page => {}
    }
    texts
}

/// The character in the file, or the whole value where it is not written as it is read.
fn in_value(source: &Arc<Source>, text: &Text, at: usize, c: char) -> Span {
    let span = parse::text_span(source, text);
    let place = Span::new(span.start as usize + at, span.start as usize + at + c.len_utf8());
    if source.slice(span) == text.value && text.value[at..].starts_with(c) { place } else { span }
}
