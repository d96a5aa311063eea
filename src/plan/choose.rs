//! Which interview is meant where nobody names one.

use crate::content::{Fields, Kind};
use crate::handbook::{Handbook, Index};
use jiff::civil::Date;

/// An interview and why it is this one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// There is no other.
    Only(Index),
    /// The first on or after the day.
    Next(Index),
    /// None is on or after the day, so the latest.
    Latest(Index),
}

/// The first interview on or after a day, else the latest one; interviews without a date come last, equal ones by id. Nothing where there is none.
pub fn choose(handbook: &Handbook, today: Date) -> Option<Chosen> {
    let date = |index: &Index| match &handbook.entries[*index].fields {
        Fields::Interview(interview) => interview.date.map(|date| date.last_day),
        _ => None,
    };
    let mut all: Vec<Index> = handbook.all(Kind::Interview).iter().copied().filter(|index| !handbook.is_duplicate(*index)).collect();
    if let [only] = all[..] {
        return Some(Chosen::Only(only));
    }
    all.sort_by_key(|index| &handbook.entries[*index].id);
    let next = all.iter().copied().filter(|index| date(index).is_some_and(|date| date >= today)).min_by_key(&date);
    let latest = || all.iter().copied().rev().max_by_key(&date);
    next.map(Chosen::Next).or_else(|| latest().map(Chosen::Latest))
}
