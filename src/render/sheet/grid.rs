//! What stands in rows and columns: the rounds of an interview, and the matrix.

use super::layout::{Bookmark, Builder, HAIR, Item, Piece, Role};
use super::matrix::Matrix;
use super::rounds::Round;
use super::text::{Lead, Look, Rich, Style, shortened};

/// Width of the matrix's cells at most.
const CELL: f32 = 17.0;
/// The share of the matrix that its cells take at most.
const CELLS: f32 = 0.58;
/// Rounds side by side at most.
const SIDE_BY_SIDE: usize = 4;
/// Inside the frame of a round.
const PAD: f32 = 5.0;
/// Between two focuses of a round, so that one sees where each begins.
const BETWEEN: f32 = 2.5;

impl Builder<'_> {
    /// The rounds side by side in frames. Says false, and lays nothing out, where they are higher than `most`.
    pub(super) fn rounds(&mut self, rounds: &[Round], most: f32) -> bool {
        if rounds.is_empty() {
            return true;
        }
        let before = (self.pieces.len(), self.nodes.len());
        let across = if rounds.len() <= SIDE_BY_SIDE { rounds.len() } else { rounds.len().div_ceil(rounds.len().div_ceil(SIDE_BY_SIDE)) };
        let cell = self.width / across as f32;
        let list = self.node(0, Role::Section);
        let heading = self.heading(list, 2, "Plan");
        let mut total = 0.0;
        let full = self.width;
        for (row, chunk) in rounds.chunks(across).enumerate() {
            let mut items = Vec::new();
            let (mut height, mut words) = (0.0_f32, 0);
            self.width = cell - 2.0 * PAD;
            let mut frames = Vec::new();
            for (number, round) in chunk.iter().enumerate() {
                let node = if row == 0 && number == 0 { heading } else { self.heading(list, 3, &round.name) };
                let (inside, tall, count) = self.round(round, list, node);
                let x = number as f32 * cell;
                items.extend(inside.into_iter().map(|item| moved(item, x + PAD, PAD - 1.0)));
                height = height.max(tall + 2.0 * PAD - 1.0);
                words += count;
                frames.push(x);
            }
            self.width = full;
            items.extend(frames.into_iter().map(|x| Item::Frame { x, y: 0.0, width: cell, height, dashed: false }));
            total += height;
            let bookmark = (row == 0).then(|| Bookmark { level: 1, text: "Plan".into() });
            self.pieces.push(Piece { before: if row == 0 { 7.0 } else { 0.0 }, height, items, words, bookmark, ..Piece::default() });
        }
        if total > most {
            self.pieces.truncate(before.0);
            self.nodes.truncate(before.1);
            return false;
        }
        true
    }

    /// The rounds one below the other, where there are too many to stand side by side.
    pub(super) fn rounds_in_columns(&mut self, rounds: &[Round]) {
        let section = self.node(0, Role::Section);
        let heading = self.heading(section, 2, "Plan");
        self.section_head(&Rich::plain("Plan"), heading, None);
        for (number, round) in rounds.iter().enumerate() {
            let node = self.heading(section, 3, &round.name);
            // Text by text, so that a round of sixty focuses breaks where the column ends.
            let (items, _, _) = self.round(round, section, node);
            let texts = items.into_iter().filter(|item| matches!(item, Item::Text { .. }));
            for (place, item) in texts.enumerate() {
                let Item::Text { x, set, node, .. } = item else { continue };
                let before = if place == 0 { 4.0 } else { BETWEEN / 2.0 };
                // A round's name stays with its first focus.
                let glued = place == 1 || number == 0 && place == 0;
                self.pieces.push(Piece {
                    before,
                    glued,
                    height: set.height,
                    words: set.words,
                    items: vec![Item::Text { x, y: 0.0, set, node }],
                    ..Piece::default()
                });
            }
        }
    }

    /// A round: its name, and below it each focus with its story.
    fn round(&mut self, round: &Round, parent: usize, heading: usize) -> (Vec<Item>, f32, usize) {
        let mut name = Rich::default();
        name.push_as(&format!("{} {}", round.number, round.name), Look::Bold);
        if !round.interviewer.is_empty() {
            name.push_as(&format!(" \u{b7} {}", round.interviewer), Look::Small);
        }
        let style = self.body();
        let set = self.set(&name, style, self.width);
        let (mut y, mut words) = (set.height + BETWEEN, set.words);
        let mut items = vec![Item::Text { x: 0.0, y: 0.0, set, node: heading }];
        for focus in &round.focus {
            let node = self.node(parent, Role::Paragraph);
            let mut text = Rich::default();
            text.push(&focus.title);
            text.push(if focus.title.ends_with(|c: char| c.is_ascii_punctuation()) { " " } else { ": " });
            match focus.story {
                Some(story) => {
                    let range = text.push_as(&focus.told, Look::Bold);
                    text.leads.push((range, Lead::Entry(story)));
                    if !focus.number.is_empty() {
                        text.push(&format!(", {}", focus.number));
                    }
                }
                None => {
                    text.push_as("no story", Look::Bold);
                }
            }
            let set = self.set(&text, style, self.width);
            words += set.words;
            let (top, height) = (y, set.height);
            y += height + BETWEEN;
            items.push(Item::Text { x: 0.0, y: top, set: set.clone(), node });
            if focus.story.is_none() {
                items.push(Item::Frame { x: -2.0, y: top, width: set.width + 4.0, height, dashed: true });
            }
        }
        for (story, title) in &round.extra {
            let node = self.node(parent, Role::Paragraph);
            let mut text = Rich::plain("Pinned: ");
            let range = text.push_as(title, Look::Bold);
            text.leads.push((range, Lead::Entry(*story)));
            let set = self.set(&text, style, self.width);
            words += set.words;
            items.push(Item::Text { x: 0.0, y, set: set.clone(), node });
            y += set.height + BETWEEN;
        }
        (items, y - BETWEEN, words)
    }

    /// Stories by principle: the names of the principles run upwards, a dot says that a story shows one.
    pub(super) fn matrix(&mut self, matrix: &Matrix) {
        let section = self.node(0, Role::Section);
        let heading = self.heading(section, 2, "Matrix");
        self.section_head(&Rich::plain("Matrix"), heading, None);
        let table = self.node(section, Role::Table);
        let small = self.small();
        let cell = CELL.min(self.width * CELLS / matrix.columns.len() as f32);
        let names = self.width - cell * matrix.columns.len() as f32;
        let row = self.node(table, Role::TableRow);
        let corner = self.node(row, Role::ColumnHead);
        let label = self.set(&Rich::plain("Story"), small, names);
        let mut items = Vec::new();
        let mut tall = label.height;
        let mut words = 0;
        for (number, column) in matrix.columns.iter().enumerate() {
            let node = self.node(row, Role::ColumnHead);
            let set = self.set(&Rich::plain(&column.title), small, 400.0);
            tall = tall.max(set.width + 4.0);
            words += set.words;
            let x = names + cell * (number as f32 + 0.5) - set.height / 2.0;
            items.push(Item::Upright { x, y: 0.0, set, node });
        }
        for item in &mut items {
            if let Item::Upright { y, .. } = item {
                *y = tall - 3.0;
            }
        }
        items.insert(0, Item::Text { x: 0.0, y: tall - label.height - 1.5, set: label, node: corner });
        items.push(super::blocks::line(tall, self.width));
        self.pieces.push(Piece { before: 2.0, glued: true, height: tall + 0.5, items, words, ..Piece::default() });
        for story in &matrix.rows {
            let mut rich = Rich::plain(&self.in_a_line(&story.title, small, names - 4.0));
            rich.leads.push((0..rich.text.len(), Lead::Entry(story.index)));
            let marks: Vec<(&str, bool)> = story.cells.iter().map(|shows| (if *shows { "\u{25cf}" } else { "\u{b7}" }, false)).collect();
            self.matrix_row(table, &rich, &marks, names, cell);
        }
        let counts: Vec<String> = matrix.columns.iter().map(|column| column.events.to_string()).collect();
        let marks: Vec<(&str, bool)> = counts.iter().map(|count| (count.as_str(), count == "0")).collect();
        let mut rich = Rich::default();
        rich.push_as("Events that can be told", Look::Bold);
        self.matrix_row(table, &rich, &marks, names, cell);
        if matrix.more > 0 {
            let node = self.node(section, Role::Paragraph);
            let piece = self.paragraph(&Rich::plain(&format!("{} more stories and principles are in the handbook's matrix.", matrix.more)), small, 0.0, node);
            self.pieces.push(Piece { glued: true, before: 1.0, ..piece });
        }
    }

    /// As much of a text as stands in one line. With a line a row the matrix is no higher than a column, so that none of it stands without its head.
    fn in_a_line(&mut self, text: &str, style: Style, width: f32) -> String {
        let mut fits = |text: &str| self.set(&Rich::plain(text), style, width).height < style.leading * 1.5;
        if fits(text) {
            return text.to_string();
        }
        let (mut low, mut high) = (1, text.chars().count());
        while high - low > 1 {
            let middle = (low + high) / 2;
            if fits(&shortened(text, middle)) { low = middle } else { high = middle }
        }
        shortened(text, low)
    }

    fn matrix_row(&mut self, table: usize, name: &Rich, marks: &[(&str, bool)], names: f32, cell: f32) {
        let small = self.small();
        let row = self.node(table, Role::TableRow);
        let head = self.node(row, Role::RowHead);
        let set = self.set(name, small, names - 4.0);
        let height = set.height + 1.6;
        let words = set.words;
        let mut items = vec![Item::Text { x: 0.0, y: 0.8, set, node: head }];
        for (number, (mark, gap)) in marks.iter().enumerate() {
            let node = self.node(row, Role::Cell);
            let set = self.set(&Rich::plain(mark), small, cell);
            let x = names + cell * number as f32;
            if *gap {
                items.push(Item::Frame { x: x + 1.0, y: 0.8, width: cell - 2.0, height: small.leading, dashed: true });
            }
            items.push(Item::Text { x: x + (cell - set.width) / 2.0, y: 0.8, set, node });
        }
        items.push(Item::Rule { x: 0.0, y: height, width: self.width, weight: HAIR });
        self.pieces.push(Piece { glued: true, height, items, words, ..Piece::default() });
    }
}

fn moved(item: Item, dx: f32, dy: f32) -> Item {
    match item {
        Item::Text { x, y, set, node } => Item::Text { x: x + dx, y: y + dy, set, node },
        Item::Upright { x, y, set, node } => Item::Upright { x: x + dx, y: y + dy, set, node },
        Item::Rule { x, y, width, weight } => Item::Rule { x: x + dx, y: y + dy, width, weight },
        Item::Frame { x, y, width, height, dashed } => Item::Frame { x: x + dx, y: y + dy, width, height, dashed },
    }
}
