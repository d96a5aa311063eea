//! SARIF 2.1.0, the format of the OASIS standard that code scanners exchange.

use super::Report;
use crate::diagnostic::{Diagnostic, Level};
use crate::link;
use crate::source::{Source, Span};
use serde_json::{Value, json};

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warn => "warning",
        Level::Info => "note",
        Level::Off => "none",
    }
}

fn location(source: &Source, span: Span) -> Value {
    let (start, end) = (source.position(span.start as usize), source.position(span.end as usize));
    json!({
        "physicalLocation": {
            "artifactLocation": {"uri": link::ascii(&source.path), "uriBaseId": "ROOT"},
            "region": {
                "startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column,
                "byteOffset": start.byte, "byteLength": end.byte - start.byte,
            },
        },
    })
}

fn result(diagnostic: &Diagnostic, report: &Report) -> Value {
    let message = match &diagnostic.help {
        Some(help) => format!("{}. {help}", diagnostic.message),
        None => diagnostic.message.clone(),
    };
    let mut result = json!({
        "ruleId": diagnostic.lint,
        "level": level(diagnostic.level),
        "message": {"text": message},
        "locations": [location(&diagnostic.source, diagnostic.span)],
    });
    if let Some(index) = report.lints.iter().position(|lint| lint.name == diagnostic.lint) {
        result["ruleIndex"] = json!(index);
    }
    if !diagnostic.related.is_empty() {
        let related = diagnostic.related.iter().map(|related| {
            let mut place = location(&related.source, related.span);
            place["message"] = json!({"text": related.message});
            place
        });
        result["relatedLocations"] = related.collect();
    }
    if let Some(fix) = &diagnostic.fix {
        let replacements = fix.edits.iter().map(|edit| {
            json!({
                "deletedRegion": {"byteOffset": edit.span.start, "byteLength": edit.span.end - edit.span.start},
                "insertedContent": {"text": edit.text},
            })
        });
        let replacements: Vec<Value> = replacements.collect();
        result["fixes"] = json!([{
            "artifactChanges": [{
                "artifactLocation": {"uri": link::ascii(&diagnostic.source.path), "uriBaseId": "ROOT"},
                "replacements": replacements,
            }],
        }]);
    }
    result
}

pub(super) fn text(report: &Report) -> String {
    let rules: Vec<Value> = report
        .lints
        .iter()
        .map(|lint| {
            json!({
                "id": lint.name,
                "shortDescription": {"text": lint.finds},
                "fullDescription": {"text": lint.why},
                "defaultConfiguration": {"level": level(lint.level)},
            })
        })
        .collect();
    let results: Vec<Value> = report.diagnostics.iter().map(|diagnostic| result(diagnostic, report)).collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {"name": "prepgen", "semanticVersion": env!("CARGO_PKG_VERSION"), "rules": rules}},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    });
    let mut text = serde_json::to_string_pretty(&log).expect("plain data has a JSON form");
    text.push('\n');
    text
}
