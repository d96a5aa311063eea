//! Moving finished files to their places so that it can be taken back: what a file replaces, and what is no longer wanted, is laid aside until all is done.

use super::disk;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What was moved so far.
pub(super) struct Moves {
    /// Where old files lie meanwhile, by number.
    aside: PathBuf,
    opened: bool,
    done: Vec<Move>,
}

enum Move {
    /// What was staged there stands here now, where nothing stood.
    Came(PathBuf, PathBuf),
    /// What stood here lies there now.
    Gave(PathBuf, PathBuf),
    /// An empty folder is gone.
    Emptied(PathBuf),
}

impl Moves {
    /// None so far. Old files will lie in the folder `aside`, which is made when there is one.
    pub(super) fn new(aside: PathBuf) -> Self {
        Self { aside, opened: false, done: Vec::new() }
    }

    /// Where the next old file can lie.
    fn place(&mut self) -> io::Result<PathBuf> {
        if !self.opened {
            disk::folder(&self.aside)?;
            self.opened = true;
        }
        Ok(self.aside.join(self.done.len().to_string()))
    }

    /// Brings what is staged below `from` to its place below `to`: whole folders where nothing stands yet, else file by file.
    pub(super) fn bring(&mut self, from: &Path, to: &Path) -> io::Result<()> {
        let mut entries = fs::read_dir(from)?.collect::<io::Result<Vec<_>>>()?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            let (source, target) = (entry.path(), to.join(entry.file_name()));
            match (fs::symlink_metadata(&target), entry.file_type()?.is_dir()) {
                (Ok(facts), true) if facts.is_dir() => self.bring(&source, &target)?,
                // A file of ours gives way to a folder of ours.
                (Ok(_), true) => {
                    self.take(&target)?;
                    self.come(source, target)?;
                }
                (Ok(_), false) => self.replace(&source, target)?,
                (Err(_), _) => self.come(source, target)?,
            }
        }
        Ok(())
    }

    fn come(&mut self, source: PathBuf, target: PathBuf) -> io::Result<()> {
        disk::name(&source, &target)?;
        self.done.push(Move::Came(source, target));
        Ok(())
    }

    /// At each moment the old file or the new one stands there, whole.
    fn replace(&mut self, source: &Path, target: PathBuf) -> io::Result<()> {
        let old = self.place()?;
        // Where a file system knows no second names, a copy does.
        disk::link(&target, &old).or_else(|_| disk::create(&old, &fs::read(&target)?).map(drop))?;
        disk::rename(source, &target)?;
        self.done.push(Move::Gave(target, old));
        Ok(())
    }

    /// Lays a file aside.
    pub(super) fn take(&mut self, path: &Path) -> io::Result<()> {
        let old = self.place()?;
        disk::rename(path, &old)?;
        self.done.push(Move::Gave(path.to_path_buf(), old));
        Ok(())
    }

    /// Removes a folder if it is empty, and says whether it was.
    pub(super) fn leave(&mut self, folder: &Path) -> bool {
        let left = disk::remove_folder(folder).is_ok();
        if left {
            self.done.push(Move::Emptied(folder.to_path_buf()));
        }
        left
    }

    /// Takes everything back, the last first.
    pub(super) fn undo(self) -> io::Result<()> {
        let mut result = Ok(());
        for done in self.done.into_iter().rev() {
            let undone = match done {
                Move::Came(from, to) => disk::rename(&to, &from),
                Move::Gave(path, old) => disk::rename(&old, &path),
                Move::Emptied(folder) => disk::folder(&folder),
            };
            // What can be taken back is.
            result = result.and(undone);
        }
        result
    }
}
