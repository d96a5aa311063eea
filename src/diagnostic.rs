//! What is wrong in a handbook, as plain data. The rules that find it are in `check`, the forms it is shown in are in `report`.

use crate::source::{Source, Span};
use std::sync::Arc;

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Not reported.
    Off,
    /// Worth knowing.
    Info,
    /// Weakens the handbook.
    Warn,
    /// Keeps the handbook from being published.
    Error,
}

impl Level {
    /// The level of that name in site.toml.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "off" => Self::Off,
            "info" => Self::Info,
            "warn" => Self::Warn,
            "error" => Self::Error,
            _ => return None,
        })
    }

    /// The word that reports use.
    pub fn word(self) -> &'static str {
        match self {
            Self::Off => "off",
            Self::Info => "info",
            Self::Warn => "warning",
            Self::Error => "error",
        }
    }
}

/// A rule: what it is called, why it exists and what it finds.
#[derive(Debug)]
pub struct Lint {
    /// Name in site.toml, in reports and after "allow".
    pub name: &'static str,
    /// Level where site.toml says nothing.
    pub level: Level,
    /// Numbers that `[lints]` can set, each with its default: `("seconds", 180)`.
    pub thresholds: &'static [(&'static str, u32)],
    /// One line: what it finds.
    pub finds: &'static str,
    /// Why that is bad and what to do, in Markdown.
    pub why: &'static str,
    /// A handbook's files that it finds something in: `("content/stories/x.md", text)`.
    pub bad: &'static [(&'static str, &'static str)],
    /// The same, mended.
    pub good: &'static [(&'static str, &'static str)],
}

/// A change to a file that mends a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// Replacements in the finding's file; they do not overlap.
    pub edits: Vec<Edit>,
}

/// The bytes of `span` become `text`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced.
    pub span: Span,
    /// By what.
    pub text: String,
}

/// Another place that belongs to a finding.
#[derive(Clone, Debug)]
pub struct Related {
    /// The file.
    pub source: Arc<Source>,
    /// Where in it.
    pub span: Span,
    /// What is there.
    pub message: String,
}

/// One finding at one place.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The rule's name.
    pub lint: &'static str,
    /// How much it matters here.
    pub level: Level,
    /// The file.
    pub source: Arc<Source>,
    /// Where in it.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// Other places.
    pub related: Vec<Related>,
    /// How to mend it, where that is sure.
    pub fix: Option<Fix>,
    /// Whether it stays as it is in a draft.
    pub firm: bool,
}

impl Diagnostic {
    /// A finding of `lint` at its default level.
    pub fn new(lint: &Lint, source: &Arc<Source>, span: Span, message: impl Into<String>) -> Self {
        Self {
            lint: lint.name,
            level: lint.level,
            source: source.clone(),
            span,
            message: message.into(),
            help: None,
            related: Vec::new(),
            fix: None,
            firm: false,
        }
    }

    /// With what to do about it.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// With another place that belongs to it.
    pub fn related(mut self, source: &Arc<Source>, span: Span, message: impl Into<String>) -> Self {
        self.related.push(Related { source: source.clone(), span, message: message.into() });
        self
    }

    /// With a replacement that mends it.
    pub fn fix(mut self, span: Span, text: impl Into<String>) -> Self {
        self.fix.get_or_insert_with(|| Fix { edits: Vec::new() }).edits.push(Edit { span, text: text.into() });
        self
    }
}

/// What a parser found wrong while reading one file: a finding before its rule has judged it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Which rule it belongs to.
    pub kind: FaultKind,
    /// Where in the file.
    pub span: Span,
    /// What is wrong.
    pub message: String,
    /// What to do.
    pub help: Option<String>,
    /// How to mend it, where that is sure.
    pub fix: Option<Fix>,
    /// Whether it stays an error in a draft, and keeps the entry from being published.
    pub firm: bool,
}

/// The kinds of faults that reading a file can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// The file or its front matter cannot be read, or a value is not what its key takes.
    InvalidFrontMatter,
    /// A key that the kind of entry does not have.
    UnknownKey,
    /// No title.
    MissingTitle,
    /// A file name that gives no id.
    InvalidId,
    /// site.toml cannot be used.
    InvalidConfig,
    /// Markdown where no kind of entry lives.
    StrayFile,
}

impl Fault {
    /// A fault at a place.
    pub fn new(kind: FaultKind, span: Span, message: impl Into<String>) -> Self {
        Self { kind, span, message: message.into(), help: None, fix: None, firm: false }
    }

    /// With what to do about it.
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Kept an error even in a draft.
    pub fn firm(mut self) -> Self {
        self.firm = true;
        self
    }
}

/// The candidate that `word` was most likely meant to be, if one is close enough.
///
/// Close means at most a third of the letters wrong, swapped neighbours counting once.
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let wanted = word.to_lowercase();
    let allowed = (wanted.chars().count() / 3).max(1);
    let letters = histogram(&wanted);
    candidates
        .into_iter()
        // Counting letters is cheap and rules nearly all candidates out, which matters where a big handbook has many wrong names.
        .filter(|candidate| letters.iter().zip(histogram(candidate)).map(|(a, b)| a.abs_diff(b) as usize).sum::<usize>() <= 2 * allowed)
        .map(|candidate| (strsim::damerau_levenshtein(&wanted, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= allowed)
        .min_by(|a, b| a.0.cmp(&b.0).then(a.1.cmp(b.1)))
        .map(|(_, candidate)| candidate)
}

/// How often each letter stands in a word, small and capital ones alike; all that is no ASCII letter counts together.
fn histogram(word: &str) -> [u16; 27] {
    let mut counts = [0; 27];
    for c in word.chars() {
        let at = if c.is_ascii_alphabetic() { usize::from(c.to_ascii_lowercase() as u8 - b'a') } else { 26 };
        counts[at] = u16::saturating_add(counts[at], 1);
    }
    counts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggestions_are_close_or_absent() {
        let names = ["ownership", "dive-deep", "frugality"];
        assert_eq!(did_you_mean("ownershp", names), Some("ownership"));
        assert_eq!(did_you_mean("Dive-Deep", names), Some("dive-deep"));
        assert_eq!(did_you_mean("fugralitiy", names), Some("frugality"));
        assert_eq!(did_you_mean("customer", names), None);
    }
}
