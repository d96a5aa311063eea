//! What is known of an entry alone: made when it is first asked for, and kept with the entry, so that a handbook linked again after a change
//! costs what changed. The same entry under the same settings always gives the same, so nobody can tell whether it was kept.

use crate::diagnostic::Diagnostic;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// What an entry keeps.
#[derive(Debug, Default)]
pub struct Kept {
    /// Its names as they are compared.
    pub names: OnceLock<Names>,
    /// Whom it names, while all names of the handbook stay as they are.
    pub named: Under<Named>,
    /// What a story's event is recognised by.
    pub fingerprint: OnceLock<Fingerprint>,
    /// What the rules find that look at one entry alone.
    pub judgement: Under<Judgement>,
    /// The first number of a story's Result, with its unit.
    pub measure: Under<Option<String>>,
}

/// A value that holds under one state of the settings, told by their stamp.
#[derive(Debug)]
pub struct Under<T>(Mutex<Option<(u64, Arc<T>)>>);

impl<T> Default for Under<T> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<T> Under<T> {
    /// The value under the settings with this stamp; made where it is not known under them. Only the last settings are remembered.
    pub fn get(&self, stamp: u64, make: impl FnOnce() -> T) -> Arc<T> {
        let known = |kept: &Option<(u64, Arc<T>)>| kept.as_ref().filter(|(under, _)| *under == stamp).map(|(_, value)| value.clone());
        if let Some(value) = known(&self.0.lock().unwrap_or_else(PoisonError::into_inner)) {
            return value;
        }
        // Made outside of the lock: two threads that ask at once make the same.
        let value = Arc::new(make());
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((stamp, value.clone()));
        value
    }
}

/// An entry's names as they are compared.
#[derive(Debug, Default)]
pub struct Names {
    /// Its title, or its id where it has none, folded.
    pub folded: String,
    /// Hash of its id.
    pub id_key: u64,
    /// Hash of its folded title; nothing where it has none.
    pub title_key: Option<u64>,
}

/// Whom the front matter of an entry names, as places among all entries.
#[derive(Debug, Default)]
pub struct Named {
    /// Principles, each once.
    pub principles: Vec<usize>,
    /// Questions, each once.
    pub questions: Vec<usize>,
    /// Whether one of these, or of the `[[links]]` in the body, is named otherwise than by id or title, or is nobody.
    pub is_doubtful: bool,
}

/// What the rules find in one entry.
#[derive(Debug, Default)]
pub struct Judgement {
    /// The findings that no comment allows, sorted by place, at the levels of the settings.
    pub findings: Vec<Diagnostic>,
    /// The allow comments that were of use, by their number in the file.
    pub used: Vec<usize>,
}

/// The words by which two tellings of one event are recognised.
#[derive(Debug, Default)]
pub struct Fingerprint {
    /// Its words that are not everybody's, as hashes, sorted.
    pub words: Vec<u32>,
    /// Its words that many stories are about, such as "bug", as hashes, sorted.
    pub topics: Vec<u32>,
    /// The pairs of these that stand side by side, as hashes, sorted.
    pub pairs: Vec<u32>,
    /// Its code words and names, sorted.
    pub codes: Vec<Code>,
    /// The words of its company's name, as hashes of their small letters.
    pub company: Vec<u64>,
}

/// A code word or name.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Code {
    /// As it is written.
    pub word: String,
    /// Its hash.
    pub key: u64,
    /// The hash of its small letters.
    pub lower_key: u64,
}
