//! The only writer. A build that fails changes nothing that was published; one that is killed leaves every file whole; nothing of others is touched.
//!
//! A record in the output folder, `.prepgen`, names the files that prepgen wrote there. A build first stages every file that changed
//! in `.prepgen-new` inside the output, having recorded the old and the new names together, then moves the staged files to their
//! places while what they replace, and what is no longer wanted, is laid aside in `.prepgen-old`, and at last records the new names alone. Where a step fails,
//! all is put back. Whenever it is killed, each file is either the old one or the new one, and the record names at least everything that is ours, so that the next
//! build can mend it.

#![expect(clippy::disallowed_methods, reason = "this is the room that writes, and it looks before it does")]

mod disk;
mod handbook;
mod moves;
mod target;

pub use disk::{Guard, Step, guard};
pub use handbook::{Change, edit_file, is_plain, new_file, new_folder, rename};
pub use target::Target;

use crate::render::File;
use anyhow::{Context, Result, bail};
use moves::Moves;
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Component, Path, PathBuf};

/// The record's name in the output folder.
const RECORD: &str = ".prepgen";
/// The name of a record that is not whole yet.
const DRAFT: &str = ".prepgen.tmp";
/// The staging folder's name in the output folder.
const STAGE: &str = ".prepgen-new";
/// The name of the folder in the output where old files lie until all new ones stand.
const ASIDE: &str = ".prepgen-old";
/// The record's first line.
const HEAD: &str = "prepgen wrote the files below; it deletes no others. Do not edit.";

/// Bytes of a record at most, which is room for a million names; a larger one is nobody's that prepgen knows.
const MAX_RECORD: u64 = 1 << 26;

/// What a build did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// Files of the site.
    pub files: usize,
    /// Files that were new or changed.
    pub changed: usize,
    /// Files that were removed.
    pub removed: usize,
}

/// Where a handbook is published. Made before anything is rendered, so that a wrong folder is told at once.
#[derive(Debug)]
pub struct Output {
    folder: PathBuf,
    shown: String,
    ours: BTreeSet<String>,
}

impl Output {
    /// The output folder at `out`, for the handbook at `root`.
    ///
    /// # Errors
    /// Where the folder holds others' work, is a link, or lies in or above content, static or themes, or is the root, home or `/`.
    pub fn open(out: &Path, root: &Path) -> Result<Self> {
        let shown = out.display().to_string();
        let folder = resolved(out)?;
        if folder.parent().is_none() || folder == root || root.starts_with(&folder) {
            bail!("{shown}: the handbook itself lies there; publish to a folder of its own, such as public");
        }
        if home().is_some_and(|home| folder == home || home.starts_with(&folder)) {
            bail!("{shown}: this is your home folder or above it; publish to a folder of its own, such as public");
        }
        for source in ["content", "static", "themes"] {
            let source_folder = root.join(source);
            let places = [Some(source_folder.clone()), source_folder.canonicalize().ok()];
            if places.iter().flatten().any(|place| folder.starts_with(place) || place.starts_with(&folder)) {
                bail!("{shown}: this lies in or above {source}/, which prepgen only reads; publish to a folder of its own, such as public");
            }
        }
        if out.symlink_metadata().is_ok_and(|facts| facts.is_symlink()) {
            bail!("{shown} is a link, and prepgen writes through none; name the folder it leads to");
        }
        let ours = match fs::symlink_metadata(&folder) {
            Err(error) if error.kind() == ErrorKind::NotFound => BTreeSet::new(),
            Err(error) => return Err(error).with_context(|| format!("cannot look at {shown}")),
            Ok(facts) if !facts.is_dir() => bail!("{shown} is a file; publish to a folder"),
            Ok(_) => record(&folder, &shown)?,
        };
        Ok(Self { folder, shown, ours })
    }

    /// Publishes these files and removes those of earlier builds that are not among them.
    ///
    /// # Errors
    /// Where a file of others stands in the place of one of these, or the system refuses to write. What was published before then still stands.
    pub fn publish(mut self, files: &[File]) -> Result<Written> {
        let wanted: BTreeSet<&str> = files.iter().map(|file| file.path.as_str()).collect();
        debug_assert_eq!(wanted.len(), files.len(), "no two files of a site share a path");
        // The record names a file a line, so a name that is more than a name in it could make others' files ours.
        if let Some(path) = wanted.iter().find(|path| !is_below(path) || path.contains(char::is_control)) {
            bail!("{path:?} is no name for a published file: rename it, without `:`, `\\` and control characters");
        }
        let made = fs::symlink_metadata(&self.folder).is_err();
        disk::folders(&self.folder).with_context(|| format!("cannot make {}", self.shown))?;
        let _lock = self.lock()?;
        // Another build may have been here since the folder was looked at.
        self.ours = record(&self.folder, &self.shown)?;
        let fresh = self.ours.is_empty();
        self.refuse_foreign(&wanted)?;
        let both: BTreeSet<&str> = wanted.iter().copied().chain(self.ours.iter().map(String::as_str)).collect();
        self.sweep(&both)?;
        let changed: Vec<&File> = if fresh { files.iter().collect() } else { files.par_iter().filter(|file| !self.holds(file)).collect() };
        let stale: Vec<&String> = self.ours.iter().filter(|path| !wanted.contains(path.as_str())).collect();
        if changed.is_empty() && stale.is_empty() && !fresh {
            return Ok(Written { files: files.len(), changed: 0, removed: 0 });
        }
        let mut moves = Moves::new(self.folder.join(ASIDE));
        if let Err(error) = self.exchange(&wanted, &both, &changed, &stale, &mut moves) {
            return Err(self.restored(moves, &both, made, error));
        }
        // The site stands. Old files must not be uploaded with it, so it is told where they cannot be swept away, though the next build will try again.
        self.sweep(&both)
            .or_else(|_| self.sweep(&both))
            .with_context(|| format!("the site in {} is published, but files of the last one still lie there", self.shown))?;
        Ok(Written { files: files.len(), changed: changed.len(), removed: stale.len() })
    }

    /// Stages what changed, moves it to its place, and lays aside what it replaces and what is stale. All of it can be taken back.
    fn exchange(&self, wanted: &BTreeSet<&str>, both: &BTreeSet<&str>, changed: &[&File], stale: &[&String], moves: &mut Moves) -> Result<()> {
        self.write_record(both)?;
        self.stage(changed)?;
        let cannot = || format!("cannot move a finished file into {}", self.shown);
        // Where files only vanish, nothing is staged.
        if !changed.is_empty() {
            for file in changed.iter().filter(|file| fs::symlink_metadata(self.folder.join(&file.path)).is_ok_and(|facts| facts.is_dir())) {
                let below = format!("{}/", file.path);
                stale.iter().filter(|path| path.starts_with(&below)).try_for_each(|path| self.take(path, moves))?;
                moves.leave(&self.folder.join(&file.path));
            }
            moves.bring(&self.folder.join(STAGE), &self.folder).with_context(cannot)?;
        }
        stale.iter().try_for_each(|path| self.take(path, moves))?;
        if stale.is_empty() { Ok(()) } else { self.write_record(wanted) }
    }

    /// Takes back what a build did that failed, and gives its error.
    fn restored(&self, moves: Moves, both: &BTreeSet<&str>, made: bool, error: anyhow::Error) -> anyhow::Error {
        let restore = || -> Result<()> {
            moves.undo()?;
            if self.ours.is_empty() {
                // Nothing was published here before, so nothing is left behind.
                self.sweep(both)?;
                match disk::remove(&self.folder.join(RECORD)) {
                    Err(error) if error.kind() != ErrorKind::NotFound => return Err(error.into()),
                    _ => {}
                }
                if made {
                    disk::remove_folder(&self.folder)?;
                }
                return Ok(());
            }
            let ours = self.ours.iter().map(String::as_str).collect();
            let is_recorded = fs::read(self.folder.join(RECORD)).is_ok_and(|bytes| bytes == listed(&ours).as_bytes());
            let recorded = if is_recorded { Ok(()) } else { self.write_record(&ours) };
            self.sweep(both).and(recorded)
        };
        match restore() {
            Ok(()) => error,
            Err(why) => {
                error.context(format!("{}: what was published before could not be put back whole ({why:#}); build again once this is mended", self.shown))
            }
        }
    }

    /// Two builds into one folder at once would mix; the second one says so.
    #[cfg(unix)]
    fn lock(&self) -> Result<fs::File> {
        let folder = fs::File::open(&self.folder).with_context(|| format!("cannot open {}", self.shown))?;
        match rustix::fs::flock(&folder, rustix::fs::FlockOperation::NonBlockingLockExclusive) {
            Err(error) if error.kind() == ErrorKind::WouldBlock => bail!("{}: another build is writing there; try again when it is done", self.shown),
            // Some file systems have no locks; a build there goes on without.
            _ => Ok(folder),
        }
    }

    #[cfg(not(unix))]
    fn lock(&self) -> Result<()> {
        Ok(())
    }

    /// Fails where something that prepgen did not write stands where a file or folder must go.
    fn refuse_foreign(&self, wanted: &BTreeSet<&str>) -> Result<()> {
        let mut folders = BTreeSet::new();
        for path in wanted {
            folders.extend(path.match_indices('/').map(|(at, _)| &path[..at]));
        }
        for folder in folders {
            if let Ok(facts) = fs::symlink_metadata(self.folder.join(folder))
                && !facts.is_dir()
                && !self.ours.contains(folder)
            {
                bail!("{}/{folder} is in the way: prepgen did not write it, and the site needs a folder there", self.shown);
            }
        }
        for path in wanted.iter().filter(|path| !self.ours.contains(**path)) {
            if fs::symlink_metadata(self.folder.join(path)).is_ok() && !self.is_folder_of_ours(path) {
                bail!("{}/{path} is in the way: prepgen did not write it, and the site needs a file there; move it away or rename the entry", self.shown);
            }
        }
        // A file of ours may have been replaced by a folder that holds others' work.
        for path in wanted.iter().filter(|path| self.ours.contains(**path)) {
            let folder = self.folder.join(path);
            // A build that was stopped may have left an empty one.
            let is_empty = || fs::read_dir(&folder).is_ok_and(|mut entries| entries.next().is_none());
            if fs::symlink_metadata(&folder).is_ok_and(|facts| facts.is_dir()) && !is_empty() && !self.is_folder_of_ours(path) {
                bail!("{}/{path} is in the way: it is a folder now, and the site needs a file there", self.shown);
            }
        }
        Ok(())
    }

    /// Whether a path is a folder that holds files of ours alone, which give way to a file of that name.
    fn is_folder_of_ours(&self, path: &str) -> bool {
        let folder = self.folder.join(path);
        let Ok(entries) =
            fs::symlink_metadata(&folder).and_then(|facts| if facts.is_dir() { fs::read_dir(&folder) } else { Err(ErrorKind::NotADirectory.into()) })
        else {
            return false;
        };
        let mut entries = entries.peekable();
        entries.peek().is_some()
            && entries.all(|entry| {
                let Some(below) = entry.ok().and_then(|entry| entry.file_name().into_string().ok()).map(|name| format!("{path}/{name}")) else { return false };
                self.ours.contains(&below) || self.is_folder_of_ours(&below)
            })
    }

    /// Whether the output already holds exactly this file.
    fn holds(&self, file: &File) -> bool {
        let path = self.folder.join(&file.path);
        fs::symlink_metadata(&path).is_ok_and(|facts| facts.is_file() && facts.len() == file.bytes.len() as u64)
            && fs::read(&path).is_ok_and(|bytes| bytes == file.bytes)
    }

    fn stage(&self, files: &[&File]) -> Result<()> {
        let stage = self.folder.join(STAGE);
        let folders: BTreeSet<&str> = files.iter().map(|file| file.path.rsplit_once('/').map_or("", |(folder, _)| folder)).collect();
        for folder in folders {
            disk::folders(&stage.join(folder)).with_context(|| format!("cannot make a folder in {}", self.shown))?;
        }
        files.par_iter().try_for_each(|file| {
            disk::create(&stage.join(&file.path), &file.bytes).map(drop).with_context(|| format!("cannot write {}/{}", self.shown, file.path))
        })
    }

    /// Removes what is only needed while a build goes on: staged files have the names of published ones, and those laid aside have numbers. What else lies
    /// there is others', and is told.
    fn sweep(&self, names: &BTreeSet<&str>) -> Result<()> {
        let staged = |path: &str| names.contains(path);
        let numbered = |path: &str| path.bytes().all(|byte| byte.is_ascii_digit());
        for (name, is_ours) in [(STAGE, &staged as &dyn Fn(&str) -> bool), (ASIDE, &numbered)] {
            let folder = self.folder.join(name);
            match fs::symlink_metadata(&folder) {
                Err(error) if error.kind() == ErrorKind::NotFound => {}
                Ok(facts) if facts.is_dir() => {
                    if let Some(path) = disk::sweep(&folder, is_ours).with_context(|| format!("cannot remove {}/{name}", self.shown))? {
                        bail!("{}/{name}/{path} is in the way: prepgen did not write it, and needs that folder; move it away", self.shown);
                    }
                }
                _ => bail!("{}/{name} is in the way: prepgen did not make it", self.shown),
            }
        }
        Ok(())
    }

    /// Lays one file of ours aside, and removes the folders that are empty then.
    fn take(&self, path: &str, moves: &mut Moves) -> Result<()> {
        let mut at = self.folder.clone();
        let parts: Vec<&str> = path.split('/').collect();
        for part in &parts[..parts.len() - 1] {
            at.push(part);
            // Behind a link or where a folder was, nothing is ours any more.
            if !fs::symlink_metadata(&at).is_ok_and(|facts| facts.is_dir()) {
                return Ok(());
            }
        }
        at.push(parts[parts.len() - 1]);
        match fs::symlink_metadata(&at) {
            Ok(facts) if !facts.is_dir() => moves.take(&at).with_context(|| format!("cannot remove {}/{path}", self.shown))?,
            _ => return Ok(()),
        }
        while at.pop() && at != self.folder && moves.leave(&at) {}
        Ok(())
    }

    fn write_record(&self, paths: &BTreeSet<&str>) -> Result<()> {
        replace(&self.folder.join(RECORD), listed(paths).as_bytes()).with_context(|| format!("cannot write {}/{RECORD}", self.shown))
    }
}

/// A record of these files.
fn listed(paths: &BTreeSet<&str>) -> String {
    let mut text = format!("{HEAD}\n");
    for path in paths {
        text.push_str(path);
        text.push('\n');
    }
    text
}

/// Writes the record whole or not at all.
fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let temporary = path.with_file_name(DRAFT);
    let written = aside(&temporary, bytes, None).and_then(|()| disk::rename(&temporary, path));
    if written.is_err() {
        let _ = disk::remove(&temporary);
    }
    written
}

/// Where a file is written before it gets its name: beside it, by a name that nobody else gives, and that is never too long.
fn temporary(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let short: String = name.chars().take(40).collect();
    path.with_file_name(format!(".{short}.prepgen-tmp"))
}

/// Writes a new file in the place of what an earlier run may have left there, through no link.
fn aside(temporary: &Path, bytes: &[u8], permissions: Option<fs::Permissions>) -> std::io::Result<()> {
    if fs::symlink_metadata(temporary).is_ok() {
        disk::remove(temporary)?;
    }
    let file = disk::create(temporary, bytes)?;
    permissions.map_or(Ok(()), |permissions| disk::permit(&file, temporary, permissions))
}

/// A path without `.`, `..` and links, as far as it exists.
fn resolved(path: &Path) -> Result<PathBuf> {
    let mut full = std::env::current_dir().context("cannot tell the current folder")?;
    for part in path.components() {
        match part {
            Component::CurDir => {}
            // `..` leads to the parent of where a link leads, as the system sees it.
            Component::ParentDir => {
                full = full.canonicalize().unwrap_or(full);
                full.pop();
            }
            part => full.push(part),
        }
    }
    let mut rest = Vec::new();
    let mut known = full.clone();
    loop {
        match known.canonicalize() {
            Ok(found) => {
                known = found;
                break;
            }
            Err(_) => match known.file_name() {
                Some(name) => {
                    rest.push(name.to_os_string());
                    known.pop();
                }
                None => break,
            },
        }
    }
    known.extend(rest.into_iter().rev());
    Ok(known)
}

fn home() -> Option<PathBuf> {
    std::env::home_dir().filter(|home| !home.as_os_str().is_empty()).map(|home| home.canonicalize().unwrap_or(home))
}

/// The files that the record names; nothing in a folder that is empty or holds only `.git`.
fn record(folder: &Path, shown: &str) -> Result<BTreeSet<String>> {
    let mut others = Vec::new();
    let mut recorded = false;
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read {shown}"))? {
        let name = entry.with_context(|| format!("cannot read {shown}"))?.file_name();
        recorded |= name == RECORD;
        if name != ".git" && name != RECORD && name != DRAFT {
            others.push(name.to_string_lossy().into_owned());
        }
    }
    if !recorded {
        if others.is_empty() {
            return Ok(BTreeSet::new());
        }
        others.sort();
        others.truncate(3);
        bail!("{shown} holds files that prepgen did not write ({}); publish to a folder that is new or empty", others.join(", "));
    }
    let path = folder.join(RECORD);
    let foreign = || format!("{shown} holds files, and its record {RECORD} is none that prepgen wrote; publish to a folder that is new or empty");
    let plain = fs::symlink_metadata(&path).is_ok_and(|facts| facts.is_file() && facts.len() <= MAX_RECORD);
    let text = if plain { fs::read_to_string(&path).ok() } else { None };
    let text = text.with_context(foreign)?;
    let mut lines = text.lines();
    if lines.next() != Some(HEAD) {
        bail!(foreign());
    }
    let ours: BTreeSet<String> = lines.map(str::to_string).collect();
    if !ours.iter().all(|path| is_below(path)) {
        bail!(foreign());
    }
    Ok(ours)
}

/// Whether a recorded path names a file below the output and nothing else.
fn is_below(path: &str) -> bool {
    !path.is_empty()
        && !path.contains('\\')
        && path.split('/').all(|part| {
            !part.is_empty() && part != "." && part != ".." && part != ".git" && part != RECORD && part != STAGE && part != ASIDE && !part.contains(':')
        })
}
