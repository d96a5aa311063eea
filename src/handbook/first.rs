//! The first sentence of a section, which stands for it where its author wrote no cue.

use super::{Handbook, Index};
use crate::content::{Passage, Text};
use crate::prose;
use std::ops::Range;

impl Handbook {
    /// The cue that a story gives one of the configured sections.
    pub fn cue(&self, story: Index, rule: usize) -> Option<&Text> {
        let rule = &self.config.sections[rule];
        self.story(story).cues.iter().find(|(name, _)| rule.is_called(&prose::bare(&name.value))).map(|(_, cue)| cue)
    }

    /// The first sentence that a story tells in one of the configured sections: its block, and the bytes of the block's text.
    pub fn first_sentence(&self, story: Index, rule: usize) -> Option<(&Passage, Range<usize>)> {
        let body = &self.entries[story].body;
        let of_rule = |section: u32| body.sections[section as usize].rule == rule;
        let told = |passage: &&Passage| passage.is_spoken() && passage.says_something() && passage.section.is_some_and(of_rule);
        let passage = body.passages.iter().find(told)?;
        prose::sentences(&passage.text).next().map(|(range, _)| (passage, range))
    }
}
