//! Texts of other encodings than UTF-8: UTF-16 and windows-1252, which holds Latin-1. Others are not known.

/// What the bytes 0x80 to 0x9f are in windows-1252. Those that are nothing there stand for themselves, as in browsers.
const UPPER: [char; 32] = [
    '\u{20ac}', '\u{81}', '\u{201a}', '\u{192}', '\u{201e}', '\u{2026}', '\u{2020}', '\u{2021}', '\u{2c6}', '\u{2030}', '\u{160}', '\u{2039}', '\u{152}',
    '\u{8d}', '\u{17d}', '\u{8f}', '\u{90}', '\u{2018}', '\u{2019}', '\u{201c}', '\u{201d}', '\u{2022}', '\u{2013}', '\u{2014}', '\u{2dc}', '\u{2122}',
    '\u{161}', '\u{203a}', '\u{153}', '\u{9d}', '\u{17e}', '\u{178}',
];

/// How many control characters a text may hold before it is taken for none, and of how many letters one more may be one.
const CONTROLS: usize = 128;
const LETTERS: usize = 32;

/// How bytes that are text stand for letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    /// With bytes among them that are wrong.
    Utf8,
    Utf16Le,
    Utf16Be,
    Windows1252,
}

impl Encoding {
    /// The encoding of bytes that are not UTF-8, or hold zeros, where they are text.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let marked = |encoding: Self| encoding.strict(bytes).is_some_and(|text| !text.chars().any(is_control)).then_some(encoding);
        if bytes.starts_with(b"\xff\xfe") {
            return marked(Self::Utf16Le);
        }
        if bytes.starts_with(b"\xfe\xff") {
            return marked(Self::Utf16Be);
        }
        if bytes.contains(&0) {
            // Without a mark it is known by its small letters and spaces, one byte of which is zero.
            let zeros = |from: usize| bytes.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count() * 4 > bytes.len();
            let (big, little) = (zeros(0), zeros(1));
            return marked(if little && !big { Self::Utf16Le } else { Self::Utf16Be }).filter(|_| little != big);
        }
        let utf8 = bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii());
        Some(if utf8 { Self::Utf8 } else { Self::Windows1252 })
    }

    /// How many bytes most letters take.
    pub fn width(self) -> usize {
        if matches!(self, Self::Utf16Le | Self::Utf16Be) { 2 } else { 1 }
    }

    /// The text, where every byte is one of a letter.
    pub fn strict(self, bytes: &[u8]) -> Option<String> {
        match self {
            Self::Utf8 => std::str::from_utf8(bytes).ok().map(str::to_string),
            Self::Windows1252 => Some(bytes.iter().map(|byte| windows_1252(*byte)).collect()),
            Self::Utf16Le | Self::Utf16Be if bytes.len() % 2 == 1 => None,
            Self::Utf16Le | Self::Utf16Be => char::decode_utf16(self.units(bytes)).collect::<Result<String, _>>().ok(),
        }
    }

    /// The text, whatever stands among it.
    pub fn lossy(self, bytes: &[u8]) -> String {
        match self {
            Self::Utf8 => String::from_utf8_lossy(bytes).into_owned(),
            Self::Windows1252 => bytes.iter().map(|byte| windows_1252(*byte)).collect(),
            Self::Utf16Le | Self::Utf16Be => char::decode_utf16(self.units(bytes)).map(|letter| letter.unwrap_or(char::REPLACEMENT_CHARACTER)).collect(),
        }
    }

    /// The bytes of a text, where this encoding has all of its letters.
    pub fn bytes(self, text: &str) -> Option<Vec<u8>> {
        match self {
            Self::Utf8 => Some(text.as_bytes().to_vec()),
            Self::Utf16Le => Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
            Self::Utf16Be => Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
            Self::Windows1252 => {
                let byte = |letter: char| match letter {
                    '\0'..='\x7f' | '\u{a0}'..='\u{ff}' => Some(letter as u8),
                    letter => UPPER.iter().position(|known| *known == letter).map(|at| 0x80 + at as u8),
                };
                text.chars().map(byte).collect()
            }
        }
    }

    fn units(self, bytes: &[u8]) -> impl Iterator<Item = u16> {
        let unit = if self == Self::Utf16Be { u16::from_be_bytes } else { u16::from_le_bytes };
        bytes.chunks_exact(2).map(move |pair| unit([pair[0], pair[1]]))
    }
}

/// The encodings in which bytes may be read that are not UTF-8, or hold zeros. What is packed may look like any short word in windows-1252, so only what
/// is short or has few control characters is read in it.
pub(super) fn possible(bytes: &[u8]) -> Vec<Encoding> {
    let mut encodings = Vec::new();
    if bytes.starts_with(b"\xff\xfe") {
        encodings.push(Encoding::Utf16Le);
    } else if bytes.starts_with(b"\xfe\xff") {
        encodings.push(Encoding::Utf16Be);
    } else if bytes.contains(&0) {
        encodings.extend([Encoding::Utf16Le, Encoding::Utf16Be]);
    }
    let controls = bytes.iter().filter(|byte| is_control(char::from(**byte)) && byte.is_ascii()).count();
    if std::str::from_utf8(bytes).is_err() && controls <= CONTROLS + bytes.len() / LETTERS {
        encodings.push(Encoding::Windows1252);
    }
    encodings
}

/// The letter of a byte, also of a number in HTML that means one.
pub(super) fn windows_1252(byte: u8) -> char {
    match byte {
        0x80..=0x9f => UPPER[usize::from(byte - 0x80)],
        byte => char::from(byte),
    }
}

fn is_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\x0b' | '\x0c' | '\r')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_come_back() {
        let all: Vec<u8> = (0..=255).collect();
        assert_eq!(Encoding::Windows1252.bytes(&Encoding::Windows1252.lossy(&all)), Some(all));
        assert_eq!(Encoding::Windows1252.bytes("\u{2019}\u{e9}\u{20ac}"), Some(b"\x92\xe9\x80".to_vec()));
        assert_eq!(Encoding::Windows1252.bytes("\u{43f}"), None);
        for encoding in [Encoding::Utf16Le, Encoding::Utf16Be] {
            let bytes = encoding.bytes("\u{feff}Z\u{1f993}\u{fc}").unwrap();
            assert_eq!((Encoding::of(&bytes), encoding.strict(&bytes).as_deref()), (Some(encoding), Some("\u{feff}Z\u{1f993}\u{fc}")));
            let unmarked = encoding.bytes("Z\u{fc}rich").unwrap();
            assert_eq!((Encoding::of(&unmarked), encoding.strict(&unmarked[1..])), (Some(encoding), None));
        }
        for (bytes, encoding) in [(&b"caf\xe9"[..], Some(Encoding::Windows1252)), (b"caf\xc3\xa9 \xe9", Some(Encoding::Utf8)), (b"\x89PNG\0\0", None)] {
            assert_eq!(Encoding::of(bytes), encoding, "{bytes:?}");
        }
    }
}
