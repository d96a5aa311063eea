//! A note by its headings: each with what stands below it. Bold lines, questions on a line of their own and what folds open are headings as well.

use super::label::Names;
use super::{asking, question};
use crate::parse::outline::{Block, Row, plain};
use crate::prose;

/// The level of headings that stand inside a section of a story.
pub const INNER: u8 = 9;

/// How a heading is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// There is none: the top of a note or an item.
    Top,
    /// A name of the file.
    File,
    /// A heading of Markdown or HTML.
    Heading,
    /// A bold line or a question in running text.
    Line,
    /// What folds open.
    Summary,
}

/// A heading and what stands below.
#[derive(Clone, Debug)]
pub struct Section {
    /// Its level; lines in running text are below all headings.
    pub level: u8,
    /// How it is written.
    pub form: Form,
    /// Its rows.
    pub head: Vec<Row>,
    /// What stands right below it.
    pub blocks: Vec<Block>,
    /// The sections in it.
    pub subs: Vec<Section>,
}

impl Section {
    /// A section without a heading.
    pub fn top(blocks: Vec<Block>) -> Self {
        Self { level: 0, form: Form::Top, head: Vec::new(), blocks, subs: Vec::new() }
    }

    /// Its heading as written, on one line.
    pub fn written(&self) -> String {
        joined(&self.head)
    }

    /// It as blocks again, with its heading at this level.
    pub fn into_blocks(self, level: u8) -> Vec<Block> {
        let mut blocks = Vec::new();
        match self.form {
            Form::Top => {}
            Form::Line => blocks.push(Block::Paragraph(self.head.clone())),
            Form::Summary => {
                let mut inner = self.blocks;
                inner.extend(self.subs.into_iter().flat_map(|sub| sub.into_blocks(level + 1)));
                return vec![Block::Details(self.head, inner)];
            }
            // Levels beyond Markdown's say that a heading stands inside a section of a story.
            Form::File | Form::Heading => blocks.push(Block::Heading(if level < INNER { level.min(6) } else { level }, self.head.clone())),
        }
        let below = if matches!(self.form, Form::Heading | Form::File) { level + 1 } else { level };
        blocks.extend(self.blocks);
        blocks.extend(self.subs.into_iter().flat_map(|sub| sub.into_blocks(below)));
        blocks
    }

    /// Its own blocks and those of the sections in it, without its heading.
    pub fn into_inner(self, level: u8) -> Vec<Block> {
        let mut blocks = self.blocks;
        blocks.extend(self.subs.into_iter().flat_map(|sub| sub.into_blocks(level)));
        blocks
    }
}

/// Rows on one line.
pub fn joined(rows: &[Row]) -> String {
    rows.iter().map(|row| row.text.trim()).collect::<Vec<_>>().join(" ")
}

/// The level of bold lines and questions.
const LINE: u8 = 7;
/// The level of lines that only say that an answer follows.
const REMARK: u8 = 8;

/// Divides blocks by their headings. `known` says whether a name is a principle's; `expected`, whether questions are expected here.
pub fn divide(blocks: Vec<Block>, names: &Names, known: &dyn Fn(&str) -> bool, expected: bool) -> Section {
    let mut stack = vec![Section::top(Vec::new())];
    // Whether a story is being told, in which a bold line does not begin another one.
    let mut telling = false;
    let mut rest: std::collections::VecDeque<Block> = blocks.into();
    while let Some(block) = rest.pop_front() {
        let (level, form, head) = match block {
            Block::Heading(level, rows) => {
                telling = names.label(&joined(&rows), true).is_some();
                (level, Form::Heading, rows)
            }
            Block::Details(head, inner) => {
                let mut section = divide(inner, names, known, expected);
                (section.level, section.form, section.head) = (LINE, Form::Summary, head);
                stack.last_mut().expect("the top stays").subs.push(section);
                continue;
            }
            Block::Rule => {
                telling = false;
                // What a line across ends, no bold line goes on with.
                close(&mut stack, LINE);
                stack.last_mut().expect("the top stays").blocks.push(Block::Rule);
                continue;
            }
            Block::Paragraph(rows) => match head_rows(&rows, rest.front(), names, known, expected, telling) {
                Some((count, level)) => {
                    let mut rows = rows;
                    let below = rows.split_off(count);
                    if !below.is_empty() {
                        rest.push_front(Block::Paragraph(below));
                    }
                    telling = false;
                    (level, Form::Line, rows)
                }
                None => {
                    telling |= rows.iter().any(|row| names.label(&row.text, false).is_some());
                    stack.last_mut().expect("the top stays").blocks.push(Block::Paragraph(rows));
                    continue;
                }
            },
            Block::Quote(inner) => match &inner[..] {
                [Block::Paragraph(rows)] if question::is_question(&question::title(&joined(rows)).text, false) && !has_labels(rows, names) && !telling => {
                    (LINE, Form::Line, rows.clone())
                }
                _ => {
                    stack.last_mut().expect("the top stays").blocks.push(Block::Quote(inner));
                    continue;
                }
            },
            block => {
                telling |= starts_with_label(&block, names);
                stack.last_mut().expect("the top stays").blocks.push(block);
                continue;
            }
        };
        close(&mut stack, level);
        stack.push(Section { level, form, head, blocks: Vec::new(), subs: Vec::new() });
    }
    close(&mut stack, 0);
    stack.pop().expect("the top stays")
}

fn close(stack: &mut Vec<Section>, level: u8) {
    while stack.len() > 1 && (level == 0 || stack[stack.len() - 1].level >= level) {
        let section = stack.pop().expect("more than one");
        stack.last_mut().expect("the top stays").subs.push(section);
    }
}

fn has_labels(rows: &[Row], names: &Names) -> bool {
    rows.iter().any(|row| names.label(&row.text, false).is_some())
}

/// Whether a block starts with a label, looked for in its first item or line.
pub fn starts_with_label(block: &Block, names: &Names) -> bool {
    match block {
        Block::Heading(_, rows) => names.label(&joined(rows), true).is_some(),
        Block::Paragraph(rows) => rows.first().is_some_and(|row| names.label(&row.text, false).is_some()),
        Block::Quote(inner) => inner.first().is_some_and(|block| starts_with_label(block, names)),
        Block::List(list) => list.items.first().and_then(|item| item.blocks.first()).is_some_and(|block| starts_with_label(block, names)),
        Block::Table(table) => table.iter().take(2).any(|row| row.first().is_some_and(|cell| names.label(&joined(cell), true).is_some())),
        Block::Details(head, _) => names.label(&joined(head), true).is_some(),
        Block::Code(_) | Block::Comment(_) | Block::Rule => false,
    }
}

/// How many rows of a paragraph are a heading, and its level.
fn head_rows(rows: &[Row], next: Option<&Block>, names: &Names, known: &dyn Fn(&str) -> bool, expected: bool, telling: bool) -> Option<(usize, u8)> {
    if has_labels(&rows[..1], names) {
        return None;
    }
    let labelled = rows.iter().position(|row| names.label(&row.text, false).is_some());
    let count = labelled.unwrap_or(rows.len());
    let text = joined(&rows[..count]);
    let title = question::title(&text);
    let first = rows[0].text.trim();
    let bold = is_bold(&text);
    if bold && is_remark(&title.text) {
        return Some((count, REMARK));
    }
    // A question, alone, or with its answer right below in the same paragraph.
    let asked = question_rows(&rows[..count], expected && bold);
    let opened = text.trim_start().starts_with(['"', '\u{201c}', '*', '_']) || of_kind(first);
    // While a story is told, only what nobody would say in it asks for the next one.
    let anew = |asked: usize| of_kind(first) || asked == count && question::asks_for_story(&question::title(&joined(&rows[..asked])).text);
    if let Some(asked) = asked.filter(|asked| *asked == count || is_bold(first) || opened)
        && (!telling || anew(asked))
    {
        return Some((asked, LINE));
    }
    if rows.len() == 1 && matches!(next, Some(Block::List(_))) && heads_asks(first, &title.text, telling) {
        return Some((1, LINE));
    }
    if !bold || prose::count(&title.text) > 24 {
        return None;
    }
    // Within a story that is being told, only what begins another story is a heading.
    let follows = match labelled {
        Some(at) => begins_story(&rows[at].text, names),
        None => next.is_some_and(|block| match block {
            Block::Paragraph(rows) => begins_story(&rows[0].text, names) || !telling && has_labels(&rows[..1], names),
            block => starts_with_label(block, names),
        }),
    };
    let named = known(&title.text) || asking::asking(&title.text, false).is_some();
    (follows || named && !telling).then_some((count, LINE))
}

/// Whether a line over a list says that its items are to be asked: "Questions for the recruiter", "If I get an offer:".
fn heads_asks(line: &str, title: &str, telling: bool) -> bool {
    let asking = asking::asking(title, false);
    prose::count(title) <= 10
        && asking.is_some_and(|asking| !telling && (line.ends_with(':') || asking.when.is_none()) || prose::bare(title).contains("questions"))
}

/// Whether a text says itself what kind of thing it is: `Q: ...`, `Question 2: ...`.
pub fn of_kind(text: &str) -> bool {
    let said = plain(text);
    let word = prose::bare(said.split([':', '.']).next().unwrap_or(""));
    let word = word.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    matches!(word, "q" | "question")
}

/// How many of these rows are a question that somebody may ask.
pub fn question_rows(rows: &[Row], expected: bool) -> Option<usize> {
    let expected = expected || of_kind(&rows.first()?.text);
    // "Answer: ..." answers.
    let rows = &rows[..rows.iter().skip(1).position(|row| answer(&row.text).is_some()).map_or(rows.len(), |at| at + 1)];
    let is = |count: usize| question::is_question(&question::title(&joined(&rows[..count])).text, expected);
    // It ends with the first row that asks, where no other question follows.
    let asks = |row: &Row| plain(&row.text).trim_end_matches(|c: char| "\"\u{201d}*_) ".contains(c)).ends_with('?');
    let ends = (0..rows.len()).find(|at| asks(&rows[*at]) && !rows.get(at + 1).is_some_and(asks)).map(|at| at + 1);
    match ends {
        Some(count) if is(count) => Some(count),
        None if stops(rows).is_some_and(is) => stops(rows),
        _ if rows.first().is_some_and(|row| of_kind(&row.text)) && !is(rows.len()) && prose::count(&question::title(&rows[0].text).text) > 1 => Some(1),
        _ => is(rows.len()).then_some(rows.len()),
    }
}

/// How many rows there are up to the first that ends with a full stop.
fn stops(rows: &[Row]) -> Option<usize> {
    rows.iter().position(|row| plain(&row.text).trim_end().ends_with('.')).map(|at| at + 1)
}

/// What stands behind `Answer:` or `A:`, and that word as written.
pub fn answer(text: &str) -> Option<(String, String)> {
    let (head, rest) = text.split_once(':')?;
    let answers = matches!(prose::bare(head).as_str(), "a" | "answer" | "my answer" | "sample answer" | "star answer" | "antwort" | "response");
    let rest = rest.trim_start();
    // The stars that closed behind the colon opened before the word.
    let stars = head.len() - head.trim_start_matches(['*', '_']).len();
    let open = &head[..stars];
    let rest = rest
        .strip_prefix(open)
        .map_or_else(|| if open.is_empty() || head.ends_with(open) { rest.to_string() } else { format!("{open}{rest}") }, |rest| rest.trim_start().to_string());
    answers.then(|| (head.to_string(), rest))
}

/// Whether a row starts a new story: its label names where the story happened.
fn begins_story(text: &str, names: &Names) -> bool {
    names.label(text, false).is_some_and(|label| label.rule == 0)
}

/// Whether all of a text is bold.
pub fn is_bold(text: &str) -> bool {
    let text = text.trim().trim_end_matches(':').trim_end();
    ["**", "__"].iter().any(|mark| text.len() > 4 && text.starts_with(mark) && text.ends_with(mark) && !text[2..text.len() - 2].contains(mark))
}

/// Words that say that an answer follows, and nothing else.
pub fn is_remark(text: &str) -> bool {
    let bare = prose::bare(text);
    let bare = bare.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    matches!(
        bare,
        "answer"
            | "my answer"
            | "star answer"
            | "answer star"
            | "sample answer"
            | "example answer"
            | "star"
            | "star response"
            | "star format"
            | "response"
            | "my response"
            | "my story"
            | "my star story"
            | "star story"
            | "star example"
            | "example"
            | "a"
    )
}

/// Headings that name what stands below by its kind alone.
pub fn is_kind(text: &str) -> bool {
    let bare = prose::bare(text);
    let bare = bare.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    is_remark(text)
        || matches!(
            bare,
            "stories"
                | "my stories"
                | "star stories"
                | "examples"
                | "answers"
                | "story"
                | "story bank"
                | "questions"
                | "notes"
                | "question"
                | "behavioral questions"
                | "behavioural questions"
                | "sample questions"
                | "common questions"
                | "interview questions"
                | "star method"
                | "star answers"
        )
}
