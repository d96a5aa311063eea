//! What becomes of the notes while they are read: entries to be, each with the rows it holds.

use super::rounds::Round;
use crate::content::Kind;
use crate::parse::outline::{Block, Field, Row};
use crate::prose;
use std::collections::BTreeMap;

/// An entry to be.
#[derive(Debug)]
pub struct Draft {
    /// What it is.
    pub kind: Kind,
    /// Its id, given when all entries are known; principles have theirs from the start.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Front matter besides title, references and status.
    pub fields: Vec<(&'static str, Vec<String>)>,
    /// Rows that front matter holds.
    pub placed: Vec<Row>,
    /// Principles that it names, as places in [`Book::drafts`].
    pub principles: Vec<usize>,
    /// Questions that it answers, as places in [`Book::drafts`].
    pub questions: Vec<usize>,
    /// What stands below the front matter, before a story's sections.
    pub body: Vec<Block>,
    /// A story's sections.
    pub sections: Vec<(usize, Vec<Block>)>,
    /// What follows a story's sections.
    pub tail: Vec<Block>,
    /// A line for some sections of a story.
    pub cues: Vec<(String, String)>,
    /// Required sections that a story has no words for.
    pub missing: Vec<usize>,
    /// Whether its author set it aside as a draft.
    pub draft: bool,
    /// Whether its author said that it is ready.
    pub ready: bool,
    /// The rounds of an interview.
    pub rounds: Vec<Round>,
    /// The stories told in one.
    pub told: Vec<String>,
}

impl Draft {
    /// Adds a text to a key, once.
    pub fn field(&mut self, key: &'static str, value: &str) {
        let value = value.trim();
        if value.is_empty() {
            return;
        }
        match self.fields.iter_mut().find(|(name, _)| *name == key) {
            Some((_, values)) if values.iter().any(|known| known == value) => {}
            Some((_, values)) => values.push(value.to_string()),
            None => self.fields.push((key, vec![value.to_string()])),
        }
    }

    /// All its blocks in the order in which they are written.
    pub fn blocks(&self) -> impl Iterator<Item = &Block> {
        self.body.iter().chain(self.sections.iter().flat_map(|(_, blocks)| blocks)).chain(&self.tail)
    }

    /// The texts of a key.
    pub fn values(&self, key: &str) -> &[String] {
        self.fields.iter().find(|(name, _)| *name == key).map_or(&[], |(_, values)| values)
    }
}

/// All entries to be.
#[derive(Debug, Default)]
pub struct Book {
    /// The entries in the order found.
    pub drafts: Vec<Draft>,
    /// Words that became structure, by line.
    pub spent: Vec<Row>,
    /// Lines that say what another line of the same entry says, and are kept once: the entry and the row.
    pub same: Vec<(usize, Row)>,
    /// Entries by what they are found again by.
    keys: BTreeMap<(Kind, String), usize>,
    /// Headings by note and anchor, and the entry that each became.
    pub anchors: BTreeMap<(usize, String), usize>,
    /// The entry that each note mainly became.
    pub main: BTreeMap<usize, usize>,
    /// Front matter and the entry it belongs to. What it names may stand in a later note.
    pub fronts: Vec<(usize, Vec<Field>)>,
    /// Principles that were named otherwise than their title says: the name and the entry.
    pub aliases: Vec<(String, usize)>,
}

impl Book {
    /// A new entry.
    pub fn add(&mut self, kind: Kind, title: &str) -> usize {
        self.drafts.push(Draft {
            kind,
            id: String::new(),
            title: title.split_whitespace().collect::<Vec<_>>().join(" "),
            fields: Vec::new(),
            placed: Vec::new(),
            principles: Vec::new(),
            questions: Vec::new(),
            body: Vec::new(),
            sections: Vec::new(),
            tail: Vec::new(),
            cues: Vec::new(),
            missing: Vec::new(),
            draft: false,
            ready: false,
            rounds: Vec::new(),
            told: Vec::new(),
        });
        self.drafts.len() - 1
    }

    /// The entry of a kind that goes by a key, made where there is none; true where it was made now.
    pub fn keyed(&mut self, kind: Kind, key: &str, title: &str) -> (usize, bool) {
        let key = (kind, prose::bare(key));
        if let Some(index) = self.keys.get(&key) {
            return (*index, false);
        }
        let index = self.add(kind, title);
        self.keys.insert(key, index);
        (index, true)
    }

    /// Whether anything was found since there were `before` entries.
    pub fn since(&self, before: usize) -> bool {
        self.drafts.len() > before
    }

    /// Words became structure.
    pub fn spend(&mut self, line: u32, text: &str) {
        if text.contains(char::is_alphanumeric) {
            self.spent.push(Row { line, text: text.to_string() });
        }
    }
}
