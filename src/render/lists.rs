//! Lists that go on over several pages, and the list of all stories.

use super::Site;
use super::pages::{self, LIST, Page};
use super::view::with;
use crate::content::Kind;
use crate::handbook::Index;
use serde::Serialize;
use tera::{Context, Value};

#[derive(Serialize)]
struct Pager {
    number: usize,
    count: usize,
    previous: String,
    next: String,
    pages: Vec<Number>,
}

#[derive(Serialize)]
struct Number {
    number: usize,
    url: String,
    current: bool,
}

impl Site<'_> {
    /// The part of a list that stands on a page, and the way to the others.
    pub(super) fn paged<'l>(&self, list: &'l [Index], number: usize, page: impl Fn(usize) -> Page) -> (&'l [Index], Value) {
        let count = pages::count(list.len());
        let url = |number: usize| page(number).url(self.handbook);
        let pager = Pager {
            number,
            count,
            previous: if number > 1 { url(number - 1) } else { String::new() },
            next: if number < count { url(number + 1) } else { String::new() },
            pages: (1..=count).map(|other| Number { number: other, url: url(other), current: other == number }).collect(),
        };
        let from = ((number - 1) * LIST).min(list.len());
        (&list[from..(from + LIST).min(list.len())], Value::from_serializable(&pager))
    }

    pub(super) fn stories(&self, number: usize) -> Context {
        let all: Vec<Index> = self.handbook.of(Kind::Story).collect();
        let (shown, pager) = self.paged(&all, number, Page::Stories);
        let mut context = with("total", &all.len());
        context.insert("filters", self.story_filters());
        context.insert("keys", &shown.iter().map(|story| self.story_keys(*story)).collect::<Vec<_>>());
        context.insert_value("stories", shown.iter().map(|story| self.card(*story)).collect::<Vec<_>>().into());
        context.insert_value("pager", pager);
        context
    }
}
