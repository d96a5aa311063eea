//! A handbook in memory, from paths and texts.

use prepgen::check;
use prepgen::config;
use prepgen::content::Kind;
use prepgen::diagnostic::{Diagnostic, Fault, FaultKind};
use prepgen::handbook::{Handbook, Options, parse_all};
use prepgen::load::{Loaded, Tree};
use prepgen::source::{Source, Span};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Files by path.
pub type Files = BTreeMap<String, String>;

/// Files from pairs.
pub fn files(pairs: &[(&str, &str)]) -> Files {
    pairs.iter().map(|(path, text)| (path.to_string(), text.to_string())).collect()
}

/// The linked handbook of these files, or what is wrong with its site.toml.
pub fn handbook(files: &Files, options: Options) -> Result<Handbook, Vec<Diagnostic>> {
    let site = files.get("site.toml").map(|text| Arc::new(Source::new("site.toml", text.as_str())));
    let config = match &site {
        None => config::Config::default(),
        Some(source) => match config::read(source, &check::lints()) {
            (config, faults) if faults.is_empty() => config,
            (_, faults) => return Err(check::config(source, faults)),
        },
    };
    let mut tree = Tree::default();
    for (path, text) in files {
        let Some(inner) = path.strip_prefix("content/") else { continue };
        let kind = inner.split_once('/').and_then(|(folder, _)| Kind::ALL.into_iter().find(|kind| kind.folder() == folder));
        let fault = kind.is_none().then(|| Fault::new(FaultKind::StrayFile, Span::new(0, 0), "this file is of no kind"));
        tree.entries.push(Loaded { source: Arc::new(Source::new(path.as_str(), text.as_str())), kind, fault });
    }
    let config = Arc::new(config);
    Ok(Handbook::link(parse_all(&tree, &config), &tree, config, site, options))
}

/// All findings in these files.
pub fn findings(files: &Files) -> Vec<Diagnostic> {
    findings_at(files, Options::default())
}

/// All findings in these files, looked at like this.
pub fn findings_at(files: &Files, options: Options) -> Vec<Diagnostic> {
    match handbook(files, options) {
        Ok(handbook) => check::handbook(&handbook),
        Err(findings) => findings,
    }
}

/// Where the findings of one lint stand, as path and the text they point at.
pub fn places(findings: &[Diagnostic], lint: &str) -> Vec<(String, String)> {
    let of_lint = findings.iter().filter(|finding| finding.lint == lint);
    of_lint.map(|finding| (finding.source.path.to_string(), finding.source.slice(finding.span).to_string())).collect()
}

/// The files with every fix of these findings applied once; of fixes that overlap, the first is.
pub fn fixed(files: &Files, findings: &[Diagnostic]) -> Files {
    let mut fixed = files.clone();
    for (path, text) in &mut fixed {
        let fixes = findings.iter().filter(|finding| finding.source.path.as_ref() == path.as_str()).filter_map(|finding| finding.fix.as_ref());
        let mut edits: Vec<_> = fixes.flat_map(|fix| &fix.edits).collect();
        edits.sort_by_key(|edit| edit.span);
        let mut out = String::new();
        let mut done = 0;
        for edit in edits {
            let range = edit.span.range();
            if range.start >= done {
                out.push_str(&text[done..range.start]);
                out.push_str(&edit.text);
                done = range.end;
            }
        }
        out.push_str(&text[done..]);
        *text = out;
    }
    fixed
}
