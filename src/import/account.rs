//! The account of every line: each word of it is in an entry, or became structure, or the line is listed as left over.

use crate::parse::outline::{Row, is_invisible};
use crate::prose;
use std::collections::{BTreeMap, BTreeSet};

/// A line of a note and where its words went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The line, as all notes are counted.
    pub line: u32,
    /// Its text.
    pub text: String,
    /// The entries that hold words of it.
    pub entries: BTreeSet<usize>,
    /// Whether words of it are in none.
    pub is_lost: bool,
}

/// Where each row of the notes went.
#[derive(Debug, Default)]
pub struct Account<'b> {
    rows: BTreeMap<u32, Vec<(usize, &'b str)>>,
    spent: BTreeMap<u32, Vec<&'b str>>,
}

impl<'b> Account<'b> {
    /// A row went into an entry.
    pub fn placed(&mut self, entry: usize, row: &'b Row) {
        self.rows.entry(row.line).or_default().push((entry, &row.text));
    }

    /// Words became structure.
    pub fn spent(&mut self, row: &'b Row) {
        self.spent.entry(row.line).or_default().push(&row.text);
    }

    /// The lines with words, each judged by what the entries hold in the end.
    pub fn lines(&self, lines: impl Iterator<Item = (u32, String)>, texts: &[String]) -> Vec<Line> {
        let held: Vec<BTreeSet<String>> = texts.iter().map(|text| words(text).into_iter().collect()).collect();
        let mut judged = Vec::new();
        for (line, text) in lines {
            let mut due: BTreeMap<String, isize> = BTreeMap::new();
            let wanted = words(&text);
            if wanted.is_empty() || is_number(&text) {
                continue;
            }
            for word in &wanted {
                *due.entry(word.clone()).or_default() += 1;
            }
            let spent: Vec<String> = self.spent.get(&line).into_iter().flatten().flat_map(|text| words(text)).collect();
            for word in &spent {
                due.entry(word.clone()).and_modify(|due| *due -= 1);
            }
            let mut entries = BTreeSet::new();
            for (entry, text) in self.rows.get(&line).into_iter().flatten() {
                entries.insert(*entry);
                for word in words(text) {
                    let kept = held[*entry].contains(&word);
                    if kept {
                        due.entry(word).and_modify(|due| *due -= 1);
                    }
                }
            }
            let is_lost = due.values().any(|due| *due > 0);
            judged.push(Line { line, text, entries, is_lost });
        }
        judged
    }
}

/// Whether a line is the number of an item that was never written, and nothing else.
pub fn is_number(line: &str) -> bool {
    let text = line.trim_matches(|c: char| c.is_whitespace() || c == '>');
    let digits = text.trim_end_matches(['.', ')']);
    digits.len() < text.len() && !digits.is_empty() && digits.len() < 5 && digits.bytes().all(|b| b.is_ascii_digit())
}

/// The words of a text, small and without signs. Names of characters such as `&amp;` are none.
pub fn words(text: &str) -> Vec<String> {
    let text: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    let mut clean = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find('&') {
        clean.push_str(&rest[..at]);
        let name = rest[at + 1..].char_indices().take(32).find(|(_, c)| !(c.is_ascii_alphanumeric() || *c == '#'));
        match name {
            Some((end, ';')) if end > 0 => {
                clean.push(' ');
                rest = &rest[at + end + 2..];
            }
            _ => {
                clean.push(' ');
                rest = &rest[at + 1..];
            }
        }
    }
    clean.push_str(rest);
    prose::bare(&clean).split(' ').filter(|word| !word.is_empty()).map(str::to_string).collect()
}
