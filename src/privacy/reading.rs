//! Texts as they may be read: escapes of HTML, JavaScript, CSS and addresses undone, tags taken out, letters folded.

use super::encoding;
use icu_normalizer::DecomposingNormalizer;
use std::borrow::Cow;

/// How often escapes are undone: an address in an attribute in a script is three deep.
const DEPTH: usize = 4;

/// How often a tag whose quotes are never closed is looked for up to the end of a text, which would take long for many.
const UNCLOSED: usize = 8;

/// Reads the bytes of a file in every way that is known, one after the other, since a text may be long. The first is as they stand.
pub(super) fn each_reading(bytes: &[u8], mut hear: impl FnMut(&str)) {
    if let Ok(text) = std::str::from_utf8(bytes)
        && !bytes.contains(&0)
    {
        return each_spelling(text, &mut hear);
    }
    each_spelling(&String::from_utf8_lossy(bytes), &mut hear);
    // Letters of one byte are found also where each takes two, wherever the first begins.
    if bytes.contains(&0) {
        let plain: Vec<u8> = bytes.iter().copied().filter(|byte| *byte != 0).collect();
        each_spelling(&String::from_utf8_lossy(&plain), &mut hear);
    }
    for encoding in encoding::possible(bytes) {
        each_spelling(&encoding.lossy(bytes), &mut hear);
    }
}

/// A text with and without its tags, as it stands and with its escapes undone.
fn each_spelling(text: &str, hear: &mut impl FnMut(&str)) {
    each_depth(Cow::Borrowed(text), hear);
    for gap in ["", " "] {
        if let Some(text) = untagged(text, gap) {
            each_depth(Cow::Owned(text), hear);
        }
    }
}

fn each_depth(mut text: Cow<str>, hear: &mut impl FnMut(&str)) {
    for _ in 0..DEPTH {
        hear(&text);
        let decoded = decoded(&text);
        if decoded == text {
            return;
        }
        text = Cow::Owned(decoded);
    }
    hear(&text);
}

/// A text without its tags and comments; nothing where there are none.
fn untagged(text: &str, gap: &str) -> Option<String> {
    let mut out = String::with_capacity(text.len());
    let (last, last_comment) = (text.rfind('>').unwrap_or(0), text.rfind("-->").unwrap_or(0));
    let (mut at, mut unclosed) = (0, 0);
    let mut found = false;
    while let Some(open) = text[at..].find('<').map(|open| at + open).filter(|open| *open < last) {
        out.push_str(&text[at..open]);
        let tag = &text[open..];
        let name = tag[1..].strip_prefix('/').unwrap_or(&tag[1..]);
        let end = if tag.starts_with("<!--") {
            // `<!-->` is a whole one.
            if open < last_comment { tag[2..].find("-->").map(|end| 2 + end + 3) } else { None }
        } else if name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            let end = if unclosed < UNCLOSED { tag_end(tag.as_bytes()) } else { None };
            unclosed += usize::from(end.is_none());
            end.or_else(|| tag.find('>').map(|end| end + 1))
        } else if tag[1..].starts_with(['/', '!', '?']) {
            tag.find('>').map(|end| end + 1)
        } else {
            None
        };
        if end.is_some() {
            out.push_str(gap);
            found = true;
        } else {
            out.push('<');
        }
        at = open + end.unwrap_or(1);
    }
    out.push_str(&text[at..]);
    found.then_some(out)
}

/// The length of the tag that a text begins with. A `>` in quotes does not end it where an attribute's value may stand.
fn tag_end(tag: &[u8]) -> Option<usize> {
    let mut at = 2 + tag[2..].iter().position(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>'))?;
    let mut named = false;
    while let Some(byte) = tag.get(at) {
        at += 1;
        match byte {
            b'>' => return Some(at),
            b'/' => named = false,
            b'=' if named => {
                named = false;
                at += tag[at..].iter().position(|byte| !byte.is_ascii_whitespace())?;
                at += match tag[at] {
                    quote @ (b'"' | b'\'') => 2 + tag[at + 1..].iter().position(|byte| *byte == quote)?,
                    _ => tag[at..].iter().position(|byte| byte.is_ascii_whitespace() || *byte == b'>')?,
                };
            }
            byte if byte.is_ascii_whitespace() => {}
            _ => named = true,
        }
    }
    None
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

/// What an HTML entity after its `&` stands for, and its length. Accents are left away, since they make no difference. Numbers and the names that
/// browsers have known longest need no `;`.
fn entity(text: &str) -> Option<(String, usize)> {
    if let Some(number) = text.strip_prefix('#') {
        let (digits, radix) = number.strip_prefix(['x', 'X']).map_or((number, 10), |digits| (digits, 16));
        let length = digits.bytes().take_while(|byte| char::from(*byte).is_digit(radix)).count();
        let value = u32::from_str_radix(&digits[..length], radix).ok()?;
        let letter = if value < 0x100 { encoding::windows_1252(value as u8) } else { char::from_u32(value)? };
        let end = text.len() - digits.len() + length;
        return Some((letter.to_string(), end + usize::from(text[end..].starts_with(';'))));
    }
    let length = text.bytes().take(16).take_while(u8::is_ascii_alphanumeric).count();
    if text[length..].starts_with(';')
        && let Some(found) = old_name(&text[..length]).or_else(|| new_name(&text[..length]))
    {
        return Some((found.to_string(), length + 1));
    }
    (2..=length).rev().find_map(|length| Some((old_name(&text[..length])?.to_string(), length)))
}

/// A name that needs no `;`.
fn old_name(name: &str) -> Option<&str> {
    let accent = ["acute", "grave", "circ", "uml", "tilde", "cedil", "ring", "slash"].iter().find_map(|accent| name.strip_suffix(accent));
    Some(match name {
        "amp" | "AMP" => "&",
        "lt" | "LT" => "<",
        "gt" | "GT" => ">",
        "quot" | "QUOT" => "\"",
        "szlig" => "ss",
        "aelig" | "AElig" => "ae",
        "eth" | "ETH" => "d",
        "thorn" | "THORN" => "th",
        "ordf" => "a",
        "ordm" => "o",
        "sup1" => "1",
        "sup2" => "2",
        "sup3" => "3",
        "nbsp" => " ",
        "shy" => "",
        _ => accent.filter(|base| base.len() == 1)?,
    })
}

/// A name that needs its `;`.
fn new_name(name: &str) -> Option<&str> {
    Some(match name {
        "apos" | "rsquo" | "lsquo" => "'",
        "oelig" | "OElig" => "oe",
        "ensp" | "emsp" | "thinsp" | "Tab" | "NewLine" => " ",
        "zwnj" | "zwj" | "ZeroWidthSpace" => "",
        "ndash" | "mdash" | "hyphen" | "dash" => "-",
        "period" => ".",
        "comma" => ",",
        "colon" => ":",
        "semi" => ";",
        "plus" => "+",
        "num" => "#",
        "sol" => "/",
        "commat" => "@",
        "lowbar" => "_",
        _ => name.strip_suffix("caron").filter(|base| base.len() == 1)?,
    })
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

/// A text in small letters without accents, with one space for any run of spaces, line ends, hyphens, underscores and zero bytes, and without letters
/// that cannot be seen.
pub(super) fn folded(text: &str) -> String {
    let mut letters = String::with_capacity(text.len());
    fold(text, |c, _| letters.push(c));
    letters
}

/// Gives each letter of a folded text, and the byte of the text where it comes from.
pub(super) fn fold(text: &str, mut hear: impl FnMut(char, usize)) {
    let mut last = None;
    let mut push = |c: char, at: usize| {
        let c = match seen(c) {
            Some(' ') if last == Some(' ') => return,
            Some(c) => c,
            None => return,
        };
        last = Some(c);
        hear(c, at);
    };
    let normalizer = DecomposingNormalizer::new_nfkd();
    let mut small = [0; 4];
    for (at, c) in text.char_indices() {
        if c.is_ascii() {
            push(c.to_ascii_lowercase(), at);
            continue;
        }
        let plain: Cow<str> = normalizer.normalize(c.encode_utf8(&mut small));
        for c in plain.chars().flat_map(char::to_lowercase) {
            match c {
                '\u{df}' => ['s', 's'].into_iter().for_each(|c| push(c, at)),
                '\u{e6}' => ['a', 'e'].into_iter().for_each(|c| push(c, at)),
                '\u{153}' => ['o', 'e'].into_iter().for_each(|c| push(c, at)),
                '\u{fe}' => ['t', 'h'].into_iter().for_each(|c| push(c, at)),
                '\u{f8}' => push('o', at),
                '\u{142}' => push('l', at),
                '\u{111}' | '\u{f0}' => push('d', at),
                '\u{127}' => push('h', at),
                '\u{167}' => push('t', at),
                '\u{131}' => push('i', at),
                '\u{3c2}' => push('\u{3c3}', at),
                c => push(c, at),
            }
        }
    }
}

/// A letter as it counts, a space for what parts words; nothing where it cannot be seen.
fn seen(c: char) -> Option<char> {
    let unseen = matches!(c, '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{e0000}'..='\u{e0fff}');
    if unseen || !c.is_ascii() && crate::prose::is_mark(c) {
        return None;
    }
    let parts = c.is_whitespace() || matches!(c, '\0' | '-' | '_' | '\u{2010}'..='\u{2015}' | '\u{2212}');
    Some(if parts { ' ' } else { c })
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
        assert_eq!(
            decoded("&#90ebra&#x0000000005A- &nbspx &ampx &amp;x &eacutex &#138; &ampersand &caron; &#; &#x; &é"),
            "ZebraZ-  x &x &x ex \u{160} &ersand &caron; &#; &#x; &é"
        );
        assert_eq!(untagged("a<br title=\">\">b<i x = '>' y>c</i>d<br \">e<br =\">f<a b=c/d\">g<!-->h", "").as_deref(), Some("abcdefgh"));
    }

    /// Each of many openings would be looked for up to the end.
    #[test]
    fn tags_that_never_end_are_soon_done() {
        for opening in ["<a ", "<!-- ", "<a b=\"", "<a b='>' "] {
            let text = opening.repeat(100_000);
            for end in ["", "c=\"", "c=\">", ">"] {
                let text = format!("{text}{end}");
                assert!(untagged(&text, "").is_none_or(|untagged| untagged.len() < text.len()), "{opening} {end}");
            }
        }
    }

    #[test]
    fn texts_are_folded() {
        let text = folded("  Pro\u{ad}ject\n--Z\u{c9}bra Stra\u{df}e \u{ff21}");
        assert_eq!(text, " project zebra strasse a");
    }
}
