//! What to ask, as the sheet lists it: the author's items in their order, with their labels and links to the web.

use super::Cut;
use super::detail::Detail;
use crate::content::{Fields, Form, Kind, Passage};
use crate::handbook::{Index, Target};
use crate::parse;
use crate::render::Site;
use crate::render::view::written;
use serde::Serialize;
use std::ops::Range;

/// One list.
#[derive(Serialize, Clone, Debug)]
pub(in crate::render) struct AsksBlock {
    #[serde(skip)]
    pub index: Index,
    pub title: String,
    pub url: String,
    pub audience: String,
    pub when: String,
    pub items: Vec<Item>,
}

/// One line of a list.
#[derive(Serialize, Clone, Debug)]
pub(in crate::render) struct Item {
    /// 0 for text between lists, 1 for a question, 2 and more for what is noted below it.
    pub depth: u8,
    /// What its mark means.
    pub label: String,
    pub parts: Vec<Part>,
}

/// A run of text, with where it leads.
#[derive(Serialize, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::render) struct Part {
    pub text: String,
    pub web: String,
}

/// Lists and items that are looked at, at most; the sheet has no room for more.
const LISTS: usize = 60;
const ITEMS: usize = 300;

impl Site<'_> {
    pub(super) fn sheet_asks(&self, detail: &Detail, cut: &mut Cut) -> Vec<AsksBlock> {
        let mut blocks = Vec::new();
        for index in self.handbook.of(Kind::Asks) {
            let Fields::Asks(fields) = &self.handbook.entries[index].fields else { unreachable!("the index of asks") };
            let mut items = Vec::new();
            let mut asked = 0;
            for passage in self.handbook.entries[index].body.passages.iter().filter(|passage| passage.is_spoken() && passage.says_something()) {
                let depth = match passage.form {
                    Form::Item(depth) => depth,
                    _ => 0,
                };
                asked += usize::from(depth <= 1);
                if depth != 1 && !detail.notes {
                    cut.notes += 1;
                } else if blocks.len() >= LISTS || items.len() >= ITEMS || asked > detail.asks {
                    cut.asks += usize::from(depth == 1);
                    cut.notes += usize::from(depth != 1);
                } else {
                    items.push(self.item(index, passage, depth));
                }
            }
            if !items.is_empty() {
                blocks.push(AsksBlock {
                    index,
                    title: self.title(index).into(),
                    url: self.handbook.url(index),
                    audience: written(&fields.audience),
                    when: written(&fields.when).replace('-', " "),
                    items,
                });
            }
        }
        blocks
    }

    fn item(&self, index: Index, passage: &Passage, depth: u8) -> Item {
        let (label, start) = match parse::mark(&self.handbook.config.marks, &passage.text) {
            Some((_, label, rest)) => (label.to_string(), passage.text.len() - rest.len()),
            None => (String::new(), 0),
        };
        let mut parts = Vec::new();
        let mut done = start;
        for (range, web) in self.web_links(index, passage).into_iter().filter(|(range, _)| range.start >= start) {
            if range.start < done {
                continue;
            }
            parts.push(Part { text: passage.text[done..range.start].into(), web: String::new() });
            done = range.end;
            parts.push(Part { text: passage.text[range].into(), web });
        }
        parts.push(Part { text: passage.text[done..].into(), web: String::new() });
        parts.retain(|part| !part.text.is_empty());
        Item { depth, label, parts }
    }

    /// The links of a block that lead to the web: the bytes of its text, and the address.
    fn web_links(&self, index: Index, passage: &Passage) -> Vec<(Range<usize>, String)> {
        // Nobody prints a line of that length, and looking through it for every link would take long.
        let short = passage.text.len() <= 4000;
        let links = self.handbook.entries[index].body.links.iter().filter(|link| short && passage.span.covers(link.span));
        links
            .filter_map(|link| {
                let Ok(Target::Web(url)) = self.handbook.resolve(index, link) else { return None };
                let inside = |at: usize| passage.place(at..at).start >= link.span.start && passage.place(at..at).start < link.span.end;
                let mut places = passage.text.char_indices().filter(|(at, _)| inside(*at));
                let (first, c) = places.next()?;
                let (last, c) = places.last().unwrap_or((first, c));
                Some((first..last + c.len_utf8(), url))
            })
            .collect()
    }
}
