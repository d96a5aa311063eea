//! Notes to entries: what people have written down becomes a handbook's files, word for word.
//!
//! `parse` gives each note as a tree of blocks whose rows know their lines. `section` divides it by headings, `read` says what each part is,
//! `story` finds labelled sections, `finish` makes files, and `account` proves line by line that nothing was lost. Blocks are moved and never
//! copied to two places, so a row ends in one entry; what ends in none is listed.

mod account;
mod asking;
mod asks;
mod book;
mod declared;
mod drawn;
mod emit;
mod entry;
mod finish;
mod interview;
mod label;
mod link;
mod list;
mod meta;
mod names;
mod own;
mod principle;
mod question;
mod read;
mod rounds;
mod section;
mod story;
mod table;

use crate::content::Kind;
use crate::framework::Framework;
use crate::handbook::Handbook;
use crate::parse::outline::{self, Block, Row};
use account::Account;
use book::Book;
use read::{Place, Reader};
use section::{Form, Section};
use std::collections::BTreeMap;

/// A file of notes.
#[derive(Debug, Clone)]
pub struct Note {
    /// Its path as the user named it.
    pub path: String,
    /// Its text.
    pub text: String,
    /// Its name without ending.
    pub stem: String,
    /// The folder that was given, or that the file lies in.
    pub root: String,
    /// Its path from there, with `/`.
    pub inside: String,
    /// Whether its name is a title: it came with a folder or with others.
    pub is_titled: bool,
}

/// What the notes are read against.
pub struct Setting<'s> {
    /// The framework that gives principles their names; all of them are known where there is none.
    pub framework: Option<&'static Framework>,
    /// The handbook that is there; it may be empty.
    pub handbook: &'s Handbook,
    /// Whether a file lies beside a note: the note and the path from its folder's root.
    pub exists: &'s dyn Fn(&Note, &str) -> bool,
}

/// An entry that notes became.
#[derive(Debug)]
pub struct Found {
    /// What it is.
    pub kind: Kind,
    /// Its title.
    pub title: String,
    /// Its file, from the handbook's root.
    pub path: String,
    /// What the file is to hold; of a file that is there, what it holds.
    pub text: String,
    /// Whether the file is there already.
    pub is_kept: bool,
    /// Of a story: names of the required sections that it has no words for.
    pub missing: Vec<String>,
    /// Of a question: whether a story or notes answer it.
    pub is_answered: bool,
}

/// Where a line of the notes went.
#[derive(Debug)]
pub struct Traced {
    /// The file.
    pub path: String,
    /// The line, from 1.
    pub line: u32,
    /// Its text.
    pub text: String,
    /// The entries that hold its words, as places in [`Import::entries`]; none where it only gave structure.
    pub entries: Vec<usize>,
    /// Whether words of it are in none.
    pub is_lost: bool,
}

/// What became of notes.
#[derive(Debug, Default)]
pub struct Import {
    /// The entries.
    pub entries: Vec<Found>,
    /// Every line with words.
    pub lines: Vec<Traced>,
    /// Files to take along: the note that names them, their path beside it, and theirs in the handbook.
    pub copies: Vec<(usize, String, String)>,
    /// Names that mean a principle of another title: the name and the title.
    pub aliases: Vec<(String, String)>,
    /// Lines that another line says too and that are kept once: path, line and text.
    pub same: Vec<(String, u32, String)>,
    /// Links that lead nowhere and stay as text: path, line and text.
    pub broken: Vec<(String, u32, String)>,
}

/// Reads notes.
pub fn import(notes: &[Note], setting: &Setting) -> Import {
    let rules = &setting.handbook.config.sections;
    let names = label::Names::new(rules);
    let principles = principle::Principles::new(setting.framework, setting.handbook);
    let mut reader = Reader { book: Book::default(), principles: &principles, names: &names, rules };
    let mut bases = Vec::new();
    let mut definitions = BTreeMap::new();
    let mut next = 0;
    for (index, note) in notes.iter().enumerate() {
        bases.push(next);
        let outline = outline::outline(&note.text, next + 1);
        next += note.text.matches(['\n', '\r']).count() as u32 + 2;
        definitions.extend(outline.definitions.iter().map(|(name, rows)| ((index, name.clone()), rows.clone())));
        reader.book.spent.extend(outline.spent.iter().cloned());
        self::note(&mut reader, index, note, outline);
    }
    for (index, fields) in std::mem::take(&mut reader.book.fronts) {
        meta::front(&mut reader, fields, index);
    }
    meta::lines(&mut reader);
    meta::mentions(&mut reader);
    finish::set_aside(&mut reader.book, &names);
    let mut book = reader.book;
    finish::missing(&mut book, rules);
    let paths = finish::ids(&mut book, setting.handbook);
    // Definitions that nothing names stay with the note they stand in.
    let mut leader = link::Leader {
        notes,
        bases: &bases,
        paths: &paths,
        handbook: setting.handbook,
        exists: setting.exists,
        copies: BTreeMap::new(),
        broken: Vec::new(),
        headings: link::headings(&book, rules),
        definitions,
    };
    for index in 0..book.drafts.len() {
        leader.entry(&mut book, index);
    }
    let (copies, mut broken) = (leader.copies, leader.broken);
    let stems: Vec<(String, usize)> = book.main.iter().map(|(note, index)| (crate::prose::kebab(&notes[*note].stem), *index)).collect();
    broken.extend(interview::settle(&mut book, &paths, setting.handbook, &stems));
    report(notes, &bases, setting.handbook, book, &paths, copies, broken)
}

/// Reads one note.
fn note(reader: &mut Reader, index: usize, note: &Note, outline: outline::Outline) {
    let before = reader.book.drafts.len();
    let place = Place { note: index, ..Place::default() };
    let mut fields = outline.front.map(|front| front.fields).unwrap_or_default();
    let mut blocks = drawn::parted(outline.blocks, &outline.drawn, reader.names);
    while matches!(blocks.first(), Some(Block::Rule)) {
        blocks.remove(0);
    }
    let declared = declared::kind(reader, note, &fields, &blocks);
    if let Some((kind, field)) = declared {
        if let Some(field) = field.map(|at| fields.remove(at)) {
            field.rows.iter().for_each(|row| reader.book.spend(row.line, &row.text));
        }
        return declared::read(reader, &place, note, kind, fields, blocks);
    }
    let titled =
        fields.iter().position(|field| field.key == "title" && field.values.as_ref().is_some_and(|values| values.len() == 1 && !values[0].trim().is_empty()));
    let name = question::title(&note.stem).text;
    let speaks = principle(reader, &note.stem) || question::is_question_heading(&name, false) || asking::asking(&name, false).is_some();
    let top = reader.divide(blocks, false);
    let headed = top.blocks.is_empty() && top.subs.len() == 1 && top.subs[0].form == Form::Heading && !names_section(reader, &top.subs[0]);
    let same = headed && crate::prose::bare(&question::title(&top.subs[0].written()).text) == crate::prose::bare(&name);
    let row = |line: u32, text: &str| vec![Row { line, text: text.to_string() }];
    let head = match titled {
        Some(at) if !headed => Some(row(fields[at].rows.first().map_or(u32::MAX, |row| row.line), &fields[at].values.as_ref().expect("a title has a text")[0])),
        _ if same => None,
        _ if speaks || note.is_titled && !headed && !is_generic(&name) => Some(row(u32::MAX, &note.stem)),
        _ => None,
    };
    let used = head.as_ref().is_some_and(|head| head[0].line != u32::MAX);
    let mut left = read::Left::default();
    match head {
        Some(head) => {
            let lone = headed && !speaks;
            let section = if lone { top } else { Section { form: Form::File, head, ..top } };
            reader.section(section, &place, &mut left);
        }
        None => left = reader.scope(top, &place),
    }
    let told = reader.tell(left.stories, None);
    let blocks: Vec<Block> = left.blocks.into_iter().filter(|block| !matches!(block, Block::Rule)).collect();
    if !blocks.is_empty() {
        match told.first() {
            Some(story) if told.len() == 1 && reader.book.drafts.len() == before + 1 => reader.book.drafts[*story].body.extend(blocks),
            _ => drop(reader.page(None, blocks)),
        }
    }
    for sub in left.subs {
        if sub.form == Form::File && sub.blocks.is_empty() && sub.subs.is_empty() {
            continue;
        }
        reader.page_of(sub, &place);
    }
    let made = before..reader.book.drafts.len();
    let stories: Vec<usize> = made.clone().filter(|at| reader.book.drafts[*at].kind == Kind::Story).collect();
    let named = reader.book.main.get(&index).copied();
    // Of several entries none is what the whole note is about.
    let several = named.is_none() && stories.len() != 1 && made.len() > 1;
    let page = made.clone().find(|at| reader.book.drafts[*at].kind == Kind::Page);
    let main = named.or(if stories.len() == 1 { Some(stories[0]) } else { page.or_else(|| made.clone().next()) });
    if used && let Some(at) = titled {
        let field = fields.remove(at);
        field.rows.iter().for_each(|row| reader.book.spend(row.line, &row.text));
    }
    match main {
        Some(main) => {
            reader.book.main.entry(index).or_insert(main);
            if several {
                let fields = meta::shared(reader, fields, &stories);
                meta::aside(reader, fields, main);
            } else {
                if titled.is_some() {
                    declared::name(reader, note, main);
                }
                reader.book.fronts.push((main, fields));
            }
        }
        None if !fields.is_empty() => {
            let page = reader.book.add(Kind::Page, &name);
            reader.book.fronts.push((page, fields));
        }
        None => {}
    }
}

fn principle(reader: &Reader, name: &str) -> bool {
    reader.principles.named(name).is_some()
}

fn names_section(reader: &Reader, section: &Section) -> bool {
    names_label(reader, &section.head)
}

fn names_label(reader: &Reader, head: &[Row]) -> bool {
    reader.names.label(&section::joined(head), true).is_some()
}

/// Names that files have when nobody named them.
fn is_generic(name: &str) -> bool {
    let bare = crate::prose::bare(name);
    let bare = bare.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    matches!(bare, "" | "notes" | "note" | "untitled" | "readme" | "index" | "new" | "new note" | "document" | "interview" | "interview notes" | "prep")
}

fn report(
    notes: &[Note],
    bases: &[u32],
    handbook: &Handbook,
    mut book: Book,
    paths: &[String],
    copies: BTreeMap<String, (usize, String)>,
    mut broken: Vec<Row>,
) -> Import {
    let rules = &handbook.config.sections;
    let copied: Vec<String> = copies.keys().cloned().collect();
    let (texts, unlinked) = finish::texts(&mut book, paths, handbook, &copied);
    for (index, written) in unlinked {
        let line = book.drafts[index].blocks().flat_map(Block::rows).find(|row| row.text.contains(&written)).map_or(0, |row| row.line);
        broken.push(Row { line, text: written });
    }
    let mut account = Account::default();
    for (index, draft) in book.drafts.iter().enumerate() {
        draft.placed.iter().for_each(|row| account.placed(index, row));
        draft.blocks().flat_map(Block::rows).for_each(|row| account.placed(index, row));
    }
    book.same.iter().for_each(|(index, row)| account.placed(*index, row));
    book.spent.iter().for_each(|row| account.spent(row));
    let held: Vec<String> = texts.iter().map(|(text, _)| text.clone()).collect();
    let all = notes.iter().zip(bases).flat_map(|(note, base)| {
        let text = note.text.replace("\r\n", "\n").replace('\r', "\n");
        let lines: Vec<(u32, String)> =
            text.split('\n').enumerate().map(|(at, line)| (base + at as u32 + 1, line.trim_start_matches('\u{feff}').to_string())).collect();
        lines
    });
    let judged = account.lines(all, &held);
    let place = |line: u32| {
        let note = bases.partition_point(|base| *base < line).saturating_sub(1);
        (notes[note].path.clone(), line.saturating_sub(bases[note]))
    };
    let lines = judged.into_iter().map(|line| {
        let (path, number) = place(line.line);
        Traced { path, line: number, text: line.text, entries: line.entries.into_iter().collect(), is_lost: line.is_lost }
    });
    let answered: Vec<bool> = (0..book.drafts.len())
        .map(|index| {
            let told = book.drafts.iter().any(|draft| draft.questions.contains(&index) && draft.missing.is_empty() && !draft.draft);
            told || !matches!(own::words(&book.drafts[index].body), own::Words::None | own::Words::Placeholder)
        })
        .collect();
    let entries = book.drafts.iter().zip(paths).zip(texts).zip(answered).map(|(((draft, path), (text, is_kept)), is_answered)| Found {
        kind: draft.kind,
        title: draft.title.clone(),
        path: path.clone(),
        text,
        is_kept,
        missing: draft.missing.iter().map(|rule| rules[*rule].name.clone()).collect(),
        is_answered,
    });
    let located = |row: &Row| {
        let (path, line) = place(row.line);
        (path, line, row.text.clone())
    };
    Import {
        lines: lines.collect(),
        copies: copies.into_iter().map(|(to, (note, from))| (note, from, to)).collect(),
        aliases: book.aliases.iter().map(|(name, index)| (name.clone(), book.drafts[*index].title.clone())).collect(),
        same: book.same.iter().map(|(_, row)| located(row)).collect(),
        broken: broken.iter().map(located).collect(),
        entries: entries.collect(),
    }
}
