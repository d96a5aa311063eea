//! A PDF as far as the tests look into one that we wrote: its objects, and its text page by page in the order in which it is drawn.

use std::collections::BTreeMap;
use std::io::Read;

/// A PDF that was read.
pub struct Pdf {
    /// Each object's dictionary or value as it is written, in Latin-1, and its stream unpacked.
    objects: BTreeMap<u32, (String, Vec<u8>)>,
}

/// A run of text as it was drawn.
#[derive(Debug, Clone)]
pub struct Drawn {
    pub text: String,
    pub size: f32,
    pub x: f32,
    pub y: f32,
}

fn latin(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| char::from(*byte)).collect()
}

fn position(bytes: &[u8], wanted: &[u8], from: usize) -> Option<usize> {
    bytes[from..].windows(wanted.len()).position(|window| window == wanted).map(|at| at + from)
}

impl Pdf {
    /// Reads a file that `prepgen` wrote.
    pub fn read(bytes: &[u8]) -> Self {
        assert!(bytes.starts_with(b"%PDF-1.7"), "this is a PDF");
        assert!(latin(&bytes[bytes.len() - 16..]).contains("%%EOF"), "and a whole one");
        let mut objects = BTreeMap::new();
        let mut at = 0;
        while let Some(start) = position(bytes, b" 0 obj\n", at) {
            let line = bytes[..start].iter().rposition(|byte| *byte == b'\n').map_or(0, |line| line + 1);
            let number: u32 = latin(&bytes[line..start]).parse().expect("an object has a number");
            let body = start + b" 0 obj\n".len();
            let end = position(bytes, b"endobj", body).expect("an object ends");
            let stream = position(&bytes[..end], b"stream\n", body);
            let head = latin(&bytes[body..stream.unwrap_or(end)]);
            let mut data = Vec::new();
            at = end;
            if let Some(stream) = stream {
                let length: usize = number_after(&head, "/Length ").expect("a stream has a length");
                let from = stream + b"stream\n".len();
                data = bytes[from..from + length].to_vec();
                at = position(bytes, b"endobj", from + length).expect("an object ends");
                if head.contains("/FlateDecode") {
                    let mut unpacked = Vec::new();
                    flate2::read::ZlibDecoder::new(&data[..]).read_to_end(&mut unpacked).expect("a stream is whole");
                    data = unpacked;
                }
            }
            objects.insert(number, (head, data));
        }
        Self { objects }
    }

    /// The objects whose dictionary holds this.
    pub fn with(&self, part: &str) -> Vec<&str> {
        self.objects.values().map(|(head, _)| head.as_str()).filter(|head| head.contains(part)).collect()
    }

    /// Everything that is written in it unpacked, fonts aside.
    pub fn raw(&self) -> String {
        self.objects
            .values()
            .map(
                |(head, data)| {
                    if head.contains("/Subtype/CIDFontType0C") || head.contains("/Subtype/OpenType") {
                        head.clone()
                    } else {
                        format!("{head}\n{}", latin(data))
                    }
                },
            )
            .collect::<Vec<_>>()
            .join("\n")
    }

    fn pages(&self) -> Vec<&str> {
        self.with("/Type/Page/")
    }

    /// How many pages it has.
    pub fn count(&self) -> usize {
        self.pages().len()
    }

    /// The size of its first page, as it is written.
    pub fn size(&self) -> String {
        let page = self.pages()[0];
        page[page.find("/MediaBox[").unwrap()..].split(']').next().unwrap().trim_start_matches("/MediaBox[").to_string()
    }

    /// The titles of its bookmarks.
    pub fn bookmarks(&self) -> Vec<String> {
        let titled = self.objects.values().filter(|(head, _)| head.contains("/Dest ") && head.contains("/Title("));
        titled.map(|(head, _)| head.split("/Title(").nth(1).unwrap().split(")/").next().unwrap().to_string()).collect()
    }

    /// All text of a page, from 0, run by run.
    pub fn drawn(&self, page: usize) -> Vec<Drawn> {
        let page = self.pages()[page];
        let contents = reference(page, "/Contents ").expect("a page has contents");
        let resources = reference(page, "/Resources ").map_or(page, |number| self.objects[&number].0.as_str());
        let fonts = resources.split("/Font<<").nth(1).map_or("", |fonts| fonts.split(">>").next().unwrap());
        let mut maps: BTreeMap<String, BTreeMap<u16, String>> = BTreeMap::new();
        for part in fonts.split('/').filter(|part| !part.is_empty()) {
            let (name, number) = part.split_once(' ').unwrap();
            let font = &self.objects[&number.split(' ').next().unwrap().parse().unwrap()].0;
            let map = &self.objects[&reference(font, "/ToUnicode ").expect("a font says what its glyphs mean")].1;
            maps.insert(name.to_string(), unicode(&latin(map)));
        }
        runs(&self.objects[&contents].1, &maps)
    }

    /// All text, a run a line.
    pub fn text(&self) -> String {
        (0..self.count()).flat_map(|page| self.drawn(page)).map(|drawn| drawn.text).collect::<Vec<_>>().join("\n")
    }

    /// All text as one line, for sentences that were broken.
    pub fn flowing(&self) -> String {
        self.text().replace(" \n", " ").replace('\n', " ")
    }
}

fn number_after<T: std::str::FromStr>(text: &str, key: &str) -> Option<T> {
    let rest = &text[text.find(key)? + key.len()..];
    rest[..rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len())].parse().ok()
}

fn reference(text: &str, key: &str) -> Option<u32> {
    number_after(text, key)
}

/// What glyphs mean, by a font's table.
fn unicode(map: &str) -> BTreeMap<u16, String> {
    let mut found = BTreeMap::new();
    for line in map.lines().filter(|line| line.starts_with('<') && !line.contains("FFFF>")) {
        let (code, text) = line[1..].split_once("> <").unwrap();
        let text = text.trim_end_matches('>');
        let units: Vec<u16> = (0..text.len() / 4).map(|at| u16::from_str_radix(&text[at * 4..at * 4 + 4], 16).unwrap()).collect();
        found.insert(u16::from_str_radix(code, 16).unwrap(), String::from_utf16(&units).unwrap());
    }
    found
}

/// The runs of text in what a page draws.
fn runs(content: &[u8], maps: &BTreeMap<String, BTreeMap<u16, String>>) -> Vec<Drawn> {
    let mut runs = Vec::new();
    let mut operands: Vec<String> = Vec::new();
    let (mut font, mut size, mut x, mut y) = (String::new(), 0.0, 0.0, 0.0);
    let mut shown: Vec<u8> = Vec::new();
    let mut at = 0;
    while at < content.len() {
        match content[at] {
            b'(' => at = literal(content, at + 1, &mut shown),
            b'<' if content.get(at + 1) == Some(&b'<') => at += 2,
            b'<' => {
                let end = position(content, b">", at).unwrap();
                let hex = latin(&content[at + 1..end]);
                shown.extend((0..hex.len() / 2).map(|n| u8::from_str_radix(&hex[n * 2..n * 2 + 2], 16).unwrap()));
                at = end + 1;
            }
            c if c.is_ascii_alphabetic() || c == b'/' => {
                let end = content[at + 1..].iter().position(|c| !c.is_ascii_alphanumeric()).map_or(content.len(), |n| n + at + 1);
                let word = latin(&content[at..end]);
                let number = |back: usize| operands[operands.len() - back].parse::<f32>().unwrap();
                match word.as_str() {
                    "Tf" => (font, size) = (operands[operands.len() - 2].trim_start_matches('/').to_string(), number(1)),
                    "Tm" => (x, y) = (number(2), number(1)),
                    "Tj" | "TJ" => {
                        let text: String =
                            shown.chunks(2).map(|pair| maps[&font].get(&u16::from_be_bytes([pair[0], pair[1]])).cloned().unwrap_or_default()).collect();
                        runs.push(Drawn { text, size, x, y });
                        shown.clear();
                    }
                    _ => {}
                }
                if word.starts_with('/') {
                    operands.push(word)
                } else {
                    operands.clear()
                }
                at = end;
            }
            c if c.is_ascii_digit() || c == b'-' || c == b'.' => {
                let end = content[at..].iter().position(|c| !c.is_ascii_digit() && *c != b'-' && *c != b'.').map_or(content.len(), |n| n + at);
                operands.push(latin(&content[at..end]));
                at = end;
            }
            _ => at += 1,
        }
    }
    runs
}

/// The bytes of a text in brackets, and where it ends.
fn literal(content: &[u8], mut at: usize, shown: &mut Vec<u8>) -> usize {
    let mut depth = 1;
    loop {
        match content[at] {
            b'\\' => {
                let digits: Vec<u8> = content[at + 1..].iter().take(3).copied().take_while(|c| (b'0'..=b'7').contains(c)).collect();
                if digits.is_empty() {
                    shown.push(match content[at + 1] {
                        b'n' => b'\n',
                        b'r' => b'\r',
                        b't' => b'\t',
                        b'b' => 8,
                        b'f' => 12,
                        other => other,
                    });
                    at += 2;
                } else {
                    shown.push(u8::from_str_radix(&latin(&digits), 8).unwrap());
                    at += 1 + digits.len();
                }
                continue;
            }
            b'(' => depth += 1,
            b')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return at + 1;
        }
        shown.push(content[at]);
        at += 1;
    }
}
