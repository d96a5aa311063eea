//! `prepgen explain LINT`: why a lint exists, a bad and a good example.

use super::{Status, out};
use crate::diagnostic::{Lint, did_you_mean};
use crate::{check, report};
use anyhow::{Result, bail};

#[derive(clap::Args)]
pub(super) struct Options {
    /// The lint's name; without it, all lints
    lint: Option<String>,
    /// How to write it
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For the terminal
    Human,
    /// As a page of documentation
    Markdown,
}

pub(super) fn run(options: &Options) -> Result<Status> {
    let text = match &options.lint {
        None if options.format == Format::Markdown => page(),
        None => list(),
        Some(name) => match check::lint(name) {
            Some(lint) if options.format == Format::Markdown => markdown(lint),
            Some(lint) => explain(lint),
            None => match did_you_mean(name, check::lints().iter().map(|lint| lint.name)) {
                Some(close) => bail!("no lint is called `{name}`; did you mean `{close}`?"),
                None => bail!("no lint is called `{name}`; `prepgen explain` lists them all"),
            },
        },
    };
    out::result(&text)?;
    Ok(Status::Fine)
}

fn list() -> String {
    check::lints().iter().map(|lint| format!("{:<22} {:<8} {}\n", lint.name, lint.level.word(), lint.finds)).collect()
}

/// All lints as one page.
fn page() -> String {
    let mut text = String::from(
        "# The checks\n\nWhat `prepgen check` looks for. `[lints]` in site.toml sets each to `off`, `info`, `warn` or `error`, and\n\
         `<!-- prepgen: allow NAME -->` silences one for the next block. `prepgen explain --format markdown` writes this page.\n\n| check | level | finds |\n| --- | --- | --- |\n",
    );
    for lint in check::lints() {
        text.push_str(&format!("| [{0}](#{0}) | {1} | {2} |\n", lint.name, report::level_name(lint.level), lint.finds.replace('|', "\\|")));
    }
    for lint in check::lints() {
        text.push('\n');
        text.push_str(&markdown(lint));
    }
    text
}

fn markdown(lint: &Lint) -> String {
    let mut text = format!("## {}\n\nLevel: {}. Finds {}.\n\n{}\n", lint.name, report::level_name(lint.level), lint.finds, lint.why);
    for (name, value) in lint.thresholds {
        text.push_str(&format!("\nThreshold: `{} = {{{name} = {value}}}`\n", lint.name));
    }
    for (word, files) in [("Bad", lint.bad), ("Good", lint.good)] {
        for (path, content) in files {
            text.push_str(&format!("\n{word}, `{path}`:\n\n````\n{}\n````\n", content.trim_end()));
        }
    }
    text
}

fn explain(lint: &Lint) -> String {
    let mut text = format!("{} ({} by default)\n\nFinds {}.\n\n{}\n", lint.name, lint.level.word(), lint.finds, wrapped(lint.why));
    for (name, value) in lint.thresholds {
        text.push_str(&format!("\nThreshold: {name} = {value}, set by `{} = {{{name} = {value}}}` under [lints] in site.toml.\n", lint.name));
    }
    for (word, files) in [("Bad", lint.bad), ("Good", lint.good)] {
        text.push_str(&format!("\n{word}:\n"));
        for (path, content) in files {
            text.push_str(&format!("\n    {path}\n"));
            text.extend(content.lines().map(|line| if line.is_empty() { "\n".to_string() } else { format!("    | {line}\n") }));
        }
    }
    text
}

/// A paragraph in lines of at most 88 columns.
fn wrapped(text: &str) -> String {
    let mut out = String::new();
    let mut column = 0;
    for word in text.split_whitespace() {
        let length = word.chars().count();
        if column > 0 && column + 1 + length > 88 {
            out.push('\n');
            column = 0;
        } else if column > 0 {
            out.push(' ');
            column += 1;
        }
        out.push_str(word);
        column += length;
    }
    out
}
