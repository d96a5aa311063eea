//! Numbers that measure something: an amount, a share, a time, a count, or a before and an after.
//!
//! Dates, versions, ordinals and names with a number in them (`Q3`, `S3`, Boeing 747) measure nothing.

use crate::prose;
use std::ops::Range;

/// Whether a text holds a number that measures something.
pub fn holds(text: &str) -> bool {
    find(text).is_some()
}

/// The first number of a text that measures something, with its unit: bytes of `text`.
pub fn find(text: &str) -> Option<Range<usize>> {
    prose::sentences(text).find_map(|(range, sentence)| in_sentence(sentence).map(|found| range.start + found.start..range.start + found.end))
}

/// The first measure of a text with what it is per: "$80,000 a year", "3 hours a week". Bytes of `text`.
pub fn phrase(text: &str) -> Option<Range<usize>> {
    let found = find(text)?;
    let mut after = prose::words(&text[found.end..]).map(|(range, word)| (found.end + range.start, word.trim_end_matches(|c: char| !c.is_alphanumeric())));
    match (after.next(), after.next()) {
        (Some((_, "a" | "an" | "per" | "each" | "every")), Some((at, unit))) if is_time(&unit.to_lowercase()) => Some(found.start..at + unit.len()),
        _ => Some(found),
    }
}

struct Word<'t> {
    range: Range<usize>,
    /// As it is written, without the punctuation around it.
    text: &'t str,
    lower: String,
}

fn in_sentence(sentence: &str) -> Option<Range<usize>> {
    let words: Vec<Word> = prose::words(sentence)
        .map(|(range, word)| {
            let text = word.trim_matches(|c: char| !c.is_alphanumeric() && !is_currency(c) && !matches!(c, '%' | '+' | '#'));
            let start = range.start + word.find(text).unwrap_or(0);
            Word { range: start..start + text.len(), text, lower: text.to_lowercase() }
        })
        .collect();
    (0..words.len()).find_map(|at| measure(&words, at).map(|last| words[at].range.start..words[last].range.end)).or_else(|| change(&words))
}

/// Whether a measure starts at a word, and at which word it ends.
fn measure(words: &[Word], at: usize) -> Option<usize> {
    let word = &words[at];
    let next = words.get(at + 1);
    let before = at.checked_sub(1).map(|before| &words[before]);
    if let Some(number) = Number::read(word.text) {
        let unit = next.filter(|next| is_unit(&next.lower));
        if number.unit || unit.is_some() {
            return Some(if number.unit { at } else { at + 1 });
        }
        let counted = next.is_some_and(|next| is_counted(next) || (is_quality(&next.lower) && words.get(at + 2).is_some_and(is_counted)));
        let label = before.is_some_and(|before| is_label(before, at - 1, words));
        let date = number.is_year()
            && !(counted && number.grouped)
            && !(counted && before.is_some_and(|b| matches!(b.lower.as_str(), "over" | "about" | "nearly" | "some" | "than" | "to" | "all")))
            || [before, next].into_iter().flatten().any(|word| is_month(&word.lower));
        return (!label && !date).then_some(if counted { at + 1 } else { at });
    }
    let next_lower = next.map_or("", |next| next.lower.as_str());
    let spelled = |lower: &str| lower.split('-').next().is_some_and(is_spelled_number) && !is_ordinal(lower);
    match word.lower.as_str() {
        "half" | "halved" | "halving" | "doubled" | "doubling" | "tripled" | "quadrupled" | "twice" | "thrice" | "double" | "triple" | "twofold"
        | "threefold" | "tenfold" | "dozen" | "dozens" | "hundreds" | "thousands" | "millions" => Some(at),
        "third" | "quarter" | "fifth" | "tenth" => {
            let share = before.is_some_and(|before| matches!(before.lower.as_str(), "a" | "one" | "by"))
                && !matches!(next_lower, "party" | "time")
                && (next.is_none() || matches!(next_lower, "of" | "less" | "more" | "fewer" | "the" | "faster" | "and"));
            share.then_some(at)
        }
        "one" | "single" => next.filter(|next| is_time(&next.lower) && !matches!(next.lower.as_str(), "day" | "time" | "moment")).map(|_| at + 1),
        "zero" => next.filter(|next| is_counted(next) || is_quality(&next.lower)).map(|_| at + 1),
        lower if spelled(lower) => {
            let of_people = next_lower == "of" && words.get(at + 2).is_some_and(|word| matches!(word.lower.as_str(), "us" | "them" | "you"));
            let label = before.is_some_and(|before| is_label(before, at - 1, words));
            (!of_people && !label && next.is_some()).then_some(at + 1)
        }
        _ => None,
    }
}

/// A number in digits.
struct Number {
    value: Option<u32>,
    /// Whether it carries a currency, a percent sign or a unit itself.
    unit: bool,
    /// Whether it has thousands separators.
    grouped: bool,
}

impl Number {
    fn read(word: &str) -> Option<Self> {
        let bare = word.trim_start_matches(|c: char| is_currency(c) || matches!(c, '~' | '+' | '-' | '\u{2212}' | '<' | '>' | '\u{2248}'));
        let currency = word.chars().any(is_currency);
        let end = bare.find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.'))).unwrap_or(bare.len());
        let (digits, rest) = bare.split_at(end);
        let digits = digits.trim_end_matches(['.', ',']);
        if digits.is_empty() || word.starts_with('#') || digits.matches('.').count() > 1 {
            return None;
        }
        // `3-month` and `10-15` go on after a hyphen; `24/7` and `2022-03-14` measure nothing.
        let rest = rest.trim_end_matches('+');
        let unit = match rest {
            "" => false,
            rest if rest.starts_with(['-', '\u{2013}']) => {
                let tail = &rest[rest.chars().next().map_or(0, char::len_utf8)..];
                let parts = tail.matches('-').count();
                let number = tail.starts_with(|c: char| c.is_ascii_digit());
                if number && (parts > 0 || digits.len() == 4 && tail.len() == 2 || Number::read(digits)?.is_year()) {
                    return None;
                }
                number || tail.starts_with(char::is_alphabetic)
            }
            rest => {
                let suffix = rest.trim_start_matches(is_currency).to_lowercase();
                let known = suffix.is_empty()
                    || matches!(
                        suffix.as_str(),
                        "%" | "k"
                            | "m"
                            | "b"
                            | "bn"
                            | "mn"
                            | "x"
                            | "ms"
                            | "s"
                            | "sec"
                            | "secs"
                            | "min"
                            | "mins"
                            | "h"
                            | "hr"
                            | "hrs"
                            | "d"
                            | "gb"
                            | "mb"
                            | "kb"
                            | "tb"
                            | "km"
                            | "kg"
                            | "pp"
                            | "bps"
                            | "qps"
                            | "rps"
                            | "tps"
                            | "usd"
                            | "eur"
                            | "gbp"
                            | "cad"
                            | "%+"
                            | "k/month"
                            | "m/year"
                            | "k/year"
                            | "/day"
                            | "/week"
                            | "/month"
                            | "/year"
                            | "/5"
                            | "/10"
                    );
                if !known {
                    return None;
                }
                true
            }
        };
        let plain: String = digits.chars().filter(char::is_ascii_digit).collect();
        let whole = !digits.contains('.');
        Some(Self { value: plain.parse().ok().filter(|_| whole), unit: unit || currency, grouped: digits.contains(',') })
    }

    fn is_year(&self) -> bool {
        !self.grouped && !self.unit && self.value.is_some_and(|value| (1900..2100).contains(&value))
    }
}

fn is_currency(c: char) -> bool {
    matches!(c, '$' | '€' | '£' | '¥' | '₹' | '₽' | '₩')
}

/// Words after a number that make it a measure whatever stands before.
fn is_unit(lower: &str) -> bool {
    is_time(lower)
        || matches!(
            lower,
            "percent"
                | "per"
                | "%"
                | "percentage"
                | "dollars"
                | "euros"
                | "pounds"
                | "usd"
                | "eur"
                | "gbp"
                | "cad"
                | "points"
                | "times"
                | "million"
                | "billion"
                | "thousand"
                | "hundred"
                | "k"
                | "x"
                | "gb"
                | "mb"
                | "tb"
                | "kg"
                | "km"
                | "miles"
                | "basis"
                | "fte"
                | "ftes"
                | "out"
        )
}

fn is_time(lower: &str) -> bool {
    let singular = lower.strip_suffix('s').unwrap_or(lower);
    matches!(
        singular,
        "second"
            | "minute"
            | "hour"
            | "day"
            | "week"
            | "month"
            | "year"
            | "quarter"
            | "afternoon"
            | "morning"
            | "evening"
            | "night"
            | "weekend"
            | "sprint"
            | "decade"
            | "millisecond"
            | "m"
            | "hr"
            | "min"
            | "sec"
    ) && lower != "m"
}

/// Whether a word after a number names what is counted: a plural, in small letters.
fn is_counted(word: &Word) -> bool {
    let lower = &word.lower;
    let plural =
        lower.ends_with('s') && !lower.ends_with("ss") && !matches!(lower.as_str(), "was" | "is" | "as" | "this" | "has" | "its" | "us" | "thus" | "does");
    plural || matches!(lower.as_str(), "people" | "staff" | "customers" | "of" | "children" | "men" | "women" | "more" | "fewer" | "less")
}

fn is_quality(lower: &str) -> bool {
    !matches!(lower, "and" | "or" | "but" | "to" | "in" | "on" | "at" | "for" | "with" | "the" | "a" | "an" | "was" | "is" | "i" | "we")
}

/// Whether a word makes the number after it a name: `version 2`, `step 3`, `Boeing 747`, `HTTP 500`.
fn is_label(word: &Word, at: usize, words: &[Word]) -> bool {
    const LABELS: [&str; 26] = [
        "version", "v", "step", "phase", "part", "section", "chapter", "page", "level", "tier", "round", "sprint", "stage", "sev", "severity", "number", "no",
        "room", "line", "ticket", "issue", "release", "python", "java", "option", "article",
    ];
    let name = word.text.starts_with(char::is_uppercase) && at > 0 && !is_month(&word.lower) && word.lower != "i";
    let acronym = word.text.len() > 1 && word.text.chars().all(|c| c.is_uppercase() || c.is_ascii_digit()) && word.text.starts_with(char::is_uppercase);
    let followed = words.get(at + 2).is_some_and(|next| is_counted(next) && next.lower != "of");
    LABELS.contains(&word.lower.as_str()) || ((name || acronym) && !followed)
}

fn is_month(lower: &str) -> bool {
    matches!(
        lower,
        "january"
            | "february"
            | "march"
            | "april"
            | "june"
            | "july"
            | "august"
            | "september"
            | "october"
            | "november"
            | "december"
            | "jan"
            | "feb"
            | "mar"
            | "apr"
            | "jun"
            | "jul"
            | "aug"
            | "sep"
            | "sept"
            | "oct"
            | "nov"
            | "dec"
    )
}

fn is_spelled_number(lower: &str) -> bool {
    matches!(
        lower,
        "two"
            | "three"
            | "four"
            | "five"
            | "six"
            | "seven"
            | "eight"
            | "nine"
            | "ten"
            | "eleven"
            | "twelve"
            | "thirteen"
            | "fourteen"
            | "fifteen"
            | "sixteen"
            | "seventeen"
            | "eighteen"
            | "nineteen"
            | "twenty"
            | "thirty"
            | "forty"
            | "fifty"
            | "sixty"
            | "seventy"
            | "eighty"
            | "ninety"
            | "hundred"
            | "thousand"
            | "million"
            | "billion"
    )
}

fn is_ordinal(lower: &str) -> bool {
    lower.ends_with("first") || lower.ends_with("second") || lower.ends_with("third") || lower.ends_with("th")
}

/// A before and an after without a number: "from a week to an afternoon", "hours instead of days".
fn change(words: &[Word]) -> Option<Range<usize>> {
    let measures = |words: &[Word]| words.iter().any(|word| is_time(&word.lower) || is_extent(&word.lower));
    for (at, word) in words.iter().enumerate() {
        if word.lower == "from" {
            let to = words[at + 1..].iter().take(8).position(|word| matches!(word.lower.as_str(), "to" | "down" | "into")).map(|n| at + 1 + n);
            if let Some(to) = to {
                let after = &words[to..(to + 6).min(words.len())];
                if measures(&words[at + 1..to]) && measures(after) {
                    return Some(word.range.start..after.iter().rev().find(|word| is_time(&word.lower) || is_extent(&word.lower))?.range.end);
                }
            }
        }
        let instead = word.lower == "instead" && words.get(at + 1).is_some_and(|next| next.lower == "of")
            || word.lower == "rather" && words.get(at + 1).is_some_and(|next| next.lower == "than");
        if instead {
            let from = at.saturating_sub(6);
            let after = &words[(at + 2).min(words.len())..(at + 6).min(words.len())];
            if words[from..at].iter().any(|word| is_time(&word.lower)) && after.iter().any(|word| is_time(&word.lower)) {
                return Some(words[from].range.start..after.last()?.range.end);
            }
        }
    }
    None
}

/// Words that say how much or how often without a number.
fn is_extent(lower: &str) -> bool {
    matches!(
        lower,
        "daily"
            | "weekly"
            | "monthly"
            | "hourly"
            | "yearly"
            | "quarterly"
            | "never"
            | "none"
            | "nobody"
            | "nothing"
            | "everyone"
            | "everybody"
            | "every"
            | "all"
            | "most"
            | "zero"
            | "overnight"
            | "instantly"
            | "one"
            | "always"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn measures_are_seen() {
        for text in [
            "Saved $80,000 a year.",
            "Costs fell by 12%.",
            "Latency went from 300ms to 40ms.",
            "It took two weeks.",
            "We cut the time in half.",
            "Errors fell from a week to an afternoon.",
            "It now takes hours instead of days.",
            "Twelve teams use it.",
            "A third of the tickets went away.",
            "Adoption doubled.",
            "We had zero incidents.",
            "Around 1,500 users signed up.",
            "The 3-month plan was done early.",
            "Hundreds of customers wrote to us.",
            "About 40 people came.",
            "It rose by forty percent.",
            "In one week it was live.",
            "Saved €2.5M.",
            "NPS rose by 7 points.",
            "From daily pages to one a month.",
        ] {
            assert!(holds(text), "{text}");
        }
    }

    #[test]
    fn names_dates_versions_and_ordinals_are_not() {
        for text in [
            "We launched in Q3 2022.",
            "The data moved to S3.",
            "We upgraded to version 2.",
            "It flew on a Boeing 747.",
            "The first release went out in March 2021.",
            "On 14 March we shipped.",
            "We moved to Python 3 and Java 17.",
            "The project was a success.",
            "v1.2.3 went out on 2022-03-14.",
            "No one complained.",
            "The two of us agreed.",
            "Support runs 24/7.",
            "It was my third project.",
            "One day they called.",
            "We came from chaos to order.",
            "The endpoint no longer returned HTTP 500.",
        ] {
            assert!(!holds(text), "{text}: {:?}", find(text).map(|range| &text[range]));
        }
    }
}
