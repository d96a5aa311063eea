//! Pages that show many entries: home, lists, a principle's and a question's stories, the matrix, what to ask.

use super::pages::{self, LIST, Page};
use super::view::{self, Backlink, Label, Link, with, written};
use super::{Site, facts::date_text};
use crate::content::{Fields, Kind};
use crate::handbook::Index;
use crate::readiness;
use serde::Serialize;
use std::collections::BTreeMap;
use tera::{Context, Value};

#[derive(Serialize)]
struct Pager {
    number: usize,
    count: usize,
    previous: String,
    next: String,
    pages: Vec<Number>,
}

#[derive(Serialize)]
struct Number {
    number: usize,
    url: String,
    current: bool,
}

#[derive(Serialize)]
struct Counts {
    stories: usize,
    drafts: usize,
    questions: usize,
    principles: usize,
    asks: usize,
    interviews: usize,
    pages: usize,
}

#[derive(Serialize)]
struct Todo<'t> {
    title: &'t str,
    url: String,
    why: &'t str,
}

/// A principle in a list.
#[derive(Serialize)]
struct PrincipleRow {
    title: String,
    url: String,
    framework: String,
    active: bool,
    events: usize,
    dots: [bool; 2],
    label: String,
    stories: usize,
    questions: usize,
}

/// A question in a list.
#[derive(Serialize)]
struct QuestionCard<'q> {
    id: &'q str,
    title: &'q str,
    url: String,
    labels: Vec<Label>,
    answered: &'static str,
    stories: usize,
    events: usize,
    principles: Vec<Link>,
}

#[derive(Serialize)]
struct Group<'q> {
    title: String,
    url: String,
    questions: Vec<QuestionCard<'q>>,
}

#[derive(Serialize)]
struct PrincipleView<'p> {
    id: &'p str,
    title: &'p str,
    url: String,
    framework: String,
    active: bool,
    html: String,
    aliases: Vec<&'p str>,
    stories: Vec<Value>,
    questions: Vec<QuestionCard<'p>>,
    events: usize,
    dots: [bool; 2],
    label: String,
    backlinks: Vec<Backlink>,
    previous: Option<Link>,
    next: Option<Link>,
}

#[derive(Serialize)]
struct QuestionView<'q> {
    id: &'q str,
    title: &'q str,
    url: String,
    labels: Vec<Label>,
    source: String,
    answered: &'static str,
    html: String,
    principles: Vec<Link>,
    stories: Vec<Value>,
    suggestions: Vec<Value>,
    backlinks: Vec<Backlink>,
    previous: Option<Link>,
    next: Option<Link>,
}

#[derive(Serialize)]
struct Column {
    title: String,
    url: String,
    events: usize,
    gap: bool,
}

#[derive(Serialize)]
struct Row<'r> {
    title: &'r str,
    url: String,
    draft: bool,
    same_event: usize,
    cells: Vec<bool>,
}

#[derive(Serialize)]
struct AsksView<'a> {
    id: &'a str,
    title: &'a str,
    anchor: &'a str,
    audience: String,
    when: String,
    html: String,
}

#[derive(Serialize)]
struct InterviewRow {
    title: String,
    url: String,
    company: String,
    date: String,
    date_text: String,
    rounds: usize,
    focuses: usize,
}

/// Principles on the home page; more have a page of their own.
const HOME_PRINCIPLES: usize = 24;
/// Things to do on the home page.
const HOME_TODO: usize = 6;
/// Stories that a question without an answer suggests.
const SUGGESTIONS: usize = 5;
/// Principles that the matrix has columns for.
const COLUMNS: usize = 60;

impl Site<'_> {
    pub(super) fn home(&self) -> Context {
        let handbook = self.handbook;
        let count = |kind: Kind| handbook.of(kind).count();
        let principles: Vec<Index> = handbook.of(Kind::Principle).filter(|principle| handbook.is_active(*principle)).collect();
        let readiness = self.readiness();
        let todo: Vec<Todo> = readiness
            .todo
            .iter()
            .take(HOME_TODO)
            .map(|todo| Todo { title: &todo.title, url: todo.entry.map(|entry| handbook.url(entry)).unwrap_or_default(), why: &todo.why })
            .collect();
        let drafts = handbook.of(Kind::Story).filter(|story| handbook.is_draft(*story)).count();
        let mut context = with("headline", &readiness.headline);
        context.insert("summary", &readiness.summary);
        context.insert("principles", &principles.iter().take(HOME_PRINCIPLES).map(|principle| self.principle_row(*principle)).collect::<Vec<_>>());
        context.insert("principles_more", &principles.len().saturating_sub(HOME_PRINCIPLES));
        context.insert("todo", &todo);
        let counts = Counts {
            stories: count(Kind::Story),
            drafts,
            questions: count(Kind::Question),
            principles: count(Kind::Principle),
            asks: count(Kind::Asks),
            interviews: count(Kind::Interview),
            pages: count(Kind::Page),
        };
        context.insert("empty", &(counts.stories + counts.questions + counts.principles + counts.asks + counts.interviews + counts.pages == 0));
        context.insert("counts", &counts);
        context.insert_value("interview", Value::none());
        context
    }

    /// The part of a list that stands on a page, and the way to the others.
    fn paged<'l>(&self, list: &'l [Index], number: usize, page: impl Fn(usize) -> Page) -> (&'l [Index], Value) {
        let count = pages::count(list.len());
        let url = |number: usize| page(number).url(self.handbook);
        let pager = Pager {
            number,
            count,
            previous: if number > 1 { url(number - 1) } else { String::new() },
            next: if number < count { url(number + 1) } else { String::new() },
            pages: (1..=count).map(|other| Number { number: other, url: url(other), current: other == number }).collect(),
        };
        let from = ((number - 1) * LIST).min(list.len());
        (&list[from..(from + LIST).min(list.len())], Value::from_serializable(&pager))
    }

    pub(super) fn stories(&self, number: usize) -> Context {
        let all: Vec<Index> = self.handbook.of(Kind::Story).collect();
        let (shown, pager) = self.paged(&all, number, Page::Stories);
        let mut context = with("total", &all.len());
        context.insert_value("stories", shown.iter().map(|story| self.card(*story)).collect::<Vec<_>>().into());
        context.insert_value("pager", pager);
        context
    }

    fn principle_row(&self, principle: Index) -> PrincipleRow {
        let links = &self.handbook.links[principle];
        let events = self.handbook.event_count(&links.stories);
        let (framework, active) = match &self.handbook.entries[principle].fields {
            Fields::Principle(fields) => (written(&fields.framework), fields.active),
            _ => (String::new(), false),
        };
        PrincipleRow {
            title: self.title(principle).into(),
            url: self.handbook.url(principle),
            framework,
            active,
            events,
            dots: [events > 0, events > 1],
            label: events_label(events),
            stories: links.stories.iter().filter(|story| self.handbook.is_shown(**story)).count(),
            questions: links.questions.len(),
        }
    }

    pub(super) fn principles(&self, number: usize) -> Context {
        let all: Vec<Index> = self.handbook.of(Kind::Principle).collect();
        let (shown, pager) = self.paged(&all, number, Page::Principles);
        let mut context = with("total", &all.len());
        context.insert("principles", &shown.iter().map(|principle| self.principle_row(*principle)).collect::<Vec<_>>());
        context.insert_value("pager", pager);
        context
    }

    pub(super) fn principle(&self, index: Index, number: usize, root: &str) -> Context {
        let handbook = self.handbook;
        let entry = &handbook.entries[index];
        let Fields::Principle(fields) = &entry.fields else { unreachable!("the index of a principle") };
        let strongest = self.strongest(&handbook.links[index].stories);
        let (shown, pager) = self.paged(&strongest, number, |number| Page::Principle(index, number));
        let events = handbook.event_count(&handbook.links[index].stories);
        let first = number == 1;
        let (previous, next) = self.turn(index);
        let view = PrincipleView {
            id: &entry.id,
            title: self.title(index),
            url: handbook.url(index),
            framework: written(&fields.framework),
            active: fields.active,
            html: if first { self.body(index, root, 2) } else { String::new() },
            aliases: fields.aliases.iter().map(|alias| alias.value.as_str()).collect(),
            stories: shown.iter().map(|story| self.reasoned(*story)).collect(),
            questions: handbook.links[index].questions.iter().take(if first { LIST } else { 0 }).map(|question| self.question_card(*question)).collect(),
            events,
            dots: [events > 0, events > 1],
            label: events_label(events),
            backlinks: if first { self.backlinks(index) } else { Vec::new() },
            previous: previous.map(|index| self.link(index)),
            next: next.map(|index| self.link(index)),
        };
        let mut context = with("principle", &view);
        context.insert_value("pager", pager);
        context
    }

    /// A story's card with why it stands where it stands.
    fn reasoned(&self, story: Index) -> Value {
        let facts = self.facts(story);
        let why = match &facts.number {
            Some(number) => format!("with a number: {number}"),
            None if facts.complete => "complete, no number yet".into(),
            None => "not complete yet".into(),
        };
        let card = self.card(story);
        let mut map = card.as_map().cloned().unwrap_or_default();
        map.insert("why".into(), why.into());
        Value::from_serializable(&map)
    }

    fn question_card(&self, index: Index) -> QuestionCard<'_> {
        let links = &self.handbook.links[index];
        QuestionCard {
            id: &self.handbook.entries[index].id,
            title: self.title(index),
            url: self.handbook.url(index),
            labels: self.labels(index),
            answered: self.answer(index),
            stories: self.handbook.told(&links.stories).count(),
            events: self.handbook.event_count(&links.stories),
            principles: self.links(&links.principles),
        }
    }

    /// How a question is answered, in one word.
    fn answer(&self, question: Index) -> &'static str {
        if self.handbook.told(&self.handbook.links[question].stories).next().is_some() {
            "story"
        } else if self.handbook.has_notes(question) {
            "notes"
        } else if self.handbook.is_skipped(question) {
            "skip"
        } else {
            "no"
        }
    }

    pub(super) fn questions(&self, number: usize) -> Context {
        let all: Vec<Index> = self.handbook.of(Kind::Question).collect();
        let wanted: Vec<Index> = all.iter().copied().filter(|question| !self.handbook.is_skipped(*question)).collect();
        let answered = wanted.iter().filter(|question| self.handbook.is_answered(**question)).count();
        let (shown, pager) = self.paged(&all, number, Page::Questions);
        let mut groups: Vec<(Option<Index>, Vec<Index>)> = Vec::new();
        for question in shown {
            let principle = self.handbook.links[*question].principles.first().copied();
            match groups.last_mut().filter(|(last, _)| *last == principle) {
                Some((_, questions)) => questions.push(*question),
                None => groups.push((principle, vec![*question])),
            }
        }
        let named = groups.len() > 1 || groups.first().is_some_and(|(principle, _)| principle.is_some());
        let groups: Vec<Group> = groups
            .into_iter()
            .map(|(principle, questions)| Group {
                title: principle.map_or_else(|| if named { "For no principle".into() } else { "All".into() }, |principle| self.title(principle).to_string()),
                url: principle.map(|principle| self.handbook.url(principle)).unwrap_or_default(),
                questions: questions.into_iter().map(|question| self.question_card(question)).collect(),
            })
            .collect();
        let mut context = with("groups", &groups);
        context.insert("questions", &shown.iter().map(|question| self.question_card(*question)).collect::<Vec<_>>());
        context.insert("total", &wanted.len());
        context.insert("answered", &answered);
        context.insert("open", &(wanted.len() - answered));
        context.insert_value("pager", pager);
        context
    }

    pub(super) fn question(&self, index: Index, number: usize, root: &str) -> Context {
        let handbook = self.handbook;
        let entry = &handbook.entries[index];
        let Fields::Question(fields) = &entry.fields else { unreachable!("the index of a question") };
        let links = &handbook.links[index];
        let strongest = self.strongest(&links.stories);
        let (shown, pager) = self.paged(&strongest, number, |number| Page::Question(index, number));
        let mut suggestions: Vec<Index> = Vec::new();
        if strongest.is_empty() {
            let close: Vec<Index> = links.principles.iter().flat_map(|principle| handbook.links[*principle].stories.iter().take(LIST)).copied().collect();
            for story in self.strongest(&close) {
                if !suggestions.contains(&story) && suggestions.len() < SUGGESTIONS {
                    suggestions.push(story);
                }
            }
        }
        let (previous, next) = self.turn(index);
        let view = QuestionView {
            id: &entry.id,
            title: self.title(index),
            url: handbook.url(index),
            labels: self.labels(index),
            source: written(&fields.source),
            answered: self.answer(index),
            html: if number == 1 { self.body(index, root, 2) } else { String::new() },
            principles: self.links(&links.principles),
            stories: shown.iter().map(|story| self.card(*story)).collect(),
            suggestions: suggestions.iter().map(|story| self.card(*story)).collect(),
            backlinks: if number == 1 { self.backlinks(index) } else { Vec::new() },
            previous: previous.map(|index| self.link(index)),
            next: next.map(|index| self.link(index)),
        };
        let mut context = with("question", &view);
        context.insert_value("pager", pager);
        context
    }

    pub(super) fn matrix(&self, number: usize) -> Context {
        let handbook = self.handbook;
        let principles: Vec<Index> = handbook.of(Kind::Principle).filter(|principle| handbook.is_active(*principle)).take(COLUMNS).collect();
        let columns = principles.iter().map(|principle| {
            let events = handbook.event_count(&handbook.links[*principle].stories);
            Column { title: self.title(*principle).into(), url: handbook.url(*principle), events, gap: events == 0 }
        });
        let place: BTreeMap<Index, usize> = principles.iter().enumerate().map(|(place, principle)| (*principle, place)).collect();
        let mut stories: Vec<Index> = handbook.of(Kind::Story).collect();
        // By the first principle that a story shows, so that the dots run down the table.
        stories.sort_by_cached_key(|story| {
            handbook.links[*story].principles.iter().filter_map(|principle| place.get(principle)).min().copied().unwrap_or(usize::MAX)
        });
        let (shown, pager) = self.paged(&stories, number, Page::Matrix);
        let rows = shown.iter().map(|story| {
            let mut cells = vec![false; principles.len()];
            for principle in &handbook.links[*story].principles {
                if let Some(place) = place.get(principle) {
                    cells[*place] = true;
                }
            }
            Row {
                title: handbook.entries[*story].name(),
                url: handbook.url(*story),
                draft: handbook.is_draft(*story),
                same_event: self.tellings(*story).len(),
                cells,
            }
        });
        let mut context = with("principles", &columns.collect::<Vec<_>>());
        context.insert("rows", &rows.collect::<Vec<_>>());
        context.insert("summary", &readiness::coverage(handbook));
        context.insert_value("pager", pager);
        context
    }

    pub(super) fn asks(&self, root: &str) -> Context {
        let mut audiences: Vec<String> = Vec::new();
        let mut asks = Vec::new();
        for index in self.handbook.of(Kind::Asks) {
            let entry = &self.handbook.entries[index];
            let Fields::Asks(fields) = &entry.fields else { unreachable!("the index of asks") };
            let audience = written(&fields.audience);
            if !audience.is_empty() && !audiences.contains(&audience) {
                audiences.push(audience.clone());
            }
            asks.push(AsksView {
                id: &entry.id,
                title: entry.name(),
                anchor: &entry.id,
                audience,
                when: written(&fields.when),
                html: self.body(index, root, 3),
            });
        }
        let mut context = with("asks", &asks);
        context.insert("audiences", &audiences);
        context
    }

    pub(super) fn interviews(&self) -> Context {
        let rows = self.handbook.of(Kind::Interview).map(|index| {
            let Fields::Interview(fields) = &self.handbook.entries[index].fields else { unreachable!("the index of an interview") };
            let view::Link { title, url } = self.link(index);
            InterviewRow {
                title,
                url,
                company: written(&fields.company),
                date: fields.date.map(|date| date.last_day.to_string()).unwrap_or_default(),
                date_text: fields.date.map(date_text).unwrap_or_default(),
                rounds: fields.rounds.len(),
                focuses: fields.rounds.iter().map(|round| round.focus.len()).sum(),
            }
        });
        with("interviews", &rows.collect::<Vec<_>>())
    }
}

fn events_label(events: usize) -> String {
    match events {
        0 => "no story".into(),
        1 => "one event".into(),
        events => format!("{events} events"),
    }
}
