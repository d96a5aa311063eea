//! The linked handbook to the bytes of any page, on demand: [`Site::page`] is a pure function of handbook, theme and page.

mod accent;
mod body;
mod broken;
mod cues;
mod documents;
mod facts;
mod filters;
mod frame;
mod home;
mod interviews;
mod lists;
mod matrix;
mod memo;
mod page;
mod pages;
mod practice;
mod principles;
mod questions;
mod search;
mod sheet;
mod story;
mod texts;
mod view;

pub use memo::Memo;
pub use page::{Theme, built_in as built_in_theme};
pub use pages::{LIST, Page};
pub use sheet::{Paper, Printed, Request, TooLong};

use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::handbook::Handbook;
use crate::link;
use anyhow::Result;
use rayon::prelude::*;
use std::sync::Arc;

/// One file of the published site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its path below the site's root, with `/`.
    pub path: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
}

/// A handbook, its findings and a theme, ready to give any page.
pub struct Site<'h> {
    handbook: &'h Handbook,
    theme: &'h Theme,
    diagnostics: &'h [Diagnostic],
    memo: Arc<Memo>,
}

impl<'h> Site<'h> {
    /// Brings them together. What only some pages need is made when one of them asks for it.
    pub fn new(handbook: &'h Handbook, theme: &'h Theme, diagnostics: &'h [Diagnostic]) -> Self {
        Self::knowing(handbook, theme, diagnostics, Arc::new(Memo::new(handbook, diagnostics)))
    }

    /// The same, with what pages of this handbook and these findings have made already.
    pub fn knowing(handbook: &'h Handbook, theme: &'h Theme, diagnostics: &'h [Diagnostic], memo: Arc<Memo>) -> Self {
        Self { handbook, theme, diagnostics, memo }
    }

    /// All pages, in a fixed order.
    pub fn pages(&self) -> Vec<Page> {
        pages::all(self.handbook)
    }

    /// The addresses of the files that do not depend on what the entries say: all but the scripts of the search and of practice.
    pub fn addresses(&self) -> Vec<String> {
        let config = &self.handbook.config;
        let small = ["robots.txt", "cheatsheet.pdf", "sitemap.xml"].into_iter().filter(|name| *name != "sitemap.xml" || config.index);
        let small = small.filter(|name| *name != "cheatsheet.pdf" || cfg!(feature = "pdf") && config.cheatsheet.pdf);
        let pages = self.pages().into_iter().map(|page| page.url(self.handbook));
        pages.chain(small.map(str::to_string)).chain(self.theme.assets(config).into_iter().map(|file| file.path)).collect()
    }

    /// Every file that the site has beside what is copied from disk: pages, search index, robots.txt and the like.
    pub fn files(&self) -> Result<Vec<File>> {
        let pages = self.pages();
        let (pages, extra) =
            rayon::join(|| pages.par_iter().map(|page| self.file(*page)).collect::<Result<Vec<File>>>(), || rayon::join(|| self.extra(), || self.pdf()));
        let (extra, pdf) = extra;
        let mut files = pages?;
        files.extend(extra);
        files.extend(pdf?.map(|bytes| File { path: "cheatsheet.pdf".into(), bytes }));
        Ok(files)
    }

    /// The bytes of the page or small file at an address from the site's root, where there is one. What is copied from disk is in
    /// [`Site::copies`], and the scripts over all entries, which are made all at once, in [`Site::scripts`].
    pub fn at(&self, url: &str) -> Result<Option<Vec<u8>>> {
        if let Some(page) = Page::at(self.handbook, url) {
            return self.page(page).map(Some);
        }
        Ok(match url {
            "robots.txt" => Some(robots(&self.handbook.config).into_bytes()),
            "cheatsheet.pdf" => self.pdf()?,
            "sitemap.xml" if self.handbook.config.index => Some(self.sitemap().into_bytes()),
            _ => self.theme.assets(&self.handbook.config).into_iter().find(|file| file.path == url).map(|file| file.bytes),
        })
    }

    /// What is copied from disk as it is: static files, files that entries link to, and assets of the handbook's own theme.
    /// Each as its path from the handbook's root and its address from the site's.
    pub fn copies(&self) -> Vec<(String, String)> {
        let published = |path: String, folder: &str| (path.clone(), self.handbook.published_path(&path[folder.len()..]));
        let statics = self.handbook.statics.iter().map(|path| published(path.clone(), "static/"));
        let linked = self.handbook.linked_files().into_iter().map(|path| published(path, "content/"));
        statics.chain(linked).chain(self.theme.copies()).collect()
    }

    fn file(&self, page: Page) -> Result<File> {
        Ok(File { path: page.url(self.handbook), bytes: self.page(page)? })
    }

    fn extra(&self) -> Vec<File> {
        let mut files = self.scripts();
        let config = &self.handbook.config;
        files.push(File { path: "robots.txt".into(), bytes: robots(config).into_bytes() });
        if config.index {
            files.push(File { path: "sitemap.xml".into(), bytes: self.sitemap().into_bytes() });
        }
        files.extend(self.theme.assets(config));
        files
    }

    fn sitemap(&self) -> String {
        let mut xml = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n");
        for page in self.pages().into_iter().filter(|page| *page != Page::NotFound) {
            let url = link::absolute(&self.handbook.config.base_url, &page.url(self.handbook));
            xml.push_str("<url><loc>");
            pulldown_cmark_escape::escape_html(&mut xml, &url).expect("strings take any text");
            xml.push_str("</loc></url>\n");
        }
        xml.push_str("</urlset>\n");
        xml
    }
}

fn robots(config: &Config) -> String {
    if config.index { format!("User-agent: *\nAllow: /\nSitemap: {}sitemap.xml\n", config.base_url) } else { "User-agent: *\nDisallow: /\n".into() }
}
