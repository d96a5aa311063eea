//! How well a story fits a focus: one number, the greater the better, and why in words.
//!
//! | what | counts |
//! | --- | --- |
//! | the story names this question | 4000 |
//! | it names this principle, and names it first | 3000 |
//! | it names this principle | 2000 |
//! | it serves the focus through another: a question that it names asks for the principle, or it names a principle that the question asks for | 1000 |
//! | every required section is told | 320 |
//! | nobody at this company has heard it: none of its tellings is in `told` of an earlier interview there | 240 |
//! | another telling of its event has been heard there, not this one | 120 |
//! | it is recent: a point less for each month before the newest story, none without a date | 0 to 180 |
//! | its Result holds a number that measures something | 120 |
//!
//! What is below the line of 1000 never makes up for a weaker link, so whoever names the focus fits better than whoever serves it through another.

use crate::content::{Fields, Kind, Role};
use crate::handbook::{Handbook, Index};
use crate::{metric, prose};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

/// Why a story can serve a focus, the strongest reason first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Link {
    /// It names the question.
    Question,
    /// It names the principle before all others.
    First,
    /// It names the principle.
    Principle,
    /// It names this question, which asks for the principle.
    ThroughQuestion(Index),
    /// It names this principle, which the question asks for.
    ThroughPrinciple(Index),
}

/// A story that can serve a focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The story.
    pub story: Index,
    /// What it tells.
    pub event: Index,
    /// How well it fits.
    pub fit: u32,
    /// Why it can serve.
    pub link: Link,
}

const LINK: u32 = 1000;
const COMPLETE: u32 = 320;
const UNHEARD: u32 = 240;
const UNHEARD_TELLING: u32 = 120;
const MONTHS: i32 = 180;
const METRIC: u32 = 120;

impl Link {
    fn counts(self) -> u32 {
        LINK * match self {
            Link::Question => 4,
            Link::First => 3,
            Link::Principle => 2,
            Link::ThroughQuestion(_) | Link::ThroughPrinciple(_) => 1,
        }
    }
}

/// How good each story is whatever it serves, found out when it is first asked for.
pub(super) struct Qualities {
    /// The month of the newest story that can be told.
    newest: Option<i32>,
    known: Vec<OnceLock<u32>>,
}

impl Qualities {
    pub(super) fn new(handbook: &Handbook) -> Self {
        let told = handbook.all(Kind::Story).iter().filter(|story| handbook.is_told(**story));
        Self { newest: told.filter_map(|story| month(handbook, *story)).max(), known: handbook.entries.iter().map(|_| OnceLock::new()).collect() }
    }

    fn of(&self, handbook: &Handbook, story: Index) -> u32 {
        *self.known[story].get_or_init(|| {
            let complete = if handbook.is_complete(story) { COMPLETE } else { 0 };
            let recent = month(handbook, story).zip(self.newest).map_or(0, |(month, newest)| (MONTHS - (newest - month)).clamp(0, MONTHS));
            let measured = handbook.passages(story, Role::Result).any(|passage| metric::holds(&passage.spoken()));
            complete + recent.unsigned_abs() + if measured { METRIC } else { 0 }
        })
    }
}

/// For each of these focuses the stories that can serve it, best first, equal ones by id.
pub(super) fn candidates(handbook: &Handbook, qualities: &Qualities, interview: Index, focuses: &BTreeSet<Index>) -> BTreeMap<Index, Vec<Candidate>> {
    let linked: BTreeMap<Index, BTreeMap<Index, Link>> = focuses.iter().map(|focus| (*focus, linked(handbook, *focus))).collect();
    let stories: BTreeSet<Index> = linked.values().flat_map(|stories| stories.keys().copied()).collect();
    let stories: Vec<Index> = stories.into_iter().collect();
    let heard = Heard::before(handbook, interview);
    let quality: BTreeMap<Index, u32> = stories.par_iter().map(|story| (*story, qualities.of(handbook, *story) + heard.counts(handbook, *story))).collect();
    let sorted = |stories: BTreeMap<Index, Link>| {
        let mut candidates: Vec<Candidate> = stories
            .into_iter()
            .map(|(story, link)| Candidate { story, event: handbook.events.of(story), fit: link.counts() + quality[&story], link })
            .collect();
        candidates.sort_by(|a, b| b.fit.cmp(&a.fit).then_with(|| handbook.entries[a.story].id.cmp(&handbook.entries[b.story].id)));
        candidates
    };
    linked.into_iter().map(|(focus, stories)| (focus, sorted(stories))).collect()
}

/// The stories that can be told and can serve a focus, each by its strongest link. They are those of [`Handbook::can_serve`].
fn linked(handbook: &Handbook, focus: Index) -> BTreeMap<Index, Link> {
    let own = &handbook.links[focus];
    let mut found: BTreeMap<Index, Link> = BTreeMap::new();
    let mut add = |stories: &[Index], link: &dyn Fn(Index) -> Link| {
        for story in handbook.told(stories).filter(|story| !handbook.is_duplicate(*story)) {
            found.entry(story).or_insert_with(|| link(story));
        }
    };
    if handbook.entries[focus].kind == Kind::Question {
        add(&own.stories, &|_| Link::Question);
        for principle in &own.principles {
            add(&handbook.links[*principle].stories, &|_| Link::ThroughPrinciple(*principle));
        }
    } else {
        add(&own.stories, &|story| if handbook.links[story].principles.first() == Some(&focus) { Link::First } else { Link::Principle });
        for question in &own.questions {
            add(&handbook.links[*question].stories, &|_| Link::ThroughQuestion(*question));
        }
    }
    found
}

/// The month in which a story happened, counted from year 0.
fn month(handbook: &Handbook, story: Index) -> Option<i32> {
    let day = handbook.story(story).date?.last_day;
    Some(i32::from(day.year()) * 12 + i32::from(day.month()))
}

/// What a company has heard already.
struct Heard {
    stories: BTreeSet<Index>,
    events: BTreeSet<Index>,
}

impl Heard {
    /// What was told in this company's interviews before this one. Of two whose order no date tells, each counts as the other's earlier one.
    fn before(handbook: &Handbook, interview: Index) -> Self {
        let mut stories = BTreeSet::new();
        let fields = |index: Index| match &handbook.entries[index].fields {
            Fields::Interview(interview) => Some((interview.company.as_ref().map(|company| prose::folded(&company.value)), interview)),
            _ => None,
        };
        if let Some((Some(company), own)) = fields(interview) {
            for other in handbook.all(Kind::Interview).iter().copied().filter(|other| *other != interview) {
                let Some((theirs, fields)) = fields(other) else { continue };
                let later = own.date.zip(fields.date).is_some_and(|(own, other)| other.last_day >= own.last_day);
                if theirs.as_ref() == Some(&company) && !later {
                    stories.extend(fields.told.iter().filter_map(|name| handbook.find(&[Kind::Story], &name.value)).map(|(story, _)| story));
                }
            }
        }
        let events = stories.iter().map(|story| handbook.events.of(*story)).collect();
        Self { stories, events }
    }

    fn counts(&self, handbook: &Handbook, story: Index) -> u32 {
        if self.stories.contains(&story) {
            0
        } else if self.events.contains(&handbook.events.of(story)) {
            UNHEARD_TELLING
        } else {
            UNHEARD
        }
    }
}
