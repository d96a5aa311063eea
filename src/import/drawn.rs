//! Lines that Markdown draws into the list item above them, although they stand at the margin and begin something else: a label, a question, a heading
//! over another list. They become blocks of their own again.

use super::label::Names;
use super::{asking, question, section};
use crate::parse::outline::{Block, Item, List, Row};
use std::collections::BTreeMap;

/// Gives such lines back. `drawn` says which lines stand outside the item they are read into, and whether at the margin.
pub fn parted(blocks: Vec<Block>, drawn: &BTreeMap<u32, bool>, names: &Names) -> Vec<Block> {
    if drawn.is_empty() {
        return blocks;
    }
    Parter { drawn, names }.blocks(blocks, false).0
}

struct Parter<'n> {
    drawn: &'n BTreeMap<u32, bool>,
    names: &'n Names,
}

impl Parter<'_> {
    /// The blocks, and from which of them on they belong outside of the item around. `told`: a label stands above.
    fn blocks(&self, blocks: Vec<Block>, mut told: bool) -> (Vec<Block>, Option<usize>) {
        let mut out: Vec<Block> = Vec::new();
        let mut outside = None;
        for block in blocks {
            match block {
                Block::List(list) => {
                    let labelled = section::starts_with_label(&Block::List(list.clone()), self.names);
                    let open = matches!(out.last(), Some(Block::Paragraph(rows)) if rows.last().is_some_and(|row| self.is_bare(&row.text)));
                    let (inner, from) = self.list(list, told, open);
                    outside = outside.or(from.map(|from| out.len() + from));
                    told |= labelled || inner.len() > 1;
                    out.extend(inner);
                }
                Block::Quote(inner) => out.push(Block::Quote(self.blocks(inner, told).0)),
                Block::Details(head, inner) => out.push(Block::Details(head, self.blocks(inner, false).0)),
                block => {
                    match &block {
                        Block::Heading(..) => told = section::starts_with_label(&block, self.names),
                        Block::Paragraph(rows) => told |= rows.iter().any(|row| self.names.label(&row.text, false).is_some()),
                        Block::Rule => told = false,
                        _ => {}
                    }
                    out.push(block);
                }
            }
        }
        (out, outside)
    }

    /// A list with what it drew in. `open`: a label without words stands right above, so that the list is what it labels.
    fn list(&self, list: List, told: bool, mut open: bool) -> (Vec<Block>, Option<usize>) {
        let titled = list.items.iter().filter(|item| self.first_label(item).is_some()).count();
        // A list of titles, each with its labels below it, is no list inside a section.
        let alone = titled == 1 && (list.items.len() > 1 || list.start.is_none_or(|start| start <= 1));
        let mut out = Vec::new();
        let mut outside = None;
        let mut number = list.start;
        let mut kept = Vec::new();
        for Item { line, blocks } in list.items {
            let (mut blocks, from) = self.blocks(blocks, told);
            let mut later = from.map(|from| blocks.split_off(from)).unwrap_or_default();
            let mut margin = !later.is_empty();
            let found = blocks.iter().enumerate().find_map(|(at, block)| match block {
                Block::Paragraph(rows) => self.starts(rows, told && (alone || open), list.start.is_some() && !open, told).map(|row| (at, row)),
                _ => None,
            });
            if let Some((at, row)) = found
                && let Block::Paragraph(rows) = &mut blocks[at]
            {
                let rows = rows.split_off(row);
                open = rows.last().is_some_and(|row| self.is_bare(&row.text));
                margin = self.drawn.get(&rows[0].line).copied().unwrap_or(margin);
                let mut below = blocks.split_off(at + 1);
                below.insert(0, Block::Paragraph(rows));
                below.append(&mut later);
                later = below;
            }
            kept.push(Item { line, blocks });
            if !later.is_empty() {
                let start = number;
                number = number.map(|number| number.saturating_add(kept.len() as u64));
                out.push(Block::List(List { start, items: std::mem::take(&mut kept) }));
                outside = outside.or(margin.then_some(out.len()));
                out.append(&mut later);
            }
        }
        if !kept.is_empty() {
            out.push(Block::List(List { start: number, items: kept }));
        }
        (out, outside)
    }

    /// Whether a row is a label without words of its own.
    fn is_bare(&self, text: &str) -> bool {
        self.names.label(text, false).is_some_and(|label| label.rest.is_empty())
    }

    /// The first row of an item's text, behind its first, that is drawn in and is a label.
    fn first_label(&self, item: &Item) -> Option<usize> {
        let Some(Block::Paragraph(rows)) = item.blocks.first() else { return None };
        (1..rows.len()).find(|at| self.drawn.contains_key(&rows[*at].line) && self.names.label(&rows[*at].text, false).is_some())
    }

    /// The row with which something else starts.
    fn starts(&self, rows: &[Row], labels: bool, numbered: bool, told: bool) -> Option<usize> {
        for (at, row) in rows.iter().enumerate().skip(1).filter(|(_, row)| self.drawn.contains_key(&row.line)) {
            if let Some(label) = self.names.label(&row.text, false) {
                let first = self.names.label(&rows[0].text, false).is_some();
                return (labels && (label.rule != 0 || !numbered) && !first).then_some(at);
            }
            let title = question::title(&row.text).text;
            let heads = row.text.trim_end().ends_with(':') && asking::asking(&title, false).is_some();
            let asks = told && (section::of_kind(&row.text) || question::is_question(&title, false));
            if heads || asks {
                return Some(at);
            }
        }
        None
    }
}
