//! Where the links in a body lead.

use super::{Handbook, Index};
use crate::content::{Kind, Link, LinkForm};
use crate::diagnostic::did_you_mean;
use crate::link;
use crate::prose;

/// The pages that every handbook has, by address from the site's root.
pub const FIXED_PAGES: [&str; 10] = [
    "index.html",
    "stories.html",
    "principles.html",
    "questions.html",
    "matrix.html",
    "practice.html",
    "asks.html",
    "interviews.html",
    "cheatsheet.html",
    "404.html",
];

/// Headings of one page that a wrong anchor is compared with.
const MAX_GUESSES: usize = 200;

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// To an entry, or to a heading of its page by anchor.
    Entry(Index, Option<String>),
    /// To an entry that is not published: its text stays, without a link.
    Hidden,
    /// To a file of content/, which is published with the entry.
    File(String),
    /// To an address of the published site.
    Site(String),
    /// To another host or program, as it is written.
    Web(String),
    /// To an address that no page may carry, such as `javascript:`; its text stays.
    Unsafe,
}

/// Why a link leads nowhere, and what may help.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: String,
}

fn broken<T>(message: impl Into<String>, help: impl Into<String>) -> Result<T, Broken> {
    Err(Broken { message: message.into(), help: help.into() })
}

impl Handbook {
    /// Where a link in the body of entry `from` leads.
    pub fn resolve(&self, from: Index, link: &Link) -> Result<Target, Broken> {
        match (&link.form, link.target.is_empty()) {
            (LinkForm::Wiki(_), false) => self.wiki(link),
            (_, true) if link.anchor.as_deref().unwrap_or("").is_empty() => broken("this link leads nowhere", "name what it links to"),
            (_, true) => self.entry(from, link.anchor.as_deref()),
            _ => self.address(from, link),
        }
    }

    fn wiki(&self, link: &Link) -> Result<Target, Broken> {
        let found = self.find(&Kind::ALL, &link.target).map(|(index, _)| index);
        let found = found.or_else(|| self.find(&Kind::ALL, link.target.strip_suffix(".md")?).map(|(index, _)| index));
        match found {
            Some(index) => self.entry(index, link.anchor.as_deref()),
            None => {
                let help = self.suggestion(&Kind::ALL, &link.target).map(|close| format!("did you mean `[[{close}]]`?"));
                broken(format!("no entry is called `{}`", link.target), help.unwrap_or_else(|| "link by id, title or alias, or write `[[kind/id]]`".into()))
            }
        }
    }

    fn entry(&self, index: Index, anchor: Option<&str>) -> Result<Target, Broken> {
        if !self.is_shown(index) {
            return Ok(Target::Hidden);
        }
        let Some(anchor) = anchor.filter(|anchor| !anchor.is_empty()) else { return Ok(Target::Entry(index, None)) };
        let headings = &self.entries[index].body.headings;
        let wanted = prose::kebab(&link::decoded(anchor));
        match headings.iter().find(|heading| heading.anchor == wanted) {
            Some(heading) => Ok(Target::Entry(index, Some(heading.anchor.clone()))),
            None => {
                // A page of more headings has many links that are wrong at once; guessing at each would take longer than anybody waits.
                let close = did_you_mean(&wanted, headings.iter().take(MAX_GUESSES).map(|heading| heading.anchor.as_str()));
                let help = close.map(|close| format!("did you mean `#{close}`?"));
                broken(
                    format!("`{}` has no heading `{anchor}`", self.entries[index].id),
                    help.unwrap_or_else(|| "name one of its headings, or leave `#...` away".into()),
                )
            }
        }
    }

    fn address(&self, from: Index, link: &Link) -> Result<Target, Broken> {
        let target = link.target.trim();
        if target.starts_with("//") || target.starts_with("\\\\") {
            return Ok(Target::Web(written(link)));
        }
        if let Some(scheme) = link::scheme(target) {
            return match scheme.as_str() {
                "file" => broken("a `file:` link works on one machine only", "link to the file by its place relative to this one"),
                drive if drive.len() == 1 => broken("this is a path of one machine", "link to the file by its place relative to this one"),
                scheme if link::is_safe(scheme) => Ok(Target::Web(written(link))),
                _ => Ok(Target::Unsafe),
            };
        }
        let path = link::decoded(target.split('?').next().unwrap_or(""));
        if let Some(path) = path.strip_prefix('/') {
            return self.published(path, link);
        }
        let Some(path) = link::joined(&self.entries[from].source.path, &path) else {
            return broken("this leads out of the handbook", "link to something below the handbook's root");
        };
        if let Some(index) = self.at_path(&path) {
            return self.entry(index, link.anchor.as_deref());
        }
        if self.files.contains(&path) {
            return Ok(Target::File(path));
        }
        if let Some(published) = path.strip_prefix("static/").filter(|_| self.statics.contains(&path)) {
            return Ok(Target::Site(anchored(published, link)));
        }
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let siblings =
            self.entries.iter().map(|entry| entry.source.path.as_ref()).chain(self.files.iter().map(String::as_str)).filter(|other| other.starts_with(folder));
        let close = did_you_mean(&path, siblings);
        broken(
            format!("there is no file `{path}`"),
            close.map_or("a link is relative to the file it stands in".into(), |close| format!("did you mean `{close}`?")),
        )
    }

    /// An address of the published site.
    fn published(&self, path: &str, link: &Link) -> Result<Target, Broken> {
        let page = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_string() };
        if FIXED_PAGES.contains(&page.as_str()) || self.statics.contains(&format!("static/{page}")) {
            return Ok(Target::Site(anchored(&page, link)));
        }
        let entry = page.strip_suffix(".html").and_then(|page| page.split_once('/')).and_then(|(folder, id)| {
            let kind = Kind::ALL.into_iter().find(|kind| kind.folder() == folder && *kind != Kind::Asks)?;
            self.with_id(kind, id)
        });
        match entry {
            Some(index) => self.entry(index, link.anchor.as_deref()),
            None if self.files.contains(&format!("content/{page}")) => Ok(Target::File(format!("content/{page}"))),
            None => broken(
                format!("the site has no page or file `/{path}`"),
                "a leading `/` means the published site; files of static/ lie at its root, other files are linked relative to this one",
            ),
        }
    }

    /// The files of content/ that shown entries link to, by path from the root. They are published at the same place below the site's root.
    pub fn linked_files(&self) -> std::collections::BTreeSet<String> {
        let mut files = std::collections::BTreeSet::new();
        for index in (0..self.entries.len()).filter(|index| self.is_shown(*index)) {
            for link in &self.entries[index].body.links {
                if let Ok(Target::File(path)) = self.resolve(index, link) {
                    files.insert(path);
                }
            }
        }
        files
    }
}

fn written(link: &Link) -> String {
    match &link.anchor {
        Some(anchor) => format!("{}#{anchor}", link.target),
        None => link.target.clone(),
    }
}

fn anchored(path: &str, link: &Link) -> String {
    let path = link::encoded(path);
    match &link.anchor {
        Some(anchor) => format!("{path}#{anchor}"),
        None => path,
    }
}
