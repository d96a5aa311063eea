//! Whatever stands in a file: no panic, findings point into it, fixes that settle, and imports that lose nothing. Texts are real ones, broken at random from a
//! seed, so that each run of the tests does the same. `PREPGEN_FUZZ=100000` asks for more, `PREPGEN_FUZZ_SEED=7` for others.

use crate::import::sound_note;
use crate::site::{self, Files};
use std::path::Path;

/// A small generator of numbers (SplitMix64).
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut x = self.0;
        x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((x ^ (x >> 31)) % sides.max(1) as u64) as usize
    }

    fn pick<'t>(&mut self, from: &'t [String]) -> &'t str {
        from.get(self.roll(from.len())).map_or("", String::as_str)
    }
}

/// Pieces that mean something to one reader or another.
const PIECES: [&str; 64] = [
    "---",
    "\n---\n",
    "title: ",
    "title: [",
    "principles: [a, b",
    "rounds:\n  - {name: x, focus: [y]}",
    "told: [x]",
    "status: draft",
    ": ",
    "- ",
    "  - ",
    "\t",
    "\r\n",
    "\r",
    "\u{feff}",
    "\u{200b}",
    "\0",
    "\u{1}",
    "&a ",
    "*a",
    "<<: *a",
    "!!str ",
    "|\n  ",
    ">-\n",
    "\"",
    "'",
    "{",
    "}",
    "[",
    "]",
    "[[",
    "]]",
    "[[a|b]]",
    "![[a.png]]",
    "](",
    "](../x.md#y)",
    "](#",
    "<!--",
    "-->",
    "<!-- prepgen: allow no-metric -->",
    "<details>",
    "</details>",
    "<summary>",
    "<li>",
    "<table><tr><td>",
    "```",
    "~~~",
    "    ",
    "> ",
    ">>>>>>>>",
    "1. ",
    "1) ",
    "| a | b |\n|---|---|\n",
    "# ",
    "## Situation\n",
    "**Action**: ",
    "S: ",
    "Q: ",
    "A: ",
    "***",
    "%%",
    "\u{2022}\u{a0}",
    "[story]\n",
    "\u{301}\u{fffd}\u{1f469}\u{200d}\u{1f4bb}",
];

/// A text broken in some places.
fn broken(text: &str, others: &[String], dice: &mut Dice) -> String {
    let mut text = text.to_string();
    for _ in 0..=dice.roll(6) {
        let place = |text: &str, at: usize| (0..=at.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
        let (one, two) = (dice.roll(text.len() + 1), dice.roll(text.len() + 1));
        let (from, to) = (place(&text, one.min(two)), place(&text, one.max(two)));
        let near = place(&text, from + dice.roll(24)).max(from);
        match dice.roll(8) {
            0 => text.insert_str(from, PIECES[dice.roll(PIECES.len())]),
            1 => text.replace_range(from..near, PIECES[dice.roll(PIECES.len())]),
            2 => text.replace_range(from..near, ""),
            3 => text.truncate(to),
            4 => {
                let part = text[from..place(&text, from + 200).max(from)].to_string();
                text.insert_str(to, &part);
            }
            5 => {
                let lines: Vec<&str> = text.split('\n').collect();
                let (a, b) = (dice.roll(lines.len()), dice.roll(lines.len()));
                let mut lines = lines;
                lines.swap(a, b);
                text = lines.join("\n");
            }
            6 => {
                let other = dice.pick(others).to_string();
                let start = place(&other, dice.roll(other.len() + 1));
                let end = place(&other, start + dice.roll(400)).max(start);
                text.insert_str(from, &other[start..end]);
            }
            _ => {
                let piece = PIECES[dice.roll(PIECES.len())].repeat(1 + dice.roll(40));
                text.insert_str(from, &piece);
            }
        }
        let end = place(&text, 6000);
        text.truncate(end);
    }
    text
}

/// The texts below a folder of the project.
fn texts(folder: &str, ending: &str) -> Vec<String> {
    let mut paths = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    let mut found = Vec::new();
    while let Some(path) = paths.pop() {
        if path.is_dir() {
            let mut inner: Vec<_> = std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()).collect();
            inner.sort();
            paths.extend(inner);
        } else if path.extension().is_some_and(|own| own == ending)
            && let Ok(text) = std::fs::read_to_string(&path)
        {
            found.push(text);
        }
    }
    assert!(!found.is_empty(), "{folder} holds {ending}");
    found
}

fn number(name: &str, otherwise: u64) -> u64 {
    std::env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// Runs a claim on so many broken texts, and tells which text breaks it.
fn fuzz(seeds: &[String], count: u64, claim: impl Fn(&str, &mut Dice) -> Result<(), String> + std::panic::RefUnwindSafe) {
    let first = number("PREPGEN_FUZZ_SEED", 1).wrapping_mul(1 << 32);
    for case in 0..number("PREPGEN_FUZZ", count) {
        let mut dice = Dice(first + case);
        let text = dice.pick(seeds).to_string();
        let text = broken(&text, seeds, &mut dice);
        let held = std::panic::catch_unwind(|| claim(&text, &mut Dice(case))).unwrap_or_else(|_| Err("it panicked".into()));
        if let Err(error) = held {
            panic!("case {case}: {error}\ntext: {text:?}");
        }
    }
}

/// Findings lie in their files, and what is fixed twice is fixed once.
fn checked(files: &Files) -> Result<(), String> {
    let findings = site::findings(files);
    for finding in &findings {
        let (text, range) = (&finding.source.text, finding.span.range());
        if range.end > text.len() || !text.is_char_boundary(range.start) || !text.is_char_boundary(range.end) {
            return Err(format!("{} points at {range:?} of {} bytes", finding.lint, text.len()));
        }
        let edits = finding.fix.iter().flat_map(|fix| &fix.edits);
        if let Some(edit) = edits.into_iter().find(|edit| text.get(edit.span.range()).is_none()) {
            return Err(format!("{} mends {:?}", finding.lint, edit.span.range()));
        }
    }
    Ok(())
}

#[test]
fn entries_of_any_text_are_read() {
    let seeds = [texts("content", "md"), texts("tests/notes", "md")].concat();
    fuzz(&seeds, 200, |text, dice| {
        let folder = ["stories", "questions", "principles", "asks", "interviews", "pages"][dice.roll(6)];
        let mut files = site::files(&[
            ("content/principles/ownership.md", "---\ntitle: Ownership\n---\n"),
            ("content/stories/x.md", "---\ntitle: X\n---\n## Situation\nI was there.\n"),
        ]);
        files.insert(format!("content/{folder}/fuzz.md"), text.to_string());
        checked(&files)
    });
}

#[test]
fn settings_of_any_text_are_read() {
    let mut seeds = texts("tests/sites", "toml");
    seeds.push(std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("site.toml")).unwrap());
    fuzz(&seeds, 200, |text, _| {
        let mut files = site::files(&[("content/stories/x.md", "---\ntitle: X\n---\n## Situation\nI was there.\n")]);
        files.insert("site.toml".into(), text.to_string());
        checked(&files)
    });
}

#[test]
fn notes_of_any_text_are_imported() {
    let seeds = [texts("tests/notes", "md"), texts("content", "md")].concat();
    fuzz(&seeds, 60, |text, _| sound_note(text));
}
