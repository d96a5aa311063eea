//! Templates: the only room that knows Tera. A theme of the handbook's own overrides the built-in one file by file.

use super::accent;
use super::broken::Templates;
use super::{File, Page, Site};
use crate::config::Config;
use crate::diagnostic::{Diagnostic, did_you_mean};
use crate::handbook::Handbook;
use crate::load::Tree;
use crate::privacy::Redaction;
use crate::source::Source;
use anyhow::Result;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tera::{Context, Kwargs, State, Tera, Value};

macro_rules! built_in {
    ($folder:literal: $($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../themes/default/", $folder, "/", $name)))),*]
    };
}

/// The built-in theme's templates.
const TEMPLATES: &[(&str, &str)] = built_in!("templates": "404.html", "asks.html", "base.html", "cheatsheet.html", "components.html", "home.html", "interview.html", "interviews.html", "matrix.html",
    "page.html", "practice.html", "principle.html", "principles.html", "question.html", "questions.html", "stories.html", "story.html");

/// The built-in theme's assets.
const ASSETS: &[(&str, &str)] = built_in!("assets": "lists.js", "practice.css", "practice.js", "search.css", "search.js", "sheet.css", "style.css", "theme.js");

/// The files of the built-in theme, as paths below a theme's folder and their texts.
pub fn built_in() -> impl Iterator<Item = (String, &'static str)> {
    let of = |folder: &'static str, files: &'static [(&'static str, &'static str)]| files.iter().map(move |(name, text)| (format!("{folder}/{name}"), *text));
    of("templates", TEMPLATES).chain(of("assets", ASSETS))
}

/// Templates and assets of a theme, checked.
pub struct Theme {
    tera: Tera,
    /// Folder of the handbook's own theme's templates, for messages.
    folder: String,
    /// Templates of the handbook's own theme, for messages.
    templates: Vec<(String, Arc<Source>)>,
    /// Assets of the handbook's own theme, by name; they take the place of built-in ones of the same name.
    own: Vec<String>,
    /// The published name of each asset whose name tells its content, by its plain name.
    prints: Arc<BTreeMap<String, String>>,
}

/// Reads a file by its path from the handbook's root.
type Read<'r> = &'r dyn Fn(&str) -> Result<Option<Vec<u8>>>;

impl Theme {
    /// Puts the built-in theme and the handbook's own together. The error names the template's file and line.
    pub fn new(tree: &Tree, config: &Config) -> Result<Self> {
        Self::with(tree, config, BTreeMap::new(), &Redaction::default())
    }

    /// The same for a site that is published: templates call their assets by names that change with the content, so that no browser shows an old one.
    /// `read` gives the bytes of a file of the handbook. In the words of the handbook's own theme, and in names of its files, terms are replaced.
    pub fn published(tree: &Tree, config: &Config, redaction: &Redaction, read: Read) -> Result<Self> {
        let mut prints = BTreeMap::new();
        let mut print = |name: &str, bytes: &[u8]| {
            // It starts with a digit, so that no word which the author forbade can seem to begin in it.
            let mark = format!("0{:07x}", xxhash_rust::xxh3::xxh3_64(bytes) >> 36);
            let called = if name.starts_with("assets/") { name.to_string() } else { redaction.path(name) };
            prints
                .insert(name.to_string(), called.rsplit_once('.').map_or(format!("{called}.{mark}"), |(stem, extension)| format!("{stem}.{mark}.{extension}")));
        };
        for (name, text) in ASSETS.iter().filter(|(name, _)| !tree.assets.iter().any(|(own, _)| own == name)) {
            print(&format!("assets/{name}"), coloured(name, text, config).as_bytes());
        }
        let called = tree.templates.iter().flat_map(|(_, source)| statics(&source.text));
        let called = called.filter(|path| tree.statics.contains(&format!("static/{path}"))).map(|path| (format!("static/{path}"), path.to_string()));
        let own = tree.assets.iter().map(|(name, path)| (path.clone(), format!("assets/{name}")));
        for (path, name) in own.chain(called) {
            if let Some(bytes) = read(&path)? {
                print(&name, &redaction.bytes(bytes));
            }
        }
        Self::with(tree, config, prints, redaction)
    }

    fn with(tree: &Tree, config: &Config, prints: BTreeMap<String, String>, redaction: &Redaction) -> Result<Self> {
        let folder = format!("themes/{}/templates", config.theme.name);
        let prints = Arc::new(prints);
        let own: Vec<String> = tree.assets.iter().map(|(name, _)| name.clone()).collect();
        let mut tera = Tera::new();
        tera.set_fallback_prefixes(["own/", "default/"]).expect("no template is there yet");
        let mut known: BTreeSet<String> =
            ASSETS.iter().map(|(name, _)| format!("assets/{name}")).chain(own.iter().map(|name| format!("assets/{name}"))).collect();
        known.extend(tree.statics.iter().map(|path| path["static/".len()..].to_string()));
        let names = prints.clone();
        let public = redaction.clone();
        tera.register_function("asset", move |kwargs: Kwargs, _: &State| -> tera::TeraResult<String> {
            let name: String = kwargs.must_get("name")?;
            let path = name.strip_prefix('/').map_or_else(|| format!("assets/{name}"), str::to_string);
            if !known.contains(&path) {
                let guess = did_you_mean(&path, known.iter().map(String::as_str)).map(|path| match path.strip_prefix("assets/") {
                    Some(name) => format!("; did you mean `{name}`?"),
                    None => format!("; did you mean `/{path}`?"),
                });
                return Err(tera::Error::message(format!("there is no asset `{name}`{}", guess.unwrap_or_default())));
            }
            let plain = |path: String| if path.starts_with("assets/") { path } else { public.path(&path) };
            Ok(names.get(&path).cloned().unwrap_or_else(|| plain(path)))
        });
        // What a template gets can be looked at: `{{ __tera_context | json }}`.
        tera.register_filter("json", |value: &Value, _: Kwargs, _: &State| -> tera::TeraResult<String> {
            serde_json::to_string_pretty(value).map_err(tera::Error::message)
        });
        let built_in = TEMPLATES.iter().map(|(name, text)| (format!("default/{name}"), (*text).to_string()));
        let mine = tree.templates.iter().map(|(name, source)| (format!("own/{name}"), redaction.template(&source.text)));
        let all: Vec<(String, String)> = built_in.chain(mine).collect();
        let added = tera.add_raw_templates(all.iter().map(|(name, text)| (name.as_str(), text.as_str())));
        let theme = Self { tera, folder, templates: tree.templates.clone(), own, prints };
        match added {
            Ok(()) => Ok(theme),
            Err(error) => Err(theme.broken(&error)),
        }
    }

    fn broken(&self, error: &tera::Error) -> anyhow::Error {
        Templates { folder: &self.folder, own: &self.templates, built_in: TEMPLATES }.explain(error)
    }

    /// Renders every page and keeps none, to find what only rendering shows.
    pub fn try_out(&self, handbook: &Handbook, diagnostics: &[Diagnostic]) -> Result<()> {
        let site = Site::new(handbook, self, diagnostics);
        site.pages().into_iter().try_for_each(|page| site.page(page).map(drop))
    }

    /// The page's bytes from a template and what it shows.
    pub(super) fn render(&self, template: &str, context: &Context) -> Result<Vec<u8>> {
        let html = self.tera.render(template, context).map_err(|error| self.broken(&error))?;
        Ok(html.into_bytes())
    }

    /// What is copied for the theme: each as its path from the handbook's root and its address from the site's. A file whose name tells its content is
    /// there by its plain name too, since style sheets and scripts may call it so.
    pub(super) fn copies(&self) -> impl Iterator<Item = (String, String)> + '_ {
        let folder = self.folder.trim_end_matches("templates");
        let own = self.own.iter().map(move |name| (format!("{folder}assets/{name}"), format!("assets/{name}")));
        let printed = own.clone().filter_map(|(path, name)| Some((path, self.prints.get(&name)?.clone())));
        let statics = self.prints.iter().filter(|(name, _)| !name.starts_with("assets/")).map(|(name, print)| (format!("static/{name}"), print.clone()));
        own.chain(printed).chain(statics)
    }

    /// The built-in assets that the handbook's own theme does not replace.
    pub(super) fn assets(&self, config: &Config) -> Vec<File> {
        let mut files = Vec::new();
        for (name, text) in ASSETS.iter().filter(|(name, _)| !self.own.iter().any(|own| own == name)) {
            let (path, bytes) = (format!("assets/{name}"), coloured(name, text, config).into_bytes());
            files.extend(self.prints.get(&path).map(|print| File { path: print.clone(), bytes: bytes.clone() }));
            files.push(File { path, bytes });
        }
        files
    }
}

/// A built-in asset with the accent of site.toml.
fn coloured(name: &str, text: &str, config: &Config) -> String {
    match &config.theme.accent {
        Some(accent) if name == "style.css" => format!("{text}{}", accent::rules(accent)),
        _ => text.to_string(),
    }
}

/// The files of static/ that a template calls by `asset(name="/...")`.
fn statics(template: &str) -> impl Iterator<Item = &str> {
    template.split("asset(").skip(1).filter_map(|rest| {
        let rest = rest.trim_start().strip_prefix("name")?.trim_start().strip_prefix('=')?.trim_start();
        let quote = rest.chars().next().filter(|quote| matches!(quote, '"' | '\'' | '`'))?;
        rest[1..].split(quote).next()?.strip_prefix('/')
    })
}

impl Site<'_> {
    /// The bytes of a page.
    pub fn page(&self, page: Page) -> Result<Vec<u8>> {
        let (template, mut context) = self.view(page);
        context.insert_value("page", self.page_info(page));
        context.insert_value("site", self.site_info(page));
        self.theme.render(template, &context)
    }
}
