//! What each stage of the road costs, cold and after one change: `cargo bench`, or `cargo bench -- 1000 10000` for these numbers of stories.
//!
//! The stories are made up from a few sentences; they are as long as real ones. With `--root DIR` the handbook in that folder is measured instead.

#![expect(clippy::disallowed_methods, reason = "a benchmark looks at the clock")]
#![expect(clippy::print_stdout, reason = "a benchmark prints its figures")]

use prepgen::check;
use prepgen::config::Config;
use prepgen::content::{Entry, Kind};
use prepgen::handbook::{Drafts, Handbook, parse_all};
use prepgen::load::{self, Loaded, Tree};
use prepgen::parse;
use prepgen::render::{Page, Site, Theme};
use prepgen::source::Source;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

/// Rounds of everything that is done after a change; the best counts.
const ROUNDS: usize = 49;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).filter(|arg| arg != "--bench").collect();
    println!(
        "{:>8}  {:>8} {:>8} {:>8} {:>8} {:>8}   after one change: {:>7} {:>7} {:>7} {:>7}",
        "stories", "parse", "link", "check", "pages", "search", "link", "check", "page", "all"
    );
    match &args[..] {
        [flag, root] if flag == "--root" => {
            let root = Path::new(root).canonicalize().expect("a folder");
            measure(load::tree(&root, "default").expect("a handbook"));
        }
        [] => [100, 1000, 10_000].into_iter().for_each(|count| measure(made_up(count))),
        counts => counts.iter().for_each(|count| measure(made_up(count.parse().expect("a number of stories")))),
    }
}

fn timed<T>(what: impl FnOnce() -> T) -> (T, f64) {
    let start = Instant::now();
    let value = what();
    (value, start.elapsed().as_secs_f64() * 1000.0)
}

/// The quickest of all rounds, which other work on the machine disturbs least.
fn best(times: Vec<f64>) -> f64 {
    times.into_iter().fold(f64::INFINITY, f64::min)
}

fn measure(tree: Tree) {
    let config = Arc::new(Config::default());
    let theme = Theme::new(&tree, &config).expect("the built-in theme");
    let (mut entries, parsing) = timed(|| parse_all(&tree, &config));
    let link = |entries: &Vec<Arc<Entry>>| Handbook::link(entries.clone(), &tree, config.clone(), None, Drafts::Shown);
    let (handbook, linking) = timed(|| link(&entries));
    let (findings, checking) = timed(|| check::handbook(&handbook));
    let site = Site::new(&handbook, &theme, &findings);
    let (_, rendering) = timed(|| site.pages().into_iter().map(|page| site.page(page).expect("a page").len()).sum::<usize>());
    let (_, all) = timed(|| site.files().expect("all files").len());
    let stories: Vec<usize> = handbook.all(Kind::Story).to_vec();
    drop((handbook, findings));
    let (mut relinks, mut rechecks, mut pages, mut sums) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for round in 0..ROUNDS {
        let index = stories[(round * 7919) % stories.len()];
        let text = format!("{}\nOne sentence more, number {round}.\n", entries[index].source.text);
        let source = Arc::new(Source::new(entries[index].source.path.clone(), text));
        let start = Instant::now();
        entries[index] = Arc::new(parse::entry(source, Kind::Story, &config.sections));
        let (handbook, relink) = timed(|| link(&entries));
        let (findings, recheck) = timed(|| check::handbook(&handbook));
        let (_, page) = timed(|| Site::new(&handbook, &theme, &findings).page(Page::Story(index)).expect("a page").len());
        sums.push(start.elapsed().as_secs_f64() * 1000.0);
        relinks.push(relink);
        rechecks.push(recheck);
        pages.push(page);
    }
    let after = [best(relinks), best(rechecks), best(pages), best(sums)].map(|time| format!("{time:>7.2}")).join(" ");
    println!("{:>8}  {parsing:>8.1} {linking:>8.1} {checking:>8.1} {rendering:>8.1} {all:>8.1}   (milliseconds)    {after}", stories.len());
}

/// A handbook of that many stories, the same for the same number.
fn made_up(count: usize) -> Tree {
    let mut state = 42u64;
    let mut next = |below: usize| {
        // Numerical Recipes' linear congruential generator: any numbers will do, if they are always the same.
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223) % (1 << 32);
        (state >> 8) as usize % below
    };
    let mut entries = Vec::new();
    let mut add = |kind: Kind, id: String, text: String| {
        let source = Arc::new(Source::new(format!("content/{}/{id}.md", kind.folder()), text));
        entries.push(Loaded { source, kind: Some(kind), fault: None });
    };
    for number in 0..16 {
        add(Kind::Principle, format!("principle-{number:02}"), format!("---\ntitle: Principle number {number}\norder: {number}\n---\nWhat it means.\n"));
    }
    let questions = count / 5 + 20;
    for number in 0..questions {
        let principle = next(16);
        add(Kind::Question, format!("question-{number:05}"), format!("---\ntitle: Tell me about time {number}\nprinciples: [principle-{principle:02}]\n---\n"));
    }
    for number in 0..count {
        let mut section = |sentences: usize| {
            let mut text = String::new();
            for at in 0..sentences {
                let sentence = SENTENCES[next(SENTENCES.len())].replace("THING", THINGS[next(THINGS.len())]).replace("NUMBER", &(next(400) + 2).to_string());
                text.push_str(&sentence);
                text.push_str(if at % 4 == 3 { "\n\n" } else { " " });
            }
            text
        };
        let sections = ["Situation", "Task", "Action", "Result"].map(|name| {
            let sentences = match name {
                "Action" => 14,
                "Task" => 4,
                _ => 7,
            };
            format!("## {name}\n\n{}\n", section(sentences).trim_end())
        });
        let (a, b, question, month) = (next(16), next(16), next(questions), next(12) + 1);
        let front = format!(
            "title: The story of the {} number {number}\nprinciples: [principle-{a:02}, principle-{b:02}]\nquestions: [question-{question:05}]\ncompany: Company {}\ndate: 2024-{month:02}\ntags: [{}]\n",
            THINGS[next(THINGS.len())],
            next(30),
            THINGS[next(THINGS.len())],
        );
        add(Kind::Story, format!("story-{number:05}"), format!("---\n{front}---\n{}", sections.join("\n")));
    }
    entries.sort_by(|a, b| a.source.path.cmp(&b.source.path));
    Tree { entries, ..Tree::default() }
}

const THINGS: &[&str] = &[
    "ledger",
    "greenhouse",
    "invoice",
    "ferry",
    "library",
    "checkout",
    "pipeline",
    "archive",
    "roster",
    "kitchen",
    "sensor",
    "warehouse",
    "timetable",
    "clinic",
    "newsletter",
    "bridge",
    "turbine",
    "catalogue",
    "orchard",
    "dashboard",
];

const SENTENCES: &[&str] = &[
    "I wrote down what the THING did on NUMBER days and compared it with what we had been told.",
    "The THING broke every second week, and nobody could say why.",
    "My manager said we should wait for the new THING, but I asked for two days to look at the old one.",
    "We lost about NUMBER orders because the THING was slow.",
    "First I talked to the people who used the THING, then I drew a plan of the steps that it took.",
    "I found that the THING kept a copy of each record and never threw one away.",
    "She told me that \u{201c}the THING is not our problem\u{201d}, which I did not believe.",
    "I changed the order of the steps, tested it on NUMBER cases, and showed the result to the team.",
    "After that the THING ran for NUMBER days without a stop.",
    "It took a week instead of a month, and the team uses the same way for the THING today.",
    "Because of the holidays there was little time, so I split the work on the THING in three parts.",
    "I was asked to look after the THING while two colleagues were away.",
    "The numbers of the THING went up by NUMBER % in one quarter.",
    "In the end I decided to leave the THING as it was and to write a guide of NUMBER pages for it.",
];
