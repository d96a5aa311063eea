//! Blocks as Markdown again.

use crate::parse::outline::{Block, Item, List, Row};

/// Blocks as lines. Lists that follow each other get different marks, so that they stay two.
pub fn markdown(blocks: &[Block], heading: u8) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut last: Option<(bool, bool)> = None;
    for block in blocks {
        let mut alternate = false;
        if let Block::List(list) = block {
            let ordered = list.start.is_some();
            alternate = last.is_some_and(|(before, mark)| before == ordered && !mark);
            last = Some((ordered, alternate));
        } else if !matches!(block, Block::Comment(_)) {
            last = None;
        }
        let lines = lines(block, heading, alternate);
        if lines.is_empty() {
            continue;
        }
        if !out.is_empty() {
            out.push(String::new());
        }
        out.extend(lines);
    }
    out
}

fn lines(block: &Block, heading: u8, alternate: bool) -> Vec<String> {
    match block {
        Block::Heading(level, rows) => {
            let text = rows.iter().map(|row| row.text.trim()).collect::<Vec<_>>().join(" ");
            let level = if *level >= super::section::INNER { heading + 1 } else { (*level).max(heading) };
            vec![format!("{} {}", "#".repeat(usize::from(level.min(6))), text)]
        }
        Block::Paragraph(rows) => paragraph(rows),
        Block::Quote(inner) => markdown(inner, heading).into_iter().map(|line| if line.is_empty() { ">".into() } else { format!("> {line}") }).collect(),
        Block::List(list) => self::list(list, heading, alternate),
        Block::Table(table) => self::table(table),
        Block::Details(summary, inner) => {
            let text = summary.iter().map(|row| row.text.trim()).collect::<Vec<_>>().join(" ");
            let mut out = vec!["<details>".to_string(), format!("<summary>{text}</summary>"), String::new()];
            out.extend(markdown(inner, heading));
            out.extend([String::new(), "</details>".to_string()]);
            out
        }
        Block::Code(rows) => {
            let mut out = Vec::new();
            let mut line = rows.first().map_or(0, |row| row.line);
            for row in rows {
                // Empty lines have no words, yet they are part of the code.
                while line + 1 < row.line {
                    out.push(String::new());
                    line += 1;
                }
                line = row.line;
                out.push(row.text.clone());
            }
            out
        }
        Block::Comment(rows) => rows.iter().map(|row| row.text.clone()).collect(),
        Block::Rule => vec!["---".into()],
    }
}

fn paragraph(rows: &[Row]) -> Vec<String> {
    rows.iter().enumerate().map(|(at, row)| guarded(&row.text, at == 0)).collect()
}

/// A row of running text that stays one: what would start a block of another kind is escaped.
pub fn guarded(text: &str, first: bool) -> String {
    let bytes = text.as_bytes();
    let Some(start) = bytes.first() else { return String::new() };
    let spaced = |at: usize| bytes.get(at).is_none_or(|b| matches!(b, b' ' | b'\t'));
    let same = |mark: u8| bytes.iter().take_while(|b| **b == mark).count();
    let only = |marks: &[u8]| bytes.iter().all(|b| marks.contains(b) || matches!(b, b' ' | b'\t'));
    let opens = match start {
        b'#' => same(b'#') <= 6 && spaced(same(b'#')),
        b'>' => true,
        b'-' => spaced(1) || only(b"-"),
        b'+' => spaced(1),
        b'*' => spaced(1) || only(b"*"),
        b'_' => only(b"_"),
        b'=' => only(b"=") && !first,
        b'`' => same(b'`') >= 3,
        b'~' => same(b'~') >= 3,
        b'|' => only(b"|-: ") && !first,
        b':' => only(b"|-: ") && !first,
        b'0'..=b'9' => {
            let digits = bytes.iter().take_while(|b| b.is_ascii_digit()).count();
            if digits <= 9 && matches!(bytes.get(digits), Some(b'.' | b')')) && spaced(digits + 1) && (first || &text[..digits] == "1") {
                return format!("{}\\{}", &text[..digits], &text[digits..]);
            }
            false
        }
        _ => false,
    };
    if opens { format!("\\{text}") } else { text.to_string() }
}

fn list(list: &List, heading: u8, alternate: bool) -> Vec<String> {
    let mut out = Vec::new();
    let tight = list.items.iter().all(|item| item.blocks.iter().filter(|block| !matches!(block, Block::List(_))).count() <= 1);
    for (at, Item { blocks, .. }) in list.items.iter().enumerate() {
        let mark = match list.start {
            Some(start) => format!("{}{} ", (start + at as u64) % 1_000_000_000, if alternate { ')' } else { '.' }),
            None => if alternate { "* " } else { "- " }.to_string(),
        };
        let inner = markdown(blocks, heading);
        if inner.is_empty() {
            continue;
        }
        if at > 0 && !tight {
            out.push(String::new());
        }
        let indent = " ".repeat(mark.len());
        let mut first = true;
        let mut code = false;
        for line in inner {
            code ^= line.trim_start().starts_with("```") || line.trim_start().starts_with("~~~");
            if line.is_empty() {
                // In a tight list an inner list follows right below.
                if !tight || code {
                    out.push(String::new());
                }
            } else if first {
                out.push(format!("{mark}{line}"));
            } else {
                out.push(format!("{indent}{line}"));
            }
            first = false;
        }
    }
    out
}

fn table(table: &[Vec<Vec<Row>>]) -> Vec<String> {
    let width = table.iter().map(Vec::len).max().unwrap_or(0);
    let mut out = Vec::new();
    for (at, row) in table.iter().enumerate() {
        let cells = (0..width).map(|at| row.get(at).map(|cell| cell.iter().map(|row| row.text.trim()).collect::<Vec<_>>().join(" ")).unwrap_or_default());
        let cells: Vec<String> = cells.map(|cell| pipes(&cell)).collect();
        out.push(format!("| {} |", cells.join(" | ")));
        if at == 0 {
            out.push(format!("|{}", " --- |".repeat(width)));
        }
    }
    out
}

/// A cell's text with every `|` escaped, as a table wants it.
fn pipes(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut escaped = false;
    for c in text.chars() {
        if c == '|' && !escaped {
            out.push('\\');
        }
        escaped = c == '\\' && !escaped;
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::outline::outline;

    #[test]
    fn what_is_written_again_reads_the_same() {
        for note in [
            "one\ntwo  \nthree",
            "- a\n  - b\n\n    c\n- d",
            "1. > a\n   > b\n2. c",
            "| a | b \\| c |\n| --- | --- |\n| d |  |",
            "- a\n\n* b\n\n- c",
            "```sh\nx\n\n  y\n```",
            "<details>\n<summary>a</summary>\n\nb\n\n</details>",
            "a \\# b\n\n\\# c\n\n1\\. d",
            "<!-- a\nb -->\n\nc",
            "- [ ] a\n- [x] b",
        ] {
            let blocks = outline(note, 1).blocks;
            let again = markdown(&blocks, 2).join("\n");
            let strip = |blocks: &[Block]| blocks.iter().map(|block| block.rows().iter().map(|row| row.text.clone()).collect::<Vec<_>>()).collect::<Vec<_>>();
            assert_eq!(strip(&outline(&again, 1).blocks), strip(&blocks), "{note}\n=>\n{again}");
        }
        assert_eq!(guarded("# of users", true), "\\# of users");
        assert_eq!(guarded("1. first", true), "1\\. first");
        assert_eq!(guarded("- 20 %", false), "\\- 20 %");
        assert_eq!(guarded("**bold**", true), "**bold**");
    }
}
