//! Stories and questions in tables, one a row or one a column.

use super::label::Label;
use super::question;
use super::read::{Place, Reader};
use super::section::joined;
use super::story::Story;
use crate::parse::outline::{Block, Cell, Row, plain};
use crate::prose;

/// What a column is for.
enum Column {
    Section(Label),
    Title,
    Question,
    Principle,
    Answer,
    Number,
    Other,
}

/// Reads the stories or questions of a table; false where it holds none. Rows that are neither are left over.
pub fn stories(table: &[Vec<Cell>], reader: &mut Reader, place: &Place, left: &mut Vec<Block>) -> bool {
    let columns = columns(table, reader);
    let told = |columns: &[Column]| columns.iter().filter(|column| matches!(column, Column::Section(_))).count() >= 2;
    if told(&columns) {
        return rows(table, &columns, reader, place, left);
    }
    let turned = turned(table);
    let columns_turned = self::columns(&turned, reader);
    if turned.len() > 2 && told(&columns_turned) {
        return rows(&turned, &columns_turned, reader, place, left);
    }
    let asked = columns.iter().position(|column| matches!(column, Column::Question));
    let asks =
        asked.is_some_and(|at| table[1..].iter().filter_map(|row| row.get(at)).any(|cell| question::is_question(&question::title(&joined(cell)).text, true)));
    asks && questions(table, &columns, reader, place, left)
}

fn turned(table: &[Vec<Cell>]) -> Vec<Vec<Cell>> {
    let width = table.iter().map(Vec::len).max().unwrap_or(0);
    (0..width).map(|at| table.iter().map(|row| row.get(at).cloned().unwrap_or_default()).collect()).collect()
}

fn columns(table: &[Vec<Cell>], reader: &Reader) -> Vec<Column> {
    let Some(head) = table.first() else { return Vec::new() };
    let mut columns: Vec<Column> = head.iter().map(|cell| column(&joined(cell), reader)).collect();
    let titled = columns.iter().any(|column| matches!(column, Column::Title));
    let named = |at: usize| table[1..].iter().all(|row| row.get(at).is_some_and(|cell| prose::count(&joined(cell)) <= 14));
    if let (false, Some(Column::Other), true) = (titled, columns.first(), table.len() > 1 && named(0)) {
        columns[0] = Column::Title;
    }
    columns
}

fn column(head: &str, reader: &Reader) -> Column {
    if let Some(label) = reader.names.label(head, true) {
        return Column::Section(label);
    }
    let text = plain(head);
    match prose::bare(&text).as_str() {
        "no" | "nr" | "number" => Column::Number,
        "" => {
            if text.trim() == "#" {
                Column::Number
            } else {
                Column::Other
            }
        }
        "story" | "title" | "story title" | "name" | "project" | "example" | "topic" | "experience" | "event" => Column::Title,
        "question" | "questions" | "prompt" | "behavioral question" | "behavioural question" | "interview question" => Column::Question,
        "principle" | "principles" | "lp" | "lps" | "leadership principle" | "leadership principles" | "competency" | "competencies" | "value" | "values" => {
            Column::Principle
        }
        "answer" | "notes" | "my answer" | "response" | "my notes" => Column::Answer,
        _ => Column::Other,
    }
}

/// What a row holds besides its sections.
fn beside(row: &[Cell], head: &[Cell], columns: &[Column], reader: &mut Reader, place: &Place) -> (Place, Vec<Row>, Vec<Block>, Vec<Row>) {
    let mut place = place.clone();
    let (mut title, mut notes, mut heads) = (Vec::new(), Vec::new(), Vec::new());
    for (at, cell) in row.iter().enumerate().filter(|(_, cell)| !cell.is_empty()) {
        let note = |notes: &mut Vec<Block>| {
            let mut rows = cell.clone();
            let name = head.get(at).map(|head| plain(&joined(head))).unwrap_or_default();
            if !name.is_empty() {
                rows[0].text = format!("{}: {}", name.trim_end_matches(':'), rows[0].text);
            }
            notes.push(Block::Paragraph(rows));
        };
        match columns.get(at).unwrap_or(&Column::Other) {
            Column::Section(_) => continue,
            Column::Title => title.clone_from(cell),
            Column::Question => {
                let index = reader.question(cell, &place);
                place.question = Some(index);
            }
            Column::Principle => match reader.principles.list(&plain(&joined(cell))) {
                Some(named) => {
                    let all: Vec<usize> = named.iter().map(|named| reader.principle(named, &[])).collect();
                    place.principle = all.first().copied().or(place.principle);
                    note(&mut notes);
                }
                None => note(&mut notes),
            },
            Column::Number => cell.iter().for_each(|row| reader.book.spend(row.line, &row.text)),
            Column::Answer => notes.push(Block::Paragraph(cell.clone())),
            Column::Other => {
                note(&mut notes);
                continue;
            }
        }
        heads.extend(head.get(at).into_iter().flatten().cloned());
    }
    (place, title, notes, heads)
}

/// The heads of columns that became structure are kept with the first entry, in a comment.
fn heads_comment(heads: Vec<Row>) -> Option<Block> {
    let rows: Vec<Row> = heads
        .into_iter()
        .filter(|row| row.text.contains(char::is_alphanumeric))
        .map(|row| Row { line: row.line, text: format!("<!-- {} -->", row.text.replace("--", "- -")) })
        .collect();
    (!rows.is_empty()).then_some(Block::Comment(rows))
}

fn rows(table: &[Vec<Cell>], columns: &[Column], reader: &mut Reader, place: &Place, left: &mut Vec<Block>) -> bool {
    let head = &table[0];
    let story_of = |row: &[Cell]| {
        let mut story = Story::default();
        for (cell, column) in row.iter().zip(columns) {
            // A cell that only names its section is a guide's.
            let named = reader.names.label(&joined(cell), true).is_some();
            if let (Column::Section(label), false) = (column, named) {
                let block = || Block::Paragraph(cell.clone());
                match story.sections.iter_mut().find(|(rule, _)| *rule == label.rule) {
                    Some((_, blocks)) if !cell.is_empty() => blocks.push(block()),
                    Some(_) => {}
                    None => story.sections.push((label.rule, if cell.is_empty() { Vec::new() } else { vec![block()] })),
                }
            }
        }
        story
    };
    if !table[1..].iter().any(|row| story_of(row).is_told(reader.rules)) {
        return false;
    }
    let mut first = true;
    let mut rest = vec![head.clone()];
    for row in &table[1..] {
        let mut story = story_of(row);
        if !story.is_told(reader.rules) {
            if !question_of(row, head, columns, reader, place) {
                rest.push(row.clone());
            }
            continue;
        }
        let (place, title, mut notes, heads) = beside(row, head, columns, reader, place);
        if first {
            let sections = head.iter().zip(columns).filter(|(_, column)| matches!(column, Column::Section(_)));
            sections.flat_map(|(cell, _)| cell).for_each(|row| reader.book.spend(row.line, &row.text));
            notes.extend(heads_comment(heads));
        }
        first = false;
        story.notes = notes;
        story.title = title;
        reader.tell(vec![(story, place)], None);
    }
    if rest.len() > 1 {
        left.push(Block::Table(rest));
    }
    true
}

/// Reads a row that holds a question and no story; false where it holds none.
fn question_of(row: &[Cell], head: &[Cell], columns: &[Column], reader: &mut Reader, place: &Place) -> bool {
    let asked = columns.iter().zip(row).find(|(column, cell)| matches!(column, Column::Question) && !cell.is_empty());
    if !asked.is_some_and(|(_, cell)| question::is_question(&question::title(&joined(cell)).text, true)) {
        return false;
    }
    let (own, title, mut notes, _) = beside(row, head, columns, reader, place);
    let Some(question) = own.question else { return false };
    let told = row.iter().zip(columns).zip(head).filter(|((cell, column), _)| matches!(column, Column::Section(_)) && !cell.is_empty());
    for ((cell, _), head) in told {
        let mut rows = cell.clone();
        rows[0].text = format!("{}: {}", plain(&joined(head)).trim_end_matches(':'), rows[0].text);
        notes.push(Block::Paragraph(rows));
    }
    if !title.is_empty() {
        notes.push(Block::Paragraph(title));
    }
    if let Some(principle) = own.principle.filter(|principle| !reader.book.drafts[question].principles.contains(principle)) {
        reader.book.drafts[question].principles.push(principle);
    }
    reader.book.drafts[question].body.extend(notes);
    true
}

fn questions(table: &[Vec<Cell>], columns: &[Column], reader: &mut Reader, place: &Place, left: &mut Vec<Block>) -> bool {
    let head = &table[0];
    let mut first = true;
    for row in &table[1..] {
        let (own, title, mut notes, heads) = beside(row, head, columns, reader, place);
        let Some(question) = own.question.filter(|question| Some(*question) != place.question) else {
            left.push(Block::Table(vec![head.clone(), row.clone()]));
            continue;
        };
        if !title.is_empty() {
            notes.push(Block::Paragraph(title));
        }
        if let Some(principle) = own.principle.filter(|principle| !reader.book.drafts[question].principles.contains(principle)) {
            reader.book.drafts[question].principles.push(principle);
        }
        if first {
            notes.extend(heads_comment(heads));
            first = false;
        }
        reader.book.drafts[question].body.extend(notes);
    }
    true
}
