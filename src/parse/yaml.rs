//! YAML as a tree of texts. Every scalar counts as it is written, so `1.10` stays `1.10` and `no` stays `no`.

use crate::source::YamlPath;
use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// A value of the front matter.
#[derive(Debug, PartialEq, Eq)]
pub enum Node {
    /// An unquoted null, or nothing.
    Null,
    /// A scalar as it is written.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A mapping in the order written, repeated keys included.
    Map(Vec<(String, Node)>),
}

/// Why a text is no YAML that front matter can be.
#[derive(Debug, PartialEq, Eq)]
pub struct Failure {
    /// The reason, without a place.
    pub message: String,
    /// Byte in the text.
    pub at: usize,
}

/// Values that one front matter may hold once its aliases are resolved. Far above any handbook's need; it bounds what a bomb of aliases can cost, and
/// how often the text is walked again to find the places of what is wrong in it.
const MAX_VALUES: usize = 2_000;

/// Open brackets at one time. The parser's time grows with the square of this.
const MAX_BRACKETS: usize = 64;

/// Reads a text as YAML.
pub fn tree(text: &str) -> Result<Node, Failure> {
    if let Some(at) = too_deep(text) {
        return Err(Failure { message: format!("more than {MAX_BRACKETS} brackets are open at once"), at });
    }
    let mut reader = Reader { values: 0, literals: false };
    let mut node = Shape(&mut reader).deserialize(serde_yaml::Deserializer::from_str(text)).map_err(|error| failure(&error, text))?;
    if reader.literals {
        Literals(&mut node).deserialize(serde_yaml::Deserializer::from_str(text)).map_err(|error| failure(&error, text))?;
    }
    Ok(node)
}

/// The byte at which the value (or key) of `path` starts, or the text's end where there is none.
pub fn locate(text: &str, path: &YamlPath) -> usize {
    let seed = Locate { steps: path.steps(), key: path.key };
    match seed.deserialize(serde_yaml::Deserializer::from_str(text)) {
        Err(error) => error.location().map_or(0, |location| location.index().min(text.len())),
        Ok(()) => text.len(),
    }
}

/// Reads a text with a reader of the caller's own.
pub(super) fn with<'t, S: DeserializeSeed<'t>>(text: &'t str, seed: S) -> Result<S::Value, Failure> {
    seed.deserialize(serde_yaml::Deserializer::from_str(text)).map_err(|error| failure(&error, text))
}

fn failure(error: &serde_yaml::Error, text: &str) -> Failure {
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default().to_string();
    Failure { message, at: error.location().map_or(0, |location| location.index().min(text.len())) }
}

/// The first bracket too many, quoted ones left out as far as a line tells.
fn too_deep(text: &str) -> Option<usize> {
    let mut open = 0usize;
    let mut quote = None;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (Some(_), b'\n') => quote = None,
            (Some(mark), _) if mark == byte => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') if at == 0 || matches!(text.as_bytes()[at - 1], b' ' | b'[' | b'{' | b',' | b'\n') => quote = Some(byte),
            (None, b'[' | b'{') => {
                open += 1;
                if open > MAX_BRACKETS {
                    return Some(at);
                }
            }
            (None, b']' | b'}') => open = open.saturating_sub(1),
            _ => {}
        }
    }
    None
}

struct Reader {
    values: usize,
    /// Whether a scalar came as a number or a boolean, so that its text has to be read again as written.
    literals: bool,
}

struct Shape<'r>(&'r mut Reader);

impl Shape<'_> {
    fn literal<E: serde::de::Error>(self) -> Result<Node, E> {
        self.0.literals = true;
        Ok(Node::Text(String::new()))
    }
}

impl<'de> DeserializeSeed<'de> for Shape<'_> {
    type Value = Node;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Node, D::Error> {
        self.0.values += 1;
        if self.0.values > MAX_VALUES {
            return Err(D::Error::custom(format!("it grows to more than {MAX_VALUES} values")));
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Shape<'_> {
    type Value = Node;
    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a text, a list or a mapping")
    }
    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Node, E> {
        Ok(Node::Text(text.to_string()))
    }
    fn visit_unit<E: serde::de::Error>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }
    fn visit_none<E: serde::de::Error>(self) -> Result<Node, E> {
        Ok(Node::Null)
    }
    fn visit_bool<E: serde::de::Error>(self, _: bool) -> Result<Node, E> {
        self.literal()
    }
    fn visit_i64<E: serde::de::Error>(self, _: i64) -> Result<Node, E> {
        self.literal()
    }
    fn visit_u64<E: serde::de::Error>(self, _: u64) -> Result<Node, E> {
        self.literal()
    }
    fn visit_i128<E: serde::de::Error>(self, _: i128) -> Result<Node, E> {
        self.literal()
    }
    fn visit_u128<E: serde::de::Error>(self, _: u128) -> Result<Node, E> {
        self.literal()
    }
    fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<Node, E> {
        self.literal()
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Node, A::Error> {
        let mut list = Vec::new();
        while let Some(node) = seq.next_element_seed(Shape(self.0))? {
            list.push(node);
        }
        Ok(Node::List(list))
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Node, A::Error> {
        let mut entries = Vec::new();
        while let Some(key) = map.next_key_seed(Key)? {
            entries.push((key, map.next_value_seed(Shape(self.0))?));
        }
        Ok(Node::Map(entries))
    }
    fn visit_enum<A: EnumAccess<'de>>(self, _: A) -> Result<Node, A::Error> {
        Err(A::Error::custom("YAML tags such as `!name` mean nothing here"))
    }
}

struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = String;
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        struct Words;
        impl Visitor<'_> for Words {
            type Value = String;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a key")
            }
            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<String, E> {
                Ok(text.to_string())
            }
        }
        deserializer.deserialize_str(Words)
    }
}

/// Reads the same YAML again along a known shape, every scalar as it is written.
struct Literals<'n>(&'n mut Node);

impl<'de> DeserializeSeed<'de> for Literals<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        match self.0 {
            Node::Null => deserializer.deserialize_ignored_any(IgnoredAny).map(drop),
            Node::Text(text) => {
                *text = Key.deserialize(deserializer)?;
                Ok(())
            }
            Node::List(_) => deserializer.deserialize_seq(self),
            Node::Map(_) => deserializer.deserialize_map(self),
        }
    }
}

impl<'de> Visitor<'de> for Literals<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("the shape that was read before")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        if let Node::List(list) = self.0 {
            for node in list {
                seq.next_element_seed(Literals(node))?;
            }
        }
        Ok(())
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        if let Node::Map(entries) = self.0 {
            for (_, node) in entries {
                map.next_key::<IgnoredAny>()?;
                map.next_value_seed(Literals(node))?;
            }
        }
        Ok(())
    }
}

/// Walks to a path and fails there, since the crate tells places in its errors alone.
struct Locate<'p> {
    steps: &'p [u16],
    key: bool,
}

struct Here;

impl<'de> DeserializeSeed<'de> for Here {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Here {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("the end of the walk")
    }
}

impl<'de> DeserializeSeed<'de> for Locate<'_> {
    type Value = ();
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.steps.is_empty() { Here.deserialize(deserializer) } else { deserializer.deserialize_any(self) }
    }
}

impl<'de> Visitor<'de> for Locate<'_> {
    type Value = ();
    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("a list or a mapping on the way")
    }
    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let rest = Locate { steps: &self.steps[1..], key: self.key };
        for _ in 0..self.steps[0] {
            seq.next_element::<IgnoredAny>()?;
        }
        seq.next_element_seed(rest)?;
        Ok(())
    }
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        for _ in 0..self.steps[0] {
            map.next_entry::<IgnoredAny, IgnoredAny>()?;
        }
        if self.key && self.steps.len() == 1 {
            map.next_key_seed(Here)?;
        } else {
            map.next_key::<IgnoredAny>()?;
            map.next_value_seed(Locate { steps: &self.steps[1..], key: self.key })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_count_as_they_are_written() {
        let node = tree("a: 1.10\nb: no\nc: 0x10\nd: 12345678901234567890123\ne: 2022-03\nf: ~\ng: \"~\"\nh: [true, x]\n").unwrap();
        let text = |s: &str| Node::Text(s.to_string());
        let Node::Map(entries) = node else { panic!("a mapping") };
        let values: Vec<Node> = entries.into_iter().map(|(_, value)| value).collect();
        assert_eq!(
            values,
            [
                text("1.10"),
                text("no"),
                text("0x10"),
                text("12345678901234567890123"),
                text("2022-03"),
                Node::Null,
                text("~"),
                Node::List(vec![text("true"), text("x")])
            ]
        );
    }

    #[test]
    fn places_are_found_when_asked_for() {
        let text = "title: \"ä\"\nlist: [a, 'b']\nmap:\n  - k: v\n";
        let path = YamlPath::default();
        assert_eq!(locate(text, &path.then(0).key()), 0);
        assert_eq!(locate(text, &path.then(0)), 7);
        assert_eq!(&text[locate(text, &path.then(1).then(1))..][..3], "'b'");
        assert_eq!(&text[locate(text, &path.then(2).then(0).then(0))..], "v\n");
        assert_eq!(&text[locate(text, &path.then(2).then(0).then(0).key())..], "k: v\n");
    }

    #[test]
    fn bombs_and_brackets_are_refused() {
        let mut bomb = String::from("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
        for i in 1..9 {
            let alias = format!("*a{},", i - 1).repeat(9);
            bomb.push_str(&format!("a{i}: &a{i} [{alias}]\n"));
        }
        assert!(tree(&bomb).is_err());
        assert_eq!(tree(&"[".repeat(100_000)).unwrap_err().at, MAX_BRACKETS);
    }
}
