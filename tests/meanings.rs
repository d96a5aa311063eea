//! What the checks mean exactly: the sentences that say it, one test each.

use crate::site::{Files, files, findings, findings_at, handbook, places};
use prepgen::content::Kind;
use prepgen::diagnostic::Level;
use prepgen::handbook::{Drafts, Options};

const FRONT: &str = "---\ntitle: A story\n---\n";

fn story(text: &str) -> Files {
    files(&[("content/stories/x.md", text)])
}

fn of(text: &str) -> Files {
    story(&format!("{FRONT}{text}"))
}

fn lints(files: &Files) -> Vec<&'static str> {
    findings(files).iter().map(|finding| finding.lint).collect()
}

fn has(files: &Files, lint: &str) -> bool {
    lints(files).contains(&lint)
}

/// The spoken words of the one story.
fn words(files: &Files) -> usize {
    let handbook = handbook(files, Options::default()).unwrap();
    handbook.words(handbook.all(Kind::Story)[0])
}

#[test]
fn words_are_the_spoken_ones() {
    let sections = "## Situation\none two\n## Task\nthree\n## Action\nfour\n## Result\nfive\n";
    assert_eq!(words(&of(sections)), 5);
    for more in [
        "```\ncode is not said\n```\n",
        "<!-- nor is this -->\n",
        "## Numbers to remember\nnotes are not said\n",
        "# Notes\nnor these\n",
        "    indented code\n",
    ] {
        assert_eq!(words(&of(&format!("{sections}\n{more}"))), 5, "{more}");
    }
    for more in ["- six\n- seven\n", "> six seven\n", "| six | seven |\n| --- | --- |\n", "### Deeper\nsix seven\n", "six `x` [seven](https://example.org)\n"] {
        assert_eq!(words(&of(&format!("{sections}\n{more}"))), 7, "{more}");
    }
    assert_eq!(words(&of(&format!("not said\n\n{sections}"))), 5, "text before the first section is a note");
}

#[test]
fn a_section_told_twice_counts_as_one() {
    let much = "word ".repeat(30);
    let text = format!("## Situation\n{much}\n## Task\nOne.\n## Action\n{}\n## Result\n3 hours.\n## Action\n{}\n", "did ".repeat(12), "did ".repeat(12));
    let all = of(&text);
    assert_eq!(lints(&all).iter().filter(|lint| **lint == "duplicate-section").count(), 1);
    assert!(!has(&all, "thin-action"), "24 of 57 words");
}

#[test]
fn lints_that_would_read_what_is_missing_stay_silent() {
    let whole = [("Situation", "It failed."), ("Task", "I wanted it."), ("Action", "I kind of read it."), ("Result", "It was a success.")];
    let without = |gone: usize, instead: Option<&str>| {
        let told = whole.iter().enumerate().filter_map(|(at, (name, words))| {
            let words = if at == gone { instead? } else { words };
            Some(format!("## {name}\n{words}\n\n"))
        });
        of(&told.collect::<String>())
    };
    for (instead, lint) in [(None, "missing-section"), (Some(""), "empty-section"), (Some("TBD"), "placeholder"), (Some("<!-- x -->"), "empty-section")] {
        for gone in 0..4 {
            let found = lints(&without(gone, instead));
            assert_eq!(found.iter().filter(|found| **found == lint).count(), 1, "{instead:?} {found:?}");
            for silent in ["too-short", "too-long", "thin-action"] {
                assert!(!found.contains(&silent), "{silent} in {found:?}");
            }
            assert_eq!(found.contains(&"no-metric"), gone != 3, "{found:?}");
            assert_eq!(found.contains(&"hedging"), gone != 2, "{found:?}");
        }
    }
}

#[test]
fn placeholders_stand_in_bodies_and_hooks() {
    for (path, text, found) in [
        ("content/stories/x.md", "---\ntitle: X\nhook: TBD\n---\n## Situation\nx\n## Task\nx\n## Action\nx\n## Result\nx\n", "TBD"),
        ("content/questions/x.md", "---\ntitle: X?\n---\nTODO: find a story\n", "TODO: find a story"),
        ("content/pages/x.md", "---\ntitle: X\n---\nSome words.\n\n_Fill in_\n", "Fill in"),
    ] {
        assert_eq!(places(&findings(&files(&[(path, text)])), "placeholder"), [(path.to_string(), found.to_string())]);
    }
    for fine in ["A product called TODO won.", "Well ... I did it.", "It went on, and on ..."] {
        let text = format!("## Situation\n{fine}\n## Task\nx\n## Action\nx\n## Result\nx\n");
        assert!(!has(&of(&text), "placeholder"), "{fine}");
    }
}

#[test]
fn questions_are_answered_by_ready_stories_and_by_notes() {
    let asked = |body: &str, status: &str| {
        files(&[
            ("content/questions/q.md", &format!("---\ntitle: Q?\n---\n{body}")),
            (
                "content/stories/s.md",
                &format!("---\ntitle: S\nquestions: [q]\nstatus: {status}\n---\n## Situation\nx\n## Task\nx\n## Action\nx\n## Result\nx\n"),
            ),
        ])
    };
    let open = |files: &Files| has(files, "unanswered-question");
    assert!(!open(&asked("", "ready")));
    assert!(open(&asked("", "draft")));
    assert!(!open(&asked("I would say yes.", "draft")));
    assert!(open(&asked("<!-- later -->", "draft")));
    for nothing in ["TBD", "Describe how you did it.", "_Fill in_\n\n<!-- x -->"] {
        let files = asked(nothing, "draft");
        assert!(has(&files, "placeholder") && !open(&files), "the placeholder is the finding: {nothing}");
        let handbook = handbook(&files, Options::default()).unwrap();
        assert!(!handbook.is_answered(handbook.all(Kind::Question)[0]), "{nothing}");
    }
    let skipped = files(&[("content/questions/q.md", "---\ntitle: Q?\nskip: true\n---\n")]);
    assert!(!open(&skipped));
}

#[test]
fn drafts_are_softened_and_judged_as_ready_where_that_is_asked() {
    let draft = story("---\ntitle: X\nstatus: draft\nprinciples: [nothing]\n---\n## Situation\nx\n");
    let found = findings(&draft);
    assert!(found.iter().any(|finding| finding.lint == "missing-section") && found.iter().all(|finding| finding.level < Level::Error), "{found:#?}");
    let strict = findings_at(&draft, Options { drafts: Drafts::AsReady, today: None });
    assert!(strict.iter().any(|finding| finding.lint == "unknown-principle" && finding.level == Level::Error));
    let firm = story("---\ntitle: X\nstatus: drft\n---\n## Situation\nx\n");
    assert!(findings(&firm).iter().any(|finding| finding.lint == "invalid-front-matter" && finding.level == Level::Error));
}

#[test]
fn allow_comments_hold_for_a_section_a_block_or_the_file() {
    let sections = |before: &str, inside: &str| {
        of(&format!(
            "## Situation\nIt failed.\n## Task\nI wanted it.\n{before}\n## Action\nI kind of read it.\n\n{inside}\nI sort of mended it.\n\n## Result\nIt ran, I guess.\n"
        ))
    };
    let hedges = |files: &Files| lints(files).iter().filter(|lint| **lint == "hedging").count();
    let allow = "<!-- prepgen: allow hedging -->";
    assert_eq!(hedges(&sections("", "")), 3);
    assert_eq!(hedges(&sections(allow, "")), 1, "before a heading: the section");
    assert_eq!(hedges(&sections("", allow)), 2, "before a block: the block");
    let first = story(&format!("{FRONT}{allow}\n\nA note.\n\n## Situation\nx, I guess\n## Task\nx\n## Action\nI kind of did it.\n## Result\nx\n"));
    assert_eq!(hedges(&first), 0, "right after the front matter: the file");
    assert!(!has(&first, "unused-allow"));
    let twice = of("<!-- prepgen: allow no-metric, hedging -->\n\n## Situation\nx\n## Task\nx\n## Action\nx\n## Result\nx\n");
    assert!(!has(&twice, "no-metric") && lints(&twice).iter().filter(|lint| **lint == "unused-allow").count() == 1, "{:?}", lints(&twice));
}

#[test]
fn findings_are_sorted_by_path_and_place() {
    let all = files(&[
        ("content/stories/b.md", "---\ntitel: B\nprinciples: [x]\n---\n## Result\nTBD\n"),
        ("content/stories/a.md", "---\ntitle: A\nhok: x\n---\n## Result\nIt was a success.\n## Task\n"),
        ("content/other/c.md", "text"),
        ("content/asks/a.md", "---\ntitle: A\n---\n- Why?\n- why\n"),
    ]);
    let found: Vec<_> = findings(&all).iter().map(|finding| (finding.source.path.to_string(), finding.span.start)).collect();
    assert!(found.is_sorted() && found.len() > 8, "{found:?}");
}

#[test]
fn a_principle_is_active_unless_it_says_no() {
    for (active, wanted) in [("", true), ("active: true\n", true), ("active: false\n", false)] {
        let one = files(&[("content/principles/p.md", &format!("---\ntitle: P\n{active}---\n"))]);
        assert_eq!(has(&one, "uncovered-principle"), wanted, "{active}");
        assert!(!has(&one, "thin-principle"));
    }
}

#[test]
fn levels_of_site_toml_hold_for_every_lint() {
    for (level, wanted) in [("off", None), ("info", Some(Level::Info)), ("warn", Some(Level::Warn)), ("error", Some(Level::Error))] {
        for lint in prepgen::check::lints().into_iter().filter(|lint| !["confidential-term", "invalid-config"].contains(&lint.name)) {
            let mut bad = files(lint.bad);
            let site = bad.get("site.toml").cloned().unwrap_or_default();
            if site.contains("[lints]") {
                continue;
            }
            bad.insert("site.toml".into(), format!("{site}\n[lints]\n{} = \"{level}\"\n", lint.name));
            let found: Vec<_> = findings(&bad).into_iter().filter(|finding| finding.lint == lint.name).collect();
            match wanted {
                None => assert!(found.is_empty(), "{} is off", lint.name),
                Some(wanted) => assert!(!found.is_empty() && found.iter().all(|finding| finding.level == wanted), "{} at {level}: {found:#?}", lint.name),
            }
        }
    }
}

#[test]
fn every_finding_says_where_and_what_to_do() {
    for lint in prepgen::check::lints().into_iter().filter(|lint| lint.name != "stray-file") {
        for finding in findings(&files(lint.bad)) {
            assert!(!finding.help.as_deref().unwrap_or_default().is_empty(), "{} says what to do: {}", finding.lint, finding.message);
            assert!(finding.source.text.get(finding.span.range()).is_some(), "{}", finding.lint);
        }
    }
}
