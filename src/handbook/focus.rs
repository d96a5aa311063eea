//! What a story can serve: principles and questions, named by it or reached through each other.

use super::{Handbook, Index};
use crate::content::Kind;

impl Handbook {
    /// The principle or question that a focus of a round means.
    pub fn focus(&self, name: &str) -> Option<Index> {
        self.find(&[Kind::Principle, Kind::Question], name).map(|(index, _)| index)
    }

    /// Whether a story can serve a focus: it names it, names a principle that the question asks for, or a question that asks for the principle.
    /// Whether the story is a draft is not asked here.
    pub fn can_serve(&self, story: Index, focus: Index) -> bool {
        let own = &self.links[story];
        let shares = |a: &[Index], b: &[Index]| a.iter().any(|index| b.contains(index));
        match self.entries[focus].kind {
            Kind::Principle => own.principles.contains(&focus) || own.questions.iter().any(|question| self.links[*question].principles.contains(&focus)),
            Kind::Question => own.questions.contains(&focus) || shares(&own.principles, &self.links[focus].principles),
            _ => false,
        }
    }
}
