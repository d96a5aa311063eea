//! Stories close to a story: of the same event, then by shared principles, questions and tags, in that order.

use super::{Handbook, Index};
use std::cmp::Reverse;

/// A story close to another, and what they share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Related {
    /// Whether both tell one event.
    pub same_event: bool,
    /// Principles that both name.
    pub principles: usize,
    /// Questions that both name.
    pub questions: usize,
    /// Tags that both carry.
    pub tags: usize,
    /// The other story.
    pub story: Reverse<Index>,
}

/// Stories of one principle or question that are compared with each other: the nearest by place in the list.
/// Among more, the ranking is exact for these alone, so that the cost of a handbook grows with its stories and not with their square.
const NEIGHBOURS: usize = 64;

impl Handbook {
    /// The shown stories closest to a story, best first.
    pub fn related(&self, story: Index, most: usize) -> Vec<Related> {
        let links = &self.links[story];
        let mut candidates: Vec<Index> = self.events.tellings(story).to_vec();
        for target in links.principles.iter().chain(&links.questions) {
            let stories = &self.links[*target].stories;
            let at = stories.partition_point(|other| *other < story);
            let from = at.saturating_sub(NEIGHBOURS / 2).min(stories.len().saturating_sub(NEIGHBOURS));
            candidates.extend(stories[from..].iter().take(NEIGHBOURS));
        }
        candidates.sort_unstable();
        candidates.dedup();
        let shared = |a: &[usize], b: &[usize]| a.iter().filter(|index| b.contains(index)).count();
        let mut related: Vec<Related> = candidates
            .into_iter()
            .filter(|other| *other != story && self.is_shown(*other))
            .map(|other| Related {
                same_event: self.events.of(other) == self.events.of(story),
                principles: shared(&links.principles, &self.links[other].principles),
                questions: shared(&links.questions, &self.links[other].questions),
                tags: shared(&links.tags, &self.links[other].tags),
                story: Reverse(other),
            })
            .collect();
        if related.len() > most {
            related.select_nth_unstable_by(most, |a, b| b.cmp(a));
            related.truncate(most);
        }
        related.sort_unstable_by(|a, b| b.cmp(a));
        related
    }
}
