//! A body as HTML: links led where they go, raw HTML shown as text, comments left out.

use super::body::{self, MAX_DEPTH};
use super::comment::{self, Piece};
use super::marks::mark;
use crate::content::{Entry, Link, LinkForm};
use crate::privacy::Redaction;
use crate::source::Span;
use pulldown_cmark::{Alignment, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Parser, Tag, TagEnd, html};
use pulldown_cmark_escape::{escape_href, escape_html};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::ops::Range;

/// Where a link goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Href {
    /// To this address, with this text where the author gave none.
    To(String, Option<String>),
    /// Nowhere: the author's text stays.
    Nowhere,
}

/// What rendering needs to know besides the entry.
pub struct Setting<'s> {
    /// Leads a link where it goes, as seen from the page that is rendered.
    pub href: &'s dyn Fn(&Link) -> Href,
    /// Marks such as `$` and their labels.
    pub marks: &'s BTreeMap<String, String>,
    /// The highest heading that the page leaves for the body: 2 or 3.
    pub top: u8,
    /// What anchors start with, where one page shows several bodies.
    pub prefix: &'s str,
    /// What is replaced in words and in addresses elsewhere.
    pub redaction: &'s Redaction,
}

/// Renders parts of an entry's body, which are sorted and do not overlap, each to its own HTML. What stands outside of them is left out.
pub fn html(entry: &Entry, parts: &[Span], setting: &Setting) -> Vec<String> {
    let start = entry.body.span.start as usize;
    let text = &entry.source.text[start..];
    let mut pieces: Vec<Vec<Part>> = parts.iter().map(|_| Vec::new()).collect();
    let mut into = None;
    let mut next = 0;
    let mut depth = 0usize;
    for (event, range) in Parser::new_ext(text, body::options()).into_offset_iter() {
        let range = range.start + start..range.end + start;
        if depth == 0 {
            // The parts are sorted, and so are the events.
            next += parts[next..].iter().take_while(|part| part.end as usize <= range.start).count();
            into = (parts.get(next).is_some_and(|part| part.start as usize <= range.start)).then_some(next);
        }
        match &event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
        if let Some(part) = into {
            pieces[part].push(Part { event, range });
        }
    }
    let mut tables = 0;
    pieces
        .into_iter()
        .map(|part| {
            let own = part.iter().filter(|part| matches!(part.event, Event::Start(Tag::Table(_)))).count();
            let part = if setting.redaction.is_empty() { part } else { joined(part) };
            let html = render(part, entry, setting, tables);
            tables += own;
            html
        })
        .collect()
}

struct Part<'t> {
    event: Event<'t>,
    range: Range<usize>,
}

/// Texts side by side as one, line ends between them included: a term may begin in one and end in another.
fn joined(parts: Vec<Part>) -> Vec<Part> {
    let mut joined: Vec<Part> = Vec::with_capacity(parts.len());
    let mut run: Option<(String, Range<usize>)> = None;
    for Part { event, range } in parts {
        let text = match &event {
            Event::Text(text) => Some(&**text),
            Event::SoftBreak => Some("\n"),
            _ => None,
        };
        match text {
            Some(text) => run.get_or_insert_with(|| (String::new(), range)).0.push_str(text),
            None => {
                joined.extend(run.take().map(|(text, range)| Part { event: Event::Text(text.into()), range }));
                joined.push(Part { event, range });
            }
        }
    }
    joined.extend(run.map(|(text, range)| Part { event: Event::Text(text.into()), range }));
    joined
}

/// An event, or a tag of raw HTML that is published if it is properly closed.
enum Flow<'t> {
    Event(Event<'t>, Range<usize>),
    Tag { name: &'static str, closes: bool, raw: String, paired: bool },
}

fn render(part: Vec<Part>, entry: &Entry, setting: &Setting, tables: usize) -> String {
    let raw = part.iter().any(|part| matches!(part.event, Event::Html(_) | Event::InlineHtml(_) | Event::Start(Tag::HtmlBlock)));
    let flow = if raw { pair(flow(part)) } else { part.into_iter().map(|part| Flow::Event(part.event, part.range)).collect() };
    let mut out = String::new();
    let events = Emit {
        flow: flow.into_iter(),
        queue: Vec::new(),
        entry,
        setting,
        depth: 0,
        dropped: Vec::new(),
        item: false,
        tables,
        columns: Vec::new(),
        cell: (0, false),
    };
    html::push_html(&mut out, events);
    out
}

/// Takes raw HTML apart: comments go, tags of the short list wait to be paired, everything else becomes text.
fn flow(part: Vec<Part>) -> Vec<Flow> {
    let mut flow = Vec::new();
    let mut block: Option<String> = None;
    for Part { event, range } in part {
        match event {
            Event::Start(Tag::HtmlBlock) => block = Some(String::new()),
            Event::Html(html) if block.is_some() => block.as_mut().expect("just seen").push_str(&html),
            Event::End(TagEnd::HtmlBlock) => html_block(&block.take().unwrap_or_default(), &range, &mut flow),
            Event::Html(html) | Event::InlineHtml(html) => {
                for piece in visible(&html) {
                    flow.push(match piece {
                        // A paragraph cannot hold a disclosure, so inside one it stays text.
                        Ok(tag) if !is_disclosure(tag.name) => Flow::Tag { name: tag.name, closes: tag.closes, raw: tag.raw.to_string(), paired: false },
                        Ok(tag) => Flow::Event(Event::Text(tag.raw.to_string().into()), range.clone()),
                        Err(text) => Flow::Event(Event::Text(text.to_string().into()), range.clone()),
                    });
                }
            }
            event => flow.push(Flow::Event(event, range)),
        }
    }
    flow
}

fn is_disclosure(name: &str) -> bool {
    matches!(name, "details" | "summary")
}

fn visible(html: &str) -> impl Iterator<Item = Result<comment::Tag<'_>, &str>> {
    comment::pieces(html).filter_map(|piece| if let Piece::Text(text) = piece { Some(comment::tags(text)) } else { None }).flatten()
}

/// A block of raw HTML: text and inline tags stand in paragraphs, disclosures around them.
fn html_block<'t>(html: &str, range: &Range<usize>, flow: &mut Vec<Flow<'t>>) {
    let event = |event: Event<'t>| Flow::Event(event, range.clone());
    let mut paragraph = false;
    let mut summary = false;
    for piece in visible(html) {
        let block = matches!(&piece, Ok(tag) if is_disclosure(tag.name));
        let blank = matches!(&piece, Err(text) if text.trim().is_empty());
        if block && paragraph {
            flow.push(event(Event::End(TagEnd::Paragraph)));
            paragraph = false;
        }
        if !block && !blank && !paragraph && !summary {
            flow.push(event(Event::Start(Tag::Paragraph)));
            paragraph = true;
        }
        match piece {
            Ok(tag) => {
                summary = if tag.name == "summary" { !tag.closes } else { summary && !block };
                flow.push(Flow::Tag { name: tag.name, closes: tag.closes, raw: tag.raw.to_string(), paired: false });
            }
            Err(_) if blank && !paragraph => {}
            Err(text) => flow.push(event(Event::Text(text.to_string().into()))),
        }
    }
    if paragraph {
        flow.push(event(Event::End(TagEnd::Paragraph)));
    }
}

/// Marks the tags that are properly closed within their block, and summaries only where a disclosure begins.
fn pair(mut flow: Vec<Flow>) -> Vec<Flow> {
    let mut open: Vec<Option<usize>> = Vec::new();
    let mut pairs = Vec::new();
    for at in 0..flow.len() {
        match &flow[at] {
            Flow::Event(Event::Start(_), _) => open.push(None),
            Flow::Event(Event::End(_), _) => while open.pop().is_some_and(|top| top.is_some()) {},
            Flow::Event(..) => {}
            Flow::Tag { name: "br", .. } => pairs.push(at),
            Flow::Tag { closes: false, .. } => open.push(Some(at)),
            Flow::Tag { name, .. } => {
                if let Some(Some(start)) = open.last().copied()
                    && matches!(&flow[start], Flow::Tag { name: other, .. } if other == name)
                {
                    open.pop();
                    let leads = start > 0 && matches!(&flow[start - 1], Flow::Tag { name: "details", closes: false, .. });
                    if *name != "summary" || leads {
                        pairs.extend([start, at]);
                    }
                }
            }
        }
    }
    for at in pairs {
        if let Flow::Tag { paired, .. } = &mut flow[at] {
            *paired = true;
        }
    }
    // A summary whose disclosure is text is text too; otherwise it would stand outside of one.
    for at in 1..flow.len() {
        let orphan =
            matches!(&flow[at], Flow::Tag { name: "summary", closes: false, paired: true, .. }) && matches!(&flow[at - 1], Flow::Tag { paired: false, .. });
        if orphan {
            for later in &mut flow[at..] {
                if let Flow::Tag { name: "summary", closes, paired, .. } = later {
                    *paired = false;
                    if *closes {
                        break;
                    }
                }
            }
        }
    }
    flow
}

/// The last step before HTML: links, pictures, headings, tables and marks.
struct Emit<'f, 't, 's> {
    flow: std::vec::IntoIter<Flow<'t>>,
    /// Events that follow the one just given, last first.
    queue: Vec<Event<'t>>,
    entry: &'f Entry,
    setting: &'f Setting<'s>,
    depth: usize,
    /// For each open link, whether its tags are left out.
    dropped: Vec<bool>,
    /// Whether the next text is the first of a list item.
    item: bool,
    /// Tables so far, which are told apart by number.
    tables: usize,
    /// How the columns of the open table are aligned.
    columns: Vec<Alignment>,
    /// The number of the next cell in its row, and whether that row is the table's head.
    cell: (usize, bool),
}

impl<'t> Iterator for Emit<'_, 't, '_> {
    type Item = Event<'t>;
    fn next(&mut self) -> Option<Event<'t>> {
        loop {
            if let Some(event) = self.queue.pop() {
                return Some(event);
            }
            let (event, range) = match self.flow.next()? {
                Flow::Event(event, range) => (event, range),
                Flow::Tag { name, closes, paired: true, .. } => {
                    let tag = if closes { format!("</{name}>") } else { format!("<{name}>") };
                    return Some(Event::InlineHtml(tag.into()));
                }
                Flow::Tag { raw, .. } => return Some(Event::Text(raw.into())),
            };
            if let Some(event) = self.emit(event, range) {
                return Some(event);
            }
        }
    }
}

impl<'t> Emit<'_, 't, '_> {
    fn emit(&mut self, event: Event<'t>, range: Range<usize>) -> Option<Event<'t>> {
        let first = std::mem::take(&mut self.item);
        match event {
            Event::Start(Tag::Link { link_type, dest_url, .. }) => self.link(link_type, &dest_url, range),
            Event::End(TagEnd::Link) => (!self.dropped.pop().unwrap_or(false)).then_some(Event::InlineHtml("</a>".into())),
            Event::Start(Tag::Image { dest_url, .. }) => Some(self.picture(&dest_url, range)),
            Event::Start(Tag::Heading { level, .. }) => {
                let headings = &self.entry.body.headings;
                let heading = headings.binary_search_by_key(&range.start, |heading| heading.span.start as usize).ok();
                let id = heading.map(|heading| &headings[heading]).map(|heading| CowStr::from(format!("{}{}", self.setting.prefix, heading.anchor)));
                Some(Event::Start(Tag::Heading { level: self.lower(level), id, classes: Vec::new(), attrs: Vec::new() }))
            }
            Event::End(TagEnd::Heading(level)) => Some(Event::End(TagEnd::Heading(self.lower(level)))),
            Event::Start(Tag::Table(columns)) => {
                // Alignment becomes a class on each cell: a style would stand inline, which a strict policy forbids.
                self.queue.push(Event::Start(Tag::Table(vec![Alignment::None; columns.len()])));
                self.columns = columns;
                self.tables += 1;
                let label = format!("{}Table {}", self.setting.prefix, self.tables);
                Some(Event::InlineHtml(format!("<div class=\"table\" role=\"region\" tabindex=\"0\" aria-label=\"{label}\">").into()))
            }
            Event::Start(tag @ (Tag::TableHead | Tag::TableRow)) => {
                self.cell = (0, tag == Tag::TableHead);
                Some(Event::Start(tag))
            }
            Event::Start(Tag::TableCell) => Some(self.cell()),
            Event::TaskListMarker(done) => {
                self.item = first;
                let state = if done { " checked aria-label=\"done\"" } else { " aria-label=\"to do\"" };
                Some(Event::InlineHtml(format!("<input type=\"checkbox\" disabled{state}> ").into()))
            }
            Event::End(TagEnd::Table) => {
                self.queue.push(Event::InlineHtml("</div>".into()));
                Some(Event::End(TagEnd::Table))
            }
            Event::Start(tag @ (Tag::BlockQuote(_) | Tag::List(_) | Tag::Item)) => {
                self.depth += usize::from(tag != Tag::Item);
                self.item = tag == Tag::Item;
                let tag = if let Tag::BlockQuote(_) = tag { Tag::BlockQuote(None) } else { tag };
                (self.depth <= MAX_DEPTH).then_some(Event::Start(tag))
            }
            Event::End(tag @ (TagEnd::BlockQuote(_) | TagEnd::List(_) | TagEnd::Item)) => {
                let open = self.depth;
                self.depth -= usize::from(tag != TagEnd::Item);
                (open <= MAX_DEPTH).then_some(Event::End(tag))
            }
            Event::Start(Tag::Paragraph) => {
                self.item = first;
                Some(Event::Start(Tag::Paragraph))
            }
            Event::Text(text) if first => {
                let text = self.public(text);
                Some(self.marked(text))
            }
            Event::Text(text) => Some(Event::Text(self.public(text))),
            Event::Code(text) => Some(Event::Code(self.public(text))),
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(language))) => Some(Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(self.public(language))))),
            event => Some(event),
        }
    }

    /// A text as everybody may read it.
    fn public(&self, text: CowStr<'t>) -> CowStr<'t> {
        match self.setting.redaction.text(&text) {
            Cow::Owned(text) => text.into(),
            Cow::Borrowed(_) => text,
        }
    }

    /// The start of a table's cell. Its end is the usual one.
    fn cell<'e>(&mut self) -> Event<'e> {
        let (number, head) = self.cell;
        self.cell.0 += 1;
        let class = match self.columns.get(number) {
            Some(Alignment::Left) => "left",
            Some(Alignment::Center) => "center",
            Some(Alignment::Right) => "right",
            _ => return Event::Start(Tag::TableCell),
        };
        let name = if head { "th" } else { "td" };
        Event::InlineHtml(format!("<{name} class=\"{class}\">").into())
    }

    fn lower(&self, level: HeadingLevel) -> HeadingLevel {
        let level = level as u8;
        HeadingLevel::try_from(usize::from(level.max(self.setting.top).min(6))).unwrap_or(HeadingLevel::H6)
    }

    fn link(&mut self, link_type: LinkType, target: &str, range: Range<usize>) -> Option<Event<'t>> {
        // `[[id|]]` has no text of its own, so it shows what `[[id]]` does.
        let bare = matches!(self.flow.as_slice().first(), Some(Flow::Event(Event::End(TagEnd::Link), _)));
        let form = if let LinkType::WikiLink { has_pothole } = link_type { LinkForm::Wiki(has_pothole && !bare) } else { LinkForm::Markdown };
        let href = if link_type == LinkType::Email {
            Href::To(self.setting.redaction.text(&format!("mailto:{target}")).into_owned(), None)
        } else {
            (self.setting.href)(&body::link(form, target, Span::new(range.start, range.end)))
        };
        let Href::To(url, text) = href else {
            self.dropped.push(true);
            return None;
        };
        let mut tag = String::from("<a href=\"");
        escape_href(&mut tag, &url).expect("strings take any text");
        tag.push_str("\">");
        let Some(text) = text else {
            self.dropped.push(false);
            return Some(Event::InlineHtml(tag.into()));
        };
        // The link takes its target's title: the name between the brackets is passed over.
        self.skip_to_end(TagEnd::Link);
        escape_html(&mut tag, &text).expect("strings take any text");
        tag.push_str("</a>");
        Some(Event::InlineHtml(tag.into()))
    }

    fn picture(&mut self, target: &str, range: Range<usize>) -> Event<'t> {
        let alt = self.skip_to_end(TagEnd::Image);
        let alt = self.setting.redaction.text(&alt).into_owned();
        let remote = crate::link::is_web(target) || crate::link::scheme(target).is_some_and(|scheme| crate::link::is_safe(&scheme));
        let href = if remote {
            Href::To(self.setting.redaction.text(target).into_owned(), None)
        } else {
            (self.setting.href)(&body::link(LinkForm::Picture, target, Span::new(range.start, range.end)))
        };
        let Href::To(url, _) = href else { return Event::Text(alt.into()) };
        // A link cannot stand in a link: inside one, a picture on another host is its words.
        if remote && self.dropped.last() == Some(&false) {
            return Event::Text(if alt.trim().is_empty() { url.into() } else { alt.into() });
        }
        let mut tag = String::from(if remote { "<a href=\"" } else { "<img src=\"" });
        escape_href(&mut tag, &url).expect("strings take any text");
        tag.push_str(if remote { "\">" } else { "\" loading=\"lazy\" alt=\"" });
        let shown = if remote && alt.trim().is_empty() { &url } else { &alt };
        escape_html(&mut tag, shown).expect("strings take any text");
        tag.push_str(if remote { "</a>" } else { "\">" });
        Event::InlineHtml(tag.into())
    }

    /// Passes over what is inside a link or picture and gives its text.
    fn skip_to_end(&mut self, end: TagEnd) -> String {
        let mut inside = String::new();
        let mut depth = 0;
        for flow in self.flow.by_ref() {
            match flow {
                Flow::Event(Event::Start(_), _) => depth += 1,
                Flow::Event(Event::End(tag), _) if depth == 0 && tag == end => break,
                Flow::Event(Event::End(_), _) => depth -= 1,
                Flow::Event(Event::Text(text) | Event::Code(text), _) => inside.push_str(&text),
                Flow::Event(Event::SoftBreak | Event::HardBreak, _) => inside.push(' '),
                _ => {}
            }
        }
        inside
    }

    /// A list item's first text, with its mark as a label.
    fn marked(&mut self, text: CowStr<'t>) -> Event<'t> {
        let Some((mark, label, rest)) = mark(self.setting.marks, &text) else { return Event::Text(text) };
        self.queue.push(Event::Text(rest.to_string().into()));
        let mut html = String::from("<span class=\"mark\" title=\"");
        escape_html(&mut html, mark).expect("strings take any text");
        html.push_str("\">");
        escape_html(&mut html, label).expect("strings take any text");
        html.push_str("</span> ");
        Event::InlineHtml(html.into())
    }
}
