//! What stands below the front matter: passages, sections, headings, links and allow comments, from one walk over the Markdown.

use super::comment;
use crate::content::{Allow, Body, Form, Heading, Kind, Link, LinkForm, Passage, Role, Section, SectionRule};
use crate::diagnostic::{Fault, FaultKind};
use crate::placeholder::{self, Orders};
use crate::prose;
use crate::source::{Source, Span};
use pulldown_cmark::{Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Blocks inside blocks that are followed. Nobody writes deeper on purpose, and browsers stumble over thousands.
pub(super) const MAX_DEPTH: usize = 64;

/// The Markdown that prepgen reads: CommonMark with tables, strikethrough, task lists and `[[links]]`.
pub(super) fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS | Options::ENABLE_WIKILINKS
}

/// Reads the body that starts at byte `start`. Sections are looked for where `rules` are given.
pub(super) fn read(source: &Source, start: usize, kind: Kind, rules: &[SectionRule]) -> (Body, Vec<Fault>) {
    let text = &source.text[start..];
    let mut walk = Walk {
        source,
        answers: matches!(kind, Kind::Story | Kind::Question),
        story: kind == Kind::Story,
        rules,
        body: Body { span: Span::new(start, source.text.len()), ..Body::default() },
        open: None,
        depth: 0,
        deepest: None,
        lists: 0,
        quotes: 0,
        silent: None,
        comment: None,
        waiting: Vec::new(),
        before_headings: Vec::new(),
        asking: Vec::new(),
        reaching: Vec::new(),
        seen: false,
        section: None,
        level: 0,
        anchors: BTreeSet::new(),
        numbers: BTreeMap::new(),
    };
    for (event, range) in Parser::new_ext(text, options()).into_offset_iter() {
        walk.event(event, range.start + start..range.end + start);
    }
    walk.finish()
}

struct Walk<'s> {
    source: &'s Source,
    /// Whether answers stand here, so that a line which only says what to do is a placeholder.
    answers: bool,
    /// Whether a story is told here, which asks nobody anything.
    story: bool,
    rules: &'s [SectionRule],
    body: Body,
    /// The passage being read.
    open: Option<Passage>,
    depth: usize,
    deepest: Option<Range<usize>>,
    lists: usize,
    quotes: usize,
    /// Where in the open passage a link to a bare address or a picture started.
    silent: Option<usize>,
    /// The HTML block being read, with its place.
    comment: Option<(String, Range<usize>)>,
    /// Allow comments that wait for the block they hold for.
    waiting: Vec<usize>,
    /// Allow comments that hold for the open passage.
    reaching: Vec<usize>,
    /// Allow comments before headings, each with the number of its heading.
    before_headings: Vec<(usize, usize)>,
    /// Passages that only ask the author something, by number.
    asking: Vec<usize>,
    /// Whether anything but allow comments stood before.
    seen: bool,
    section: Option<usize>,
    level: u8,
    /// Anchors of headings so far, and the last number that each text of a heading was given.
    anchors: BTreeSet<String>,
    numbers: BTreeMap<String, usize>,
}

impl Walk<'_> {
    fn event(&mut self, event: Event, range: Range<usize>) {
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => self.text(&text, &range),
            Event::Code(code) => {
                let at = self.passage(&range).text.len();
                let written = &self.source.text[range.clone()];
                let inner = written.trim_start_matches('`');
                let padded = inner.starts_with(' ') && !code.starts_with(' ');
                self.text(&code, &(range.start + written.len() - inner.len() + usize::from(padded)..range.end));
                let passage = self.passage(&range);
                let part = Span::new(at, passage.text.len());
                passage.silent.push(part);
            }
            Event::SoftBreak | Event::HardBreak => self.text(" ", &range),
            Event::Html(html) => match &mut self.comment {
                Some((block, _)) => block.push_str(&html),
                None => self.html(&html, range),
            },
            Event::InlineHtml(html) => self.html(&html, range),
            Event::Rule => {
                self.flush();
                self.block(&range, None);
            }
            Event::TaskListMarker(_) | Event::FootnoteReference(_) | Event::InlineMath(_) | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: Tag, range: Range<usize>) {
        match tag {
            Tag::Link { link_type, dest_url, .. } => {
                let at = self.passage(&range).text.len();
                self.silent = matches!(link_type, LinkType::Autolink | LinkType::Email).then_some(at);
                self.link(link_form(link_type), &dest_url, &range, link_type);
            }
            Tag::Image { dest_url, link_type, .. } => {
                self.silent = Some(self.passage(&range).text.len());
                self.link(LinkForm::Picture, &dest_url, &range, link_type);
            }
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Superscript | Tag::Subscript => {}
            Tag::HtmlBlock => {
                self.flush();
                self.comment = Some((String::new(), range));
            }
            tag => {
                self.flush();
                self.depth += 1;
                let form = match &tag {
                    Tag::Heading { .. } => Form::Heading,
                    Tag::CodeBlock(_) => Form::Code,
                    Tag::TableCell => Form::Cell,
                    Tag::Item => self.item(),
                    _ if self.lists > 0 => self.item(),
                    _ => Form::Paragraph,
                };
                match &tag {
                    Tag::BlockQuote(_) => self.quotes += 1,
                    Tag::List(_) => self.lists += 1,
                    _ => {}
                }
                if self.quotes + self.lists > MAX_DEPTH && self.deepest.is_none() {
                    self.deepest = Some(range.clone());
                }
                let level = if let Tag::Heading { level, .. } = &tag { Some(*level as u8) } else { None };
                self.block(&range, level.filter(|_| self.depth == 1));
                if level.is_some() || matches!(tag, Tag::Paragraph | Tag::CodeBlock(_) | Tag::TableCell | Tag::Item) {
                    self.open = Some(self.blank(form, &range));
                }
            }
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Link | TagEnd::Image => {
                if let (Some(at), Some(passage)) = (self.silent.take(), &mut self.open) {
                    passage.silent.push(Span::new(at, passage.text.len()));
                }
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript => {}
            TagEnd::HtmlBlock => {
                if let Some((block, range)) = self.comment.take() {
                    self.html(&block, range);
                    self.flush();
                }
            }
            TagEnd::Heading(level) => {
                if let Some(passage) = self.open.take() {
                    self.heading(level, passage);
                }
                self.depth -= 1;
            }
            tag => {
                self.flush();
                self.depth = self.depth.saturating_sub(1);
                match tag {
                    TagEnd::BlockQuote(_) => self.quotes -= 1,
                    TagEnd::List(_) => self.lists -= 1,
                    _ => {}
                }
            }
        }
    }

    fn item(&self) -> Form {
        Form::Item(u8::try_from(self.lists).unwrap_or(u8::MAX))
    }

    fn blank(&self, form: Form, range: &Range<usize>) -> Passage {
        Passage {
            form,
            quoted: self.quotes > 0,
            section: self.section.map(|index| index as u32),
            span: Span::new(range.start, range.end),
            text: String::new(),
            runs: Vec::new(),
            is_placeholder: false,
            silent: Vec::new(),
        }
    }

    /// The open passage; text that stands in no block of its own, as in tight lists after an inner list, opens one.
    fn passage(&mut self, range: &Range<usize>) -> &mut Passage {
        if self.open.is_none() {
            let form = if self.lists > 0 { self.item() } else { Form::Paragraph };
            self.open = Some(self.blank(form, range));
            // Text right in a list item is a block of its own, whose end is known when it is flushed.
            for index in std::mem::take(&mut self.waiting) {
                self.body.allows[index].scope = Span::new(range.start, range.end);
                self.reaching.push(index);
            }
        }
        self.open.as_mut().expect("just opened")
    }

    fn text(&mut self, text: &str, range: &Range<usize>) {
        let passage = self.passage(range);
        passage.runs.push((passage.text.len() as u32, range.start as u32));
        passage.text.push_str(text);
        passage.span.end = passage.span.end.max(range.end as u32);
    }

    fn flush(&mut self) {
        for index in self.reaching.drain(..) {
            let end = self.open.as_ref().map_or(0, |passage| passage.span.end);
            let scope = &mut self.body.allows[index].scope;
            scope.end = scope.end.max(end);
        }
        if let Some(mut passage) = self.open.take()
            && !passage.text.trim().is_empty()
        {
            // Vectors grow by doubling; a handbook holds many thousands of these for as long as it is served.
            passage.is_placeholder = placeholder::alone(&passage.text, self.orders(&passage)).is_some();
            if self.story && !passage.quoted && !passage.is_placeholder && placeholder::asks_the_author(&passage.text) {
                self.asking.push(self.body.passages.len());
            }
            passage.runs.shrink_to_fit();
            passage.text.shrink_to_fit();
            self.body.passages.push(passage);
        }
    }

    /// What a passage is that only says what to do.
    fn orders(&self, passage: &Passage) -> Orders {
        let role = passage.section.map(|section| self.rules[self.body.sections[section as usize].rule].role);
        match role {
            _ if !self.answers => Orders::Hints,
            Some(Role::Learning) => Orders::Lessons,
            Some(Role::Task | Role::Action) if matches!(passage.form, Form::Item(_)) => Orders::Lessons,
            _ => Orders::Prompts,
        }
    }

    /// A question to the author is a placeholder where nothing else stands in its section.
    fn ask(&mut self) {
        let asking = std::mem::take(&mut self.asking);
        if asking.is_empty() {
            return;
        }
        let own = |number: usize, passage: &Passage| passage.is_spoken() && !passage.is_placeholder && asking.binary_search(&number).is_err();
        let own = self.body.passages.iter().enumerate().filter(|(number, passage)| own(*number, passage));
        let told: BTreeSet<Option<u32>> = own.map(|(_, passage)| passage.section).collect();
        for number in asking {
            let passage = &mut self.body.passages[number];
            passage.is_placeholder = !told.contains(&passage.section);
        }
    }

    /// A block starts: the allow comments that waited hold for it. `level` is that of a heading of the file's own outline.
    fn block(&mut self, range: &Range<usize>, level: Option<u8>) {
        self.seen = true;
        for index in self.waiting.drain(..) {
            // How far a heading reaches is known only at the end.
            match level {
                Some(_) => self.before_headings.push((index, self.body.headings.len())),
                None => self.body.allows[index].scope = Span::new(range.start, range.end),
            }
        }
    }

    fn heading(&mut self, level: HeadingLevel, passage: Passage) {
        let level = level as u8;
        let anchor = self.anchor(&passage.text);
        let rule = rule(self.rules, &passage.text);
        if self.depth == 1 {
            if let Some(rule) = rule {
                self.close_section(passage.span.start as usize);
                self.section = Some(self.body.sections.len());
                self.level = level;
                let span = Span::new(passage.span.end as usize, passage.span.end as usize);
                self.body.sections.push(Section { rule, heading: self.body.headings.len(), span, words: 0 });
            } else if self.section.is_some() && level <= self.level {
                self.close_section(passage.span.start as usize);
                self.section = None;
            }
        }
        // The heading's own line end is no part of it.
        let written = self.source.slice(passage.span).trim_end().len();
        let span = Span::new(passage.span.start as usize, passage.span.start as usize + written);
        let own = self.section.filter(|_| rule.is_none());
        self.body.headings.push(Heading { level, text: passage.text.trim().to_string(), anchor, span });
        self.body.passages.push(Passage { section: own.map(|index| index as u32), ..passage });
    }

    /// A heading's anchor: its words, with a number where another heading has them. What was tried before is never tried again.
    fn anchor(&mut self, text: &str) -> String {
        let words = Some(prose::kebab(text)).filter(|words| !words.is_empty()).unwrap_or_else(|| "section".into());
        let mut anchor = words.clone();
        while !self.anchors.insert(anchor.clone()) {
            let number = self.numbers.entry(words.clone()).or_insert(0);
            *number += 1;
            anchor = format!("{words}-{number}");
        }
        anchor
    }

    fn close_section(&mut self, end: usize) {
        if let Some(index) = self.section {
            self.body.sections[index].span.end = end as u32;
        }
    }

    fn link(&mut self, form: LinkForm, target: &str, range: &Range<usize>, link_type: LinkType) {
        if link_type != LinkType::Email {
            self.body.links.push(link(form, target, Span::new(range.start, range.end)));
        }
    }

    /// HTML in the text: comments are read, the rest counts as the text it will be shown as.
    fn html(&mut self, html: &str, range: Range<usize>) {
        let mut from = range.start;
        for piece in comment::pieces(html) {
            match piece {
                comment::Piece::Text(text) => {
                    for piece in comment::tags(text) {
                        self.shown(piece.err().unwrap_or(" "), html, &range);
                    }
                }
                comment::Piece::Comment(inner) => {
                    // The names stand after the word that allows them, in the order in which they are read.
                    from = self.after(self.after(from, "prepgen:"), "allow");
                    for lint in comment::allows(inner) {
                        from = self.after(from, lint);
                        self.waiting.push(self.body.allows.len());
                        self.body.allows.push(Allow {
                            lint: lint.to_string(),
                            span: Span::new(from.saturating_sub(lint.len()), from),
                            scope: Span::default(),
                            whole_file: !self.seen,
                        });
                    }
                }
            }
        }
    }

    /// A piece of HTML that is shown as text.
    fn shown(&mut self, piece: &str, html: &str, range: &Range<usize>) {
        if self.open.is_none() {
            if piece.trim().is_empty() {
                return;
            }
            self.block(range, None);
        }
        // In a quotation the block's lines have marks before them, so that the piece stands elsewhere; then its block is its place.
        let at = range.start + (piece.as_ptr() as usize).wrapping_sub(html.as_ptr() as usize).min(range.len());
        let at = if self.source.text.get(at..).is_some_and(|text| text.starts_with(piece)) { at } else { range.start };
        self.text(piece, &(at..range.end));
    }

    /// The byte after the next place of a text, or `from` where there is none.
    fn after(&self, from: usize, text: &str) -> usize {
        self.source.text.get(from..).and_then(|rest| rest.find(text)).map_or(from, |at| from + at + text.len())
    }

    fn finish(mut self) -> (Body, Vec<Fault>) {
        self.flush();
        self.ask();
        let end = self.source.text.len();
        self.close_section(end);
        for passage in self.body.passages.iter().filter(|passage| passage.is_spoken()) {
            if let Some(section) = passage.section {
                self.body.sections[section as usize].words += prose::count(&passage.spoken());
            }
        }
        let headings = &self.body.headings;
        let mut known = None;
        for (index, heading) in self.before_headings {
            let last = match known {
                // Many allow comments may stand before one heading.
                Some((same, last)) if same == heading => last,
                _ => headings[heading + 1..].iter().find(|next| next.level <= headings[heading].level).map_or(end + 1, |next| next.span.start as usize),
            };
            known = Some((heading, last));
            self.body.allows[index].scope = Span::new(headings[heading].span.start as usize, last);
        }
        for allow in self.body.allows.iter_mut().filter(|allow| allow.whole_file) {
            allow.scope = Span::new(0, end + 1);
        }
        let faults = self.deepest.into_iter().map(|range| {
            let span = Span::new(range.start, (range.start + 1).min(end));
            Fault::new(FaultKind::InvalidFrontMatter, span, format!("quotes and lists are nested more than {MAX_DEPTH} deep here")).help("nest fewer")
        });
        (self.body, faults.collect())
    }
}

fn link_form(link_type: LinkType) -> LinkForm {
    match link_type {
        LinkType::WikiLink { has_pothole } => LinkForm::Wiki(has_pothole),
        _ => LinkForm::Markdown,
    }
}

/// A link from its form and destination. In a table `[[x\|y]]` keeps the backslash, which is no part of the name.
pub(super) fn link(form: LinkForm, target: &str, span: Span) -> Link {
    let target = target.strip_suffix('\\').unwrap_or(target);
    let (target, anchor) = match target.split_once('#') {
        Some((target, anchor)) => (target, Some(anchor.to_string())),
        None => (target, None),
    };
    Link { form, target: target.trim().to_string(), anchor, span }
}

/// Which section a heading names, whatever its case, emoji, number or trailing colon.
fn rule(rules: &[SectionRule], heading: &str) -> Option<usize> {
    if rules.is_empty() {
        return None;
    }
    let numberless = heading.trim_start().trim_start_matches(|c: char| c.is_ascii_digit());
    let heading = if numberless.starts_with(['.', ')']) { numberless } else { heading };
    let wanted = prose::bare(heading);
    if wanted.is_empty() {
        return None;
    }
    rules.iter().position(|rule| rule.is_called(&wanted))
}
