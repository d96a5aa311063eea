//! `duplicate-ask`: one question to ask that stands in two lists.

use crate::content::{Form, Kind, Passage};
use crate::diagnostic::{Diagnostic, Level, Lint};
use crate::handbook::Handbook;
use crate::placeholder::{self, Orders};
use crate::source::{Source, Span};
use crate::{parse, prose};
use std::collections::BTreeMap;

/// The rule.
pub static LINT: Lint = Lint {
    name: "duplicate-ask",
    level: Level::Info,
    thresholds: &[],
    finds: r#"the same question to ask twice, whatever its case, markup and punctuation"#,
    why: r#"Asked twice, it tells them that you did not listen the first time. `prepgen check --fix` removes the later one where nothing hangs on it."#,
    bad: &[
        (
            "content/asks/engineers.md",
            r#"---
title: Engineers
audience: Engineers
---
- How large is the ticket queue?
- What will the team build next?
"#,
        ),
        (
            "content/asks/managers.md",
            r#"---
title: Managers
audience: Managers
---
- How large is the *ticket queue*
- Who sets the goals?
"#,
        ),
    ],
    good: &[
        (
            "content/asks/engineers.md",
            r#"---
title: Engineers
audience: Engineers
---
- How large is the ticket queue?
- What will the team build next?
"#,
        ),
        (
            "content/asks/managers.md",
            r#"---
title: Managers
audience: Managers
---
- Who sets the goals?
"#,
        ),
    ],
};

pub(super) fn find(handbook: &Handbook) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut asked: BTreeMap<String, (usize, Span)> = BTreeMap::new();
    let mut lists = handbook.all(Kind::Asks).to_vec();
    lists.sort_unstable();
    for index in lists {
        let entry = &handbook.entries[index];
        // Inner lists are answers and notes, which may well be the same.
        for passage in entry.body.passages.iter().filter(|passage| passage.form == Form::Item(1)) {
            let Some(item) = Item::of(&entry.source, passage) else { continue };
            let text = parse::mark(&handbook.config.marks, &passage.text).map_or(passage.text.as_str(), |(_, _, rest)| rest);
            let key = prose::bare(text);
            if key.is_empty() || placeholder::alone(text, Orders::Hints).is_some() {
                continue;
            }
            let span = passage.place(0..passage.text.trim_end().len());
            let Some((first, first_span)) = asked.get(&key).copied() else {
                asked.insert(key, (index, span));
                continue;
            };
            let first = &handbook.entries[first];
            let diagnostic = Diagnostic::new(&LINT, &entry.source, span, format!("`{}` asks this too", first.name()));
            let diagnostic = diagnostic.help("keep it where you will ask it").related(&first.source, first_span, "asked here first");
            found.push(match item.deletion {
                Some(line) => diagnostic.fix(line, ""),
                None => diagnostic,
            });
        }
    }
    found
}

/// The item of a list that a passage opens.
struct Item {
    /// The whole line, where nothing but the passage belongs to the item.
    deletion: Option<Span>,
}

impl Item {
    /// Nothing where the passage only goes on with an item.
    fn of(source: &Source, passage: &Passage) -> Option<Self> {
        let text = &source.text;
        let start = passage.place(0..1).start as usize;
        let line = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let lead = text[line..start].trim();
        let marker = lead.split_whitespace().next().unwrap_or("");
        let digits = marker.trim_end_matches(['.', ')']);
        let numbered = digits.len() < marker.len() && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        if !(matches!(marker, "-" | "*" | "+" | ">") || numbered) {
            return None;
        }
        let end = text[start..].find('\n').map_or(text.len(), |at| start + at + 1);
        let next = text[end..].lines().find(|line| !line.trim().is_empty()).unwrap_or("");
        // A following line at the margin that opens a block of its own cannot belong to the item; any other may.
        let apart = next.is_empty() || next.starts_with(['-', '*', '+', '#', '<']) || next.starts_with(|c: char| c.is_ascii_digit());
        let blank_between = text[end..].lines().next().is_some_and(|line| line.trim().is_empty()) && !next.starts_with([' ', '\t']);
        let plain = text[line..start].starts_with(marker) && marker != ">" && passage.place(0..passage.text.trim_end().len()).end as usize <= end;
        // The last line of a file that ends without a line end takes the one before it along, so that the file ends as it did.
        let unended = end == text.len() && !text.ends_with('\n');
        let before = text[..line].strip_suffix("\r\n").or_else(|| text[..line].strip_suffix('\n'));
        let from = before.filter(|_| unended).map_or(line, str::len);
        Some(Self { deletion: (plain && (apart || blank_between)).then(|| Span::new(from, end)) })
    }
}
