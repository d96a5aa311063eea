//! HTML inside Markdown: comments, which are never published, and the few tags that are.

/// A part of a piece of HTML.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'h> {
    /// What is no comment.
    Text(&'h str),
    /// The inside of a comment. One that is never closed reaches to the end.
    Comment(&'h str),
}

/// Splits HTML into comments and the rest.
pub(super) fn pieces(html: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = html;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (piece, after) = match rest.find("<!--") {
            Some(0) => match rest[4..].find("-->") {
                Some(end) => (Piece::Comment(&rest[4..4 + end]), &rest[4 + end + 3..]),
                None => (Piece::Comment(&rest[4..]), ""),
            },
            Some(start) => (Piece::Text(&rest[..start]), &rest[start..]),
            None => (Piece::Text(rest), ""),
        };
        rest = after;
        Some(piece)
    })
}

/// The lints that the inside of a comment allows: `prepgen: allow no-metric, too-long`.
pub(super) fn allows(comment: &str) -> impl Iterator<Item = &str> {
    let names = comment.trim().strip_prefix("prepgen:").map(str::trim_start).and_then(|rest| rest.strip_prefix("allow")).unwrap_or("");
    names.split(|c: char| c.is_whitespace() || c == ',').filter(|name| !name.is_empty())
}

/// A tag that may be published: one of a short list, without attributes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Tag<'h> {
    /// Its name in small letters.
    pub name: &'static str,
    /// Whether it closes.
    pub closes: bool,
    /// As it is written.
    pub raw: &'h str,
}

const TAGS: [&str; 10] = ["br", "kbd", "sub", "sup", "mark", "small", "del", "ins", "details", "summary"];

/// Splits HTML without comments into tags that may be published and the text between them.
pub(super) fn tags(html: &str) -> impl Iterator<Item = Result<Tag<'_>, &str>> {
    let mut rest = html;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        if let Some(tag) = tag(rest) {
            rest = &rest[tag.raw.len()..];
            return Some(Ok(tag));
        }
        let end = rest.char_indices().skip(1).find(|(at, c)| *c == '<' && tag(&rest[*at..]).is_some()).map_or(rest.len(), |(at, _)| at);
        let (text, after) = rest.split_at(end);
        rest = after;
        Some(Err(text))
    })
}

fn tag(html: &str) -> Option<Tag<'_>> {
    let inner = html.strip_prefix('<')?;
    let end = inner.char_indices().take(16).find(|(_, c)| *c == '>')?.0;
    let raw = &html[..end + 2];
    let (closes, name) = match inner[..end].strip_prefix('/') {
        Some(name) => (true, name),
        None => (false, &inner[..end]),
    };
    let name = name.trim_end_matches(|c: char| c.is_ascii_whitespace());
    let name = if closes { name } else { name.strip_suffix('/').unwrap_or(name).trim_end() };
    let name = TAGS.into_iter().find(|known| known.eq_ignore_ascii_case(name))?;
    (!(closes && name == "br")).then_some(Tag { name, closes, raw })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_are_told_from_text() {
        let all: Vec<_> = pieces("a<!-- b --><i><!-- c").collect();
        assert_eq!(all, [Piece::Text("a"), Piece::Comment(" b "), Piece::Text("<i>"), Piece::Comment(" c")]);
        assert_eq!(allows(" prepgen: allow no-metric, too-long ").collect::<Vec<_>>(), ["no-metric", "too-long"]);
        assert_eq!(allows("allow no-metric").count(), 0);
    }

    #[test]
    fn few_tags_pass_and_none_with_attributes() {
        let names = |html| tags(html).filter_map(|piece| piece.ok().map(|tag| (tag.name, tag.closes))).collect::<Vec<_>>();
        assert_eq!(names("<KBD>x</kbd ><br/><br />"), [("kbd", false), ("kbd", true), ("br", false), ("br", false)]);
        assert_eq!(names("<kbd onclick=x><script></br>< br>"), []);
        assert_eq!(tags("<details><b>").last(), Some(Err("<b>")));
    }
}
