//! The checks against a careful reader: lifelike stories, each with the findings that the reader would give, written before the checks were run.
//!
//! `cargo test judgement -- --nocapture` prints precision and recall of each lint. A story opens with `<!-- expect: no-metric, hedging -->`.
//! Where the checks disagree and that is left so, `disagreements.txt` beside the stories says it: a story's name, `misses` or `adds`, a lint.

use crate::site::{Files, findings};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The lints that judge words. Those that only count, such as too-short, are tested with numbers.
const JUDGED: [&str; 10] = [
    "we-over-i",
    "no-metric",
    "vague-result",
    "hedging",
    "passive-ownership",
    "no-learning",
    "undefined-acronym",
    "placeholder",
    "missing-section",
    "empty-section",
];

#[derive(Default)]
struct Score {
    agreed: usize,
    added: usize,
    missed: usize,
}

/// Judges the stories of a folder and gives the disagreements as lines.
fn judge(set: &str) -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/judgement").join(set);
    let mut stories: Vec<_> =
        std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|e| e == "md")).collect();
    stories.sort();
    let mut scores: BTreeMap<&str, Score> = JUDGED.iter().map(|lint| (*lint, Score::default())).collect();
    let mut disagreements = String::new();
    for path in &stories {
        let name = path.file_stem().unwrap().to_str().unwrap();
        let text = std::fs::read_to_string(path).unwrap();
        let expect = text.split("<!-- expect: ").nth(1).and_then(|rest| rest.split(" -->").next()).unwrap_or_else(|| panic!("{name} has no expectation"));
        let expected: BTreeSet<&str> = expect.split(", ").filter(|lint| *lint != "none").collect();
        assert!(expected.iter().all(|lint| JUDGED.contains(lint)), "{name} expects what is not judged: {expected:?}");
        let files = Files::from([(format!("content/stories/{name}.md"), text.clone())]);
        let all = findings(&files);
        let found: BTreeSet<&str> = all.iter().map(|finding| finding.lint).filter(|lint| JUDGED.contains(lint)).collect();
        for lint in JUDGED {
            let score = scores.get_mut(lint).unwrap();
            match (expected.contains(lint), found.contains(lint)) {
                (true, true) => score.agreed += 1,
                (true, false) => {
                    score.missed += 1;
                    disagreements.push_str(&format!("{name} misses {lint}\n"));
                }
                (false, true) => {
                    score.added += 1;
                    disagreements.push_str(&format!("{name} adds {lint}\n"));
                    for finding in all.iter().filter(|finding| finding.lint == lint) {
                        println!("{name} adds {lint}: {}", finding.source.slice(finding.span));
                    }
                }
                (false, false) => {}
            }
        }
    }
    println!("\n{set}: {} stories\n{:18} {:>9} {:>9} {:>7} {:>6} {:>7}", stories.len(), "lint", "precision", "recall", "agreed", "added", "missed");
    for (lint, Score { agreed, added, missed }) in &scores {
        let part = |of: usize| if agreed + of == 0 { "-".to_string() } else { format!("{:.2}", *agreed as f64 / (agreed + of) as f64) };
        println!("{lint:18} {:>9} {:>9} {agreed:>7} {added:>6} {missed:>7}", part(*added), part(*missed));
    }
    disagreements
}

fn recorded(set: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/judgement").join(set).join("disagreements.txt");
    std::fs::read_to_string(path).unwrap_or_default()
}

#[test]
fn judgement_of_the_stories_that_the_checks_were_made_with() {
    assert_eq!(judge("tuned"), recorded("tuned"));
}

/// On the first run, before anything was changed for them, all lints agreed but no-learning, which missed 2 of 12: it took
/// "losing the lesson" of a school, and a quoted "she taught me", for learning.
#[test]
fn judgement_of_the_stories_that_were_written_afterwards() {
    assert_eq!(judge("held_out"), recorded("held_out"));
}

/// On the first run no-learning missed 2 of 30 and no-metric 1 of 16, and each added one and two, vague-result missed 1 of 4; the other lints agreed.
/// The two that are left say a time without a number ("by lunch on her first day") and nothing lost ("No order was lost"); a reader may judge either way.
#[test]
fn judgement_of_the_stories_that_were_written_last() {
    assert_eq!(judge("second"), recorded("second"));
}

/// One sentence a story, judged before the checks were run: what has a lint, and what looks like it and has it not.
///
/// On the first run (precision, recall): no-metric 0.91, 0.94; vague-result 1.00, 0.65; hedging 0.89, 0.87; passive-ownership 0.96, 0.77;
/// undefined-acronym 0.68, 0.83; placeholder 1.00, 0.42; we-over-i 0.90, 1.00; and no-learning did not see 10 of 20 lessons told in other words.
/// What is left is named here.
#[test]
fn judgement_of_sentences() {
    const LEFT: [&str; 8] = [
        "My students' marks improved by a full grade on average.",
        "I proposed that we split the work, that we meet daily and that we stop at six.",
        "I wasn't really sure what to do, so I just did something.",
        "I was supposed to write the tests.",
        "I was selected by my manager to run it.",
        "I called the TPM and the QBR owner.",
        "I sent the RMA forms.",
        "Something about the savings.",
    ];
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/judgement/second/sentences.txt")).unwrap();
    let (mut files, mut expected, mut head) = (Files::new(), Vec::new(), ("", "", false));
    for line in text.lines().filter(|line| !line.is_empty()) {
        if let Some((lint, rest)) = line.strip_prefix("# ").and_then(|rest| rest.split_once(": a ")) {
            head = (lint, rest.split(' ').next().unwrap(), !rest.ends_with(" not"));
            continue;
        }
        let path = format!("content/stories/s{}.md", expected.len());
        let mut story = "---\ntitle: A story\n---\n".to_string();
        let plain = [
            ("Situation", "The night job of our shop failed twice a week."),
            ("Task", "I wanted it to run."),
            ("Action", "I read its log and called the vendor."),
            ("Result", "It failed 3 times in 2 years."),
        ];
        for (section, words) in plain {
            story.push_str(&format!("## {section}\n{}\n\n", if section == head.1 { line } else { words }));
        }
        files.insert(path.clone(), story);
        expected.push((path, line, head.0, head.2));
    }
    let all = findings(&files);
    let found: BTreeSet<(&str, &str)> = all.iter().map(|finding| (&*finding.source.path, finding.lint)).collect();
    let mut left = BTreeSet::new();
    for (path, line, lint, has) in &expected {
        if found.contains(&(path.as_str(), *lint)) != *has {
            println!("{} {lint}: {line}", if *has { "misses" } else { "adds" });
            left.insert(*line);
        }
    }
    assert_eq!(left, BTreeSet::from(LEFT));
    assert!(expected.len() > 500);
}
