//! The pages for readers in docs/ and the README: what they tell the reader to type is typed, in a folder of the page's own, and what they show is compared.
//!
//! In a page, a block after a line that ends in "`path`:" is that file. A `sh` block is a script that must end well. In a `console` block each line after `$ ` is typed, and
//! what follows is what the terminal then shows, where `...` stands for anything; `console status=1` says how its last command ends. A block of any other kind is only read.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A fenced block: what stands after the fence, the lines inside, and the path of the file that it is.
struct Block {
    info: String,
    first: usize,
    lines: Vec<String>,
    file: Option<String>,
}

/// The blocks of a page, with the number of their first inner line from 0.
fn blocks(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open = false;
    let mut before = "";
    for (number, line) in text.lines().enumerate() {
        if let Some(info) = line.strip_prefix("```") {
            // Only the line just above a block names its file.
            if !open {
                let file = before.strip_suffix("`:").and_then(|rest| rest.rsplit('`').next());
                blocks.push(Block { info: info.to_string(), first: number + 1, lines: Vec::new(), file: file.map(str::to_string) });
            }
            open = !open;
            before = "";
        } else if open {
            blocks.last_mut().unwrap().lines.push(line.to_string());
        } else if !line.trim().is_empty() {
            before = line.trim_end();
        }
    }
    assert!(!open, "a fence is not closed");
    blocks
}

/// Somebody at a terminal.
struct Reader {
    folder: TempDir,
}

impl Reader {
    fn new() -> Self {
        let folder = tempfile::Builder::new().prefix("prepgen-guide-").tempdir().unwrap();
        std::fs::create_dir(folder.path().join("home")).unwrap();
        std::fs::write(folder.path().join("where"), folder.path().join("home").display().to_string()).unwrap();
        Self { folder }
    }

    fn here(&self) -> PathBuf {
        PathBuf::from(std::fs::read_to_string(self.folder.path().join("where")).unwrap().trim_end())
    }

    /// Types a command: what the terminal shows, and the status.
    fn types(&self, command: &str) -> (String, i32) {
        let program = Path::new(env!("CARGO_BIN_EXE_prepgen"));
        let path = std::env::join_paths(
            std::iter::once(program.parent().unwrap().to_path_buf()).chain(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default())),
        );
        let mut bash = Command::new("bash");
        bash.arg("-c").arg(format!("exec 2>&1\ntrap 'pwd > \"$WHERE\"' EXIT\nset -e\n{command}\n")).current_dir(self.here());
        bash.env_clear().env("PATH", path.unwrap()).env("HOME", self.folder.path().join("home")).env("WHERE", self.folder.path().join("where"));
        bash.env("NO_COLOR", "1").env("LC_ALL", "C.UTF-8").stdin(Stdio::null());
        let run = bash.output().unwrap();
        let shown = String::from_utf8(run.stdout).unwrap().replace(&self.folder.path().canonicalize().unwrap().join("home").display().to_string(), "~");
        (shown, run.status.code().unwrap_or(-1))
    }
}

/// Whether a text is what a page shows of it: `...` stands for anything.
fn is_shown_as(text: &str, shown: &str) -> bool {
    let parts: Vec<&str> = shown.split("...").collect();
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return false };
    if parts.len() == 1 {
        return text == shown;
    }
    let Some(mut rest) = text.strip_prefix(first) else { return false };
    for part in &parts[1..parts.len() - 1] {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

#[test]
fn dots_stand_for_anything() {
    assert!(is_shown_as("one two three", "one ... three") && is_shown_as("one two", "one...") && is_shown_as("", "..."));
    assert!(is_shown_as("a b a b", "...b a...") && is_shown_as("a", "a"));
    assert!(!is_shown_as("one two three", "one three") && !is_shown_as("one", "one...one") && !is_shown_as("a b", "b..."));
}

/// Follows a page from this line on and gives it back as it should be.
fn followed(text: &str, from: usize) -> String {
    let reader = Reader::new();
    let mut lines: Vec<String> = text.lines().map(str::to_string).collect();
    let mut inserts = Vec::new();
    for block in blocks(text).into_iter().filter(|block| block.first >= from) {
        let place = format!("line {}", block.first + 1);
        let mut words = block.info.split(' ');
        let kind = words.next().unwrap_or("");
        let ends = words.find_map(|word| word.strip_prefix("status=")).map_or(0, |status| status.parse().unwrap());
        if let Some(file) = &block.file {
            assert!(!matches!(kind, "sh" | "console"), "{place}: a file that is a command");
            let path = reader.here().join(file);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, block.lines.iter().map(|line| format!("{line}\n")).collect::<String>()).unwrap();
        } else if kind == "sh" {
            let (shown, status) = reader.types(&block.lines.join("\n"));
            assert_eq!(status, ends, "{place}: {shown}");
        } else if kind == "console" {
            let starts: Vec<usize> = (0..block.lines.len()).filter(|at| block.lines[*at].starts_with("$ ")).collect();
            assert_eq!(starts.first(), Some(&0), "{place}: a console begins with a command");
            for (number, start) in starts.iter().enumerate() {
                let end = starts.get(number + 1).copied().unwrap_or(block.lines.len());
                let (shown, status) = reader.types(&block.lines[*start][2..]);
                assert_eq!(status, if end == block.lines.len() { ends } else { 0 }, "{place}: `{}` shows {shown}", &block.lines[*start][2..]);
                let expected = block.lines[start + 1..end].iter().map(|line| format!("{line}\n")).collect::<String>();
                let shown = shown.lines().map(|line| format!("{}\n", line.trim_end())).collect::<String>();
                if !is_shown_as(&shown, &expected) {
                    inserts.push((block.first + start + 1, block.first + end, shown));
                }
            }
        }
    }
    for (start, end, shown) in inserts.into_iter().rev() {
        lines.splice(start..end, shown.lines().map(str::to_string));
    }
    lines.join("\n") + "\n"
}

/// Follows a page; where it shows what is not so, the page as it should be lies beside it.
fn follow(path: &str, from: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let text = std::fs::read_to_string(&path).unwrap();
    let from = text.lines().position(|line| line.starts_with(from)).unwrap_or_else(|| panic!("{} has no line `{from}`", path.display()));
    let new = path.with_extension("md.new");
    let followed = followed(&text, from);
    if followed == text {
        let _ = std::fs::remove_file(new);
        return;
    }
    std::fs::write(&new, followed).unwrap();
    panic!("{0} shows what is not so: look at {0}.new and move it over", path.display());
}

#[test]
fn the_readme() {
    follow("README.md", "## A handbook of your own");
}

#[test]
fn from_notes() {
    follow("docs/from-notes.md", "# ");
}

#[test]
fn files() {
    follow("docs/files.md", "# ");
}

#[test]
fn interview() {
    follow("docs/interview.md", "# ");
}

#[test]
fn publishing() {
    follow("docs/publishing.md", "# ");
}

#[test]
fn themes() {
    follow("docs/themes.md", "# ");
}

/// A page that nobody follows would be wrong before long; a page or a picture that no page leads to is for nobody.
#[test]
fn every_page_is_followed_and_found() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let here = include_str!("guide.rs");
    let readme = std::fs::read_to_string(top.join("README.md")).unwrap();
    let names = |folder: &str| std::fs::read_dir(top.join(folder)).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect::<Vec<_>>();
    let mut pages = readme.clone();
    for name in names("docs").iter().filter(|name| name.ends_with(".md")) {
        let made = ["checks.md", "theme-data.md"].contains(&name.as_str());
        assert!(made || here.contains(&format!("follow(\"docs/{name}\"")), "docs/{name} is not followed in tests/guide.rs");
        assert!(readme.contains(&format!("(docs/{name})")), "README.md does not lead to docs/{name}");
        pages.push_str(&std::fs::read_to_string(top.join("docs").join(name)).unwrap());
    }
    for name in names("docs/pictures") {
        assert!(pages.contains(&format!("pictures/{name}\"")), "no page shows docs/pictures/{name}");
    }
}

/// What stands in a line between each of these openings and the next of these ends.
fn after<'l>(line: &'l str, opening: &'static str, end: char) -> impl Iterator<Item = &'l str> {
    line.split(opening).skip(1).filter_map(move |rest| rest.split(end).next())
}

/// Links between the pages, and to files of the project, lead somewhere.
#[test]
fn links_lead_somewhere() {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let docs = std::fs::read_dir(top.join("docs")).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.extension().is_some_and(|e| e == "md"));
    let mut seen = 0;
    for page in docs.chain(["README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "CHANGELOG.md"].map(|name| top.join(name))) {
        let text = std::fs::read_to_string(&page).unwrap();
        let shown: Vec<usize> = blocks(&text.replace("````", "```")).iter().flat_map(|block| block.first..block.first + block.lines.len()).collect();
        for (number, line) in text.lines().enumerate().filter(|(number, _)| !shown.contains(number)) {
            for target in after(line, "](", ')').chain(after(line, "srcset=\"", '"')).chain(after(line, "src=\"", '"')) {
                let path = target.split('#').next().unwrap();
                if target.starts_with("https://") || path.is_empty() {
                    continue;
                }
                assert!(page.parent().unwrap().join(path).exists(), "{}:{}: {target} leads nowhere", page.display(), number + 1);
                seen += 1;
            }
        }
    }
    assert!(seen > 20, "the links are found: {seen}");
}
