//! `prepgen cheatsheet`: the printable sheet as a PDF file.

use super::project;
use super::{Common, Status, out};
use crate::check::Published;
use crate::diagnostic::{Diagnostic, Level};
use crate::handbook::Drafts;
use crate::render::{Paper, Printed, Request, Site, Theme, TooLong};
use crate::report::{Format, plural};
use crate::{check, write};
use anyhow::Result;
use std::path::PathBuf;

#[derive(clap::Args)]
#[command(after_help = "What does not fit is left out in this order: notes below what to ask, the matrix, the sections of weaker stories, weaker stories, \
    questions, the sections of the strongest stories, what to ask beyond five a list, hooks. The strongest story of each principle stays, and the sheet says what was left out.")]
pub(super) struct Options {
    /// The file to write
    #[arg(short, long, alias = "out", value_name = "FILE", default_value = "cheatsheet.pdf")]
    output: PathBuf,
    /// The interview whose plan stands on top, by id or title
    #[arg(long, value_name = "ID")]
    interview: Option<String>,
    /// The paper [default: as site.toml says, else a4]
    #[arg(long, value_enum)]
    paper: Option<Paper>,
    /// Pages at most [default: as site.toml says, else 8]; where even the barest sheet is longer, nothing is written
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pages: Option<u32>,
    /// Print drafts too, marked as drafts
    #[arg(long)]
    drafts: bool,
    /// Replace what `[publish] redact` names, and write nothing where a term of `[publish] forbid` is left
    #[arg(long)]
    public: bool,
}

pub(super) fn run(options: &Options, common: &Common) -> Result<Status> {
    let colour = common.color.on_stderr();
    let Some(project) = project::opened(common, Format::Human)? else { return Ok(Status::Failed) };
    let target = write::Target::open(&options.output)?;
    let handbook = project.link(if options.drafts { Drafts::Shown } else { Drafts::Hidden }.into());
    let entries = project::entries(&handbook);
    let interview = options.interview.as_deref().map(|name| super::plan::named(&handbook, name)).transpose()?;
    let settings = &project.config.cheatsheet;
    let request = Request {
        interview,
        paper: options.paper.or(Paper::named(&settings.paper)).unwrap_or(Paper::A4),
        pages: options.pages.unwrap_or(settings.pages),
        strict: options.pages.is_some(),
    };
    let mut diagnostics = check::handbook(&handbook);
    let handbook = if options.public { handbook.redacted() } else { handbook };
    let print = |diagnostics: &[Diagnostic]| -> Result<Result<Printed, TooLong>> {
        let theme = Theme::new(&project.tree, &project.config)?;
        Site::new(&handbook, &theme, diagnostics).print(&request)
    };
    let mut printed = None;
    if options.public {
        let made = print(&handbook.redacted_findings(diagnostics.clone()))?;
        if let Ok(made) = &made {
            let name = options.output.file_name().unwrap_or_default().to_string_lossy();
            let file = Published { path: &name, bytes: &made.bytes, origin: None, said: Some(&made.said) };
            diagnostics = check::public(&handbook, diagnostics, &[], &[file]);
        }
        printed = Some(made);
    }
    let shown: Vec<_> = diagnostics.iter().filter(|found| !common.quiet || found.level == Level::Error).cloned().collect();
    if !(common.quiet && shown.is_empty()) {
        let _ = out::note_text(&project::report(entries, &shown, Format::Human, colour));
    }
    if project::has_errors(&diagnostics, false) {
        out::note("nothing was printed: mend the errors above");
        return Ok(Status::Content);
    }
    let printed = match printed {
        Some(printed) => printed,
        None => print(&diagnostics)?,
    };
    let printed = match printed {
        Ok(printed) => printed,
        Err(too_long) => {
            let pages = plural(request.pages as usize, "page", "pages");
            let headings = match too_long.headings.as_slice() {
                [] => String::new(),
                [first] => format!(" (under {first})"),
                [first, rest @ ..] => format!(" (under {first} and {})", plural(rest.len(), "other heading", "other headings")),
            };
            out::note(&format!(
                "nothing was printed: {} do not fit on {pages}{headings}, although each principle has its strongest story alone, by title and number; \
                 {} would hold them",
                plural(too_long.words, "word", "words"),
                plural(too_long.pages, "page", "pages"),
            ));
            return Ok(Status::Content);
        }
    };
    target.replace(&printed.bytes)?;
    if !common.quiet {
        let left_out = if printed.left_out.is_empty() { String::new() } else { format!("; left out: {}", printed.left_out.join(", ")) };
        out::note(&format!("printed {} to {}{left_out}", plural(printed.pages, "page", "pages"), options.output.display()));
    }
    Ok(Status::Fine)
}
