//! Bodies as HTML with their links as seen from a page.

use super::Site;
use crate::content::{Entry, Kind, Link, LinkForm};
use crate::handbook::{Index, Target};
use crate::link;
use crate::parse::{self, Href, Setting};
use crate::source::Span;

/// A part of a story's body: one of its sections, or notes between them.
pub(super) struct Part {
    /// Which of the body's sections; none are notes.
    pub section: Option<usize>,
    /// Its HTML.
    pub html: String,
}

impl Site<'_> {
    /// Where a link in the body of `from` goes, as seen from a page whose way to the root is `root`.
    fn href(&self, from: Index, root: &str, link: &Link) -> Href {
        let own_text = link.form != LinkForm::Wiki(false);
        match self.handbook.resolve(from, link) {
            Ok(Target::Entry(index, anchor)) => {
                let entry = &self.handbook.entries[index];
                let url = match (entry.kind, anchor) {
                    (Kind::Asks, Some(anchor)) => format!("asks.html#{}-{anchor}", entry.id),
                    (_, Some(anchor)) => format!("{}#{anchor}", self.handbook.url(index)),
                    (_, None) => self.handbook.url(index),
                };
                Href::To(format!("{root}{url}"), (!own_text).then(|| self.title(index).to_string()))
            }
            Ok(Target::File(path)) => Href::To(format!("{root}{}", link::encoded(path.strip_prefix("content/").unwrap_or(&path))), None),
            Ok(Target::Site(url)) => Href::To(format!("{root}{url}"), None),
            Ok(Target::Web(url)) => Href::To(url, None),
            Ok(Target::Hidden | Target::Unsafe) | Err(_) => Href::Nowhere,
        }
    }

    /// The title of an entry as pages show it.
    pub(super) fn title(&self, index: Index) -> &str {
        self.handbook.title(index)
    }

    /// Parts of an entry's body as HTML. `top` is the highest heading that the page leaves for them.
    fn rendered(&self, index: Index, parts: &[Span], root: &str, top: u8) -> Vec<String> {
        let entry = &self.handbook.entries[index];
        if entry.body.span.start == entry.body.span.end {
            return parts.iter().map(|_| String::new()).collect();
        }
        let prefix = if entry.kind == Kind::Asks { format!("{}-", entry.id) } else { String::new() };
        let href = |link: &Link| self.href(index, root, link);
        let setting = Setting { href: &href, marks: &self.handbook.config.marks, top, prefix: &prefix, redaction: self.handbook.redaction() };
        parse::html(entry, parts, &setting)
    }

    /// The whole body as HTML; empty where it holds nothing to show.
    pub(super) fn body(&self, index: Index, root: &str, top: u8) -> String {
        let span = self.handbook.entries[index].body.span;
        let html = self.rendered(index, &[span], root, top).pop().unwrap_or_default();
        if html.trim().is_empty() { String::new() } else { html }
    }

    /// A story's body in parts, in the order written.
    pub(super) fn parts(&self, index: Index, root: &str) -> Vec<Part> {
        let entry: &Entry = &self.handbook.entries[index];
        let mut spans: Vec<(Option<usize>, Span)> = Vec::new();
        let mut at = entry.body.span.start as usize;
        for (number, section) in entry.body.sections.iter().enumerate() {
            let heading = entry.body.headings[section.heading].span;
            spans.push((None, Span::new(at, heading.start as usize)));
            spans.push((Some(number), section.span));
            at = section.span.end as usize;
        }
        spans.push((None, Span::new(at, entry.body.span.end as usize)));
        let html = self.rendered(index, &spans.iter().map(|(_, span)| *span).collect::<Vec<_>>(), root, 3);
        let parts = spans.into_iter().zip(html).map(|((section, _), html)| Part { section, html });
        parts.filter(|part| part.section.is_some() || !part.html.trim().is_empty()).collect()
    }
}
