//! How much of each thing the sheet tells, and in which order it is left out where paper is short.

/// How much the sheet tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Detail {
    /// What is noted below a question to ask.
    pub notes: bool,
    /// The table of stories and principles.
    pub matrix: bool,
    /// Stories a principle that are told section by section.
    pub told: usize,
    /// Stories a principle.
    pub stories: usize,
    /// Questions that a story or a gap names.
    pub questions: usize,
    /// Which sections are told.
    pub lines: Lines,
    /// Questions to ask, a list.
    pub asks: usize,
    /// The line that says what a story is worth.
    pub hooks: bool,
}

/// Which sections of a story are told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Lines {
    /// None.
    None,
    /// What was done and what came of it.
    Outcome,
    /// All.
    All,
}

const FULL: Detail = Detail { notes: true, matrix: true, told: 100, stories: 100, questions: 6, lines: Lines::All, asks: 100, hooks: true };

/// Steps from all there is to the barest form.
const STEPS: usize = 19;

/// Each step leaves out a little more than the one before, the least needed first: notes below the asks, the matrix, the sections of weaker
/// stories and then these stories, questions, the sections of the strongest, asks, hooks. The strongest story of each principle stays to the
/// last, by its title and its number.
pub(super) const LADDER: [Detail; STEPS] = {
    let mut ladder = [FULL; STEPS];
    let mut at = 1;
    while at < ladder.len() {
        let before = ladder[at - 1];
        ladder[at] = match at {
            1 => Detail { notes: false, ..before },
            2 => Detail { matrix: false, ..before },
            3 => Detail { told: 8, ..before },
            4 => Detail { told: 4, ..before },
            5 => Detail { stories: 20, ..before },
            6 => Detail { stories: 12, ..before },
            7 => Detail { told: 3, stories: 8, ..before },
            8 => Detail { told: 2, stories: 6, ..before },
            9 => Detail { stories: 4, ..before },
            10 => Detail { told: 1, stories: 3, ..before },
            11 => Detail { questions: 2, ..before },
            12 => Detail { stories: 2, ..before },
            13 => Detail { questions: 0, ..before },
            14 => Detail { lines: Lines::Outcome, ..before },
            15 => Detail { stories: 1, ..before },
            16 => Detail { lines: Lines::None, ..before },
            17 => Detail { asks: 5, ..before },
            _ => Detail { asks: 0, hooks: false, ..before },
        };
        at += 1;
    }
    ladder
};

/// Stories on a page at most: more titles than that no page takes, so more are never looked at.
const A_PAGE: usize = 60;
/// Pages that are thought of at most.
const PAGES: u32 = 40;

/// The step with no more stories than so many pages can hold, however many there are.
pub(super) fn bounded(step: usize, principles: usize, pages: u32) -> Detail {
    let room = A_PAGE * pages.min(PAGES) as usize;
    let detail = LADDER[step];
    Detail { stories: detail.stories.min((room / principles.max(1)).max(1)), ..detail }
}

/// Principles that so many pages can hold at most.
pub(super) fn principles(pages: u32) -> usize {
    A_PAGE * 2 * pages.min(PAGES) as usize
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_step_tells_less_and_nothing_more() {
        for pair in LADDER.windows(2) {
            let (more, less) = (pair[0], pair[1]);
            assert!(more != less);
            assert!(more.notes >= less.notes && more.matrix >= less.matrix && more.hooks >= less.hooks && more.lines >= less.lines);
            assert!(more.told >= less.told && more.stories >= less.stories && more.questions >= less.questions && more.asks >= less.asks);
        }
        let barest = LADDER[LADDER.len() - 1];
        assert_eq!((barest.stories, barest.lines, barest.asks, barest.hooks), (1, Lines::None, 0, false));
    }

    #[test]
    fn what_is_looked_at_is_bounded_by_the_paper() {
        assert_eq!(bounded(0, 5, 8).stories, 96);
        assert_eq!(bounded(0, 1000, 8).stories, 1);
        assert_eq!(bounded(0, 0, u32::MAX).stories, 100);
    }
}
