//! What several pages show and what takes time to know: made when the first of them asks for it, kept as long as the handbook stays as it is.

use super::Site;
use super::facts::Facts;
use super::filters::{Filter, Names};
use super::matrix::Whole;
use super::sheet::Composed;
use crate::content::Kind;
use crate::diagnostic::{Diagnostic, Level};
use crate::handbook::{Handbook, Index};
use crate::plan::{Plan, Planner};
use crate::readiness::{self, Readiness};
use std::sync::{Arc, OnceLock};

/// What is known of one linked handbook with its findings beside them. It belongs to these two alone.
pub struct Memo {
    /// For each entry its findings of some weight.
    pub(super) findings: Vec<u32>,
    readiness: OnceLock<Readiness>,
    pub(super) facts: Vec<OnceLock<Facts>>,
    pub(super) cards: Vec<OnceLock<tera::Value>>,
    /// What the list of stories is filtered by.
    pub(super) names: OnceLock<Names>,
    pub(super) story_filters: OnceLock<Vec<Filter>>,
    pub(super) question_filters: OnceLock<Vec<Filter>>,
    /// The matrix, which goes on over as many pages as there are thousands of stories.
    pub(super) matrix: OnceLock<Whole>,
    /// The place of each entry in the list of its kind, for the ways to the previous and the next.
    turns: OnceLock<Vec<(Option<Index>, Option<Index>)>>,
    planner: OnceLock<Planner>,
    /// Of each interview its plan.
    plans: Vec<OnceLock<Plan>>,
    pub(super) sheet: OnceLock<Composed>,
}

impl Memo {
    /// Of a handbook and its findings, sorted by path.
    pub fn new(handbook: &Handbook, diagnostics: &[Diagnostic]) -> Self {
        let count = handbook.entries.len();
        let mut findings = vec![0; count];
        // Findings and entries are both sorted by path.
        let mut at = 0;
        for of_file in diagnostics.chunk_by(|a, b| Arc::ptr_eq(&a.source, &b.source)) {
            let path = &of_file[0].source.path;
            at += handbook.entries[at..].iter().take_while(|entry| !Arc::ptr_eq(&entry.source.path, path) && entry.source.path < *path).count();
            if handbook.entries.get(at).is_some_and(|entry| entry.source.path == *path) {
                findings[at] += of_file.iter().filter(|diagnostic| diagnostic.level >= Level::Warn).count() as u32;
            }
        }
        Self {
            findings,
            readiness: OnceLock::new(),
            facts: (0..count).map(|_| OnceLock::new()).collect(),
            cards: (0..count).map(|_| OnceLock::new()).collect(),
            names: OnceLock::new(),
            story_filters: OnceLock::new(),
            question_filters: OnceLock::new(),
            matrix: OnceLock::new(),
            turns: OnceLock::new(),
            planner: OnceLock::new(),
            plans: (0..count).map(|_| OnceLock::new()).collect(),
            sheet: OnceLock::new(),
        }
    }
}

impl Site<'_> {
    pub(super) fn readiness(&self) -> &Readiness {
        self.memo.readiness.get_or_init(|| readiness::of(self.handbook, self.diagnostics))
    }

    /// The plan of an interview.
    pub(super) fn plan(&self, interview: Index) -> &Plan {
        self.memo.plans[interview].get_or_init(|| self.memo.planner.get_or_init(|| Planner::new(self.handbook)).plan(self.handbook, interview))
    }

    /// The entries before and after one in the list of its kind.
    pub(super) fn turn(&self, index: Index) -> (Option<Index>, Option<Index>) {
        let turns = self.memo.turns.get_or_init(|| {
            let mut turns = vec![(None, None); self.handbook.entries.len()];
            for kind in Kind::ALL {
                let list: Vec<Index> = self.handbook.of(kind).collect();
                for pair in list.windows(2) {
                    turns[pair[0]].1 = Some(pair[1]);
                    turns[pair[1]].0 = Some(pair[0]);
                }
            }
            turns
        });
        turns[index]
    }
}
