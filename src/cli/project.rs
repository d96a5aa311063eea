//! From arguments to a linked handbook with its findings: the part of the road that every command walks.

use super::{Common, out};
use crate::check;
use crate::config::{self, Config};
use crate::content::Kind;
use crate::diagnostic::{Diagnostic, Fault, FaultKind, Level};
use crate::handbook::{self, Handbook, parse_all};
use crate::load::{self, Tree};
use crate::report::{self, Entries, Format, Report};
use crate::source::{Source, Span};
use anyhow::{Context, Result, bail};
use std::path::PathBuf;
use std::sync::Arc;

/// A handbook as it lies on disk, with settings that can be used.
pub(super) struct Project {
    pub root: PathBuf,
    pub config: Arc<Config>,
    pub site: Option<Arc<Source>>,
    pub tree: Tree,
}

/// Why there is no project: site.toml is wrong, and these are the findings.
pub(super) struct Misconfigured(pub Vec<Diagnostic>);

impl Project {
    /// The handbook's root, by `--root` or by where we stand.
    #[expect(clippy::disallowed_methods, reason = "the root that a user names is made absolute before anything is read below it")]
    pub(super) fn root(common: &Common) -> Result<PathBuf> {
        match &common.root {
            Some(root) => {
                let found = root.canonicalize().with_context(|| format!("there is no folder {}", root.display()))?;
                if !load::is_handbook(&found) {
                    bail!("{} is no handbook: it has neither site.toml nor content/", root.display());
                }
                Ok(found)
            }
            None => {
                let here = std::env::current_dir().context("cannot tell the current folder")?;
                load::root(&here).context("this folder is no handbook, and none of its parents is: there is neither site.toml nor content/")
            }
        }
    }

    /// Reads the settings and the tree.
    pub(super) fn open(common: &Common) -> Result<Result<Self, Misconfigured>> {
        let root = Self::root(common)?;
        let (site, config, mut faults) = match load::site(&root)? {
            None => (None, Config::default(), Vec::new()),
            Some((source, Some(fault))) => (Some(Arc::new(source)), Config::default(), vec![fault]),
            Some((source, None)) => {
                let (config, faults) = config::read(&source, &check::lints());
                (Some(Arc::new(source)), config, faults)
            }
        };
        let name = &config.theme.name;
        if name != "default" && !load::has_theme(&root, name) {
            let text = site.as_ref().map_or("", |site| site.text.as_str());
            let at = text.find(&format!("\"{name}\"")).unwrap_or(0);
            let fault = Fault::new(FaultKind::InvalidConfig, Span::new(at, at + name.len() + 2), format!("there is no theme `{name}`"));
            faults.push(fault.help(format!("a theme is a folder in themes/: make themes/{name}, or name another")));
        }
        if let (false, Some(site)) = (faults.is_empty(), &site) {
            return Ok(Err(Misconfigured(check::config(site, faults))));
        }
        let tree = load::tree(&root, name)?;
        Ok(Ok(Self { root, config: Arc::new(config), site, tree }))
    }

    /// Parses and links it.
    pub(super) fn link(&self, options: handbook::Options) -> Handbook {
        let entries = parse_all(&self.tree, &self.config);
        Handbook::link(entries, &self.tree, self.config.clone(), self.site.clone(), options)
    }
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
