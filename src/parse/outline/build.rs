//! From the events of the Markdown reader to the tree of blocks.

use super::{Block, Item, List, Row, flat, tags};
use pulldown_cmark::{CodeBlockKind, Event, Tag, TagEnd};
use std::collections::BTreeMap;
use std::ops::Range;

/// Blocks inside blocks that are followed; what lies deeper stays at this depth.
const MAX_DEPTH: usize = 24;

/// A block that is being read.
pub(super) enum Frame {
    Root,
    Quote,
    List(Option<u64>, Vec<Item>),
    Item(u32),
    Details(Vec<Row>),
    Summary,
    Heading(u8),
    Table(Vec<Vec<super::Cell>>),
    TableRow(Vec<super::Cell>),
    Cell,
    Code,
}

pub(super) struct Open {
    pub frame: Frame,
    /// Whether a tag opened it, so that only a tag or its surroundings close it.
    pub tag: Option<&'static str>,
    pub blocks: Vec<Block>,
}

/// Text inside a block, still in the note: where it stands, and the tags in it.
struct Inline {
    range: Range<usize>,
    tags: Vec<(Range<usize>, String)>,
    comments: Vec<Range<usize>>,
}

pub(super) struct Builder<'t> {
    text: &'t str,
    first: u32,
    /// First byte of each line.
    lines: Vec<usize>,
    pub stack: Vec<Open>,
    /// Blocks that are too deep to be opened.
    deeper: usize,
    inline: Option<Inline>,
    /// Rows of the paragraph that is being read.
    pub rows: Vec<Row>,
    pub spent: Vec<Row>,
    /// Quotations of Markdown around this place, whose marks stand at the start of each line.
    quotes: usize,
    html: Option<(String, Vec<(usize, u32)>)>,
    /// Addresses of links that tags opened.
    pub addresses: Vec<Option<String>>,
    /// Lines of an item's text that are not indented as the item is, and whether they start at the margin.
    pub drawn: BTreeMap<u32, bool>,
}

impl<'t> Builder<'t> {
    pub(super) fn new(text: &'t str, first: u32) -> Self {
        let lines = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Self {
            text,
            first,
            lines,
            stack: vec![Open { frame: Frame::Root, tag: None, blocks: Vec::new() }],
            deeper: 0,
            inline: None,
            rows: Vec::new(),
            spent: Vec::new(),
            quotes: 0,
            html: None,
            addresses: Vec::new(),
            drawn: BTreeMap::new(),
        }
    }

    fn index(&self, at: usize) -> usize {
        self.lines.partition_point(|start| *start <= at) - 1
    }

    pub(super) fn line(&self, at: usize) -> u32 {
        self.first + self.index(at) as u32
    }

    pub(super) fn event(&mut self, event: Event, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::SoftBreak | Event::HardBreak if self.html.is_none() => {
                self.draw(range.end);
                self.extend(range);
            }
            Event::Text(_) | Event::Code(_) if self.html.is_none() => self.extend(range),
            Event::Text(text) => self.markup(&text, &range),
            Event::Html(html) => self.markup(&html, &range),
            Event::InlineHtml(html) => {
                let comment = html.starts_with("<!--");
                let replaced = if comment { None } else { tags::inline(&html, &mut self.addresses) };
                self.extend(range.clone());
                let line = self.line(range.start);
                if let Some(inline) = &mut self.inline {
                    if comment && html.contains('\n') {
                        inline.comments.push(range);
                    } else if let Some(text) = replaced {
                        inline.tags.push((range, text));
                        for (at, part) in html.split('\n').enumerate() {
                            self.spent.push(Row { line: line + at as u32, text: part.to_string() });
                        }
                    }
                }
            }
            Event::Rule => {
                self.flush();
                self.push(Block::Rule);
            }
            Event::TaskListMarker(_) => self.extend(range),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag, range: Range<usize>) {
        match tag {
            Tag::Link { .. } | Tag::Image { .. } | Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Superscript | Tag::Subscript => self.extend(range),
            Tag::Paragraph => {
                self.flush();
                self.extend(range);
            }
            Tag::HtmlBlock => {
                self.flush();
                self.html = Some((String::new(), Vec::new()));
            }
            Tag::CodeBlock(kind) => {
                self.flush();
                self.code(&range, matches!(kind, CodeBlockKind::Fenced(_)));
                self.open(Frame::Code, None);
            }
            Tag::Heading { level, .. } => {
                self.flush();
                self.open(Frame::Heading(level as u8), None);
            }
            Tag::BlockQuote(_) => {
                self.flush();
                self.quotes += 1;
                self.open(Frame::Quote, None);
            }
            Tag::List(start) => {
                self.flush();
                self.open(Frame::List(start, Vec::new()), None);
            }
            Tag::Item => {
                self.flush();
                // The range of an item may begin with the tab before it.
                let text = &self.text[range.start..];
                let line = self.line(range.start + text.len() - text.trim_start().len());
                let number = text.split_whitespace().next().unwrap_or("");
                self.spent.push(Row { line, text: number.to_string() });
                self.open(Frame::Item(line), None);
            }
            Tag::Table(_) => {
                self.flush();
                self.open(Frame::Table(Vec::new()), None);
            }
            Tag::TableHead | Tag::TableRow => self.open(Frame::TableRow(Vec::new()), None),
            Tag::TableCell => {
                self.flush();
                self.open(Frame::Cell, None);
            }
            _ => self.flush(),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Link | TagEnd::Image | TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript => {}
            TagEnd::HtmlBlock => {
                if let Some((text, lines)) = self.html.take() {
                    self.html_block(&text, &lines);
                }
            }
            TagEnd::BlockQuote(_) => {
                self.quotes -= 1;
                self.close();
            }
            TagEnd::Heading(_)
            | TagEnd::List(_)
            | TagEnd::Item
            | TagEnd::Table
            | TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::TableCell
            | TagEnd::CodeBlock => {
                self.close();
            }
            _ => self.flush(),
        }
    }

    /// Text of the block that is being read reaches over this range.
    fn extend(&mut self, range: Range<usize>) {
        // What stands in a code block was taken as it is.
        if matches!(self.stack.last().map(|open| &open.frame), Some(Frame::Code)) {
            return;
        }
        match &mut self.inline {
            Some(inline) => {
                inline.range.start = inline.range.start.min(range.start);
                inline.range.end = inline.range.end.max(range.end);
            }
            None => self.inline = Some(Inline { range, tags: Vec::new(), comments: Vec::new() }),
        }
    }

    fn markup(&mut self, html: &str, range: &Range<usize>) {
        let line = self.line(range.start);
        if let Some((text, lines)) = &mut self.html {
            lines.push((text.len(), line));
            text.push_str(html);
        }
    }

    /// The pieces of a range, a line each, without the marks of quotations around them.
    fn pieces(&self, range: &Range<usize>) -> Vec<(u32, Range<usize>)> {
        let mut pieces = Vec::new();
        let end = range.end.min(self.text.len());
        for index in self.index(range.start)..self.lines.len() {
            let line_start = self.lines[index];
            if line_start >= end && index > self.index(range.start) {
                break;
            }
            let line_end = self.lines.get(index + 1).map_or(self.text.len(), |next| next - 1);
            let mut start = line_start.max(range.start);
            if line_start > range.start {
                start = self.after_marks(start, line_end);
            }
            pieces.push((self.first + index as u32, start..line_end.min(end).max(start)));
        }
        pieces
    }

    /// Notes the line at `at` where it goes on with an item's text without being indented as much as the item's mark.
    fn draw(&mut self, at: usize) {
        let Some(Open { frame: Frame::Item(line), .. }) = self.stack.iter().rev().find(|open| open.tag.is_none()) else { return };
        let indent = |index: usize| {
            let end = self.lines.get(index + 1).map_or(self.text.len(), |next| next - 1);
            let text = &self.text[self.after_marks(self.lines[index], end)..end];
            text.len() - text.trim_start().len()
        };
        let own = self.index(at.min(self.text.len()));
        let (mark, own_indent) = (indent((line - self.first) as usize), indent(own));
        if own_indent <= mark {
            self.drawn.insert(self.first + own as u32, own_indent == 0);
        }
    }

    /// The first byte behind the marks of the quotations around a line.
    fn after_marks(&self, start: usize, end: usize) -> usize {
        let mut at = start;
        for _ in 0..self.quotes {
            let line = &self.text[at..end];
            let trimmed = line.trim_start();
            if !trimmed.starts_with('>') {
                break;
            }
            at += line.len() - trimmed.len() + 1;
        }
        at
    }

    /// The rows of a range, without the spaces around them.
    pub(super) fn rows(&self, range: &Range<usize>) -> Vec<Row> {
        self.pieces(range).into_iter().map(|(line, piece)| Row { line, text: self.text[piece].trim().to_string() }).filter(|row| !row.text.is_empty()).collect()
    }

    /// Takes the text that was read into rows, its tags replaced by their Markdown.
    fn settle(&mut self) {
        let Some(inline) = self.inline.take() else { return };
        let mut from = inline.range.start;
        for comment in inline.comments.iter().chain(std::iter::once(&(inline.range.end..inline.range.end))) {
            for (line, piece) in self.pieces(&(from..comment.start)) {
                let mut text = String::new();
                let mut done = piece.start;
                for (range, replacement) in inline.tags.iter().filter(|(range, _)| range.start < piece.end && range.end > piece.start) {
                    text.push_str(&self.text[done..range.start.max(done)]);
                    if range.start >= piece.start {
                        text.push_str(replacement);
                    }
                    done = range.end.min(piece.end);
                }
                text.push_str(&self.text[done..piece.end]);
                let hard = text.ends_with("  ");
                let text = text.trim();
                if !text.is_empty() {
                    self.rows.push(Row { line, text: if hard { format!("{text}  ") } else { text.to_string() } });
                }
            }
            if !comment.is_empty() {
                self.flush_rows();
                let rows = self.rows(comment);
                self.push(Block::Comment(rows));
            }
            from = comment.end.max(from);
        }
    }

    pub(super) fn flush(&mut self) {
        self.settle();
        self.flush_rows();
    }

    fn flush_rows(&mut self) {
        let mut rows = std::mem::take(&mut self.rows);
        rows.retain(|row| !row.text.trim().is_empty());
        if let Some(last) = rows.last_mut() {
            last.text.truncate(last.text.trim_end().len());
            self.push(Block::Paragraph(rows));
        }
    }

    pub(super) fn push(&mut self, block: Block) {
        self.stack.last_mut().expect("the root is never closed").blocks.push(block);
    }

    pub(super) fn open(&mut self, frame: Frame, tag: Option<&'static str>) {
        if self.stack.len() > MAX_DEPTH || self.deeper > 0 {
            self.deeper += 1;
        } else {
            self.stack.push(Open { frame, tag, blocks: Vec::new() });
        }
    }

    /// Closes the innermost block of Markdown, and what tags left open in it.
    fn close(&mut self) {
        self.flush();
        if self.deeper > 0 {
            self.deeper -= 1;
            return;
        }
        while self.stack.last().is_some_and(|open| open.tag.is_some()) {
            self.shut();
        }
        if self.stack.len() > 1 {
            self.shut();
        }
    }

    /// Closes the block that a tag opened, if there is one in the innermost block of Markdown.
    pub(super) fn close_tag(&mut self, names: &[&str]) {
        self.flush();
        if self.deeper > 0 {
            self.deeper -= 1;
            return;
        }
        let depth = self.stack.iter().rev().take_while(|open| open.tag.is_some()).position(|open| open.tag.is_some_and(|tag| names.contains(&tag)));
        for _ in 0..depth.map_or(0, |depth| depth + 1) {
            self.shut();
        }
    }

    /// Ends the innermost open block and gives it to the one around it.
    fn shut(&mut self) {
        let Some(Open { frame, blocks, .. }) = self.stack.pop() else { return };
        let outer = self.stack.last_mut().expect("the root is never closed");
        match frame {
            Frame::Root | Frame::Code => outer.blocks.extend(blocks),
            Frame::Quote => outer.blocks.push(Block::Quote(blocks)),
            Frame::List(start, mut items) => {
                // Text right in a list, between its items, is an item of its own.
                if let Some(line) = blocks.first().and_then(Block::first_line) {
                    items.push(Item { line, blocks });
                }
                outer.blocks.push(Block::List(List { start, items }));
            }
            Frame::Item(line) => match &mut outer.frame {
                Frame::List(_, items) => items.push(Item { line, blocks }),
                _ => outer.blocks.push(Block::List(List { start: None, items: vec![Item { line, blocks }] })),
            },
            Frame::Details(summary) => outer.blocks.push(Block::Details(summary, blocks)),
            Frame::Summary => match (&mut outer.frame, flat(&blocks)) {
                (Frame::Details(summary), rows) if summary.is_empty() => *summary = rows,
                (_, rows) if rows.is_empty() => {}
                (_, rows) => outer.blocks.push(Block::Paragraph(rows)),
            },
            Frame::Heading(level) => {
                let (comments, text): (Vec<Block>, Vec<Block>) = blocks.into_iter().partition(|block| matches!(block, Block::Comment(_)));
                let rows = flat(&text);
                if !rows.is_empty() {
                    outer.blocks.push(Block::Heading(level, rows));
                }
                outer.blocks.extend(comments);
            }
            Frame::Table(rows) => {
                if !rows.is_empty() {
                    outer.blocks.push(Block::Table(rows));
                }
                outer.blocks.extend(blocks);
            }
            Frame::TableRow(cells) => match &mut outer.frame {
                Frame::Table(rows) => {
                    rows.push(cells);
                    outer.blocks.extend(blocks);
                }
                _ => outer.blocks.extend(cells.into_iter().map(Block::Paragraph).chain(blocks)),
            },
            Frame::Cell => match &mut outer.frame {
                Frame::TableRow(cells) => cells.push(flat(&blocks)),
                _ => outer.blocks.extend(blocks),
            },
        }
    }

    fn code(&mut self, range: &Range<usize>, fenced: bool) {
        let start = range.start;
        let line_start = self.lines[self.index(start)];
        let lead = self.after_marks(line_start, start);
        let indent = self.text[lead..start].chars().count();
        let mut rows: Vec<Row> = Vec::new();
        for (at, (line, piece)) in self.pieces(range).into_iter().enumerate() {
            let text = &self.text[piece];
            let strip = if at == 0 { 0 } else { text.chars().take(indent).take_while(|c| *c == ' ').count() };
            rows.push(Row { line, text: text[strip..].trim_end().to_string() });
        }
        while rows.last().is_some_and(|row| row.text.is_empty()) {
            rows.pop();
        }
        let Some(first) = rows.first() else { return };
        if !fenced {
            let longest = rows.iter().map(|row| row.text.trim_start().chars().take_while(|c| *c == '`').count()).max().unwrap_or(0);
            let fence = "`".repeat(longest.max(2) + 1);
            let (above, below) = (first.line, rows[rows.len() - 1].line);
            rows.insert(0, Row { line: above, text: fence.clone() });
            rows.push(Row { line: below, text: fence });
        }
        self.push(Block::Code(rows));
    }

    pub(super) fn finish(mut self) -> (Vec<Block>, Vec<Row>) {
        self.flush();
        while self.stack.len() > 1 {
            self.shut();
        }
        (self.stack.pop().map(|root| root.blocks).unwrap_or_default(), self.spent)
    }
}
