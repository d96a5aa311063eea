//! The cheat sheet for everybody: what is replaced in it, and what keeps it from being printed, wherever on it a term stands.

use crate::handbook::{Handbook, story};
use crate::pdf::Pdf;

/// Everything that a PDF says, in its text and beside it.
fn said(bytes: &[u8]) -> String {
    let pdf = Pdf::read(bytes);
    let strings: String = pdf.raw().split('(').skip(1).map(|rest| rest.split(')').next().unwrap_or("").to_string() + "\n").collect();
    format!("{}\n{}\n{strings}", pdf.raw(), pdf.flowing())
}

const TERM: &str = "Qvx Zebra";

/// Places of a handbook that are printed, each with the file that says the term there.
fn printed() -> Vec<(&'static str, String)> {
    let front = |line: &str| story("S", &format!("principles: [care]\nevent: s\n{line}"));
    let interview = |round: &str| format!("---\ntitle: I\ndate: 2026-03-01\nrounds: [{round}]\n---\n");
    vec![
        ("content/stories/s.md", front("hook: We fed Qvx Zebra\n")),
        ("content/stories/s.md", front("cues: {Action: \"qvx-zebra first\"}\n")),
        ("content/stories/s.md", story("Feeding QVX ZEBRA", "event: s\n")),
        ("content/stories/s.md", story("S", "event: s\n").replace("The seedlings", "The **Qvx** _Z\u{e9}bra_ seedlings")),
        ("content/stories/s.md", story("S", "event: s\n").replace("All 40", "Qvx Zebra sold all 40")),
        ("content/principles/p.md", "---\ntitle: Qvx Zebra first\n---\n".into()),
        ("content/questions/q.md", "---\ntitle: When did Qvx Zebra fail?\nprinciples: [care]\n---\n".into()),
        ("content/questions/q.md", "---\ntitle: $ When?\nprinciples: [care]\n---\n".into()),
        ("content/asks/a.md", "---\ntitle: Of Qvx Zebra\n---\n- Who?\n".into()),
        ("content/asks/a.md", "---\ntitle: Ask\naudience: Qvx Zebra people\n---\n- Who?\n".into()),
        ("content/asks/a.md", "---\ntitle: Ask\n---\n- Who?\n  - Qvx Zebra did.\n".into()),
        ("content/asks/a.md", "---\ntitle: Ask\n---\n- See [them](https://example.org/qvx%20zebra).\n".into()),
        ("content/asks/a.md", "---\ntitle: Ask\n---\n- $ Who?\n".into()),
        ("content/interviews/i.md", interview("{name: Qvx Zebra, focus: [care]}")),
        ("content/interviews/i.md", interview("{name: R, interviewer: Qvx Zebra, focus: [care]}")),
        ("content/interviews/i.md", interview("{name: R, focus: [care]}").replace("title: I", "title: Qvx Zebra")),
        ("site.toml", "title = \"Book of Qvx Zebra\"\n".into()),
        ("site.toml", "author = \"Qvx Zebra\"\n".into()),
    ]
}

/// Places that are not printed.
fn elsewhere() -> Vec<(&'static str, String)> {
    let front = |line: &str| story("S", &format!("principles: [care]\n{line}"));
    vec![
        ("content/stories/s.md", front("event: Qvx Zebra\n")),
        ("content/stories/s.md", front("event: s\ncompany: Qvx Zebra\ntags: [Qvx Zebra]\n")),
        ("content/stories/qvx-zebra.md", front("event: s\n")),
        ("content/pages/p.md", "---\ntitle: Qvx Zebra\n---\n".into()),
        ("static/qvx-zebra.txt", "Qvx Zebra".into()),
        ("site.toml", "[theme]\nfooter = \"Qvx Zebra\"\nmenu = [{title = \"Qvx Zebra\", url = \"index.html\"}]\n".into()),
    ]
}

fn handbook(path: &str, content: &str, publish: &str) -> Handbook {
    let marks = if content.contains("$ ") { "[marks]\n\"$\" = \"Qvx Zebra\"\n" } else { "" };
    let own = if path == "site.toml" { content } else { "" };
    let site = format!("{own}{marks}[publish]\n{publish}\n");
    let handbook = Handbook::clean_with(&[("site.toml", &site)]);
    if path != "site.toml" {
        handbook.write(path, content);
    }
    handbook
}

fn command(path: &str) -> Vec<&'static str> {
    let interview: &[&str] = if path.starts_with("content/interviews") { &["--interview", "i"] } else { &[] };
    [&["cheatsheet", "--public", "-o", "out.pdf"], interview].concat()
}

#[test]
fn a_forbidden_term_keeps_the_sheet_from_being_printed() {
    for (path, content) in printed() {
        let handbook = handbook(path, &content, "forbid = [\"qvx zebra\"]");
        handbook.write("out.pdf", "what stood here");
        let run = handbook.run(&command(path));
        assert_eq!((run.status, run.stdout.as_str()), (1, ""), "{content}: {}", run.stderr);
        assert!(run.stderr.contains("confidential-term") && run.stderr.contains("nothing was printed"), "{content}: {}", run.stderr);
        let origin = if content.contains("$ ") { "site.toml" } else { path };
        assert!(run.stderr.contains(&format!("--> {origin}:")), "{content}: {}", run.stderr);
        assert_eq!(handbook.read("out.pdf"), "what stood here");
        let args: Vec<&str> = command(path).into_iter().filter(|arg| *arg != "--public").collect();
        assert_eq!(handbook.run(&args).status, 0, "without --public it is nobody's business");
    }
}

/// The published sheet is looked through as the printed one is: a term that nothing but the PDF would show ends the build.
#[test]
fn a_forbidden_term_in_the_pdf_ends_the_build() {
    for (path, content) in printed() {
        let handbook = handbook(path, &content, "forbid = [\"qvx zebra\"]");
        let run = handbook.run(&["build", "--public", "-q"]);
        assert!(run.status == 1 && !handbook.path("public").exists(), "{content}: {}", run.stderr);
        let run = handbook.run(&["check", "--public", "-q"]);
        assert!(run.status == 1 && run.stdout.contains("confidential-term"), "{content}: {}", run.stdout);
    }
}

#[test]
fn terms_are_replaced_in_the_sheet() {
    for (path, content) in printed() {
        // Only the exact spelling is replaced.
        let content = content.replace("qvx-zebra", TERM).replace("QVX ZEBRA", TERM).replace("**Qvx** _Z\u{e9}bra_", TERM).replace("qvx%20zebra", TERM);
        let handbook = handbook(path, &content, "redact = {\"Qvx Zebra\" = \"the ledger\"}\nforbid = [\"qvx zebra\"]");
        let run = handbook.run(&command(path));
        assert_eq!(run.status, 0, "{content}: {}", run.stderr);
        let text = said(&std::fs::read(handbook.path("out.pdf")).unwrap());
        assert!(!text.contains("Qvx") && text.contains("the ledger"), "{content}: {text}");
        let args: Vec<&str> = command(path).into_iter().filter(|arg| *arg != "--public").collect();
        assert_eq!(handbook.run(&args).status, 0);
        assert!(said(&std::fs::read(handbook.path("out.pdf")).unwrap()).contains("Qvx"), "it is printed where nobody asks for less: {content}");
        let files = handbook.build_with(&["--public"]);
        let published = said(&files["cheatsheet.pdf"]);
        let page = String::from_utf8_lossy(&files["cheatsheet.html"]).into_owned();
        assert!(!published.contains("Qvx") && !page.contains("Qvx"), "{content}");
        // The published sheet is about no interview.
        assert!(path.starts_with("content/interviews") || published.contains("the ledger"), "{content}: {published}");
    }
}

#[test]
fn what_is_not_printed_keeps_nobody_from_printing() {
    for (path, content) in elsewhere() {
        let handbook = handbook(path, &content, "forbid = [\"qvx zebra\"]");
        let run = handbook.run(&command(path));
        assert_eq!(run.status, 0, "{path}: {}", run.stderr);
        let text = said(&std::fs::read(handbook.path("out.pdf")).unwrap()).to_lowercase();
        assert!(!text.contains("qvx"), "{path}: {text}");
    }
}

#[test]
fn the_name_of_the_file_is_published_too() {
    let handbook = handbook("static/x.txt", "x", "forbid = [\"qvx zebra\"]");
    let run = handbook.run(&["cheatsheet", "--public", "-q", "-o", "sheet of Qvx Zebra.pdf"]);
    assert!(run.status == 1 && run.stderr.contains("stands in the name of this file"), "{run:?}");
    assert!(!handbook.path("sheet of Qvx Zebra.pdf").exists());
    assert_eq!(handbook.run(&["cheatsheet", "--public", "-q", "-o", "sheet.pdf"]).status, 0);
}

/// Short terms stand in anything that is packed, by chance.
#[test]
fn what_is_packed_is_not_taken_for_words() {
    let terms: Vec<String> = ["jq", "zx", "qk", "vq", "xk", "qj", "wq", "zj", "qg", "xq"].iter().map(|term| format!("\"{term}\"")).collect();
    let handbook = handbook("static/x.txt", "x", &format!("forbid = [{}]", terms.join(", ")));
    let run = handbook.run(&["build", "--public", "-q"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
    let run = handbook.run(&["cheatsheet", "--public", "-q"]);
    assert_eq!(run.status, 0, "{}", run.stderr);
}

/// Links of what to ask stay whole where terms before them and in them become longer or shorter.
#[test]
fn links_stay_where_they_are_when_terms_are_replaced() {
    let asks =
        "---\ntitle: Ask\n---\n- Qvx Zebra Qvx Zebra, see [their Qvx Zebra page](https://example.org/team) and [[qvx-zebra]], [[lamp|Qvx Zebra lamp]] then.\n";
    let handbook = handbook("content/asks/a.md", asks, "redact = {\"Qvx Zebra\" = \"a very much longer term\"}");
    handbook.write("content/pages/qvx-zebra.md", "---\ntitle: Page of Qvx Zebra\n---\n");
    handbook.build_with(&["--public"]);
    let page = handbook.page("cheatsheet.html");
    for expected in [
        "a very much longer term a very much longer term, see <a href=\"https://example.org/team\">their a very much longer term page</a> and <a",
        ">Page of a very much longer term</a>, <a",
        ">a very much longer term lamp</a> then.",
    ] {
        assert!(page.contains(expected), "{expected}: {page}");
    }
}
