//! One JSON object, for programs.

use super::{Entries, Report};
use crate::diagnostic::{Diagnostic, Level};
use crate::source::{Source, Span};
use serde::Serialize;

#[derive(Serialize)]
struct Object<'r> {
    version: u32,
    counts: Counts,
    diagnostics: Vec<Finding<'r>>,
}

#[derive(Serialize)]
struct Counts {
    #[serde(flatten)]
    entries: Entries,
    errors: usize,
    warnings: usize,
    infos: usize,
}

#[derive(Serialize)]
struct Finding<'r> {
    lint: &'r str,
    level: &'r str,
    message: &'r str,
    path: &'r str,
    span: Place,
    help: Option<&'r str>,
    related: Vec<Related<'r>>,
    fix: Option<Fix<'r>>,
}

#[derive(Serialize)]
struct Related<'r> {
    path: &'r str,
    span: Place,
    message: &'r str,
}

#[derive(Serialize)]
struct Fix<'r> {
    edits: Vec<Edit<'r>>,
}

#[derive(Serialize)]
struct Edit<'r> {
    byte_start: u32,
    byte_end: u32,
    text: &'r str,
}

#[derive(Serialize)]
struct Place {
    start: Point,
    end: Point,
}

#[derive(Serialize)]
struct Point {
    line: usize,
    column: usize,
    byte: usize,
}

fn place(source: &Source, span: Span) -> Place {
    let point = |byte: u32| {
        let position = source.position(byte as usize);
        Point { line: position.line, column: position.column, byte: position.byte }
    };
    Place { start: point(span.start), end: point(span.end) }
}

fn finding(diagnostic: &Diagnostic) -> Finding<'_> {
    Finding {
        lint: diagnostic.lint,
        level: diagnostic.level.word(),
        message: &diagnostic.message,
        path: &diagnostic.source.path,
        span: place(&diagnostic.source, diagnostic.span),
        help: diagnostic.help.as_deref(),
        related: diagnostic
            .related
            .iter()
            .map(|related| Related { path: &related.source.path, span: place(&related.source, related.span), message: &related.message })
            .collect(),
        fix: diagnostic
            .fix
            .as_ref()
            .map(|fix| Fix { edits: fix.edits.iter().map(|edit| Edit { byte_start: edit.span.start, byte_end: edit.span.end, text: &edit.text }).collect() }),
    }
}

pub(super) fn text(report: &Report) -> String {
    let object = Object {
        version: 1,
        counts: Counts { entries: report.entries, errors: report.count(Level::Error), warnings: report.count(Level::Warn), infos: report.count(Level::Info) },
        diagnostics: report.diagnostics.iter().map(finding).collect(),
    };
    let mut text = serde_json::to_string_pretty(&object).expect("plain data has a JSON form");
    text.push('\n');
    text
}
