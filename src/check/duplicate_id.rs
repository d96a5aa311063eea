//! `duplicate-id`: two files that would be one page.

use crate::content::Kind;
use crate::diagnostic::{Diagnostic, Level, Lint};
use crate::handbook::{FIXED_PAGES, Handbook};
use crate::source::{Source, Span};
use std::sync::Arc;

/// The rule.
pub static LINT: Lint = Lint {
    name: "duplicate-id",
    level: Level::Error,
    thresholds: &[],
    finds: r#"two files that would be one page"#,
    why: r#"A page is called by its file's name, whatever the sub-folder, the case of its letters or their Unicode form. Two such files would overwrite each other."#,
    bad: &[
        (
            "content/stories/log-tool.md",
            r#"---
title: Retiring a log tool
---
## Situation
Our audit showed a log tool that cost $80,000 a year.

## Task
I wanted that money back.

## Action
I asked each team whether it still used the tool, and nobody did. Then I switched it off.

## Result
That saved $80,000 a year.
"#,
        ),
        (
            "content/stories/amazon/Log Tool.md",
            r#"---
title: The other log tool
---
## Situation
Our audit showed a log tool that cost $80,000 a year.

## Task
I wanted that money back.

## Action
I asked each team whether it still used the tool, and nobody did. Then I switched it off.

## Result
That saved $80,000 a year.
"#,
        ),
    ],
    good: &[(
        "content/stories/log-tool.md",
        r#"---
title: Retiring a log tool
---
## Situation
Our audit showed a log tool that cost $80,000 a year.

## Task
I wanted that money back.

## Action
I asked each team whether it still used the tool, and nobody did. Then I switched it off.

## Result
That saved $80,000 a year.
"#,
    )],
};

pub(super) fn find(handbook: &Handbook) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for index in handbook.duplicates() {
        let entry = &handbook.entries[index];
        let Some(other) = handbook.with_id(entry.kind, &entry.id).filter(|_| !entry.id.is_empty()).map(|first| &handbook.entries[first]) else { continue };
        let message = format!("this file and `{}` would both be the {} `{}`", other.source.path, entry.kind.name(), entry.id);
        let diagnostic = Diagnostic::new(&LINT, &entry.source, super::title_span(entry), message).help("rename one of them");
        found.push(Diagnostic { firm: true, ..diagnostic.related(&other.source, super::title_span(other), "the other file") });
    }
    for path in &handbook.statics {
        // A folder takes a page's place just as a file does, and some systems know no case.
        let published = path.strip_prefix("static/").unwrap_or(path).to_lowercase();
        let ends = published.match_indices('/').map(|(at, _)| at).chain([published.len()]);
        let page = ends.map(|end| &published[..end]).find(|part| {
            let entry = part.strip_suffix(".html").and_then(|page| page.split_once('/')).and_then(|(folder, id)| handbook.with_id(Kind::named(folder)?, id));
            FIXED_PAGES.contains(part) || entry.is_some()
        });
        if let Some(published) = page {
            let source = Arc::new(Source::new(path.as_str(), ""));
            let message = format!("this file would take the place of the page `{published}`");
            found.push(Diagnostic { firm: true, ..Diagnostic::new(&LINT, &source, Span::default(), message).help("rename it") });
        }
    }
    found
}
