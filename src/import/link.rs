//! Links of notes led to what the notes became. What leads nowhere stays as text, since a handbook with broken links has errors.

use super::Note;
use super::book::Book;
use crate::content::{Kind, LinkForm};
use crate::handbook::Handbook;
use crate::link;
use crate::parse::outline::{Block, Row, links, references};
use crate::prose;
use std::collections::{BTreeMap, BTreeSet};

/// Leads links.
pub struct Leader<'s> {
    /// The notes.
    pub notes: &'s [Note],
    /// Where the lines of each note start.
    pub bases: &'s [u32],
    /// Paths of the entries, from the handbook's root.
    pub paths: &'s [String],
    /// The handbook that is there.
    pub handbook: &'s Handbook,
    /// Whether a file lies beside a note: the note and the path from its folder's root.
    pub exists: &'s dyn Fn(&Note, &str) -> bool,
    /// Files to copy: from where, by note, to where in the handbook.
    pub copies: BTreeMap<String, (usize, String)>,
    /// Links that lead nowhere, by line.
    pub broken: Vec<Row>,
    /// Headings by entry and anchor.
    pub headings: BTreeSet<(usize, String)>,
    /// Definitions by note and name.
    pub definitions: BTreeMap<(usize, String), Vec<Row>>,
}

enum Goal {
    /// Where it is led by itself.
    Stays,
    /// This address, and what to call it where the link has no text of its own.
    To(String),
    Nowhere,
}

impl Leader<'_> {
    fn note_of(&self, line: u32) -> usize {
        self.bases.partition_point(|base| *base < line).saturating_sub(1)
    }

    fn has_heading(&self, index: usize, anchor: &str) -> bool {
        self.headings.contains(&(index, anchor.to_string()))
    }

    /// Leads the links of one entry.
    pub fn entry(&mut self, book: &mut Book, index: usize) {
        let draft = &mut book.drafts[index];
        let mut body = std::mem::take(&mut draft.body);
        let mut sections = std::mem::take(&mut draft.sections);
        let mut tail = std::mem::take(&mut draft.tail);
        let mut used: BTreeMap<(usize, String), ()> = BTreeMap::new();
        let mut spent = Vec::new();
        for block in body.iter_mut().chain(sections.iter_mut().flat_map(|(_, blocks)| blocks)).chain(&mut tail) {
            self.block(block, book, index, &mut used, &mut spent);
        }
        for key in used.into_keys() {
            let Some(rows) = self.definitions.get(&key).cloned() else { continue };
            body.push(Block::Paragraph(self.definition(rows, key.0, book, index, &mut spent)));
        }
        book.spent.extend(spent);
        let draft = &mut book.drafts[index];
        (draft.body, draft.sections, draft.tail) = (body, sections, tail);
    }

    /// `[name]: address` with the address led.
    fn definition(&mut self, mut rows: Vec<Row>, note: usize, book: &Book, index: usize, spent: &mut Vec<Row>) -> Vec<Row> {
        if let Some((name, rest)) = rows[0].text.clone().split_once("]:") {
            let rest = rest.trim_start();
            let end = rest.find(char::is_whitespace).unwrap_or(rest.len());
            let address = rest[..end].trim_matches(['<', '>']);
            let link = crate::content::Link {
                form: LinkForm::Markdown,
                target: address.split('#').next().unwrap_or("").into(),
                anchor: address.split_once('#').map(|(_, a)| a.to_string()),
                span: Default::default(),
            };
            if let Goal::To(goal) = self.goal(&link, note, book, index) {
                spent.push(Row { line: rows[0].line, text: address.to_string() });
                rows[0].text = format!("{name}]: {goal}{}", &rest[end..]);
            }
        }
        rows
    }

    fn block(&mut self, block: &mut Block, book: &Book, index: usize, used: &mut BTreeMap<(usize, String), ()>, spent: &mut Vec<Row>) {
        match block {
            Block::Paragraph(rows) | Block::Heading(_, rows) => self.rows(rows, book, index, used, spent),
            Block::Quote(inner) => inner.iter_mut().for_each(|block| self.block(block, book, index, used, spent)),
            Block::Details(head, inner) => {
                self.rows(head, book, index, used, spent);
                inner.iter_mut().for_each(|block| self.block(block, book, index, used, spent));
            }
            Block::List(list) => list.items.iter_mut().flat_map(|item| &mut item.blocks).for_each(|block| self.block(block, book, index, used, spent)),
            Block::Table(table) => table.iter_mut().flatten().for_each(|cell| self.rows(cell, book, index, used, spent)),
            Block::Code(_) | Block::Comment(_) | Block::Rule => {}
        }
    }

    fn rows(&mut self, rows: &mut [Row], book: &Book, index: usize, used: &mut BTreeMap<(usize, String), ()>, spent: &mut Vec<Row>) {
        let Some(first) = rows.first() else { return };
        let note = self.note_of(first.line);
        let text = rows.iter().map(|row| row.text.as_str()).collect::<Vec<_>>().join("\n");
        for name in references(&text) {
            let key = (note, name);
            if self.definitions.contains_key(&key) {
                used.insert(key, ());
            }
        }
        let found = links(&text);
        if found.is_empty() {
            return;
        }
        let mut out = String::with_capacity(text.len());
        let mut done = 0;
        for link in found {
            let range = link.span.range();
            if range.start < done {
                continue;
            }
            let line = rows[text[..range.start].matches('\n').count()].line;
            let written = &text[range.clone()];
            let new = match self.goal(&link, note, book, index) {
                Goal::Stays => continue,
                Goal::To(goal) => redirected(written, &link, &goal),
                Goal::Nowhere => {
                    self.broken.push(Row { line, text: written.to_string() });
                    let at = written.find('[').unwrap_or(0);
                    Some(format!("{}\\{}", &written[..at], &written[at..]))
                }
            };
            let Some(new) = new.filter(|new| new.matches('\n').count() == written.matches('\n').count()) else { continue };
            spent.push(Row { line, text: link.target.clone() });
            spent.extend(link.anchor.map(|text| Row { line, text }));
            out.push_str(&text[done..range.start]);
            out.push_str(&new);
            done = range.end;
        }
        out.push_str(&text[done..]);
        for (row, text) in rows.iter_mut().zip(out.split('\n')) {
            row.text = text.to_string();
        }
    }

    fn goal(&mut self, link: &crate::content::Link, note: usize, book: &Book, from: usize) -> Goal {
        let picture = link.form == LinkForm::Picture;
        if let LinkForm::Wiki(_) = link.form {
            return self.wiki(link, note, book, from);
        }
        let target = link.target.trim();
        if target.is_empty() {
            return match link.anchor.as_deref().map(|anchor| prose::kebab(&link::decoded(anchor))) {
                Some(anchor) => match book.anchors.get(&(note, anchor.clone())) {
                    Some(index) => Goal::To(self.way(from, *index, self.has_heading(*index, &anchor).then_some(anchor.as_str()), *index == from)),
                    None => Goal::Nowhere,
                },
                None => Goal::Nowhere,
            };
        }
        if target.starts_with("//") || link::scheme(target).is_some_and(|scheme| scheme != "file" && scheme.len() > 1) {
            return Goal::Stays;
        }
        if link::scheme(target).is_some() || target.starts_with(['/', '\\']) {
            return Goal::Nowhere;
        }
        let own = self.notes[note].inside.as_str();
        let Some(path) = link::joined(own, &link::decoded(target)) else { return Goal::Nowhere };
        let markdown = [path.clone(), format!("{path}.md")];
        if !picture && let Some(index) = self.notes.iter().position(|other| other.root == self.notes[note].root && markdown.contains(&other.inside)) {
            let anchor = link.anchor.as_deref().map(|anchor| prose::kebab(&link::decoded(anchor)));
            let found = anchor.as_ref().and_then(|anchor| book.anchors.get(&(index, anchor.clone()))).or_else(|| book.main.get(&index));
            return match found {
                Some(found) => {
                    let anchor = anchor.filter(|anchor| self.has_heading(*found, anchor));
                    Goal::To(self.way(from, *found, anchor.as_deref(), false))
                }
                None => Goal::Nowhere,
            };
        }
        self.file(note, path, from)
    }

    /// A file beside the notes is taken along.
    fn file(&mut self, note: usize, path: String, from: usize) -> Goal {
        let hidden = path.split('/').any(|part| part.starts_with('.') || part.starts_with('_')) || path.to_lowercase().ends_with(".md");
        if hidden || !(self.exists)(&self.notes[note], &path) {
            return Goal::Nowhere;
        }
        let to = format!("content/files/{path}");
        self.copies.entry(to.clone()).or_insert((note, path));
        Goal::To(relative(&self.paths[from], &to))
    }

    fn wiki(&mut self, link: &crate::content::Link, note: usize, book: &Book, from: usize) -> Goal {
        let name = link.target.trim();
        let anchor = link.anchor.as_deref().filter(|anchor| !anchor.is_empty());
        let kebab = |text: &str| prose::kebab(text);
        let wanted = anchor.map(kebab);
        if name.is_empty() {
            let here = wanted.as_ref().and_then(|anchor| book.anchors.get(&(note, anchor.clone())));
            return match here {
                Some(index) if *index == from && wanted.as_ref().is_some_and(|anchor| self.has_heading(from, anchor)) => Goal::Stays,
                Some(index) => Goal::To(name_of(book, *index)),
                None => Goal::Nowhere,
            };
        }
        let stem = name.rsplit('/').next().unwrap_or(name);
        let stem = stem.strip_suffix(".md").unwrap_or(stem);
        let other = self.notes.iter().position(|other| kebab(&other.stem) == kebab(stem) && other.root == self.notes[note].root);
        let titled = book.drafts.iter().position(|draft| prose::folded(&draft.title) == prose::folded(stem));
        let called = book.aliases.iter().find(|(alias, _)| prose::folded(alias) == prose::folded(stem)).map(|(_, index)| *index);
        let by_id = book.drafts.iter().position(|draft| draft.id == kebab(stem));
        let inside = other.and_then(|note| wanted.as_ref().and_then(|anchor| book.anchors.get(&(note, anchor.clone()))).copied());
        let found = inside.or(titled).or_else(|| other.and_then(|note| book.main.get(&note).copied())).or(by_id).or(called);
        match found {
            Some(index) => {
                let itself = prose::folded(&book.drafts[index].title) == prose::folded(name) || book.drafts[index].id == name;
                let fits = wanted.as_ref().is_none_or(|anchor| self.has_heading(index, anchor));
                match (itself, fits, &wanted) {
                    (true, true, _) => Goal::Stays,
                    (_, true, Some(anchor)) => Goal::To(format!("{}#{anchor}", name_of(book, index))),
                    _ => Goal::To(name_of(book, index)),
                }
            }
            None if wanted.is_none() && self.handbook.find(&Kind::ALL, name).is_some() => Goal::Stays,
            None => {
                let path = link::joined(&self.notes[note].inside, name).unwrap_or_default();
                match self.file(note, path, from) {
                    Goal::To(path) => Goal::To(format!("\u{0}{path}")),
                    goal => goal,
                }
            }
        }
    }

    fn way(&self, from: usize, to: usize, anchor: Option<&str>, here: bool) -> String {
        let path = if here && anchor.is_some() { String::new() } else { relative(&self.paths[from], &self.paths[to]) };
        match anchor {
            Some(anchor) => format!("{path}#{anchor}"),
            None => path,
        }
    }
}

/// The name by which a wikilink finds an entry for sure.
fn name_of(book: &Book, index: usize) -> String {
    let draft = &book.drafts[index];
    format!("{}/{}", draft.kind.name(), draft.id)
}

/// The headings of all entries, by entry and anchor.
pub fn headings(book: &Book, rules: &[crate::content::SectionRule]) -> BTreeSet<(usize, String)> {
    let of = |(index, draft): (usize, &super::book::Draft)| {
        let anchors = draft.blocks().filter_map(|block| match block {
            Block::Heading(_, rows) => Some(prose::kebab(&crate::parse::outline::plain(&super::section::joined(rows)))),
            _ => None,
        });
        let sections = draft.sections.iter().map(|(rule, _)| prose::kebab(&rules[*rule].name));
        anchors.chain(sections).map(move |anchor| (index, anchor)).collect::<Vec<_>>()
    };
    book.drafts.iter().enumerate().flat_map(of).collect()
}

/// `to` as seen from the folder of the file `from`.
fn relative(from: &str, to: &str) -> String {
    let up = from.matches('/').count() - 1;
    let below = to.strip_prefix("content/").unwrap_or(to);
    link::encoded(&format!("{}{below}", "../".repeat(up)))
}

/// A link as written, to another address.
fn redirected(written: &str, link: &crate::content::Link, goal: &str) -> Option<String> {
    if let Some(path) = goal.strip_prefix('\0') {
        let text = written.trim_start_matches('!').trim_start_matches("[[").trim_end_matches("]]");
        return Some(format!("{}[{text}]({path})", if written.starts_with('!') { "!" } else { "" }));
    }
    match link.form {
        LinkForm::Wiki(own) => {
            let inner = written.strip_prefix("[[")?.strip_suffix("]]")?;
            let text = if own { inner.split_once('|')?.1 } else { inner };
            let bar = if own && inner.contains("\\|") { "\\|" } else { "|" };
            Some(format!("[[{goal}{bar}{text}]]"))
        }
        // `![[plan.png]]`, as some editors write pictures.
        LinkForm::Picture if written.starts_with("![[") => {
            let text = written.strip_prefix("![[")?.strip_suffix("]]")?;
            Some(format!("![{text}]({goal})"))
        }
        LinkForm::Markdown | LinkForm::Picture => {
            let at = written.rfind("](")? + 2;
            let rest = &written[at..];
            let lead = rest.len() - rest.trim_start().len();
            let address = rest.trim_start();
            let end = match address.strip_prefix('<') {
                Some(inner) => inner.find('>')? + 2,
                None => address.find([' ', '\n', '\t']).unwrap_or(address.len() - 1),
            };
            Some(format!("{}{goal}{}", &written[..at + lead], &address[end..]))
        }
    }
}
