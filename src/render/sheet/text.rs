//! Texts as the sheet sets them: cut where they would fill a column, cleaned of what has no shape, in runs of one look.

use crate::fonts::is_silent;
use crate::handbook::Index;
use std::ops::Range;

/// Characters of a sentence at most; a longer one is no cue any more.
pub(super) const LINE: usize = 360;
/// Characters of a name beside something else.
pub(super) const NAME: usize = 90;
/// Characters above a column of the matrix.
pub(super) const HEAD: usize = 28;
/// Characters of the number at the right edge.
pub(super) const NUMBER: usize = 40;
/// Characters of anything at all.
pub(super) const MOST: usize = 1200;

/// A text cut at a word where it is longer than so many characters, with an ellipsis that says so.
pub(super) fn shortened(text: &str, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else { return text.to_string() };
    let kept = &text[..end];
    // A word of half the length is cut inside.
    let at = kept.rfind(char::is_whitespace).filter(|at| *at > end / 2).unwrap_or(end);
    format!("{}\u{2026}", kept[..at].trim_end_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';' | ':' | '-' | '\u{2013}' | '\u{2014}')))
}

/// Where a text leads.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Lead {
    /// To an address on the web.
    Web(String),
    /// To where a story or principle stands on the sheet.
    Entry(Index),
}

/// How a run of text differs from what stands around it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Look {
    Bold,
    Small,
}

/// A text with runs of their own look, and with what it leads to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Rich {
    pub text: String,
    pub looks: Vec<(Range<usize>, Look)>,
    pub leads: Vec<(Range<usize>, Lead)>,
}

impl Rich {
    /// A plain text.
    pub(super) fn plain(text: &str) -> Self {
        let mut rich = Self::default();
        rich.push(text);
        rich
    }

    /// Adds a run, cleaned: one space between words, composed letters, nothing that has no shape. Gives its place.
    pub(super) fn push(&mut self, text: &str) -> Range<usize> {
        let start = self.text.len();
        let mut gap = !self.text.is_empty() && self.text.ends_with(' ');
        for c in crate::prose::composed(text).chars().take(MOST) {
            if c.is_whitespace() || c.is_control() {
                if !gap {
                    self.text.push(if c == '\u{a0}' { c } else { ' ' });
                }
                gap = true;
            } else if !is_silent(c) || matches!(c, '\u{200c}' | '\u{200d}') {
                self.text.push(c);
                gap = false;
            }
        }
        start..self.text.len()
    }

    /// Adds a run of its own look.
    pub(super) fn push_as(&mut self, text: &str, look: Look) -> Range<usize> {
        let range = self.push(text);
        self.looks.push((range.clone(), look));
        range
    }
}

/// How a text is set.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Style {
    pub size: f32,
    pub small: f32,
    pub leading: f32,
    pub bold: bool,
    pub italic: bool,
    /// At the end edge: the number beside a title.
    pub end: bool,
}

/// A text set to a width: its lines with their glyphs. Measured roughly, it has a height and no glyphs.
#[derive(Debug)]
pub(super) struct Set {
    /// The text as it is drawn: what no font covers is replaced.
    pub text: String,
    /// What was replaced: where in `text`, and the character that its author wrote.
    pub replaced: Vec<(usize, char)>,
    pub leads: Vec<Lead>,
    /// Whether it runs from right to left.
    pub leftward: bool,
    /// The longest line.
    pub width: f32,
    pub height: f32,
    pub words: usize,
    pub rows: Vec<Row>,
}

/// One line.
#[derive(Debug)]
pub(super) struct Row {
    pub top: f32,
    pub bottom: f32,
    pub baseline: f32,
    pub runs: Vec<Run>,
}

/// A part of a line in one font, that leads to one place.
#[derive(Debug)]
pub(super) struct Run {
    pub x: f32,
    pub width: f32,
    pub face: usize,
    pub size: f32,
    /// Which of the text's leads.
    pub lead: Option<usize>,
    pub glyphs: Vec<Glyph>,
}

/// A glyph with the part of the text that it shows.
#[derive(Debug)]
pub(super) struct Glyph {
    pub id: u32,
    pub x: f32,
    pub y: f32,
    pub advance: f32,
    pub text: Range<usize>,
}

/// What sets texts: with the real fonts, or roughly where nothing is drawn.
pub(super) trait Setter {
    /// Sets a text to a width.
    fn set(&mut self, rich: &Rich, style: Style, width: f32) -> std::sync::Arc<Set>;
}
