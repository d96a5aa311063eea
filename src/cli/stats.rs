//! `prepgen stats`: coverage, length and gaps.

use super::project::{self, Misconfigured, Project};
use super::{Common, Status, out};
use crate::content::Kind;
use crate::handbook::{Handbook, Index};
use crate::readiness::{self, Readiness};
use crate::report::{Entries, visible};
use crate::{check, report};
use anyhow::Result;
use serde::Serialize;

#[derive(clap::Args)]
pub(super) struct Options {
    /// How to write it
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// A table for the terminal
    Human,
    /// One JSON object
    Json,
}

#[derive(Serialize)]
struct Object<'o> {
    version: u32,
    headline: &'o str,
    summary: &'o str,
    principles: Vec<Principle<'o>>,
    stories: Vec<Story<'o>>,
    questions: Vec<Question<'o>>,
    todo: Vec<Todo<'o>>,
}

#[derive(Serialize)]
struct Principle<'o> {
    id: &'o str,
    title: &'o str,
    events: usize,
    stories: Vec<&'o str>,
}

#[derive(Serialize)]
struct Story<'o> {
    id: &'o str,
    title: &'o str,
    draft: bool,
    words: usize,
    seconds: usize,
    sections: Vec<Section<'o>>,
    principles: Vec<&'o str>,
}

#[derive(Serialize)]
struct Section<'o> {
    name: &'o str,
    words: usize,
    percent: usize,
}

#[derive(Serialize)]
struct Question<'o> {
    id: &'o str,
    title: &'o str,
    answered: bool,
    skipped: bool,
}

#[derive(Serialize)]
struct Todo<'o> {
    title: &'o str,
    why: &'o str,
    path: Option<&'o str>,
}

pub(super) fn run(options: &Options, common: &Common) -> Result<Status> {
    let project = match Project::open(common)? {
        Ok(project) => project,
        Err(Misconfigured(diagnostics)) => {
            let format = if options.format == Format::Json { report::Format::Json } else { report::Format::Human };
            out::result(&project::report(Entries::default(), &diagnostics, format, common.color.on_stdout()))?;
            return Ok(Status::Failed);
        }
    };
    let handbook = project.link(Default::default());
    let readiness = readiness::of(&handbook, &check::handbook(&handbook));
    let text = match options.format {
        Format::Human => table(&handbook, &readiness, out::width()),
        Format::Json => serde_json::to_string_pretty(&object(&handbook, &readiness))? + "\n",
    };
    out::result(&text)?;
    Ok(Status::Fine)
}

fn object<'o>(handbook: &'o Handbook, readiness: &'o Readiness) -> Object<'o> {
    let id = |index: &Index| handbook.entries[*index].id.as_str();
    Object {
        version: 1,
        headline: &readiness.headline,
        summary: &readiness.summary,
        principles: handbook
            .of(Kind::Principle)
            .filter(|principle| handbook.is_active(*principle))
            .map(|principle| Principle {
                id: id(&principle),
                title: handbook.entries[principle].name(),
                events: handbook.event_count(&handbook.links[principle].stories),
                stories: handbook.told(&handbook.links[principle].stories).map(|story| handbook.entries[story].id.as_str()).collect(),
            })
            .collect(),
        stories: handbook.all(Kind::Story).iter().map(|story| story_of(handbook, *story)).collect(),
        questions: handbook
            .of(Kind::Question)
            .map(|question| Question {
                id: id(&question),
                title: handbook.entries[question].name(),
                answered: handbook.is_answered(question),
                skipped: handbook.is_skipped(question),
            })
            .collect(),
        todo: readiness
            .todo
            .iter()
            .map(|todo| Todo { title: &todo.title, why: &todo.why, path: todo.entry.map(|entry| handbook.entries[entry].source.path.as_ref()) })
            .collect(),
    }
}

fn story_of(handbook: &Handbook, story: Index) -> Story<'_> {
    let entry = &handbook.entries[story];
    let words = handbook.words(story);
    let sections = entry.body.sections.iter().map(|section| Section {
        name: &handbook.config.sections[section.rule].name,
        words: section.words,
        percent: (section.words * 100 + words / 2).checked_div(words).unwrap_or(0),
    });
    Story {
        id: &entry.id,
        title: entry.name(),
        draft: handbook.is_draft(story),
        words,
        seconds: handbook.config.seconds(words),
        sections: sections.collect(),
        principles: handbook.links[story].principles.iter().map(|principle| handbook.entries[*principle].id.as_str()).collect(),
    }
}

/// Rows of one table at most; `--format json` has them all.
const ROWS: usize = 40;

fn table(handbook: &Handbook, readiness: &Readiness, width: usize) -> String {
    let mut text = format!("{}\n", readiness.headline);
    if !readiness.summary.is_empty() {
        text.push_str(&format!("{}\n", readiness.summary));
    }
    let name = width.saturating_sub(34).clamp(16, 60);
    let principles: Vec<Index> = handbook.of(Kind::Principle).filter(|principle| handbook.is_active(*principle)).collect();
    if !principles.is_empty() {
        text.push_str(&format!("\n{}  events  stories\n", cell("Principle", name)));
        for principle in principles.iter().take(ROWS) {
            let stories = &handbook.links[*principle].stories;
            let events = handbook.event_count(stories);
            let dots = ["\u{25cb}\u{25cb}", "\u{25cf}\u{25cb}", "\u{25cf}\u{25cf}"][events.min(2)];
            let told = handbook.told(stories).count();
            let note = if events == 0 { "  no story" } else { "" };
            text.push_str(&format!("{}  {dots} {events:>3}  {told:>7}{note}\n", cell(handbook.entries[*principle].name(), name)));
        }
        text.push_str(&more(principles.len()));
    }
    let stories: Vec<Index> = handbook.of(Kind::Story).chain(handbook.all(Kind::Story).iter().copied().filter(|story| !handbook.is_shown(*story))).collect();
    if !stories.is_empty() {
        let heads: String = handbook.config.sections.iter().map(|section| format!(" {:>4}", section.name.chars().take(4).collect::<String>())).collect();
        let name = width.saturating_sub(16 + heads.chars().count()).clamp(16, 60);
        text.push_str(&format!("\n{}  spoken  words{heads}\n", cell("Story", name)));
        for story in stories.iter().take(ROWS) {
            let words = handbook.words(*story);
            let seconds = handbook.config.seconds(words);
            let shares: String = (0..handbook.config.sections.len()).map(|rule| share(handbook, *story, rule, words)).collect();
            let draft = if handbook.is_draft(*story) { "  draft" } else { "" };
            text.push_str(&format!("{}  {:>3}:{:02}  {words:>5}{shares}{draft}\n", cell(handbook.entries[*story].name(), name), seconds / 60, seconds % 60));
        }
        text.push_str(&more(stories.len()));
    }
    if !readiness.todo.is_empty() {
        text.push_str("\nDo next\n");
        for (number, todo) in readiness.todo.iter().take(8).enumerate() {
            text.push_str(&format!("{:>2}. {}\n    {}\n", number + 1, visible(&todo.title), visible(&todo.why)));
        }
    }
    text
}

fn share(handbook: &Handbook, story: Index, rule: usize, words: usize) -> String {
    let of_rule: usize = handbook.entries[story].body.sections.iter().filter(|section| section.rule == rule).map(|section| section.words).sum();
    match (of_rule * 100 + words / 2).checked_div(words) {
        Some(percent) if of_rule > 0 => format!(" {percent:>3}%"),
        _ => "    -".into(),
    }
}

fn more(count: usize) -> String {
    if count > ROWS { format!("... and {} more\n", count - ROWS) } else { String::new() }
}

/// A text cut or filled to so many columns.
pub(super) fn cell(text: &str, width: usize) -> String {
    let text = visible(text);
    let columns = |text: &str| unicode_width::UnicodeWidthStr::width(text);
    let mut shown = String::new();
    for c in text.chars() {
        if columns(&shown) + columns(&c.to_string()) > width - usize::from(columns(&text) > width) {
            break;
        }
        shown.push(c);
    }
    if columns(&text) > width {
        shown.push('\u{2026}');
    }
    let fill = width.saturating_sub(columns(&shown));
    shown + &" ".repeat(fill)
}
