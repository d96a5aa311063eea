//! How far a value of the front matter reaches from where it starts.

use std::ops::Range;

/// What a value takes of the YAML that starts with it: a text without its quotes, a list or mapping with its brackets, else the rest of the line.
pub(super) fn of(rest: &str, written: Option<&str>) -> Range<usize> {
    if let Some(end) = written.and_then(|written| folded(rest, written)) {
        return 0..end;
    }
    match rest.chars().next() {
        Some(quote @ ('"' | '\'')) => {
            if let Some(end) = closing(rest, quote).filter(|end| *end > 1) {
                return 1..end;
            }
        }
        Some('[' | '{') => {
            if let Some(end) = bracketed(rest) {
                return 0..end;
            }
        }
        _ => {}
    }
    let line = rest.lines().next().unwrap_or("");
    0..line.split(" #").next().unwrap_or("").trim_end().len()
}

/// Where a plain text ends that is written here, perhaps over several lines.
fn folded(rest: &str, written: &str) -> Option<usize> {
    if rest.starts_with(written) {
        return Some(written.len());
    }
    let mut at = 0;
    for word in written.split(' ') {
        let gap = rest[at..].len() - rest[at..].trim_start_matches([' ', '\n', '\r']).len();
        at += if at > 0 { gap } else { 0 };
        at += rest[at..].starts_with(word).then_some(word.len())?;
    }
    Some(at)
}

/// Where the quotation that a text starts with is closed: a doubled single quote and an escaped double one do not close it.
fn closing(rest: &str, quote: char) -> Option<usize> {
    let bytes = rest.as_bytes();
    let mut at = 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if quote == '"' => at += 1,
            b'\'' if quote == '\'' && bytes.get(at + 1) == Some(&b'\'') => at += 1,
            byte if byte == quote as u8 => return Some(at),
            _ => {}
        }
        at += 1;
    }
    None
}

/// Where the brackets end that a text starts with.
fn bracketed(rest: &str) -> Option<usize> {
    let mut open = 0usize;
    let mut at = 0;
    while at < rest.len() {
        match rest.as_bytes()[at] {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open -= 1,
            quote @ (b'"' | b'\'') if rest[..at].ends_with([' ', '[', '{', ',', '\n', ':']) => at += closing(&rest[at..], char::from(quote))?,
            _ => {}
        }
        at += 1;
        if open == 0 {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    #[test]
    fn values_end_where_they_do() {
        let of = |rest: &'static str, written| &rest[super::of(rest, written)];
        assert_eq!(of("a b, c]", Some("a b")), "a b");
        assert_eq!(of("a\n  b\nnext: x", Some("a b")), "a\n  b");
        assert_eq!(of("'it''s' # x", Some("it's")), "it''s");
        assert_eq!(of("\"a\\\"b\", c", Some("a\"b")), "a\\\"b");
        assert_eq!(of("{a: ['}'], b: c}, d]", None), "{a: ['}'], b: c}");
        assert_eq!(of("[a,\n b], c]", None), "[a,\n b]");
        assert_eq!(of("[it's, b], c]", None), "[it's, b]");
        assert_eq!(of("x # y", None), "x");
        assert_eq!(of("", None), "");
        assert_eq!(of("[a", None), "[a");
        assert_eq!(of("''", None), "''");
    }
}
