//! What to ask, as the sheet lists it: the author's items in their order, with their labels and links to the web.

use super::Cut;
use super::detail::Detail;
use crate::content::{Fields, Form, Kind, Link, LinkForm, Passage};
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

/// A run of text, with where it leads: to the web, or to an entry.
#[derive(Serialize, Clone, Debug, Default)]
pub(in crate::render) struct Part {
    pub text: String,
    pub web: String,
    pub url: String,
    #[serde(skip)]
    pub entry: Option<Index>,
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
        let plain = |text: &str| Part { text: text.into(), ..Part::default() };
        let mut parts = Vec::new();
        let mut done = start;
        for (range, part) in self.linked(index, passage) {
            if range.start >= done {
                parts.push(plain(&passage.text[done..range.start]));
                done = range.end;
                parts.push(part);
            }
        }
        parts.push(plain(&passage.text[done..]));
        parts.retain(|part| !part.text.is_empty());
        Item { depth, label, parts }
    }

    /// The links of a block: the bytes of its text, and what stands there. A link by name alone shows the title of what it means.
    fn linked(&self, index: Index, passage: &Passage) -> Vec<(Range<usize>, Part)> {
        // Nobody prints a line of that length, and looking through it for every link would take long.
        let short = passage.text.len() <= 4000;
        let links = self.handbook.entries[index].body.links.iter().filter(|link| short && passage.span.covers(link.span));
        let part = |link: &Link| {
            let inside = |at: usize| link.span.covers(passage.place(at..at));
            let mut places = passage.text.char_indices().filter(|(at, _)| inside(*at));
            let (first, c) = places.next()?;
            let (last, c) = places.next_back().unwrap_or((first, c));
            let range = first..last + c.len_utf8();
            let text = passage.text[range.clone()].to_string();
            let part = match self.handbook.resolve(index, link) {
                Ok(Target::Web(web)) => Part { text, web, ..Part::default() },
                Ok(Target::Entry(entry, _)) => {
                    let text = if link.form == LinkForm::Wiki(false) { self.title(entry).to_string() } else { text };
                    Part { text, url: self.handbook.url(entry), entry: Some(entry), ..Part::default() }
                }
                _ => return None,
            };
            Some((range, part))
        };
        links.filter_map(part).collect()
    }
}
