//! The exact assignment of stories to focuses: kept pins first, then covered focuses, then the sum of fits, then the ids read in order.
//!
//! Slots and events are the two sides of a bipartite graph, and a slot's choice for an event is the best telling of it, so the best plan is a
//! matching of greatest weight (Kuhn-Munkres). The three sums are one integer, each unit of a sum greater than all that the next one can reach.
//! The last rule, whose ids come first, is decided slot by slot from the left: the same integer carries the ranks of as many slots as its bits
//! hold, those slots are fixed, and the rest is solved again.

use pathfinding::kuhn_munkres::kuhn_munkres;
use pathfinding::matrix::Matrix;
use std::collections::BTreeMap;

/// One telling that may take a slot. All tellings of one event are at most one in a plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Choice {
    /// What is told, as a number.
    pub event: usize,
    /// Whether this keeps a pin.
    pub pinned: bool,
    /// How well it fits, below [`MAX_FIT`].
    pub fit: u32,
    /// The place of the story's id among all ids: no two stories have the same.
    pub order: usize,
}

/// Fits are below this.
pub(super) const MAX_FIT: u32 = 1 << 13;

/// Bits that are left for the ranks of ids, beside a sign, what is forbidden, and the three sums of [`super::MAX_SLOTS`] slots.
const RANK_BITS: u32 = 72;

/// What no matching may take: worse than all else together.
const FORBIDDEN: i128 = -(1 << 120);

/// For each slot the place of its choice in its list, or nothing. No slot comes before a smaller id: a plan that fills the earlier of two equal slots is taken.
pub(super) fn best(slots: &[Vec<Choice>]) -> Vec<Option<usize>> {
    // What nothing can serve takes no part, and costs nothing.
    let served: Vec<Vec<Choice>> = slots.iter().filter(|choices| !choices.is_empty()).cloned().collect();
    let mut best = matched(&served).into_iter();
    slots.iter().map(|choices| if choices.is_empty() { None } else { best.next().flatten() }).collect()
}

/// The same for slots that something can serve.
fn matched(slots: &[Vec<Choice>]) -> Vec<Option<usize>> {
    let options: Vec<Vec<usize>> = slots.iter().map(|choices| strongest(choices, slots.len())).collect();
    let mut columns: BTreeMap<usize, usize> = BTreeMap::new();
    for (choices, kept) in slots.iter().zip(&options) {
        for choice in kept {
            let next = columns.len();
            columns.entry(choices[*choice].event).or_insert(next);
        }
    }
    // A matching gives every row a column, so each slot has one more that stands for no story.
    let width = columns.len() + slots.len();
    let unit = Units::of(slots.len());
    let base = options.iter().map(Vec::len).max().unwrap_or(0) as i128 + 1;
    let block = (RANK_BITS / (u128::BITS - (base as u128).leading_zeros())) as usize;
    let mut fixed: Vec<Option<usize>> = Vec::new();
    while fixed.len() < slots.len() {
        let upto = (fixed.len() + block).min(slots.len());
        let scale = base.pow((upto - fixed.len()) as u32);
        let mut weights = Matrix::new(slots.len(), width, FORBIDDEN);
        for (slot, kept) in options.iter().enumerate() {
            let settled = fixed.get(slot);
            if settled.is_none_or(Option::is_none) {
                (columns.len()..width).for_each(|column| weights[(slot, column)] = 0);
            }
            // Ranks of the slots of this block are the digits of a number, the first slot's the highest; no story is digit 0.
            let digit = if (fixed.len()..upto).contains(&slot) { base.pow((upto - 1 - slot) as u32) } else { 0 };
            for (rank, choice) in by_id(&slots[slot], kept).enumerate() {
                if settled.is_none_or(|settled| *settled == Some(choice)) {
                    let value = slots[slot][choice];
                    weights[(slot, columns[&value.event])] = unit.weight(value) * scale + (kept.len() - rank) as i128 * digit;
                }
            }
        }
        let (_, row) = kuhn_munkres(&weights);
        for slot in fixed.len()..upto {
            fixed.push(options[slot].iter().copied().find(|choice| columns[&slots[slot][*choice].event] == row[slot]));
        }
    }
    fixed
}

/// The best telling of each event, and of these no more than there are slots: were a plan to take a later one, a better one would be free.
fn strongest(choices: &[Choice], slots: usize) -> Vec<usize> {
    let rank = |choice: &usize| {
        let choice = choices[*choice];
        (std::cmp::Reverse((choice.pinned, choice.fit)), choice.order)
    };
    let mut tellings: BTreeMap<usize, usize> = BTreeMap::new();
    for (at, choice) in choices.iter().enumerate() {
        let best = tellings.entry(choice.event).or_insert(at);
        if rank(&at) < rank(best) {
            *best = at;
        }
    }
    let mut kept: Vec<usize> = tellings.into_values().collect();
    kept.sort_by_key(rank);
    kept.truncate(slots);
    kept
}

fn by_id<'c>(choices: &'c [Choice], kept: &'c [usize]) -> impl Iterator<Item = usize> + use<'c> {
    let mut sorted = kept.to_vec();
    sorted.sort_by_key(|choice| choices[*choice].order);
    sorted.into_iter()
}

/// What a covered focus and a kept pin count, in units of fit.
struct Units {
    cover: i128,
    pin: i128,
}

impl Units {
    fn of(slots: usize) -> Self {
        let slots = slots as i128;
        let cover = slots * i128::from(MAX_FIT) + 1;
        Self { cover, pin: slots * (cover + i128::from(MAX_FIT)) + 1 }
    }

    fn weight(&self, choice: Choice) -> i128 {
        self.cover + i128::from(choice.fit) + if choice.pinned { self.pin } else { 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that look random and are the same on every run.
    struct Dice(u64);

    impl Dice {
        fn below(&mut self, sides: u64) -> u64 {
            self.0 ^= self.0 << 13;
            self.0 ^= self.0 >> 7;
            self.0 ^= self.0 << 17;
            self.0 % sides
        }
    }

    /// Tries everything. The key is what a plan is judged by, greatest first; ids count backwards, no story worst.
    fn tried(slots: &[Vec<Choice>]) -> Vec<Option<usize>> {
        type Key = (usize, usize, u32, Vec<std::cmp::Reverse<usize>>);
        fn go(slots: &[Vec<Choice>], taken: &mut Vec<Option<usize>>, best: &mut Option<(Key, Vec<Option<usize>>)>) {
            if taken.len() == slots.len() {
                let told: Vec<Choice> = taken.iter().zip(slots).filter_map(|(choice, slot)| choice.map(|choice| slot[choice])).collect();
                let ids = taken.iter().zip(slots).map(|(choice, slot)| std::cmp::Reverse(choice.map_or(usize::MAX, |choice| slot[choice].order)));
                let key = (told.iter().filter(|told| told.pinned).count(), told.len(), told.iter().map(|told| told.fit).sum(), ids.collect());
                if best.as_ref().is_none_or(|(other, _)| key > *other) {
                    *best = Some((key, taken.clone()));
                }
                return;
            }
            let slot = taken.len();
            for choice in std::iter::once(None).chain((0..slots[slot].len()).map(Some)) {
                let event = |slot: usize, choice: usize| slots[slot][choice].event;
                let twice = choice
                    .is_some_and(|choice| taken.iter().enumerate().any(|(other, told)| told.is_some_and(|told| event(other, told) == event(slot, choice))));
                if !twice {
                    taken.push(choice);
                    go(slots, taken, best);
                    taken.pop();
                }
            }
        }
        let mut best = None;
        go(slots, &mut Vec::new(), &mut best);
        best.expect("a plan without stories is one").1
    }

    fn random(dice: &mut Dice, most_slots: u64, stories: u64, fits: u64) -> Vec<Vec<Choice>> {
        let events: Vec<usize> = (0..stories).map(|_| dice.below(stories) as usize).collect();
        let density = 1 + dice.below(4);
        let pins = 1 + dice.below(8);
        (0..1 + dice.below(most_slots))
            .map(|_| {
                let serves = (0..stories as usize).filter(|_| dice.below(4) < density).collect::<Vec<_>>();
                let choice = |story: usize, dice: &mut Dice| Choice {
                    event: events[story],
                    pinned: dice.below(pins) == 0,
                    fit: dice.below(fits) as u32,
                    order: (story * 7) % stories as usize,
                };
                serves.into_iter().map(|story| choice(story, dice)).collect()
            })
            .collect()
    }

    #[test]
    fn it_is_what_trying_everything_finds() {
        let mut dice = Dice(0x5eed);
        for round in 0..6_000 {
            // Few different fits make many equal plans, which only the ids tell apart.
            let fits = [1, 2, 3, 1000][round % 4];
            let slots = random(&mut dice, 5, 1 + (round as u64 % 6), fits);
            assert_eq!(best(&slots), tried(&slots), "{round}: {slots:#?}");
        }
    }

    /// More slots than one integer holds the ranks of: what was fixed first must not change what comes later.
    #[test]
    fn equal_plans_are_told_apart_over_many_slots() {
        let slots: Vec<Vec<Choice>> =
            (0..40).map(|_| (0..60).map(|story| Choice { event: story, pinned: false, fit: 7, order: 59 - story }).collect()).collect();
        let plan = best(&slots);
        assert_eq!(plan, (0..40).map(|slot| Some(59 - slot)).collect::<Vec<_>>());
        let few: Vec<Vec<Choice>> = slots.iter().map(|slot| slot[57..].to_vec()).collect();
        assert_eq!(best(&few)[..4], [Some(2), Some(1), Some(0), None]);
        assert_eq!(best(&few).iter().flatten().count(), 3);
    }

    #[test]
    fn nothing_to_choose_from_is_a_plan() {
        assert_eq!(best(&[]), []);
        assert_eq!(best(&[Vec::new(), Vec::new()]), [None, None]);
    }

    /// The greatest loop there may be: no sum runs over, and pins still count before all else.
    #[test]
    fn the_greatest_loop_is_planned() {
        let slots: Vec<Vec<Choice>> = (0..super::super::MAX_SLOTS)
            .map(|slot| {
                let choice = |event: usize| Choice { event, pinned: event == slot, fit: if event == slot { 0 } else { MAX_FIT - 1 }, order: event };
                (0..super::super::MAX_SLOTS).filter(|event| event.abs_diff(slot) < 4).map(choice).collect()
            })
            .collect();
        let plan = best(&slots);
        for (slot, choice) in plan.iter().enumerate() {
            assert_eq!(slots[slot][choice.unwrap()].event, slot);
        }
    }
}
