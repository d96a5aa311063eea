//! What several pages show of one story, made once.

use super::Site;
use crate::content::{Date, Precision, Role};
use crate::handbook::Index;
use crate::metric;
use serde::Serialize;

/// What is known of a story beyond its front matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Facts {
    /// Spoken words.
    pub words: usize,
    /// The number of its Result, with its unit.
    pub number: Option<String>,
    /// Whether every required section is told.
    pub complete: bool,
}

/// A story in a list.
#[derive(Serialize)]
struct Card<'c> {
    id: &'c str,
    title: &'c str,
    url: String,
    hook: &'c str,
    company: &'c str,
    role: &'c str,
    date: String,
    draft: bool,
    words: usize,
    spoken: String,
    principles: Vec<super::view::Link>,
    tags: Vec<&'c str>,
    same_event: usize,
    findings: u32,
}

impl Site<'_> {
    pub(super) fn facts(&self, story: Index) -> &Facts {
        self.memo.facts[story].get_or_init(|| {
            let entry = &self.handbook.entries[story];
            let measure = || {
                self.handbook.passages(story, Role::Result).filter(|passage| !passage.quoted).find_map(|passage| {
                    let spoken = passage.spoken();
                    metric::phrase(&spoken).map(|range| passage.text[range].to_string())
                })
            };
            let number = entry.kept.measure.get(self.handbook.stamp, measure).as_ref().clone();
            Facts { words: self.handbook.words(story), number, complete: self.handbook.is_complete(story) }
        })
    }

    /// How long so many words take to say: `1:12`.
    pub(super) fn spoken(&self, words: usize) -> String {
        let seconds = self.handbook.config.seconds(words);
        format!("{}:{:02}", seconds / 60, seconds % 60)
    }

    /// How many other stories that are shown tell the same event.
    pub(super) fn tellings(&self, story: Index) -> Vec<Index> {
        let tellings = self.handbook.events.tellings(story).iter();
        tellings.copied().filter(|other| *other != story && self.handbook.is_shown(*other)).collect()
    }

    /// A story as lists show it.
    pub(super) fn card(&self, story: Index) -> tera::Value {
        let card = self.memo.cards[story].get_or_init(|| {
            let entry = &self.handbook.entries[story];
            let fields = self.handbook.story(story);
            let text = |text: &Option<crate::content::Text>| text.as_ref().map_or("", |text| text.value.as_str()).to_string();
            let facts = self.facts(story);
            tera::Value::from_serializable(&Card {
                id: &entry.id,
                title: entry.name(),
                url: self.handbook.url(story),
                hook: &self.hook(story),
                company: &text(&fields.company),
                role: &text(&fields.role),
                date: fields.date.map(date_text).unwrap_or_default(),
                draft: self.handbook.is_draft(story),
                words: facts.words,
                spoken: self.spoken(facts.words),
                principles: self.links(&self.handbook.links[story].principles),
                tags: fields.tags.iter().map(|tag| tag.value.as_str()).collect(),
                same_event: self.tellings(story).len(),
                findings: self.memo.findings[story],
            })
        });
        card.clone()
    }

    /// Stories that are shown, strongest first: those that can be told, complete, with a number, with little to mend, newest.
    pub(super) fn strongest(&self, stories: &[Index]) -> Vec<Index> {
        let mut shown: Vec<Index> = stories.iter().copied().filter(|story| self.handbook.is_shown(*story)).collect();
        shown.sort_by_cached_key(|story| {
            let facts = self.facts(*story);
            let date = self.handbook.story(*story).date.map(|date| date.last_day);
            let weak = (!self.handbook.is_told(*story), !facts.complete, facts.number.is_none());
            (weak, self.memo.findings[*story], std::cmp::Reverse(date), *story)
        });
        shown
    }
}

/// A date as people write it: `2022`, `March 2022`, `14 March 2022`.
pub(super) fn date_text(date: Date) -> String {
    const MONTHS: [&str; 12] = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];
    let day = date.last_day;
    let month = MONTHS[(day.month() - 1) as usize];
    match date.precision {
        Precision::Year => day.year().to_string(),
        Precision::Month => format!("{month} {}", day.year()),
        Precision::Day => format!("{} {month} {}", day.day(), day.year()),
    }
}
