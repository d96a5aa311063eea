//! A note as a tree of blocks, each row of it with the line it stands on: what `import` reads. Markdown and the HTML that people mix into it come out alike.
//!
//! Nothing is lost on the way: every word of a line is either in one row or in `spent`, the marks that gave the tree its shape.

mod build;
mod front;
mod html;
mod marks;
mod tags;

pub use front::{Field, Front, Keys};

use crate::prose;
use build::Builder;
use pulldown_cmark::{Event, Parser};
use std::collections::BTreeMap;

/// A piece of one line of the note: Markdown without what its block takes up around it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The line, counted as the caller counts.
    pub line: u32,
    /// Its text.
    pub text: String,
}

/// A part of a note.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Block {
    /// A heading with its level.
    Heading(u8, Vec<Row>),
    /// Running text.
    Paragraph(Vec<Row>),
    /// A quotation.
    Quote(Vec<Block>),
    /// A list.
    List(List),
    /// A table: rows of cells, the head first.
    Table(Vec<Vec<Cell>>),
    /// What folds open: its summary and what is below.
    Details(Vec<Row>, Vec<Block>),
    /// Code with its fences.
    Code(Vec<Row>),
    /// An HTML comment, as written.
    Comment(Vec<Row>),
    /// A line across.
    Rule,
}

impl Block {
    /// The rows of the block and of all inside it, in order.
    pub fn rows(&self) -> Vec<&Row> {
        match self {
            Block::Heading(_, rows) | Block::Paragraph(rows) | Block::Code(rows) | Block::Comment(rows) => rows.iter().collect(),
            Block::Quote(inner) => inner.iter().flat_map(Block::rows).collect(),
            Block::Details(summary, inner) => summary.iter().chain(inner.iter().flat_map(Block::rows)).collect(),
            Block::List(list) => list.items.iter().flat_map(|item| &item.blocks).flat_map(Block::rows).collect(),
            Block::Table(table) => table.iter().flatten().flatten().collect(),
            Block::Rule => Vec::new(),
        }
    }

    /// Does something to each row of the block and of all inside it.
    pub fn each_row(&mut self, change: &mut dyn FnMut(&mut Row)) {
        match self {
            Block::Heading(_, rows) | Block::Paragraph(rows) | Block::Comment(rows) => rows.iter_mut().for_each(change),
            Block::Quote(inner) => inner.iter_mut().for_each(|block| block.each_row(change)),
            Block::Details(summary, inner) => {
                summary.iter_mut().for_each(&mut *change);
                inner.iter_mut().for_each(|block| block.each_row(change));
            }
            Block::List(list) => list.items.iter_mut().flat_map(|item| &mut item.blocks).for_each(|block| block.each_row(change)),
            Block::Table(table) => table.iter_mut().flatten().flatten().for_each(change),
            Block::Code(_) | Block::Rule => {}
        }
    }

    /// The first line that it has words on.
    pub fn first_line(&self) -> Option<u32> {
        self.rows().first().map(|row| row.line)
    }
}

/// The rows of blocks, one after the other.
fn flat(blocks: &[Block]) -> Vec<Row> {
    blocks.iter().flat_map(Block::rows).cloned().collect()
}

/// What one cell of a table holds.
pub type Cell = Vec<Row>;

/// A list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// The first number, where it is numbered.
    pub start: Option<u64>,
    /// Its items.
    pub items: Vec<Item>,
}

/// An item of a list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The line it starts on.
    pub line: u32,
    /// What it holds.
    pub blocks: Vec<Block>,
}

/// A note, read.
#[derive(Debug, Default)]
pub struct Outline {
    /// Its front matter, where it has any.
    pub front: Option<Front>,
    /// What stands below.
    pub blocks: Vec<Block>,
    /// Addresses that links name: `[name]: address`, each with its name in small letters.
    pub definitions: Vec<(String, Vec<Row>)>,
    /// Marks that gave the tree its shape: numbers of lists, tags, keys.
    pub spent: Vec<Row>,
    /// Lines that Markdown drew into the item above although they are not indented, and whether they start at the margin.
    pub drawn: BTreeMap<u32, bool>,
}

/// Reads a note. Its lines are counted from `first`.
pub fn outline(text: &str, first: u32) -> Outline {
    let text = cleaned(text);
    let (front, body) = front::split(&text, first);
    let mut outline = Outline::default();
    let below = &text[body..];
    let start = first + text[..body].matches('\n').count() as u32;
    let mut builder = Builder::new(below, start);
    let mut events = Parser::new_ext(below, super::body::options()).into_offset_iter();
    for (event, range) in events.by_ref() {
        builder.event(event, range);
    }
    let mut definitions: Vec<_> = events.reference_definitions().iter().map(|(name, definition)| (definition.span.clone(), prose::folded(name))).collect();
    definitions.sort_by_key(|(span, _)| span.start);
    outline.definitions = definitions.into_iter().map(|(span, name)| (name, builder.rows(&span))).collect();
    outline.drawn = std::mem::take(&mut builder.drawn);
    (outline.blocks, outline.spent) = builder.finish();
    if let Some((front, spent)) = front {
        outline.spent.extend(spent);
        outline.front = Some(front);
    }
    outline
}

/// The text with one kind of line end, and without what editors leave before a line's first letter: invisible characters would hide its marks.
fn cleaned(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n").replace('\0', "\u{fffd}");
    marks::plain(&text)
}

/// Whether a character takes no place: a zero-width space, a joiner, a byte-order mark.
pub fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{fe0e}' | '\u{fe0f}')
}

/// A row's text without markup, as it is said. A link gives its text.
pub fn plain(text: &str) -> String {
    // Behind a word nothing starts a list or a heading.
    let text = format!("x {text}");
    let mut plain = String::with_capacity(text.len());
    for event in Parser::new_ext(&text, super::body::options()) {
        match event {
            Event::Text(text) | Event::Code(text) => plain.push_str(&text),
            Event::InlineHtml(html) if !html.starts_with("<!--") => plain.push(' '),
            Event::SoftBreak | Event::HardBreak => plain.push(' '),
            _ => {}
        }
    }
    plain.strip_prefix('x').unwrap_or(&plain).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The links of a Markdown text in order; those inside others follow them. Spans are bytes of the text.
pub fn links(text: &str) -> Vec<crate::content::Link> {
    use crate::content::LinkForm;
    use pulldown_cmark::{LinkType, Tag};
    if !text.contains(['[', '<']) {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (event, range) in Parser::new_ext(text, super::body::options()).into_offset_iter() {
        let (form, kind, target) = match event {
            Event::Start(Tag::Link { link_type: kind @ LinkType::WikiLink { has_pothole }, dest_url, .. }) => (LinkForm::Wiki(has_pothole), kind, dest_url),
            Event::Start(Tag::Link { link_type, dest_url, .. }) => (LinkForm::Markdown, link_type, dest_url),
            Event::Start(Tag::Image { link_type, dest_url, .. }) => (LinkForm::Picture, link_type, dest_url),
            _ => continue,
        };
        if kind == LinkType::Email {
            continue;
        }
        found.push(super::body::link(form, &target, crate::source::Span::new(range.start, range.end)));
    }
    found
}

/// The names of definitions that a Markdown text asks for, in small letters.
pub fn references(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    if text.contains('[') {
        let mut ask = |broken: pulldown_cmark::BrokenLink| {
            names.push(prose::folded(&broken.reference));
            None
        };
        Parser::new_with_broken_link_callback(text, super::body::options(), Some(&mut ask)).for_each(drop);
    }
    names
}

#[cfg(test)]
mod tests;
