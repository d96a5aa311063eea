//! Lists of questions to ask back, read into one list for each audience and moment.

use super::account;
use super::asking::{self, Asking};
use super::question;
use super::read::{Place, Reader};
use super::section::{Form, Section};
use crate::content::Kind;
use crate::parse::outline::{Block, Item, List, Row, plain};
use crate::prose;

impl Reader<'_> {
    /// A list of questions to ask back.
    pub(super) fn asks_section(&mut self, section: Section, asking: &Asking, place: &Place) {
        read(self, section, asking, place);
    }
}

/// Reads a section that heads such a list, and those inside it.
fn read(reader: &mut Reader, section: Section, asking: &Asking, place: &Place) {
    let before = reader.book.drafts.len();
    let title = question::title(&section.written()).text;
    let mut own = section.blocks.clone();
    let mut apart = Vec::new();
    for sub in &section.subs {
        let text = question::title(&sub.written()).text;
        match asking::asking(&text, true) {
            Some(inner) => {
                let inner = Asking { audience: inner.audience.or_else(|| asking.audience.clone()), when: inner.when.or(asking.when) };
                apart.push((sub.clone(), inner));
            }
            None => own.extend(sub.clone().into_blocks(2)),
        }
    }
    let lists = own.iter().any(|block| !matches!(block, Block::Rule));
    if lists || apart.is_empty() {
        let audience = asking.audience.clone().unwrap_or_else(|| if asking.when.is_some() { String::new() } else { title.clone() });
        let key = format!("{} {}", singular(&audience), asking.when.unwrap_or(""));
        let key = if audience.is_empty() { format!("{key} {title}") } else { key };
        let (index, new) = reader.book.keyed(Kind::Asks, &key, &title);
        reader.anchor(&section, index, place);
        let draft = &mut reader.book.drafts[index];
        if new {
            if let Some(audience) = &asking.audience {
                draft.field("audience", audience);
            }
            if let Some(when) = asking.when {
                draft.field("when", when);
            }
            draft.placed.extend(section.head.iter().map(|row| Row { line: row.line, text: plain(&row.text) }));
        } else {
            let same = prose::bare(&draft.title) == prose::bare(&title);
            match same {
                true => draft.placed.extend(section.head.iter().map(|row| Row { line: row.line, text: plain(&row.text) })),
                false => draft.body.push(Block::Heading(2, section.head.clone())),
            }
        }
        let taken = question::title(&section.written()).taken;
        if let Some(first) = section.head.first() {
            reader.book.spend(first.line, &taken);
        }
        add(reader, index, own);
    }
    let carried = !lists && !apart.is_empty();
    for (sub, inner) in apart {
        read(reader, Section { form: Form::Heading, ..sub }, &inner, place);
    }
    if carried && reader.book.drafts.len() > before {
        reader.book.drafts[before].body.insert(0, Block::Heading(2, section.head.clone()));
    } else if carried {
        // All lists below were known already; the heading stays with the first list that there is.
        let first = reader.book.drafts.iter().position(|draft| draft.kind == Kind::Asks).unwrap_or(0);
        reader.book.drafts[first].body.push(Block::Heading(2, section.head.clone()));
    }
}

fn singular(audience: &str) -> String {
    let bare = prose::bare(audience);
    bare.strip_suffix('s').map_or(bare.clone(), str::to_string)
}

/// Adds blocks to a list: each question once, answers with what they answer.
fn add(reader: &mut Reader, index: usize, blocks: Vec<Block>) {
    let mut asked: Vec<String> = Vec::new();
    for block in &reader.book.drafts[index].body {
        if let Block::List(list) = block {
            asked.extend(list.items.iter().filter_map(key));
        }
    }
    for block in joined(blocks) {
        match block {
            Block::List(list) => {
                let mut kept = List { start: None, items: Vec::new() };
                for item in list.items {
                    match key(&item) {
                        Some(key) if asked.contains(&key) => {
                            let rows = item.blocks.iter().flat_map(Block::rows).cloned();
                            reader.book.same.extend(rows.map(|row| (index, row)));
                        }
                        key => {
                            asked.extend(key);
                            kept.items.push(item);
                        }
                    }
                }
                if !kept.items.is_empty() {
                    reader.book.drafts[index].body.push(Block::List(kept));
                }
            }
            block => reader.book.drafts[index].body.push(block),
        }
    }
}

/// What an item asks, where nothing hangs on it.
fn key(item: &Item) -> Option<String> {
    match &item.blocks[..] {
        [Block::Paragraph(rows)] => {
            let text = rows.iter().map(|row| plain(&row.text)).collect::<Vec<_>>().join(" ");
            Some(prose::bare(&question::title(&text).text)).filter(|key| !key.is_empty())
        }
        _ => None,
    }
}

/// Lists that people started anew are one list; one that answers the item right above it becomes part of that item.
fn joined(blocks: Vec<Block>) -> Vec<Block> {
    let mut out: Vec<Block> = Vec::new();
    let mut numbered = false;
    for block in blocks {
        let Block::List(list) = block else {
            out.push(block);
            continue;
        };
        let list = List { start: list.start, items: list.items.into_iter().filter_map(cleaned).collect() };
        let Some(first) = list.items.first().map(|item| item.line) else { continue };
        let asks =
            list.items.iter().any(|item| item.blocks.first().is_some_and(|block| block.rows().last().is_some_and(|row| plain(&row.text).ends_with('?'))));
        if let (Some(Block::List(last)), None, false) = (out.last_mut(), list.start, asks && numbered) {
            let end = last.items.iter().flat_map(|item| &item.blocks).flat_map(Block::rows).map(|row| row.line).max().unwrap_or(0);
            let below = numbered && first == end + 1;
            if let (true, Some(item)) = (below, last.items.last_mut()) {
                item.blocks.push(Block::List(bulleted(list)));
                continue;
            }
        }
        // A remark among questions is no question: `- Rolf is new here`.
        if numbered && list.start.is_none() && !asks {
            out.extend(list.items.into_iter().flat_map(|item| item.blocks));
            continue;
        }
        numbered |= list.start.is_some();
        match out.last_mut() {
            Some(Block::List(last)) => last.items.extend(bulleted(list).items),
            _ => out.push(Block::List(bulleted(list))),
        }
    }
    out
}

/// A list without numbers, which would be wrong once lists are joined.
fn bulleted(list: List) -> List {
    let inner = |block: Block| match block {
        Block::List(list) => Block::List(bulleted(list)),
        block => block,
    };
    let items = list.items.into_iter().map(|item| Item { line: item.line, blocks: item.blocks.into_iter().map(inner).collect() });
    List { start: None, items: items.collect() }
}

/// An item without rows that are nothing but a number; nothing where no words are left.
fn cleaned(mut item: Item) -> Option<Item> {
    for block in &mut item.blocks {
        match block {
            Block::Paragraph(rows) => rows.retain(|row| !account::is_number(&row.text)),
            Block::List(list) => list.items = std::mem::take(&mut list.items).into_iter().filter_map(cleaned).collect(),
            _ => {}
        }
    }
    item.blocks.retain(|block| match block {
        Block::Paragraph(rows) => !rows.is_empty(),
        Block::List(list) => !list.items.is_empty(),
        _ => true,
    });
    (!item.blocks.is_empty()).then_some(item)
}
