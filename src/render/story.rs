//! The page of a story: the shares of its sections, what it says, and what stands beside it.

use super::facts::date_text;
use super::view::{Backlink, Link, written};
use super::{Site, pages};
use crate::diagnostic::{Level, Related};
use crate::handbook::Index;
use serde::Serialize;

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
pub(super) struct StoryView<'s> {
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

/// Stories that a story page names as close.
const RELATED: usize = 5;

/// Gap between the sections of a bar, in thousandths.
const GAP: usize = 2;

impl Site<'_> {
    pub(super) fn story(&self, index: Index, root: &str) -> StoryView<'_> {
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
            hook: self.hook(index).into_owned(),
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
        // What a finding says of a story that is not published stays between the author and the terminal.
        let published = |related: &Related| self.handbook.at_path(&related.source.path).is_none_or(|index| self.handbook.is_shown(index));
        own.filter(|diagnostic| diagnostic.level > Level::Off && diagnostic.related.iter().all(published))
            .map(|diagnostic| Finding {
                lint: diagnostic.lint,
                level: diagnostic.level.word(),
                message: sentence(&diagnostic.message),
                help: sentence(diagnostic.help.as_deref().unwrap_or("")),
            })
            .collect()
    }
}

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
