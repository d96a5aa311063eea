//! Why a focus has its story, or why it has none, in plain words.

use super::fit::{Candidate, Link};
use crate::content::Kind;
use crate::handbook::{Handbook, Index};
use std::collections::{BTreeMap, BTreeSet};

/// Why a story serves a focus.
pub(super) fn told(handbook: &Handbook, focus: Index, link: Link, pinned: bool) -> String {
    let title = |index: Index| handbook.title(index);
    let why = match link {
        Link::Question => "answers this question".to_string(),
        Link::First => format!("names {} first", title(focus)),
        Link::Principle => format!("names {}", title(focus)),
        Link::ThroughQuestion(question) => format!("answers \u{201c}{}\u{201d}, which asks for {}", title(question), title(focus)),
        Link::ThroughPrinciple(principle) => format!("names {}, which this question asks for", title(principle)),
    };
    if pinned { format!("pinned here, {why}") } else { why }
}

/// Why a focus has no story. `events` says in which round each event is told, counted from 0.
pub(super) fn gap(handbook: &Handbook, focus: Index, candidates: &[Candidate], events: &BTreeMap<Index, usize>) -> String {
    let stories = |count: usize| {
        let noun = if count == 1 { "story" } else { "stories" };
        match handbook.entries[focus].kind {
            Kind::Question => format!("{noun} for this question"),
            _ => format!("{} {noun}", handbook.title(focus)),
        }
    };
    let told: BTreeSet<Index> = candidates.iter().map(|candidate| candidate.event).collect();
    let rounds: BTreeSet<usize> = told.iter().filter_map(|event| events.get(event)).map(|round| round + 1).collect();
    let rounds = rounds.iter().map(|round| format!("round {round}")).collect::<Vec<_>>().join(", ");
    let quantity = match candidates.len() {
        0 => {
            return if handbook.entries[focus].kind == Kind::Question {
                "no story answers this question yet".into()
            } else {
                format!("no story shows {} yet", handbook.title(focus))
            };
        }
        1 => "the one".to_string(),
        2 => "both".to_string(),
        count => format!("all {count}"),
    };
    let subject = format!("{quantity} {}", stories(candidates.len()));
    match (candidates.len(), told.len()) {
        (1, _) => format!("{subject} is taken: {rounds}"),
        (_, 1) => format!("{subject} tell one event, which is taken: {rounds}"),
        _ => format!("{subject} are taken: {rounds}"),
    }
}

/// What one new story would do.
pub(super) fn mend(handbook: &Handbook, focus: Index, rounds: &[usize]) -> String {
    let what = match handbook.entries[focus].kind {
        Kind::Question => format!("that answers \u{201c}{}\u{201d}", handbook.title(focus)),
        _ => format!("for {}", handbook.title(focus)),
    };
    let rounds: Vec<String> = rounds.iter().map(|round| format!("round {round}")).collect();
    format!("One new story {what} would mend most: it could be told in {}", rounds.join(" or "))
}
