//! Labels: words at the start of a row that say which section of a story follows, in the ways people write them.

use super::names::{LETTERS, NAMES};
use crate::content::{Role, SectionRule};
use crate::parse::outline::{Row, is_invisible};
use crate::prose;

/// A label at the start of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The configured section that it means.
    pub rule: usize,
    /// Whether it is a letter alone, as in `S:`.
    pub letter: bool,
    /// The label as written.
    pub written: String,
    /// What stands behind it.
    pub rest: String,
    /// Words in brackets within the label that are no name of a section.
    pub extra: Option<String>,
}

/// Longest label, in characters.
const LONGEST: usize = 70;

/// What the sections of stories are called here.
#[derive(Debug)]
pub struct Names {
    /// Folded names and what they mean, the longest first.
    names: Vec<(Vec<String>, usize)>,
    letters: Vec<(&'static str, usize)>,
    learning: Option<usize>,
}

impl Names {
    /// The names of these sections.
    pub fn new(rules: &[SectionRule]) -> Self {
        let of_role = |role| rules.iter().position(|rule| rule.role == role);
        let mut names: Vec<(Vec<String>, usize)> = Vec::new();
        let split = |name: &str| -> Vec<String> { prose::bare(name).split(' ').map(str::to_string).collect() };
        for (at, rule) in rules.iter().enumerate() {
            names.extend(std::iter::once(&rule.name).chain(&rule.aliases).map(|name| (split(name), at)));
        }
        // A handbook that tells in other sections still knows the common names of what its sections are for.
        let default = crate::config::Config::default();
        for known in &default.sections {
            if let Some(at) = of_role(known.role) {
                names.extend(std::iter::once(&known.name).chain(&known.aliases).map(|name| (split(name), at)));
            }
        }
        names.extend(NAMES.iter().filter_map(|(name, role)| Some((split(name), of_role(*role)?))));
        names.sort_by_key(|(words, _)| std::cmp::Reverse(words.len()));
        let letters = LETTERS.iter().filter_map(|(letter, role)| Some((*letter, of_role(*role)?))).collect();
        Self { names, letters, learning: of_role(Role::Learning) }
    }

    /// The label at the start of a row. A heading or a summary is a label where all of it is one.
    pub fn label(&self, text: &str, whole: bool) -> Option<Label> {
        let lead = text.find(|c: char| !is_decoration(c)).unwrap_or(text.len());
        let cut = text[lead..].char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| lead + at);
        // Cheap for the many rows that hold none: a label starts with a letter or a bracket.
        if !text[lead..].starts_with(|c: char| c.is_alphanumeric() || matches!(c, '[' | '(' | '+' | '"')) {
            return None;
        }
        let mut found: Option<Label> = None;
        for (at, next) in ends(text, lead, cut, whole) {
            let Some((rules, letter, extra)) = self.named(&text[lead..at]) else {
                if found.is_some() {
                    break;
                }
                continue;
            };
            // A letter that ends with its line is a letter; `S/T:` are two.
            let bare = letter && (next == at || rules.len() > 1 && !text[lead..at].contains(['/', '&', '+']));
            if bare && !whole && !text.contains("**") {
                continue;
            }
            // `S - Situation:` is one label and not an empty `S`.
            if found.as_ref().is_some_and(|label| !(label.letter && !letter && label.rule == rules[0])) {
                break;
            }
            let rest = rest(&text[..at], &text[next..]);
            // The label with its own stars, so that it can stand alone again.
            let written = text.strip_suffix(rest.as_str()).unwrap_or(&text[..next]).trim().to_string();
            found = Some(Label { rule: rules[0], letter, written, rest, extra });
        }
        if whole { found.filter(|label| label.rest.is_empty()) } else { found }
    }

    /// What a text names if it names sections and nothing else.
    fn named(&self, text: &str) -> Option<(Vec<usize>, bool, Option<String>)> {
        let bare_of =
            |text: &str| prose::bare(&text.chars().filter(|c| !matches!(c, '*' | '_' | '[' | ']' | '~' | '`') && !is_invisible(*c)).collect::<String>());
        if text.contains('?') {
            return None;
        }
        let plus = text.trim_start_matches(is_decoration).starts_with('+');
        if let Some((rules, letter)) = self.words(&bare_of(text), plus) {
            return Some((rules, letter, None));
        }
        // `(S)ituation` is a name, `Action (the long one)` a name with a remark.
        let joined: String = text.chars().filter(|c| !matches!(c, '(' | ')')).collect();
        if text.contains(')')
            && let Some((rules, letter)) = self.words(&bare_of(&joined), plus)
        {
            return Some((rules, letter, None));
        }
        let (name, remark) = text.split_once('(')?;
        let (remark, after) = remark.split_once(')')?;
        let (rules, letter) = self.words(&bare_of(name), plus).filter(|_| !after.contains(char::is_alphanumeric))?;
        (!letter).then(|| (rules, letter, Some(format!("({})", remark.trim()))))
    }

    fn words(&self, bare: &str, plus: bool) -> Option<(Vec<usize>, bool)> {
        let mut words: Vec<&str> = bare.split(' ').collect();
        while words.first().is_some_and(|word| word.len() <= 2 && word.bytes().all(|b| b.is_ascii_digit())) {
            words.remove(0);
        }
        let (mut rules, mut letter) = (Vec::new(), true);
        let mut at = 0;
        while at < words.len() {
            let name = self.names.iter().find(|(name, _)| words[at..].len() >= name.len() && words[at..].iter().zip(name).all(|(a, b)| a == b));
            if let Some((name, rule)) = name {
                if letter && rules.last() == Some(rule) {
                    rules.pop();
                }
                (letter, at) = (false, at + name.len());
                rules.push(*rule);
            } else if let Some((_, rule)) = self.letters.iter().find(|(name, _)| *name == words[at]) {
                let rule = if plus && words[at] == "r" { self.learning.unwrap_or(*rule) } else { *rule };
                // `Situation (S)`
                if rules.last() != Some(&rule) || letter {
                    rules.push(rule);
                }
                at += 1;
            } else if matches!(words[at], "and" | "the" | "my" | "our") && words.len() > 1 {
                at += 1;
            } else {
                return None;
            }
        }
        (!rules.is_empty() && rules.len() <= 3 && !(letter && rules.len() > 2)).then_some((rules, letter))
    }

    /// A paragraph in pieces, each with the label that starts it. What stands before the first label has none.
    pub fn split(&self, rows: &[Row]) -> Vec<(Option<Label>, Vec<Row>)> {
        let mut pieces: Vec<(Option<Label>, Vec<Row>)> = Vec::new();
        for row in rows {
            let mut text = row.text.clone();
            let mut first = true;
            // Letters that label in the way the first of the row does: `S - one. T - two.`
            let mut form: Option<(String, usize)> = None;
            loop {
                let label = self.label(&text, false).filter(|label| first || !label.letter || form.is_some());
                let from = label.as_ref().map_or(0, |label| text.len() - label.rest.len().min(text.len()));
                let body = label.as_ref().map_or_else(|| text.clone(), |label| label.rest.clone());
                if let Some(label) = label.as_ref().filter(|label| label.letter) {
                    form = letter(&label.written).map(|at| (label.written.clone(), at));
                }
                let letters = form.as_ref().and_then(|(written, at)| self.lettered(&body, written, *at));
                let next = self.inside(&body, label.is_some() || !first).into_iter().chain(letters).min();
                let (own, tail) = next.map_or((body.as_str(), ""), |at| body.split_at(at));
                let kept = Row { line: row.line, text: own.trim_end().to_string() };
                let kept = if tail.is_empty() { Row { text: own.to_string(), ..kept } } else { kept };
                match (label, pieces.last_mut()) {
                    (None, Some((_, rows))) if !kept.text.trim().is_empty() => rows.push(kept),
                    (None, Some(_)) => {}
                    (label, _) => {
                        let rows = if kept.text.trim().is_empty() { Vec::new() } else { vec![kept] };
                        pieces.push((label, rows));
                    }
                }
                if tail.is_empty() || from > text.len() {
                    break;
                }
                text = tail.to_string();
                first = false;
            }
        }
        pieces
    }

    /// Where the next letter labels further on in a row, written as this one is with its letter at `at`.
    fn lettered(&self, text: &str, written: &str, at: usize) -> Option<usize> {
        let before = written[at..].chars().next()?;
        let upper = before.is_uppercase();
        let follows = self.letters.iter().filter(|(name, _)| !before.to_lowercase().eq(name.chars()));
        let places = follows.filter_map(|(name, _)| {
            let name = if upper { name.to_uppercase() } else { (*name).to_string() };
            let form = format!(" {}{name}{} ", &written[..at], &written[at + before.len_utf8()..]);
            text.find(&form).map(|place| place + 1)
        });
        // Without any mark of its own, a letter behind a sentence's end alone is one.
        let marked = written.starts_with(['*', '(', '[', '_']);
        places.filter(|place| marked || text[..*place].trim_end().ends_with(['.', '!', '?', ';', ',', '|'])).min()
    }

    /// Where another label starts further on in a row: a bold one anywhere, a plain one behind the end of a sentence.
    fn inside(&self, text: &str, after_label: bool) -> Option<usize> {
        if text.len() > 20_000 {
            return None;
        }
        let bold = text.match_indices("**").map(|(at, _)| at).filter(|at| *at > 0);
        let bold = bold.filter(|at| {
            text[at + 2..].starts_with(char::is_alphanumeric) && text[..*at].ends_with(|c: char| c.is_whitespace() || matches!(c, '.' | '>' | '|'))
        });
        let bold = bold.filter(|at| {
            let inner = text[at + 2..].split("**").next().unwrap_or("");
            let after = &text[(at + 2 + inner.len() + 2).min(text.len())..];
            inner.trim_end().ends_with([':', '.']) || after.trim_start().starts_with([':', '-', '\u{2013}', '\u{2014}'])
        });
        let bold = bold.into_iter().find(|at| self.label(&text[*at..], false).is_some_and(|label| !label.letter));
        let plain = text.match_indices(':').filter(|_| after_label).find_map(|(at, _)| {
            let start = text[..at].rfind(['.', '!', '?', ';', '|']).map(|start| start + 1)?;
            let name = text[start..at].trim();
            let named = name.len() <= 30 && name.starts_with(char::is_uppercase) && text[start..].starts_with(' ');
            (named && self.named(name).is_some_and(|(_, letter, _)| !letter)).then(|| start + 1)
        });
        [bold, plain].into_iter().flatten().min()
    }
}

/// Where the only letter of a label stands.
fn letter(written: &str) -> Option<usize> {
    let mut letters = written.char_indices().filter(|(_, c)| c.is_alphanumeric());
    let (at, _) = letters.next()?;
    letters.next().is_none().then_some(at)
}

/// Where a label that starts at `lead` may end, and where what it labels starts.
fn ends(text: &str, lead: usize, cut: usize, whole: bool) -> Vec<(usize, usize)> {
    let mut ends = Vec::new();
    let window = &text[..cut];
    let bold = text[..lead].contains("**") || text[..lead].contains("__") || window[lead..].contains("**");
    for (at, c) in window[lead..].char_indices().map(|(at, c)| (lead + at, c)) {
        let next = at + c.len_utf8();
        let spaced = window[..at].ends_with(' ') && text[next..].starts_with([' ', '*']);
        match c {
            ':' | '\u{ff1a}' if !text[next..].starts_with("//") => ends.push((at, next)),
            '-' | '\u{2013}' | '\u{2014}' | '\u{2192}' | '=' if spaced => ends.push((at, next)),
            '>' if text[..at].ends_with(['-', '=']) => ends.push((at - 1, next)),
            '\u{2013}' | '\u{2014}' => ends.push((at, next)),
            ')' | ']' if at == lead + 2 && text[lead..].starts_with(['(', '[']) && text[next..].starts_with(' ') => ends.push((at, next)),
            ')' | '.' | '-' if at <= lead + 1 && text[next..].starts_with(' ') => ends.push((at, next)),
            // `**Situation** it was` and `**Situation.** it was`, but not `**S**ituation`.
            '*' | '_'
                if bold
                    && at > lead
                    && text[at..].starts_with([c, c].iter().collect::<String>().as_str())
                    && !text[at + 2..].starts_with(char::is_alphanumeric) =>
            {
                ends.push((at, at + 2));
            }
            _ => {}
        }
    }
    if text.len() <= cut && (whole || text.trim_end().len() <= lead + 45) {
        ends.push((text.len(), text.len()));
    }
    ends
}

/// What stands behind a label, with its emphasis put right: `**Situation: it** was` leaves `**it** was`.
fn rest(label: &str, rest: &str) -> String {
    // `**Situation::** it was`, as some editors write fields.
    let mut rest = rest.trim_start_matches(|c: char| c.is_whitespace() || is_invisible(c) || c == ':');
    let mut open = false;
    for mark in ["**", "__", "*", "_"] {
        let single = label.replace("**", "").replace("__", "");
        let count = if mark.len() == 2 { label.matches(mark).count() } else { single.matches(mark).count() };
        if count % 2 == 1 {
            match rest.strip_prefix(mark) {
                Some(after) => rest = after,
                None => open |= mark == "**",
            }
        }
    }
    for mark in [":", "\u{ff1a}", "- ", "\u{2013}", "\u{2014}"] {
        rest = rest.trim_start().strip_prefix(mark).unwrap_or(rest);
    }
    let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || is_invisible(c));
    if open && rest.contains("**") { format!("**{rest}") } else { rest.to_string() }
}

/// What may stand before the first letter of a label and says nothing: stars, emoji, numbers' dots.
fn is_decoration(c: char) -> bool {
    !(c.is_alphanumeric() || matches!(c, '[' | '(' | '+' | '"' | '<' | '$' | ':' | '?' | '!' | '.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn names() -> Names {
        Names::new(&Config::default().sections)
    }

    #[test]
    fn labels_in_all_their_forms() {
        let names = names();
        for (text, rule, rest) in [
            ("**Situation**: it was", 0, "it was"),
            ("**Situation:** it was", 0, "it was"),
            ("**Situation.** it was", 0, "it was"),
            ("**Situation** it was", 0, "it was"),
            ("**Situation** - it was", 0, "it was"),
            ("__Situation:__ it was", 0, "it was"),
            ("*Situation:* it was", 0, "it was"),
            ("Situation: it was", 0, "it was"),
            ("SITUATION: it was", 0, "it was"),
            ("SITUATION", 0, ""),
            ("situation - it was", 0, "it was"),
            ("Situation \u{2013} it was", 0, "it was"),
            ("S: it was", 0, "it was"),
            ("S - it was", 0, "it was"),
            ("S) it was", 0, "it was"),
            ("**S:** it was", 0, "it was"),
            ("**S (Situation):** it was", 0, "it was"),
            ("**S**ituation: it was", 0, "it was"),
            ("[S]ituation: it was", 0, "it was"),
            ("(S)ituation: it was", 0, "it was"),
            ("\u{2705} **S - Situation**", 0, ""),
            ("S - Situation: it was", 0, "it was"),
            ("1. **Task:** it was", 1, "it was"),
            ("\u{1f3af} Task: it was", 1, "it was"),
            ("\u{200b}**Task:** it was", 1, "it was"),
            ("Goal: it was", 1, "it was"),
            ("My Actions: it was", 2, "it was"),
            ("**Approach** \u{2014} it was", 2, "it was"),
            ("Outcome: it was", 3, "it was"),
            ("Situation/Task: it was", 0, "it was"),
            ("Action & Result: it was", 2, "it was"),
            ("+R: it was", 4, "it was"),
            ("Lesson learned: it was", 4, "it was"),
            ("**Result: it** was", 3, "**it** was"),
            ("**Result::** it was", 3, "it was"),
            ("R- it was", 3, "it was"),
            ("**Ergebnis:** es war", 3, "es war"),
            ("Tâche : it was", 1, "it was"),
        ] {
            let label = names.label(text, false).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((label.rule, label.rest.as_str()), (rule, rest), "{text}");
        }
        assert_eq!(names.label("**Action (two minutes)**: I did", false).unwrap().extra.as_deref(), Some("(two minutes)"));
    }

    #[test]
    fn sentences_are_no_labels() {
        let names = names();
        for text in [
            "Results were good: all shipped",
            "Situation normal, all fine",
            "The result was good",
            "I had a task: move it",
            "Action items for me: none",
            "As a result: nothing",
            "https://situation: x",
            "What was the result?",
            "A manager asked me",
            "S3: a store",
            "",
            "**",
        ] {
            assert_eq!(names.label(text, false), None, "{text}");
        }
        assert_eq!(names.label("Situation: it was", true), None, "a heading is a label as a whole");
    }

    #[test]
    fn a_paragraph_falls_into_its_sections() {
        let names = names();
        let rows = |text: &str| -> Vec<Row> { text.lines().enumerate().map(|(at, text)| Row { line: at as u32 + 1, text: text.to_string() }).collect() };
        let shape = |text: &str| {
            let pieces = names.split(&rows(text)).into_iter();
            pieces
                .map(|(label, rows)| format!("{:?} {}", label.map(|l| l.rule), rows.iter().map(|r| r.text.as_str()).collect::<Vec<_>>().join("|")))
                .collect::<Vec<_>>()
        };
        assert_eq!(shape("Log tool\nS: one\ntwo\nA: three\nR:\nfour"), ["None Log tool", "Some(0) one|two", "Some(2) three", "Some(3) four"]);
        assert_eq!(shape("**Situation:** One. **Task:** two **Action**: three."), ["Some(0) One.", "Some(1) two", "Some(2) three."]);
        assert_eq!(shape("Situation: One. Task: Two. Result: Three."), ["Some(0) One.", "Some(1) Two.", "Some(3) Three."]);
        assert_eq!(shape("S - One. T - Two. R - Three - four."), ["Some(0) One.", "Some(1) Two.", "Some(3) Three - four."]);
        assert_eq!(shape("**S:** One **A:** two, plan A: three"), ["Some(0) One", "Some(2) two, plan A: three"]);
        assert_eq!(shape("(S) One. (R) Two."), ["Some(0) One.", "Some(3) Two."]);
        assert_eq!(shape("S: Plan A: one"), ["Some(0) Plan A: one"]);
        assert_eq!(shape("I said: Do it. Result: a word"), ["None I said: Do it. Result: a word"]);
    }
}
