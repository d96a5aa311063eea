//! A handbook in a folder of its own, and the built program run on it.

use serde_json::Value;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use tempfile::TempDir;

/// A handbook that no lint finds anything in, small enough to be read whole.
pub const CLEAN: &[(&str, &str)] = &[
    ("site.toml", "title = \"Test handbook\"\n"),
    (
        "content/principles/care.md",
        "---\ntitle: Care\nframework: House rules\norder: 1\n---\nYou look after what is yours, also when nobody is watching.\n",
    ),
    ("content/principles/depth.md", "---\ntitle: Depth\nframework: House rules\norder: 2\n---\nYou look below the surface before you decide.\n"),
    ("content/questions/noticed.md", "---\ntitle: When did you notice a problem that was not yours?\nprinciples: [care, depth]\n---\n"),
    (
        "content/stories/lamp.md",
        "---
title: The lamp that kept the greenhouse awake
principles: [care, depth]
questions: [noticed]
hook: One lamp, forty trays of seedlings saved
company: Fernbank
role: Gardener
date: 2025-03
tags: [plants]
---
## Situation

The seedlings in the north greenhouse at Fernbank grew pale every March, and two seasons of new soil had changed nothing. Everybody had got used to it.

## Task

I was hired to water. I decided to find out why the trays near the door suffered and the others did not, since the spring market depended on them.

## Action

I drew a map of the forty worst trays and wrote down light, warmth and water for each of them at six hours of the day. I found that the safety lamp over the door stayed on all night, so those plants never rested. I borrowed a timer, switched the lamp off for eight hours on half of the trays, and left the other half as it was. I showed the two halves to the owner after three weeks, then wired the timer for good and wrote a note for the next gardener.

## Result

All 40 trays were sold, against 22 the year before.

## Learning

I learned to measure before I dig.
",
    ),
    (
        "content/stories/ledger.md",
        "---
title: Reconciling a ledger by hand for one night
principles: [care, depth]
questions: [noticed]
hook: A missing 312 euros led to a wrong rounding rule
company: Corner bakery
date: 2024
---
## Situation

The corner bakery closed its books each quarter with a difference of a few hundred euros, and the accountant simply wrote it off as spillage.

## Task

I kept the till on weekends. I wanted to know where the money went before I would sign the quarter myself, although nobody had requested it.

## Action

I asked for the paper receipts of one quarter and typed all of them into a sheet during one long night. I compared every sum with the one that the till had stored, sorted the differences by size, and saw that each was below one cent. I read the manual of the till and found the rounding rule that cut every fraction instead of rounding it. I changed the rule on a copy, replayed the quarter, and brought both printed sheets to the accountant.

## Result

The difference fell from 312 euros to zero, and stayed there for 4 quarters.

## Learning

I learned that small errors have one big cause.
",
    ),
    ("content/asks/team.md", "---\ntitle: The team\naudience: Engineers\nwhen: during\n---\n- What did you ship last month?\n- $ Who decides what comes next?\n"),
    ("content/pages/route.md", "---\ntitle: The way there\n---\nTake the tram to the harbour and walk from [[lamp]].\n"),
];

/// A handbook on disk. Its folder is `book` in a temporary one, so that nothing of ours stands beside it.
pub struct Handbook {
    folder: TempDir,
}

/// How a run of the program ended and what it said.
#[derive(Debug)]
pub struct Run {
    /// The exit status; 128 and more where a signal ended it.
    pub status: i32,
    /// What it printed.
    pub stdout: String,
    /// What it told on the side.
    pub stderr: String,
}

/// The files of a folder by path with `/`.
pub type Files = BTreeMap<String, Vec<u8>>;

/// One finding of `check --format json`.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding(pub Value);

impl Handbook {
    /// A handbook of these files.
    pub fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::Builder::new().prefix("prepgen-test-").tempdir().unwrap();
        let handbook = Self { folder };
        std::fs::create_dir_all(handbook.root()).unwrap();
        std::fs::create_dir_all(handbook.home()).unwrap();
        for (path, text) in files {
            handbook.write(path, text);
        }
        handbook
    }

    /// The handbook without findings.
    pub fn clean() -> Self {
        Self::new(CLEAN)
    }

    /// The handbook without findings and these files besides, or in place of its own.
    pub fn clean_with(files: &[(&str, &str)]) -> Self {
        let handbook = Self::clean();
        for (path, text) in files {
            handbook.write(path, text);
        }
        handbook
    }

    /// A copy of the handbook in tests/sites/ of that name.
    pub fn of_site(name: &str) -> Self {
        let handbook = Self::new(&[]);
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sites").join(name);
        for (path, bytes) in files(&folder) {
            handbook.write(&path, bytes);
        }
        handbook
    }

    /// Its root.
    pub fn root(&self) -> PathBuf {
        self.folder.path().join("book")
    }

    /// The home folder that the program sees.
    pub fn home(&self) -> PathBuf {
        self.folder.path().join("home")
    }

    /// A path below its root.
    pub fn path(&self, path: &str) -> PathBuf {
        self.root().join(path)
    }

    /// Writes a file and the folders it lies in.
    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.path(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    /// Removes a file.
    pub fn remove(&self, path: &str) {
        std::fs::remove_file(self.path(path)).unwrap();
    }

    /// The text of a file.
    pub fn read(&self, path: &str) -> String {
        std::fs::read_to_string(self.path(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// The program with a fixed environment, in the handbook's root.
    pub fn command(&self, args: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_prepgen"));
        command.args(args);
        self.settle(&mut command);
        command
    }

    /// The program under limits: ten seconds of processor time, a minute in all, and so many megabytes of addresses.
    pub fn limited(&self, args: &[&str], megabytes: u64) -> Command {
        let script = format!("ulimit -v {} -t 10; exec timeout -s KILL 60 \"$0\" \"$@\"", megabytes * 1024);
        let mut command = Command::new("bash");
        command.args(["-c", &script, env!("CARGO_BIN_EXE_prepgen")]).args(args);
        self.settle(&mut command);
        // Each thread takes addresses that it never uses; two are what the limit is made for.
        command.env("RAYON_NUM_THREADS", "2").env("MALLOC_ARENA_MAX", "2");
        command
    }

    fn settle(&self, command: &mut Command) {
        command.env_clear().env("NO_COLOR", "1").env("LANG", "C.UTF-8").env("HOME", self.home()).env("USER", "somebody-at-home");
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.current_dir(self.root()).stdin(Stdio::null());
    }

    /// Runs the program in the handbook's root.
    pub fn run(&self, args: &[&str]) -> Run {
        self.finish(self.command(args).output().unwrap())
    }

    /// What a run gave, with the temporary folder's name taken out.
    pub fn finish(&self, output: Output) -> Run {
        #[cfg(unix)]
        let signal = std::os::unix::process::ExitStatusExt::signal(&output.status);
        #[cfg(not(unix))]
        let signal: Option<i32> = None;
        let text = |bytes: Vec<u8>| {
            let text = String::from_utf8(bytes).expect("the program speaks UTF-8");
            text.replace(&self.folder.path().display().to_string(), "<temp>")
                .replace(&self.folder.path().canonicalize().unwrap().display().to_string(), "<temp>")
        };
        let run = Run { status: output.status.code().unwrap_or_else(|| 128 + signal.unwrap_or(0)), stdout: text(output.stdout), stderr: text(output.stderr) };
        assert!(!run.stderr.contains("panicked at"), "the program panicked: {run:?}");
        run
    }

    /// The findings of `check`, by the JSON form.
    pub fn findings(&self) -> Vec<Finding> {
        self.findings_with(&[])
    }

    /// The findings of `check` with more options.
    pub fn findings_with(&self, options: &[&str]) -> Vec<Finding> {
        let args: Vec<&str> = ["check", "--format", "json"].iter().chain(options).copied().collect();
        let run = self.run(&args);
        let json: Value = serde_json::from_str(&run.stdout).unwrap_or_else(|error| panic!("{error} in {run:?}"));
        json["diagnostics"].as_array().unwrap().iter().cloned().map(Finding).collect()
    }

    /// The findings in short, one a line: place, level, lint.
    pub fn places(&self) -> Vec<String> {
        self.findings().iter().map(Finding::place).collect()
    }

    /// Publishes to public/, which must succeed, and gives what lies there, the record aside.
    pub fn build(&self) -> Files {
        self.build_with(&[])
    }

    /// Publishes to public/ with more options.
    pub fn build_with(&self, options: &[&str]) -> Files {
        let args: Vec<&str> = ["build"].iter().chain(options).copied().collect();
        let run = self.run(&args);
        assert_eq!(run.status, 0, "{}", run.stderr);
        self.published()
    }

    /// The files in public/, the record aside.
    pub fn published(&self) -> Files {
        let mut files = files(&self.path("public"));
        files.remove(".prepgen");
        files
    }

    /// Publishes the handbook to a folder beside it, which must succeed.
    pub fn build_to(&self, out: &str) -> Files {
        let run = self.run(&["build", "-q", "--out", out]);
        assert_eq!(run.status, 0, "{}", run.stderr);
        let mut files = files(&self.path(out));
        files.remove(".prepgen");
        files
    }

    /// A published page as text.
    pub fn page(&self, path: &str) -> String {
        self.read(&format!("public/{path}"))
    }
}

impl Finding {
    fn field(&self, name: &str) -> &str {
        self.0[name].as_str().unwrap_or("")
    }

    /// The lint's name.
    pub fn lint(&self) -> &str {
        self.field("lint")
    }

    /// Its level.
    pub fn level(&self) -> &str {
        self.field("level")
    }

    /// The file.
    pub fn path(&self) -> &str {
        self.field("path")
    }

    /// What is wrong.
    pub fn message(&self) -> &str {
        self.field("message")
    }

    /// What to do.
    pub fn help(&self) -> &str {
        self.field("help")
    }

    /// Line, column and byte of its start or end.
    pub fn point(&self, end: &str) -> (u64, u64, usize) {
        let point = &self.0["span"][end];
        (point["line"].as_u64().unwrap(), point["column"].as_u64().unwrap(), point["byte"].as_u64().unwrap() as usize)
    }

    /// The bytes of a file that it points at.
    pub fn marked<'t>(&self, text: &'t str) -> &'t str {
        &text[self.point("start").2..self.point("end").2]
    }

    /// `stories/x.md:4:14 error unknown-principle`
    pub fn place(&self) -> String {
        let (line, column, _) = self.point("start");
        format!("{}:{line}:{column} {} {}", self.path().trim_start_matches("content/"), self.level(), self.lint())
    }
}

/// All files below a folder, by path with `/`. A link counts as a file that holds its target's name.
pub fn files(folder: &Path) -> Files {
    fn walk(folder: &Path, prefix: &str, files: &mut Files) {
        let Ok(entries) = std::fs::read_dir(folder) else { return };
        for entry in entries.map(Result::unwrap) {
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            let kind = entry.file_type().unwrap();
            if kind.is_symlink() {
                files.insert(name, std::fs::read_link(entry.path()).unwrap().to_string_lossy().as_bytes().to_vec());
            } else if kind.is_dir() {
                walk(&entry.path(), &format!("{name}/"), files);
            } else {
                match std::fs::read(entry.path()) {
                    Ok(bytes) => drop(files.insert(name, bytes)),
                    // Some tests look while a build moves what it staged.
                    Err(error) => assert_eq!(error.kind(), std::io::ErrorKind::NotFound, "{name}"),
                }
            }
        }
    }
    let mut all = Files::new();
    walk(folder, "", &mut all);
    all
}

/// A story with all required sections and this front matter besides its title.
pub fn story(title: &str, front: &str) -> String {
    let body = CLEAN.iter().find(|(path, _)| path.ends_with("lamp.md")).unwrap().1.split_once("---\n## Situation").unwrap().1;
    format!("---\ntitle: {title}\n{front}---\n## Situation{body}")
}
