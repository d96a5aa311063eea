//! The command line as its users meet it: what goes to which stream, and with which status it ends.

use crate::handbook::{CLEAN, Handbook};

#[test]
fn the_clean_handbook_has_no_findings() {
    let run = Handbook::clean().run(&["check", "--strict"]);
    assert_eq!((run.status, run.stdout.as_str(), run.stderr.as_str()), (0, "2 stories, 1 question, 2 principles: 0 errors, 0 warnings, 0 infos\n", ""));
    assert!(CLEAN.len() > 5);
}
