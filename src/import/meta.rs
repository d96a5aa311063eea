//! What notes say about a story in lines such as `Principle: Ownership` or in their front matter, and principles that stand in lists.

use super::book::Book;
use super::principle::{Named, Principles};
use super::read::{Place, Reader};
use super::rounds;
use crate::content::Kind;
use crate::parse::outline::{Block, Field, Item, List, Row, plain};
use crate::{parse, prose};

/// Keys that say which principles a text is about.
const PRINCIPLES: [&str; 12] = [
    "principle",
    "principles",
    "lp",
    "lps",
    "leadership principle",
    "leadership principles",
    "competency",
    "competencies",
    "amazon lp",
    "values",
    "value",
    "demonstrates",
];

/// Lines about a story become its front matter.
pub fn lines(reader: &mut Reader) {
    for index in 0..reader.book.drafts.len() {
        if !matches!(reader.book.drafts[index].kind, Kind::Story | Kind::Question) {
            continue;
        }
        let mut body = std::mem::take(&mut reader.book.drafts[index].body);
        body.iter_mut().for_each(|block| block_lines(reader, index, block));
        body.retain(|block| !matches!(block, Block::Paragraph(rows) if rows.is_empty()) && !matches!(block, Block::List(list) if list.items.is_empty()));
        // What came in the meantime stands below.
        let later = std::mem::replace(&mut reader.book.drafts[index].body, body);
        reader.book.drafts[index].body.extend(later);
    }
}

fn block_lines(reader: &mut Reader, index: usize, block: &mut Block) {
    match block {
        Block::Paragraph(rows) => rows.retain(|row| !line(reader, index, row)),
        Block::List(list) => {
            list.items.retain(|item| !matches!(&item.blocks[..], [Block::Paragraph(rows)] if rows.len() == 1 && line(reader, index, &rows[0])))
        }
        _ => {}
    }
}

/// Takes a line `key: value` into front matter, if all of it can be.
fn line(reader: &mut Reader, index: usize, row: &Row) -> bool {
    let said = plain(&row.text);
    let Some((key, value)) = said.split_once(':') else { return false };
    let (key, value) = (prose::bare(key), value.trim());
    if value.is_empty() || key.is_empty() || key.len() > 40 || row.text.contains("](") {
        return false;
    }
    let story = reader.book.drafts[index].kind == Kind::Story;
    let taken = match key.as_str() {
        key if PRINCIPLES.contains(&key) => principles(reader, index, &[value.replace("[[", "").replace("]]", "")]),
        "company" | "employer" if story => field(reader, index, "company", value),
        "role" | "position" if story => field(reader, index, "role", value),
        "date" | "when" | "year" if story && parse::day(value).is_some() => field(reader, index, "date", value),
        "tags" | "tag" if story && value.len() < 200 => {
            value.split([',', ' ']).filter(|tag| !tag.trim().is_empty()).all(|tag| field(reader, index, "tags", tag.trim().trim_start_matches('#')))
        }
        "question" if story && value.len() < 400 => {
            let key = row.text.split_once(':').map_or("", |(key, _)| key);
            let head = Row { line: row.line, text: value.to_string() };
            let question = reader.question(&[head], &Place::default());
            reader.book.spend(row.line, key);
            if !reader.book.drafts[index].questions.contains(&question) {
                reader.book.drafts[index].questions.push(question);
            }
            return true;
        }
        _ => false,
    };
    if taken {
        let written = row.text.split_once(':').map_or("", |(key, _)| key).to_string();
        reader.book.spend(row.line, &written);
        reader.book.drafts[index].placed.push(Row { line: row.line, text: value.to_string() });
    }
    taken
}

fn field(reader: &mut Reader, index: usize, key: &'static str, value: &str) -> bool {
    let draft = &mut reader.book.drafts[index];
    if key != "tags" && !draft.values(key).is_empty() {
        return false;
    }
    draft.field(key, value);
    true
}

/// Links an entry to the principles in a list of names, if they are nothing else.
fn principles(reader: &mut Reader, index: usize, values: &[String]) -> bool {
    let (mut all, mut known_ones) = (Vec::new(), Vec::new());
    for value in values {
        let own = |draft: &super::book::Draft| {
            draft.kind == Kind::Principle && (draft.id == prose::kebab(value) || prose::kebab(&draft.title) == prose::kebab(value))
        };
        match (reader.principles.list(value), reader.book.drafts.iter().position(own)) {
            (Some(named), _) => all.extend(named),
            (None, Some(known)) => known_ones.push(known),
            (None, None) => return false,
        }
    }
    for known in known_ones {
        if !reader.book.drafts[index].principles.contains(&known) {
            reader.book.drafts[index].principles.push(known);
        }
    }
    for named in all {
        let principle = reader.principle(&named, &[]);
        // Spelled otherwise than its title, the name would be lost.
        let title = prose::bare(&reader.book.drafts[principle].title);
        if prose::bare(&named.written) != title {
            reader.book.drafts[principle].field("aliases", &named.written);
        }
        let draft = &mut reader.book.drafts[index];
        if principle != index && !draft.principles.contains(&principle) {
            draft.principles.push(principle);
        }
    }
    true
}

/// Front matter goes to the entry that its note became; what that kind of entry has no key for stays there in a comment.
pub fn front(reader: &mut Reader, fields: Vec<Field>, index: usize) {
    for field in fields {
        let kind = reader.book.drafts[index].kind;
        let values = field.values.clone().unwrap_or_default();
        let one = (values.len() == 1).then(|| values[0].trim().to_string()).filter(|value| !value.is_empty());
        let taken = match (field.key.as_str(), kind, &one) {
            ("principles" | "principle" | "competency" | "competencies", Kind::Story | Kind::Question, _) if !values.is_empty() => {
                let values: Vec<String> = values.iter().map(|value| value.replace("[[", "").replace("]]", "")).collect();
                principles(reader, index, &values)
            }
            ("questions" | "question", Kind::Story, _) if !values.is_empty() && values.iter().all(|value| !value.trim().is_empty()) => {
                for value in &values {
                    let known = reader.book.drafts.iter().position(|draft| {
                        draft.kind == Kind::Question && (draft.id == prose::kebab(value) || prose::kebab(&draft.title) == prose::kebab(value))
                    });
                    let question = known.unwrap_or_else(|| reader.question(&[Row { line: u32::MAX, text: value.clone() }], &Place::default()));
                    if !reader.book.drafts[index].questions.contains(&question) {
                        reader.book.drafts[index].questions.push(question);
                    }
                }
                true
            }
            ("tags", Kind::Story, _) if field.values.is_some() && !values.is_empty() => {
                let tags: Vec<String> = values.iter().flat_map(|value| value.split(',')).map(|tag| tag.trim().trim_start_matches('#').to_string()).collect();
                tags.iter().for_each(|tag| reader.book.drafts[index].field("tags", tag));
                true
            }
            ("date", Kind::Interview, Some(value)) | ("date" | "year" | "when", Kind::Story, Some(value)) if parse::day(value).is_some() => {
                self::field(reader, index, "date", value)
            }
            ("status", Kind::Story, Some(value)) if matches!(value.as_str(), "ready" | "draft") => {
                reader.book.drafts[index].draft |= value == "draft";
                reader.book.drafts[index].ready |= value == "ready";
                field.rows.iter().for_each(|row| reader.book.spend(row.line, &row.text));
                true
            }
            ("company", Kind::Story | Kind::Interview, Some(value)) => self::field(reader, index, "company", value),
            ("rounds", Kind::Interview, _) => match rounds::rounds(&field) {
                Some(rounds) => {
                    for name in rounds.iter().flat_map(|round| &round.focus) {
                        if let Some(named) = reader.principles.named(name) {
                            reader.principle(&named, &[]);
                        }
                    }
                    reader.book.drafts[index].rounds.extend(rounds);
                    let keys = ["name", "interviewer", "focus", "stories"];
                    for row in &field.rows {
                        keys.iter().filter(|key| row.text.contains(&format!("{key}:"))).for_each(|key| reader.book.spend(row.line, key));
                    }
                    true
                }
                None => false,
            },
            ("told", Kind::Interview, _) if !values.is_empty() => {
                reader.book.drafts[index].told.extend(values.iter().map(|value| rounds::bare(value)));
                true
            }
            ("role", Kind::Story, Some(value)) => self::field(reader, index, "role", value),
            ("event", Kind::Story, Some(value)) => self::field(reader, index, "event", value),
            ("hook", Kind::Story, Some(value)) => self::field(reader, index, "hook", value),
            ("cues", Kind::Story, _)
                if field.pairs.iter().flatten().all(|(name, _)| reader.rules.iter().any(|rule| rule.is_called(&prose::bare(name))))
                    && field.pairs.is_some() =>
            {
                reader.book.drafts[index].cues.extend(field.pairs.clone().unwrap_or_default());
                true
            }
            ("skip", Kind::Question, Some(value)) | ("active", Kind::Principle, Some(value)) if matches!(value.as_str(), "true" | "false") => {
                let key = if kind == Kind::Question { "skip" } else { "active" };
                self::field(reader, index, key, value)
            }
            ("source", Kind::Question, Some(value)) => self::field(reader, index, "source", value),
            ("marks", Kind::Question, _) if !values.is_empty() => {
                values.iter().for_each(|value| reader.book.drafts[index].field("marks", value));
                true
            }
            ("aliases" | "alias", Kind::Principle, _) if !values.is_empty() => {
                values.iter().for_each(|value| reader.book.drafts[index].field("aliases", value));
                true
            }
            ("framework", Kind::Principle, Some(value)) => self::field(reader, index, "framework", value),
            ("order", Kind::Principle, Some(value)) if value.parse::<i64>().is_ok() => self::field(reader, index, "order", value),
            ("audience", Kind::Asks, Some(value)) => self::field(reader, index, "audience", value),
            ("when", Kind::Asks, Some(value)) => self::field(reader, index, "when", value),
            _ => false,
        };
        if taken {
            for row in &field.rows {
                let key = row.text.split_once(':').filter(|_| row == &field.rows[0]).map_or(row.text.as_str(), |(_, value)| value);
                reader.book.drafts[index].placed.push(Row { line: row.line, text: key.to_string() });
            }
        } else {
            aside(reader, vec![field], index);
        }
    }
}

/// The company that a note of several stories names is that of each. Gives the other fields.
pub fn shared(reader: &mut Reader, fields: Vec<Field>, stories: &[usize]) -> Vec<Field> {
    let company = |field: &Field| match field.values.as_deref() {
        Some([company]) if field.key == "company" && !company.trim().is_empty() => Some(company.trim().to_string()),
        _ => None,
    };
    let mut rest = Vec::new();
    for one in fields {
        match company(&one).filter(|_| !stories.is_empty()) {
            Some(company) => {
                for story in stories {
                    field(reader, *story, "company", &company);
                }
                reader.book.drafts[stories[0]].placed.extend(one.rows.iter().map(|row| Row { line: row.line, text: company.clone() }));
            }
            None => rest.push(one),
        }
    }
    rest
}

/// Front matter that no key of an entry holds stays with it in comments.
pub fn aside(reader: &mut Reader, fields: Vec<Field>, index: usize) {
    for field in fields.into_iter().filter(|field| !field.rows.is_empty()) {
        let safe = !field.rows.iter().any(|row| row.text.contains("-->"));
        let mut rows = field.rows;
        let (open, close) = if safe { ("<!-- ", " -->") } else { ("```\n", "\n```") };
        if let Some(first) = rows.first_mut() {
            first.text.insert_str(0, open);
        }
        if let Some(last) = rows.last_mut() {
            last.text.push_str(close);
        }
        reader.book.drafts[index].body.push(if safe { Block::Comment(rows) } else { Block::Code(rows) });
    }
}

/// Principles that a list names, each as an item of its own, are principles of the handbook.
pub fn mentions(reader: &mut Reader) {
    let mut found = Vec::new();
    let inside = |book: &Book| book.drafts.iter().flat_map(|draft| draft.blocks()).flat_map(items).collect::<Vec<String>>();
    for text in inside(&reader.book) {
        if let Some(named) = reader.principles.named(&text).filter(|named| named.source.is_none() && Principles::is_distinct(named)) {
            found.push(named);
        }
    }
    for list in reader.book.drafts.iter().flat_map(|draft| draft.blocks()).flat_map(lists) {
        found.extend(named_by(reader, list));
    }
    for named in found {
        reader.principle(&named, &[]);
    }
}

/// The principles of a list that is mainly one of principles, remarks behind their names included.
fn named_by(reader: &Reader, list: &List) -> Vec<Named> {
    let of = |item: &Item| match item.blocks.first() {
        Some(Block::Paragraph(rows)) if rows.len() == 1 => reader.principles.named(&rows[0].text).or_else(|| reader.principles.leading(&rows[0].text)),
        _ => None,
    };
    let named: Vec<Named> = list.items.iter().filter_map(of).collect();
    let mainly = named.len() >= 2 && named.len() * 2 >= list.items.len() && named.iter().any(Principles::is_distinct);
    if mainly { named } else { Vec::new() }
}

/// The lists in a block.
fn lists(block: &Block) -> Vec<&List> {
    match block {
        Block::List(list) => std::iter::once(list).chain(list.items.iter().flat_map(|item| &item.blocks).flat_map(lists)).collect(),
        Block::Quote(inner) | Block::Details(_, inner) => inner.iter().flat_map(lists).collect(),
        _ => Vec::new(),
    }
}

/// The texts that name something on their own: items of lists, and links.
fn items(block: &Block) -> Vec<String> {
    let links = |rows: &[Row]| -> Vec<String> {
        let wiki = |link: &crate::content::Link| matches!(link.form, crate::content::LinkForm::Wiki(_));
        rows.iter().flat_map(|row| parse::outline::links(&row.text)).filter(wiki).map(|link| link.target).collect()
    };
    match block {
        Block::List(list) => {
            let mut found = Vec::new();
            for item in &list.items {
                if let Some(Block::Paragraph(rows)) = item.blocks.first() {
                    found.extend(rows.first().filter(|_| rows.len() == 1).map(|row| row.text.clone()));
                }
                found.extend(item.blocks.iter().flat_map(items));
            }
            found
        }
        Block::Quote(inner) | Block::Details(_, inner) => inner.iter().flat_map(items).collect(),
        Block::Paragraph(rows) => links(rows),
        Block::Table(table) => table.iter().flatten().flat_map(|cell| links(cell)).collect(),
        _ => Vec::new(),
    }
}
