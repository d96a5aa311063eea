//! The walls of the house: imports go down and never up, and no file grows past what one can read at a sitting.

use std::path::{Path, PathBuf};

/// Rooms from the ground up. A file imports rooms of lower floors, and files of its own room.
const FLOORS: [&[&str]; 10] = [
    &["source", "prose", "link"],
    &["diagnostic", "fonts", "framework", "metric", "phrase", "privacy"],
    &["content", "jargon", "placeholder", "voice"],
    &["load", "config", "parse", "report", "spoken"],
    &["handbook", "schema"],
    &["check", "readiness", "plan", "import", "rename"],
    &["project", "render"],
    &["write"],
    &["serve"],
    &["cli", "main"],
];

/// Lines that a file may have.
const LINES: usize = 500;

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|rooms| rooms.contains(&room))
}

/// Every file of src/ with its path from there.
fn sources() -> Vec<(String, String)> {
    fn walk(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() { walk(&path, found) } else { found.push(path) }
        }
    }
    let top = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    walk(&top, &mut found);
    found.sort();
    let name = |path: &Path| path.strip_prefix(&top).unwrap().to_string_lossy().replace('\\', "/");
    found.iter().filter(|path| path.extension().is_some_and(|e| e == "rs")).map(|path| (name(path), std::fs::read_to_string(path).unwrap())).collect()
}

/// The rooms that a file names after `crate::`, also in a list, comments aside, with the line.
fn imports(text: &str) -> Vec<(usize, String)> {
    let code: Vec<&str> = text.lines().map(|line| if line.trim_start().starts_with("//") { "" } else { line }).collect();
    let code = code.join("\n");
    let mut found = Vec::new();
    for (at, marker) in code.match_indices("crate::") {
        let line = code[..at].matches('\n').count() + 1;
        let rest = &code[at + marker.len()..];
        let names: Vec<&str> = match rest.strip_prefix('{') {
            Some(list) => list[..list.find("};").unwrap_or(list.len())].split(',').collect(),
            None => vec![rest],
        };
        for name in names {
            let name = name.trim_start();
            let end = name.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(name.len());
            if end > 0 {
                found.push((line, name[..end].to_string()));
            }
        }
    }
    found
}

#[test]
fn imports_do_not_climb() {
    let mut seen = 0;
    for (path, text) in sources() {
        if path == "lib.rs" {
            continue;
        }
        let room = path.split(['/', '.']).next().unwrap();
        let own = floor(room).unwrap_or_else(|| panic!("src/{path} is a room without a floor: give it one in tests/walls.rs and ARCHITECTURE.md"));
        for (line, other) in imports(&text) {
            let Some(below) = floor(&other) else { panic!("src/{path}:{line} imports `{other}`, which is no room") };
            assert!(other == room || below < own, "src/{path}:{line}: `{room}` imports `{other}`, which is not below it");
            seen += 1;
        }
    }
    assert!(seen > 100, "the imports are found: {seen}");
}

#[test]
fn imports_are_seen_in_every_form() {
    let text = "use crate::source::{Source, Span};\n// crate::cli\nuse crate::{check, parse};\nlet x: crate::content::Kind;\nuse crate::{\n    load,\n    render::File,\n};\n";
    let names: Vec<String> = imports(text).into_iter().map(|(line, name)| format!("{line} {name}")).collect();
    assert_eq!(names, ["1 source", "3 check", "3 parse", "4 content", "5 load", "5 render"]);
}

#[test]
fn every_room_is_on_the_map() {
    let map = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("ARCHITECTURE.md")).unwrap();
    for (path, _) in sources() {
        let room = path.split(['/', '.']).next().unwrap();
        let listed = map.contains(&format!("`{room}.rs`")) || map.contains(&format!("`{room}/`"));
        assert!(listed || ["lib", "main"].contains(&room), "ARCHITECTURE.md does not list {room}");
    }
}

#[test]
fn no_file_is_too_long() {
    for (path, text) in sources() {
        let lines = text.lines().count();
        assert!(lines <= LINES, "src/{path} has {lines} lines, {LINES} at most: it is two rooms by now");
    }
}

#[test]
fn every_file_says_what_it_is_for() {
    for (path, text) in sources() {
        let first = text.lines().next().unwrap_or("");
        assert!(first.starts_with("//! ") && first.len() > 20, "src/{path} does not open with what it is for");
    }
}

/// Which crate belongs to which room: what only one room may know.
#[test]
fn crates_stay_in_their_rooms() {
    let owners: &[(&str, &[&str])] = &[
        ("tera::", &["render/"]),
        ("pulldown_cmark::", &["parse/"]),
        ("serde_yaml::", &["parse/yaml.rs"]),
        ("toml::", &["config/read.rs"]),
        ("annotate_snippets::", &["report/"]),
        ("walkdir::", &["load/"]),
        ("hyper::", &["serve/server.rs", "serve/gate.rs"]),
        ("notify::", &["serve/watch.rs"]),
        ("tokio::", &["serve/"]),
        ("pathfinding::", &["plan/assign.rs"]),
        ("parley::", &["fonts.rs", "render/sheet/press.rs"]),
        ("krilla::", &["render/sheet/pdf.rs"]),
    ];
    for (path, text) in sources() {
        for (name, rooms) in owners {
            let used = text
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"))
                .any(|line| line.match_indices(name).any(|(at, _)| !line[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_' || c == ':')));
            assert!(!used || rooms.iter().any(|room| path.starts_with(room)), "src/{path} uses {name}, which belongs to {rooms:?}");
        }
    }
}
