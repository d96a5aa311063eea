//! The list of principles, and the page of one: what it means, its stories, its questions.

use super::Site;
use super::pages::{LIST, Page};
use super::questions::QuestionCard;
use super::view::{Backlink, Link, with, written};
use crate::content::{Fields, Kind};
use crate::handbook::Index;
use serde::Serialize;
use tera::{Context, Value};

/// A principle in a list.
#[derive(Serialize)]
pub(super) struct PrincipleRow {
    title: String,
    url: String,
    framework: String,
    active: bool,
    events: usize,
    dots: [bool; 2],
    label: String,
    stories: usize,
    questions: usize,
}

#[derive(Serialize)]
struct PrincipleView<'p> {
    id: &'p str,
    title: &'p str,
    url: String,
    framework: String,
    active: bool,
    html: String,
    aliases: Vec<&'p str>,
    stories: Vec<Value>,
    questions: Vec<QuestionCard<'p>>,
    events: usize,
    dots: [bool; 2],
    label: String,
    backlinks: Vec<Backlink>,
    previous: Option<Link>,
    next: Option<Link>,
}

impl Site<'_> {
    pub(super) fn principle_row(&self, principle: Index) -> PrincipleRow {
        let links = &self.handbook.links[principle];
        let events = self.handbook.event_count(&links.stories);
        let (framework, active) = match &self.handbook.entries[principle].fields {
            Fields::Principle(fields) => (written(&fields.framework), fields.active),
            _ => (String::new(), false),
        };
        PrincipleRow {
            title: self.title(principle).into(),
            url: self.handbook.url(principle),
            framework,
            active,
            events,
            dots: [events > 0, events > 1],
            label: events_label(events),
            stories: links.stories.iter().filter(|story| self.handbook.is_shown(**story)).count(),
            questions: links.questions.len(),
        }
    }

    pub(super) fn principles(&self, number: usize) -> Context {
        let all: Vec<Index> = self.handbook.of(Kind::Principle).collect();
        let (shown, pager) = self.paged(&all, number, Page::Principles);
        let mut context = with("total", &all.len());
        context.insert("principles", &shown.iter().map(|principle| self.principle_row(*principle)).collect::<Vec<_>>());
        context.insert_value("pager", pager);
        context
    }

    pub(super) fn principle(&self, index: Index, number: usize, root: &str) -> Context {
        let handbook = self.handbook;
        let entry = &handbook.entries[index];
        let Fields::Principle(fields) = &entry.fields else { unreachable!("the index of a principle") };
        let strongest = self.strongest(&handbook.links[index].stories);
        let (shown, pager) = self.paged(&strongest, number, |number| Page::Principle(index, number));
        let events = handbook.event_count(&handbook.links[index].stories);
        let first = number == 1;
        let (previous, next) = self.turn(index);
        let view = PrincipleView {
            id: &entry.id,
            title: self.title(index),
            url: handbook.url(index),
            framework: written(&fields.framework),
            active: fields.active,
            html: if first { self.body(index, root, 2) } else { String::new() },
            aliases: fields.aliases.iter().map(|alias| alias.value.as_str()).collect(),
            stories: shown.iter().map(|story| self.reasoned(*story)).collect(),
            questions: handbook.links[index].questions.iter().take(if first { LIST } else { 0 }).map(|question| self.question_card(*question)).collect(),
            events,
            dots: [events > 0, events > 1],
            label: events_label(events),
            backlinks: if first { self.backlinks(index) } else { Vec::new() },
            previous: previous.map(|index| self.link(index)),
            next: next.map(|index| self.link(index)),
        };
        let mut context = with("principle", &view);
        context.insert_value("pager", pager);
        context
    }

    /// A story's card with why it stands where it stands.
    fn reasoned(&self, story: Index) -> Value {
        let facts = self.facts(story);
        let why = match &facts.number {
            Some(number) => format!("with a number: {number}"),
            None if facts.complete => "complete, no number yet".into(),
            None => "not complete yet".into(),
        };
        let card = self.card(story);
        let mut map = card.as_map().cloned().unwrap_or_default();
        map.insert("why".into(), why.into());
        Value::from_serializable(&map)
    }
}

fn events_label(events: usize) -> String {
    match events {
        0 => "no story".into(),
        1 => "one event".into(),
        events => format!("{events} events"),
    }
}
