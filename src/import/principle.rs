//! Which principle a name means: one of the handbook's, of the chosen framework, or of any framework.

use super::question;
use crate::content::Kind;
use crate::framework::{self, Framework, Known};
use crate::handbook::Handbook;
use crate::prose;

/// A principle that the notes name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// What it is found again by, however it is spelled.
    pub key: String,
    /// What it is called.
    pub title: String,
    /// Its id, where it has one already.
    pub id: Option<String>,
    /// Other names that its framework gives it.
    pub aliases: Vec<String>,
    /// Words beside the name: where it comes from.
    pub source: Option<String>,
    /// The name as the notes have it.
    pub written: String,
}

/// The names of principles.
pub struct Principles<'s> {
    framework: Option<&'static Framework>,
    handbook: &'s Handbook,
}

impl<'s> Principles<'s> {
    /// The names of a framework, or of all, and those of the handbook.
    pub fn new(framework: Option<&'static Framework>, handbook: &'s Handbook) -> Self {
        Self { framework, handbook }
    }

    /// The principle that a text is the name of, and nothing but words about where it comes from beside it.
    pub fn named(&self, text: &str) -> Option<Named> {
        let title = question::title(text).text;
        if title.len() > 120 {
            return None;
        }
        if let Some(named) = self.exact(&title) {
            return Some(named);
        }
        // `Dive Deep (DataLemur)`, `Dive Deep - Amazon`
        let cuts = title.find('(').filter(|at| title.ends_with(')') && *at > 0).into_iter();
        let dashes = [" - ", " \u{2013} ", " \u{2014} ", " | ", " / ", " #"].iter().filter_map(|mark| title.find(mark));
        let at = cuts.chain(dashes.filter(|at| prose::count(&title[*at..]) <= 3)).min()?;
        let named = self.exact(title[..at].trim())?;
        let source = title[at..].trim_matches(|c: char| !(c.is_alphanumeric() || matches!(c, '(' | ')' | '#'))).to_string();
        Some(Named { source: Some(source).filter(|source| !source.is_empty()), ..named })
    }

    /// The principle that a text begins with the name of: `Ownership: the log tool`.
    pub fn leading(&self, text: &str) -> Option<Named> {
        let title = question::title(text).text;
        let at = [": ", " - ", " \u{2013} ", " \u{2014} ", " | ", " ("].iter().filter_map(|mark| title.find(mark)).min()?;
        self.exact(title[..at].trim())
    }

    /// The principles that a title names beside its own words: `Ownership: the log tool`, `The log tool (Ownership, Dive Deep)`.
    pub fn beside(&self, text: &str) -> Vec<Named> {
        let title = question::title(text).text;
        let mut found: Vec<Named> = self.leading(text).into_iter().collect();
        let brackets = title.match_indices(['(', '[']).filter_map(|(at, _)| title[at + 1..].find([')', ']']).map(|end| &title[at + 1..at + 1 + end]));
        let mut named: Vec<Named> = brackets.filter_map(|inner| self.list(inner)).flatten().collect();
        let last = [" - ", " \u{2013} ", " \u{2014} ", " | "]
            .iter()
            .filter_map(|mark| title.rfind(mark).map(|at| &title[at + mark.len()..]))
            .min_by_key(|rest| rest.len());
        named.extend(last.and_then(|last| self.list(last)).into_iter().flatten());
        // An everyday word behind a title may be one by chance.
        found.extend(named.into_iter().filter(Self::is_distinct));
        found
    }

    /// The principle whose name a text begins with, the name as written, and what follows it.
    pub fn leads<'t>(&self, text: &'t str) -> Option<(Named, &'t str, &'t str)> {
        let marks = [": ", " - ", " \u{2013} ", " \u{2014} ", " | "];
        let (at, mark) = marks.iter().filter_map(|mark| text.find(mark).map(|at| (at, mark))).min()?;
        let named = self.exact(&question::title(&text[..at]).text)?;
        Some((named, &text[..at], &text[at + mark.len()..]))
    }

    /// The principles in a list of names, if it is nothing else. Names may hold commas and semicolons themselves.
    pub fn list(&self, text: &str) -> Option<Vec<Named>> {
        let mut rest = text.trim().trim_end_matches('.');
        let mut found = Vec::new();
        while !rest.is_empty() {
            let mut ends: Vec<usize> = rest.match_indices([',', ';', '/', '&', '+', '|', '#', '\u{2022}']).map(|(at, _)| at).filter(|at| *at > 0).collect();
            ends.extend(rest.match_indices(" and ").map(|(at, _)| at));
            ends.push(rest.len());
            ends.sort_unstable();
            let (end, named) =
                ends.into_iter().rev().find_map(|end| Some((end, self.exact(rest[..end].trim_matches(|c: char| !(c.is_alphanumeric() || c == '\'')))?)))?;
            found.push(named);
            rest = rest[end..].trim_start_matches(|c: char| !c.is_alphanumeric());
            rest = rest.strip_prefix("and ").unwrap_or(rest);
        }
        (!found.is_empty()).then_some(found)
    }

    /// A principle that nobody but the notes knows.
    pub fn own(title: &str) -> Named {
        Named { key: title.to_string(), title: title.to_string(), id: None, aliases: Vec::new(), source: None, written: title.to_string() }
    }

    fn exact(&self, name: &str) -> Option<Named> {
        let bare = prose::bare(name);
        if bare.is_empty() || bare.len() > 80 {
            return None;
        }
        let known = self.known(&bare);
        let candidates = [Some(name), known.map(|(_, known)| known.title)];
        if let Some((index, _)) = candidates.iter().flatten().find_map(|name| self.handbook.find(&[Kind::Principle], name)) {
            let entry = &self.handbook.entries[index];
            let key = known.map_or_else(|| prose::bare(entry.name()), |(_, known)| prose::bare(known.title));
            let (title, id) = (entry.name().to_string(), Some(entry.id.clone()));
            return Some(Named { key, title, id, aliases: Vec::new(), source: None, written: name.to_string() });
        }
        let (_, known) = known?;
        let key = prose::bare(known.title);
        Some(match self.framework {
            Some(_) => {
                let mut aliases: Vec<String> = known.aliases.iter().map(|alias| (*alias).to_string()).collect();
                if name != known.title && !aliases.iter().any(|alias| alias == name) && bare != key {
                    aliases.push(name.to_string());
                }
                Named { key, title: known.title.to_string(), id: Some(known.id()), aliases, source: None, written: name.to_string() }
            }
            None => Named { key, title: name.to_string(), id: None, aliases: Vec::new(), source: None, written: name.to_string() },
        })
    }

    fn known(&self, bare: &str) -> Option<(&'static Framework, &'static Known)> {
        let chosen = self.framework.map_or(framework::all(), std::slice::from_ref);
        chosen.iter().find_map(|framework| Some((framework, framework.principles.iter().find(|known| known.is_called(bare))?)))
    }

    /// Whether a name is a company's, and no everyday word that a list may hold by chance.
    pub fn is_distinct(named: &Named) -> bool {
        let general =
            |name: &str| framework::all().iter().any(|framework| framework.id == "general" && framework.principles.iter().any(|known| known.is_called(name)));
        named.id.is_some() || !general(&named.key)
    }
}
