//! `prepgen plan`: who hears which story, with no story told twice.

use super::out::{Format, cell, wrapped};
use super::project;
use super::{Common, Status, out};
use crate::content::{Fields, Kind};
use crate::diagnostic::{Diagnostic, Level};
use crate::handbook::{self, Drafts, Handbook, Index};
use crate::plan::{self, Chosen, Plan, Slot};
use crate::report::visible;
use crate::{check, report};
use anyhow::{Context, Result, bail};
use serde::Serialize;
use std::borrow::Cow;
use unicode_width::UnicodeWidthStr;

#[derive(clap::Args)]
pub(super) struct Options {
    /// The interview's id [default: the first on or after today, else the latest]
    interview: Option<String>,
    /// The day that counts as today, as 2026-03-14
    #[arg(long, value_name = "DATE", value_parser = super::check::day)]
    today: Option<jiff::civil::Date>,
    /// How to write it
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

pub(super) fn run(options: &Options, common: &Common) -> Result<Status> {
    let Some(project) = project::opened(common, report::Format::Human)? else { return Ok(Status::Failed) };
    let handbook = project.link(handbook::Options { drafts: Drafts::Hidden, today: options.today });
    let interview = match &options.interview {
        Some(name) => named(&handbook, name)?,
        None => chosen(&handbook, options.today.unwrap_or_else(today), common)?,
    };
    if has_errors(&handbook, interview, common) {
        out::note("nothing was planned: mend the errors above");
        return Ok(Status::Content);
    }
    let plan = plan::of(&handbook, interview);
    let text = match options.format {
        Format::Human => table(&handbook, &plan, out::width()),
        Format::Json => serde_json::to_string_pretty(&object(&handbook, &plan))? + "\n",
    };
    out::result(&text)?;
    Ok(Status::Fine)
}

/// The interview of that name.
pub(super) fn named(handbook: &Handbook, name: &str) -> Result<Index> {
    if let Some((index, _)) = handbook.find(&[Kind::Interview], name) {
        return Ok(index);
    }
    match handbook.suggestion(&[Kind::Interview], name) {
        Some(close) => bail!("no interview is called `{name}`; did you mean `{close}`?"),
        None => bail!("no interview is called `{name}`; its file would be in content/interviews"),
    }
}

#[expect(clippy::disallowed_methods, reason = "which interview comes next depends on the day; it decides what is asked for, never what a plan holds")]
fn today() -> jiff::civil::Date {
    jiff::ZonedDateTime::now().date()
}

fn chosen(handbook: &Handbook, today: jiff::civil::Date, common: &Common) -> Result<Index> {
    let chosen = plan::choose(handbook, today).context("there is no interview to plan: `prepgen new interview \"Company, final loop\"` starts one")?;
    let (index, why) = match chosen {
        Chosen::Only(index) => return Ok(index),
        Chosen::Next(index) => (index, format!("the first interview on or after {today}")),
        Chosen::Latest(index) => (index, format!("the latest interview, since none is on or after {today}")),
    };
    if !common.quiet {
        out::note(&format!("this is the plan of `{}`, {why}", handbook.entries[index].id));
    }
    Ok(index)
}

/// Tells what is wrong with an interview on stderr, and whether an error is among it.
pub(super) fn has_errors(handbook: &Handbook, interview: Index, common: &Common) -> bool {
    let path = &handbook.entries[interview].source.path;
    let shown = |found: &Diagnostic| found.source.path == *path && (!common.quiet || found.level == Level::Error);
    let found: Vec<Diagnostic> = check::handbook(handbook).into_iter().filter(shown).collect();
    if !found.is_empty() {
        let _ = out::note_text(&project::report(project::entries(handbook), &found, report::Format::Human, common.color.on_stderr()));
    }
    project::has_errors(&found, false)
}

#[derive(Serialize)]
struct Object<'o> {
    version: u32,
    interview: &'o str,
    rounds: Vec<Round<'o>>,
    covered: usize,
    uncovered: usize,
}

#[derive(Serialize)]
struct Round<'o> {
    name: &'o str,
    focus: Vec<Focus<'o>>,
}

#[derive(Serialize)]
struct Focus<'o> {
    id: &'o str,
    kind: &'static str,
    story: Option<&'o str>,
    pinned: bool,
    fit: u32,
    reason: &'o str,
    candidates: Vec<Candidate<'o>>,
}

#[derive(Serialize)]
struct Candidate<'o> {
    story: &'o str,
    event: Cow<'o, str>,
    fit: u32,
}

fn object<'o>(handbook: &'o Handbook, plan: &'o Plan) -> Object<'o> {
    let id = |index: Index| handbook.entries[index].id.as_str();
    let focus = |slot: &'o Slot| Focus {
        id: id(slot.focus),
        kind: handbook.entries[slot.focus].kind.name(),
        story: slot.story.map(id),
        pinned: slot.pinned,
        fit: slot.fit,
        reason: &slot.reason,
        candidates: plan.candidates[&slot.focus]
            .iter()
            .map(|candidate| Candidate { story: id(candidate.story), event: handbook.event_name(candidate.story), fit: candidate.fit })
            .collect(),
    };
    Object {
        version: 1,
        interview: id(plan.interview),
        rounds: plan.rounds.iter().map(|round| Round { name: &round.name, focus: round.slots.iter().map(focus).collect() }).collect(),
        covered: plan.covered(),
        uncovered: plan.uncovered(),
    }
}

fn table(handbook: &Handbook, plan: &Plan, width: usize) -> String {
    let title = |index: Index| handbook.title(index);
    let mut text = visible(title(plan.interview));
    if let Fields::Interview(fields) = &handbook.entries[plan.interview].fields
        && let Some(date) = fields.date
    {
        text.push_str(&format!(", {}", date.last_day));
    }
    text.push('\n');
    let widest = plan.slots().map(|slot| visible(title(slot.focus)).width()).max().unwrap_or(0);
    let name = widest.clamp(8, (width / 3).max(12));
    let rest = width - 3 - name - 2;
    let indent = " ".repeat(3 + name + 2);
    for (number, round) in plan.rounds.iter().enumerate() {
        let head = [round.name.as_str(), round.interviewer.as_str()].into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ");
        text.push_str(&format!("\n{:<2} {}\n", number + 1, cell(&head, width - 3).trim_end()));
        for slot in &round.slots {
            let story = slot.story.map_or("no story", title);
            text.push_str(&format!("   {}  {}\n", cell(title(slot.focus), name), cell(story, rest).trim_end()));
            let mut why = slot.reason.clone();
            if let Some(second) = slot.second.filter(|_| slot.story.is_some()) {
                why.push_str(&format!("; second choice: {}", title(second)));
            }
            text.extend(wrapped(&visible(&why), rest).into_iter().map(|line| format!("{indent}{line}\n")));
        }
        for (stories, what) in [(&round.extra, "told here too, it serves no focus:"), (&round.left, "pinned here and not told here:")] {
            for story in stories {
                text.push_str(&format!("   {}\n", cell(&format!("{what} {}", title(*story)), width - 3).trim_end()));
            }
        }
        if round.slots.is_empty() {
            text.push_str("   no focus\n");
        }
    }
    let all = plan.slots().count();
    text.push_str(&match (plan.covered(), all) {
        (_, 0) => "\nNothing to plan: no round has a focus.\n".to_string(),
        (1, 1) => "\nThe one focus has a story.\n".to_string(),
        (covered, all) if covered == all => format!("\nAll {all} focuses have a story.\n"),
        (covered, all) => format!("\n{covered} of {} {} a story.\n", report::plural(all, "focus", "focuses"), if covered == 1 { "has" } else { "have" }),
    });
    if let Some(mend) = &plan.mend {
        text.extend(wrapped(&visible(&format!("{}.", mend.sentence)), width).into_iter().map(|line| line + "\n"));
    }
    text
}
