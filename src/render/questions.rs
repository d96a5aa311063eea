//! The list of questions, and the page of one: the stories that answer it, or could.

use super::Site;
use super::pages::{LIST, Page};
use super::view::{Backlink, Label, Link, with, written};
use crate::content::{Fields, Kind};
use crate::handbook::Index;
use serde::Serialize;
use tera::{Context, Value};

/// A question in a list.
#[derive(Serialize)]
pub(super) struct QuestionCard<'q> {
    id: &'q str,
    title: &'q str,
    url: String,
    labels: Vec<Label>,
    answered: &'static str,
    stories: usize,
    events: usize,
    principles: Vec<Link>,
    keys: String,
}

#[derive(Serialize)]
struct Group<'q> {
    title: String,
    url: String,
    questions: Vec<QuestionCard<'q>>,
}

#[derive(Serialize)]
struct QuestionView<'q> {
    id: &'q str,
    title: &'q str,
    url: String,
    labels: Vec<Label>,
    source: String,
    answered: &'static str,
    html: String,
    principles: Vec<Link>,
    stories: Vec<Value>,
    suggestions: Vec<Value>,
    backlinks: Vec<Backlink>,
    previous: Option<Link>,
    next: Option<Link>,
}

/// Stories that a question without an answer suggests.
const SUGGESTIONS: usize = 5;

impl Site<'_> {
    pub(super) fn question_card(&self, index: Index) -> QuestionCard<'_> {
        let links = &self.handbook.links[index];
        QuestionCard {
            id: &self.handbook.entries[index].id,
            title: self.title(index),
            url: self.handbook.url(index),
            labels: self.labels(index),
            answered: self.answer(index),
            stories: self.handbook.told(&links.stories).count(),
            events: self.handbook.event_count(&links.stories),
            principles: self.links(&links.principles),
            keys: self.question_keys(index),
        }
    }

    /// How a question is answered, in one word.
    pub(super) fn answer(&self, question: Index) -> &'static str {
        if self.handbook.told(&self.handbook.links[question].stories).next().is_some() {
            "story"
        } else if self.handbook.has_notes(question) {
            "notes"
        } else if self.handbook.is_skipped(question) {
            "skip"
        } else {
            "no"
        }
    }

    pub(super) fn questions(&self, number: usize) -> Context {
        let all: Vec<Index> = self.handbook.of(Kind::Question).collect();
        let wanted: Vec<Index> = all.iter().copied().filter(|question| !self.handbook.is_skipped(*question)).collect();
        let answered = wanted.iter().filter(|question| self.handbook.is_answered(**question)).count();
        let (shown, pager) = self.paged(&all, number, Page::Questions);
        let mut groups: Vec<(Option<Index>, Vec<Index>)> = Vec::new();
        for question in shown {
            let principle = self.handbook.links[*question].principles.first().copied();
            match groups.last_mut().filter(|(last, _)| *last == principle) {
                Some((_, questions)) => questions.push(*question),
                None => groups.push((principle, vec![*question])),
            }
        }
        let named = groups.len() > 1 || groups.first().is_some_and(|(principle, _)| principle.is_some());
        let groups: Vec<Group> = groups
            .into_iter()
            .map(|(principle, questions)| Group {
                title: principle.map_or_else(|| if named { "For no principle".into() } else { "All".into() }, |principle| self.title(principle).to_string()),
                url: principle.map(|principle| self.handbook.url(principle)).unwrap_or_default(),
                questions: questions.into_iter().map(|question| self.question_card(question)).collect(),
            })
            .collect();
        let mut context = with("groups", &groups);
        context.insert("filters", self.question_filters());
        context.insert("questions", &shown.iter().map(|question| self.question_card(*question)).collect::<Vec<_>>());
        context.insert("total", &wanted.len());
        context.insert("answered", &answered);
        context.insert("open", &(wanted.len() - answered));
        context.insert_value("pager", pager);
        context
    }

    pub(super) fn question(&self, index: Index, number: usize, root: &str) -> Context {
        let handbook = self.handbook;
        let entry = &handbook.entries[index];
        let Fields::Question(fields) = &entry.fields else { unreachable!("the index of a question") };
        let links = &handbook.links[index];
        let strongest = self.strongest(&links.stories);
        let (shown, pager) = self.paged(&strongest, number, |number| Page::Question(index, number));
        let mut suggestions: Vec<Index> = Vec::new();
        if strongest.is_empty() {
            let close: Vec<Index> = links.principles.iter().flat_map(|principle| handbook.links[*principle].stories.iter().take(LIST)).copied().collect();
            for story in self.strongest(&close) {
                if !suggestions.contains(&story) && suggestions.len() < SUGGESTIONS {
                    suggestions.push(story);
                }
            }
        }
        let (previous, next) = self.turn(index);
        let view = QuestionView {
            id: &entry.id,
            title: self.title(index),
            url: handbook.url(index),
            labels: self.labels(index),
            source: written(&fields.source),
            answered: self.answer(index),
            html: if number == 1 { self.body(index, root, 2) } else { String::new() },
            principles: self.links(&links.principles),
            stories: shown.iter().map(|story| self.card(*story)).collect(),
            suggestions: suggestions.iter().map(|story| self.card(*story)).collect(),
            backlinks: if number == 1 { self.backlinks(index) } else { Vec::new() },
            previous: previous.map(|index| self.link(index)),
            next: next.map(|index| self.link(index)),
        };
        let mut context = with("question", &view);
        context.insert_value("pager", pager);
        context
    }
}
