//! How long a text is without its fonts: for the page of a site that has no PDF, which tells no more than would fit on paper.

use super::text::{Rich, Set, Setter, Style};
use crate::prose;
use std::sync::Arc;

/// Sets nothing and measures by the average letter.
pub(super) struct Rough;

/// A letter's width, spaces and all, in sizes of the type.
const LETTER: f32 = 0.47;

impl Setter for Rough {
    fn set(&mut self, rich: &Rich, style: Style, width: f32) -> Arc<Set> {
        let long = rich.text.chars().count() as f32 * style.size * LETTER;
        let rows = (long / width.max(1.0)).ceil().max(1.0);
        Arc::new(Set {
            text: String::new(),
            replaced: Vec::new(),
            leads: Vec::new(),
            leftward: false,
            width: long.min(width),
            height: rows * style.leading,
            words: prose::count(&rich.text),
            rows: Vec::new(),
        })
    }
}
