//! The composed sheet as a PDF: tagged for screen readers, with bookmarks and links, the same bytes for the same content.
//! The only room that knows the PDF crate.

use super::compose::Composed;
use super::layout::{Item, Node, Piece, Role};
use super::paper;
use super::place::Placed;
use super::press::Face;
use super::text::{Lead, Rich, Row, Run, Set};
use crate::handbook::Index;
use crate::render::Site;
use anyhow::{Context, Result, anyhow};
use krilla::action::{Action, LinkAction};
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::color::luma;
use krilla::configure::{Accessibility, ConfigurationBuilder, ValidationError};
use krilla::destination::XyzDestination;
use krilla::error::KrillaError;
use krilla::geom::{PathBuilder, Point, Rect, Transform};
use krilla::metadata::Metadata;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke, StrokeDash};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, ListNumbering, SpanTag, TableHeaderScope, Tag, TagGroup, TagKind, TagTree};
use krilla::text::{Font, GlyphId, KrillaGlyph, Tag as Axis};
use krilla::{Data, Document, SerializeSettings};
use std::collections::BTreeMap;
use std::num::NonZeroU16;
use std::ops::Range;

/// What a part of the sheet was drawn as.
enum Drawn {
    Text(Identifier),
    Link(Vec<Identifier>),
}

/// A link of a page, to be laid over it once its text is drawn.
struct Pending {
    node: usize,
    /// Where in what its part was drawn as.
    at: usize,
    area: Rect,
    lead: Lead,
    text: String,
}

struct Printer<'c> {
    composed: &'c Composed,
    fonts: Vec<Font>,
    /// For each part of the sheet what it was drawn as.
    drawn: Vec<Vec<Drawn>>,
    anchors: BTreeMap<Index, XyzDestination>,
    pending: Vec<Pending>,
}

/// The bytes of a PDF.
///
/// # Errors
/// Where the handbook's own font cannot be embedded.
pub(super) fn write(site: &Site, composed: &Composed) -> Result<Vec<u8>> {
    let configuration = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1).finish();
    let configuration = configuration.map_err(|error| anyhow!("{error:?}"))?;
    let mut document = Document::new_with(SerializeSettings { configuration, ..SerializeSettings::default() });
    let fonts: Option<Vec<Font>> = composed.faces.iter().map(font).collect();
    let mut printer = Printer {
        composed,
        fonts: fonts.context("the font that `[cheatsheet] font` names cannot be read")?,
        drawn: composed.pieces.nodes.iter().map(|_| Vec::new()).collect(),
        anchors: BTreeMap::new(),
        pending: Vec::new(),
    };
    printer.find_anchors();
    let (width, height) = composed.paper.size();
    for number in 0..composed.pages.len() {
        let settings = PageSettings::from_wh(width, height).context("the paper has a size")?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        surface.set_fill(Some(Fill { paint: luma::Color::black().into(), ..Fill::default() }));
        printer.page(&mut surface, number);
        surface.finish();
        for pending in std::mem::take(&mut printer.pending) {
            let Some(target) = printer.target(&pending.lead) else { continue };
            let annotation = Annotation::new_link(LinkAnnotation::new(pending.area, target), Some(pending.text));
            let identifier = page.add_tagged_annotation(annotation);
            if let Drawn::Link(parts) = &mut printer.drawn[pending.node][pending.at] {
                parts.push(identifier);
            }
        }
        page.finish();
    }
    document.set_outline(printer.outline());
    document.set_metadata(metadata(site, composed));
    document.set_tag_tree(printer.tags(&site.handbook.config.language));
    document.finish().map_err(|error| told(&error))
}

/// Everything that a PDF of this sheet says: its texts as their authors wrote them, one below the other, and what viewers and screen readers show beside
/// them. In the file itself all that is packed, so this is what is looked through for words that must not be in it.
pub(super) fn said(site: &Site, composed: &Composed, bytes: &[u8]) -> String {
    let pieces = &composed.pieces;
    let mut said = String::new();
    let mut say = |text: &str| {
        said.push_str(text);
        said.push('\n');
    };
    for item in pieces.top.iter().chain(&pieces.columns).flat_map(|piece| &piece.items) {
        let (Item::Text { set, .. } | Item::Upright { set, .. }) = item else { continue };
        say(&replaced(set, 0..set.text.len()).unwrap_or_else(|| set.text.clone()));
        set.leads.iter().for_each(|lead| match lead {
            Lead::Web(url) => say(url),
            Lead::Entry(_) => {}
        });
    }
    composed.pages.iter().flat_map(|page| &page.foot).for_each(|(set, _, _)| say(&set.text));
    pieces.nodes.iter().for_each(|node| say(&node.title));
    pieces.top.iter().chain(&pieces.columns).filter_map(|piece| piece.bookmark.as_ref()).for_each(|bookmark| say(&bookmark.text));
    let config = &site.handbook.config;
    [title(composed).as_str(), &config.author, &config.language, MAKER].into_iter().for_each(&mut say);
    // The names of its fonts stand in it as they are.
    for key in ["/BaseFont/", "/FontName/", "/FontFamily("] {
        for at in bytes.windows(key.len()).enumerate().filter(|(_, window)| *window == key.as_bytes()).map(|(at, _)| at + key.len()) {
            let name: Vec<u8> = bytes[at..].iter().copied().take_while(|byte| !matches!(byte, b'/' | b')' | b'>' | b'\n')).collect();
            say(&String::from_utf8_lossy(&name));
        }
    }
    said
}

fn font(face: &Face) -> Option<Font> {
    let axes: Vec<(Axis, f32)> = face.axes.iter().map(|(tag, value)| (Axis::new(tag), *value)).collect();
    Font::new_variable(Data::from(face.data.clone()), face.index, &axes)
}

/// The program, as the file names it.
const MAKER: &str = "prepgen";

fn title(composed: &Composed) -> String {
    let title = Rich::plain(&composed.sheet.title).text;
    if title.is_empty() { "Cheat sheet".to_string() } else { title }
}

fn metadata(site: &Site, composed: &Composed) -> Metadata {
    let config = &site.handbook.config;
    let metadata = Metadata::new().title(title(composed)).language(config.language.clone()).creator(MAKER.into()).producer(MAKER.into());
    if config.author.is_empty() { metadata } else { metadata.authors(vec![config.author.clone()]) }
}

/// Why there is no PDF, for the one who chose the font.
fn told(error: &KrillaError) -> anyhow::Error {
    match error {
        KrillaError::Font(_, why) => anyhow!("the font that `[cheatsheet] font` names cannot be embedded: {why}"),
        KrillaError::Validation(found) if found.iter().any(|(error, _)| matches!(error, ValidationError::RestrictedLicense(_))) => {
            anyhow!("the font that `[cheatsheet] font` names forbids that it is embedded; name one with an open licence")
        }
        other => anyhow!("the PDF cannot be made: {other:?}"),
    }
}

impl Printer<'_> {
    fn piece(&self, placed: &Placed) -> &Piece {
        let pieces = &self.composed.pieces;
        if placed.top { &pieces.top[placed.piece] } else { &pieces.columns[placed.piece] }
    }

    fn find_anchors(&mut self) {
        for (number, page) in self.composed.pages.iter().enumerate() {
            for placed in &page.placed {
                if let Some(anchor) = self.piece(placed).anchor {
                    self.anchors.entry(anchor).or_insert_with(|| place(number, placed));
                }
            }
        }
    }

    fn target(&self, lead: &Lead) -> Option<Target> {
        match lead {
            Lead::Web(url) => Some(Target::Action(Action::Link(LinkAction::new(url.clone())))),
            Lead::Entry(entry) => self.anchors.get(entry).map(|place| Target::Destination(place.clone().into())),
        }
    }

    fn page(&mut self, surface: &mut Surface, number: usize) {
        let composed = self.composed;
        let page = &composed.pages[number];
        if let Some((from, to)) = page.divide {
            let x = paper::SIDE + paper::column(composed.paper) + paper::GUTTER / 2.0;
            aside(surface, ArtifactType::Layout, |surface| line(surface, (x, from), (x, to), super::layout::HAIR, false));
        }
        for placed in &page.placed {
            let piece = if placed.top { &composed.pieces.top[placed.piece] } else { &composed.pieces.columns[placed.piece] };
            for item in &piece.items {
                self.item(surface, item, placed.x, placed.y);
            }
        }
        for (set, x, y) in &page.foot {
            aside(surface, ArtifactType::Footer, |surface| {
                for row in &set.rows {
                    for run in &row.runs {
                        self.run(surface, set, row, run, *x, *y);
                    }
                }
            });
        }
    }

    fn item(&mut self, surface: &mut Surface, item: &Item, x: f32, y: f32) {
        match item {
            Item::Text { x: dx, y: dy, set, node } => self.text(surface, set, x + dx, y + dy, *node),
            Item::Upright { x: dx, y: dy, set, node } => {
                surface.push_transform(&Transform::from_row(0.0, -1.0, 1.0, 0.0, x + dx, y + dy));
                self.text(surface, set, 0.0, 0.0, *node);
                surface.pop();
            }
            Item::Rule { x: dx, y: dy, width, weight } => {
                aside(surface, ArtifactType::Layout, |surface| line(surface, (x + dx, y + dy), (x + dx + width, y + dy), *weight, false));
            }
            Item::Frame { x: dx, y: dy, width, height, dashed } => {
                let (left, top, right, bottom) = (x + dx, y + dy, x + dx + width, y + dy + height);
                aside(surface, ArtifactType::Layout, |surface| {
                    line(surface, (left, top), (right, top), 0.6, *dashed);
                    line(surface, (right, top), (right, bottom), 0.6, *dashed);
                    line(surface, (right, bottom), (left, bottom), 0.6, *dashed);
                    line(surface, (left, bottom), (left, top), 0.6, *dashed);
                });
            }
        }
    }

    /// A text line by line, and in a line from link to link.
    fn text(&mut self, surface: &mut Surface, set: &Set, x: f32, y: f32, node: usize) {
        for row in &set.rows {
            let mut from = 0;
            while from < row.runs.len() {
                let lead = row.runs[from].lead.filter(|lead| self.target(&set.leads[*lead]).is_some());
                let same = |run: &Run| run.lead == row.runs[from].lead;
                let to = from + row.runs[from..].iter().take_while(|run| same(run)).count();
                let runs = &row.runs[from..to];
                let written = written(set, runs);
                let identifier = surface.start_tagged(ContentTag::Span(SpanTag::empty().with_actual_text(written.as_deref())));
                for run in runs {
                    self.run(surface, set, row, run, x, y);
                }
                surface.end_tagged();
                let (start, end) = (runs[0].x, runs.iter().map(|run| run.x + run.width).fold(0.0, f32::max));
                match (lead, Rect::from_ltrb(x + start, y + row.top, x + end, y + row.bottom)) {
                    (Some(lead), Some(area)) => {
                        let lead = set.leads[lead].clone();
                        let text = match &lead {
                            Lead::Web(url) => url.clone(),
                            Lead::Entry(_) => shown(set, runs).trim().to_string(),
                        };
                        // A link that says nothing is none that a reader may have.
                        let text = if text.is_empty() { "Link".to_string() } else { text };
                        self.pending.push(Pending { node, at: self.drawn[node].len(), area, lead, text });
                        self.drawn[node].push(Drawn::Link(vec![identifier]));
                    }
                    _ => self.drawn[node].push(Drawn::Text(identifier)),
                }
                from = to;
            }
        }
    }

    fn run(&self, surface: &mut Surface, set: &Set, row: &Row, run: &Run, x: f32, y: f32) {
        let glyph = |glyph: &super::text::Glyph| {
            let part = |length: f32| length / run.size;
            KrillaGlyph::new(GlyphId::new(glyph.id), part(glyph.advance), part(glyph.x), part(glyph.y), 0.0, glyph.text.clone(), None)
        };
        let glyphs: Vec<KrillaGlyph> = run.glyphs.iter().map(glyph).collect();
        surface.draw_glyphs(Point::from_xy(x + run.x, y + row.baseline), &glyphs, self.fonts[run.face].clone(), &set.text, run.size, false);
    }

    fn outline(&self) -> Outline {
        let mut outline = Outline::new();
        let mut open: Option<OutlineNode> = None;
        for (number, page) in self.composed.pages.iter().enumerate() {
            for placed in &page.placed {
                let Some(bookmark) = &self.piece(placed).bookmark else { continue };
                let node = OutlineNode::new(bookmark.text.clone(), place(number, placed));
                match &mut open {
                    Some(parent) if bookmark.level > 1 => parent.push_child(node),
                    _ => {
                        if let Some(done) = open.replace(node.with_open(true)) {
                            outline.push_child(done);
                        }
                    }
                }
            }
        }
        match open {
            Some(last) => outline.push_child(last),
            // Accessible documents have a list of contents, also where there is one page with nothing on it.
            None => outline.push_child(OutlineNode::new("Cheat sheet".into(), XyzDestination::new(0, Point::from_xy(0.0, 0.0)))),
        }
        outline
    }

    fn tags(&mut self, language: &str) -> TagTree {
        let nodes = &self.composed.pieces.nodes;
        let mut groups: Vec<Option<TagGroup>> = Vec::new();
        for (node, drawn) in nodes.iter().zip(std::mem::take(&mut self.drawn)) {
            let mut group = TagGroup::new(kind(node));
            for part in drawn {
                match part {
                    Drawn::Text(identifier) => group.push(identifier),
                    Drawn::Link(identifiers) if identifiers.len() < 2 => identifiers.into_iter().for_each(|identifier| group.push(identifier)),
                    Drawn::Link(identifiers) => {
                        let mut link = TagGroup::new(Tag::Link);
                        identifiers.into_iter().for_each(|identifier| link.push(identifier));
                        group.push(link);
                    }
                }
            }
            groups.push(Some(group));
        }
        // Children come after their parents, so each is whole before it is given to its parent, from the last to the first.
        let mut children: Vec<Vec<TagGroup>> = nodes.iter().map(|_| Vec::new()).collect();
        let mut tree = TagTree::new().with_lang(Some(language.to_string()));
        for number in (0..nodes.len()).rev() {
            let mut group = groups[number].take().expect("each part is given to its parent once");
            children[number].reverse();
            let below = std::mem::take(&mut children[number]);
            let empty = group.children.is_empty() && below.is_empty();
            below.into_iter().for_each(|child| group.push(child));
            if number == 0 {
                tree.push(group);
            } else if !empty {
                children[nodes[number].parent].push(group);
            }
        }
        tree
    }
}

fn kind(node: &Node) -> TagKind {
    match node.role {
        Role::Document => Tag::Part.into(),
        Role::Section => Tag::Section.into(),
        Role::Heading(_) if node.title.trim().is_empty() => Tag::P.into(),
        Role::Heading(level) => Tag::Hn(NonZeroU16::new(level).unwrap_or(NonZeroU16::MIN), Some(node.title.clone())).into(),
        Role::Paragraph => Tag::P.into(),
        Role::List => Tag::L(ListNumbering::None).into(),
        Role::ListItem => Tag::LI.into(),
        Role::Label => Tag::Lbl.into(),
        Role::ListBody => Tag::LBody.into(),
        Role::Table => Tag::Table.into(),
        Role::TableRow => Tag::TR.into(),
        Role::ColumnHead => Tag::TH(TableHeaderScope::Column).into(),
        Role::RowHead => Tag::TH(TableHeaderScope::Row).into(),
        Role::Cell => Tag::TD.into(),
    }
}

fn place(page: usize, placed: &Placed) -> XyzDestination {
    XyzDestination::new(page, Point::from_xy(placed.x, (placed.y - 4.0).max(0.0)))
}

/// What runs show, in the order of the text.
fn shown(set: &Set, runs: &[Run]) -> String {
    let ranges = runs.iter().flat_map(|run| &run.glyphs).map(|glyph| &glyph.text);
    let (start, end) = (ranges.clone().map(|range| range.start).min().unwrap_or(0), ranges.map(|range| range.end).max().unwrap_or(0));
    set.text[start..end].to_string()
}

/// What the author wrote, where something of it is replaced: for those who copy it or hear it.
fn written(set: &Set, runs: &[Run]) -> Option<String> {
    if set.replaced.is_empty() {
        return None;
    }
    let ranges = runs.iter().flat_map(|run| &run.glyphs).map(|glyph| &glyph.text);
    let (start, end) = (ranges.clone().map(|range| range.start).min()?, ranges.map(|range| range.end).max()?);
    replaced(set, start..end)
}

/// The same for a part of the text.
fn replaced(set: &Set, part: Range<usize>) -> Option<String> {
    let mut written = String::new();
    let mut any = false;
    for (at, c) in set.text[part.clone()].char_indices() {
        let replaced = set.replaced.binary_search_by_key(&(part.start + at), |(at, _)| *at);
        any |= replaced.is_ok();
        written.push(replaced.map_or(c, |found| set.replaced[found].1));
    }
    any.then_some(written)
}

/// Draws what says nothing to those who do not see it.
fn aside(surface: &mut Surface, kind: ArtifactType, draw: impl FnOnce(&mut Surface)) {
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(kind)));
    draw(surface);
    surface.end_tagged();
}

fn line(surface: &mut Surface, from: (f32, f32), to: (f32, f32), width: f32, dashed: bool) {
    let mut path = PathBuilder::new();
    path.move_to(from.0, from.1);
    path.line_to(to.0, to.1);
    let Some(path) = path.finish() else { return };
    let dash = dashed.then(|| StrokeDash { array: vec![2.4, 1.6], offset: 0.0 });
    surface.set_stroke(Some(Stroke { paint: luma::Color::black().into(), width, dash, ..Stroke::default() }));
    let fill = surface.get_fill().cloned();
    surface.set_fill(None);
    surface.draw_path(&path);
    surface.set_fill(fill);
    surface.set_stroke(None);
}
