//! Names to entries: by id, then by title, then by alias.

use super::{Handbook, Index};
use crate::content::{self, Entry, Fields, Kind};
use crate::diagnostic::did_you_mean;
use crate::prose::{self, key};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;
use xxhash_rust::xxh3::xxh3_64;

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
    /// Aliases of principles.
    aliases: BTreeMap<String, Index>,
    /// Titles and aliases of principles without punctuation: "Are Right A Lot" for "Are Right, A Lot".
    loose: BTreeMap<String, Index>,
    stamp: u64,
}

/// For each kind, in the order of [`Kind::ALL`], hashes of names and the entries that have them, sorted.
type ByKind = [Vec<(u64, Index)>; Kind::ALL.len()];

/// An entry's names as they are compared.
pub(super) fn of(entry: &Entry) -> &content::Names {
    entry.kept.names.get_or_init(|| {
        let folded = prose::folded(entry.name());
        content::Names { id_key: key(&entry.id), title_key: entry.title.as_ref().map(|_| key(&folded)), folded }
    })
}

impl Names {
    pub(super) fn new(entries: &[Arc<Entry>]) -> Self {
        entries.par_iter().for_each(|entry| {
            of(entry);
        });
        let mut names = Self::default();
        for (index, entry) in entries.iter().enumerate() {
            let own = of(entry);
            names.ids[entry.kind as usize].push((own.id_key, index));
            names.titles[entry.kind as usize].extend(own.title_key.map(|key| (key, index)));
            if let Fields::Principle(principle) = &entry.fields {
                for name in entry.title.iter().chain(&principle.aliases) {
                    names.loose.entry(prose::bare(&name.value)).or_insert(index);
                }
                for alias in &principle.aliases {
                    names.aliases.entry(prose::folded(&alias.value)).or_insert(index);
                }
            }
        }
        names.ids.iter_mut().chain(&mut names.titles).for_each(|table| table.sort_unstable());
        names.stamp = stamp(entries);
        names
    }

    /// What tells the names of one handbook, and the places of those who have them, from those of another.
    pub(super) fn stamp(&self) -> u64 {
        self.stamp
    }
}

fn stamp(entries: &[Arc<Entry>]) -> u64 {
    let mut all: Vec<u8> = Vec::with_capacity(entries.len() * 24);
    for entry in entries {
        let own = of(entry);
        let keys = [entry.kind as u64, own.id_key, own.title_key.unwrap_or_default()];
        all.extend(keys.iter().flat_map(|key| key.to_le_bytes()));
        if let Fields::Principle(principle) = &entry.fields {
            // Titles count with their punctuation here, and a text ends where the next begins.
            for name in entry.title.iter().chain(&principle.aliases) {
                all.extend_from_slice(name.value.as_bytes());
                all.push(0);
            }
        }
    }
    xxh3_64(&all)
}

/// The first entry in a table with this key that `is` the one.
fn first(table: &[(u64, Index)], key: u64, is: impl Fn(Index) -> bool) -> Option<Index> {
    let from = table.partition_point(|(other, _)| *other < key);
    table[from..].iter().take_while(|(other, _)| *other == key).map(|(_, index)| *index).find(|index| is(*index))
}

impl Handbook {
    /// The entry that a name means, among these kinds in their order: by id, then title, then alias. `kind/name` names the kind too.
    pub fn find(&self, kinds: &[Kind], name: &str) -> Option<(Index, Via)> {
        if let Some(public) = &self.public {
            return public.written.find(kinds, name);
        }
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
        let with_id = |id: &str| kinds.iter().find_map(|kind| self.with_id(*kind, id));
        if let Some(index) = with_id(&prose::composed(name)) {
            return Some((index, Via::Id));
        }
        let folded = prose::folded(name);
        let key = key(&folded);
        let titles = |kind: &Kind| first(&self.names.titles[*kind as usize], key, |index| of(&self.entries[index]).folded == folded);
        let titled = kinds.iter().find_map(titles).map(|index| (index, Via::Title));
        let principles = kinds.contains(&Kind::Principle);
        let called = || self.names.aliases.get(&folded).filter(|_| principles).map(|index| (*index, Via::Alias));
        let filed = || with_id(&prose::kebab(name)).map(|index| (index, Via::Id));
        let loosely = || principles.then(|| self.names.loose.get(&prose::bare(name)).map(|index| (*index, Via::Alias))).flatten();
        titled.or_else(called).or_else(filed).or_else(loosely)
    }

    /// The first entry of a kind with that id.
    pub fn with_id(&self, kind: Kind, id: &str) -> Option<Index> {
        let written = self.written();
        first(&written.names.ids[kind as usize], key(id), |index| written.entries[index].id == id)
    }

    /// Whether an earlier file has the same id, so that this one has no page and is found by nobody.
    pub fn is_duplicate(&self, index: Index) -> bool {
        let entry = &self.written().entries[index];
        self.with_id(entry.kind, &entry.id) != Some(index)
    }

    /// Entries that have an id which an earlier file of their kind has too, by path.
    pub fn duplicates(&self) -> Vec<Index> {
        let of_kind = |table: &Vec<(u64, Index)>| table.windows(2).filter(|pair| pair[0].0 == pair[1].0).map(|pair| pair[1].1).collect::<Vec<_>>();
        let mut found: Vec<Index> = self.names.ids.iter().flat_map(of_kind).filter(|index| self.is_duplicate(*index)).collect();
        found.sort_unstable();
        found
    }

    /// The id that a name which means nothing was most likely meant to be.
    pub fn suggestion(&self, kinds: &[Kind], name: &str) -> Option<&str> {
        let name = name.rsplit_once('/').map_or(name, |(_, name)| name).trim();
        let mut all: Vec<Index> = kinds.iter().flat_map(|kind| self.all(*kind)).copied().collect();
        all.sort_unstable();
        let entries = || all.iter().map(|index| &self.entries[*index]);
        let close = did_you_mean(&prose::kebab(name), entries().map(|entry| entry.id.as_str()));
        close.or_else(|| {
            let title = did_you_mean(name, entries().map(|entry| entry.name()))?;
            entries().find(|entry| entry.name() == title).map(|entry| entry.id.as_str())
        })
    }
}
