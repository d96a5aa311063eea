//! The index's files, read back by the rules of the browser's side.

use super::*;

fn document<'a>(title: &'a str, text: &'a str) -> Document<'a> {
    let url = format!("stories/{}.html", title.to_lowercase());
    Document { kind: "stories", url, title, extra: vec!["a hook"], passages: vec![("Action", text)], principles: vec![], company: "", tags: vec![], state: 0 }
}

fn parsed(file: &[u8]) -> serde_json::Value {
    let text = std::str::from_utf8(file).unwrap();
    serde_json::from_str(text.strip_prefix("prepgenSearch(").unwrap().strip_suffix(");\n").unwrap()).unwrap()
}

fn numbers(text: &str) -> Vec<usize> {
    let mut numbers = Vec::new();
    let (mut value, mut unit) = (0, 1);
    for symbol in text.bytes() {
        let digit = SYMBOLS.iter().position(|known| *known == symbol).unwrap();
        value += unit * (digit % 31);
        unit *= 31;
        if digit < 31 {
            numbers.push(value);
            (value, unit) = (0, 1);
        }
    }
    numbers
}

fn terms(index: &serde_json::Value) -> Vec<String> {
    let mut terms: Vec<String> = Vec::new();
    for coded in index["terms"].as_str().unwrap().split_terminator(' ') {
        let shared = coded[..1].parse().unwrap();
        let start: String = terms.last().map_or(String::new(), |last| last.chars().take(shared).collect());
        terms.push(start + &coded[1..]);
    }
    terms
}

/// Documents and levels of a term.
fn postings(index: &serde_json::Value, term: &str) -> Vec<(usize, usize)> {
    let rank = terms(index).iter().position(|known| known == term).unwrap();
    let part = |key: &str| &index[key].as_str().unwrap()[1..];
    let lengths = numbers(part("lengths"));
    let start = |half: usize| lengths[..2 * rank].iter().skip(half).step_by(2).sum::<usize>();
    let deltas = numbers(&part("postings")[start(1)..][..lengths[2 * rank + 1]]);
    let levels = part("weights")[start(0)..][..lengths[2 * rank]].bytes().map(|symbol| SYMBOLS.iter().position(|known| *known == symbol).unwrap());
    let documents = deltas.into_iter().scan(0, |next, delta| {
        *next += delta + 1;
        Some(*next - 1)
    });
    documents.zip(levels).collect()
}

#[test]
fn numbers_come_back() {
    for value in [0, 1, 30, 31, 32, 960, 961, 29_790, 29_791, 1_000_000] {
        let mut text = String::new();
        number(&mut text, value);
        assert_eq!(numbers(&text), [value]);
    }
}

#[test]
fn dictionary_and_postings_come_back() {
    let documents =
        [document("Caf\u{e9}", "metric metrics metric"), document("Metric", "nothing of note"), document("Other", "a metric of \u{1f680} \u{ff3a}ebra")];
    let files = index(&documents).files;
    let index = parsed(&files[0].1);
    let terms = terms(&index);
    assert_eq!(terms, ["a", "cafe", "hook", "metric", "metrics", "note", "nothing", "of", "other", "zebra"]);
    let metric = postings(&index, "metric");
    assert_eq!(metric.iter().map(|posting| posting.0).collect::<Vec<_>>(), [0, 1, 2]);
    assert!(metric[1].1 > metric[0].1 && metric[0].1 > metric[2].1, "title before often before once: {metric:?}");
    assert_eq!(index["titles"], "Caf\u{e9}\nMetric\nOther");
    assert_eq!(index["chunks"], serde_json::json!([0]));
    assert_eq!(parsed(&files[1].1)["texts"][1], serde_json::json!(["a hook", "Action", "nothing of note"]));
}

#[test]
fn facets_name_what_there_is() {
    let mut first = document("One", "");
    (first.company, first.tags, first.principles) = ("Initech", vec!["cost", "ash"], vec![1, 7]);
    let mut second = document("Two", "");
    second.kind = "principles";
    let index = parsed(&index(&[first, second]).files[0].1);
    assert_eq!(index["kinds"], serde_json::json!(["principles", "stories"]));
    assert_eq!(index["tags"], serde_json::json!(["ash", "cost"]));
    assert_eq!(index["principles"], serde_json::json!([1]));
    assert_eq!(numbers(index["facets"].as_str().unwrap()), [0, 1, 1, 0, 1, 2, 1, 0, 0, 0, 0, 0, 0, 0]);
}

#[test]
fn nothing_gives_an_empty_index() {
    let files = index(&[]).files;
    assert_eq!(files.len(), 1);
    assert_eq!(parsed(&files[0].1)["terms"], "");
}

#[test]
fn terms_are_in_the_order_of_utf_16() {
    let mut words = ["z", "zz", "\u{e9}", "\u{ff5e}", "\u{fb00}", "\u{10428}", "\u{d7a3}", "a\u{10428}", "a\u{ff5e}"];
    words.sort_by(|a, b| postings::order(a, b));
    assert!(words.is_sorted_by_key(|word| word.encode_utf16().collect::<Vec<_>>()), "{words:?}");
}

#[test]
fn bytes_do_not_depend_on_threads() {
    let texts: Vec<String> = (0..700).map(|n| format!("word{} word{} common {}", n % 97, n * n % 311, "x".repeat(n % 11))).collect();
    let documents: Vec<Document> = texts.iter().map(|text| document("Same", text)).collect();
    let run = |threads| rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap().install(|| index(&documents).files);
    assert_eq!(run(1), run(7));
}
