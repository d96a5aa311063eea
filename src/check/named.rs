//! Entries that others name in their front matter: names that mean none, and how a wrong name is mended without naming an entry twice.

use crate::content::{Entry, Kind, Text};
use crate::diagnostic::{Diagnostic, Lint};
use crate::handbook::{Handbook, Index, Via};
use crate::{parse, prose};
use std::collections::{BTreeMap, BTreeSet};

/// Kinds whose entries have several names.
pub(super) const KINDS: [Kind; 2] = [Kind::Principle, Kind::Question];

/// A finding for each of these names that means no entry of these kinds.
pub(super) fn unknown(handbook: &Handbook, lint: &Lint, kinds: &[Kind], what: &str, entry: &Entry, names: &[Text]) -> Vec<Diagnostic> {
    let is_unknown = |name: &Text| handbook.find(kinds, &name.value).is_none();
    if !names.iter().any(is_unknown) {
        return Vec::new();
    }
    let meanings = Meanings::of(handbook, kinds, names);
    let mut found = Vec::new();
    for (at, name) in names.iter().enumerate().filter(|(_, name)| is_unknown(name)) {
        let span = parse::text_span(&entry.source, name);
        let diagnostic = Diagnostic::new(lint, &entry.source, span, format!("no {what} is called `{}`", name.value));
        found.push(match meanings.guess(at) {
            Some(close) => {
                let again = meanings.is_again(at);
                let more = if again { " It is named already, so leave this out" } else { "" };
                mended(diagnostic.help(format!("did you mean `{close}`?{more}")), name, close, again)
            }
            None => {
                let folders: Vec<&str> = kinds.iter().map(|kind| kind.folder()).collect();
                diagnostic.help(format!("name one by id, title or alias, or add its file to content/{}", folders.join(" or content/")))
            }
        });
    }
    found
}

/// A finding with its fix: the right name in place of the wrong one, or nothing where another name of the list means the same (`again`).
pub(super) fn mended(diagnostic: Diagnostic, name: &Text, right: &str, again: bool) -> Diagnostic {
    let span = diagnostic.span;
    if again {
        return match parse::removal(&diagnostic.source, span) {
            Some(gone) => diagnostic.fix(gone, ""),
            None => diagnostic,
        };
    }
    if diagnostic.source.slice(span) == name.value { diagnostic.fix(span, right) } else { diagnostic }
}

/// Which entry each name of a list means, guessed where none is called so.
pub(super) struct Meanings<'h> {
    meant: Vec<(Option<Index>, Option<&'h str>)>,
    /// Entries that a name of the list means which stays as it is.
    settled: BTreeSet<Index>,
    /// The first name that means an entry.
    first: BTreeMap<Index, usize>,
}

impl<'h> Meanings<'h> {
    pub fn of(handbook: &'h Handbook, kinds: &[Kind], names: &[Text]) -> Self {
        let mut all = Self { meant: Vec::with_capacity(names.len()), settled: BTreeSet::new(), first: BTreeMap::new() };
        for (at, name) in names.iter().enumerate() {
            let called = handbook.find(kinds, &name.value);
            let guess = if called.is_none() { handbook.suggestion(kinds, &name.value) } else { None };
            let meant = called.or_else(|| handbook.find(kinds, guess?)).map(|(index, _)| index);
            if let Some((index, _)) = called.filter(|(index, via)| !is_other(handbook, *index, *via, &name.value)) {
                all.settled.insert(index);
            }
            if let Some(index) = meant {
                all.first.entry(index).or_insert(at);
            }
            all.meant.push((meant, guess));
        }
        all
    }

    /// What a name that means nothing was perhaps to be.
    fn guess(&self, at: usize) -> Option<&'h str> {
        self.meant[at].1
    }

    /// Whether the list names the entry that a wrong name means without that name.
    pub fn is_again(&self, at: usize) -> bool {
        self.meant[at].0.is_some_and(|index| self.settled.contains(&index) || self.first[&index] < at)
    }
}

/// Whether a name by which a principle or question was found is neither its id nor its title.
pub(super) fn is_other(handbook: &Handbook, index: Index, via: Via, name: &str) -> bool {
    let meant = &handbook.entries[index];
    let bare = name.split_once('/').filter(|(kind, _)| Kind::named(kind.trim()) == Some(meant.kind)).map_or(name, |(_, bare)| bare);
    let spelling = prose::folded(bare);
    KINDS.contains(&meant.kind) && via != Via::Title && spelling != meant.id && spelling != prose::folded(meant.name())
}
