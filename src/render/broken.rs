//! What is wrong with a template, told with its file, line and column as they are on disk, and the line itself.

use crate::diagnostic::did_you_mean;
use crate::source::Source;
use anyhow::anyhow;
use std::sync::Arc;
use tera::ErrorKind;

/// The templates of the handbook's own theme, and those that are built in.
pub(super) struct Templates<'t> {
    /// The folder of its own ones, from the handbook's root.
    pub folder: &'t str,
    /// Its own, by name.
    pub own: &'t [(String, Arc<Source>)],
    /// The names of the built-in ones.
    pub built_in: &'t [(&'static str, &'static str)],
}

impl Templates<'_> {
    fn path(&self, name: &str) -> String {
        match name.strip_prefix("own/") {
            Some(name) => format!("{}/{name}", self.folder),
            None => format!("the built-in template {}", name.trim_start_matches("default/")),
        }
    }

    /// The tag of a template that names another one, as `path:line:column`, and its line with a mark below.
    fn tag(&self, template: &str, tag: &str, other: &str) -> (String, String) {
        let path = self.path(template);
        let own = self.own.iter().find(|(name, _)| Some(name.as_str()) == template.strip_prefix("own/"));
        let place = own.and_then(|(_, source)| {
            let names = [format!("\"{other}\""), format!("'{other}'"), format!("`{other}`")];
            let at = source.text.match_indices("{%").map(|(at, _)| at).find(|at| {
                let words = source.text[at + 2..].trim_start_matches('-').trim_start();
                words.strip_prefix(tag).is_some_and(|rest| names.iter().any(|name| rest.trim_start().starts_with(name)))
            })?;
            let end = source.text[at..].find("%}").map_or(source.text.len(), |end| at + end + 2);
            let position = source.position(at);
            let line = source.text.lines().nth(position.line - 1).unwrap_or("");
            let gap = " ".repeat(position.line.to_string().len());
            let width = source.text[at..end].lines().next().map_or(1, |first| first.chars().count());
            let marks = format!("{}{}", " ".repeat(position.column - 1), "^".repeat(width));
            Some((format!("{path}:{}:{}", position.line, position.column), format!("{gap} |\n{} | {line}\n{gap} | {marks}", position.line)))
        });
        place.unwrap_or((path, String::new()))
    }

    /// Words for the user from what Tera says.
    pub(super) fn explain(&self, error: &tera::Error) -> anyhow::Error {
        match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                let (span, message) = (report.span(), report.message());
                let excerpt = error.to_string();
                let excerpt: Vec<&str> = excerpt.lines().skip(1).filter(|line| !line.trim_start().starts_with("-->")).collect();
                anyhow!("{}:{}:{}: {message}\n{}", self.path(report.filename()), span.start_line, span.start_col + 1, excerpt.join("\n"))
            }
            ErrorKind::MissingParent { current, parent } => {
                let (place, excerpt) = self.tag(current, "extends", parent);
                let known = self.own.iter().map(|(name, _)| name.as_str()).chain(self.built_in.iter().map(|(name, _)| *name));
                let bare = parent.trim_start_matches("own/").trim_start_matches("default/");
                let help = did_you_mean(bare, known).map(|name| format!("\n  help: did you mean `{name}`?")).unwrap_or_default();
                anyhow!("{place}: it extends `{parent}`, which is not there\n{excerpt}{help}")
            }
            ErrorKind::CircularExtend { tpl, inheritance_chain } => {
                let bare = tpl.trim_start_matches("own/");
                let next = inheritance_chain.get(1).or(inheritance_chain.first()).map_or(bare, |name| name.trim_start_matches("own/"));
                let (place, excerpt) = self.tag(tpl, "extends", next);
                let way = inheritance_chain.iter().map(|name| self.path(name)).filter(|path| *path != self.path(tpl)).collect::<Vec<_>>();
                let way = if way.is_empty() { String::new() } else { format!(", by way of {}", way.join(", ")) };
                let built_in = self.built_in.iter().any(|(name, _)| *name == bare);
                let help = if built_in { format!("\n  help: the built-in template is `default/{bare}`") } else { String::new() };
                anyhow!("{place}: it extends itself{way}\n{excerpt}{help}")
            }
            ErrorKind::CircularInclude { tpl, include_chain } => {
                let next = include_chain.get(1).map_or(tpl.as_str(), String::as_str);
                let (place, excerpt) = self.tag(tpl, "include", next.trim_start_matches("own/"));
                anyhow!("{place}: it includes itself, by way of {}\n{excerpt}", include_chain.join(", "))
            }
            // What Tera finds when all templates are there comes as a text, with the place in it.
            kind => {
                let text = kind.to_string();
                let place = text.lines().find_map(|line| line.trim_start().strip_prefix("--> ")).and_then(|place| place.split_once(':'));
                let Some((name, rest)) = place else { return anyhow!("{}: {text}", self.folder) };
                let mut lines = text.lines().filter(|line| !line.trim_start().starts_with("--> "));
                let message = lines.next().unwrap_or("").trim_start_matches("error: ");
                anyhow!("{}:{rest}: {message}\n{}", self.path(name), lines.collect::<Vec<_>>().join("\n"))
            }
        }
    }
}
