//! The `told` list of an interview's front matter, written anew with every other byte left as it is.

use super::front_matter;
use super::yaml::{self, Node};
use crate::source::Source;
use crate::source::YamlPath;

/// The file with these ids as its `told` list. Nothing where that cannot be done without touching more: the front matter cannot be read, there is
/// none, or it is written in a way that leaves no place for a list. What was read back has to be the same but for the list.
pub fn with_told(source: &Source, ids: &[&str]) -> Option<String> {
    let block = front_matter::split(source).ok()?;
    let yaml = source.slice(block.yaml);
    let head = &source.text[..block.yaml.start as usize];
    // Without front matter the block is empty, and no line of hyphens stands before it.
    let line_end = if head.ends_with("\r\n") { "\r\n" } else { head.ends_with('\n').then_some("\n")? };
    let entries = match yaml::tree(yaml).ok()? {
        Node::Map(entries) => entries,
        Node::Null => Vec::new(),
        _ => return None,
    };
    let new = match entries.iter().position(|(key, _)| key == "told") {
        Some(at) => List::find(yaml, &entries, at)?.replaced(ids, line_end)?,
        None => {
            let first = entries.first().map_or(0, |_| yaml::locate(yaml, &YamlPath::default().then(0).key()));
            let indent = &yaml[line_start(yaml, first)..first];
            format!("{yaml}{indent}told: {}{line_end}", flow(ids))
        }
    };
    is_same_but_told(&entries, &new, ids).then(|| format!("{head}{new}{}", &source.text[block.yaml.end as usize..]))
}

fn is_same_but_told(before: &[(String, Node)], after: &str, ids: &[&str]) -> bool {
    let Ok(Node::Map(after)) = yaml::tree(after) else { return false };
    let wanted = Node::List(ids.iter().map(|id| Node::Text((*id).to_string())).collect());
    let others = |entries: &[(String, Node)]| entries.iter().filter(|(key, _)| key != "told").map(|entry| format!("{entry:?}")).collect::<Vec<_>>();
    others(before) == others(&after) && after.iter().filter(|(key, _)| key == "told").map(|(_, told)| told).eq([&wanted])
}

/// Ids as a list in brackets. Each is quoted where YAML would read something else.
fn flow(ids: &[&str]) -> String {
    format!("[{}]", ids.iter().map(|id| super::yaml_text(id)).collect::<Vec<_>>().join(", "))
}

fn line_start(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |line| line + 1)
}

/// Where the list stands now.
struct List<'y> {
    yaml: &'y str,
    value: &'y Node,
    /// Right after the key's colon.
    colon: usize,
    /// Where the value starts, as the YAML parser says.
    start: usize,
    /// Where the next key or the end is.
    bound: usize,
}

impl<'y> List<'y> {
    fn find(yaml: &'y str, entries: &'y [(String, Node)], at: usize) -> Option<Self> {
        let path = YamlPath::default();
        let key = yaml::locate(yaml, &path.then(at).key());
        let quotes = if yaml[key..].starts_with(['"', '\'']) { 2 } else { 0 };
        let after = key + "told".len() + quotes;
        let gap = yaml.get(after..)?.find(':')?;
        let colon = after + gap + 1;
        let start = yaml::locate(yaml, &path.then(at)).max(colon);
        let bound = if at + 1 < entries.len() { line_start(yaml, yaml::locate(yaml, &path.then(at + 1).key())) } else { yaml.len() };
        yaml[after..colon - 1].trim().is_empty().then_some(Self { yaml, value: &entries[at].1, colon, start, bound: bound.max(colon) })
    }

    fn replaced(&self, ids: &[&str], line_end: &str) -> Option<String> {
        match self.value {
            Node::List(items) if !self.yaml[self.start..].starts_with('[') => self.block(items, ids, line_end),
            Node::List(_) => Some(self.with(self.start, self.start + bracket(&self.yaml[self.start..self.bound])?, &flow(ids))),
            Node::Map(_) => None,
            // Nothing, or one story without brackets.
            Node::Null | Node::Text(_) => {
                let line = self.yaml[self.colon..self.bound].split(['\r', '\n']).next().unwrap_or("");
                let value = line[..comment(line)].trim_end();
                let blank = value.len() - value.trim_start().len();
                let space = if blank == 0 { " " } else { "" };
                Some(self.with(self.colon + blank, self.colon + value.len(), &format!("{space}{}", flow(ids))))
            }
        }
    }

    fn with(&self, from: usize, to: usize, text: &str) -> String {
        format!("{}{text}{}", &self.yaml[..from], &self.yaml[to..])
    }

    /// A list of lines stays one. A line of a story that stays is kept with the comments above it; the comments of one that goes are kept too.
    fn block(&self, items: &[Node], ids: &[&str], line_end: &str) -> Option<String> {
        let top = line_start(self.yaml, self.start);
        let indent = &self.yaml[top..self.start];
        let mut lines: Vec<&str> = self.yaml[top..self.bound].split_inclusive('\n').collect();
        let is_item = |line: &str| line.trim_start().starts_with("- ") || line.trim() == "-";
        // What stands behind the last item belongs to what comes next.
        lines.truncate(lines.iter().rposition(|line| is_item(line))? + 1);
        let end = top + lines.iter().map(|line| line.len()).sum::<usize>();
        let mut groups: Vec<(String, String, &str)> = Vec::new();
        let mut above = String::new();
        for line in lines {
            if is_item(line) {
                let Some(Node::Text(text)) = items.get(groups.len()) else { return None };
                groups.push((text.clone(), std::mem::take(&mut above), line));
            } else if line.trim().is_empty() || line.trim_start().starts_with('#') {
                above.push_str(line);
            } else {
                return None;
            }
        }
        if groups.len() != items.len() {
            return None;
        }
        let mut gone = String::new();
        for (id, above, line) in groups.iter().filter(|(id, ..)| !ids.contains(&id.as_str())) {
            let comment = line[comment(line)..].trim_end();
            gone.push_str(above);
            if !comment.is_empty() {
                gone.push_str(&format!("{indent}# {id}: {}{line_end}", comment.trim_start_matches('#').trim_start()));
            }
        }
        let mut list = String::new();
        for id in ids {
            match groups.iter().find(|(known, ..)| known == id) {
                Some((_, above, line)) => list.extend([above.as_str(), line]),
                None => list.push_str(&format!("{indent}- {}{line_end}", super::yaml_text(id))),
            }
        }
        Some(if ids.is_empty() {
            format!("{} []{line_end}{gone}{}", &self.yaml[..self.colon], &self.yaml[end..])
        } else {
            format!("{}{gone}{list}{}", &self.yaml[..top], &self.yaml[end..])
        })
    }
}

/// Where the comment of a line starts, or the line's end.
fn comment(line: &str) -> usize {
    let mut quote = None;
    for (at, c) in line.char_indices() {
        match (quote, c) {
            (Some(mark), c) if mark == c => quote = None,
            (None, '"' | '\'') if line[..at].ends_with([' ', '[', ',', '-']) || at == 0 => quote = Some(c),
            (None, '#') if at == 0 || line[..at].ends_with([' ', '\t']) => return at,
            _ => {}
        }
    }
    line.trim_end_matches(['\r', '\n']).len()
}

/// One past the bracket that closes the first one.
fn bracket(text: &str) -> Option<usize> {
    let mut from = 0;
    for line in text.split_inclusive('\n') {
        let mut quote = None;
        for (at, c) in line[..comment(line)].char_indices() {
            match (quote, c) {
                (Some(mark), c) if mark == c => quote = None,
                (Some(_), _) => {}
                (None, '"' | '\'') => quote = Some(c),
                (None, ']') => return Some(from + at + 1),
                _ => {}
            }
        }
        from += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(front: &str, ids: &[&str]) -> Option<String> {
        with_told(&Source::new("x.md", front), ids)
    }

    #[test]
    fn nothing_but_the_list_changes() {
        let cases: &[(&str, &[&str], &str)] = &[
            ("---\ntitle: X\n---\nBody\n", &["a", "b"], "---\ntitle: X\ntold: [a, b]\n---\nBody\n"),
            ("\u{feff}---\r\ntitle: X\r\n---\r\nBody", &["a"], "\u{feff}---\r\ntitle: X\r\ntold: [a]\r\n---\r\nBody"),
            ("---\ntold: [x, y] # for now\ntitle: X\n---\n", &["a"], "---\ntold: [a] # for now\ntitle: X\n---\n"),
            ("---\ntold: [x, # one\n  \"]\", y]\ntitle: X\n---\n", &["a"], "---\ntold: [a]\ntitle: X\n---\n"),
            ("---\ntold:\ntitle: X\n---\n", &["a"], "---\ntold: [a]\ntitle: X\n---\n"),
            ("---\ntold:   # later\ntitle: X\n---\n", &["a"], "---\ntold: [a]   # later\ntitle: X\n---\n"),
            ("---\n\"told\" : x\ntitle: X\n---\n", &["a"], "---\n\"told\" : [a]\ntitle: X\n---\n"),
            ("---\ntold: ~\n\n# end\n---\n", &[], "---\ntold: []\n\n# end\n---\n"),
            (
                "---\ntitle: X\ntold:\n  - x\n  - b   # well\n\n# rest\ndate: 2026\n---\n",
                &["a", "b"],
                "---\ntitle: X\ntold:\n  - a\n  - b   # well\n\n# rest\ndate: 2026\n---\n",
            ),
            ("---\ntold:\n- x # badly\n# then\n- y\n---\n", &["y"], "---\ntold:\n# x: badly\n# then\n- y\n---\n"),
            ("---\ntold:\n- x\ntitle: X\n---\n", &[], "---\ntold: []\ntitle: X\n---\n"),
            ("---\n  title: X\n---\n", &["null", "2022", "no"], "---\n  title: X\n  told: [\"null\", 2022, no]\n---\n"),
            ("---\n---\nBody\n", &["a"], "---\ntold: [a]\n---\nBody\n"),
        ];
        for (before, ids, after) in cases {
            assert_eq!(told(before, ids).as_deref(), Some(*after), "{before}");
            assert_eq!(told(after, ids).as_deref(), Some(*after), "a second time: {after}");
        }
    }

    #[test]
    fn what_cannot_be_done_safely_is_not_done() {
        for text in
            ["Body\n", "---\ntitle: X\n", "---\n{title: X}\n---\n", "---\ntold: {a: b}\n---\n", "---\n[a]\n---\n", "---\ntold: &x [a]\nother: *x\n---\n", ""]
        {
            assert_eq!(told(text, &["a", "b"]), None, "{text}");
        }
    }
}
