//! The tables of `prepgen stats`: principles with their gaps, and stories by principle with how long they take to tell, as wide as the terminal.

use crate::cli::out::{cell, wrapped};
use crate::content::Kind;
use crate::handbook::{Handbook, Index};
use crate::readiness::Readiness;
use crate::report::visible;
use unicode_width::UnicodeWidthStr;

/// Columns that a title takes at least and at most.
const TITLE: (usize, usize) = (16, 60);

/// Things to do that are shown.
const TODO: usize = 8;

/// All that there is to say, in lines of `width` columns and tables of `rows` rows at most.
pub(super) fn of(handbook: &Handbook, readiness: &Readiness, width: usize, rows: usize) -> String {
    let mut text = lines("", &readiness.headline, width) + &lines("", &readiness.summary, width);
    let shown: Vec<Index> = handbook.of(Kind::Principle).filter(|principle| handbook.is_active(*principle)).collect();
    text.push_str(&principles(handbook, &shown, width, rows));
    text.push_str(&stories(handbook, &shown, width, rows));
    if !readiness.todo.is_empty() {
        text.push_str("\nDo next\n");
        for (number, todo) in readiness.todo.iter().take(TODO).enumerate() {
            text.push_str(&lines(&format!("{:>2}. ", number + 1), &todo.title, width));
            text.push_str(&lines("    ", &todo.why, width));
        }
    }
    text
}

/// Words in lines of that width, the first behind what leads it and the others below its words.
fn lines(lead: &str, words: &str, width: usize) -> String {
    let indent = " ".repeat(lead.len());
    let parts = wrapped(&visible(words), width.saturating_sub(lead.len()));
    parts.into_iter().enumerate().map(|(number, line)| format!("{}{line}\n", if number == 0 { lead } else { indent.as_str() })).collect()
}

/// The principles with their numbers, which the columns of the stories' table bear, and what each still wants.
fn principles(handbook: &Handbook, principles: &[Index], width: usize, rows: usize) -> String {
    if principles.is_empty() {
        return String::new();
    }
    let names = principles.iter().take(rows).map(|principle| handbook.entries[*principle].name());
    let name = title_width(std::iter::once("Principle").chain(names), width.saturating_sub(number_width(principles) + 1 + 34));
    let column = number_width(principles);
    let mut text = format!("\n{:column$} {}  events  stories\n", "", cell("Principle", name));
    for (number, principle) in principles.iter().take(rows).enumerate() {
        let named = &handbook.links[*principle].stories;
        let events = handbook.event_count(named);
        let dots = ["\u{25cb}\u{25cb}", "\u{25cf}\u{25cb}", "\u{25cf}\u{25cf}"][events.min(2)];
        let drafts = named.iter().filter(|story| handbook.is_draft(**story)).count();
        let note = match (events, drafts) {
            (0, 0) => "  no story",
            (0, _) => "  only a draft",
            (1, _) => "  one event",
            _ => "",
        };
        let told = handbook.told(named).count();
        text.push_str(&format!("{:>column$} {}  {dots} {events:>3}  {told:>7}{note}\n", number + 1, cell(handbook.entries[*principle].name(), name)));
    }
    text + &more(principles.len(), rows)
}

/// The width of a principle's number with a space before it.
fn number_width(principles: &[Index]) -> usize {
    principles.len().to_string().len().max(2) + 1
}

/// Columns of the stories' table that stay together.
struct Group<'g> {
    head: String,
    row: Box<dyn Fn(Index) -> String + 'g>,
}

/// The stories, how long each takes to tell, and which principles it shows: as many tables beside one another as the width has room for, the rest below.
fn stories(handbook: &Handbook, principles: &[Index], width: usize, rows: usize) -> String {
    let stories: Vec<Index> = handbook.of(Kind::Story).chain(handbook.all(Kind::Story).iter().copied().filter(|story| !handbook.is_shown(*story))).collect();
    if stories.is_empty() {
        return String::new();
    }
    let names = stories.iter().take(rows).map(|story| handbook.entries[*story].name());
    let longest = title_width(std::iter::once("Story").chain(names), TITLE.1);
    let groups = groups(handbook, principles, width.saturating_sub(TITLE.0 + 2));
    let mut tables: Vec<(usize, Vec<&Group>)> = Vec::new();
    for group in &groups {
        let wide = group.head.width() + 2;
        // A table takes one group more where that leaves a third of the width for the titles, or all that they need.
        match tables.last_mut().filter(|(used, _)| width.saturating_sub(used + wide) >= longest.min(width / 3)) {
            Some((used, table)) => {
                *used += wide;
                table.push(group);
            }
            None => tables.push((wide, vec![group])),
        }
    }
    let mut text = String::new();
    for (used, table) in tables {
        let name = longest.min(width.saturating_sub(used)).max(TITLE.0);
        let line = |first: &str, cells: &dyn Fn(&Group) -> String| {
            let mut line = cell(first, name);
            for group in &table {
                line.push_str(&format!("  {}", cells(group)));
            }
            format!("{}\n", line.trim_end())
        };
        text.push_str(&format!("\n{}", line("Story", &|group| group.head.clone())));
        for story in stories.iter().take(rows) {
            text.push_str(&line(handbook.entries[*story].name(), &|group| (group.row)(*story)));
        }
        text.push_str(&more(stories.len(), rows));
    }
    text
}

/// Spoken time, shares, and the principles by their numbers, in parts of `most` columns.
fn groups<'g>(handbook: &'g Handbook, principles: &'g [Index], most: usize) -> Vec<Group<'g>> {
    let sections = &handbook.config.sections;
    let heads = sections.iter().map(|section| format!(" {:>4}", visible(&section.name).chars().take(4).collect::<String>()));
    // Names of wide letters take fewer of them.
    let heads = heads.map(|head| if head.width() > 5 { cell(&head, 5) } else { head });
    let drafts = handbook.all(Kind::Story).iter().any(|story| handbook.is_draft(*story));
    let length = move |story: Index| {
        let words = handbook.words(story);
        let seconds = handbook.config.seconds(words);
        let draft = match handbook.is_draft(story) {
            true => "  draft",
            false if drafts => "       ",
            false => "",
        };
        format!("{:>3}:{:02}  {words:>5}{draft}", seconds / 60, seconds % 60)
    };
    let shares = move |story: Index| -> String { (0..sections.len()).map(|rule| share(handbook, story, rule)).collect() };
    let mut groups = vec![Group { head: format!("spoken  words{}", if drafts { "       " } else { "" }), row: Box::new(length) }];
    let column = number_width(principles);
    let width = most.max(column) / column;
    for (number, part) in principles.chunks(width).enumerate() {
        let head = (0..part.len()).map(|at| format!("{:>column$}", number * width + at + 1)).collect();
        let row = move |story: Index| -> String {
            let mark = |principle: &Index| match handbook.links[story].principles.contains(principle) {
                true if handbook.is_told(story) => '\u{25cf}',
                true => '\u{25cb}',
                false => '\u{b7}',
            };
            part.iter().map(|principle| format!("{:>column$}", mark(principle))).collect()
        };
        groups.push(Group { head, row: Box::new(row) });
    }
    groups.push(Group { head: heads.collect(), row: Box::new(shares) });
    groups
}

/// Columns that these titles need, within what there is.
fn title_width<'t>(titles: impl Iterator<Item = &'t str>, most: usize) -> usize {
    let longest = titles.map(|title| title.width()).max().unwrap_or(0);
    longest.min(most).clamp(TITLE.0, TITLE.1)
}

fn share(handbook: &Handbook, story: Index, rule: usize) -> String {
    let words = handbook.words(story);
    let of_rule: usize = handbook.entries[story].body.sections.iter().filter(|section| section.rule == rule).map(|section| section.words).sum();
    match (of_rule * 100 + words / 2).checked_div(words) {
        Some(percent) if of_rule > 0 => format!(" {percent:>3}%"),
        _ => "    -".into(),
    }
}

fn more(count: usize, rows: usize) -> String {
    if count > rows { format!("... and {} more; `prepgen stats | less` shows them all\n", count - rows) } else { String::new() }
}
