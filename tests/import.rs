//! Import: notes in, files out. Each note in tests/notes has its whole expected output beside it; random notes show that nothing is lost.

use crate::site;
use prepgen::content::Kind;
use prepgen::framework;
use prepgen::handbook::Handbook;
use prepgen::import::{self, Import, Note, Setting};
use prepgen::{diagnostic::Level, prose};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

fn note(path: &str, text: &str, is_titled: bool) -> Note {
    let name = path.rsplit('/').next().unwrap();
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem).to_string();
    Note { path: path.into(), text: text.into(), stem, root: "notes".into(), inside: path.into(), is_titled }
}

fn handbook(files: &site::Files) -> Handbook {
    site::handbook(files, Default::default()).unwrap_or_else(|_| panic!("the defaults hold"))
}

fn import_into(notes: &[Note], files: &site::Files, framework: Option<&str>) -> Import {
    let handbook = handbook(files);
    let framework = framework.map(|name| framework::named(name).unwrap());
    import::import(notes, &Setting { framework, handbook: &handbook, exists: &|_, path| path == "plan.png" })
}

fn import(notes: &[Note]) -> Import {
    import_into(notes, &site::Files::new(), None)
}

fn outputs(import: &Import) -> site::Files {
    import.entries.iter().map(|entry| (entry.path.clone(), entry.text.clone())).collect()
}

/// What an import made, as one text: the files, then what the report says beside them.
fn transcript(import: &Import) -> String {
    let mut text = String::new();
    for (path, file) in outputs(import) {
        text.push_str(&format!("=== {path}\n{file}"));
    }
    for entry in import.entries.iter().filter(|entry| !entry.missing.is_empty()) {
        text.push_str(&format!("missing in {}: {}\n", entry.path, entry.missing.join(", ")));
    }
    for entry in import.entries.iter().filter(|entry| entry.kind == Kind::Question && !entry.is_answered) {
        text.push_str(&format!("unanswered: {}\n", entry.path));
    }
    for (path, line, said) in &import.same {
        text.push_str(&format!("kept once: {path}:{line}: {said}\n"));
    }
    for (path, line, link) in &import.broken {
        text.push_str(&format!("leads nowhere: {path}:{line}: {link}\n"));
    }
    for line in import.lines.iter().filter(|line| line.is_lost) {
        text.push_str(&format!("unplaced: {}:{}: {}\n", line.path, line.line, line.text));
    }
    text
}

fn errors(files: &site::Files) -> Vec<String> {
    site::findings(files)
        .into_iter()
        .filter(|finding| finding.level == Level::Error && !finding.message.contains("`content/files/plan.png`"))
        .map(|finding| format!("{} {}: {}", finding.source.path, finding.lint, finding.message))
        .collect()
}

/// What holds for every import: no errors, nothing lost in silence, and a second time writes nothing.
fn sound(notes: &[Note]) -> Result<(), String> {
    let first = import(notes);
    let files = outputs(&first);
    if files.len() != first.entries.len() {
        return Err("two entries share a path".into());
    }
    let errors = errors(&files);
    if !errors.is_empty() {
        return Err(format!("errors: {errors:?}\n{}", transcript(&first)));
    }
    conserved(notes, &first)?;
    let again = import_into(notes, &files, None);
    let new: Vec<&str> = again.entries.iter().filter(|entry| !entry.is_kept).map(|entry| entry.path.as_str()).collect();
    if !new.is_empty() {
        return Err(format!("a second import writes {new:?}"));
    }
    let lost = |import: &Import| import.lines.iter().filter(|line| line.is_lost).map(|line| (line.path.clone(), line.line)).collect::<Vec<_>>();
    if lost(&again) != lost(&first) {
        return Err("a second import loses other lines".into());
    }
    Ok(())
}

/// What holds for every import, of one note with this text.
pub fn sound_note(text: &str) -> Result<(), String> {
    sound(&[note("notes.md", text, false)])
}

/// Words that may become structure, wherever they stand.
const STRUCTURE: &str = "c o answer what did impact status ready draft situation task action result learning context goal approach outcome obstacle challenge lesson reflection s t a r l q question principle lp company role story \
    sample x takeaway aufgabe aktion ergebnis tache resultat situacion tarea accion resultado background \
    title tags date b i li ul ol p br details summary strong em h3 table tr td th amp nbsp href";

/// Checks by other means than the import's own account that each word of each line is in an output, or may be structure, or its line is listed.
fn conserved(notes: &[Note], import: &Import) -> Result<(), String> {
    let structure: BTreeSet<&str> = STRUCTURE.split_whitespace().collect();
    let texts: String = import.entries.iter().map(|entry| entry.text.as_str()).collect::<Vec<_>>().join("\n");
    // A character without width divides no word, on either side.
    let bare = prose::bare(&texts.chars().filter(|c| !prepgen::parse::outline::is_invisible(*c)).collect::<String>());
    let held: BTreeSet<&str> = bare.split(' ').collect();
    let lost: BTreeSet<(&str, u32)> = import.lines.iter().filter(|line| line.is_lost).map(|line| (line.path.as_str(), line.line)).collect();
    for note in notes {
        for (at, line) in note.text.replace("\r\n", "\n").lines().enumerate() {
            let number = at as u32 + 1;
            let missing = |line: &str| -> Vec<String> {
                let known = |word: &str| word.is_empty() || held.contains(word) || structure.contains(word) || word.bytes().all(|b| b.is_ascii_digit());
                prose::bare(&untagged(line)).split(' ').filter(|word| !known(word)).map(str::to_string).collect()
            };
            // `[S]ituation` and `**S**ituation` are one word.
            let joined: String = line.chars().filter(|c| !matches!(c, '[' | ']' | '(' | ')' | '*' | '_' | '~' | '`')).collect();
            let missing = Some(missing(line)).filter(|words| !words.is_empty() && !missing(&joined).is_empty()).unwrap_or_default();
            if !missing.is_empty() && !lost.contains(&(note.path.as_str(), number)) {
                return Err(format!("{}:{number}: {line}: {missing:?} is nowhere\n{}", note.path, transcript(import)));
            }
        }
    }
    Ok(())
}

/// A line without what may be tags.
fn untagged(line: &str) -> String {
    let line: String = line.chars().filter(|c| !prepgen::parse::outline::is_invisible(*c)).collect();
    let mut out = String::new();
    let mut rest = line.as_str();
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        let tag = rest[at + 1..].trim_start_matches('/').starts_with(|c: char| c.is_ascii_alphabetic());
        match rest[at..].find('>').filter(|_| tag) {
            Some(end) => {
                out.push(' ');
                rest = &rest[at + end + 1..];
            }
            None => {
                out.push(' ');
                rest = &rest[at + 1..];
            }
        }
    }
    out + rest
}

fn folder(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests").join(name)
}

/// Each note beside its expected output; `PREPGEN_EXPECT=write` writes what is to be read before it is kept.
#[test]
fn notes_become_what_stands_beside_them() {
    let mut names = BTreeMap::new();
    for entry in std::fs::read_dir(folder("notes")).unwrap() {
        let path = entry.unwrap().path();
        let ending = path.extension().unwrap().to_string_lossy().into_owned();
        names.entry(path.with_extension("")).or_insert_with(BTreeSet::new).insert(ending);
    }
    assert!(names.len() >= 25, "{} notes", names.len());
    let mut wrong = Vec::new();
    for (path, endings) in names {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = std::fs::read_to_string(path.with_extension("md")).unwrap_or_else(|_| panic!("{name}.expected belongs to no note"));
        let notes = [note(&format!("{name}.md"), &text, false)];
        let import = import(&notes);
        if let Err(error) = sound(&notes) {
            wrong.push(format!("{name}: {error}"));
        }
        assert!(import.lines.iter().all(|line| !line.is_lost), "{name} is placed whole: {}", transcript(&import));
        if std::env::var_os("PREPGEN_EXPECT").is_some() {
            std::fs::write(path.with_extension("expected"), transcript(&import)).unwrap();
            continue;
        }
        assert!(endings.contains("expected"), "{name}.md has no expected output");
        let expected = std::fs::read_to_string(path.with_extension("expected")).unwrap();
        if expected != transcript(&import) {
            wrong.push(format!("{name} became\n{}", transcript(&import)));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// Pieces of notes as people write them.
fn piece() -> impl Strategy<Value = String> {
    let words = prop::sample::select(vec![
        "I moved the boat",
        "the harbour was shut",
        "we had 40 crates",
        "[?]",
        "TBD",
        "Describe what you did",
        "a **bold** word",
        "`code: x`",
        "see [[Ownership]]",
        "a [link](other.md)",
        "a [page](https://example.org/x)",
        "a | pipe",
        "1986. A year",
        "# no heading",
        "$ marked",
        "\u{2605} starred",
        "caf\u{e9} \u{1f600}",
        "&amp; more",
        "<b>loud</b> voice",
        "<your name>",
        "line with `ticks",
        "ends here.",
        "\u{8cc7}\u{6599}",
        "**open bold",
        "x  ",
        "Tell me about a time you sank?",
        "Why here?",
        "==",
        "---",
        "<!-- aside -->",
        "[ref][one]",
        "![pic](plan.png)",
        "*",
        "\\# escaped",
        "Task: inner",
        "- dash",
        "> angle",
    ]);
    let label = prop::sample::select(vec![
        "Situation: ",
        "**Task:** ",
        "Action - ",
        "**Result** ",
        "S: ",
        "T: ",
        "A: ",
        "R: ",
        "Context: ",
        "**Approach**: ",
        "OUTCOME: ",
        "+R: ",
        "**S (Situation):** ",
        "",
        "",
        "",
        "Q: ",
        "Principle: ",
    ]);
    let lead = prop::sample::select(vec![
        "", "", "", "- ", "* ", "1. ", "2) ", "> ", "> > ", "   - ", "  > ", "    ", "# ", "## ", "### ", "- [ ] ", "1. > ", "<li>", "| ", "\t",
    ]);
    let plain = (lead, label, prop::collection::vec(words, 0..3)).prop_map(|(lead, label, words)| format!("{lead}{label}{}", words.join(" ")));
    let fixed = prop::sample::select(vec![
        "",
        "",
        "",
        "---",
        "```",
        "<details>",
        "</details>",
        "<summary>Why us?</summary>",
        "<ul>",
        "</ul>",
        "<!--",
        "-->",
        "| a | b |",
        "|---|---|",
        "| Situation | the sea was rough |",
        "| Action | I turned back |",
        "# Ownership",
        "## Questions to ask",
        "### HR",
        "# If bad",
        "## Stories",
        "**A bold line**",
        "**Tell me about a storm**",
        "### Situation",
        "### Action",
        "### Result",
        "[one]: https://example.org/y \"name\"",
        "===",
        "***",
        "## Dive Deep (DataLemur)",
        "1. ",
        "Situation",
        "**Action**",
        "Answer:",
        "- Earn Trust",
        "title: x",
    ]);
    prop_oneof![3 => plain, 2 => fixed.prop_map(str::to_string)]
}

/// Enough to find what is wrong most days; `PREPGEN_CASES` asks for more.
fn cases() -> u32 {
    std::env::var("PREPGEN_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(80)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), failure_persistence: None, rng_algorithm: prop::test_runner::RngAlgorithm::ChaCha, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost_made_up_or_written_twice(pieces in prop::collection::vec(piece(), 0..24), windows in any::<bool>()) {
        let text = pieces.join(if windows { "\r\n" } else { "\n" });
        sound(&[note("notes.md", &text, false)]).map_err(TestCaseError::fail)?;
    }

    #[test]
    fn no_text_makes_it_panic(text in "[ -~\n\t]{0,300}|[*_#>`|:\\[\\]()<>!\\-+0-9 \n]{0,200}|\\PC{0,120}") {
        sound(&[note("notes.md", &text, false)]).map_err(TestCaseError::fail)?;
    }
}
