//! One story, question, principle, ... as its author wrote it, possibly incomplete: plain data that `parse` makes and `handbook` links.

mod body;
mod kept;

pub use body::{Allow, Body, Form, Heading, Link, LinkForm, Passage, Section, Telling};
pub use kept::{Code, Fingerprint, Judgement, Kept, Named, Names, Under};

use crate::diagnostic::Fault;
use crate::prose;
use crate::source::{Source, Span, YamlPath};
use std::sync::Arc;

/// The kinds of entries, in the order in which a bare name is looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// What you will tell.
    Story,
    /// What may be asked.
    Question,
    /// What is being assessed.
    Principle,
    /// What you will ask them.
    Asks,
    /// A loop of rounds, and its debrief.
    Interview,
    /// Anything else.
    Page,
}

impl Kind {
    /// All kinds.
    pub const ALL: [Kind; 6] = [Kind::Story, Kind::Question, Kind::Principle, Kind::Asks, Kind::Interview, Kind::Page];

    /// The folder in content/ and in the published site.
    pub fn folder(self) -> &'static str {
        match self {
            Kind::Story => "stories",
            Kind::Question => "questions",
            Kind::Principle => "principles",
            Kind::Asks => "asks",
            Kind::Interview => "interviews",
            Kind::Page => "pages",
        }
    }

    /// One of the kind, as commands and `[[kind/id]]` name it.
    pub fn name(self) -> &'static str {
        match self {
            Kind::Story => "story",
            Kind::Question => "question",
            Kind::Principle => "principle",
            Kind::Asks => "asks",
            Kind::Interview => "interview",
            Kind::Page => "page",
        }
    }

    /// The kind of that name or folder.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name || kind.folder() == name)
    }
}

/// Where something stands in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// At these bytes.
    At(Span),
    /// At this value of the front matter; `parse::span` finds its bytes when a finding needs them.
    Value(YamlPath),
}

/// A piece of front matter with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The words.
    pub value: String,
    /// Where they stand.
    pub place: Place,
}

/// One file of content.
#[derive(Debug)]
pub struct Entry {
    /// The file.
    pub source: Arc<Source>,
    /// What it is.
    pub kind: Kind,
    /// Its id: the file's stem in kebab-case.
    pub id: String,
    /// Its title, where it has one.
    pub title: Option<Text>,
    /// What its front matter says.
    pub fields: Fields,
    /// What stands below the front matter.
    pub body: Body,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
    /// Whether the file could not be read at all, so that nothing more can be said of it.
    pub unreadable: bool,
    /// What is known of it alone, made when it is asked for.
    pub kept: Kept,
}

impl Entry {
    /// The title, or the id where there is none.
    pub fn name(&self) -> &str {
        self.title.as_ref().map_or(&self.id, |title| &title.value)
    }

    /// The story, where it is one.
    pub fn story(&self) -> Option<&Story> {
        match &self.fields {
            Fields::Story(story) => Some(story),
            _ => None,
        }
    }
}

/// What the front matter of each kind says.
#[derive(Debug)]
pub enum Fields {
    /// Of a story.
    Story(Box<Story>),
    /// Of a question.
    Question(Question),
    /// Of a principle.
    Principle(Principle),
    /// Of a list of questions to ask.
    Asks(Asks),
    /// Of an interview.
    Interview(Box<Interview>),
    /// Of a page.
    Page,
}

impl Fields {
    /// Fields of that kind with nothing in them.
    pub fn empty(kind: Kind) -> Self {
        match kind {
            Kind::Story => Fields::Story(Box::default()),
            Kind::Question => Fields::Question(Question::default()),
            Kind::Principle => Fields::Principle(Principle { active: true, ..Principle::default() }),
            Kind::Asks => Fields::Asks(Asks::default()),
            Kind::Interview => Fields::Interview(Box::default()),
            Kind::Page => Fields::Page,
        }
    }
}

/// Front matter of a story.
#[derive(Debug, Default)]
pub struct Story {
    /// Principles it shows, as named.
    pub principles: Vec<Text>,
    /// Questions it answers, as named.
    pub questions: Vec<Text>,
    /// One line for the cheat sheet.
    pub hook: Option<Text>,
    /// A short line a section: the section's name and the line.
    pub cues: Vec<(Text, Text)>,
    /// Shared by the tellings of one event.
    pub event: Option<Text>,
    /// Where it happened.
    pub company: Option<Text>,
    /// The teller's role then.
    pub role: Option<Text>,
    /// When it happened.
    pub date: Option<Date>,
    /// Free words to group by.
    pub tags: Vec<Text>,
    /// Whether it may be told.
    pub status: Status,
}

impl Story {
    /// The cue that it gives one of the configured sections.
    pub fn cue(&self, rule: &SectionRule) -> Option<&Text> {
        self.cues.iter().find(|(name, _)| rule.is_called(&prose::bare(&name.value))).map(|(_, cue)| cue)
    }
}

/// Whether a story may be told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// Finished.
    #[default]
    Ready,
    /// Being written.
    Draft,
    /// The front matter says something that is neither; never published.
    Unclear,
}

/// Front matter of a question.
#[derive(Debug, Default)]
pub struct Question {
    /// Principles it asks for, as named.
    pub principles: Vec<Text>,
    /// Where it comes from.
    pub source: Option<Text>,
    /// Marks such as `$`.
    pub marks: Vec<Text>,
    /// Left unanswered on purpose.
    pub skip: bool,
}

/// Front matter of a principle.
#[derive(Debug, Default)]
pub struct Principle {
    /// Other names it goes by.
    pub aliases: Vec<Text>,
    /// Whose principle it is.
    pub framework: Option<Text>,
    /// Its place in lists.
    pub order: Option<i64>,
    /// Whether stories for it are wanted.
    pub active: bool,
}

/// Front matter of a list of questions to ask.
#[derive(Debug, Default)]
pub struct Asks {
    /// Whom to ask.
    pub audience: Option<Text>,
    /// At what moment.
    pub when: Option<Text>,
}

/// Front matter of an interview.
#[derive(Debug, Default)]
pub struct Interview {
    /// With whom.
    pub company: Option<Text>,
    /// On which day.
    pub date: Option<Date>,
    /// Its rounds in order.
    pub rounds: Vec<Round>,
    /// Stories that were told, once it is over.
    pub told: Vec<Text>,
}

/// One round of an interview.
#[derive(Debug)]
pub struct Round {
    /// What it is called.
    pub name: Option<Text>,
    /// Who asks.
    pub interviewer: Option<Text>,
    /// Principles or questions it is about, as named.
    pub focus: Vec<Text>,
    /// Stories that are pinned to it, as named.
    pub stories: Vec<Text>,
    /// Where it stands.
    pub place: Place,
}

/// A day, or the month or year it fell in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date {
    /// The day; the last of the month or year where the author named no day.
    pub last_day: jiff::civil::Date,
    /// What the author named.
    pub precision: Precision,
    /// Where it stands.
    pub place: Place,
}

/// How exactly a date is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Precision {
    /// `2022`
    Year,
    /// `2022-03`
    Month,
    /// `2022-03-14`
    Day,
}

/// A section that stories are made of, as site.toml configures it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionRule {
    /// Its name.
    pub name: String,
    /// Headings that mean the same.
    pub aliases: Vec<String>,
    /// Whether a story is incomplete without it.
    pub required: bool,
    /// What it is in the STAR model, which the checks and the colours go by.
    pub role: Role,
}

impl SectionRule {
    /// Whether its name or one of its aliases is `bare`, a text as [`prose::bare`] gives it.
    pub fn is_called(&self, bare: &str) -> bool {
        // Names of plain letters, as nearly all are, need not be made bare to be compared.
        let plain = |name: &str| name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b' ') && !name.contains("  ") && name.trim() == name;
        let is = |name: &String| if plain(name) { name.eq_ignore_ascii_case(bare) } else { prose::bare(name) == bare };
        std::iter::once(&self.name).chain(&self.aliases).any(is)
    }
}

/// What a section is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Role {
    /// Where it happened.
    Situation,
    /// What was wanted.
    Task,
    /// What the teller did.
    Action,
    /// What came of it.
    Result,
    /// What the teller took from it.
    Learning,
    /// Anything else.
    Other,
}

impl Role {
    /// The word that pages and styles use.
    pub fn word(self) -> &'static str {
        match self {
            Role::Situation => "situation",
            Role::Task => "task",
            Role::Action => "action",
            Role::Result => "result",
            Role::Learning => "learning",
            Role::Other => "other",
        }
    }
}
