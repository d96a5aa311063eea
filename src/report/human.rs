//! For people: level, lint, message, place, the source line with the place underlined, what to do.

use super::{Report, plural, visible};
use crate::diagnostic::{Diagnostic, Level};
use crate::source::{Source, Span};
use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level as Shown, Origin, Renderer, Snippet};
use std::borrow::Cow;
use std::ops::Range;

pub(super) fn text(report: &Report) -> String {
    let renderer = if report.colour { Renderer::styled() } else { Renderer::plain() };
    let renderer = renderer.term_width(report.width).decor_style(DecorStyle::Ascii);
    let mut out = String::new();
    for diagnostic in report.diagnostics {
        out.push_str(&one(diagnostic, &renderer));
        out.push_str("\n\n");
    }
    let counts = [(Level::Error, "error", "errors"), (Level::Warn, "warning", "warnings"), (Level::Info, "info", "infos")];
    let counts: Vec<String> = counts.map(|(level, one, many)| plural(report.count(level), one, many)).into();
    let entries = report.entries;
    let entries = [
        plural(entries.stories, "story", "stories"),
        plural(entries.questions, "question", "questions"),
        plural(entries.principles, "principle", "principles"),
    ];
    out.push_str(&format!("{}: {}\n", entries.join(", "), counts.join(", ")));
    out
}

fn one(diagnostic: &Diagnostic, renderer: &Renderer) -> String {
    let level = match diagnostic.level {
        Level::Error => Shown::ERROR,
        Level::Warn => Shown::WARNING,
        _ => Shown::INFO,
    };
    let title = level.primary_title(visible(&diagnostic.message)).id(diagnostic.lint);
    let mut group = Group::with_title(title);
    let path = visible(&diagnostic.source.path);
    let excerpt = Excerpt::new(&diagnostic.source, diagnostic.span);
    group = if excerpt.text.is_empty() {
        let place = diagnostic.source.position(diagnostic.span.start as usize);
        group.element(Origin::path(path).line(place.line).char_column(place.column))
    } else {
        let shown = excerpt.snippet().annotation(AnnotationKind::Primary.span(excerpt.span.clone()));
        if excerpt.cut {
            // The renderer counts columns in what it shows, so a line that is shown from its middle is placed by hand.
            let place = diagnostic.source.position(diagnostic.span.start as usize);
            group.element(Origin::path(path).line(place.line).char_column(place.column)).element(shown)
        } else {
            group.element(shown.path(path))
        }
    };
    for related in &diagnostic.related {
        let path = visible(&related.source.path);
        let excerpt = Excerpt::new(&related.source, related.span);
        group = if excerpt.text.is_empty() {
            group.element(Origin::path(path))
        } else {
            group.element(excerpt.snippet().path(path).annotation(AnnotationKind::Context.span(excerpt.span.clone()).label(related.message.clone())))
        };
    }
    if let Some(help) = &diagnostic.help {
        let lines: Vec<String> = help.lines().map(visible).collect();
        group = group.element(Shown::HELP.message(lines.join("\n")));
    }
    renderer.render(&[group])
}

/// The lines of a place, cut where they are longer than anybody reads.
struct Excerpt<'s> {
    text: Cow<'s, str>,
    line: usize,
    span: Range<usize>,
    /// Whether the line's beginning is left out.
    cut: bool,
}

/// Bytes shown of one place at most; a place of many lines shows its first three.
const MAX_BYTES: usize = 400;
const MAX_LINES: usize = 3;

impl<'s> Excerpt<'s> {
    fn new(source: &'s Source, span: Span) -> Self {
        let text = &source.text;
        let mut at = (span.start as usize).min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        let start = text[..at].rfind('\n').map_or(source.bom().min(at), |n| n + 1);
        // A place far into a huge line is shown without the line's beginning.
        let cut = at - start > MAX_BYTES;
        let start = if cut { floor(text, at - 80) } else { start };
        let end_of_span = floor(text, (span.end as usize).clamp(at, text.len()).min(at + MAX_BYTES));
        let shown_end = text[at..end_of_span].match_indices('\n').nth(MAX_LINES - 1).map_or(end_of_span, |(n, _)| at + n);
        let line_end = text[shown_end..].find('\n').map_or(text.len(), |n| shown_end + n);
        let end = floor(text, line_end.min(shown_end + 120)).max(shown_end);
        Self {
            text: tame(text[start..end].trim_end_matches(['\n', '\r'])),
            line: source.position(start).line,
            span: at - start..shown_end.max(at) - start,
            cut,
        }
    }

    fn snippet(&self) -> Snippet<'s, annotate_snippets::Annotation<'s>> {
        Snippet::source(self.text.clone()).line_start(self.line).fold(false)
    }
}

/// The second set of control characters, which the renderer lets through though terminals obey it, as a sign that takes as many bytes, so that places stay.
fn tame(text: &str) -> Cow<'_, str> {
    let control = |c: char| matches!(c, '\u{80}'..='\u{9f}');
    if text.contains(control) { Cow::Owned(text.replace(control, "\u{a4}")) } else { Cow::Borrowed(text) }
}

fn floor(text: &str, mut at: usize) -> usize {
    at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
