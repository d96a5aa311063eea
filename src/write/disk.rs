//! Every change to the disk, as few small steps. A program can ask to be heard before each of them, so that tests see what becomes of the others where one fails.

use std::fs;
use std::io::{self, Write};
use std::path::Path;
use std::sync::OnceLock;

/// A change to the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A new folder.
    Folder,
    /// A new, empty file.
    Create,
    /// The bytes of a new file.
    Write,
    /// The permissions of a new file.
    Permit,
    /// A second name for a file.
    Link,
    /// Another place for a file or a folder.
    Rename,
    /// A file or a folder that is no more.
    Remove,
}

/// Told of each step before it is made, with the path that comes or goes; its error takes the place of the step.
pub type Guard = fn(Step, &Path) -> io::Result<()>;

static GUARD: OnceLock<Guard> = OnceLock::new();

/// Asks this guard before every step of this process from now on. The first guard stays.
pub fn guard(guard: Guard) {
    let _ = GUARD.set(guard);
}

fn ask(step: Step, path: &Path) -> io::Result<()> {
    GUARD.get().map_or(Ok(()), |guard| guard(step, path))
}

pub(super) fn folder(path: &Path) -> io::Result<()> {
    ask(Step::Folder, path)?;
    fs::create_dir(path)
}

pub(super) fn folders(path: &Path) -> io::Result<()> {
    ask(Step::Folder, path)?;
    fs::create_dir_all(path)
}

/// A new file with these bytes; none where something stands there already.
pub(super) fn create(path: &Path, bytes: &[u8]) -> io::Result<fs::File> {
    ask(Step::Create, path)?;
    let mut file = fs::File::create_new(path)?;
    if let Err(error) = ask(Step::Write, path) {
        // A disk that is full takes a part.
        file.write_all(&bytes[..bytes.len() / 2])?;
        return Err(error);
    }
    file.write_all(bytes)?;
    Ok(file)
}

pub(super) fn permit(file: &fs::File, path: &Path, permissions: fs::Permissions) -> io::Result<()> {
    ask(Step::Permit, path)?;
    file.set_permissions(permissions)
}

pub(super) fn link(from: &Path, to: &Path) -> io::Result<()> {
    ask(Step::Link, to)?;
    fs::hard_link(from, to)
}

pub(super) fn rename(from: &Path, to: &Path) -> io::Result<()> {
    ask(Step::Rename, to)?;
    fs::rename(from, to)
}

/// Gives a file its name where nothing stands yet; else it is the error `AlreadyExists`.
pub(super) fn name(from: &Path, to: &Path) -> io::Result<()> {
    ask(Step::Rename, to)?;
    #[cfg(any(target_os = "linux", target_vendor = "apple"))]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        match renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
            Ok(()) => return Ok(()),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Err(error.into()),
            // Not every file system can, and a second name does as well.
            Err(_) => {}
        }
    }
    match fs::hard_link(from, to) {
        Ok(()) => fs::remove_file(from),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(error),
        // The last resort looks before it moves, which is as much as such a file system can do.
        Err(_) if fs::symlink_metadata(to).is_ok() => Err(io::ErrorKind::AlreadyExists.into()),
        Err(_) => fs::rename(from, to),
    }
}

pub(super) fn remove(path: &Path) -> io::Result<()> {
    ask(Step::Remove, path)?;
    fs::remove_file(path)
}

pub(super) fn remove_folder(path: &Path) -> io::Result<()> {
    ask(Step::Remove, path)?;
    fs::remove_dir(path)
}

/// Removes a folder with the files in it that are ours, each named by its path from there; gives the path of one that is not, where there is one.
pub(super) fn sweep(path: &Path, is_ours: &dyn Fn(&str) -> bool) -> io::Result<Option<String>> {
    ask(Step::Remove, path)?;
    swept(path, "", is_ours)
}

fn swept(folder: &Path, below: &str, is_ours: &dyn Fn(&str) -> bool) -> io::Result<Option<String>> {
    let mut foreign = None;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            foreign = foreign.or(swept(&entry.path(), &format!("{path}/"), is_ours)?);
        } else if is_ours(&path) {
            fs::remove_file(entry.path())?;
        } else {
            foreign = foreign.or(Some(path));
        }
    }
    if foreign.is_none() {
        fs::remove_dir(folder)?;
    }
    Ok(foreign)
}
