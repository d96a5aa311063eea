//! A new id for an entry: which places of which files name it by the old one, and what stands there afterwards.

use crate::content::{Entry, Fields, Kind, LinkForm, Text};
use crate::diagnostic::Edit;
use crate::handbook::{Handbook, Index, Via};
use crate::source::{Source, Span};
use crate::{link, parse, prose};
use std::sync::Arc;

/// The edits of one file.
#[derive(Debug)]
pub struct Rewrite {
    /// The file.
    pub source: Arc<Source>,
    /// What changes in it, in order.
    pub edits: Vec<Edit>,
}

impl Rewrite {
    /// The text of the file afterwards.
    pub fn text(&self) -> String {
        let mut text = String::with_capacity(self.source.text.len());
        let mut done = 0;
        for edit in &self.edits {
            text.push_str(&self.source.text[done..edit.span.start as usize]);
            text.push_str(&edit.text);
            done = edit.span.end as usize;
        }
        text.push_str(&self.source.text[done..]);
        text
    }
}

/// What changes when the entry at `index` gets the id `new`, which no other entry of its kind has. Names by title or alias stay as they are.
///
/// # Errors
/// A reference that is written in a way that cannot be changed for sure, with its place.
pub fn references(handbook: &Handbook, index: Index, new: &str) -> Result<Vec<Rewrite>, String> {
    let renaming = Renaming { handbook, index, new };
    let mut rewrites = Vec::new();
    for at in 0..handbook.entries.len() {
        let entry = &handbook.entries[at];
        let mut edits = renaming.front_matter(entry)?;
        edits.extend(renaming.links(at)?);
        edits.sort_by_key(|edit| edit.span);
        edits.dedup();
        if !edits.is_empty() {
            rewrites.push(Rewrite { source: entry.source.clone(), edits });
        }
    }
    rewrites.extend(renaming.menu());
    Ok(rewrites)
}

struct Renaming<'h> {
    handbook: &'h Handbook,
    index: Index,
    new: &'h str,
}

impl Renaming<'_> {
    fn kind(&self) -> Kind {
        self.handbook.entries[self.index].kind
    }

    /// The name that means the same entry afterwards, where `name` would not.
    fn renamed(&self, kinds: &[Kind], name: &str) -> Option<String> {
        let (found, via) = self.handbook.find(kinds, name)?;
        let meant = &self.handbook.entries[found];
        let prefix = name.trim().split_once('/').filter(|(kind, _)| Kind::named(kind.trim()) == Some(meant.kind)).map(|(kind, _)| kind);
        if found == self.index {
            if via != Via::Id {
                return None;
            }
            return Some(match prefix {
                Some(kind) => format!("{kind}/{}", self.new),
                // The new id may be another entry's id or title: then the kind says which is meant.
                None => match self.handbook.find(kinds, self.new) {
                    Some(_) => format!("{}/{}", meant.kind.name(), self.new),
                    None => self.new.to_string(),
                },
            });
        }
        // The new id would take a name away that means another entry so far.
        let taken = prefix.is_none() && kinds.contains(&self.kind()) && prose::composed(name.trim()) == self.new;
        let first = via == Via::Id && kinds.iter().position(|kind| *kind == meant.kind) < kinds.iter().position(|kind| *kind == self.kind());
        (taken && !first).then(|| format!("{}/{}", meant.kind.name(), meant.id))
    }

    fn front_matter(&self, entry: &Entry) -> Result<Vec<Edit>, String> {
        let mut edits = Vec::new();
        let mut names = |kinds: &[Kind], names: &[Text]| -> Result<(), String> {
            for name in names {
                let Some(new) = self.renamed(kinds, &name.value) else { continue };
                let span = parse::text_span(&entry.source, name);
                if entry.source.slice(span) != name.value {
                    return Err(unsure(&entry.source, span));
                }
                let quoted = entry.source.text[..span.start as usize].ends_with(['"', '\'']);
                edits.push(Edit { span, text: if quoted { new } else { parse::yaml_text(&new) } });
            }
            Ok(())
        };
        match &entry.fields {
            Fields::Story(story) => {
                names(&[Kind::Principle], &story.principles)?;
                names(&[Kind::Question], &story.questions)?;
            }
            Fields::Question(question) => names(&[Kind::Principle], &question.principles)?,
            Fields::Interview(interview) => {
                for round in &interview.rounds {
                    names(&[Kind::Principle, Kind::Question], &round.focus)?;
                    names(&[Kind::Story], &round.stories)?;
                }
                names(&[Kind::Story], &interview.told)?;
            }
            Fields::Principle(_) | Fields::Asks(_) | Fields::Page => {}
        }
        Ok(edits)
    }

    fn links(&self, at: Index) -> Result<Vec<Edit>, String> {
        let entry = &self.handbook.entries[at];
        let old = &self.handbook.entries[self.index];
        let mut edits = Vec::new();
        for link in entry.body.links.iter().filter(|link| !link.target.is_empty()) {
            let slice = entry.source.slice(link.span);
            if let LinkForm::Wiki(_) = link.form {
                let (target, ending) = match (self.handbook.find(&Kind::ALL, &link.target), link.target.strip_suffix(".md")) {
                    (None, Some(target)) => (target, ".md"),
                    _ => (link.target.as_str(), ""),
                };
                let Some(new) = self.renamed(&Kind::ALL, target) else { continue };
                let Some(start) = slice.find(&link.target) else { return Err(unsure(&entry.source, link.span)) };
                let start = link.span.start as usize + start;
                edits.push(Edit { span: Span::new(start, start + link.target.len()), text: format!("{new}{ending}") });
                continue;
            }
            let Some(new) = self.address(&entry.source.path, link, old) else { continue };
            let (from, to) = new;
            match slice.rfind(&from) {
                Some(start) => {
                    let start = link.span.start as usize + start;
                    edits.push(Edit { span: Span::new(start, start + from.len()), text: to });
                }
                // The address stands in a definition: `[name]: address`.
                None => {
                    let found: Vec<usize> = entry
                        .source
                        .text
                        .match_indices("]:")
                        .filter_map(|(at, mark)| {
                            let rest = &entry.source.text[at + mark.len()..];
                            let address = rest.trim_start().trim_start_matches('<');
                            address.starts_with(&from).then(|| entry.source.text.len() - address.len())
                        })
                        .collect();
                    if found.is_empty() {
                        return Err(unsure(&entry.source, link.span));
                    }
                    edits.extend(found.into_iter().map(|start| Edit { span: Span::new(start, start + from.len()), text: to.clone() }));
                }
            }
        }
        Ok(edits)
    }

    /// The address of a link as it is written and as it will be, where it leads to the entry's file or page.
    fn address(&self, from: &str, link: &crate::content::Link, old: &Entry) -> Option<(String, String)> {
        let target = link.target.as_str();
        if let Some(published) = target.strip_prefix('/') {
            let page = format!("{}/{}.html", old.kind.folder(), old.id);
            if link::decoded(published) == page {
                return Some((target.to_string(), format!("/{}/{}.html", old.kind.folder(), link::encoded(self.new))));
            }
            let asks = old.kind == Kind::Asks && published == "asks.html" && link.anchor.as_deref() == Some(old.id.as_str());
            return asks.then(|| (format!("{target}#{}", old.id), format!("{target}#{}", self.new)));
        }
        if link::scheme(target).is_some() || self.handbook.at_path(&link::joined(from, &link::decoded(target))?) != Some(self.index) {
            return None;
        }
        let folder = target.rfind('/').map_or("", |at| &target[..=at]);
        Some((target.to_string(), format!("{folder}{}.md", link::encoded(self.new))))
    }

    /// Addresses in the menu that site.toml gives.
    fn menu(&self) -> Option<Rewrite> {
        let source = self.handbook.site.as_ref()?;
        let old = &self.handbook.entries[self.index];
        let (from, to) = match old.kind {
            Kind::Asks => (format!("asks.html#{}", old.id), format!("asks.html#{}", self.new)),
            kind => (format!("{}/{}.html", kind.folder(), old.id), format!("{}/{}.html", kind.folder(), self.new)),
        };
        let menu = self.handbook.config.theme.menu.as_ref()?;
        if !menu.iter().any(|(_, address)| address.trim_start_matches('/') == from) {
            return None;
        }
        let whole = |at: usize| {
            let before = source.text[..at].trim_end_matches('/');
            before.ends_with(['"', '\'']) && source.text[at + from.len()..].starts_with(['"', '\''])
        };
        let places = source.text.match_indices(&from).map(|(at, _)| at).filter(|at| whole(*at));
        let edits: Vec<Edit> = places.map(|at| Edit { span: Span::new(at, at + from.len()), text: to.clone() }).collect();
        (!edits.is_empty()).then(|| Rewrite { source: source.clone(), edits })
    }
}

fn unsure(source: &Source, span: Span) -> String {
    let place = source.position(span.start as usize);
    format!(
        "{}:{}:{}: this names the entry in a way that cannot be changed for sure; write the id plainly, then run this again",
        source.path, place.line, place.column
    )
}
