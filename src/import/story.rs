//! Stories in blocks: labelled sections that follow each other, however they are written.

use super::label::{Label, Names};
use super::own::{self, Words};
use super::question;
use super::section::{self, INNER, joined};
use crate::content::{Role, SectionRule};
use crate::parse::outline::{Block, Item, List, Row};

/// A story as it was found.
#[derive(Clone, Debug, Default)]
pub struct Story {
    /// Its title, where one stood with it.
    pub title: Vec<Row>,
    /// What belongs to no section.
    pub notes: Vec<Block>,
    /// Its sections in the order written, each once: which rule, and what it holds.
    pub sections: Vec<(usize, Vec<Block>)>,
    /// Labels that became headings.
    pub labels: Vec<Row>,
    /// Whether a line across stood since its last label, after which a label told before begins another story.
    ruled: bool,
}

/// What was found at the start of blocks.
pub struct Taken {
    /// The story; none where labels stand that make none.
    pub story: Option<Story>,
    /// How many blocks it takes up.
    pub count: usize,
    /// What is left of the last of them.
    pub left: Vec<Block>,
}

impl Story {
    /// Whether it is one: two sections or more with words of the author's own, one of them what was done or what came of it.
    pub fn is_told(&self, rules: &[SectionRule]) -> bool {
        let all: Vec<(Role, Words)> = self.sections.iter().map(|(rule, blocks)| (rules[*rule].role, own::words(blocks))).collect();
        let own = all.iter().filter(|(_, words)| *words == Words::Own).count();
        let empty = all.iter().filter(|(_, words)| matches!(words, Words::Instruction | Words::Placeholder | Words::None)).count();
        let told: Vec<Role> = all.iter().filter(|(_, words)| matches!(words, Words::Own | Words::Neutral)).map(|(role, _)| *role).collect();
        let instructed = all.iter().any(|(_, words)| *words == Words::Instruction);
        // Among instructions, what could be either is one too.
        let guide = own == 0 && (instructed && empty * 2 >= all.len());
        told.len() >= 2 && told.iter().any(|role| matches!(role, Role::Action | Role::Result)) && !guide
    }

    fn open(&mut self, rule: usize, label: Row, extra: Option<String>) {
        let extra = extra.map(|text| Block::Paragraph(vec![Row { line: label.line, text }]));
        match self.sections.iter_mut().find(|(at, _)| *at == rule) {
            // Told on under another name: the name stays, since the heading stands already.
            Some((_, blocks)) => blocks.push(Block::Paragraph(vec![label])),
            None => {
                self.sections.push((rule, extra.into_iter().collect()));
                self.labels.push(label);
            }
        }
    }

    fn add(&mut self, rule: usize, block: Block) {
        if let Some((_, blocks)) = self.sections.iter_mut().find(|(at, _)| *at == rule) {
            match (blocks.last_mut(), block) {
                (Some(Block::List(last)), Block::List(more)) if last.start.is_some() == more.start.is_some() => last.items.extend(more.items),
                // The label that stayed and what it labels are one paragraph.
                (Some(Block::Paragraph(rows)), Block::Paragraph(more)) if rows.last().map(|row| row.line) == more.first().map(|row| row.line) => {
                    if let (Some(last), [first, rest @ ..]) = (rows.last_mut(), &more[..]) {
                        last.text = format!("{} {}", last.text.trim_end(), first.text);
                        rows.extend(rest.iter().cloned());
                    }
                }
                (_, block) => blocks.push(block),
            }
        }
    }
}

/// Looks for a story at the start of blocks.
pub struct Finder<'n> {
    /// What sections are called.
    pub names: &'n Names,
    /// The configured sections.
    pub rules: &'n [SectionRule],
}

/// How far a block was read into a story.
enum Step {
    /// All of it.
    All,
    /// Up to here; this is left.
    Until(Vec<Block>),
    /// It does not belong to it.
    No,
}

impl Finder<'_> {
    /// The story that starts with the first of these blocks. A list that goes on with this number belongs to the questions before it.
    pub fn take(&self, blocks: &[Block], next: Option<u64>) -> Option<Taken> {
        if !blocks.first().is_some_and(|block| self.labelled(block)) {
            return None;
        }
        let mut story = Story::default();
        let mut flow = None;
        // Blocks that belong to the story only if another label follows.
        let mut waiting = Vec::new();
        let mut count = 0;
        for (at, block) in blocks.iter().enumerate() {
            if at > 0 && asks(block, next) {
                break;
            }
            match self.step(&mut story, block, &mut flow, &mut waiting) {
                Step::All => {
                    if waiting.is_empty() {
                        count = at + 1;
                    }
                }
                Step::No => break,
                Step::Until(left) => {
                    let story = self.finished(story);
                    return Some(Taken { story, count: at + 1, left });
                }
            }
        }
        Some(Taken { story: self.finished(story), count: count.max(1), left: Vec::new() })
    }

    fn finished(&self, story: Story) -> Option<Story> {
        story.is_told(self.rules).then_some(story)
    }

    /// Whether a block holds a label where one could stand.
    fn labelled(&self, block: &Block) -> bool {
        match block {
            Block::Paragraph(rows) => self.names.split(rows).iter().any(|(label, _)| label.is_some()),
            Block::Heading(_, rows) => self.names.label(&joined(rows), true).is_some(),
            Block::Quote(inner) => inner.iter().any(|block| self.labelled(block)),
            Block::List(list) => list.items.iter().any(|item| self.item_label(item).is_some()),
            Block::Table(table) => self.upright(table).is_some(),
            Block::Details(head, _) => self.names.label(&joined(head), true).is_some(),
            Block::Code(_) | Block::Comment(_) | Block::Rule => false,
        }
    }

    /// Whether this label begins the next story: it has been told already, and so has what came of it.
    fn restarts(&self, story: &Story, rule: usize) -> bool {
        let told = |role: Role| story.sections.iter().any(|(at, _)| self.rules[*at].role == role);
        let repeated = story.sections.iter().any(|(at, _)| *at == rule);
        let first = story.sections.first().is_some_and(|(at, _)| *at == rule) || self.rules[rule].role == Role::Situation;
        repeated && (told(Role::Action) || told(Role::Result)) && (first || story.ruled)
            || self.rules[rule].role == Role::Situation && told(Role::Result) && story.sections.len() > 1
    }

    fn begin(story: &mut Story, label: &Label, line: u32, waiting: &mut Vec<Block>) {
        waiting.retain(|block| !matches!(block, Block::Rule));
        story.notes.append(waiting);
        story.ruled = false;
        story.open(label.rule, Row { line, text: label.written.clone() }, label.extra.clone());
    }

    fn step(&self, story: &mut Story, block: &Block, flow: &mut Option<usize>, waiting: &mut Vec<Block>) -> Step {
        match block {
            Block::Paragraph(rows) => {
                let mut pieces = self.names.split(rows).into_iter();
                let mut left = Vec::new();
                while let Some((label, own)) = pieces.next() {
                    match label {
                        None => match *flow {
                            Some(rule) => story.add(rule, Block::Paragraph(own)),
                            None if story.sections.is_empty() => Self::lead(story, own),
                            None => waiting.push(Block::Paragraph(own)),
                        },
                        Some(label) if self.restarts(story, label.rule) => {
                            let line = own.first().map_or(rows[0].line, |row| row.line);
                            let line = rows.iter().find(|row| row.text.contains(&label.written)).map_or(line, |row| row.line);
                            left.push(Block::Paragraph(restored(&label, own, line)));
                            for (label, own) in pieces.by_ref() {
                                let line = own.first().map_or(line, |row| row.line);
                                left.push(Block::Paragraph(match label {
                                    Some(label) => restored(&label, own, line),
                                    None => own,
                                }));
                            }
                        }
                        Some(label) => {
                            let line = Self::line_of(rows, &label, &own);
                            Self::begin(story, &label, line, waiting);
                            *flow = Some(label.rule);
                            if !own.is_empty() {
                                story.add(label.rule, Block::Paragraph(own));
                            }
                        }
                    }
                }
                if left.is_empty() { Step::All } else { Step::Until(left) }
            }
            Block::Heading(level, rows) => match self.names.label(&joined(rows), true) {
                Some(label) if self.restarts(story, label.rule) => Step::No,
                Some(label) => {
                    Self::begin(story, &label, rows[0].line, waiting);
                    *flow = Some(label.rule);
                    Step::All
                }
                None => match *flow {
                    Some(_) if *level >= INNER => Self::on(story, block, *flow, waiting),
                    _ => Step::No,
                },
            },
            Block::Quote(inner) if self.labelled(block) => {
                let mut own = None;
                for (at, block) in inner.iter().enumerate() {
                    match self.step(story, block, &mut own, waiting) {
                        Step::All => {}
                        Step::No => return Step::Until(vec![Block::Quote(inner[at..].to_vec())]),
                        Step::Until(mut left) => {
                            left.extend(inner[at + 1..].iter().cloned());
                            return Step::Until(vec![Block::Quote(left)]);
                        }
                    }
                }
                *flow = None;
                Step::All
            }
            Block::List(list) if self.labelled(block) => self.list(story, list, flow, waiting),
            Block::Table(table) => match self.upright(table) {
                Some(_) if story.sections.is_empty() || !self.repeats(story, table) => {
                    self.table(story, table, waiting);
                    *flow = None;
                    Step::All
                }
                Some(_) => Step::No,
                None => Self::on(story, block, *flow, waiting),
            },
            Block::Details(head, inner) => match self.names.label(&joined(head), true) {
                Some(label) if self.restarts(story, label.rule) => Step::No,
                Some(label) => {
                    Self::begin(story, &label, head[0].line, waiting);
                    inner.iter().for_each(|block| story.add(label.rule, block.clone()));
                    *flow = None;
                    Step::All
                }
                None => Self::on(story, block, *flow, waiting),
            },
            Block::Rule => {
                *flow = None;
                story.ruled = true;
                waiting.push(Block::Rule);
                Step::All
            }
            block => Self::on(story, block, *flow, waiting),
        }
    }

    /// A block without a label goes on with the open section, or waits.
    fn on(story: &mut Story, block: &Block, flow: Option<usize>, waiting: &mut Vec<Block>) -> Step {
        match flow {
            Some(rule) => story.add(rule, block.clone()),
            None => waiting.push(block.clone()),
        }
        Step::All
    }

    /// Rows before the first label: a title, or notes.
    fn lead(story: &mut Story, rows: Vec<Row>) {
        let text = joined(&rows);
        let short = crate::prose::count(&text) <= 14 && !text.trim_end().ends_with('.');
        if section::is_remark(&question::title(&text).text) {
            story.labels.extend(rows);
        } else if short && story.title.is_empty() && rows.len() == 1 {
            story.title = rows;
        } else {
            story.notes.push(Block::Paragraph(rows));
        }
    }

    fn line_of(rows: &[Row], label: &Label, own: &[Row]) -> u32 {
        let first = own.first().map(|row| row.line);
        let holds = |row: &&Row| row.text.contains(label.written.trim()) && first.is_none_or(|line| row.line <= line);
        rows.iter().rfind(holds).map_or(first.unwrap_or(rows[0].line), |row| row.line)
    }

    /// The label that an item starts with, where the item is one section and not a whole story.
    fn item_label(&self, item: &Item) -> Option<Label> {
        let blocks = unwrapped(&item.blocks);
        let (Some(Block::Paragraph(rows)), false) = (blocks.first(), self.holds_story(&item.blocks)) else { return None };
        self.names.label(&rows[0].text, false)
    }

    fn holds_story(&self, blocks: &[Block]) -> bool {
        let mut rules: Vec<usize> = Vec::new();
        let mut add = |rows: &[Row]| {
            rules.extend(self.names.split(rows).into_iter().filter_map(|(label, _)| label).filter(|label| !label.letter).map(|label| label.rule))
        };
        for block in unwrapped(blocks) {
            if let Block::Paragraph(rows) = block {
                add(rows);
            }
        }
        rules.sort_unstable();
        rules.dedup();
        rules.len() >= 2
    }

    fn list(&self, story: &mut Story, list: &List, flow: &mut Option<usize>, waiting: &mut Vec<Block>) -> Step {
        let mut own: Option<usize> = None;
        let rest_of = |at: usize| Step::Until(vec![Block::List(List { start: list.start, items: list.items[at..].to_vec() })]);
        for (at, item) in list.items.iter().enumerate() {
            let Some(label) = self.item_label(item) else {
                match own.or(*flow) {
                    Some(rule) => story.add(rule, Block::List(List { start: list.start, items: vec![item.clone()] })),
                    None if story.sections.is_empty() => match unwrapped(&item.blocks) {
                        [Block::Paragraph(rows)] => Self::lead(story, rows.clone()),
                        blocks => story.notes.extend(blocks.iter().cloned()),
                    },
                    None => waiting.push(Block::List(List { start: list.start, items: vec![item.clone()] })),
                }
                continue;
            };
            if self.restarts(story, label.rule) {
                return rest_of(at);
            }
            Self::begin(story, &label, item.line, waiting);
            own = Some(label.rule);
            let blocks = unwrapped(&item.blocks);
            for (n, block) in blocks.iter().enumerate() {
                match block {
                    Block::Paragraph(rows) if n == 0 => {
                        let rows = self.names.split(rows).into_iter().next().map(|(_, rows)| rows).unwrap_or_default();
                        if !rows.is_empty() {
                            story.add(label.rule, Block::Paragraph(rows));
                        }
                    }
                    block => story.add(label.rule, block.clone()),
                }
            }
        }
        *flow = None;
        Step::All
    }

    /// Which rows of a table start with labels, where it is one story from top to bottom.
    pub fn upright(&self, table: &[Vec<Vec<Row>>]) -> Option<Vec<Option<Label>>> {
        let labels: Vec<Option<Label>> = table.iter().map(|row| row.first().and_then(|cell| self.names.label(&joined(cell), true))).collect();
        let mut rules: Vec<usize> = labels.iter().flatten().map(|label| label.rule).collect();
        rules.sort_unstable();
        rules.dedup();
        // Where several columns have heads of their own, each is a story.
        let several = table[0].len() > 2 && labels[0].is_none();
        (rules.len() >= 2 && !several && table.iter().all(|row| row.len() >= 2)).then_some(labels)
    }

    fn repeats(&self, story: &Story, table: &[Vec<Vec<Row>>]) -> bool {
        self.upright(table).unwrap_or_default().iter().flatten().any(|label| self.restarts(story, label.rule))
    }

    fn table(&self, story: &mut Story, table: &[Vec<Vec<Row>>], waiting: &mut Vec<Block>) {
        for (row, label) in table.iter().zip(self.upright(table).unwrap_or_default()) {
            match label {
                Some(label) => {
                    Self::begin(story, &label, row[0].first().map_or(0, |row| row.line), waiting);
                    row[1..].iter().filter(|cell| !cell.is_empty()).for_each(|cell| story.add(label.rule, Block::Paragraph(cell.clone())));
                }
                None => story.notes.extend(row_notes(row)),
            }
        }
    }
}

/// Whether a list asks for the next story, or goes on with the questions before.
fn asks(block: &Block, next: Option<u64>) -> bool {
    let Block::List(list) = block else { return false };
    let first = || match list.items.first().map(|item| unwrapped(&item.blocks)) {
        Some([Block::Paragraph(rows), ..]) => question::asks_for_story(&question::title(&joined(rows)).text),
        _ => false,
    };
    next.is_some() && list.start == next || first()
}

/// A row of a table that is no section, as text: `head: what it says`.
fn row_notes(row: &[Vec<Row>]) -> Option<Block> {
    let mut rows: Vec<Row> = Vec::new();
    for (at, cell) in row.iter().filter(|cell| !cell.is_empty()).enumerate() {
        for own in cell {
            match rows.last_mut() {
                Some(last) if last.line == own.line => {
                    let mark = if at == 1 { ":" } else { "," };
                    last.text = format!("{}{mark} {}", last.text.trim_end_matches(':'), own.text);
                }
                _ => rows.push(own.clone()),
            }
        }
    }
    (!rows.is_empty()).then_some(Block::Paragraph(rows))
}

/// A piece of a paragraph with its label before it again.
fn restored(label: &Label, mut rows: Vec<Row>, line: u32) -> Vec<Row> {
    match rows.first_mut() {
        Some(first) if first.line == line => first.text = format!("{} {}", label.written, first.text),
        _ => rows.insert(0, Row { line, text: label.written.clone() }),
    }
    rows
}

/// What stands in quotations, where there is nothing else.
pub fn unwrapped(blocks: &[Block]) -> &[Block] {
    match blocks {
        [Block::Quote(inner)] => unwrapped(inner),
        blocks => blocks,
    }
}
