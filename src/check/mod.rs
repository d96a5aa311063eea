//! What is wrong or missing in a handbook. Each rule is an opinion in a file of its own; this file holds their list and judges what they find.

mod alias_used;
mod alone;
mod broken_link;
mod confidential_term;
mod duplicate_ask;
mod duplicate_id;
mod duplicate_section;
mod empty_loop;
mod empty_section;
mod hedging;
mod invalid_config;
mod invalid_front_matter;
mod invalid_id;
mod missing_section;
mod missing_title;
mod named;
mod no_learning;
mod no_metric;
mod overused_story;
mod passive_ownership;
mod placeholder;
mod reused_in_loop;
mod same_event_twice;
mod section_order;
mod stale_story;
mod stray_file;
mod thin_action;
mod thin_principle;
mod too_long;
mod too_short;
mod unanswered_question;
mod uncovered_principle;
mod uncovered_script;
mod undefined_acronym;
mod unknown_focus;
mod unknown_key;
mod unknown_principle;
mod unknown_question;
mod unknown_story;
mod unused_allow;
mod unused_pin;
mod vague_result;
mod we_over_i;

pub use confidential_term::Published;

use crate::content::Entry;
use crate::diagnostic::{Diagnostic, Fault, Level, Lint};
use crate::handbook::Handbook;
use crate::parse;
use crate::source::{Source, Span};
use alone::Alone;
use rayon::prelude::*;
use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::sync::Arc;

/// A lint and how it is found.
pub struct Rule {
    /// What it is.
    pub lint: &'static Lint,
    find: Find,
}

enum Find {
    /// By looking at the linked handbook.
    In(fn(&Handbook) -> Vec<Diagnostic>),
    /// By looking at one entry alone, whatever its kind.
    Alone(fn(&Alone) -> Vec<Diagnostic>),
    /// The same, and by looking at the settings.
    AloneAndSettings(fn(&Alone) -> Vec<Diagnostic>, fn(&Handbook) -> Vec<Diagnostic>),
    /// By looking at one story alone.
    Story(fn(&Alone) -> Vec<Diagnostic>),
    /// Elsewhere: while site.toml is read, once all other rules have spoken, or when pages are made.
    Elsewhere,
}

const fn rule(lint: &'static Lint, find: fn(&Handbook) -> Vec<Diagnostic>) -> Rule {
    Rule { lint, find: Find::In(find) }
}

const fn entry(lint: &'static Lint, find: fn(&Alone) -> Vec<Diagnostic>) -> Rule {
    Rule { lint, find: Find::Alone(find) }
}

const fn story(lint: &'static Lint, find: fn(&Alone) -> Vec<Diagnostic>) -> Rule {
    Rule { lint, find: Find::Story(find) }
}

/// Every rule there is.
pub static RULES: &[Rule] = &[
    rule(&alias_used::LINT, alias_used::find),
    rule(&broken_link::LINT, broken_link::find),
    Rule { lint: &confidential_term::LINT, find: Find::Elsewhere },
    rule(&duplicate_ask::LINT, duplicate_ask::find),
    rule(&duplicate_id::LINT, duplicate_id::find),
    story(&duplicate_section::LINT, duplicate_section::find),
    rule(&empty_loop::LINT, empty_loop::find),
    story(&empty_section::LINT, empty_section::find),
    story(&hedging::LINT, hedging::find),
    Rule { lint: &invalid_config::LINT, find: Find::Elsewhere },
    entry(&invalid_front_matter::LINT, invalid_front_matter::find),
    entry(&invalid_id::LINT, invalid_id::find),
    story(&missing_section::LINT, missing_section::find),
    entry(&missing_title::LINT, missing_title::find),
    story(&no_learning::LINT, no_learning::find),
    story(&no_metric::LINT, no_metric::find),
    rule(&overused_story::LINT, overused_story::find),
    story(&passive_ownership::LINT, passive_ownership::find),
    entry(&placeholder::LINT, placeholder::find),
    rule(&reused_in_loop::LINT, reused_in_loop::find),
    rule(&same_event_twice::LINT, same_event_twice::find),
    story(&section_order::LINT, section_order::find),
    rule(&stale_story::LINT, stale_story::find),
    rule(&stray_file::LINT, stray_file::find),
    story(&thin_action::LINT, thin_action::find),
    rule(&thin_principle::LINT, thin_principle::find),
    story(&too_long::LINT, too_long::find),
    story(&too_short::LINT, too_short::find),
    rule(&unanswered_question::LINT, unanswered_question::find),
    rule(&uncovered_principle::LINT, uncovered_principle::find),
    Rule { lint: &uncovered_script::LINT, find: Find::AloneAndSettings(uncovered_script::find, uncovered_script::in_settings) },
    story(&undefined_acronym::LINT, undefined_acronym::find),
    rule(&unknown_focus::LINT, unknown_focus::find),
    entry(&unknown_key::LINT, unknown_key::find),
    rule(&unknown_principle::LINT, unknown_principle::find),
    rule(&unknown_question::LINT, unknown_question::find),
    rule(&unknown_story::LINT, unknown_story::find),
    Rule { lint: &unused_allow::LINT, find: Find::Elsewhere },
    rule(&unused_pin::LINT, unused_pin::find),
    story(&vague_result::LINT, vague_result::find),
    story(&we_over_i::LINT, we_over_i::find),
];

/// Every lint there is, by name.
pub fn lints() -> Vec<&'static Lint> {
    RULES.iter().map(|rule| rule.lint).collect()
}

/// The lint of that name.
pub fn lint(name: &str) -> Option<&'static Lint> {
    RULES.iter().map(|rule| rule.lint).find(|lint| lint.name == name)
}

/// All findings in a handbook, at the levels of site.toml, silenced where a comment allows them, sorted by path and place.
///
/// What is found in an entry alone is kept with it, so that a handbook checked again costs what changed and what concerns all of it.
pub fn handbook(handbook: &Handbook) -> Vec<Diagnostic> {
    let (alone, found) = rayon::join(
        || handbook.entries.par_iter().map(|entry| alone::judgement(handbook, entry)).collect::<Vec<_>>(),
        || {
            let find = |rule: &Rule| match rule.find {
                Find::In(find) | Find::AloneAndSettings(_, find) if handbook.config.level(rule.lint) != Level::Off => find(handbook),
                _ => Vec::new(),
            };
            RULES.par_iter().flat_map(find).collect::<Vec<_>>()
        },
    );
    let mut used = BTreeSet::new();
    let mut kept = Vec::with_capacity(alone.iter().map(|alone| alone.findings.len()).sum::<usize>() + found.len());
    for (index, alone) in alone.iter().enumerate() {
        used.extend(alone.used.iter().map(|number| (index, *number)));
        let draft = handbook.is_draft(index);
        kept.extend(alone.findings.iter().map(|diagnostic| softened(draft, diagnostic.clone())));
    }
    for diagnostic in found {
        if !is_allowed(handbook, &diagnostic, &mut used) {
            kept.push(judged(handbook, diagnostic));
        }
    }
    if handbook.config.level(&unused_allow::LINT) != Level::Off {
        let late = unused_allow::find(handbook, &used);
        kept.extend(late.into_iter().map(|diagnostic| judged(handbook, diagnostic)));
    }
    sort(&mut kept);
    kept
}

fn sort(found: &mut [Diagnostic]) {
    let path = |a: &Diagnostic, b: &Diagnostic| if Arc::ptr_eq(&a.source, &b.source) { Ordering::Equal } else { a.source.path.cmp(&b.source.path) };
    found.sort_by(|a, b| path(a, b).then_with(|| (a.span, a.lint, &a.message).cmp(&(b.span, b.lint, &b.message))));
}

/// All findings where everything is public: those in the handbook, and forbidden terms in what would be written, which nothing softens.
pub fn public(handbook: &Handbook, found: Vec<Diagnostic>, templates: &[(String, Arc<Source>)], files: &[Published]) -> Vec<Diagnostic> {
    let mut all = found;
    all.extend(confidential_term::judge(handbook, templates, files));
    sort(&mut all);
    all.dedup_by(|a, b| (&a.source.path, a.span, a.lint, &a.message) == (&b.source.path, b.span, b.lint, &b.message));
    all
}

/// What is wrong with site.toml, as findings.
pub fn config(source: &Arc<Source>, faults: Vec<Fault>) -> Vec<Diagnostic> {
    faults.into_iter().map(|fault| of_fault(&invalid_config::LINT, source, fault)).collect()
}

/// The place of an allow comment: its file and its number in it.
type AllowId = (usize, usize);

/// Whether a comment at the finding's place, or at a place that belongs to it, allows it.
fn is_allowed(handbook: &Handbook, diagnostic: &Diagnostic, used: &mut BTreeSet<AllowId>) -> bool {
    let places = std::iter::once((&diagnostic.source, diagnostic.span)).chain(diagnostic.related.iter().map(|related| (&related.source, related.span)));
    let mut allowed = false;
    for (source, span) in places {
        let Some(index) = handbook.at_path(&source.path) else { continue };
        for (number, allow) in handbook.entries[index].body.allows.iter().enumerate() {
            if allow.lint == diagnostic.lint && allow.scope.covers(span) {
                used.insert((index, number));
                allowed = true;
            }
        }
    }
    allowed
}

/// A finding at the level that it has here.
fn judged(handbook: &Handbook, mut diagnostic: Diagnostic) -> Diagnostic {
    if let Some(setting) = handbook.config.lints.get(diagnostic.lint) {
        diagnostic.level = setting.level.unwrap_or(diagnostic.level);
    }
    softened(handbook.at_path(&diagnostic.source.path).is_some_and(|index| handbook.is_draft(index)), diagnostic)
}

/// In a draft an error counts as a warning.
fn softened(draft: bool, mut diagnostic: Diagnostic) -> Diagnostic {
    if draft && !diagnostic.firm && diagnostic.level == Level::Error {
        diagnostic.level = Level::Warn;
    }
    diagnostic
}

fn of_fault(lint: &Lint, source: &Arc<Source>, fault: Fault) -> Diagnostic {
    Diagnostic { help: fault.help, fix: fault.fix, firm: fault.firm, ..Diagnostic::new(lint, source, fault.span, fault.message) }
}

/// Where an entry is named: its title, or its first line where it has none.
fn title_span(entry: &Entry) -> Span {
    match &entry.title {
        Some(title) => parse::text_span(&entry.source, title),
        None => Span::new(entry.source.bom(), entry.source.bom()),
    }
}

/// A time as people say it: `2:05 min`.
fn minutes(seconds: usize) -> String {
    format!("{}:{:02} min", seconds / 60, seconds % 60)
}
