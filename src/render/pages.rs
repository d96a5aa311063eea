//! Which pages a handbook has, and where they lie.

use crate::content::Kind;
use crate::handbook::{Handbook, Index};

/// Entries on one page of a list at most; a longer list goes on on further pages.
pub const LIST: usize = 1000;

/// One page of the site. Lists carry the number of the page, from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Page {
    Home,
    Stories(usize),
    Story(Index),
    Principles(usize),
    Principle(Index, usize),
    Questions(usize),
    Question(Index, usize),
    Matrix(usize),
    Asks,
    Other(Index),
    Interviews,
    Interview(Index),
    Practice,
    Cheatsheet,
    NotFound,
}

/// How many pages a list of so many entries takes: one at least.
pub(super) fn count(entries: usize) -> usize {
    entries.div_ceil(LIST).max(1)
}

/// All pages, in a fixed order.
pub(super) fn all(handbook: &Handbook) -> Vec<Page> {
    let many = |kind: Kind| 1..=count(handbook.of(kind).count());
    let mut pages = vec![Page::Home, Page::Asks, Page::Interviews, Page::Practice, Page::Cheatsheet, Page::NotFound];
    pages.extend(many(Kind::Story).flat_map(|number| [Page::Stories(number), Page::Matrix(number)]));
    pages.extend(many(Kind::Principle).map(Page::Principles));
    pages.extend(many(Kind::Question).map(Page::Questions));
    pages.extend(handbook.of(Kind::Story).map(Page::Story));
    for principle in handbook.of(Kind::Principle) {
        pages.extend((1..=listed(handbook, principle)).map(|number| Page::Principle(principle, number)));
    }
    for question in handbook.of(Kind::Question) {
        pages.extend((1..=listed(handbook, question)).map(|number| Page::Question(question, number)));
    }
    pages.extend(handbook.of(Kind::Page).map(Page::Other));
    pages.extend(handbook.of(Kind::Interview).map(Page::Interview));
    pages
}

/// How many pages the stories of a principle or question take.
pub(super) fn listed(handbook: &Handbook, index: Index) -> usize {
    count(handbook.links[index].stories.iter().filter(|story| handbook.is_shown(**story)).count())
}

impl Page {
    /// The page at an address from the site's root, where there is one: the inverse of [`Page::url`].
    pub fn at(handbook: &Handbook, url: &str) -> Option<Self> {
        let parts: Vec<&str> = url.strip_suffix(".html")?.split('/').collect();
        let number = |text: &str| text.parse().ok().filter(|number| *number > 1);
        let entry = |folder: &str, id: &str| {
            let kind = Kind::ALL.into_iter().find(|kind| kind.folder() == folder)?;
            handbook.with_id(kind, id).filter(|index| handbook.is_shown(*index))
        };
        let list = |name: &str, number: usize| {
            let (kind, page) = match name {
                "stories" => (Kind::Story, Page::Stories(number)),
                "matrix" => (Kind::Story, Page::Matrix(number)),
                "principles" => (Kind::Principle, Page::Principles(number)),
                "questions" => (Kind::Question, Page::Questions(number)),
                _ => return None,
            };
            (number <= count(handbook.of(kind).count())).then_some(page)
        };
        let of_entry = |index: Index, number: usize| match handbook.entries[index].kind {
            Kind::Principle if number <= listed(handbook, index) => Some(Page::Principle(index, number)),
            Kind::Question if number <= listed(handbook, index) => Some(Page::Question(index, number)),
            Kind::Story if number == 1 => Some(Page::Story(index)),
            Kind::Page if number == 1 => Some(Page::Other(index)),
            Kind::Interview if number == 1 => Some(Page::Interview(index)),
            _ => None,
        };
        let page = match parts[..] {
            ["index"] => Page::Home,
            ["asks"] => Page::Asks,
            ["interviews"] => Page::Interviews,
            ["practice"] => Page::Practice,
            ["cheatsheet"] => Page::Cheatsheet,
            ["404"] => Page::NotFound,
            [name] => list(name, 1)?,
            ["list", name, text] => list(name, number(text)?)?,
            [folder, id] => of_entry(entry(folder, id)?, 1)?,
            [folder, id, text] => of_entry(entry(folder, id)?, number(text)?)?,
            _ => return None,
        };
        // `list/stories/02.html` is no address of anything.
        (page.url(handbook) == url).then_some(page)
    }

    /// Its address from the site's root.
    pub fn url(self, handbook: &Handbook) -> String {
        let list = |name: &str, number: usize| if number == 1 { format!("{name}.html") } else { format!("list/{name}/{number}.html") };
        let entry = |index: Index, number: usize| {
            let entry = &handbook.entries[index];
            let folder = entry.kind.folder();
            if number == 1 { format!("{folder}/{}.html", entry.id) } else { format!("{folder}/{}/{number}.html", entry.id) }
        };
        match self {
            Page::Home => "index.html".into(),
            Page::Stories(number) => list("stories", number),
            Page::Principles(number) => list("principles", number),
            Page::Questions(number) => list("questions", number),
            Page::Matrix(number) => list("matrix", number),
            Page::Asks => "asks.html".into(),
            Page::Interviews => "interviews.html".into(),
            Page::Practice => "practice.html".into(),
            Page::Cheatsheet => "cheatsheet.html".into(),
            Page::NotFound => "404.html".into(),
            Page::Story(index) | Page::Other(index) | Page::Interview(index) => entry(index, 1),
            Page::Principle(index, number) | Page::Question(index, number) => entry(index, number),
        }
    }

    /// Its number in a list that goes on over several pages, from 1.
    pub(super) fn number(self) -> usize {
        match self {
            Page::Stories(number)
            | Page::Principles(number)
            | Page::Questions(number)
            | Page::Matrix(number)
            | Page::Principle(_, number)
            | Page::Question(_, number) => number,
            _ => 1,
        }
    }

    /// The kind of page, as templates and styles name it.
    pub(super) fn kind(self) -> &'static str {
        match self {
            Page::Home => "home",
            Page::Stories(_) => "stories",
            Page::Story(_) => "story",
            Page::Principles(_) => "principles",
            Page::Principle(..) => "principle",
            Page::Questions(_) => "questions",
            Page::Question(..) => "question",
            Page::Matrix(_) => "matrix",
            Page::Asks => "asks",
            Page::Other(_) => "page",
            Page::Interviews => "interviews",
            Page::Interview(_) => "interview",
            Page::Practice => "practice",
            Page::Cheatsheet => "cheatsheet",
            Page::NotFound => "not-found",
        }
    }
}
