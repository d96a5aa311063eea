//! The cheat sheet as people get it: the page and the PDF, what is left out where paper is short, and what is refused.

use crate::handbook::{Handbook, Run};
use crate::pdf::Pdf;

const FONT: &[u8] = include_bytes!("../themes/default/fonts/SourceSans3-Regular.otf");

/// The embedded signs with one that stands for `資` instead of a star: a font of one's own in 2 kB.
pub fn own_font() -> Vec<u8> {
    let mut font = include_bytes!("../themes/default/fonts/Marks.ttf").to_vec();
    // The code of the star, and how far its glyph is from it.
    for (old, new) in [([0x2b, 0x50], [0x8c, 0xc7]), ([0xd4, 0xb3], [0x73, 0x3c])] {
        let places: Vec<usize> = font.windows(2).enumerate().filter(|(_, pair)| *pair == old).map(|(at, _)| at).collect();
        assert!(!places.is_empty());
        places.into_iter().for_each(|at| font[at..at + 2].copy_from_slice(&new));
    }
    font
}

fn print(handbook: &Handbook, options: &[&str]) -> (Run, Option<Pdf>) {
    let args: Vec<&str> = ["cheatsheet", "-o", "out.pdf"].iter().chain(options).copied().collect();
    let run = handbook.run(&args);
    let pdf = std::fs::read(handbook.path("out.pdf")).ok().map(|bytes| Pdf::read(&bytes));
    (run, pdf)
}

fn printed(handbook: &Handbook, options: &[&str]) -> Pdf {
    let (run, pdf) = print(handbook, options);
    assert_eq!(run.status, 0, "{run:?}");
    pdf.expect("a file was written")
}

fn telling(title: &str, front: &str, result: &str) -> String {
    format!(
        "---\ntitle: {title}\n{front}---\n## Situation\n\nThe pump at the mill stopped every night. Nobody minded.\n\n## Task\n\nI wanted it to run.\n\n## Action\n\nI sat beside it for three nights. Then I changed the valve.\n\n## Result\n\n{result} It still runs.\n"
    )
}

/// Twelve principles with four stories each, questions and asks: far more than a page.
fn full() -> Handbook {
    let handbook = Handbook::new(&[("site.toml", "title = \"The mill\"\n")]);
    for p in 0..12 {
        handbook.write(&format!("content/principles/p{p}.md"), format!("---\ntitle: Principle {p}\norder: {p}\n---\n"));
        for s in 0..4 {
            let front = format!("principles: [p{p}]\nquestions: [q{p}]\nevent: e{p}-{s}\nhook: Hook {p}-{s}\ndate: 20{:02}\n", 20 - s);
            let number = if s == 0 { "It ran 40 weeks." } else { "It ran well." };
            handbook.write(&format!("content/stories/s{p}-{s}.md"), telling(&format!("Story {p}-{s}"), &front, number));
        }
        handbook.write(&format!("content/questions/q{p}.md"), format!("---\ntitle: What did you do about number {p}?\nprinciples: [p{p}]\n---\n"));
    }
    let asks: String = (0..9).map(|n| format!("- Ask number {n}?\n  - Note number {n}.\n")).collect();
    handbook.write("content/asks/them.md", format!("---\ntitle: Ask them\nwhen: during\n---\n{asks}"));
    handbook
}

#[test]
fn page_and_pdf_hold_the_same() {
    let handbook = Handbook::clean_with(&[
        (
            "content/stories/office.md",
            &telling("Five offices and one fjord", "principles: [care]\nevent: office\ncues: {Action: sat beside it}\n", "That saved 7 hours a week."),
        ),
        ("content/principles/rest.md", "---\ntitle: Rest\norder: 3\n---\n"),
        ("content/questions/tired.md", "---\ntitle: When did you rest?\nprinciples: [rest]\n---\n"),
        ("content/questions/odd.md", "---\ntitle: What would you do alone?\n---\n"),
        (
            "content/asks/them.md",
            "---\ntitle: Ask them\naudience: engineers\nwhen: during\n---\n- $ Who is on call?\n  - A note below.\n- Read [their page](https://example.org/team) and [[depth]].\n",
        ),
        ("site.toml", "title = \"Test handbook\"\nauthor = \"A. Gardener\"\n[marks]\n\"$\" = \"First\"\n"),
    ]);
    handbook.build();
    let page = handbook.page("cheatsheet.html");
    let pdf = Pdf::read(&std::fs::read(handbook.path("public/cheatsheet.pdf")).unwrap());
    let text = pdf.flowing();
    let shown = crate::markup::words(&page);
    for words in [
        "Test handbook",
        "3 stories · 3 events",
        "Care",
        "The lamp that kept the greenhouse awake",
        "One lamp, forty trays of seedlings saved",
        "I learned to measure before I dig.",
        "When did you notice a problem that was not yours?",
        "Five offices and one fjord",
        "7 hours a week",
        "The pump at the mill stopped every night.",
        "sat beside it",
        "That saved 7 hours a week.",
        "No story yet.",
        "When did you rest?",
        "What would you do alone?",
        "Events that can be told",
        "Ask them",
        "engineers, during",
        "First",
        "Who is on call?",
        "A note below.",
        "their page",
        "Depth",
    ] {
        assert!(text.contains(words), "the PDF lacks `{words}`: {text}");
        assert!(shown.contains(words), "the page lacks `{words}`: {shown}");
    }
    for words in ["I sat beside it for three nights", "Nobody minded", "It still runs"] {
        assert!(!text.contains(words) && !shown.contains(words), "{words}");
    }
    assert!(page.contains("href=\"cheatsheet.pdf\"") && page.contains("download"));
    // Told once in full, then only named.
    assert_eq!(text.matches("I learned to measure before I dig.").count(), 1);
    assert!(text.contains("see Care"), "{text}");
}

#[test]
fn the_pdf_is_one_for_everybody() {
    let handbook = Handbook::clean_with(&[("site.toml", "title = \"Test handbook\"\nlanguage = \"en-GB\"\nauthor = \"A. Gardener\"\n")]);
    let pdf = printed(&handbook, &[]);
    let raw = pdf.raw();
    for part in [
        "<pdfuaid:part>1</pdfuaid:part>",
        "/Lang(en-GB)",
        "/StructTreeRoot",
        "/MarkInfo<</Marked true",
        "/DisplayDocTitle true",
        "A. Gardener",
        "Test handbook",
    ] {
        assert!(raw.contains(part), "it lacks {part}");
    }
    for role in ["/S/H1", "/S/H2", "/S/H3", "/S/P", "/S/L/", "/S/LI", "/S/LBody", "/S/Table", "/S/TR", "/S/TH", "/S/TD", "/S/Link"] {
        assert!(raw.contains(role), "it lacks {role}");
    }
    assert_eq!(pdf.with("/Type/Font/").iter().filter(|font| font.contains("/Subtype/Type0")).count(), pdf.with("/FontFile3").len(), "all fonts are embedded");
    assert!(!pdf.with("/FontFile3").is_empty());
    assert_eq!(
        pdf.bookmarks(),
        ["The lamp that kept the greenhouse awake", "Reconciling a ledger by hand for one night", "Care", "Depth", "Matrix", "The team"]
    );
    assert_eq!((pdf.count(), pdf.size().as_str()), (1, "0 0 595.28 841.89"));
    assert_eq!(printed(&handbook, &["--paper", "letter"]).size(), "0 0 612 792");
}

#[test]
fn the_same_content_gives_the_same_bytes() {
    let handbook = full();
    let mut seen = Vec::new();
    for threads in ["1", "2", "7"] {
        let run = handbook.finish(handbook.command(&["build", "-q", "--out", &format!("out-{threads}")]).env("RAYON_NUM_THREADS", threads).output().unwrap());
        assert_eq!(run.status, 0, "{run:?}");
        seen.push(std::fs::read(handbook.path(&format!("out-{threads}/cheatsheet.pdf"))).unwrap());
    }
    printed(&handbook, &[]);
    seen.push(std::fs::read(handbook.path("out.pdf")).unwrap());
    assert!(seen.windows(2).all(|pair| pair[0] == pair[1]));
}

#[test]
fn no_type_is_too_small_and_nothing_leaves_the_paper() {
    let handbook = full();
    let long = "A title that goes on ".repeat(24);
    handbook.write("content/stories/long.md", telling(&long, "principles: [p0]\n", "It ran 50 weeks."));
    handbook.write("content/stories/word.md", telling(&"W".repeat(500), "principles: [p1]\n", &format!("{} 50 weeks.", "x".repeat(700))));
    for options in [&[][..], &["--pages", "2"], &["--pages", "1", "--paper", "letter"]] {
        let pdf = printed(&handbook, options);
        for page in 0..pdf.count() {
            for drawn in pdf.drawn(page) {
                assert!(drawn.size >= 7.5, "{drawn:?}");
                // What runs upwards counts from a place of its own.
                assert!(drawn.x == 0.0 || (20.0..600.0).contains(&drawn.x) && (20.0..830.0).contains(&drawn.y), "{drawn:?}");
            }
        }
    }
    assert!(printed(&handbook, &[]).text().replace('\n', "").contains(&"W".repeat(500)), "a title is never cut where its story is told");
}

#[test]
fn what_does_not_fit_is_left_out_in_order_and_said() {
    let handbook = full();
    let all = printed(&handbook, &[]);
    assert!(all.count() > 2, "{}", all.count());
    assert!(!all.text().contains("Left out"));
    let counts = |pages: &str| {
        let pdf = printed(&handbook, &["--pages", pages]);
        assert!(pdf.count() <= pages.parse().unwrap());
        let text = pdf.flowing();
        // The strongest story of each principle, with its number, stays to the last.
        for p in 0..12 {
            assert!(text.contains(&format!("Story {p}-0")), "{pages}: {text}");
        }
        assert!(text.contains("40 weeks"));
        let is_there = |word: &str| text.contains(word);
        (
            is_there("Note number"),
            is_there("Matrix"),
            text.matches("I sat beside it").count(),
            text.matches("Story ").count(),
            text.matches("What did you do about").count(),
            text.matches("Ask number").count(),
            text,
        )
    };
    let (two, one) = (counts("2"), counts("1"));
    assert!(!two.0 && !two.1, "notes and the matrix go first: {}", two.6);
    assert!(two.2 < 48 && two.2 > 0, "then the sections of weaker stories: {}", two.2);
    assert!(one.2 <= two.2 && one.3 <= two.3 && one.4 <= two.4 && one.5 <= two.5, "less paper, less of everything");
    assert!(two.6.contains(", to keep to 2 pages: 9 notes below what to ask, the matrix, "), "{}", two.6);
    assert!(one.6.contains(", to keep to 1 page: 9 notes below what to ask, the matrix, "), "{}", one.6);
    let (run, _) = print(&handbook, &["--pages", "1"]);
    assert!(run.stderr.contains("printed 1 page to out.pdf; left out: 9 notes"), "{}", run.stderr);
}

#[test]
fn where_even_the_barest_sheet_is_longer_nothing_is_written() {
    let handbook = Handbook::new(&[]);
    for p in 0..150 {
        handbook.write(&format!("content/principles/p{p:03}.md"), format!("---\ntitle: Principle number {p}\norder: {p}\n---\n"));
        handbook
            .write(&format!("content/stories/s{p}.md"), telling(&format!("Story {p}"), &format!("principles: [p{p:03}]\nevent: e{p}\n"), "It ran 40 weeks."));
    }
    handbook.write("out.pdf", "what stood here");
    let run = handbook.run(&["cheatsheet", "-q", "-o", "out.pdf", "--pages", "1"]);
    assert_eq!((run.status, run.stdout.as_str()), (1, ""));
    let message = run.stderr;
    assert!(message.contains("nothing was printed: ") && message.contains(" words do not fit on 1 page (under Principle number "), "{message}");
    assert!(message.contains("pages would hold them"), "{message}");
    assert_eq!(handbook.read("out.pdf"), "what stood here");
    // What site.toml says is kept to all the same, and the sheet says what is missing.
    handbook.write("site.toml", "[cheatsheet]\npages = 1\n");
    let pdf = printed(&handbook, &[]);
    assert_eq!(pdf.count(), 1);
    let text = pdf.flowing();
    assert!(text.contains(" principles."), "{text}");
    assert!(text.contains("Principle number 0") && !text.contains("Principle number 149"));
}

#[test]
fn a_call_that_makes_no_sense_is_refused() {
    let handbook = Handbook::clean();
    handbook.write("folder/x.txt", "x");
    std::os::unix::fs::symlink("x.txt", handbook.path("folder/link.pdf")).unwrap();
    handbook.write("kept.pdf", "old");
    let mut permissions = std::fs::metadata(handbook.path("kept.pdf")).unwrap().permissions();
    permissions.set_readonly(true);
    std::fs::set_permissions(handbook.path("kept.pdf"), permissions).unwrap();
    for (args, why) in [
        (&["--pages", "0"][..], "0 is not in 1.."),
        (&["--pages", "many"], "invalid digit"),
        (&["--paper", "a5"], "possible values: a4, letter"),
        (&["-o", "folder"], "folder is a folder; name a file in it"),
        (&["-o", "folder/"], "no name for a file"),
        (&["-o", "nowhere/x.pdf"], "there is no folder nowhere"),
        (&["-o", "folder/link.pdf"], "is a link"),
        (&["-o", "folder/x.txt/x.pdf"], "x.pdf"),
        (&["-o", "kept.pdf"], "is read-only"),
        (&["-o", "content/stories/lamp.md"], "a name for sources"),
        (&["-o", ".."], "no name for a file"),
        (&["--interview", "nobody"], "no interview is called `nobody`"),
    ] {
        let args: Vec<&str> = ["cheatsheet", "-q"].iter().chain(args).copied().collect();
        let run = handbook.run(&args);
        assert_eq!((run.status, run.stdout.as_str()), (2, ""), "{args:?}: {run:?}");
        assert!(run.stderr.contains(why), "{args:?}: {}", run.stderr);
    }
    assert_eq!((handbook.read("kept.pdf").as_str(), handbook.read("folder/x.txt").as_str()), ("old", "x"));
    assert!(!handbook.path("cheatsheet.pdf").exists());
}

#[test]
fn a_file_is_replaced_whole_and_content_with_errors_is_not_printed() {
    let handbook = Handbook::clean();
    handbook.write("cheatsheet.pdf", "something else ".repeat(100_000));
    let run = handbook.run(&["cheatsheet"]);
    assert_eq!((run.status, run.stdout.as_str()), (0, ""));
    assert!(run.stderr.ends_with("printed 1 page to cheatsheet.pdf\n"), "{}", run.stderr);
    let good = std::fs::read(handbook.path("cheatsheet.pdf")).unwrap();
    Pdf::read(&good);
    handbook.write("content/stories/wrong.md", "---\ntitle: Wrong\nprinciples: [nothing]\n---\n");
    let run = handbook.run(&["cheatsheet", "-q"]);
    assert_eq!((run.status, run.stdout.as_str()), (1, ""));
    assert!(run.stderr.contains("unknown-principle") && run.stderr.contains("nothing was printed"), "{}", run.stderr);
    assert_eq!(std::fs::read(handbook.path("cheatsheet.pdf")).unwrap(), good);
    assert!(!handbook.path(".cheatsheet.pdf.prepgen-new").exists());
}

#[test]
fn site_toml_says_whether_and_how_it_is_published() {
    let handbook = Handbook::clean_with(&[("site.toml", "[cheatsheet]\npaper = \"letter\"\n")]);
    assert!(handbook.build().contains_key("cheatsheet.pdf"));
    assert_eq!(Pdf::read(&std::fs::read(handbook.path("public/cheatsheet.pdf")).unwrap()).size(), "0 0 612 792");
    handbook.write("site.toml", "[cheatsheet]\npdf = false\n");
    let files = handbook.build();
    assert!(!files.contains_key("cheatsheet.pdf"));
    let page = handbook.page("cheatsheet.html");
    assert!(!page.contains("cheatsheet.pdf") && page.contains("The lamp that kept the greenhouse awake"));
    // The command prints it all the same.
    printed(&handbook, &[]);
}

#[test]
fn drafts_are_printed_when_asked_for() {
    let handbook = Handbook::clean_with(&[("content/stories/half.md", &telling("Half a story", "principles: [care]\nstatus: draft\n", "It ran 9 weeks."))]);
    assert!(!printed(&handbook, &[]).raw().contains("Half a story"));
    assert!(!printed(&handbook, &[]).text().contains("Half a story"));
    let text = printed(&handbook, &["--drafts"]).flowing();
    assert!(text.contains("Half a story") && text.contains("draft"), "{text}");
}

#[test]
fn the_plan_of_an_interview_stands_on_top() {
    let handbook = Handbook::clean_with(&[
        ("content/principles/rest.md", "---\ntitle: Rest\norder: 0\n---\n"),
        (
            "content/interviews/mill.md",
            "---\ntitle: The mill, final loop\ncompany: The mill\ndate: 2026-12-02\nrounds:\n  - name: Owner\n    interviewer: Ada\n    focus: [depth]\n  - name: Gardener\n    focus: [care, rest]\n---\n",
        ),
    ]);
    let pdf = printed(&handbook, &["--interview", "mill"]);
    let text = pdf.flowing();
    for words in
        ["The mill, final loop", "2 December 2026 · 2 rounds · 2 stories · 2 events", "1 Owner · Ada", "2 Gardener", "Depth: ", "Care: ", "Rest: no story"]
    {
        let plain = text.replace("  ", " ");
        assert!(plain.contains(words), "it lacks `{words}`: {plain}");
    }
    // What the loop asks for comes first, in the order of its rounds.
    let marks: Vec<String> = pdf.bookmarks();
    assert!(marks.contains(&"Plan".to_string()), "{marks:?}");
    let place = |title: &str| text.rfind(&format!(" {title} ")).unwrap_or_else(|| panic!("{title} in {text}"));
    assert!(place("Depth") < place("Rest"), "{text}");
    assert!(raw_links(&pdf) > 2, "its stories are links to where they are told");
    // The site's own sheet is about no interview.
    handbook.build();
    assert!(!handbook.page("cheatsheet.html").contains("Gardener"));
}

fn raw_links(pdf: &Pdf) -> usize {
    pdf.with("/Subtype/Link").len()
}

#[test]
fn a_loop_of_sixty_focuses_is_printed_too() {
    let handbook = Handbook::clean();
    let mut rounds = String::new();
    for round in 0..6 {
        let names: Vec<String> = (0..10).map(|n| format!("f{}", round * 10 + n)).collect();
        rounds.push_str(&format!("  - name: Round {round}\n    focus: [{}]\n", names.join(", ")));
    }
    for n in 0..60 {
        handbook.write(&format!("content/principles/f{n}.md"), format!("---\ntitle: Focus number {n}\n---\n"));
    }
    handbook.write("content/interviews/long.md", format!("---\ntitle: A long day\nrounds:\n{rounds}---\n"));
    let text = printed(&handbook, &["--interview", "A long day"]).flowing();
    assert!(text.contains("6 Round 5") && text.contains("Focus number 59"), "{text}");
}

#[test]
fn a_font_of_ones_own_is_used_or_refused() {
    let greek =
        telling("資料 and \u{5e9}\u{5dc}\u{5d5}\u{5dd}", "principles: [care]\nevent: x\nhook: Ελληνικά, Русский, fits the office\n", "It ran 40 weeks.");
    let handbook = Handbook::clean_with(&[("content/stories/far.md", greek.as_str())]);
    let places = handbook.places();
    assert!(places.contains(&"stories/far.md:2:8 info uncovered-script".to_string()), "{places:?}");
    let finding = handbook.findings().into_iter().find(|finding| finding.lint() == "uncovered-script").unwrap();
    assert!(finding.message().contains("`資`, `料`, `\u{5e9}`"), "{}", finding.message());
    assert!(finding.help().contains("[cheatsheet]"), "{}", finding.help());
    let pdf = printed(&handbook, &[]);
    let text = pdf.flowing();
    assert!(text.contains("Ελληνικά, Русский, fits the office"), "ligatures and letters come out whole: {text}");
    assert!(text.contains("□□ and □□□□"), "what no font has is a box: {text}");
    assert!(pdf.raw().contains("/ActualText"), "and what its author wrote can still be copied");
    for (setting, why) in [
        ("font = \"static/none.otf\"", "there is no file static/none.otf"),
        ("font = \"static/text.otf\"", "static/text.otf is no TrueType or OpenType font"),
        ("font = \"../font.otf\"", "lies outside of the handbook"),
        ("font = \"static\"", "static is no plain file"),
        ("font = \"\"", "is no plain file"),
    ] {
        handbook.write("static/text.otf", "no font");
        std::fs::write(handbook.root().parent().unwrap().join("font.otf"), FONT).unwrap();
        handbook.write("site.toml", format!("[cheatsheet]\n{setting}\n"));
        let run = handbook.run(&["check", "--format", "json"]);
        assert_eq!(run.status, 2, "{setting}: {run:?}");
        assert!(run.stdout.contains("invalid-config") && run.stdout.contains(why), "{setting}: {}", run.stdout);
    }
    std::fs::write(handbook.path("static/own.otf"), FONT).unwrap();
    handbook.write("site.toml", "[cheatsheet]\nfont = \"static/own.otf\"\n");
    assert!(handbook.findings().iter().any(|finding| finding.lint() == "uncovered-script" && finding.message().contains("yours included")));
    printed(&handbook, &[]);
}

#[test]
fn an_empty_handbook_has_a_sheet_that_says_how_to_start() {
    let handbook = Handbook::new(&[("site.toml", "title = \"Nothing\"\n")]);
    let pdf = printed(&handbook, &[]);
    assert_eq!(pdf.count(), 1);
    assert!(pdf.flowing().contains("Nothing to print yet."), "{}", pdf.text());
}

#[test]
fn stories_of_no_principle_are_not_forgotten() {
    let handbook = Handbook::clean_with(&[("content/stories/free.md", &telling("Free of any", "event: free\n", "It ran 40 weeks."))]);
    let text = printed(&handbook, &[]).flowing();
    assert!(text.contains("Other stories") && text.contains("Free of any"), "{text}");
}

/// Links by name show what they mean and marks their label, in a first sentence, a cue and a hook, on the sheet and in practice alike.
#[test]
fn links_and_marks_are_shown_as_pages_show_them() {
    let body = "## Situation\n\nAfter [[ledger]] and [[lamp|that lamp]] and [a page](https://example.org/x) came [[half]]. More.\n\n## Task\n\n- ! Mend the till. Then rest.\n\n## Action\n\nI sat.\n\n## Result\n\nIt took 3 days less.\n";
    let handbook = Handbook::clean_with(&[
        ("site.toml", "[marks]\n\"\u{2605}\" = \"Said often\"\n\"$\" = \"Ask first\"\n\"!\" = \"Said loudly\"\n"),
        (
            "content/stories/till.md",
            &format!(
                "---\ntitle: The till\nprinciples: [care]\nquestions: [noticed, first]\nevent: till\nhook: Like [[ledger]], [[lamp|a lamp]] and [[no such thing]]\ncues: {{Action: \"as in [[story/lamp]]\"}}\n---\n{body}"
            ),
        ),
        ("content/stories/half.md", &telling("Half a title", "status: draft\n", "It ran 9 weeks.")),
        ("content/questions/first.md", "---\ntitle: $ What broke?\nmarks: [\"\u{2605}\"]\n---\n"),
        ("content/asks/them.md", "---\ntitle: Ask them\n---\n- \u{2605} Who is on call?\n- \u{2606} Who else?\n"),
    ]);
    let lines = [
        "Like Reconciling a ledger by hand for one night, a lamp and [[no such thing]]",
        "After Reconciling a ledger by hand for one night and that lamp and a page came half.",
        "Said loudly: Mend the till.",
        "as in The lamp that kept the greenhouse awake",
    ];
    handbook.build();
    let (page, text) = (crate::markup::words(&handbook.page("cheatsheet.html")), printed(&handbook, &[]).flowing().replace("  ", " ").replace('\u{a0}', " "));
    let scripts: String =
        handbook.published().iter().filter(|(path, _)| path.starts_with("practice-data")).map(|(_, bytes)| String::from_utf8_lossy(bytes)).collect();
    for line in lines {
        assert!(page.contains(line) && text.contains(line), "{line}: {page}\n{text}");
        assert!(scripts.contains(line), "{line}: {scripts}");
    }
    for line in ["What broke? (Ask first, Said often)", "\u{2606} Who else?"] {
        assert!(page.contains(line) && text.contains(line), "{line}: {page}\n{text}");
    }
    assert!(text.replace(" : ", ": ").contains("Said often: Who is on call?") && !text.contains('\u{2605}'), "{text}");
    assert!(!page.contains("Half a title") && !text.contains("Half a title") && !scripts.contains("Half a title"));
    assert!(handbook.page("stories/till.html").contains("Like Reconciling a ledger by hand for one night, a lamp and [[no such thing]]"));
}

/// A mark is shown by its label, so it need not be in the fonts; the same sign elsewhere is lacking.
#[test]
fn a_configured_mark_is_not_lacking() {
    let handbook = Handbook::clean_with(&[
        ("site.toml", "[marks]\n\"\u{1f525}\" = \"Said often\"\n"),
        ("content/questions/first.md", "---\ntitle: \u{1f525} What broke?\nskip: true\n---\n"),
        ("content/asks/them.md", "---\ntitle: Ask them\n---\n- \u{1f525} Who is on call?\n"),
    ]);
    assert_eq!(handbook.places(), [] as [String; 0]);
    handbook.write("site.toml", "title = \"\u{8cc7}\"\n[marks]\n\"\u{1f525}\" = \"\u{6599}\"\n");
    let finding = handbook.findings().remove(0);
    assert_eq!((finding.path(), finding.lint(), finding.level()), ("site.toml", "uncovered-script", "info"));
    assert!(finding.marked(&handbook.read("site.toml")) == "\u{8cc7}" && finding.message().contains("`\u{8cc7}`, `\u{6599}`"), "{}", finding.message());
    handbook.write("site.toml", "title = \"T\"\n[marks]\n\"\u{1f525}\" = \"Said often\"\n");
    handbook.write("content/asks/them.md", "---\ntitle: Ask them\n---\n- Who is \u{1f525} on call?\n");
    assert_eq!(handbook.places(), ["asks/them.md:4:10 info uncovered-script"]);
}

#[test]
fn what_the_embedded_fonts_lack_a_font_of_ones_own_shows() {
    let handbook = Handbook::clean_with(&[
        ("site.toml", "[cheatsheet]\nfont = \"fonts/own.ttf\"\n"),
        (
            "content/stories/far.md",
            &telling("A \u{8cc7} story", "principles: [care]\nevent: x\nhook: \u{8cc7}\u{8cc7} \u{2605} \u{6599}\n", "It ran 40 weeks."),
        ),
    ]);
    std::fs::create_dir(handbook.path("fonts")).unwrap();
    std::fs::write(handbook.path("fonts/own.ttf"), own_font()).unwrap();
    let finding = handbook.findings().into_iter().find(|finding| finding.lint() == "uncovered-script").unwrap();
    assert!(finding.message().contains("lack `\u{6599}`") && !finding.message().contains('\u{8cc7}'), "{}", finding.message());
    let pdf = printed(&handbook, &[]);
    let text = pdf.flowing().replace("  ", " ");
    assert!(text.contains("A \u{8cc7} story") && text.contains("\u{8cc7}\u{8cc7} \u{2605} \u{25a1}"), "{text}");
    assert_eq!(pdf.with("/Type/Font/").iter().filter(|font| font.contains("/Subtype/Type0")).count(), pdf.with("/FontFile").len(), "all fonts are embedded");
}

/// However many stories and principles, and however long their titles: the matrix stands below its heads, in one column.
#[test]
fn the_matrix_is_never_torn_from_its_heads() {
    let handbook = Handbook::new(&[("site.toml", "title = \"The mill\"\n")]);
    for p in 0..16 {
        handbook.write(&format!("content/principles/p{p}.md"), format!("---\ntitle: A principle of a long name {p}\norder: {p}\n---\n"));
    }
    for s in 0..60 {
        let title = format!("Story {s} of a pump that nobody wanted to hear of");
        handbook.write(&format!("content/stories/s{s}.md"), telling(&title, &format!("principles: [p{}]\nevent: e{s}\n", s % 16), "It ran 40 weeks."));
    }
    for paper in ["a4", "letter"] {
        let pdf = printed(&handbook, &["--paper", paper, "--pages", "30"]);
        let dots: Vec<(usize, f32)> = (0..pdf.count())
            .flat_map(|page| pdf.drawn(page).into_iter().map(move |drawn| (page, drawn)))
            .skip_while(|(_, drawn)| drawn.text != "Matrix")
            .filter(|(_, drawn)| drawn.text.trim() == "\u{25cf}")
            .map(|(page, drawn)| (page, drawn.x))
            .collect();
        assert_eq!(dots.len(), 48, "{paper}");
        let (left, right) = dots.iter().fold((f32::MAX, 0.0_f32), |(left, right), (_, x)| (left.min(*x), right.max(*x)));
        assert!(dots.iter().all(|(page, _)| *page == dots[0].0) && right - left < 250.0, "{paper}: {dots:?}");
    }
    // Browsers tear tables in columns apart, so on the page it stands between them.
    handbook.build();
    let page = handbook.page("cheatsheet.html");
    let (before, after) = page.split_once("<section class=\"dotted\">").unwrap();
    assert!(before.trim_end().ends_with("</div>") && before.contains("<div class=\"sheet\">"), "{before}");
    assert_eq!(before.matches("<div").count(), before.matches("</div>").count(), "no column is open");
    assert!(after.contains("</table>"));
}

/// Where the handbook lies makes no difference to where the file goes.
#[test]
fn the_file_lies_where_one_stands() {
    let handbook = Handbook::clean();
    handbook.write("elsewhere/deep/x.txt", "x");
    let from = |folder: &str, args: &[&str]| {
        let root = handbook.root().display().to_string();
        let args: Vec<&str> = ["cheatsheet", "-q", "--root", &root].iter().chain(args).copied().collect();
        let mut command = handbook.command(&args);
        command.current_dir(handbook.path(folder));
        handbook.finish(command.output().unwrap())
    };
    assert_eq!(from("elsewhere", &[]).status, 0);
    assert_eq!(from("elsewhere", &["-o", "deep/../deep/sheet.pdf"]).status, 0);
    assert_eq!(from("content/stories", &["-o", "../../up.pdf"]).status, 0);
    for path in ["elsewhere/cheatsheet.pdf", "elsewhere/deep/sheet.pdf", "up.pdf"] {
        Pdf::read(&std::fs::read(handbook.path(path)).unwrap());
    }
    assert!(!handbook.path("cheatsheet.pdf").exists());
}

#[test]
fn the_name_of_a_round_stands_above_what_it_asks_for() {
    let handbook = Handbook::clean();
    for per in 1..8 {
        let focus: Vec<String> = (0..per).map(|n| format!("f{n}")).collect();
        for n in 0..per {
            handbook.write(&format!("content/principles/f{n}.md"), format!("---\ntitle: Focus number {n}\n---\n"));
        }
        let rounds: String = (0..40).map(|number| format!("  - {{name: Round {number}, focus: [{}]}}\n", focus.join(", "))).collect();
        handbook.write("content/interviews/long.md", format!("---\ntitle: A long day\nrounds:\n{rounds}---\n"));
        let pdf = printed(&handbook, &["--interview", "long"]);
        let mut named = 0;
        for page in 0..pdf.count() {
            let drawn = pdf.drawn(page);
            for (at, name) in drawn.iter().enumerate().filter(|(_, drawn)| drawn.text.contains(" Round ")) {
                named += 1;
                assert!(drawn.get(at + 1).is_some_and(|next| (next.x - name.x).abs() < 100.0), "{per} a round, page {page}: {name:?}");
            }
        }
        assert_eq!(named, 40);
    }
}
