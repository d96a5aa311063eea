//! Marks in front of what they mark: `$`, a star and the like, shown by the labels that site.toml gives them.

use crate::content::{Body, Form, Passage};
use crate::prose;
use std::collections::BTreeMap;
use std::ops::Range;

/// The configured mark that a text starts with, its label, and the text after it. A mark is followed by a space.
pub fn mark<'m, 't>(marks: &'m BTreeMap<String, String>, text: &'t str) -> Option<(&'m str, &'m str, &'t str)> {
    let (first, rest) = text.split_once(' ')?;
    let (mark, label) = marks.get_key_value(first)?;
    Some((mark, label, rest.trim_start()))
}

/// What the mark of an item means, and where the item's text goes on after it; nothing and 0 where there is none.
pub fn item_mark<'m>(marks: &'m BTreeMap<String, String>, passage: &Passage) -> (&'m str, usize) {
    match mark(marks, &passage.text).filter(|_| matches!(passage.form, Form::Item(_))) {
        Some((_, label, rest)) => (label, passage.text.len() - rest.len()),
        None => ("", 0),
    }
}

/// The first sentence that is told in one of the configured sections, after its mark: its block, and the bytes of the block's text.
pub fn first_sentence<'b>(marks: &BTreeMap<String, String>, body: &'b Body, rule: usize) -> Option<(&'b Passage, Range<usize>)> {
    let (passage, range) = body.first_sentence(rule)?;
    match item_mark(marks, passage).1 {
        0 => Some((passage, range)),
        // After a mark such as `!` the sentence begins anew.
        start => Some((passage, prose::sentences(&passage.text[start..]).next().map_or(start..start, |(range, _)| start + range.start..start + range.end))),
    }
}
