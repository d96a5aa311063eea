//! Marks at the starts of lines as other programs write them, put as Markdown has them: bullets and numbers pasted from word processors,
//! spaces that are none, characters without width, and `%%` around comments.

use super::is_invisible;

/// Bullets that word processors write.
const BULLETS: [char; 22] = [
    '\u{2022}', '\u{2023}', '\u{2043}', '\u{2219}', '\u{25a0}', '\u{25a1}', '\u{25aa}', '\u{25ab}', '\u{25b8}', '\u{25b9}', '\u{25ba}', '\u{25cb}', '\u{25cf}',
    '\u{25e6}', '\u{25c6}', '\u{25c7}', '\u{2756}', '\u{27a2}', '\u{27a4}', '\u{b7}', '\u{f0b7}', '\u{f0a7}',
];

/// The text with its lines' starts in Markdown. Lines stay lines and words stay as they are.
pub(super) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut fence: Option<String> = None;
    let mut hidden = false;
    let mut rest = text;
    while !rest.is_empty() {
        let (line, below) = rest.split_at(rest.find('\n').map_or(rest.len(), |at| at + 1));
        rest = below;
        let end = line.find(|c: char| !(c.is_whitespace() || is_invisible(c))).unwrap_or(line.len());
        out.extend(line[..end].chars().filter(|c| !is_invisible(*c)).map(|c| if c == '\n' || c == '\t' { c } else { ' ' }));
        let body = &line[end..];
        match (&fence, fence_of(body)) {
            (Some(open), Some((close, true))) if close.starts_with(open.as_str()) => fence = None,
            (None, Some((open, _))) if !hidden => fence = Some(open),
            _ => {}
        }
        if fence.is_some() {
            out.push_str(body);
            continue;
        }
        match body.trim_end() {
            "%%" if hidden || closes(rest) => {
                out.push_str(if hidden { "-->" } else { "<!--" });
                out.push_str(&body[2..]);
                hidden = !hidden;
            }
            _ if hidden => out.push_str(body),
            _ => comments(marked(body).as_deref().unwrap_or(body), &mut out),
        }
    }
    out
}

/// The fence that a line starts with, and whether nothing follows it.
fn fence_of(body: &str) -> Option<(String, bool)> {
    let mark = body.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let run: String = body.chars().take_while(|c| *c == mark).collect();
    let info = body[run.len()..].trim();
    (run.len() >= 3 && !(mark == '`' && info.contains('`'))).then_some((run, info.is_empty()))
}

/// Whether a line of `%%` ends the comment that starts above, with nothing in it that would end a comment of HTML.
fn closes(below: &str) -> bool {
    let mut lines = below.lines().take(400).take_while(|line| !line.contains("--"));
    lines.any(|line| line.trim() == "%%")
}

/// A line with its bullet or number in Markdown, where another program wrote it.
fn marked(body: &str) -> Option<String> {
    let first = body.chars().next()?;
    let (mark, after) = if first.is_ascii_digit() {
        let digits = body.find(|c: char| !c.is_ascii_digit()).filter(|digits| *digits <= 4)?;
        if !body[digits..].starts_with(['.', ')']) {
            return None;
        }
        body.split_at(digits + 1)
    } else {
        body.split_at(first.len_utf8())
    };
    let text = after.trim_start_matches(|c: char| c != '\n' && (c.is_whitespace() || is_invisible(c)));
    let gap = &after[..after.len() - text.len()];
    let pasted = gap.contains(['\u{a0}', '\t', '\u{2003}', '\u{2002}']) || gap.len() > 4;
    if gap.is_empty() || text.trim().is_empty() {
        return None;
    }
    let bullet = BULLETS.contains(&first) || pasted && matches!(first, '-' | '*' | '+' | 'o' | '\u{2013}' | '\u{2014}');
    match first {
        _ if bullet => Some(format!("- {text}")),
        '0'..='9' if pasted => Some(format!("{mark} {text}")),
        _ => None,
    }
}

/// Adds a line, with what stands between `%%` in it as a comment.
fn comments(body: &str, out: &mut String) {
    let mut rest = body;
    while let Some((before, inner, after)) = comment(rest) {
        out.push_str(before);
        out.push_str("<!--");
        out.push_str(inner);
        out.push_str("-->");
        rest = after;
    }
    out.push_str(rest);
}

/// What stands before a comment, in it, and behind it.
fn comment(text: &str) -> Option<(&str, &str, &str)> {
    let (before, inside) = text.split_once("%%")?;
    let (inner, after) = inside.split_once("%%")?;
    let stands = before.is_empty() || before.ends_with(char::is_whitespace);
    (stands && !inner.trim().is_empty() && !inner.contains("--") && !inner.contains('`') && !before.contains('`')).then_some((before, inner, after))
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn lines_start_as_markdown_has_them() {
        for (text, clean) in [
            ("\u{2022}\u{a0}one\n\u{2022} two\n", "- one\n- two\n"),
            ("1.\u{a0}\u{a0}\u{a0}one\n12)\ttwo", "1. one\n12) two"),
            ("\u{a0}\u{a0}\u{25e6} one", "  - one"),
            ("o\u{a0}\u{a0} one\no two", "- one\no two"),
            ("\u{200b}# one\n\u{feff}two", "# one\ntwo"),
            ("```\n\u{2022} one\n%% two %%\n```\n\u{2022} three", "```\n\u{2022} one\n%% two %%\n```\n- three"),
            ("one %% two %%\n100%% of 50%%", "one <!-- two -->\n100%% of 50%%"),
            ("%%\none\n%%\ntwo", "<!--\none\n-->\ntwo"),
            ("%%\none --> two\n%%", "%%\none --> two\n%%"),
            ("%%\nnever closed", "%%\nnever closed"),
            ("1.5\u{a0}%\n2024\u{a0}was", "1.5\u{a0}%\n2024\u{a0}was"),
            ("- one\n1. two", "- one\n1. two"),
        ] {
            assert_eq!(plain(text), clean, "{text}");
        }
    }
}
