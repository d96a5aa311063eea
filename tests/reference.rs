//! docs/files.md lists every key of front matter and site.toml; the lists are made from what `prepgen schema` prints.

use serde_json::Value;
use std::path::Path;
use std::process::Command;

fn schema(of: &str) -> Value {
    let run = Command::new(env!("CARGO_BIN_EXE_prepgen")).args(["schema", of]).output().unwrap();
    assert!(run.status.success(), "{of}");
    serde_json::from_slice(&run.stdout).unwrap()
}

/// What a key takes, in a word or two.
fn takes(value: &Value) -> String {
    if let Some(choices) = value["enum"].as_array() {
        let choices: Vec<String> = choices.iter().filter_map(Value::as_str).map(|choice| format!("`{choice}`")).collect();
        return choices.join(" or ");
    }
    if let Some(forms) = value["anyOf"].as_array() {
        let list = forms.iter().find(|form| form["type"] == "array");
        return match list {
            Some(list) if list["items"]["type"] == "object" => "list of records".into(),
            Some(_) => "text, or a list of them".into(),
            None => "date".into(),
        };
    }
    let kinds: Vec<&str> =
        value["type"].as_array().map_or_else(|| value["type"].as_str().into_iter().collect(), |kinds| kinds.iter().filter_map(Value::as_str).collect());
    match kinds[..] {
        ["string", ..] => "text",
        ["boolean", ..] => "`true` or `false`",
        ["integer", ..] => "whole number",
        ["object", ..] => "table of texts",
        ["array"] => "list of tables",
        _ => panic!("no word for {value}"),
    }
    .into()
}

fn text(value: &Value) -> String {
    value["description"].as_str().unwrap_or_else(|| panic!("nothing is said of {value}")).replace('|', "\\|")
}

fn front_matter(kind: &str) -> String {
    let schema = schema(kind);
    let required = schema["required"].as_array().unwrap();
    let mut table = String::from("| key | takes | what it is |\n| --- | --- | --- |\n");
    let is_needed = |key: &str| required.iter().any(|name| name == key);
    let (needed, free): (Vec<_>, Vec<_>) = schema["properties"].as_object().unwrap().iter().partition(|(key, _)| is_needed(key));
    for (key, value) in needed.into_iter().chain(free) {
        let needed = if is_needed(key) { " Required." } else { "" };
        table.push_str(&format!("| `{key}` | {} | {}{needed} |\n", takes(value), text(value)));
    }
    table
}

fn site() -> String {
    let schema = schema("site");
    let mut rows = Vec::new();
    let mut row = |name: &str, value: &Value| {
        let default = match &value["default"] {
            Value::Null => String::new(),
            Value::String(text) => format!("`\"{text}\"`"),
            other => format!("`{other}`"),
        };
        rows.push((name.starts_with('['), format!("| `{name}` | {} | {default} | {} |\n", takes(value), text(value))));
    };
    for (key, value) in schema["properties"].as_object().unwrap() {
        match value["properties"].as_object() {
            None if key == "marks" || key == "glossary" => row(&format!("[{key}]"), value),
            None => row(key, value),
            // The page of checks lists them.
            Some(_) if key == "lints" => {}
            Some(keys) => {
                for (inner, value) in keys {
                    row(&format!("[{key}] {inner}"), value);
                    for (deepest, value) in value["items"]["properties"].as_object().filter(|_| key == "story").into_iter().flatten() {
                        row(&format!("[[{key}.{inner}]] {deepest}"), value);
                    }
                }
            }
        }
    }
    // As in a file of TOML, what belongs to no table comes first.
    rows.sort_by_key(|(is_in_table, _)| *is_in_table);
    "| key | takes | default | what it is |\n| --- | --- | --- | --- |\n".to_string() + &rows.into_iter().map(|(_, row)| row).collect::<String>()
}

fn thresholds() -> String {
    let schema = schema("site");
    let mut table = String::from("| threshold | default |\n| --- | --- |\n");
    for (lint, value) in schema["properties"]["lints"]["properties"].as_object().unwrap() {
        let forms = value["anyOf"].as_array().unwrap().iter().filter_map(|form| form["properties"].as_object());
        for (name, value) in forms.flatten().filter(|(name, _)| *name != "level") {
            table.push_str(&format!("| `{lint} = {{{name} = N}}` | {} |\n", value["default"]));
        }
    }
    table
}

#[test]
fn the_lists_of_keys_are_what_the_schemas_say() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/files.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let mut made = page.clone();
    let kinds = ["story", "question", "principle", "asks", "interview", "page"];
    for (name, table) in kinds.map(|kind| (kind, front_matter(kind))).into_iter().chain([("site.toml", site()), ("thresholds", thresholds())]) {
        let (open, close) = (format!("<!-- made from the schema: {name} -->\n"), "<!-- end -->");
        let start = made.find(&open).unwrap_or_else(|| panic!("docs/files.md has no place for {name}")) + open.len();
        let end = start + made[start..].find(close).unwrap();
        made.replace_range(start..end, &table);
    }
    let new = path.with_extension("md.new");
    if made != page {
        std::fs::write(&new, made).unwrap();
        panic!("docs/files.md is not what the schemas say: look at docs/files.md.new and move it over");
    }
}
