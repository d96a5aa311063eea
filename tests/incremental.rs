//! A handbook linked and checked with the entries of the last time, as `serve` does it, is the one that a cold start gives: whatever was edited.

use crate::dice::Dice;
use prepgen::check;
use prepgen::config;
use prepgen::content::{Entry, Kind};
use prepgen::diagnostic::Diagnostic;
use prepgen::handbook::{Drafts, Handbook};
use prepgen::load::{Loaded, Tree};
use prepgen::parse;
use prepgen::project::{Misconfigured, Project, Watched};
use prepgen::render::{Site, Theme};
use prepgen::source::Source;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

const SENTENCES: &[&str] = &[
    "We met and we talked about our plan.",
    "I was asked to move the Quellbach ledger into the vault room.",
    "It kind of worked.",
    "The QZT job lost 40 orders a day, and the courier van stood still at the tollgate.",
    "The QZT job broke at the tollgate when the courier van came late with the parcels.",
    "TODO",
    "It was a great success.",
    "I learned to ask earlier.",
    "See [[ownership]] and [[Dive deep]], or [[nobody]].",
    "Look at [the other](b.md#action) and [nothing](zz.md).",
    "<!-- prepgen: allow we-over-i -->",
    "<!-- prepgen: allow nonsense -->",
    "That saved 3 hours a week.",
];

fn story(dice: &mut Dice) -> String {
    let mut text = format!("---\ntitle: {}\n", dice.pick(&["A", "B", "The van", "Dive deep", "Ownership"]));
    text += dice.pick(&["", "principles: [ownership]\n", "principles: [Dive Deep, owner ship]\n", "principles: [nope, ownership, ownership]\n"]);
    text += dice.pick(&["", "questions: [q]\n", "questions: [why]\n"]);
    text += dice.pick(&["", "status: draft\n", "event: one\n", "date: 2019\n", "statu: ready\n", "company: Quellbach\n"]);
    text += "---\n";
    for section in ["Situation", "Task", "Action", "Result"].iter().take(3 + dice.roll(2)) {
        text += &format!("## {section}\n\n");
        for _ in 0..dice.roll(4) {
            text += dice.pick(SENTENCES);
            text += dice.pick(&["\n\n", " "]);
        }
        text += "\n\n";
    }
    text
}

/// One random change to a handbook's files or its settings.
fn edit(files: &mut BTreeMap<String, String>, site: &mut String, dice: &mut Dice) {
    let story_path = format!("content/stories/{}.md", dice.pick(&["a", "b", "c", "d", "B"]));
    match dice.roll(10) {
        0 => drop(files.remove(&story_path)),
        1 => {
            let title = dice.pick(&["Ownership", "Dive Deep", "Other"]);
            let aliases = dice.pick(&["", "aliases: [nope]\n", "active: false\n"]);
            files.insert(format!("content/principles/{}.md", dice.pick(&["ownership", "dive-deep"])), format!("---\ntitle: {title}\n{aliases}---\n"));
        }
        2 => {
            let principle = dice.pick(&["ownership", "dive-deep", "Other"]);
            files.insert("content/questions/q.md".into(), format!("---\ntitle: Why?\nprinciples: [{principle}]\n---\n{}\n", dice.pick(&["", "Notes.", "TBD"])));
        }
        3 => {
            let rounds = dice.pick(&["[]", "[{name: x, focus: [ownership], stories: [a, b]}]", "[{focus: [q, nope], stories: [a, a]}]"]);
            files.insert("content/interviews/i.md".into(), format!("---\ntitle: Loop\ndate: {}\nrounds: {rounds}\n---\n", dice.pick(&["2020", "2026-01"])));
        }
        4 => *site = dice.pick(&["", "[lints]\nno-metric = \"error\"\n", "[lints]\ntoo-short = {seconds = 5}\n", "[glossary]\nQZT = \"a job\"\n"]).to_string(),
        _ => drop(files.insert(story_path, story(dice))),
    }
}

fn tree(files: &BTreeMap<String, String>) -> Tree {
    let kind = |path: &str| Kind::named(path.split('/').nth(1).unwrap());
    let entries = files.iter().map(|(path, text)| Loaded { source: Arc::new(Source::new(path.as_str(), text.as_str())), kind: kind(path), fault: None });
    Tree { entries: entries.collect(), ..Tree::default() }
}

/// All that anybody can see of a handbook: its findings and every byte of its site.
fn seen(handbook: &Handbook, tree: &Tree, pages: bool) -> String {
    let findings = check::handbook(handbook);
    let mut seen = told(&findings);
    seen += &format!("{:?} {:?} {:?} {:?}\n", handbook.links, handbook.events, handbook.doubtful, handbook.broken);
    match Theme::new(tree, &handbook.config) {
        Err(error) => seen += &format!("{error:#}\n"),
        Ok(theme) if pages => match Site::new(handbook, &theme, &findings).files() {
            Ok(files) => files.iter().for_each(|file| seen += &format!("{} {}\n", file.path, String::from_utf8_lossy(&file.bytes))),
            Err(error) => seen += &format!("{error:#}\n"),
        },
        Ok(_) => {}
    }
    seen
}

fn told(findings: &[Diagnostic]) -> String {
    let mut seen = String::new();
    for finding in findings {
        seen += &format!(
            "{} {:?} {:?} {} {:?} {:?} {:?}\n",
            finding.source.path, finding.span, finding.level, finding.message, finding.help, finding.fix, finding.lint
        );
        seen.extend(finding.related.iter().map(|related| format!("  {} {:?}\n", related.source.path, related.span)));
    }
    seen
}

#[test]
fn a_kept_entry_is_as_good_as_a_new_one() {
    let mut dice = Dice(7);
    let (mut files, mut site) = (BTreeMap::new(), String::new());
    let mut kept: BTreeMap<String, Arc<Entry>> = BTreeMap::new();
    let mut findings = 0;
    for round in 0..600 {
        edit(&mut files, &mut site, &mut dice);
        let (config, faults) = config::read(&Source::new("site.toml", site.as_str()), &check::lints());
        assert!(faults.is_empty(), "{faults:?}");
        let (config, tree) = (Arc::new(config), tree(&files));
        let drafts = [Drafts::Hidden, Drafts::Shown, Drafts::AsReady][dice.roll(3)];
        let parse = |loaded: &Loaded| Arc::new(parse::entry(loaded.source.clone(), loaded.kind.unwrap(), &config.sections));
        let entries: Vec<Arc<Entry>> = tree
            .entries
            .iter()
            .map(|loaded| {
                kept.get(loaded.source.path.as_ref()).filter(|entry| entry.source.text == loaded.source.text).cloned().unwrap_or_else(|| parse(loaded))
            })
            .collect();
        kept = entries.iter().map(|entry| (entry.source.path.to_string(), entry.clone())).collect();
        let pages = round % 25 == 0;
        let link = |entries: Vec<Arc<Entry>>| Handbook::link(entries, &tree, config.clone(), None, drafts);
        let warm = seen(&link(entries), &tree, pages);
        let cold = seen(&link(tree.entries.iter().map(parse).collect()), &tree, pages);
        assert_eq!(warm, cold, "round {round}: {files:#?}");
        findings += warm.lines().count();
    }
    assert!(findings > 6000, "there was something to compare: {findings}");
}

/// The sheet's own font is looked at again when its file changes, wherever it lies, and kept when anything else does.
#[test]
fn a_font_that_changes_changes_what_is_lacking() {
    for path in ["static/own.ttf", "./static/own.ttf", "own.ttf", "fonts/deep/own.ttf"] {
        let folder = crate::handbook::Handbook::clean_with(&[
            ("site.toml", &format!("[cheatsheet]\nfont = \"{path}\"\n")),
            ("content/pages/far.md", "---\ntitle: \u{8cc7}\n---\n"),
        ]);
        let file = folder.path(path);
        std::fs::create_dir_all(file.parent().unwrap()).unwrap();
        std::fs::write(&file, include_bytes!("../themes/default/fonts/Marks.ttf")).unwrap();
        let Ok(mut watched) = Watched::open(folder.root().clone()).unwrap() else { panic!("site.toml is right") };
        let lacking = |watched: &Watched| check::handbook(&watched.link(Drafts::Shown)).iter().filter(|found| found.lint == "uncovered-script").count();
        assert_eq!(lacking(&watched), 1, "{path}");
        std::fs::write(&file, crate::sheet::own_font()).unwrap();
        let changes = watched.refresh(None).unwrap();
        assert!(changes.paths().any(|changed| changed == path), "{path}: {changes:?}");
        assert_eq!(lacking(&watched), 0, "{path}");
        folder.write("content/pages/new.md", "---\ntitle: New\n---\n");
        assert!(!watched.refresh(None).unwrap().is_empty());
        assert_eq!(lacking(&watched), 0, "{path}: the font is kept");
        assert!(watched.refresh(None).unwrap().is_empty(), "{path}");
        std::fs::remove_file(&file).unwrap();
        watched.refresh(None).unwrap();
        assert!(watched.wrong().is_some_and(|found| found[0].message.contains("there is no file")), "{path}");
        std::fs::write(&file, crate::sheet::own_font()).unwrap();
        watched.refresh(None).unwrap();
        assert_eq!((watched.wrong().is_none(), lacking(&watched)), (true, 0), "{path}");
    }
}
/// Texts that are not what they should be.
const BAD: &[&[u8]] = &[
    b"",
    b"---\ntitle: [\n---\n",
    b"---\ntitle: never closed\n",
    b"\xff\xfe\x00",
    b"\xef\xbb\xbf---\ntitle: A mark before it\n---\nWords.\n",
    b"no front matter\n",
];

/// Settings, some of which cannot be used.
const SITES: &[&str] = &[
    "",
    "title = \"Another\"\n",
    "[lints]\nno-metric = \"error\"\n",
    "[lints]\nno-metrik = \"error\"\n",
    "[theme]\nname = \"mine\"\n",
    "[theme]\nname = \"yours\"\n",
    "[[story.section]]\nname = \"Situation\"\n[[story.section]]\nname = \"Action\"\naliases = [\"Task\"]\n",
    "title = \n",
    "[marks]\n\"$\" = \"Ask first\"\n",
];

const TEMPLATES: &[&str] = &[
    "{% extends \"base.html\" %}{% block main %}<p>{{ story.title }}</p>{% endblock %}",
    "{% if %}",
    "{% extends \"base.html\" %}{% block main %}{{ no.such.thing }}{% endblock %}",
    "{% extends \"base.html\" %}{% block main %}<img src=\"{{ page.root }}{{ asset(name=\"/plan.png\") }}\" alt=\"\">{% endblock %}",
];

/// A random change on disk; gives the paths that the system would tell of.
fn change_on_disk(root: &Path, dice: &mut Dice) -> Vec<PathBuf> {
    let folder = dice.pick(&["stories", "stories", "stories", "stories/deep", "questions", "principles", "asks", "pages", "interviews", "elsewhere", ""]);
    let name = dice.pick(&["a.md", "b.md", "c.md", "B.md", "ownership.md", "dive-deep.md", "q.md", "_x.md", ".x.md", "x.md~", "plan.png", "loop.md"]);
    let path = root.join("content").join(folder).join(name);
    let write = |path: &Path, bytes: &[u8]| {
        // A folder may have come where the file's folder was, and the other way round.
        let _ = std::fs::create_dir_all(path.parent().unwrap());
        let _ = std::fs::write(path, bytes);
    };
    match dice.roll(20) {
        0 => {
            let _ = std::fs::remove_file(&path);
        }
        1 => write(&path, BAD[dice.roll(BAD.len())]),
        2 => {
            let other = root.join("content").join(dice.pick(&["stories", "questions", "stories/deep", "pages"])).join(dice.pick(&["a.md", "d.md", "q.md"]));
            let _ = std::fs::rename(&path, &other);
            return vec![path, other];
        }
        3 => {
            let from = root.join("content/stories").join(dice.pick(&["deep", "deeper"]));
            let to = root.join("content").join(dice.pick(&["stories/deep", "stories/deeper", "pages/deep", "_away"]));
            let _ = std::fs::rename(&from, &to);
            return vec![from, to];
        }
        4 | 11 => {
            let site = root.join("site.toml");
            match dice.roll(4) {
                0 => drop(std::fs::remove_file(&site)),
                // The settings are good half of the time.
                1 => write(&site, SITES[0].as_bytes()),
                _ => write(&site, SITES[dice.roll(SITES.len())].as_bytes()),
            }
            return vec![site];
        }
        5 => {
            let path = root.join("themes/mine/templates").join(dice.pick(&["story.html", "home.html"]));
            match dice.roll(3) {
                0 => drop(std::fs::remove_file(&path)),
                _ => write(&path, TEMPLATES[dice.roll(TEMPLATES.len())].as_bytes()),
            }
            return vec![path];
        }
        6 => {
            let path = root.join("static").join(dice.pick(&["plan.png", "deep/plan.png", ".hidden"]));
            match dice.roll(3) {
                0 => drop(std::fs::remove_file(&path)),
                _ => write(&path, &[dice.roll(256) as u8]),
            }
            return vec![path];
        }
        7 => {
            // As editors save: aside, and then in its place.
            let aside = path.with_extension("md.tmp");
            write(&aside, story(dice).as_bytes());
            let _ = std::fs::rename(&aside, &path);
            return vec![aside, path];
        }
        8 => write(&path, b"---\ntitle: Ownership\naliases: [nope]\n---\nSee [[a]] and ![a plan](plan.png).\n"),
        9 => write(&path, b"---\ntitle: Why?\nprinciples: [ownership, dive-deep]\nrounds: [{focus: [ownership], stories: [a]}]\n---\n- What now?\n"),
        10 => {
            let _ = std::fs::remove_dir_all(root.join("content/stories/deep"));
            return vec![root.join("content/stories/deep")];
        }
        _ => write(&path, story(dice).as_bytes()),
    }
    vec![path]
}

/// What a start from nothing sees, and what one sees who has read only what changed.
fn cold(root: &Path, drafts: Drafts, pages: bool) -> String {
    match Project::at(root.to_path_buf()).unwrap() {
        Ok(project) => seen(&project.link(drafts.into()), &project.tree, pages),
        Err(Misconfigured(findings)) => told(&findings),
    }
}

#[test]
fn what_changed_and_was_read_is_what_a_cold_start_reads() {
    let edits: usize = std::env::var("PREPGEN_EDITS").map_or(400, |number| number.parse().expect("a number of edits"));
    let seed: u64 = std::env::var("PREPGEN_SEED").map_or(11, |number| number.parse().expect("a number"));
    let mut dice = Dice(seed);
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().canonicalize().unwrap();
    std::fs::create_dir(root.join("content")).unwrap();
    let Ok(mut watched) = Watched::open(root.clone()).unwrap() else { panic!("nothing is wrong yet") };
    let (mut done, mut wrong, mut lines) = (0, 0, 0);
    let mut log: Vec<Vec<PathBuf>> = Vec::new();
    while done < edits {
        let mut hints = BTreeSet::new();
        for _ in 0..=dice.roll(3) {
            let touched = change_on_disk(&root, &mut dice);
            log.push(touched.clone());
            hints.extend(touched);
            done += 1;
        }
        // Now and then the system only says that something happened.
        watched.refresh((dice.roll(4) > 0).then_some(&hints)).unwrap();
        let drafts = [Drafts::Hidden, Drafts::Shown][dice.roll(2)];
        let pages = dice.roll(10) == 0;
        let warm = match watched.wrong() {
            Some(findings) => told(findings),
            None => seen(&watched.link(drafts), watched.tree(), pages),
        };
        wrong += usize::from(watched.wrong().is_some());
        lines += warm.lines().count();
        let last = &log[log.len().saturating_sub(12)..];
        assert_eq!(warm, cold(&root, drafts, pages), "seed {seed}, after {done} edits, the last of which were {last:#?}");
    }
    assert!(lines > 5 * edits && wrong > 0, "there was something to compare: {lines} lines, settings wrong {wrong} times");
    println!("{edits} edits compared");
}
