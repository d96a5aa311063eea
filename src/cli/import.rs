//! `prepgen import FILE...`: notes that people have become content.

use super::out::Format;
use super::project::{self, Misconfigured, Project};
use super::{Common, Status, out};
use crate::content::Kind;
use crate::diagnostic::Diagnostic;
use crate::framework::{self, Framework};
use crate::import::{self, Found, Import, Note, Setting};
use crate::load::{self, NoteFile};
use crate::report::plural;
use crate::write;
use anyhow::{Context, Result};
use serde_json::json;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
pub(super) struct Options {
    /// Notes: Markdown or text files, or folders of them
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The handbook's folder [default: the handbook we stand in, else here]
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
    /// Whose names principles get [default: as you wrote them]
    #[arg(long, value_parser = named, value_name = "NAME")]
    framework: Option<&'static Framework>,
    /// Write nothing; show the files and what each line would become
    #[arg(long)]
    dry_run: bool,
    /// How to write the report
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

/// The framework of a name, or the names that there are.
pub(super) fn named(name: &str) -> Result<&'static Framework, String> {
    framework::named(name).ok_or_else(|| {
        let names: Vec<&str> = framework::all().iter().map(|framework| framework.id).collect();
        match crate::diagnostic::did_you_mean(name, names.iter().copied()) {
            Some(close) => format!("did you mean `{close}`?"),
            None => format!("the frameworks are {}", names.join(", ")),
        }
    })
}

pub(super) fn run(options: &Options, common: &Common) -> Result<Status> {
    let root = root(options, common)?;
    let brought = match bring(&root, &options.files, options.framework, options.dry_run)? {
        Ok(brought) => brought,
        Err(diagnostics) => {
            out::note_text(&project::report(Default::default(), &diagnostics, Default::default(), common.color.on_stderr()))?;
            return Ok(Status::Failed);
        }
    };
    match options.format {
        Format::Json => {
            out::result(&(serde_json::to_string_pretty(&json(&brought))? + "\n"))?;
            remarks(&brought).lines().for_each(out::note);
        }
        Format::Human => {
            let mut text = String::new();
            if options.dry_run {
                text.push_str(&trace(&brought));
            }
            text.push_str(&human(&brought, options.dry_run));
            out::result(&text.lines().map(|line| crate::report::visible(line) + "\n").collect::<String>())?;
        }
    }
    Ok(Status::Fine)
}

#[expect(clippy::disallowed_methods, reason = "the folder that a user names is made absolute before anything is read below it")]
fn root(options: &Options, common: &Common) -> Result<PathBuf> {
    let here = || std::env::current_dir().context("cannot tell the current folder");
    match options.to.as_ref().or(common.root.as_ref()) {
        Some(folder) if folder.exists() => folder.canonicalize().with_context(|| format!("cannot read {}", folder.display())),
        Some(folder) => Ok(here()?.join(folder)),
        None => {
            let here = here()?;
            Ok(load::root(&here).unwrap_or(here))
        }
    }
}

/// What an import did, or would do.
pub(super) struct Brought {
    import: Import,
    /// Files that were written, or would be.
    pub written: Vec<String>,
    kept: Vec<String>,
}

/// Reads notes and writes what they became into the handbook at `root`, which is made where there is none. Findings say why its settings cannot be used.
pub(super) fn bring(root: &Path, files: &[PathBuf], framework: Option<&'static Framework>, dry_run: bool) -> Result<Result<Brought, Vec<Diagnostic>>> {
    let loaded = load::notes(files)?;
    let project = match Project::at(root.to_path_buf())? {
        Ok(project) => project,
        Err(Misconfigured(diagnostics)) => return Ok(Err(diagnostics)),
    };
    let handbook = project.link(Default::default());
    let several = loaded.len() > 1;
    let notes: Vec<Note> = loaded.iter().map(|file| note(file, several)).collect();
    let exists = |note: &Note, path: &str| load::is_beside(Path::new(&note.root), path);
    let import = import::import(&notes, &Setting { framework, handbook: &handbook, exists: &exists });
    let (mut written, mut kept) = (Vec::new(), Vec::new());
    if !dry_run {
        write::new_folder(root)?;
    }
    for entry in &import.entries {
        if entry.is_kept {
            kept.push(entry.path.clone());
        } else {
            if !dry_run {
                write::new_file(root, &entry.path, entry.text.as_bytes())?;
            }
            written.push(entry.path.clone());
        }
    }
    for (note, from, to) in &import.copies {
        if project.tree.files.contains(to) {
            kept.push(to.clone());
            continue;
        }
        if !dry_run && let Some(bytes) = load::bytes_beside(&loaded[*note].root, from)? {
            write::new_file(root, to, &bytes)?;
        }
        written.push(to.clone());
    }
    written.sort();
    kept.sort();
    Ok(Ok(Brought { import, written, kept }))
}

fn note(file: &NoteFile, several: bool) -> Note {
    let name = file.inside.rsplit('/').next().unwrap_or("");
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    Note {
        path: file.shown.clone(),
        text: file.text.clone(),
        stem: stem.to_string(),
        root: file.root.display().to_string(),
        inside: file.inside.clone(),
        is_titled: file.in_folder || several,
    }
}

fn of(brought: &Brought, kind: Kind) -> impl Iterator<Item = &Found> {
    brought.import.entries.iter().filter(move |entry| entry.kind == kind)
}

fn json(brought: &Brought) -> serde_json::Value {
    let stories: Vec<&Found> = of(brought, Kind::Story).collect();
    let incomplete: Vec<&&Found> = stories.iter().filter(|story| !story.missing.is_empty()).collect();
    let answered = of(brought, Kind::Question).filter(|question| question.is_answered).count();
    let unplaced = brought.import.lines.iter().filter(|line| line.is_lost);
    json!({
        "version": 1,
        "written": brought.written,
        "kept": brought.kept,
        "stories": {
            "complete": stories.len() - incomplete.len(),
            "incomplete": incomplete.len(),
            "missing": incomplete.iter().map(|story| json!({"path": story.path, "sections": story.missing})).collect::<Vec<_>>(),
        },
        "questions": {
            "answered": answered,
            "unanswered": of(brought, Kind::Question).count() - answered,
        },
        "unplaced": unplaced.map(|line| json!({"path": line.path, "line": line.line, "text": line.text})).collect::<Vec<_>>(),
    })
}

/// What each line became, and the files as a tree.
fn trace(brought: &Brought) -> String {
    let mut text = String::from("lines\n");
    for line in &brought.import.lines {
        let entries: Vec<&str> = line.entries.iter().map(|index| brought.import.entries[*index].path.as_str()).collect();
        let became = match (line.is_lost, entries.is_empty()) {
            (true, _) => "unplaced".to_string(),
            (false, true) => "structure".to_string(),
            (false, false) => entries.join(", "),
        };
        let shown: String = line.text.trim().chars().take(60).collect();
        text.push_str(&format!("  {}:{}: {shown} -> {became}\n", line.path, line.line));
    }
    text.push_str("\nfiles\n");
    let mut folder = "";
    for path in &brought.written {
        let (above, name) = path.rsplit_once('/').unwrap_or(("", path));
        if above != folder {
            text.push_str(&format!("  {above}/\n"));
            folder = above;
        }
        text.push_str(&format!("    {name}\n"));
    }
    text + "\n"
}

pub(super) fn human(brought: &Brought, dry_run: bool) -> String {
    let mut text = String::new();
    let mut list = |word: &str, paths: &[String]| {
        if !(paths.is_empty() || dry_run && word == "written") {
            text.push_str(&format!("{word}\n"));
            paths.iter().for_each(|path| text.push_str(&format!("  {path}\n")));
            text.push('\n');
        }
    };
    list("written", &brought.written);
    list("kept as they are", &brought.kept);
    let stories: Vec<&Found> = of(brought, Kind::Story).collect();
    let incomplete: Vec<&&Found> = stories.iter().filter(|story| !story.missing.is_empty()).collect();
    if !stories.is_empty() {
        text.push_str(&format!(
            "{}: {} complete, {} incomplete\n",
            plural(stories.len(), "story", "stories"),
            stories.len() - incomplete.len(),
            incomplete.len()
        ));
    }
    for story in incomplete {
        text.push_str(&format!("  {} is a draft: no words for {}\n", story.path, story.missing.join(", ")));
    }
    let questions: Vec<&Found> = of(brought, Kind::Question).collect();
    if !questions.is_empty() {
        let answered = questions.iter().filter(|question| question.is_answered).count();
        text.push_str(&format!("{}: {answered} with an answer, {} without\n", plural(questions.len(), "question", "questions"), questions.len() - answered));
    }
    for (kind, one, many) in
        [(Kind::Principle, "principle", "principles"), (Kind::Asks, "list of questions to ask", "lists of questions to ask"), (Kind::Page, "page", "pages")]
    {
        let count = of(brought, kind).count();
        if count > 0 {
            text.push_str(&format!("{}\n", plural(count, one, many)));
        }
    }
    if brought.written.is_empty() {
        text.push_str("nothing new\n");
    }
    text.push_str(&remarks(brought));
    let lost: Vec<_> = brought.import.lines.iter().filter(|line| line.is_lost).collect();
    if !lost.is_empty() {
        text.push_str("\nunplaced\n");
        lost.iter().for_each(|line| text.push_str(&format!("{}:{}: {}\n", line.path, line.line, line.text)));
    }
    text
}

/// What was matched, kept once or unlinked.
fn remarks(brought: &Brought) -> String {
    let mut text = String::new();
    let aliases: BTreeMap<&str, &str> = brought.import.aliases.iter().map(|(name, title)| (name.as_str(), title.as_str())).collect();
    for (name, title) in aliases {
        text.push_str(&format!("`{name}` is the principle `{title}`\n"));
    }
    for (path, line, said) in &brought.import.same {
        text.push_str(&format!("{path}:{line}: kept once: {said}\n"));
    }
    for (path, line, link) in &brought.import.broken {
        text.push_str(&format!("{path}:{line}: leads nowhere, so it stays as text: {link}\n"));
    }
    text
}
