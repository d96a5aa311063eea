//! Findings as the overlay in the browser shows them: what, where, the line, what to do.

use crate::diagnostic::{Diagnostic, Level};
use crate::source::{Source, Span};
use serde::Serialize;

/// Findings that the overlay lists at most; the terminal and `check` have them all.
const MOST: usize = 200;
/// Characters of a line that are shown before and after the place.
const AROUND: usize = 160;

/// Everything that the overlay shows.
#[derive(Debug, Default, Serialize)]
pub(super) struct News {
    pub errors: usize,
    pub warnings: usize,
    pub infos: usize,
    /// The findings, errors first.
    pub findings: Vec<Finding>,
    /// Findings that are not listed.
    pub more: usize,
}

/// One finding.
#[derive(Debug, Serialize)]
pub(super) struct Finding {
    pub level: &'static str,
    pub lint: &'static str,
    pub message: String,
    /// `content/stories/x.md:4:14`; empty where there is no place.
    pub place: String,
    /// The source line before, at and after the place.
    pub line: Option<[String; 3]>,
    pub number: usize,
    pub help: Option<String>,
    /// Other places, each with what is there.
    pub related: Vec<(String, String)>,
}

impl News {
    /// Of findings.
    pub(super) fn of(diagnostics: &[Diagnostic]) -> Self {
        let count = |level: Level| diagnostics.iter().filter(|diagnostic| diagnostic.level == level).count();
        let mut sorted: Vec<&Diagnostic> = diagnostics.iter().collect();
        sorted.sort_by_key(|diagnostic| std::cmp::Reverse(diagnostic.level));
        Self {
            errors: count(Level::Error),
            warnings: count(Level::Warn),
            infos: count(Level::Info),
            findings: sorted.iter().take(MOST).map(|diagnostic| finding(diagnostic)).collect(),
            more: sorted.len().saturating_sub(MOST),
        }
    }

    /// Of a failure of the machine or of a template, which has no place in the content.
    pub(super) fn failure(text: &str) -> Self {
        let (message, rest) = text.split_once('\n').unwrap_or((text, ""));
        let help = (!rest.is_empty()).then(|| rest.to_string());
        let finding = Finding { level: "error", lint: "", message: message.into(), place: String::new(), line: None, number: 0, help, related: Vec::new() };
        Self { errors: 1, findings: vec![finding], ..Self::default() }
    }
}

fn finding(diagnostic: &Diagnostic) -> Finding {
    let position = diagnostic.source.position(diagnostic.span.start as usize);
    Finding {
        level: diagnostic.level.word(),
        lint: diagnostic.lint,
        message: diagnostic.message.clone(),
        place: place(&diagnostic.source, diagnostic.span),
        line: line(&diagnostic.source, diagnostic.span),
        number: position.line,
        help: diagnostic.help.clone(),
        related: diagnostic.related.iter().map(|related| (place(&related.source, related.span), related.message.clone())).collect(),
    }
}

fn place(source: &Source, span: Span) -> String {
    let position = source.position(span.start as usize);
    format!("{}:{}:{}", source.path, position.line, position.column)
}

/// The line that a span begins on, in three parts: before it, in it, after it.
fn line(source: &Source, span: Span) -> Option<[String; 3]> {
    let text = &source.text;
    let at = source.position(span.start as usize).byte;
    let start = text[..at].rfind('\n').map_or(source.bom().min(at), |n| n + 1);
    let end = text[at..].find('\n').map_or(text.len(), |n| at + n);
    let marked = source.position(span.end as usize).byte.clamp(at, end);
    if text[start..end].trim().is_empty() {
        return None;
    }
    let before: String = {
        let tail: Vec<char> = text[start..at].chars().rev().take(AROUND).collect();
        tail.into_iter().rev().collect()
    };
    let some = |text: &str| text.trim_end_matches('\r').chars().take(AROUND).collect::<String>();
    Some([before, some(&text[at..marked]), some(&text[marked..end])])
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    #[test]
    fn a_finding_shows_its_line_in_three_parts() {
        let source = Arc::new(Source::new("content/stories/x.md", "---\ntitle: x\nprinciples: [caer]\n---\n"));
        let at = source.text.find("caer").unwrap();
        assert_eq!(line(&source, Span::new(at, at + 4)), Some(["principles: [".into(), "caer".into(), "]".into()]));
        assert_eq!(place(&source, Span::new(at, at + 4)), "content/stories/x.md:3:14");
        assert_eq!(line(&Source::new("x.md", ""), Span::default()), None);
        let long = Source::new("x.md", "ä".repeat(1000));
        let [before, marked, after] = line(&long, Span::new(800, 802)).unwrap();
        assert_eq!((before.chars().count(), marked.as_str(), after.chars().count()), (AROUND, "ä", AROUND));
    }
}
