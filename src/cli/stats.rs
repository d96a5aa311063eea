//! `prepgen stats`: coverage, length and gaps.

mod table;

use super::out::Format;
use super::project::{self, Misconfigured, Project};
use super::{Common, Status, out};
use crate::content::Kind;
use crate::handbook::{Handbook, Index};
use crate::readiness::{self, Readiness};
use crate::report::Entries;
use crate::{check, report};
use anyhow::Result;
use serde::Serialize;

#[derive(clap::Args)]
pub(super) struct Options {
    /// How to write it
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
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
    /// Whether no story that can be told shows it.
    gap: bool,
    stories: Vec<&'o str>,
    /// Drafts that name it.
    drafts: Vec<&'o str>,
}

#[derive(Serialize)]
struct Story<'o> {
    id: &'o str,
    title: &'o str,
    draft: bool,
    /// The first telling of the event that it tells.
    event: &'o str,
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

/// Rows of one table on a terminal at most; what goes elsewhere has them all.
const ROWS: usize = 40;

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
        Format::Human => table::of(&handbook, &readiness, out::width(), if out::is_terminal() { ROWS } else { usize::MAX }),
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
            .map(|principle| {
                let named = &handbook.links[principle].stories;
                let events = handbook.event_count(named);
                Principle {
                    id: id(&principle),
                    title: handbook.entries[principle].name(),
                    events,
                    gap: events == 0,
                    stories: handbook.told(named).map(|story| handbook.entries[story].id.as_str()).collect(),
                    drafts: named.iter().filter(|story| handbook.is_draft(**story)).map(id).collect(),
                }
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
        event: &handbook.entries[handbook.events.of(story)].id,
        words,
        seconds: handbook.config.seconds(words),
        sections: sections.collect(),
        principles: handbook.links[story].principles.iter().map(|principle| handbook.entries[*principle].id.as_str()).collect(),
    }
}
