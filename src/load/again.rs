//! Reading a handbook again while it is written: only files that changed are read, and a file that did not change stays the same object.
//!
//! What tells whether a file changed is a stamp of its facts. A stamp that is taken soon after a file was written proves nothing, since the file may
//! be written again within the same tick of the file system's clock: such a file is read again, and compared by its text.

use super::{Found, Loaded, Tree, is_hidden, is_ignored, load, read_tree, site, walk};
use crate::diagnostic::Fault;
use crate::fonts::OwnFont;
use crate::source::Source;
use anyhow::Result;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// A handbook as it was last read.
pub struct Reading {
    root: PathBuf,
    theme: String,
    /// site.toml, where there is one; the fault says why its text cannot be had.
    pub site: Option<(Arc<Source>, Option<Fault>)>,
    /// Everything else.
    pub tree: Tree,
    stamps: BTreeMap<String, Stamp>,
    /// The file of the sheet's own font, wherever it lies.
    font: Option<String>,
}

/// Files that changed between two readings, as paths from the root, sorted.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Changes {
    /// Files that were not there before.
    pub added: Vec<String>,
    /// Files that are gone.
    pub removed: Vec<String>,
    /// Files that hold something else.
    pub changed: Vec<String>,
}

impl Changes {
    /// Whether nothing changed.
    pub fn is_empty(&self) -> bool {
        self.added.is_empty() && self.removed.is_empty() && self.changed.is_empty()
    }

    /// Adds earlier changes to these.
    pub fn join(&mut self, earlier: Changes) {
        for (list, more) in [(&mut self.added, earlier.added), (&mut self.removed, earlier.removed), (&mut self.changed, earlier.changed)] {
            list.extend(more);
            list.sort_unstable();
            list.dedup();
        }
    }

    /// All their paths.
    pub fn paths(&self) -> impl Iterator<Item = &str> {
        self.added.iter().chain(&self.changed).chain(&self.removed).map(String::as_str)
    }
}

/// What a file's facts say about its state.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
    /// Number of the file and time of its last change of any kind, where the system has them.
    identity: (u64, i64, i64),
    /// Whether the file had rested for a while when this was taken.
    settled: bool,
}

/// How long a file must have rested before its stamp is believed; some file systems count in steps of two seconds.
const REST: Duration = Duration::from_secs(3);

impl Stamp {
    fn of(facts: &Metadata, now: SystemTime) -> Self {
        let modified = facts.modified().ok();
        let settled = modified.is_some_and(|modified| now.duration_since(modified).is_ok_and(|age| age > REST));
        #[cfg(unix)]
        let identity = {
            use std::os::unix::fs::MetadataExt;
            (facts.ino(), facts.ctime(), facts.ctime_nsec())
        };
        #[cfg(not(unix))]
        let identity = (0, 0, 0);
        Self { length: facts.len(), modified, identity, settled }
    }

    fn same(&self, other: &Self) -> bool {
        (self.length, self.modified, self.identity) == (other.length, other.modified, other.identity)
    }
}

impl Reading {
    /// Reads all of the handbook at `root`, with the theme of that name.
    ///
    /// # Errors
    /// As [`super::tree`] and [`super::site`].
    pub fn new(root: &Path, theme: &str) -> Result<Self> {
        let stamps = stamps(root, theme, None)?;
        let tree = read_tree(root, theme, &|_| None)?;
        Ok(Self { root: root.to_path_buf(), theme: theme.to_string(), site: read_site(root)?, tree, stamps, font: None })
    }

    /// Takes this font for the sheet, which was read from a file of that path; the file is looked at from now on.
    pub fn set_font(&mut self, path: Option<&str>, font: Option<OwnFont>) {
        self.tree.font = font;
        self.font = path.map(str::to_string);
        self.stamps.extend(font_stamp(&self.root, path, now()));
    }

    /// Reads what changed since. `hints` are paths that are said to have changed; without them, and where they say that more than known files
    /// changed, everything is looked at.
    ///
    /// # Errors
    /// Where the system refuses to read something. The reading stays as it was then, so that the next try finds the same changes.
    pub fn refresh(&mut self, hints: Option<&BTreeSet<PathBuf>>) -> Result<Changes> {
        match hints.and_then(|hints| self.known(hints)) {
            Some(paths) => self.refresh_files(&paths),
            None => self.refresh_all(),
        }
    }

    /// Takes another theme.
    ///
    /// # Errors
    /// As [`Reading::refresh`].
    pub fn set_theme(&mut self, theme: &str) -> Result<Changes> {
        if theme == self.theme {
            return Ok(Changes::default());
        }
        let before = std::mem::replace(&mut self.theme, theme.to_string());
        self.refresh_all().inspect_err(|_| self.theme = before)
    }

    /// Paths from the root of the files that hints name; nothing where a hint could mean more than plain files that are known.
    fn known(&self, hints: &BTreeSet<PathBuf>) -> Option<Vec<String>> {
        let mut paths = Vec::new();
        for hint in hints {
            let Ok(below) = hint.strip_prefix(&self.root) else { continue };
            let path = below.components().map(|part| part.as_os_str().to_str()).collect::<Option<Vec<_>>>()?.join("/");
            let is_plain = || hint.symlink_metadata().is_ok_and(|facts| facts.is_file());
            if path == "site.toml" || self.stamps.contains_key(&path) {
                if !is_plain() {
                    return None;
                }
                paths.push(path);
            } else if !below.components().any(|part| is_ignored(&part.as_os_str().to_string_lossy())) && !self.never_was(hint, &path) {
                return None;
            }
        }
        Some(paths)
    }

    /// Whether a path stands for nothing, now and before: a name that an editor saves under before it renames.
    fn never_was(&self, full: &Path, path: &str) -> bool {
        let below = format!("{path}/");
        full.symlink_metadata().is_err() && !self.stamps.range(below.clone()..).next().is_some_and(|(path, _)| path.starts_with(&below))
    }

    fn refresh_files(&mut self, paths: &[String]) -> Result<Changes> {
        let mut changes = Changes::default();
        let mut stamps = Vec::new();
        let mut read: Vec<(usize, Loaded)> = Vec::new();
        let mut templates = false;
        for path in paths.iter().filter(|path| *path != "site.toml") {
            let full = self.root.join(path);
            // A file that vanished in this moment is another change, which the folders tell.
            let Ok(facts) = full.symlink_metadata() else { return self.refresh_all() };
            let stamp = Stamp::of(&facts, now());
            let moved = self.stamps.get(path).is_none_or(|old| !old.same(&stamp));
            match self.tree.entries.binary_search_by(|loaded| loaded.source.path.as_ref().cmp(path)) {
                Ok(at) => {
                    let found = Found { path: full, relative: path.clone(), kind: facts.file_type() };
                    let Some(loaded) = load(&self.root, &found)? else { return self.refresh_all() };
                    if !is_same(&self.tree.entries[at], &loaded) {
                        read.push((at, loaded));
                        changes.changed.push(path.clone());
                    }
                }
                Err(_) if path.starts_with("themes/") && path.contains("/templates/") => templates = true,
                Err(_) if moved => changes.changed.push(path.clone()),
                Err(_) => {}
            }
            stamps.push((path.clone(), stamp));
        }
        if templates {
            return self.refresh_all();
        }
        if paths.iter().any(|path| path == "site.toml") {
            self.refresh_site(&mut changes)?;
        }
        for (at, loaded) in read {
            self.tree.entries[at] = loaded;
        }
        self.stamps.extend(stamps);
        changes.changed.sort_unstable();
        Ok(changes)
    }

    fn refresh_all(&mut self) -> Result<Changes> {
        let stamps = stamps(&self.root, &self.theme, self.font.as_deref())?;
        let mut changes = Changes::default();
        let kept = |found: &Found| {
            let (old, new) = (self.stamps.get(&found.relative)?, stamps.get(&found.relative)?);
            let at = self.tree.entries.binary_search_by(|loaded| loaded.source.path.as_ref().cmp(&found.relative)).ok()?;
            (old.same(new) && old.settled).then(|| self.tree.entries[at].clone())
        };
        let mut tree = read_tree(&self.root, &self.theme, &kept)?;
        for loaded in &mut tree.entries {
            let at = self.tree.entries.binary_search_by(|old| old.source.path.cmp(&loaded.source.path));
            if let Ok(at) = at
                && is_same(&self.tree.entries[at], loaded)
            {
                *loaded = self.tree.entries[at].clone();
            }
        }
        let by_text: BTreeMap<&str, &Loaded> = tree.entries.iter().map(|loaded| (loaded.source.path.as_ref(), loaded)).collect();
        for (path, stamp) in &stamps {
            match self.stamps.get(path) {
                None => changes.added.push(path.clone()),
                // What was read is compared by what it holds.
                Some(old) => {
                    let is_new = match by_text.get(path.as_str()) {
                        Some(loaded) => self.entry(path).is_none_or(|before| !Arc::ptr_eq(&before.source, &loaded.source)),
                        None => !old.same(stamp),
                    };
                    if is_new {
                        changes.changed.push(path.clone());
                    }
                }
            }
        }
        changes.removed.extend(self.stamps.keys().filter(|path| !stamps.contains_key(*path)).cloned());
        self.refresh_site(&mut changes)?;
        // The font is read where its file is named.
        self.tree = Tree { font: self.tree.font.take(), ..tree };
        self.stamps = stamps;
        changes.changed.sort_unstable();
        Ok(changes)
    }

    fn entry(&self, path: &str) -> Option<&Loaded> {
        self.tree.entries.binary_search_by(|loaded| loaded.source.path.as_ref().cmp(path)).ok().map(|at| &self.tree.entries[at])
    }

    fn refresh_site(&mut self, changes: &mut Changes) -> Result<()> {
        let site = read_site(&self.root)?;
        let list = match (&self.site, &site) {
            (None, None) => return Ok(()),
            (None, Some(_)) => &mut changes.added,
            (Some(_), None) => &mut changes.removed,
            (Some((old, old_fault)), Some((new, fault))) if old.text == new.text && old_fault == fault => return Ok(()),
            (Some(_), Some(_)) => &mut changes.changed,
        };
        list.push("site.toml".into());
        self.site = site;
        Ok(())
    }
}

fn read_site(root: &Path) -> Result<Option<(Arc<Source>, Option<Fault>)>> {
    Ok(site(root)?.map(|(source, fault)| (Arc::new(source), fault)))
}

fn is_same(a: &Loaded, b: &Loaded) -> bool {
    a.kind == b.kind && a.fault == b.fault && a.source.text == b.source.text
}

/// The stamp of every file below content/, static/ and the theme, and of the font.
fn stamps(root: &Path, theme: &str, font: Option<&str>) -> Result<BTreeMap<String, Stamp>> {
    let now = now();
    let mut stamps = BTreeMap::new();
    let theme = format!("themes/{theme}");
    for (folder, ignored) in [("content", is_ignored as fn(&str) -> bool), ("static", is_hidden), (&theme, is_ignored)] {
        for found in walk(root, folder, &ignored)? {
            // Behind a link it is the target that counts.
            let facts = if found.kind.is_symlink() { found.path.metadata().or_else(|_| found.path.symlink_metadata()) } else { found.path.symlink_metadata() };
            if let Ok(facts) = facts {
                stamps.insert(found.relative, Stamp::of(&facts, now));
            }
        }
    }
    stamps.extend(font_stamp(root, font, now));
    Ok(stamps)
}

fn font_stamp(root: &Path, font: Option<&str>, now: SystemTime) -> Option<(String, Stamp)> {
    let font = font?;
    Some((font.to_string(), Stamp::of(&root.join(font).metadata().ok()?, now)))
}

#[expect(clippy::disallowed_methods, reason = "whether a file's time is old enough to be believed depends on the time; no page does")]
fn now() -> SystemTime {
    SystemTime::now()
}
