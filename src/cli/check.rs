//! `prepgen check`: read, link and check everything; write nothing.

use super::build::{Made, copied_names, refuse_doubles};
use super::project::{self, Misconfigured, Project};
use super::{Common, Status, out};
use crate::diagnostic::{Diagnostic, Edit};
use crate::handbook::{self, Drafts};
use crate::report::{Entries, Format, plural};
use crate::source::Source;
use crate::{check, parse, render, write};
use anyhow::{Result, bail};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

#[derive(clap::Args)]
pub(super) struct Options {
    /// Fail on warnings too
    #[arg(long)]
    strict: bool,
    /// Mend what can be mended for sure, then report what is left
    #[arg(long)]
    fix: bool,
    /// Look for terms of `[publish] forbid` in all that a public build would write
    #[arg(long)]
    public: bool,
    /// Judge drafts as if they were ready
    #[arg(long)]
    drafts: bool,
    /// The day that counts as today, as 2026-03-14 [default: the newest interview's]
    #[arg(long, value_name = "DATE", value_parser = day)]
    today: Option<jiff::civil::Date>,
    /// How to write the findings
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

pub(super) fn day(text: &str) -> Result<jiff::civil::Date, String> {
    parse::day(text).ok_or_else(|| "write a day as 2026-03-14".into())
}

/// Rounds of mending at most: a fix may bring another one to light, but none may go on for ever.
const ROUNDS: usize = 8;

pub(super) fn run(options: &Options, common: &Common) -> Result<Status> {
    let colour = common.color.on_stdout();
    let view = handbook::Options { drafts: if options.drafts { Drafts::AsReady } else { Drafts::Hidden }, today: options.today };
    let mut mended = 0;
    for _ in 0..ROUNDS {
        let mut doubles = Ok(());
        let (root, entries, diagnostics, failed) = match Project::open(common)? {
            Ok(project) => {
                let handbook = project.link(view);
                let mut diagnostics = check::handbook(&handbook);
                let entries = project::entries(&handbook);
                if options.public {
                    let handbook = handbook.redacted();
                    let made = Made::new(&project, &handbook, &handbook.redacted_findings(diagnostics.clone()))?;
                    diagnostics = made.judged(&project, &handbook, diagnostics);
                } else {
                    let own_theme = !project.tree.templates.is_empty();
                    let copies = !handbook.statics.is_empty() || !handbook.linked_files().is_empty();
                    if own_theme || copies {
                        let theme = render::Theme::new(&project.tree, &project.config)?;
                        let site = render::Site::new(&handbook, &theme, &diagnostics);
                        let (names, mut copies) = (site.addresses(), site.copies());
                        // What stands in the place of an entry's page has a finding already.
                        let told: BTreeSet<&str> = diagnostics.iter().map(|found| &*found.source.path).collect();
                        copies.retain(|(path, _)| !told.contains(path.as_str()));
                        doubles = refuse_doubles(&names.iter().map(|name| (name.as_str(), None)).chain(copied_names(&copies)).collect::<Vec<_>>());
                        // A theme of the handbook's own may be broken; the built-in one is tested.
                        if own_theme {
                            theme.try_out(&handbook, &diagnostics)?;
                        }
                    }
                }
                (project.root, entries, diagnostics, None)
            }
            Err(Misconfigured(diagnostics)) => (Project::root(common)?, Entries::default(), diagnostics, Some(Status::Failed)),
        };
        let now = if options.fix { mend(&root, &diagnostics)? } else { 0 };
        mended += now;
        if now > 0 {
            continue;
        }
        if mended > 0 && !common.quiet {
            out::note(&format!("mended {}", plural(mended, "place", "places")));
        }
        out::result(&project::report(entries, &diagnostics, options.format, colour))?;
        doubles?;
        let found = if project::has_errors(&diagnostics, options.strict) { Status::Content } else { Status::Fine };
        return Ok(failed.unwrap_or(found));
    }
    bail!("mending did not come to an end; please report the files that show this")
}

/// Applies the fixes of these findings, and gives the number of places that changed. Where two fixes overlap, the later one waits for the next round.
fn mend(root: &Path, diagnostics: &[Diagnostic]) -> Result<usize> {
    let mut by_file: BTreeMap<&str, (&Arc<Source>, Vec<&Edit>)> = BTreeMap::new();
    for diagnostic in diagnostics {
        let edits = diagnostic.fix.iter().flat_map(|fix| &fix.edits);
        by_file.entry(&diagnostic.source.path).or_insert((&diagnostic.source, Vec::new())).1.extend(edits);
    }
    let mut changed = 0;
    for (path, (source, mut edits)) in by_file {
        // What is a link is read through it, and left to its owner.
        if !write::is_plain(root, path) {
            continue;
        }
        edits.sort_by_key(|edit| edit.span);
        let mut text = String::with_capacity(source.text.len());
        let mut done = 0;
        let before = changed;
        for edit in edits {
            let range = edit.span.range();
            let real = range.start >= done && source.text.get(range.clone()).is_some_and(|old| old != edit.text);
            if real {
                text.push_str(&source.text[done..range.start]);
                text.push_str(&edit.text);
                done = range.end;
                changed += 1;
            }
        }
        text.push_str(&source.text[done..]);
        if changed > before {
            write::edit_file(root, path, &source.text, &text)?;
        }
    }
    Ok(changed)
}
