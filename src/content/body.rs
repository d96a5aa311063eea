//! What stands below the front matter of an entry: its text block by block, its headings, sections, links and allow comments.

use super::{Role, SectionRule};
use crate::prose;
use crate::source::Span;
use std::ops::Range;

/// What stands below the front matter.
#[derive(Clone, Debug, Default)]
pub struct Body {
    /// All of it.
    pub span: Span,
    /// Its text, block by block.
    pub passages: Vec<Passage>,
    /// Its headings.
    pub headings: Vec<Heading>,
    /// A story's sections, in the order written; a section told twice stands twice.
    pub sections: Vec<Section>,
    /// Its links and pictures.
    pub links: Vec<Link>,
    /// Comments that silence findings.
    pub allows: Vec<Allow>,
}

/// How far a section is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Telling {
    /// It has no heading.
    Missing,
    /// It has a heading and nothing to say below it.
    Empty,
    /// It holds only what is to be replaced by words.
    Placeholder,
    /// It holds the author's words.
    Told,
}

impl Body {
    /// Spoken words of its sections.
    pub fn words(&self) -> usize {
        self.sections.iter().map(|section| section.words).sum()
    }

    /// How far one of the configured sections is told; a section told twice counts as one.
    pub fn telling(&self, rule: usize) -> Telling {
        if !self.sections.iter().any(|section| section.rule == rule) {
            return Telling::Missing;
        }
        let mut within = self.passages.iter().filter(|passage| passage.section.is_some_and(|section| self.sections[section as usize].rule == rule));
        let own = |passage: &&Passage| passage.is_spoken() && !passage.is_placeholder && prose::words(&passage.spoken()).next().is_some();
        if within.clone().any(|passage| own(&passage)) {
            return Telling::Told;
        }
        let words = self.sections.iter().any(|section| section.rule == rule && section.words > 0);
        if words || within.any(|passage| passage.is_placeholder) { Telling::Placeholder } else { Telling::Empty }
    }

    /// Whether every required section is told in words of the author's own.
    pub fn is_complete(&self, rules: &[SectionRule]) -> bool {
        rules.iter().enumerate().filter(|(_, rule)| rule.required).all(|(index, _)| self.telling(index) == Telling::Told)
    }

    /// The first sentence that is told in one of the configured sections, which stands for it where its author wrote no cue: its block, and
    /// the bytes of the block's text.
    pub fn first_sentence(&self, rule: usize) -> Option<(&Passage, Range<usize>)> {
        let of_rule = |section: u32| self.sections[section as usize].rule == rule;
        let told = |passage: &&Passage| passage.is_spoken() && passage.says_something() && passage.section.is_some_and(of_rule);
        let passage = self.passages.iter().find(told)?;
        prose::sentences(&passage.text).next().map(|(range, _)| (passage, range))
    }

    /// The spoken passages of the sections with a role, in the order written.
    pub fn with_role<'b>(&'b self, rules: &'b [SectionRule], role: Role) -> impl Iterator<Item = &'b Passage> {
        let of_role = move |section: u32| rules[self.sections[section as usize].rule].role == role;
        self.passages.iter().filter(move |passage| passage.is_spoken() && passage.section.is_some_and(of_role))
    }
}

/// The text of one block.
#[derive(Clone, Debug)]
pub struct Passage {
    /// What kind of block.
    pub form: Form,
    /// Whether it stands in a quotation.
    pub quoted: bool,
    /// Which of the body's sections it belongs to; none are notes.
    pub section: Option<u32>,
    /// The block in the file.
    pub span: Span,
    /// Its text without markup; soft line ends are spaces.
    pub text: String,
    /// For each run of `text` that stands in the file as it is: where it starts in `text` and where in the file.
    pub runs: Vec<(u32, u32)>,
    /// Whether it only stands where words are still to come.
    pub is_placeholder: bool,
    /// Parts of `text` that nobody says aloud: code, bare addresses, pictures' descriptions.
    pub silent: Vec<Span>,
}

/// Forms of blocks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// Running text.
    Paragraph,
    /// A list item; the number is its depth in lists, from 1.
    Item(u8),
    /// A table cell.
    Cell,
    /// A heading.
    Heading,
    /// A code block.
    Code,
}

impl Passage {
    /// Where a part of `text` stands in the file.
    pub fn place(&self, part: Range<usize>) -> Span {
        let at = |offset: usize| {
            let index = self.runs.partition_point(|(text, _)| *text as usize <= offset).saturating_sub(1);
            self.runs.get(index).map_or(self.span.start as usize, |(text, file)| *file as usize + offset.saturating_sub(*text as usize))
        };
        let start = at(part.start);
        let end = if part.end > part.start { at(part.end - 1) + 1 } else { start };
        Span::new(start, end.min(self.span.end as usize))
    }

    /// The text with what nobody says aloud blanked out, byte for byte as long as `text`.
    pub fn spoken(&self) -> std::borrow::Cow<'_, str> {
        if self.silent.is_empty() {
            return self.text.as_str().into();
        }
        let mut spoken = String::with_capacity(self.text.len());
        let mut done = 0;
        for part in &self.silent {
            let range = part.range();
            spoken.push_str(&self.text[done..range.start]);
            spoken.extend(std::iter::repeat_n(' ', range.len()));
            done = range.end;
        }
        spoken.push_str(&self.text[done..]);
        spoken.into()
    }

    /// Whether it holds words of the author's own.
    pub fn says_something(&self) -> bool {
        !self.is_placeholder && !self.text.trim().is_empty()
    }

    /// Whether it is spoken at all when the story is told.
    pub fn is_spoken(&self) -> bool {
        !matches!(self.form, Form::Heading | Form::Code)
    }
}

/// A heading.
#[derive(Clone, Debug)]
pub struct Heading {
    /// 1 to 6.
    pub level: u8,
    /// Its text without markup.
    pub text: String,
    /// Its `#anchor`, unique in the file.
    pub anchor: String,
    /// The heading in the file.
    pub span: Span,
}

/// One section of a story.
#[derive(Clone, Debug)]
pub struct Section {
    /// Which of the configured sections.
    pub rule: usize,
    /// Which of the body's headings starts it.
    pub heading: usize,
    /// What stands below the heading.
    pub span: Span,
    /// Its spoken words.
    pub words: usize,
}

/// A link or picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// How it is written.
    pub form: LinkForm,
    /// What it points to, without `#anchor`.
    pub target: String,
    /// The anchor after `#`.
    pub anchor: Option<String>,
    /// Where it stands.
    pub span: Span,
}

/// How a link is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum LinkForm {
    /// `[[id]]`; true where it carries its own text: `[[id|text]]`.
    Wiki(bool),
    /// `[text](target)` and its kin.
    Markdown,
    /// `![text](target)`
    Picture,
}

/// A comment that silences findings: `<!-- prepgen: allow no-metric -->`.
#[derive(Clone, Debug)]
pub struct Allow {
    /// The lint it names.
    pub lint: String,
    /// The name in the file.
    pub span: Span,
    /// What it holds for; nothing where it stands before nothing.
    pub scope: Span,
    /// Whether it holds for the whole file.
    pub whole_file: bool,
}
