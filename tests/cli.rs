//! The command line as its users meet it: what goes to which stream, and with which status it ends.

use crate::handbook::{CLEAN, Handbook, Run, files, story};
use serde_json::{Value, json};
use std::process::Stdio;

/// A run as a person would copy it from the terminal.
fn transcript(args: &[&str], run: &Run) -> String {
    let mut text = format!("$ prepgen {}\n", args.join(" "));
    for (name, stream) in [("stdout", &run.stdout), ("stderr", &run.stderr)] {
        if !stream.is_empty() {
            text.push_str(&format!("--- {name}\n{stream}"));
        }
    }
    text + &format!("--- status {}\n", run.status)
}

fn on(handbook: &Handbook, args: &[&str]) -> String {
    transcript(args, &handbook.run(args))
}

/// A handbook with findings of several kinds, on lines with letters of more than one byte.
fn flawed() -> Handbook {
    let flawed = Handbook::clean();
    flawed.write(
        "content/stories/bridge.md",
        "---\ntitle: Über die Brücke\nprinciples: [care, ownershp, dpeth]\nhok: Ein Weg für 12 Leute\n---\n## Situation\n\n\
         Ein Bach lag im Weg. Näheres steht in [[lampe]].\n\n## Action\n\nTODO\n\n## Result\n\n12 neighbours cross it.\n\n## Task\n\nI wanted dry feet.\n\n\
         ## Learning\n\nI learned to ask first.\n",
    );
    flawed.write("content/story/lost.md", "---\ntitle: Lost\n---\n");
    flawed
}

#[test]
fn alone_it_says_what_to_do() {
    insta::assert_snapshot!(on(&Handbook::clean(), &[]));
}

#[test]
fn help() {
    insta::assert_snapshot!(on(&Handbook::clean(), &["--help"]));
}

#[test]
fn help_of_every_command() {
    let handbook = Handbook::clean();
    let commands: Vec<String> = handbook
        .run(&["--help"])
        .stdout
        .lines()
        .skip_while(|line| *line != "Commands:")
        .skip(1)
        .take_while(|line| !line.is_empty())
        .map(|line| line.split_whitespace().next().unwrap().to_string())
        .collect();
    assert!(commands.len() >= 6, "{commands:?}");
    for command in commands.iter().filter(|command| *command != "help") {
        let run = handbook.run(&[command, "--help"]);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""));
        assert!(run.stdout.contains(&format!("Usage: prepgen {command}")), "{}", run.stdout);
        // A command's line in the list of commands is the first line of its own help.
        let about = run.stdout.lines().next().unwrap();
        assert!(about.chars().next().is_some_and(char::is_uppercase) && !about.ends_with('.'), "{about}");
    }
}

#[test]
fn the_manual_is_one_page_with_every_command() {
    let handbook = Handbook::clean();
    let page = handbook.run(&["man"]).stdout;
    assert!(page.starts_with(".ie"), "{page}");
    for command in
        ["init", "import", "check", "build", "serve", "cheatsheet", "new", "plan", "debrief", "rename", "stats", "explain", "schema", "completions", "man"]
    {
        assert_eq!(page.matches(&format!(".SS \"prepgen {command}\"\n")).count(), 1, "{command}");
    }
    assert!(page.contains("\\-\\-told") && page.contains("EXIT STATUS"), "{page}");
    assert!(!page.contains("prepgen\\-init(1)"), "it names no page that is not there");
    assert_eq!(page.matches("\n\\fB\\-\\-root\\fR").count(), 1, "common options stand there once: {page}");
}

#[test]
fn version() {
    let run = Handbook::clean().run(&["--version"]);
    assert_eq!((run.status, run.stdout, run.stderr), (0, format!("prepgen {}\n", env!("CARGO_PKG_VERSION")), String::new()));
}

#[test]
fn check_without_findings() {
    insta::assert_snapshot!(on(&Handbook::clean(), &["check"]));
}

#[test]
fn check_for_people() {
    insta::assert_snapshot!(on(&flawed(), &["check"]));
}

#[test]
fn check_for_programs() {
    insta::assert_snapshot!(on(&flawed(), &["check", "--format", "json"]));
}

#[test]
fn check_for_scanners() {
    let text = on(&flawed(), &["check", "--format", "sarif"]);
    // The rules repeat what `explain` says of every lint; the results are what this handbook has. A rule's number changes with each lint that is added.
    let mut json: Value = serde_json::from_str(text.split_once("--- stdout\n").unwrap().1.split_once("--- status").unwrap().0).unwrap();
    for result in json["runs"][0]["results"].as_array_mut().unwrap() {
        result.as_object_mut().unwrap().remove("ruleIndex");
    }
    insta::assert_snapshot!(serde_json::to_string_pretty(&json["runs"][0]["results"]).unwrap());
}

#[test]
fn check_for_github() {
    insta::assert_snapshot!(on(&flawed(), &["check", "--format", "github"]));
}

#[test]
fn build_says_what_it_did() {
    let handbook = Handbook::clean();
    let first = on(&handbook, &["build"]);
    let again = on(&handbook, &["build"]);
    handbook.remove("content/pages/route.md");
    insta::assert_snapshot!([first, again, on(&handbook, &["build"]), on(&handbook, &["build", "-q"])].concat());
}

#[test]
fn build_with_errors_publishes_nothing() {
    let handbook = flawed();
    let run = handbook.run(&["build"]);
    assert_eq!((run.status, run.stdout.as_str()), (1, ""));
    assert!(run.stderr.contains("unknown-principle") && run.stderr.ends_with("nothing was published: mend the errors above\n"), "{}", run.stderr);
    assert!(!handbook.path("public").exists());
}

#[test]
fn stats_for_people() {
    insta::assert_snapshot!(on(&Handbook::clean(), &["stats"]));
}

#[test]
fn stats_for_programs() {
    let run = Handbook::clean().run(&["stats", "--format", "json"]);
    let json: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((run.status, &json["version"]), (0, &json!(1)));
    assert_eq!(json["principles"][0], json!({"id": "care", "title": "Care", "events": 2, "gap": false, "stories": ["lamp", "ledger"], "drafts": []}));
    let story = &json["stories"][0];
    assert_eq!((&story["id"], &story["draft"], &story["event"]), (&json!("lamp"), &json!(false), &json!("lamp")));
    let words: u64 = story["sections"].as_array().unwrap().iter().map(|section| section["words"].as_u64().unwrap()).sum();
    assert_eq!(story["words"], json!(words), "the sections' words are the story's");
    assert_eq!(story["seconds"].as_u64().unwrap(), (words * 60 + 70) / 140);
    assert_eq!(json["questions"][0]["answered"], json!(true));
}

/// The shape that SPEC section 3 promises, key by key.
#[test]
fn json_has_the_promised_shape() {
    let handbook = flawed();
    let run = handbook.run(&["check", "--format", "json"]);
    assert_eq!((run.status, run.stderr.as_str()), (1, ""));
    let json: Value = serde_json::from_str(&run.stdout).unwrap();
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&json), ["counts", "diagnostics", "version"]);
    assert_eq!(json["version"], json!(1));
    assert_eq!(keys(&json["counts"]), ["asks", "errors", "infos", "interviews", "pages", "principles", "questions", "stories", "warnings"]);
    assert_eq!(json["counts"]["stories"], json!(3));
    let mut counted = [0; 3];
    for diagnostic in json["diagnostics"].as_array().unwrap() {
        assert_eq!(keys(diagnostic), ["fix", "help", "level", "lint", "message", "path", "related", "span"]);
        counted[["error", "warning", "info"].iter().position(|level| diagnostic["level"] == *level).unwrap()] += 1;
        for end in ["start", "end"] {
            assert_eq!(keys(&diagnostic["span"][end]), ["byte", "column", "line"]);
        }
        for related in diagnostic["related"].as_array().unwrap() {
            assert_eq!(keys(related), ["message", "path", "span"]);
        }
        if !diagnostic["fix"].is_null() {
            assert_eq!(keys(&diagnostic["fix"]), ["edits"]);
            assert_eq!(keys(&diagnostic["fix"]["edits"][0]), ["byte_end", "byte_start", "text"]);
        }
    }
    assert_eq!(json!(counted), json!([json["counts"]["errors"], json["counts"]["warnings"], json["counts"]["infos"]]));
}

/// What the program says of a place agrees with the file, counted independently here.
fn assert_places_agree(handbook: &Handbook) -> usize {
    let findings = handbook.findings();
    for finding in &findings {
        let text = if handbook.path(finding.path()).exists() { handbook.read(finding.path()) } else { String::new() };
        for end in ["start", "end"] {
            let (line, column, byte) = finding.point(end);
            let before = &text[..byte];
            let line_text = before.rsplit('\n').next().unwrap().trim_start_matches('\u{feff}');
            let counted = (before.matches('\n').count() as u64 + 1, line_text.chars().count() as u64 + 1);
            assert_eq!((line, column), counted, "{finding:?}");
        }
    }
    findings.len()
}

#[test]
fn places_are_right_on_lines_of_any_kind() {
    let handbook = flawed();
    assert!(assert_places_agree(&handbook) >= 6);
    let text = handbook.read("content/stories/bridge.md");
    let find = |handbook: &Handbook, lint: &str| handbook.findings().into_iter().find(|finding| finding.lint() == lint).unwrap_or_else(|| panic!("no {lint}"));
    assert_eq!(find(&handbook, "unknown-principle").marked(&text), "ownershp");
    assert_eq!(find(&handbook, "unknown-key").marked(&text), "hok");
    assert_eq!(find(&handbook, "broken-link").marked(&text), "[[lampe]]");

    for (name, changed) in
        [("BOM", format!("\u{feff}{text}")), ("CRLF", text.replace('\n', "\r\n")), ("both", format!("\u{feff}{}", text.replace('\n', "\r\n")))]
    {
        handbook.write("content/stories/bridge.md", &changed);
        assert!(assert_places_agree(&handbook) >= 6, "{name}");
        let other = find(&handbook, "broken-link");
        assert_eq!((other.marked(&changed), other.point("start").0, other.point("start").1), ("[[lampe]]", 8, 39), "{name}");
        assert_eq!(find(&handbook, "unknown-principle").marked(&changed), "ownershp", "{name}");
    }
}

#[test]
fn fixes_apply_and_mend() {
    for (bom, ending) in [("", "\n"), ("\u{feff}", "\r\n")] {
        let handbook = flawed();
        let path = "content/stories/bridge.md";
        let mut text = bom.to_string() + &handbook.read(path).replace('\n', ending);
        handbook.write(path, &text);
        let findings = handbook.findings();
        let mut edits: Vec<(usize, usize, String)> = Vec::new();
        for edit in findings.iter().filter_map(|finding| finding.0["fix"]["edits"].as_array()).flatten() {
            edits.push((edit["byte_start"].as_u64().unwrap() as usize, edit["byte_end"].as_u64().unwrap() as usize, edit["text"].as_str().unwrap().into()));
        }
        edits.sort();
        assert!(edits.windows(2).all(|pair| pair[0].1 <= pair[1].0), "edits overlap: {edits:?}");
        assert!(edits.len() >= 2, "{edits:?}");
        for (start, end, new) in edits.iter().rev() {
            text.replace_range(*start..*end, new);
        }
        assert!(text.contains("principles: [care, ownershp, depth]") && text.contains("hook: Ein Weg"), "{text}");
        handbook.write(path, &text);
        let left: Vec<String> = handbook.findings().iter().filter(|finding| !finding.0["fix"].is_null()).map(|finding| finding.place()).collect();
        assert_eq!(left, [""; 0]);
    }
}

/// The parts of SARIF 2.1.0 that its schema demands of a log like ours. The schema itself is applied in tests/browser, where a package brings it.
#[test]
fn sarif_holds_together() {
    let run = flawed().run(&["check", "--format", "sarif"]);
    let json: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((run.status, &json["version"]), (1, &json!("2.1.0")));
    let one = &json["runs"][0];
    let rules = one["tool"]["driver"]["rules"].as_array().unwrap();
    let ids: Vec<&str> = rules.iter().map(|rule| rule["id"].as_str().unwrap()).collect();
    assert!(ids.windows(2).all(|pair| pair[0] < pair[1]), "each rule once: {ids:?}");
    assert_eq!(one["columnKind"], json!("unicodeCodePoints"));
    let results = one["results"].as_array().unwrap();
    assert!(results.len() >= 6);
    for result in results {
        let index = result["ruleIndex"].as_u64().unwrap() as usize;
        assert_eq!(result["ruleId"], json!(ids[index]));
        assert!(["error", "warning", "note"].contains(&result["level"].as_str().unwrap()));
        assert!(!result["message"]["text"].as_str().unwrap().is_empty());
        let place = &result["locations"][0]["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str().unwrap();
        assert!(uri.starts_with("content/") && !uri.contains(' '), "{uri}");
        let region = &place["region"];
        for key in ["startLine", "startColumn", "endLine", "endColumn"] {
            assert!(region[key].as_u64().unwrap() >= 1, "{region}");
        }
        assert!(region["byteLength"].is_u64() && region["byteOffset"].is_u64());
    }
}

#[test]
fn github_lines_escape_what_would_end_them() {
    let handbook = Handbook::clean_with(&[("content/stories/a,b: 100%.md", &story("A", "principles: [\"50%, a: b\"]\n"))]);
    let run = handbook.run(&["check", "--format", "github"]);
    let line = run.stdout.lines().find(|line| line.contains("unknown-principle")).unwrap();
    let (head, message) = line.strip_prefix("::").unwrap().split_once("::").unwrap();
    assert!(head.starts_with("error file=content/stories/a%2Cb%3A 100%25.md,line=3,"), "{line}");
    assert!(message.starts_with("no principle is called `50%25, a: b`") && message.contains("%0Ahelp: "), "{line}");
}

#[test]
fn explain_lists_every_lint_and_tells_each() {
    let handbook = Handbook::clean();
    let list = handbook.run(&["explain"]);
    let names: Vec<&str> = list.stdout.lines().map(|line| line.split_whitespace().next().unwrap()).collect();
    assert!(names.len() >= 22 && names.windows(2).all(|pair| pair[0] < pair[1]), "{names:?}");
    for (name, line) in names.iter().zip(list.stdout.lines()) {
        let run = handbook.run(&["explain", name]);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{name}");
        let level = line.split_whitespace().nth(1).unwrap();
        assert!(run.stdout.starts_with(&format!("{name} ({level} by default)\n\nFinds ")), "{}", run.stdout);
        for part in ["\nBad:\n\n    ", "\nGood:\n\n    "] {
            assert!(run.stdout.contains(part), "{name} lacks {part:?}\n{}", run.stdout);
        }
        assert!(run.stdout.lines().all(|line| line.trim_end() == line), "{name}: spaces at a line's end");
    }
    let unknown = handbook.run(&["explain", "no-metrik"]);
    assert_eq!(
        (unknown.status, unknown.stdout.as_str(), unknown.stderr.as_str()),
        (2, "", "error: no lint is called `no-metrik`; did you mean `no-metric`?\n")
    );
}

#[test]
fn explain_one() {
    insta::assert_snapshot!(on(&Handbook::clean(), &["explain", "unknown-key"]));
}

#[test]
fn completions_for_every_shell() {
    let handbook = Handbook::clean();
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let run = handbook.run(&["completions", shell]);
        assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{shell}");
        for word in ["check", "build", "explain", "strict"] {
            assert!(run.stdout.contains(word), "{shell} lacks {word}");
        }
    }
    let bash = handbook.run(&["completions", "bash"]).stdout;
    handbook.write("completions.bash", bash);
    let checked = std::process::Command::new("bash").arg("-n").arg(handbook.path("completions.bash")).output().unwrap();
    assert!(checked.status.success(), "{}", String::from_utf8_lossy(&checked.stderr));
    assert_eq!(handbook.run(&["completions", "tcsh"]).status, 2);
}

#[test]
fn new_makes_a_file_that_check_can_read() {
    let titles = [
        ("A plain title", "a-plain-title"),
        ("She said: \"no\" -- and it's 100% #1", "she-said-no-and-it-s-100-1"),
        ("\u{8cc7}\u{6599}\u{5eab} \u{9077}\u{79fb}", "\u{8cc7}\u{6599}\u{5eab}-\u{9077}\u{79fb}"),
        ("  no ", "no"),
        ("[brackets] {braces} & *stars*", "brackets-braces-stars"),
        ("1.10", "1-10"),
        ("- dash", "dash"),
        ("C:\\temp ends in a colon:", "c-temp-ends-in-a-colon"),
    ];
    for kind in ["story", "question", "principle", "asks", "interview", "page"] {
        let handbook = Handbook::new(&[("site.toml", "")]);
        for (title, id) in titles {
            let run = handbook.run(&["new", kind, "--", title]);
            assert_eq!((run.status, run.stderr.as_str()), (0, ""), "{kind} {title:?}");
            let path = run.stdout.trim_end();
            assert!(path.ends_with(&format!("/{id}.md")) && handbook.path(path).is_file(), "{run:?}");
        }
        let findings = handbook.findings();
        let unreadable: Vec<_> =
            findings.iter().filter(|finding| ["invalid-front-matter", "unknown-key", "missing-title", "invalid-id"].contains(&finding.lint())).collect();
        assert!(unreadable.is_empty(), "{kind}: {unreadable:?}");
        assert!(findings.iter().all(|finding| finding.level() != "error"), "a new {kind} is no error: {findings:?}");
        let titles: Vec<String> = titles.iter().map(|(title, _)| title.trim().to_string()).collect();
        assert_eq!(read_titles(&handbook, kind), titles.iter().cloned().collect::<std::collections::BTreeSet<_>>(), "{kind}");
    }
}

/// The titles that the published site shows of a kind, drafts included.
fn read_titles(handbook: &Handbook, kind: &str) -> std::collections::BTreeSet<String> {
    let published = handbook.build_with(&["--drafts"]);
    let folder = match kind {
        "story" => "stories/",
        "question" => "questions/",
        "principle" => "principles/",
        "interview" => "interviews/",
        "page" => "pages/",
        _ => "asks.html",
    };
    let pages = published.iter().filter(|(path, _)| path.starts_with(folder) && path.ends_with(".html"));
    let heading = if kind == "asks" { "h2" } else { "h1" };
    let mut titles = std::collections::BTreeSet::new();
    for (_, bytes) in pages {
        let page = String::from_utf8_lossy(bytes);
        for part in page.split(&format!("<{heading}")).skip(1) {
            let inner = part.split_once('>').unwrap().1.split(&format!("</{heading}>")).next().unwrap();
            let text: String =
                inner.split('<').enumerate().map(|(at, part)| if at == 0 { part } else { part.split_once('>').map_or("", |(_, text)| text) }).collect();
            titles.insert(crate::markup::unescape(text.trim()));
        }
    }
    titles
}

#[test]
fn new_never_changes_a_file_that_exists() {
    let handbook = Handbook::clean();
    let before = files(&handbook.root());
    let run = handbook.run(&["new", "story", "Lamp"]);
    assert_eq!((run.status, run.stdout.as_str(), run.stderr.as_str()), (2, "", "error: the story `lamp` is there already: content/stories/lamp.md\n"));
    // A file in a sub-folder has the same id.
    handbook.write("content/stories/work/bridge.md", story("Bridge", ""));
    assert_eq!(handbook.run(&["new", "story", "bridge"]).status, 2);
    // A file that is no entry is still there.
    handbook.write("content/pages/_Hidden.md", "mine");
    for (kind, title) in [("story", "!!!"), ("tale", "x"), ("story", "")] {
        let run = handbook.run(&["new", kind, title]);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{kind} {title:?}");
    }
    for (path, bytes) in &before {
        assert_eq!(&std::fs::read(handbook.path(path)).unwrap(), bytes, "{path}");
    }
}

#[test]
fn new_opens_the_editor_that_the_environment_names() {
    let handbook = Handbook::clean();
    let output = handbook.command(&["new", "page", "Packing", "--edit"]).env("VISUAL", "cp /dev/null").output().unwrap();
    assert_eq!(handbook.finish(output).status, 0);
    assert_eq!(handbook.read("content/pages/packing.md"), "", "the editor had the file");
    let run = handbook.finish(handbook.command(&["new", "page", "Other", "--edit"]).output().unwrap());
    assert_eq!(run.status, 2);
    assert!(run.stderr.contains("EDITOR"), "{}", run.stderr);
}

#[test]
fn new_refuses_to_write_through_links() {
    let handbook = Handbook::new(&[("site.toml", "")]);
    std::fs::create_dir_all(handbook.home().join("elsewhere")).unwrap();
    handbook.write("content/pages/a.md", "---\ntitle: A\n---\n");
    std::os::unix::fs::symlink(handbook.home().join("elsewhere"), handbook.path("content/stories")).unwrap();
    let run = handbook.run(&["new", "story", "Through"]);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{run:?}");
    assert!(files(&handbook.home()).is_empty());
}

#[test]
fn statuses() {
    let draft = story("Draft", "status: draft\nprinciples: [nobody]\n");
    let warning = story("Numberless", "principles: [care]\n").replace("All 40 trays were sold, against 22 the year before.", "The trays were sold.");
    let ready = draft.replace("status: draft\n", "");
    let with = |path: &str, text: &str| Handbook::clean_with(&[(path, text)]);
    let story = "content/stories/x.md";
    let cases: &[(&str, Handbook, &[&str], i32)] = &[
        ("fine", Handbook::clean(), &["check"], 0),
        ("fine and strict", Handbook::clean(), &["check", "--strict"], 0),
        ("an error", with(story, &ready), &["check"], 1),
        ("an error, build", with(story, &ready), &["build"], 1),
        ("a warning", with(story, &warning), &["check"], 0),
        ("a warning and strict", with(story, &warning), &["check", "--strict"], 1),
        ("a warning, build", with(story, &warning), &["build"], 0),
        ("a warning, build and strict", with(story, &warning), &["build", "--strict"], 1),
        ("an error in a draft", with(story, &draft), &["check"], 0),
        ("an error in a draft, strict", with(story, &draft), &["check", "--strict"], 1),
        ("an error in a draft judged as ready", with(story, &draft), &["check", "--drafts"], 1),
        ("an error in a draft, published", with(story, &draft), &["build", "--drafts"], 0),
        ("a broken site.toml", with("site.toml", "titel = 1"), &["check"], 2),
        ("a broken site.toml, build", with("site.toml", "titel = 1"), &["build"], 2),
        ("a broken site.toml, stats", with("site.toml", "titel = 1"), &["stats"], 2),
        ("a broken site.toml, new", with("site.toml", "titel = 1"), &["new", "story", "x"], 2),
        ("an unknown option", Handbook::clean(), &["check", "--strikt"], 2),
        ("an unknown command", Handbook::clean(), &["chek"], 2),
        ("an unknown format", Handbook::clean(), &["check", "--format", "xml"], 2),
        ("no arguments", Handbook::clean(), &[], 2),
        ("quiet and loud", Handbook::clean(), &["check", "-q", "-v"], 2),
        ("no folder", Handbook::clean(), &["check", "--root", "nowhere"], 2),
        ("no handbook", Handbook::clean(), &["check", "--root", "content/stories/.."], 2),
        ("errors in stats", with(story, &ready), &["stats"], 0),
    ];
    for (name, handbook, args, status) in cases {
        let run = handbook.run(args);
        assert_eq!(run.status, *status, "{name}: {run:?}");
        assert!(*status != 2 || !run.stderr.is_empty() || run.stdout.contains("invalid-config"), "{name} says why: {run:?}");
    }
}

#[test]
fn the_root_is_the_nearest_parent_with_a_site_toml() {
    let handbook = Handbook::clean();
    let mut inside = handbook.command(&["check"]);
    let run = handbook.finish(inside.current_dir(handbook.path("content/stories")).output().unwrap());
    assert_eq!((run.status, run.stdout.as_str()), (0, "2 stories, 1 question, 2 principles: 0 errors, 0 warnings, 0 infos\n"));
    let mut outside = handbook.command(&["check"]);
    let run = handbook.finish(outside.current_dir(handbook.home()).output().unwrap());
    assert_eq!((run.status, run.stdout.as_str()), (2, ""));
    assert!(run.stderr.contains("no handbook"), "{}", run.stderr);
    let mut named = handbook.command(&["check", "--root", "../book"]);
    assert_eq!(handbook.finish(named.current_dir(handbook.home()).output().unwrap()).status, 0);
}

const BROKEN_SITE: &str = "titel = \"A\"\nlanguage = 7\n\n[story]\nwords_per_minute = \"fast\"\n\n[lints]\nno-metrics = \"off\"\nno-metric = \"loud\"\n\n[theme]\nacent = \"#fff\"\n\n[marks]\n\"$\" = true\n";

#[test]
fn a_broken_site_toml_tells_all_at_once() {
    let handbook = Handbook::clean_with(&[("site.toml", BROKEN_SITE)]);
    insta::assert_snapshot!(on(&handbook, &["check"]));
    let build = handbook.run(&["build"]);
    assert_eq!((build.status, build.stdout.as_str(), build.stderr), (2, "", handbook.run(&["check"]).stdout));
}

#[test]
fn a_broken_site_toml_is_told_to_programs_too() {
    let handbook = Handbook::clean_with(&[("site.toml", &format!("\u{feff}{BROKEN_SITE}"))]);
    let run = handbook.run(&["check", "--format", "json"]);
    assert_eq!(run.status, 2);
    let findings = handbook.findings();
    let found: Vec<(&str, String)> = findings
        .iter()
        .map(|finding| (finding.marked(&format!("\u{feff}{BROKEN_SITE}")).to_string(), finding))
        .map(|(marked, finding)| (finding.lint(), marked))
        .collect();
    let expected = ["titel", "7", "\"fast\"", "no-metrics", "\"loud\"", "acent", "true"].map(|marked| ("invalid-config", marked.to_string()));
    assert_eq!(found, expected);
    let helps: Vec<&str> = findings.iter().map(|finding| finding.help()).filter(|help| help.starts_with("did you mean")).collect();
    assert_eq!(helps, ["did you mean `title`?", "did you mean `no-metric`?", "did you mean `accent`?"]);
}

#[test]
fn a_site_toml_that_is_no_toml_is_told_at_its_place() {
    for text in ["title = \n", "title = \"open\n", "[[lints]\n", "a = 1\na = 2\n", "title = \u{1}\n"] {
        let handbook = Handbook::clean_with(&[("site.toml", text)]);
        let findings = handbook.findings();
        assert!(
            !findings.is_empty() && findings.iter().all(|finding| finding.lint() == "invalid-config" && finding.path() == "site.toml"),
            "{text:?}: {findings:?}"
        );
        assert_eq!(handbook.run(&["check"]).status, 2, "{text:?}");
    }
    let handbook = Handbook::clean_with(&[("site.toml", "\u{feff}title = \"With a mark\"\r\n")]);
    assert_eq!(handbook.places(), [""; 0], "a byte-order mark and Windows line ends are fine");
    let handbook = Handbook::clean();
    handbook.write("site.toml", b"title = \"\xff\"\n");
    assert_eq!((handbook.run(&["check"]).status, handbook.places()), (2, vec!["site.toml:1:10 error invalid-config".to_string()]));
}

#[test]
fn build_tells_what_is_wrong_with_site_toml_in_the_form_that_was_asked_for() {
    let handbook = Handbook::clean_with(&[("site.toml", "titel = 1\n")]);
    let run = handbook.run(&["build", "--format", "json"]);
    let object: Value = serde_json::from_str(&run.stdout).unwrap();
    assert_eq!((run.status, &object["diagnostics"][0]["lint"], run.stderr.as_str()), (2, &json!("invalid-config"), ""));
}

#[test]
fn results_go_to_stdout_and_the_rest_to_stderr() {
    let handbook = flawed();
    for format in ["human", "json", "sarif", "github"] {
        let check = handbook.run(&["check", "--format", format]);
        let build = handbook.run(&["build", "--format", format]);
        assert!(!check.stdout.is_empty() && check.stderr.is_empty(), "{format}");
        if matches!(format, "json" | "sarif") {
            assert_eq!((build.stdout, build.stderr.lines().count()), (check.stdout, 1), "{format}: one object, and a word beside it");
        } else {
            assert!(build.stdout.is_empty() && build.stderr.starts_with(&check.stdout), "{format}: the same findings, on the side");
        }
    }
}

#[test]
fn names_of_sections_steer_no_terminal() {
    let handbook = Handbook::clean_with(&[("site.toml", "[[story.section]]\nname = \"\\u001b[2J\"\n[[story.section]]\nname = \"Action\"\n")]);
    let run = handbook.run(&["stats"]);
    assert!(run.status == 0 && !run.stdout.contains('\u{1b}'), "{:?}", run.stdout);
}

#[test]
fn colour_only_where_it_is_asked_for() {
    let handbook = flawed();
    let colourful = |args: &[&str], settings: &[(&str, &str)]| {
        let output = handbook.command(args).env_remove("NO_COLOR").envs(settings.iter().copied()).output().unwrap();
        handbook.finish(output).stdout.contains('\u{1b}')
    };
    assert!(!colourful(&["check"], &[]), "no terminal, no colour");
    assert!(!colourful(&["check", "--color", "never"], &[]));
    assert!(colourful(&["check", "--color", "always"], &[]));
    assert!(colourful(&["check", "--color", "always"], &[("NO_COLOR", "1")]), "the option says more than the environment");
    assert!(!colourful(&["check", "--color", "always", "--format", "json"], &[]));
}

#[test]
fn control_characters_do_not_steer_the_terminal() {
    let handbook = Handbook::clean_with(&[("content/stories/x.md", &story("X", "principles: [\"a\\e[31mred\\a\"]\nh\u{9b}ok: y\n"))]);
    handbook.write("content/stories/ev\u{1b}[2Jil.md", "no front matter \u{1b}[31m\n");
    for args in [&["check"][..], &["check", "--format", "json"], &["check", "--format", "sarif"], &["check", "--format", "github"], &["stats"], &["build"]] {
        let run = handbook.run(args);
        for text in [&run.stdout, &run.stderr] {
            let bad: Vec<char> = text.chars().filter(|c| c.is_control() && *c != '\n').collect();
            assert!(bad.is_empty(), "{bad:?} in {args:?}: {text:?}");
        }
    }
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let handbook = flawed();
    for args in [&["check"][..], &["check", "--format", "json"], &["explain"], &["--help"], &["completions", "bash"], &["stats"]] {
        let mut child = handbook.command(args).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        let expected = handbook.run(args).status;
        let run = handbook.finish(output);
        assert_eq!((run.status, run.stderr.as_str()), (expected, ""), "{args:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_on_stdout_is_status_2() {
    let handbook = flawed();
    for args in [&["check"][..], &["explain"], &["--help"], &["--version"], &["completions", "bash"], &["stats"]] {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let run = handbook.finish(handbook.command(args).stdout(full).output().unwrap());
        assert_eq!(run.status, 2, "{args:?}: {run:?}");
        assert!(run.stderr.contains("stdout"), "{args:?} says what failed: {run:?}");
    }
    // Findings that nobody can read do not keep a build from its work.
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let clean = Handbook::clean();
    assert_eq!(clean.command(&["build"]).stderr(full).status().unwrap().code(), Some(0));
}

#[test]
fn check_writes_nothing() {
    for handbook in [Handbook::clean(), flawed()] {
        let before = files(&handbook.root());
        for format in ["human", "json", "sarif", "github"] {
            handbook.run(&["check", "--strict", "--format", format]);
        }
        handbook.run(&["stats"]);
        assert_eq!(files(&handbook.root()), before);
    }
    assert_eq!(files(&Handbook::clean().root()).len(), CLEAN.len());
}

#[test]
fn files_that_would_be_published_over_one_another_are_told_all_at_once() {
    let handbook = Handbook::clean();
    handbook.write("static/Robots.txt", "all");
    handbook.write("static/assets/style.css", "p {}");
    handbook.write("static/fine.txt", "x");
    for command in ["check", "build"] {
        let run = handbook.run(&[command]);
        assert_eq!(run.status, 2, "{command}: {}{}", run.stdout, run.stderr);
        assert!(run.stderr.contains("static/Robots.txt would be published as") && run.stderr.contains("static/assets/style.css would"), "{}", run.stderr);
        assert!(!run.stderr.contains("fine.txt"), "{}", run.stderr);
        assert!(!handbook.path("public/index.html").exists());
    }
    assert!(handbook.run(&["check"]).stdout.contains("2 stories"), "what was found is told all the same");
}
