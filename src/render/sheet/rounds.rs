//! The rounds of an interview on top of its sheet: who hears which story.

use crate::handbook::Index;
use serde::Serialize;

/// One round.
#[derive(Serialize, Clone, Debug)]
pub(super) struct Round {
    pub number: usize,
    pub name: String,
    pub interviewer: String,
    pub focus: Vec<Focus>,
}

/// What a round is about, and the story planned for it.
#[derive(Serialize, Clone, Debug)]
pub(super) struct Focus {
    pub title: String,
    #[serde(skip)]
    pub story: Option<Index>,
    pub told: String,
    pub number: String,
}
