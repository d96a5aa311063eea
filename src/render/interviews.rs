//! Interviews: their list, the page of one with its plan round by round and its debrief, and what the first page says of the next one.

use super::Site;
use super::facts::date_text;
use super::view::{Backlink, Link, with, written};
use crate::content::{Fields, Interview, Kind, Precision};
use crate::handbook::Index;
use crate::plan::Slot;
use crate::readiness::{capital, number};
use serde::Serialize;
use std::cmp::Reverse;
use tera::Context;

/// A focus of a round and who serves it.
#[derive(Serialize)]
struct SlotView {
    title: String,
    url: String,
    kind: &'static str,
    story: Option<Link>,
    pinned: bool,
    reason: String,
    second: Option<Link>,
}

#[derive(Serialize)]
struct RoundView {
    name: String,
    interviewer: String,
    focus: Vec<SlotView>,
    /// Pinned stories that serve no focus here and are told all the same.
    extra: Vec<Link>,
    /// Pinned stories that take no focus here.
    left: Vec<Link>,
}

#[derive(Serialize)]
pub(super) struct InterviewView<'s> {
    id: &'s str,
    title: &'s str,
    url: String,
    company: String,
    date: String,
    date_text: String,
    /// Whether the date names a day, and no month or year alone.
    date_whole: bool,
    /// Focuses in all rounds.
    focuses: usize,
    summary: String,
    mend: String,
    rounds: Vec<RoundView>,
    told: Vec<Link>,
    html: String,
    backlinks: Vec<Backlink>,
}

/// An interview in a list, or in the box of the next one.
#[derive(Serialize)]
pub(super) struct InterviewRow {
    id: String,
    title: String,
    url: String,
    company: String,
    date: String,
    date_text: String,
    /// Whether the date names a day, and no month or year alone.
    date_whole: bool,
    rounds: usize,
    focuses: usize,
    planned: usize,
    open: usize,
    /// What is without a story, as far as a box has room.
    gaps: Vec<Link>,
    over: bool,
}

/// Interviews that the first page keeps ready at most, so that the browser can show the one that comes next: more than anybody has before them.
const HOME_INTERVIEWS: usize = 60;

/// Gaps that the box of the next interview names.
const GAPS: usize = 6;

impl Site<'_> {
    fn fields(&self, interview: Index) -> &Interview {
        let Fields::Interview(fields) = &self.handbook.entries[interview].fields else { unreachable!("the index of an interview") };
        fields
    }

    pub(super) fn interview(&self, index: Index, root: &str) -> InterviewView<'_> {
        let entry = &self.handbook.entries[index];
        let fields = self.fields(index);
        let plan = self.plan(index);
        let told: Vec<Index> = fields.told.iter().filter_map(|name| self.handbook.find(&[Kind::Story], &name.value)).map(|(story, _)| story).collect();
        let rounds = plan.rounds.iter().map(|round| RoundView {
            name: round.name.clone(),
            interviewer: round.interviewer.clone(),
            focus: round.slots.iter().map(|slot| self.slot(slot)).collect(),
            extra: self.links(&round.extra),
            left: self.links(&round.left),
        });
        InterviewView {
            id: &entry.id,
            title: self.title(index),
            url: self.handbook.url(index),
            company: written(&fields.company),
            date: fields.date.map(|date| date.last_day.to_string()).unwrap_or_default(),
            date_text: fields.date.map(date_text).unwrap_or_default(),
            date_whole: fields.date.is_some_and(|date| date.precision == Precision::Day),
            focuses: plan.slots().count(),
            summary: summary(plan.covered(), plan.uncovered()),
            mend: plan.mend.as_ref().map(|mend| format!("{}.", mend.sentence)).unwrap_or_default(),
            rounds: rounds.collect(),
            told: self.links(&told),
            html: self.body(index, root, 2),
            backlinks: self.backlinks(index),
        }
    }

    fn slot(&self, slot: &Slot) -> SlotView {
        SlotView {
            title: self.title(slot.focus).into(),
            url: if self.handbook.is_shown(slot.focus) { self.handbook.url(slot.focus) } else { String::new() },
            kind: self.handbook.entries[slot.focus].kind.name(),
            story: slot.story.map(|story| self.link(story)),
            pinned: slot.pinned,
            reason: capital(&format!("{}.", slot.reason)),
            second: slot.second.map(|story| self.link(story)),
        }
    }

    pub(super) fn interviews(&self) -> Context {
        let rows: Vec<InterviewRow> = self.handbook.of(Kind::Interview).map(|index| self.interview_row(index)).collect();
        with("interviews", &rows)
    }

    fn interview_row(&self, index: Index) -> InterviewRow {
        let fields = self.fields(index);
        let plan = self.plan(index);
        let Link { title, url } = self.link(index);
        let mut gaps: Vec<Index> = Vec::new();
        for slot in plan.slots().filter(|slot| slot.story.is_none()) {
            if !gaps.contains(&slot.focus) && gaps.len() < GAPS {
                gaps.push(slot.focus);
            }
        }
        InterviewRow {
            id: self.handbook.entries[index].id.clone(),
            title,
            url,
            company: written(&fields.company),
            date: fields.date.map(|date| date.last_day.to_string()).unwrap_or_default(),
            date_text: fields.date.map(date_text).unwrap_or_default(),
            date_whole: fields.date.is_some_and(|date| date.precision == Precision::Day),
            rounds: plan.rounds.len(),
            focuses: plan.slots().count(),
            planned: plan.covered(),
            open: plan.uncovered(),
            gaps: self.links(&gaps),
            over: self.is_over(index),
        }
    }

    /// Whether an interview is known to be over: what was told there stands in its file. Its body may as well hold what to prepare.
    fn is_over(&self, index: Index) -> bool {
        !self.fields(index).told.is_empty()
    }

    /// The interviews that may come next, soonest first, those without a date last; where all are over, the latest. Which of them comes next depends
    /// on the day, which the browser knows: until it says so, the first one stands for it.
    pub(super) fn upcoming(&self) -> Vec<InterviewRow> {
        let date = |index: &Index| self.fields(*index).date.map(|date| date.last_day);
        // The list is sorted by date, newest first, and those without one stand last.
        let all: Vec<Index> = self.handbook.of(Kind::Interview).collect();
        let (mut dated, undated): (Vec<Index>, Vec<Index>) = all.iter().copied().filter(|index| !self.is_over(*index)).partition(|index| date(index).is_some());
        dated.truncate(HOME_INTERVIEWS);
        dated.sort_by_key(|index| (date(index), Reverse(*index)));
        let mut next: Vec<Index> = dated.into_iter().chain(undated.into_iter().take(1)).collect();
        if next.is_empty() {
            next.extend(all.first());
        }
        next.into_iter().map(|index| self.interview_row(index)).collect()
    }
}

/// How much of a loop has a story, in a sentence; nothing where it asks for nothing.
fn summary(covered: usize, open: usize) -> String {
    let all = covered + open;
    let have = |count: usize| if count == 1 { "has" } else { "have" };
    match (all, open) {
        (0, _) => String::new(),
        (1, 0) => "The one focus has a story.".into(),
        (1, _) => "The one focus has no story.".into(),
        (all, 0) => format!("All {} focuses have a story.", number(all)),
        (all, open) if open == all => format!("None of the {} focuses has a story.", number(all)),
        (all, open) => {
            let covered = all - open;
            capital(&format!("{} of {} focuses {} a story, {} {} none.", number(covered), number(all), have(covered), number(open), have(open)))
        }
    }
}
