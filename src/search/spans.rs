//! Spans of word positions, and how phrases and proximity join them.
//!
//! Both sides use these functions: the positional query on positions from the index,
//! and the highlighter on positions from the stored text. What is marked is thereby
//! what matched.
//!
//! *Within n* means at most n other words between: `"troops border"~3` finds "troops
//! of crossing the border".

/// Consecutive words: positions from `start` up to, not including, `end`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Span {
    /// Position of the first word.
    pub start: u32,
    /// One past the position of the last word.
    pub end: u32,
}

impl Span {
    /// The span of a single word.
    pub fn word(position: u32) -> Span {
        Span { start: position, end: position + 1 }
    }

    fn words(self) -> u32 {
        self.end - self.start
    }
}

/// Chains of spans that follow each other without a gap, one from each list in order.
/// Lists are sorted; so is the result, without repetition.
pub fn phrase(parts: &[Vec<Span>]) -> Vec<Span> {
    let Some((first, rest)) = parts.split_first() else { return Vec::new() };
    let mut chains = first.clone();
    for part in rest {
        let mut longer = Vec::new();
        for chain in &chains {
            let from = part.partition_point(|s| s.start < chain.end);
            let next = part.iter().skip(from).take_while(|s| s.start == chain.end);
            longer.extend(next.map(|s| Span { start: chain.start, end: s.end }));
        }
        chains = longer;
    }
    chains.sort_unstable();
    chains.dedup();
    chains
}

/// One choice of a span from each list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Together {
    /// From the first word of the first span to the last word of the last.
    pub whole: Span,
    /// The chosen spans, in the order of the lists.
    pub parts: Vec<Span>,
}

/// How the parts of a proximity must stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// In the order given.
    Given,
    /// In any order.
    Any,
}

/// Choices of one span from each list, none overlapping another, with at most `gap`
/// other words between the outermost. For each first span, in reading order, one
/// choice is given: the tightest that begins there. `steps` is how many choices may still be looked
/// at, mostly [`STEPS_MAX`].
pub fn near(parts: &[Vec<Span>], gap: u32, order: Order, steps: &mut u32) -> Vec<Together> {
    let search = Search::new(parts, gap, order);
    let tightest = |(span, at)| {
        let mut best: Option<Together> = None;
        search.choices_from(span, at, steps, &mut |choice| {
            if best.as_ref().is_none_or(|b| choice.whole.end < b.whole.end) {
                best = Some(choice);
            }
            // Nothing that reaches as far can be tighter.
            best.as_ref().map_or(u32::MAX, |b| b.whole.end)
        });
        best
    };
    search.firsts().into_iter().filter_map(tightest).collect()
}

/// The spans that all choices of [`near`] cover, not only the tightest: what a
/// proximity inside another one offers it. Sorted, without repetition.
pub fn near_spans(parts: &[Vec<Span>], gap: u32, order: Order, steps: &mut u32) -> Vec<Span> {
    let search = Search::new(parts, gap, order);
    let mut found = Vec::new();
    for (span, at) in search.firsts() {
        search.choices_from(span, at, steps, &mut |choice| {
            found.push(choice.whole);
            u32::MAX
        });
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// What two sides have in one sentence or paragraph: for each that holds a span of either side,
/// none of which overlaps the other, all spans of both that are part of such a pair. A span
/// belongs to a unit when all of it lies inside. `starts` are the positions at which units begin;
/// all lists are sorted, and so are the results, without repetition.
pub fn same(left: &[Span], right: &[Span], starts: &[u32]) -> Vec<Vec<Span>> {
    let unit = |position: u32| starts.partition_point(|&start| start <= position);
    let unit_of = |span: &Span| Some(unit(span.start)).filter(|&own| own == unit(span.end.saturating_sub(1)));
    let mut found = Vec::new();
    let (left, right) = (inside(left, unit_of), inside(right, unit_of));
    let (mut left, mut right) = (left.as_slice(), right.as_slice());
    while let (Some(&(a, _)), Some(&(b, _))) = (left.first(), right.first()) {
        let (ours, theirs) = (take_unit(&mut left, a.min(b)), take_unit(&mut right, a.min(b)));
        if a == b {
            let paired = paired(&ours, &theirs);
            found.extend((!paired.is_empty()).then_some(paired));
        }
    }
    found
}

/// The spans that lie inside one unit, with its number.
fn inside(spans: &[Span], unit_of: impl Fn(&Span) -> Option<usize>) -> Vec<(usize, Span)> {
    spans.iter().filter_map(|span| Some((unit_of(span)?, *span))).collect()
}

/// Takes the spans of a unit off the front of a list.
fn take_unit(spans: &mut &[(usize, Span)], unit: usize) -> Vec<Span> {
    let (own, rest) = spans.split_at(spans.iter().take_while(|(own, _)| *own == unit).count());
    *spans = rest;
    own.iter().map(|(_, span)| *span).collect()
}

/// The spans of both lists that do not overlap every span of the other.
fn paired(left: &[Span], right: &[Span]) -> Vec<Span> {
    // One that is free of any other is free of that which ends first or that which begins last.
    let bounds = |list: &[Span]| {
        (
            list.iter().map(|s| s.end).min().unwrap_or(u32::MAX),
            list.iter().map(|s| s.start).max().unwrap_or(0),
        )
    };
    let free = |list: &[Span], (first_end, last_start): (u32, u32)| {
        let is_free = move |s: &&Span| first_end <= s.start || s.end <= last_start;
        list.iter().filter(is_free).copied().collect::<Vec<Span>>()
    };
    let mut paired = free(left, bounds(right));
    paired.extend(free(right, bounds(left)));
    paired.sort_unstable();
    paired.dedup();
    paired
}

/// Choices that are looked at in one article; one that is made to have more gets the best of
/// the first of these.
pub const STEPS_MAX: u32 = 100_000;

/// Takes a choice, and says before which position another one must end to be of interest.
type Take<'t> = &'t mut dyn FnMut(Together) -> u32;

struct Search<'s> {
    parts: &'s [Vec<Span>],
    gap: u32,
    order: Order,
    // The words of the longest span of each list, added up.
    longest: u32,
    // For each list the last one before it that is the same: of `"a a b"~5` the second
    // word must stand behind the first, or each choice would be met in every order.
    twin: Vec<Option<usize>>,
    // For each list the fewest words of those that must stand behind it.
    behind: Vec<u32>,
}

impl<'s> Search<'s> {
    fn new(parts: &'s [Vec<Span>], gap: u32, order: Order) -> Search<'s> {
        let longest = parts.iter().map(|l| l.iter().map(|s| s.words()).max().unwrap_or(0)).sum();
        let before = |at: usize| parts.iter().take(at).rposition(|l| parts.get(at) == Some(l));
        let behind = |at: usize| {
            let is_behind = |other: &&Vec<Span>| order == Order::Given || Some(*other) == parts.get(at);
            let shortest = |list: &Vec<Span>| list.iter().map(|s| s.words()).min().unwrap_or(1);
            parts.iter().skip(at + 1).filter(is_behind).map(shortest).sum()
        };
        let lists = 0..parts.len();
        let (twin, behind) = (lists.clone().map(before).collect(), lists.map(behind).collect());
        Search { parts, gap, order, longest, twin, behind }
    }

    /// Spans with which a choice may begin, in reading order, and their lists.
    fn firsts(&self) -> Vec<(Span, usize)> {
        let may_begin = |at: &usize| match self.order {
            Order::Given => *at == 0,
            Order::Any => self.twin.get(*at).copied().flatten().is_none(),
        };
        let lists = self.parts.iter().enumerate().filter(|(at, _)| may_begin(at));
        let mut firsts: Vec<(Span, usize)> =
            lists.flat_map(|(at, list)| list.iter().map(move |&s| (s, at))).collect();
        firsts.sort_unstable();
        firsts
    }

    fn choices_from(&self, first: Span, at: usize, steps: &mut u32, found: Take<'_>) {
        let mut chosen = vec![None; self.parts.len()];
        if let Some(slot) = chosen.get_mut(at) {
            *slot = Some(first);
        }
        let mut before = u32::MAX;
        self.choose(&mut chosen, 0, first.start, &mut Left { steps, before: &mut before }, found);
    }

    /// Fills the lists that have no choice yet, from the list `at` on.
    fn choose(
        &self,
        chosen: &mut Vec<Option<Span>>,
        at: usize,
        start: u32,
        left: &mut Left<'_>,
        found: Take<'_>,
    ) {
        let Some(list) = self.parts.get(at) else {
            *left.before = self.offer(chosen, start, found).unwrap_or(*left.before);
            return;
        };
        if chosen.get(at).copied().flatten().is_some() {
            return self.choose(chosen, at + 1, start, left, found);
        }
        // No part may end beyond this when all the others stand in front of it.
        let reach = start.saturating_add(self.gap).saturating_add(self.longest);
        let from = list.partition_point(|s| s.start <= start);
        let behind = self.behind.get(at).copied().unwrap_or(0);
        for &span in list.iter().skip(from).take_while(|s| s.start < reach) {
            *left.steps = left.steps.saturating_sub(1);
            if *left.steps == 0 || span.start.saturating_add(behind) >= *left.before {
                break;
            }
            if span.end.saturating_add(behind) < *left.before && self.fits(chosen, at, span) {
                if let Some(slot) = chosen.get_mut(at) {
                    *slot = Some(span);
                }
                self.choose(chosen, at + 1, start, left, found);
            }
        }
        if let Some(slot) = chosen.get_mut(at) {
            *slot = None;
        }
    }

    fn fits(&self, chosen: &[Option<Span>], at: usize, span: Span) -> bool {
        let twin = self.twin.get(at).copied().flatten().and_then(|t| chosen.get(t).copied().flatten());
        let behind_twin = self.order == Order::Given || twin.is_none_or(|t| t.start < span.start);
        behind_twin
            && chosen.iter().enumerate().all(|(other, taken)| match (taken, self.order) {
                (None, _) => true,
                _ if other == at => true,
                (Some(t), Order::Any) => t.end <= span.start || span.end <= t.start,
                (Some(t), Order::Given) if other < at => t.end <= span.start,
                (Some(t), Order::Given) => span.end <= t.start,
            })
    }

    /// Hands a choice on when it is near enough.
    fn offer(&self, chosen: &[Option<Span>], start: u32, found: Take<'_>) -> Option<u32> {
        let parts: Vec<Span> = chosen.iter().copied().flatten().collect();
        let end = parts.iter().map(|s| s.end).max().unwrap_or(start);
        let words: u32 = parts.iter().map(|s| s.words()).sum();
        let near = end - start <= words + self.gap;
        near.then(|| found(Together { whole: Span { start, end }, parts }))
    }
}

/// What is left to look at.
struct Left<'l> {
    steps: &'l mut u32,
    /// Spans must end before this position.
    before: &'l mut u32,
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn at(positions: &[u32]) -> Vec<Span> {
        positions.iter().map(|&p| Span::word(p)).collect()
    }

    #[test]
    fn phrases_follow_without_a_gap() {
        assert_eq!(
            phrase(&[at(&[1, 5, 9]), at(&[2, 7, 10])]),
            [Span { start: 1, end: 3 }, Span { start: 9, end: 11 }]
        );
        assert!(phrase(&[at(&[1]), at(&[3])]).is_empty());
    }

    #[test]
    fn within_counts_the_words_between() {
        let (troops, border) = (at(&[0]), at(&[4]));
        assert_eq!(near(&[border.clone(), troops.clone()], 3, Order::Any, &mut STEPS_MAX.clone()).len(), 1);
        assert!(near(&[border.clone(), troops.clone()], 2, Order::Any, &mut STEPS_MAX.clone()).is_empty());
        assert!(near(&[border.clone(), troops.clone()], 3, Order::Given, &mut STEPS_MAX.clone()).is_empty());
        assert_eq!(near(&[troops, border], 3, Order::Given, &mut STEPS_MAX.clone()).len(), 1);
    }

    #[test]
    fn a_word_asked_for_twice_must_stand_there_twice() {
        assert!(near(&[at(&[3]), at(&[3])], 5, Order::Any, &mut STEPS_MAX.clone()).is_empty());
        assert_eq!(
            near(&[at(&[3, 4]), at(&[3, 4])], 5, Order::Any, &mut STEPS_MAX.clone())
                .first()
                .map(|t| t.whole.words()),
            Some(2)
        );
    }

    #[test]
    fn inside_another_proximity_every_choice_counts() {
        let (a, b) = (at(&[0]), at(&[1, 4]));
        assert_eq!(near(&[a.clone(), b.clone()], 5, Order::Any, &mut STEPS_MAX.clone()).len(), 1);
        assert_eq!(
            near_spans(&[a, b], 5, Order::Any, &mut STEPS_MAX.clone()),
            [Span { start: 0, end: 2 }, Span { start: 0, end: 5 }]
        );
    }

    #[test]
    fn what_stands_in_one_sentence_is_paired_there() {
        let whole = |start, end| Span { start, end };
        // Sentences of the words 0..4, 4..8 and 8..
        let starts = [0, 4, 8];
        assert_eq!(same(&at(&[1, 5]), &at(&[2, 9]), &starts), [at(&[1, 2])]);
        assert_eq!(same(&at(&[1, 2, 5]), &at(&[0, 6]), &starts), [at(&[0, 1, 2]), at(&[5, 6])]);
        // A phrase across a sentence's end stands in none.
        assert!(same(&[whole(3, 5)], &at(&[1, 6]), &starts).is_empty());
        // No word counts for both sides.
        assert!(same(&at(&[1]), &at(&[1]), &starts).is_empty());
        assert_eq!(same(&at(&[1, 2]), &at(&[1, 2]), &starts), [at(&[1, 2])]);
    }

    #[test]
    fn many_equal_words_take_no_longer_than_one() {
        let words = vec![at(&(0..100).collect::<Vec<u32>>()); 12];
        assert_eq!(near(&words, 20, Order::Any, &mut STEPS_MAX.clone()).len(), 89);
    }

    fn lists() -> impl Strategy<Value = Vec<Vec<Span>>> {
        prop::collection::vec(prop::collection::btree_set(0u32..14, 0..6), 1..4)
            .prop_map(|lists| lists.into_iter().map(|l| l.into_iter().map(Span::word).collect()).collect())
    }

    /// Every choice there is, by brute force.
    fn all_choices(parts: &[Vec<Span>]) -> Vec<Vec<Span>> {
        parts.iter().fold(vec![Vec::new()], |choices, list| {
            choices.iter().flat_map(|c| list.iter().map(|s| [c.as_slice(), &[*s]].concat())).collect()
        })
    }

    proptest! {
        #[test]
        fn same_pairs_exactly_what_shares_a_unit(
            left in prop::collection::btree_set((0u32..20, 1u32..4), 0..6),
            right in prop::collection::btree_set((0u32..20, 1u32..4), 0..6),
            starts in prop::collection::btree_set(0u32..20, 0..5),
        ) {
            let spans = |set: std::collections::BTreeSet<(u32, u32)>| -> Vec<Span> {
                set.into_iter().map(|(start, words)| Span { start, end: start + words }).collect()
            };
            let (left, right) = (spans(left), spans(right));
            let starts: Vec<u32> = starts.into_iter().collect();
            let together = |a: &Span, b: &Span| {
                let whole = Span { start: a.start.min(b.start), end: a.end.max(b.end) };
                let apart = a.end <= b.start || b.end <= a.start;
                apart && !starts.iter().any(|&s| whole.start < s && s < whole.end)
            };
            let ours = left.iter().filter(|a| right.iter().any(|b| together(a, b)));
            let theirs = right.iter().filter(|b| left.iter().any(|a| together(a, b)));
            let mut expected: Vec<Span> = ours.chain(theirs).copied().collect();
            expected.sort_unstable();
            expected.dedup();
            prop_assert_eq!(same(&left, &right, &starts).concat(), expected);
        }

        #[test]
        fn near_finds_a_choice_exactly_where_one_exists(parts in lists(), gap in 0u32..6, any in any::<bool>()) {
            let order = if any { Order::Any } else { Order::Given };
            let found = near(&parts, gap, order, &mut STEPS_MAX.clone());
            let valid = |c: &Vec<Span>| {
                let mut sorted = c.clone();
                sorted.sort_unstable();
                let apart = sorted.windows(2).all(|w| w[0].end <= w[1].start);
                let tight = sorted.last().unwrap().end - sorted[0].start <= c.len() as u32 + gap;
                apart && tight && (any || *c == sorted)
            };
            let choices: Vec<Vec<Span>> = all_choices(&parts).into_iter().filter(valid).collect();
            prop_assert!(found.iter().all(|t| choices.contains(&t.parts)));
            let mut starts: Vec<u32> = choices.iter().map(|c| c.iter().map(|s| s.start).min().unwrap()).collect();
            starts.sort_unstable();
            starts.dedup();
            let mut found_starts: Vec<u32> = found.iter().map(|t| t.whole.start).collect();
            found_starts.dedup();
            prop_assert_eq!(found_starts, starts);
        }
    }
}
