//! A handbook as everybody may read it: terms replaced in all that is published, after every reference was resolved.
//!
//! The handbook it was made from stays beside it: names, links and plans are looked up there, by the words that their authors used.

use super::{Handbook, Target};
use crate::config::Config;
use crate::content::{Body, Entry, Fields, Heading, Kept, Kind, Link, LinkForm, Passage, Round, SectionRule, Text};
use crate::diagnostic::Diagnostic;
use crate::link;
use crate::privacy::Redaction;
use crate::source::Span;
use crate::{parse, prose};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// What makes a handbook one for everybody.
#[derive(Debug)]
pub(super) struct Public {
    /// What was replaced.
    redaction: Redaction,
    /// The handbook as its author wrote it.
    pub(super) written: Handbook,
}

/// What replaces nothing.
static NOTHING: OnceLock<Redaction> = OnceLock::new();

impl Handbook {
    /// The same handbook with the terms of `[publish] redact` replaced in titles, texts, settings, ids and anchors.
    pub fn redacted(self) -> Self {
        let redaction = Redaction::new(&self.config.redact);
        if redaction.is_empty() || self.public.is_some() {
            return self;
        }
        let ids = ids(&self, &redaction);
        let entries = self.entries.iter().zip(ids).map(|(entry, id)| Arc::new(redacted_entry(entry, id, &redaction))).collect();
        Self {
            config: Arc::new(redacted_config(&self.config, &redaction)),
            site: self.site.clone(),
            entries,
            links: self.links.clone(),
            strays: self.strays.clone(),
            files: self.files.clone(),
            statics: self.statics.clone(),
            events: self.events.clone(),
            drafts: self.drafts,
            today: self.today,
            stamp: self.stamp,
            coverage: self.coverage.clone(),
            doubtful: self.doubtful.clone(),
            broken: self.broken.clone(),
            shown: self.shown.clone(),
            by_kind: self.by_kind.clone(),
            names: super::Names::default(),
            public: Some(Box::new(Public { redaction, written: self })),
        }
    }

    /// What is replaced in this handbook: nothing where it is the one that its author wrote.
    pub fn redaction(&self) -> &Redaction {
        self.public.as_ref().map_or_else(|| NOTHING.get_or_init(Redaction::default), |public| &public.redaction)
    }

    /// The handbook as its author wrote it: itself, where nothing was replaced.
    pub fn written(&self) -> &Handbook {
        self.public.as_ref().map_or(self, |public| &public.written)
    }

    /// The path at which a file is published that is copied from disk; both without the folder that is left away.
    pub fn published_path(&self, path: &str) -> String {
        self.redaction().path(path)
    }

    /// Findings as pages show them: their words are the author's too.
    pub fn redacted_findings(&self, diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let redaction = self.redaction();
        if redaction.is_empty() {
            return diagnostics;
        }
        // Between backticks they name ids.
        let part = |(number, part): (usize, &str)| if number % 2 == 1 { redaction.name(part) } else { redaction.text(part).into_owned() };
        let text = |text: &str| text.split('`').enumerate().map(part).collect::<Vec<_>>().join("`");
        diagnostics.into_iter().map(|found| Diagnostic { message: text(&found.message), help: found.help.as_deref().map(text), ..found }).collect()
    }

    /// Where a link leads in this handbook that leads there in the one as written.
    pub(super) fn redacted_target(&self, target: Target) -> Target {
        match target {
            Target::Entry(index, Some(anchor)) => {
                let place = self.written().entries[index].body.headings.iter().position(|heading| heading.anchor == anchor);
                Target::Entry(index, place.map(|place| self.entries[index].body.headings[place].anchor.clone()))
            }
            Target::File(path) => Target::File(match path.strip_prefix("content/") {
                Some(path) => format!("content/{}", self.published_path(path)),
                None => path,
            }),
            Target::Site(url) => {
                let (path, anchor) = url.split_once('#').map_or((url.as_str(), None), |(path, anchor)| (path, Some(anchor)));
                let path = link::decoded(path);
                if !self.statics.contains(&format!("static/{path}")) {
                    return Target::Site(url);
                }
                let path = link::encoded(&self.published_path(&path));
                Target::Site(anchor.map_or(path.clone(), |anchor| format!("{path}#{}", self.redaction().name(anchor))))
            }
            Target::Web(url) => Target::Web(self.redaction().text(&url).into_owned()),
            target => target,
        }
    }
}

/// The id of each entry with its terms replaced, still unique within its kind.
fn ids(handbook: &Handbook, redaction: &Redaction) -> Vec<String> {
    let mut taken: BTreeMap<Kind, BTreeSet<String>> = BTreeMap::new();
    let id = |entry: &Entry| {
        let file = entry.source.path.rsplit('/').next().unwrap_or("");
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let mut id = name(stem, &entry.id, redaction);
        while id.len() > parse::MAX_ID {
            id.pop();
        }
        id
    };
    let wanted: Vec<String> = handbook.entries.iter().map(|entry| id(entry)).collect();
    // An id that stays has its name first.
    for (entry, _) in handbook.entries.iter().zip(&wanted).filter(|(entry, wanted)| entry.id == **wanted) {
        taken.entry(entry.kind).or_default().insert(entry.id.clone());
    }
    let unique = |(entry, id): (&Arc<Entry>, String)| {
        if id == entry.id { id } else { free(id, taken.entry(entry.kind).or_default()) }
    };
    handbook.entries.iter().zip(wanted).map(unique).collect()
}

/// The id or anchor that a text gives once its terms are replaced; what it is by now, where none are.
fn name(text: &str, now: &str, redaction: &Redaction) -> String {
    let replaced = redaction.name(text);
    match prose::kebab(&replaced) {
        _ if replaced == text => now.to_string(),
        id if id.is_empty() && !now.is_empty() => "redacted".to_string(),
        id => id,
    }
}

/// A name that nobody has yet: itself, or itself with a number.
fn free(name: String, taken: &mut BTreeSet<String>) -> String {
    let mut candidate = name.clone();
    let mut number = 1;
    while !taken.insert(candidate.clone()) {
        number += 1;
        candidate = format!("{name}-{number}");
    }
    candidate
}

fn text(text: &Text, redaction: &Redaction) -> Text {
    Text { value: redaction.text(&text.value).into_owned(), place: text.place }
}

fn option(option: &Option<Text>, redaction: &Redaction) -> Option<Text> {
    option.as_ref().map(|value| text(value, redaction))
}

fn list(list: &[Text], redaction: &Redaction) -> Vec<Text> {
    list.iter().map(|value| text(value, redaction)).collect()
}

fn redacted_entry(entry: &Entry, id: String, redaction: &Redaction) -> Entry {
    Entry {
        source: entry.source.clone(),
        kind: entry.kind,
        id,
        title: option(&entry.title, redaction),
        fields: redacted_fields(&entry.fields, redaction),
        body: redacted_body(&entry.body, redaction),
        faults: entry.faults.clone(),
        unreadable: entry.unreadable,
        kept: Kept::default(),
    }
}

/// Names of other entries stay as they are: they are looked up, never shown.
fn redacted_fields(fields: &Fields, redaction: &Redaction) -> Fields {
    use crate::content::{Asks, Interview, Principle, Question, Story};
    match fields {
        Fields::Story(story) => Fields::Story(Box::new(Story {
            principles: story.principles.clone(),
            questions: story.questions.clone(),
            hook: option(&story.hook, redaction),
            cues: story.cues.iter().map(|(name, cue)| (text(name, redaction), text(cue, redaction))).collect(),
            event: option(&story.event, redaction),
            company: option(&story.company, redaction),
            role: option(&story.role, redaction),
            date: story.date,
            tags: list(&story.tags, redaction),
            status: story.status,
        })),
        Fields::Question(question) => Fields::Question(Question {
            principles: question.principles.clone(),
            source: option(&question.source, redaction),
            marks: list(&question.marks, redaction),
            skip: question.skip,
        }),
        Fields::Principle(principle) => Fields::Principle(Principle {
            aliases: list(&principle.aliases, redaction),
            framework: option(&principle.framework, redaction),
            order: principle.order,
            active: principle.active,
        }),
        Fields::Asks(asks) => Fields::Asks(Asks { audience: option(&asks.audience, redaction), when: option(&asks.when, redaction) }),
        Fields::Interview(interview) => {
            let round = |round: &Round| Round {
                name: option(&round.name, redaction),
                interviewer: option(&round.interviewer, redaction),
                focus: round.focus.clone(),
                stories: round.stories.clone(),
                place: round.place,
            };
            Fields::Interview(Box::new(Interview {
                company: option(&interview.company, redaction),
                date: interview.date,
                rounds: interview.rounds.iter().map(round).collect(),
                told: interview.told.clone(),
            }))
        }
        Fields::Page => Fields::Page,
    }
}

fn redacted_body(body: &Body, redaction: &Redaction) -> Body {
    let mut taken = BTreeSet::new();
    let anchors: Vec<String> = body.headings.iter().map(|heading| name(&heading.text, &heading.anchor, redaction)).collect();
    taken.extend(body.headings.iter().zip(&anchors).filter(|(heading, anchor)| heading.anchor == **anchor).map(|(_, anchor)| anchor.clone()));
    let heading = |(heading, anchor): (&Heading, String)| Heading {
        level: heading.level,
        text: redaction.text(&heading.text).into_owned(),
        anchor: if anchor == heading.anchor { anchor } else { free(anchor, &mut taken) },
        span: heading.span,
    };
    Body {
        span: body.span,
        passages: body.passages.iter().map(|passage| redacted_passage(passage, &body.links, redaction)).collect(),
        headings: body.headings.iter().zip(anchors).map(heading).collect(),
        sections: body.sections.clone(),
        links: body.links.clone(),
        allows: body.allows.clone(),
    }
}

fn redacted_passage(passage: &Passage, links: &[Link], redaction: &Redaction) -> Passage {
    let edits = edits(passage, links, redaction);
    if edits.is_empty() {
        return passage.clone();
    }
    let mut text = String::with_capacity(passage.text.len());
    let mut done = 0;
    for (range, with) in &edits {
        text.push_str(&passage.text[done..range.start]);
        text.push_str(with);
        done = range.end;
    }
    text.push_str(&passage.text[done..]);
    let new = starts(&edits);
    let silent = passage.silent.iter().map(|span| Span::new(moved(&edits, &new, span.start as usize, false), moved(&edits, &new, span.end as usize, true)));
    Passage { text, silent: silent.collect(), runs: runs(passage, &edits, &new), ..passage.clone() }
}

/// Where the text stands in the file once edits are applied: all of what stands in for a term is where the term begins.
fn runs(passage: &Passage, edits: &[(Range<usize>, String)], new: &[usize]) -> Vec<(u32, u32)> {
    let mut runs: BTreeMap<u32, u32> = BTreeMap::new();
    let replaced = |at: usize| edits.get(edits.partition_point(|(range, _)| range.end <= at)).is_some_and(|(range, _)| range.contains(&at));
    for (text, file) in passage.runs.iter().filter(|(text, _)| !replaced(*text as usize)) {
        runs.insert(moved(edits, new, *text as usize, false) as u32, *file);
    }
    for ((range, with), start) in edits.iter().zip(new) {
        let start = *start;
        let file = passage.place(range.start..range.start).start;
        runs.extend((start..start + with.len()).map(|at| (at as u32, file)));
        if range.end < passage.text.len() {
            runs.insert((start + with.len()) as u32, passage.place(range.end..range.end).start);
        }
    }
    runs.into_iter().collect()
}

/// What is replaced in a passage, in order: terms as they are spelled, and names of entries that stand in it as `[[links]]` without words of their own.
fn edits(passage: &Passage, links: &[Link], redaction: &Redaction) -> Vec<(Range<usize>, String)> {
    let within = links.partition_point(|link| link.span.start < passage.span.start);
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    for link in links[within..].iter().take_while(|link| link.span.start < passage.span.end).filter(|link| link.form == LinkForm::Wiki(false)) {
        let name = link.anchor.as_ref().map_or(link.target.clone(), |anchor| format!("{}#{anchor}", link.target));
        let with = redaction.name(&name);
        // The words of the link are the run of text that stands between its brackets in the file.
        let run = passage.runs.partition_point(|(_, file)| *file < link.span.start);
        let start = passage.runs.get(run).map_or(passage.text.len(), |(text, _)| *text as usize);
        let end = passage.runs.get(run + 1).map_or(passage.text.len(), |(text, _)| *text as usize);
        if with != name
            && let Some(at) = passage.text.get(start..end).and_then(|text| text.find(&name))
        {
            edits.push((start + at..start + at + name.len(), with));
        }
    }
    edits.extend(redaction.edits(&passage.text).into_iter().map(|edit| (edit.range, edit.with.to_string())));
    // Where a term stands in a name, the name is replaced as a whole.
    edits.sort_by_key(|(range, _)| (range.start, std::cmp::Reverse(range.end)));
    let mut end = 0;
    edits.retain(|(range, _)| {
        let fits = range.start >= end;
        end = if fits { range.end } else { end };
        fits
    });
    edits
}

/// Where each edit begins in the text that the edits make. They are in order and do not overlap.
fn starts(edits: &[(Range<usize>, String)]) -> Vec<usize> {
    let (mut old, mut new) = (0, 0);
    let start = |(range, with): &(Range<usize>, String)| {
        let start = new + range.start - old;
        (old, new) = (range.end, start + with.len());
        start
    };
    edits.iter().map(start).collect()
}

/// Where a byte of a text stands once edits are applied, which begin there at `new`; inside one it is that one's start, or its end.
fn moved(edits: &[(Range<usize>, String)], new: &[usize], at: usize, end: bool) -> usize {
    let Some(last) = edits.partition_point(|(range, _)| range.start < at).checked_sub(1) else { return at };
    let ((range, with), start) = (&edits[last], new[last]);
    if at < range.end && !end { start } else { start + with.len() + at.saturating_sub(range.end) }
}

fn redacted_config(config: &Config, redaction: &Redaction) -> Config {
    let text = |text: &str| redaction.text(text).into_owned();
    let texts = |texts: &BTreeMap<String, String>| texts.iter().map(|(name, value)| (text(name), text(value))).collect();
    let mut redacted = config.clone();
    redacted.title = text(&config.title);
    redacted.author = text(&config.author);
    redacted.base_url = text(&config.base_url);
    redacted.theme.footer = text(&config.theme.footer);
    redacted.theme.menu = config.theme.menu.as_ref().map(|menu| menu.iter().map(|(title, url)| (text(title), url.clone())).collect());
    redacted.sections = config
        .sections
        .iter()
        .map(|rule| SectionRule { name: text(&rule.name), aliases: rule.aliases.iter().map(|alias| text(alias)).collect(), ..rule.clone() })
        .collect();
    redacted.marks = texts(&config.marks);
    redacted.glossary = texts(&config.glossary);
    redacted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_move_with_the_text() {
        let redaction = Redaction::new(&BTreeMap::from([("NAC".to_string(), "risk check".to_string()), ("long one".to_string(), "x".to_string())]));
        let text = "a NAC b long one c";
        let edits: Vec<(Range<usize>, String)> = redaction.edits(text).into_iter().map(|edit| (edit.range, edit.with.to_string())).collect();
        let new = redaction.text(text);
        for (part, expected) in [("b", "b"), ("c", "c"), ("NAC", "risk check"), ("AC b", "risk check b"), ("long one", "x"), ("a NAC b lo", "a risk check b x")]
        {
            let at = text.rfind(part).unwrap();
            let starts = starts(&edits);
            let (start, end) = (moved(&edits, &starts, at, false), moved(&edits, &starts, at + part.len(), true));
            assert_eq!(&new[start..end], expected, "{part}");
        }
    }
}
