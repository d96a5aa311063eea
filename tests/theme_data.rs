//! What each template gets, as docs/theme-data.md says it: tests/theme-data.txt describes it, the page is made from that, and handbooks are built with templates that
//! show nothing but their data.

use crate::handbook::{Handbook, story};
use crate::markup;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

const TABLE: &str = include_str!("theme-data.txt");

struct Field {
    name: &'static str,
    form: &'static str,
    says: &'static str,
}

/// The table's parts in order: what it is about, and its fields.
fn table() -> Vec<(&'static str, Vec<Field>)> {
    let mut parts: Vec<(&str, Vec<Field>)> = Vec::new();
    for line in TABLE.lines().filter(|line| !line.is_empty()) {
        if let Some(head) = line.strip_prefix("== ") {
            parts.push((head, Vec::new()));
            continue;
        }
        let [name, form, says] = line.split(" | ").collect::<Vec<_>>()[..] else { panic!("`{line}` is not `name | form | what it says`") };
        parts.last_mut().unwrap().1.push(Field { name, form, says });
    }
    parts
}

fn page() -> String {
    let mut page = String::from(
        "# What a theme's templates get\n\nMade from `tests/theme-data.txt`, which the tests hold against the program. A theme may rely on every name and form here.\n\n\
         Templates are [Tera](https://keats.github.io/tera/) templates. A file in `themes/NAME/templates` takes the place of the built-in one of that name; `{% extends \"default/story.html\" %}` keeps it and\n\
         replaces the blocks that the file names. The comment at the top of each built-in template, in [themes/default/templates](../themes/default/templates), lists its blocks.\n\n\
         - Addresses count from the site's root, so write `{{ page.root }}{{ story.url }}`.\n\
         - `{{ page.root }}{{ asset(name=\"style.css\") }}` is the address of a file in the theme's assets, `asset(name=\"/img/logo.svg\")` of one in static/. Published files are called by a name that changes with their content.\n\
         - Text is escaped where it is shown; html is not text: write `{{ part.html | safe }}`.\n\
         - `{{ __tera_context | json }}` shows all that a template gets.\n",
    );
    for (head, fields) in table() {
        match head.strip_prefix("record ") {
            Some(name) => page.push_str(&format!("\n### {name}\n")),
            None if head == "every page" => page.push_str("\n## Every page\n"),
            None => page.push_str(&format!("\n## {head}\n")),
        }
        if fields.is_empty() {
            page.push_str("\nNothing of its own.\n");
            continue;
        }
        page.push_str("\n| name | form | what it is |\n| --- | --- | --- |\n");
        for Field { name, form, says } in fields {
            // A form that names a record leads to it.
            let record = form.trim_start_matches("list of ").split([' ', ',']).next().unwrap();
            let form = if record.starts_with(char::is_uppercase) {
                form.replace(record, &format!("[{record}](#{})", record.to_lowercase()))
            } else {
                form.to_string()
            };
            page.push_str(&format!("| `{name}` | {form} | {says} |\n"));
        }
    }
    page.replacen("\n### ", "\n## Records\n\n### ", 1)
}

#[test]
fn the_page_is_what_the_table_says() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/theme-data.md");
    let new = path.with_extension("md.new");
    if std::fs::read_to_string(&path).is_ok_and(|text| text == page()) {
        let _ = std::fs::remove_file(new);
        return;
    }
    std::fs::write(&new, page()).unwrap();
    panic!("docs/theme-data.md is not what tests/theme-data.txt makes: look at docs/theme-data.md.new and move it over");
}

/// What was seen of the table's forms.
struct Seen {
    records: BTreeMap<&'static str, Vec<Field>>,
    forms: BTreeSet<String>,
    wrong: BTreeSet<String>,
}

impl Seen {
    fn record(&mut self, value: &Value, name: &str, at: &str) {
        let Some(map) = value.as_object() else { return self.wrong(format!("{at} is no record")) };
        let Some(fields) = self.records.get(name) else { return self.wrong(format!("there is no record {name}")) };
        let fields: Vec<(&str, &str)> = fields.iter().map(|field| (field.name, field.form)).collect();
        for key in map.keys().filter(|key| fields.iter().all(|(field, _)| field != key)) {
            self.wrong.insert(format!("{at}.{key} is not described"));
        }
        for (field, form) in fields {
            let place = format!("{name}.{field}");
            match (map.get(field), form.split_once(", there on")) {
                (None, None) => self.wrong(format!("{at} lacks {field}")),
                (None, Some(_)) => {}
                (Some(value), sometimes) => self.form(value, sometimes.map_or(form, |(form, _)| form), &place),
            }
        }
    }

    fn form(&mut self, value: &Value, form: &str, at: &str) {
        if let Some(inner) = form.strip_suffix(" or nothing") {
            self.forms.insert(format!("{at} {}", if value.is_null() { "nothing" } else { "something" }));
            if !value.is_null() {
                self.form(value, inner, at);
            }
            return;
        }
        if let Some(inner) = form.strip_prefix("list of ") {
            let Some(list) = value.as_array() else { return self.wrong(format!("{at} is no list")) };
            if !list.is_empty() {
                self.forms.insert(format!("{at} filled"));
            }
            return list.iter().for_each(|value| self.form(value, inner, at));
        }
        let fits = match form {
            "text" | "html" => value.is_string(),
            "number" => value.is_u64(),
            "yes/no" => value.is_boolean(),
            record => return self.record(value, record, at),
        };
        if !fits {
            self.wrong(format!("{at} is no {form}: {value}"));
        }
    }

    fn wrong(&mut self, what: String) {
        self.wrong.insert(what);
    }
}

/// The data of every page of a handbook.
fn data(handbook: &Handbook, args: &[&str]) -> Vec<(String, Value)> {
    let site = handbook.path("site.toml");
    let text = std::fs::read_to_string(&site).unwrap_or_default();
    let text = if text.contains("[theme]") { text.replace("[theme]", "[theme]\nname = \"bare\"") } else { format!("{text}\n[theme]\nname = \"bare\"\n") };
    std::fs::write(site, text).unwrap();
    for (head, _) in table().iter().filter(|(head, _)| head.ends_with(".html")) {
        handbook.write(&format!("themes/bare/templates/{head}"), "{{ __tera_context | json | safe }}");
    }
    let run = handbook.run(&[&["build", "-q"], args].concat());
    assert_eq!(run.status, 0, "{run:?}");
    markup::pages(&handbook.published()).map(|(path, text)| (path.to_string(), serde_json::from_str(text).unwrap())).collect()
}

#[test]
fn templates_get_what_the_page_says() {
    let mut seen = Seen { records: BTreeMap::new(), forms: BTreeSet::new(), wrong: BTreeSet::new() };
    let mut templates: BTreeMap<&str, Vec<Field>> = BTreeMap::new();
    for (head, fields) in table() {
        match head.strip_prefix("record ") {
            Some(name) => seen.records.insert(name, fields),
            None => templates.insert(head, fields),
        };
    }
    let rich = Handbook::of_site("rich");
    rich.write("content/principles/empty.md", "---\ntitle: Nobody shows it\n---\nIt means much.\n");
    rich.write("content/questions/empty.md", "---\ntitle: \"$ What of it?\"\nprinciples: [empty, care]\n---\n");
    rich.write("content/questions/lonely.md", "---\ntitle: What would you do alone?\n---\n");
    rich.write("content/pages/second.md", "---\ntitle: Another page\n---\nSee [[ledger]] and [[why-us]] and [[fernbank]].\n");
    for (id, noun) in [("third", "canoe"), ("fourth", "orchard")] {
        let text = story(&format!("The {noun}"), "principles: [depth]\n");
        rich.write(&format!("content/stories/{id}.md"), text.replace("lamp", noun));
    }
    rich.write(
        "content/interviews/harbour.md",
"---\ntitle: Harbour loop\ncompany: Harbour\ndate: 2026-06\nrounds:\n  - {name: One, focus: [empty], stories: [ledger]}\n  - {name: Two, focus: [depth], stories: [the-lamp, third]}\ntold: [the-lamp]\n---\n",
    );
    let plain = Handbook::clean();
    let bare = Handbook::new(&[("site.toml", "")]);
    let mut pages = data(&rich, &["--drafts"]);
    pages.extend(data(&plain, &[]));
    pages.extend(data(&bare, &[]));
    let mut rendered = BTreeSet::new();
    for (path, value) in pages {
        let kind = value["page"]["kind"].as_str().unwrap().to_string();
        let template = if kind == "not-found" { "404.html".to_string() } else { format!("{kind}.html") };
        let own = templates.get(template.as_str()).unwrap_or_else(|| panic!("{template} is not described"));
        let own: Vec<(&str, &str)> = own.iter().chain(&templates["every page"]).map(|field| (field.name, field.form)).collect();
        for key in value.as_object().unwrap().keys().filter(|key| own.iter().all(|(name, _)| name != key)) {
            seen.wrong(format!("{path}: {key} is not described"));
        }
        for (name, form) in own {
            match value.get(name) {
                None => seen.wrong(format!("{path} lacks {name}")),
                Some(value) => seen.form(value, form, &format!("{template} {name}")),
            }
        }
        rendered.insert(template);
    }
    assert!(seen.wrong.is_empty(), "describe it in tests/theme-data.txt:\n{}", seen.wrong.iter().cloned().collect::<Vec<_>>().join("\n"));
    assert_eq!(rendered.len() + 1, templates.len(), "every template was rendered: {rendered:?}");
    // A form that no handbook here shows is held by nobody.
    let mut unseen = Vec::new();
    for (name, fields) in &seen.records {
        for field in fields {
            let place = format!("{name}.{}", field.name);
            if field.form.starts_with("list of ") && !seen.forms.contains(&format!("{place} filled"))
                || field.form.ends_with(" or nothing") && !seen.forms.contains(&format!("{place} something"))
            {
                unseen.push(place);
            }
        }
    }
    assert!(unseen.is_empty(), "{unseen:?}");
}
