//! Blocks one after the other: stories among them, lists of questions, and answers that stand below what they answer.

use super::read::{Left, Place, Reader};
use super::section::{self, joined};
use super::story::{Story, unwrapped};
use crate::content::Kind;
use crate::parse::outline::{Block, Item, List, Row, plain};

impl Reader<'_> {
    /// Reads blocks one after the other.
    pub(super) fn blocks(&mut self, blocks: Vec<Block>, place: &Place, left: &mut Left) {
        let mut rest: std::collections::VecDeque<Block> = blocks.into();
        // The question that the last item asked, when nothing has answered it yet, and whether it stood alone.
        let mut asked: Option<(usize, bool)> = None;
        // The number that the next of numbered questions has, whatever stands between them.
        let mut next: Option<u64> = None;
        while !rest.is_empty() {
            let taken = self.finder().take(rest.make_contiguous(), next);
            if let Some(taken) = taken {
                let consumed: Vec<Block> = rest.drain(..taken.count).collect();
                for block in taken.left.into_iter().rev() {
                    rest.push_front(block);
                }
                match taken.story {
                    Some(story) => {
                        let place = Place { question: asked.map(|(question, _)| question).or(place.question), ..place.clone() };
                        match asked.take() {
                            Some(_) => drop(self.tell(vec![(story, place)], None)),
                            None => left.stories.push((story, place)),
                        }
                    }
                    None => consumed.into_iter().for_each(|block| self.block(block, place, left, &mut asked)),
                }
                continue;
            }
            let Some(block) = rest.pop_front() else { break };
            let end = match &block {
                Block::List(list) => list.start.map(|start| (start, start.saturating_add(list.items.len() as u64))),
                _ => None,
            };
            let before = self.book.drafts.len();
            let on = end.is_some_and(|(start, _)| Some(start) == next);
            self.block(block, &Place { expected: place.expected || on, ..place.clone() }, left, &mut asked);
            if let Some((_, end)) = end.filter(|_| self.book.drafts[before..].iter().any(|draft| draft.kind == Kind::Question)) {
                next = Some(end);
            }
        }
    }

    pub(super) fn block(&mut self, block: Block, place: &Place, left: &mut Left, asked: &mut Option<(usize, bool)>) {
        match block {
            Block::List(list) => {
                let before = self.book.drafts.len();
                if let Some((question, true)) = *asked
                    && !Self::asks_question(&list, place)
                {
                    self.book.drafts[question].body.push(Block::List(list));
                    return;
                }
                *asked = self.list(list, place, left).filter(|_| self.book.since(before));
            }
            Block::Table(table) => {
                let stories = super::table::stories(&table, self, place, &mut left.blocks);
                match stories {
                    true => {}
                    false => left.blocks.push(Block::Table(table)),
                }
            }
            Block::Quote(inner) => {
                let before = (self.book.drafts.len(), left.stories.len());
                let section = self.divide(inner.clone(), place.expected);
                let found = self.scope(section, place);
                left.stories.extend(found.stories);
                if (self.book.drafts.len(), left.stories.len()) == before {
                    match *asked {
                        Some((question, true)) => self.book.drafts[question].body.push(Block::Quote(inner)),
                        _ => left.blocks.push(Block::Quote(inner)),
                    }
                } else {
                    let mut rest = found.blocks;
                    rest.extend(found.subs.into_iter().flat_map(|sub| sub.into_blocks(2)));
                    if !rest.is_empty() {
                        left.blocks.push(Block::Quote(rest));
                    }
                }
            }
            Block::Rule => *asked = None,
            block => match *asked {
                Some((question, true)) => self.book.drafts[question].body.push(block),
                _ => left.blocks.push(block),
            },
        }
    }

    fn asks_question(list: &List, place: &Place) -> bool {
        list.items.iter().any(|item| match unwrapped(&item.blocks).first() {
            Some(Block::Paragraph(rows)) => section::question_rows(rows, place.expected).is_some(),
            _ => false,
        })
    }

    /// Reads a list. The question of its last item is given where nothing answers it, and whether it is the only item.
    fn list(&mut self, list: List, place: &Place, left: &mut Left) -> Option<(usize, bool)> {
        let mut kept = List { start: list.start, items: Vec::new() };
        let alone = list.items.len() == 1;
        let mut open = None;
        for item in list.items {
            open = None;
            let blocks = unwrapped(&item.blocks);
            let Some((Block::Paragraph(rows), below)) = blocks.split_first() else {
                kept.items.push(item);
                continue;
            };
            let led = self.led(rows, place.expected);
            let rows = led.as_ref().map_or(rows, |(_, rows)| rows);
            let led = led.as_ref().map(|(principle, _)| *principle);
            let place = &Place { principle: led.or(place.principle), ..place.clone() };
            let labelled = rows.iter().position(|row| self.names.label(&row.text, false).is_some()).unwrap_or(rows.len());
            let wrapped = rows[0].text.trim_start().starts_with(['"', '\u{201c}', '*', '_']);
            let asked = section::question_rows(&rows[..labelled], place.expected || place.around && wrapped).filter(|_| labelled > 0);
            let count = asked.unwrap_or(labelled);
            let (head, rest) = rows.split_at(count);
            let mut inside: Vec<Block> = Vec::new();
            // `Tell me about a time ... -> the story` answers behind the arrow.
            let arrow = asked.filter(|_| head.len() == 1).and_then(|_| pointed(&head[0]));
            let (head, rest) = match &arrow {
                Some((head, below)) => (std::slice::from_ref(head), [std::slice::from_ref(below), rest].concat()),
                None => (head, rest.to_vec()),
            };
            if !rest.is_empty() {
                inside.push(Block::Paragraph(rest));
            }
            inside.extend(below.iter().cloned());
            if asked.is_some() {
                let question = self.question(head, place);
                let answered = !inside.is_empty();
                let place = Place { question: Some(question), expected: false, around: false, ..place.clone() };
                let section = self.divide(inside, false);
                let found = self.scope(section, &place);
                self.answer(question, found);
                open = Some((question, alone)).filter(|_| !answered);
                continue;
            }
            if inside.is_empty() || labelled == 0 {
                kept.items.push(item);
                continue;
            }
            self.item(item.clone(), head, inside, place, left, &mut kept);
        }
        if !kept.items.is_empty() {
            left.blocks.push(Block::List(kept));
        }
        open
    }

    /// The principle whose name stands before a question, and the rows without it.
    pub(super) fn led(&mut self, rows: &[Row], expected: bool) -> Option<(usize, Vec<Row>)> {
        let first = rows.first()?;
        let said = plain(&first.text);
        let (named, name, asked) = self.principles.leads(&said)?;
        let mut rest = rows.to_vec();
        rest[0].text = asked.to_string();
        section::question_rows(&rest, expected)?;
        let index = self.principle(&named, &[]);
        self.book.drafts[index].placed.push(Row { line: first.line, text: name.to_string() });
        Some((index, rest))
    }

    /// An item that is no question, yet may be the title of a story, or a principle with its questions.
    fn item(&mut self, item: Item, head: &[Row], inside: Vec<Block>, place: &Place, left: &mut Left, kept: &mut List) {
        let before = self.book.drafts.len();
        let named = self.principles.named(&joined(head));
        let inner_place = Place { expected: place.expected || named.is_some(), ..place.clone() };
        let section = self.divide(inside, inner_place.expected);
        let found = self.scope(section, &inner_place);
        if !self.book.since(before) && found.stories.is_empty() {
            kept.items.push(item);
            return;
        }
        let principle = named.map(|named| self.principle(&named, head));
        if let Some(principle) = principle {
            for index in before..self.book.drafts.len() {
                let draft = &mut self.book.drafts[index];
                if matches!(draft.kind, Kind::Question | Kind::Story) && !draft.principles.contains(&principle) {
                    draft.principles.push(principle);
                }
            }
        }
        let stories: Vec<(Story, Place)> =
            found.stories.into_iter().map(|(story, own)| (story, Place { principle: principle.or(own.principle), ..own })).collect();
        let one = stories.len() == 1;
        let told = self.tell(stories, Some(head));
        let mut rest = found.blocks;
        rest.extend(found.subs.into_iter().flat_map(|sub| sub.into_blocks(2)));
        match (one, principle) {
            (true, _) => self.book.drafts[told[0]].body.extend(rest),
            (false, Some(principle)) => self.book.drafts[principle].body.extend(rest),
            (false, None) => {
                let mut blocks = vec![Block::Paragraph(head.to_vec())];
                blocks.extend(rest);
                left.blocks.push(Block::List(List { start: None, items: vec![Item { line: item.line, blocks }] }));
            }
        }
    }
}

/// A row cut at an arrow: what stands before it, and what it points to.
fn pointed(row: &Row) -> Option<(Row, Row)> {
    let (at, mark) = [" -> ", " => ", " \u{2192} ", " --> "].iter().filter_map(|mark| row.text.find(mark).map(|at| (at, mark))).min()?;
    let part = |text: &str| Row { line: row.line, text: text.trim().to_string() };
    Some((part(&row.text[..at]), part(&row.text[at + mark.len()..])))
}
