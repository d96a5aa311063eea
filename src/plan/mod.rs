//! Who hears which story: every focus of every round covered as far as it can be, and no event told twice in the loop.
//!
//! [`of`] is a pure function of the linked handbook and one interview. What counts, in this order: pins kept, focuses covered, the sum of fits, and
//! among equal plans the one whose story ids, read focus by focus, come first; a focus without a story comes after one with any.
//! - A focus gets at most one story, and an event is told at most once, by one of its tellings.
//! - A pin is kept where its story takes a focus of its own round. A ready story that is pinned where it serves no focus will be told there all
//!   the same, so its event is taken; a draft is not told.
//! - Which day it is makes no difference.

mod assign;
mod choose;
mod fit;
mod words;

pub use choose::{Chosen, choose};
pub use fit::{Candidate, Link};

use crate::content::{Fields, Kind};
use crate::handbook::{Handbook, Index};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

/// Focuses of one loop that are planned at most: far more than anybody is asked in a day, and it bounds what one interview can cost.
pub const MAX_SLOTS: usize = 256;

/// The plan of one interview.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// The interview.
    pub interview: Index,
    /// All its rounds in order.
    pub rounds: Vec<Round>,
    /// For each focus of the loop the stories that can serve it, best first, equal ones by id.
    pub candidates: BTreeMap<Index, Vec<Candidate>>,
    /// What one new story would mend most; nothing where all is covered.
    pub mend: Option<Mend>,
}

/// One round of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Round {
    /// What it is called; may be empty.
    pub name: String,
    /// Who asks; may be empty.
    pub interviewer: String,
    /// Its focuses in order, each once.
    pub slots: Vec<Slot>,
    /// Ready stories that are pinned here and serve no focus: told here all the same.
    pub extra: Vec<Index>,
    /// Ready stories that are pinned here, could serve, and take no focus here.
    pub left: Vec<Index>,
}

/// One focus of a round and who serves it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// The principle or question.
    pub focus: Index,
    /// The story that is told for it.
    pub story: Option<Index>,
    /// Whether that story is pinned to this round.
    pub pinned: bool,
    /// How well it fits; 0 without a story.
    pub fit: u32,
    /// The best story of an event that nobody in this loop hears.
    pub second: Option<Index>,
    /// Why this story, or why none: a sentence without its full stop.
    pub reason: String,
}

/// A gap that one new story would mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mend {
    /// The principle or question that it should name.
    pub focus: Index,
    /// Rounds where it could then be told, from 1.
    pub rounds: Vec<usize>,
    /// The same in a sentence.
    pub sentence: String,
}

impl Plan {
    /// All focuses in order.
    pub fn slots(&self) -> impl Iterator<Item = &Slot> {
        self.rounds.iter().flat_map(|round| &round.slots)
    }

    /// How many focuses have a story.
    pub fn covered(&self) -> usize {
        self.slots().filter(|slot| slot.story.is_some()).count()
    }

    /// How many focuses have none.
    pub fn uncovered(&self) -> usize {
        self.slots().filter(|slot| slot.story.is_none()).count()
    }

    /// Every story that is told, in order: those of focuses, then what is pinned beside them.
    pub fn told(&self) -> Vec<Index> {
        self.rounds.iter().flat_map(|round| round.slots.iter().filter_map(|slot| slot.story).chain(round.extra.iter().copied())).collect()
    }
}

/// A focus to be served, and what is pinned to its round.
struct Open<'r> {
    round: usize,
    focus: Index,
    pins: &'r BTreeSet<Index>,
}

/// The plan of an interview.
///
/// # Panics
/// Where the entry is no interview.
pub fn of(handbook: &Handbook, interview: Index) -> Plan {
    Planner::new(handbook).plan(handbook, interview)
}

/// Plans several interviews of a handbook, looking at each story once.
pub struct Planner {
    qualities: fit::Qualities,
}

impl Planner {
    /// A planner that has looked at no story yet.
    pub fn new(handbook: &Handbook) -> Self {
        Self { qualities: fit::Qualities::new(handbook.written()) }
    }

    /// The plan of an interview, as [`of`] has it, of the handbook that this planner is for.
    pub fn plan(&self, handbook: &Handbook, interview: Index) -> Plan {
        let redaction = handbook.redaction();
        let mut plan = plan(handbook.written(), &self.qualities, interview);
        if !redaction.is_empty() {
            // The plan is that of the handbook as written; what it says is said with all else that is replaced.
            let texts = plan.rounds.iter_mut().flat_map(|round| {
                let texts = round.slots.iter_mut().map(|slot| &mut slot.reason);
                texts.chain([&mut round.name, &mut round.interviewer])
            });
            for text in texts.chain(plan.mend.as_mut().map(|mend| &mut mend.sentence)) {
                *text = redaction.text(text).into_owned();
            }
        }
        plan
    }
}

fn plan(handbook: &Handbook, qualities: &fit::Qualities, interview: Index) -> Plan {
    let Fields::Interview(fields) = &handbook.entries[interview].fields else { panic!("the index of an interview") };
    let mut focuses: Vec<Vec<Index>> = Vec::new();
    let mut pins: Vec<BTreeSet<Index>> = Vec::new();
    for round in &fields.rounds {
        let mut own: Vec<Index> = Vec::new();
        let mut seen = BTreeSet::new();
        own.extend(round.focus.iter().filter_map(|name| handbook.focus(&name.value)).filter(|focus| seen.insert(*focus)));
        focuses.push(own);
        let pinned = round.stories.iter().filter_map(|name| handbook.find(&[Kind::Story], &name.value)).map(|(story, _)| story);
        pins.push(pinned.filter(|story| handbook.is_told(*story)).collect());
    }
    let candidates = fit::candidates(handbook, qualities, interview, &focuses.iter().flatten().copied().collect());
    let serves = |story: Index, focus: Index| handbook.can_serve(story, focus);
    let extra: Vec<Vec<Index>> = pins
        .iter()
        .zip(&focuses)
        .map(|(pins, focuses)| pins.iter().copied().filter(|story| !focuses.iter().any(|focus| serves(*story, *focus))).collect())
        .collect();
    let open: Vec<Open> = focuses
        .iter()
        .zip(&pins)
        .enumerate()
        .flat_map(|(round, (focuses, pins))| focuses.iter().map(move |focus| Open { round, focus: *focus, pins }))
        .collect();
    let taken: BTreeMap<Index, usize> =
        extra.iter().enumerate().rev().flat_map(|(round, stories)| stories.iter().map(move |story| (handbook.events.of(*story), round))).collect();
    let told = assigned(handbook, &open, &candidates, &taken);

    let mut events: BTreeMap<Index, usize> = taken;
    for (open, story) in open.iter().zip(&told) {
        if let Some(candidate) = story {
            events.insert(candidate.event, open.round);
        }
    }
    let mut rounds: Vec<Round> = fields
        .rounds
        .iter()
        .zip(extra)
        .map(|(round, extra)| {
            let text = |text: &Option<crate::content::Text>| text.as_ref().map(|text| text.value.clone()).unwrap_or_default();
            Round { name: text(&round.name), interviewer: text(&round.interviewer), slots: Vec::new(), extra, left: Vec::new() }
        })
        .collect();
    for (number, (open, story)) in open.iter().zip(&told).enumerate() {
        let candidates = &candidates[&open.focus];
        let pinned = story.is_some_and(|story| open.pins.contains(&story.story));
        let reason = match story {
            Some(story) => words::told(handbook, open.focus, story.link, pinned),
            None if number >= MAX_SLOTS => format!("a loop is planned up to its focus number {MAX_SLOTS}"),
            None => words::gap(handbook, open.focus, candidates, &events),
        };
        rounds[open.round].slots.push(Slot {
            focus: open.focus,
            story: story.map(|story| story.story),
            pinned,
            fit: story.map_or(0, |story| story.fit),
            second: candidates.iter().find(|candidate| !events.contains_key(&candidate.event)).map(|candidate| candidate.story),
            reason,
        });
    }
    for (round, pins) in rounds.iter_mut().zip(&pins) {
        let kept = |story: &&Index| round.slots.iter().any(|slot| slot.story == Some(**story)) || round.extra.contains(story);
        round.left = pins.iter().filter(|story| !kept(story)).copied().collect();
    }
    let gaps: Vec<(usize, Index)> =
        open.iter().zip(&told).take(MAX_SLOTS).filter(|(_, story)| story.is_none()).map(|(open, _)| (open.round, open.focus)).collect();
    let mend = mend(handbook, &gaps, &candidates);
    Plan { interview, rounds, candidates, mend }
}

/// For each focus the candidate that serves it in the best plan.
fn assigned(handbook: &Handbook, open: &[Open], candidates: &BTreeMap<Index, Vec<Candidate>>, taken: &BTreeMap<Index, usize>) -> Vec<Option<Candidate>> {
    let mut ids: Vec<Index> = candidates.values().flatten().map(|candidate| candidate.story).collect::<BTreeSet<_>>().into_iter().collect();
    ids.sort_by_key(|story| &handbook.entries[*story].id);
    let order: BTreeMap<Index, usize> = ids.into_iter().enumerate().map(|(order, story)| (story, order)).collect();
    let planned = &open[..open.len().min(MAX_SLOTS)];
    let free: Vec<Vec<Candidate>> =
        planned.iter().map(|open| candidates[&open.focus].iter().filter(|candidate| !taken.contains_key(&candidate.event)).copied().collect()).collect();
    let choices: Vec<Vec<assign::Choice>> = planned
        .iter()
        .zip(&free)
        .map(|(open, free)| {
            let choice = |candidate: &Candidate| assign::Choice {
                event: candidate.event,
                pinned: open.pins.contains(&candidate.story),
                fit: candidate.fit,
                order: order[&candidate.story],
            };
            free.iter().map(choice).collect()
        })
        .collect();
    let best = assign::best(&choices);
    let mut told: Vec<Option<Candidate>> = best.into_iter().zip(&free).map(|(choice, free)| choice.map(|choice| free[choice])).collect();
    told.resize(open.len(), None);
    told
}

/// The principle or question that, named by one new story, would let it take the most of these gaps; among equals the one that fewest stories serve
/// by now, then the first.
fn mend(handbook: &Handbook, gaps: &[(usize, Index)], candidates: &BTreeMap<Index, Vec<Candidate>>) -> Option<Mend> {
    // A story that names a question can serve the principles that it asks for, and the other way round.
    let serves =
        |named: Index, focus: Index| named == focus || handbook.links[focus].principles.contains(&named) || handbook.links[named].principles.contains(&focus);
    let rounds = |named: Index| -> Vec<usize> {
        let mut rounds: Vec<usize> = gaps.iter().filter(|(_, focus)| serves(named, *focus)).map(|(round, _)| round + 1).collect();
        rounds.dedup();
        rounds
    };
    let count = |named: Index| gaps.iter().filter(|(_, focus)| serves(named, *focus)).count();
    let (_, focus) = gaps.iter().copied().rev().max_by_key(|(_, focus)| (count(*focus), Reverse(candidates[focus].len())))?;
    let rounds = rounds(focus);
    let sentence = words::mend(handbook, focus, &rounds);
    Some(Mend { focus, rounds, sentence })
}
