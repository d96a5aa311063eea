//! What is served at this moment: the last good handbook, the newest findings, and the browsers that wait to hear of the next.

use super::findings::News;
use crate::diagnostic::Diagnostic;
use crate::handbook::Handbook;
use crate::link;
use crate::load;
use crate::render::{Memo, Site, Theme};
use anyhow::Result;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};
use xxhash_rust::xxh3::xxh3_64;

/// A handbook that can be shown.
pub(super) struct Shown {
    root: PathBuf,
    pub handbook: Handbook,
    theme: Arc<Theme>,
    diagnostics: Vec<Diagnostic>,
    memo: Arc<Memo>,
    index: OnceLock<BTreeMap<String, Vec<u8>>>,
    copies: OnceLock<BTreeMap<String, String>>,
}

/// What lies at an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Answer {
    /// These bytes.
    Bytes(Vec<u8>),
    /// It moved there.
    Moved(String),
    /// It is gone; this page is the nearest.
    Gone(String),
    /// Nothing, and there never was.
    Nothing,
}

impl Shown {
    pub(super) fn new(root: PathBuf, handbook: Handbook, theme: Arc<Theme>, diagnostics: Vec<Diagnostic>) -> Self {
        let memo = Arc::new(Memo::new(&handbook, &diagnostics));
        Self { root, handbook, theme, diagnostics, memo, index: OnceLock::new(), copies: OnceLock::new() }
    }

    fn site(&self) -> Site<'_> {
        Site::knowing(&self.handbook, &self.theme, &self.diagnostics, self.memo.clone())
    }

    /// The bytes at an address from the site's root.
    fn at(&self, url: &str) -> Result<Option<Vec<u8>>> {
        let url = if url.is_empty() { "index.html" } else { url };
        if let Some(bytes) = self.site().at(url)? {
            return Ok(Some(bytes));
        }
        // Copies are found by their published names, which are looked up and never put together with a path.
        let copies = self.copies.get_or_init(|| self.site().copies().into_iter().map(|(path, published)| (published, path)).collect());
        if let Some(path) = copies.get(url) {
            return load::bytes(&self.root, path);
        }
        if !url.starts_with("search-index") && !url.starts_with("practice-data") {
            return Ok(None);
        }
        let index = self.index.get_or_init(|| self.site().scripts().into_iter().map(|file| (file.path, file.bytes)).collect());
        Ok(index.get(url).cloned())
    }

    /// The newest findings, where this is the newest handbook.
    pub(super) fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// The published names of files that are copied from these paths.
    fn published(&self, paths: &[String]) -> Vec<String> {
        // Entries are no copies, and asking for all copies takes time.
        if paths.iter().all(|path| path.ends_with(".md") || path == "site.toml") {
            return Vec::new();
        }
        let copies = self.site().copies();
        copies.into_iter().filter(|(path, _)| paths.binary_search(path).is_ok()).map(|(_, published)| published).collect()
    }

    /// The addresses of entries by their files.
    fn addresses(&self) -> BTreeMap<&str, (usize, String)> {
        let shown = (0..self.handbook.entries.len()).filter(|index| self.handbook.is_shown(*index));
        shown.map(|index| (self.handbook.entries[index].source.path.as_ref(), (index, self.handbook.url(index)))).collect()
    }
}

/// What browsers are told when something changed.
#[derive(Serialize)]
struct Wake<'w> {
    /// Which process this is, so that a browser notices a new one.
    server: &'w str,
    /// How often something changed.
    turn: u64,
    errors: usize,
    warnings: usize,
    /// Addresses of copied files that hold something else.
    files: &'w [String],
}

struct Now {
    shown: Arc<Shown>,
    news: Arc<News>,
    turn: u64,
    /// Where the pages of entries went that are no more.
    moved: BTreeMap<String, Answer>,
}

/// What all threads share.
pub(super) struct Live {
    now: RwLock<Now>,
    wake: tokio::sync::watch::Sender<Arc<str>>,
    server: String,
}

/// Pages whose new place is remembered at most.
const MOVED: usize = 1000;

impl Live {
    pub(super) fn new(shown: Shown, news: News, server: String) -> Self {
        let now = Now { shown: Arc::new(shown), news: Arc::new(news), turn: 0, moved: BTreeMap::new() };
        let (wake, _) = tokio::sync::watch::channel(Arc::from(wake(&server, &now, &[])));
        Self { now: RwLock::new(now), wake, server }
    }

    fn read(&self) -> (Arc<Shown>, Arc<News>) {
        let now = self.now.read().unwrap_or_else(PoisonError::into_inner);
        (now.shown.clone(), now.news.clone())
    }

    /// The newest findings.
    pub(super) fn news(&self) -> Arc<News> {
        self.read().1
    }

    /// What is shown now.
    pub(super) fn shown(&self) -> Arc<Shown> {
        self.read().0
    }

    /// What lies at an address from the site's root.
    ///
    /// # Errors
    /// Where a template of the handbook's own theme fails, or the system refuses to read a file.
    pub(super) fn at(&self, url: &str) -> Result<Answer> {
        let shown = self.shown();
        if let Some(bytes) = shown.at(url)? {
            return Ok(Answer::Bytes(bytes));
        }
        let now = self.now.read().unwrap_or_else(PoisonError::into_inner);
        Ok(now.moved.get(url).cloned().unwrap_or(Answer::Nothing))
    }

    /// The page that says that nothing lies at an address.
    pub(super) fn not_found(&self) -> Result<Vec<u8>> {
        Ok(self.shown().at("404.html")?.unwrap_or_default())
    }

    /// Hears of every change from now on; the newest one is there at once.
    pub(super) fn listen(&self) -> tokio::sync::watch::Receiver<Arc<str>> {
        self.wake.subscribe()
    }

    /// Leaves what is shown as it is, with other findings.
    pub(super) fn keep(&self, news: News) {
        self.next(news, &[], |_| {});
    }

    /// Takes a new handbook: shows it from now on if it is good, and leaves the last good one where it is not. Gives the new one back.
    /// `changed` are paths of files that hold something else, sorted; `came_or_went` says whether entries did.
    pub(super) fn swap(&self, shown: Shown, good: bool, news: News, changed: &[String], came_or_went: bool) -> Arc<Shown> {
        let before = self.shown();
        let shown = Arc::new(shown);
        if !good {
            self.next(news, &before.published(changed), |_| {});
            return shown;
        }
        let moved = if came_or_went { moved(&before, &shown) } else { Vec::new() };
        self.next(news, &shown.published(changed), |now| {
            now.shown = shown.clone();
            for (from, to) in moved {
                // A page that moved twice leads to its last place.
                for answer in now.moved.values_mut() {
                    if matches!(answer, Answer::Moved(there) if *there == from) {
                        *answer = to.clone();
                    }
                }
                if now.moved.len() < MOVED {
                    now.moved.insert(from, to);
                }
            }
        });
        shown
    }

    /// One turn: what changes, changes at once, and then the browsers are told.
    fn next(&self, news: News, files: &[String], change: impl FnOnce(&mut Now)) {
        let mut now = self.now.write().unwrap_or_else(PoisonError::into_inner);
        now.news = Arc::new(news);
        now.turn += 1;
        change(&mut now);
        let text = wake(&self.server, &now, files);
        drop(now);
        self.wake.send_replace(Arc::from(text));
    }
}

fn wake(server: &str, now: &Now, files: &[String]) -> String {
    let wake = Wake { server, turn: now.turn, errors: now.news.errors, warnings: now.news.warnings, files };
    serde_json::to_string(&wake).expect("plain data has a JSON form")
}

/// Where the pages of entries went whose files are gone: to a new file with the same text or title, else to the list that they stood in.
fn moved(before: &Shown, after: &Shown) -> Vec<(String, Answer)> {
    let (old, new) = (before.addresses(), after.addresses());
    let came: Vec<(usize, &String)> = new.iter().filter(|(path, _)| !old.contains_key(*path)).map(|(_, (index, url))| (*index, url)).collect();
    let stands: std::collections::BTreeSet<&String> = new.values().map(|(_, url)| url).collect();
    let gone = old.iter().filter(|(path, (_, url))| !new.contains_key(*path) && !stands.contains(url));
    gone.map(|(_, (index, url))| {
        let entry = &before.handbook.entries[*index];
        let same = |other: &usize, by: &dyn Fn(&crate::content::Entry) -> bool| {
            let other = &after.handbook.entries[*other];
            other.kind == entry.kind && by(other)
        };
        let by_text = came.iter().find(|(other, _)| same(other, &|other| other.source.text == entry.source.text));
        let to = by_text.or_else(|| came.iter().find(|(other, _)| same(other, &|other| other.name() == entry.name())));
        (url.clone(), to.map_or_else(|| Answer::Gone(list_of(url)), |(_, to)| Answer::Moved((*to).clone())))
    })
    .collect()
}

/// The list that an entry's page stands in: `stories.html` for `stories/x.html`.
fn list_of(url: &str) -> String {
    match url.split_once('/') {
        Some((folder @ ("stories" | "questions" | "principles" | "interviews"), _)) => format!("{folder}.html"),
        _ if url.starts_with("asks.html") => "asks.html".into(),
        _ => "index.html".into(),
    }
}

/// What tells one state of a page from another.
pub(super) fn tag(bytes: &[u8]) -> String {
    format!("\"{:016x}\"", xxh3_64(bytes))
}

/// An address from the site's root as it stands in a link.
pub(super) fn encoded(url: &str) -> String {
    format!("/{}", link::encoded(url))
}
