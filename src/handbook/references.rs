//! What each entry refers to, and what refers to it.

use super::names::Via;
use super::{Handbook, Index, Links};
use crate::content::{Fields, Kind, LinkForm, Text};
use std::collections::BTreeMap;

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
    let mut links = vec![Links::default(); entries.len()];
    let (mut doubtful, mut broken) = (Vec::new(), Vec::new());
    let mut tags: BTreeMap<&str, usize> = BTreeMap::new();
    for (index, entry) in entries.iter().enumerate() {
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
        links[index].principles = resolve(Kind::Principle, principles);
        links[index].questions = resolve(Kind::Question, questions);
        for tag in entry.story().iter().flat_map(|story| &story.tags) {
            let next = tags.len();
            links[index].tags.push(*tags.entry(&tag.value).or_insert(next));
        }
        let mut named = entry.body.links.iter().filter(|link| matches!(link.form, LinkForm::Wiki(_)) && !link.target.is_empty());
        let named_oddly = |name: &str| handbook.find(&Kind::ALL, name).is_some_and(|target| !is_plain(handbook, name, target));
        // The rounds of an interview name principles and questions too; there are few of them.
        let asks = matches!(entry.fields, Fields::Interview(_));
        if doubts || asks || named.any(|link| named_oddly(&link.target)) {
            doubtful.push(index);
        }
    }
    for (index, entry) in entries.iter().enumerate() {
        let own = std::mem::take(&mut links[index]);
        for target in own.principles.iter().chain(&own.questions) {
            match entry.kind {
                Kind::Story => links[*target].stories.push(index),
                _ => links[*target].questions.push(index),
            }
        }
        links[index] = own;
    }
    for (index, entry) in entries.iter().enumerate() {
        let mut wrong = false;
        for link in &entry.body.links {
            match handbook.leads(index, link) {
                Ok(Some(target)) if target != index && handbook.is_shown(index) && links[target].backlinks.last() != Some(&index) => {
                    links[target].backlinks.push(index);
                }
                Ok(_) => {}
                Err(()) => wrong = true,
            }
        }
        if wrong {
            broken.push(index);
        }
    }
    References { links, doubtful, broken }
}

/// Whether a name is the id or the title of what it means.
fn is_plain(handbook: &Handbook, name: &str, (target, via): (Index, Via)) -> bool {
    via == Via::Title || via == Via::Id && handbook.entries[target].id == name
}
