//! How a handbook on disk is read: kinds and keys, scalars, ids, sections, links, pictures, raw HTML, marks, drafts and allow comments, seen from outside.

use crate::handbook::{Handbook, story};
use crate::markup::{self, tags, words};

const X: &str = "content/stories/x.md";

/// What reading a file finds, as `line:column lint`; what the other lints think of its words is not asked here.
fn said(handbook: &Handbook, path: &str) -> Vec<String> {
    const READING: [&str; 15] = [
        "broken-link",
        "duplicate-id",
        "duplicate-section",
        "empty-section",
        "invalid-front-matter",
        "invalid-id",
        "missing-section",
        "missing-title",
        "section-order",
        "stray-file",
        "unknown-key",
        "unknown-principle",
        "unknown-question",
        "unknown-story",
        "unused-allow",
    ];
    let all = handbook.findings();
    let of_reading = all.iter().filter(|finding| finding.path() == path && READING.contains(&finding.lint()));
    of_reading.map(|finding| format!("{}:{} {}", finding.point("start").0, finding.point("start").1, finding.lint())).collect()
}

/// What reading this text as a file at that path finds.
fn read_as(path: &str, text: &str) -> Vec<String> {
    said(&Handbook::clean_with(&[(path, text)]), path)
}

/// The published page of a file with this text.
fn page_of(path: &str, text: &str, page: &str) -> String {
    let handbook =
        Handbook::clean_with(&[(path, text), ("site.toml", "[marks]\n\"$\" = \"Ask first\"\n\"\u{2605}\" = \"Star\"\n[lints]\nbroken-link = \"info\"\n")]);
    handbook.build();
    handbook.page(page)
}

/// The main part of a page on which this body stands.
fn body(text: &str) -> String {
    let page = page_of("content/pages/p.md", &format!("---\ntitle: P\n---\n{text}\n"), "pages/p.html");
    page.split_once("<h1").unwrap().1.split_once("</main>").unwrap().0.to_string()
}

#[test]
fn every_kind_takes_its_keys() {
    let cases = [
        (
            "stories",
            "principles: [care, Depth]\nquestions: noticed\nhook: A hook\ncues: {Action: \"a, b\", Result: c}\nevent: e\ncompany: C\nrole: R\ndate: 2022-03\ntags: [a, b]\nstatus: ready\n",
        ),
        ("questions", "principles: [care]\nsource: a friend\nmarks: [\"$\"]\nskip: true\n"),
        ("principles", "aliases: [Another name]\nframework: F\norder: 3\nactive: false\n"),
        ("asks", "audience: A\nwhen: before\n"),
        (
            "interviews",
            "company: C\ndate: 2026-01-05\nrounds:\n  - {name: One, interviewer: A, focus: [care, noticed], stories: [lamp]}\n  - {name: Two, focus: depth}\ntold: [ledger]\n",
        ),
        ("pages", ""),
    ];
    for (folder, keys) in cases {
        let path = format!("content/{folder}/x.md");
        assert_eq!(read_as(&path, &story("X", keys)), [""; 0], "{folder}");
        // Each key of another kind is unknown here, and says where it stands.
        for other in ["hook", "skip", "aliases", "audience", "rounds", "nonsense"] {
            if !keys.contains(&format!("{other}:")) {
                assert_eq!(
                    read_as(&path, &story("X", &format!("{keys}{other}: x\n"))),
                    [format!("{}:1 unknown-key", 3 + keys.lines().count())],
                    "{folder} {other}"
                );
            }
        }
    }
}

#[test]
fn unknown_keys_are_suggested() {
    let handbook = Handbook::clean_with(&[
        (X, &story("X", "principals: [care]\nHook: y\nzzz: 1\n")),
        ("content/interviews/i.md", "---\ntitle: I\nrounds:\n  - {nmae: A, focus: [care]}\n---\n"),
    ]);
    let findings = handbook.findings();
    let helps: Vec<(&str, &str)> =
        findings.iter().filter(|finding| finding.lint() == "unknown-key").map(|finding| (finding.message(), finding.help())).collect();
    assert_eq!(helps[0], ("`nmae` is no key of this kind of entry", "did you mean `name`?"));
    assert_eq!(helps[1], ("`principals` is no key of this kind of entry", "did you mean `principles`?"));
    assert_eq!(helps[2], ("`Hook` is no key of this kind of entry", "did you mean `hook`?"));
    assert!(helps[3].1.starts_with("the keys are title, principles"), "{helps:?}");
    let handbook = Handbook::clean_with(&[(X, &story("X", "").replace("title:", "titel:"))]);
    assert_eq!(said(&handbook, X), ["2:1 unknown-key"], "one cause, one finding");
}

#[test]
fn wrong_values_are_told_at_the_value() {
    let wrong = [
        ("stories", "principles: {a: b}", "13"),
        ("stories", "hook: [a, b]", "7"),
        ("stories", "cues: [a]", "7"),
        ("stories", "cues: text", "7"),
        ("stories", "tags: [a, [b]]", "11"),
        ("stories", "date: 2022-02-30", "7"),
        ("stories", "date: 2022-3", "7"),
        ("stories", "date: last spring", "7"),
        ("stories", "date: 22", "7"),
        ("stories", "date: [2022]", "7"),
        ("stories", "status: done", "9"),
        ("stories", "status: Ready", "9"),
        ("stories", "status: [draft]", "9"),
        ("questions", "skip: perhaps", "7"),
        ("questions", "skip: yes", "7"),
        ("principles", "order: first", "8"),
        ("principles", "order: 1.5", "8"),
        ("principles", "active: [true]", "9"),
        ("asks", "audience: {a: b}", "11"),
        ("interviews", "rounds: one", "9"),
        ("interviews", "rounds: [one]", "10"),
        ("interviews", "date: 2026-13", "7"),
        ("interviews", "told: {a: b}", "7"),
    ];
    for (folder, line, column) in wrong {
        let found = read_as(&format!("content/{folder}/x.md"), &story("X", &format!("{line}\n")));
        assert_eq!(found, [format!("3:{column} invalid-front-matter")], "{folder}: {line}");
    }
    let all = "status: done\ndate: 2022-13\nhook: [x]\n";
    assert_eq!(read_as(X, &story("X", all)), ["3:9", "4:7", "5:7"].map(|place| format!("{place} invalid-front-matter")), "all at once");
}

#[test]
fn a_wrong_status_or_date_is_never_published_and_never_softened() {
    for line in ["status: done", "date: 2022-02-30"] {
        let draft = if line.starts_with("date") { "status: draft\n" } else { "" };
        let handbook = Handbook::clean_with(&[(X, &story("X", &format!("event: x\n{draft}{line}\n")))]);
        assert_eq!(handbook.run(&["check"]).status, 1, "{line}");
        assert_eq!(handbook.run(&["build", "--drafts"]).status, 1, "{line}");
        handbook.write("site.toml", "[lints]\ninvalid-front-matter = \"info\"\n");
        let published = handbook.build_with(&["--drafts"]);
        assert!(!published.contains_key("stories/x.html"), "{line}");
        assert!(!published.iter().any(|(path, bytes)| path.ends_with(".html") && String::from_utf8_lossy(bytes).contains("stories/x.html")), "{line}");
    }
}

#[test]
fn scalars_count_as_they_are_written() {
    for (written, read) in [
        ("no", "no"),
        ("true", "true"),
        ("1.10", "1.10"),
        ("0x10", "0x10"),
        ("1_000", "1_000"),
        ("12345678901234567890123", "12345678901234567890123"),
        ("2022-03", "2022-03"),
        ("\"null\"", "null"),
        ("'~'", "~"),
        ("\"a: b # c\"", "a: b # c"),
        ("a # a remark", "a"),
        ("'it''s'", "it's"),
        ("\"\\u00e9t\\u00e9\"", "\u{e9}t\u{e9}"),
        ("1e3", "1e3"),
        (".5", ".5"),
        ("+1", "+1"),
        ("|\n  several\n  lines", "several lines"),
        (">-\n  folded\n  lines", "folded lines"),
        ("\u{8cc7}\u{6599}", "\u{8cc7}\u{6599}"),
        ("<b>&amp;", "<b>&amp;"),
    ] {
        let page = page_of("content/pages/p.md", &format!("---\ntitle: {written}\n---\nText.\n"), "pages/p.html");
        let heading = tags(&page).into_iter().find(|tag| tag.name == "h1").unwrap();
        assert_eq!(heading.text.split_whitespace().collect::<Vec<_>>().join(" "), read, "{written}");
    }
    for nothing in ["null", "~", "", "\"\"", "Null"] {
        assert_eq!(read_as("content/pages/p.md", &format!("---\ntitle: {nothing}\n---\nText.\n")), ["2:1 missing-title"], "{nothing:?}: told where it stands");
    }
    // A single value stands for a list of one; nothing stands for an empty one.
    for (line, count) in [
        ("principles: care", 1),
        ("principles: [care, depth]", 2),
        ("principles:", 0),
        ("principles: ~", 0),
        ("principles: []", 0),
        ("principles: [~, care]", 1),
    ] {
        let page = page_of(X, &story("X", &format!("event: x\n{line}\n")), "stories/x.html");
        let shown = page.matches("href=\"../principles/").count();
        assert_eq!(shown > 0, count > 0, "{line}");
    }
}

#[test]
fn titles_with_commas_and_semicolons_are_one_name() {
    let handbook = Handbook::clean_with(&[
        ("content/principles/right.md", "---\ntitle: Are Right, A Lot\n---\nMostly.\n"),
        ("content/principles/backbone.md", "---\ntitle: Have Backbone; Disagree and Commit\naliases: [\"Spine; or so\"]\n---\nPolitely.\n"),
        (X, &story("X", "event: x\nprinciples: [\"Are Right, A Lot\", \"have backbone;  disagree and commit\"]\n")),
        ("content/stories/y.md", &story("Y", "event: y\nprinciples: Have Backbone; Disagree and Commit\n")),
        ("content/stories/z.md", &story("Z", "event: z\nprinciples: Are Right, A Lot\n")),
    ]);
    for path in [X, "content/stories/y.md", "content/stories/z.md"] {
        assert_eq!(said(&handbook, path), [""; 0], "{path}");
    }
    handbook.build();
    assert!(handbook.page("stories/y.html").contains("../principles/backbone.html"));
    assert!(handbook.page("stories/z.html").contains("../principles/right.html"));
}

#[test]
fn ids_are_made_of_file_names() {
    for (name, id) in [
        ("My Story.md", "my-story"),
        ("MyStory.md", "mystory"),
        ("a__b--c.md", "a-b-c"),
        (" spaced .md", "spaced"),
        ("Cafe\u{301}.md", "caf\u{e9}"),
        ("\u{8cc7}\u{6599}\u{5eab}.md", "\u{8cc7}\u{6599}\u{5eab}"),
        ("v1.2.md", "v1-2"),
        ("UPPER.MD", "upper"),
        ("\u{130}stanbul.md", "i\u{307}stanbul"),
        ("it's.md", "it-s"),
        ("sub/folders/Deep One.md", "deep-one"),
        ("\u{915}\u{94d}\u{937}.md", "\u{915}\u{94d}\u{937}"),
    ] {
        let handbook = Handbook::clean_with(&[(&format!("content/stories/{name}"), &story("X", "event: x\n"))]);
        let published = handbook.build();
        let page = format!("stories/{id}.html");
        assert!(published.contains_key(&page), "{name}: {:?}", published.keys().filter(|path| path.starts_with("stories/")).collect::<Vec<_>>());
    }
}

#[test]
fn names_that_are_nobodys_content_are_ignored() {
    for name in [
        ".hidden.md",
        "_aside.md",
        "_folder/x.md",
        ".git/x.md",
        "x.md~",
        "#x.md#",
        ".x.md.swp",
        "x.md.tmp",
        "x.md.bak",
        "4913",
        "notes.txt",
        "picture.png",
        "x.md.orig",
    ] {
        let handbook = Handbook::clean_with(&[(&format!("content/stories/{name}"), "nonsense")]);
        assert_eq!(handbook.places(), [""; 0], "{name}");
        assert!(!handbook.build().keys().any(|path| path.contains(name)), "{name}");
    }
    for name in [".nojekyll", ".well-known/security.txt", "a/b.txt"] {
        assert!(Handbook::clean_with(&[(&format!("static/{name}"), "x")]).build().contains_key(name), "{name}");
    }
    for name in [".env", ".git/config", "a/.secret"] {
        assert!(!Handbook::clean_with(&[(&format!("static/{name}"), "x")]).build().contains_key(name), "{name}");
    }
}

#[test]
fn markdown_in_no_kinds_folder_is_stray() {
    for (path, help) in [
        ("content/loose.md", "move it to stories"),
        ("content/storys/x.md", "did you mean `stories`?"),
        ("content/story/x.md", "did you mean `stories`?"),
        ("content/Stories/x.md", "did you mean `stories`?"),
        ("content/misc/x.md", "move it to stories"),
        ("content/pages/x.markdown", "rename the file"),
    ] {
        let handbook = Handbook::clean_with(&[(path, "# Hello\n")]);
        let findings = handbook.findings();
        assert_eq!(handbook.places(), [format!("{}:1:1 warning stray-file", path.trim_start_matches("content/"))]);
        assert!(findings[0].help().starts_with(help), "{path}: {}", findings[0].help());
        assert_eq!(handbook.build(), Handbook::clean().build(), "{path} is not published");
    }
}

/// The sections of a story's page, in order.
fn sections(text: &str) -> Vec<String> {
    let page = page_of(X, text, "stories/x.html");
    let parts = page.split_once("class=\"parts\"").unwrap().1.split_once("<aside").unwrap().0;
    tags(parts).into_iter().filter(|tag| tag.name == "h2").map(|tag| tag.text).collect()
}

#[test]
fn sections_are_found_by_name_alias_level_case_emoji_and_colon() {
    for (situation, task, action, result, learning) in [
        ("## Situation", "## Task", "## Action", "## Result", "## Learning"),
        ("# SITUATION", "# task", "# aCTION", "# results", "# Lessons learned"),
        ("## Context:", "## Goal:", "## Actions :", "## Outcome:", "## Reflection:"),
        ("### \u{1f4cd} Background", "### \u{1f3af} Objective", "### \u{26a1} Approach", "### \u{2705} Impact", "### \u{1f4a1} Takeaways"),
        ("## **Situation**", "## *Task*", "## `Action`", "## Result ##", "## __Learning__"),
        ("Situation\n---", "Task\n===", "Action\n---", "Result\n---", "Learning\n---"),
        ("## 1. Situation", "## 2) Task", "## 3. Action", "## 4. Result", "## 5. Learning"),
        ("# Situation", "## Task", "### Action", "## Result", "# Learning"),
    ] {
        let text = format!(
            "---\ntitle: X\nevent: x\n---\n{situation}\n\nIt was.\n\n{task}\n\nI had to.\n\n{action}\n\nI did.\n\n{result}\n\n5 came.\n\n{learning}\n\nI learned.\n"
        );
        assert_eq!(read_as(X, &text), [""; 0], "{situation}");
        assert_eq!(sections(&text), ["Situation", "Task", "Action", "Result", "Learning"], "{situation}");
    }
}

#[test]
fn other_text_is_kept_as_notes() {
    let text = story("X", "event: x\n")
        .replace("## Situation", "Before everything.\n\n## Preface\n\nA word ahead.\n\n## Situation")
        .replace("## Task", "### Detail\n\nStill the situation.\n\n## Odd one\n\nA note between.\n\n## Task");
    assert_eq!(read_as(X, &text), [""; 0]);
    assert_eq!(sections(&text), ["Notes", "Situation", "Notes", "Task", "Action", "Result", "Learning"]);
    let page = words(&page_of(X, &text, "stories/x.html"));
    for sentence in ["Before everything.", "A word ahead.", "Still the situation.", "A note between.", "Odd one", "Detail"] {
        assert!(page.contains(sentence), "{sentence}");
    }
    // Notes are not spoken: the words of the sections alone are counted.
    let count = |text: &str| {
        let handbook = Handbook::clean_with(&[(X, text)]);
        let json: serde_json::Value = serde_json::from_str(&handbook.run(&["stats", "--format", "json"]).stdout).unwrap();
        json["stories"].as_array().unwrap().iter().find(|story| story["id"] == "x").unwrap()["words"].as_u64().unwrap()
    };
    assert_eq!(count(&text), count(&story("X", "event: x\n")) + 3, "a deeper heading continues its section, all else is a note");
}

#[test]
fn sections_that_are_missing_empty_doubled_or_out_of_order() {
    let whole = story("X", "event: x\n");
    let without = |name: &str| {
        let (before, after) = whole.split_once(&format!("## {name}\n")).unwrap();
        format!("{before}{}", after.split_once("\n## ").map_or(String::new(), |(_, rest)| format!("## {rest}")))
    };
    for name in ["Situation", "Task", "Action", "Result"] {
        assert_eq!(read_as(X, &without(name)), ["2:8 missing-section"], "{name}");
    }
    assert_eq!(read_as(X, &without("Learning")), [""; 0], "Learning may be left out");
    let line = |text: &str, heading: &str| text.lines().position(|line| line == heading).unwrap() + 1;
    let empty = whole.replace("All 40 trays were sold, against 22 the year before.", "<!-- later -->");
    assert_eq!(read_as(X, &empty), [format!("{}:1 empty-section", line(&empty, "## Result"))]);
    let doubled = format!("{whole}\n## Outcome\n\nOnce more, 3 of them.\n");
    assert_eq!(read_as(X, &doubled), [format!("{}:1 duplicate-section", line(&doubled, "## Outcome"))]);
    let turned = whole.replace("## Task", "## Q").replace("## Situation", "## Task").replace("## Q", "## Situation");
    assert_eq!(read_as(X, &turned), [format!("{}:1 section-order", line(&turned, "## Situation"))]);
}

#[test]
fn other_schools_work_as_star_does() {
    let carl = "[[story.section]]\nname = \"Context\"\n[[story.section]]\nname = \"Action\"\naliases = [\"What I did\"]\n[[story.section]]\nname = \"Result\"\n[[story.section]]\nname = \"Learning\"\nrequired = true\n";
    let text = "---\ntitle: X\nevent: x\nprinciples: [care]\n---\n## Context\n\nA day.\n\n## What I did\n\nI walked.\n\n## Result\n\n4 miles.\n\n## Learning\n\nI learned the way.\n";
    let handbook = Handbook::clean_with(&[("site.toml", carl), (X, text)]);
    assert_eq!(said(&handbook, X), [""; 0]);
    handbook.write(X, text.replace("## Learning", "## Elsewhere"));
    assert_eq!(said(&handbook, X), ["2:8 missing-section"], "what CARL requires, STAR does not");
    handbook.write("site.toml", carl.replace("Context", "Situation").replace("\"Learning\"\nrequired = true", "\"Obstacle\"\nrequired = false"));
    handbook.write(X, text.replace("Context", "Situation"));
    assert_eq!(said(&handbook, X), [""; 0]);
    let soar = "[[story.section]]\nname = \"Situation\"\n[[story.section]]\nname = \"Obstacle\"\n[[story.section]]\nname = \"Action\"\n[[story.section]]\nname = \"Result\"\n";
    handbook.write("site.toml", soar);
    handbook.write(X, text.replace("Context", "Situation").replace("What I did", "Action"));
    assert_eq!(said(&handbook, X), ["2:8 missing-section"], "no Obstacle");
    let run = handbook.run(&["new", "story", "Fresh"]);
    assert_eq!(run.status, 0);
    assert!(handbook.read("content/stories/fresh.md").contains("## Situation\n\n## Obstacle\n\n## Action\n\n## Result\n"));
}

#[test]
fn brackets_link_by_id_title_and_alias() {
    let aliased = ("content/principles/care.md", "---\ntitle: \"Care, Always\"\naliases: [Looking After]\n---\n## A Heading\n\nText.\n");
    for (written, url, text) in [
        ("[[lamp]]", "../stories/lamp.html", "The lamp that kept the greenhouse awake"),
        ("[[Lamp]]", "../stories/lamp.html", "The lamp that kept the greenhouse awake"),
        ("[[story/lamp]]", "../stories/lamp.html", "The lamp that kept the greenhouse awake"),
        ("[[stories/lamp]]", "../stories/lamp.html", "The lamp that kept the greenhouse awake"),
        ("[[lamp|that lamp]]", "../stories/lamp.html", "that lamp"),
        ("[[the lamp that kept the greenhouse awake]]", "../stories/lamp.html", "The lamp that kept the greenhouse awake"),
        ("[[lamp#result]]", "../stories/lamp.html#result", "The lamp that kept the greenhouse awake"),
        ("[[lamp#Result|what came]]", "../stories/lamp.html#result", "what came"),
        ("[[principle/care]]", "../principles/care.html", "Care, Always"),
        ("[[Care, Always]]", "../principles/care.html", "Care, Always"),
        ("[[looking after]]", "../principles/care.html", "Care, Always"),
        ("[[care#a-heading]]", "../principles/care.html#a-heading", "Care, Always"),
        ("[[question/noticed]]", "../questions/noticed.html", "When did you notice a problem that was not yours?"),
        ("[[asks/team]]", "../asks.html#team", "The team"),
        ("[[page/route]]", "../pages/route.html", "The way there"),
        ("[[lamp.md]]", "../stories/lamp.html", "The lamp that kept the greenhouse awake"),
        ("| a |\n| - |\n| [[lamp\\|in a table]] |", "../stories/lamp.html", "in a table"),
        ("[words](../stories/lamp.md)", "../stories/lamp.html", "words"),
        ("[words](../stories/lamp.md#result)", "../stories/lamp.html#result", "words"),
        ("[words](<../stories/lamp.md> \"a title\")", "../stories/lamp.html", "words"),
        ("[words][ref]\n\n[ref]: ../questions/noticed.md", "../questions/noticed.html", "words"),
        ("[words](./route.md)", "../pages/route.html", "words"),
        ("[words](/stories/lamp.html)", "../stories/lamp.html", "words"),
        ("[words](/)", "../index.html", "words"),
        ("[words](/matrix.html)", "../matrix.html", "words"),
        ("[words](#below)\n\n## Below", "../pages/p.html#below", "words"),
    ] {
        let path = "content/pages/p.md";
        let handbook = Handbook::clean_with(&[aliased, (path, &format!("---\ntitle: P\n---\n{written}\n"))]);
        assert_eq!(said(&handbook, path), [""; 0], "{written}");
        handbook.build();
        let page = handbook.page("pages/p.html");
        let main = page.split_once("<h1").unwrap().1.split_once("</main>").unwrap().0.to_string();
        let link = tags(&main).into_iter().find(|tag| tag.name == "a").unwrap_or_else(|| panic!("{written} gives no link: {main}"));
        let target = link.get("href").unwrap();
        assert!(target == url || Some(target) == url.strip_prefix("../pages/p.html"), "{written} leads to {target}");
        assert_eq!(link.text, text, "{written}");
    }
}

#[test]
fn links_to_nothing_are_told() {
    for written in [
        "[[nobody]]",
        "[[story/care]]",
        "[[lamp#no-such-heading]]",
        "[x](../stories/nobody.md)",
        "[x](../stories/lamp.md#nowhere)",
        "[x](nobody.png)",
        "![x](nobody.png)",
        "[x](/nobody.html)",
        "[x](/stories/nobody.html)",
        "[x](#nowhere)",
        "[x]()",
        "[x](../../../../etc/passwd)",
        "[x](/etc/passwd)",
        "[x](file:///etc/passwd)",
        "![x](file:///home/me/picture.png)",
        "[x](C:/Users/me/notes.md)",
        "[x](C:\\\\Users\\\\me\\\\notes.md)",
        "[x](../../site.toml)",
        "[x](../stories/Lamp.MD)",
    ] {
        let path = "content/pages/p.md";
        let handbook = Handbook::clean_with(&[(path, &format!("---\ntitle: P\n---\nSee {written} here.\n"))]);
        assert_eq!(said(&handbook, path), ["4:5 broken-link"], "{written}");
    }
}

#[test]
fn files_beside_entries_are_published_where_they_are_linked() {
    let handbook = Handbook::clean_with(&[
        (
            "content/stories/deep/x.md",
            &(story("X", "event: x\n") + "\n![a map](map%20one.png) [the paper](../papers/p.pdf) ![](../../../static/img/s.png) ![](/img/s.png)\n"),
        ),
        ("content/stories/deep/map one.png", "map"),
        ("content/stories/papers/p.pdf", "paper"),
        ("content/stories/unseen.png", "unseen"),
        ("static/img/s.png", "static"),
        ("content/stories/draft.md", &(story("D", "event: d\nstatus: draft\n") + "\n![](only-in-a-draft.png)\n")),
        ("content/stories/only-in-a-draft.png", "secret"),
    ]);
    let published = handbook.build();
    markup::assert_links_lead_somewhere(&published);
    assert_eq!(published["stories/deep/map one.png"], b"map");
    assert_eq!(published["stories/papers/p.pdf"], b"paper");
    assert_eq!(published["img/s.png"], b"static");
    assert!(!published.keys().any(|path| path.contains("unseen") || path.contains("only-in-a-draft")), "nobody links to them");
    let page = handbook.page("stories/x.html");
    let pictures: Vec<(String, String)> =
        tags(&page).into_iter().filter(|tag| tag.name == "img").map(|tag| (tag.get("src").unwrap().into(), tag.get("alt").unwrap().into())).collect();
    let expected =
        [("../stories/deep/map%20one.png", "a map"), ("../img/s.png", ""), ("../img/s.png", "")].map(|(src, alt)| (src.to_string(), alt.to_string()));
    assert_eq!(pictures, expected);
}

#[test]
fn script_addresses_never_come_through() {
    for spelling in [
        "[x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](<java\tscript:alert(1)>)",
        "[x](java&#10;script:alert(1))",
        "[x](&#106;avascript:alert(1))",
        "[x](&#x6A;&#x61;vascript&colon;alert(1))",
        "[x](javascript&#58;alert(1))",
        "[x]( \u{1}javascript:alert(1))",
        "[x](&#1;javascript:alert(1))",
        "[x](java\u{200b}script:alert(1))",
        "[x](vbscript:msgbox)",
        "[x](data:text/html;base64,PHNjcmlwdD4=)",
        "![x](javascript:alert(1))",
        "![x](data:image/svg+xml,%3Csvg%3E)",
        "<javascript:alert(1)>",
        "[x][r]\n\n[r]: javascript:alert(1)",
        "[[javascript:alert(1)]]",
        "[x](blob:https://example.org/1)",
        "[x](javascript%3Aalert(1))",
        "[x](view-source:javascript:alert(1))",
    ] {
        let body = body(spelling);
        for tag in tags(&body) {
            for (key, value) in tag.attributes.iter().filter(|(key, _)| ["href", "src"].contains(&key.as_str())) {
                let bare: String = value.chars().filter(|c| !c.is_whitespace() && !c.is_control() && *c != '\u{200b}').collect::<String>().to_lowercase();
                let scheme = bare.split_once(':').map_or("", |(scheme, _)| scheme);
                assert!(["", "http", "https", "mailto"].contains(&scheme), "{spelling} gives {key}={value}");
            }
        }
    }
    // What the author wrote around it stays.
    assert!(words(&body("Before [the words](javascript:alert(1)) after.")).contains("Before the words after."));
}

#[test]
fn few_tags_of_raw_html_come_through() {
    let kept = "<kbd>K</kbd> a<br>b<br/> H<sub>2</sub>O x<sup>2</sup> <mark>m</mark> <small>s</small> <del>d</del> <ins>i</ins>";
    let html = body(kept);
    for tag in ["kbd", "br", "sub", "sup", "mark", "small", "del", "ins"] {
        assert!(tags(&html).iter().any(|found| found.name == tag), "{tag} in {html}");
    }
    assert!(body("<details><summary>More</summary>\n\nHidden words.\n\n</details>").contains("<summary>More</summary>"));
    let allowed: std::collections::BTreeSet<String> = tags(&body("plain")).into_iter().map(|tag| tag.name).collect();
    for written in [
        "<script>alert(1)</script>",
        "<img src=x onerror=alert(1)>",
        "<b>bold</b>",
        "<div>\nblock\n</div>",
        "<style>p{}</style>",
        "<iframe src=\"https://example.org\"></iframe>",
        "<svg onload=alert(1)>",
        "<a href=\"javascript:alert(1)\">x</a>",
        "<kbd onclick=\"alert(1)\">x</kbd>",
        "<kbd class=x>x</kbd>",
        "<mark>never closed",
        "</kbd> closed alone",
        "<details open><summary>x</summary></details>",
        "<summary>alone</summary>",
        "<noscript><p>x</p></noscript>",
        "<math><mi>x</mi></math>",
        "<?php echo 1 ?>",
        "<!DOCTYPE html>",
        "<![CDATA[x]]>",
        "<kbd<script>>x",
        "<textarea><script>x",
        "text <b onmouseover=alert(1)>x</b>",
        "<form action=x><input></form>",
        "<plaintext>",
        "<title>x</title>",
        "<base href=//example.org>",
        "<sub><sup>crossed</sub></sup>",
    ] {
        let html = body(written);
        let new: Vec<String> = tags(&html).into_iter().map(|tag| tag.name).filter(|name| !allowed.contains(name) && name != "p").collect();
        let fine = new.iter().all(|name| written.contains("<sub>") && ["sub", "sup"].contains(&name.as_str()));
        assert!(fine, "{written} publishes {new:?}: {html}");
    }
    // Shown as text, so nothing that the author wrote is lost.
    assert!(words(&body("a <b>bold</b> word")).contains("a <b>bold</b> word"));
    assert!(words(&body("<div>\nin a block\n</div>")).contains("<div> in a block </div>"));
}

#[test]
fn comments_are_never_published() {
    for written in [
        "<!-- hush -->",
        "text <!-- hush --> text",
        "<!--\nhush\n\nhush\n-->",
        "- item <!-- hush -->",
        "| a |\n| - |\n| <!-- hush --> |",
        "<!-- hush",
        "<kbd>x<!-- hush --></kbd>",
        "<div><!-- hush --></div>",
        "<!-->hush-->",
        "> <!-- hush -->",
        "<!-- a --> <!-- hush -->",
    ] {
        let handbook = Handbook::clean_with(&[
            ("content/pages/p.md", &format!("---\ntitle: P # hush\n---\n{written}\n")),
            (X, &(story("X", "event: x\n") + &format!("\n{written}\n"))),
        ]);
        for (path, bytes) in handbook.build() {
            assert!(!String::from_utf8_lossy(&bytes).contains("hush"), "{written:?} stands in {path}");
        }
    }
    assert!(body("`<!-- code -->` and \\<!-- text -->").contains("&lt;!-- code --&gt;"), "code is no comment");
}

#[test]
fn pictures_on_other_hosts_are_links() {
    for (written, text) in [
        ("![a photo](https://example.org/p.png)", "a photo"),
        ("![](https://example.org/p.png)", "https://example.org/p.png"),
        ("![x](//example.org/p.png)", "x"),
        ("![y](HTTP://example.org/p.png)", "y"),
    ] {
        let html = body(written);
        assert!(!tags(&html).iter().any(|tag| tag.name == "img"), "{written}");
        let link = tags(&html).into_iter().find(|tag| tag.name == "a").unwrap();
        assert!(link.get("href").unwrap().to_lowercase().contains("//example.org/p.png"), "{written}");
        assert_eq!(link.text, text, "{written}");
    }
    assert!(body("[![alt](https://example.org/p.png)](https://example.org)").matches("<a ").count() <= 1, "no link stands in a link");
}

#[test]
fn marks_show_their_label() {
    let marked = |text: &str| {
        let html = body(text);
        let labels: Vec<String> = tags(&html).into_iter().filter(|tag| tag.get("class") == Some("mark")).map(|tag| tag.text).collect();
        (labels.join(","), words(&html))
    };
    assert_eq!(marked("- $ Who decides?").0, "Ask first");
    assert_eq!(marked("- \u{2605} Starred\n- $ Both").0, "Star,Ask first");
    assert_eq!(marked("1. $ Numbered\n   - $ Nested").0, "Ask first,Ask first");
    for plain in ["- $80,000 a year", "- costs $ 5", "- # no mark here", "- ! unconfigured", "$ no list item", "- $"] {
        assert_eq!(marked(plain).0, "", "{plain}");
    }
    assert!(marked("- $80,000 a year").1.contains("$80,000 a year"));
    assert!(marked("- ! unconfigured").1.contains("! unconfigured"));
    let asks = page_of("content/asks/team.md", "---\ntitle: T\n---\n- $ First?\n    - An answer.\n", "asks.html");
    assert!(asks.contains("Ask first") && words(&asks).contains("An answer."));
    let question = page_of("content/questions/q.md", "---\ntitle: $ Why us?\n---\nBecause.\n", "questions.html");
    assert!(question.contains("Ask first") && question.contains("Why us?"), "a question may start with a mark");
}

#[test]
fn drafts_are_nowhere() {
    let draft = story(
        "Zanzibar unfinished",
        "event: z\nstatus: draft\nprinciples: [care]\nquestions: [noticed]\nhook: Xylophone hook\ntags: [quixotic]\ncompany: Vexillum\n",
    )
    .replace("I drew a map", "I drew a kumquat");
    let handbook = Handbook::clean_with(&[
        ("content/stories/zan.md", &draft),
        ("content/pages/p.md", "---\ntitle: P\n---\nSee [[zan]], [[zan|my own words]], [written words](../stories/zan.md) and [[zan#result|more words]].\n"),
        (X, &(story("X", "event: x\n") + "\nAs in [[Zanzibar unfinished|that one]].\n")),
    ]);
    assert_eq!(said(&handbook, "content/pages/p.md"), [""; 0], "a link to a draft is not broken");
    let published = handbook.build();
    assert!(!published.contains_key("stories/zan.html"));
    for (path, bytes) in &published {
        let text = String::from_utf8_lossy(bytes);
        for word in ["Zanzibar", "Xylophone", "quixotic", "Vexillum", "kumquat", "zanzibar", "stories/zan"] {
            assert!(!text.contains(word), "{path} holds {word}");
        }
    }
    let page = words(&handbook.page("pages/p.html"));
    for kept in ["my own words", "written words", "more words"] {
        assert!(page.contains(kept), "{kept} in {page}");
    }
    let shown = handbook.build_with(&["--drafts"]);
    assert!(shown.contains_key("stories/zan.html"));
    assert!(handbook.page("stories/zan.html").contains("draft"), "a draft says that it is one");
    assert!(handbook.page("pages/p.html").contains("href=\"../stories/zan.html#result\""));
}

#[test]
fn allow_comments_hold_for_a_section_a_block_or_a_file() {
    let path = "content/pages/p.md";
    let places = |text: &str| said(&Handbook::clean_with(&[(path, &format!("---\ntitle: P\n---\n{text}"))]), path);
    let allow = "<!-- prepgen: allow broken-link -->";
    assert_eq!(places("[[a]]\n\n[[b]]\n"), ["4:1 broken-link", "6:1 broken-link"]);
    assert_eq!(places(&format!("Words.\n\n{allow}\n\n[[a]]\n\n[[b]]\n")), ["10:1 broken-link"], "the next block");
    assert_eq!(places(&format!("Words.\n\n{allow}\n[[a]]\n\n[[b]]\n")).len(), 1, "also without a line between");
    assert_eq!(places(&format!("Words.\n\n{allow}\n\n- [[a]]\n- [[b]]\n\n[[c]]\n")), ["11:1 broken-link"], "a list is one block");
    assert_eq!(
        places(&format!("Words.\n\n{allow}\n\n## One\n\n[[a]]\n\n### Deeper\n\n[[b]]\n\n## Two\n\n[[c]]\n")),
        ["18:1 broken-link"],
        "a heading's section"
    );
    assert_eq!(places(&format!("{allow}\n\n[[a]]\n\n## Two\n\n[[b]]\n")), [""; 0], "right after the front matter: the file");
    assert_eq!(places(&format!("{allow}\n\nWords.\n")), ["4:21 unused-allow"]);
    assert_eq!(places("<!-- prepgen: allow brokn-link -->\n\n[[a]]\n"), ["4:21 unused-allow", "6:1 broken-link"]);
    assert_eq!(places("<!-- prepgen: allow broken-link, duplicate-id -->\n\n[[a]]\n"), ["4:34 unused-allow"]);
    assert_eq!(places("<!-- prepgen allow broken-link -->\n\n[[a]]\n"), ["6:1 broken-link"], "without its colon it is a remark");
}

#[test]
fn windows_files_read_like_all_others() {
    let plain = Handbook::of_site("rich");
    let windows = Handbook::new(&[]);
    for (path, bytes) in crate::handbook::files(&plain.root()) {
        if path.ends_with(".md") {
            let text = String::from_utf8(bytes).unwrap();
            windows.write(&path, format!("\u{feff}{}", text.replace('\n', "\r\n")));
        } else {
            windows.write(&path, bytes);
        }
    }
    let shape = |finding: &crate::handbook::Finding| (finding.place(), finding.message().to_string());
    assert_eq!(windows.findings().iter().map(shape).collect::<Vec<_>>(), plain.findings().iter().map(shape).collect::<Vec<_>>());
    let (here, there) = (plain.build(), windows.build());
    assert_eq!(here.keys().collect::<Vec<_>>(), there.keys().collect::<Vec<_>>());
    for (path, html) in markup::pages(&here) {
        assert_eq!(words(html), words(std::str::from_utf8(&there[path]).unwrap()), "{path}");
    }
}

#[test]
fn a_handbook_needs_no_site_toml_and_no_content() {
    let bare = Handbook::new(&[("content/stories/x.md", &story("X", ""))]);
    assert_eq!(bare.run(&["check"]).status, 0);
    assert!(bare.build().contains_key("stories/x.html"));
    let empty = Handbook::new(&[("site.toml", "")]);
    let run = empty.run(&["check"]);
    assert_eq!((run.status, run.stdout.as_str()), (0, "0 stories, 0 questions, 0 principles: 0 errors, 0 warnings, 0 infos\n"));
}

/// A principle's body says what it means, and holds hints; an order to oneself is one.
#[test]
fn hints_on_a_principle_are_no_placeholders() {
    let text = "---\ntitle: Care\norder: 1\n---\n- Say what you did when nobody watched.\n- Describe how you chose.\n";
    assert_eq!(Handbook::clean_with(&[("content/principles/care.md", text)]).places(), [""; 0]);
}

/// Where two keys were meant to be one, mending both would make the file worse.
#[test]
fn two_keys_for_one_are_left_to_their_author() {
    let handbook = Handbook::clean_with(&[("content/stories/x.md", &story("X", "event: lamp\ntag: a\ntaags: b\n"))]);
    let before = handbook.read("content/stories/x.md");
    assert_eq!(handbook.run(&["check", "--fix"]).status, 1);
    assert_eq!(handbook.read("content/stories/x.md"), before);
}

/// The place of an allow comment's name is the name's own, wherever the same letters stand before.
#[test]
fn allow_comments_are_found_where_they_stand() {
    let handbook = Handbook::clean_with(&[("content/pages/x.md", "---\ntitle: X\n---\nWords.\n\n<!-- prepgen: allow pre, no-metric -->\n")]);
    let run = handbook.run(&["check"]);
    assert!(run.stdout.contains("x.md:6:21") && run.stdout.contains("x.md:6:26"), "{}", run.stdout);
}

/// Text right in a list item is the next block too.
#[test]
fn an_allow_comment_in_a_list_item_holds_for_the_item() {
    let text = "---\ntitle: X\n---\nWords.\n\n- <!-- prepgen: allow broken-link -->\n  [[nope]]\n\n[[nope2]]\n";
    let run = Handbook::clean_with(&[("content/pages/x.md", text)]).run(&["check"]);
    assert!(run.stdout.contains("nope2") && !run.stdout.contains("`nope`"), "{}", run.stdout);
}

/// The place is counted in the file, however little of a long line is shown.
#[test]
fn columns_are_right_on_long_lines_for_people_too() {
    let text = format!("---\ntitle: X\n---\n{}[[nope]]\n", "\u{fc}".repeat(300));
    let run = Handbook::clean_with(&[("content/pages/x.md", &text)]).run(&["check"]);
    assert!(run.stdout.contains("content/pages/x.md:4:301"), "{}", run.stdout);
}
