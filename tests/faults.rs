//! What becomes of files when the disk fails at one step, at every step from one on, or when the program is killed there: for each step that there is.
//!
//! The program runs in a process of its own, this one's own executable, where a guard hears of each change to the disk before it is made.

use crate::handbook::{Files, Handbook, files};
use prepgen::write::{Step, guard};
use std::ffi::OsString;
use std::io;
use std::path::Path;
use std::process::ExitCode;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// What happens at a step.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fault {
    /// This step fails; those after it do not.
    Once,
    /// This step fails, and so does every one after it.
    FromHere,
    /// The program ends before this step, in the middle of it where bytes are written.
    Killed,
}

const FAULTS: [Fault; 3] = [Fault::Once, Fault::FromHere, Fault::Killed];

/// The status of a process that ended at a step.
const KILLED: i32 = 137;

static PLAN: OnceLock<(usize, Fault)> = OnceLock::new();
static STEPS: AtomicUsize = AtomicUsize::new(0);

#[expect(clippy::exit, reason = "nothing of this process may run any more, as if it had been killed")]
fn fail(step: Step, path: &Path) -> io::Result<()> {
    let at = STEPS.fetch_add(1, Ordering::SeqCst) + 1;
    let Some((wanted, fault)) = PLAN.get() else { return Ok(()) };
    match fault {
        Fault::Once if at == *wanted => Err(io::Error::from(io::ErrorKind::StorageFull)),
        Fault::FromHere if at >= *wanted => Err(io::Error::from(io::ErrorKind::ReadOnlyFilesystem)),
        Fault::Killed if at == *wanted => {
            if step == Step::Write {
                std::fs::write(path, "half").unwrap();
            }
            std::process::exit(KILLED)
        }
        _ => Ok(()),
    }
}

/// The process in which a step fails; alone it does nothing.
#[test]
#[ignore = "the other tests here start it in a process of its own"]
#[expect(clippy::exit, reason = "the status is the program's")]
fn program() {
    let Ok(args) = std::env::var("FAULT_ARGS") else { return };
    let at = std::env::var("FAULT_AT").unwrap().parse().unwrap();
    if at > 0 {
        let fault = FAULTS.into_iter().find(|fault| std::env::var("FAULT").unwrap() == format!("{fault:?}"));
        PLAN.set((at, fault.unwrap())).unwrap();
    }
    guard(fail);
    let status = prepgen::cli::run(std::iter::once("prepgen").chain(args.split('\n')).map(OsString::from));
    std::fs::write(std::env::var("FAULT_STEPS").unwrap(), STEPS.load(Ordering::SeqCst).to_string()).unwrap();
    std::process::exit((0..3).find(|code| format!("{:?}", ExitCode::from(*code)) == format!("{status:?}")).unwrap().into());
}

/// Runs the program with a fault at a step, from 1, or none at 0. Gives its status, what it said, and how many steps it made.
fn run(handbook: &Handbook, args: &[&str], at: usize, fault: Fault) -> (i32, String, usize) {
    let steps = handbook.home().join("steps");
    let mut command = std::process::Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "faults::program", "--ignored", "--nocapture", "--test-threads=1"]).current_dir(handbook.root());
    command.env("HOME", handbook.home()).env("RAYON_NUM_THREADS", "1");
    command.env("FAULT_ARGS", args.join("\n")).env("FAULT_AT", at.to_string()).env("FAULT", format!("{fault:?}")).env("FAULT_STEPS", &steps);
    let output = command.output().unwrap();
    let made = std::fs::read_to_string(&steps).ok().and_then(|text| text.parse().ok()).unwrap_or(0);
    (output.status.code().unwrap(), String::from_utf8_lossy(&output.stderr).into_owned(), made)
}

fn lay_out(folder: &Path, tree: &Files) {
    let _ = std::fs::remove_dir_all(folder);
    for (path, bytes) in tree {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
}

/// What people see of a folder: no file whose name starts with a dot.
fn seen(tree: &Files) -> Files {
    tree.iter().filter(|(path, _)| !path.split('/').any(|part| part.starts_with('.'))).map(|(path, bytes)| (path.clone(), bytes.clone())).collect()
}

/// Runs a command with each fault at each step. `old` is what its folder holds before, `new` after a run without faults; a run that fails leaves
/// the old one, a run that is killed leaves every file whole, and the next run ends as the first would have.
fn at_every_step(handbook: &Handbook, args: &[&str], folder: &str, old: &Files, keeps_what_it_wrote: bool) {
    let at = handbook.path(folder);
    lay_out(&at, old);
    let (status, said, steps) = run(handbook, args, 0, Fault::Once);
    assert_eq!(status, 0, "{said}");
    assert!(steps > 2, "{steps} steps");
    let new = files(&at);
    assert_ne!(&new, old);
    let mut failed = 0;
    for fault in FAULTS {
        for step in 1..=steps {
            let when = format!("{} {fault:?} at step {step} of {steps}", args.join(" "));
            lay_out(&at, old);
            let (status, said, _) = run(handbook, args, step, fault);
            let after = files(&at);
            for (path, bytes) in seen(&after) {
                assert!(old.get(&path) == Some(&bytes) || new.get(&path) == Some(&bytes), "{when}: {path} is neither the old file nor the new one");
            }
            match (fault, status) {
                (Fault::Killed, KILLED) => {}
                (Fault::Killed, _) => panic!("{when}: status {status}, {said}"),
                // What did not work at once was tried again, or done otherwise.
                (_, 0) => assert_eq!(&after, &new, "{when}"),
                (_, 2) => {
                    failed += 1;
                    assert!(said.contains("error: ") && said.matches('\n').count() < 4, "{when}: {said}");
                    if fault == Fault::Once && !keeps_what_it_wrote {
                        assert_eq!(&after, old, "{when}: {said}");
                        assert!(!said.contains("could not"), "{when}: {said}");
                    }
                    if !keeps_what_it_wrote && step < steps / 3 {
                        assert_eq!(seen(&after), seen(old), "{when}: {said}");
                    }
                }
                (_, status) => panic!("{when}: status {status}, {said}"),
            }
            // From what stood there before, the next run is the first one again.
            if after != *old {
                let (status, said, _) = run(handbook, args, 0, Fault::Once);
                assert_eq!(status, 0, "{when}, and then: {said}");
                assert_eq!(files(&at), new, "{when}: the next run mends it");
            }
        }
    }
    assert!(failed > steps, "{failed} runs of {} failed", 2 * steps);
}

/// Few files, and no PDF, which is one file more.
fn small() -> Handbook {
    Handbook::clean_with(&[("site.toml", "title = \"Small\"\n[cheatsheet]\npdf = false\n"), ("static/turn", "a file"), ("static/twist/x.txt", "in a folder")])
}

#[test]
fn a_build_that_cannot_write_leaves_the_old_site() {
    let handbook = small();
    handbook.build();
    handbook.write("public/mine.txt", "others' work");
    let old = files(&handbook.path("public"));
    // A page that changes, one that comes, one that goes with its folder, a file that becomes a folder and a folder that becomes a file.
    handbook.write("content/stories/ledger.md", handbook.read("content/stories/ledger.md").replace("small errors", "such errors"));
    handbook.write("static/turn2/a.txt", "new");
    std::fs::remove_dir_all(handbook.path("static/twist")).unwrap();
    handbook.write("static/twist", "a file now");
    handbook.remove("static/turn");
    handbook.write("static/turn/b.txt", "a folder now");
    at_every_step(&handbook, &["build", "-q"], "public", &old, false);
}

#[test]
fn a_first_build_that_cannot_write_leaves_nothing() {
    let handbook = Handbook::new(&[("site.toml", "[cheatsheet]\npdf = false\n"), ("content/pages/a.md", "---\ntitle: A\n---\nWords.\n")]);
    at_every_step(&handbook, &["build", "-q", "--out", "deep/site"], "deep", &Files::new(), false);
}

const NOTES: &str = "# Ownership\n\nWhat is yours.\n\n1. Tell me about a fault you found.\n   - Situation: The pump hummed.\n   - Task: I kept it.\n   - Action: I listened at 9 places.\n   - Result: The bearing was changed.\n2. When did you say no?\n\n# Questions to ask\n- When do we talk?\n";

#[test]
fn an_import_that_cannot_write_is_finished_by_the_next() {
    let handbook = Handbook::new(&[("notes.md", NOTES), ("book/content/pages/mine.md", "---\ntitle: Mine\n---\nMy words.\n")]);
    let old = files(&handbook.path("book"));
    at_every_step(&handbook, &["import", "notes.md", "--to", "book", "-q"], "book", &old, true);
}

#[test]
fn a_sheet_that_cannot_be_written_leaves_the_old_one() {
    let handbook = Handbook::clean();
    let old = Files::from([("sheet.pdf".to_string(), b"an older sheet".to_vec()), ("photo.jpg".to_string(), b"others' work".to_vec())]);
    at_every_step(&handbook, &["cheatsheet", "-q", "-o", "paper/sheet.pdf"], "paper", &old, false);
}

#[test]
fn a_rename_that_cannot_write_is_taken_back() {
    let handbook = Handbook::clean();
    let old = files(&handbook.path("content"));
    let count = || run(&handbook, &["rename", "principle/care", "concern", "-q"], 0, Fault::Once);
    let (status, said, steps) = count();
    assert_eq!((status, steps > 8), (0, true), "{said}, {steps} steps");
    let new = files(&handbook.path("content"));
    for step in 1..=steps {
        lay_out(&handbook.path("content"), &old);
        let (status, said, _) = run(&handbook, &["rename", "principle/care", "concern", "-q"], step, Fault::Once);
        let after = files(&handbook.path("content"));
        assert!(status == 2 && after == old || status == 0 && after == new, "step {step}: status {status}, {said}");
        lay_out(&handbook.path("content"), &old);
        assert_eq!(run(&handbook, &["rename", "principle/care", "concern", "-q"], step, Fault::Killed).0, KILLED);
        for (path, bytes) in seen(&files(&handbook.path("content"))) {
            let name = path.strip_prefix("content/").unwrap_or(&path);
            assert!(old.get(name) == Some(&bytes) || new.get(name) == Some(&bytes), "killed at step {step}: {path}");
        }
    }
}
