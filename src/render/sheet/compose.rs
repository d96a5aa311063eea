//! The sheet made to fit its pages: the largest type that needs no more pages than the smallest, and where that is too much, less detail.

use super::detail::{self, LADDER};
use super::layout::Pieces;
use super::paper::SCALES;
#[cfg(feature = "pdf")]
use super::press::{Face, Press};
use super::rough::Rough;
use super::text::{NAME, Rich, Setter, Style, shortened};
use super::{Matter, Paper, Request, Sheet, TooLong, blocks, paper, place};
use crate::render::Site;

/// A sheet with everything at its place.
pub(in crate::render) struct Composed {
    pub(super) sheet: Sheet,
    pub(super) pieces: Pieces,
    pub(super) pages: Vec<place::Page>,
    pub(super) paper: Paper,
    #[cfg(feature = "pdf")]
    pub(super) faces: Vec<Face>,
}

/// Makes the sheet fit. `exact` sets it with the real fonts, else it is measured roughly.
pub(super) fn compose(site: &Site, request: &Request, exact: bool) -> Result<Composed, TooLong> {
    #[cfg(feature = "pdf")]
    if exact {
        let mut press = Press::new(&site.handbook.coverage, &site.handbook.config.language);
        let mut composed = fit(site, request, &mut press)?;
        composed.faces = press.faces;
        return Ok(composed);
    }
    let _ = exact;
    fit(site, request, &mut Rough)
}

fn fit(site: &Site, request: &Request, setter: &mut dyn Setter) -> Result<Composed, TooLong> {
    let matter = site.matter();
    let matter = match request.interview {
        Some(interview) => site.led_by(interview, matter),
        None => matter,
    };
    let most = request.pages as usize;
    let few = detail::principles(request.pages).min(matter.principles.len());
    let smallest = SCALES.len() - 1;
    // The first step that fits, between one that is known not to and one that is known to.
    let (mut low, mut high) = (0, LADDER.len());
    let mut found = None;
    while low < high {
        // Most sheets fit as they are.
        let step = if (low, high) == (0, LADDER.len()) { 0 } else { (low + high) / 2 };
        let tried = made(site, request, &matter, step, few, setter, smallest);
        if tried.pages.len() <= most {
            high = step;
            found = Some((step, tried));
        } else {
            low = step + 1;
        }
    }
    if let Some((step, composed)) = found {
        // Where nothing need be left out, the sheet takes as few pages as it can; else it fills those that it may take.
        let allowed = if step == 0 { composed.pages.len() } else { most };
        for scale in 0..smallest {
            let larger = made(site, request, &matter, step, few, setter, scale);
            if larger.pages.len() <= allowed {
                return Ok(larger);
            }
        }
        return Ok(composed);
    }
    let barest = LADDER.len() - 1;
    let composed = made(site, request, &matter, barest, matter.principles.len(), setter, smallest);
    if !request.strict {
        // Fewer principles, as many as fit.
        let (mut fits, mut too_many) = (None, few);
        let mut low = 0;
        while low < too_many {
            let middle = (low + too_many) / 2;
            let tried = made(site, request, &matter, barest, middle, setter, smallest);
            if tried.pages.len() <= most {
                fits = Some(tried);
                low = middle + 1;
            } else {
                too_many = middle;
            }
        }
        if let Some(fits) = fits {
            return Ok(fits);
        }
    }
    Err(too_long(&composed, most))
}

fn made(site: &Site, request: &Request, matter: &Matter, step: usize, principles: usize, setter: &mut dyn Setter, scale: usize) -> Composed {
    let sheet = site.sheet(matter, &detail::bounded(step, principles, request.pages), principles, request);
    let pieces = blocks::pieces(&sheet, setter, SCALES[scale], request.paper);
    let mut pages = place::pages(&pieces, request.paper);
    feet(&sheet, &pieces, &mut pages, setter, request.paper);
    Composed {
        sheet,
        pieces,
        pages,
        paper: request.paper,
        #[cfg(feature = "pdf")]
        faces: Vec::new(),
    }
}

/// The foot of each page: whose sheet it is, from which heading to which it goes, and which page of how many it is.
fn feet(sheet: &Sheet, pieces: &Pieces, pages: &mut [place::Page], setter: &mut dyn Setter, paper: Paper) {
    let count = pages.len();
    if count < 2 {
        return;
    }
    let size = 7.5;
    let style = Style { size, small: size, leading: size * 1.2, bold: false, italic: false, end: false };
    let (width, height) = paper.size();
    let half = (width - 2.0 * paper::SIDE) / 2.0;
    let y = height - paper::BOTTOM + 9.0;
    let mut under: Option<&str> = None;
    for (number, page) in pages.iter_mut().enumerate() {
        let mut from = None;
        for piece in page.placed.iter().filter(|placed| !placed.top).map(|placed| &pieces.columns[placed.piece]) {
            under = piece.bookmark.as_ref().filter(|bookmark| bookmark.level == 1).map(|bookmark| bookmark.text.as_str()).or(under);
            from = from.or(under);
        }
        let mut text = shortened(&sheet.title, NAME / 2);
        if let (Some(from), Some(to)) = (from, under) {
            text.push_str(&format!(" \u{b7} {}", shortened(from, NAME / 2)));
            if from != to {
                text.push_str(&format!(" \u{2013} {}", shortened(to, NAME / 2)));
            }
        }
        let title = setter.set(&Rich::plain(&text), style, half * 1.8);
        let place = setter.set(&Rich::plain(&format!("{} / {count}", number + 1)), Style { end: true, ..style }, half * 0.2);
        page.foot = vec![(title, paper::SIDE, y), (place, paper::SIDE + half * 1.8, y)];
    }
}

fn too_long(composed: &Composed, most: usize) -> TooLong {
    let over = composed.pages[most.min(composed.pages.len())..].iter().flat_map(|page| &page.placed).filter(|placed| !placed.top);
    let over: Vec<_> = over.map(|placed| &composed.pieces.columns[placed.piece]).collect();
    let headings = over.iter().filter_map(|piece| piece.bookmark.as_ref()).filter(|bookmark| bookmark.level == 1).map(|bookmark| bookmark.text.clone());
    TooLong { words: over.iter().map(|piece| piece.words).sum(), pages: composed.pages.len(), headings: headings.collect() }
}
