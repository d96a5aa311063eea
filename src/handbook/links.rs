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

/// Why a link leads nowhere, before anybody has looked for what was meant.
enum Wrong {
    /// Nothing is named.
    Empty,
    /// No entry has the name.
    Name,
    /// The entry has no such heading.
    Heading(Index),
    /// It works on one machine only; why.
    Machine(&'static str),
    /// It leads out of the handbook.
    Outside,
    /// No file of that path.
    File(String),
    /// No page or file of the site at that path.
    Page(String),
}

impl Handbook {
    /// Where a link in the body of entry `from` leads.
    pub fn resolve(&self, from: Index, link: &Link) -> Result<Target, Broken> {
        if let Some(public) = &self.public {
            return public.written.resolve(from, link).map(|target| self.redacted_target(target));
        }
        self.target(from, link).map_err(|wrong| self.explained(link, wrong))
    }

    /// Whether a link in the body of entry `from` leads nowhere, and if not, to which entry, if it leads to one that is published.
    pub(super) fn leads(&self, from: Index, link: &Link) -> Result<Option<Index>, ()> {
        match self.target(from, link) {
            Ok(Target::Entry(index, _)) => Ok(Some(index)),
            Ok(_) => Ok(None),
            Err(_) => Err(()),
        }
    }

    fn target(&self, from: Index, link: &Link) -> Result<Target, Wrong> {
        match (&link.form, link.target.is_empty()) {
            (LinkForm::Wiki(_), false) => {
                let found = self.find(&Kind::ALL, &link.target).map(|(index, _)| index);
                let found = found.or_else(|| self.find(&Kind::ALL, link.target.strip_suffix(".md")?).map(|(index, _)| index));
                self.entry(found.ok_or(Wrong::Name)?, link.anchor.as_deref())
            }
            (_, true) if link.anchor.as_deref().unwrap_or("").is_empty() => Err(Wrong::Empty),
            (_, true) => self.entry(from, link.anchor.as_deref()),
            _ => self.address(from, link),
        }
    }

    fn entry(&self, index: Index, anchor: Option<&str>) -> Result<Target, Wrong> {
        if !self.is_shown(index) {
            return Ok(Target::Hidden);
        }
        let Some(anchor) = anchor.filter(|anchor| !anchor.is_empty()) else { return Ok(Target::Entry(index, None)) };
        let wanted = prose::kebab(&link::decoded(anchor));
        let heading = self.entries[index].body.headings.iter().find(|heading| heading.anchor == wanted);
        heading.map(|heading| Target::Entry(index, Some(heading.anchor.clone()))).ok_or(Wrong::Heading(index))
    }

    fn address(&self, from: Index, link: &Link) -> Result<Target, Wrong> {
        let target = link.target.trim();
        if target.starts_with("//") || target.starts_with("\\\\") {
            return Ok(Target::Web(written(link)));
        }
        if let Some(scheme) = link::scheme(target) {
            return match scheme.as_str() {
                "file" => Err(Wrong::Machine("a `file:` link works on one machine only")),
                drive if drive.len() == 1 => Err(Wrong::Machine("this is a path of one machine")),
                scheme if link::is_safe(scheme) => Ok(Target::Web(written(link))),
                _ => Ok(Target::Unsafe),
            };
        }
        let path = link::decoded(target.split('?').next().unwrap_or(""));
        if let Some(path) = path.strip_prefix('/') {
            return self.published(path, link);
        }
        let path = link::joined(&self.entries[from].source.path, &path).ok_or(Wrong::Outside)?;
        if let Some(index) = self.at_path(&path) {
            return self.entry(index, link.anchor.as_deref());
        }
        if self.files.contains(&path) {
            return Ok(Target::File(path));
        }
        if let Some(published) = path.strip_prefix("static/").filter(|_| self.statics.contains(&path)) {
            return Ok(Target::Site(anchored(published, link)));
        }
        Err(Wrong::File(path))
    }

    /// An address of the published site.
    fn published(&self, path: &str, link: &Link) -> Result<Target, Wrong> {
        let page = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_string() };
        if FIXED_PAGES.contains(&page.as_str()) || page == "cheatsheet.pdf" && self.config.cheatsheet.pdf || self.statics.contains(&format!("static/{page}")) {
            return Ok(Target::Site(anchored(&page, link)));
        }
        let entry = page.strip_suffix(".html").and_then(|page| page.split_once('/')).and_then(|(folder, id)| {
            let kind = Kind::ALL.into_iter().find(|kind| kind.folder() == folder && *kind != Kind::Asks)?;
            self.with_id(kind, id)
        });
        match entry {
            Some(index) => self.entry(index, link.anchor.as_deref()),
            None if self.files.contains(&format!("content/{page}")) => Ok(Target::File(format!("content/{page}"))),
            None => Err(Wrong::Page(path.to_string())),
        }
    }

    /// What is wrong with a link, and what was meant.
    fn explained(&self, link: &Link, wrong: Wrong) -> Broken {
        let (message, meant, else_help) = match wrong {
            Wrong::Empty => ("this link leads nowhere".into(), None, "name what it links to"),
            Wrong::Name => {
                let meant = self.suggestion(&Kind::ALL, &link.target).map(|close| format!("[[{close}]]"));
                (format!("no entry is called `{}`", link.target), meant, "link by id, title or alias, or write `[[kind/id]]`")
            }
            Wrong::Heading(index) => {
                let anchor = link.anchor.as_deref().unwrap_or("");
                // A page of more headings has many links that are wrong at once; guessing at each would take longer than anybody waits.
                let headings = self.entries[index].body.headings.iter().take(MAX_GUESSES);
                let close = did_you_mean(&prose::kebab(&link::decoded(anchor)), headings.map(|heading| heading.anchor.as_str()));
                let message = format!("`{}` has no heading `{anchor}`", self.entries[index].id);
                (message, close.map(|close| format!("#{close}")), "name one of its headings, or leave `#...` away")
            }
            Wrong::Machine(why) => (why.into(), None, "link to the file by its place relative to this one"),
            Wrong::Outside => ("this leads out of the handbook".into(), None, "link to something below the handbook's root"),
            Wrong::File(path) => {
                let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
                let files = self.entries.iter().map(|entry| entry.source.path.as_ref()).chain(self.files.iter().map(String::as_str));
                let close = did_you_mean(&path, files.filter(|other| other.starts_with(folder))).map(str::to_string);
                (format!("there is no file `{path}`"), close, "a link is relative to the file it stands in")
            }
            Wrong::Page(path) => (
                format!("the site has no page or file `/{path}`"),
                None,
                "a leading `/` means the published site; files of static/ lie at its root, other files are linked relative to this one",
            ),
        };
        Broken { message, help: meant.map_or_else(|| else_help.into(), |meant| format!("did you mean `{meant}`?")) }
    }

    /// The files of content/ that shown entries link to, by path from the root. They are published at the same place below the site's root.
    pub fn linked_files(&self) -> std::collections::BTreeSet<String> {
        if let Some(public) = &self.public {
            return public.written.linked_files();
        }
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
