//! Addresses in links: which may stand on a page, and how paths in them are put together.

/// The scheme of an address (`https`), looked for as browsers do: spaces and control characters do not count.
pub fn scheme(target: &str) -> Option<String> {
    let clean: String = target.chars().filter(|c| !c.is_whitespace() && !c.is_control() && !is_invisible(*c)).collect();
    let (scheme, _) = clean.split_once(':')?;
    let mut letters = scheme.chars();
    let first = letters.next()?;
    (first.is_ascii_alphabetic() && letters.all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))).then(|| scheme.to_ascii_lowercase())
}

fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202f}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// Whether an address is of another host.
pub fn is_web(target: &str) -> bool {
    target.trim_start().starts_with("//") || matches!(scheme(target).as_deref(), Some("http" | "https"))
}

/// Whether an address of a scheme may stand on a page. All others, `javascript:` and `data:` among them, stay text.
pub fn is_safe(scheme: &str) -> bool {
    matches!(scheme, "http" | "https" | "mailto" | "tel" | "sms" | "ftp" | "geo" | "webcal")
}

/// `%20` and its kin read back; what is no UTF-8 then stays as it was.
pub fn decoded(target: &str) -> String {
    let bytes = target.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let code = target
            .get(at + 1..at + 3)
            .filter(|hex| bytes[at] == b'%' && hex.bytes().all(|b| b.is_ascii_hexdigit()))
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match code {
            Some(byte) => {
                out.push(byte);
                at += 3;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| target.to_string())
}

/// `target` as seen from the folder of the file `from`, both with `/`, without `.` and `..`. Nothing where it climbs above the root.
pub fn joined(from: &str, target: &str) -> Option<String> {
    let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// What leads from a page back to the site's root: one `../` for each folder it lies in.
pub fn root_of(url: &str) -> String {
    "../".repeat(url.matches('/').count())
}

/// The path of a site's full address, with a slash at its end; nothing where there is no address.
pub fn path_of(base_url: &str) -> Option<String> {
    let (_, rest) = base_url.split_once("://")?;
    let path = rest.split_once('/').map_or("", |(_, path)| path).trim_end_matches('/');
    Some(if path.is_empty() { "/".into() } else { format!("/{path}/") })
}

/// A path as it may stand in a link: what an address gives a meaning of its own is escaped.
pub fn encoded(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for c in path.chars() {
        match c {
            '%' | '?' | '#' | ' ' | '"' | '<' | '>' | '\\' | ':' | '|' | '`' | '^' | '{' | '}' => out.push_str(&format!("%{:02X}", c as u32)),
            c if c.is_control() => out.extend(c.encode_utf8(&mut [0; 4]).bytes().map(|byte| format!("%{byte:02X}"))),
            c => out.push(c),
        }
    }
    out
}

/// A path in ASCII, as a URI must be (RFC 3986, section 2): what is no ASCII is escaped too.
pub fn ascii(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for byte in encoded(path).bytes() {
        if byte.is_ascii() { out.push(char::from(byte)) } else { out.push_str(&format!("%{byte:02X}")) }
    }
    out
}

/// The full address of a page, in the ASCII form that other programs expect.
pub fn absolute(base_url: &str, url: &str) -> String {
    format!("{base_url}{}", ascii(url))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uri_holds_ascii_alone_and_a_link_stays_readable() {
        assert_eq!(ascii("content/stories/é a.md"), "content/stories/%C3%A9%20a.md");
        assert_eq!(encoded("content/stories/é a.md"), "content/stories/é%20a.md");
    }

    #[test]
    fn a_sites_path_ends_with_a_slash() {
        let paths = ["https://example.org", "https://example.org/", "https://example.org/a/b", "https://example.org/a/b/"].map(path_of);
        assert_eq!(paths.map(Option::unwrap), ["/", "/", "/a/b/", "/a/b/"]);
        assert_eq!(path_of(""), None);
    }

    #[test]
    fn schemes_are_seen_through_their_disguises() {
        for spelling in ["javascript:x", "JaVaScRiPt:x", " java\nscript:x", "\u{1}javascript:x", "java\u{200b}script:x", "javascript\t:x"] {
            assert_eq!(scheme(spelling).as_deref(), Some("javascript"), "{spelling:?}");
            assert!(!is_safe(&scheme(spelling).unwrap()));
        }
        assert_eq!(scheme("a/b:c"), None);
        assert_eq!(scheme("../x.md"), None);
    }

    #[test]
    fn paths_stay_below_the_root() {
        assert_eq!(joined("content/stories/x.md", "../questions/q.md").as_deref(), Some("content/questions/q.md"));
        assert_eq!(joined("content/stories/x.md", "../../static/i.png").as_deref(), Some("static/i.png"));
        assert_eq!(joined("content/x.md", "../../../etc/passwd"), None);
        assert_eq!(decoded("a%20b%zz%ff"), "a%20b%zz%ff");
        assert_eq!(decoded("a%20b%c3%a4"), "a bä");
        assert_eq!(root_of("principles/x/2.html"), "../../");
        assert_eq!(absolute("https://example.org/", "stories/é.html"), "https://example.org/stories/%C3%A9.html");
        assert_eq!(decoded("%+f"), "%+f");
        assert_eq!(encoded("a b#c/d.html"), "a%20b%23c/d.html");
    }
}
