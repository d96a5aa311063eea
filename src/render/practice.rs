//! What practice.html asks and shows: the questions with their cues as scripts that the browser loads when it needs them, and the time that each section may take.
//!
//! `practice-data.js` calls the global function `prepgenPractice` with what a draw needs: the questions, the principles, the budget, the loops. The cards, with
//! the stories to reveal, lie in `practice-data.N.js`, which start at the questions that `firsts` names. The words of a story are not written twice:
//! a card says where they stand in the search's texts, and the form of each passage there, after a `0` (`p` paragraph, `i` list item, `c` cell, `h` heading, `k` code).

use super::search::{Places, json};
use super::view::with;
use super::{File, Site};
use crate::check;
use crate::content::{Form, Kind, Role, SectionRule};
use crate::handbook::Index;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use tera::Context;

/// Stories that a card can reveal, strongest first.
const STORIES: usize = 5;
/// Planned interviews that can be practised, the newest.
const LOOPS: usize = 50;
/// How much one file of cards holds, in bytes.
const CHUNK: usize = 128 * 1024;
/// Questions that the page lists for readers without JavaScript; the list of questions has all.
pub(super) const LISTED: usize = 200;

/// The time that a section may take.
#[derive(Serialize, Debug, PartialEq, Eq, Clone)]
pub(super) struct Share {
    pub name: String,
    pub role: &'static str,
    pub seconds: usize,
    /// The same as `0:25`.
    pub time: String,
}

#[derive(Serialize)]
struct Main<'p> {
    version: String,
    texts: &'p str,
    limit: usize,
    budget: Vec<Share>,
    principles: Vec<(&'p str, &'p str)>,
    questions: Vec<Question<'p>>,
    firsts: Vec<usize>,
    loops: Vec<Loop>,
}

/// A question as a draw knows it: its id, its title, its principles by number, and how it is answered: 2 by a story, 1 by notes, 0 not at all.
#[derive(Serialize)]
struct Question<'p>(&'p str, &'p str, Vec<usize>, u8);

/// A planned interview.
#[derive(Serialize)]
struct Loop {
    id: String,
    title: String,
    rounds: Vec<Round>,
}

#[derive(Serialize)]
struct Round {
    name: String,
    interviewer: String,
    focus: Vec<Focus>,
}

/// What a round asks for: a question by number, or nothing where a principle has none left to ask; the focus in words; and the story that the plan gives it.
#[derive(Serialize)]
struct Focus {
    question: Option<usize>,
    title: String,
    story: Option<Told>,
}

/// What a question reveals.
#[derive(Serialize)]
struct Card {
    url: String,
    labels: Vec<String>,
    notes: Option<Words>,
    stories: Vec<Told>,
}

/// A story as a card reveals it.
#[derive(Serialize)]
struct Told {
    title: String,
    url: String,
    hook: String,
    event: Index,
    spoken: String,
    lines: Vec<Cue>,
    words: Words,
}

/// A section: its name, its role, how long it takes as written, and its cue.
#[derive(Serialize)]
struct Cue(String, &'static str, String, String);

/// Where words stand in the search's texts: the file, the place in it, the form of each passage.
#[derive(Serialize)]
struct Words(usize, usize, String);

/// A question in the list for readers without JavaScript.
#[derive(Serialize)]
struct Listed<'p> {
    title: &'p str,
    url: String,
    answered: &'static str,
}

impl Site<'_> {
    pub(super) fn practice(&self) -> Context {
        let budget = self.budget();
        let questions: Vec<Listed> = self
            .asked()
            .take(LISTED)
            .map(|question| Listed { title: self.title(question), url: self.handbook.url(question), answered: self.answer(question) })
            .collect();
        let mut context = with("questions", &questions);
        context.insert("total", &self.asked().count());
        context.insert("budget_total", &clock(budget.iter().map(|share| share.seconds).sum()));
        context.insert("budget", &budget);
        context
    }

    /// The scripts that practice.html loads.
    pub(super) fn practice_data(&self, places: &Places) -> Vec<File> {
        let handbook = self.handbook;
        let principles: Vec<Index> = handbook.of(Kind::Principle).collect();
        let number: BTreeMap<Index, usize> = principles.iter().enumerate().map(|(number, principle)| (*principle, number)).collect();
        let asked: Vec<Index> = self.asked().collect();
        let made: Vec<Vec<u8>> = asked
            .par_iter()
            .map(|question| {
                let mut card = Vec::new();
                json(&mut card, &self.practice_card(*question, places));
                card
            })
            .collect();
        let mut firsts = Vec::new();
        let mut chunks: Vec<Vec<u8>> = Vec::new();
        let mut hash = xxhash_rust::xxh3::Xxh3::new();
        for (place, card) in made.iter().enumerate() {
            match chunks.last_mut().filter(|chunk| chunk.len() < CHUNK) {
                Some(chunk) => chunk.extend_from_slice(b",\n"),
                None => {
                    chunks.push(format!("prepgenPractice({{\"chunk\":{},\"cards\":[\n", chunks.len()).into_bytes());
                    firsts.push(place);
                }
            }
            chunks.last_mut().expect("one was just made").extend_from_slice(card);
        }
        let questions = asked.iter().map(|question| {
            let of = handbook.links[*question].principles.iter().filter_map(|principle| number.get(principle).copied()).collect();
            Question(&handbook.entries[*question].id, self.title(*question), of, self.answered_by(*question))
        });
        let questions = questions.collect();
        for chunk in &mut chunks {
            chunk.extend_from_slice(b"\n]});\n");
            hash.update(chunk);
        }
        let main = Main {
            version: hash.digest().to_string(),
            texts: &places.version,
            limit: self.handbook.config.threshold(check::lint("too-long").expect("a rule of the house"), "seconds") as usize,
            budget: self.budget(),
            principles: principles.iter().map(|principle| (handbook.entries[*principle].id.as_str(), self.title(*principle))).collect(),
            questions,
            firsts,
            loops: handbook
                .of(Kind::Interview)
                .filter(|interview| self.plan(*interview).slots().next().is_some())
                .take(LOOPS)
                .map(|interview| self.mock_loop(interview, &asked, places))
                .collect(),
        };
        let mut script = b"prepgenPractice(".to_vec();
        json(&mut script, &main);
        script.extend_from_slice(b");\n");
        let name = |(number, bytes)| File { path: format!("practice-data.{number}.js"), bytes };
        std::iter::once(File { path: "practice-data.js".into(), bytes: script }).chain(chunks.into_iter().enumerate().map(name)).collect()
    }

    /// A planned interview as one practises it: its rounds in order, each focus with the story that the plan gives it. A principle is asked for by one of its
    /// questions, best one that the story answers, and none is asked twice.
    fn mock_loop(&self, interview: Index, asked: &[Index], places: &Places) -> Loop {
        let handbook = self.handbook;
        let plan = self.plan(interview);
        let place: BTreeMap<Index, usize> = asked.iter().enumerate().map(|(place, question)| (*question, place)).collect();
        let mut used: BTreeSet<Index> = plan.slots().map(|slot| slot.focus).collect();
        let mut question = |focus: Index, story: Option<Index>| match handbook.entries[focus].kind {
            Kind::Question => place.get(&focus).copied(),
            _ => {
                let free: Vec<Index> = handbook.links[focus].questions.iter().copied().filter(|one| place.contains_key(one) && !used.contains(one)).collect();
                let answered = free.iter().copied().find(|one| story.is_some_and(|story| handbook.links[story].questions.contains(one)));
                let chosen = answered.or_else(|| free.first().copied())?;
                used.insert(chosen);
                place.get(&chosen).copied()
            }
        };
        let rounds = plan.rounds.iter().map(|round| Round {
            name: round.name.clone(),
            interviewer: round.interviewer.clone(),
            focus: round
                .slots
                .iter()
                .map(|slot| Focus {
                    question: question(slot.focus, slot.story),
                    title: self.title(slot.focus).into(),
                    story: slot.story.map(|story| self.practice_story(story, places)),
                })
                .collect(),
        });
        Loop { id: handbook.entries[interview].id.clone(), title: self.title(interview).into(), rounds: rounds.collect() }
    }

    /// The questions that are practised: all but those left unanswered on purpose.
    pub(super) fn asked(&self) -> impl Iterator<Item = Index> + '_ {
        self.handbook.of(Kind::Question).filter(|question| !self.handbook.is_skipped(*question) || self.handbook.is_answered(*question))
    }

    fn answered_by(&self, question: Index) -> u8 {
        let told = self.handbook.told(&self.handbook.links[question].stories).next().is_some();
        if told { 2 } else { u8::from(self.handbook.has_notes(question)) }
    }

    fn practice_card(&self, question: Index, places: &Places) -> Card {
        let told: Vec<Index> = self.handbook.told(&self.handbook.links[question].stories).collect();
        Card {
            url: self.handbook.url(question),
            labels: self.labels(question).into_iter().map(|label| label.label).collect(),
            notes: self.handbook.has_notes(question).then(|| self.words_of(question, places)),
            stories: self.strongest(&told).iter().take(STORIES).map(|story| self.practice_story(*story, places)).collect(),
        }
    }

    fn practice_story(&self, story: Index, places: &Places) -> Told {
        Told {
            title: self.title(story).into(),
            url: self.handbook.url(story),
            hook: self.hook(story).into_owned(),
            event: self.handbook.events.of(story),
            spoken: self.spoken(self.facts(story).words),
            lines: self.cues(story),
            words: self.words_of(story, places),
        }
    }

    /// A line a section.
    fn cues(&self, story: Index) -> Vec<Cue> {
        let body = &self.handbook.entries[story].body;
        let mut cues = Vec::new();
        for (number, rule) in self.handbook.config.sections.iter().enumerate() {
            if let Some(text) = self.cue(story, number) {
                let words: usize = body.sections.iter().filter(|section| section.rule == number).map(|section| section.words).sum();
                cues.push(Cue(rule.name.clone(), rule.role.word(), self.spoken(words), text.into_owned()));
            }
        }
        cues
    }

    fn words_of(&self, index: Index, places: &Places) -> Words {
        let form = |form: Form| match form {
            Form::Paragraph => 'p',
            Form::Item(_) => 'i',
            Form::Cell => 'c',
            Form::Heading => 'h',
            Form::Code => 'k',
        };
        let (chunk, place) = places.of(index);
        // The first digit says nothing: with it no word which the author forbade can seem to begin here.
        Words(chunk, place, std::iter::once('0').chain(self.handbook.entries[index].body.passages.iter().map(|passage| form(passage.form))).collect())
    }

    /// How long each section may take.
    pub(super) fn budget(&self) -> Vec<Share> {
        let config = &self.handbook.config;
        let threshold = |lint: &str, name: &str| config.threshold(check::lint(lint).expect("a rule of the house"), name) as usize;
        budget(&config.sections, threshold("too-long", "seconds"), threshold("thin-action", "percent"))
    }
}

fn clock(seconds: usize) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

/// Shares out two thirds of the time after which a story is too long: room is left for a slip, and for the question that follows. Half goes to the Action, more
/// where `thin-action` asks for more; the others share the rest as they are usually told. Only sections that a story must have get time.
fn budget(sections: &[SectionRule], limit: usize, thin: usize) -> Vec<Share> {
    let required: Vec<&SectionRule> = sections.iter().filter(|section| section.required).collect();
    let told = if required.is_empty() { sections.iter().collect() } else { required };
    let weight = |section: &&&SectionRule| match section.role {
        Role::Action => 0,
        Role::Situation | Role::Result => 10,
        Role::Task => 6,
        Role::Learning => 5,
        Role::Other => 8,
    };
    let rest: usize = told.iter().map(|section| weight(&section)).sum();
    let actions = told.iter().filter(|section| section.role == Role::Action).count();
    let action = match (actions, rest) {
        (0, _) => 0,
        (_, 0) => 100,
        _ => (thin + 15).clamp(50, 80),
    };
    let total = limit * 2 / 3;
    // Times that nobody can keep in mind help nobody: five seconds are as fine as it gets, unless all is very short.
    let step = if total >= 60 { 5 } else { 1 };
    let steps = total / step;
    // Each section's part of all steps, in fractions of `whole`; what rounding down leaves goes to those that lost most by it.
    let whole = 100 * rest.max(1) * actions.max(1);
    let parts: Vec<usize> = told
        .iter()
        .map(|section| if section.role == Role::Action { action * rest.max(1) } else { weight(&section) * (100 - action) * actions.max(1) } * steps)
        .collect();
    let mut order: Vec<usize> = (0..told.len()).collect();
    order.sort_by_key(|place| std::cmp::Reverse(parts[*place] % whole));
    let left = steps.saturating_sub(parts.iter().map(|part| part / whole).sum());
    let share = |(place, section): (usize, &SectionRule)| {
        let extra = usize::from(order[..left.min(order.len())].contains(&place));
        let seconds = (parts[place] / whole + extra).max(1) * step;
        Share { name: section.name.clone(), role: section.role.word(), seconds, time: clock(seconds) }
    };
    told.into_iter().enumerate().map(share).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn seconds(sections: &[(&str, Role, bool)], limit: usize, thin: usize) -> Vec<usize> {
        let rule = |(name, role, required): &(&str, Role, bool)| SectionRule { name: (*name).into(), aliases: Vec::new(), required: *required, role: *role };
        budget(&sections.iter().map(rule).collect::<Vec<_>>(), limit, thin).iter().map(|share| share.seconds).collect()
    }

    #[test]
    fn half_of_two_minutes_is_for_the_action() {
        let star = budget(&Config::default().sections, 180, 35);
        let told: Vec<(&str, usize)> = star.iter().map(|share| (share.name.as_str(), share.seconds)).collect();
        assert_eq!(told, [("Situation", 25), ("Task", 15), ("Action", 60), ("Result", 20)]);
    }

    #[test]
    fn the_shares_follow_the_settings() {
        use Role::{Action, Other, Result, Situation};
        let star = [("Situation", Situation, true), ("Action", Action, true), ("Result", Result, true)];
        assert_eq!(seconds(&star, 360, 35), [60, 120, 60], "twice the time");
        assert_eq!(seconds(&star, 180, 60), [15, 90, 15], "an Action that has to be longer");
        assert_eq!(seconds(&star, 30, 35), [5, 10, 5], "a very short limit is shared out by the second");
        assert_eq!(seconds(&[("Only", Action, true)], 180, 35), [120]);
        assert_eq!(seconds(&[("A", Other, false), ("B", Other, false)], 180, 35), [60, 60], "where none is required, all get time");
    }
}
