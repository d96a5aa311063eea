//! The linked handbook: every name resolved, every reference followed both ways, every event known. A finished value: nothing is added to it later.

mod events;
mod fingerprint;
mod focus;
mod links;
mod names;
mod order;
mod public;
mod references;
mod related;

pub use events::{Events, Pair};
pub use links::{Broken, FIXED_PAGES, Target};
pub use names::Via;
pub use related::Related;

use crate::config::Config;
use crate::content::{Entry, Fields, Kind, Role, Status, Story};
use crate::fonts::{Coverage, OwnFont};
use crate::load::{Loaded, Tree};
use crate::parse;
use crate::source::Source;
use names::Names;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What becomes of drafts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum Drafts {
    /// Checked, not published, not counted.
    #[default]
    Hidden,
    /// Published too, still not counted.
    Shown,
    /// Judged as if they were ready.
    AsReady,
}

/// From where a handbook is looked at.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// What becomes of drafts.
    pub drafts: Drafts,
    /// The day that counts as today, where one was named.
    pub today: Option<jiff::civil::Date>,
}

impl From<Drafts> for Options {
    fn from(drafts: Drafts) -> Self {
        Self { drafts, today: None }
    }
}

/// The place of an entry in [`Handbook::entries`].
pub type Index = usize;

/// All entries of a handbook with everything that links them.
#[derive(Debug)]
pub struct Handbook {
    /// The settings.
    pub config: Arc<Config>,
    /// site.toml, where there is one.
    pub site: Option<Arc<Source>>,
    /// Every entry, by path.
    pub entries: Vec<Arc<Entry>>,
    /// For each entry what it refers to and what refers to it.
    pub links: Vec<Links>,
    /// Files that are no entries, with why.
    pub strays: Vec<Loaded>,
    /// Other files in content/, as paths from the root.
    pub files: BTreeSet<String>,
    /// Files in static/, as paths from the root.
    pub statics: BTreeSet<String>,
    /// Which characters the printed sheet can show.
    pub coverage: Coverage,
    /// Which stories are one event.
    pub events: Events,
    /// What becomes of drafts.
    pub drafts: Drafts,
    /// The day that counts as today, where one was named.
    pub today: Option<jiff::civil::Date>,
    /// The settings' stamp, under which entries keep what is known of them.
    pub stamp: u64,
    /// Entries whose front matter or `[[links]]` name a principle or question otherwise than by its id or title, or name nothing, by path.
    pub doubtful: Vec<Index>,
    /// Entries with links in their body that lead nowhere, by path.
    pub broken: Vec<Index>,
    shown: Vec<bool>,
    by_kind: BTreeMap<Kind, Vec<Index>>,
    names: Names,
    /// Of a handbook for everybody what was replaced, and the one it was made from.
    public: Option<Box<public::Public>>,
}

/// What one entry refers to in its front matter, resolved, and which entries refer to it.
#[derive(Debug, Default, Clone)]
pub struct Links {
    /// Of a story or question: the principles it names, each once.
    pub principles: Vec<Index>,
    /// Of a story: the questions it names. Of a principle: the questions that ask for it.
    pub questions: Vec<Index>,
    /// Of a principle or question: the stories that name it, drafts and all.
    pub stories: Vec<Index>,
    /// Entries whose body links here.
    pub backlinks: Vec<Index>,
    /// Of a story: its tags, as numbers that are the same for the same tag.
    pub tags: Vec<usize>,
}

/// Parses all files, each on its own.
pub fn parse_all(tree: &Tree, config: &Config) -> Vec<Arc<Entry>> {
    parse_again(tree, config, Vec::new())
}

/// The same, with the entries that were parsed before, with the same settings: a file that is the same object gives the same entry.
pub fn parse_again(tree: &Tree, config: &Config, known: Vec<Arc<Entry>>) -> Vec<Arc<Entry>> {
    // Both are sorted by path, so one walk over both finds what is known.
    let mut known = known.into_iter().peekable();
    let same = |loaded: &Loaded| {
        let is_before = |entry: &Arc<Entry>| !Arc::ptr_eq(&entry.source, &loaded.source) && entry.source.path < loaded.source.path;
        while known.next_if(is_before).is_some() {}
        known.next_if(|entry| Arc::ptr_eq(&entry.source, &loaded.source))
    };
    let same: Vec<Option<Arc<Entry>>> = tree.entries.iter().map(same).collect();
    let entry = |(loaded, same): (&Loaded, Option<Arc<Entry>>)| {
        let kind = loaded.kind?;
        let parse = || match &loaded.fault {
            None => parse::entry(loaded.source.clone(), kind, &config.sections),
            Some(fault) => parse::unreadable(loaded.source.clone(), kind, fault.clone()),
        };
        Some(same.unwrap_or_else(|| Arc::new(parse())))
    };
    tree.entries.par_iter().zip(same).filter_map(entry).collect()
}

impl Handbook {
    /// Links entries, which are sorted by path.
    pub fn link(entries: Vec<Arc<Entry>>, tree: &Tree, config: Arc<Config>, site: Option<Arc<Source>>, options: impl Into<Options>) -> Self {
        let Options { drafts, today } = options.into();
        let mut by_kind: BTreeMap<Kind, Vec<Index>> = Kind::ALL.iter().map(|kind| (*kind, Vec::new())).collect();
        for (index, entry) in entries.iter().enumerate() {
            by_kind.entry(entry.kind).or_default().push(index);
        }
        let shown = entries.iter().map(|entry| {
            let draft = entry.story().is_some_and(|story| story.status == Status::Draft);
            parse::publishable(entry) && (!draft || drafts != Drafts::Hidden)
        });
        let mut handbook = Self {
            links: Vec::new(),
            stamp: config.stamp() ^ tree.font.as_ref().map_or(0, OwnFont::stamp),
            shown: shown.collect(),
            names: Names::new(&entries),
            config,
            site,
            entries,
            strays: tree.entries.iter().filter(|loaded| loaded.kind.is_none()).cloned().collect(),
            files: tree.files.clone(),
            statics: tree.statics.clone(),
            coverage: Coverage::new(tree.font.clone()),
            events: Events::default(),
            drafts,
            today,
            doubtful: Vec::new(),
            broken: Vec::new(),
            by_kind,
            public: None,
        };
        let references = references::of(&handbook);
        handbook.links = references.links;
        handbook.doubtful = references.doubtful;
        handbook.broken = references.broken;
        handbook.events = Events::find(&handbook);
        handbook.by_kind = order::of(&handbook);
        handbook
    }

    /// The entries of a kind that are shown, in the order that lists have.
    pub fn of(&self, kind: Kind) -> impl DoubleEndedIterator<Item = Index> + '_ {
        self.by_kind[&kind].iter().copied().filter(|index| self.is_shown(*index))
    }

    /// All entries of a kind, shown or not.
    pub fn all(&self, kind: Kind) -> &[Index] {
        &self.by_kind[&kind]
    }

    /// The story at an index; panics where there is none.
    pub fn story(&self, index: Index) -> &Story {
        self.entries[index].story().expect("the index of a story")
    }

    /// Whether an entry is in the published site.
    pub fn is_shown(&self, index: Index) -> bool {
        self.shown[index]
    }

    /// Whether an entry is a draft that is not judged as if it were ready.
    pub fn is_draft(&self, index: Index) -> bool {
        self.entries[index].story().is_some_and(|story| story.status == Status::Draft) && self.drafts != Drafts::AsReady
    }

    /// Whether a story can be told: it is published and no draft.
    pub fn is_told(&self, index: Index) -> bool {
        self.is_shown(index) && !self.is_draft(index)
    }

    /// The stories among these that can be told.
    pub fn told<'h>(&'h self, stories: &'h [Index]) -> impl Iterator<Item = Index> + 'h {
        stories.iter().copied().filter(|story| self.is_told(*story))
    }

    /// How many different events these stories tell, those that can be told.
    pub fn event_count(&self, stories: &[Index]) -> usize {
        let mut events: Vec<Index> = self.told(stories).map(|story| self.events.of(story)).collect();
        events.sort_unstable();
        events.dedup();
        events.len()
    }

    /// The title of an entry as people read it: without a mark, which is shown as a label.
    pub fn title(&self, index: Index) -> &str {
        let name = self.entries[index].name();
        parse::mark(&self.config.marks, name).map_or(name, |(_, _, rest)| rest)
    }

    /// The address of an entry's page, from the site's root.
    pub fn url(&self, index: Index) -> String {
        let entry = &self.entries[index];
        match entry.kind {
            Kind::Asks => format!("asks.html#{}", entry.id),
            kind => format!("{}/{}.html", kind.folder(), entry.id),
        }
    }

    /// The entry of that file.
    pub fn at_path(&self, path: &str) -> Option<Index> {
        self.entries.binary_search_by(|entry| entry.source.path.as_ref().cmp(path)).ok()
    }

    /// Whether a principle wants stories.
    pub fn is_active(&self, principle: Index) -> bool {
        matches!(&self.entries[principle].fields, Fields::Principle(principle) if principle.active)
    }

    /// Whether a question is left unanswered on purpose.
    pub fn is_skipped(&self, question: Index) -> bool {
        matches!(&self.entries[question].fields, Fields::Question(question) if question.skip)
    }

    /// Whether an entry's body says anything of the author's own: a comment or a placeholder alone does not.
    pub fn has_notes(&self, index: Index) -> bool {
        let passages = &self.entries[index].body.passages;
        passages.iter().any(|passage| passage.is_spoken() && passage.says_something())
    }

    /// Whether a question has an answer: a story that can be told, or notes.
    pub fn is_answered(&self, question: Index) -> bool {
        self.told(&self.links[question].stories).next().is_some() || self.has_notes(question)
    }

    /// Spoken words of a story's sections.
    pub fn words(&self, story: Index) -> usize {
        self.entries[story].body.words()
    }

    /// Whether every required section of a story is told in words of the author's own.
    pub fn is_complete(&self, story: Index) -> bool {
        self.entries[story].body.is_complete(&self.config.sections)
    }

    /// The spoken passages of the sections with a role, in the order written.
    pub fn passages(&self, story: Index, role: Role) -> impl Iterator<Item = &crate::content::Passage> {
        self.entries[story].body.with_role(&self.config.sections, role)
    }
}
