//! Texts as they may be read: escapes of HTML, JavaScript, CSS and addresses undone, tags taken out, letters folded.

use icu_normalizer::DecomposingNormalizer;
use std::borrow::Cow;

/// How often escapes are undone: an address in an attribute in a script is three deep.
const DEPTH: usize = 4;

/// Every way in which the bytes of a file may be read, the first as they stand.
pub(super) fn readings(bytes: &[u8]) -> Vec<String> {
    let mut readings = vec![String::from_utf8_lossy(bytes).into_owned()];
    // Letters of one byte are found also where each takes two, as in UTF-16.
    if bytes.contains(&0) {
        let plain: Vec<u8> = bytes.iter().copied().filter(|byte| *byte != 0).collect();
        readings.push(String::from_utf8_lossy(&plain).into_owned());
    }
    if std::str::from_utf8(bytes).is_err() {
        return readings;
    }
    for tags in [None, Some(""), Some(" ")] {
        let mut text = match tags {
            None => readings[0].clone(),
            Some(gap) => match untagged(&readings[0], gap) {
                Some(text) => text,
                None => continue,
            },
        };
        for _ in 0..DEPTH {
            let decoded = decoded(&text);
            if !readings.contains(&text) {
                readings.push(text);
            }
            if readings.contains(&decoded) {
                text = decoded;
                break;
            }
            text = decoded;
        }
        if !readings.contains(&text) {
            readings.push(text);
        }
    }
    readings
}

/// A text without what stands between `<` and `>`; nothing where there are no tags.
fn untagged(text: &str, gap: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    let mut found = false;
    while let Some(open) = rest.find('<') {
        out.push_str(&rest[..open]);
        let tag = &rest[open..];
        let comment = tag.starts_with("<!--");
        let starts = comment || tag[1..].starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!' | '?'));
        match tag.find(if comment { "-->" } else { ">" }).filter(|_| starts) {
            Some(close) => {
                out.push_str(gap);
                found = true;
                rest = &tag[close + if comment { 3 } else { 1 }..];
            }
            None => {
                out.push('<');
                rest = &tag[1..];
            }
        }
    }
    out.push_str(rest);
    found.then_some(out)
}

/// A text with one layer of escapes undone. Bytes in `%41` and its kin are put together to letters.
fn decoded(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out: Vec<u8> = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let found = match bytes[at] {
            b'%' => hex(&text[at + 1..], 2, 2).map(|(value, _)| (vec![value as u8], 3)),
            b'&' => entity(&text[at + 1..]).map(|(letter, length)| (letter.into_bytes(), length + 1)),
            b'\\' => backslash(&text[at + 1..]).map(|(letter, length)| (letter.into_bytes(), length + 1)),
            _ => None,
        };
        match found {
            Some((letters, length)) => {
                out.extend(letters);
                at += length;
            }
            None => {
                out.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// The number that stands there in hexadecimal digits, at least and at most so many, and how many they are.
fn hex(text: &str, least: usize, most: usize) -> Option<(u32, usize)> {
    let digits = text.bytes().take(most).take_while(u8::is_ascii_hexdigit).count();
    (digits >= least).then(|| u32::from_str_radix(&text[..digits], 16).ok().map(|value| (value, digits)))?
}

/// What an HTML entity after its `&` stands for, and its length. Accents are left away, since they make no difference.
fn entity(text: &str) -> Option<(String, usize)> {
    let end = text.bytes().take(12).position(|byte| byte == b';')?;
    let name = text.get(..end)?;
    let letter = |value: u32| char::from_u32(value).map(|c| c.to_string());
    let found = match name.strip_prefix('#') {
        Some(number) => match number.strip_prefix(['x', 'X']) {
            Some(digits) => u32::from_str_radix(digits, 16).ok().and_then(letter)?,
            None => number.parse().ok().and_then(letter)?,
        },
        None => {
            let accented = ["acute", "grave", "circ", "uml", "tilde", "cedil", "ring", "slash", "caron"].iter().find_map(|accent| name.strip_suffix(accent));
            match (name, accented) {
                (_, Some(base)) if base.len() == 1 => base.to_string(),
                ("amp" | "AMP", _) => "&".into(),
                ("lt" | "LT", _) => "<".into(),
                ("gt" | "GT", _) => ">".into(),
                ("quot" | "QUOT", _) => "\"".into(),
                ("apos", _) => "'".into(),
                ("szlig", _) => "ss".into(),
                ("aelig" | "AElig", _) => "ae".into(),
                ("oelig" | "OElig", _) => "oe".into(),
                ("nbsp" | "ensp" | "emsp" | "thinsp" | "Tab" | "NewLine", _) => " ".into(),
                ("shy" | "zwnj" | "zwj" | "ZeroWidthSpace", _) => String::new(),
                ("ndash" | "mdash" | "hyphen" | "dash", _) => "-".into(),
                ("period", _) => ".".into(),
                ("lowbar", _) => "_".into(),
                ("rsquo" | "lsquo", _) => "'".into(),
                _ => return None,
            }
        }
    };
    Some((found, end + 1))
}

/// What stands after a backslash in JavaScript, JSON and CSS, and its length.
fn backslash(text: &str) -> Option<(String, usize)> {
    let letter = |(value, length): (u32, usize), more: usize| char::from_u32(value).map(|c| (c.to_string(), length + more));
    let first = text.chars().next()?;
    match first {
        'u' if text[1..].starts_with('{') => hex(&text[2..], 1, 6).and_then(|found| letter(found, 3)),
        'u' => {
            let (high, _) = hex(&text[1..], 4, 4)?;
            // Two halves make one letter.
            let low = text.get(5..).and_then(|rest| rest.strip_prefix("\\u")).and_then(|rest| hex(rest, 4, 4)).map(|(low, _)| low);
            match low.and_then(|low| char::decode_utf16([high as u16, low as u16]).next()?.ok().filter(|c| c.len_utf16() == 2)) {
                Some(c) => Some((c.to_string(), 11)),
                None => letter((high, 4), 1),
            }
        }
        'x' => hex(&text[1..], 2, 2).and_then(|found| letter(found, 1)),
        'n' | 'r' | 't' | 'b' | 'f' | 'v' => Some((" ".into(), 1)),
        '\n' => Some((String::new(), 1)),
        c if c.is_ascii_hexdigit() => {
            let (value, length) = hex(text, 1, 6)?;
            let space = usize::from(text[length..].starts_with([' ', '\n', '\t']));
            letter((value, length), space)
        }
        c => Some((c.to_string(), c.len_utf8())),
    }
}

/// A letter of a folded text, and where it comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Letter {
    pub c: char,
    /// The byte in the text before it was folded.
    pub at: usize,
}

/// A text in small letters without accents, with one space for any run of spaces, line ends, hyphens, underscores and zero bytes, and without letters
/// that cannot be seen.
pub(super) fn folded(text: &str) -> Vec<Letter> {
    let mut letters: Vec<Letter> = Vec::with_capacity(text.len());
    let normalizer = DecomposingNormalizer::new_nfkd();
    let mut small = [0; 4];
    for (at, c) in text.char_indices() {
        if c.is_ascii() {
            push(&mut letters, c.to_ascii_lowercase(), at);
            continue;
        }
        let plain: Cow<str> = normalizer.normalize(c.encode_utf8(&mut small));
        for c in plain.chars().flat_map(char::to_lowercase) {
            match c {
                '\u{df}' => ['s', 's'].into_iter().for_each(|c| push(&mut letters, c, at)),
                '\u{e6}' => ['a', 'e'].into_iter().for_each(|c| push(&mut letters, c, at)),
                '\u{153}' => ['o', 'e'].into_iter().for_each(|c| push(&mut letters, c, at)),
                '\u{fe}' => ['t', 'h'].into_iter().for_each(|c| push(&mut letters, c, at)),
                '\u{f8}' => push(&mut letters, 'o', at),
                '\u{142}' => push(&mut letters, 'l', at),
                '\u{111}' | '\u{f0}' => push(&mut letters, 'd', at),
                '\u{127}' => push(&mut letters, 'h', at),
                '\u{167}' => push(&mut letters, 't', at),
                '\u{131}' => push(&mut letters, 'i', at),
                '\u{3c2}' => push(&mut letters, '\u{3c3}', at),
                c => push(&mut letters, c, at),
            }
        }
    }
    letters
}

fn push(letters: &mut Vec<Letter>, c: char, at: usize) {
    let unseen = matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}');
    if unseen || crate::prose::is_mark(c) {
        return;
    }
    if c.is_whitespace() || matches!(c, '\0' | '-' | '_' | '\u{2010}'..='\u{2015}' | '\u{2212}') {
        if letters.last().is_none_or(|last| last.c != ' ') {
            letters.push(Letter { c: ' ', at });
        }
    } else {
        letters.push(Letter { c, at });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_undone() {
        assert_eq!(decoded("&#90;&#x65;bra &eacute;&amp; %5a%C3%A9 \\u005a\\x65 \\5a ebra \\\"q\\\" 5%"), "Zebra e& Z\u{e9} Ze Zebra \"q\" 5%");
        assert_eq!(decoded("\\ud83e\\udd93 \\u{1f993}"), "\u{1f993} \u{1f993}");
        assert_eq!(untagged("a<b>c</b>d < e <!-- f > g -->h", "").as_deref(), Some("acd < e h"));
        assert_eq!(untagged("1 < 2", ""), None);
    }

    #[test]
    fn texts_are_folded() {
        let text: String = folded("  Pro\u{ad}ject\n--Z\u{c9}bra Stra\u{df}e \u{ff21}").iter().map(|letter| letter.c).collect();
        assert_eq!(text, " project zebra strasse a");
    }
}
