//! The list of interviews, and the page of one: its rounds, what was told, the debrief.

use super::Site;
use super::facts::date_text;
use super::view::{Backlink, Link, with, written};
use crate::content::{Fields, Kind, Text};
use crate::handbook::Index;
use serde::Serialize;
use tera::Context;

#[derive(Serialize)]
struct Focus {
    title: String,
    url: String,
    kind: &'static str,
}

#[derive(Serialize)]
struct RoundView {
    name: String,
    interviewer: String,
    focus: Vec<Focus>,
    pinned: Vec<Link>,
}

#[derive(Serialize)]
pub(super) struct InterviewView<'s> {
    id: &'s str,
    title: &'s str,
    url: String,
    company: String,
    date: String,
    date_text: String,
    rounds: Vec<RoundView>,
    told: Vec<Link>,
    html: String,
    backlinks: Vec<Backlink>,
}

#[derive(Serialize)]
struct InterviewRow {
    title: String,
    url: String,
    company: String,
    date: String,
    date_text: String,
    rounds: usize,
    focuses: usize,
}

impl Site<'_> {
    pub(super) fn interview(&self, index: Index, root: &str) -> InterviewView<'_> {
        let entry = &self.handbook.entries[index];
        let Fields::Interview(fields) = &entry.fields else { unreachable!("the index of an interview") };
        let stories = |names: &[Text]| {
            let found: Vec<Index> = names.iter().filter_map(|name| self.handbook.find(&[Kind::Story], &name.value)).map(|(index, _)| index).collect();
            self.links(&found)
        };
        let focus = |names: &[Text]| {
            let found = names.iter().filter_map(|name| self.handbook.find(&[Kind::Principle, Kind::Question], &name.value));
            found
                .map(|(index, _)| Focus { title: self.title(index).into(), url: self.handbook.url(index), kind: self.handbook.entries[index].kind.name() })
                .collect()
        };
        let rounds = fields.rounds.iter().map(|round| RoundView {
            name: written(&round.name),
            interviewer: written(&round.interviewer),
            focus: focus(&round.focus),
            pinned: stories(&round.stories),
        });
        InterviewView {
            id: &entry.id,
            title: entry.name(),
            url: self.handbook.url(index),
            company: written(&fields.company),
            date: fields.date.map(|date| date.last_day.to_string()).unwrap_or_default(),
            date_text: fields.date.map(date_text).unwrap_or_default(),
            rounds: rounds.collect(),
            told: stories(&fields.told),
            html: self.body(index, root, 2),
            backlinks: self.backlinks(index),
        }
    }

    pub(super) fn interviews(&self) -> Context {
        let rows = self.handbook.of(Kind::Interview).map(|index| {
            let Fields::Interview(fields) = &self.handbook.entries[index].fields else { unreachable!("the index of an interview") };
            let Link { title, url } = self.link(index);
            InterviewRow {
                title,
                url,
                company: written(&fields.company),
                date: fields.date.map(|date| date.last_day.to_string()).unwrap_or_default(),
                date_text: fields.date.map(date_text).unwrap_or_default(),
                rounds: fields.rounds.len(),
                focuses: fields.rounds.iter().map(|round| round.focus.len()).sum(),
            }
        });
        with("interviews", &rows.collect::<Vec<_>>())
    }
}
