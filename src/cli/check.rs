//! `prepgen check`: read, link and check everything; write nothing.

use super::project::{self, Misconfigured, Project};
use super::{Common, Status, out};
use crate::check;
use crate::handbook::Drafts;
use crate::render;
use crate::report::{Entries, Format};
use anyhow::Result;

#[derive(clap::Args)]
pub(super) struct Options {
    /// Fail on warnings too
    #[arg(long)]
    strict: bool,
    /// Judge drafts as if they were ready
    #[arg(long)]
    drafts: bool,
    /// How to write the findings
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

pub(super) fn run(options: &Options, common: &Common) -> Result<Status> {
    let colour = common.color.on_stdout();
    let project = match Project::open(common)? {
        Ok(project) => project,
        Err(Misconfigured(diagnostics)) => {
            out::result(&project::report(Entries::default(), &diagnostics, options.format, colour))?;
            return Ok(Status::Failed);
        }
    };
    let drafts = if options.drafts { Drafts::AsReady } else { Drafts::Hidden };
    let handbook = project.link(drafts);
    let diagnostics = check::handbook(&handbook);
    // A theme of the handbook's own may be broken; the built-in one is tested.
    if !project.tree.templates.is_empty() {
        render::Theme::new(&project.tree, &project.config)?.try_out(&handbook, &diagnostics)?;
    }
    out::result(&project::report(project::entries(&handbook), &diagnostics, options.format, colour))?;
    Ok(if project::has_errors(&diagnostics, options.strict) { Status::Content } else { Status::Fine })
}
