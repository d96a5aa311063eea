//! All tests of prepgen that look at it from outside, as one program.

#![expect(clippy::disallowed_methods, reason = "tests lay out folders and look at what became of them")]
#![allow(clippy::print_stdout, reason = "a test may say what it counted")]

mod dice;
mod handbook;
mod markup;
mod site;

mod cli;
mod docs;
mod faults;
mod fixes;
mod fuzz;
mod guide;
mod hostile;
mod import;
mod incremental;
mod judgement;
mod lints;
mod loops;
mod meanings;
mod output;
mod own_content;
mod pdf;
mod plan;
mod privacy;
mod reading;
mod reference;
mod same_event;
mod serve;
mod sheet;
mod sheet_public;
mod start;
mod theme_data;
mod themes;
mod walls;

/// A test file that is not listed would never run, and nobody would notice.
#[test]
fn every_test_file_is_listed() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let list = std::fs::read_to_string(folder.join("main.rs")).unwrap();
    for entry in std::fs::read_dir(&folder).unwrap() {
        let path = entry.unwrap().path();
        let stem = path.file_stem().unwrap().to_string_lossy().into_owned();
        let is_module = path.extension().is_some_and(|e| e == "rs") || path.join("mod.rs").is_file();
        assert!(stem == "main" || !is_module || list.contains(&format!("mod {stem};")), "{} is not listed in tests/main.rs", path.display());
    }
}

/// An expected file that no test produces any more is as bad as one that nobody wrote.
#[test]
fn every_snapshot_has_its_test() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    for entry in std::fs::read_dir(folder.join("snapshots")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        let Some(claim) = name.strip_suffix(".snap") else { continue };
        let mut parts = claim.split("__").skip(1);
        let (module, test) = (parts.next().unwrap(), parts.next().unwrap());
        let source = std::fs::read_to_string(folder.join(format!("{module}.rs"))).unwrap();
        assert!(source.contains(&format!("fn {test}(")), "nothing produces {name}");
    }
}
