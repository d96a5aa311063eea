//! The blocks of the sheet as pieces: its head, principles with their stories and gaps, and what to ask.

use super::asks::AsksBlock;
use super::layout::{Bookmark, Builder, Item, Piece, Pieces, Role, THIN};
use super::paper::{self, Paper, Scale};
use super::text::{Lead, Look, Rich, Setter};
use super::{PrincipleBlock, Sheet, StoryBlock};

/// Width of a section's letter.
const LETTER: f32 = 11.5;
/// Of a list's bullet.
const BULLET: f32 = 8.5;
/// The share of a column that a number at its edge takes at most.
const NUMBER: f32 = 0.44;

/// The whole sheet as pieces.
pub(super) fn pieces(sheet: &Sheet, setter: &mut dyn Setter, scale: Scale, paper: Paper) -> Pieces {
    let full = paper.size().0 - 2.0 * paper::SIDE;
    let mut builder = Builder::new(setter, scale, full);
    builder.sheet_head(sheet);
    let top_rounds = builder.rounds(&sheet.rounds, paper.size().1 * 0.45);
    let top = std::mem::take(&mut builder.pieces);
    builder.width = paper::column(paper);
    if !top_rounds {
        builder.rounds_in_columns(&sheet.rounds);
    }
    for block in &sheet.principles {
        builder.principle(block);
    }
    builder.open(&sheet.open);
    if let Some(matrix) = &sheet.matrix {
        builder.matrix(matrix);
    }
    for list in &sheet.asks {
        builder.asks(list);
    }
    if builder.pieces.is_empty() {
        builder.nothing();
    }
    builder.finish(top)
}

fn joined(rich: &mut Rich, texts: &[String]) {
    for (number, text) in texts.iter().enumerate() {
        if number > 0 {
            rich.push("\u{a0}\u{b7} ");
        }
        rich.push(text);
    }
}

impl Builder<'_> {
    fn sheet_head(&mut self, sheet: &Sheet) {
        let title = super::text::shortened(&sheet.title, super::text::NAME * 2);
        let node = self.heading(0, 1, &title);
        let mut style = self.head();
        (style.size, style.leading) = (16.0, 19.0);
        let mut small = self.small();
        small.end = true;
        let note = self.set(&Rich::plain(&sheet.note), small, self.width * 0.5);
        let set = self.set(&Rich::plain(&title), style, self.width - note.width - 14.0);
        let beside = self.node(0, Role::Paragraph);
        let height = set.height + 4.0;
        // The note stands on the base line of the title's last line.
        let drop = (style.leading + style.size) / 2.0 - (small.leading + small.size) / 2.0;
        let items = vec![
            Item::Text { x: 0.0, y: 0.0, set: set.clone(), node },
            Item::Text { x: self.width * 0.5, y: set.height - style.leading + drop, set: note, node: beside },
            Item::Rule { x: 0.0, y: height - 0.5, width: self.width, weight: 1.0 },
        ];
        let words = set.words;
        self.pieces.push(Piece { height, items, words, ..Piece::default() });
        if !sheet.cut.is_empty() {
            let node = self.node(0, Role::Paragraph);
            let mut rich = Rich::default();
            rich.push_as("Left out", Look::Bold);
            rich.push(&sheet.cut);
            let style = self.small();
            let piece = self.paragraph(&rich, style, 0.0, node);
            self.pieces.push(Piece { before: 3.0, ..piece });
        }
    }

    fn nothing(&mut self) {
        let node = self.node(0, Role::Paragraph);
        let mut rich = Rich::default();
        rich.push_as("Nothing to print yet.", Look::Bold);
        rich.push(" ");
        rich.push_as("prepgen new story \"Title\"", Look::Bold);
        rich.push(" starts the first story; the sheet fills itself.");
        let style = self.body();
        let piece = self.framed(&rich, style, node, true);
        self.pieces.push(Piece { before: 10.0, ..piece });
    }

    fn principle(&mut self, block: &PrincipleBlock) {
        let section = self.node(0, Role::Section);
        let node = self.heading(section, 2, &block.title);
        self.section_head(&Rich::plain(&block.title), node, block.index);
        let mut glued = true;
        if block.gap {
            self.hole("No story yet.", " Asked: ", &block.asked, section, glued);
            glued = false;
        }
        for story in &block.stories {
            self.story(story, section, glued);
            glued = false;
        }
        if !block.gap && !block.asked.is_empty() {
            self.hole("No answer yet: ", "", &block.asked, section, false);
        }
    }

    /// A gap, framed: what is missing, and who asked for it.
    fn hole(&mut self, what: &str, asked: &str, questions: &[String], section: usize, glued: bool) {
        let node = self.node(section, Role::Paragraph);
        let mut rich = Rich::default();
        rich.push_as(what, Look::Bold);
        if !questions.is_empty() {
            rich.push(asked);
            joined(&mut rich, questions);
        }
        let style = self.small();
        let piece = self.framed(&rich, style, node, true);
        self.pieces.push(Piece { before: 4.0, glued, ..piece });
    }

    fn open(&mut self, questions: &[String]) {
        if questions.is_empty() {
            return;
        }
        let section = self.node(0, Role::Section);
        let node = self.heading(section, 2, "Other questions");
        self.section_head(&Rich::plain("Other questions"), node, None);
        self.hole("No answer yet: ", "", questions, section, true);
    }

    fn story(&mut self, story: &StoryBlock, section: usize, glued: bool) {
        let (body, small) = (self.body(), self.small());
        let heading = self.heading(section, 3, &story.title);
        let mut title = Rich::default();
        title.push_as(&story.title, Look::Bold);
        if story.draft {
            title.push_as(" \u{b7} draft", Look::Small);
        }
        if !story.same_event.is_empty() {
            title.push_as(&format!(" \u{b7} same event as {}", story.same_event), Look::Small);
        }
        if !story.told_under.is_empty() {
            let range = title.push_as(&format!(" \u{b7} see {}", story.told_under), Look::Small);
            title.leads.push((range, Lead::Entry(story.index)));
        }
        let first = Piece {
            before: if glued { 1.5 } else { self.scale.body * 0.55 },
            glued,
            anchor: story.told_under.is_empty().then_some(story.index),
            bookmark: story.told_under.is_empty().then(|| Bookmark { level: 2, text: Rich::plain(&story.title).text }),
            ..Piece::default()
        };
        let piece = if story.number.is_empty() {
            self.paragraph(&title, body, 0.0, heading)
        } else {
            let mut edge = body;
            (edge.bold, edge.end) = (true, true);
            let most = self.width * NUMBER;
            let rich = Rich::plain(&story.number);
            let mut number = self.set(&rich, edge, most);
            let wide = number.width + 8.0;
            let title = self.set(&title, body, self.width - wide);
            let beside = self.node(section, Role::Paragraph);
            let (height, words) = (title.height.max(number.height), title.words + number.words);
            // The number stands at the edge where the title ends.
            let (title_x, number_x) = if title.leftward { (wide, 0.0) } else { (0.0, self.width - most) };
            if title.leftward {
                edge.end = false;
                number = self.set(&rich, edge, most);
            }
            let items = vec![Item::Text { x: title_x, y: 0.0, set: title, node: heading }, Item::Text { x: number_x, y: 0.0, set: number, node: beside }];
            Piece { height, words, items, ..Piece::default() }
        };
        self.pieces.push(Piece { height: piece.height, words: piece.words, items: piece.items, ..first });
        if !story.hook.is_empty() {
            let mut style = body;
            style.italic = true;
            let node = self.node(section, Role::Paragraph);
            let piece = self.paragraph(&Rich::plain(&story.hook), style, 0.0, node);
            self.pieces.push(Piece { glued: true, ..piece });
        }
        if !story.lines.is_empty() {
            let list = self.node(section, Role::List);
            for line in &story.lines {
                let label = Rich::plain(&line.letter);
                let mut bold = body;
                bold.bold = true;
                self.listed(list, &label, bold, &Rich::plain(&line.text), LETTER, 0.0);
            }
        }
        if !story.answers.is_empty() {
            let node = self.node(section, Role::Paragraph);
            let mut rich = Rich::default();
            rich.push_as("For: ", Look::Bold);
            joined(&mut rich, &story.answers);
            let piece = self.paragraph(&rich, small, 0.0, node);
            self.pieces.push(Piece { glued: true, before: 0.5, ..piece });
        }
    }

    /// An item of a list: its label at the edge, its text beside it.
    fn listed(&mut self, list: usize, label: &Rich, style: super::text::Style, text: &Rich, wide: f32, x: f32) {
        let item = self.node(list, Role::ListItem);
        let (mark, inside) = (self.node(item, Role::Label), self.node(item, Role::ListBody));
        let body = self.body();
        let label = self.set(label, style, wide);
        let set = self.set(text, body, self.width - x - wide);
        let (height, words) = (set.height, set.words);
        // A text that runs to the left has its label at the right.
        let (label_x, text_x) = if set.leftward { (self.width - x - label.width, 0.0) } else { (x, x + wide) };
        let items = vec![Item::Text { x: label_x, y: 0.0, set: label, node: mark }, Item::Text { x: text_x, y: 0.0, set, node: inside }];
        self.pieces.push(Piece { glued: true, height, words, items, ..Piece::default() });
    }

    fn asks(&mut self, block: &AsksBlock) {
        let section = self.node(0, Role::Section);
        let node = self.heading(section, 2, &block.title);
        let mut rich = Rich::plain(&block.title);
        let beside: Vec<&str> = [block.audience.as_str(), block.when.as_str()].into_iter().filter(|text| !text.is_empty()).collect();
        if !beside.is_empty() {
            rich.push_as(&format!(" \u{b7} {}", beside.join(", ")), Look::Small);
        }
        self.section_head(&rich, node, Some(block.index));
        if let Some(head) = self.pieces.last_mut() {
            head.bookmark = Some(Bookmark { level: 1, text: Rich::plain(&block.title).text });
        }
        let mut list = None;
        for (number, item) in block.items.iter().enumerate() {
            let mut text = Rich::default();
            if !item.label.is_empty() {
                text.push_as(&item.label, Look::Bold);
                text.push(": ");
            }
            for part in &item.parts {
                let range = text.push(&part.text);
                let lead = part.entry.map(Lead::Entry).or_else(|| (!part.web.is_empty()).then(|| Lead::Web(part.web.clone())));
                text.leads.extend(lead.filter(|_| !range.is_empty()).map(|lead| (range, lead)));
            }
            let style = self.body();
            if item.depth == 0 {
                let node = self.node(section, Role::Paragraph);
                let piece = self.paragraph(&text, style, 0.0, node);
                self.pieces.push(piece);
                list = None;
            } else {
                let within = *list.get_or_insert(self.nodes.len());
                if within == self.nodes.len() {
                    self.node(section, Role::List);
                }
                let bullet = if item.depth == 1 { "\u{2022}" } else { "\u{2013}" };
                let x = BULLET * f32::from(item.depth.min(4) - 1);
                self.listed(within, &Rich::plain(bullet), style, &text, BULLET, x);
            }
            if let Some(piece) = self.pieces.last_mut() {
                // The first two stay with their head, so that no head stands alone.
                (piece.glued, piece.before) = (number < 2 || item.depth > 1, 1.0);
            }
        }
    }
}

/// A line below a table's head.
pub(super) fn line(y: f32, width: f32) -> Item {
    Item::Rule { x: 0.0, y, width, weight: THIN }
}
