//! HTML in notes: `<details>`, lists and tables become blocks, `<b>` and its kin their Markdown, comments stay comments, and what is no tag stays text.

use super::build::{Builder, Frame};
use super::tags::{Tag, inline, tag};
use super::{Block, Row};

/// Tags that end the running text around them.
const BLOCKS: [&str; 33] = [
    "details",
    "summary",
    "ul",
    "ol",
    "li",
    "blockquote",
    "table",
    "tr",
    "td",
    "th",
    "thead",
    "tbody",
    "tfoot",
    "caption",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "p",
    "div",
    "section",
    "article",
    "aside",
    "header",
    "footer",
    "main",
    "center",
    "dl",
    "dt",
    "dd",
    "hr",
];

impl Builder<'_> {
    /// Reads a block of HTML. `lines` says for some bytes of it on which line they stand.
    pub(super) fn html_block(&mut self, text: &str, lines: &[(usize, u32)]) {
        block(self, text, lines);
    }
}

fn block(builder: &mut Builder, text: &str, lines: &[(usize, u32)]) {
    let line_of = |at: usize| {
        let index = lines.partition_point(|(start, _)| *start <= at).saturating_sub(1);
        let (start, line) = lines.get(index).copied().unwrap_or_default();
        line + text[start..at].matches('\n').count() as u32
    };
    let mut at = 0;
    while at < text.len() {
        let rest = &text[at..];
        if let Some(inner) = rest.strip_prefix("<!--") {
            let end = inner.find("-->").map_or(rest.len(), |end| end + 7);
            builder.flush();
            let rows = rest[..end].split('\n').enumerate().map(|(n, row)| Row { line: line_of(at) + n as u32, text: row.trim().to_string() });
            builder.push(Block::Comment(rows.filter(|row| !row.text.is_empty()).collect()));
            at += end;
            continue;
        }
        match tag(rest) {
            Some(tag) => {
                for (n, part) in tag.raw.split('\n').enumerate() {
                    builder.spent.push(Row { line: line_of(at) + n as u32, text: part.to_string() });
                }
                apply(builder, &tag, line_of(at));
                at += tag.raw.len();
            }
            None => {
                let end = rest.char_indices().skip(1).find(|(_, c)| *c == '<').map_or(rest.len(), |(end, _)| end);
                add(builder, &rest[..end], line_of(at));
                at += end;
            }
        }
    }
    builder.flush();
}

/// Adds text to the paragraph that is being read. A line of the note is a row.
fn add(builder: &mut Builder, text: &str, line: u32) {
    for (n, part) in text.split('\n').enumerate() {
        let line = line + n as u32;
        match builder.rows.last_mut() {
            Some(row) if row.line == line => row.text.push_str(part),
            _ if part.trim().is_empty() => {}
            _ => builder.rows.push(Row { line, text: part.trim_start().to_string() }),
        }
    }
}

fn apply(builder: &mut Builder, tag: &Tag, line: u32) {
    let Some(name) = BLOCKS.into_iter().find(|name| *name == tag.name) else {
        let text = match inline(tag.raw, &mut builder.addresses) {
            Some(text) => text,
            None => tag.raw.replace('\n', " "),
        };
        // `<b> Situation </b>` is bold in HTML, while Markdown wants the words right at the stars.
        if tag.closes
            && text.starts_with(['*', '~'])
            && let Some(row) = builder.rows.last_mut()
        {
            let spaces = row.text.len() - row.text.trim_end().len();
            row.text.truncate(row.text.len() - spaces);
            row.text.push_str(&text);
            row.text.push_str(&" ".repeat(spaces.min(1)));
            return;
        }
        return add(builder, &text, line);
    };
    builder.flush();
    if tag.closes {
        match name {
            "ul" | "ol" => builder.close_tag(&["ul", "ol"]),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "details" | "summary" | "li" | "blockquote" | "aside" | "table" | "tr" => builder.close_tag(&[name]),
            "td" | "th" => builder.close_tag(&["td", "th"]),
            _ => {}
        }
        return;
    }
    // An end tag may be missing where the next element ends the last: `<li>a<li>b`.
    let inside = |names: &[&str]| builder.stack.last().and_then(|open| open.tag).is_some_and(|tag| names.contains(&tag));
    match name {
        "li" if inside(&["li"]) => builder.close_tag(&["li"]),
        "td" | "th" if inside(&["td", "th"]) => builder.close_tag(&["td", "th"]),
        "tr" if inside(&["td", "th", "tr"]) => builder.close_tag(&["tr"]),
        _ => {}
    }
    match name {
        "details" => builder.open(Frame::Details(Vec::new()), Some(name)),
        "summary" => builder.open(Frame::Summary, Some(name)),
        "ul" => builder.open(Frame::List(None, Vec::new()), Some(name)),
        "ol" => builder.open(Frame::List(Some(1), Vec::new()), Some(name)),
        "li" => builder.open(Frame::Item(line), Some(name)),
        "blockquote" | "aside" => builder.open(Frame::Quote, Some(name)),
        "table" => builder.open(Frame::Table(Vec::new()), Some(name)),
        "tr" => builder.open(Frame::TableRow(Vec::new()), Some(name)),
        "td" | "th" => builder.open(Frame::Cell, Some(name)),
        "hr" => builder.push(Block::Rule),
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => builder.open(Frame::Heading(name.as_bytes()[1] - b'0'), Some(name)),
        _ => {}
    }
}
