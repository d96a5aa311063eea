//! What companies assess: the principles of each built-in framework, as data files in the binary. Names are theirs, every other word is our own.

use crate::prose;
use std::sync::LazyLock;

/// A set of principles that an interview is built on.
#[derive(Debug)]
pub struct Framework {
    /// What the command line calls it.
    pub id: &'static str,
    /// Whose it is.
    pub name: &'static str,
    /// What they call such a set.
    pub what: &'static str,
    /// Its principles in their order.
    pub principles: Vec<Known>,
}

/// A principle as its framework has it.
#[derive(Debug)]
pub struct Known {
    /// Its exact name.
    pub title: &'static str,
    /// Other names that people give it.
    pub aliases: Vec<&'static str>,
    /// What it means, in a sentence or two.
    pub text: &'static str,
    /// Questions that are often asked for it.
    pub questions: Vec<&'static str>,
}

impl Known {
    /// The id of its file.
    pub fn id(&self) -> String {
        prose::kebab(self.title)
    }

    /// Whether it goes by a name, given as [`prose::bare`] gives it.
    pub fn is_called(&self, bare: &str) -> bool {
        std::iter::once(&self.title).chain(&self.aliases).any(|name| prose::bare(name) == bare)
    }
}

macro_rules! data {
    ($($id:literal),*) => { [$(($id, include_str!(concat!("../frameworks/", $id, ".txt")))),*] };
}

/// The frameworks, those of companies first: where a name is in several, the first has it.
static ALL: LazyLock<Vec<Framework>> = LazyLock::new(|| {
    let files = data!("amazon", "google", "meta", "microsoft", "uk-civil-service", "general");
    files.into_iter().map(|(id, text)| read(id, text)).collect()
});

/// All frameworks.
pub fn all() -> &'static [Framework] {
    &ALL
}

/// The framework that the command line calls so.
pub fn named(id: &str) -> Option<&'static Framework> {
    ALL.iter().find(|framework| framework.id == id)
}

/// Reads a data file: `name:` and `what:`, then for each principle `# its name`, `= another name`, `? a question`, and its text in other lines.
fn read(id: &'static str, text: &'static str) -> Framework {
    let mut framework = Framework { id, name: "", what: "", principles: Vec::new() };
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        match (line.split_once(' ').unwrap_or((line, "")), framework.principles.last_mut()) {
            (("name:", name), _) => framework.name = name,
            (("what:", what), _) => framework.what = what,
            (("#", title), _) => framework.principles.push(Known { title, aliases: Vec::new(), text: "", questions: Vec::new() }),
            (("=", alias), Some(principle)) => principle.aliases.push(alias),
            (("?", question), Some(principle)) => principle.questions.push(question),
            (_, Some(principle)) => principle.text = line,
            (_, None) => unreachable!("frameworks/{id}.txt starts with its name"),
        }
    }
    framework
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn frameworks_are_whole() {
        assert_eq!(named("amazon").unwrap().principles.len(), 16);
        let mut questions = BTreeSet::new();
        for framework in all() {
            assert!(!framework.name.is_empty() && !framework.what.is_empty());
            let mut names = BTreeSet::new();
            for principle in &framework.principles {
                assert!(principle.text.len() > 30 && principle.questions.len() == 2, "{}", principle.title);
                for question in &principle.questions {
                    assert!(question.ends_with('?') && questions.insert(prose::kebab(question)), "{question}");
                }
                // "Are Right A Lot" differs from the name in a comma alone: an alias may fold to the name, but to no other principle's.
                let own: BTreeSet<String> = std::iter::once(&principle.title).chain(&principle.aliases).map(|name| prose::bare(name)).collect();
                assert!(own.into_iter().all(|name| names.insert(name)), "{}: a name that another principle has", principle.title);
            }
        }
    }
}
