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
    if project::is_object(options.format) || !(common.quiet && shown.is_empty()) {
        let report = project::report(project::entries(&handbook), &shown, options.format, colour);
        project::tell(&report, options.format)?;
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
        let own = files.iter().map(|file| (file.path.as_str(), None));
        refuse_doubles(&own.chain(copied_names(&copies)).collect::<Vec<_>>())?;
        let read = |(path, published): &(String, String)| {
            Ok(load::bytes(&project.root, path)?.map(|bytes| File { path: published.clone(), bytes: redaction.bytes(bytes) }))
        };
        let copied: Result<Vec<Option<File>>> = copies.par_iter().map(read).collect();
        files.extend(copied?.into_iter().flatten());
        files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
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

/// The names of files that are copied.
pub(super) fn copied_names(copies: &[(String, String)]) -> impl Iterator<Item = Name<'_>> {
    copies.iter().map(|(path, published)| (published.as_str(), Some(path.as_str())))
}

/// The name of a file of the site, and what it is copied from, if it is.
pub(super) type Name<'n> = (&'n str, Option<&'n str>);

/// Fails where two files of the site would be one, also on file systems that know no case, and names all of them.
pub(super) fn refuse_doubles(files: &[Name]) -> Result<()> {
    let mut names: Vec<(String, Name)> = files.iter().map(|file| (file.0.to_lowercase(), *file)).collect();
    names.sort_unstable();
    let mut wrong = Vec::new();
    let shown = |(path, origin): Name| origin.unwrap_or(path).to_string();
    for (name, file) in &names {
        let holder = |folder: &str| names.binary_search_by(|(other, _)| other.as_str().cmp(folder)).ok();
        if let Some(folder) = name.match_indices('/').find_map(|(at, _)| holder(&name[..at])) {
            wrong.push(format!("{} would be published below {}, which is a file: rename one of them", shown(*file), names[folder].1.0));
        }
    }
    for pair in names.windows(2).filter(|pair| pair[0].0 == pair[1].0) {
        let ((_, first), (_, second)) = (&pair[0], &pair[1]);
        wrong.push(match (first.1, second.1) {
            (None, None) => format!("two files would be published as {} (once as {}): rename one of them", second.0, first.0),
            (Some(one), Some(other)) => format!("{one} and {other} would both be published as {}: rename one of them", second.0),
            (Some(copy), None) | (None, Some(copy)) => format!("{copy} would be published as {}, where the site has a file of its own: rename it", second.0),
        });
    }
    if wrong.is_empty() { Ok(()) } else { bail!(wrong.join("\n")) }
}
