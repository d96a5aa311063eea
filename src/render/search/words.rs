//! Text to terms: what counts as one word of the search, and how it is spelled in the dictionary.
//!
//! The browser cuts and folds queries by the same rules (`search.js`), and `CASES` is the table that both sides are tested with.
//! A word is a run of letters, digits and their marks; a comma between digits and an apostrophe between letters are dropped, so
//! that `80,000` is `80000` and `don't` is `dont`; each Han or kana character is a word. A term is the word without accents, in lower case.

use icu_normalizer::DecomposingNormalizerBorrowed;
use icu_normalizer::properties::CanonicalCombiningClassMapBorrowed;
use std::ops::Range;

/// Calls `each` with the place (bytes) and the term of every word of `text`, in order.
pub fn terms(text: &str, mut each: impl FnMut(Range<usize>, &str)) {
    let bytes = text.as_bytes();
    let mut term = String::new();
    let mut at = 0;
    while at < bytes.len() {
        let start = at;
        let mut plain = true;
        term.clear();
        loop {
            match bytes.get(at) {
                Some(byte) if byte.is_ascii_alphanumeric() => {
                    term.push(char::from(byte.to_ascii_lowercase()));
                    at += 1;
                }
                Some(b'\'') if at > start && is_word_at(text, at + 1) => at += 1,
                Some(b',') if at > start && bytes[at - 1].is_ascii_digit() && bytes.get(at + 1).is_some_and(u8::is_ascii_digit) => at += 1,
                Some(byte) if !byte.is_ascii() => {
                    let Some(c) = text[at..].chars().next() else { break };
                    let next = at + c.len_utf8();
                    if is_ideograph(c) {
                        if at == start {
                            plain = false;
                            at = next;
                        }
                        break;
                    }
                    if is_word(c) {
                        plain = false;
                    } else if c != '\u{2019}' || at == start || !is_word_at(text, next) {
                        break;
                    }
                    at = next;
                }
                _ => break,
            }
        }
        if at == start {
            at += text[at..].chars().next().map_or(1, char::len_utf8);
            continue;
        }
        if !plain {
            fold(&text[start..at], &mut term);
        }
        if !term.is_empty() {
            each(start..at, &term);
        }
    }
}

/// Writes the term of one word: compatibility forms resolved, marks gone, lower case, and letters that Unicode does not take apart as people type them.
fn fold(word: &str, term: &mut String) {
    term.clear();
    for c in DecomposingNormalizerBorrowed::new_nfkd().normalize_iter(word.chars()).flat_map(char::to_lowercase) {
        match c {
            '\u{df}' => term.push_str("ss"),
            '\u{e6}' => term.push_str("ae"),
            '\u{153}' => term.push_str("oe"),
            '\u{f8}' => term.push('o'),
            '\u{111}' => term.push('d'),
            '\u{131}' => term.push('i'),
            '\u{142}' => term.push('l'),
            '\u{3c2}' => term.push('\u{3c3}'),
            _ if is_word(c) && !is_accent(c) => term.push(c),
            _ => {}
        }
    }
}

fn is_word_at(text: &str, at: usize) -> bool {
    match text.as_bytes().get(at) {
        Some(byte) if byte.is_ascii() => byte.is_ascii_alphanumeric(),
        _ => text[at..].chars().next().is_some_and(|c| is_word(c) && !is_ideograph(c)),
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || is_accent(c) || is_joined(c)
}

/// Marks that people leave out when they type; vowel signs of Indic and Thai script are no such marks.
fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}'..='\u{5c2}' | '\u{5c4}'..='\u{5c5}' | '\u{5c7}'
        | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{670}' | '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e4}' | '\u{6e7}'..='\u{6e8}' | '\u{6ea}'..='\u{6ed}'
        | '\u{1ab0}'..='\u{1ace}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20f0}' | '\u{3099}'..='\u{309a}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Marks inside words that are neither alphabetic nor accents. The ranges are those without a combining class that words are written with.
fn is_joined(c: char) -> bool {
    CanonicalCombiningClassMapBorrowed::new().get_u8(c) != 0
        || matches!(c, '\u{afd}'..='\u{aff}' | '\u{b55}' | '\u{e47}'..='\u{e4e}' | '\u{ecc}' | '\u{17b4}'..='\u{17d3}' | '\u{180b}'..='\u{180f}')
            && !matches!(c, '\u{180e}')
}

fn is_ideograph(c: char) -> bool {
    matches!(c, '\u{3005}'..='\u{3007}' | '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}' | '\u{ff66}'..='\u{ff9f}' | '\u{20000}'..='\u{3ffff}')
        && c.is_alphabetic()
}

#[cfg(test)]
mod tests {
    /// Text and its terms, joined by `|`; the browser's side is tested with the same lines.
    const CASES: [(&str, &str); 31] = [
        ("", ""),
        ("  -- , ' ", ""),
        ("Saved $80,000 a year.", "saved|80000|a|year"),
        ("1,2, 3 ,4", "12|3|4"),
        ("7.5% of 1.000", "7|5|of|1|000"),
        ("don't DON\u{2019}T rock 'n' roll's'", "dont|dont|rock|n|rolls"),
        ("front-end front_end front/end", "front|end|front|end|front|end"),
        ("p99 S3 2x C++ x86_64", "p99|s3|2x|c|x86|64"),
        ("Caf\u{e9} cafe\u{301} CAF\u{c9}", "cafe|cafe|cafe"),
        ("\u{c5}ngstr\u{f6}m na\u{ef}ve fa\u{e7}ade", "angstrom|naive|facade"),
        ("Stra\u{df}e \u{1e9e} \u{d8}re \u{141}\u{f3}d\u{17a} \u{110}\u{e0} \u{c6}on \u{153}uvre", "strasse|ss|ore|lodz|da|aeon|oeuvre"),
        ("\u{130}stanbul d\u{131}\u{15f}", "istanbul|dis"),
        ("\u{39f}\u{394}\u{39f}\u{3a3} \u{3bf}\u{3b4}\u{3cc}\u{3c2}", "\u{3bf}\u{3b4}\u{3bf}\u{3c3}|\u{3bf}\u{3b4}\u{3bf}\u{3c3}"),
        ("\u{419}\u{43e}\u{433}\u{430} \u{401}\u{43b}\u{43a}\u{430}", "\u{438}\u{43e}\u{433}\u{430}|\u{435}\u{43b}\u{43a}\u{430}"),
        ("\u{9818}\u{5c0e}\u{529b} and \u{30c1}\u{30fc}\u{30e0}", "\u{9818}|\u{5c0e}|\u{529b}|and|\u{30c1}|\u{30fc}|\u{30e0}"),
        ("\u{304c}\u{3093}\u{3070}\u{308b}", "\u{304b}|\u{3093}|\u{306f}|\u{308b}"),
        ("\u{ff76}\u{ff9e}\u{ff97}", "\u{30ab}|\u{30e9}"),
        ("iOS\u{3092}use", "ios|\u{3092}|use"),
        ("\u{d300}\u{c6d0}", "\u{1110}\u{1175}\u{11b7}\u{110b}\u{116f}\u{11ab}"),
        ("\u{939}\u{93f}\u{928}\u{94d}\u{926}\u{940}", "\u{939}\u{93f}\u{928}\u{94d}\u{926}\u{940}"),
        ("\u{e40}\u{e1b}\u{e47}\u{e19}", "\u{e40}\u{e1b}\u{e47}\u{e19}"),
        ("\u{645}\u{64e}\u{631}\u{652}\u{62d}\u{64e}\u{628}\u{627}", "\u{645}\u{631}\u{62d}\u{628}\u{627}"),
        ("\u{5e9}\u{5b8}\u{5dc}\u{5d5}\u{5b9}\u{5dd}", "\u{5e9}\u{5dc}\u{5d5}\u{5dd}"),
        ("\u{fb01}le \u{ff21}\u{ff22} \u{bd} x\u{b2} \u{2075}", "file|ab|12|x2|5"),
        ("\u{1f680}launch\u{1f680} \u{2764}\u{fe0f}", "launch"),
        ("\u{8fbb}\u{e0100}a", "\u{8fbb}|a"),
        ("a\u{2014}b\u{2026}c", "a|b|c"),
        ("l'\u{e9}t\u{e9} O\u{2019}\u{d3}g", "lete|oog"),
        ("80,000's 5,000,000", "80000s|5000000"),
        ("soft\u{ad}ware zero\u{200b}width", "soft|ware|zero|width"),
        ("\u{1d400}\u{1d401} \u{10428}", "ab|\u{10428}"),
    ];

    fn terms(text: &str) -> String {
        let mut found = Vec::new();
        super::terms(text, |_, term| found.push(term.to_owned()));
        found.join("|")
    }

    #[test]
    fn words_are_cut_and_folded_as_the_browser_does() {
        for (text, expected) in CASES {
            assert_eq!(terms(text), expected, "{text}");
        }
    }

    #[test]
    fn places_are_those_of_the_words() {
        let text = "Ça d\u{e9}j\u{e0}, O'Neil";
        let mut places = Vec::new();
        super::terms(text, |place, _| places.push(&text[place]));
        assert_eq!(places, ["Ça", "d\u{e9}j\u{e0}", "O'Neil"]);
    }
}
