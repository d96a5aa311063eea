//! What the search index holds: one document an entry, with the words that its page shows.

use super::search::{self, Document, Places};
use super::{File, Site};
use crate::content::{Entry, Fields, Kind};
use crate::handbook::Index;
use rayon::prelude::*;
use std::collections::BTreeMap;

impl Site<'_> {
    /// The scripts over all entries, which are made all at once: the search index and what practice asks.
    pub fn scripts(&self) -> Vec<File> {
        let (mut files, places) = self.search_index();
        files.extend(self.practice_data(&places));
        files
    }

    /// The index over every entry that is shown, and where their texts stand in it.
    fn search_index(&self) -> (Vec<File>, Places) {
        let shown: Vec<Index> = Kind::ALL.iter().flat_map(|kind| self.handbook.of(*kind)).collect();
        let principles = self.handbook.of(Kind::Principle).collect::<Vec<_>>();
        let first = shown.iter().position(|index| self.handbook.entries[*index].kind == Kind::Principle).unwrap_or(0);
        // The index names principles by their place among its documents.
        let place: BTreeMap<Index, u32> = principles.iter().enumerate().map(|(at, index)| (*index, (first + at) as u32)).collect();
        let documents: Vec<Document> = shown.par_iter().map(|index| self.document(*index, &place)).collect();
        let index = search::index(&documents);
        let places = Places::new(&index, &shown);
        (index.files.into_iter().map(|(path, bytes)| File { path, bytes }).collect(), places)
    }

    fn document(&self, index: Index, place: &BTreeMap<Index, u32>) -> Document<'_> {
        let entry: &Entry = &self.handbook.entries[index];
        let mut extra: Vec<&str> = Vec::new();
        let mut company = "";
        let mut tags = Vec::new();
        match &entry.fields {
            Fields::Story(story) => {
                let story = &**story;
                company = story.company.as_ref().map_or("", |text| text.value.as_str());
                tags = story.tags.iter().map(|tag| tag.value.as_str()).collect();
                extra.extend([&story.hook, &story.company, &story.role].into_iter().flatten().map(|text| text.value.as_str()));
                extra.extend(story.tags.iter().chain(story.cues.iter().map(|(_, cue)| cue)).map(|text| text.value.as_str()));
            }
            Fields::Question(question) => extra.extend(question.source.iter().map(|text| text.value.as_str())),
            Fields::Principle(principle) => extra.extend(principle.aliases.iter().chain(&principle.framework).map(|text| text.value.as_str())),
            Fields::Asks(asks) => extra.extend(asks.audience.iter().map(|text| text.value.as_str())),
            Fields::Interview(interview) => {
                company = interview.company.as_ref().map_or("", |text| text.value.as_str());
                extra.push(company);
            }
            Fields::Page => {}
        }
        let section = |passage: &crate::content::Passage| {
            let section = passage.section.map(|number| entry.body.sections[number as usize].rule);
            section.map_or("", |rule| self.handbook.config.sections[rule].name.as_str())
        };
        let state = match entry.kind {
            Kind::Story => usize::from(self.handbook.is_draft(index)) + 2 * usize::from(self.memo.findings[index] > 0),
            Kind::Question => ["story", "notes", "no", "skip"].iter().position(|answer| *answer == self.answer(index)).unwrap_or(0),
            _ => 0,
        };
        let own = |index: &Index| place.get(index).copied();
        let principles = if entry.kind == Kind::Principle {
            own(&index).into_iter().collect()
        } else {
            self.handbook.links[index].principles.iter().filter_map(own).collect()
        };
        Document {
            kind: entry.kind.folder(),
            url: self.handbook.url(index),
            title: self.title(index),
            extra,
            passages: entry.body.passages.iter().map(|passage| (section(passage), passage.text.as_str())).collect(),
            principles,
            company,
            tags,
            state,
        }
    }
}
