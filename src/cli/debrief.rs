//! `prepgen debrief INTERVIEW`: notes in its file which stories were told.

use super::project;
use super::{Common, Status, new, out, plan as planning};
use crate::content::{Fields, Kind};
use crate::handbook::{Handbook, Index};
use crate::report::Format;
use crate::{parse, plan, write};
use anyhow::{Result, bail};

#[derive(clap::Args)]
pub(super) struct Options {
    /// The interview's id
    interview: String,
    /// The stories that were told; with no id after it, none [default: as planned]
    #[arg(long, value_name = "ID", num_args = 0..)]
    told: Option<Vec<String>>,
    /// Open the file in your editor ($VISUAL or $EDITOR) afterwards
    #[arg(long)]
    edit: bool,
}

pub(super) fn run(options: &Options, common: &Common) -> Result<Status> {
    let Some(project) = project::opened(common, Format::Human)? else { return Ok(Status::Failed) };
    let handbook = project.link(Default::default());
    let interview = planning::named(&handbook, &options.interview)?;
    let told = match &options.told {
        Some(names) => named(&handbook, names)?,
        None => {
            if planning::has_errors(&handbook, interview, common) {
                out::note("nothing was noted, since there is no plan: mend the errors above, or say with --told what was told");
                return Ok(Status::Content);
            }
            plan::of(&handbook, interview).told()
        }
    };
    let source = &handbook.entries[interview].source;
    let ids: Vec<&str> = told.iter().map(|story| handbook.entries[*story].id.as_str()).collect();
    if noted(&handbook, interview) != told || options.told.is_some() && told.is_empty() {
        let Some(text) = parse::with_told(source, &ids) else {
            if planning::has_errors(&handbook, interview, common) {
                out::note("nothing was noted: mend the errors above");
                return Ok(Status::Content);
            }
            bail!("{}: there is no place for the list in this front matter; add `told: [{}]` yourself", source.path, ids.join(", "));
        };
        if text != source.text {
            write::edit_file(&project.root, &source.path, &source.text, &text)?;
        }
    }
    out::result(&format!("{}\n", source.path))?;
    if !common.quiet {
        out::note(&match (ids.is_empty(), &options.told) {
            (true, None) => "its plan tells no story; `--told ID...` notes what was told".to_string(),
            (true, Some(_)) => "told: no story".to_string(),
            (false, _) => format!("told: {}", ids.join(", ")),
        });
    }
    if options.edit {
        new::edit(&project.root.join(source.path.as_ref()))?;
    }
    Ok(Status::Fine)
}

/// What the interview's file says already; a name that means no story is none of it, so it is written anew.
fn noted(handbook: &Handbook, interview: Index) -> Vec<Index> {
    let Fields::Interview(fields) = &handbook.entries[interview].fields else { return Vec::new() };
    let stories: Vec<Index> = fields.told.iter().filter_map(|name| handbook.find(&[Kind::Story], &name.value)).map(|(story, _)| story).collect();
    if stories.len() == fields.told.len() { stories } else { Vec::new() }
}

/// The stories that these names mean, each once. All unknown names are told at once.
fn named(handbook: &Handbook, names: &[String]) -> Result<Vec<Index>> {
    let mut stories = Vec::new();
    let mut unknown = Vec::new();
    for name in names {
        match handbook.find(&[Kind::Story], name) {
            Some((story, _)) if stories.contains(&story) => {}
            Some((story, _)) => stories.push(story),
            None => unknown.push(match handbook.suggestion(&[Kind::Story], name) {
                Some(close) => format!("no story is called `{name}`; did you mean `{close}`?"),
                None => format!("no story is called `{name}`"),
            }),
        }
    }
    if !unknown.is_empty() {
        bail!("{}", unknown.join("\n"));
    }
    Ok(stories)
}
