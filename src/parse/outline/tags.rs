//! HTML tags in notes, and the Markdown that says the same inside running text.

/// Tags inside running text that prepgen would show as text, so that their Markdown or nothing takes their place.
const INLINE: [&str; 17] = ["b", "strong", "i", "em", "code", "tt", "s", "strike", "u", "span", "font", "a", "img", "big", "cite", "q", "label"];

/// A tag as it is written.
pub(super) struct Tag<'h> {
    /// Its name in small letters.
    pub name: String,
    /// Whether it is an end tag.
    pub closes: bool,
    attributes: &'h str,
    /// All of it.
    pub raw: &'h str,
}

/// The tag at the start of a text.
pub(super) fn tag(text: &str) -> Option<Tag<'_>> {
    let inner = text.strip_prefix('<')?;
    let (closes, inner) = inner.strip_prefix('/').map_or((false, inner), |inner| (true, inner));
    let end = inner.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(inner.len());
    if end == 0 || !inner.starts_with(|c: char| c.is_ascii_alphabetic()) || !inner[end..].starts_with([' ', '\t', '\n', '/', '>']) {
        return None;
    }
    let mut quote = None;
    let close = inner[end..].char_indices().take(4096).find(|(_, c)| {
        match (quote, c) {
            (None, '"' | '\'') => quote = Some(*c),
            (Some(open), c) if open == *c => quote = None,
            _ => {}
        }
        quote.is_none() && *c == '>'
    })?;
    let attributes = &inner[end..end + close.0];
    let raw = &text[..text.len() - inner.len() + end + close.0 + 1];
    Some(Tag { name: inner[..end].to_ascii_lowercase(), closes, attributes, raw })
}

/// The value of an attribute.
fn attribute(attributes: &str, name: &str) -> Option<String> {
    let lower = attributes.to_ascii_lowercase();
    let at = lower
        .match_indices(name)
        .map(|(at, _)| at)
        .find(|at| lower[..*at].ends_with(char::is_whitespace) && lower[at + name.len()..].trim_start().starts_with('='))?;
    let value = attributes[at + name.len()..].trim_start()[1..].trim_start();
    Some(match value.chars().next() {
        Some(quote @ ('"' | '\'')) => value[1..].split(quote).next().unwrap_or("").to_string(),
        _ => value.split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or("").to_string(),
    })
}

/// The Markdown of a tag inside running text; nothing where it stays as it is.
pub(super) fn inline(html: &str, addresses: &mut Vec<Option<String>>) -> Option<String> {
    let tag = tag(html)?;
    if !INLINE.contains(&tag.name.as_str()) {
        return None;
    }
    Some(match tag.name.as_str() {
        "b" | "strong" => "**".into(),
        "i" | "em" | "cite" => "*".into(),
        "code" | "tt" => "`".into(),
        "s" | "strike" => "~~".into(),
        "a" if !tag.closes => {
            let address = attribute(tag.attributes, "href").filter(|address| !address.contains(['(', ')', ' ', '<', '>', '\n']));
            let text = if address.is_some() { "[" } else { "" };
            addresses.push(address);
            text.into()
        }
        "a" => addresses.pop().flatten().map(|address| format!("]({address})")).unwrap_or_default(),
        "img" => {
            let alt = attribute(tag.attributes, "alt").unwrap_or_default().replace(['[', ']', '\n'], " ");
            match attribute(tag.attributes, "src").filter(|src| !src.contains(['(', ')', ' ', '<', '>', '\n'])) {
                Some(src) => format!("![{alt}]({src})"),
                None => alt,
            }
        }
        _ => String::new(),
    })
}
