//! The YAML between `---` lines: which keys each kind of entry has and what their values may be.

use super::yaml::{self, Node};
use super::{extent, places};
use crate::content::{Asks, Date, Fields, Interview, Kind, Place, Precision, Principle, Question, Round, Status, Story, Text};
use crate::diagnostic::{Edit, Fault, FaultKind, Fix, did_you_mean};
use crate::source::{Source, Span, YamlPath};
use std::collections::BTreeSet;

/// The longest front matter that is read, in bytes. The YAML parser needs quadratic time for what nobody writes by hand.
const MAX_BYTES: usize = 64 * 1024;

/// Where the front matter's YAML stands, and where the body starts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Block {
    /// The YAML between the lines of `---`; empty where there is none.
    pub yaml: Span,
    /// The body's first byte.
    pub body: usize,
}

/// Splits a file into front matter and body. The fault says that the front matter never ends.
pub fn split(source: &Source) -> Result<Block, Fault> {
    let start = source.bom();
    let text = &source.text[start..];
    let none = Block { yaml: Span::new(start, start), body: start };
    let Some(first) = text.split_inclusive('\n').next().filter(|line| line.trim_end() == "---") else { return Ok(none) };
    let yaml = start + first.len();
    let mut at = yaml;
    for line in source.text[yaml..].split_inclusive('\n') {
        if line.trim_end() == "---" {
            return Ok(Block { yaml: Span::new(yaml, at), body: at + line.len() });
        }
        at += line.len();
    }
    Err(Fault::new(FaultKind::InvalidFrontMatter, Span::new(start, start + 3), "this front matter is never closed")
        .help("put a line of `---` after its last key"))
}

/// What the front matter of a file says.
pub struct FrontMatter {
    /// The title.
    pub title: Option<Text>,
    /// The other keys.
    pub fields: Fields,
    /// What is wrong.
    pub faults: Vec<Fault>,
}

/// Reads the front matter of a kind of entry. All mistakes are found at once; what is wrong is left out.
pub fn read(source: &Source, block: Block, kind: Kind) -> FrontMatter {
    let empty = |faults| FrontMatter { title: None, fields: Fields::empty(kind), faults };
    let text = source.slice(block.yaml);
    let invalid = |span, message: String| Fault::new(FaultKind::InvalidFrontMatter, span, message);
    if text.len() > MAX_BYTES {
        let message = format!("this front matter is {} bytes long; prepgen reads {MAX_BYTES}", text.len());
        return empty(vec![invalid(Span::new(source.bom(), source.bom() + 3), message).help("move long texts below the second `---`")]);
    }
    let entries = match yaml::tree(text) {
        Ok(Node::Map(entries)) => entries,
        Ok(Node::Null) => Vec::new(),
        Ok(_) => {
            let span = line(source, block.yaml.start as usize);
            return empty(vec![invalid(span, "front matter is a list of `key: value` lines; this is none".into()).help("for example `title: My story`")]);
        }
        Err(failure) => {
            let at = (block.yaml.start as usize + failure.at).min(block.yaml.end as usize);
            return empty(vec![
                invalid(line(source, at), format!("this is no YAML: {}", failure.message)).help("quote texts that hold `: `, `#`, quotes or brackets"),
            ]);
        }
    };
    let mut keys = Keys::new(source, block, YamlPath::default(), entries);
    // A title of the wrong type, or under a misspelt key, has its own finding.
    let meant = keys.entries.iter().any(|(key, node, _)| match node {
        Some(Node::List(_) | Node::Map(_)) => key == "title",
        _ => key != "title" && did_you_mean(key, ["title"]).is_some(),
    });
    let empty_title = keys.entries.iter().find(|(key, node, _)| key == "title" && !matches!(node, Some(Node::List(_) | Node::Map(_)))).map(|(.., path)| *path);
    let title = keys.text("title");
    let fields = fields(&mut keys, kind);
    let mut faults = keys.finish();
    if title.is_none() && !meant {
        let fault = missing_title(source, kind);
        // A title without words is told where it stands.
        faults.push(match empty_title.map(|path| span(source, block, &path.key(), Some("title"))) {
            Some(key) => Fault { span: line(source, key.start as usize), ..fault.help("write it behind `title:`, in quotes where it is `null` or `~`") },
            None => fault,
        });
    }
    FrontMatter { title, fields, faults }
}

/// The fault of an entry without a title, at the file's first line.
pub fn missing_title(source: &Source, kind: Kind) -> Fault {
    let start = source.bom();
    let example = match kind {
        Kind::Question => "the question as it is asked",
        Kind::Story => "what this story is about, in a few words",
        _ => "what to call it",
    };
    Fault::new(FaultKind::MissingTitle, line(source, start), format!("this {} has no title", kind.name()))
        .help(format!("start the file with\n---\ntitle: {example}\n---"))
}

fn fields(keys: &mut Keys, kind: Kind) -> Fields {
    match kind {
        Kind::Story => Fields::Story(Box::new(Story {
            principles: keys.texts("principles"),
            questions: keys.texts("questions"),
            hook: keys.text("hook"),
            cues: keys.pairs("cues"),
            event: keys.text("event"),
            company: keys.text("company"),
            role: keys.text("role"),
            date: keys.date("date"),
            tags: keys.texts("tags"),
            status: keys.status("status"),
        })),
        Kind::Question => Fields::Question(Question {
            principles: keys.texts("principles"),
            source: keys.text("source"),
            marks: keys.texts("marks"),
            skip: keys.flag("skip", true).unwrap_or(false),
        }),
        Kind::Principle => Fields::Principle(Principle {
            aliases: keys.texts("aliases"),
            framework: keys.text("framework"),
            order: keys.integer("order"),
            active: keys.flag("active", false).unwrap_or(true),
        }),
        Kind::Asks => Fields::Asks(Asks { audience: keys.text("audience"), when: keys.text("when") }),
        Kind::Interview => Fields::Interview(Box::new(Interview {
            company: keys.text("company"),
            date: keys.date("date"),
            rounds: keys.rounds("rounds"),
            told: keys.texts("told"),
        })),
        Kind::Page => Fields::Page,
    }
}

/// The mapping of one level, from which known keys are taken; what is left at the end is unknown.
struct Keys<'s> {
    source: &'s Source,
    block: Block,
    entries: Vec<(String, Option<Node>, YamlPath)>,
    known: Vec<&'static str>,
    faults: Vec<Fault>,
}

impl<'s> Keys<'s> {
    fn new(source: &'s Source, block: Block, path: YamlPath, entries: Vec<(String, Node)>) -> Self {
        let entries = entries.into_iter().enumerate().map(|(at, (key, node))| (key, Some(node), path.then(at))).collect();
        Self { source, block, entries, known: Vec::new(), faults: Vec::new() }
    }

    fn take(&mut self, key: &'static str) -> Option<(Node, YamlPath)> {
        self.known.push(key);
        let (_, node, path) = self.entries.iter_mut().find(|(name, ..)| name == key)?;
        Some((node.take()?, *path))
    }

    fn wrong(&mut self, path: YamlPath, message: String, help: impl Into<String>) -> &mut Fault {
        self.wrong_text(path, None, message, help)
    }

    fn wrong_text(&mut self, path: YamlPath, written: Option<&str>, message: String, help: impl Into<String>) -> &mut Fault {
        let span = span(self.source, self.block, &path, written);
        self.faults.push(Fault::new(FaultKind::InvalidFrontMatter, span, message).help(help));
        self.faults.last_mut().expect("just pushed")
    }

    fn text(&mut self, key: &'static str) -> Option<Text> {
        let (node, path) = self.take(key)?;
        self.text_of(key, node, path)
    }

    fn text_of(&mut self, key: &str, node: Node, path: YamlPath) -> Option<Text> {
        match node {
            Node::Null => None,
            Node::Text(text) => Some(text.trim().to_string()).filter(|text| !text.is_empty()).map(|value| Text { value, place: Place::Value(path) }),
            Node::List(_) | Node::Map(_) => {
                self.wrong(
                    path,
                    format!("`{key}` takes a text, not {}", article(&node)),
                    format!("write `{key}: some words`, in quotes where they hold brackets or `: `"),
                );
                None
            }
        }
    }

    fn texts(&mut self, key: &'static str) -> Vec<Text> {
        let Some((node, path)) = self.take(key) else { return Vec::new() };
        match node {
            Node::List(list) => list.into_iter().enumerate().filter_map(|(at, node)| self.text_of(key, node, path.then(at))).collect(),
            Node::Map(_) => {
                self.wrong(path, format!("`{key}` takes a list, not a mapping"), format!("write `{key}: [one, another]`, in quotes where a text holds `: `"));
                Vec::new()
            }
            node => self.text_of(key, node, path).into_iter().collect(),
        }
    }

    fn pairs(&mut self, key: &'static str) -> Vec<(Text, Text)> {
        match self.take(key) {
            None | Some((Node::Null, _)) => Vec::new(),
            Some((Node::Map(entries), path)) => {
                let mut pairs = Vec::new();
                for (at, (name, node)) in entries.into_iter().enumerate() {
                    let path = path.then(at);
                    if let Some(value) = self.text_of(key, node, path) {
                        pairs.push((Text { value: name, place: Place::Value(path.key()) }, value));
                    }
                }
                pairs
            }
            Some((_, path)) => {
                self.wrong(
                    path,
                    format!("`{key}` takes a line for each section"),
                    format!("write `{key}: {{Action: \"what I did\", Result: \"what came of it\"}}`"),
                );
                Vec::new()
            }
        }
    }

    /// A yes or no. Where it can be read as neither, `unclear` holds: the value that brings no findings of its own.
    fn flag(&mut self, key: &'static str, unclear: bool) -> Option<bool> {
        let (node, path) = self.take(key)?;
        match &node {
            Node::Null => None,
            Node::Text(text) if text.eq_ignore_ascii_case("true") => Some(true),
            Node::Text(text) if text.eq_ignore_ascii_case("false") => Some(false),
            _ => {
                self.wrong(path, format!("`{key}` is either `true` or `false`"), format!("write `{key}: true` or `{key}: false`"));
                Some(unclear)
            }
        }
    }

    fn integer(&mut self, key: &'static str) -> Option<i64> {
        let (node, path) = self.take(key)?;
        match &node {
            Node::Null => None,
            Node::Text(text) if text.trim().parse::<i64>().is_ok() => text.trim().parse().ok(),
            _ => {
                self.wrong(path, format!("`{key}` takes a whole number"), format!("write `{key}: 1`"));
                None
            }
        }
    }

    fn status(&mut self, key: &'static str) -> Status {
        match self.take(key) {
            None | Some((Node::Null, _)) => Status::Ready,
            Some((Node::Text(text), _)) if text == "ready" => Status::Ready,
            Some((Node::Text(text), _)) if text == "draft" => Status::Draft,
            Some((node, path)) => {
                let written = if let Node::Text(text) = &node { format!("`{text}`") } else { article(&node).into() };
                let guess = if let Node::Text(text) = &node { did_you_mean(text, ["ready", "draft"]) } else { None };
                let help = guess.map_or("write `status: ready` or `status: draft`".into(), |guess| format!("did you mean `{guess}`?"));
                self.wrong(path, format!("a story is `ready` or `draft`, not {written}"), help).firm = true;
                Status::Unclear
            }
        }
    }

    fn date(&mut self, key: &'static str) -> Option<Date> {
        let (node, path) = self.take(key)?;
        let help = format!("write `{key}: 2022`, `{key}: 2022-03` or `{key}: 2022-03-14`");
        match &node {
            Node::Null => None,
            Node::Text(text) => match date(text.trim()) {
                Some((last_day, precision)) => Some(Date { last_day, precision, place: Place::Value(path) }),
                None => {
                    self.wrong(path, format!("`{text}` is no date"), help).firm = true;
                    None
                }
            },
            _ => {
                self.wrong(path, format!("`{key}` takes a date, not {}", article(&node)), help).firm = true;
                None
            }
        }
    }

    fn rounds(&mut self, key: &'static str) -> Vec<Round> {
        let (list, path) = match self.take(key) {
            None | Some((Node::Null, _)) => return Vec::new(),
            Some((Node::List(list), path)) => (list, path),
            Some((map @ Node::Map(_), path)) => (vec![map], path),
            Some((Node::Text(_), path)) => {
                self.wrong(path, "`rounds` takes a list of rounds".into(), "write `rounds:` and below it `  - {name: Hiring manager, focus: [ownership]}`");
                return Vec::new();
            }
        };
        let mut rounds = Vec::new();
        for (at, node) in list.into_iter().enumerate() {
            let path = path.then(at);
            let Node::Map(entries) = node else {
                let written = if let Node::Text(text) = &node { Some(text.as_str()) } else { None };
                self.wrong_text(path, written, "a round is a mapping".into(), "write `- {name: Hiring manager, focus: [ownership]}`");
                continue;
            };
            let mut keys = Keys::new(self.source, self.block, path, entries);
            rounds.push(Round {
                name: keys.text("name"),
                interviewer: keys.text("interviewer"),
                focus: keys.texts("focus"),
                stories: keys.texts("stories"),
                place: Place::Value(path),
            });
            self.faults.extend(keys.finish());
        }
        rounds
    }

    /// What is left: keys that stand twice, and keys that this kind does not have.
    fn finish(mut self) -> Vec<Fault> {
        let mut seen = BTreeSet::new();
        let first: Vec<bool> = self.entries.iter().map(|(key, ..)| seen.insert(key.as_str())).collect();
        let close: Vec<Option<&'static str>> = self.entries.iter().map(|(key, ..)| self.meant(key)).collect();
        for (at, (key, left, path)) in self.entries.iter().enumerate() {
            if left.is_none() {
                continue;
            }
            let span = span(self.source, self.block, &path.key(), Some(key));
            if !first[at] {
                let fault = Fault::new(FaultKind::InvalidFrontMatter, span, format!("`{key}` stands twice"));
                self.faults.push(fault.help("keep one of the two"));
                continue;
            }
            let fault = Fault::new(FaultKind::UnknownKey, span, format!("`{key}` is no key of this kind of entry"));
            self.faults.push(match close[at] {
                Some(meant) => {
                    // Where two keys were meant to be one, only the author knows which of them is right.
                    let free = close.iter().filter(|other| **other == Some(meant)).count() == 1;
                    let fix = (free && self.source.slice(span) == key).then(|| Fix { edits: vec![Edit { span, text: meant.to_string() }] });
                    Fault { fix, ..fault.help(format!("did you mean `{meant}`?")) }
                }
                None => fault.help(format!("the keys are {}", self.known.join(", "))),
            });
        }
        self.faults
    }

    /// The known key that a key is, or was meant to be.
    fn meant(&self, key: &str) -> Option<&'static str> {
        let known = self.known.iter().copied();
        known.clone().find(|name| *name == key).or_else(|| did_you_mean(key, known))
    }
}

fn article(node: &Node) -> &'static str {
    match node {
        Node::Null => "nothing",
        Node::Text(_) => "a text",
        Node::List(_) => "a list",
        Node::Map(_) => "a mapping",
    }
}

pub(super) fn date(text: &str) -> Option<(jiff::civil::Date, Precision)> {
    let parts: Vec<&str> = text.split('-').collect();
    let number = |part: &str, digits: usize| (part.len() == digits && part.bytes().all(|b| b.is_ascii_digit())).then(|| part.parse::<i16>().ok())?;
    let year = number(parts.first()?, 4)?;
    let day = |month: i16, day: i16| jiff::civil::Date::new(year, month as i8, day as i8).ok();
    match parts[1..] {
        [] => Some((day(12, 31)?, Precision::Year)),
        [month] => Some((day(number(month, 2)?, 1)?.last_of_month(), Precision::Month)),
        [month, d] => Some((day(number(month, 2)?, number(d, 2)?)?, Precision::Day)),
        _ => None,
    }
}

/// The bytes of a value or key. `written` is its text, where it is a text.
pub fn span(source: &Source, block: Block, path: &YamlPath, written: Option<&str>) -> Span {
    let yaml = source.slice(block.yaml);
    let at = source.value(path, || places::all(yaml)).map_or_else(|| yaml::locate(yaml, path), |at| at as usize);
    let start = block.yaml.start as usize + at;
    let part = extent::of(&yaml[at..], written);
    Span::new(start + part.start, start + part.end)
}

/// The line that holds a byte, without the spaces around it.
fn line(source: &Source, at: usize) -> Span {
    let at = at.min(source.text.len());
    let start = source.text[..at].rfind('\n').map_or(source.bom().min(at), |n| n + 1);
    let end = source.text[at..].find('\n').map_or(source.text.len(), |n| at + n);
    let text = &source.text[start..end];
    let left = text.len() - text.trim_start().len();
    Span::new(start + left, (start + left).max(start + text.trim_end().len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_days_months_or_years() {
        let day = |y, m, d| jiff::civil::date(y, m, d);
        assert_eq!(date("2022"), Some((day(2022, 12, 31), Precision::Year)));
        assert_eq!(date("2024-02"), Some((day(2024, 2, 29), Precision::Month)));
        assert_eq!(date("2022-03-14"), Some((day(2022, 3, 14), Precision::Day)));
        for wrong in ["2022-13", "2022-02-30", "22", "March 2022", "2022-3", "2022-03-14T10:00", ""] {
            assert_eq!(date(wrong), None, "{wrong}");
        }
    }
}
