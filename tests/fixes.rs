//! What `check --fix` changes, over many handbooks that are wrong in many ways: it comes to an end, mends what it says, and leaves all else as it is.

use crate::dice::Dice;
use crate::site::{Files, findings, fixed, handbook};
use prepgen::content::Kind;
use prepgen::handbook::Options;
use std::collections::BTreeSet;

const PRINCIPLES: [&str; 9] =
    ["are-right-a-lot", "Are Right A Lot", "right often", "are-right-alot", "ownership", "ownrship", "Ownershp", "Dive Deep", "dive-depe"];

/// A list of names, written in one of the ways that people write them.
fn list(dice: &mut Dice, key: &str, names: &[&str]) -> String {
    let names: Vec<&str> = (0..1 + dice.roll(5)).map(|_| dice.pick(names)).collect();
    match dice.roll(4) {
        0 => format!("{key}: [{}]\n", names.join(", ")),
        1 => format!("{key}: [{}]\n", names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(",")),
        2 => format!("{key}:\n  - {}\n", names.join("\n  - ")),
        _ => format!("{key}: [\n  {}\n]\n", names.iter().map(|name| format!("'{name}'")).collect::<Vec<_>>().join(",\n  ")),
    }
}

const SENTENCES: [&str; 4] = ["The lamp went out twice a week.", "I wanted light.", "I wrote down when it did, and why.", "It burned for 200 nights."];

fn broken(dice: &mut Dice) -> Files {
    let mut story =
        format!("---\ntitle: The lamp\n{}{}---\n", list(dice, "principles", &PRINCIPLES), list(dice, "questions", &["dark", "drak", "In the dark"]));
    if dice.roll(3) == 0 {
        story.push_str("<!-- prepgen: allow no-lerning -->\n\n");
    }
    for (section, sentence) in ["Situation", "Task", "Action", "Result"].iter().zip(SENTENCES) {
        story.push_str(&match dice.roll(5) {
            0 => format!("**{section}:** {sentence}\n\n"),
            1 => format!("**{section}**: {sentence}\n"),
            2 => format!("**{}**\n\n{sentence}\n\n", section.to_uppercase()),
            3 => format!("### {section}\n{sentence}\n\n"),
            _ => format!("## {section}\n\n{sentence}\n\n"),
        });
    }
    story.push_str(dice.pick(&["See [[Right Often]].", "See [[ownership]] and [[Are Right A Lot|this]].\n", "The end.", "- one\n- two\n"]));
    let mut asks = "---\ntitle: Team\n---\n".to_string();
    for _ in 0..2 + dice.roll(5) {
        asks.push_str(dice.pick(&[
            "- Who is on call?\n",
            "- who is on **call**\n",
            "- What is hard?\n  - my guess: time\n",
            "- What is hard\n",
            "- Why now?\n",
        ]));
    }
    if dice.roll(2) == 0 {
        asks.truncate(asks.len() - 1);
    }
    let (bom, crlf) = (dice.roll(3) == 0, dice.roll(3) == 0);
    let dress = |text: String| {
        let text = if crlf { text.replace('\n', "\r\n") } else { text };
        if bom { format!("\u{feff}{text}") } else { text }
    };
    Files::from([
        ("content/principles/are-right-a-lot.md".into(), "---\ntitle: \"Are Right, A Lot\"\naliases: [Right Often]\n---\n".into()),
        ("content/principles/ownership.md".into(), "---\ntitle: Ownership\n---\n".into()),
        ("content/principles/dive-deep.md".into(), "---\ntitle: Dive Deep\n---\n".into()),
        ("content/questions/dark.md".into(), "---\ntitle: What did you do in the dark?\n---\n".into()),
        ("content/stories/lamp.md".into(), dress(story)),
        ("content/asks/team.md".into(), dress(asks)),
    ])
}

#[test]
fn fixes_end_mend_and_leave_the_rest() {
    let mut dice = Dice(5);
    let mut changed = 0;
    for round in 0..400 {
        let before = broken(&mut dice);
        let mut after = before.clone();
        let mut rounds = 0;
        loop {
            let found = findings(&after);
            let next = fixed(&after, &found);
            if next == after {
                let left: Vec<_> = found.iter().filter(|finding| finding.fix.is_some()).collect();
                assert!(left.is_empty(), "round {round}: {left:#?}\n{after:#?}");
                break;
            }
            after = next;
            rounds += 1;
            assert!(rounds < 5, "round {round} does not end: {before:#?}");
        }
        changed += usize::from(rounds > 0);
        for (path, text) in &before {
            let now = &after[path];
            assert_eq!(now.starts_with('\u{feff}'), text.starts_with('\u{feff}'), "{path}");
            assert_eq!(now.ends_with('\n'), text.ends_with('\n'), "round {round}, {path}: {text:?} {now:?}");
            if text.contains("\r\n") {
                assert_eq!(now.matches('\n').count(), now.matches("\r\n").count(), "round {round}, {path}: {now:?}");
            } else {
                assert!(!now.contains('\r'), "{path}");
            }
        }
        assert!(SENTENCES.iter().all(|sentence| after["content/stories/lamp.md"].contains(sentence)), "round {round}: {after:#?}");
        let handbook = handbook(&after, Options::default()).unwrap();
        let story = handbook.all(Kind::Story)[0];
        let named = &handbook.story(story).principles;
        let was = handbook_names(&before);
        let meant: BTreeSet<_> = named.iter().filter_map(|name| handbook.find(&[Kind::Principle], &name.value)).map(|(index, _)| index).collect();
        let now: BTreeSet<String> = meant.iter().map(|index| handbook.entries[*index].id.clone()).collect();
        assert_eq!(now, was, "round {round}: {before:#?}\n{after:#?}");
    }
    assert!(changed > 300, "{changed} of 400 were wrong");
}

/// The ids of the principles that the story means, wrong names read as people would.
fn handbook_names(files: &Files) -> BTreeSet<String> {
    let handbook = handbook(files, Options::default()).unwrap();
    let story = handbook.story(handbook.all(Kind::Story)[0]);
    let id = |name: &str| match name.to_lowercase().as_bytes()[0] {
        b'a' | b'r' => "are-right-a-lot",
        b'o' => "ownership",
        _ => "dive-deep",
    };
    story.principles.iter().map(|name| id(&name.value).to_string()).collect()
}

#[test]
fn two_wrong_names_of_one_principle_leave_it_named_once() {
    for (names, expected) in [
        ("[Are Right A Lot, right often]", "[are-right-a-lot]"),
        ("[ownrship, Ownershp, dive-deep]", "[ownership, dive-deep]"),
        ("[ownership, ownrship]", "[ownership]"),
        ("[ownrship, ownership]", "[ownership]"),
        ("[Right Often, 'Are Right, A Lot']", "['Are Right, A Lot']"),
        ("\n  - ownrship\n  - dive-deep\n  - ownershp", "\n  - ownership\n  - dive-deep"),
    ] {
        let mut files = broken(&mut Dice(1));
        files.insert("content/stories/lamp.md".into(), format!("---\ntitle: The lamp\nprinciples: {names}\n---\n"));
        let after = fixed(&files, &findings(&files));
        assert_eq!(after["content/stories/lamp.md"], format!("---\ntitle: The lamp\nprinciples: {expected}\n---\n"));
    }
}
