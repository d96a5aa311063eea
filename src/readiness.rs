//! How ready a handbook makes you, in sentences, and what to do next, each with why. The home page and `prepgen stats` say the same.

use crate::content::Kind;
use crate::diagnostic::{Diagnostic, Level};
use crate::handbook::{Handbook, Index};
use std::collections::BTreeSet;

/// What the first lines say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Readiness {
    /// Whether you are ready, in a sentence.
    pub headline: String,
    /// What is wrong, in a sentence or two; may be empty.
    pub summary: String,
    /// What to do next, most useful first.
    pub todo: Vec<Todo>,
}

/// Something to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Todo {
    /// What.
    pub title: String,
    /// Why.
    pub why: String,
    /// Where.
    pub entry: Option<Index>,
}

/// Looks at a linked handbook and its findings.
pub fn of(handbook: &Handbook, diagnostics: &[Diagnostic]) -> Readiness {
    Readiness { headline: headline(handbook), summary: summary(handbook), todo: todo(handbook, diagnostics) }
}

/// A number as sentences have it: in words up to twelve.
pub fn number(count: usize) -> String {
    const WORDS: [&str; 13] = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"];
    WORDS.get(count).map_or_else(|| count.to_string(), |word| (*word).to_string())
}

/// A text with its first letter a capital.
pub fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

fn headline(handbook: &Handbook) -> String {
    let questions: Vec<Index> = handbook.of(Kind::Question).filter(|question| !handbook.is_skipped(*question)).collect();
    let answered = questions.iter().filter(|question| handbook.is_answered(**question)).count();
    let stories = handbook.of(Kind::Story).filter(|story| handbook.is_told(*story)).count();
    match (questions.len(), answered) {
        (0, _) if stories == 0 => "Nothing to tell yet.".into(),
        (0, _) => capital(&format!("{} {} to tell.", number(stories), if stories == 1 { "story" } else { "stories" })),
        (1, 0) => "The one question has no answer yet.".into(),
        (1, _) => "The one question has an answer.".into(),
        (all, answered) if all == answered => format!("All {} questions have an answer.", number(all)),
        (_, 0) => "No question has an answer yet.".into(),
        (all, answered) => capital(&format!("{} of {} questions {} an answer.", number(answered), number(all), if answered == 1 { "has" } else { "have" })),
    }
}

/// How many stories cover how many principles, and which of them are one event.
pub fn coverage(handbook: &Handbook) -> String {
    let stories: Vec<Index> = handbook.of(Kind::Story).filter(|story| handbook.is_told(*story)).collect();
    let principles: Vec<Index> = handbook.of(Kind::Principle).filter(|principle| handbook.is_active(*principle)).collect();
    let covered = principles.iter().filter(|principle| handbook.event_count(&handbook.links[**principle].stories) > 0).count();
    if stories.is_empty() {
        return match principles.len() {
            0 => String::new(),
            1 => "The one principle has no story yet.".into(),
            all => format!("None of the {} principles has a story yet.", number(all)),
        };
    }
    let subject = format!("{} {}", number(stories.len()), if stories.len() == 1 { "story" } else { "stories" });
    let verb = if stories.len() == 1 { "covers" } else { "cover" };
    if principles.is_empty() {
        return capital(&format!("{subject}, and no principle to tell {} for.", if stories.len() == 1 { "it" } else { "them" }));
    }
    let object = match (covered, principles.len()) {
        (covered, all) if covered == all && all == 1 => "the one principle".to_string(),
        (covered, all) if covered == all => format!("all {} principles", number(all)),
        (covered, all) => format!("{} of {} principles", if covered == 0 { "none".into() } else { number(covered) }, number(all)),
    };
    capital(&format!("{subject} {verb} {object}."))
}

fn summary(handbook: &Handbook) -> String {
    let mut text = coverage(handbook);
    let told: Vec<Index> = handbook.of(Kind::Story).filter(|story| handbook.is_told(*story)).collect();
    let tellings = |story: &Index| handbook.told(handbook.events.tellings(*story)).count();
    let twice: Vec<&Index> = told.iter().filter(|story| tellings(story) > 1).collect();
    let events: BTreeSet<Index> = twice.iter().map(|story| handbook.events.of(**story)).collect();
    if events.len() == 1 {
        let subject = if twice.len() == told.len() { "They all".into() } else { format!("{} of them", capital(&number(twice.len()))) };
        text.push_str(&format!(" {subject} tell the same event, so a loop would hear it twice."));
    } else if !events.is_empty() {
        text.push_str(&format!(" {} events are told more than once, so a loop could hear one twice.", capital(&number(events.len()))));
    }
    text.trim_start().to_string()
}

fn quoted(title: &str) -> String {
    let Some((most, _)) = title.char_indices().nth(70) else { return format!("\u{201c}{title}\u{201d}") };
    let cut = title[..most].rfind(char::is_whitespace).unwrap_or(most);
    format!("\u{201c}{}\u{2026}\u{201d}", title[..cut].trim_end_matches(|c: char| !c.is_alphanumeric()))
}

/// What to do next. Each kind of work takes its turn, so that the list is not ten times the same.
fn todo(handbook: &Handbook, diagnostics: &[Diagnostic]) -> Vec<Todo> {
    let mut errors = Vec::new();
    let mut numbers = Vec::new();
    for diagnostic in diagnostics {
        let Some(entry) = handbook.at_path(&diagnostic.source.path) else { continue };
        let name = handbook.title(entry);
        if diagnostic.level == Level::Error {
            let why = capital(&diagnostic.message);
            errors.push(Todo { title: format!("Mend {}", quoted(name)), why, entry: handbook.is_shown(entry).then_some(entry) });
        } else if diagnostic.lint == "no-metric" && handbook.is_told(entry) {
            let why = "Its result holds nothing that can be counted: how much, how many, from what to what?".into();
            numbers.push(Todo { title: format!("Say how much: {}", quoted(name)), why, entry: Some(entry) });
        }
    }
    let stories =
        handbook.of(Kind::Principle).filter(|principle| handbook.is_active(*principle) && handbook.event_count(&handbook.links[*principle].stories) == 0);
    let stories: Vec<Todo> = stories
        .map(|principle| {
            let asked = handbook.links[principle].questions.iter().find(|question| !handbook.is_answered(**question) && !handbook.is_skipped(**question));
            let draft = handbook.links[principle].stories.iter().find(|story| handbook.is_draft(**story));
            let why = match (draft, asked) {
                // A draft that is not published is not named either.
                (Some(draft), _) if !handbook.is_shown(*draft) => "A draft of it waits to be finished".into(),
                (Some(draft), _) => format!("A draft waits to be finished: {}", handbook.title(*draft)),
                (None, Some(question)) => format!("Its question waits: {}", quoted(handbook.title(*question))),
                (None, None) => "Nothing you have shows it yet".into(),
            };
            Todo { title: format!("Write a story for {}", handbook.title(principle)), why, entry: Some(principle) }
        })
        .collect();
    let events = handbook.events.found.iter().filter(|pair| !pair.allowed && handbook.is_told(pair.first) && handbook.is_told(pair.later));
    let events: Vec<Todo> = events
        .map(|pair| {
            let words: Vec<&str> = pair.codes.iter().chain(&pair.words).map(String::as_str).take(4).collect();
            let title = format!("Declare one event for {} and {}", quoted(handbook.title(pair.first)), quoted(handbook.title(pair.later)));
            Todo { title, why: format!("Both speak of {}: no loop should hear both", words.join(", ")), entry: Some(pair.later) }
        })
        .collect();
    let open = handbook.of(Kind::Question).filter(|question| !handbook.is_answered(*question) && !handbook.is_skipped(*question));
    let questions: Vec<Todo> = open
        .map(|question| {
            let fits =
                handbook.links[question].principles.iter().flat_map(|principle| &handbook.links[*principle].stories).find(|story| handbook.is_told(**story));
            let why = fits.map_or("No story and no notes answer it".into(), |story| format!("{} could fit", handbook.title(*story)));
            Todo { title: format!("Answer {}", quoted(handbook.title(question))), why, entry: Some(question) }
        })
        .collect();
    let mut queues = [errors, stories, numbers, events, questions].map(Vec::into_iter);
    let mut todo = Vec::new();
    loop {
        let before = todo.len();
        todo.extend(queues.iter_mut().filter_map(Iterator::next));
        if todo.len() == before {
            return todo;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_words_while_they_are_small() {
        assert_eq!(capital(&number(7)), "Seven");
        assert_eq!(number(13), "13");
    }
}
