//! The front matter of a note: keys with their texts, and for each the lines it stands on.

use super::Row;
use crate::parse::yaml::{self, Node};

/// What stands between the lines of `---`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Front {
    /// Its keys in order. Where it is no YAML, one field without a key holds all of it.
    pub fields: Vec<Field>,
}

/// A key and what it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// The key in small letters.
    pub key: String,
    /// Its texts; nothing where it holds something else than a text or a list of texts.
    pub values: Option<Vec<String>>,
    /// Its pairs, where it holds names with a text each.
    pub pairs: Option<Vec<(String, String)>>,
    /// Its entries, where it holds such with keys of their own: each key with its texts.
    pub maps: Option<Vec<Keys>>,
    /// Its lines.
    pub rows: Vec<Row>,
}

/// Keys with their texts.
pub type Keys = Vec<(String, Vec<String>)>;

/// Splits front matter off, if there is any, and gives the first byte below it.
pub(super) fn split(text: &str, first: u32) -> (Option<(Front, Vec<Row>)>, usize) {
    let none = (None, 0);
    let Some(opening) = text.split_inclusive('\n').next().filter(|line| line.trim_end() == "---") else { return none };
    let mut end = opening.len();
    let mut lines: Vec<&str> = Vec::new();
    let closed = text[opening.len()..].split_inclusive('\n').any(|line| {
        end += line.len();
        let closes = matches!(line.trim_end(), "---" | "...");
        if !closes {
            lines.push(line.trim_end());
        }
        closes
    });
    // A line across at the top of a note is no front matter.
    let keyed = lines.iter().find(|line| !line.trim().is_empty()).is_none_or(|line| is_key(line) || line.starts_with('#'));
    if !closed || !keyed || lines.iter().map(|line| line.len()).sum::<usize>() > 64 * 1024 {
        return none;
    }
    let row = |at: usize| Row { line: first + 1 + at as u32, text: lines[at].trim().to_string() };
    let yaml = lines.join("\n") + "\n";
    let Ok(Node::Map(entries)) = yaml::tree(&yaml) else {
        if lines.iter().all(|line| line.trim().is_empty()) {
            return (Some((Front::default(), Vec::new())), end);
        }
        let rows = (0..lines.len()).filter(|at| !lines[*at].trim().is_empty()).map(row).collect();
        return (Some((Front { fields: vec![Field { key: String::new(), values: None, pairs: None, maps: None, rows }] }, Vec::new())), end);
    };
    // A key owns its line and the deeper ones below it.
    let mut chunks: Vec<Vec<Row>> = Vec::new();
    for (at, line) in lines.iter().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match chunks.last_mut() {
            Some(chunk) if !is_key(line) => chunk.push(row(at)),
            _ => chunks.push(vec![row(at)]),
        }
    }
    let mut front = Front::default();
    let mut spent = Vec::new();
    let keys = entries.len();
    for (key, node) in entries {
        let at = chunks.iter().position(|rows| key_of(&rows[0].text) == Some(key.as_str()));
        let rows = at.map(|at| chunks.remove(at)).unwrap_or_default();
        let pairs = match &node {
            Node::Map(entries) => {
                entries.iter().map(|(key, node)| if let Node::Text(text) = node { Some((key.clone(), text.clone())) } else { None }).collect()
            }
            _ => None,
        };
        let maps = match &node {
            Node::List(list) => list.iter().map(texts).collect(),
            node => texts(node).map(|map| vec![map]),
        };
        let values = match node {
            Node::Null => Some(Vec::new()),
            Node::Text(text) => Some(vec![text]),
            Node::List(list) => list.into_iter().map(|node| if let Node::Text(text) = node { Some(text) } else { None }).collect(),
            Node::Map(_) => None,
        };
        spent.extend(rows.first().map(|row| Row { line: row.line, text: key.clone() }));
        front.fields.push(Field { key: key.trim().to_lowercase(), values, pairs, maps, rows });
    }
    // Comments of the YAML, and keys that are written in a way that is not looked for here.
    let rest: Vec<Row> = chunks.into_iter().flatten().collect();
    if !rest.is_empty() {
        front.fields.push(Field { key: String::new(), values: None, pairs: None, maps: None, rows: rest });
    }
    debug_assert!(front.fields.len() >= keys);
    (Some((front, spent)), end)
}

/// The keys of a mapping that holds texts and lists of texts and nothing else.
fn texts(node: &Node) -> Option<Keys> {
    let Node::Map(entries) = node else { return None };
    let text = |node: &Node| if let Node::Text(text) = node { Some(text.clone()) } else { None };
    let values = |node: &Node| match node {
        Node::Null => Some(Vec::new()),
        Node::List(list) => list.iter().map(text).collect(),
        node => text(node).map(|text| vec![text]),
    };
    entries.iter().map(|(key, node)| Some((key.trim().to_lowercase(), values(node)?))).collect()
}

fn is_key(line: &str) -> bool {
    !line.starts_with([' ', '\t', '-', '#']) && key_of(line).is_some_and(|key| !key.is_empty())
}

fn key_of(line: &str) -> Option<&str> {
    let (key, rest) = line.split_once(':')?;
    (rest.is_empty() || rest.starts_with([' ', '\t'])).then(|| key.trim().trim_matches(['"', '\'']))
}
