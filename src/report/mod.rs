//! Findings as people and programs read them: human text, JSON, SARIF and GitHub's annotations.

mod github;
mod human;
mod json;
mod sarif;

use crate::diagnostic::{Diagnostic, Level, Lint};

/// How findings are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Format {
    /// For people, with the source line.
    #[default]
    Human,
    /// One JSON object.
    Json,
    /// SARIF 2.1.0, for code scanners.
    Sarif,
    /// Workflow commands that GitHub shows beside the lines.
    Github,
}

/// How many entries of each kind a handbook has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
#[allow(missing_docs)]
pub struct Entries {
    pub stories: usize,
    pub questions: usize,
    pub principles: usize,
    pub asks: usize,
    pub interviews: usize,
    pub pages: usize,
}

/// Everything that one report tells.
pub struct Report<'r> {
    /// What the handbook holds.
    pub entries: Entries,
    /// The findings, sorted.
    pub diagnostics: &'r [Diagnostic],
    /// Every lint there is, for formats that describe them.
    pub lints: &'r [&'static Lint],
    /// Whether the human form may be coloured.
    pub colour: bool,
    /// Columns of the terminal, where the human form is for one.
    pub width: usize,
}

impl Report<'_> {
    /// How many findings have a level.
    pub fn count(&self, level: Level) -> usize {
        self.diagnostics.iter().filter(|diagnostic| diagnostic.level == level).count()
    }
}

/// The report in a format, ending in a line end unless it is empty.
pub fn text(report: &Report, format: Format) -> String {
    match format {
        Format::Human => human::text(report),
        Format::Json => json::text(report),
        Format::Sarif => sarif::text(report),
        Format::Github => github::text(report),
    }
}

/// A text from a file with its control characters made visible, so that it cannot steer a terminal.
pub fn visible(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\t' => ' ',
            '\u{0}'..='\u{1f}' => char::from_u32(0x2400 + c as u32).unwrap_or('\u{fffd}'),
            '\u{7f}' => '\u{2421}',
            '\u{80}'..='\u{9f}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => '\u{fffd}',
            c => c,
        })
        .collect()
}

/// "1 error", "3 errors".
pub fn plural(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}

/// A level as site.toml names it.
pub fn level_name(level: Level) -> &'static str {
    if level == Level::Warn { "warn" } else { level.word() }
}
