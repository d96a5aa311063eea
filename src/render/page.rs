//! Templates: the only room that knows Tera. A theme of the handbook's own overrides the built-in one file by file.

use super::{File, Page, Site};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::handbook::Handbook;
use crate::load::Tree;
use anyhow::{Result, anyhow};
use tera::{Context, ErrorKind, Tera};

macro_rules! built_in {
    ($folder:literal: $($name:literal),* $(,)?) => {
        &[$(($name, include_str!(concat!("../../themes/default/", $folder, "/", $name)))),*]
    };
}

/// The built-in theme's templates.
const TEMPLATES: &[(&str, &str)] = built_in!("templates": "404.html", "asks.html", "base.html", "cheatsheet.html", "components.html", "home.html", "interview.html", "interviews.html", "matrix.html",
    "page.html", "practice.html", "principle.html", "principles.html", "question.html", "questions.html", "stories.html", "story.html");

/// The built-in theme's assets.
const ASSETS: &[(&str, &str)] = built_in!("assets": "lists.js", "practice.css", "practice.js", "search.css", "search.js", "style.css", "theme.js");

/// Templates and assets of a theme, checked.
pub struct Theme {
    tera: Tera,
    /// Folder of the handbook's own theme, for messages.
    folder: String,
    /// Assets of the handbook's own theme, by name; they take the place of built-in ones of the same name.
    own: Vec<String>,
}

impl Theme {
    /// Puts the built-in theme and the handbook's own together. The error names the template's file and line.
    pub fn new(tree: &Tree, config: &Config) -> Result<Self> {
        let folder = format!("themes/{}/templates", config.theme.name);
        let mut tera = Tera::new();
        tera.set_fallback_prefixes(["own/", "default/"]).expect("no template is there yet");
        let built_in = TEMPLATES.iter().map(|(name, text)| (format!("default/{name}"), (*text).to_string()));
        let own = tree.templates.iter().map(|(name, source)| (format!("own/{name}"), source.text.clone()));
        let all: Vec<(String, String)> = built_in.chain(own).collect();
        tera.add_raw_templates(all.iter().map(|(name, text)| (name.as_str(), text.as_str()))).map_err(|error| broken(&error, &folder))?;
        Ok(Self { tera, folder, own: tree.assets.iter().map(|(name, _)| name.clone()).collect() })
    }

    /// Renders every page and keeps none, to find what only rendering shows.
    pub fn try_out(&self, handbook: &Handbook, diagnostics: &[Diagnostic]) -> Result<()> {
        let site = Site::new(handbook, self, diagnostics);
        site.pages().into_iter().try_for_each(|page| site.page(page).map(drop))
    }

    /// The page's bytes from a template and what it shows.
    pub(super) fn render(&self, template: &str, context: &Context) -> Result<Vec<u8>> {
        let html = self.tera.render(template, context).map_err(|error| broken(&error, &self.folder))?;
        Ok(html.into_bytes())
    }

    /// The assets of the handbook's own theme: each as its path from the handbook's root and its address from the site's.
    pub(super) fn own_assets(&self) -> impl Iterator<Item = (String, String)> + '_ {
        let folder = self.folder.trim_end_matches("templates");
        self.own.iter().map(move |name| (format!("{folder}assets/{name}"), format!("assets/{name}")))
    }

    /// The built-in assets that the handbook's own theme does not replace.
    pub(super) fn assets(&self, config: &Config) -> Vec<File> {
        let mut files = Vec::new();
        for (name, text) in ASSETS.iter().filter(|(name, _)| !self.own.iter().any(|own| own == name)) {
            let mut text = (*text).to_string();
            if let (Some(accent), "style.css") = (&config.theme.accent, *name) {
                // On a dark page a colour chosen for a light one is too dark to read.
                text.push_str(&format!("\n:root {{ --accent: {accent}; --accent-dark: color-mix(in srgb, {accent} 55%, white); }}\n"));
            }
            files.push(File { path: format!("assets/{name}"), bytes: text.into_bytes() });
        }
        files
    }
}

/// A template's error with its file, line and column as they are on disk.
fn broken(error: &tera::Error, folder: &str) -> anyhow::Error {
    let path = |name: &str| match name.strip_prefix("own/") {
        Some(name) => format!("{folder}/{name}"),
        None => format!("the built-in template {}", name.trim_start_matches("default/")),
    };
    match error.kind() {
        ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
            let (span, message) = (report.span(), report.message());
            let excerpt = error.to_string();
            let excerpt: Vec<&str> = excerpt.lines().skip(1).filter(|line| !line.trim_start().starts_with("-->")).collect();
            anyhow!("{}:{}:{}: {message}\n{}", path(report.filename()), span.start_line, span.start_col + 1, excerpt.join("\n"))
        }
        ErrorKind::MissingParent { current, parent } => anyhow!("{}: it extends `{parent}`, which is not there", path(current)),
        // What Tera finds when all templates are there comes as a text, with the place in it.
        kind => {
            let text = kind.to_string();
            let place = text.lines().find_map(|line| line.trim_start().strip_prefix("--> ")).and_then(|place| place.split_once(':'));
            let Some((name, rest)) = place else { return anyhow!("{folder}: {text}") };
            let mut lines = text.lines().filter(|line| !line.trim_start().starts_with("--> "));
            let message = lines.next().unwrap_or("").trim_start_matches("error: ");
            anyhow!("{}:{rest}: {message}\n{}", path(name), lines.collect::<Vec<_>>().join("\n"))
        }
    }
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
