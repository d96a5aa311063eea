//! Every lint on its own: its bad example has it, its good example has not, and each sentence that says what it means holds.

use crate::site::{Files, files, findings, findings_at, fixed, places};
use prepgen::check;
use prepgen::diagnostic::Level;
use prepgen::handbook::{Drafts, Options};

/// Lints that the rules of a handbook do not find; their own commands are tested with them.
const ELSEWHERE: [&str; 1] = ["confidential-term"];

#[test]
fn every_lint_finds_its_bad_example_and_no_good_one() {
    for lint in check::lints().into_iter().filter(|lint| !ELSEWHERE.contains(&lint.name)) {
        let bad = findings(&files(lint.bad));
        assert!(bad.iter().any(|finding| finding.lint == lint.name), "{} does not find its bad example: {bad:#?}", lint.name);
        let others: Vec<_> = bad.iter().filter(|finding| finding.lint != lint.name && finding.level == Level::Error).collect();
        assert!(others.is_empty(), "the bad example of {} has other errors: {others:#?}", lint.name);
        let good = findings(&files(lint.good));
        let left: Vec<_> = good.iter().filter(|finding| finding.lint == lint.name || finding.level == Level::Error).collect();
        assert!(left.is_empty(), "the good example of {} has findings: {left:#?}", lint.name);
    }
}

#[test]
fn fixes_mend_what_they_say_and_nothing_twice() {
    for lint in check::lints() {
        let before = files(lint.bad);
        let found = findings(&before);
        if !found.iter().any(|finding| finding.lint == lint.name && finding.fix.is_some()) {
            continue;
        }
        let once = fixed(&before, &found);
        let after = findings(&once);
        assert!(!after.iter().any(|finding| finding.lint == lint.name), "{} is not mended: {once:#?}", lint.name);
        assert_eq!(fixed(&once, &after), once, "{} is mended twice", lint.name);
    }
}

fn story(front: &str, sections: &[(&str, &str)]) -> String {
    let mut text = format!("---\ntitle: A story\n{front}---\n");
    for (name, words) in sections {
        text.push_str(&format!("## {name}\n{words}\n\n"));
    }
    text
}

fn one(text: String) -> Files {
    Files::from([("content/stories/x.md".to_string(), text)])
}

/// A story of this Action; its other sections trip nothing of interest.
fn acting(action: &str) -> Files {
    one(story(
        "",
        &[
            ("Situation", "The night job failed twice a week."),
            ("Task", "I wanted it to run."),
            ("Action", action),
            ("Result", "It failed 3 times in 2 years."),
        ],
    ))
}

/// A story of this Result.
fn resulting(result: &str) -> Files {
    one(story("", &[("Situation", "The night job failed often."), ("Task", "I wanted it to run."), ("Action", "I read its log."), ("Result", result)]))
}

fn has(files: &Files, lint: &str) -> bool {
    findings(files).iter().any(|finding| finding.lint == lint)
}

#[test]
fn we_counts_against_i() {
    for text in ["We met and we decided.", "Our team talked to our manager.", "I called, then we met, we talked and told us."] {
        assert!(has(&acting(text), "we-over-i"), "{text}");
    }
    for text in [
        "We met.",
        "We met and I wrote our plan for my team.",
        "I wrote our plan and our docs.",
        "> \u{201c}We did it, we are done\u{201d}\n\nThat is what the mail said.",
        "She said \u{201c}we are late and we know it\u{201d}.",
        "My manager said we should wait until we had data, so I wrote a test.",
        "- Wrote the plan for us\n- Asked both teams what we would need\n- Moved the job",
        "Wrote the plan for us. Asked what we would need.",
    ] {
        assert!(!has(&acting(text), "we-over-i"), "{text}");
    }
}

#[test]
fn shares_and_times_follow_their_thresholds() {
    let words = |n: usize| "word ".repeat(n);
    let of = |site: &str, situation: usize, action: usize| {
        let mut files = one(story("", &[("Situation", &words(situation)), ("Task", "Two words."), ("Action", &words(action)), ("Result", "3 hours.")]));
        files.insert("site.toml".into(), site.into());
        files
    };
    assert!(has(&of("", 50, 26), "thin-action"), "26 of 80 words");
    assert!(!has(&of("", 48, 28), "thin-action"), "28 of 80 words are 35 %");
    assert!(!has(&of("", 50, 5), "thin-action"), "59 words are too few to judge");
    assert!(has(&of("", 50, 6), "thin-action"));
    assert!(!has(&of("[lints]\nthin-action = {percent = 30}\n", 50, 26), "thin-action"));
    assert!(!has(&of("", 200, 216), "too-long"), "420 words are 3 minutes");
    assert!(has(&of("", 200, 217), "too-long"));
    assert!(has(&of("[story]\nwords_per_minute = 139\n", 200, 216), "too-long"));
    assert!(has(&of("[lints]\ntoo-long = {seconds = 60}\n", 70, 67), "too-long"));
    assert!(has(&of("", 70, 65), "too-short"), "139 words");
    assert!(!has(&of("", 70, 66), "too-short"), "140 words are 1 minute");
    assert!(!has(&of("[lints]\ntoo-short = {seconds = 30}\n", 35, 31), "too-short"));
}

#[test]
fn what_is_not_there_gets_one_finding() {
    let lints = |files: &Files| findings(files).iter().map(|finding| finding.lint).collect::<Vec<_>>();
    let of = |result: &str| {
        one(story("", &[("Situation", "The job failed."), ("Task", "I wanted it to run."), ("Action", "We met and we talked."), ("Result", result)]))
    };
    assert_eq!(lints(&of("")), ["we-over-i", "empty-section"]);
    assert_eq!(lints(&of("TBD")), ["we-over-i", "placeholder"]);
    assert_eq!(lints(&of("<!-- later -->")), ["we-over-i", "empty-section"]);
    assert_eq!(
        lints(&one(story("", &[("Situation", "The job failed."), ("Task", "I wanted it."), ("Result", "It was a success.")]))),
        ["missing-section", "no-metric", "vague-result"]
    );
}

#[test]
fn learning_is_told_or_not() {
    for text in ["I learnt to ask first.", "It taught me to ask first.", "It taught us patience.", "3 tests, and a lesson I learned."] {
        assert!(!has(&resulting(text), "no-learning"), "{text}");
    }
    assert!(has(&resulting("It ran for 3 years."), "no-learning"));
    assert!(has(&resulting("Our machine learning job ran for 3 years."), "no-learning"));
    let with = |learning: &str| {
        one(story(
            "",
            &[("Situation", "It failed."), ("Task", "I wanted it."), ("Action", "I read its log."), ("Result", "It ran."), ("Lessons learned", learning)],
        ))
    };
    assert!(!has(&with("I ask first."), "no-learning"));
    assert!(!has(&with("TBD"), "no-learning"), "the placeholder is the finding");
    assert!(has(&with(""), "no-learning"));
}

#[test]
fn praise_needs_a_fact_beside_it() {
    for text in ["The project was a success.", "It went really well and everyone was happy."] {
        assert!(has(&resulting(text), "vague-result") && has(&resulting(text), "no-metric"), "{text}");
    }
    for text in ["It was a success: the job ran for 2 years.", "It was a success. Two other teams adopted it.", "The client called it a success."] {
        assert!(!has(&resulting(text), "vague-result"), "{text}");
    }
}

#[test]
fn acronyms_are_known_explained_or_found() {
    let found = |text: &str, site: &str| {
        let mut files = acting(text);
        files.insert("site.toml".into(), site.into());
        places(&findings(&files), "undefined-acronym").into_iter().map(|(_, text)| text).collect::<Vec<_>>()
    };
    assert_eq!(found("I checked all MCMs and each MCM, the QZT and `ABCD`.", ""), ["MCMs", "QZT"]);
    assert_eq!(found("I checked all MCMs.", "[glossary]\nMCM = \"a manual change\"\n"), Vec::<String>::new());
    assert_eq!(found("I called the API and the CEO about the MX5 and the B747.", ""), Vec::<String>::new());
}

const PRINCIPLES: [(&str, &str); 2] = [
    ("content/principles/are-right-a-lot.md", "---\ntitle: \"Are Right, A Lot\"\naliases: [Right Often]\n---\n"),
    ("content/principles/dive-deep.md", "---\ntitle: Dive Deep\n---\n"),
];

fn with_principles(more: &[(&str, &str)]) -> Files {
    let mut all = files(&PRINCIPLES);
    all.extend(files(more));
    all
}

const PLAIN: &str = "## Situation\nx\n## Task\nx\n## Action\nx\n## Result\nx\n";

#[test]
fn aliases_become_ids_wherever_they_stand() {
    let story =
        format!("---\ntitle: S\nprinciples: [Are Right A Lot, \"right often\", Dive Deep]\nquestions: [q]\n---\n{PLAIN}See [[Are Right A Lot|this]].\n");
    let before = with_principles(&[
        ("content/stories/s.md", &story),
        ("content/questions/q.md", "---\ntitle: Q?\nprinciples:\n  - Are Right A Lot\n---\n"),
        ("content/interviews/i.md", "---\ntitle: I\nrounds:\n  - {name: R, focus: ['Are Right A Lot', q]}\n---\n"),
        ("content/pages/p.md", "---\ntitle: P\n---\n[[Right Often]] and [[Are Right, A Lot]] and [[dive-deep]]\n"),
    ]);
    let found = findings(&before);
    let texts: Vec<String> = places(&found, "alias-used").into_iter().map(|(_, text)| text).collect();
    assert_eq!(texts, ["Are Right A Lot", "Right Often", "Are Right A Lot", "Are Right A Lot", "right often", "Are Right A Lot"]);
    let after = fixed(&before, &found);
    assert!(!has(&after, "alias-used"));
    assert!(after["content/stories/s.md"].contains("principles: [are-right-a-lot, Dive Deep]"), "{}", after["content/stories/s.md"]);
    assert!(after["content/stories/s.md"].contains("[[are-right-a-lot|this]]"));
}

#[test]
fn asks_are_compared_over_all_lists() {
    let before = files(&[
        ("site.toml", "[marks]\n\"$\" = \"First\"\n"),
        ("content/asks/a.md", "---\ntitle: A\n---\n1. How big is the queue?\n2. Who decides\n   1. Anytime\n3. Why us?\n   1. Anytime\n"),
        ("content/asks/b.md", "---\ntitle: B\n---\n- $ how big is the **queue**\n- Who decides?\n  - my guess: she\n- New one\n\n- why us\n\nText.\n"),
    ]);
    let found = findings(&before);
    let twice = places(&found, "duplicate-ask");
    assert_eq!(twice.iter().map(|(path, _)| path.as_str()).collect::<Vec<_>>(), ["content/asks/b.md"; 3]);
    assert!(found.iter().all(|finding| finding.lint != "duplicate-ask" || finding.related[0].source.path.as_ref() == "content/asks/a.md"));
    let after = fixed(&before, &found);
    assert_eq!(after["content/asks/b.md"], "---\ntitle: B\n---\n- Who decides?\n  - my guess: she\n- New one\n\n\nText.\n");
}

#[test]
fn coverage_counts_events() {
    let story = |front: &str| format!("---\ntitle: S\nprinciples: [dive-deep]\n{front}---\n{PLAIN}");
    let of = |a: &str, b: &str| findings(&with_principles(&[("content/stories/a.md", &story(a)), ("content/stories/b.md", &story(b))]));
    let thin = |a: &str, b: &str| places(&of(a, b), "thin-principle").into_iter().map(|(path, _)| path).collect::<Vec<_>>();
    assert_eq!(thin("", ""), Vec::<String>::new());
    assert_eq!(thin("event: e\n", "event: \" e \"\n"), ["content/principles/dive-deep.md"]);
    assert_eq!(thin("", "status: draft\n"), ["content/principles/dive-deep.md"]);
    assert_eq!(places(&of("", ""), "uncovered-principle"), [("content/principles/are-right-a-lot.md".to_string(), "Are Right, A Lot".to_string())]);
}

#[test]
fn one_principle_by_two_names_counts_once() {
    let many = "ownership, frugality, Dive Deep, dive-deep, Are Right A Lot";
    let story = |names: &str| format!("---\ntitle: S\nprinciples: [{names}]\n---\n{PLAIN}");
    let of = |names: &str| {
        with_principles(&[
            ("content/principles/ownership.md", "---\ntitle: Ownership\n---\n"),
            ("content/principles/frugality.md", "---\ntitle: Frugality\n---\n"),
            ("content/stories/s.md", &story(names)),
        ])
    };
    assert_eq!(places(&findings(&of(many)), "overused-story"), [("content/stories/s.md".to_string(), "Are Right A Lot".to_string())]);
    assert!(!has(&of("ownership, frugality, Dive Deep, dive-deep"), "overused-story"));
}

#[test]
fn loops_are_looked_through() {
    let story = |front: &str| format!("---\ntitle: S\n{front}---\n{PLAIN}");
    let of = |rounds: &str| {
        with_principles(&[
            ("content/questions/q.md", "---\ntitle: Q?\nprinciples: [dive-deep]\n---\n"),
            ("content/stories/a.md", &story("principles: [dive-deep]\nevent: e\n")),
            ("content/stories/b.md", &story("questions: [q]\nevent: e\n")),
            ("content/stories/c.md", &story("principles: [dive-deep]\nstatus: draft\n")),
            ("content/interviews/i.md", &format!("---\ntitle: I\n{rounds}---\n")),
        ])
    };
    let found = |rounds: &str, lint: &str| places(&findings(&of(rounds)), lint).into_iter().map(|(_, text)| text).collect::<Vec<_>>();
    let both = "rounds:\n  - {name: R, focus: [dive-deep], stories: [a]}\n  - {name: T, focus: [q], stories: [b]}\n";
    assert_eq!(found(both, "reused-in-loop"), ["b"]);
    assert_eq!(found(both, "unused-pin"), Vec::<String>::new());
    assert_eq!(found("rounds: [{name: R, focus: [q], stories: [a]}]\n", "unused-pin"), Vec::<String>::new(), "q asks for dive-deep");
    assert_eq!(found("rounds: [{name: R, focus: [dive-deep], stories: [b]}]\n", "unused-pin"), Vec::<String>::new(), "b answers q");
    assert_eq!(found("rounds: [{name: R, focus: [are-right-a-lot], stories: [a, c]}]\n", "unused-pin"), ["a", "c"]);
    assert_eq!(found("rounds: [{name: R, focus: [dive-deep, q, Dive Deep]}]\n", "empty-loop"), ["Dive Deep"]);
    assert_eq!(found("rounds: [{name: R}]\n", "empty-loop"), ["R"]);
    assert_eq!(found("", "empty-loop"), ["I"]);
    assert_eq!(found("round: [{name: R, focus: [q]}]\n", "empty-loop"), Vec::<String>::new(), "the key is the finding");
}

#[test]
fn age_counts_from_the_newest_interview_or_today() {
    let of = |date: &str, interview: &str| {
        let mut files = one(format!("---\ntitle: S\ndate: {date}\n---\n{PLAIN}"));
        if !interview.is_empty() {
            files.insert("content/interviews/i.md".into(), format!("---\ntitle: I\ndate: {interview}\n---\n"));
            files.insert("content/interviews/old.md".into(), "---\ntitle: Old\ndate: 2019-01-01\n---\n".into());
        }
        files
    };
    assert!(!has(&of("2010", ""), "stale-story"), "nobody knows which day it is");
    assert!(has(&of("2021-03-14", "2024-03-15"), "stale-story"));
    assert!(!has(&of("2021-03-14", "2024-03-14"), "stale-story"));
    assert!(!has(&of("2021-03", "2024-03-31"), "stale-story"));
    assert!(has(&of("2021", "2025-01-01"), "stale-story"));
    assert!(!has(&of("2021", "2024-12"), "stale-story"));
    let today = Options { drafts: Drafts::Hidden, today: Some(jiff::civil::date(2024, 3, 15)) };
    assert!(findings_at(&of("2021-03-14", ""), today).iter().any(|finding| finding.lint == "stale-story"));
    assert!(!findings_at(&of("2021-03-15", ""), today).iter().any(|finding| finding.lint == "stale-story"));
}

#[test]
fn bold_labels_become_headings() {
    let before = one("---\ntitle: S\n---\n**Situation:** The job failed.\n\n**Task**: I wanted it to run.\nAll of it.\n\n**Action**\n\nI read its log.\n**Result:** It ran for 2 years.\n".into());
    let found = findings(&before);
    assert_eq!(places(&found, "missing-section").len(), 4);
    let after = fixed(&before, &found);
    assert_eq!(
        after["content/stories/x.md"],
        "---\ntitle: S\n---\n## Situation\n\nThe job failed.\n\n## Task\n\nI wanted it to run.\nAll of it.\n\n## Action\n\nI read its log.\n## Result\n\nIt ran for 2 years.\n"
    );
    assert!(!has(&after, "missing-section") && !has(&after, "empty-section"));
    let unclear =
        one("---\ntitle: S\n---\n**Task:** One.\n\n**Task:** Two.\n\n> **Result:** Theirs.\n\n```\n**Action:** code\n```\n**Situation** was bad.\n".into());
    assert!(findings(&unclear).iter().all(|finding| finding.fix.is_none()));
}

#[test]
fn odd_texts_end() {
    let odd = [
        "\u{201c}",
        "\"a ",
        "'a ",
        "QZX ",
        "and was asked to ",
        "kind of ",
        "**Task** x\n",
        "from a to ",
        "said ",
        "\u{201e}\u{e4}",
        "[",
        "a.",
        "- x\n  ",
        "\u{8cc7}",
    ];
    for piece in odd {
        let text = piece.repeat(12_000 / piece.len());
        findings(&one(story("", &[("Situation", &text), ("Task", &text), ("Action", &text), ("Result", &text)])));
        findings(&files(&[("content/asks/a.md", &format!("---\ntitle: A\n---\n- {text}"))]));
    }
}
