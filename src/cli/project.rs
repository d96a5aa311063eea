//! From arguments to a project and from findings to a report: the part of the road that every command walks.

pub(super) use crate::project::{Misconfigured, Project};

use super::{Common, out};
use crate::check;
use crate::content::Kind;
use crate::diagnostic::{Diagnostic, Level};
use crate::handbook::Handbook;
use crate::load;
use crate::report::{self, Entries, Format, Report};
use anyhow::{Context, Result, bail};
use std::path::PathBuf;

impl Project {
    /// The handbook's root, by `--root` or by where we stand.
    #[expect(clippy::disallowed_methods, reason = "the root that a user names is made absolute before anything is read below it")]
    pub(super) fn root(common: &Common) -> Result<PathBuf> {
        match &common.root {
            Some(root) => {
                let found = root.canonicalize().with_context(|| format!("there is no folder {}", root.display()))?;
                if !load::is_handbook(&found) {
                    bail!("{0} is no handbook: it has neither site.toml nor content/; `prepgen init {0}` makes one", root.display());
                }
                Ok(found)
            }
            None => {
                let here = std::env::current_dir().context("cannot tell the current folder")?;
                load::root(&here).context("this folder is no handbook, and none of its parents is: there is neither site.toml nor content/; `prepgen init` makes one, `--root DIR` names one")
            }
        }
    }

    /// The project that `--root` names, or in which we stand.
    pub(super) fn open(common: &Common) -> Result<Result<Self, Misconfigured>> {
        Self::at(Self::root(common)?)
    }
}

/// The project that `--root` names, or in which we stand. Where its site.toml is wrong there is none, and why is told.
pub(super) fn opened(common: &Common, format: Format) -> Result<Option<Project>> {
    Ok(match Project::open(common)? {
        Ok(project) => Some(project),
        Err(Misconfigured(diagnostics)) => {
            tell(&report(Entries::default(), &diagnostics, format, common.color.on_stderr()), format)?;
            None
        }
    })
}

/// Whether findings in this form are one object for a program, which is a result; lines for people and for logs stand beside a result.
pub(super) fn is_object(format: Format) -> bool {
    matches!(format, Format::Json | Format::Sarif)
}

/// Tells the findings of a command whose result is something else. Lines that nobody can read keep no command from its work.
pub(super) fn tell(report: &str, format: Format) -> Result<()> {
    if is_object(format) {
        return out::result(report);
    }
    let _ = out::note_text(report);
    Ok(())
}

/// What a handbook holds, for reports.
pub(super) fn entries(handbook: &Handbook) -> Entries {
    let count = |kind: Kind| handbook.all(kind).len();
    Entries {
        stories: count(Kind::Story),
        questions: count(Kind::Question),
        principles: count(Kind::Principle),
        asks: count(Kind::Asks),
        interviews: count(Kind::Interview),
        pages: count(Kind::Page),
    }
}

/// The findings as text.
pub(super) fn report(entries: Entries, diagnostics: &[Diagnostic], format: Format, colour: bool) -> String {
    report::text(&Report { entries, diagnostics, lints: &check::lints(), colour, width: out::width() }, format)
}

/// Whether findings keep a handbook from being published.
pub(super) fn has_errors(diagnostics: &[Diagnostic], strict: bool) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.level == Level::Error || strict && diagnostic.level == Level::Warn)
}
