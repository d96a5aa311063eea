//! The author's words in a line, as the sheet and practice show them: a hook, a cue or else a section's first sentence, an item of a list. Links by name
//! show the title of what they name, and marks their label, as they do on pages.

use super::Site;
use crate::content::{Link, LinkForm, Passage, Text};
use crate::handbook::{Handbook, Index, Target};
use crate::parse;
use crate::source::Span;
use serde::Serialize;
use std::borrow::Cow;
use std::ops::Range;

/// A run of text, with where it leads: to the web, or to an entry.
#[derive(Serialize, Clone, Debug, Default)]
pub(super) struct Part {
    pub text: String,
    pub web: String,
    pub url: String,
    #[serde(skip)]
    pub entry: Option<Index>,
}

/// A block of that length nobody prints, and looking through it for every link would take long.
const SHORT: usize = 4000;

impl Site<'_> {
    /// What a story is worth in a line; empty where its author wrote none.
    pub(super) fn hook(&self, story: Index) -> Cow<'_, str> {
        let hook = self.handbook.story(story).hook.as_ref();
        hook.map_or("".into(), |hook| self.titled(story, hook, |handbook| handbook.story(story).hook.as_ref()))
    }

    /// One of the configured sections of a story in a line: the author's cue, else the section's first sentence.
    pub(super) fn cue(&self, story: Index, section: usize) -> Option<Cow<'_, str>> {
        let config = &self.handbook.config;
        match self.handbook.story(story).cue(&config.sections[section]) {
            Some(cue) => Some(self.titled(story, cue, |handbook| handbook.story(story).cue(&handbook.config.sections[section]))),
            None => self.first_sentence(story, section).map(Cow::Owned),
        }
    }

    /// The first sentence of a section.
    pub(super) fn first_sentence(&self, story: Index, section: usize) -> Option<String> {
        let marks = &self.handbook.config.marks;
        let (passage, range) = parse::first_sentence(marks, &self.handbook.entries[story].body, section)?;
        let (label, _) = parse::item_mark(marks, passage);
        let text: String = self.parts_of(story, passage, range).into_iter().map(|part| part.text).collect();
        Some(if label.is_empty() { text } else { format!("{label}: {text}") })
    }

    /// A part of a block from link to link. A link by name alone shows the title of what it means; one that the part ends in is whole.
    pub(super) fn parts_of(&self, index: Index, passage: &Passage, part: Range<usize>) -> Vec<Part> {
        let plain = |range: Range<usize>| Part { text: passage.text[range].into(), ..Part::default() };
        let mut parts = Vec::new();
        let (mut done, mut end) = (part.start, part.end);
        for (range, link) in self.linked(index, passage) {
            if range.start >= done && range.start < end {
                parts.push(plain(done..range.start));
                (done, end) = (range.end, end.max(range.end));
                parts.push(link);
            }
        }
        parts.push(plain(done..end));
        parts.retain(|part| !part.text.is_empty());
        parts
    }

    /// The links of a block: the bytes of its text, and what stands there.
    fn linked(&self, index: Index, passage: &Passage) -> Vec<(Range<usize>, Part)> {
        let links = &self.handbook.entries[index].body.links;
        let within = links[links.partition_point(|link| link.span.start < passage.span.start)..].iter();
        let within = within.take_while(|link| link.span.start < passage.span.end && passage.text.len() <= SHORT);
        let part = |link: &Link| {
            let inside = |at: usize| link.span.covers(passage.place(at..at));
            let mut places = passage.text.char_indices().filter(|(at, _)| inside(*at));
            let (first, c) = places.next()?;
            let (last, c) = places.next_back().unwrap_or((first, c));
            let range = first..last + c.len_utf8();
            let text = passage.text[range.clone()].to_string();
            let part = match self.handbook.resolve(index, link) {
                Ok(Target::Web(web)) => Part { text, web, ..Part::default() },
                Ok(Target::Entry(entry, _)) => {
                    let text = if link.form == LinkForm::Wiki(false) { self.title(entry).to_string() } else { text };
                    Part { text, url: self.handbook.url(entry), entry: Some(entry), ..Part::default() }
                }
                _ => return None,
            };
            Some((range, part))
        };
        within.filter_map(part).collect()
    }

    /// A line of the front matter with the titles of what it names as `[[links]]`. In a handbook for everybody names are those that the author
    /// wrote, so the line is read there and its terms are replaced between the links.
    fn titled<'s>(&'s self, from: Index, line: &'s Text, written: impl Fn(&'s Handbook) -> Option<&'s Text>) -> Cow<'s, str> {
        let author = written(self.handbook.written()).map_or(line.value.as_str(), |line| &line.value);
        if !author.contains("[[") {
            return line.value.as_str().into();
        }
        let redaction = self.handbook.redaction();
        let mut text = String::new();
        let mut rest = author;
        while let Some((before, (inside, after))) = rest.split_once("[[").and_then(|(before, link)| Some((before, link.split_once("]]")?))) {
            let (name, own) = inside.split_once('|').map_or((inside, None), |(name, own)| (name, Some(own)));
            let (target, anchor) = name.split_once('#').map_or((name, None), |(target, anchor)| (target, Some(anchor.to_string())));
            let link = Link { form: LinkForm::Wiki(own.is_some()), target: target.trim().to_string(), anchor, span: Span::default() };
            text.push_str(&redaction.text(before));
            match (self.handbook.resolve(from, &link), own) {
                (Ok(Target::Entry(entry, _)), None) => text.push_str(self.title(entry)),
                (Ok(_), Some(own)) => text.push_str(&redaction.text(own)),
                (Ok(_), None) => text.push_str(&redaction.name(name)),
                // What means nothing is no link: the author's brackets stay.
                (Err(_), _) => text.push_str(&redaction.text(&format!("[[{inside}]]"))),
            }
            rest = after;
        }
        text.push_str(&redaction.text(rest));
        text.into()
    }
}
