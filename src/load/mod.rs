//! Disk to sources: the only room that reads. Only plain files below the handbook's root are read, through links or not.

#![expect(clippy::disallowed_methods, reason = "this is the room that reads the disk")]

mod again;

pub use again::{Changes, Reading};
mod notes;

pub use notes::{NoteFile, bytes_beside, is_beside, notes};

use crate::content::Kind;
use crate::diagnostic::{Fault, FaultKind, did_you_mean};
use crate::fonts::{MAX_FONT, OwnFont};
use crate::source::{Source, Span};
use anyhow::{Context, Result, bail};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::fs::{File, FileType};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use walkdir::WalkDir;

/// The longest text file that is read, in bytes: a hundred times what can be told in an hour.
pub const MAX_TEXT: u64 = 1024 * 1024;

/// A Markdown file of content/.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// Its text, as far as it can be had.
    pub source: Arc<Source>,
    /// What it is by its folder; none where it lies in no kind's folder.
    pub kind: Option<Kind>,
    /// Why its text could not be had, or why it is of no kind.
    pub fault: Option<Fault>,
}

/// What the disk holds of a handbook.
#[derive(Debug, Default)]
pub struct Tree {
    /// Markdown in content/, and files of content/ and static/ that are not read; sorted by path.
    pub entries: Vec<Loaded>,
    /// Other files in content/, as paths from the root.
    pub files: BTreeSet<String>,
    /// Files in static/, as paths from the root.
    pub statics: BTreeSet<String>,
    /// Templates of the theme: name below templates/ and source.
    pub templates: Vec<(String, Arc<Source>)>,
    /// Assets of the theme: name below assets/ and path from the root.
    pub assets: Vec<(String, String)>,
    /// The font that site.toml names for scripts that the sheet's fonts lack.
    pub font: Option<OwnFont>,
}

/// The handbook's root that holds a folder: itself if it is one, else its nearest parent with a site.toml.
pub fn root(start: &Path) -> Option<PathBuf> {
    let start = start.canonicalize().ok()?;
    let named = start.ancestors().find(|folder| folder.join("site.toml").is_file()).map(Path::to_path_buf);
    named.or_else(|| is_handbook(&start).then_some(start))
}

/// Whether a folder is a handbook: it has a site.toml or a content folder.
pub fn is_handbook(folder: &Path) -> bool {
    folder.join("site.toml").symlink_metadata().is_ok() || folder.join("content").is_dir()
}

/// Whether anything lies at a path below a root, a link that leads nowhere included.
pub fn is_there(root: &Path, path: &str) -> bool {
    root.join(path).symlink_metadata().is_ok()
}

/// site.toml, where there is one. The fault says why its text cannot be had.
pub fn site(root: &Path) -> Result<Option<(Source, Option<Fault>)>> {
    let path = root.join("site.toml");
    let Ok(found) = path.symlink_metadata() else { return Ok(None) };
    let text = read_text(root, &path, found.file_type())?;
    Ok(text.map(|text| {
        let fault = text.fault.map(|fault| Fault { kind: FaultKind::InvalidConfig, ..fault });
        (Source::new("site.toml", text.text), fault)
    }))
}

/// Whether a theme's folder is there.
pub fn has_theme(root: &Path, name: &str) -> bool {
    root.join("themes").join(name).is_dir()
}

/// The names of the themes that are there.
pub fn themes(root: &Path) -> Vec<String> {
    let folders = std::fs::read_dir(root.join("themes")).into_iter().flatten().flatten();
    let mut names: Vec<String> = folders.filter(|folder| folder.path().is_dir()).filter_map(|folder| folder.file_name().into_string().ok()).collect();
    names.sort();
    names
}

/// Everything below content/ and static/, and the theme's files.
pub fn tree(root: &Path, theme: &str) -> Result<Tree> {
    read_tree(root, theme, &|_| None)
}

/// The same, with what is known of a file in place of reading it.
fn read_tree(root: &Path, theme: &str, known: &(dyn Fn(&Found) -> Option<Loaded> + Sync)) -> Result<Tree> {
    let mut tree = Tree::default();
    let mut markdown = Vec::new();
    let mut unread_links = Vec::new();
    for found in walk(root, "content", &is_ignored)? {
        let extension = found.path.extension().and_then(|e| e.to_str()).unwrap_or("").to_ascii_lowercase();
        if matches!(extension.as_str(), "md" | "markdown") {
            markdown.push(found);
        } else if found.path.to_str().is_none() {
            // No link can name it.
        } else if found.kind.is_file() || link_inside(root, &found).is_some() {
            tree.files.insert(found.relative);
        } else if found.kind.is_symlink() {
            unread_links.push(unread(&found, "is a link that leads to no plain file below the handbook's root, so it is not followed"));
        }
    }
    let loaded: Result<Vec<Option<Loaded>>> =
        markdown.par_iter().map(|found| known(found).map_or_else(|| load(root, found), |loaded| Ok(Some(loaded)))).collect();
    tree.entries = loaded?.into_iter().flatten().chain(unread_links).collect();
    for found in walk(root, "static", &is_hidden)? {
        if found.relative.contains(char::REPLACEMENT_CHARACTER) {
            tree.entries.push(unread(&found, "has a name that is no UTF-8, so it is not published"));
        } else if found.kind.is_file() || link_inside(root, &found).is_some() {
            tree.statics.insert(found.relative);
        } else {
            tree.entries.push(unread(&found, "is no plain file below the handbook's root, so it is not published"));
        }
    }
    let folder = format!("themes/{theme}");
    for found in walk(root, &folder, &is_ignored)? {
        let name = found.relative[folder.len() + 1..].to_string();
        if let Some(name) = name.strip_prefix("templates/") {
            let text = read_text(root, &found.path, found.kind)?;
            let Some(text) = text else { continue };
            if let Some(fault) = text.fault {
                bail!("{}: {}", found.relative, fault.message);
            }
            tree.templates.push((name.to_string(), Arc::new(Source::new(found.relative.clone(), text.text))));
        } else if let Some(name) = name.strip_prefix("assets/") {
            tree.assets.push((name.to_string(), found.relative.clone()));
        }
    }
    tree.entries.sort_by(|a, b| a.source.path.cmp(&b.source.path));
    tree.templates.sort_by(|a, b| a.0.cmp(&b.0));
    tree.assets.sort();
    Ok(tree)
}

/// The bytes of a file below the root, for publishing. Nothing where it vanished meanwhile.
pub fn bytes(root: &Path, path: &str) -> Result<Option<Vec<u8>>> {
    let full = root.join(path);
    if full.symlink_metadata().is_err_and(|error| error.kind() == ErrorKind::NotFound) {
        return Ok(None);
    }
    let Some(target) = inside(root, &full) else { bail!("{path}: this leads out of the handbook, so it is not read") };
    let Some(mut file) = open(&target).with_context(|| format!("cannot read {path}"))? else { return Ok(None) };
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).with_context(|| format!("cannot read {path}"))?;
    Ok(Some(bytes))
}

/// The font that site.toml names, or why it cannot be used: it is not there, lies outside of the handbook, is too big or no font.
pub fn font(root: &Path, path: &str) -> Result<Result<OwnFont, String>> {
    let full = root.join(path);
    if !full.exists() {
        return Ok(Err(format!("there is no file {path}")));
    }
    let Some(target) = inside(root, &full) else { return Ok(Err(format!("{path} lies outside of the handbook, and nothing there is read"))) };
    let cannot = || format!("cannot read {path}");
    let facts = target.metadata().with_context(cannot)?;
    if !facts.is_file() {
        return Ok(Err(format!("{path} is no plain file")));
    }
    if facts.len() > MAX_FONT {
        return Ok(Err(format!("{path} is {} bytes long; fonts are read up to {MAX_FONT}", facts.len())));
    }
    let Some(file) = open(&target).with_context(cannot)? else { return Ok(Err(format!("there is no file {path}"))) };
    let mut bytes = Vec::new();
    file.take(MAX_FONT).read_to_end(&mut bytes).with_context(cannot)?;
    Ok(OwnFont::new(bytes).ok_or_else(|| format!("{path} is no TrueType or OpenType font")))
}

/// A file or link that a walk met.
struct Found {
    path: PathBuf,
    /// From the root, with `/`; letters that are no UTF-8 replaced.
    relative: String,
    kind: FileType,
}

/// All files and links below a folder, sorted; folders are entered, links to folders are not.
fn walk(root: &Path, folder: &str, ignored: &dyn Fn(&str) -> bool) -> Result<Vec<Found>> {
    let top = root.join(folder);
    if top.symlink_metadata().is_err() {
        return Ok(Vec::new());
    }
    if inside(root, &top).is_none() {
        bail!("{folder} is a link that leads out of the handbook; nothing outside of it is read");
    }
    if !top.is_dir() {
        bail!("{folder} is no folder");
    }
    let mut found = Vec::new();
    let entries = WalkDir::new(&top).sort_by_file_name().into_iter();
    for entry in entries.filter_entry(|entry| entry.depth() == 0 || !ignored(&entry.file_name().to_string_lossy())) {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) if error.io_error().is_some_and(|e| e.kind() == ErrorKind::NotFound) => continue,
            Err(error) => return Err(error).context("cannot read a folder"),
        };
        if entry.file_type().is_dir() || entry.depth() == 0 {
            continue;
        }
        let path = entry.path().to_path_buf();
        let below = path.strip_prefix(&top).unwrap_or(&path);
        let mut relative = folder.to_string();
        for part in below.components() {
            relative.push('/');
            relative.push_str(&part.as_os_str().to_string_lossy());
        }
        found.push(Found { path, relative, kind: entry.file_type() });
    }
    Ok(found)
}

/// Names that are nobody's content: hidden, set aside with `_`, or left by an editor.
fn is_ignored(name: &str) -> bool {
    name.starts_with(['.', '_'])
        || name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'))
        || name == "4913"
        || name.ends_with("___jb_tmp___")
        || name.ends_with("___jb_old___")
        || Path::new(name).extension().is_some_and(|e| ["swp", "swo", "swx", "tmp", "bak", "part", "crdownload"].iter().any(|t| e.eq_ignore_ascii_case(t)))
}

/// Names in static/ that are not published.
fn is_hidden(name: &str) -> bool {
    name.starts_with('.') && name != ".nojekyll" && name != ".well-known"
}

fn load(root: &Path, found: &Found) -> Result<Option<Loaded>> {
    let parts: Vec<&str> = found.relative.split('/').collect();
    let kind = parts.get(1).filter(|_| parts.len() > 2).and_then(|folder| Kind::ALL.into_iter().find(|kind| kind.folder() == *folder));
    if kind.is_none() {
        let guess = |folder: &&str| Kind::named(folder).map(Kind::folder).or_else(|| did_you_mean(folder, Kind::ALL.map(Kind::folder)));
        let close = parts.get(1).filter(|_| parts.len() > 2).and_then(guess);
        let fault = Fault::new(FaultKind::StrayFile, Span::default(), "this file lies in no kind's folder, so it is not read");
        let fault =
            fault.help(close.map_or("move it to stories, questions, principles, asks, interviews or pages".into(), |close| format!("did you mean `{close}`?")));
        return Ok(Some(Loaded { source: Arc::new(Source::new(found.relative.clone(), "")), kind, fault: Some(fault) }));
    }
    if found.path.file_name().is_some_and(|name| name.to_str().is_none()) || found.relative.contains(char::REPLACEMENT_CHARACTER) {
        let fault = Fault::new(FaultKind::InvalidId, Span::default(), "the name of this file is no UTF-8").help("rename the file");
        return Ok(Some(Loaded { source: Arc::new(Source::new(found.relative.clone(), "")), kind, fault: Some(fault) }));
    }
    if found.path.extension().is_some_and(|e| e.eq_ignore_ascii_case("markdown")) {
        let fault = Fault::new(FaultKind::StrayFile, Span::default(), "prepgen reads Markdown files that end in `.md`").help("rename the file");
        return Ok(Some(Loaded { source: Arc::new(Source::new(found.relative.clone(), "")), kind: None, fault: Some(fault) }));
    }
    let text = read_text(root, &found.path, found.kind)?;
    Ok(text.map(|text| Loaded { source: Arc::new(Source::new(found.relative.clone(), text.text)), kind, fault: text.fault }))
}

fn unread(found: &Found, why: &str) -> Loaded {
    let fault = Fault::new(FaultKind::StrayFile, Span::default(), format!("this {why}")).help("put the file itself here");
    Loaded { source: Arc::new(Source::new(found.relative.clone(), "")), kind: None, fault: Some(fault) }
}

/// The target of a path, if it lies below the root.
fn inside(root: &Path, path: &Path) -> Option<PathBuf> {
    path.canonicalize().ok().filter(|target| target.starts_with(root))
}

/// The plain file that a link leads to, if it lies below the root.
fn link_inside(root: &Path, found: &Found) -> Option<PathBuf> {
    inside(root, &found.path).filter(|target| found.kind.is_symlink() && target.is_file())
}

struct Text {
    text: String,
    fault: Option<Fault>,
}

/// A file's text, or the fault that says why it has none. Nothing where the file vanished meanwhile; an error where the system refuses to read it.
fn read_text(root: &Path, path: &Path, kind: FileType) -> Result<Option<Text>> {
    let fault = |message: &str, help: &str| {
        let fault = Fault::new(FaultKind::InvalidFrontMatter, Span::default(), message).help(help);
        Ok(Some(Text { text: String::new(), fault: Some(fault) }))
    };
    let target = if kind.is_symlink() {
        match path.canonicalize() {
            Ok(target) if !target.starts_with(root) => {
                return fault("this is a link out of the handbook, and nothing outside of it is read", "copy the file here");
            }
            Ok(target) if target.is_dir() => return fault("this is a link to a folder, and such links are not followed", "copy the folder here"),
            Ok(target) => target,
            Err(error) if error.kind() == ErrorKind::NotFound => return fault("this link leads nowhere", "remove the link, or bring back the file"),
            Err(_) => return fault("this link leads back to itself", "remove the link"),
        }
    } else {
        path.to_path_buf()
    };
    let not_plain = || fault("this is no plain file", "only plain files are read: replace it by one");
    if !kind.is_symlink() && !kind.is_file() {
        return not_plain();
    }
    let shown = path.strip_prefix(root).unwrap_or(path).display();
    let Some(mut file) = open(&target).with_context(|| format!("cannot read {shown}"))? else { return Ok(None) };
    let facts = file.metadata().with_context(|| format!("cannot read {shown}"))?;
    if !facts.is_file() {
        return not_plain();
    }
    if facts.len() > MAX_TEXT {
        return fault(&format!("this file is {} bytes long; prepgen reads up to {MAX_TEXT}", facts.len()), "one story is one file: split it");
    }
    let mut bytes = Vec::with_capacity(facts.len() as usize + 1);
    // A file that grows while it is read is cut at the limit rather than followed.
    file.by_ref().take(MAX_TEXT + 1).read_to_end(&mut bytes).with_context(|| format!("cannot read {shown}"))?;
    Ok(Some(decode(bytes)))
}

fn decode(bytes: Vec<u8>) -> Text {
    let fault = |at: usize, message: &str| {
        let fault = Fault::new(FaultKind::InvalidFrontMatter, Span::new(at, at), message);
        Some(fault.help("save the file as UTF-8"))
    };
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Text { text: String::new(), fault: fault(0, "this file is UTF-16") };
    }
    match String::from_utf8(bytes) {
        Ok(text) => Text { text, fault: None },
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let mut bytes = error.into_bytes();
            bytes.truncate(at);
            Text { text: String::from_utf8(bytes).unwrap_or_default(), fault: fault(at, "this file is no UTF-8: a wrong byte stands here") }
        }
    }
}

/// Opens a plain file without following a link in its last place and without waiting for whoever holds the other end of a pipe.
#[cfg(unix)]
fn open(path: &Path) -> std::io::Result<Option<File>> {
    use rustix::fs::{Mode, OFlags};
    match rustix::fs::open(path, OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::NONBLOCK | OFlags::CLOEXEC, Mode::empty()) {
        Ok(file) => Ok(Some(File::from(file))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(unix))]
fn open(path: &Path) -> std::io::Result<Option<File>> {
    match File::open(path) {
        Ok(file) => Ok(Some(file)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}
