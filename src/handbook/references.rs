//! What each entry refers to, and what refers to it.

use super::names::Via;
use super::{Handbook, Index, Links};
use crate::content::{Entry, Fields, Kind, LinkForm, Named, Text};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// All references of a handbook.
pub(super) struct References {
    pub links: Vec<Links>,
    /// See [`Handbook::doubtful`].
    pub doubtful: Vec<Index>,
    /// See [`Handbook::broken`].
    pub broken: Vec<Index>,
}

/// Follows every reference both ways.
pub(super) fn of(handbook: &Handbook) -> References {
    let entries = &handbook.entries;
    let stamp = handbook.names.stamp();
    let named: Vec<Arc<Named>> = entries.par_iter().map(|entry| entry.kept.named.get(stamp, || named(handbook, entry))).collect();
    let mut links: Vec<Links> =
        named.iter().map(|named| Links { principles: named.principles.clone(), questions: named.questions.clone(), ..Links::default() }).collect();
    let mut tags: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, (entry, named)) in entries.iter().zip(&named).enumerate() {
        for tag in entry.story().iter().flat_map(|story| &story.tags) {
            let next = tags.len();
            links[index].tags.push(*tags.entry(&tag.value).or_insert(next));
        }
        for target in named.principles.iter().chain(&named.questions) {
            match entry.kind {
                Kind::Story => links[*target].stories.push(index),
                _ => links[*target].questions.push(index),
            }
        }
    }
    let leads: Vec<(Vec<Index>, bool)> = entries.par_iter().enumerate().map(|(index, entry)| leads(handbook, index, entry)).collect();
    let mut broken = Vec::new();
    for (index, (targets, wrong)) in leads.into_iter().enumerate() {
        for target in targets {
            if links[target].backlinks.last() != Some(&index) {
                links[target].backlinks.push(index);
            }
        }
        if wrong {
            broken.push(index);
        }
    }
    // The rounds of an interview name principles and questions too; there are few of them.
    let doubts = |index: &Index| named[*index].is_doubtful || matches!(entries[*index].fields, Fields::Interview(_));
    References { links, doubtful: (0..entries.len()).filter(doubts).collect(), broken }
}

/// Whom an entry names.
fn named(handbook: &Handbook, entry: &Entry) -> Named {
    let (principles, questions) = match &entry.fields {
        Fields::Story(story) => (&story.principles[..], &story.questions[..]),
        Fields::Question(question) => (&question.principles[..], &[][..]),
        _ => (&[][..], &[][..]),
    };
    let mut doubts = false;
    let mut resolve = |kind: Kind, names: &[Text]| {
        let mut found: Vec<Index> = Vec::with_capacity(names.len());
        for name in names {
            let target = handbook.find(&[kind], &name.value);
            doubts |= target.is_none_or(|target| !is_plain(handbook, &name.value, target));
            found.extend(target.map(|(target, _)| target).filter(|target| !found.contains(target)));
        }
        found
    };
    let (principles, questions) = (resolve(Kind::Principle, principles), resolve(Kind::Question, questions));
    let mut links = entry.body.links.iter().filter(|link| matches!(link.form, LinkForm::Wiki(_)) && !link.target.is_empty());
    let named_oddly = |name: &str| handbook.find(&Kind::ALL, name).is_some_and(|target| !is_plain(handbook, name, target));
    Named { principles, questions, is_doubtful: doubts || links.any(|link| named_oddly(&link.target)) }
}

/// Other entries that the body of one leads to, and whether a link in it leads nowhere.
fn leads(handbook: &Handbook, index: Index, entry: &Entry) -> (Vec<Index>, bool) {
    let mut targets = Vec::new();
    let mut wrong = false;
    for link in &entry.body.links {
        match handbook.leads(index, link) {
            Ok(Some(target)) if target != index && handbook.is_shown(index) => targets.push(target),
            Ok(_) => {}
            Err(()) => wrong = true,
        }
    }
    (targets, wrong)
}

/// Whether a name is the id or the title of what it means.
fn is_plain(handbook: &Handbook, name: &str, (target, via): (Index, Via)) -> bool {
    via == Via::Title || via == Via::Id && handbook.entries[target].id == name
}
