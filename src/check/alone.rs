//! One entry looked at alone, with nothing but the settings beside it: all that most rules need. What they find is kept with the entry.

use super::{RULES, of_fault};
use crate::config::Config;
use crate::content::{Entry, Judgement, Kind, Role, Telling};
use crate::diagnostic::{Diagnostic, FaultKind, Level, Lint};
use crate::fonts::Coverage;
use crate::handbook::Handbook;
use crate::source::Span;
use crate::spoken::{self, Block};
use std::sync::Arc;

/// An entry and the settings.
pub(super) struct Alone<'a> {
    pub entry: &'a Arc<Entry>,
    pub config: &'a Config,
    pub coverage: &'a Coverage,
    /// How far each of the configured sections is told.
    tellings: Vec<Telling>,
    /// What a story says in its sections.
    blocks: Vec<Block<'a>>,
}

impl<'a> Alone<'a> {
    /// A finding in this entry.
    pub fn finding(&self, lint: &Lint, span: Span, message: impl Into<String>) -> Diagnostic {
        Diagnostic::new(lint, &self.entry.source, span, message)
    }

    /// Where the entry is named.
    pub fn title_span(&self) -> Span {
        super::title_span(self.entry)
    }

    /// Its faults of one kind, as findings of the rule that they belong to.
    pub fn faults(&self, lint: &Lint, kind: FaultKind) -> Vec<Diagnostic> {
        self.entry.faults.iter().filter(|fault| fault.kind == kind).map(|fault| of_fault(lint, &self.entry.source, fault.clone())).collect()
    }

    /// How far a story tells one of the configured sections.
    pub fn telling(&self, rule: usize) -> Telling {
        self.tellings[rule]
    }

    /// Whether every required section is told in words of the author's own.
    pub fn is_complete(&self) -> bool {
        self.config.sections.iter().zip(&self.tellings).all(|(rule, telling)| !rule.required || *telling == Telling::Told)
    }

    /// What a story tells in the sections with these roles, or in all of them where none is named, block by block: placeholders are left out,
    /// and so are quoted blocks, unless nothing else is told there.
    pub fn told<'s>(&'s self, roles: &'s [Role]) -> impl Iterator<Item = &'s Block<'a>> + Clone {
        let told = self.blocks.iter().filter(|block| roles.is_empty() || roles.contains(&block.text.role));
        let own = told.clone().any(|block| !block.text.passage.quoted);
        told.filter(move |block| !own || !block.text.passage.quoted)
    }
}

/// What the rules find in one entry, at the levels of the settings, with what its comments allow left out.
pub(super) fn judgement(handbook: &Handbook, entry: &Arc<Entry>) -> Arc<Judgement> {
    entry.kept.judgement.get(handbook.stamp, || {
        let config = &handbook.config;
        let is_story = entry.kind == Kind::Story && !entry.unreadable;
        let texts = if is_story { spoken::texts(&entry.body, &config.sections) } else { Vec::new() };
        let tellings = if is_story { (0..config.sections.len()).map(|rule| entry.body.telling(rule)).collect() } else { Vec::new() };
        let alone = Alone { entry, config, coverage: &handbook.coverage, tellings, blocks: texts.iter().map(Block::of).collect() };
        let mut found = Vec::new();
        for rule in RULES {
            let wanted = match rule.find {
                super::Find::Alone(find) | super::Find::AloneAndSettings(find, _) => Some(find),
                super::Find::Story(find) if is_story => Some(find),
                _ => None,
            };
            let level = handbook.config.level(rule.lint);
            if let Some(find) = wanted.filter(|_| level != Level::Off) {
                found.extend(find(&alone).into_iter().map(|diagnostic| Diagnostic { level, ..diagnostic }));
            }
        }
        let mut used = Vec::new();
        found.retain(|diagnostic| {
            let allows = entry.body.allows.iter().enumerate().filter(|(_, allow)| allow.lint == diagnostic.lint && allow.scope.covers(diagnostic.span));
            let before = used.len();
            used.extend(allows.map(|(number, _)| number));
            used.len() == before
        });
        found.sort_by(|a, b| (a.span, a.lint, &a.message).cmp(&(b.span, b.lint, &b.message)));
        Judgement { findings: found, used }
    })
}
