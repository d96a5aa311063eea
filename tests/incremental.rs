//! A handbook linked and checked with the entries of the last time, as `serve` does it, is the one that a cold start gives: whatever was edited.

use prepgen::check;
use prepgen::config::{self, Config};
use prepgen::content::{Entry, Kind};
use prepgen::handbook::{Drafts, Handbook};
use prepgen::load::{Loaded, Tree};
use prepgen::parse;
use prepgen::project::Watched;
use prepgen::render::{Site, Theme};
use prepgen::source::Source;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Numbers that are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.roll(from.len())]
    }
}

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
fn seen(entries: Vec<Arc<Entry>>, tree: &Tree, config: &Arc<Config>, drafts: Drafts, pages: bool) -> String {
    let handbook = Handbook::link(entries, tree, config.clone(), None, drafts);
    let findings = check::handbook(&handbook);
    let mut seen = String::new();
    for finding in &findings {
        seen += &format!(
            "{} {:?} {:?} {} {:?} {:?} {:?}\n",
            finding.source.path, finding.span, finding.level, finding.message, finding.help, finding.fix, finding.lint
        );
        seen.extend(finding.related.iter().map(|related| format!("  {} {:?}\n", related.source.path, related.span)));
    }
    seen += &format!("{:?} {:?} {:?} {:?}\n", handbook.links, handbook.events, handbook.doubtful, handbook.broken);
    if pages {
        let theme = Theme::new(tree, config).unwrap();
        for file in Site::new(&handbook, &theme, &findings).files().unwrap() {
            seen += &format!("{} {}\n", file.path, String::from_utf8_lossy(&file.bytes));
        }
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
        let warm = seen(entries, &tree, &config, drafts, pages);
        let cold = seen(tree.entries.iter().map(parse).collect(), &tree, &config, drafts, pages);
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
