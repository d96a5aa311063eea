//! What each page shows, as typed data: one struct a page, and what all pages share. `docs` of a theme describe the same.

use super::facts::date_text;
use super::{Page, Site, pages};
use crate::content::{Fields, Kind, Text};
use crate::diagnostic::Level;
use crate::handbook::Index;
use crate::{link, parse};
use serde::Serialize;
use tera::{Context, Value};

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
    current: bool,
}

/// The bar of a story: its sections side by side, in thousandths of the bar.
#[derive(Serialize)]
struct Bar<'s> {
    name: &'s str,
    role: &'static str,
    percent: usize,
    x: usize,
    width: usize,
}

#[derive(Serialize)]
struct PartView<'s> {
    kind: &'static str,
    name: &'s str,
    anchor: &'s str,
    role: &'static str,
    words: usize,
    spoken: String,
    percent: usize,
    html: String,
}

#[derive(Serialize)]
struct Answered {
    title: String,
    url: String,
    others: usize,
}

#[derive(Serialize)]
struct RelatedView {
    title: String,
    url: String,
    why: String,
}

#[derive(Serialize)]
struct Finding<'s> {
    lint: &'s str,
    level: &'static str,
    message: String,
    help: String,
}

#[derive(Serialize)]
struct StoryView<'s> {
    id: &'s str,
    title: &'s str,
    url: String,
    hook: String,
    draft: bool,
    company: String,
    role: String,
    date: String,
    tags: Vec<&'s str>,
    words: usize,
    spoken: String,
    bar: Vec<Bar<'s>>,
    parts: Vec<PartView<'s>>,
    principles: Vec<Link>,
    questions: Vec<Answered>,
    same_event: Vec<Link>,
    related: Vec<RelatedView>,
    backlinks: Vec<Backlink>,
    findings: Vec<Finding<'s>>,
    previous: Option<Link>,
    next: Option<Link>,
}

#[derive(Serialize)]
struct OtherView<'s> {
    id: &'s str,
    title: &'s str,
    url: String,
    html: String,
    backlinks: Vec<Backlink>,
}

#[derive(Serialize)]
struct Focus {
    title: String,
    url: String,
    kind: &'static str,
}

#[derive(Serialize)]
struct RoundView {
    name: String,
    interviewer: String,
    focus: Vec<Focus>,
    pinned: Vec<Link>,
}

#[derive(Serialize)]
struct InterviewView<'s> {
    id: &'s str,
    title: &'s str,
    url: String,
    company: String,
    date: String,
    date_text: String,
    rounds: Vec<RoundView>,
    told: Vec<Link>,
    html: String,
    backlinks: Vec<Backlink>,
}

/// Stories that a story page names as close.
const RELATED: usize = 5;

/// Gap between the sections of a bar, in thousandths.
const GAP: usize = 2;

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
            Page::Cheatsheet => ("cheatsheet.html", self.sheet(&root)),
            Page::NotFound => ("404.html", Context::new()),
        }
    }

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
        Value::from_serializable(&PageInfo { kind: page.kind(), title, root: link::root_of(&url), canonical, url })
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
        let item = |(title, url): (String, String)| MenuItem { current: url == section, title, url };
        let menu = config.theme.menu.clone().unwrap_or_else(|| self.menu()).into_iter().map(&item).collect();
        let more = if config.theme.menu.is_some() { Vec::new() } else { self.more() };
        Value::from_serializable(&SiteInfo {
            title: &config.title,
            language: &config.language,
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

    fn story(&self, index: Index, root: &str) -> StoryView<'_> {
        let handbook = self.handbook;
        let entry = &handbook.entries[index];
        let fields = handbook.story(index);
        let words = self.facts(index).words;
        let percent = |part: usize| (part * 100 + words / 2).checked_div(words).unwrap_or(0);
        let parts: Vec<PartView> = self
            .parts(index, root)
            .into_iter()
            .map(|part| match part.section.map(|number| &entry.body.sections[number]) {
                Some(section) => {
                    let rule = &handbook.config.sections[section.rule];
                    PartView {
                        kind: "section",
                        name: &rule.name,
                        anchor: &entry.body.headings[section.heading].anchor,
                        role: rule.role.word(),
                        words: section.words,
                        spoken: self.spoken(section.words),
                        percent: percent(section.words),
                        html: part.html,
                    }
                }
                None => PartView { kind: "notes", name: "Notes", anchor: "", role: "other", words: 0, spoken: String::new(), percent: 0, html: part.html },
            })
            .collect();
        let (previous, next) = self.turn(index);
        let links = &handbook.links[index];
        StoryView {
            id: &entry.id,
            title: entry.name(),
            url: handbook.url(index),
            hook: written(&fields.hook),
            draft: handbook.is_draft(index),
            company: written(&fields.company),
            role: written(&fields.role),
            date: fields.date.map(date_text).unwrap_or_default(),
            tags: fields.tags.iter().map(|tag| tag.value.as_str()).collect(),
            words,
            spoken: self.spoken(words),
            bar: self.bar(index, words),
            parts,
            principles: self.links(&links.principles),
            questions: links.questions.iter().map(|question| self.answered(*question, index)).collect(),
            same_event: self.links(&self.tellings(index)),
            related: self.related(index),
            backlinks: self.backlinks(index),
            findings: self.findings_of(index),
            previous: previous.map(|index| self.link(index)),
            next: next.map(|index| self.link(index)),
        }
    }

    fn bar(&self, index: Index, words: usize) -> Vec<Bar<'_>> {
        let sections: Vec<_> = self.handbook.entries[index].body.sections.iter().filter(|section| section.words > 0).collect();
        let room = 1000_usize.saturating_sub(GAP * sections.len().saturating_sub(1));
        let mut bar = Vec::new();
        let mut before = 0;
        for (number, section) in sections.into_iter().enumerate() {
            let rule = &self.handbook.config.sections[section.rule];
            let (from, to) = (room * before / words, room * (before + section.words) / words);
            before += section.words;
            bar.push(Bar {
                name: &rule.name,
                role: rule.role.word(),
                percent: (section.words * 100 + words / 2) / words,
                x: from + GAP * number,
                width: to - from,
            });
        }
        bar
    }

    fn answered(&self, question: Index, story: Index) -> Answered {
        let stories = &self.handbook.links[question].stories;
        let own = self.handbook.events.of(story);
        let others = if stories.len() > pages::LIST {
            stories.len() - 1
        } else {
            let events: std::collections::BTreeSet<Index> =
                self.handbook.told(stories).map(|story| self.handbook.events.of(story)).filter(|event| *event != own).collect();
            events.len()
        };
        Answered { title: self.title(question).into(), url: self.handbook.url(question), others }
    }

    fn related(&self, index: Index) -> Vec<RelatedView> {
        let related = self.handbook.related(index, RELATED + self.tellings(index).len()).into_iter().filter(|related| !related.same_event);
        let names = |count: usize, one: &str, many: &str| if count == 1 { format!("one {one}") } else { format!("{count} {many}") };
        related
            .take(RELATED)
            .map(|related| {
                let other = related.story.0;
                let mut shared = Vec::new();
                if related.principles > 0 {
                    shared.push(names(related.principles, "principle", "principles"));
                }
                if related.questions > 0 {
                    shared.push(names(related.questions, "question", "questions"));
                }
                if shared.is_empty() && related.tags > 0 {
                    shared.push(names(related.tags, "tag", "tags"));
                }
                RelatedView { title: self.title(other).into(), url: self.handbook.url(other), why: format!("shares {}", shared.join(" and ")) }
            })
            .collect()
    }

    fn findings_of(&self, index: Index) -> Vec<Finding<'_>> {
        let path = &self.handbook.entries[index].source.path;
        // Findings are sorted by path, so those of one file stand together.
        let from = self.diagnostics.partition_point(|diagnostic| diagnostic.source.path < *path);
        let own = self.diagnostics[from..].iter().take_while(|diagnostic| diagnostic.source.path == *path);
        own.filter(|diagnostic| diagnostic.level > Level::Off)
            .map(|diagnostic| Finding {
                lint: diagnostic.lint,
                level: diagnostic.level.word(),
                message: sentence(&diagnostic.message),
                help: sentence(diagnostic.help.as_deref().unwrap_or("")),
            })
            .collect()
    }

    fn other(&self, index: Index, root: &str) -> OtherView<'_> {
        let entry = &self.handbook.entries[index];
        OtherView { id: &entry.id, title: entry.name(), url: self.handbook.url(index), html: self.body(index, root, 2), backlinks: self.backlinks(index) }
    }

    fn interview(&self, index: Index, root: &str) -> InterviewView<'_> {
        let entry = &self.handbook.entries[index];
        let Fields::Interview(fields) = &entry.fields else { unreachable!("the index of an interview") };
        let stories = |names: &[Text]| {
            let found: Vec<Index> = names.iter().filter_map(|name| self.handbook.find(&[Kind::Story], &name.value)).map(|(index, _)| index).collect();
            self.links(&found)
        };
        let focus = |names: &[Text]| {
            let found = names.iter().filter_map(|name| self.handbook.find(&[Kind::Principle, Kind::Question], &name.value));
            found
                .map(|(index, _)| Focus { title: self.title(index).into(), url: self.handbook.url(index), kind: self.handbook.entries[index].kind.name() })
                .collect()
        };
        let rounds = fields.rounds.iter().map(|round| RoundView {
            name: written(&round.name),
            interviewer: written(&round.interviewer),
            focus: focus(&round.focus),
            pinned: stories(&round.stories),
        });
        InterviewView {
            id: &entry.id,
            title: entry.name(),
            url: self.handbook.url(index),
            company: written(&fields.company),
            date: fields.date.map(|date| date.last_day.to_string()).unwrap_or_default(),
            date_text: fields.date.map(date_text).unwrap_or_default(),
            rounds: rounds.collect(),
            told: stories(&fields.told),
            html: self.body(index, root, 2),
            backlinks: self.backlinks(index),
        }
    }
}

/// Pages of the author's own that the menu names; more would bury it.
const MENU_PAGES: usize = 100;

/// A finding's words as a page shows them: a sentence, with quotes where a terminal has backticks.
fn sentence(text: &str) -> String {
    let mut sentence = String::with_capacity(text.len() + 4);
    let mut open = false;
    for (at, c) in text.char_indices() {
        match c {
            '`' => {
                open = !open;
                sentence.push(if open { '\u{201c}' } else { '\u{201d}' });
            }
            c if at == 0 => sentence.extend(c.to_uppercase()),
            c => sentence.push(c),
        }
    }
    if sentence.ends_with(|c: char| c.is_alphanumeric() || matches!(c, '\u{201d}' | ')')) {
        sentence.push('.');
    }
    sentence
}

/// A context of one value.
pub(super) fn with<T: Serialize>(name: &'static str, value: &T) -> Context {
    let mut context = Context::new();
    context.insert(name, value);
    context
}
