//! What the rounds of an interview name is looked up when all entries are known.

use super::book::Book;
use super::finish;
use super::rounds::Round;
use crate::content::Kind;
use crate::handbook::Handbook;
use crate::parse::outline::{Block, Row};
use crate::prose;
use std::collections::BTreeSet;

/// Keeps of each interview's names those that mean an entry. The others stay in a comment, since a handbook with unknown names has errors.
/// What stays is given by line.
pub fn settle(book: &mut Book, paths: &[String], handbook: &Handbook, stems: &[(String, usize)]) -> Vec<Row> {
    let mut unknown = Vec::new();
    let interviews: Vec<usize> = (0..book.drafts.len()).filter(|index| book.drafts[*index].kind == Kind::Interview).collect();
    if interviews.iter().all(|index| book.drafts[*index].rounds.is_empty() && book.drafts[*index].told.is_empty()) {
        return unknown;
    }
    let mut rounds: Vec<Vec<Round>> = interviews.iter().map(|index| std::mem::take(&mut book.drafts[*index].rounds)).collect();
    let mut told: Vec<Vec<String>> = interviews.iter().map(|index| std::mem::take(&mut book.drafts[*index].told)).collect();
    let entries: Vec<(Kind, String)> = book.drafts.iter().map(|draft| (draft.kind, draft.id.clone())).collect();
    let whole = finish::linked(book, paths, handbook);
    let known = |kinds: &[Kind], name: &str| -> Option<(String, usize)> {
        if let Some((index, _)) = whole.find(kinds, name) {
            return Some((name.to_string(), index));
        }
        let stem = name.rsplit('/').next().unwrap_or(name);
        let stem = prose::kebab(stem.strip_suffix(".md").unwrap_or(stem));
        let noted = stems.iter().filter(|(own, _)| *own == stem).map(|(_, index)| &entries[*index]).find(|(kind, _)| kinds.contains(kind));
        let id = noted.map_or(stem.clone(), |(_, id)| id.clone());
        whole.find(kinds, &id).filter(|_| !id.is_empty()).map(|(index, _)| (id, index))
    };
    for (at, index) in interviews.iter().enumerate() {
        let mut left: Vec<(&str, String)> = Vec::new();
        let mut pinned = BTreeSet::new();
        let mut keep = |key: &'static str, kinds: &[Kind], names: &mut Vec<String>, once: bool| {
            let mut entries = BTreeSet::new();
            *names = std::mem::take(names)
                .into_iter()
                .filter_map(|name| {
                    let found = known(kinds, &name).filter(|(_, entry)| {
                        // One event pinned twice in a loop is an error, and one name twice in a list says nothing more.
                        let event = whole.entries[*entry]
                            .story()
                            .and_then(|story| story.event.as_ref())
                            .map_or_else(|| entry.to_string(), |event| format!("={}", event.value.trim()));
                        entries.insert(*entry) && (!once || pinned.insert(event))
                    });
                    if found.is_none() {
                        left.push((key, name));
                    }
                    found.map(|(name, _)| name)
                })
                .collect();
        };
        for round in &mut rounds[at] {
            keep("focus", &[Kind::Principle, Kind::Question], &mut round.focus, false);
            keep("stories", &[Kind::Story], &mut round.stories, true);
        }
        keep("told", &[Kind::Story], &mut told[at], false);
        let line_of = |name: &str| {
            let placed = &book.drafts[*index].placed;
            placed.iter().find(|row| prose::bare(&row.text).contains(&prose::bare(name))).map_or(u32::MAX, |row| row.line)
        };
        let rows: Vec<Row> =
            left.into_iter().map(|(key, name)| Row { line: line_of(&name), text: format!("<!-- {key}: {} -->", name.replace("--", "- -")) }).collect();
        unknown.extend(rows.iter().map(|row| Row { line: row.line, text: row.text.trim_start_matches("<!-- ").trim_end_matches(" -->").to_string() }));
        let draft = &mut book.drafts[*index];
        draft.body.extend(rows.into_iter().map(|row| Block::Comment(vec![row])));
        draft.rounds = std::mem::take(&mut rounds[at]);
        draft.told = std::mem::take(&mut told[at]);
    }
    unknown
}
