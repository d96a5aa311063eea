//! What lists are filtered by. Every choice has a short key; a row carries the keys of what it is, and the address of the page the words.

use super::Site;
use crate::content::Kind;
use crate::handbook::Index;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// One filter of a list.
#[derive(Serialize)]
pub(super) struct Filter {
    /// Its name in the address.
    pub name: &'static str,
    /// What it is about.
    pub label: &'static str,
    /// What it says when nothing is chosen.
    pub any: &'static str,
    /// What can be chosen; one alone only where it leaves rows out.
    pub options: Vec<Choice>,
}

/// What can be chosen.
#[derive(Serialize)]
pub(super) struct Choice {
    /// How the address names it.
    pub value: String,
    /// How people read it.
    pub label: String,
    /// What the rows carry.
    pub key: String,
}

/// Choices that a filter offers at most; a list that goes on longer helps nobody.
const CHOICES: usize = 500;

/// The companies and tags of all stories, each with its place.
pub(super) struct Names {
    companies: BTreeMap<String, usize>,
    tags: BTreeMap<String, usize>,
}

fn choice(value: &str, label: &str, key: String) -> Choice {
    Choice { value: value.into(), label: label.into(), key }
}

fn of_names(names: &BTreeMap<String, usize>, letter: char) -> Vec<Choice> {
    names.iter().take(CHOICES).map(|(name, place)| choice(name, name, format!("{letter}{place}"))).collect()
}

/// The filters that tell rows apart; each comes with whether there are rows without what it asks for, which its one choice would leave out.
fn useful(filters: Vec<(Filter, bool)>) -> Vec<Filter> {
    filters
        .into_iter()
        .filter(|(filter, without)| filter.options.len() + usize::from(*without && !filter.options.is_empty()) > 1)
        .map(|(filter, _)| filter)
        .collect()
}

impl Site<'_> {
    fn names(&self) -> &Names {
        self.memo.names.get_or_init(|| {
            let handbook = self.handbook;
            let (mut companies, mut tags) = (BTreeSet::new(), BTreeSet::new());
            for story in handbook.of(Kind::Story) {
                let fields = handbook.story(story);
                companies.extend(fields.company.iter().map(|company| company.value.as_str()));
                tags.extend(fields.tags.iter().map(|tag| tag.value.as_str()));
            }
            let placed = |names: BTreeSet<&str>| names.into_iter().enumerate().map(|(place, name)| (name.to_string(), place)).collect();
            Names { companies: placed(companies), tags: placed(tags) }
        })
    }

    fn principles_of(&self, kind: Kind) -> Vec<Choice> {
        let named = |principle: &Index| {
            let links = &self.handbook.links[*principle];
            let list = if kind == Kind::Story { &links.stories } else { &links.questions };
            list.iter().any(|index| self.handbook.is_shown(*index))
        };
        let principles = self.handbook.of(Kind::Principle).filter(named).take(CHOICES);
        principles.map(|principle| choice(&self.handbook.entries[principle].id, self.title(principle), format!("p{principle}"))).collect()
    }

    /// The filters of the list of stories.
    pub(super) fn story_filters(&self) -> &[Filter] {
        self.memo.story_filters.get_or_init(|| self.filters_of_stories())
    }

    fn filters_of_stories(&self) -> Vec<Filter> {
        let names = self.names();
        let some = |test: &dyn Fn(Index) -> bool| self.handbook.of(Kind::Story).any(test);
        let mut status = Vec::new();
        if some(&|story| self.handbook.is_told(story)) {
            status.push(choice("ready", "Ready", "ready".into()));
        }
        if some(&|story| self.handbook.is_draft(story)) {
            status.push(choice("draft", "Draft", "draft".into()));
        }
        if some(&|story| self.memo.findings[story] > 0) {
            status.push(choice("mend", "Something to mend", "mend".into()));
        }
        let no_company = some(&|story| self.handbook.story(story).company.is_none());
        let no_tag = some(&|story| self.handbook.story(story).tags.is_empty());
        useful(vec![
            (Filter { name: "principle", label: "Principle", any: "Any principle", options: self.principles_of(Kind::Story) }, false),
            (Filter { name: "company", label: "Company", any: "Any company", options: of_names(&names.companies, 'c') }, no_company),
            (Filter { name: "tag", label: "Tag", any: "Any tag", options: of_names(&names.tags, 't') }, no_tag),
            (Filter { name: "status", label: "Status", any: "Any status", options: status }, false),
        ])
    }

    /// What the row of a story carries.
    pub(super) fn story_keys(&self, story: Index) -> String {
        let (names, fields) = (self.names(), self.handbook.story(story));
        let mut keys: Vec<String> = self.handbook.links[story].principles.iter().map(|principle| format!("p{principle}")).collect();
        keys.extend(fields.company.iter().map(|company| format!("c{}", names.companies[company.value.as_str()])));
        keys.extend(fields.tags.iter().map(|tag| format!("t{}", names.tags[tag.value.as_str()])));
        keys.push(if self.handbook.is_draft(story) { "draft" } else { "ready" }.into());
        if self.memo.findings[story] > 0 {
            keys.push("mend".into());
        }
        keys.join(" ")
    }

    /// The filters of the list of questions.
    pub(super) fn question_filters(&self) -> &[Filter] {
        self.memo.question_filters.get_or_init(|| self.filters_of_questions())
    }

    fn filters_of_questions(&self) -> Vec<Filter> {
        let answers = [("story", "Answered by a story"), ("notes", "Answered by notes"), ("no", "No answer"), ("skip", "Skipped on purpose")];
        let there = |answer: &str| self.handbook.of(Kind::Question).any(|question| self.answer(question) == answer);
        let answers = answers.into_iter().filter(|(answer, _)| there(answer)).map(|(answer, label)| choice(answer, label, answer.into())).collect();
        useful(vec![
            (Filter { name: "answered", label: "Answer", any: "Answered or not", options: answers }, false),
            (Filter { name: "principle", label: "Principle", any: "Any principle", options: self.principles_of(Kind::Question) }, false),
        ])
    }

    /// What the row of a question carries.
    pub(super) fn question_keys(&self, question: Index) -> String {
        let principles = self.handbook.links[question].principles.iter().map(|principle| format!("p{principle}"));
        principles.chain(std::iter::once(self.answer(question).to_string())).collect::<Vec<_>>().join(" ")
    }
}
