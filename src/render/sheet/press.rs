//! Texts set with the sheet's fonts: shaping, line breaks, both directions of writing. The only room beside `fonts` that knows how.

use super::text::{Glyph, Look, Rich, Row, Run, Set, Setter, Style};
use crate::fonts::{self, Coverage};
use crate::prose;
use parley::{
    Alignment, AlignmentOptions, FontContext, FontFamily, FontFamilyName, FontStyle, FontWeight, Language, Layout, LayoutContext, LineHeight, OverflowWrap,
    StyleProperty,
};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::Arc;
use xxhash_rust::xxh3::Xxh3;

/// Places on the axes of a variable font.
type Axes = Vec<([u8; 4], f32)>;

/// A font file, as what draws takes it.
#[derive(Clone)]
pub(super) struct Face {
    pub data: Arc<dyn AsRef<[u8]> + Send + Sync>,
    pub index: u32,
    /// Where on its axes a variable font stands.
    pub axes: Axes,
}

/// Sets texts, each once.
pub(super) struct Press {
    fonts: FontContext,
    layouts: LayoutContext<u32>,
    coverage: Coverage,
    /// Characters that a font covers alone and not beside their neighbours.
    uncovered: BTreeSet<char>,
    language: Option<Language>,
    /// Texts that are shaped, for every size and width.
    shapes: BTreeMap<u64, Shape>,
    done: BTreeMap<u64, Arc<Set>>,
    /// Of each face its font's number and where it stands.
    known: Vec<(u64, Axes)>,
    pub faces: Vec<Face>,
}

/// A text as it is drawn, what was replaced in it, and its glyphs.
type Shape = (Rich, Vec<(usize, char)>, Layout<u32>);

/// The size in which texts are shaped.
const UNIT: f32 = 100.0;

/// What stands where no font covers a character.
const BOX: char = '\u{25a1}';

impl Press {
    pub(super) fn new(coverage: &Coverage, language: &str) -> Self {
        Self {
            fonts: FontContext { collection: fonts::collection(coverage.own()), source_cache: Default::default() },
            layouts: LayoutContext::new(),
            coverage: coverage.clone(),
            uncovered: BTreeSet::new(),
            language: Language::parse(language).ok(),
            shapes: BTreeMap::new(),
            done: BTreeMap::new(),
            known: Vec::new(),
            faces: Vec::new(),
        }
    }

    /// The text with a box for each character that no font covers, and what was replaced. Joiners stay where a font of the handbook's own may need them.
    fn covered(&self, rich: &Rich) -> (Rich, Vec<(usize, char)>) {
        let mut text = String::with_capacity(rich.text.len());
        let mut replaced = Vec::new();
        let mut place = vec![0; rich.text.len() + 1];
        for (at, c) in rich.text.char_indices() {
            place[at..at + c.len_utf8()].fill(text.len());
            if matches!(c, '\u{200c}' | '\u{200d}') && self.coverage.own().is_none() {
                continue;
            }
            if self.coverage.covers(c) && !self.uncovered.contains(&c) {
                text.push(c);
            } else {
                replaced.push((text.len(), c));
                text.push(BOX);
            }
        }
        place[rich.text.len()] = text.len();
        let moved = |range: &Range<usize>| place[range.start]..place[range.end];
        let looks = rich.looks.iter().map(|(range, look)| (moved(range), *look)).collect();
        let leads = rich.leads.iter().map(|(range, lead)| (moved(range), lead.clone())).collect();
        (Rich { text, looks, leads }, replaced)
    }

    /// A text shaped, its lines not broken yet. All lengths are in hundredths of the type's size, so that it serves every size.
    fn shaped(&mut self, rich: &Rich, style: Style) -> Layout<u32> {
        const fn named(name: &'static str) -> FontFamilyName<'static> {
            FontFamilyName::Named(Cow::Borrowed(name))
        }
        const FAMILIES: [FontFamilyName<'static>; 3] = [named(fonts::EMBEDDED), named(fonts::MARKS), named(fonts::OWN)];
        let mut builder = self.layouts.ranged_builder(&mut self.fonts, &rich.text, 1.0, false);
        builder.push_default(StyleProperty::FontFamily(FontFamily::List(Cow::Borrowed(&FAMILIES))));
        builder.push_default(StyleProperty::FontSize(UNIT));
        builder.push_default(StyleProperty::LineHeight(LineHeight::Absolute(UNIT * style.leading / style.size)));
        builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::Anywhere));
        builder.push_default(StyleProperty::Locale(self.language));
        if style.bold {
            builder.push_default(StyleProperty::FontWeight(FontWeight::SEMI_BOLD));
        }
        if style.italic {
            builder.push_default(StyleProperty::FontStyle(FontStyle::Italic));
        }
        for (range, look) in &rich.looks {
            let range = range.clone();
            match look {
                Look::Bold => builder.push(StyleProperty::FontWeight(FontWeight::SEMI_BOLD), range),
                Look::Small => {
                    builder.push(StyleProperty::FontSize(UNIT * style.small / style.size), range.clone());
                    builder.push(StyleProperty::FontWeight(FontWeight::NORMAL), range);
                }
            }
        }
        for (number, (range, _)) in rich.leads.iter().enumerate() {
            builder.push(StyleProperty::Brush(number as u32 + 1), range.clone());
        }
        builder.build(&rich.text)
    }

    fn face(&mut self, run: &parley::Run<'_, u32>) -> usize {
        let font = run.font();
        let axes: Axes = run.synthesis().variation_settings().iter().map(|(tag, value)| (tag.to_be_bytes(), *value)).collect();
        let key = (font.data.id(), axes.clone());
        match self.known.iter().position(|known| *known == key) {
            Some(at) => at,
            None => {
                let (data, _) = font.data.clone().into_raw_parts();
                self.known.push(key);
                self.faces.push(Face { data, index: font.index, axes });
                self.faces.len() - 1
            }
        }
    }

    /// The lines of a layout; or, where a glyph is missing all the same, the places that lack one.
    fn rows(&mut self, layout: &Layout<u32>, size: f32) -> Result<Vec<Row>, Vec<Range<usize>>> {
        let unit = size / UNIT;
        let mut rows = Vec::new();
        let mut lacking = Vec::new();
        for line in layout.lines() {
            let metrics = line.metrics();
            let mut x = metrics.offset * unit;
            let mut runs: Vec<Run> = Vec::new();
            for run in line.runs() {
                let face = self.face(&run);
                let mut current: Option<Run> = None;
                let mut ahead: Option<Range<usize>> = None;
                for cluster in run.visual_clusters() {
                    let range = cluster.text_range();
                    if cluster.is_ligature_continuation() {
                        // In a text that runs to the left, the rest of a ligature comes before its glyph.
                        match current.as_mut().and_then(|run| run.glyphs.last_mut()).filter(|_| !run.is_rtl()) {
                            Some(glyph) => glyph.text.end = glyph.text.end.max(range.end),
                            None => ahead = Some(ahead.map_or(range.clone(), |ahead| ahead.start.min(range.start)..ahead.end.max(range.end))),
                        }
                        continue;
                    }
                    let range = ahead.take().map_or(range.clone(), |ahead| ahead.start.min(range.start)..ahead.end.max(range.end));
                    let lead = (cluster.style().brush as usize).checked_sub(1);
                    if current.as_ref().is_some_and(|current| current.lead != lead) {
                        runs.extend(current.take());
                    }
                    let into = current.get_or_insert_with(|| Run { x, width: 0.0, face, size: run.font_size() * unit, lead, glyphs: Vec::new() });
                    for glyph in cluster.glyphs() {
                        if glyph.id == 0 {
                            lacking.push(range.clone());
                        }
                        let advance = glyph.advance * unit;
                        into.glyphs.push(Glyph { id: glyph.id, x: glyph.x * unit, y: glyph.y * unit, advance, text: range.clone() });
                        into.width += advance;
                        x += advance;
                    }
                }
                runs.extend(current);
            }
            rows.push(Row { top: metrics.block_min_coord * unit, bottom: metrics.block_max_coord * unit, baseline: metrics.baseline * unit, runs });
        }
        if lacking.is_empty() { Ok(rows) } else { Err(lacking) }
    }
}

/// What a text and these numbers are known by.
fn key(rich: &Rich, style: Style, numbers: &[f32]) -> u64 {
    let mut hasher = Xxh3::new();
    rich.hash(&mut hasher);
    numbers.iter().for_each(|number| number.to_bits().hash(&mut hasher));
    (style.bold, style.italic, style.end).hash(&mut hasher);
    hasher.finish()
}

impl Setter for Press {
    fn set(&mut self, rich: &Rich, style: Style, width: f32) -> Arc<Set> {
        let done = key(rich, style, &[style.size, style.small, style.leading, width]);
        if let Some(set) = self.done.get(&done) {
            return set.clone();
        }
        let small = if rich.looks.iter().any(|(_, look)| *look == Look::Small) { style.small / style.size } else { 0.0 };
        let shape = key(rich, style, &[small, style.leading / style.size]);
        let unit = style.size / UNIT;
        let mut known = self.shapes.remove(&shape);
        let (drawn, replaced, layout, rows) = loop {
            let (drawn, replaced, mut layout) = known.take().unwrap_or_else(|| {
                let (drawn, replaced) = self.covered(rich);
                let layout = self.shaped(&drawn, style);
                (drawn, replaced, layout)
            });
            layout.break_all_lines(Some(width / unit));
            layout.align(if style.end { Alignment::End } else { Alignment::Start }, AlignmentOptions::default());
            match self.rows(&layout, style.size) {
                Ok(rows) => break (drawn, replaced, layout, rows),
                Err(lacking) => {
                    let before = self.uncovered.len();
                    self.uncovered.extend(lacking.into_iter().flat_map(|range| drawn.text[range].chars()).filter(|c| *c != BOX && !c.is_ascii()));
                    // Each round takes characters away; where none is left to take, the text is drawn without glyphs rather than for ever.
                    if self.uncovered.len() == before {
                        break (drawn, replaced, layout, Vec::new());
                    }
                }
            }
        };
        let set = Arc::new(Set {
            text: drawn.text.clone(),
            replaced: replaced.clone(),
            leads: drawn.leads.iter().map(|(_, lead)| lead.clone()).collect(),
            leftward: layout.is_rtl(),
            width: layout.width() * unit,
            height: layout.height() * unit,
            words: prose::count(&rich.text),
            rows,
        });
        self.shapes.insert(shape, (drawn, replaced, layout));
        self.done.insert(done, set.clone());
        set
    }
}
