//! The sheet as pieces of a known height that wait for their place: what is drawn where in each, and what it means to a screen reader.

use super::paper::Scale;
use super::text::{Rich, Set, Setter, Style};
use crate::handbook::Index;
use std::sync::Arc;

/// Something drawn, at a place in its piece.
#[derive(Debug)]
pub(super) enum Item {
    Text {
        x: f32,
        y: f32,
        set: Arc<Set>,
        node: usize,
    },
    /// A text that runs upwards from its place.
    Upright {
        x: f32,
        y: f32,
        set: Arc<Set>,
        node: usize,
    },
    Rule {
        x: f32,
        y: f32,
        width: f32,
        weight: f32,
    },
    Frame {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
        dashed: bool,
    },
}

/// What is never divided between two columns.
#[derive(Debug, Default)]
pub(super) struct Piece {
    /// Space above it, unless it stands on top of a column.
    pub before: f32,
    pub height: f32,
    /// Whether it stays with the piece before it.
    pub glued: bool,
    pub items: Vec<Item>,
    pub words: usize,
    /// The entry that links to this place mean.
    pub anchor: Option<Index>,
    pub bookmark: Option<Bookmark>,
}

/// An entry of the list of contents that viewers show.
#[derive(Debug, Clone)]
pub(super) struct Bookmark {
    /// 1 or 2.
    pub level: u8,
    pub text: String,
}

/// What a part of the sheet is, for screen readers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Document,
    Section,
    Heading(u16),
    Paragraph,
    List,
    ListItem,
    Label,
    ListBody,
    Table,
    TableRow,
    ColumnHead,
    RowHead,
    Cell,
}

/// A part of the sheet in the order of reading. The first one is the document; parents come before their children.
#[derive(Debug)]
pub(super) struct Node {
    pub role: Role,
    pub parent: usize,
    pub title: String,
}

/// All pieces of a sheet.
#[derive(Debug)]
pub(super) struct Pieces {
    /// What stands above the columns of the first page, over its whole width.
    pub top: Vec<Piece>,
    pub columns: Vec<Piece>,
    pub nodes: Vec<Node>,
}

/// Weights of lines, in points.
pub(super) const HAIR: f32 = 0.35;
pub(super) const THIN: f32 = 0.6;

/// Lays pieces out, one after the other.
pub(super) struct Builder<'s> {
    pub setter: &'s mut dyn Setter,
    pub scale: Scale,
    /// Width of what is laid out.
    pub width: f32,
    pub pieces: Vec<Piece>,
    pub nodes: Vec<Node>,
}

impl<'s> Builder<'s> {
    pub(super) fn new(setter: &'s mut dyn Setter, scale: Scale, width: f32) -> Self {
        Self { setter, scale, width, pieces: Vec::new(), nodes: vec![Node { role: Role::Document, parent: 0, title: String::new() }] }
    }

    /// A new part below another.
    pub(super) fn node(&mut self, parent: usize, role: Role) -> usize {
        self.nodes.push(Node { role, parent, title: String::new() });
        self.nodes.len() - 1
    }

    /// A new heading, with its words for those who jump from one to the next.
    pub(super) fn heading(&mut self, parent: usize, level: u16, title: &str) -> usize {
        let node = self.node(parent, Role::Heading(level));
        self.nodes[node].title = title.to_string();
        node
    }

    pub(super) fn body(&self) -> Style {
        let Scale { body, small, leading, .. } = self.scale;
        Style { size: body, small, leading, bold: false, italic: false, end: false }
    }

    pub(super) fn small(&self) -> Style {
        let Scale { small, tight, .. } = self.scale;
        Style { size: small, leading: tight, ..self.body() }
    }

    pub(super) fn head(&self) -> Style {
        let head = self.scale.head;
        Style { size: head, leading: head * 1.2, bold: true, ..self.body() }
    }

    pub(super) fn set(&mut self, rich: &Rich, style: Style, width: f32) -> Arc<Set> {
        self.setter.set(rich, style, width.max(12.0))
    }

    /// A text over the whole width from `x` on, as a piece of its own.
    pub(super) fn paragraph(&mut self, rich: &Rich, style: Style, x: f32, node: usize) -> Piece {
        let set = self.set(rich, style, self.width - x);
        Piece { height: set.height, words: set.words, items: vec![Item::Text { x, y: 0.0, set, node }], ..Piece::default() }
    }

    /// A text in a frame.
    pub(super) fn framed(&mut self, rich: &Rich, style: Style, node: usize, dashed: bool) -> Piece {
        const ACROSS: f32 = 5.0;
        const DOWN: f32 = 3.0;
        let set = self.set(rich, style, self.width - 2.0 * ACROSS);
        let height = set.height + 2.0 * DOWN;
        let frame = Item::Frame { x: 0.0, y: 0.0, width: self.width, height, dashed };
        Piece { height, words: set.words, items: vec![frame, Item::Text { x: ACROSS, y: DOWN, set, node }], ..Piece::default() }
    }

    /// The head of a principle or list, over a line.
    pub(super) fn section_head(&mut self, rich: &Rich, node: usize, anchor: Option<Index>) {
        let style = self.head();
        let set = self.set(rich, style, self.width);
        let height = set.height + 3.0;
        let rule = Item::Rule { x: 0.0, y: set.height + 1.2, width: self.width, weight: THIN };
        self.pieces.push(Piece {
            before: self.scale.body * 1.15,
            height,
            words: set.words,
            bookmark: Some(Bookmark { level: 1, text: rich.text.clone() }),
            items: vec![Item::Text { x: 0.0, y: 0.0, set, node }, rule],
            anchor,
            ..Piece::default()
        });
    }

    /// The pieces so far, for the top of the first page; what follows is as wide as a column.
    pub(super) fn finish(self, top: Vec<Piece>) -> Pieces {
        Pieces { top, columns: self.pieces, nodes: self.nodes }
    }
}
