//! The cheat sheet: every principle with its stories in a few short lines, and what to ask.

use super::Site;
use super::view::{with, written};
use crate::content::{Fields, Kind};
use crate::handbook::Index;
use crate::prose;
use crate::report::plural;
use serde::Serialize;
use tera::Context;

#[derive(Serialize)]
struct Sheet {
    title: String,
    note: String,
    principles: Vec<PrincipleBlock>,
    asks: Vec<AsksBlock>,
}

#[derive(Serialize)]
struct PrincipleBlock {
    title: String,
    gap: bool,
    asked: Vec<String>,
    stories: Vec<StoryBlock>,
}

#[derive(Serialize)]
struct StoryBlock {
    title: String,
    hook: String,
    number: String,
    same_event: String,
    lines: Vec<Line>,
    answers: Vec<String>,
}

#[derive(Serialize)]
struct Line {
    letter: String,
    name: String,
    role: &'static str,
    text: String,
}

#[derive(Serialize)]
struct AsksBlock {
    title: String,
    audience: String,
    when: String,
    html: String,
}

/// Stories that the sheet tells for one principle; a sheet with more is no sheet.
const STORIES: usize = 6;
/// Principles on the sheet.
const PRINCIPLES: usize = 60;
/// Questions that the sheet names for one story or principle.
const QUESTIONS: usize = 5;

impl Site<'_> {
    pub(super) fn sheet(&self, root: &str) -> Context {
        let handbook = self.handbook;
        let told: Vec<Index> = handbook.of(Kind::Story).filter(|story| handbook.is_told(*story)).collect();
        let mut left_out = 0;
        let mut principles = Vec::new();
        for principle in handbook.of(Kind::Principle).filter(|principle| handbook.is_active(*principle)).take(PRINCIPLES) {
            let stories = self.strongest(&handbook.links[principle].stories);
            let stories: Vec<Index> = stories.into_iter().filter(|story| handbook.is_told(*story)).collect();
            left_out += stories.len().saturating_sub(STORIES);
            let open = handbook.links[principle].questions.iter().filter(|question| !handbook.is_answered(**question) && !handbook.is_skipped(**question));
            principles.push(PrincipleBlock {
                title: self.title(principle).into(),
                gap: stories.is_empty(),
                asked: open.take(QUESTIONS).map(|question| self.title(*question).to_string()).collect(),
                stories: stories.iter().take(STORIES).map(|story| self.block(*story)).collect(),
            });
        }
        let asks = handbook.of(Kind::Asks).map(|index| {
            let (audience, when) = match &handbook.entries[index].fields {
                Fields::Asks(fields) => (written(&fields.audience), written(&fields.when)),
                _ => Default::default(),
            };
            AsksBlock { title: self.title(index).into(), audience, when, html: self.body(index, root, 3) }
        });
        let asks: Vec<AsksBlock> = asks.collect();
        let mut note = format!("{} · {}", plural(told.len(), "story", "stories"), plural(handbook.event_count(&told), "event", "events"));
        if left_out > 0 {
            note.push_str(&format!(" · the {STORIES} strongest a principle; {left_out} more are in the handbook"));
        }
        with("sheet", &Sheet { title: handbook.config.title.clone(), note, principles, asks })
    }

    fn block(&self, story: Index) -> StoryBlock {
        let handbook = self.handbook;
        let fields = handbook.story(story);
        let body = &handbook.entries[story].body;
        let mut lines: Vec<Line> = Vec::new();
        for (number, rule) in handbook.config.sections.iter().enumerate() {
            let cue = fields.cues.iter().find(|(name, _)| rule.is_called(&prose::bare(&name.value)));
            let first = || {
                let of_rule = |section: u32| body.sections[section as usize].rule == number;
                let passage = body.passages.iter().find(|passage| passage.is_spoken() && passage.section.is_some_and(of_rule))?;
                prose::sentences(&passage.text).next().map(|(_, sentence)| sentence.to_string())
            };
            if let Some(text) = cue.map(|(_, cue)| cue.value.clone()).or_else(first) {
                let letter = rule.name.chars().next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
                lines.push(Line { letter, name: rule.name.clone(), role: rule.role.word(), text });
            }
        }
        let others: Vec<String> = self.tellings(story).iter().take(2).map(|other| self.title(*other).to_string()).collect();
        let answers = handbook.links[story].questions.iter().take(QUESTIONS).map(|question| self.title(*question).to_string());
        StoryBlock {
            title: self.title(story).into(),
            hook: written(&fields.hook),
            number: self.facts(story).number.clone().unwrap_or_default(),
            same_event: others.join(", "),
            lines,
            answers: answers.collect(),
        }
    }
}
