//! What to ask, as the sheet lists it: the author's items in their order, with their labels and links.

use super::Cut;
use super::detail::Detail;
use crate::content::{Fields, Form, Kind, Passage};
use crate::handbook::Index;
use crate::parse;
use crate::render::Site;
use crate::render::cues::Part;
use crate::render::view::written;
use serde::Serialize;

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
            // What the title says already is not said again.
            let unsaid = |text: String| if self.title(index).to_lowercase().contains(&text.to_lowercase()) { String::new() } else { text };
            if !items.is_empty() {
                blocks.push(AsksBlock {
                    index,
                    title: self.title(index).into(),
                    url: self.handbook.url(index),
                    audience: unsaid(written(&fields.audience)),
                    when: unsaid(written(&fields.when).replace('-', " ")),
                    items,
                });
            }
        }
        blocks
    }

    fn item(&self, index: Index, passage: &Passage, depth: u8) -> Item {
        let (label, start) = parse::item_mark(&self.handbook.config.marks, passage);
        Item { depth, label: label.into(), parts: self.parts_of(index, passage, start..passage.text.len()) }
    }
}
