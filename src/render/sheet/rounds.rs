//! The rounds of an interview on top of its sheet: who hears which story, as the plan has it.

use super::{Matter, text};
use crate::content::{Fields, Kind};
use crate::handbook::Index;
use crate::render::Site;
use crate::render::facts::date_text;
use crate::report::plural;

/// One round.
#[derive(Clone, Debug)]
pub(super) struct Round {
    pub number: usize,
    pub name: String,
    pub interviewer: String,
    pub focus: Vec<Focus>,
    /// Stories that are pinned to the round and serve none of its focuses: told all the same.
    pub extra: Vec<(Index, String)>,
}

/// What a round is about, and the story planned for it.
#[derive(Clone, Debug)]
pub(super) struct Focus {
    pub title: String,
    pub story: Option<Index>,
    pub told: String,
    pub number: String,
}

impl Site<'_> {
    pub(super) fn sheet_rounds(&self, interview: Index) -> Vec<Round> {
        let name = |index: Index| text::shortened(self.title(index), text::NAME);
        let rounds = self.plan(interview).rounds.iter().enumerate();
        rounds
            .map(|(number, round)| Round {
                number: number + 1,
                name: if round.name.is_empty() { "Round".into() } else { text::shortened(&round.name, text::NAME) },
                interviewer: text::shortened(&round.interviewer, text::NAME),
                focus: round
                    .slots
                    .iter()
                    .map(|slot| Focus {
                        title: name(slot.focus),
                        story: slot.story,
                        told: slot.story.map(name).unwrap_or_default(),
                        number: slot
                            .story
                            .and_then(|story| self.facts(story).number.as_deref())
                            .map(|number| text::shortened(number, text::NUMBER))
                            .unwrap_or_default(),
                    })
                    .collect(),
                extra: round.extra.iter().map(|story| (*story, name(*story))).collect(),
            })
            .collect()
    }

    /// Puts what the loop asks for first: its principles in the order of its rounds, and in each the stories that are planned.
    pub(super) fn led_by(&self, interview: Index, mut matter: Matter) -> Matter {
        let plan = self.plan(interview);
        let planned = plan.told();
        let mut asked: Vec<Index> = Vec::new();
        for slot in plan.slots() {
            match self.handbook.entries[slot.focus].kind {
                Kind::Principle => asked.push(slot.focus),
                _ => asked.extend(&self.handbook.links[slot.focus].principles),
            }
        }
        let place = |principle: &Option<Index>| principle.and_then(|principle| asked.iter().position(|asked| *asked == principle)).unwrap_or(usize::MAX);
        matter.principles.sort_by_key(|(principle, _)| place(principle));
        let homes = plan.slots().filter(|slot| self.handbook.entries[slot.focus].kind == Kind::Principle);
        matter.home =
            homes.filter_map(|slot| Some((slot.story?, slot.focus))).filter(|(story, focus)| self.handbook.links[*story].principles.contains(focus)).collect();
        for (principle, stories) in &mut matter.principles {
            stories.sort_by_key(|story| (matter.home.get(story).copied() != *principle || principle.is_none(), !planned.contains(story)));
        }
        let Fields::Interview(fields) = &self.handbook.entries[interview].fields else { unreachable!("the index of an interview") };
        let date = fields.date.map(|date| format!("{} \u{b7} ", date_text(date))).unwrap_or_default();
        matter.note = format!("{date}{} \u{b7} {}", plural(plan.rounds.len(), "round", "rounds"), matter.note);
        matter
    }
}
