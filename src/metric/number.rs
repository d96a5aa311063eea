//! Numbers in digits, told from dates, versions and names that hold digits.

use crate::prose::List;

/// A number in digits.
pub(super) struct Number {
    value: Option<u32>,
    /// Whether it carries a currency, a percent sign or a unit itself.
    pub unit: bool,
    /// Whether it has thousands separators.
    pub grouped: bool,
}

/// What may stand right behind the digits, in small letters.
static SUFFIXES: List = List::new(
    "% %+ k m b bn mn mio x \u{d7} ms s sec secs min mins h hr hrs wk wks yr yrs gb mb kb tb pb km kg mi lbs pp bps qps rps tps usd eur gbp cad inr chf aud kwh mw gw pts fps rpm",
);

/// What may stand behind a hyphen, as in `3-month` and `5-star`; others make a name of it, as in `2-factor`.
static TAILS: List = List::new(
    "second minute hour day week month year quarter sprint fold point points percent digit star page person people mile km ms strong figure line man",
);

impl Number {
    pub(super) fn read(word: &str) -> Option<Self> {
        if word.starts_with('#') || word.is_ascii() && !word.bytes().any(|byte| byte.is_ascii_digit()) {
            return None;
        }
        if word.chars().any(is_fraction) || word.contains(is_currency) && word.contains(|c: char| c.is_ascii_digit()) {
            return Some(Self { value: None, unit: true, grouped: false });
        }
        let word = word.strip_suffix("'s").or_else(|| word.strip_suffix("\u{2019}s")).unwrap_or(word);
        let bare = word.trim_start_matches(['~', '+', '-', '\u{2212}', '<', '>', '\u{2248}', '=', '(']);
        let end = bare.find(|c: char| !(c.is_ascii_digit() || matches!(c, ',' | '.' | '\'' | '\u{2019}'))).unwrap_or(bare.len());
        let (digits, rest) = bare.split_at(end);
        let digits = digits.trim_end_matches(['.', ',', '\'', '\u{2019}']);
        let groups: Vec<&str> = digits.split(['.', ',', '\'', '\u{2019}']).collect();
        let grouped = groups.len() > 1 && groups[1..].iter().all(|group| group.len() == 3) && (1..=3).contains(&groups[0].len());
        if digits.is_empty() || !digits.starts_with(|c: char| c.is_ascii_digit()) || groups.len() > 2 && !grouped {
            return None;
        }
        let number = Self { value: digits.parse().ok(), unit: false, grouped };
        let rest = rest.trim_end_matches('+');
        // Decades, `3D`, `4K` and `401k` are names.
        if number.value.is_some_and(|n| n >= 1000 && n % 10 == 0) && rest == "s" || matches!(bare, "3D" | "2D" | "4K" | "8K" | "401k") {
            return None;
        }
        let unit = match rest.chars().next() {
            None => false,
            Some('-' | '\u{2011}') => Some(number.hyphenated(digits, &rest[rest.chars().next().map_or(0, char::len_utf8)..])?)?,
            Some('/') => rest[1..].starts_with(char::is_alphabetic) || matches!(rest, "/5" | "/10" | "/100"),
            Some(_) => SUFFIXES.has(rest.to_lowercase().split('/').next().unwrap_or("")),
        };
        (unit || rest.is_empty()).then_some(Self { unit, ..number })
    }

    /// Whether what goes on behind a hyphen makes a range or a measure: `10-15`, `3-month`. Dates and names are no number at all.
    fn hyphenated(&self, digits: &str, tail: &str) -> Option<bool> {
        let lower = tail.to_lowercase();
        if tail.starts_with(|c: char| c.is_ascii_digit()) {
            let date = tail.contains('-') || digits.len() == 4 && tail.len() == 2 || self.is_year();
            return (!date && Number::read(tail).is_some()).then_some(true);
        }
        TAILS.has(lower.split('-').next().unwrap_or("")).then_some(true)
    }

    pub(super) fn is_year(&self) -> bool {
        !self.grouped && !self.unit && self.value.is_some_and(|value| (1900..2100).contains(&value))
    }

    /// Whether it may be an hour of the day.
    pub(super) fn is_hour(&self) -> bool {
        !self.unit && self.value.is_some_and(|value| value <= 24)
    }
}

pub(super) fn is_currency(c: char) -> bool {
    matches!(c, '$' | '€' | '£' | '¥' | '₹' | '₽' | '₩' | '₺' | '₫' | '₱' | '₴')
}

fn is_fraction(c: char) -> bool {
    matches!(c, '½' | '¼' | '¾' | '⅓' | '⅔' | '⅕' | '⅛')
}
