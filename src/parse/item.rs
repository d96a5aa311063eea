//! What an item of a list in the front matter takes along when it is removed: its quotes and its comma, or its line.

use crate::source::{Source, Span};

/// The bytes to leave out so that the list goes on without the item whose text stands at `text`; nothing where more than the item would go.
pub fn removal(source: &Source, text: Span) -> Option<Span> {
    let whole = &source.text;
    let (mut start, mut end) = (text.start as usize, text.end as usize);
    let quote = whole[..start].chars().next_back().filter(|c| matches!(c, '"' | '\''));
    if let Some(quote) = quote.filter(|quote| whole[end..].starts_with(*quote)) {
        start -= quote.len_utf8();
        end += quote.len_utf8();
    }
    let line = whole[..start].rfind('\n').map_or(0, |at| at + 1);
    let rest = whole[end..].find('\n').map_or(whole.len(), |at| end + at + 1);
    if whole[line..start].trim() == "-" && whole[end..rest].trim().is_empty() {
        return Some(Span::new(line, rest));
    }
    let blank = |c: char| matches!(c, ' ' | '\t');
    let after = whole[end..].trim_start_matches(blank);
    if let Some(next) = after.strip_prefix(',') {
        return Some(Span::new(start, whole.len() - next.trim_start_matches(blank).len()));
    }
    let before = whole[..start].trim_end();
    (after.trim_start().starts_with(']') && before.ends_with(',')).then(|| Span::new(before.len() - 1, end))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_goes_with_its_comma_or_its_line() {
        let without = |text: &str, item: &str| {
            let at = text.rfind(item).unwrap();
            let gone = removal(&Source::new("x.md", text), Span::new(at, at + item.len()))?.range();
            Some(text[..gone.start].to_string() + &text[gone.end..])
        };
        assert_eq!(without("p: [a, b, c]\n", "b").as_deref(), Some("p: [a, c]\n"));
        assert_eq!(without("p: [a, \"b\"]\n", "b").as_deref(), Some("p: [a]\n"));
        assert_eq!(without("p: [\n  a,\n  'b'\n]\n", "b").as_deref(), Some("p: [\n  a\n]\n"));
        assert_eq!(without("p: [b, a]\r\n", "b").as_deref(), Some("p: [a]\r\n"));
        assert_eq!(without("p:\r\n  - a\r\n  - b\r\n", "b").as_deref(), Some("p:\r\n  - a\r\n"));
        assert_eq!(without("p:\n  - a\n  - b # why\n", "b"), None);
        assert_eq!(without("p: b\n", "b"), None);
    }
}
