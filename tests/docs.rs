//! Pages of documentation that are made from the program, held against the program.

use std::process::Command;

#[test]
fn the_page_of_checks_is_what_the_checks_say() {
    let run = Command::new(env!("CARGO_BIN_EXE_prepgen")).args(["explain", "--format", "markdown"]).output().unwrap();
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/checks.md")).unwrap();
    assert!(String::from_utf8(run.stdout).unwrap() == page, "run `prepgen explain --format markdown > docs/checks.md`");
}
