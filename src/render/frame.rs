//! What stands around every page: what it says of itself and of the site, and the menu.

use super::{Page, Site};
use crate::content::Kind;
use crate::link;
use serde::Serialize;
use tera::Value;

#[derive(Serialize)]
struct PageInfo {
    kind: &'static str,
    title: String,
    url: String,
    root: String,
    canonical: String,
}

#[derive(Serialize)]
struct SiteInfo<'s> {
    title: &'s str,
    language: &'s str,
    /// Whether the language is written from right to left.
    rtl: bool,
    author: &'s str,
    footer: &'s str,
    shortcuts: bool,
    index: bool,
    generator: &'static str,
    menu: Vec<MenuItem>,
    more: Vec<MenuItem>,
}

#[derive(Serialize)]
struct MenuItem {
    title: String,
    url: String,
    /// Whether the address is a whole one and not a page of the site.
    external: bool,
    current: bool,
}

/// Languages that are written from right to left, by their codes of ISO 639.
const RIGHT_TO_LEFT: [&str; 16] = ["ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "nqo", "pnb", "ps", "sd", "syr", "ug", "ur", "yi"];

/// Scripts that are, by their codes of ISO 15924, as they stand in `az-Arab`.
const SCRIPTS: [&str; 6] = ["adlm", "arab", "hebr", "nkoo", "syrc", "thaa"];

fn is_rtl(language: &str) -> bool {
    let language = language.to_ascii_lowercase();
    let mut parts = language.split('-');
    let first = parts.next().unwrap_or_default();
    // A script that is named decides, else what the language is usually written in.
    match parts.find(|part| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_alphabetic())) {
        Some(script) => SCRIPTS.contains(&script),
        None => RIGHT_TO_LEFT.contains(&first),
    }
}

/// Whether an address of the menu is a whole one: `https://example.org/`, `mailto:me@example.org`, `//example.org/`, `#here`.
fn is_external(url: &str) -> bool {
    url.starts_with("//") || url.starts_with('#') || link::scheme(url).is_some()
}

/// Pages of the author's own that the menu names; more would bury it.
const MENU_PAGES: usize = 100;

impl Site<'_> {
    /// What every page says of itself.
    pub(super) fn page_info(&self, page: Page) -> Value {
        let url = page.url(self.handbook);
        let config = &self.handbook.config;
        let title = match page {
            Page::Home => config.title.clone(),
            Page::Stories(_) => "Stories".into(),
            Page::Principles(_) => "Principles".into(),
            Page::Questions(_) => "Questions".into(),
            Page::Matrix(_) => "Matrix".into(),
            Page::Asks => "Asks".into(),
            Page::Interviews => "Interviews".into(),
            Page::Practice => "Practice".into(),
            Page::Cheatsheet => "Cheat sheet".into(),
            Page::NotFound => "Not found".into(),
            Page::Story(index) | Page::Principle(index, _) | Page::Question(index, _) | Page::Other(index) | Page::Interview(index) => {
                self.title(index).to_string()
            }
        };
        let canonical = if config.index { link::absolute(&config.base_url, &url) } else { String::new() };
        let title = match page.number() {
            1 => title,
            number => format!("{title}, page {number}"),
        };
        // A server shows this page under any address, so only a whole path leads from it to the others. It is known where a site has one place.
        let root = match page {
            Page::NotFound if config.index => link::path_of(&config.base_url).unwrap_or_default(),
            _ => link::root_of(&url),
        };
        Value::from_serializable(&PageInfo { kind: page.kind(), title, root, canonical, url })
    }

    /// What every page says of the site.
    pub(super) fn site_info(&self, page: Page) -> Value {
        let config = &self.handbook.config;
        let url = page.url(self.handbook);
        let section = match page {
            Page::Story(_) | Page::Stories(_) => "stories.html",
            Page::Principle(..) | Page::Principles(_) => "principles.html",
            Page::Question(..) | Page::Questions(_) => "questions.html",
            Page::Matrix(_) => "matrix.html",
            Page::Interview(_) => "interviews.html",
            _ => url.as_str(),
        };
        let item = |(title, url): (String, String)| MenuItem { current: url == section, external: is_external(&url), title, url };
        let menu = config.theme.menu.clone().unwrap_or_else(|| self.menu()).into_iter().map(&item).collect();
        let more = if config.theme.menu.is_some() { Vec::new() } else { self.more() };
        Value::from_serializable(&SiteInfo {
            title: &config.title,
            language: &config.language,
            rtl: is_rtl(&config.language),
            author: &config.author,
            footer: &config.theme.footer,
            shortcuts: config.shortcuts,
            index: config.index,
            generator: "prepgen",
            menu,
            more: more.into_iter().map(item).collect(),
        })
    }

    fn menu(&self) -> Vec<(String, String)> {
        let mut menu = vec![
            ("Stories", "stories.html"),
            ("Principles", "principles.html"),
            ("Questions", "questions.html"),
            ("Matrix", "matrix.html"),
            ("Practice", "practice.html"),
            ("Asks", "asks.html"),
        ];
        if self.handbook.of(Kind::Interview).next().is_some() {
            menu.push(("Interviews", "interviews.html"));
        }
        menu.push(("Cheat sheet", "cheatsheet.html"));
        menu.into_iter().map(|(title, url)| (title.to_string(), url.to_string())).collect()
    }

    /// The author's own pages, which the menu keeps under one word.
    fn more(&self) -> Vec<(String, String)> {
        self.handbook.of(Kind::Page).take(MENU_PAGES).map(|page| (self.title(page).to_string(), self.handbook.url(page))).collect()
    }
}
