//! `confidential-term`: a term that must not be published.

use crate::config::Config;
use crate::content::{Entry, Fields, Text};
use crate::diagnostic::{Diagnostic, Level, Lint};
use crate::handbook::{Handbook, Index, Target};
use crate::parse;
use crate::privacy::Forbidden;
use crate::source::{Source, Span};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The rule.
pub static LINT: Lint = Lint {
    name: "confidential-term",
    level: Level::Error,
    thresholds: &[],
    finds: r#"a term of `[publish] forbid` in what a public build would write"#,
    why: r#"What a build with `--public` writes may be read by everybody. A forbidden term that is left anywhere, in file names and static/ too, ends it, and nothing is written. No level, draft or comment softens this; let `[publish] redact` replace the term, or reword."#,
    bad: &[
        (
            "site.toml",
            r#"[publish]
forbid = ["Project Zebra"]
"#,
        ),
        (
            "content/stories/log-tool.md",
            r#"---
title: Retiring a log tool
---
## Situation
Our audit for Project Zebra showed a log tool that cost $80,000 a year.

## Task
I wanted that money back.

## Action
I asked each team whether it still used the tool, and nobody did. Then I switched it off.

## Result
That saved $80,000 a year.
"#,
        ),
    ],
    good: &[
        (
            "site.toml",
            r#"[publish]
forbid = ["Project Zebra"]
"#,
        ),
        (
            "content/stories/log-tool.md",
            r#"---
title: Retiring a log tool
---
## Situation
Our audit showed a log tool that cost $80,000 a year.

## Task
I wanted that money back.

## Action
I asked each team whether it still used the tool, and nobody did. Then I switched it off.

## Result
That saved $80,000 a year.
"#,
        ),
    ],
};

/// A file that a public build would write.
pub struct Published<'p> {
    /// Its path in the site.
    pub path: &'p str,
    /// Its bytes.
    pub bytes: &'p [u8],
    /// Where it is copied from, where it is a copy.
    pub origin: Option<&'p str>,
    /// What it says, where that is packed in its bytes. They are not looked at then: what is packed may look like any short term.
    pub said: Option<&'p str>,
}

/// The forbidden terms that would be published, each at the places where it is written, as far as they can be told. Every byte and every name is
/// looked at, so a term is found whatever way it took; where no place is found, the finding is at the file that would be written.
pub(super) fn judge(handbook: &Handbook, templates: &[(String, Arc<Source>)], files: &[Published]) -> Vec<Diagnostic> {
    let redaction = handbook.redaction();
    let left = |file: &Published| {
        let origin = file.origin?;
        let (term, source) = (redaction.left(file.bytes)?, Arc::new(Source::new(origin, "")));
        let message = format!("`{term}` stands in this file, where `[publish] redact` cannot replace it: it is no text, or its encoding lacks a letter");
        let help = "save it without that word or as UTF-8, or take it out of what is published";
        Some(Diagnostic { level: Level::Error, firm: true, ..Diagnostic::new(&LINT, &source, Span::default(), message).help(help) })
    };
    let mut found: Vec<Diagnostic> = if redaction.is_empty() { Vec::new() } else { files.par_iter().filter_map(left).collect() };
    let forbidden = Forbidden::new(&handbook.config.forbid);
    if forbidden.is_empty() {
        return found;
    }
    let terms_of = |file: &Published| {
        let mut terms = forbidden.in_bytes(file.path.as_bytes());
        terms.extend(forbidden.in_bytes(file.said.map_or(file.bytes, str::as_bytes)));
        terms
    };
    let hits: Vec<Vec<usize>> = files.par_iter().map(terms_of).collect();
    let mut by_term: BTreeMap<usize, Vec<&Published>> = BTreeMap::new();
    for (file, terms) in files.iter().zip(&hits) {
        for term in terms {
            let found = by_term.entry(*term).or_default();
            if found.last().is_none_or(|last| last.path != file.path) {
                found.push(file);
            }
        }
    }
    for (term, files) in by_term {
        let search = Search { handbook, forbidden: &forbidden, term };
        let mut places = search.copies(&files);
        places.extend((0..handbook.entries.len()).filter(|index| handbook.is_shown(*index)).flat_map(|index| search.entry(index)));
        places.extend(search.settings());
        places.extend(templates.iter().filter_map(|(_, source)| search.written(source)));
        if places.is_empty() {
            places.extend(
                (0..handbook.entries.len()).filter(|index| handbook.is_shown(*index)).filter_map(|index| search.written(&handbook.entries[index].source)),
            );
        }
        if places.is_empty() {
            places.extend(files.iter().map(|file| {
                let named = forbidden.holds(term, file.path);
                let what = if named { "stands in the name of this file, which would be written" } else { "would be published in this file" };
                search.found(&Arc::new(Source::new(file.path, "")), Span::default(), what)
            }));
        }
        found.extend(places);
    }
    found
}

/// Looks for where one term is written.
struct Search<'s> {
    handbook: &'s Handbook,
    forbidden: &'s Forbidden,
    term: usize,
}

impl Search<'_> {
    fn found(&self, source: &Arc<Source>, span: Span, what: &str) -> Diagnostic {
        let message = format!("`{}` {what}", self.forbidden.term(self.term));
        let help = "`[publish] forbid` keeps it from being published: reword this, or let `[publish] redact` replace it";
        Diagnostic { level: Level::Error, firm: true, ..Diagnostic::new(&LINT, source, span, message).help(help) }
    }

    /// The first place in a file's text, as it is written.
    fn written(&self, source: &Arc<Source>) -> Option<Diagnostic> {
        let place = self.forbidden.places(self.term, &source.text).into_iter().next()?;
        Some(self.found(source, Span::new(place.start, place.end), "would be published"))
    }

    fn copies(&self, files: &[&Published]) -> Vec<Diagnostic> {
        let copy = |file: &&Published| {
            let source = Arc::new(Source::new(file.origin?, String::from_utf8(file.bytes.to_vec()).unwrap_or_default()));
            Some(if self.forbidden.holds(self.term, file.path) {
                self.found(&source, Span::default(), "stands in the name of this file, which is published")
            } else {
                self.written(&source).unwrap_or_else(|| self.found(&source, Span::default(), "stands in this file, which is published"))
            })
        };
        files.iter().filter_map(copy).collect()
    }

    fn entry(&self, index: Index) -> Vec<Diagnostic> {
        let (entry, written) = (&self.handbook.entries[index], &self.handbook.written().entries[index]);
        let source = &entry.source;
        let mut found = Vec::new();
        if self.forbidden.holds(self.term, &entry.id) {
            found.push(self.found(source, Span::new(source.bom(), source.bom()), "stands in the name of this file, which becomes its address"));
        }
        for (_, written) in texts(entry).into_iter().zip(texts(written)).filter(|(text, _)| self.forbidden.holds(self.term, &text.value)) {
            let span = parse::text_span(source, written);
            let place = self.forbidden.places(self.term, source.slice(span)).into_iter().next();
            let span = place.map_or(span, |place| Span::new(span.start as usize + place.start, span.start as usize + place.end));
            found.push(self.found(source, span, "would be published"));
        }
        let passages = entry.body.passages.iter().zip(&written.body.passages);
        for (_, written) in passages.filter(|(passage, _)| self.forbidden.holds(self.term, &passage.text)) {
            let places = self.forbidden.places(self.term, &written.text);
            let all = 0..written.text.len();
            let places = if places.is_empty() { vec![all] } else { places };
            found.extend(places.into_iter().map(|place| self.found(source, written.place(place), "would be published")));
        }
        for link in &written.body.links {
            if let Ok(Target::Web(url)) = self.handbook.resolve(index, link)
                && self.forbidden.holds(self.term, &url)
            {
                found.push(self.found(source, link.span, "stands in an address that would be published"));
            }
        }
        found
    }

    fn settings(&self) -> Vec<Diagnostic> {
        let Some(site) = &self.handbook.site else { return Vec::new() };
        let pairs = settings(&self.handbook.config).into_iter().zip(settings(&self.handbook.written().config));
        let found = pairs.filter(|(text, _)| self.forbidden.holds(self.term, text)).map(|(_, written)| {
            let start = site.text.find(written).unwrap_or(0);
            let place = self.forbidden.places(self.term, written).into_iter().next().unwrap_or(0..written.len());
            self.found(site, Span::new(start + place.start, start + place.end), "would be published")
        });
        found.collect()
    }
}

/// What an entry's front matter says on pages; names of other entries stand there as those entries call themselves.
fn texts(entry: &Entry) -> Vec<&Text> {
    let mut texts: Vec<&Text> = entry.title.iter().collect();
    match &entry.fields {
        Fields::Story(story) => {
            texts.extend([&story.hook, &story.company, &story.role].into_iter().flatten());
            texts.extend(story.tags.iter().chain(story.cues.iter().map(|(_, cue)| cue)));
        }
        Fields::Question(question) => texts.extend(question.source.iter().chain(&question.marks)),
        Fields::Principle(principle) => texts.extend(principle.aliases.iter().chain(&principle.framework)),
        Fields::Asks(asks) => texts.extend(asks.audience.iter().chain(&asks.when)),
        Fields::Interview(interview) => {
            texts.extend(&interview.company);
            texts.extend(interview.rounds.iter().flat_map(|round| round.name.iter().chain(&round.interviewer)));
        }
        Fields::Page => {}
    }
    texts
}

/// What site.toml says on pages.
fn settings(config: &Config) -> Vec<&str> {
    let mut texts = vec![config.title.as_str(), &config.author, &config.base_url, &config.language, &config.theme.footer];
    texts.extend(config.theme.menu.iter().flatten().flat_map(|(title, url)| [title.as_str(), url]));
    texts.extend(config.marks.iter().flat_map(|(mark, label)| [mark.as_str(), label]));
    texts.extend(config.sections.iter().map(|section| section.name.as_str()));
    texts
}
