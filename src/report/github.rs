//! GitHub's workflow commands: a line a finding, shown beside the source line in a pull request.

use super::{Report, plural, visible};
use crate::diagnostic::Level;

/// A message as GitHub wants it: what would end it is escaped. Its log is read on terminals too, so other control characters are made visible.
fn data(text: &str) -> String {
    let lines: Vec<String> = text.replace('%', "%25").replace('\r', "%0D").split('\n').map(visible).collect();
    lines.join("%0A")
}

/// A property as GitHub wants it: what separates properties is escaped too.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

pub(super) fn text(report: &Report) -> String {
    let mut out = String::new();
    for diagnostic in report.diagnostics {
        let command = match diagnostic.level {
            Level::Error => "error",
            Level::Warn => "warning",
            _ => "notice",
        };
        let start = diagnostic.source.position(diagnostic.span.start as usize);
        let end = diagnostic.source.position(diagnostic.span.end as usize);
        // GitHub takes columns only where a finding stays on its line.
        let columns = if start.line == end.line { format!(",col={},endColumn={}", start.column, end.column) } else { String::new() };
        let help = diagnostic.help.as_ref().map(|help| format!("\nhelp: {help}")).unwrap_or_default();
        out.push_str(&format!(
            "::{command} file={},line={},endLine={}{columns},title={}::{}\n",
            property(&diagnostic.source.path),
            start.line,
            end.line,
            property(diagnostic.lint),
            data(&format!("{}{help}", diagnostic.message)),
        ));
    }
    let counts = [(Level::Error, "error", "errors"), (Level::Warn, "warning", "warnings"), (Level::Info, "info", "infos")];
    let counts: Vec<String> = counts.map(|(level, one, many)| plural(report.count(level), one, many)).into();
    out.push_str(&format!("{}\n", counts.join(", ")));
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_would_end_a_command_is_escaped() {
        assert_eq!(property("a:b,c%\n"), "a%3Ab%2Cc%25%0A");
        assert_eq!(data("a:b\nc"), "a:b%0Ac");
        assert_eq!(data("a\rb\u{1b}"), "a%0Db\u{241b}", "control characters are shown, not sent");
    }
}
