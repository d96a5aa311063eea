//! Notes to import: files and folders that the user names, anywhere on the machine. Below a folder no link is followed.

use super::{MAX_TEXT, open};
use anyhow::{Context, Result, bail};
use std::io::Read;
use std::path::{Path, PathBuf};
use walkdir::WalkDir;

/// A file of notes.
#[derive(Debug, Clone)]
pub struct NoteFile {
    /// Its path as the user would write it.
    pub shown: String,
    /// The folder that was named, or that the file lies in.
    pub root: PathBuf,
    /// Its path from there, with `/`.
    pub inside: String,
    /// Its text.
    pub text: String,
    /// Whether it came with a folder.
    pub in_folder: bool,
}

/// Reads the notes that these paths name, each file once. A folder's Markdown and text files are read, sub-folders included.
///
/// # Errors
/// Where a path leads nowhere, the system refuses to read a file, or a file is no text.
pub fn notes(paths: &[PathBuf]) -> Result<Vec<NoteFile>> {
    let mut found: Vec<NoteFile> = Vec::new();
    let mut seen = std::collections::BTreeSet::new();
    for path in paths {
        let shown = path.display().to_string();
        let full = path.canonicalize().with_context(|| format!("cannot read {shown}"))?;
        if !full.is_dir() {
            let root = full.parent().unwrap_or(&full).to_path_buf();
            let inside = full.file_name().unwrap_or_default().to_string_lossy().into_owned();
            if seen.insert(full.clone()) {
                found.push(NoteFile { text: text(&full, &shown)?, shown, root, inside, in_folder: false });
            }
            continue;
        }
        let before = found.len();
        let entries = WalkDir::new(&full).sort_by_file_name().into_iter();
        for entry in entries.filter_entry(|entry| entry.depth() == 0 || !is_foreign(&entry.file_name().to_string_lossy())) {
            let entry = entry.with_context(|| format!("cannot read {shown}"))?;
            let extension = entry.path().extension().and_then(|e| e.to_str()).unwrap_or("").to_ascii_lowercase();
            if !entry.file_type().is_file() || !matches!(extension.as_str(), "md" | "markdown" | "mdown" | "txt") {
                continue;
            }
            let inside = entry.path().strip_prefix(&full).unwrap_or(entry.path());
            let inside = inside.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/");
            let shown = format!("{}/{inside}", shown.trim_end_matches('/'));
            if seen.insert(entry.path().to_path_buf()) {
                found.push(NoteFile { text: text(entry.path(), &shown)?, shown, root: full.clone(), inside, in_folder: true });
            }
        }
        if found.len() == before {
            bail!("{shown} holds no notes: no file below it ends in .md or .txt");
        }
    }
    Ok(found)
}

/// Hidden files and what editors leave.
fn is_foreign(name: &str) -> bool {
    name.starts_with('.') || name.ends_with('~') || name == "node_modules"
}

fn text(path: &Path, shown: &str) -> Result<String> {
    let Some(mut file) = open(path).with_context(|| format!("cannot read {shown}"))? else { bail!("{shown} vanished while it was read") };
    let facts = file.metadata().with_context(|| format!("cannot read {shown}"))?;
    if !facts.is_file() {
        bail!("{shown} is no plain file");
    }
    if facts.len() > MAX_TEXT {
        bail!("{shown} is {} bytes long; prepgen reads notes of up to {MAX_TEXT}: split it", facts.len());
    }
    let mut bytes = Vec::with_capacity(facts.len() as usize + 1);
    file.by_ref().take(MAX_TEXT + 1).read_to_end(&mut bytes).with_context(|| format!("cannot read {shown}"))?;
    decoded(bytes).with_context(|| format!("{shown} is no text in UTF-8: save it as UTF-8"))
}

/// Text in UTF-8, or in UTF-16 with its mark, as some editors save it.
fn decoded(bytes: Vec<u8>) -> Option<String> {
    let wide = |unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..].chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
        String::from_utf16(&units).ok()
    };
    match bytes.get(..2) {
        Some([0xff, 0xfe]) => wide(u16::from_le_bytes),
        Some([0xfe, 0xff]) => wide(u16::from_be_bytes),
        _ => String::from_utf8(bytes).ok(),
    }
}

/// The plain file at a path below a folder, not through links that lead out of it.
fn beside(root: &Path, inside: &str) -> Option<PathBuf> {
    let full = root.join(inside).canonicalize().ok()?;
    let root = root.canonicalize().ok()?;
    (full.starts_with(root) && full.is_file()).then_some(full)
}

/// Whether a plain file lies there, below the folder of notes.
pub fn is_beside(root: &Path, inside: &str) -> bool {
    beside(root, inside).is_some()
}

/// The bytes of a file below a folder of notes. Nothing where it vanished meanwhile.
///
/// # Errors
/// Where the system refuses to read it.
pub fn bytes_beside(root: &Path, inside: &str) -> Result<Option<Vec<u8>>> {
    let Some(path) = beside(root, inside) else { return Ok(None) };
    let Some(mut file) = open(&path).with_context(|| format!("cannot read {inside}"))? else { return Ok(None) };
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).with_context(|| format!("cannot read {inside}"))?;
    Ok(Some(bytes))
}
