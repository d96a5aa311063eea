//! Where the values of a front matter stand. All of them are found at once, since looking for each by itself would cost a walk of its own.
//!
//! Most front matter is lines of `key: value`, which a short scan understands. For all other YAML the crate has to tell, and it tells places in its
//! errors alone: so a walk lets every value fail, reads the place from the error, and goes on.

use super::yaml;
use crate::source::YamlPath;
use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// The places of all values and keys, by path: bytes in the text, which is known to be YAML that front matter can be.
pub(super) fn all(text: &str) -> Vec<(YamlPath, u32)> {
    let mut found = lines(text).unwrap_or_else(|| walked(text));
    found.sort_unstable();
    found
}

/// The places in a front matter of plain lines; nothing where any line is not quite plain, so that what is found here is sure.
fn lines(text: &str) -> Option<Vec<(YamlPath, u32)>> {
    if text.contains(['\u{85}', '\u{2028}', '\u{2029}', '\t', '\u{feff}']) {
        return None;
    }
    let mut found = Vec::new();
    let mut at = 0;
    let mut key = None;
    // The list of lines below a key: its items so far, and how far they are indented.
    let mut items: Option<(usize, usize)> = None;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        let start = at;
        at += line.len();
        let line = line.trim_end_matches(['\n', '\r']);
        if line.trim_end().len() != line.len() || line.contains('\r') {
            return None;
        }
        if line.is_empty() && (items.is_some() || number == 0) {
            return None;
        }
        if line.is_empty() {
            continue;
        }
        let inner = line.trim_start_matches(' ');
        if let Some(item) = inner.strip_prefix("- ") {
            let (count, indent) = items.filter(|(count, indent)| *count == 0 || *indent == line.len() - inner.len())?;
            let indent = if count == 0 { line.len() - inner.len() } else { indent };
            let value = item.trim_start_matches(' ');
            scalar(value, false).then_some(())?;
            let list = YamlPath::default().then(key?);
            if count == 0 {
                found.push((list, (start + line.len() - inner.len()) as u32));
            }
            found.push((list.then(count), (start + line.len() - value.len()) as u32));
            items = Some((count + 1, indent));
            continue;
        }
        let end = line.find(|c: char| !c.is_ascii_alphanumeric() && !matches!(c, '_' | '-'))?;
        let rest = line[end..].strip_prefix(':')?;
        if !line.starts_with(|c: char| c.is_ascii_alphabetic()) || !rest.is_empty() && !rest.starts_with(' ') {
            return None;
        }
        let path = YamlPath::default().then(key.map_or(0, |key| key + 1));
        key = Some(key.map_or(0, |key| key + 1));
        found.push((path.key(), start as u32));
        let value = rest.trim_start_matches(' ');
        items = value.is_empty().then_some((0, 0));
        if value.is_empty() {
            continue;
        }
        let from = start + line.len() - value.len();
        found.push((path, from as u32));
        if value.starts_with('[') {
            flow(value, path, from, &mut found)?;
        } else if !scalar(value, false) {
            return None;
        }
    }
    Some(found)
}

/// The items of a list in brackets that ends with its line.
fn flow(value: &str, path: YamlPath, from: usize, found: &mut Vec<(YamlPath, u32)>) -> Option<()> {
    let inner = value.strip_prefix('[')?.strip_suffix(']')?;
    if inner.trim().is_empty() {
        return Some(());
    }
    let mut at = 0;
    for (number, item) in inner.split(',').enumerate() {
        let item_at = at + item.len() - item.trim_start_matches(' ').len();
        at += item.len() + 1;
        scalar(item.trim_matches(' '), true).then_some(())?;
        found.push((path.then(number), (from + 1 + item_at) as u32));
    }
    Some(())
}

/// Whether a text is one scalar for sure, plain or in quotes without escapes. `inside`: it stands in brackets.
fn scalar(value: &str, inside: bool) -> bool {
    let quoted = |mark: char| value.len() > 1 && value.ends_with(mark) && !value[1..value.len() - 1].contains([mark, '\\']);
    match value.chars().next() {
        Some(mark @ ('"' | '\'')) => quoted(mark),
        Some(first) if first.is_alphanumeric() => {
            !(value.contains(": ") || value.contains(" #") || value.ends_with(':') || inside && value.contains(['[', ']', '{', '}', ':', '#', '?', '"']))
        }
        _ => false,
    }
}

/// The deepest path, see [`YamlPath::then`].
const DEEPEST: usize = 4;

/// Places as the crate tells them: line and column, from 1.
type Told = Vec<(usize, usize, YamlPath)>;

/// The places in any YAML. Empty lists and mappings have none here: the crate has nothing to fail at.
fn walked(text: &str) -> Vec<(YamlPath, u32)> {
    let mut told = Told::new();
    // One walk for all scalars and keys, then one for the lists and mappings of each depth: a list that failed cannot be walked through.
    for depth in 0..=DEEPEST {
        let walk = Walk { path: YamlPath::default(), depth, told: &mut told };
        // What cannot be walked has been told before, by whoever read it.
        let _ = yaml::with(text, walk);
    }
    told.sort_unstable();
    let mut found = Vec::with_capacity(told.len());
    let (mut line, mut column, mut at) = (1, 1, 0);
    for (wanted_line, wanted_column, path) in told {
        while (line, column) < (wanted_line, wanted_column) && at < text.len() {
            let rest = &text[at..];
            let c = rest.chars().next().unwrap_or('\n');
            at += if rest.starts_with("\r\n") { 2 } else { c.len_utf8() };
            (line, column) = if matches!(c, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}') { (line + 1, 1) } else { (line, column + 1) };
        }
        found.push((path, at as u32));
    }
    found
}

/// A walk over all values. At depth 0 the scalars and keys fail, at others the lists and mappings with a path of that length.
struct Walk<'t> {
    path: YamlPath,
    depth: usize,
    told: &'t mut Told,
}

/// What a value says when it fails.
const HERE: &str = "here";

/// Line and column from the text of an error that a value failed with; nothing where it failed for another reason.
fn place(error: &str) -> Option<(usize, usize)> {
    let (message, place) = error.rsplit_once(" at line ").unwrap_or((error, ""));
    if !message.ends_with(HERE) && !message.contains("invalid length") {
        return None;
    }
    let numbers = place.split_once(" column ").and_then(|(line, column)| Some((line.parse().ok()?, column.parse().ok()?)));
    // The very first place is not told.
    Some(numbers.unwrap_or((1, 1)))
}

impl Walk<'_> {
    fn step(&mut self, path: YamlPath) -> Walk<'_> {
        Walk { path, depth: self.depth, told: &mut *self.told }
    }

    fn scalar<E: Error>(self) -> Result<(), E> {
        if self.depth == 0 { Err(E::custom(HERE)) } else { Ok(()) }
    }

    /// Whether this is a list or mapping to fail at: it is left unread, which the crate takes for a wrong length.
    fn ends_here(&self) -> bool {
        let length = self.path.steps().len();
        length > 0 && self.depth == length
    }
}

impl<'de> DeserializeSeed<'de> for Walk<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(mut self, deserializer: D) -> Result<(), D::Error> {
        let path = self.path;
        let Err(error) = deserializer.deserialize_any(self.step(path)) else { return Ok(()) };
        let Some((line, column)) = place(&error.to_string()) else { return Err(error) };
        self.told.push((line, column, path));
        Ok(())
    }
}

impl<'de> Visitor<'de> for Walk<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str(HERE)
    }
    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        self.scalar()
    }
    fn visit_unit<E: Error>(self) -> Result<(), E> {
        self.scalar()
    }
    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        self.scalar()
    }
    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        self.scalar()
    }
    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        self.scalar()
    }
    fn visit_i128<E: Error>(self, _: i128) -> Result<(), E> {
        self.scalar()
    }
    fn visit_u128<E: Error>(self, _: u128) -> Result<(), E> {
        self.scalar()
    }
    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        self.scalar()
    }
    fn visit_seq<A: SeqAccess<'de>>(mut self, mut seq: A) -> Result<(), A::Error> {
        if self.ends_here() {
            return Ok(());
        }
        let path = self.path;
        for at in 0.. {
            let found =
                if path.steps().len() < DEEPEST { seq.next_element_seed(self.step(path.then(at)))? } else { seq.next_element::<IgnoredAny>()?.map(drop) };
            if found.is_none() {
                break;
            }
        }
        Ok(())
    }
    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<(), A::Error> {
        if self.ends_here() {
            return Ok(());
        }
        let path = self.path;
        for at in 0.. {
            if path.steps().len() == DEEPEST {
                if map.next_entry::<IgnoredAny, IgnoredAny>()?.is_none() {
                    break;
                }
                continue;
            }
            let inner = path.then(at);
            if map.next_key_seed(Key(self.step(inner.key())))?.is_none() {
                break;
            }
            map.next_value_seed(self.step(inner))?;
        }
        Ok(())
    }
}

/// A key: it fails as a scalar does.
struct Key<'t>(Walk<'t>);

impl<'de> DeserializeSeed<'de> for Key<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(mut self, deserializer: D) -> Result<(), D::Error> {
        let path = self.0.path;
        let Err(error) = deserializer.deserialize_str(self.0.step(path)) else { return Ok(()) };
        let Some((line, column)) = place(&error.to_string()) else { return Err(error) };
        self.0.told.push((line, column, path));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::yaml::Node;
    use super::*;

    /// Every path of a tree with whether it stands for a list or mapping without anything in it.
    fn paths(node: &Node, path: YamlPath, found: &mut Vec<(YamlPath, bool)>) {
        if path.steps().len() == DEEPEST {
            return;
        }
        match node {
            Node::List(list) => {
                for (at, node) in list.iter().enumerate() {
                    found.push((path.then(at), matches!(node, Node::List(list) if list.is_empty()) || matches!(node, Node::Map(map) if map.is_empty())));
                    paths(node, path.then(at), found);
                }
            }
            Node::Map(map) => {
                for (at, (_, node)) in map.iter().enumerate() {
                    found.push((path.then(at).key(), false));
                    found.push((path.then(at), matches!(node, Node::List(list) if list.is_empty()) || matches!(node, Node::Map(map) if map.is_empty())));
                    paths(node, path.then(at), found);
                }
            }
            _ => {}
        }
    }

    const TEXTS: &[&str] = &[
        "title: x\nprinciples: [a, 'b c', \"d\"]\ntags:\n  - one\n  - two three\ndate: 2022-03\nhook: saved 5 % of it\n",
        "title: \u{e4}\u{1f642}\nhook: \u{e4}b, c\ntags:\n- a\n- b\n",
        "title: x\r\ntags: [a, b]\r\nhook: y\r\n",
        "title:\n  x\n  y\ntags: []\nhook: \"a\\\"b\" # c\n",
        "title: 'it''s'\nrounds:\n  - {name: a, focus: [x, y], stories: [[z], {}]}\n  - name: b\n    focus:\n      - w\n",
        "a: &x [1, true, ~]\nb: *x\nc: {d: *x, e: 1.10}\n? f\n: g\n",
        "title: a\u{85}b: c\u{2028}d\n",
        "title: >\n  long\n  text\nhook: |\n  x\ncues: {Action: \"a, b\", 'Result': c}\n",
        "\"title\": x\n'tags': [a,\n  b,\n c]\n",
        "title: x\n\nhook:\nevent: z\n\n",
        "tags: [a, [b, c], {d: e}]\n",
        "t: [x,\ny: z]\n",
        "- a\n- [b]\n",
    ];

    #[test]
    fn every_place_is_the_one_that_looking_for_it_alone_finds() {
        let mut seen = 0;
        for text in TEXTS {
            let Ok(tree) = yaml::tree(text) else { continue };
            let mut wanted = Vec::new();
            paths(&tree, YamlPath::default(), &mut wanted);
            let (scanned, walked) = (lines(text).unwrap_or_default(), walked(text));
            for (path, empty) in wanted {
                let alone = yaml::locate(text, &path) as u32;
                let of = |found: &[(YamlPath, u32)]| found.iter().find(|(known, _)| *known == path).map(|(_, at)| *at);
                assert!(of(&walked) == Some(alone) || empty && of(&walked).is_none(), "{text:?} {path:?}: {alone}, walked {:?}", of(&walked));
                assert!(of(&scanned).is_none_or(|at| at == alone), "{text:?} {path:?}: {alone}, scanned {:?}", of(&scanned));
                seen += 1;
            }
        }
        assert!(seen > 80, "{seen}");
        assert!(TEXTS[..3].iter().all(|text| lines(text).is_some()), "plain lines are scanned");
        assert!(TEXTS[3..9].iter().all(|text| lines(text).is_none()), "all else is not");
    }

    #[test]
    fn a_scan_agrees_with_a_walk_on_any_lines() {
        // Short texts of all that may stand in a line, put together by counting.
        const PARTS: &[&str] = &[
            "a: b\n",
            "c:\n",
            "- d\n",
            " - e\n",
            "f: [g, h i]\n",
            "j: 'k'\n",
            "l: \"m n\"\n",
            "\n",
            " o\n",
            "p: q # r\n",
            "s: [t,\n",
            "u]\n",
            "v: w: x\n",
            "y: 'z\n",
        ];
        let mut scanned = 0;
        for number in 0..PARTS.len().pow(4) {
            let text: String = (0..4).map(|digit| PARTS[number / PARTS.len().pow(digit) % PARTS.len()]).collect();
            let (Some(found), Ok(_)) = (lines(&text), yaml::tree(&text)) else { continue };
            let walked = walked(&text);
            for place in &found {
                assert!(walked.contains(place) || yaml::locate(&text, &place.0) as u32 == place.1, "{text:?}: {place:?}");
            }
            scanned += 1;
        }
        assert!(scanned > 1000, "{scanned}");
    }
}
