//! What a public build keeps to itself: terms that are replaced everywhere, terms that keep it from being written, and what no build ever publishes.

use crate::handbook::{Finding, Handbook, Run, story};
use crate::markup;
use std::collections::BTreeSet;

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A handbook that says `Qvx` and `Tall & Thin` wherever an author can say something that is published.
fn told_everywhere() -> Handbook {
    let body = "## Situation\n\nThe Qvx team and **Qvx** and `Qvx`.\n\n## The Qvx part\n\nx Tall\n& Thin. A [link to Qvx](https://example.org/Qvx?q=Qvx), <me@Qvx.example>, ![a Qvx picture](../../static/img/Qvx-plan.png), ![far](https://example.org/Qvx.png), ![file](notes/qvx-map.png).\n\n\
                ```Qvx\ncode of Qvx\n```\n\n| Qvx | b |\n| --- | --- |\n| c | Qvx |\n\n## Task\n\nI took [[Qvx care]] and [[noticed|the Qvx question]] on, see [[other-qvx#The Qvx end]] and [here](#the-qvx-part).\n\n\
                ## Action\n\n- [ ] I asked the Qvxes\n- Qvx\n\n## Result\n\nQvx took 3 days less.\n";
    Handbook::new(&[
        (
            "site.toml",
            "title = \"Book of Qvx\"\nauthor = \"Qvx Smith\"\nbase_url = \"https://example.org/\"\n[[story.section]]\nname = \"Situation\"\n[[story.section]]\nname = \"Task\"\n[[story.section]]\nname = \"Action\"\n[[story.section]]\n\
             name = \"Result\"\n[[story.section]]\nname = \"Qvx notes\"\nrequired = false\n[marks]\n\"$\" = \"Qvx first\"\n[theme]\nname = \"mine\"\nfooter = \"For Qvx\"\n[publish]\nindex = true\n\
             redact = {\"Qvx\" = \"the risk check\", \"Tall & Thin\" = \"a shop\"}\n",
        ),
        ("themes/mine/templates/base.html", "{% extends \"default/base.html\" %}{% block head %}<meta name=\"Qvx\" content=\"Qvx\">{% endblock head %}"),
        ("themes/mine/assets/extra.css", "/* Qvx */\n"),
        ("static/img/Qvx-plan.png", "\u{89}PNG no Qvx is replaced in what is no text? This is text."),
        ("static/qvx.txt", "Qvx and Tall & Thin and Tall &amp; Thin\n"),
        ("content/stories/notes/qvx-map.png", "x"),
        ("content/principles/Qvx care.md", "---\ntitle: Qvx care\naliases: [Qvxness]\nframework: Qvx rules\n---\nWhat Qvx means.\n"),
        (
            "content/questions/noticed.md",
            "---\ntitle: When did Qvx go wrong?\nprinciples: [Qvx care]\nsource: Qvx interview\nmarks: [Qvx]\n---\nNotes on Qvx.\n",
        ),
        (
            "content/stories/qvx-story.md",
            &format!(
                "---\ntitle: The Qvx story\nprinciples: [Qvxness]\nquestions: [noticed]\nhook: Qvx saved\ncues: {{Action: Qvx asked}}\nevent: Qvx\ncompany: Tall & Thin\nrole: Qvx maker\n\
                 tags: [Qvx]\n---\n{body}\n## Qvx notes\n\nMore Qvx.\n"
            ),
        ),
        (
            "content/pages/other-qvx.md",
            "---\ntitle: Another Qvx page\n---\n## The Qvx end\n\nBack to [[qvx-story]] and [the story](../stories/qvx-story.md#the-qvx-part).\n",
        ),
        ("content/asks/qvx.md", "---\ntitle: Ask Qvx\naudience: Qvx people\nwhen: during\n---\n## Of Qvx\n\n- $ Where is Qvx?\n"),
        (
            "content/interviews/qvx-loop.md",
            "---\ntitle: Qvx loop\ncompany: Qvx\ndate: 2026-03-01\nrounds:\n  - {name: Qvx round, interviewer: Qvx lady, focus: [Qvx care, noticed], stories: [qvx-story]}\ntold: [The Qvx story]\n---\nQvx asked.\n",
        ),
    ])
}

#[test]
fn terms_are_replaced_in_every_byte_and_name() {
    let handbook = told_everywhere();
    let plain = handbook.build();
    assert!(plain.contains_key("stories/qvx-story.html") && text(&plain["index.html"]).contains("Qvx"), "without --public nothing is replaced");
    let run = handbook.run(&["build", "--public"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let public = handbook.published();
    assert_eq!(public.len(), plain.len(), "{:?}", public.keys());
    for (path, bytes) in &public {
        let text = text(bytes);
        for term in ["Qvx", "Tall & Thin", "Tall &amp; Thin", "Tall\n&amp; Thin"] {
            assert!(
                !path.contains(term) && !text.contains(term),
                "{path}: {:?}",
                text.find(term).map(|at| text[at.saturating_sub(60)..].chars().take(160).collect::<String>())
            );
        }
        let near = text.find("qvx").map(|at| text[..at + 20].chars().rev().take(160).collect::<Vec<_>>().into_iter().rev().collect::<String>());
        assert!(!path.contains("qvx") && near.is_none(), "{path} names an id as it was: {near:?}");
    }
    let page = text(&public["stories/the-risk-check-story.html"]);
    for expected in [
        "The the risk check story",
        "<strong>the risk check</strong>",
        "<code>the risk check</code>",
        "story.html#the-the-risk-check-part\"",
        "id=\"the-the-risk-check-part\"",
        "a shop",
    ] {
        assert!(page.contains(expected), "{expected}: {page}");
    }
    assert!(public.contains_key("principles/the-risk-check-care.html") && public.contains_key("img/the risk check-plan.png"), "{:?}", public.keys());
    assert_eq!(text(&public["the-risk-check.txt"]), "the risk check and a shop and a shop\n");
}

/// Links are resolved before anything is replaced, and lead to where things are published.
#[test]
fn links_of_a_public_build_lead_somewhere() {
    let handbook = told_everywhere();
    handbook.write("site.toml", handbook.read("site.toml").replace("index = true\n", ""));
    handbook.build_with(&["--public"]);
    markup::assert_links_lead_somewhere(&handbook.published());
}

#[test]
fn two_that_become_one_stay_two() {
    let handbook = Handbook::clean_with(&[
        ("site.toml", "[publish]\nredact = {\"Qvx\" = \"tool\", \"Zwv\" = \"tool\"}\n"),
        ("content/stories/qvx.md", &story("One", "event: one\n")),
        ("content/stories/zwv.md", &story("Two", "event: two\n")),
        ("content/stories/tool.md", &story("Three [[qvx]] [[zwv]] [[tool]]", "event: three\n")),
        ("content/pages/x.md", "---\ntitle: X\n---\n[[qvx]] [[zwv]] [[tool]]\n\n## Qvx\n\n## Tool\n\n## Zwv\n\n[a](#qvx) [b](#tool) [c](#zwv)\n"),
    ]);
    let public = handbook.build_with(&["--public"]);
    let page = text(&public["pages/x.html"]);
    for (at, title) in [("tool-2", "One"), ("tool-3", "Two"), ("tool", "Three")] {
        assert!(text(&public[&format!("stories/{at}.html")]).contains(&format!("<h1>{title}")), "{at}");
        assert!(page.contains(&format!("stories/{at}.html\">{title}")), "{page}");
        assert!(page.contains(&format!("id=\"{at}\"")) && page.contains(&format!("x.html#{at}\"")), "{page}");
    }
}

fn refused(run: &Run) {
    assert_eq!(run.status, 1, "{run:?}");
    assert!(run.stderr.contains("nothing was published"), "{}", run.stderr);
}

fn confidential(handbook: &Handbook) -> Vec<Finding> {
    handbook.findings_with(&["--public"]).into_iter().filter(|finding| finding.lint() == "confidential-term").collect()
}

#[test]
fn a_forbidden_term_ends_the_build_wherever_it_is_left() {
    let front = |line: &str| story("S", &format!("event: s\n{line}\n"));
    let in_body = |words: &str| story("S", "event: s\n").replace("The seedlings", words);
    let cases: Vec<(&str, String, &str)> = vec![
        ("content/stories/s.md", front("hook: We saved project zebra"), "project zebra"),
        ("content/stories/s.md", front("company: Project Z\u{e9}bra Ltd"), "Project Z\u{e9}bra"),
        ("content/stories/s.md", front("tags: [project-zebra]"), "project-zebra"),
        ("content/stories/s.md", front("cues: {Action: \"PROJECT ZEBRA\"}"), "PROJECT ZEBRA"),
        ("content/stories/s.md", in_body("The Project\nZebra seedlings"), "Project\nZebra"),
        ("content/stories/s.md", in_body("The **Pro**ject _Zebra_ seedlings"), "Pro**ject _Zebra"),
        ("content/stories/s.md", in_body("The Project&nbsp;&#90;ebra seedlings"), "Project&nbsp;&#90;ebra"),
        ("content/stories/s.md", in_body("[The seedlings](https://example.org/project%20zebra)"), "[The seedlings](https://example.org/project%20zebra)"),
        ("content/stories/s.md", in_body("`project_zebra` seedlings"), "project_zebra"),
        ("content/stories/project-zebra-story.md", front(""), ""),
        ("content/pages/p.md", "---\ntitle: P\n---\nProject\u{ad} Zebras\n".into(), "Project\u{ad} Zebra"),
        ("content/interviews/i.md", "---\ntitle: I\nrounds: [{name: R, interviewer: Project Zebra, focus: [care]}]\n---\n".into(), "Project Zebra"),
        ("static/notes.txt", "see\nProject \\u005aebra".into(), ""),
        ("static/Project Zebra.txt", "x".into(), ""),
        ("static/deep/x.svg", "<svg><text>Project</text><text>Zebra</text></svg>".into(), ""),
        ("static/x.bin", "\u{1}\u{0}PROJECT ZEBRA\u{0}".into(), "PROJECT ZEBRA"),
        ("themes/default/assets/mine.css", "/* project zebra */".into(), "project zebra"),
        (
            "themes/default/templates/404.html",
            "{% extends \"default/404.html\" %}{% block head %}<!-- project zebra -->{% endblock head %}".into(),
            "project zebra",
        ),
    ];
    for (path, content, marked) in cases {
        let handbook = Handbook::clean_with(&[("site.toml", "title = \"T\"\n[publish]\nforbid = [\"Project Zebra\"]\n"), (path, &content)]);
        assert_eq!(handbook.run(&["check", "-q"]).status, 0, "{path}: without --public it is nobody's business");
        let found = confidential(&handbook);
        assert!(found.iter().all(|finding| finding.level() == "error"));
        let paths: BTreeSet<&str> = found.iter().map(Finding::path).collect();
        assert_eq!(paths, BTreeSet::from([path]), "{content}: {found:#?}");
        assert!(
            found.iter().any(|finding| finding.marked(&content) == marked),
            "{content}: {:?}",
            found.iter().map(|finding| finding.marked(&content)).collect::<Vec<_>>()
        );
        handbook.build();
        let before = handbook.published();
        refused(&handbook.run(&["build", "--public"]));
        assert_eq!(handbook.published(), before, "what was published stays as it was");
        refused(&handbook.run(&["build", "--public", "--out", "elsewhere"]));
        assert!(!handbook.path("elsewhere").exists(), "{path}");
    }
}

#[test]
fn settings_are_published_too() {
    for line in ["title = \"Project Zebra\"", "author = \"Project Zebra\"", "[theme]\nfooter = \"Of Project Zebra\"", "[marks]\n\"$\" = \"Project Zebra\""] {
        let handbook = Handbook::clean_with(&[("site.toml", &format!("{line}\n[publish]\nforbid = [\"project zebra\"]\n"))]);
        let found = confidential(&handbook);
        assert_eq!(found.iter().map(Finding::path).collect::<Vec<_>>(), ["site.toml"], "{line}");
        assert_eq!(found[0].marked(&handbook.read("site.toml")), "Project Zebra");
    }
}

#[test]
fn nothing_softens_a_forbidden_term() {
    let handbook = Handbook::clean_with(&[
        ("site.toml", "[lints]\nconfidential-term = \"off\"\n[publish]\nforbid = [\"Zebra\"]\n"),
        (
            "content/stories/s.md",
            &story("S", "event: s\n").replace("## Situation", "<!-- prepgen: allow confidential-term -->\n## Situation\n\nA zebra came.\n"),
        ),
    ]);
    refused(&handbook.run(&["build", "--public"]));
    handbook.write("content/stories/s.md", story("S", "event: s\nstatus: draft\n").replace("## Situation", "## Situation\n\nA zebra came.\n"));
    assert_eq!(handbook.run(&["build", "--public", "-q"]).status, 0, "a draft is not published");
    refused(&handbook.run(&["build", "--public", "--drafts"]));
    handbook.write("content/stories/s.md", story("S", "event: s\n").replace("## Situation", "## Situation\n\nA megazebra came.\n"));
    assert_eq!(handbook.run(&["build", "--public", "-q"]).status, 0, "inside a word it does not count");
}

#[test]
fn what_is_replaced_is_not_left() {
    let handbook = Handbook::clean_with(&[
        ("site.toml", "[publish]\nredact = {\"Project Zebra\" = \"a tool\"}\nforbid = [\"project zebra\"]\n"),
        ("content/stories/project-zebra.md", &story("On Project Zebra", "event: s\n").replace("The seedlings", "The Project\nZebra seedlings")),
    ]);
    handbook.build_with(&["--public"]);
    assert!(handbook.page("stories/a-tool.html").contains("The a tool seedlings"));
    handbook.write("content/pages/p.md", "---\ntitle: P\n---\nA project zebra.\n");
    assert_eq!(
        confidential(&handbook).iter().map(Finding::place).collect::<Vec<_>>(),
        ["pages/p.md:4:3 error confidential-term"],
        "another spelling is not replaced"
    );
}

#[test]
fn files_of_other_encodings_hold_no_term() {
    let utf16 = |text: &str| -> Vec<u8> { format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect() };
    let site = "[publish]\nredact = {\"Qvx team\" = \"the \u{e9}quipe\"}\nforbid = [\"Project Zebra\", \"\u{41f}\u{440}\u{43e}\u{435}\u{43a}\u{442}\"]\n";
    let handbook = Handbook::clean_with(&[("site.toml", site)]);
    for bytes in [
        b"caf\xe9 Project&nbsp;Zebra".to_vec(),
        b"caf\xe9 <b>Project</b> Zebra".to_vec(),
        b"Project Z\xe9bra".to_vec(),
        utf16("\u{43f}\u{440}\u{43e}\u{435}\u{43a}\u{442}"),
        b"Project &#90ebra".to_vec(),
        b"Project&nbspZebra".to_vec(),
        b"Project<br title=\">\">Zebra".to_vec(),
    ] {
        handbook.write("static/x.txt", &bytes);
        refused(&handbook.run(&["build", "--public"]));
    }
    for (bytes, expected) in
        [(b"caf\xe9, Qvx\n team".to_vec(), b"caf\xe9, the \xe9quipe".to_vec()), (utf16("of Qvx team, \u{416}"), utf16("of the \u{e9}quipe, \u{416}"))]
    {
        handbook.write("static/x.txt", &bytes);
        assert_eq!(handbook.build_with(&["--public"])["x.txt"], expected);
    }
    handbook.write("site.toml", site.replace("the \u{e9}quipe", "\u{416}"));
    handbook.write("static/x.txt", b"caf\xe9, Qvx team");
    let run = handbook.run(&["build", "--public"]);
    refused(&run);
    assert!(run.stderr.contains("static/x.txt") && run.stderr.contains("`Qvx team`"), "{}", run.stderr);
}

#[test]
fn a_term_that_is_none_is_told() {
    for terms in ["[\"\"]", "[\"Zebra\", \" - \"]"] {
        let handbook = Handbook::clean_with(&[("site.toml", &format!("[publish]\nforbid = {terms}\n"))]);
        let run = handbook.run(&["build", "--public"]);
        assert!(run.status == 2 && run.stderr.contains("neither letter nor digit"), "{run:?}");
    }
}

/// What no build publishes, public or not: a word for each place where an author may keep something to himself.
#[test]
fn what_is_not_published_never_leaves() {
    let handbook = Handbook::clean_with(&[
        ("site.toml", "# canaryone\ntitle = \"T\"\n[glossary]\nCANARYTWO = \"canarythree\"\n[publish]\nredact = {\"canaryfour\" = \"x\"}\nforbid = [\"canaryfive\"]\n"),
        (
            "content/stories/s.md",
            &story("S", "event: canarysix\n# canaryseven\n").replace(
                "The seedlings",
                "<!-- canaryeight -->\n\n<!--\ncanarynine\n-->\n\nThe <!-- canaryten --> seedlings [x][canaryeleven]\n\n- a <!-- canarytwelve -->\n\n> <!-- canarythirteen\n\n[canaryeleven]: https://example.org/ \"canaryfifteen\"\n[unused]: https://example.org/canarysixteen\n\n",
            ),
        ),
        ("content/stories/draft.md", &story("A canaryseventeen", "principles: [care]\nevent: canaryeighteen\nhook: canarynineteen\nstatus: draft\n")),
        ("content/stories/_canarytwenty.md", "canarytwentyone"),
        ("content/stories/.canarytwentytwo.md", "canarytwentythree"),
        ("content/stories/canarytwentyfour.txt", "canarytwentyfive"),
        ("content/principles/alone.md", "---\ntitle: Alone\norder: 3\n---\n"),
        ("content/interviews/i.md", "---\ntitle: I\nrounds: [{name: R, focus: [care], stories: [draft]}]\ntold: [draft]\n---\n"),
        ("content/pages/p.md", "---\ntitle: P\n---\nSee [[draft]] and [mine](../stories/draft.md).\n"),
        ("static/.canarytwentysix", "canarytwentyseven"),
        ("notes/canarytwentyeight.md", "canarytwentynine"),
    ]);
    let root = handbook.root().display().to_string();
    let real = handbook.root().canonicalize().unwrap().display().to_string();
    for options in [&["build", "-q"][..], &["build", "-q", "--public"]] {
        let run = handbook.run(options);
        assert_eq!(run.status, 0, "{}", run.stderr);
        for (path, bytes) in handbook.published() {
            let text = text(&bytes).to_lowercase();
            let at = text.find("canary").map(|at| text[at.saturating_sub(40)..].chars().take(100).collect::<String>());
            assert!(at.is_none() && !path.contains("canary"), "{path}: {at:?}");
            for secret in ["somebody-at-home", &root, &real] {
                assert!(!text.contains(&secret.to_lowercase()), "{path} tells {secret}");
            }
        }
    }
}

/// What cannot be replaced in a file without breaking it is told, and nothing is written.
#[test]
fn a_picture_that_says_a_term_is_not_published() {
    let handbook = Handbook::clean_with(&[("site.toml", "[publish]\nredact = {\"NAC\" = \"the risk check\"}\n")]);
    handbook.write("static/words.txt", b"caf\xe9 and NAC");
    let public = handbook.build_with(&["--public"]);
    assert_eq!(public["words.txt"], b"caf\xe9 and the risk check");
    handbook.write("static/plan.png", b"\x89PNG\r\n\x1a\n\0\0tEXtComment\0NAC, before the launch\0");
    let run = handbook.run(&["build", "--public"]);
    assert_eq!(run.status, 1, "{}", run.stderr);
    assert!(run.stderr.contains("static/plan.png") && run.stderr.contains("confidential-term"), "{}", run.stderr);
    assert_eq!(handbook.run(&["build"]).status, 0, "only a public build is asked");
}
