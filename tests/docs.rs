//! Pages of documentation that are made from the program, held against the program; and what runs elsewhere, as far as it can be read here.

use std::process::Command;

#[test]
fn the_page_of_checks_is_what_the_checks_say() {
    let run = Command::new(env!("CARGO_BIN_EXE_prepgen")).args(["explain", "--format", "markdown"]).output().unwrap();
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/checks.md")).unwrap();
    assert!(String::from_utf8(run.stdout).unwrap() == page, "run `prepgen explain --format markdown > docs/checks.md`");
}

/// A name of an action that its owner can move would run whatever stands there on the day.
#[test]
fn workflows_can_be_read_and_name_actions_by_commit() {
    let top = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(".github");
    let mut seen = 0;
    for file in ["workflows/ci.yml", "workflows/release.yml", "actions/handbook/action.yml"] {
        let text = std::fs::read_to_string(top.join(file)).unwrap();
        serde_yaml::from_str::<serde_yaml::Value>(&text).unwrap_or_else(|error| panic!("{file}: {error}"));
        for line in text.lines().filter_map(|line| line.trim_start_matches([' ', '-']).strip_prefix("uses: ")) {
            let commit = line.split_once('@').and_then(|(_, rest)| rest.split_once(" # v")).map(|(commit, _)| commit);
            assert!(commit.is_some_and(|commit| commit.len() == 40 && commit.chars().all(|c| c.is_ascii_hexdigit())), "{file}: {line}");
            seen += 1;
        }
    }
    assert!(seen >= 8, "the actions are found: {seen}");
}
