//! From a root to a linked handbook: settings that can be used, files as they were read, entries that stay the same objects while their files do.

use crate::check;
use crate::config::{self, Config};
use crate::content::Entry;
use crate::diagnostic::{Diagnostic, Fault, FaultKind, did_you_mean};
use crate::fonts::OwnFont;
use crate::handbook::{self, Handbook};
use crate::load::{self, Changes, Reading, Tree};
use crate::source::{Source, Span};
use anyhow::Result;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A handbook as it lies on disk, with settings that can be used.
pub struct Project {
    /// Its folder.
    pub root: PathBuf,
    /// Its settings.
    pub config: Arc<Config>,
    /// site.toml, where there is one.
    pub site: Option<Arc<Source>>,
    /// Its files.
    pub tree: Tree,
}

/// Why there is no project: site.toml is wrong, and these are the findings.
pub struct Misconfigured(pub Vec<Diagnostic>);

impl Project {
    /// Reads the settings and the tree of the handbook at `root`.
    ///
    /// # Errors
    /// Where the system refuses to read something.
    pub fn at(root: PathBuf) -> Result<Result<Self, Misconfigured>> {
        let site = load::site(&root)?.map(|(source, fault)| (Arc::new(source), fault));
        let (config, font) = match settings(&root, site.as_ref())? {
            Ok(settings) => settings,
            Err(wrong) => return Ok(Err(wrong)),
        };
        let tree = Tree { font, ..load::tree(&root, &config.theme.name)? };
        Ok(Ok(Self { root, config: Arc::new(config), site: site.map(|(source, _)| source), tree }))
    }

    /// Parses and links it.
    pub fn link(&self, options: handbook::Options) -> Handbook {
        let entries = handbook::parse_all(&self.tree, &self.config);
        Handbook::link(entries, &self.tree, self.config.clone(), self.site.clone(), options)
    }
}

/// The settings that site.toml gives and the font that it names, or what is wrong with it.
fn settings(root: &Path, site: Option<&(Arc<Source>, Option<Fault>)>) -> Result<Result<(Config, Option<OwnFont>), Misconfigured>> {
    let Some((source, unread)) = site else { return Ok(Ok((Config::default(), None))) };
    let (config, mut faults) = match unread {
        Some(fault) => (Config::default(), vec![fault.clone()]),
        None => config::read(source, &check::lints()),
    };
    let name = &config.theme.name;
    if name != "default" && !load::has_theme(root, name) {
        let at = source.text.find(&format!("\"{name}\"")).unwrap_or(0);
        let fault = Fault::new(FaultKind::InvalidConfig, Span::new(at, at + name.len() + 2), format!("there is no theme `{name}`"));
        let themes = load::themes(root);
        faults.push(fault.help(match did_you_mean(name, themes.iter().map(String::as_str).chain(["default"])) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("a theme is a folder in themes/: make themes/{name}, or name another"),
        }));
    }
    let mut font = None;
    if let Some(path) = &config.cheatsheet.font {
        match load::font(root, path)? {
            Ok(found) => font = Some(found),
            Err(why) => {
                let at = source.text.find(path.as_str()).unwrap_or(0);
                let fault = Fault::new(FaultKind::InvalidConfig, Span::new(at, at + path.len()), why);
                faults.push(fault.help("name a .ttf or .otf file by its path from site.toml: `font = \"static/fonts/own.ttf\"`"));
            }
        }
    }
    faults.sort_by_key(|fault| fault.span);
    Ok(if faults.is_empty() { Ok((config, font)) } else { Err(Misconfigured(check::config(source, faults))) })
}

/// A handbook that is read again and again while it is written.
pub struct Watched {
    /// Its folder.
    pub root: PathBuf,
    /// Its settings: the last ones that could be used.
    pub config: Arc<Config>,
    reading: Reading,
    entries: Vec<Arc<Entry>>,
    wrong: Option<Vec<Diagnostic>>,
}

impl Watched {
    /// Reads the handbook at `root` for the first time.
    ///
    /// # Errors
    /// Where the system refuses to read something.
    pub fn open(root: PathBuf) -> Result<Result<Self, Misconfigured>> {
        let site = load::site(&root)?.map(|(source, fault)| (Arc::new(source), fault));
        let (config, font) = match settings(&root, site.as_ref())? {
            Ok((config, font)) => (Arc::new(config), font),
            Err(wrong) => return Ok(Err(wrong)),
        };
        let mut reading = Reading::new(&root, &config.theme.name)?;
        reading.set_font(config.cheatsheet.font.as_deref(), font);
        let entries = handbook::parse_all(&reading.tree, &config);
        Ok(Ok(Self { root, config, reading, entries, wrong: None }))
    }

    /// Reads what changed since; see [`Reading::refresh`]. A site.toml that cannot be used leaves the settings as they were.
    ///
    /// # Errors
    /// Where the system refuses to read something; the next try finds the same changes.
    pub fn refresh(&mut self, hints: Option<&BTreeSet<PathBuf>>) -> Result<Changes> {
        let mut changes = self.reading.refresh(hints)?;
        let mut fresh = false;
        let settles = |path: &str| path == "site.toml" || self.config.cheatsheet.font.as_deref() == Some(path);
        if self.wrong.is_some() || changes.paths().any(settles) {
            match settings(&self.root, self.reading.site.as_ref())? {
                Err(Misconfigured(found)) => self.wrong = Some(found),
                Ok((config, font)) => {
                    self.wrong = None;
                    self.reading.set_font(config.cheatsheet.font.as_deref(), font);
                    let more = self.reading.set_theme(&config.theme.name)?;
                    changes.join(more);
                    fresh = *self.config != config;
                    if fresh {
                        self.config = Arc::new(config);
                    }
                }
            }
        }
        let known = if fresh { Vec::new() } else { std::mem::take(&mut self.entries) };
        self.entries = handbook::parse_again(&self.reading.tree, &self.config, known);
        Ok(changes)
    }

    /// Its files.
    pub fn tree(&self) -> &Tree {
        &self.reading.tree
    }

    /// What is wrong with site.toml as it stands now.
    pub fn wrong(&self) -> Option<&[Diagnostic]> {
        self.wrong.as_deref()
    }

    /// Links it.
    pub fn link(&self, options: impl Into<handbook::Options>) -> Handbook {
        let site = self.reading.site.as_ref().map(|(source, _)| source.clone());
        Handbook::link(self.entries.clone(), &self.reading.tree, self.config.clone(), site, options)
    }
}
