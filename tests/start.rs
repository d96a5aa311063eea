//! Starting: `init`, `import` and `rename` on the command line, as their users meet them.

use crate::handbook::{Handbook, files};
use prepgen::framework;
use serde_json::Value;
use std::collections::BTreeSet;

const NOTES: &str = "# Ownership\n\nWhat is yours, also at night.\n\n1. Tell me about a fault you found.\n   - Situation: The pump hummed.\n   - Action: I listened at 9 places.\n   - Result: The bearing was changed.\n2. When did you say no?\n\n# Questions to ask\n## HR\n- $ When do we talk?\n";

fn empty() -> Handbook {
    let folder = Handbook::new(&[("notes.md", NOTES)]);
    std::fs::create_dir_all(folder.root()).unwrap();
    folder
}

fn json(folder: &Handbook, args: &[&str]) -> Value {
    let run = folder.run(args);
    assert_eq!(run.status, 0, "{}", run.stderr);
    serde_json::from_str(&run.stdout).unwrap()
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[test]
fn import_writes_once_and_keeps_what_is_there() {
    let folder = empty();
    let dry = folder.run(&["import", "notes.md", "--to", "book", "--dry-run"]);
    assert_eq!(dry.status, 0);
    assert!(dry.stdout.contains("notes.md:6: - Situation: The pump hummed. -> content/stories/"), "{}", dry.stdout);
    assert!(dry.stdout.contains("content/principles/\n    ownership.md"), "{}", dry.stdout);
    assert!(!folder.path("book").exists(), "a dry run writes nothing");
    let first = json(&folder, &["import", "notes.md", "--to", "book", "--format", "json"]);
    assert_eq!(keys(&first), ["kept", "questions", "stories", "unplaced", "version", "written"]);
    assert_eq!((first["version"].as_u64(), first["unplaced"].as_array().unwrap().len()), (Some(1), 0));
    assert_eq!(first["stories"]["missing"][0]["sections"][0], "Task");
    let written = first["written"].as_array().unwrap();
    assert_eq!(written.len(), 5, "{first}");
    let before = files(&folder.path("book"));
    let again = json(&folder, &["import", "notes.md", "--to", "book", "--format", "json"]);
    assert_eq!((again["written"].as_array().unwrap().len(), &again["kept"]), (0, &first["written"]));
    assert_eq!(files(&folder.path("book")), before);
    // An owner's edit stays, and a line that is then nowhere is said.
    folder.write("book/content/principles/ownership.md", "---\ntitle: Ownership\n---\nMine.\n");
    let edited = json(&folder, &["import", "notes.md", "--to", "book", "--format", "json"]);
    assert_eq!(folder.read("book/content/principles/ownership.md"), "---\ntitle: Ownership\n---\nMine.\n");
    assert_eq!(edited["written"].as_array().unwrap().len(), 0);
    assert_eq!(edited["unplaced"], serde_json::json!([{"path": "notes.md", "line": 3, "text": "What is yours, also at night."}]));
    // What a run that was killed left out, the next one writes.
    folder.remove("book/content/principles/ownership.md");
    folder.remove("book/content/asks/hr.md");
    let mended = json(&folder, &["import", "notes.md", "--to", "book", "--format", "json"]);
    assert_eq!(mended["written"], serde_json::json!(["content/asks/hr.md", "content/principles/ownership.md"]));
    assert_eq!(files(&folder.path("book")), before);
    assert_eq!(folder.run(&["check", "--root", "book"]).status, 0);
    assert_eq!(folder.run(&["build", "--root", "book"]).status, 0);
}

#[test]
fn unplaced_lines_stand_under_their_heading() {
    let folder = empty();
    folder.run(&["import", "notes.md"]);
    folder.write("content/principles/ownership.md", "---\ntitle: Ownership\n---\n");
    let run = folder.run(&["import", "notes.md"]);
    assert!(run.stdout.ends_with("\nunplaced\nnotes.md:3: What is yours, also at night.\n"), "{}", run.stdout);
    assert!(run.stdout.contains("nothing new"), "{}", run.stdout);
}

#[test]
fn a_vault_keeps_its_links() {
    let vault = Handbook::new(&[]);
    vault.write("vault/Principles/\u{2605} Ownership.md", "See [[The pump|my pump]] and [[Daily]].\n\n- Tell me about a time you acted as an owner.\n");
    vault.write("vault/The pump.md", "---\ntags: [pump]\ncreated: 2024-01-02\n---\n**Situation:** It hummed. ![[pump.png]]\n\n**Task:** I kept it.\n\n**Action:** I opened it, see [notes](Daily.md#tuesday).\n\n**Result:** It ran on.\n\n#pump [[Principles/\u{2605} Ownership]]\n");
    vault.write("vault/Daily.md", "# Daily\n\n## Monday\n\nNothing, [[nowhere]].\n\n## Tuesday\n\nPump, [above](#monday).\n");
    vault.write("vault/pump.png", b"\x89PNG");
    vault.write("vault/.obsidian/app.md", "hidden\n");
    let run = vault.run(&["import", "vault", "--to", "book"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let read = |path: &str| vault.read(&format!("book/content/{path}"));
    let story = read("stories/the-pump.md");
    assert!(story.contains("title: The pump\n") && story.contains("tags:\n  - pump\n") && story.contains("<!-- created: 2024-01-02 -->"), "{story}");
    assert!(story.contains("![pump.png](../files/pump.png)") && story.contains("[notes](../pages/daily.md#tuesday)"), "{story}");
    assert!(story.contains("[[principle/ownership|Principles/\u{2605} Ownership]]"), "{story}");
    assert!(vault.path("book/content/files/pump.png").exists());
    let principle = read("principles/ownership.md");
    assert!(principle.contains("title: Ownership\n") && principle.contains("[[The pump|my pump]] and [[Daily]]"), "{principle}");
    let page = read("pages/daily.md");
    assert!(page.contains("\\[[nowhere]]") && page.contains("[above](#monday)"), "{page}");
    assert!(run.stdout.contains("leads nowhere") && !run.stdout.contains("unplaced"), "{}", run.stdout);
    let check = vault.run(&["check", "--root", "book"]);
    assert_eq!(check.status, 0, "{}", check.stdout);
}

#[test]
fn a_framework_names_principles_and_says_nothing_of_its_own() {
    let folder = Handbook::new(&[("n.md", "## Right a lot\n\nI was.\n\n## Teamwork\n\nWe were.\n")]);
    let run = folder.run(&["import", "n.md", "--framework", "amazon"]);
    assert_eq!(run.status, 0);
    let text = folder.read("content/principles/are-right-a-lot.md");
    assert!(text.starts_with("---\ntitle: Are Right, A Lot\naliases:\n") && text.ends_with("---\nI was.\n"), "{text}");
    assert!(folder.path("content/pages/teamwork.md").exists(), "no principle of Amazon's");
    assert!(run.stdout.contains("`Right a lot` is the principle `Are Right, A Lot`"), "{}", run.stdout);
    let wrong = folder.run(&["import", "n.md", "--framework", "amazn"]);
    assert!(wrong.status == 2 && wrong.stderr.contains("did you mean `amazon`?"), "{}", wrong.stderr);
}

#[test]
fn notes_that_cannot_be_read_are_named() {
    let folder = Handbook::new(&[("folder/x.png", "x"), ("latin.md", "")]);
    folder.write("latin.md", b"caf\xe9\n");
    folder.write("wide.md", "\u{feff}# Gr\u{fc}n\n".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>());
    for (args, word) in [(["import", "gone.md"], "gone.md"), (["import", "folder"], "holds no notes"), (["import", "latin.md"], "UTF-8")] {
        let run = folder.run(&args);
        assert!(run.status == 2 && run.stderr.contains(word), "{args:?}: {}", run.stderr);
    }
    assert_eq!(folder.run(&["import", "wide.md"]).status, 0, "UTF-16 with its mark is read");
    assert!(folder.path("content/pages/gr\u{fc}n.md").exists());
    folder.write("site.toml", "titel = 1\n");
    let run = folder.run(&["import", "wide.md"]);
    assert!(run.status == 2 && run.stderr.contains("titel"), "{}", run.stderr);
}

#[test]
fn every_framework_starts_a_handbook_without_errors() {
    for framework in framework::all() {
        let folder = Handbook::new(&[]);
        let run = folder.run(&["init", "new", "--framework", framework.id]);
        assert_eq!(run.status, 0, "{}", run.stderr);
        assert!(run.stdout.lines().any(|line| line == ".gitignore") && run.stdout.lines().any(|line| line == ".github/workflows/publish.yml"));
        let check = json(&folder, &["check", "--root", "new", "--format", "json"]);
        assert_eq!(check["counts"]["principles"].as_u64().unwrap() as usize, framework.principles.len());
        assert_eq!(check["counts"]["errors"], 0);
        let other: BTreeSet<&str> = check["diagnostics"].as_array().unwrap().iter().map(|found| found["lint"].as_str().unwrap()).collect();
        assert_eq!(other.into_iter().collect::<Vec<_>>(), ["unanswered-question", "uncovered-principle"], "only what is still to do");
        let build = folder.run(&["build", "--root", "new"]);
        assert_eq!(build.status, 0, "{}", build.stderr);
        assert!(!folder.path("new/public/stories/how-a-story-is-written.html").exists(), "the example is a draft");
    }
}

#[test]
fn init_changes_nothing_that_is_there() {
    let folder = Handbook::clean();
    let before = files(&folder.root());
    let run = folder.run(&["init"]);
    assert!(run.status == 2 && run.stderr.contains("is a handbook already, so nothing was changed"), "{}", run.stderr);
    let from = folder.run(&["init", "--from", "site.toml"]);
    assert!(from.status == 2 && from.stderr.contains("prepgen import"), "{}", from.stderr);
    assert_eq!(files(&folder.root()), before);
    let theme = folder.run(&["init", "--theme", "mine"]);
    assert!(theme.status == 0 && theme.stderr.contains("name = \"mine\""), "{}", theme.stderr);
    assert!(folder.path("themes/mine/templates/base.html").exists() && folder.path("themes/mine/assets/style.css").exists());
    folder.write("site.toml", "[theme]\nname = \"mine\"\n");
    assert_eq!(folder.run(&["build"]).status, 0);
    let again = folder.run(&["init", "--theme", "mine"]);
    assert!(again.status == 2 && again.stderr.contains("is there already"), "{}", again.stderr);
    assert_eq!(folder.run(&["init", "--theme", "../x"]).status, 2);
    let other = Handbook::new(&[(".gitignore", "mine\n")]);
    let run = other.run(&["init", "--theme", "own"]);
    assert!(run.status == 0 && run.stderr.contains(".gitignore is there already"), "{}", run.stderr);
    assert_eq!(other.read(".gitignore"), "mine\n");
    assert!(other.read("site.toml").contains("name = \"own\""));
}

#[test]
fn init_imports_notes_at_once() {
    let folder = empty();
    let run = folder.run(&["init", "new", "--from", "notes.md", "--framework", "amazon"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert!(folder.read("new/content/principles/ownership.md").ends_with("---\nWhat is yours, also at night.\n"), "the notes' words come first");
    assert!(folder.path("new/content/principles/dive-deep.md").exists() && !folder.path("new/content/stories/how-a-story-is-written.md").exists());
    let check = folder.run(&["check", "--root", "new"]);
    assert_eq!(check.status, 0, "{}", check.stdout);
}

/// A handbook in which the story `lamp` is named in every way.
fn named() -> Handbook {
    let folder = Handbook::clean();
    folder.write(
        "content/interviews/loop.md",
        "---\ntitle: Loop\ndate: 2026-02-01\nrounds:\n  - {name: One, focus: [noticed, question/noticed], stories: [\"lamp\"]}\ntold: [lamp, story/lamp]\n---\nSee [[lamp]], [[story/lamp|the **lamp**]] and [[stories/lamp#result|x]].\n",
    );
    folder.write(
        "content/pages/links.md",
        "---\ntitle: Links\n---\n[a](../stories/lamp.md) [b](../stories/lamp.md#result \"t\") [c][d] [e](/stories/lamp.html) `[[lamp]]` [[The lamp that kept the greenhouse awake]]\n\n[d]: ../stories/lamp.md\n\n| x |\n| --- |\n| [[lamp\\|y]] |\n",
    );
    folder.write("content/stories/ledger-two.md", crate::handbook::story("Ledger two", "questions: [noticed]\n"));
    folder
}

#[test]
fn rename_rewrites_every_reference() {
    let folder = named();
    let before = files(&folder.root());
    let dry = folder.run(&["rename", "story/lamp", "night-light", "--dry-run"]);
    assert_eq!(dry.status, 0, "{}", dry.stderr);
    assert_eq!(files(&folder.root()), before, "a dry run changes nothing");
    let run = folder.run(&["rename", "story/lamp", "Night Light"]);
    assert_eq!((run.status, &run.stdout), (0, &dry.stdout), "{}", run.stderr);
    assert!(run.stdout.ends_with("content/stories/lamp.md -> content/stories/night-light.md\n"), "{}", run.stdout);
    let interview = folder.read("content/interviews/loop.md");
    assert!(interview.contains("stories: [\"night-light\"]") && interview.contains("told: [night-light, story/night-light]"), "{interview}");
    assert!(interview.contains("[[night-light]], [[story/night-light|the **lamp**]] and [[stories/night-light#result|x]]"), "{interview}");
    let page = folder.read("content/pages/links.md");
    assert!(
        page.contains(
            "[a](../stories/night-light.md) [b](../stories/night-light.md#result \"t\") [c][d] [e](/stories/night-light.html) `[[lamp]]` [[The lamp that"
        ),
        "{page}"
    );
    assert!(page.contains("[d]: ../stories/night-light.md\n") && page.contains("[[night-light\\|y]]"), "{page}");
    assert!(folder.read("content/pages/route.md").contains("[[night-light]]"));
    assert_eq!(folder.read("content/stories/night-light.md").into_bytes(), before["content/stories/lamp.md"]);
    let errors = json(&folder, &["check", "--format", "json"])["counts"]["errors"].clone();
    assert_eq!(errors, 0);
    let question = folder.run(&["rename", "question/noticed", "unasked"]);
    assert_eq!(question.status, 0, "{}", question.stderr);
    assert!(folder.read("content/interviews/loop.md").contains("focus: [unasked, question/unasked]"));
    assert!(folder.read("content/stories/ledger.md").contains("questions: [unasked]"));
}

#[test]
fn rename_says_what_it_cannot_do() {
    let folder = named();
    let before = files(&folder.root());
    for (args, word) in [
        (["rename", "story/lampe", "x"], "did you mean `story/lamp`?"),
        (["rename", "story/lamp", "ledger"], "is there already: content/stories/ledger.md"),
        (["rename", "story/lamp", "!!"], "is no id"),
        (["rename", "story/lamp", "Lamp"], "has that id already"),
        (["rename", "lamp", "x"], "story/lamp"),
        (["rename", "tale/lamp", "x"], "there is no kind `tale`"),
    ] {
        let run = folder.run(&args);
        assert!(run.status == 2 && run.stderr.contains(word), "{args:?}: {}", run.stderr);
    }
    assert_eq!(files(&folder.root()), before);
}

#[test]
fn a_new_id_takes_no_other_entry_its_name() {
    let folder = named();
    folder.write("content/pages/care.md", "---\ntitle: On care\n---\nSee [[depth]] and [[principle/depth]].\n");
    // Stories are looked up before principles: `[[depth]]` would mean the story from now on.
    let run = folder.run(&["rename", "story/lamp", "depth"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    assert_eq!(folder.read("content/pages/care.md"), "---\ntitle: On care\n---\nSee [[principle/depth]] and [[principle/depth]].\n");
    assert!(folder.read("content/pages/route.md").contains("[[story/depth]]"), "{}", folder.read("content/pages/route.md"));
    assert_eq!(json(&folder, &["check", "--format", "json"])["counts"]["errors"], 0);
}

#[cfg(unix)]
#[test]
fn a_rename_that_cannot_be_finished_changes_nothing() {
    let folder = named();
    let text = folder.read("content/pages/links.md");
    folder.remove("content/pages/links.md");
    folder.write("elsewhere.md", &text);
    std::os::unix::fs::symlink(folder.path("elsewhere.md"), folder.path("content/pages/links.md")).unwrap();
    let before = files(&folder.root());
    let run = folder.run(&["rename", "story/lamp", "night-light"]);
    assert!(run.status == 2 && run.stderr.contains("content/pages/links.md is a link"), "{}", run.stderr);
    assert_eq!(files(&folder.root()), before, "what had changed already was taken back");
}
