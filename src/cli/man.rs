//! `prepgen man`: the manual as one page, with every command's options in it.

use anyhow::Result;
use clap::Command;
use clap_mangen::Man;
use std::io::Write;

/// The manual page of this command line, in roff.
pub(super) fn page(mut command: Command) -> Result<String> {
    command.build();
    let mut page = Vec::new();
    let whole = Man::new(command.clone());
    whole.render_title(&mut page)?;
    whole.render_name_section(&mut page)?;
    whole.render_synopsis_section(&mut page)?;
    whole.render_description_section(&mut page)?;
    whole.render_options_section(&mut page)?;
    let mut text = String::from_utf8(page)?;
    text.push_str(".SH COMMANDS\n");
    for sub in command.get_subcommands().filter(|sub| sub.get_name() != "help") {
        text.push_str(&section(sub)?);
    }
    text.push_str(STATUS);
    text.push_str(".SH VERSION\n");
    text.push_str(&body(|page| whole.render_version_section(page))?);
    Ok(text)
}

/// What the manual says of one command. Options that every command takes stand at the top, once.
fn section(command: &Command) -> Result<String> {
    let own = command.clone().mut_args(|arg| {
        let is_common = arg.is_global_set() || arg.get_id() == "help";
        arg.hide(is_common)
    });
    let man = Man::new(own.clone());
    let mut text = format!(".SS \"{}\"\n", own.get_bin_name().unwrap_or_else(|| own.get_name()));
    text.push_str(&body(|page| man.render_description_section(page))?);
    text.push_str(".PP\n");
    text.push_str(&body(|page| man.render_synopsis_section(page))?);
    text.push_str(&body(|page| man.render_options_section(page))?);
    if own.get_after_help().is_some() {
        text.push_str(".PP\n");
        text.push_str(&body(|page| man.render_extra_section(page))?);
    }
    Ok(text)
}

/// A section without its heading and without the lines that begin a page.
fn body(render: impl Fn(&mut dyn Write) -> std::io::Result<()>) -> Result<String> {
    let mut section = Vec::new();
    render(&mut section)?;
    let section = String::from_utf8(section)?;
    Ok(section.lines().filter(|line| ![".SH ", ".ie ", ".el "].iter().any(|start| line.starts_with(start))).map(|line| format!("{line}\n")).collect())
}

const STATUS: &str = ".SH \"EXIT STATUS\"
.TP
0
All is fine.
.TP
1
The content has errors, or with \\-\\-strict warnings.
.TP
2
The call, the configuration or the machine failed.
";
