//! The first page: how ready you are, and what to do next.

use super::Site;
use super::view::with;
use crate::content::Kind;
use crate::handbook::Index;
use serde::Serialize;
use tera::Context;

#[derive(Serialize)]
struct Counts {
    stories: usize,
    drafts: usize,
    questions: usize,
    principles: usize,
    asks: usize,
    interviews: usize,
    pages: usize,
}

#[derive(Serialize)]
struct Todo<'t> {
    title: &'t str,
    url: String,
    why: &'t str,
}

/// Principles on the home page; more have a page of their own.
const HOME_PRINCIPLES: usize = 24;

/// Things to do on the home page.
const HOME_TODO: usize = 6;

impl Site<'_> {
    pub(super) fn home(&self) -> Context {
        let handbook = self.handbook;
        let count = |kind: Kind| handbook.of(kind).count();
        let principles: Vec<Index> = handbook.of(Kind::Principle).filter(|principle| handbook.is_active(*principle)).collect();
        let readiness = self.readiness();
        let todo: Vec<Todo> = readiness
            .todo
            .iter()
            .take(HOME_TODO)
            .map(|todo| Todo { title: &todo.title, url: todo.entry.map(|entry| handbook.url(entry)).unwrap_or_default(), why: &todo.why })
            .collect();
        let drafts = handbook.of(Kind::Story).filter(|story| handbook.is_draft(*story)).count();
        let mut context = with("headline", &readiness.headline);
        context.insert("summary", &readiness.summary);
        context.insert("principles", &principles.iter().take(HOME_PRINCIPLES).map(|principle| self.principle_row(*principle)).collect::<Vec<_>>());
        context.insert("principles_more", &principles.len().saturating_sub(HOME_PRINCIPLES));
        context.insert("todo", &todo);
        let counts = Counts {
            stories: count(Kind::Story),
            drafts,
            questions: count(Kind::Question),
            principles: count(Kind::Principle),
            asks: count(Kind::Asks),
            interviews: count(Kind::Interview),
            pages: count(Kind::Page),
        };
        context.insert("empty", &(counts.stories + counts.questions + counts.principles + counts.asks + counts.interviews + counts.pages == 0));
        context.insert("counts", &counts);
        context.insert("interviews", &self.upcoming());
        context
    }
}
