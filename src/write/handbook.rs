//! Writing into a handbook itself: new files, changes to files, a file under a new name. Nothing that exists is overwritten unasked, and nothing is written through links.

use super::{aside, disk, temporary};
use anyhow::{Context, Result, bail};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

/// Makes the folder of a new handbook, with those above it.
///
/// # Errors
/// Where a file stands in its place, or the system refuses.
pub fn new_folder(root: &Path) -> Result<()> {
    disk::folders(root).with_context(|| format!("cannot make {}", root.display()))
}

/// Writes a new file below a handbook's root. A file that exists is never changed.
///
/// # Errors
/// Where the file exists, or a folder on the way is a link or no folder.
pub fn new_file(root: &Path, path: &str, bytes: &[u8]) -> Result<()> {
    let mut at = root.to_path_buf();
    let (folders, name) = path.rsplit_once('/').unwrap_or(("", path));
    for folder in folders.split('/').filter(|folder| !folder.is_empty()) {
        at.push(folder);
        match fs::symlink_metadata(&at) {
            Ok(facts) if facts.is_dir() => {}
            Ok(_) => bail!("{path}: {folder} is no folder, and prepgen writes through no links"),
            Err(_) => disk::folder(&at).with_context(|| format!("cannot make {folder}"))?,
        }
    }
    at.push(name);
    if fs::symlink_metadata(&at).is_ok() {
        bail!("{path} is there already");
    }
    // Written aside and given its name when it is whole: a reader sees the whole file or none.
    let temporary = temporary(&at);
    let write = || {
        aside(&temporary, bytes, None)?;
        disk::name(&temporary, &at)
    };
    write().inspect_err(|_| drop(disk::remove(&temporary))).with_context(|| format!("cannot write {path}"))
}

/// What a file is to become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The file, from the handbook's root.
    pub path: String,
    /// What it holds.
    pub old: String,
    /// What it is to hold.
    pub new: String,
}

/// Changes files and then gives one of them a new name. Where a step fails, those before it are taken back. The new name comes last: where a run is
/// killed before, what has changed already is right once the same command has run again.
///
/// # Errors
/// Where a file changed meanwhile or is a link, the new name is taken, or the system refuses.
pub fn rename(root: &Path, changes: &[Change], from: &str, to: &str) -> Result<()> {
    let (source, target) = (root.join(from), root.join(to));
    let taken = || bail!("{to} is there already");
    if fs::symlink_metadata(&target).is_ok() {
        return taken();
    }
    if !is_plain(root, from) {
        bail!("{from} is a link or no plain file, and prepgen renames none");
    }
    let mut done = 0;
    let mut run = || -> Result<()> {
        for change in changes {
            edit_file(root, &change.path, &change.old, &change.new)?;
            done += 1;
        }
        // The name must not be taken, so that no file that came meanwhile is overwritten.
        match disk::name(&source, &target) {
            Err(error) if error.kind() == ErrorKind::AlreadyExists => taken(),
            named => named.with_context(|| format!("cannot rename {from}")),
        }
    };
    let result = run();
    if result.is_err() {
        for change in changes[..done].iter().rev() {
            edit_file(root, &change.path, &change.new, &change.old).with_context(|| format!("{}: could not take a change back", change.path))?;
        }
    }
    result
}

/// Whether a file below a handbook's root is a plain file and no link.
pub fn is_plain(root: &Path, path: &str) -> bool {
    fs::symlink_metadata(root.join(path)).is_ok_and(|facts| facts.is_file())
}

/// Changes a file below a handbook's root from `old` to `new`, whole or not at all; its permissions stay.
///
/// # Errors
/// Where the file no longer holds `old`, or is a link.
pub fn edit_file(root: &Path, path: &str, old: &str, new: &str) -> Result<()> {
    let full = root.join(path);
    let facts = fs::symlink_metadata(&full).with_context(|| format!("cannot look at {path}"))?;
    if !facts.is_file() {
        bail!("{path} is a link or no plain file, and prepgen writes through none");
    }
    if fs::read(&full).with_context(|| format!("cannot read {path}"))? != old.as_bytes() {
        bail!("{path} changed meanwhile, so it was left alone; run this again");
    }
    let temporary = temporary(&full);
    let write = || {
        aside(&temporary, new.as_bytes(), Some(facts.permissions()))?;
        disk::rename(&temporary, &full)
    };
    write().inspect_err(|_| drop(disk::remove(&temporary))).with_context(|| format!("cannot write {path}"))
}
