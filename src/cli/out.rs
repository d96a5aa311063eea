//! What goes to stdout and stderr, and how wide and colourful it may be.

use crate::report::visible;
use anyhow::{Context, Result};
use std::io::{ErrorKind, IsTerminal, Write};
use std::path::Path;
use unicode_width::UnicodeWidthStr;

/// When to use colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Colour {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// Always
    Always,
    /// Never
    Never,
}

impl Colour {
    fn wanted(self, terminal: bool) -> bool {
        let unset = |name| std::env::var_os(name).is_none_or(|value| value.is_empty());
        match self {
            Colour::Always => true,
            Colour::Never => false,
            Colour::Auto => terminal && unset("NO_COLOR") && std::env::var_os("TERM").is_none_or(|term| term != "dumb"),
        }
    }

    /// Whether stdout is coloured.
    pub(crate) fn on_stdout(self) -> bool {
        self.wanted(std::io::stdout().is_terminal())
    }

    /// Whether stderr is coloured.
    pub(crate) fn on_stderr(self) -> bool {
        self.wanted(std::io::stderr().is_terminal())
    }
}

/// How a command writes its result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// For the terminal
    Human,
    /// One JSON object
    Json,
}

/// Whether stdout is a terminal.
pub(crate) fn is_terminal() -> bool {
    std::io::stdout().is_terminal()
}

/// Columns of the terminal; 140 where there is none, so that what goes into files is always the same.
pub(crate) fn width() -> usize {
    terminal_size::terminal_size().map_or(140, |(width, _)| usize::from(width.0)).max(40)
}

/// A path as one would type it: from the folder one stands in, where it lies below that.
pub(crate) fn place(path: &Path) -> String {
    let here = std::env::current_dir().ok();
    let below = here.and_then(|here| path.strip_prefix(here).ok().map(Path::to_path_buf)).filter(|below| !below.as_os_str().is_empty());
    below.as_deref().unwrap_or(path).display().to_string()
}

/// Writes a result to stdout. A reader that went away is no failure; a disk that is full is one.
pub(crate) fn result(text: &str) -> Result<()> {
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error).context("cannot write to stdout"),
        _ => Ok(()),
    }
}

/// Writes a line to stderr. Where that fails there is nobody left to tell.
pub(crate) fn note(text: &str) {
    let lines: Vec<String> = text.lines().map(visible).collect();
    let _ = note_text(&(lines.join("\n") + "\n"));
}

/// Writes text to stderr as it is.
pub(crate) fn note_text(text: &str) -> Result<()> {
    Ok(std::io::stderr().lock().write_all(text.as_bytes())?)
}

/// A text cut or filled to so many columns.
pub(crate) fn cell(text: &str, width: usize) -> String {
    let text = visible(text);
    let cut = text.width() > width;
    let mut shown = String::new();
    let mut used = 0;
    for c in text.chars() {
        let wide = c.to_string().width();
        if used + wide > width - usize::from(cut) {
            break;
        }
        used += wide;
        shown.push(c);
    }
    if cut {
        shown.push('\u{2026}');
    }
    let fill = width.saturating_sub(shown.width());
    shown + &" ".repeat(fill)
}

/// A text in lines of so many columns; a word that is longer stands alone and is cut.
pub(crate) fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut().filter(|line| line.width() + 1 + word.width() <= width) {
            Some(line) => {
                line.push(' ');
                line.push_str(word);
            }
            None => lines.push(if word.width() > width { cell(word, width) } else { word.to_string() }),
        }
    }
    lines
}
