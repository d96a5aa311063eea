//! Notes that say themselves what they are: by keys that only one kind of entry has, by `type: question`, or by the folder they lie in.

use super::Note;
use super::asking::Asking;
use super::principle::Principles;
use super::question;
use super::read::{Place, Reader};
use super::section::{Form, Section};
use crate::content::Kind;
use crate::parse::outline::{Block, Field, Row};
use crate::prose;

/// What a note says that it is, and the field that says nothing else. Stories are known by what they tell.
pub fn kind(reader: &Reader, note: &Note, fields: &[Field], blocks: &[Block]) -> Option<(Kind, Option<usize>)> {
    let has = |names: &[&str]| fields.iter().any(|field| names.contains(&field.key.as_str()) && !field.rows.is_empty());
    let typed = fields.iter().position(|field| matches!(field.key.as_str(), "type" | "kind"));
    let said = typed.and_then(|at| {
        let values = fields[at].values.as_ref()?;
        let kind = values.first().filter(|_| values.len() == 1).and_then(|value| Kind::named(value.trim().to_lowercase().as_str()))?;
        Some((kind, Some(at)))
    });
    if let Some((kind, at)) = said {
        return (kind != Kind::Story).then_some((kind, at));
    }
    let titled = has(&["title"]);
    let kind = if has(&["rounds", "told"]) {
        Kind::Interview
    } else if has(&["audience"]) {
        Kind::Asks
    } else if titled && has(&["active", "framework"]) {
        Kind::Principle
    } else if titled && has(&["skip", "marks"]) || has(&["source"]) && has(&["principles"]) {
        Kind::Question
    } else {
        let name = question::title(&note.stem).text;
        let lists = blocks.iter().any(|block| matches!(block, Block::List(_)));
        let names_others =
            blocks.iter().any(|block| matches!(block, Block::Heading(_, rows) if reader.principles.named(&super::section::joined(rows)).is_some()));
        match Kind::named(&folder(note))? {
            Kind::Interview if has(&["company", "date"]) => Kind::Interview,
            Kind::Principle if !names_others && !prose::bare(&name).contains("principles") => Kind::Principle,
            Kind::Question if titled || question::is_question(&name, true) => Kind::Question,
            Kind::Asks if lists => Kind::Asks,
            Kind::Page if titled => Kind::Page,
            _ => return None,
        }
    };
    Some((kind, None))
}

/// The folder that a note lies in, in small letters.
fn folder(note: &Note) -> String {
    let above = match note.inside.rsplit_once('/') {
        Some((above, _)) => above,
        None => note.root.as_str(),
    };
    prose::kebab(above.rsplit(['/', '\\']).next().unwrap_or(above))
}

/// Reads a note of this kind.
pub fn read(reader: &mut Reader, place: &Place, note: &Note, kind: Kind, mut fields: Vec<Field>, mut blocks: Vec<Block>) {
    let titled = fields.iter().position(|field| field.key == "title" && field.values.as_ref().is_some_and(|values| values.len() == 1));
    let head = match titled {
        Some(at) => {
            let field = fields.remove(at);
            field.rows.iter().for_each(|row| reader.book.spend(row.line, "title"));
            let text = field.values.and_then(|mut values| values.pop()).unwrap_or_default();
            vec![Row { line: field.rows.first().map_or(u32::MAX, |row| row.line), text }]
        }
        None => match blocks.first() {
            Some(Block::Heading(1, rows)) if !super::names_label(reader, rows) => {
                let rows = rows.clone();
                blocks.remove(0);
                rows
            }
            _ => vec![Row { line: u32::MAX, text: note.stem.clone() }],
        },
    };
    let before = reader.book.drafts.len();
    let section = |blocks: Vec<Block>| Section { form: Form::File, head: head.clone(), ..Section::top(blocks) };
    match kind {
        Kind::Principle => {
            let title = question::title(&super::section::joined(&head)).text;
            let named = reader.principles.named(&title).unwrap_or_else(|| Principles::own(&title));
            let divided = reader.divide(blocks, true);
            reader.principle_section(Section { form: Form::File, head, ..divided }, &named, place);
        }
        Kind::Question => {
            let divided = reader.divide(blocks, false);
            reader.question_section(Section { form: Form::File, head, ..divided }, place);
        }
        Kind::Asks => {
            let divided = reader.divide(blocks, false);
            reader.asks_section(Section { form: Form::File, head, ..divided }, &Asking::default(), place);
        }
        Kind::Interview | Kind::Page | Kind::Story => {
            let index = reader.book.add(kind, &question::title(&super::section::joined(&head)).text);
            reader.title_rows(index, &head);
            reader.anchor(&section(Vec::new()), index, place);
            let divided = reader.divide(blocks.clone(), false);
            reader.anchors_below(&divided.subs, index, place);
            reader.book.drafts[index].body.extend(blocks);
        }
    }
    let Some(main) = reader.book.main.get(&place.note).copied().or_else(|| reader.book.since(before).then_some(before)) else { return };
    reader.book.main.entry(place.note).or_insert(main);
    name(reader, note, main);
    reader.book.fronts.push((main, fields));
}

/// A file that its author named keeps its name as id, by which others may refer to it.
pub fn name(reader: &mut Reader, note: &Note, index: usize) {
    let id = prose::kebab(&note.stem);
    let (kind, own) = (reader.book.drafts[index].kind, reader.book.drafts[index].id.clone());
    let taken = reader.book.drafts.iter().any(|draft| draft.kind == kind && (draft.id == id || draft.id.is_empty() && prose::kebab(&draft.title) == id));
    if note.is_titled && own.is_empty() && !id.is_empty() && !taken {
        reader.book.drafts[index].id = id;
    }
}
