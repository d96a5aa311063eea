//! What a story says, block by block and sentence by sentence, cut into words once for all who look at it.

use crate::content::{Body, Passage, Role, SectionRule};
use crate::phrase::{self, Word};
use crate::{prose, voice};
use std::borrow::Cow;

/// The text of one block of a section.
pub struct Text<'p> {
    /// The block.
    pub passage: &'p Passage,
    /// What its section is for.
    pub role: Role,
    /// What is said aloud, byte for byte as long as the passage's text.
    pub spoken: Cow<'p, str>,
    /// The same with everything in quotation marks blanked out, where there is any.
    unquoted: Option<String>,
}

/// The blocks that a story's sections tell, placeholders left out.
pub fn texts<'p>(body: &'p Body, rules: &[SectionRule]) -> Vec<Text<'p>> {
    let told = body.passages.iter().filter(|passage| passage.is_spoken() && !passage.is_placeholder);
    let told = told.filter_map(|passage| Some((passage, rules[body.sections[passage.section? as usize].rule].role)));
    told.map(|(passage, role)| {
        let spoken = passage.spoken();
        let unquoted = match voice::unquoted(&spoken) {
            Cow::Borrowed(_) => None,
            Cow::Owned(unquoted) => Some(unquoted),
        };
        Text { passage, role, spoken, unquoted }
    })
    .collect()
}

/// A block with its sentences.
pub struct Block<'t> {
    /// Its text.
    pub text: &'t Text<'t>,
    /// Its sentences, what stands in quotation marks left out.
    pub sentences: Vec<Sentence<'t>>,
}

/// One sentence.
pub struct Sentence<'t> {
    /// Its first byte in the block's text.
    pub start: usize,
    /// Its text.
    pub text: &'t str,
    /// Its words.
    pub words: Vec<Word<'t>>,
    own: Option<Vec<Word<'t>>>,
}

impl<'t> Block<'t> {
    /// Cuts a block into sentences and words.
    pub fn of(text: &'t Text<'t>) -> Self {
        let sentence = |(range, sentence): (std::ops::Range<usize>, &'t str)| {
            let words = phrase::words(sentence);
            Sentence { start: range.start, text: sentence, own: voice::own(&words), words }
        };
        Self { text, sentences: prose::sentences(text.unquoted.as_deref().unwrap_or(&text.spoken)).map(sentence).collect() }
    }
}

impl<'t> Sentence<'t> {
    /// The teller's own words: what others said or thought is left out.
    pub fn own(&self) -> &[Word<'t>] {
        self.own.as_deref().unwrap_or(&self.words)
    }
}
