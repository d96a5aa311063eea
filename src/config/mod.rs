//! site.toml: every key has a default, and every mistake in it is found at once.

mod read;

pub use read::read;

use crate::content::{Role, SectionRule};
use crate::diagnostic::{Level, Lint};
use crate::prose;
use std::collections::BTreeMap;
use xxhash_rust::xxh3::xxh3_64;

/// The site's settings.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    /// The handbook's title.
    pub title: String,
    /// Language of the content, as in HTML's `lang`.
    pub language: String,
    /// Whose handbook it is; may be empty.
    pub author: String,
    /// Address where the site is published, ending in `/`; empty where it is nobody's business.
    pub base_url: String,
    /// Speed of speech for spoken times.
    pub words_per_minute: u32,
    /// The sections of a story in the order they are told in.
    pub sections: Vec<SectionRule>,
    /// What `[lints]` says, by name of the lint.
    pub lints: BTreeMap<&'static str, LintSetting>,
    /// Marks and their labels.
    pub marks: BTreeMap<String, String>,
    /// Short words and what they mean.
    pub glossary: BTreeMap<String, String>,
    /// Whether search engines may list the site.
    pub index: bool,
    /// Terms that a public build replaces.
    pub redact: BTreeMap<String, String>,
    /// Terms that no public build may hold.
    pub forbid: Vec<String>,
    /// How it looks.
    pub theme: Theme,
    /// Whether Ctrl+K and `/` open the search.
    pub shortcuts: bool,
    /// The printable sheet.
    pub cheatsheet: Cheatsheet,
}

/// What `[lints]` says of one lint.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LintSetting {
    /// Its level.
    pub level: Option<Level>,
    /// Its thresholds by name.
    pub thresholds: BTreeMap<&'static str, u32>,
}

/// What `[theme]` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Theme {
    /// The folder in themes/.
    pub name: String,
    /// Accent colour as `#rrggbb`, where it is not the theme's own.
    pub accent: Option<String>,
    /// The menu as title and address, where it is not the built-in one.
    pub menu: Option<Vec<(String, String)>>,
    /// A line at the foot of each page.
    pub footer: String,
}

/// What `[cheatsheet]` says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cheatsheet {
    /// Whether `build` makes the PDF too.
    pub pdf: bool,
    /// `a4` or `letter`.
    pub paper: String,
    /// Pages at most.
    pub pages: u32,
    /// A font file for scripts that the embedded ones lack.
    pub font: Option<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            title: "Prep handbook".into(),
            language: "en".into(),
            author: String::new(),
            base_url: String::new(),
            words_per_minute: 140,
            sections: star(),
            lints: BTreeMap::new(),
            marks: BTreeMap::new(),
            glossary: BTreeMap::new(),
            index: false,
            redact: BTreeMap::new(),
            forbid: Vec::new(),
            theme: Theme { name: "default".into(), accent: None, menu: None, footer: String::new() },
            shortcuts: true,
            cheatsheet: Cheatsheet { pdf: true, paper: "a4".into(), pages: 8, font: None },
        }
    }
}

impl Config {
    /// A threshold of a lint, in the unit that its name says.
    pub fn threshold(&self, lint: &Lint, name: &str) -> u32 {
        let set = self.lints.get(lint.name).and_then(|setting| setting.thresholds.get(name));
        set.copied().or_else(|| lint.thresholds.iter().find(|(known, _)| *known == name).map(|(_, default)| *default)).unwrap_or(0)
    }

    /// The level of a lint here.
    pub fn level(&self, lint: &Lint) -> Level {
        self.lints.get(lint.name).and_then(|setting| setting.level).unwrap_or(lint.level)
    }

    /// A number that is another one wherever something differs that the checks of one entry go by.
    pub fn stamp(&self) -> u64 {
        xxh3_64(format!("{:?}", (&self.sections, &self.lints, &self.glossary, self.words_per_minute)).as_bytes())
    }

    /// Seconds that so many words take to say.
    pub fn seconds(&self, words: usize) -> usize {
        (words * 60 + self.words_per_minute as usize / 2) / self.words_per_minute as usize
    }
}

/// The names that mean a section of the STAR model, its own first.
const ROLES: [(Role, &str, &[&str]); 5] = [
    (Role::Situation, "Situation", &["Situations", "Context", "Background", "Setting", "Scene", "The situation"]),
    (Role::Task, "Task", &["Tasks", "Goal", "Goals", "Objective", "Target", "Obstacle", "Challenge", "Problem", "My task", "The task"]),
    (Role::Action, "Action", &["Actions", "Approach", "Steps", "Actions taken", "My actions", "What I did"]),
    (Role::Result, "Result", &["Results", "Outcome", "Outcomes", "Impact", "The result"]),
    (
        Role::Learning,
        "Learning",
        &[
            "Learnings",
            "Lesson",
            "Lessons",
            "Lesson learned",
            "Lessons learned",
            "Lessons learnt",
            "Reflection",
            "Reflections",
            "Takeaway",
            "Takeaways",
            "What I learned",
            "What I learnt",
            "Key learnings",
            "Key lessons",
            "Key takeaways",
            "What I took away",
            "What I would do differently",
        ],
    ),
];

fn star() -> Vec<SectionRule> {
    ROLES
        .iter()
        .map(|(role, name, aliases)| SectionRule {
            name: (*name).into(),
            aliases: aliases.iter().map(|alias| (*alias).into()).collect(),
            required: *role != Role::Learning,
            role: *role,
        })
        .collect()
}

/// What a section is for, by its name, else by its aliases.
fn role(name: &str, aliases: &[String]) -> Role {
    let of = |name: &str| {
        let wanted = prose::bare(name);
        ROLES.iter().find(|(_, main, others)| std::iter::once(main).chain(others.iter()).any(|known| prose::bare(known) == wanted)).map(|(role, ..)| *role)
    };
    of(name).or_else(|| aliases.iter().find_map(|alias| of(alias))).unwrap_or(Role::Other)
}
