//! One file that a command was told to write, such as the printed sheet: looked at before the work is done, replaced whole or not at all.

use super::{aside, disk, temporary};
use anyhow::{Context, Result, bail};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// A file to be written. Made before there is anything to write, so that a wrong place is told at once.
#[derive(Debug)]
pub struct Target {
    path: PathBuf,
    shown: String,
}

impl Target {
    /// The file at a path, relative to the current folder.
    ///
    /// # Errors
    /// Where a folder, a link, a read-only file or a source of the handbook stands there, or the folder that it would lie in is missing.
    pub fn open(path: &Path) -> Result<Self> {
        let shown = path.display().to_string();
        if path.as_os_str().is_empty() || shown.ends_with(['/', std::path::MAIN_SEPARATOR]) || path.file_name().is_none() {
            bail!("`{shown}` is no name for a file; name one, such as cheatsheet.pdf");
        }
        if path.extension().is_some_and(|e| ["md", "markdown", "toml"].iter().any(|source| e.eq_ignore_ascii_case(source))) {
            bail!("{shown}: that is a name for sources, and none of them is ever written over; name a file that ends in .pdf");
        }
        match fs::symlink_metadata(path) {
            Ok(facts) if facts.is_dir() => bail!("{shown} is a folder; name a file in it, such as {}", path.join("cheatsheet.pdf").display()),
            Ok(facts) if facts.is_symlink() => bail!("{shown} is a link, and prepgen writes through none; name the file it leads to"),
            Ok(facts) if !facts.is_file() => bail!("{shown} is no plain file"),
            Ok(facts) if facts.permissions().readonly() => bail!("{shown} is read-only; name another file, or make it writable"),
            Ok(_) => {}
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
                if !folder.is_dir() {
                    bail!("{shown}: there is no folder {}", folder.display());
                }
            }
            Err(error) => return Err(error).with_context(|| format!("cannot look at {shown}")),
        }
        Ok(Self { path: path.to_path_buf(), shown })
    }

    /// Writes the file in the place of what stood there.
    ///
    /// # Errors
    /// Where the system refuses; what stood there still does.
    pub fn replace(self, bytes: &[u8]) -> Result<()> {
        let temporary = temporary(&self.path);
        let write = || {
            aside(&temporary, bytes, None)?;
            disk::rename(&temporary, &self.path)
        };
        write().inspect_err(|_| drop(disk::remove(&temporary))).with_context(|| format!("cannot write {}", self.shown))
    }
}
