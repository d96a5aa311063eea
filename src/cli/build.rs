//! `prepgen build`: check, then publish.

use super::project::{self, Project};
use super::{Common, Status, out};
use crate::check::Published;
use crate::diagnostic::{Diagnostic, Level};
use crate::handbook::{Drafts, Handbook};
use crate::render::{File, Site, Theme};
use crate::report::{Format, plural};
use crate::write::Output;
use crate::{check, load};
use anyhow::{Result, bail};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Instant;

#[derive(clap::Args)]
pub(super) struct Options {
    /// Where to publish [default: public in the handbook's folder]
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Publish drafts too, marked as drafts
    #[arg(long)]
    drafts: bool,
    /// Replace what `[publish] redact` names, and publish nothing where a term of `[publish] forbid` is left
    #[arg(long)]
    public: bool,
    /// Publish nothing where there are warnings
    #[arg(long)]
    strict: bool,
    /// How to write the findings
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

/// What each stage of the road took, for `--verbose`.
struct Clock {
    last: Instant,
    verbose: bool,
}

#[expect(clippy::disallowed_methods, reason = "how long a stage took goes to the terminal alone, never into a page")]
impl Clock {
    fn start(verbose: bool) -> Self {
        Self { last: Instant::now(), verbose }
    }

    fn stage(&mut self, name: &str) {
        let now = Instant::now();
        if self.verbose {
            out::note(&format!("{name:<7} {:>7.1} ms", now.duration_since(self.last).as_secs_f64() * 1000.0));
        }
        self.last = now;
    }
}

pub(super) fn run(options: &Options, common: &Common) -> Result<Status> {
    let mut clock = Clock::start(common.verbose);
    let colour = common.color.on_stderr();
    let Some(project) = project::opened(common, options.format)? else { return Ok(Status::Failed) };
    let folder = options.out.clone().unwrap_or_else(|| project.root.join("public"));
    let output = Output::open(&folder, &project.root)?;
    clock.stage("read");
    let handbook = project.link(if options.drafts { Drafts::Shown } else { Drafts::Hidden }.into());
    clock.stage("link");
    let mut diagnostics = check::handbook(&handbook);
    clock.stage("check");
    let mut made = None;
    let handbook = if options.public {
        let handbook = handbook.redacted();
        let site = Made::new(&project, &handbook, &handbook.redacted_findings(diagnostics.clone()))?;
        diagnostics = site.judged(&project, &handbook, diagnostics);
        made = Some(site);
        handbook
    } else {
        handbook
    };
    let errors = project::has_errors(&diagnostics, options.strict);
    let shown: Vec<_> =
        diagnostics.iter().filter(|found| !common.quiet || found.level == Level::Error || options.strict && found.level == Level::Warn).cloned().collect();
    let object = matches!(options.format, Format::Json | Format::Sarif);
    if object || !(common.quiet && shown.is_empty()) {
        let report = project::report(project::entries(&handbook), &shown, options.format, colour);
        // One object for a program to read is a result; lines for people and for logs stand beside the result.
        if object { out::result(&report)? } else { drop(out::note_text(&report)) }
    }
    if errors {
        out::note(&format!("nothing was published: {}", if options.strict { "mend what stands above" } else { "mend the errors above" }));
        return Ok(Status::Content);
    }
    let files = match made {
        Some(made) => made.files,
        None => Made::new(&project, &handbook, &diagnostics)?.files,
    };
    clock.stage("render");
    let written = output.publish(&files)?;
    clock.stage("write");
    if !common.quiet {
        let removed = if written.removed > 0 { format!(", {} removed", written.removed) } else { String::new() };
        let files = plural(written.files, "file", "files");
        out::note(&format!("published {files} to {} ({} changed{removed})", out::place(&folder), written.changed));
    }
    Ok(Status::Fine)
}

/// The cheat sheet as a file of the site.
const PDF: &str = "cheatsheet.pdf";

/// Every file of a site, made and not written yet.
pub(super) struct Made {
    files: Vec<File>,
    /// Of files that are copied from disk where they lie, by published path.
    origins: BTreeMap<String, String>,
    /// What the PDF says.
    said: String,
}

impl Made {
    /// The files of a handbook's site: pages, and copies, in which what the handbook replaces is replaced too.
    pub(super) fn new(project: &Project, handbook: &Handbook, diagnostics: &[Diagnostic]) -> Result<Self> {
        let redaction = handbook.redaction();
        let theme = Theme::published(&project.tree, &project.config, redaction, &|path| load::bytes(&project.root, path))?;
        let site = Site::new(handbook, &theme, diagnostics);
        let mut files = site.files()?;
        let pdf = files.iter().find(|file| file.path == PDF && !handbook.config.forbid.is_empty());
        let said = pdf.map(|file| site.pdf_says(&file.bytes)).unwrap_or_default();
        let copies = site.copies();
        let read = |(path, published): &(String, String)| {
            Ok(load::bytes(&project.root, path)?.map(|bytes| File { path: published.clone(), bytes: redaction.bytes(bytes) }))
        };
        let copied: Result<Vec<Option<File>>> = copies.par_iter().map(read).collect();
        files.extend(copied?.into_iter().flatten());
        refuse_doubles(&mut files)?;
        Ok(Self { files, said, origins: copies.into_iter().map(|(path, published)| (published, path)).collect() })
    }

    /// These findings, and what is left in the files of terms that are forbidden.
    pub(super) fn judged(&self, project: &Project, handbook: &Handbook, diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let origin = |path: &str| self.origins.get(path).map(String::as_str);
        let said = |path: &str| (path == PDF && origin(path).is_none()).then_some(self.said.as_str());
        let published = self.files.iter().map(|file| Published { path: &file.path, bytes: &file.bytes, origin: origin(&file.path), said: said(&file.path) });
        let published: Vec<Published> = published.collect();
        check::public(handbook, diagnostics, &project.tree.templates, &published)
    }
}

/// Fails where two files of the site would be one, also on file systems that know no case.
fn refuse_doubles(files: &mut [File]) -> Result<()> {
    files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
    let mut names: Vec<(String, &str)> = files.iter().map(|file| (file.path.to_lowercase(), file.path.as_str())).collect();
    names.sort_unstable();
    for (name, path) in &names {
        let folder = name.match_indices('/').map(|(at, _)| &name[..at]).find(|folder| names.binary_search_by(|(other, _)| other.as_str().cmp(folder)).is_ok());
        if let Some(folder) = folder {
            bail!("{path} would be published below {folder}, which is a page: rename one of them");
        }
    }
    for pair in names.windows(2) {
        if pair[0].0 == pair[1].0 {
            bail!("two files would be published as {} (once as {}): rename one of them", pair[1].1, pair[0].1);
        }
    }
    Ok(())
}
