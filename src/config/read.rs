//! Reading site.toml: the only room that knows TOML.

use super::{Cheatsheet, Config, LintSetting, Theme, role};
use crate::content::SectionRule;
use crate::diagnostic::{Edit, Fault, FaultKind, Fix, Level, Lint, did_you_mean};
use crate::source::{Source, Span};
use crate::{link, prose};
use serde_spanned::Spanned;
use std::collections::BTreeMap;
use toml::de::{DeTable, DeValue};

/// Reads site.toml. The faults are all that is wrong with it; with any of them the settings must not be used.
pub fn read(source: &Source, lints: &[&'static Lint]) -> (Config, Vec<Fault>) {
    let offset = source.bom();
    let (table, errors) = DeTable::parse_recoverable(&source.text[offset..]);
    let mut reader = Reader { offset, faults: Vec::new() };
    let mut lines = Vec::new();
    for error in &errors {
        // The parser goes on after a mistake and then stumbles over the same line again.
        let line = source.position(error.span().unwrap_or_default().start + offset).line;
        if lines.contains(&line) {
            continue;
        }
        lines.push(line);
        let span = error.span().unwrap_or_default();
        let end = if span.end > span.start { span.end } else { (span.start + 1).min(source.text.len() - offset) };
        // The parser may stop inside a character.
        let whole = |at: usize| (0..=at.min(source.text.len())).rev().find(|at| source.text.is_char_boundary(*at)).unwrap_or(0);
        let span = Span::new(whole(span.start + offset), whole(end + offset));
        reader.faults.push(
            Fault::new(FaultKind::InvalidConfig, span, format!("this is no TOML: {}", error.message()))
                .help("texts stand in quotes: `title = \"My handbook\"`"),
        );
    }
    let mut config = Config::default();
    if errors.is_empty() {
        reader.site(table.into_inner(), &mut config, lints);
    }
    reader.faults.sort_by_key(|fault| fault.span);
    (config, reader.faults)
}

struct Reader {
    offset: usize,
    faults: Vec<Fault>,
}

type Value<'t> = Spanned<DeValue<'t>>;

/// A table whose known keys are taken one by one.
struct Keys<'t> {
    name: String,
    entries: Vec<(Span, String, Option<Value<'t>>)>,
    known: Vec<&'static str>,
}

impl<'t> Keys<'t> {
    fn take(&mut self, key: &'static str) -> Option<Value<'t>> {
        self.known.push(key);
        self.entries.iter_mut().find(|(_, name, _)| name == key)?.2.take()
    }
}

impl Reader {
    fn span(&self, range: std::ops::Range<usize>) -> Span {
        Span::new(range.start + self.offset, range.end + self.offset)
    }

    fn fault(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.faults.push(Fault::new(FaultKind::InvalidConfig, span, message).help(help));
    }

    fn keys<'t>(&self, name: &str, table: DeTable<'t>) -> Keys<'t> {
        let entries = table.into_iter().map(|(key, value)| (self.span(key.span()), key.into_inner().into_owned(), Some(value))).collect();
        Keys { name: name.into(), entries, known: Vec::new() }
    }

    fn site(&mut self, table: DeTable, config: &mut Config, lints: &[&'static Lint]) {
        let mut keys = self.keys("site.toml", table);
        self.text(&mut keys, "title", &mut config.title);
        self.language(&mut keys, config);
        self.text(&mut keys, "author", &mut config.author);
        let base_url = keys.take("base_url");
        let base_span = base_url.as_ref().map(|value| self.span(value.span()));
        self.put(base_url, "base_url", &mut config.base_url, Self::as_text);
        if let Some(span) = base_span.filter(|_| !config.base_url.is_empty()) {
            if !(config.base_url.starts_with("https://") || config.base_url.starts_with("http://")) {
                self.fault(span, "`base_url` is no web address", "write it with its scheme: `base_url = \"https://example.org/prep/\"`");
            }
            if !config.base_url.ends_with('/') {
                config.base_url.push('/');
            }
        }
        if let Some(mut story) = self.table(&mut keys, "story") {
            let value = story.take("words_per_minute");
            self.put(value, "words_per_minute", &mut config.words_per_minute, Self::as_count);
            if let Some(sections) = story.take("section") {
                self.sections(sections, config);
            }
            self.unknown(story);
        }
        if let Some(table) = self.table(&mut keys, "lints") {
            self.lints(table, config, lints);
        }
        config.marks = self.texts(&mut keys, "marks");
        config.glossary = self.texts(&mut keys, "glossary");
        if let Some(mut publish) = self.table(&mut keys, "publish") {
            let index = publish.take("index");
            let span = index.as_ref().map(|value| self.span(value.span()));
            self.put(index, "index", &mut config.index, Self::as_flag);
            if let Some(span) = span.filter(|_| config.index && config.base_url.is_empty()) {
                self.fault(span, "a site that search engines list needs its address", "set `base_url = \"https://...\"` above the first table");
            }
            config.redact = self.texts(&mut publish, "redact");
            let forbid = publish.take("forbid");
            let span = forbid.as_ref().map(|value| self.span(value.span()));
            self.put(forbid, "forbid", &mut config.forbid, Self::as_texts);
            if let Some(span) = span.filter(|_| config.forbid.iter().any(|term| !term.contains(char::is_alphanumeric))) {
                self.fault(span, "a term of `forbid` has neither letter nor digit, so it could not be found", "name a word: `forbid = [\"Project Zebra\"]`");
            }
            self.unknown(publish);
        }
        if let Some(theme) = self.table(&mut keys, "theme") {
            self.theme(theme, &mut config.theme);
        }
        if let Some(mut search) = self.table(&mut keys, "search") {
            let value = search.take("shortcuts");
            self.put(value, "shortcuts", &mut config.shortcuts, Self::as_flag);
            self.unknown(search);
        }
        if let Some(sheet) = self.table(&mut keys, "cheatsheet") {
            self.cheatsheet(sheet, &mut config.cheatsheet);
        }
        self.unknown(keys);
    }

    fn language(&mut self, keys: &mut Keys, config: &mut Config) {
        let value = keys.take("language");
        let span = value.as_ref().map(|value| self.span(value.span()));
        self.put(value, "language", &mut config.language, Self::as_text);
        let valid = config.language.split('-').all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
        if let Some(span) = span.filter(|_| !valid) {
            self.fault(span, "`language` takes a language tag", "write `language = \"en\"` or `language = \"pt-BR\"`");
        }
    }

    fn sections(&mut self, value: Value, config: &mut Config) {
        let span = self.span(value.span());
        let DeValue::Array(list) = value.into_inner() else {
            return self.fault(span, "`section` takes a list of tables", "write `[[story.section]]` and below it `name = \"Situation\"`");
        };
        let mut rules: Vec<SectionRule> = Vec::new();
        for item in list {
            let span = self.span(item.span());
            let DeValue::Table(table) = item.into_inner() else {
                self.fault(span, "a section is a table", "write `[[story.section]]` and below it `name = \"Situation\"`");
                continue;
            };
            let mut keys = self.keys("[[story.section]]", table);
            let (mut name, mut aliases, mut required) = (String::new(), Vec::new(), true);
            self.text(&mut keys, "name", &mut name);
            let value = keys.take("aliases");
            self.put(value, "aliases", &mut aliases, Self::as_texts);
            let value = keys.take("required");
            self.put(value, "required", &mut required, Self::as_flag);
            let before = self.faults.len();
            self.unknown(keys);
            if prose::bare(&name).is_empty() && self.faults.len() > before {
                // A misspelt `name` has its finding.
                continue;
            }
            if prose::bare(&name).is_empty() {
                self.fault(span, "this section has no name", "add `name = \"Situation\"`");
                continue;
            }
            let taken = rules.iter().any(|rule| rule.is_called(&prose::bare(&name)));
            if taken {
                self.fault(span, format!("two sections are called `{name}`"), "give one of them another name");
                continue;
            }
            rules.push(SectionRule { role: role(&name, &aliases), name, aliases, required });
        }
        if !rules.is_empty() {
            config.sections = rules;
        }
    }

    fn lints(&mut self, table: Keys, config: &mut Config, lints: &[&'static Lint]) {
        for (span, name, value) in table.entries {
            let Some(value) = value else { continue };
            let Some(lint) = lints.iter().find(|lint| lint.name == name) else {
                let close = did_you_mean(&name, lints.iter().map(|lint| lint.name));
                self.unknown_name(span, &name, format!("no lint is called `{name}`"), close, "`prepgen explain` lists them");
                continue;
            };
            let at = self.span(value.span());
            let mut setting = LintSetting::default();
            match value.into_inner() {
                DeValue::String(level) => setting.level = self.level(at, &level),
                DeValue::Table(table) => {
                    let mut keys = self.keys(&name, table);
                    if let Some(level) = keys.take("level") {
                        let at = self.span(level.span());
                        let mut text = String::new();
                        if self.put(Some(level), "level", &mut text, Self::as_text) {
                            setting.level = self.level(at, &text);
                        }
                    }
                    for (threshold, _) in lint.thresholds {
                        let mut number = 0;
                        let value = keys.take(threshold);
                        if self.put(value, threshold, &mut number, Self::as_count) {
                            setting.thresholds.insert(threshold, number);
                        }
                    }
                    self.unknown(keys);
                }
                _ => self.fault(at, format!("`{name}` takes a level"), format!("write `{name} = \"off\"`, or \"info\", \"warn\", \"error\"")),
            }
            config.lints.insert(lint.name, setting);
        }
    }

    fn level(&mut self, span: Span, name: &str) -> Option<Level> {
        let level = Level::named(name);
        if level.is_none() {
            let close = did_you_mean(name, ["off", "info", "warn", "error"]).or((name == "warning").then_some("warn"));
            let help = close.map_or("the levels are off, info, warn and error".to_string(), |close| format!("did you mean `{close}`?"));
            self.fault(span, format!("`{name}` is no level"), help);
        }
        level
    }

    fn theme(&mut self, mut keys: Keys, theme: &mut Theme) {
        let value = keys.take("name");
        let span = value.as_ref().map(|value| self.span(value.span()));
        self.put(value, "name", &mut theme.name, Self::as_text);
        let plain = !theme.name.is_empty() && !theme.name.starts_with('.') && !theme.name.contains(['/', '\\', ':']);
        if let Some(span) = span.filter(|_| !plain) {
            self.fault(span, "a theme is named by its folder in themes/", "write `name = \"mine\"` for themes/mine");
            theme.name = "default".into();
        }
        if let Some(value) = keys.take("accent") {
            let span = self.span(value.span());
            let mut colour = String::new();
            if self.put(Some(value), "accent", &mut colour, Self::as_text) {
                let digits = colour.strip_prefix('#').unwrap_or("");
                if matches!(digits.len(), 3 | 6) && digits.bytes().all(|b| b.is_ascii_hexdigit()) {
                    theme.accent = Some(colour);
                } else {
                    self.fault(span, "`accent` takes a colour", "write it as `accent = \"#205ea6\"`");
                }
            }
        }
        if let Some(value) = keys.take("menu") {
            theme.menu = self.menu(value);
        }
        self.text(&mut keys, "footer", &mut theme.footer);
        self.unknown(keys);
    }

    fn menu(&mut self, value: Value) -> Option<Vec<(String, String)>> {
        let help = "write `menu = [{title = \"Stories\", url = \"stories.html\"}]`";
        let span = self.span(value.span());
        let DeValue::Array(list) = value.into_inner() else {
            self.fault(span, "`menu` takes a list", help);
            return None;
        };
        let mut menu = Vec::new();
        for item in list {
            let span = self.span(item.span());
            let DeValue::Table(table) = item.into_inner() else {
                self.fault(span, "an item of the menu is a table", help);
                continue;
            };
            let mut keys = self.keys("menu", table);
            let (mut title, mut url) = (String::new(), String::new());
            self.text(&mut keys, "title", &mut title);
            self.text(&mut keys, "url", &mut url);
            self.unknown(keys);
            if title.is_empty() || url.is_empty() {
                self.fault(span, "an item of the menu has a title and a url", help);
            } else if link::scheme(&url).is_some_and(|scheme| !link::is_safe(&scheme)) {
                self.fault(span, format!("no page may link to `{url}`"), "link to a page of the site or to a web address");
            } else {
                menu.push((title, url));
            }
        }
        Some(menu)
    }

    fn cheatsheet(&mut self, mut keys: Keys, sheet: &mut Cheatsheet) {
        let value = keys.take("pdf");
        self.put(value, "pdf", &mut sheet.pdf, Self::as_flag);
        let value = keys.take("paper");
        let span = value.as_ref().map(|value| self.span(value.span()));
        self.put(value, "paper", &mut sheet.paper, Self::as_text);
        sheet.paper = sheet.paper.to_ascii_lowercase();
        if let Some(span) = span.filter(|_| !matches!(sheet.paper.as_str(), "a4" | "letter")) {
            self.fault(span, "paper is `a4` or `letter`", "write `paper = \"a4\"`");
        }
        let value = keys.take("pages");
        self.put(value, "pages", &mut sheet.pages, Self::as_count);
        if let Some(value) = keys.take("font") {
            let mut font = String::new();
            if self.put(Some(value), "font", &mut font, Self::as_text) {
                sheet.font = Some(font);
            }
        }
        self.unknown(keys);
    }

    fn table<'t>(&mut self, keys: &mut Keys<'t>, key: &'static str) -> Option<Keys<'t>> {
        let value = keys.take(key)?;
        let span = self.span(value.span());
        match value.into_inner() {
            DeValue::Table(table) => Some(self.keys(&format!("[{key}]"), table)),
            other => {
                self.fault(span, format!("`{key}` is a table, not {}", kind(&other)), format!("write `[{key}]` on a line of its own and its keys below"));
                None
            }
        }
    }

    fn texts(&mut self, keys: &mut Keys, key: &'static str) -> BTreeMap<String, String> {
        let Some(table) = self.table(keys, key) else { return BTreeMap::new() };
        let mut texts = BTreeMap::new();
        for (span, name, value) in table.entries {
            let mut text = String::new();
            if name.trim().is_empty() {
                self.fault(span, format!("an empty name in [{key}]"), "name what is meant");
            } else if self.put(value, &name, &mut text, Self::as_text) {
                texts.insert(name, text);
            }
        }
        texts
    }

    fn text(&mut self, keys: &mut Keys, key: &'static str, into: &mut String) {
        let value = keys.take(key);
        self.put(value, key, into, Self::as_text);
    }

    /// Puts a value where it belongs if it is of the right type; else says what type it takes.
    fn put<T>(&mut self, value: Option<Value>, key: &str, into: &mut T, read: fn(&DeValue) -> Result<T, &'static str>) -> bool {
        let Some(value) = value else { return false };
        match read(value.get_ref()) {
            Ok(read) => {
                *into = read;
                true
            }
            Err(wanted) => {
                let span = self.span(value.span());
                self.fault(span, format!("`{key}` takes {wanted}, not {}", kind(value.get_ref())), format!("give it {wanted}"));
                false
            }
        }
    }

    fn as_text(value: &DeValue) -> Result<String, &'static str> {
        value.as_str().map(str::to_string).ok_or("a text in quotes")
    }

    fn as_flag(value: &DeValue) -> Result<bool, &'static str> {
        value.as_bool().ok_or("`true` or `false`")
    }

    fn as_count(value: &DeValue) -> Result<u32, &'static str> {
        let number = value.as_integer().and_then(|n| u32::from_str_radix(n.as_str(), n.radix()).ok());
        number.filter(|n| *n > 0).ok_or("a whole number above 0")
    }

    fn as_texts(value: &DeValue) -> Result<Vec<String>, &'static str> {
        let wanted = "a list of texts";
        if let Some(text) = value.as_str() {
            return Ok(vec![text.to_string()]);
        }
        value.as_array().ok_or(wanted)?.iter().map(|item| item.get_ref().as_str().map(str::to_string).ok_or(wanted)).collect()
    }

    fn unknown(&mut self, keys: Keys) {
        for (span, name, value) in &keys.entries {
            if value.is_some() {
                let close = did_you_mean(name, keys.known.iter().copied());
                let place = if keys.name == "site.toml" { String::new() } else { format!(" in {}", keys.name) };
                self.unknown_name(*span, name, format!("unknown key `{name}`{place}"), close, &format!("the keys are {}", keys.known.join(", ")));
            }
        }
    }

    fn unknown_name(&mut self, span: Span, name: &str, message: String, close: Option<&str>, else_help: &str) {
        let help = close.map_or(else_help.to_string(), |close| format!("did you mean `{close}`?"));
        self.fault(span, message, help);
        let bare = (span.end - span.start) as usize == name.len();
        if let (Some(close), Some(fault), true) = (close, self.faults.last_mut(), bare) {
            fault.fix = Some(Fix { edits: vec![Edit { span, text: close.to_string() }] });
        }
    }
}

fn kind(value: &DeValue) -> &'static str {
    match value {
        DeValue::String(_) => "a text",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "a yes or no",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
