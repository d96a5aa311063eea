//! `prepgen new KIND TITLE`: a file from the kind's template.

use super::project::{self, Project};
use super::{Common, Status, out};
use crate::content::Kind;
use crate::{parse, prose, write};
use anyhow::{Context, Result, bail};
use std::path::Path;

#[derive(clap::Args)]
pub(super) struct Options {
    /// What it is: story, question, principle, asks, interview or page
    #[arg(value_parser = kind)]
    kind: Kind,
    /// Its title; the file is named after it
    title: String,
    /// Open the new file in your editor ($VISUAL or $EDITOR)
    #[arg(long)]
    edit: bool,
}

fn kind(name: &str) -> Result<Kind, String> {
    Kind::named(name).ok_or_else(|| "the kinds are story, question, principle, asks, interview and page".into())
}

pub(super) fn run(options: &Options, common: &Common) -> Result<Status> {
    let Some(project) = project::opened(common, Default::default())? else { return Ok(Status::Failed) };
    let title = options.title.split_whitespace().collect::<Vec<_>>().join(" ");
    let id = prose::kebab(&title);
    if id.is_empty() {
        bail!("`{}` has neither letter nor digit, so no file can be named after it", options.title);
    }
    // A title may be longer than a file's name; the words that fit name the file.
    let id = match id.char_indices().take_while(|(at, _)| *at <= parse::MAX_ID).filter(|(_, c)| *c == '-').last() {
        Some((at, _)) if id.len() > parse::MAX_ID => id[..at].to_string(),
        _ if id.len() > parse::MAX_ID => bail!("this title is too long to name a file after it"),
        _ => id,
    };
    let handbook = project.link(Default::default());
    if let Some(taken) = handbook.with_id(options.kind, &id) {
        bail!("the {} `{id}` is there already: {}", options.kind.name(), handbook.entries[taken].source.path);
    }
    let path = format!("content/{}/{id}.md", options.kind.folder());
    write::new_file(&project.root, &path, template(options.kind, &title, &project).as_bytes())?;
    out::result(&format!("{path}\n"))?;
    if options.edit {
        edit(&project.root.join(&path))?;
    }
    Ok(Status::Fine)
}

fn template(kind: Kind, title: &str, project: &Project) -> String {
    let title = parse::yaml_text(title);
    match kind {
        Kind::Story => {
            let sections: String =
                project.config.sections.iter().filter(|section| section.required).map(|section| format!("\n## {}\n", section.name)).collect();
            format!("---\ntitle: {title}\nprinciples: []\nquestions: []\nhook:\nstatus: draft\n---\n{sections}")
        }
        Kind::Question => format!("---\ntitle: {title}\nprinciples: []\n---\n"),
        Kind::Principle => format!("---\ntitle: {title}\naliases: []\n---\n"),
        Kind::Asks => format!("---\ntitle: {title}\naudience:\nwhen: during\n---\n\n- \n"),
        Kind::Interview => format!("---\ntitle: {title}\ncompany:\ndate:\nrounds:\n  - {{name: First round, focus: []}}\n---\n"),
        Kind::Page => format!("---\ntitle: {title}\n---\n"),
    }
}

/// Opens a file in the editor that $VISUAL or $EDITOR names, and waits for it.
pub(super) fn edit(path: &Path) -> Result<()> {
    let editor = ["VISUAL", "EDITOR"].iter().find_map(|name| std::env::var(name).ok().filter(|editor| !editor.trim().is_empty()));
    let editor = editor.context("--edit opens your editor, and neither VISUAL nor EDITOR names one")?;
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or_default();
    let status = std::process::Command::new(program).args(words).arg(path).status().with_context(|| format!("cannot start {program}"))?;
    if !status.success() {
        bail!("{program} ended with {status}");
    }
    Ok(())
}
