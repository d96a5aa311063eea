//! The matrix on the sheet: which of its stories shows which principle, with what is missing.

use super::PrincipleBlock;
use super::text;
use crate::handbook::Index;
use crate::render::Site;
use serde::Serialize;
use std::collections::BTreeSet;

/// Stories by principle.
#[derive(Serialize, Clone, Debug)]
pub(super) struct Matrix {
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    /// Stories and principles of the sheet that have no room in the table.
    pub more: usize,
}

#[derive(Serialize, Clone, Debug)]
pub(super) struct Column {
    pub title: String,
    /// Events that can be told for it.
    pub events: usize,
}

#[derive(Serialize, Clone, Debug)]
pub(super) struct Row {
    #[serde(skip)]
    pub index: Index,
    pub title: String,
    pub cells: Vec<bool>,
}

/// A table with more rows or columns is no help on paper, and so many rows of a line each a column holds, head and all.
const ROWS: usize = 48;
const COLUMNS: usize = 16;

impl Site<'_> {
    pub(super) fn sheet_matrix(&self, blocks: &[PrincipleBlock]) -> Option<Matrix> {
        let handbook = self.handbook;
        let all: Vec<Index> = blocks.iter().filter_map(|block| block.index).collect();
        let principles = &all[..all.len().min(COLUMNS)];
        let mut seen = BTreeSet::new();
        let mut stories = blocks.iter().flat_map(|block| &block.stories).map(|story| story.index).filter(|story| seen.insert(*story));
        let rows: Vec<Row> = stories
            .by_ref()
            .take(ROWS)
            .map(|story| Row {
                index: story,
                title: text::shortened(self.title(story), text::NAME),
                cells: principles.iter().map(|principle| handbook.links[story].principles.contains(principle)).collect(),
            })
            .collect();
        if principles.is_empty() || rows.is_empty() {
            return None;
        }
        let columns = principles.iter().map(|principle| Column {
            title: text::shortened(self.title(*principle), text::HEAD),
            events: handbook.event_count(&handbook.links[*principle].stories),
        });
        Some(Matrix { columns: columns.collect(), rows, more: stories.count() + all.len() - principles.len() })
    }
}
