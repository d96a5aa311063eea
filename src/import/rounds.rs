//! Rounds of an interview and stories told in it, read from front matter and written to it.

use crate::parse::outline::Field;

/// A round of an interview.
#[derive(Clone, Debug, Default)]
pub struct Round {
    /// What it is called.
    pub name: String,
    /// Who asks.
    pub interviewer: String,
    /// What it is about: names of principles and questions.
    pub focus: Vec<String>,
    /// Names of the stories pinned to it.
    pub stories: Vec<String>,
}

/// The rounds that a field holds, if that is all it holds.
pub fn rounds(field: &Field) -> Option<Vec<Round>> {
    if let Some(names) = field.values.as_ref().filter(|names| !names.is_empty()) {
        return Some(names.iter().map(|name| Round { name: name.clone(), ..Round::default() }).collect());
    }
    let mut rounds = Vec::new();
    for keys in field.maps.as_ref().filter(|maps| !maps.is_empty())? {
        let mut round = Round::default();
        for (key, values) in keys {
            match (key.as_str(), &values[..]) {
                ("name", [name]) => round.name.clone_from(name),
                ("interviewer", [name]) => round.interviewer.clone_from(name),
                ("name" | "interviewer", []) => {}
                ("focus", values) => round.focus.extend(values.iter().map(|value| bare(value))),
                ("stories", values) => round.stories.extend(values.iter().map(|value| bare(value))),
                _ => return None,
            }
        }
        rounds.push(round);
    }
    Some(rounds)
}

/// The name in a wikilink, or as it stands.
pub fn bare(name: &str) -> String {
    let name = name.trim();
    let inner = name.strip_prefix("[[").and_then(|name| name.strip_suffix("]]")).unwrap_or(name);
    inner.split(['|', '#']).next().unwrap_or(inner).trim().to_string()
}

/// The front matter of rounds and told stories.
pub fn front(rounds: &[Round], told: &[String]) -> String {
    let text = |text: &str| crate::parse::yaml_text(text);
    let list = |names: &[String]| names.iter().map(|name| flow(name)).collect::<Vec<_>>().join(", ");
    let mut out = String::new();
    if !rounds.is_empty() {
        out.push_str("rounds:\n");
    }
    for round in rounds {
        let mut lines = Vec::new();
        if !round.name.is_empty() {
            lines.push(format!("name: {}", text(&round.name)));
        }
        if !round.interviewer.is_empty() {
            lines.push(format!("interviewer: {}", text(&round.interviewer)));
        }
        if !round.focus.is_empty() {
            lines.push(format!("focus: [{}]", list(&round.focus)));
        }
        if !round.stories.is_empty() {
            lines.push(format!("stories: [{}]", list(&round.stories)));
        }
        if lines.is_empty() {
            lines.push("focus: []".to_string());
        }
        out.push_str(&format!("  - {}\n", lines.join("\n    ")));
    }
    if !told.is_empty() {
        out.push_str(&format!("told: [{}]\n", list(told)));
    }
    out
}

/// A text as an item in brackets, where commas and brackets mean something.
fn flow(text: &str) -> String {
    let plain = crate::parse::yaml_text(text);
    if plain.starts_with('"') || !text.contains([',', '[', ']', '{', '}', '\'', '"', ':', '#']) {
        plain
    } else {
        format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
    }
}
