//! `prepgen rename KIND/ID NEW`: a new id for a file, and in every reference to it.

use super::project;
use super::{Common, Status, out};
use crate::content::Kind;
use crate::report::plural;
use crate::write::{self, Change};
use crate::{parse, prose, rename};
use anyhow::{Result, anyhow, bail};

#[derive(clap::Args)]
pub(super) struct Options {
    /// What to rename: its kind and id, as story/log-tool
    #[arg(value_name = "KIND/ID")]
    what: String,
    /// Its new id
    new: String,
    /// Change nothing; show what would change
    #[arg(long)]
    dry_run: bool,
}

pub(super) fn run(options: &Options, common: &Common) -> Result<Status> {
    let Some(project) = project::opened(common, Default::default())? else { return Ok(Status::Failed) };
    let handbook = project.link(Default::default());
    let Some((kind, id)) = options.what.split_once('/') else {
        let id = prose::kebab(options.what.strip_suffix(".md").unwrap_or(&options.what));
        let kind = Kind::ALL.into_iter().find(|kind| handbook.with_id(*kind, &id).is_some()).unwrap_or(Kind::Story);
        bail!("`{0}` does not say what it is: write the kind too, as {1}/{0}", options.what, kind.name());
    };
    let Some(kind) = Kind::named(kind) else { bail!("there is no kind `{kind}`; the kinds are story, question, principle, asks, interview and page") };
    let found = handbook.with_id(kind, &prose::composed(id)).or_else(|| handbook.with_id(kind, &prose::kebab(id.strip_suffix(".md").unwrap_or(id))));
    let Some(index) = found else {
        let close = handbook.suggestion(&[kind], id).map(|close| format!("; did you mean `{}/{close}`?", kind.name()));
        bail!("there is no {} `{id}`{}", kind.name(), close.unwrap_or_default());
    };
    let entry = &handbook.entries[index];
    let new = prose::kebab(options.new.strip_suffix(".md").unwrap_or(&options.new));
    if new.is_empty() || new.len() > parse::MAX_ID {
        bail!("`{}` is no id: letters, digits and hyphens, at least one letter or digit, at most {} bytes", options.new, parse::MAX_ID);
    }
    if new == entry.id {
        bail!("the {} `{}` has that id already", kind.name(), entry.id);
    }
    if let Some(taken) = handbook.with_id(kind, &new) {
        bail!("the {} `{new}` is there already: {}", kind.name(), handbook.entries[taken].source.path);
    }
    let from = entry.source.path.to_string();
    let folder = from.rfind('/').map_or("", |at| &from[..=at]);
    let to = format!("{folder}{new}.md");
    let rewrites = rename::references(&handbook, index, &new).map_err(|message| anyhow!(message))?;
    let mut text = String::new();
    for rewrite in &rewrites {
        for edit in &rewrite.edits {
            let place = rewrite.source.position(edit.span.start as usize);
            text.push_str(&format!("{}:{}:{}: {} -> {}\n", rewrite.source.path, place.line, place.column, rewrite.source.slice(edit.span), edit.text));
        }
    }
    text.push_str(&format!("{from} -> {to}\n"));
    if !options.dry_run {
        let changes: Vec<Change> =
            rewrites.iter().map(|rewrite| Change { path: rewrite.source.path.to_string(), old: rewrite.source.text.clone(), new: rewrite.text() }).collect();
        write::rename(&project.root, &changes, &from, &to)?;
    }
    out::result(&text.lines().map(|line| crate::report::visible(line) + "\n").collect::<String>())?;
    if !common.quiet {
        let count = rewrites.iter().map(|rewrite| rewrite.edits.len()).sum();
        let would = if options.dry_run { "would rewrite" } else { "rewrote" };
        out::note(&format!("{would} {}", plural(count, "reference", "references")));
    }
    Ok(Status::Fine)
}
