//! Which template shows which page with what data, and the small parts that several pages show.

use super::{Page, Site, pages};
use crate::content::{Fields, Text};
use crate::handbook::Index;
use crate::{link, parse};
use serde::Serialize;
use tera::Context;

/// A link to a page of the site.
#[derive(Serialize, Clone)]
pub(super) struct Link {
    pub title: String,
    pub url: String,
}

/// A mark and what it means.
#[derive(Serialize)]
pub(super) struct Label {
    pub mark: String,
    pub label: String,
}

/// An entry that links to the one shown.
#[derive(Serialize)]
pub(super) struct Backlink {
    title: String,
    url: String,
    kind: &'static str,
}

pub(super) fn written(text: &Option<Text>) -> String {
    text.as_ref().map(|text| text.value.clone()).unwrap_or_default()
}

impl Site<'_> {
    /// The template of a page and what it shows.
    pub(super) fn view(&self, page: Page) -> (&'static str, Context) {
        let root = link::root_of(&page.url(self.handbook));
        match page {
            Page::Home => ("home.html", self.home()),
            Page::Stories(number) => ("stories.html", self.stories(number)),
            Page::Story(index) => ("story.html", with("story", &self.story(index, &root))),
            Page::Principles(number) => ("principles.html", self.principles(number)),
            Page::Principle(index, number) => ("principle.html", self.principle(index, number, &root)),
            Page::Questions(number) => ("questions.html", self.questions(number)),
            Page::Question(index, number) => ("question.html", self.question(index, number, &root)),
            Page::Matrix(number) => ("matrix.html", self.matrix(number)),
            Page::Asks => ("asks.html", self.asks(&root)),
            Page::Other(index) => ("page.html", with("entry", &self.other(index, &root))),
            Page::Interviews => ("interviews.html", self.interviews()),
            Page::Interview(index) => ("interview.html", with("interview", &self.interview(index, &root))),
            Page::Practice => ("practice.html", self.practice()),
            Page::Cheatsheet => ("cheatsheet.html", self.cheatsheet()),
            Page::NotFound => ("404.html", Context::new()),
        }
    }

    pub(super) fn link(&self, index: Index) -> Link {
        Link { title: self.title(index).to_string(), url: self.handbook.url(index) }
    }

    pub(super) fn links(&self, list: &[Index]) -> Vec<Link> {
        list.iter().filter(|index| self.handbook.is_shown(**index)).map(|index| self.link(*index)).collect()
    }

    pub(super) fn labels(&self, index: Index) -> Vec<Label> {
        let entry = &self.handbook.entries[index];
        let marks = &self.handbook.config.marks;
        let mut labels: Vec<Label> =
            parse::mark(marks, entry.name()).map(|(mark, label, _)| Label { mark: mark.into(), label: label.into() }).into_iter().collect();
        if let Fields::Question(question) = &entry.fields {
            for mark in &question.marks {
                let label = marks.get(&mark.value).unwrap_or(&mark.value);
                if labels.iter().all(|known| known.mark != mark.value) {
                    labels.push(Label { mark: mark.value.clone(), label: label.clone() });
                }
            }
        }
        labels
    }

    pub(super) fn backlinks(&self, index: Index) -> Vec<Backlink> {
        let links = self.handbook.links[index].backlinks.iter().filter(|other| self.handbook.is_shown(**other));
        links
            .take(pages::LIST)
            .map(|other| Backlink { title: self.title(*other).into(), url: self.handbook.url(*other), kind: self.handbook.entries[*other].kind.name() })
            .collect()
    }
}

/// A context of one value.
pub(super) fn with<T: Serialize>(name: &'static str, value: &T) -> Context {
    let mut context = Context::new();
    context.insert(name, value);
    context
}
