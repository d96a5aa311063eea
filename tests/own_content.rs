//! The handbook that the project publishes itself: what the checks say of it is known by hand.

use crate::site::{Files, findings, places};
use std::path::Path;

fn own() -> Files {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let tree = prepgen::load::tree(root, "default").unwrap();
    let mut files: Files = tree.entries.iter().map(|loaded| (loaded.source.path.to_string(), loaded.source.text.clone())).collect();
    files.insert("site.toml".into(), std::fs::read_to_string(root.join("site.toml")).unwrap());
    files
}

#[test]
fn the_own_handbook_has_the_findings_that_it_should() {
    let found = findings(&own());
    let stems = |lint: &str| {
        let paths = places(&found, lint).into_iter().map(|(path, _)| path.rsplit('/').next().unwrap().trim_end_matches(".md").to_string());
        paths.collect::<Vec<_>>()
    };
    assert_eq!(stems("missing-section"), Vec::<String>::new());
    assert_eq!(stems("no-metric"), ["after-mint", "fraud-without-friction", "strange-metrics", "unblocking-real-time-cvv"]);
    assert_eq!(stems("same-event-twice"), ["unblocking-real-time-cvv"]);
    assert_eq!(stems("uncovered-principle"), ["are-right-a-lot", "earn-trust"]);
    assert_eq!(stems("unanswered-question"), ["full-ownership", "missed-deadline"]);
    for finding in &found {
        println!("{} {}: {}", finding.lint, finding.source.path, finding.message);
    }
}
