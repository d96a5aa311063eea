//! Names to entries: by id, then by title, then by alias.

use super::{Handbook, Index};
use crate::content::{Entry, Fields, Kind};
use crate::diagnostic::did_you_mean;
use crate::prose;
use std::collections::BTreeMap;
use std::sync::Arc;

/// By which of its names an entry was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Via {
    /// Its id, or its file's name.
    Id,
    /// Its title.
    Title,
    /// One of its aliases.
    Alias,
}

/// Every name of every entry. Where two share one, the first by path has it.
#[derive(Debug, Default)]
pub(super) struct Names {
    ids: ByKind,
    titles: ByKind,
    aliases: ByKind,
    /// Titles and aliases of principles without punctuation: "Are Right A Lot" for "Are Right, A Lot".
    loose: BTreeMap<String, Index>,
}

/// For each kind, in the order of [`Kind::ALL`], names and what they mean.
type ByKind = [BTreeMap<String, Index>; Kind::ALL.len()];

impl Names {
    pub(super) fn new(entries: &[Arc<Entry>]) -> Self {
        let mut names = Self::default();
        for (index, entry) in entries.iter().enumerate() {
            names.ids[entry.kind as usize].entry(entry.id.clone()).or_insert(index);
            if let Some(title) = &entry.title {
                names.titles[entry.kind as usize].entry(prose::folded(&title.value)).or_insert(index);
            }
            if let Fields::Principle(principle) = &entry.fields {
                for name in entry.title.iter().chain(&principle.aliases) {
                    names.loose.entry(prose::bare(&name.value)).or_insert(index);
                }
                for alias in &principle.aliases {
                    names.aliases[entry.kind as usize].entry(prose::folded(&alias.value)).or_insert(index);
                }
            }
        }
        names
    }
}

impl Handbook {
    /// The entry that a name means, among these kinds in their order: by id, then title, then alias. `kind/name` names the kind too.
    pub fn find(&self, kinds: &[Kind], name: &str) -> Option<(Index, Via)> {
        let name = name.trim();
        if let Some((kind, rest)) = name.split_once('/')
            && let Some(kind) = Kind::named(kind.trim()).filter(|kind| kinds.contains(kind))
            && let Some(found) = self.find_bare(&[kind], rest.trim())
        {
            return Some(found);
        }
        self.find_bare(kinds, name)
    }

    fn find_bare(&self, kinds: &[Kind], name: &str) -> Option<(Index, Via)> {
        let get = |names: &ByKind, name: &str| kinds.iter().find_map(|kind| names[*kind as usize].get(name).copied());
        if let Some(index) = get(&self.names.ids, &prose::composed(name)) {
            return Some((index, Via::Id));
        }
        let folded = prose::folded(name);
        let titled = get(&self.names.titles, &folded).map(|index| (index, Via::Title));
        let called = || get(&self.names.aliases, &folded).map(|index| (index, Via::Alias));
        let filed = || get(&self.names.ids, &prose::kebab(name)).map(|index| (index, Via::Id));
        let loosely = || kinds.contains(&Kind::Principle).then(|| self.names.loose.get(&prose::bare(name)).map(|index| (*index, Via::Alias))).flatten();
        titled.or_else(called).or_else(filed).or_else(loosely)
    }

    /// The first entry of a kind with that id.
    pub fn with_id(&self, kind: Kind, id: &str) -> Option<Index> {
        self.names.ids[kind as usize].get(id).copied()
    }

    /// Whether an earlier file has the same id, so that this one has no page and is found by nobody.
    pub fn is_duplicate(&self, index: Index) -> bool {
        let entry = &self.entries[index];
        self.with_id(entry.kind, &entry.id) != Some(index)
    }

    /// The id that a name which means nothing was most likely meant to be.
    pub fn suggestion(&self, kinds: &[Kind], name: &str) -> Option<&str> {
        let name = name.rsplit_once('/').map_or(name, |(_, name)| name).trim();
        let ids = self.entries.iter().filter(|entry| kinds.contains(&entry.kind));
        let close = did_you_mean(&prose::kebab(name), ids.clone().map(|entry| entry.id.as_str()));
        close.or_else(|| {
            let title = did_you_mean(name, ids.clone().map(|entry| entry.name()))?;
            ids.clone().find(|entry| entry.name() == title).map(|entry| entry.id.as_str())
        })
    }
}
