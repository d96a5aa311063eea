//! What `build` promises of the output: whose files it touches, what a failed or killed build leaves, and what every page holds.

use crate::handbook::{Files, Handbook, files, story};
use crate::markup::{self, tags};
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Stdio;
use std::time::SystemTime;

/// A handbook of many small stories, whose build takes long enough to be stopped on its way.
fn many(count: usize) -> Handbook {
    let handbook = Handbook::clean();
    for number in 0..count {
        let text = format!(
            "---\ntitle: Story number {number}\nprinciples: [care]\nevent: event-{number}\n---\n## Situation\n\nA day.\n\n## Task\n\nA wish.\n\n## Action\n\nI did {number} things.\n\n## Result\n\nIt took {number} hours.\n"
        );
        handbook.write(&format!("content/stories/many/story-{number}.md"), text);
    }
    handbook
}

/// Everything of a tree that a refusal must not change.
fn everything(handbook: &Handbook) -> Files {
    files(handbook.root().parent().unwrap())
}

fn assert_refused(handbook: &Handbook, out: &str, why: &str) {
    let before = everything(handbook);
    let run = handbook.run(&["build", "--out", out]);
    assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{out}: {run:?}");
    assert!(run.stderr.contains(why), "{out}: {}", run.stderr);
    assert_eq!(everything(handbook), before, "{out}: nothing may change");
}

#[test]
fn folders_that_are_not_its_own_are_refused() {
    let handbook = Handbook::clean_with(&[("static/a.txt", "a"), ("themes/mine/templates/x.html", "x")]);
    let root = handbook.root().display().to_string();
    let home = handbook.home().display().to_string();
    for out in
        [".", "..", "../..", "/", &root, &home, "content", "content/stories", "content/new", "static", "static/new", "themes", "themes/mine", "themes/new"]
    {
        assert_refused(&handbook, out, "publish to a folder of its own");
    }
    for out in ["public/..", "public/../content", "./content/../content/x", "../book", "../home", "../home/.", "x/../../book/static"] {
        assert_refused(&handbook, out, "publish to a folder of its own");
    }
}

#[test]
fn folders_that_are_not_its_own_are_refused_through_links() {
    let handbook = Handbook::clean();
    let beside = handbook.root().parent().unwrap().join("links");
    std::fs::create_dir(&beside).unwrap();
    let targets = [("root", handbook.root()), ("content", handbook.path("content")), ("home", handbook.home()), ("top", "/".into())];
    for (name, target) in &targets {
        symlink(target, beside.join(name)).unwrap();
        assert_refused(&handbook, &format!("../links/{name}"), "publish to a folder of its own");
    }
    assert_refused(&handbook, "../links/root/content/deeper", "publish to a folder of its own");
    assert_refused(&handbook, "../links/content/..", "publish to a folder of its own");

    // Even a link to an empty folder is one: nothing is written through it.
    std::fs::create_dir(handbook.home().join("empty")).unwrap();
    symlink(handbook.home().join("empty"), beside.join("out")).unwrap();
    assert_refused(&handbook, "../links/out", "is a link");
    symlink("nowhere", beside.join("dangling")).unwrap();
    assert_refused(&handbook, "../links/dangling", "is a link");

    // content/ may be a link itself; what it leads to is read, so it is no place to publish.
    let linked = Handbook::clean();
    std::fs::rename(linked.path("content"), linked.path("words")).unwrap();
    symlink("words", linked.path("content")).unwrap();
    assert_refused(&linked, "words", "publish to a folder of its own");
}

#[test]
fn folders_with_others_files_are_refused() {
    let handbook = Handbook::clean();
    handbook.write("mine/photo.jpg", "a holiday");
    assert_refused(&handbook, "mine", "holds files that prepgen did not write (photo.jpg)");
    handbook.write("hidden/.settings", "x");
    assert_refused(&handbook, "hidden", "holds files that prepgen did not write (.settings)");
    handbook.write("a-file", "x");
    assert_refused(&handbook, "a-file", "a-file is a file");
    handbook.write("deep/folder/x", "x");
    assert_refused(&handbook, "deep", "holds files that prepgen did not write (folder)");
    assert_refused(&handbook, "a-file/below", "a-file");
}

#[test]
fn a_record_that_is_none_is_others_work() {
    let handbook = Handbook::clean();
    handbook.build();
    let record = handbook.read("public/.prepgen");
    let head = record.lines().next().unwrap().to_string();
    let good: Vec<&str> = record.lines().skip(1).collect();
    assert!(good.contains(&"index.html"));
    for (name, text) in [
        ("empty", String::new()),
        ("another head", record.replacen("prepgen", "gutenberg", 1)),
        ("a path above", format!("{head}\n../content/stories/lamp.md\n")),
        ("a path that climbs", format!("{head}\nstories/../../site.toml\n")),
        ("an absolute path", format!("{head}\n/etc/passwd\n")),
        ("an empty path", format!("{head}\n\nindex.html\n")),
        ("git's own", format!("{head}\n.git/config\n")),
        ("a drive", format!("{head}\nC:\\x\n")),
    ] {
        handbook.write("public/.prepgen", text);
        let before = everything(&handbook);
        let run = handbook.run(&["build"]);
        assert_eq!(run.status, 2, "{name}: {run:?}");
        assert!(run.stderr.contains(".prepgen"), "{name}: {}", run.stderr);
        assert_eq!(everything(&handbook), before, "{name}");
    }
    for bytes in [&b"\xff\xfe"[..], b"\0\0\0"] {
        handbook.write("public/.prepgen", bytes);
        assert_refused(&handbook, "public", ".prepgen");
    }
    // One that is larger than any site's is not even read.
    let huge = std::fs::OpenOptions::new().append(true).open(handbook.path("public/.prepgen")).unwrap();
    huge.set_len(1 << 40).unwrap();
    let run = handbook.run(&["build"]);
    assert!(run.status == 2 && run.stderr.contains(".prepgen"), "{run:?}");
    handbook.remove("public/.prepgen");
    symlink("index.html", handbook.path("public/.prepgen")).unwrap();
    assert_refused(&handbook, "public", ".prepgen");
    handbook.remove("public/.prepgen");
    std::fs::create_dir(handbook.path("public/.prepgen")).unwrap();
    assert_refused(&handbook, "public", ".prepgen");
}

#[test]
fn a_record_is_not_trusted_with_more_than_its_folder() {
    let handbook = Handbook::clean();
    handbook.build();
    let record = handbook.read("public/.prepgen");
    // A folder of ours is replaced by a link to others' work: what lies behind is not ours, whatever the record says.
    std::fs::create_dir(handbook.home().join("stories")).unwrap();
    std::fs::write(handbook.home().join("stories/old.html"), "precious").unwrap();
    symlink(handbook.home().join("stories"), handbook.path("public/extra")).unwrap();
    handbook.write("public/.prepgen", format!("{record}extra/old.html\n"));
    assert_eq!(handbook.run(&["build"]).status, 0);
    assert_eq!(std::fs::read_to_string(handbook.home().join("stories/old.html")).unwrap(), "precious");
    // Where pages must go through such a link, the build ends instead.
    std::fs::rename(handbook.path("public/stories"), handbook.path("public-stories")).unwrap();
    symlink(handbook.home().join("stories"), handbook.path("public/stories")).unwrap();
    let before = files(&handbook.home());
    let run = handbook.run(&["build"]);
    assert_eq!(run.status, 2, "{run:?}");
    assert!(run.stderr.contains("stories"), "{}", run.stderr);
    assert_eq!(files(&handbook.home()), before);
}

#[test]
fn new_and_empty_folders_are_fine() {
    let handbook = Handbook::clean();
    for out in ["fresh", "deep/er/fresh", "../beside", "./public"] {
        assert_eq!(handbook.run(&["build", "--out", out]).status, 0, "{out}");
        assert!(handbook.path(out).join("index.html").is_file());
    }
    std::fs::create_dir(handbook.path("empty")).unwrap();
    assert_eq!(handbook.run(&["build", "--out", "empty"]).status, 0);
    handbook.write("pages/.git/config", "[core]\n");
    assert_eq!(handbook.run(&["build", "--out", "pages"]).status, 0);
    handbook.remove("content/pages/route.md");
    assert_eq!(handbook.run(&["build", "--out", "pages"]).status, 0);
    assert_eq!(handbook.read("pages/.git/config"), "[core]\n");
    assert!(!handbook.path("pages/pages/route.html").exists());
    assert_eq!(handbook.run(&["build", "--out", handbook.path("absolute").to_str().unwrap()]).status, 0);
    let folder = handbook.run(&["build", "--out", "../home/site"]);
    assert_eq!(folder.status, 0, "a folder in home is nobody's until something lies there: {folder:?}");
}

fn times(folder: &Path) -> std::collections::BTreeMap<String, SystemTime> {
    files(folder).into_keys().map(|path| (path.clone(), folder.join(&path).symlink_metadata().unwrap().modified().unwrap())).collect()
}

#[test]
fn a_rebuild_writes_only_what_changed() {
    let handbook = Handbook::of_site("rich");
    handbook.build();
    let first = times(&handbook.path("public"));
    let run = handbook.run(&["build"]);
    assert!(run.stderr.ends_with("(0 changed)\n"), "{}", run.stderr);
    assert_eq!(times(&handbook.path("public")), first, "nothing changed, so nothing is written");

    let page = "content/pages/way.md";
    handbook.write(page, handbook.read(page).replace("The same heading again.", "Another sentence stands here now."));
    handbook.build();
    let changed: Vec<String> = times(&handbook.path("public")).into_iter().filter(|(path, time)| first.get(path) != Some(time)).map(|(path, _)| path).collect();
    assert!(changed.contains(&"pages/way.html".to_string()), "{changed:?}");
    let untouched = ["stories/ledger.html", "questions.html", "assets/style.css", "img/plan.png", "stories/work/sketch one.png", "robots.txt"];
    assert!(untouched.iter().all(|path| !changed.iter().any(|changed| changed == path)), "{changed:?}");
    // What somebody else changed in our files is mended.
    handbook.write("public/stories.html", "defaced");
    let before = handbook.published();
    assert_ne!(before, handbook.build());
    assert!(handbook.page("stories.html").contains("<h1"));
}

#[test]
fn what_is_gone_or_a_draft_vanishes() {
    let handbook = Handbook::of_site("rich");
    let before = handbook.build();
    assert!(before.contains_key("stories/the-lamp.html") && before.contains_key("stories/work/sketch one.png"));
    let lamp = handbook.read("content/stories/work/The Lamp.md");
    handbook.write("content/stories/work/The Lamp.md", lamp.replace("role: Gardener", "role: Gardener\nstatus: draft"));
    let drafted = handbook.build();
    assert!(!drafted.contains_key("stories/the-lamp.html"));
    assert!(!drafted.contains_key("stories/work/sketch one.png"), "a picture goes with the story that shows it");
    assert!(!handbook.path("public/stories/work").exists(), "no empty folder stays behind");
    handbook.remove("content/stories/work/The Lamp.md");
    handbook.remove("content/stories/ledger-again.md");
    handbook.write("content/principles/care.md", "---\ntitle: Care\n---\n");
    handbook.write("content/pages/way.md", "---\ntitle: Way\n---\n");
    handbook.write("content/interviews/fernbank.md", "---\ntitle: Loop\nrounds: [{name: One, focus: [care]}]\n---\n");
    let gone = handbook.build();
    assert!(!gone.keys().any(|path| path.contains("lamp") || path.contains("again")));
    assert!(gone.contains_key("stories/ledger.html"));
    assert_eq!(gone, handbook.build_to("clean"), "as if it had never been otherwise");
}

#[test]
fn a_build_that_only_removes_succeeds() {
    let handbook = Handbook::clean_with(&[("static/old.txt", "old"), ("static/deep/old.txt", "old")]);
    handbook.build();
    handbook.remove("static/old.txt");
    handbook.remove("static/deep/old.txt");
    let run = handbook.run(&["build"]);
    assert!(run.status == 0 && run.stderr.ends_with("(0 changed, 2 removed)\n"), "{run:?}");
    assert!(!handbook.path("public/old.txt").exists() && !handbook.path("public/deep").exists());
}

#[test]
fn others_files_are_kept() {
    let handbook = Handbook::clean();
    handbook.build();
    for path in ["public/CNAME", "public/stories/mine.txt", "public/photos/a.jpg"] {
        handbook.write(path, "mine");
    }
    symlink("CNAME", handbook.path("public/link")).unwrap();
    handbook.remove("content/stories/ledger.md");
    handbook.remove("content/stories/lamp.md");
    handbook.write("content/pages/route.md", "---\ntitle: Route\n---\n");
    handbook.build();
    for path in ["public/CNAME", "public/stories/mine.txt", "public/photos/a.jpg", "public/link"] {
        assert_eq!(handbook.read(path), "mine", "{path}");
    }
    assert!(!handbook.path("public/stories/ledger.html").exists());
}

#[test]
fn a_foreign_file_in_the_way_ends_the_build() {
    let handbook = Handbook::clean();
    handbook.build();
    handbook.write("content/pages/packing.md", "---\ntitle: Packing\n---\n");
    handbook.write("public/pages/packing.html", "mine");
    assert_refused(&handbook, "public", "public/pages/packing.html is in the way");
    handbook.remove("public/pages/packing.html");
    std::fs::create_dir(handbook.path("public/pages/packing.html")).unwrap();
    assert_refused(&handbook, "public", "public/pages/packing.html is in the way");
    std::fs::remove_dir(handbook.path("public/pages/packing.html")).unwrap();
    symlink("../index.html", handbook.path("public/pages/packing.html")).unwrap();
    assert_refused(&handbook, "public", "public/pages/packing.html is in the way");
    handbook.remove("public/pages/packing.html");
    assert_eq!(handbook.run(&["build"]).status, 0);

    // A file where a folder must go, and a folder where a file of ours was.
    handbook.write("content/interviews/loop.md", "---\ntitle: Loop\nrounds: [{name: One, focus: [care]}]\n---\n");
    handbook.write("public/interviews", "mine");
    assert_refused(&handbook, "public", "public/interviews is in the way");
    handbook.remove("public/interviews");
    handbook.remove("public/index.html");
    handbook.write("public/index.html/mine", "mine");
    assert_refused(&handbook, "public", "public/index.html is in the way");
}

#[test]
fn a_failed_build_changes_nothing() {
    let handbook = Handbook::of_site("rich");
    handbook.build();
    let before = files(&handbook.path("public"));
    let breaks: [(&str, &str, i32); 6] = [
        ("content/stories/bad.md", "---\ntitle: [\n---\n", 1),
        ("content/stories/bad.md", "---\ntitle: Bad\nprinciples: [nobody]\n---\n## Situation\nA.\n## Task\nB.\n## Action\nC.\n## Result\n4\n", 1),
        ("content/pages/bad.md", "---\ntitle: Bad\n---\n[[nowhere]]\n", 1),
        ("site.toml", "[nonsense]\n", 2),
        ("themes/default/templates/story.html", "{% if %}", 2),
        ("themes/default/templates/home.html", "{% extends \"base.html\" %}{% block main %}{{ no.such.thing }}{% endblock %}", 2),
    ];
    for (path, text, status) in breaks {
        let old = handbook.path(path).exists().then(|| handbook.read(path));
        handbook.write(path, text);
        let run = handbook.run(&["build"]);
        assert_eq!(run.status, status, "{path}: {run:?}");
        assert_eq!(files(&handbook.path("public")), before, "{path}: {text}");
        match old {
            Some(old) => handbook.write(path, old),
            None => handbook.remove(path),
        }
    }
    assert_eq!(handbook.run(&["build"]).status, 0);
    assert_eq!(files(&handbook.path("public")), before);
}

/// Every published file is whole: it has the bytes of the old site or of the new one.
fn assert_whole(handbook: &Handbook, old: &Files, new: &Files, when: &str) {
    for (path, bytes) in files(&handbook.path("public")) {
        if path.starts_with(".prepgen") {
            continue;
        }
        let known = old.get(&path) == Some(&bytes) || new.get(&path) == Some(&bytes);
        assert!(known, "{when}: {path} is neither the old file nor the new one");
    }
}

#[test]
fn a_disk_that_is_full_changes_nothing() {
    let handbook = many(30);
    let old = handbook.build();
    handbook.write("content/pages/new.md", "---\ntitle: A new page in the menu\n---\nIt changes every page.\n");
    let new = handbook.build_to("clean");
    // No file may grow beyond so many kilobytes: first the search index fails, then pages, then the record.
    for kilobytes in [4, 1, 0] {
        let mut limited = std::process::Command::new("bash");
        let script = format!("trap '' XFSZ; ulimit -f {kilobytes}; exec \"$0\" build -q");
        limited.args(["-c", &script, env!("CARGO_BIN_EXE_prepgen")]).current_dir(handbook.root()).env("HOME", handbook.home());
        let output = limited.output().unwrap();
        let run = handbook.finish(output);
        assert_eq!(run.status, 2, "{kilobytes}: {run:?}");
        assert!(run.stderr.contains("public/"), "it names the file: {}", run.stderr);
        assert_eq!(handbook.published(), old, "{kilobytes} kB a file");
    }
    assert_eq!(handbook.build(), new);
}

#[test]
fn a_killed_build_leaves_every_file_whole() {
    let handbook = many(60);
    let old = handbook.build();
    for number in 0..30 {
        handbook.remove(&format!("content/stories/many/story-{number}.md"));
    }
    handbook.write("content/pages/new.md", "---\ntitle: A new page in the menu\n---\nIt changes every page.\n");
    handbook.write("content/interviews/loop.md", "---\ntitle: Loop\nrounds: [{name: One, focus: [care]}]\n---\n");
    let new = handbook.build_to("clean");
    // What stands in public/ when a build is stopped, from its first sign to its last.
    let stage = handbook.path("public/.prepgen-new");
    let staged = |count: usize| files(&stage).len() >= count;
    let moved = |path: &str| std::fs::read(handbook.path("public").join(path)).ok().as_ref() == new.get(path);
    let points: [(&str, &dyn Fn() -> bool); 8] = [
        ("at once", &|| true),
        ("when it stages", &|| stage.exists()),
        ("with one file staged", &|| staged(1)),
        ("with twenty files staged", &|| staged(20)),
        ("with the first file moved", &|| moved("404.html")),
        ("with stories moving", &|| moved("stories/lamp.html")),
        ("with the last file moved", &|| moved("stories.html")),
        ("when it removes", &|| !handbook.path("public/stories/story-0.html").exists()),
    ];
    for (when, point) in points {
        // Each time from the old site.
        std::fs::remove_dir_all(handbook.path("public")).unwrap();
        copy(&old, &handbook.path("public"));
        let record: String = old.keys().map(|path| format!("{path}\n")).collect();
        let head = handbook.read("clean/.prepgen").lines().next().unwrap().to_string();
        handbook.write("public/.prepgen", format!("{head}\n{record}"));
        let mut child = handbook.command(&["build", "-q"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        while child.try_wait().unwrap().is_none() && !point() {
            std::thread::yield_now();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        assert_whole(&handbook, &old, &new, when);
        assert_eq!(handbook.build(), new, "{when}: the next build mends it");
        assert!(!stage.exists(), "{when}");
    }
}

#[test]
fn a_build_that_is_interrupted_is_mended_too() {
    let handbook = many(60);
    let old = handbook.build();
    handbook.write("content/pages/new.md", "---\ntitle: A new page in the menu\n---\nIt changes every page.\n");
    let new = handbook.build_to("clean");
    let mut child = handbook.command(&["build", "-q"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    while child.try_wait().unwrap().is_none() && !handbook.path("public/.prepgen-new").exists() {
        std::thread::yield_now();
    }
    // Where it is done already there is nobody left to be told, which is as well.
    let _ = std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).output().unwrap();
    child.wait().unwrap();
    assert_whole(&handbook, &old, &new, "interrupted");
    assert_eq!(handbook.build(), new);
}

#[test]
fn a_build_killed_by_a_limit_is_mended_too() {
    let handbook = many(30);
    let old = handbook.build();
    handbook.write("content/pages/new.md", "---\ntitle: A new page in the menu\n---\nIt changes every page.\n");
    let new = handbook.build_to("clean");
    for kilobytes in [4, 1] {
        let mut limited = std::process::Command::new("bash");
        let script = format!("ulimit -c 0 -f {kilobytes}; exec \"$0\" build -q");
        limited.args(["-c", &script, env!("CARGO_BIN_EXE_prepgen")]).current_dir(handbook.root()).env("HOME", handbook.home());
        assert!(!limited.output().unwrap().status.success());
        assert_whole(&handbook, &old, &new, "killed by its limit");
        assert_eq!(handbook.published().into_iter().filter(|(path, _)| !path.starts_with(".prepgen")).collect::<Files>(), old);
    }
    assert_eq!(handbook.build(), new);
}

#[test]
fn a_first_build_that_is_killed_can_be_repeated() {
    let handbook = many(40);
    let new = handbook.build_to("clean");
    let points: [&dyn Fn() -> bool; 4] =
        [&|| handbook.path("public").exists(), &|| handbook.path("public/.prepgen").exists(), &|| handbook.path("public/.prepgen-new").exists(), &|| {
            handbook.path("public/404.html").exists()
        }];
    for point in points {
        let mut child = handbook.command(&["build", "-q"]).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        while child.try_wait().unwrap().is_none() && !point() {
            std::thread::yield_now();
        }
        child.kill().unwrap();
        child.wait().unwrap();
        assert_whole(&handbook, &Files::new(), &new, "a first build");
        assert_eq!(handbook.build(), new);
        std::fs::remove_dir_all(handbook.path("public")).unwrap();
    }
}

fn copy(files: &Files, folder: &Path) {
    for (path, bytes) in files {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

#[test]
fn two_builds_at_once_do_not_mix() {
    let handbook = many(40);
    let new = handbook.build_to("clean");
    let spawn = || handbook.command(&["build", "-q"]).stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let builds: Vec<_> = (0..3).map(|_| spawn()).collect();
    let runs: Vec<_> = builds.into_iter().map(|child| handbook.finish(child.wait_with_output().unwrap())).collect();
    assert!(runs.iter().any(|run| run.status == 0), "{runs:?}");
    assert!(runs.iter().all(|run| run.status == 0 || run.stderr.contains("another build") || run.stderr.contains("in the way")), "{runs:?}");
    assert_eq!(handbook.build(), new);
}

#[test]
fn same_content_same_bytes() {
    let handbook = Handbook::of_site("rich");
    let first = handbook.build();
    assert_eq!(handbook.build_to("again"), first);
    let output = handbook.command(&["build", "-q", "--out", "alone"]).env("RAYON_NUM_THREADS", "1").output().unwrap();
    assert_eq!(handbook.finish(output).status, 0);
    let mut alone = files(&handbook.path("alone"));
    alone.remove(".prepgen");
    assert_eq!(alone, first, "on one thread");
    // Another folder, another user, another time zone and language.
    let elsewhere = Handbook::of_site("rich");
    let mut command = elsewhere.command(&["build", "-q"]);
    command.env("TZ", "Asia/Tokyo").env("LANG", "tr_TR.UTF-8").env("USER", "nobody").env("RAYON_NUM_THREADS", "7");
    assert_eq!(elsewhere.finish(command.output().unwrap()).status, 0);
    assert_eq!(elsewhere.published(), first);
    // The files' own times and order on disk do not matter.
    let turned = Handbook::new(&[]);
    for (path, bytes) in
        files(&handbook.root()).into_iter().rev().filter(|(path, _)| path.starts_with("content/") || path.starts_with("static/") || path == "site.toml")
    {
        turned.write(&path, bytes);
    }
    assert_eq!(turned.build(), first);
}

#[test]
fn no_output_names_the_machine() {
    let handbook = Handbook::of_site("rich");
    let folder = handbook.root().parent().unwrap().file_name().unwrap().to_string_lossy().into_owned();
    handbook.build_with(&["--drafts"]);
    for (path, bytes) in files(&handbook.path("public")) {
        let text = String::from_utf8_lossy(&bytes);
        for name in [folder.as_str(), "somebody-at-home", env!("CARGO_MANIFEST_DIR"), "/tmp/", "file:"] {
            assert!(!text.contains(name), "{path} names {name}");
        }
    }
}

/// The sites whose every page is looked at: the repository's own handbook, the fixture, and one with nothing in it.
fn sites() -> Vec<(&'static str, Files)> {
    let rich = Handbook::of_site("rich");
    let empty = Handbook::new(&[("site.toml", "")]);
    let own = Handbook::new(&[]);
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    for folder in ["content", "static"] {
        for (path, bytes) in files(&root.join(folder)) {
            own.write(&format!("{folder}/{path}"), bytes);
        }
    }
    own.write("site.toml", std::fs::read(root.join("site.toml")).unwrap());
    vec![
        ("rich", rich.build()),
        ("rich with drafts", rich.build_with(&["--drafts"])),
        ("own", own.build()),
        ("empty", empty.build()),
        ("clean", Handbook::clean().build()),
    ]
}

#[test]
fn every_page_keeps_the_promises() {
    for (site, files) in sites() {
        assert!(files.contains_key("index.html") && files.contains_key("404.html") && files.contains_key("robots.txt"), "{site}");
        markup::assert_links_lead_somewhere(&files);
        for (path, html) in markup::pages(&files) {
            let name = format!("{site}: {path}");
            assert_structure(&name, html);
            assert_loads_nothing_from_elsewhere(&name, html);
        }
        for (path, bytes) in files
            .iter()
            .filter(|(path, _)| path.ends_with(".css") || (path.ends_with(".js") && !path.starts_with("search-index") && !path.starts_with("practice-data")))
        {
            let text = String::from_utf8_lossy(bytes);
            for word in
                ["@import", "url(http", "url(//", "url(\"http", "fetch(", "XMLHttpRequest", "import(", "eval(", "new Function", "innerHTML", "document.write"]
            {
                assert!(!text.contains(word), "{site}: {path} holds {word}");
            }
        }
    }
}

fn assert_structure(name: &str, html: &str) {
    assert!(html.starts_with("<!DOCTYPE html>\n<html lang=\"en\">"), "{name}");
    assert!(!html.contains("<!--"), "{name}: no comment is published");
    let tags = tags(html);
    let count = |wanted: &str| tags.iter().filter(|tag| tag.name == wanted).count();
    for once in ["h1", "main", "title", "html", "body"] {
        assert_eq!(count(once), 1, "{name}: <{once}>");
    }
    let mut ids: Vec<&str> = tags.iter().filter_map(|tag| tag.get("id")).collect();
    ids.sort_unstable();
    assert!(ids.windows(2).all(|pair| pair[0] != pair[1]), "{name}: an id stands twice in {ids:?}");
    assert!(ids.iter().all(|id| !id.is_empty() && !id.contains(char::is_whitespace)), "{name}: {ids:?}");
    let levels: Vec<u8> = tags.iter().filter_map(|tag| tag.name.strip_prefix('h')?.parse().ok()).collect();
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{name}: headings skip a level: {levels:?}");
    for tag in &tags {
        assert!(tag.name != "style" && tag.get("style").is_none(), "{name}: inline style in {tag:?}");
        assert!(tag.name != "script" || (tag.get("src").is_some() && tag.text.trim().is_empty()), "{name}: inline script {tag:?}");
        assert!(!tag.attributes.keys().any(|key| key.starts_with("on")), "{name}: {tag:?}");
        assert!(tag.name != "img" || tag.get("alt").is_some(), "{name}: {tag:?}");
        assert!(!["iframe", "object", "embed", "base", "form"].contains(&tag.name.as_str()), "{name}: {tag:?}");
    }
    assert!(tags.iter().any(|tag| tag.get("name") == Some("robots") && tag.get("content") == Some("noindex")), "{name}");
}

fn assert_loads_nothing_from_elsewhere(name: &str, html: &str) {
    for tag in tags(html).iter().filter(|tag| tag.name != "a") {
        for (key, value) in
            tag.attributes.iter().filter(|(key, _)| ["src", "href", "srcset", "data", "poster", "action", "background", "ping"].contains(&key.as_str()))
        {
            assert!(!value.trim_start().starts_with("//") && !value.contains("://"), "{name}: {key}={value}");
        }
    }
}

#[test]
fn search_engines_are_kept_out_unless_they_are_asked_in() {
    let handbook = Handbook::clean();
    let files = handbook.build();
    assert_eq!(String::from_utf8_lossy(&files["robots.txt"]), "User-agent: *\nDisallow: /\n");
    assert!(!files.contains_key("sitemap.xml"));
    handbook.write("site.toml", "base_url = \"https://example.org/prep\"\n[publish]\nindex = true\n");
    let files = handbook.build();
    assert_eq!(String::from_utf8_lossy(&files["robots.txt"]), "User-agent: *\nAllow: /\nSitemap: https://example.org/prep/sitemap.xml\n");
    let sitemap = String::from_utf8_lossy(&files["sitemap.xml"]);
    assert!(sitemap.contains("<loc>https://example.org/prep/stories/lamp.html</loc>") && !sitemap.contains("404"), "{sitemap}");
    let page = handbook.page("stories/lamp.html");
    assert!(page.contains("<link rel=\"canonical\" href=\"https://example.org/prep/stories/lamp.html\">") && !page.contains("noindex"));
    assert!(!handbook.page("404.html").contains("canonical\" href=\"https://example.org/prep/404"), "an error page is nobody's address");
}

#[test]
fn long_lists_go_on_on_further_pages() {
    let handbook = many(1001);
    let files = handbook.build();
    for page in ["list/stories/2.html", "list/matrix/2.html", "principles/care/2.html"] {
        assert!(files.contains_key(page), "{page} is not among {:?}", files.keys().filter(|path| path.contains("/2")).collect::<Vec<_>>());
    }
    assert!(!files.contains_key("list/stories/3.html") && !files.contains_key("list/questions/2.html"));
    markup::assert_links_lead_somewhere(&files);
    let entries = |page: &str| {
        let html = handbook.page(page);
        tags(&html).iter().filter(|tag| tag.name == "a" && tag.get("href").is_some_and(|url| url.contains("stories/story-"))).count()
    };
    for (first, second) in [("stories.html", "list/stories/2.html"), ("principles/care.html", "principles/care/2.html")] {
        assert!(entries(first) <= 1000, "{first}");
        assert_eq!(entries(first) + entries(second), 1001, "{first}: every story stands on one of its pages");
        assert!(tags(&handbook.page(first)).iter().any(|tag| tag.get("rel") == Some("next")), "{first}");
        assert!(tags(&handbook.page(second)).iter().any(|tag| tag.get("rel") == Some("prev")), "{second}");
        assert_structure(second, &handbook.page(second));
    }
    for number in [0, 500, 1000] {
        assert!(files.contains_key(&format!("stories/story-{number}.html")));
    }
}

#[test]
fn two_sources_of_one_published_file_are_told() {
    let handbook = Handbook::clean_with(&[("static/stories/lamp.html", "mine")]);
    let run = handbook.run(&["build"]);
    assert_eq!(run.status, 1, "{run:?}");
    assert!(run.stderr.contains("duplicate-id") && run.stderr.contains("stories/lamp.html"), "{}", run.stderr);
    let handbook = Handbook::clean_with(&[("static/INDEX.html", "mine"), ("content/stories/x.md", &story("X", "event: lamp\n"))]);
    let run = handbook.run(&["build"]);
    assert_eq!(run.status, 1, "also where they differ in case alone: {run:?}");
    assert!(run.stderr.contains("duplicate-id") && run.stderr.contains("static/INDEX.html"), "{}", run.stderr);
    assert!(!handbook.path("public").exists());
    let handbook = Handbook::clean_with(&[("static/404.html/y.txt", "mine")]);
    let run = handbook.run(&["build"]);
    assert_eq!(run.status, 1, "a folder would take the page's place too: {run:?}");
    assert!(run.stderr.contains("duplicate-id") && !handbook.path("public").exists(), "{}", run.stderr);
}

#[test]
fn a_folder_of_ours_gives_way_to_a_file_and_back() {
    let handbook = Handbook::clean_with(&[("static/x/y.txt", "below")]);
    handbook.build();
    handbook.remove("static/x/y.txt");
    std::fs::remove_dir(handbook.path("static/x")).unwrap();
    handbook.write("static/x", "a file");
    handbook.build();
    assert_eq!(handbook.read("public/x"), "a file");
    handbook.remove("static/x");
    handbook.write("static/x/y.txt", "below");
    handbook.build();
    assert_eq!(handbook.read("public/x/y.txt"), "below");
}

/// The record names a file a line: a name that holds a line end would make another's file ours.
#[test]
fn names_that_the_record_cannot_hold_are_refused() {
    for name in ["static/x\nCNAME", "static/10:30.txt", "static/a\\b.txt"] {
        let handbook = Handbook::clean_with(&[(name, "mine")]);
        let run = handbook.run(&["build"]);
        assert_eq!(run.status, 2, "{name:?}: {run:?}");
        assert!(run.stderr.contains("rename it") && !handbook.path("public").exists(), "{}", run.stderr);
    }
}

/// A link that has no text of its own shows the title of what it leads to.
#[test]
fn a_link_with_an_empty_text_shows_the_title() {
    let handbook = Handbook::clean_with(&[("content/pages/x.md", "---\ntitle: X\n---\nSee [[route|]], [[route]] and [[route|there]].\n")]);
    handbook.build();
    let page = handbook.page("pages/x.html");
    assert_eq!(page.matches(">The way there</a>").count(), 2, "{page}");
    assert!(page.contains(">there</a>"), "{page}");
}

/// What is needed only while a build goes on lies in folders of its own, and even there nothing of others is removed.
#[test]
fn others_files_among_those_of_a_build_are_kept() {
    let handbook = Handbook::clean();
    handbook.build();
    for path in ["public/.prepgen-new/mine/a.txt", "public/.prepgen-old/notes.txt"] {
        handbook.write(path, "mine");
        let before = everything(&handbook);
        let run = handbook.run(&["build"]);
        assert!(run.status == 2 && run.stderr.contains(path) && run.stderr.contains("is in the way"), "{path}: {run:?}");
        assert_eq!(everything(&handbook), before, "{path}");
        std::fs::remove_dir_all(handbook.path(path.split_inclusive('/').take(2).collect::<String>().trim_end_matches('/'))).unwrap();
    }
    // What a build that was killed left there goes.
    handbook.write("public/.prepgen-new/stories/lamp.html", "half");
    handbook.write("public/.prepgen-old/12", "old");
    assert_eq!(handbook.run(&["build"]).status, 0);
    assert!(!handbook.path("public/.prepgen-new").exists() && !handbook.path("public/.prepgen-old").exists());
}
