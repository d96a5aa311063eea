//! One entry looked at alone, with nothing but the settings beside it: all that most rules need. What they find is kept with the entry.

use super::{RULES, of_fault};
use crate::config::Config;
use crate::content::{Entry, Judgement, Kind, Passage, Role, Telling};
use crate::diagnostic::{Diagnostic, FaultKind, Level, Lint};
use crate::fonts::Coverage;
use crate::handbook::Handbook;
use crate::source::Span;
use std::sync::Arc;

/// An entry and the settings.
pub(super) struct Alone<'a> {
    pub entry: &'a Arc<Entry>,
    pub config: &'a Config,
    pub coverage: &'a Coverage,
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
        self.entry.body.telling(rule)
    }

    /// Whether every required section is told in words of the author's own.
    pub fn is_complete(&self) -> bool {
        self.entry.body.is_complete(&self.config.sections)
    }

    /// What a story tells in the sections with these roles, or in all of them where none is named, block by block: placeholders are left out,
    /// and so are quoted blocks, unless nothing else is told there.
    pub fn told(&self, roles: &[Role]) -> Vec<&'a Passage> {
        let body = &self.entry.body;
        let role = |section: u32| self.config.sections[body.sections[section as usize].rule].role;
        let wanted = |passage: &&Passage| {
            passage.is_spoken() && passage.section.is_some_and(|section| roles.is_empty() || roles.contains(&role(section))) && !passage.is_placeholder
        };
        let told: Vec<&Passage> = body.passages.iter().filter(wanted).collect();
        let own: Vec<&Passage> = told.iter().copied().filter(|passage| !passage.quoted).collect();
        if own.is_empty() { told } else { own }
    }
}

/// What the rules find in one entry, at the levels of the settings, with what its comments allow left out.
pub(super) fn judgement(handbook: &Handbook, entry: &Arc<Entry>) -> Arc<Judgement> {
    entry.kept.judgement.get(handbook.stamp, || {
        let alone = Alone { entry, config: &handbook.config, coverage: &handbook.coverage };
        let mut found = Vec::new();
        for rule in RULES {
            let wanted = match rule.find {
                super::Find::Alone(find) => Some(find),
                super::Find::Story(find) if entry.kind == Kind::Story && !entry.unreadable => Some(find),
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
