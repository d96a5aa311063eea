//! Text to entries: one file in, one entry and its faults out, never one or the other. The only room that knows YAML and Markdown.

mod body;
mod comment;
mod extent;
mod front_matter;
mod html;
mod item;
mod marks;
pub mod outline;
mod places;
mod told;
mod yaml;

pub use html::{Href, Setting, html};
pub use item::removal;
pub use marks::{first_sentence, item_mark, mark};
pub use told::with_told;

use crate::content::{Body, Entry, Fields, Kept, Kind, Place, SectionRule, Status, Story, Text};
use crate::diagnostic::{Fault, FaultKind, did_you_mean};
use crate::prose;
use crate::source::{Source, Span};
use std::sync::Arc;

/// The longest id, in bytes: with `.html` behind it and a temporary ending while it is written, a file name still fits in the 255 bytes that file systems take.
pub const MAX_ID: usize = 240;

/// Reads one file as an entry. Whatever is wrong with it is in its faults; the rest of it is there all the same.
pub fn entry(source: Arc<Source>, kind: Kind, rules: &[SectionRule]) -> Entry {
    let (id, mut faults) = id(&source);
    let rules = if kind == Kind::Story { rules } else { &[] };
    let unreadable = |source, id, faults| Entry {
        source,
        kind,
        id,
        title: None,
        fields: Fields::empty(kind),
        body: Body::default(),
        faults,
        unreadable: true,
        kept: Kept::default(),
    };
    if source.text.contains('\0') {
        let at = source.text.find('\0').unwrap_or(0);
        faults.push(
            Fault::new(FaultKind::InvalidFrontMatter, Span::new(at, at + 1), "this file holds a NUL character, which no text has")
                .help("save it as UTF-8 text"),
        );
        return unreadable(source, id, faults);
    }
    if source.text[source.bom()..].trim().is_empty() {
        let fault = front_matter::missing_title(&source, kind);
        faults.push(Fault { message: "this file is empty".into(), ..fault });
        return unreadable(source, id, faults);
    }
    let block = match front_matter::split(&source) {
        Ok(block) => block,
        Err(fault) => {
            faults.push(fault);
            return unreadable(source, id, faults);
        }
    };
    let front = front_matter::read(&source, block, kind);
    let (body, deep) = body::read(&source, block.body, kind, rules);
    faults.extend(front.faults);
    faults.extend(deep);
    if let Fields::Story(story) = &front.fields {
        faults.extend(unknown_cues(&source, story, rules));
    }
    Entry { source, kind, id, title: front.title, fields: front.fields, body, faults, unreadable: false, kept: Kept::default() }
}

/// An entry for a file whose text cannot be had, with the fault that says why.
pub fn unreadable(source: Arc<Source>, kind: Kind, fault: Fault) -> Entry {
    let (id, faults) = id(&source);
    // A name that is no UTF-8 leaves no id either, which is the same cause.
    let mut faults = if fault.kind == FaultKind::InvalidId { Vec::new() } else { faults };
    faults.push(fault);
    let fields = Fields::empty(kind);
    Entry { source, kind, id, title: None, fields, body: Body::default(), faults, unreadable: true, kept: Kept::default() }
}

fn id(source: &Source) -> (String, Vec<Fault>) {
    let name = source.path.rsplit('/').next().unwrap_or("");
    let id = prose::kebab(name.rsplit_once('.').map_or(name, |(stem, _)| stem));
    let start = Span::new(source.bom(), source.bom());
    let fault =
        |message: String| Fault::new(FaultKind::InvalidId, start, message).help("rename the file: letters, digits and hyphens, at least one letter or digit");
    let faults = if id.is_empty() {
        vec![fault(format!("`{name}` leaves no id: it has neither letter nor digit"))]
    } else if id.len() > MAX_ID {
        vec![fault(format!("the id of this file is {} bytes long, too long for a page's file name ({MAX_ID})", id.len()))]
    } else {
        Vec::new()
    };
    (id, faults)
}

/// Cues for sections that no story has.
fn unknown_cues(source: &Source, story: &Story, rules: &[SectionRule]) -> Vec<Fault> {
    let names = || rules.iter().flat_map(|rule| std::iter::once(&rule.name).chain(&rule.aliases));
    let unknown = story.cues.iter().filter(|(name, _)| !rules.iter().any(|rule| rule.is_called(&prose::bare(&name.value))));
    unknown
        .map(|(name, _)| {
            let fault = Fault::new(FaultKind::UnknownKey, text_span(source, name), format!("`{}` is no section that `cues` could be for", name.value));
            match did_you_mean(&name.value, names().map(String::as_str)) {
                Some(close) => fault.help(format!("did you mean `{close}`?")),
                None => fault.help(format!("the sections are {}", rules.iter().map(|rule| rule.name.as_str()).collect::<Vec<_>>().join(", "))),
            }
        })
        .collect()
}

/// The bytes of a place. Values of the front matter are searched for only now, when a finding needs them.
pub fn span(source: &Source, place: Place) -> Span {
    find(source, place, None)
}

/// The bytes of a text of the front matter, without its quotes.
pub fn text_span(source: &Source, text: &Text) -> Span {
    find(source, text.place, Some(&text.value))
}

fn find(source: &Source, place: Place, written: Option<&str>) -> Span {
    match (place, front_matter::split(source)) {
        (Place::At(span), _) => span,
        (Place::Value(path), Ok(block)) => front_matter::span(source, block, &path, written),
        (Place::Value(_), Err(fault)) => fault.span,
    }
}

/// Whether a story may ever be published: its status and date are what they should be, and it has a page name.
pub fn publishable(entry: &Entry) -> bool {
    !entry.unreadable
        && entry.story().is_none_or(|story| story.status != Status::Unclear)
        && !entry.faults.iter().any(|fault| fault.firm || fault.kind == FaultKind::InvalidId)
}

/// A text as YAML takes it: as it is where that is read back as the same text, else in double quotes.
pub fn yaml_text(text: &str) -> String {
    let plain = match yaml::tree(&format!("title: {text}\nnext: x\n")) {
        Ok(yaml::Node::Map(entries)) => matches!(&entries[..], [(_, yaml::Node::Text(read)), (next, _)] if read == text && next == "next"),
        _ => false,
    };
    if plain {
        return text.to_string();
    }
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04x}", c as u32)),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// The day that `2022-03-14` names, or the last one of `2022-03` or `2022`.
pub fn day(text: &str) -> Option<jiff::civil::Date> {
    front_matter::date(text).map(|(day, _)| day)
}
