//! Input that nobody writes on purpose: each gives a clear word with the file's name, within 512 MB and ten seconds of processor time, and what was published stays.

use crate::handbook::{Handbook, Run, files, story};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::Path;

/// Megabytes of addresses that a run may take.
const LIMIT: u64 = 512;

fn limited(handbook: &Handbook, args: &[&str]) -> Run {
    handbook.finish(handbook.limited(args, LIMIT).output().unwrap())
}

/// Builds the clean handbook, adds what is hostile, and expects a status and words from `check` and `build` alike.
fn expect(name: &str, status: i32, words: &[&str], add: impl Fn(&Handbook)) -> Handbook {
    let handbook = Handbook::clean();
    handbook.build();
    let before = files(&handbook.path("public"));
    add(&handbook);
    for args in [&["check"][..], &["build"], &["stats"]] {
        let run = limited(&handbook, args);
        if args[0] == "stats" {
            assert!(run.status == 0 || status == 2, "{name}: {args:?}: {}", brief(&run));
            continue;
        }
        assert_eq!(run.status, status, "{name}: {args:?}: {}", brief(&run));
        let said = format!("{}{}", run.stdout, run.stderr);
        for word in words {
            assert!(said.contains(word), "{name}: {args:?} lacks {word:?}: {}", brief(&run));
        }
        assert!(said.lines().all(|line| line.len() < 4000), "{name}: {args:?} has a line that nobody reads");
    }
    if status != 0 {
        assert_eq!(files(&handbook.path("public")), before, "{name}: what was published stays");
    }
    handbook
}

fn brief(run: &Run) -> String {
    let cut = |text: &str| text.chars().take(2000).collect::<String>();
    format!("status {} {} {}", run.status, cut(&run.stdout), cut(&run.stderr))
}

const X: &str = "content/stories/x.md";

#[test]
fn files_that_hold_nothing_or_no_text() {
    expect("empty", 1, &["content/stories/x.md", "this file is empty"], |h| h.write(X, ""));
    expect("spaces", 1, &[X, "this file is empty"], |h| h.write(X, " \n\t\n"));
    expect("a mark alone", 1, &[X, "this file is empty"], |h| h.write(X, "\u{feff}"));
    expect("invalid UTF-8", 1, &["content/stories/x.md:2:10", "UTF-8"], |h| h.write(X, b"---\ntitle: ab\xff\xfe\n---\n"));
    expect("cut in a letter", 1, &[X, "UTF-8"], |h| h.write(X, &"---\ntitle: \u{e9}".as_bytes()[..12]));
    for (name, bytes) in [("UTF-16 LE", &b"\xff\xfe-\0-\0-\0\n\0"[..]), ("UTF-16 BE", b"\xfe\xff\0-\0-\0-\0\n")] {
        expect(name, 1, &[X, "UTF-16"], |h| h.write(X, bytes));
    }
    expect("NUL", 1, &["content/stories/x.md:2:9", "NUL"], |h| h.write(X, "---\ntitle: \0\n---\n".replace("title: ", "title: x")));
    expect("NULs alone", 1, &[X], |h| h.write(X, [0; 4096]));
    expect("a picture", 1, &[X], |h| h.write(X, b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"));
}

#[test]
fn front_matter_that_is_none() {
    expect("never closed", 1, &[X, "this front matter is never closed"], |h| h.write(X, "---\ntitle: x\n\n## Situation\n"));
    expect("a line alone", 1, &[X, "never closed"], |h| h.write(X, "---"));
    expect("a key twice", 1, &["content/stories/x.md:3:1", "`title` stands twice"], |h| h.write(X, story("x", "title: y\n")));
    expect("a key thrice", 1, &["content/stories/x.md:4:1", "`tags` stands twice"], |h| h.write(X, story("x", "tags: [a]\ntags: [b]\n")));
    expect("a list", 1, &[X], |h| h.write(X, "---\n- title\n---\n"));
    expect("a text", 1, &[X], |h| h.write(X, "---\ntitle\n---\n"));
    expect("tabs", 1, &[X, "YAML"], |h| h.write(X, "---\n\ttitle: x\n---\n"));
    expect("a tag", 1, &[X], |h| h.write(X, "---\ntitle: !!python/object:os.system x\n---\n"));
    expect("two documents", 1, &[X], |h| h.write(X, "---\ntitle: x\n...\n--- !y\ntitle: z\n---\n"));
    expect("an alias to itself", 1, &[X], |h| h.write(X, "---\ntitle: x\ntags: &a [*a]\n---\n"));
    expect("an unknown alias", 1, &[X], |h| h.write(X, "---\ntitle: *nobody\n---\n"));
}

#[test]
fn bombs() {
    let mut bomb = String::from("---\na0: &a0 [x,x,x,x,x,x,x,x,x]\n");
    for level in 1..12 {
        bomb.push_str(&format!("a{level}: &a{level} [{}]\n", vec![format!("*a{}", level - 1); 9].join(",")));
    }
    expect("a bomb of aliases", 1, &[X, "YAML"], |h| h.write(X, format!("{bomb}title: x\n---\n")));
    let merge = "---\ntitle: x\na: &a {b: 1}\nc:\n".to_string() + &"  <<: *a\n".repeat(1000) + "---\n";
    expect("a thousand merges", 1, &[X], |h| h.write(X, &merge));
    for bracket in ["[", "{", "[{", "- ", "? ", "a: {"] {
        expect(&format!("100 000 times {bracket}"), 1, &[X], |h| h.write(X, format!("---\ntitle: x\ntags: {}\n---\n", bracket.repeat(100_000))));
        // Below the limit on length, where only depth can be refused.
        expect(&format!("10 000 times {bracket}"), 1, &[X], |h| h.write(X, format!("---\ntitle: x\ntags: {}\n---\n", bracket.repeat(10_000))));
    }
    let quoted = "[\"".to_string() + &"[".repeat(30_000) + "\"]";
    expect("brackets in quotes are a text", 0, &[], |h| h.write(X, story("x", &format!("event: x\nprinciples: [care]\ntags: {quoted}\n"))));
    expect("a long front matter", 1, &[X, "65536"], |h| h.write(X, story("x", &format!("hook: {}\n", "word ".repeat(20_000)))));
    expect("many keys", 1, &[X], |h| h.write(X, story("x", &(0..4000).map(|n| format!("k{n}: v\n")).collect::<String>())));
    expect("one key many times", 1, &[X], |h| h.write(X, story("x", &"tags: a\n".repeat(5000))));
    expect("as many keys as are read", 1, &[X], |h| h.write(X, story("x", &(0..1900).map(|n| format!("k{n}: v\n")).collect::<String>())));
    expect("many unknown principles", 1, &[X], |h| {
        h.write(X, story("x", &format!("principles: [{}]\n", (0..300).map(|n| format!("p{n}")).collect::<Vec<_>>().join(", "))))
    });
    expect("a bomb in site.toml", 2, &["site.toml"], |h| h.write("site.toml", "a = ".to_string() + &"[".repeat(100_000)));
    expect("tables in site.toml", 2, &["site.toml"], |h| h.write("site.toml", "a.".repeat(50_000) + "b = 1\n"));
    expect("a long site.toml", 2, &["site.toml"], |h| h.write("site.toml", "#\n".repeat(3_000_000)));
}

#[test]
fn deep_markdown() {
    expect("50 000 quotes", 1, &[X, "nested"], |h| h.write(X, story("x", "event: x\n") + &">".repeat(50_000) + " deep\n"));
    expect("quotes with spaces", 1, &[X, "nested"], |h| h.write(X, story("x", "event: x\n") + &"> ".repeat(50_000) + "deep\n"));
    expect("lists in one line", 1, &[X, "nested"], |h| h.write(X, story("x", "event: x\n") + &"- ".repeat(20_000) + "deep\n"));
    let stairs: String = (0..300).map(|depth| format!("{}- step\n", "  ".repeat(depth))).collect();
    expect("lists as stairs", 1, &[X, "nested"], |h| h.write(X, story("x", "event: x\n") + &stairs));
    expect("quotes and lists", 1, &[X, "nested"], |h| h.write(X, story("x", "event: x\n") + &"> - ".repeat(10_000) + "deep\n"));
    for (name, text) in [
        ("brackets", "["),
        ("pictures", "!["),
        ("stars", "*a "),
        ("underscores", "_"),
        ("ticks", "`"),
        ("tildes", "~~a "),
        ("tags", "<a"),
        ("comments", "<!--"),
        ("ends", "]("),
        ("wiki", "[["),
        ("html", "<details>"),
        ("entities", "&amp"),
        ("backslashes", "\\"),
    ] {
        let run = {
            let handbook = Handbook::clean_with(&[(X, &(story("x", "event: x\n") + &text.repeat(50_000) + "\n"))]);
            limited(&handbook, &["build", "-q"])
        };
        assert!([0, 1].contains(&run.status), "{name}: {}", brief(&run));
    }
}

#[test]
fn much_markdown() {
    let add = |text: String| move |h: &Handbook| h.write(X, story("x", "event: x\n") + &text);
    expect("a line of a megabyte", 0, &[], add("word ".repeat(200_000)));
    expect("a word of a megabyte", 0, &[], add("w".repeat(1_000_000)));
    expect("a line of marks", 0, &[], add("e\u{301}".repeat(300_000)));
    expect("10 000 headings", 0, &[], add("\n\n# Heading\n".repeat(10_000)));
    expect("10 000 different headings", 0, &[], add((0..10_000).map(|n| format!("\n\n### Heading {n}\n")).collect()));
    expect("10 000 list items", 0, &[], add("- item\n".repeat(10_000)));
    expect("a wide table", 0, &[], add(format!("\n\n|{}\n|{}\n|a\n", "a|".repeat(500), "-|".repeat(500))));
    let bomb = format!("\n\n|{}\n|{}\n{}", "a|".repeat(2000), "-|".repeat(2000), "|a\n".repeat(20_000));
    let handbook = Handbook::clean_with(&[(X, &(story("x", "event: x\n") + &bomb))]);
    let run = limited(&handbook, &["build", "-q"]);
    assert!([0, 1].contains(&run.status), "a table bomb: {}", brief(&run));
    let published: u64 = files(&handbook.path("public")).values().map(|bytes| bytes.len() as u64).sum();
    assert!(published < 64 << 20, "a table bomb grows to {published} bytes");
    expect("20 000 links", 0, &[], add("[[lamp]] [x](lamp.md) ".repeat(10_000)));
    expect("20 000 broken links", 1, &[X], |h| h.write(X, story("x", "event: x\n") + &(0..500).map(|n| format!("[[no-{n}]] ")).collect::<String>()));
    expect("20 000 references", 0, &[], add((0..20_000).map(|n| format!("[a{n}]: https://example.org/{n}\n")).collect::<String>() + &"[a1] ".repeat(20_000)));
    let long = "[a]: https://example.org/".to_string() + &"x".repeat(50_000) + "\n\n" + &"[a] ".repeat(10_000);
    let handbook = Handbook::clean_with(&[(X, &(story("x", "event: x\n") + "\n" + &long))]);
    let run = limited(&handbook, &["build", "-q"]);
    assert!([0, 1].contains(&run.status), "one long address, linked often: {}", brief(&run));
    expect("10 000 allow comments", 0, &[], add("<!-- prepgen: allow no-metric -->\n\ntext\n\n".repeat(5_000)));
    expect("a deep path of folders", 1, &["content/stories/d/"], |h| h.write(&format!("content/stories/{}x.md", "d/".repeat(300)), ""));
}

#[test]
fn many_terms_in_a_paragraph() {
    let text = story("x", "event: x\n") + &"NAC \\& word here\n".repeat(40_000);
    let handbook = Handbook::clean_with(&[("site.toml", "[publish]\nredact = {NAC = \"risk\"}\n"), (X, &text)]);
    let run = limited(&handbook, &["build", "-q", "--public"]);
    assert_eq!(run.status, 0, "{}", brief(&run));
    let page = handbook.page("stories/x.html");
    assert_eq!((page.matches("NAC").count(), page.matches("risk &amp; word here").count()), (0, 40_000));
}

/// A file of that length that takes no place on disk.
fn sparse(path: &Path, length: u64) {
    std::fs::File::create(path).unwrap().set_len(length).unwrap();
}

#[test]
fn huge_files() {
    expect("100 MB", 1, &[X, "104857600 bytes"], |h| sparse(&h.path(X), 100 << 20));
    expect("8 TB", 1, &[X, "bytes"], |h| sparse(&h.path(X), 8 << 40));
    expect("a huge site.toml", 2, &["site.toml", "bytes"], |h| sparse(&h.path("site.toml"), 100 << 20));
    expect("a huge picture that nobody shows", 0, &[], |h| sparse(&h.path("content/stories/x.png"), 8 << 40));
    expect("a huge template", 2, &["themes/default/templates/story.html"], |h| {
        h.write("themes/default/templates/story.html", "");
        sparse(&h.path("themes/default/templates/story.html"), 100 << 20);
    });
}

#[test]
fn two_files_of_one_id() {
    let pairs = [
        ("by case", "content/stories/Same Name.md", "content/stories/same-name.md"),
        ("by Unicode form", "content/stories/caf\u{e9}.md", "content/stories/cafe\u{301}.md"),
        ("in folders", "content/stories/a/same.md", "content/stories/b/same.md"),
        ("by ending", "content/stories/same.md", "content/stories/same.MD"),
        ("by marks", "content/stories/same!.md", "content/stories/same?.md"),
    ];
    for (name, first, second) in pairs {
        expect(name, 1, &["duplicate-id", first.min(second), first.max(second)], |h| {
            h.write(first, story("One", "event: x\n"));
            h.write(second, story("Two", "event: x\n"));
        });
    }
    // The same id in two kinds is no clash.
    expect("of two kinds", 0, &[], |h| {
        h.write("content/stories/same.md", story("One", "event: x\n"));
        h.write("content/pages/same.md", "---\ntitle: Two\n---\n");
    });
}

#[test]
fn names_that_are_none() {
    for name in ["...md", "!!!.md", "\u{1f600}.md", "--.md"] {
        let path = format!("content/stories/{name}");
        if name.starts_with('.') {
            continue;
        }
        expect(name, 1, &["invalid-id"], |h| h.write(&path, story("x", "event: x\n")));
    }
    let long = format!("content/stories/{}.md", "a".repeat(245));
    expect("a long name", 1, &["invalid-id", "245 bytes"], |h| h.write(&long, story("x", "event: x\n")));
    let fits = format!("content/stories/{}.md", "a".repeat(240));
    expect("the longest name", 0, &[], |h| h.write(&fits, story("x", "event: x\n")));
    expect("no UTF-8", 1, &["invalid-id", "UTF-8"], |h| {
        let name = std::ffi::OsStr::from_bytes(b"caf\xe9.md");
        std::fs::write(h.path("content/stories").join(name), story("x", "event: x\n")).unwrap();
    });
    for name in ["con\u{202e}dm.md", "a\nb.md", "a\\b.md", "<script>.md", "a&b\"c'.md", "a b.md", "%2e%2e.md"] {
        let handbook = expect(name, 0, &[], |h| h.write(&format!("content/stories/{name}"), story("x", "event: x\n")));
        crate::markup::assert_links_lead_somewhere(&handbook.published());
    }
}

#[test]
fn names_that_climb() {
    for climbing in ["../../x", "..", "/etc/passwd", "a/../../b", "..\\x"] {
        for front in ["principles", "questions"] {
            expect(climbing, 1, &[X], |h| h.write(X, story("x", &format!("event: x\n{front}: [\"{climbing}\"]\n"))));
        }
        expect(climbing, 1, &[X, "broken-link"], |h| h.write(X, story("x", "event: x\n") + &format!("\nSee [it]({climbing}.md) and [[{climbing}]].\n")));
        let handbook = Handbook::clean();
        let before = files(handbook.root().parent().unwrap());
        let run = handbook.run(&["new", "story", climbing]);
        let outside = |path: &&String| !path.starts_with("book/content/stories/");
        let after = files(handbook.root().parent().unwrap());
        assert!(after.keys().filter(outside).eq(before.keys().filter(outside)), "{climbing}: {run:?}");
    }
    expect("a theme that climbs", 2, &["site.toml", "invalid-config"], |h| h.write("site.toml", "[theme]\nname = \"../../home\"\n"));
    expect("a theme that is absolute", 2, &["site.toml", "invalid-config"], |h| h.write("site.toml", "[theme]\nname = \"/etc\"\n"));
    expect("a theme named by dots", 2, &["site.toml", "invalid-config"], |h| h.write("site.toml", "[theme]\nname = \"..\"\n"));
}

#[test]
fn links_on_disk() {
    expect("a link to itself", 1, &[X], |h| symlink("x.md", h.path(X)).unwrap());
    expect("two links in a circle", 1, &[X], |h| {
        symlink("y.md", h.path(X)).unwrap();
        symlink("x.md", h.path("content/stories/y.md")).unwrap();
    });
    expect("a link to nothing", 1, &[X], |h| symlink("nowhere", h.path(X)).unwrap());
    expect("a folder that holds itself", 0, &[], |h| symlink("..", h.path("content/stories/loop")).unwrap());
    expect("static that holds itself", 0, &[], |h| {
        h.write("static/a.txt", "a");
        symlink("..", h.path("static/loop")).unwrap();
    });
    let secret = |h: &Handbook| {
        let secret = h.home().join("secret.md");
        std::fs::write(&secret, story("A secret", "event: x\n")).unwrap();
        secret
    };
    expect("a story out of the tree", 1, &[X, "outside"], |h| symlink(secret(h), h.path(X)).unwrap());
    expect("content out of the tree", 2, &["content"], |h| {
        std::fs::remove_dir_all(h.path("content")).unwrap();
        symlink(h.home(), h.path("content")).unwrap();
    });
    expect("site.toml out of the tree", 2, &["site.toml"], |h| {
        h.remove("site.toml");
        symlink(secret(h), h.path("site.toml")).unwrap();
    });
    // What is no entry is not published, and says so where it was meant to be.
    let handbook = expect("static out of the tree", 0, &["static/secret.md"], |h| {
        h.write("static/a.txt", "a");
        symlink(secret(h), h.path("static/secret.md")).unwrap();
    });
    assert!(!handbook.published().contains_key("secret.md"));
    let handbook = Handbook::clean_with(&[("content/pages/p.md", "---\ntitle: P\n---\n![a](picture.png)\n")]);
    std::fs::write(handbook.home().join("picture.png"), "secret").unwrap();
    symlink(handbook.home().join("picture.png"), handbook.path("content/pages/picture.png")).unwrap();
    let run = limited(&handbook, &["build"]);
    assert_eq!(run.status, 1, "a picture out of the tree is no picture: {run:?}");
    // A link that stays inside is followed.
    let handbook = Handbook::clean_with(&[("drafts/real.md", &story("Real", "event: x\n"))]);
    symlink("../../drafts/real.md", handbook.path(X)).unwrap();
    assert_eq!(limited(&handbook, &["build"]).status, 0);
    assert!(handbook.page("stories/x.html").contains("<h1>Real</h1>"));
}

#[test]
fn files_that_are_no_files() {
    let fifo = |h: &Handbook, path: &str| {
        let made = std::process::Command::new("mkfifo").arg(h.path(path)).status().unwrap();
        assert!(made.success());
    };
    expect("a pipe named like a story", 1, &[X, "plain file"], |h| fifo(h, X));
    expect("a pipe in place of site.toml", 2, &["site.toml"], |h| {
        h.remove("site.toml");
        fifo(h, "site.toml");
    });
    expect("a pipe in static", 0, &["static/p"], |h| {
        h.write("static/a.txt", "a");
        fifo(h, "static/p");
    });
    expect("a pipe beside stories", 0, &[], |h| fifo(h, "content/stories/p.png"));
    expect("a link to a device", 1, &[X], |h| symlink("/dev/zero", h.path(X)).unwrap());
    expect("a socket", 1, &[X], |h| drop(std::os::unix::net::UnixListener::bind(h.path(X)).unwrap()));
    expect("a folder named like a story", 0, &[], |h| std::fs::create_dir(h.path(X)).unwrap());
    expect("site.toml is a folder", 2, &["site.toml"], |h| {
        h.remove("site.toml");
        std::fs::create_dir(h.path("site.toml")).unwrap();
    });
    expect("content is a file", 2, &["content"], |h| {
        std::fs::remove_dir_all(h.path("content")).unwrap();
        h.write("content", "a file");
    });
}

#[test]
fn files_that_the_system_refuses_to_read() {
    use std::os::unix::fs::PermissionsExt;
    let handbook = Handbook::clean_with(&[(X, &story("x", "event: x\n"))]);
    std::fs::set_permissions(handbook.path(X), std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::read(handbook.path(X)).is_ok() {
        eprintln!("skipped: this user (root) can read everything");
        return;
    }
    for args in [["check"], ["build"]] {
        let run = limited(&handbook, &args);
        assert_eq!(run.status, 2, "{run:?}");
        assert!(run.stderr.contains(X), "{}", run.stderr);
    }
    std::fs::set_permissions(handbook.path("content/stories"), std::fs::Permissions::from_mode(0o000)).unwrap();
    let run = limited(&handbook, &["check"]);
    std::fs::set_permissions(handbook.path("content/stories"), std::fs::Permissions::from_mode(0o755)).unwrap();
    assert!(run.status == 2 && run.stderr.contains("content/stories"), "{run:?}");
}

#[test]
fn every_cut_of_a_file_is_survived() {
    let whole = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites/rich/content/stories/work/The Lamp.md")).unwrap();
    let handbook = Handbook::clean();
    for cut in (0..whole.len()).step_by(61) {
        handbook.write(&format!("content/pages/cut-{cut}.md"), &whole[..cut]);
        handbook.write(&format!("content/stories/rest-{cut}.md"), &whole[cut..]);
    }
    let run = limited(&handbook, &["check", "--format", "json"]);
    assert_eq!(run.status, 1, "{}", brief(&run));
    serde_json::from_str::<serde_json::Value>(&run.stdout).unwrap();
}
