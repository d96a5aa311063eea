//! `prepgen init [DIR]`: a new handbook, or a theme to start from in one that is there.

use super::import::{bring, human, named};
use super::{Common, Status, out, project};
use crate::framework::{self, Framework};
use crate::{load, parse, prose, render, write};
use anyhow::{Context, Result, bail};
use std::path::{Path, PathBuf};

#[derive(clap::Args)]
pub(super) struct Options {
    /// Where to make it [default: here]
    dir: Option<PathBuf>,
    /// Whose principles and questions to start with: amazon, google, meta, microsoft, uk-civil-service or general [default: general; with --from: only those that the notes name]
    #[arg(long, value_parser = named, value_name = "NAME")]
    framework: Option<&'static Framework>,
    /// Notes to import at once: Markdown or text files, or folders of them
    #[arg(long, value_name = "NOTES", num_args = 1..)]
    from: Vec<PathBuf>,
    /// Write the built-in theme to themes/NAME, to change it there
    #[arg(long, value_name = "NAME")]
    theme: Option<String>,
}

pub(super) fn run(options: &Options, common: &Common) -> Result<Status> {
    let folder = options.dir.clone().or_else(|| common.root.clone()).unwrap_or_else(|| PathBuf::from("."));
    if let Some(theme) = &options.theme
        && (theme.is_empty() || theme.starts_with(['.', '_']) || !theme.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.')))
    {
        bail!("`{theme}` is no name for a theme: letters, digits and hyphens");
    }
    let root = absolute(&folder)?;
    let exists = load::is_handbook(&root);
    if exists && options.theme.is_none() {
        let hint = if options.from.is_empty() { "" } else { "; `prepgen import` adds notes to it" };
        bail!("{} is a handbook already, so nothing was changed{hint}", folder.display());
    }
    if exists && (!options.from.is_empty() || options.framework.is_some()) {
        bail!("{} is a handbook already: `init --theme` alone adds a theme to it, `prepgen import` adds notes", folder.display());
    }
    if options.theme.as_ref().is_some_and(|theme| load::has_theme(&root, theme)) {
        bail!("themes/{} is there already, so nothing was changed", options.theme.as_deref().unwrap_or_default());
    }
    let mut files: Vec<(String, String)> = Vec::new();
    let mut status = Status::Fine;
    let mut written = Vec::new();
    if !exists {
        write::new_folder(&root)?;
        if !options.from.is_empty() {
            // The notes come first: what they say of a principle is the author's, and no text of ours may stand in its place.
            match bring(&root, &options.from, options.framework, false)? {
                Ok(brought) => {
                    // What the notes became, and what found no place; the files themselves are listed below.
                    if !common.quiet {
                        out::note(human(&brought, true).trim_end());
                    }
                    written.extend(brought.written);
                }
                Err(diagnostics) => {
                    out::note_text(&project::report(Default::default(), &diagnostics, Default::default(), common.color.on_stderr()))?;
                    status = Status::Failed;
                }
            }
        }
        files.extend(handbook(options));
    }
    if let Some(theme) = &options.theme {
        files.extend(render::built_in_theme().map(|(path, text)| (format!("themes/{theme}/{path}"), text.to_string())));
        files.push((format!("themes/{theme}/README.md"), THEME.replace("NAME", theme)));
    }
    for (path, text) in files {
        if load::is_there(&root, &path) {
            out::note(&format!("{path} is there already and stays as it is"));
            continue;
        }
        write::new_file(&root, &path, text.as_bytes())?;
        written.push(path);
    }
    out::result(&written.iter().map(|path| crate::report::visible(path) + "\n").collect::<String>())?;
    if !common.quiet {
        out::note(&match (&options.theme, exists) {
            (Some(theme), true) => format!("to use it, set this in site.toml:\n[theme]\nname = \"{theme}\""),
            _ => {
                let enter = match folder.display().to_string() {
                    here if here == "." => String::new(),
                    spaced if spaced.contains(char::is_whitespace) => format!("cd \"{spaced}\"\n"),
                    there => format!("cd {there}\n"),
                };
                format!("a new handbook; what to do next:\n{enter}{NEXT}")
            }
        });
    }
    Ok(status)
}

/// Where a folder is or will be.
#[expect(clippy::disallowed_methods, reason = "the folder that a user names is made absolute before anything is written below it")]
fn absolute(folder: &Path) -> Result<PathBuf> {
    match folder.canonicalize() {
        Ok(found) => Ok(found),
        Err(_) => Ok(std::env::current_dir().context("cannot tell the current folder")?.join(folder)),
    }
}

/// The files of a new handbook.
fn handbook(options: &Options) -> Vec<(String, String)> {
    let theme = options.theme.as_ref().map(|theme| format!("\n[theme]\nname = \"{theme}\"\n")).unwrap_or_default();
    let mut files = vec![
        ("site.toml".to_string(), format!("{SITE}{theme}")),
        (".gitignore".to_string(), "/public/\n/cheatsheet.pdf\n".to_string()),
        (".github/workflows/publish.yml".to_string(), WORKFLOW.to_string()),
    ];
    let framework = match (options.framework, options.from.is_empty()) {
        (Some(framework), _) => Some(framework),
        (None, true) => framework::named("general"),
        (None, false) => None,
    };
    files.extend(framework.into_iter().flat_map(content));
    if options.from.is_empty() {
        files.push(("content/stories/how-a-story-is-written.md".to_string(), STORY.to_string()));
        files.push(("content/asks/interviewers.md".to_string(), ASKS.to_string()));
    }
    files
}

/// The principles and questions of a framework.
fn content(framework: &Framework) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for (order, principle) in framework.principles.iter().enumerate() {
        let id = principle.id();
        let aliases: String = principle.aliases.iter().map(|alias| format!("  - {}\n", parse::yaml_text(alias))).collect();
        let aliases = if aliases.is_empty() { aliases } else { format!("aliases:\n{aliases}") };
        let title = parse::yaml_text(principle.title);
        files.push((
            format!("content/principles/{id}.md"),
            format!("---\ntitle: {title}\n{aliases}framework: {}\norder: {}\n---\n{}\n", parse::yaml_text(framework.name), order + 1, principle.text),
        ));
        for question in &principle.questions {
            files.push((
                format!("content/questions/{}.md", prose::kebab(question)),
                format!(
                    "---\ntitle: {}\nprinciples: [{}]\nsource: {}\n---\n",
                    parse::yaml_text(question),
                    parse::yaml_text(&id),
                    parse::yaml_text(&format!("{} ({})", framework.name, framework.what))
                ),
            ));
        }
    }
    files
}

const NEXT: &str = "prepgen new story \"What you did, in a few words\"
prepgen serve --open    # shows it while you write
prepgen stats           # what you have, and what to write next
prepgen check           # what is wrong or missing, with the place";

const SITE: &str = r#"# Every key has a default. `prepgen schema site` lists them all.
title = "Prep handbook"
language = "en"

[marks]
"$" = "Ask first"

# Terms that `prepgen build --public` replaces, and terms that it refuses to publish.
# [publish]
# redact = {"Project Zebra" = "a project"}
# forbid = ["Zebra"]
"#;

const STORY: &str = "---
title: How a story is written
hook: One file, four headings, and this line for the cheat sheet
status: draft
---
This file shows how a story looks. It is a draft, so it is not published and counts nowhere. Keep it to look things up, or delete it.

Text up here belongs to no section: it is kept as notes. Above, between the lines of `---`, the story also names what it shows and answers, by id: `principles: [initiative]`, `questions: [...]`. `prepgen new story \"A title\"` starts a file like this one.

## Situation

My notes for interviews lay in five files, and half of my answers had lost their endings. Two or three sentences like these say where it was and why it mattered.

## Task

I wanted every answer to be complete before the first call. One or two sentences say what was mine to do.

## Action

I moved each answer into a file of its own and wrote what I did, step by step, in the first person. I put this part at about half of the story, since it is what interviewers score. I read each one aloud with a clock, cut what nobody would miss, and asked a friend which part was still unclear. Where I had written what everybody did, I wrote what I did.

## Result

All 9 stories fit into 3 minutes. The last part says what came of it, with a number where there is one.

## Learning

I learned to write the ending first. This section is optional.
";

const ASKS: &str = "---
title: What to ask interviewers
audience: Interviewers
when: during
---
- What did the team ship last, and what was hard about it?
- $ How will I know after half a year that I am doing well?
- What would you change about the team if you could?
";

const WORKFLOW: &str = r#"# Publishes the handbook to GitHub Pages. It is off: nothing runs until you start it by hand or set the variables below.
#
# Think before you switch it on. On most plans a page is public even where its repository is private: whoever has the address can read your
# stories, the names of people and companies in them, and your notes about interviewers. `--public` replaces the terms of [publish] redact in
# site.toml and refuses to publish those of [publish] forbid; it knows no others. Your handbook works just as well from your own disk.
#
# To switch it on: in the repository's settings choose "GitHub Actions" under Pages, and set two variables under Actions:
#   PREPGEN_PUBLISH = yes
#   PREPGEN_SOURCE = the address of the git repository that prepgen is installed from
name: publish
on:
  workflow_dispatch:
  push:
    branches: [main]
permissions:
  contents: read
jobs:
  publish:
    if: vars.PREPGEN_PUBLISH == 'yes'
    runs-on: ubuntu-latest
    permissions:
      contents: read
      pages: write
      id-token: write
    environment:
      name: github-pages
    concurrency: pages
    steps:
      - uses: actions/checkout@v7
      - run: cargo install --locked --git "$PREPGEN_SOURCE" prepgen
        env:
          PREPGEN_SOURCE: ${{ vars.PREPGEN_SOURCE }}
      # What it finds stands beside the lines; an error ends it.
      - run: prepgen check --public --format github
      - run: prepgen build --public --quiet
      - uses: actions/upload-pages-artifact@v5
        with:
          path: public
      - uses: actions/deploy-pages@v5
"#;

const THEME: &str = "# The theme NAME

A copy of the built-in theme, to change. What you do not change, delete: a file that is not here comes from prepgen, and follows it when it is upgraded.

- `assets/style.css` holds colours and type. Most changes need nothing else.
- `templates/` holds a Tera template for each kind of page.

`[theme] name = \"NAME\"` in site.toml switches it on. This file is not published.
";
