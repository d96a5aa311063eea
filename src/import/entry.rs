//! Entries made of what was found: principles, questions, stories and pages, each with the rows that its title holds.

use super::principle::Named;
use super::question;
use super::read::{Place, Reader};
use super::section::{Section, joined};
use super::story::Story;
use crate::content::Kind;
use crate::parse::outline::{Block, Row};

impl Reader<'_> {
    /// The entry of a principle, with what its heading says beside its name.
    pub fn principle(&mut self, named: &Named, head: &[Row]) -> usize {
        let (index, new) = self.book.keyed(Kind::Principle, &named.key, &named.title);
        if new {
            self.book.drafts[index].id = named.id.clone().unwrap_or_default();
            named.aliases.iter().for_each(|alias| self.book.drafts[index].field("aliases", alias));
        }
        if crate::prose::bare(&named.written) != crate::prose::bare(&self.book.drafts[index].title)
            && !self.book.aliases.iter().any(|(name, _)| *name == named.written)
        {
            self.book.aliases.push((named.written.clone(), index));
        }
        self.title_rows(index, head);
        if let (Some(source), Some(row)) = (&named.source, head.last()) {
            self.book.drafts[index].body.push(Block::Paragraph(vec![Row { line: row.line, text: source.clone() }]));
        }
        index
    }

    /// The entry of a question.
    pub fn question(&mut self, head: &[Row], place: &Place) -> usize {
        let title = question::title(&joined(head));
        let (index, _) = self.book.keyed(Kind::Question, &title.text, &title.text);
        self.title_rows(index, head);
        if let Some(mark) = &title.mark {
            self.book.drafts[index].field("marks", mark);
        }
        let mut principles = std::mem::take(&mut self.book.drafts[index].principles);
        principles.extend(place.principle.filter(|principle| !principles.contains(principle)));
        self.named_beside(&title.text, &mut principles);
        self.book.drafts[index].principles = principles;
        index
    }

    /// Adds the principles that a title names beside its own words.
    fn named_beside(&mut self, title: &str, principles: &mut Vec<usize>) {
        for named in self.principles.beside(title) {
            let principle = self.principle(&named, &[]);
            if !principles.contains(&principle) {
                principles.push(principle);
            }
        }
    }

    /// The rows of a heading are in the title; what was taken off its front became structure.
    pub fn title_rows(&mut self, index: usize, head: &[Row]) {
        let text = joined(head);
        self.book.drafts[index].placed.extend(head.iter().map(|row| Row { line: row.line, text: crate::parse::outline::plain(&row.text) }));
        if let Some(first) = head.first() {
            let taken = question::title(&text).taken;
            self.book.spend(first.line, &taken);
        }
        // A title carries no link, so the line itself stays below.
        if head.iter().any(|row| row.text.contains("](") || row.text.contains("![[")) {
            self.book.drafts[index].body.push(Block::Paragraph(head.to_vec()));
        }
    }

    /// Stories become entries. A heading above is the title of the only one.
    pub fn tell(&mut self, stories: Vec<(Story, Place)>, head: Option<&[Row]>) -> Vec<usize> {
        let alone = stories.len() == 1;
        let mut told = Vec::new();
        for (story, place) in stories {
            let own = Some(story.title.clone()).filter(|title| !title.is_empty());
            let head = own.or_else(|| head.filter(|_| alone).map(<[Row]>::to_vec)).filter(|head| !head.is_empty());
            let asked = place.question.map(|question| self.book.drafts[question].title.clone());
            let title = match &head {
                Some(head) => question::title(&joined(head)).text,
                None => asked.unwrap_or_else(|| first_words(&story)),
            };
            let index = self.book.add(Kind::Story, &title);
            let mut principles: Vec<usize> = place.principle.into_iter().collect();
            if let Some(head) = &head {
                self.title_rows(index, head);
                self.named_beside(&title, &mut principles);
            }
            for label in &story.labels {
                self.book.spend(label.line, &label.text);
            }
            let draft = &mut self.book.drafts[index];
            draft.principles = principles;
            draft.questions.extend(place.question);
            draft.body = story.notes;
            draft.sections = story.sections;
            told.push(index);
        }
        told
    }

    /// A page with this heading, or with its first words as title.
    pub fn page(&mut self, head: Option<&[Row]>, blocks: Vec<Block>) -> usize {
        let title = match head {
            Some(head) => question::title(&joined(head)).text,
            None => blocks
                .iter()
                .flat_map(Block::rows)
                .map(|row| cut(&crate::parse::outline::plain(row.text.trim_start_matches("<!--"))))
                .find(|text| !text.is_empty())
                .unwrap_or_default(),
        };
        let index = self.book.add(Kind::Page, &title);
        if let Some(head) = head {
            self.title_rows(index, head);
        }
        self.book.drafts[index].body = blocks;
        index
    }

    /// A section that holds nothing of its own kind becomes a page.
    pub fn page_of(&mut self, section: Section, place: &Place) {
        let head = section.head.clone();
        let sections: Vec<Section> = section.subs.clone();
        let index = self.page(Some(&head), Vec::new());
        self.anchor(&section, index, place);
        self.anchors_below(&sections, index, place);
        let blocks = section.into_inner(2);
        self.book.drafts[index].body = blocks;
    }

    pub(super) fn anchors_below(&mut self, sections: &[Section], index: usize, place: &Place) {
        for section in sections {
            self.anchor(section, index, place);
            self.anchors_below(&section.subs, index, place);
        }
    }
}

/// The first words that a story says, as a title.
fn first_words(story: &Story) -> String {
    let rows = story.sections.iter().flat_map(|(_, blocks)| blocks).flat_map(Block::rows);
    rows.map(|row| cut(&crate::parse::outline::plain(&row.text))).find(|text| text.contains(char::is_alphanumeric)).unwrap_or_default()
}

/// The first sentence of a text, or as many of its words as a title takes.
pub fn cut(text: &str) -> String {
    let sentence = crate::prose::sentences(text).next().map_or("", |(_, sentence)| sentence);
    let words: Vec<&str> = sentence.split_whitespace().collect();
    let short = words.iter().take(10).copied().collect::<Vec<_>>().join(" ");
    let short: String = short.chars().take(100).collect();
    let text = if words.len() > 10 { short } else { sentence.chars().take(100).collect() };
    text.trim().trim_end_matches(|c: char| matches!(c, '.' | ',' | ';' | ':') || c.is_whitespace()).trim_end_matches("-->").trim().to_string()
}
