//! JSON Schemas of front matter and site.toml, for editors that complete and check while one types.

use crate::content::Kind;
use crate::diagnostic::Lint;
use serde_json::{Map, Value, json};

/// A key: its name, what it takes, and what it is for.
type Key = (&'static str, Takes, &'static str);

#[derive(Clone, Copy)]
enum Takes {
    Text,
    Texts,
    Date,
    Flag,
    Number,
    Cues,
    Status,
    Rounds,
}

/// The keys of a kind's front matter, in the order that people write them.
fn keys(kind: Kind) -> &'static [Key] {
    const TITLE: &str = "What lists, links and the cheat sheet call it.";
    match kind {
        Kind::Story => &[
            ("title", Takes::Text, TITLE),
            ("principles", Takes::Texts, "Principles it shows, by id, title or alias."),
            ("questions", Takes::Texts, "Questions it answers, by id or title."),
            ("hook", Takes::Text, "One line for the cheat sheet."),
            ("cues", Takes::Cues, "A short line a section, for the sheet and for practice."),
            ("event", Takes::Text, "Shared by all tellings of one event."),
            ("company", Takes::Text, "Where it happened."),
            ("role", Takes::Text, "Your role then."),
            ("date", Takes::Date, "When it happened."),
            ("tags", Takes::Texts, "Free words to group by."),
            ("status", Takes::Status, "Whether it may be told."),
        ],
        Kind::Question => &[
            ("title", Takes::Text, "The question as it is asked."),
            ("principles", Takes::Texts, "Principles it asks for, by id, title or alias."),
            ("source", Takes::Text, "Where it comes from."),
            ("marks", Takes::Texts, "Marks such as `$` that [marks] in site.toml gives a label."),
            ("skip", Takes::Flag, "Known, and left unanswered on purpose."),
        ],
        Kind::Principle => &[
            ("title", Takes::Text, TITLE),
            ("aliases", Takes::Texts, "Other names it goes by."),
            ("framework", Takes::Text, "Whose principle it is."),
            ("order", Takes::Number, "Its place in lists."),
            ("active", Takes::Flag, "Whether stories for it are wanted."),
        ],
        Kind::Asks => &[
            ("title", Takes::Text, TITLE),
            ("audience", Takes::Text, "Whom to ask."),
            ("when", Takes::Text, "At what moment: before, during, after-offer, after-rejection, ..."),
        ],
        Kind::Interview => &[
            ("title", Takes::Text, TITLE),
            ("company", Takes::Text, "With whom."),
            ("date", Takes::Date, "On which day."),
            ("rounds", Takes::Rounds, "Its rounds in order."),
            ("told", Takes::Texts, "Stories that were told, once it is over."),
        ],
        Kind::Page => &[("title", Takes::Text, TITLE)],
    }
}

fn head(title: &str, properties: Map<String, Value>, required: &[&str]) -> Value {
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        "type": "object",
        "properties": properties,
        "required": required,
        "additionalProperties": false,
    })
}

/// A scalar of YAML: every one counts as it is written, so numbers and booleans are texts too.
fn text() -> Value {
    json!({"type": ["string", "number", "boolean", "null"]})
}

fn property(takes: Takes, about: &str) -> Value {
    let texts = || json!({"anyOf": [text(), {"type": "array", "items": text()}]});
    let mut value = match takes {
        Takes::Text => text(),
        Takes::Texts => texts(),
        Takes::Date => {
            json!({"anyOf": [{"type": "integer", "minimum": 0, "maximum": 9999}, {"type": ["string", "null"], "pattern": "^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"}]})
        }
        Takes::Flag => json!({"type": ["boolean", "null"]}),
        Takes::Number => json!({"type": ["integer", "null"]}),
        Takes::Cues => json!({"type": ["object", "null"], "additionalProperties": text()}),
        Takes::Status => json!({"enum": ["ready", "draft", null]}),
        Takes::Rounds => {
            let round = json!({
                "type": "object",
                "properties": {"name": text(), "interviewer": text(), "focus": texts(), "stories": texts()},
                "additionalProperties": false,
            });
            json!({"anyOf": [{"type": "null"}, round.clone(), {"type": "array", "items": round}]})
        }
    };
    value["description"] = json!(about);
    value
}

/// The schema of a kind's front matter.
pub fn front_matter(kind: Kind) -> Value {
    let properties = keys(kind).iter().map(|(name, takes, about)| ((*name).to_string(), property(*takes, about))).collect();
    head(&format!("Front matter of a prepgen {}", kind.name()), properties, &["title"])
}

/// The names of a kind's keys.
pub fn names(kind: Kind) -> impl Iterator<Item = &'static str> {
    keys(kind).iter().map(|(name, ..)| *name)
}

/// The schema of site.toml with these lints.
pub fn site(lints: &[&'static Lint]) -> Value {
    let level = json!({"enum": ["off", "info", "warn", "error"]});
    let of_lint = |lint: &&'static Lint| {
        let mut properties = Map::from_iter([("level".to_string(), level.clone())]);
        for (name, default) in lint.thresholds {
            properties.insert((*name).to_string(), json!({"type": "integer", "minimum": 1, "default": default}));
        }
        let table = json!({"type": "object", "properties": properties, "additionalProperties": false});
        (lint.name.to_string(), json!({"description": lint.finds, "anyOf": [level, table], "default": crate::report::level_name(lint.level)}))
    };
    let table = |properties: Value| json!({"type": "object", "properties": properties, "additionalProperties": false});
    let texts = json!({"type": "object", "additionalProperties": {"type": "string"}});
    let list = json!({"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "string"}}]});
    let described = |mut value: Value, about: &str| {
        value["description"] = json!(about);
        value
    };
    let section = json!({
        "type": "object",
        "properties": {
            "name": {"type": "string", "description": "What the section is called."},
            "aliases": described(list.clone(), "Headings that mean the same."),
            "required": {"type": "boolean", "default": true, "description": "Whether a story without it is incomplete."},
        },
        "required": ["name"],
        "additionalProperties": false,
    });
    let item = json!({"type": "object", "properties": {"title": {"type": "string"}, "url": {"type": "string"}}, "required": ["title", "url"], "additionalProperties": false});
    let lints: Map<String, Value> = lints.iter().map(of_lint).collect();
    let properties = json!({
        "title": {"type": "string", "default": "Prep handbook", "description": "What the handbook is called."},
        "language": {"type": "string", "default": "en", "description": "Language of the content, as in HTML's lang."},
        "author": {"type": "string", "default": "", "description": "Whose handbook it is; stands at the foot of each page."},
        "base_url": {"type": "string", "default": "", "description": "Where the site is published; needed only where [publish] index = true."},
        "story": table(json!({
            "words_per_minute": {"type": "integer", "minimum": 1, "default": 140, "description": "How fast you speak; spoken times follow from it."},
            "section": {"type": "array", "items": section, "description": "The sections in the order they are told in; STAR where there is none."},
        })),
        "lints": {"type": "object", "properties": lints, "additionalProperties": false},
        "marks": described(texts.clone(), "What a mark such as `$` at the start of a question or list item says."),
        "glossary": described(texts.clone(), "Short words and what they mean; undefined-acronym lets them stand."),
        "publish": table(json!({
            "index": {"type": "boolean", "default": false, "description": "Whether search engines may list the site."},
            "redact": described(texts, "Terms that --public replaces, and by what."),
            "forbid": described(list, "Terms that --public refuses to publish."),
        })),
        "theme": table(json!({
            "name": {"type": "string", "default": "default", "description": "The folder in themes/ whose files take the place of built-in ones."},
            "accent": {"type": "string", "pattern": "^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$", "description": "The colour of links and marks, as \"#205ea6\"."},
            "menu": {"type": "array", "items": item, "description": "The menu in place of the usual one: titles and addresses."},
            "footer": {"type": "string", "description": "What stands at the foot of each page."},
        })),
        "search": table(json!({"shortcuts": {"type": "boolean", "default": true, "description": "Whether Ctrl+K and / open the search."}})),
        "cheatsheet": table(json!({
            "pdf": {"type": "boolean", "default": true, "description": "Whether a build publishes the sheet as a PDF too."},
            "paper": {"enum": ["a4", "letter"], "default": "a4", "description": "The paper of the PDF."},
            "pages": {"type": "integer", "minimum": 1, "default": 8, "description": "Pages at most; the sheet says what was left out."},
            "font": {"type": "string", "description": "A font file for scripts that the embedded fonts lack."},
        })),
    });
    let Value::Object(properties) = properties else { unreachable!("a JSON object was just written") };
    head("site.toml of a prepgen handbook", properties, &[])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;
    use crate::diagnostic::FaultKind;
    use crate::parse;
    use crate::source::Source;
    use std::sync::Arc;

    /// The keys that the parser knows, as its help for an unknown one lists them.
    #[test]
    fn schemas_and_parser_know_the_same_keys() {
        for kind in Kind::ALL {
            let path = format!("content/{}/x.md", kind.folder());
            let source = Source::new(path, "---\ntitle: x\nzzzzzzzzzzzz: 1\n---\nwords\n");
            let entry = parse::entry(Arc::new(source), kind, &Config::default().sections);
            let fault = entry.faults.iter().find(|fault| fault.kind == FaultKind::UnknownKey).expect("an unknown key");
            let help = fault.help.as_deref().unwrap_or("");
            assert_eq!(help, format!("the keys are {}", names(kind).collect::<Vec<_>>().join(", ")));
        }
    }
}
