//! `prepgen serve`: what is typed, and what the terminal shows meanwhile: the address, a line a change, and findings that are new.

use super::project::{self, Misconfigured, Project};
use super::{Common, Status, out};
use crate::diagnostic::{Diagnostic, Level};
use crate::handbook::Drafts;
use crate::load::Changes;
use crate::report::{Entries, Format, plural};
use crate::serve::{self, Word};
use anyhow::Result;
use std::collections::BTreeSet;
use std::time::Duration;

#[derive(clap::Args)]
pub(super) struct Options {
    /// The port; 0 takes any that is free [default: 7827, or the next that is free]
    #[arg(long, value_name = "N")]
    port: Option<u16>,
    /// The name or address to listen at; only this machine can reach the default
    #[arg(long, value_name = "HOST", default_value = "127.0.0.1")]
    host: String,
    /// Open the handbook in your browser
    #[arg(long)]
    open: bool,
    /// Leave drafts out, as a build does
    #[arg(long)]
    no_drafts: bool,
    /// Look for changes again and again, where the file system sends no events
    #[arg(long)]
    poll: bool,
}

pub(super) fn run(options: &Options, common: &Common) -> Result<Status> {
    let drafts = if options.no_drafts { Drafts::Hidden } else { Drafts::Shown };
    let serve = serve::Options { root: Project::root(common)?, host: options.host.clone(), port: options.port, poll: options.poll, drafts };
    let mut terminal = Terminal { open: options.open, quiet: common.quiet, colour: common.color.on_stderr(), told: BTreeSet::new() };
    match serve::run(serve, move |word| terminal.tell(&word))? {
        Ok(()) => Ok(Status::Fine),
        Err(Misconfigured(diagnostics)) => {
            out::note_text(&project::report(Entries::default(), &diagnostics, Format::Human, common.color.on_stderr()))?;
            Ok(Status::Failed)
        }
    }
}

/// What the terminal has been told.
struct Terminal {
    open: bool,
    quiet: bool,
    colour: bool,
    /// Findings that were there last time, so that only new ones are told.
    told: BTreeSet<(String, String, String)>,
}

/// Findings that are told whole at most; more are counted.
const WHOLE: usize = 3;
/// Findings that are told in a line at most.
const LINES: usize = 8;
/// Changed files that are named at most.
const NAMED: usize = 3;

impl Terminal {
    fn tell(&mut self, word: &Word) {
        match word {
            Word::Serving { url, busy, open } => {
                out::note(&format!("Serving {url} (Ctrl+C ends it)"));
                if let Some(busy) = busy {
                    out::note(&format!("port {busy} is busy; what your browser keeps (practice, colours) belongs to an address, so it is not here"));
                }
                if *open {
                    out::note("warning: this address can be reached from other machines, and whoever reaches it can read the handbook");
                }
                if self.open
                    && let Err(error) = open::that_detached(url)
                {
                    out::note(&format!("cannot open a browser: {error}"));
                }
            }
            Word::Polling(why) => out::note(&format!("{why}; looking for changes a few times a second instead")),
            Word::Failed(text) => out::note(&format!("error: {text}\nthe pages stay as they were")),
            Word::Rebuilt { changes, took, handbook, diagnostics } => {
                if !self.quiet {
                    out::note(&line(changes, *took, diagnostics));
                }
                self.findings(diagnostics, handbook.map(project::entries).unwrap_or_default());
            }
        }
    }

    /// Tells what is new: errors whole, the rest in a line each, as many as fit.
    fn findings(&mut self, diagnostics: &[Diagnostic], entries: Entries) {
        let key = |found: &Diagnostic| (found.lint.to_string(), found.source.path.to_string(), found.message.clone());
        let worth = |level: Level| level == Level::Error || level == Level::Warn && !self.quiet;
        let new: Vec<&Diagnostic> = diagnostics.iter().filter(|found| worth(found.level) && !self.told.contains(&key(found))).collect();
        self.told = diagnostics.iter().map(key).collect();
        let (errors, others): (Vec<&Diagnostic>, Vec<&Diagnostic>) = new.into_iter().partition(|found| found.level == Level::Error);
        let whole: Vec<Diagnostic> = errors.iter().take(WHOLE).map(|found| (*found).clone()).collect();
        if !whole.is_empty() {
            let text = project::report(entries, &whole, Format::Human, self.colour);
            // The report's last line counts what it was given, which is not all.
            let end = text.trim_end().rfind('\n').unwrap_or(0);
            let _ = out::note_text(&format!("{}\n", text[..end].trim_end()));
        }
        let rest: Vec<&Diagnostic> = errors.into_iter().skip(WHOLE).chain(others).collect();
        for found in rest.iter().take(LINES) {
            let position = found.source.position(found.span.start as usize);
            out::note(&format!("  {}:{}: {}[{}]: {}", found.source.path, position.line, found.level.word(), found.lint, found.message));
        }
        if rest.len() > LINES {
            out::note(&format!("  ... and {} more: `prepgen check` shows them all", rest.len() - LINES));
        }
    }
}

/// `content/stories/x.md: 3 ms, 1 error, 2 warnings`
fn line(changes: &Changes, took: Duration, diagnostics: &[Diagnostic]) -> String {
    let marked = |list: &[String], mark: &str| list.iter().map(|path| format!("{mark}{path}")).collect::<Vec<_>>();
    let all = [marked(&changes.changed, ""), marked(&changes.added, "new "), marked(&changes.removed, "gone ")].concat();
    let what = match all.len() {
        0 => "read".into(),
        count if count <= NAMED => all.join(", "),
        count => format!("{} and {} more", all[..NAMED].join(", "), count - NAMED),
    };
    let count = |level: Level| diagnostics.iter().filter(|found| found.level == level).count();
    let milliseconds = took.as_secs_f64() * 1000.0;
    let shown = if count(Level::Error) > 0 { "; the last good pages stay" } else { "" };
    let counts = format!("{}, {}", plural(count(Level::Error), "error", "errors"), plural(count(Level::Warn), "warning", "warnings"));
    format!("{what}: {milliseconds:.0} ms, {counts}{shown}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_is_one_line() {
        let changes = Changes { changed: vec!["content/stories/x.md".into()], added: vec!["a".into(), "b".into(), "c".into()], removed: Vec::new() };
        assert_eq!(line(&changes, Duration::from_micros(3400), &[]), "content/stories/x.md, new a, new b and 1 more: 3 ms, 0 errors, 0 warnings");
    }

    #[test]
    fn the_help_names_the_port() {
        assert_eq!(serve::PORT, 7827, "the help of --port says so too");
    }
}
