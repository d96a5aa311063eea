//! The paper, and the sizes of what is printed on it. All lengths are in points, 72 to an inch.

/// A size of paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Paper {
    /// 210 by 297 mm
    A4,
    /// 8.5 by 11 inches
    Letter,
}

impl Paper {
    /// The paper of that name in site.toml.
    pub fn named(name: &str) -> Option<Self> {
        match name {
            "a4" => Some(Self::A4),
            "letter" => Some(Self::Letter),
            _ => None,
        }
    }

    /// Its width and height.
    pub(super) fn size(self) -> (f32, f32) {
        match self {
            Self::A4 => (595.28, 841.89),
            Self::Letter => (612.0, 792.0),
        }
    }
}

/// What is left free at the edges: printers need 12 points, thumbs some more.
pub(super) const SIDE: f32 = 34.0;
pub(super) const TOP: f32 = 32.0;
pub(super) const BOTTOM: f32 = 36.0;
/// Between two columns.
pub(super) const GUTTER: f32 = 18.0;

/// One column's width.
pub(super) fn column(paper: Paper) -> f32 {
    (paper.size().0 - 2.0 * SIDE - GUTTER) / 2.0
}

/// The sizes of type that belong together.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Scale {
    /// Text.
    pub body: f32,
    /// What stands beside it; never below 7.5 points.
    pub small: f32,
    /// Heads of principles.
    pub head: f32,
    /// From one line of text to the next.
    pub leading: f32,
    /// From one line of small type to the next.
    pub tight: f32,
}

/// From the largest type to the smallest. The sheet takes the largest that needs no more pages than the smallest does.
pub(super) const SCALES: [Scale; 4] = [scale(9.5, 8.25), scale(9.0, 8.0), scale(8.5, 7.75), scale(8.0, 7.5)];

const fn scale(body: f32, small: f32) -> Scale {
    Scale { body, small, head: body + 2.25, leading: body * 1.24, tight: small * 1.24 }
}
