//! From the sections of a note to entries: what each heading, item and row of labels is, and what belongs to it.

use super::asking;
use super::book::Book;
use super::label::Names;
use super::principle::{Named, Principles};
use super::question;
use super::section::{self, Form, INNER, Section, joined};
use super::story::{Finder, Story};
use crate::content::{Kind, SectionRule};
use crate::parse::outline::{Block, Row};

/// Where in the notes we are.
#[derive(Clone, Debug, Default)]
pub struct Place {
    /// Below this principle.
    pub principle: Option<usize>,
    /// Below this question.
    pub question: Option<usize>,
    /// Whether questions are expected.
    pub expected: bool,
    /// Whether they are expected around the answer that we are in.
    pub around: bool,
    /// Whether each heading names a principle.
    pub principles: bool,
    /// Which note.
    pub note: usize,
}

/// What was found and waits for the heading it belongs to.
#[derive(Debug, Default)]
pub struct Left {
    /// Blocks that are nothing of their own.
    pub blocks: Vec<Block>,
    /// Sections that hold nothing of their own.
    pub subs: Vec<Section>,
    /// Stories without a title of their own.
    pub stories: Vec<(Story, Place)>,
}

/// Reads notes into a book.
pub struct Reader<'s> {
    /// What is found.
    pub book: Book,
    /// Names of principles.
    pub principles: &'s Principles<'s>,
    /// Names of sections.
    pub names: &'s Names,
    /// The configured sections.
    pub rules: &'s [SectionRule],
}

impl Reader<'_> {
    pub(super) fn finder(&self) -> Finder<'_> {
        Finder { names: self.names, rules: self.rules }
    }

    /// Divides blocks by their headings.
    pub fn divide(&self, blocks: Vec<Block>, expected: bool) -> Section {
        section::divide(blocks, self.names, &|name| self.principles.named(name).is_some(), expected)
    }

    /// Reads what stands below a heading.
    pub fn scope(&mut self, section: Section, place: &Place) -> Left {
        let mut left = Left::default();
        let section = Section { subs: Self::nested(section.subs), ..section };
        let labelled: std::collections::BTreeSet<usize> = section.subs.iter().filter_map(|sub| self.heading_label(sub)).collect();
        let mut blocks = section.blocks;
        let mut seen = labelled.len() >= 2 || labelled.len() == 1 && blocks.iter().any(|block| section::starts_with_label(block, self.names));
        for sub in section.subs {
            if seen && self.heading_label(&sub).is_some() {
                let mut later = Vec::new();
                blocks.push(match sub.form {
                    Form::Summary => Block::Heading(INNER - 1, sub.head),
                    _ => Block::Heading(sub.level, sub.head),
                });
                blocks.extend(sub.blocks);
                for inner in sub.subs {
                    // What begins something of its own is not part of the section that it happens to stand below.
                    if matches!(inner.form, Form::Line | Form::Summary) && self.begins(&inner, place) {
                        later.push(inner);
                    } else {
                        blocks.extend(inner.into_blocks(INNER));
                    }
                }
                for inner in later {
                    self.blocks(std::mem::take(&mut blocks), place, &mut left);
                    self.section(inner, place, &mut left);
                }
            } else {
                self.blocks(std::mem::take(&mut blocks), place, &mut left);
                self.section(sub, place, &mut left);
                seen = labelled.len() >= 2;
            }
        }
        self.blocks(blocks, place, &mut left);
        left
    }

    /// Headings that name whom to ask belong to the one before them that says so, also where they stand at its level.
    fn nested(subs: Vec<Section>) -> Vec<Section> {
        let title = |section: &Section| question::title(&section.written()).text;
        let mut out: Vec<Section> = Vec::new();
        for sub in subs {
            let inside = asking::asking(&title(&sub), true).is_some() && asking::asking(&title(&sub), false).is_none();
            let heads = |section: &Section| asking::asking(&title(section), false).is_some_and(|asking| asking.audience.is_none() && asking.when.is_none());
            match out.iter().rposition(heads).filter(|_| inside) {
                Some(at) => out[at].subs.push(sub),
                None => out.push(sub),
            }
        }
        out
    }

    pub(super) fn heading_label(&self, section: &Section) -> Option<usize> {
        self.names.label(&section.written(), true).map(|label| label.rule)
    }

    fn begins(&self, section: &Section, place: &Place) -> bool {
        let text = section.written();
        question::is_question(&question::title(&text).text, place.expected)
            || self.principles.named(&text).is_some()
            || section.blocks.first().is_some_and(|block| section::starts_with_label(block, self.names))
    }

    /// Reads a section with its heading.
    pub fn section(&mut self, section: Section, place: &Place, left: &mut Left) {
        let text = section.written();
        let title = question::title(&text);
        if section.form == Form::Line && section::is_remark(&title.text) {
            return self.remark(section, place, left);
        }
        let named = self.principles.named(&text).or_else(|| self.listed(&section, &title, place));
        // An everyday word over a story is its title.
        let named = named.filter(|named| Principles::is_distinct(named) || place.principles || !self.holds_story_alone(&section));
        if let Some(named) = named.filter(|_| section.form != Form::Line || !section.blocks.is_empty() || !section.subs.is_empty()) {
            return self.principle_section(section, &named, place);
        }
        if let Some(asking) = asking::asking(&title.text, false).filter(|_| place.question.is_none()) {
            self.asks_section(section, &asking, place);
            return;
        }
        if let Some((principle, head)) = self.led(&section.head, place.expected) {
            return self.question_section(Section { head, ..section }, &Place { principle: Some(principle), ..place.clone() });
        }
        let expected = place.expected || section.form == Form::Line || text.trim().starts_with(['"', '\u{201c}']);
        if question::is_question_heading(&title.text, expected) || section::question_rows(&section.head, false).is_some() {
            return self.question_section(section, place);
        }
        self.other(section, &title.text, place, left);
    }

    /// Whether a section holds a story and no question.
    fn holds_story_alone(&self, section: &Section) -> bool {
        let mut blocks = section.blocks.clone();
        blocks.extend(section.subs.iter().cloned().flat_map(|sub| sub.into_blocks(2)));
        let asks = |block: &Block| match block {
            Block::Paragraph(rows) | Block::Heading(_, rows) => section::question_rows(rows, true).is_some(),
            Block::List(list) => {
                list.items.iter().any(|item| matches!(item.blocks.first(), Some(Block::Paragraph(rows)) if section::question_rows(rows, true).is_some()))
            }
            _ => false,
        };
        blocks.iter().any(|block| section::starts_with_label(block, self.names)) && !blocks.iter().any(asks)
    }

    /// Below a heading such as "Leadership principles" each heading names one.
    fn listed(&self, section: &Section, title: &question::Title, place: &Place) -> Option<Named> {
        let own = place.principles && section.form == Form::Heading && !question::is_question_heading(&title.text, true) && !section::is_kind(&title.text);
        let own = own && self.heading_label(section).is_none() && !title.text.is_empty() && title.text.len() < 80;
        own.then(|| Principles::own(&title.text))
    }

    /// A line such as "My answer" belongs to the answer below it.
    fn remark(&mut self, section: Section, place: &Place, left: &mut Left) {
        let before = left.stories.len();
        let head = section.head.clone();
        let inner = self.scope(Section { head: Vec::new(), form: Form::Top, ..section }, place);
        let at = left.blocks.len();
        left.blocks.extend(inner.blocks);
        left.stories.extend(inner.stories);
        left.subs.extend(inner.subs);
        if left.stories.len() > before {
            head.iter().for_each(|row| self.book.spend(row.line, &row.text));
        } else {
            left.blocks.insert(at, Block::Paragraph(head));
        }
    }

    pub(super) fn principle_section(&mut self, section: Section, named: &Named, place: &Place) {
        let index = self.principle(named, &section.head);
        self.anchor(&section, index, place);
        let head = section.head.clone();
        let place = Place { principle: Some(index), question: None, expected: true, principles: false, ..place.clone() };
        let left = self.scope(Section { form: Form::Top, head: Vec::new(), ..section }, &place);
        self.tell(left.stories, Some(&head));
        self.book.drafts[index].body.extend(left.blocks);
        let subs = left.subs.into_iter().flat_map(|sub| sub.into_blocks(2));
        self.book.drafts[index].body.extend(subs);
    }

    pub(super) fn question_section(&mut self, section: Section, place: &Place) {
        let head = section.head.clone();
        let index = self.question(&head, place);
        self.anchor(&section, index, place);
        let around = place.expected && section.form == Form::Line;
        let place = Place { question: Some(index), expected: false, around, ..place.clone() };
        let left = self.scope(Section { form: Form::Top, head: Vec::new(), ..section }, &place);
        self.answer(index, left);
    }

    /// What was found below a question is its answer.
    pub(super) fn answer(&mut self, question: usize, left: Left) {
        let mut rest = left.blocks;
        // `A: because ...` below `Q: Why?`
        if let Some(Block::Paragraph(rows)) = rest.first_mut()
            && let Some(row) = rows.first_mut()
            && let Some((head, text)) = section::answer(&row.text)
        {
            self.book.spend(row.line, &head);
            row.text = text;
            rows.retain(|row| !row.text.is_empty());
            if rows.is_empty() {
                rest.remove(0);
            }
        }
        let told = self.tell(left.stories, None);
        match told.first() {
            Some(story) => self.below(*story, left.subs),
            None => rest.extend(left.subs.into_iter().flat_map(|sub| sub.into_blocks(2))),
        }
        let into = told.first().copied().unwrap_or(question);
        // What stood alone in a list or a quotation is simply the answer.
        while let [Block::List(_) | Block::Quote(_)] = &rest[..] {
            match rest.pop() {
                Some(Block::List(mut list)) if list.items.len() == 1 => rest = list.items.pop().map(|item| item.blocks).unwrap_or_default(),
                Some(Block::Quote(inner)) => rest = inner,
                block => {
                    rest.extend(block);
                    break;
                }
            }
        }
        self.book.drafts[into].body.extend(rest);
    }

    /// Sections with headings of their own follow a story's sections; anything else is a note before them.
    pub(super) fn below(&mut self, story: usize, subs: Vec<Section>) {
        for sub in subs {
            let headed = sub.form == Form::Heading && self.heading_label(&sub).is_none();
            let draft = &mut self.book.drafts[story];
            if headed { &mut draft.tail } else { &mut draft.body }.extend(sub.into_blocks(2));
        }
    }

    /// A heading of no kind of its own.
    fn other(&mut self, section: Section, title: &str, place: &Place, left: &mut Left) {
        let before = self.book.drafts.len();
        let original = section.clone();
        let bare = crate::prose::bare(title);
        let has = |words: &[&str]| bare.split(' ').any(|word| words.contains(&word));
        let inner_place = Place {
            expected: place.expected || has(&["question", "questions"]),
            principles: has(&["principles", "competencies", "values", "behaviours", "behaviors", "attributes"]),
            ..place.clone()
        };
        let inner = self.scope(Section { form: Form::Top, head: Vec::new(), ..section }, &inner_place);
        if !self.book.since(before) && inner.stories.is_empty() {
            return left.subs.push(original);
        }
        if inner.stories.len() == 1 && !(section::is_kind(title)) {
            let told = self.tell(inner.stories, Some(&original.head));
            self.anchor(&original, told[0], place);
            self.book.drafts[told[0]].body.extend(inner.blocks);
            return self.below(told[0], inner.subs);
        }
        if section::is_kind(title) && place.question.is_some() && !inner.stories.is_empty() {
            // "Answer" as a heading: the story belongs to the question above.
            if section::is_remark(title) {
                original.head.iter().for_each(|row| self.book.spend(row.line, &row.text));
            } else {
                left.blocks.push(hidden(&original.head));
            }
            left.stories.extend(inner.stories);
            left.blocks.extend(inner.blocks);
            left.subs.extend(inner.subs);
            return;
        }
        self.tell(inner.stories, None);
        let has_words = inner.blocks.iter().any(|block| !matches!(block, Block::Comment(_) | Block::Rule));
        if has_words && place.principle.is_some() {
            left.blocks.push(Block::Heading(2, original.head));
            left.blocks.extend(inner.blocks);
        } else if has_words {
            let page = self.page(Some(&original.head), inner.blocks);
            self.anchor(&original, page, place);
        } else {
            self.carry(&original.head, before, place);
            if let Some(first) = self.book.drafts.get_mut(before) {
                first.body.extend(inner.blocks);
            }
        }
        for sub in inner.subs {
            self.page_of(sub, place);
        }
    }

    /// A heading over entries that has no words of its own goes with the first of them.
    fn carry(&mut self, head: &[Row], before: usize, place: &Place) {
        let text = joined(head);
        let title = question::title(&text);
        // A principle is named by more than what stands here, so that the heading goes with what is told.
        let made = self.book.drafts.get(before..).unwrap_or_default();
        let Some(offset) = made.iter().position(|draft| draft.kind != Kind::Principle).or_else(|| (!made.is_empty()).then_some(0)) else { return };
        let first_at = before + offset;
        let first = &self.book.drafts[first_at];
        let about = crate::prose::bare(&title.text).contains("question") && !section::is_kind(&title.text);
        if about && self.book.drafts[before..].iter().any(|draft| draft.kind == Kind::Question) {
            for index in before..self.book.drafts.len() {
                if self.book.drafts[index].kind == Kind::Question && self.book.drafts[index].values("source").is_empty() {
                    self.book.drafts[index].field("source", &title.text);
                    if !self.book.drafts[index].placed.iter().any(|row| head.iter().any(|own| own.line == row.line)) {
                        self.title_rows(index, head);
                    }
                }
            }
        } else if first.kind == Kind::Asks {
            self.book.drafts[first_at].body.insert(0, Block::Heading(2, head.to_vec()));
        } else {
            self.book.drafts[first_at].body.insert(0, hidden(head));
        }
        let anchor = crate::prose::kebab(&title.text);
        self.book.anchors.entry((place.note, anchor)).or_insert(first_at);
    }

    /// Remembers which entry a heading became, for links to it.
    pub fn anchor(&mut self, section: &Section, index: usize, place: &Place) {
        if section.form == Form::File {
            self.book.main.entry(place.note).or_insert(index);
        }
        let anchor = crate::prose::kebab(&crate::parse::outline::plain(&section.written()));
        self.book.anchors.entry((place.note, anchor)).or_insert(index);
    }
}

/// Rows in a comment.
fn hidden(rows: &[Row]) -> Block {
    Block::Comment(rows.iter().map(|row| Row { line: row.line, text: format!("<!-- {} -->", row.text.replace("--", "- -")) }).collect())
}
