//! The command line: arguments to exit status. The only room that prints.
//!
//! Results go to stdout, everything else to stderr. The exit status is 0 where all is fine, 1 where the content has errors
//! (or, with `--strict`, warnings), and 2 where the call, the configuration or the machine failed.

mod build;
mod cheatsheet;
mod check;
mod debrief;
mod explain;
mod import;
mod init;
mod man;
mod new;
mod out;
mod plan;
mod project;
mod rename;
mod serve;
mod stats;

use crate::content::Kind;
use crate::schema;
use anyhow::{Result, bail};
use clap::{CommandFactory, Parser, Subcommand};
use std::ffi::OsString;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::LazyLock;

/// How a run ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// All is fine.
    Fine = 0,
    /// The content has errors.
    Content = 1,
    /// The call, the configuration or the machine failed.
    Failed = 2,
}

/// Interview stories as a handbook that can be searched, rehearsed, checked and printed.
#[derive(Parser)]
#[command(
    name = "prepgen",
    version = version(),
    about,
    after_help = "`prepgen init DIR` starts a handbook. In its folder `prepgen serve --open` shows it while you write, `prepgen check` says what is missing, and `prepgen build` publishes to public/."
)]
struct Args {
    #[command(subcommand)]
    command: Command,
    #[command(flatten)]
    common: Common,
}

/// Options that every command takes.
#[derive(clap::Args, Clone)]
pub(crate) struct Common {
    /// The handbook's folder [default: the nearest parent with a site.toml]
    #[arg(long, global = true, value_name = "DIR")]
    root: Option<PathBuf>,
    /// When to use colour
    #[arg(long, global = true, value_enum, default_value_t = out::Colour::Auto, value_name = "WHEN")]
    color: out::Colour,
    /// Say less
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Say more
    #[arg(short, long, global = true)]
    verbose: bool,
}

#[derive(Subcommand)]
enum Command {
    /// A new handbook: settings, what a company asks for, an example
    Init(init::Options),
    /// Turn notes that you have into content
    Import(import::Options),
    /// Read, link and check everything; write nothing
    Check(check::Options),
    /// Check, then publish to the output folder
    Build(build::Options),
    /// Write and see: watch, rebuild, reload
    Serve(serve::Options),
    /// The printable sheet as a PDF file
    Cheatsheet(cheatsheet::Options),
    /// Start a new story, question, principle, ... from its template
    New(new::Options),
    /// Who hears which story, with no story told twice
    Plan(plan::Options),
    /// Afterwards: note in an interview's file which stories were told
    Debrief(debrief::Options),
    /// Give a file another id, and change every reference to it
    Rename(rename::Options),
    /// Coverage, length and gaps
    Stats(stats::Options),
    /// Why a lint exists, with a bad and a good example
    Explain(explain::Options),
    /// JSON Schema of a kind's front matter, or of site.toml, for editors
    Schema {
        /// story, question, principle, asks, interview, page or site
        #[arg(value_name = "KIND")]
        of: String,
    },
    /// A script that completes commands in a shell
    #[command(after_help = "bash: prepgen completions bash > ~/.local/share/bash-completion/completions/prepgen\n\
        fish: prepgen completions fish > ~/.config/fish/completions/prepgen.fish\n\
        zsh:  prepgen completions zsh > _prepgen, in a folder that $fpath names")]
    Completions {
        /// The shell
        #[arg(value_enum)]
        shell: clap_complete::Shell,
    },
    /// The manual page
    #[command(after_help = "To read it: prepgen man | man -l -")]
    Man,
}

/// The version, and the commit where whoever built it named one in PREPGEN_COMMIT.
fn version() -> &'static str {
    static VERSION: LazyLock<String> = LazyLock::new(|| version_at(option_env!("PREPGEN_COMMIT")));
    &VERSION
}

fn version_at(commit: Option<&str>) -> String {
    let short: String = commit.unwrap_or("").trim().chars().take(10).collect();
    if short.is_empty() { env!("CARGO_PKG_VERSION").into() } else { format!("{} ({short})", env!("CARGO_PKG_VERSION")) }
}

/// Runs the program with these arguments, the program's name first.
pub fn run(args: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args = match Args::try_parse_from(args) {
        Ok(args) => args,
        Err(error) => {
            // Help that was asked for is a result; everything else is a call that failed.
            let asked = !error.use_stderr();
            let written = if asked { out::result(&error.render().to_string()) } else { out::note_text(&error.render().to_string()) };
            if let Err(error) = &written {
                out::note(&format!("error: {error:#}"));
            }
            return ExitCode::from(if asked && written.is_ok() { 0 } else { 2 });
        }
    };
    let status = match execute(&args) {
        Ok(status) => status,
        Err(error) => {
            out::note(&format!("error: {error:#}"));
            Status::Failed
        }
    };
    ExitCode::from(status as u8)
}

fn execute(args: &Args) -> Result<Status> {
    match &args.command {
        Command::Check(options) => check::run(options, &args.common),
        Command::Build(options) => build::run(options, &args.common),
        Command::Serve(options) => serve::run(options, &args.common),
        Command::Init(options) => init::run(options, &args.common),
        Command::Import(options) => import::run(options, &args.common),
        Command::Rename(options) => rename::run(options, &args.common),
        Command::Cheatsheet(options) => cheatsheet::run(options, &args.common),
        Command::New(options) => new::run(options, &args.common),
        Command::Plan(options) => plan::run(options, &args.common),
        Command::Debrief(options) => debrief::run(options, &args.common),
        Command::Stats(options) => stats::run(options, &args.common),
        Command::Explain(options) => explain::run(options),
        Command::Schema { of } => {
            let schema = match (of.as_str(), Kind::named(of)) {
                (_, Some(kind)) => schema::front_matter(kind),
                ("site" | "site.toml", None) => schema::site(&crate::check::lints()),
                _ => bail!("there is no schema of `{of}`; the kinds are story, question, principle, asks, interview, page and site"),
            };
            out::result(&(serde_json::to_string_pretty(&schema)? + "\n"))?;
            Ok(Status::Fine)
        }
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Args::command(), "prepgen", &mut script);
            out::result(&String::from_utf8_lossy(&script))?;
            Ok(Status::Fine)
        }
        Command::Man => {
            out::result(&man::page(Args::command())?)?;
            Ok(Status::Fine)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_names_the_commit_where_there_is_one() {
        let plain = env!("CARGO_PKG_VERSION");
        assert_eq!(version_at(None), plain);
        assert_eq!(version_at(Some("")), plain);
        assert_eq!(version_at(Some("0123456789abcdef0123456789abcdef01234567")), format!("{plain} (0123456789)"));
    }
}
