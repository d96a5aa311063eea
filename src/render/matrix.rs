//! Stories by principle, with gaps to be seen.

use super::Site;
use super::pages::Page;
use super::view::with;
use crate::content::Kind;
use crate::handbook::Index;
use crate::readiness;
use serde::Serialize;
use std::collections::BTreeMap;
use tera::Context;

#[derive(Serialize)]
struct Column {
    title: String,
    url: String,
    events: usize,
    gap: bool,
}

#[derive(Serialize)]
struct Row<'r> {
    title: &'r str,
    url: String,
    draft: bool,
    same_event: usize,
    cells: Vec<bool>,
}

/// The table before it is cut into pages.
pub(super) struct Whole {
    columns: Vec<Column>,
    /// The column of each principle that has one.
    place: BTreeMap<Index, usize>,
    stories: Vec<Index>,
    summary: String,
}

/// Principles that the matrix has columns for.
const COLUMNS: usize = 60;

impl Site<'_> {
    fn whole_matrix(&self) -> Whole {
        let handbook = self.handbook;
        let principles: Vec<Index> = handbook.of(Kind::Principle).filter(|principle| handbook.is_active(*principle)).take(COLUMNS).collect();
        let columns = principles.iter().map(|principle| {
            let events = handbook.event_count(&handbook.links[*principle].stories);
            Column { title: self.title(*principle).into(), url: handbook.url(*principle), events, gap: events == 0 }
        });
        let place: BTreeMap<Index, usize> = principles.iter().enumerate().map(|(place, principle)| (*principle, place)).collect();
        let mut stories: Vec<Index> = handbook.of(Kind::Story).collect();
        // By the first principle that a story shows, so that the dots run down the table.
        stories.sort_by_cached_key(|story| {
            handbook.links[*story].principles.iter().filter_map(|principle| place.get(principle)).min().copied().unwrap_or(usize::MAX)
        });
        Whole { columns: columns.collect(), place, stories, summary: readiness::coverage(handbook) }
    }

    pub(super) fn matrix(&self, number: usize) -> Context {
        let handbook = self.handbook;
        let Whole { columns, place, stories, summary } = self.memo.matrix.get_or_init(|| self.whole_matrix());
        let (shown, pager) = self.paged(stories, number, Page::Matrix);
        let rows = shown.iter().map(|story| {
            let mut cells = vec![false; columns.len()];
            for principle in &handbook.links[*story].principles {
                if let Some(place) = place.get(principle) {
                    cells[*place] = true;
                }
            }
            Row {
                title: handbook.entries[*story].name(),
                url: handbook.url(*story),
                draft: handbook.is_draft(*story),
                same_event: self.tellings(*story).len(),
                cells,
            }
        });
        let mut context = with("gaps", &columns.iter().filter(|column| column.events == 0).collect::<Vec<_>>());
        context.insert("single", &columns.iter().filter(|column| column.events == 1).collect::<Vec<_>>());
        context.insert("principles", columns);
        context.insert("rows", &rows.collect::<Vec<_>>());
        context.insert("summary", summary);
        context.insert_value("pager", pager);
        context
    }
}
