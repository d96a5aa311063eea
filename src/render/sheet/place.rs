//! Pieces into columns and pages: no head stands alone, what belongs together stays together, the last page is balanced.

use super::layout::{Piece, Pieces};
use super::paper::{self, Paper};
use super::text::Set;
use std::sync::Arc;

/// A piece at its place on a page.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Placed {
    /// Whether it is one of those over the whole width.
    pub top: bool,
    pub piece: usize,
    pub x: f32,
    pub y: f32,
}

/// One page.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub placed: Vec<Placed>,
    /// Its foot: texts at their places.
    pub foot: Vec<(Arc<Set>, f32, f32)>,
    /// The line between its columns: from where to where.
    pub divide: Option<(f32, f32)>,
}

/// Where a column begins and ends.
#[derive(Clone, Copy)]
struct Room {
    top: f32,
    bottom: f32,
}

/// A stretch of pieces in one column: from which to before which.
struct Column {
    pieces: std::ops::Range<usize>,
    /// Where each of them stands below the column's top.
    offsets: Vec<f32>,
    height: f32,
}

/// The pages of a sheet.
pub(super) fn pages(pieces: &Pieces, paper: Paper) -> Vec<Page> {
    let mut first = Page::default();
    let mut y = paper::TOP;
    for (number, piece) in pieces.top.iter().enumerate() {
        y += if number > 0 { piece.before } else { 0.0 };
        first.placed.push(Placed { top: true, piece: number, x: paper::SIDE, y });
        y += piece.height;
    }
    let bottom = paper.size().1 - paper::BOTTOM;
    let tall = Room { top: paper::TOP, bottom };
    let mut room = Room { top: if pieces.top.is_empty() { y } else { y + 8.0 }, bottom };
    let all = &pieces.columns;
    let mut pages = Vec::new();
    let mut page = first;
    let mut at = 0;
    loop {
        let (left, right) = both(all, at, room.bottom - room.top, tall.bottom - tall.top);
        let done = right.pieces.end;
        let (left, right) = if done == all.len() { balanced(all, at, room.bottom - room.top, left, right) } else { (left, right) };
        put(&mut page, &left, 0, room.top, paper);
        put(&mut page, &right, 1, room.top, paper);
        if !right.offsets.is_empty() {
            page.divide = Some((room.top, room.top + left.height.max(right.height)));
        }
        pages.push(std::mem::take(&mut page));
        at = done;
        if at >= all.len() {
            return pages;
        }
        room = tall;
    }
}

fn put(page: &mut Page, column: &Column, number: usize, top: f32, paper: Paper) {
    let x = paper::SIDE + number as f32 * (paper::column(paper) + paper::GUTTER);
    page.placed.extend(column.pieces.clone().zip(&column.offsets).map(|(piece, offset)| Placed { top: false, piece, x, y: top + offset }));
}

/// Two columns of a height from a piece on.
fn both(pieces: &[Piece], at: usize, height: f32, tallest: f32) -> (Column, Column) {
    let left = fill(pieces, at, height, tallest);
    let right = fill(pieces, left.pieces.end, height, tallest);
    (left, right)
}

/// As many pieces as a column holds. `tallest` is the height of a whole page: what is higher than that is broken between its pieces.
fn fill(pieces: &[Piece], from: usize, height: f32, tallest: f32) -> Column {
    let mut offsets: Vec<f32> = Vec::new();
    let mut y = 0.0_f32;
    let mut at = from;
    while at < pieces.len() {
        let mut end = at + 1;
        while end < pieces.len() && pieces[end].glued {
            end += 1;
        }
        let tall = |range: std::ops::Range<usize>, y: f32| {
            let mut below = y;
            for number in range {
                below += if below > 0.0 { pieces[number].before } else { 0.0 } + pieces[number].height;
            }
            below
        };
        let fits = tall(at..end, y) <= height;
        let breaks = tall(at..end, 0.0) > tallest;
        if !fits && !breaks {
            break;
        }
        let mut stopped = false;
        for (number, piece) in pieces.iter().enumerate().take(end).skip(at) {
            let top = y + if y > 0.0 { piece.before } else { 0.0 };
            // A piece that no page holds is put on a page of its own all the same.
            if top + piece.height > height && !(offsets.is_empty() && piece.height > tallest) {
                stopped = true;
                end = number;
                break;
            }
            offsets.push(top);
            y = top + piece.height;
        }
        at = end;
        if stopped {
            break;
        }
    }
    Column { pieces: from..at, offsets, height: y }
}

/// The last page with both columns as low as can be, so that it looks finished and not cut off.
fn balanced(pieces: &[Piece], at: usize, height: f32, left: Column, right: Column) -> (Column, Column) {
    let (mut low, mut high) = (0.0, height);
    let mut best = (left, right);
    for _ in 0..12 {
        let middle = (low + high) / 2.0;
        let (left, right) = both(pieces, at, middle, middle);
        let fits = right.pieces.end == pieces.len() && left.height <= middle && right.height <= middle && whole(pieces, &left) && whole(pieces, &right);
        if fits {
            best = (left, right);
            high = middle;
        } else {
            low = middle;
        }
    }
    best
}

/// Whether a column ends where one may.
fn whole(pieces: &[Piece], column: &Column) -> bool {
    pieces.get(column.pieces.end).is_none_or(|next| !next.glued)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(height: f32, glued: bool) -> Piece {
        Piece { before: 6.0, height, glued, ..Piece::default() }
    }

    /// Heads of 14 points, each with a story of five lines of 10 points and a second one of three.
    fn many(count: usize) -> Pieces {
        let mut columns = Vec::new();
        for _ in 0..count {
            columns.push(piece(14.0, false));
            columns.extend((0..5).map(|_| piece(10.0, true)));
            columns.push(piece(10.0, false));
            columns.extend((0..2).map(|_| piece(10.0, true)));
        }
        Pieces { top: vec![piece(30.0, false)], columns, nodes: Vec::new() }
    }

    #[test]
    fn every_piece_has_its_place_once_and_in_order() {
        for count in [0, 1, 7, 40, 200] {
            let pieces = many(count);
            let pages = pages(&pieces, Paper::A4);
            let placed: Vec<usize> = pages.iter().flat_map(|page| &page.placed).filter(|placed| !placed.top).map(|placed| placed.piece).collect();
            assert_eq!(placed, (0..pieces.columns.len()).collect::<Vec<_>>());
            for placed in pages.iter().flat_map(|page| &page.placed).filter(|placed| !placed.top) {
                assert!(placed.y >= paper::TOP && placed.y + pieces.columns[placed.piece].height <= Paper::A4.size().1 - paper::BOTTOM + 0.01, "{placed:?}");
            }
        }
    }

    #[test]
    fn what_is_glued_stays_with_what_it_is_glued_to() {
        let pieces = many(60);
        for page in pages(&pieces, Paper::Letter) {
            for pair in page.placed.windows(2).filter(|pair| !pair[0].top && pieces.columns[pair[1].piece].glued) {
                assert!((pair[0].x - pair[1].x).abs() < 0.01, "torn apart: {pair:?}");
            }
            let first = page.placed.iter().find(|placed| !placed.top).unwrap();
            assert!(!pieces.columns[first.piece].glued, "a page begins with the rest of something: {first:?}");
        }
    }

    #[test]
    fn the_last_page_is_balanced() {
        let last = pages(&many(16), Paper::A4).pop().unwrap();
        let foot = |left: bool| {
            let column = last.placed.iter().filter(|placed| !placed.top && (placed.x < 200.0) == left);
            column.map(|placed| placed.y).fold(0.0, f32::max)
        };
        assert!((foot(true) - foot(false)).abs() < 90.0, "{} and {}", foot(true), foot(false));
    }

    #[test]
    fn what_no_column_holds_is_broken_between_its_pieces() {
        let mut columns = vec![piece(20.0, false)];
        columns.extend((0..300).map(|_| piece(10.0, true)));
        columns.push(piece(5000.0, false));
        let pieces = Pieces { top: Vec::new(), columns, nodes: Vec::new() };
        let placed = pages(&pieces, Paper::A4).iter().map(|page| page.placed.len()).sum::<usize>();
        assert_eq!(placed, 302);
    }
}
