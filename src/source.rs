//! The text of one file and the places in it.

use std::sync::{Arc, OnceLock};

/// A half-open range of bytes in a file, counted from its first byte (a byte-order mark included).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span of `start..end`; an end before the start gives an empty span at `start`.
    pub fn new(start: usize, end: usize) -> Self {
        let start = u32::try_from(start).unwrap_or(u32::MAX);
        let end = u32::try_from(end).unwrap_or(u32::MAX);
        Self { start, end: end.max(start) }
    }

    /// The same range for slicing.
    pub fn range(self) -> std::ops::Range<usize> {
        self.start as usize..self.end as usize
    }

    /// Whether `other` starts inside this span.
    pub fn covers(self, other: Span) -> bool {
        self.start <= other.start && other.start < self.end
    }
}

/// One file of the handbook, read whole.
#[derive(Debug)]
pub struct Source {
    /// Path from the handbook's root, with `/` on every system.
    pub path: Arc<str>,
    /// The file's text. Where the file is no UTF-8, the text up to the first wrong byte.
    pub text: String,
    /// Made when a place is first asked for.
    index: OnceLock<LineIndex>,
    /// Where the values of its front matter stand, by path; found all together when the first is asked for.
    values: OnceLock<Vec<(YamlPath, u32)>>,
}

/// The way to one value or key of the front matter: positions in nested mappings and lists, from the outside in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct YamlPath {
    steps: [u16; 4],
    length: u8,
    /// Whether the key of the last mapping entry is meant, not its value.
    pub key: bool,
}

impl YamlPath {
    /// This path and one step more. Paths are at most four deep: deeper steps stay at the fourth.
    pub fn then(mut self, step: usize) -> Self {
        if let Some(slot) = self.steps.get_mut(self.length as usize) {
            *slot = u16::try_from(step).unwrap_or(u16::MAX);
            self.length += 1;
        }
        self
    }

    /// The key instead of the value.
    pub fn key(mut self) -> Self {
        self.key = true;
        self
    }

    /// The steps from the outside in.
    pub fn steps(&self) -> &[u16] {
        &self.steps[..self.length as usize]
    }
}

/// What makes finding a place cheap in a file with many findings, however long its lines are.
#[derive(Debug)]
struct LineIndex {
    /// First byte of each line.
    lines: Vec<u32>,
    /// Characters before each block of [`BLOCK`] bytes.
    characters: Vec<u32>,
}

/// Bytes in a block of the line index.
const BLOCK: usize = 1024;

/// A place as people count: lines and columns from 1, columns in characters, bytes from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
    /// Byte in the file, from 0.
    pub byte: usize,
}

/// The byte-order mark, which some editors put before the first character.
pub const BOM: char = '\u{feff}';

impl Source {
    /// A source with this path and text.
    pub fn new(path: impl Into<Arc<str>>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: text.into(), index: OnceLock::new(), values: OnceLock::new() }
    }

    /// Bytes that the byte-order mark takes: 3 or 0.
    pub fn bom(&self) -> usize {
        if self.text.starts_with(BOM) { BOM.len_utf8() } else { 0 }
    }

    /// Line and column of a byte. A byte past the end counts as the end, one inside a character as its start.
    pub fn position(&self, byte: usize) -> Position {
        let mut byte = byte.min(self.text.len());
        while !self.text.is_char_boundary(byte) {
            byte -= 1;
        }
        let index = self.index();
        let line = index.lines.partition_point(|start| *start as usize <= byte).max(1);
        let line_start = (index.lines[line - 1] as usize).max(self.bom()).min(byte);
        Position { line, column: self.characters_before(byte) - self.characters_before(line_start) + 1, byte }
    }

    fn index(&self) -> &LineIndex {
        self.index.get_or_init(|| {
            let bytes = self.text.as_bytes();
            let breaks = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at as u32 + 1);
            let mut characters = vec![0];
            for block in bytes.chunks(BLOCK) {
                characters.push(characters[characters.len() - 1] + starts(block) as u32);
            }
            LineIndex { lines: std::iter::once(0).chain(breaks).collect(), characters }
        })
    }

    fn characters_before(&self, byte: usize) -> usize {
        let block = byte / BLOCK;
        self.index().characters[block] as usize + starts(&self.text.as_bytes()[block * BLOCK..byte])
    }

    /// Where a value of the front matter stands, if that is known. `all` finds every value's place, sorted by path; it is asked once.
    pub fn value(&self, path: &YamlPath, all: impl FnOnce() -> Vec<(YamlPath, u32)>) -> Option<u32> {
        let values = self.values.get_or_init(all);
        values.binary_search_by(|(known, _)| known.cmp(path)).ok().map(|at| values[at].1)
    }

    /// The text of a span; what lies outside the file or inside a character is left out.
    pub fn slice(&self, span: Span) -> &str {
        self.text.get(span.range()).unwrap_or("")
    }
}

/// How many characters start in these bytes of UTF-8.
fn starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|byte| **byte & 0xc0 != 0x80).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_leave_out_the_byte_order_mark() {
        let source = Source::new("x.md", "\u{feff}äb\r\nç🙂d");
        assert_eq!(source.position(3), Position { line: 1, column: 1, byte: 3 });
        assert_eq!(source.position(5), Position { line: 1, column: 2, byte: 5 });
        let d = source.text.find('d').unwrap();
        assert_eq!(source.position(d), Position { line: 2, column: 3, byte: d });
        assert_eq!(source.position(d - 1).column, 2, "inside a character is its start");
        assert_eq!(source.position(999).byte, source.text.len());
        let long = Source::new("x.md", format!("{}\n{}x", "ä".repeat(3000), "ö".repeat(5000)));
        assert_eq!(long.position(long.text.len() - 1), Position { line: 2, column: 5001, byte: long.text.len() - 1 });
    }
}
