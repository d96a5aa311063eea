//! From what was found to files: ids, front matter and text.

use super::book::{Book, Draft};
use super::emit;
use super::label::Names;
use super::own::{self, Words};
use super::rounds;
use crate::content::Telling;
use crate::content::{Kind, SectionRule};
use crate::handbook::{Drafts, Handbook};
use crate::load::Tree;
use crate::parse::{
    self,
    outline::{Block, Row},
};
use crate::prose;
use crate::source::Source;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Longest id that is made of a title, in bytes.
const LONGEST: usize = 80;

/// Gives every entry its id and says which path it has. An id that is taken in the handbook is that entry's file.
pub fn ids(book: &mut Book, handbook: &Handbook) -> Vec<String> {
    let mut taken: BTreeSet<(Kind, String)> = book.drafts.iter().filter(|draft| !draft.id.is_empty()).map(|draft| (draft.kind, draft.id.clone())).collect();
    let mut paths = Vec::new();
    for draft in &mut book.drafts {
        if draft.id.is_empty() {
            let known = (draft.kind == Kind::Question).then(|| handbook.find(&[Kind::Question], &draft.title)).flatten();
            let base = known.map_or_else(|| id(&draft.title, draft.kind), |(index, _)| handbook.entries[index].id.clone());
            let mut id = base.clone();
            let mut number = 2;
            while !taken.insert((draft.kind, id.clone())) {
                id = format!("{base}-{number}");
                number += 1;
            }
            draft.id = id;
        }
        paths.push(match handbook.with_id(draft.kind, &draft.id) {
            Some(index) => handbook.entries[index].source.path.to_string(),
            None => format!("content/{}/{}.md", draft.kind.folder(), draft.id),
        });
    }
    paths
}

/// The id of a title: as many of its words as a file name should have.
fn id(title: &str, kind: Kind) -> String {
    let id = prose::kebab(title);
    let cut = if id.len() <= LONGEST {
        id.clone()
    } else {
        let end = id.char_indices().take_while(|(at, _)| *at <= LONGEST).filter(|(_, c)| *c == '-').last().map(|(at, _)| at);
        let end = end.unwrap_or_else(|| id.char_indices().map(|(at, _)| at).take_while(|at| *at <= LONGEST).last().unwrap_or(0));
        id[..end].to_string()
    };
    if cut.is_empty() { kind.name().to_string() } else { cut }
}

/// An answer that is nothing but an empty form or what a guide says is none: it stays with its question, in a comment.
pub fn set_aside(book: &mut Book, names: &Names) {
    for draft in book.drafts.iter_mut().filter(|draft| draft.kind == Kind::Question) {
        let mut blocks = draft.body.clone();
        let mut labels = 0;
        blocks.iter_mut().for_each(|block| {
            block.each_row(&mut |row| {
                if let Some(label) = names.label(&row.text, false) {
                    row.text = label.rest;
                    labels += 1;
                }
            });
        });
        let rows: Vec<Row> = draft.body.iter().flat_map(Block::rows).cloned().collect();
        let formed = labels >= 2 && !matches!(own::words(&blocks), Words::Own | Words::Neutral);
        if formed && !rows.iter().any(|row| row.text.contains("-->")) {
            let mut rows = rows;
            rows[0].text.insert_str(0, "<!-- ");
            if let Some(last) = rows.last_mut() {
                last.text.push_str(" -->");
            }
            draft.body = vec![Block::Comment(rows)];
        }
    }
}

/// Which required sections each story has no words for.
pub fn missing(book: &mut Book, rules: &[SectionRule]) {
    for draft in book.drafts.iter_mut().filter(|draft| draft.kind == Kind::Story) {
        let told = |rule: usize| draft.sections.iter().any(|(at, blocks)| *at == rule && own::is_told(blocks));
        draft.missing = rules.iter().enumerate().filter(|(at, rule)| rule.required && !told(*at)).map(|(at, _)| at).collect();
    }
}

/// The text of an entry, and whether it is a file that is there already.
type Written = (String, bool);

/// The texts of all entries, and whether each is a file that is there already. They are judged as `check` will judge them: a story without words for a
/// required section becomes a draft, and a link that leads nowhere becomes text. Those links are given by entry.
pub fn texts(book: &mut Book, paths: &[String], handbook: &Handbook, copies: &[String]) -> (Vec<Written>, Vec<(usize, String)>) {
    let rules = &handbook.config.sections;
    let mut texts: Vec<(String, bool)> = Vec::new();
    for (draft, path) in book.drafts.iter().zip(paths) {
        texts.push(match handbook.at_path(path) {
            Some(index) => (handbook.entries[index].source.text.clone(), true),
            None => (text(draft, book, rules), false),
        });
    }
    let mut unlinked = Vec::new();
    // Text that was a link may hold another one.
    for _ in 0..8 {
        let whole = whole(book, paths, &texts, handbook, copies);
        let mut settled = true;
        for (index, (text, is_kept)) in texts.iter_mut().enumerate() {
            let Some(at) = whole.at_path(&paths[index]).filter(|_| !*is_kept) else { continue };
            if book.drafts[index].kind == Kind::Story {
                let untold = |rule: &usize| {
                    rules[*rule].required && whole.entries[at].body.telling(*rule) != Telling::Told && !book.drafts[index].missing.contains(rule)
                };
                let missing: Vec<usize> = (0..rules.len()).filter(untold).collect();
                if !missing.is_empty() {
                    let fresh = book.drafts[index].missing.is_empty() && !book.drafts[index].draft;
                    book.drafts[index].missing.extend(missing);
                    if let (true, Some(at)) = (fresh, text[3..].find("\n---\n")) {
                        let at = text[..3 + at].strip_suffix("\nstatus: ready").map_or(3 + at, str::len);
                        text.replace_range(at.., &format!("\nstatus: draft{}", text[at..].strip_prefix("\nstatus: ready").unwrap_or(&text[at..])));
                        settled = false;
                        continue;
                    }
                }
            }
            let broken = whole.entries[at].body.links.iter().filter(|link| whole.resolve(at, link).is_err());
            let mut places: Vec<(usize, String)> = broken
                .filter_map(|link| {
                    let written = whole.entries[at].source.slice(link.span);
                    Some((link.span.start as usize + written.find('[')?, written.to_string()))
                })
                .collect();
            places.sort();
            places.dedup_by_key(|(place, _)| *place);
            for (place, written) in places.into_iter().rev() {
                text.insert(place, '\\');
                unlinked.push((index, written));
                settled = false;
            }
        }
        if settled {
            break;
        }
    }
    (texts, unlinked)
}

/// The handbook as it will be, before links and drafts are judged.
pub fn linked(book: &Book, paths: &[String], handbook: &Handbook) -> Handbook {
    let rules = &handbook.config.sections;
    let text = |(draft, path): (&Draft, &String)| match handbook.at_path(path) {
        Some(index) => (handbook.entries[index].source.text.clone(), true),
        None => (text(draft, book, rules), false),
    };
    let texts: Vec<Written> = book.drafts.iter().zip(paths).map(text).collect();
    whole(book, paths, &texts, handbook, &[])
}

/// The handbook as it will be.
fn whole(book: &Book, paths: &[String], texts: &[(String, bool)], handbook: &Handbook, copies: &[String]) -> Handbook {
    let rules = &handbook.config.sections;
    let mut entries = handbook.entries.clone();
    for ((draft, path), (text, is_kept)) in book.drafts.iter().zip(paths).zip(texts) {
        if !is_kept {
            entries.push(Arc::new(parse::entry(Arc::new(Source::new(path.as_str(), text.as_str())), draft.kind, rules)));
        }
    }
    entries.sort_by(|a, b| a.source.path.cmp(&b.source.path));
    let tree = Tree { files: handbook.files.iter().chain(copies).cloned().collect(), statics: handbook.statics.clone(), ..Tree::default() };
    Handbook::link(entries, &tree, handbook.config.clone(), handbook.site.clone(), Drafts::AsReady)
}

/// The file of an entry.
pub fn text(draft: &Draft, book: &Book, rules: &[SectionRule]) -> String {
    let mut out = String::from("---\n");
    let title = if draft.title.is_empty() { &draft.id } else { &draft.title };
    out.push_str(&format!("title: {}\n", parse::yaml_text(title)));
    let mut list = |key: &str, indices: &[usize]| {
        if !indices.is_empty() {
            let ids: Vec<String> = indices.iter().map(|index| parse::yaml_text(&book.drafts[*index].id)).collect();
            out.push_str(&format!("{key}: [{}]\n", ids.join(", ")));
        }
    };
    list("principles", &draft.principles);
    list("questions", &draft.questions);
    for (key, values) in &draft.fields {
        match (*key, &values[..]) {
            ("tags" | "aliases" | "marks", values) => {
                out.push_str(&format!("{key}:\n"));
                out.extend(values.iter().map(|value| format!("  - {}\n", parse::yaml_text(value))));
            }
            (key, values) => out.push_str(&format!("{key}: {}\n", parse::yaml_text(&values.join(", ")))),
        }
    }
    out.push_str(&rounds::front(&draft.rounds, &draft.told));
    if !draft.cues.is_empty() {
        out.push_str("cues:\n");
        out.extend(draft.cues.iter().map(|(name, cue)| format!("  {}: {}\n", parse::yaml_text(name), parse::yaml_text(cue))));
    }
    if draft.kind == Kind::Story && (draft.draft || !draft.missing.is_empty()) {
        out.push_str("status: draft\n");
    } else if draft.ready {
        out.push_str("status: ready\n");
    }
    out.push_str("---\n");
    let mut lines = emit::markdown(trimmed(&draft.body), 2);
    for (rule, blocks) in &draft.sections {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.push(format!("## {}", rules[*rule].name));
        let inner = emit::markdown(trimmed(blocks), 3);
        if !inner.is_empty() {
            lines.push(String::new());
            lines.extend(inner);
        }
    }
    let tail = emit::markdown(trimmed(&draft.tail), 2);
    if !lines.is_empty() && !tail.is_empty() {
        lines.push(String::new());
    }
    lines.extend(tail);
    if !lines.is_empty() {
        out.push_str(&lines.join("\n"));
        out.push('\n');
    }
    out
}

/// Blocks without lines across at the ends, which had something to divide where they came from.
fn trimmed(blocks: &[Block]) -> &[Block] {
    let start = blocks.iter().position(|block| !matches!(block, Block::Rule)).unwrap_or(blocks.len());
    let end = blocks.iter().rposition(|block| !matches!(block, Block::Rule)).map_or(start, |at| at + 1);
    &blocks[start..end]
}
