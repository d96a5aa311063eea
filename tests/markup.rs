//! The little of HTML that tests read: tags with their attributes, and where links lead.

use crate::handbook::Files;
use std::collections::{BTreeMap, BTreeSet};

/// A tag that opens an element, or stands alone.
#[derive(Debug)]
pub struct Tag {
    /// Its name.
    pub name: String,
    /// Its attributes with character references read.
    pub attributes: BTreeMap<String, String>,
    /// The text up to the next tag.
    pub text: String,
}

impl Tag {
    /// An attribute's value.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }
}

/// All opening tags of a page, in order. Comments and the doctype are passed over.
pub fn tags(html: &str) -> Vec<Tag> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        if let Some(after) = rest.strip_prefix("!--") {
            rest = after.split_once("-->").map_or("", |(_, after)| after);
            continue;
        }
        if !rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
            continue;
        }
        let end = rest.find(|c: char| c.is_whitespace() || c == '>' || c == '/').expect("a tag ends");
        let name = rest[..end].to_ascii_lowercase();
        rest = &rest[end..];
        let mut attributes = BTreeMap::new();
        loop {
            rest = rest.trim_start_matches(|c: char| c.is_whitespace() || c == '/');
            if let Some(after) = rest.strip_prefix('>') {
                rest = after;
                break;
            }
            let end = rest.find(|c: char| c.is_whitespace() || matches!(c, '=' | '>' | '/')).expect("an attribute ends");
            let key = rest[..end].to_ascii_lowercase();
            rest = rest[end..].trim_start();
            let mut value = "";
            if let Some(after) = rest.strip_prefix('=') {
                let quote = after.chars().next().filter(|c| matches!(c, '"' | '\'')).expect("values stand in quotes");
                (value, rest) = after[1..].split_once(quote).expect("a quote ends");
            }
            assert!(attributes.insert(key.clone(), unescape(value)).is_none(), "`{key}` stands twice in a tag");
        }
        let text = unescape(&rest[..rest.find('<').unwrap_or(rest.len())]);
        tags.push(Tag { name, attributes, text });
    }
    tags
}

/// A text with the character references read that the program writes.
pub fn unescape(text: &str) -> String {
    let named = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#39;", "'"), ("&#x2F;", "/"), ("&nbsp;", "\u{a0}"), ("&amp;", "&")];
    named.iter().fold(text.to_string(), |text, (written, read)| text.replace(written, read))
}

/// The words of a page, as a reader sees them: without tags, one space between.
pub fn words(html: &str) -> String {
    let mut text = String::new();
    for part in html.split('<') {
        text.push_str(part.split_once('>').map_or(part, |(_, text)| text));
        text.push(' ');
    }
    unescape(&text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The pages among files.
pub fn pages(files: &Files) -> impl Iterator<Item = (&str, &str)> {
    files.iter().filter(|(path, _)| path.ends_with(".html")).map(|(path, bytes)| (path.as_str(), std::str::from_utf8(bytes).expect("pages are UTF-8")))
}

/// Follows every address on every page. Each must lead to a file, and to an element where it names one.
pub fn assert_links_lead_somewhere(files: &Files) {
    let mut ids: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for (path, html) in pages(files) {
        ids.insert(path, tags(html).into_iter().filter_map(|tag| tag.attributes.get("id").cloned()).collect());
    }
    let mut followed = 0;
    for (path, html) in pages(files) {
        for tag in tags(html) {
            for url in ["href", "src"].iter().filter_map(|name| tag.get(name)) {
                if url.starts_with("data:") || url.starts_with("mailto:") || (tag.name == "a" && (url.starts_with("https:") || url.starts_with("http:"))) {
                    continue;
                }
                let (target, anchor) = url.split_once('#').map_or((url, None), |(target, anchor)| (target, Some(anchor)));
                assert!(!target.starts_with('/') && !target.contains(':'), "{path}: `{url}` works at one place only");
                let target = if target.is_empty() { path.to_string() } else { joined(path, &decoded(target)) };
                assert!(files.contains_key(&target), "{path}: `{url}` leads to {target}, which is not there");
                if let Some(anchor) = anchor {
                    assert!(ids.get(target.as_str()).is_some_and(|ids| ids.contains(&decoded(anchor))), "{path}: `{url}` names no element of {target}");
                }
                followed += 1;
            }
        }
    }
    assert!(followed > 50, "pages are full of links");
}

fn joined(from: &str, target: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in target.split('/') {
        match part {
            "." => {}
            ".." => assert!(parts.pop().is_some(), "{from}: {target} leads out of the site"),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

fn decoded(url: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = url.as_bytes();
    while let [first, tail @ ..] = rest {
        let code = (*first == b'%').then(|| std::str::from_utf8(tail.get(..2)?).ok().and_then(|hex| u8::from_str_radix(hex, 16).ok())).flatten();
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8(bytes).unwrap()
}
