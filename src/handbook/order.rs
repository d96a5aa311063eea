//! The order that people see lists in: principles as their framework has them, stories and interviews by their newest date, all else by title.

use super::{Handbook, Index, names};
use crate::content::{Fields, Kind, Text};
use crate::prose;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The entries of each kind in order.
pub(super) fn of(handbook: &Handbook) -> BTreeMap<Kind, Vec<Index>> {
    let mut lists: BTreeMap<Kind, Vec<Index>> = Kind::ALL.iter().map(|kind| (*kind, handbook.all(*kind).to_vec())).collect();
    let title = |index: Index| Title::of(names::of(&handbook.entries[index]).folded.as_str());
    let sort = |list: &mut Vec<Index>, rank: &dyn Fn(Index) -> Rank| {
        let mut ranked: Vec<(Rank, Title, Index)> = list.iter().map(|index| (rank(*index), title(*index), *index)).collect();
        ranked.sort_unstable();
        list.clear();
        list.extend(ranked.into_iter().map(|(.., index)| index));
    };
    let fields = |index: Index| &handbook.entries[index].fields;
    for (kind, list) in lists.iter_mut().filter(|(kind, _)| **kind != Kind::Question) {
        match kind {
            Kind::Principle => sort(list, &|index| match fields(index) {
                Fields::Principle(principle) => Rank::Number(principle.order.unwrap_or(i64::MAX)),
                _ => Rank::Number(i64::MAX),
            }),
            Kind::Story | Kind::Interview => sort(list, &|index| {
                let date = match fields(index) {
                    Fields::Story(story) => story.date,
                    Fields::Interview(interview) => interview.date,
                    _ => None,
                };
                Rank::Day(Reverse(date.map(|date| date.last_day)))
            }),
            // One audience's lists stand together, and the audience that is asked first comes first.
            Kind::Asks => {
                let asked = |index: Index| match fields(index) {
                    Fields::Asks(asks) => {
                        let text = |written: &Option<Text>| written.as_ref().map_or(String::new(), |written| prose::folded(&written.value));
                        (text(&asks.audience), moment(&text(&asks.when)))
                    }
                    _ => (String::new(), usize::MAX),
                };
                let mut first: BTreeMap<String, usize> = BTreeMap::new();
                for index in list.iter() {
                    let (audience, moment) = asked(*index);
                    first.entry(audience).and_modify(|least| *least = moment.min(*least)).or_insert(moment);
                }
                sort(list, &|index| {
                    let (audience, moment) = asked(index);
                    Rank::Asked(first[&audience], audience, moment)
                });
            }
            _ => sort(list, &|_| Rank::Number(0)),
        }
    }
    // Questions come by the first principle that they ask for.
    let place: BTreeMap<Index, i64> = lists[&Kind::Principle].iter().zip(0..).map(|(index, place)| (*index, place)).collect();
    let first = |index: Index| handbook.links[index].principles.first().and_then(|principle| place.get(principle)).copied().unwrap_or(i64::MAX);
    sort(lists.entry(Kind::Question).or_default(), &|index| Rank::Number(first(index)));
    lists
}

/// What comes before the title.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Number(i64),
    Day(Reverse<Option<jiff::civil::Date>>),
    /// When its audience is first asked, the audience, and when this is asked.
    Asked(usize, String, usize),
}

/// A title with its first letters as a number, which tells most titles apart faster than their text does.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Title<'t> {
    first: u64,
    text: &'t str,
}

impl<'t> Title<'t> {
    fn of(text: &'t str) -> Self {
        let mut first = [0; 8];
        first.iter_mut().zip(text.bytes()).for_each(|(to, byte)| *to = byte);
        Self { first: u64::from_be_bytes(first), text }
    }
}

/// The place of a moment among all: what is asked before comes first, what comes after last.
fn moment(when: &str) -> usize {
    let moments = ["before", "during", "", "after", "after-offer", "after-rejection"];
    let first = when.split('-').next().unwrap_or("");
    let place = |wanted: &str| moments.iter().position(|moment| *moment == wanted);
    place(when).or_else(|| place(first)).unwrap_or(2)
}
