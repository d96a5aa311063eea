//! The cheat sheet: what stands on it. The page and the PDF are both made from this, so they hold the same.

#![cfg_attr(not(feature = "pdf"), allow(dead_code, reason = "without PDF the sheet is measured and nothing of it is drawn"))]

mod asks;
mod blocks;
mod compose;
mod detail;
mod grid;
mod layout;
mod matrix;
mod paper;
#[cfg(feature = "pdf")]
mod pdf;
mod place;
#[cfg(feature = "pdf")]
mod press;
mod rough;
mod rounds;
mod text;

pub use paper::Paper;

use super::Site;
use super::view::with;
use crate::content::{Kind, Role};
use crate::handbook::Index;
use crate::report::plural;
use anyhow::Result;
use asks::AsksBlock;
pub(super) use compose::Composed;
use compose::compose;
use detail::{Detail, Lines};
use matrix::Matrix;
use rounds::Round;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use tera::Context;

/// What a sheet is made for.
#[derive(Clone, Debug)]
pub struct Request {
    /// The interview whose plan stands on top.
    pub interview: Option<Index>,
    /// The paper that it is printed on.
    pub paper: Paper,
    /// Pages at most; one at least.
    pub pages: u32,
    /// Whether it is given up rather than made without some principles, where even the barest form is longer.
    pub strict: bool,
}

/// A sheet as a file.
#[derive(Debug)]
pub struct Printed {
    /// The PDF.
    pub bytes: Vec<u8>,
    /// Its pages.
    pub pages: usize,
    /// What was left out, in words.
    pub left_out: Vec<String>,
    /// All that it says, as a text.
    pub said: String,
}

/// Why a sheet cannot be made: its barest form is too long.
#[derive(Debug, PartialEq, Eq)]
pub struct TooLong {
    /// Words that find no room.
    pub words: usize,
    /// Pages that the barest form takes.
    pub pages: usize,
    /// What finds no room, by its headings.
    pub headings: Vec<String>,
}

#[derive(Serialize, Clone, Debug)]
pub(super) struct Sheet {
    title: String,
    note: String,
    #[serde(skip)]
    left_out: Vec<String>,
    /// What was left out and why, as it goes on after the words "Left out"; empty where nothing was.
    #[serde(rename = "left_out")]
    cut: String,
    #[serde(skip)]
    rounds: Vec<Round>,
    principles: Vec<PrincipleBlock>,
    open: Vec<String>,
    matrix: Option<Matrix>,
    asks: Vec<AsksBlock>,
    /// The address of the PDF, where there is one.
    pdf: &'static str,
}

#[derive(Serialize, Clone, Debug)]
struct PrincipleBlock {
    #[serde(skip)]
    index: Option<Index>,
    title: String,
    url: String,
    gap: bool,
    asked: Vec<String>,
    stories: Vec<StoryBlock>,
}

#[derive(Serialize, Clone, Debug)]
struct StoryBlock {
    #[serde(skip)]
    index: Index,
    title: String,
    url: String,
    draft: bool,
    hook: String,
    number: String,
    same_event: String,
    /// The principle under which it is told already; empty where it is told here.
    told_under: String,
    lines: Vec<Line>,
    answers: Vec<String>,
}

#[derive(Serialize, Clone, Debug)]
struct Line {
    letter: String,
    name: String,
    role: &'static str,
    text: String,
}

/// How much was left out of a sheet.
#[derive(Default, Debug)]
pub(super) struct Cut {
    notes: usize,
    matrix: bool,
    lines: usize,
    /// Stories that stand nowhere on the sheet.
    stories: usize,
    /// Principles under which a story would stand too.
    mentions: usize,
    questions: usize,
    asks: usize,
    hooks: usize,
    principles: usize,
}

/// What the sheet tells of, before it is known how much of it fits: the principles in their order, each with its stories, strongest first.
pub(super) struct Matter {
    principles: Vec<(Option<Index>, Vec<Index>)>,
    /// Where a story is told that is planned for a principle.
    home: BTreeMap<Index, Index>,
    open: Vec<Index>,
    note: String,
}

/// Names of other tellings of an event that a story carries.
const TELLINGS: usize = 2;
/// Questions of no principle that are named as open.
const OPEN: usize = 12;

impl Site<'_> {
    /// The sheet that the site shows, made once.
    fn published(&self) -> &Composed {
        self.memo.sheet.get_or_init(|| {
            let config = &self.handbook.config.cheatsheet;
            let request = Request { interview: None, paper: Paper::named(&config.paper).unwrap_or(Paper::A4), pages: config.pages.max(1), strict: false };
            compose(self, &request, config.pdf).expect("a sheet that need not fit is always made")
        })
    }

    pub(super) fn cheatsheet(&self) -> Context {
        with("sheet", &self.published().sheet)
    }

    /// The published PDF of the sheet; none where site.toml wants none.
    ///
    /// # Errors
    /// Where the handbook's own font cannot be embedded.
    #[cfg(feature = "pdf")]
    pub fn pdf(&self) -> Result<Option<Vec<u8>>> {
        if self.handbook.config.cheatsheet.pdf { pdf::write(self, self.published()).map(Some) } else { Ok(None) }
    }

    /// Without the feature `pdf` there is none.
    #[cfg(not(feature = "pdf"))]
    pub fn pdf(&self) -> Result<Option<Vec<u8>>> {
        Ok(None)
    }

    /// All that the published PDF says, as a text: in its own bytes it is packed.
    #[cfg(feature = "pdf")]
    pub fn pdf_says(&self, bytes: &[u8]) -> String {
        pdf::said(self, self.published(), bytes)
    }

    /// Without the feature `pdf` there is none.
    #[cfg(not(feature = "pdf"))]
    pub fn pdf_says(&self, _bytes: &[u8]) -> String {
        String::new()
    }

    /// A sheet as a PDF file, or why it does not fit.
    ///
    /// # Errors
    /// Where the handbook's own font cannot be embedded, or this prepgen was built without the feature `pdf`.
    #[cfg(feature = "pdf")]
    pub fn print(&self, request: &Request) -> Result<Result<Printed, TooLong>> {
        Ok(match compose(self, request, true) {
            Ok(composed) => {
                let bytes = pdf::write(self, &composed)?;
                let said = pdf::said(self, &composed, &bytes);
                Ok(Printed { bytes, said, pages: composed.pages.len(), left_out: composed.sheet.left_out })
            }
            Err(too_long) => Err(too_long),
        })
    }

    /// Without the feature `pdf` there is none.
    #[cfg(not(feature = "pdf"))]
    pub fn print(&self, _request: &Request) -> Result<Result<Printed, TooLong>> {
        anyhow::bail!("this prepgen was built without PDF; print cheatsheet.html of the published site instead")
    }

    /// Everything that could stand on the sheet, in its order.
    fn matter(&self) -> Matter {
        let handbook = self.handbook;
        let active: Vec<Index> = handbook.of(Kind::Principle).filter(|principle| handbook.is_active(*principle)).collect();
        let mut covered = vec![false; handbook.entries.len()];
        let mut principles: Vec<(Option<Index>, Vec<Index>)> = Vec::new();
        for principle in &active {
            let stories = self.strongest(&handbook.links[*principle].stories);
            stories.iter().for_each(|story| covered[*story] = true);
            principles.push((Some(*principle), stories));
        }
        let others: Vec<Index> = handbook.of(Kind::Story).filter(|story| !covered[*story]).collect();
        if !others.is_empty() {
            principles.push((None, self.strongest(&others)));
        }
        let open = handbook.of(Kind::Question).filter(|question| {
            let asks_for = handbook.links[*question].principles.iter().any(|principle| handbook.is_active(*principle));
            !asks_for && !handbook.is_answered(*question) && !handbook.is_skipped(*question)
        });
        let told: Vec<Index> = handbook.of(Kind::Story).filter(|story| handbook.is_told(*story)).collect();
        let note = format!("{} \u{b7} {}", plural(told.len(), "story", "stories"), plural(handbook.event_count(&told), "event", "events"));
        Matter { home: BTreeMap::new(), open: open.collect(), principles, note }
    }

    /// The sheet with so much detail, and with so many of its principles.
    fn sheet(&self, matter: &Matter, detail: &Detail, principles: usize, request: &Request) -> Sheet {
        let handbook = self.handbook;
        let mut cut = Cut { principles: matter.principles.len().saturating_sub(principles), ..Cut::default() };
        let mut left: BTreeSet<Index> = BTreeSet::new();
        let mut told_under: BTreeMap<Index, String> = BTreeMap::new();
        let mut blocks = Vec::new();
        let taken: Vec<Index> = matter.principles.iter().take(principles).filter_map(|(principle, _)| *principle).collect();
        for (principle, stories) in matter.principles.iter().take(principles) {
            let title = principle.map_or("Other stories", |principle| self.title(principle));
            let gap = principle.is_some() && !stories.iter().any(|story| handbook.is_told(*story));
            let questions = principle.map_or(&[][..], |principle| &handbook.links[principle].questions);
            let open: Vec<Index> = questions.iter().copied().filter(|question| !handbook.is_answered(*question) && !handbook.is_skipped(*question)).collect();
            let rest = &stories[detail.stories.min(stories.len())..];
            cut.mentions += rest.len();
            left.extend(rest);
            let mut shown = Vec::new();
            for (rank, story) in stories.iter().take(detail.stories).enumerate() {
                let home = matter.home.get(story).filter(|home| **home != principle.unwrap_or(usize::MAX) && taken.contains(home));
                let home = home.map(|home| self.title(*home).to_string());
                let before = home.or_else(|| told_under.get(story).cloned()).unwrap_or_default();
                if before.is_empty() {
                    told_under.insert(*story, title.to_string());
                }
                shown.push(self.story_block(*story, rank, before, detail, &mut cut));
            }
            blocks.push(PrincipleBlock {
                index: *principle,
                title: title.into(),
                url: principle.map_or_else(|| "stories.html".into(), |principle| handbook.url(principle)),
                gap,
                asked: self.named(&open, detail.questions, &mut cut),
                stories: shown,
            });
        }
        cut.stories = left.iter().filter(|story| !told_under.contains_key(story)).count();
        let open = self.named(&matter.open, detail.questions.min(1) * OPEN, &mut cut);
        let matrix = if detail.matrix { self.sheet_matrix(&blocks) } else { None };
        cut.matrix = !detail.matrix && !told_under.is_empty() && matter.principles.iter().any(|(principle, _)| principle.is_some());
        let asks = self.sheet_asks(detail, &mut cut);
        let pdf = if cfg!(feature = "pdf") && handbook.config.cheatsheet.pdf { "cheatsheet.pdf" } else { "" };
        let left_out = cut.words();
        let cut = if left_out.is_empty() {
            String::new()
        } else {
            format!(", to keep to {}: {}.", plural(request.pages as usize, "page", "pages"), left_out.join(", "))
        };
        let rounds = request.interview.map(|interview| self.sheet_rounds(interview)).unwrap_or_default();
        let title = request.interview.map_or(handbook.config.title.as_str(), |interview| self.title(interview)).to_string();
        Sheet { title, note: matter.note.clone(), left_out, cut, rounds, principles: blocks, open, matrix, asks, pdf }
    }

    fn named(&self, questions: &[Index], most: usize, cut: &mut Cut) -> Vec<String> {
        cut.questions += questions.len().saturating_sub(most);
        questions.iter().take(most).map(|question| self.asked_as(*question)).collect()
    }

    /// A question with what its marks mean.
    fn asked_as(&self, question: Index) -> String {
        let labels: Vec<String> = self.labels(question).into_iter().map(|label| label.label).collect();
        let title = self.title(question);
        if labels.is_empty() { title.to_string() } else { format!("{title} ({})", labels.join(", ")) }
    }

    fn story_block(&self, story: Index, rank: usize, told_under: String, detail: &Detail, cut: &mut Cut) -> StoryBlock {
        let handbook = self.handbook;
        let fields = handbook.story(story);
        let again = !told_under.is_empty();
        let all = self.lines(story);
        let outcome = |line: &Line| line.role == Role::Action.word() || line.role == Role::Result.word();
        let any_outcome = all.iter().any(outcome);
        let (count, result) = (all.len(), all.iter().find(|line| line.role == Role::Result.word()).map(|line| line.text.clone()));
        let lines: Vec<Line> = match detail.lines {
            _ if again => Vec::new(),
            Lines::None => Vec::new(),
            _ if rank >= detail.told => Vec::new(),
            Lines::All => all,
            Lines::Outcome if any_outcome => all.into_iter().filter(outcome).collect(),
            Lines::Outcome => all.into_iter().skip(count.saturating_sub(2)).collect(),
        };
        if !again {
            cut.lines += count - lines.len();
        }
        // Where no hook was written, the first sentence of the Result stands in, unless it stands there already.
        let stands_in = || self.first_sentence(story, handbook.config.sections.iter().position(|rule| rule.role == Role::Result)?);
        let hook = if fields.hook.is_some() { self.hook(story).into_owned() } else { stands_in().unwrap_or_default() };
        let said = fields.hook.is_none() && result.as_deref() == Some(hook.as_str()) && lines.iter().any(|line| line.text == hook);
        let hook = if said { String::new() } else { hook };
        cut.hooks += usize::from(!detail.hooks && !hook.is_empty());
        let others: Vec<&str> = self.tellings(story).iter().take(TELLINGS).map(|other| self.title(*other)).collect();
        let answers = if again { Vec::new() } else { self.named(&handbook.links[story].questions, detail.questions, cut) };
        StoryBlock {
            index: story,
            title: self.title(story).into(),
            url: handbook.url(story),
            draft: handbook.is_draft(story),
            hook: if detail.hooks { text::shortened(&hook, text::LINE) } else { String::new() },
            number: text::shortened(self.facts(story).number.as_deref().unwrap_or_default(), text::NUMBER),
            same_event: if again { String::new() } else { text::shortened(&others.join(", "), text::NAME) },
            told_under,
            lines,
            answers,
        }
    }

    /// A story in a line a section: the author's cue, else the section's first sentence.
    fn lines(&self, story: Index) -> Vec<Line> {
        let handbook = self.handbook;
        let mut lines = Vec::new();
        for (number, rule) in handbook.config.sections.iter().enumerate() {
            if let Some(said) = self.cue(story, number) {
                let letter = rule.name.chars().next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
                lines.push(Line { letter, name: rule.name.clone(), role: rule.role.word(), text: text::shortened(&said, text::LINE) });
            }
        }
        lines
    }
}

impl Cut {
    /// What was left out and how much of it, in the order in which it is left out.
    fn words(&self) -> Vec<String> {
        let mut words = Vec::new();
        let mut say = |count: usize, one: &str, many: &str| {
            if count > 0 {
                words.push(plural(count, one, many));
            }
        };
        say(self.notes, "note below what to ask", "notes below what to ask");
        say(self.lines, "line of a story's section", "lines of stories' sections");
        say(self.stories, "weaker story", "weaker stories");
        let further = if self.stories == 0 { "mention of a story under a further principle" } else { "mention under a further principle" };
        let further_many = if self.stories == 0 { "mentions of stories under further principles" } else { "mentions under further principles" };
        say(self.mentions.saturating_sub(self.stories), further, further_many);
        say(self.questions, "question", "questions");
        say(self.asks, "question to ask", "questions to ask");
        say(self.hooks, "hook", "hooks");
        say(self.principles, "principle", "principles");
        if self.matrix {
            words.insert(usize::from(self.notes > 0), "the matrix".into());
        }
        words
    }
}
