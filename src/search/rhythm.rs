//! Whether days without an article are missed: judged by the rhythm of what stands around them.
//!
//! A run of days without an article is held against the same weekdays before and behind it. The
//! weekends of a weekday paper and the six days between two issues of a weekly are no gap then, and
//! a Monday without an article is one where Mondays have many. A day is missed when
//!
//! - articles are so many that chance leaves hardly a day empty: [`MANY`] and more on such days, by
//!   their mean, most of which have some; or
//! - articles come more regularly than chance would have it, as the one of a column that appears
//!   each week: nearly all such days have some, and clearly more of them than a Poisson process
//!   with their mean would give; or
//! - the run is so long that [`ENOUGH`] articles and more should have come in it, by its whole weeks,
//!   months or years and what the third of those around it that has fewest holds: what comes in
//!   clusters with nothing between them has no rhythm, and no gaps.

use std::collections::BTreeMap;

use super::facets::{Step, date_key};

/// The mean of a day from which on its like are hardly ever empty: 5 % by chance.
const MANY: f64 = 3.0;
/// The share of such days that have articles at least, some of the others being gaps themselves.
const MOST: f64 = 2.0 / 3.0;
/// The share of days with articles in a regular rhythm, and how much more that is than by chance.
const REGULAR: (f64, f64) = (0.85, 0.25);
/// Articles that should have come in a run: by chance none of them does once in a thousand times.
const ENOUGH: f64 = 7.0;
/// Weekdays, weeks, months or years that are looked at on either side of a run, and how few tell enough.
const LIKE_DAYS: usize = 8;
const LIKE_WEEKS: usize = 8;
const LIKE_MONTHS: usize = 6;
const LIKE_YEARS: usize = 3;
const LIKE_MIN: usize = 3;

/// Counts by day, and by month and year with the dates that are no days among them.
#[derive(Debug, Clone, Default)]
pub(super) struct Series {
    /// Articles by the number of their day.
    pub(super) days: BTreeMap<i32, u64>,
    /// Articles by months since the year 0.
    pub(super) months: BTreeMap<i32, u64>,
    /// Articles by year.
    pub(super) years: BTreeMap<i32, u64>,
}

/// A run of days without an article that is missed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Run {
    /// First day.
    pub(super) from: i32,
    /// Last day.
    pub(super) to: i32,
    /// How many articles the rhythm leads to expect.
    pub(super) expected: f64,
}

impl Series {
    /// Adds so many articles of a span of days.
    pub(super) fn add(&mut self, first: i32, last: i32, articles: u64) {
        let mut add = |step, counts: fn(&mut Series) -> &mut BTreeMap<i32, u64>| {
            if let Some(key) = date_key(first, last, step) {
                *counts(self).entry(key).or_default() += articles;
            }
        };
        add(Step::Day, |series| &mut series.days);
        add(Step::Month, |series| &mut series.months);
        add(Step::Year, |series| &mut series.years);
    }

    /// The first and the last day with an article.
    pub(super) fn reach(&self) -> Option<(i32, i32)> {
        Some((*self.days.first_key_value()?.0, *self.days.last_key_value()?.0))
    }

    /// The runs of days between two given ones in which articles are missed. Outside of what it
    /// reaches the rhythm of its ends is taken to go on.
    pub(super) fn missed(&self, from: i32, to: i32) -> Vec<Run> {
        let mut missed = Vec::new();
        let mut after = None;
        let behind = self.days.keys().copied().map(Some).chain([None]);
        for next in behind {
            let run = (after.map_or(from, |day: i32| day.saturating_add(1)), next.map_or(to, |day| day - 1));
            // A run that goes on outside of what is asked is judged whole, and told in part.
            if run.0 <= run.1 && run.1 >= from && run.0 <= to {
                missed.extend(self.judged(run).filter(|run| run.to >= from && run.from <= to));
            }
            after = next;
            if next.is_some_and(|day| day > to) {
                break;
            }
        }
        missed.iter_mut().for_each(|run| (run.from, run.to) = (run.from.max(from), run.to.min(to)));
        missed
    }

    /// A run of days without an article, when it is missed: without the days at its ends on which
    /// none was to be expected.
    fn judged(&self, run: (i32, i32)) -> Option<Run> {
        let (from, to) = run;
        let week = from..=to.min(from.saturating_add(6));
        let like: Vec<Like> = week.map(|day| self.like_day(day, run)).collect();
        let coarse = self.expected_in_weeks(run).max(self.expected_in_months(run));
        let coarse = coarse.max(self.expected_in_years(run));
        if coarse < ENOUGH && !like.iter().any(|like| like.sure()) {
            return None;
        }
        let of = |day: i32| like.get(usize::try_from((day - from).rem_euclid(7)).unwrap_or(0));
        let expects = |day: &i32| of(*day).is_some_and(|like| like.mean > 0.0);
        let days = |at: i32| (i64::from(to) - i64::from(at)).div_euclid(7) + 1;
        let fine = (from..).zip(&like).map(|(day, like)| like.mean * days(day) as f64).sum();
        Some(Run {
            from: (from..=to).find(expects).unwrap_or(from),
            to: (from..=to).rev().find(expects).unwrap_or(to),
            expected: coarse.max(if coarse < ENOUGH { fine } else { 0.0 }),
        })
    }

    /// What the same weekdays around a run have.
    fn like_day(&self, day: i32, (from, to): (i32, i32)) -> Like {
        let Some((first, last)) = self.reach() else { return Like::default() };
        let behind = (day..).step_by(7).find(|day| *day > to);
        let before = std::iter::successors(Some(day), |day| day.checked_sub(7)).find(|day| *day < from);
        let back = std::iter::successors(before, |day| day.checked_sub(7)).take_while(|day| *day >= first);
        let on = std::iter::successors(behind, |day| day.checked_add(7)).take_while(|day| *day <= last);
        Like::of(back.take(LIKE_DAYS).chain(on.take(LIKE_DAYS)).map(|day| count(&self.days, day)))
    }

    /// How many articles should have come in the whole weeks of a run.
    fn expected_in_weeks(&self, (from, to): (i32, i32)) -> f64 {
        let Some((first, last)) = self.reach() else { return 0.0 };
        let whole = (i64::from(to) - i64::from(from) + 1).div_euclid(7);
        let week = |start: i32| self.days.range(start..=start.saturating_add(6)).map(|(_, n)| n).sum::<u64>();
        let back = std::iter::successors(from.checked_sub(7), |start| start.checked_sub(7));
        let back = back.take_while(|start| *start >= first).take(LIKE_WEEKS);
        let on = std::iter::successors(to.checked_add(1), |start| start.checked_add(7));
        let on = on.take_while(|start| start.saturating_add(6) <= last).take(LIKE_WEEKS);
        low_third(back.chain(on).map(week)) * whole as f64
    }

    fn expected_in_months(&self, run: (i32, i32)) -> f64 {
        expected_in(&self.months, whole(run, Step::Month), LIKE_MONTHS)
    }

    fn expected_in_years(&self, run: (i32, i32)) -> f64 {
        expected_in(&self.years, whole(run, Step::Year), LIKE_YEARS)
    }
}

fn count(counts: &BTreeMap<i32, u64>, key: i32) -> u64 {
    counts.get(&key).copied().unwrap_or(0)
}

/// The months or years that lie in a run from its first to its last day.
fn whole((from, to): (i32, i32), step: Step) -> Option<(i32, i32)> {
    let key = |day| date_key(day, day, step);
    // A month is whole when the day before the run is of an earlier one, and the day behind of a later.
    let first = key(from.checked_sub(1)?)? + 1;
    let last = key(to.checked_add(1)?)? - 1;
    (first <= last).then_some((first, last))
}

/// How many articles should have come in a stretch of months or years without any, by the third of
/// those around it that has fewest.
fn expected_in(counts: &BTreeMap<i32, u64>, stretch: Option<(i32, i32)>, like: usize) -> f64 {
    let Some((from, to)) = stretch else { return 0.0 };
    let (Some((&first, _)), Some((&last, _))) = (counts.first_key_value(), counts.last_key_value()) else {
        return 0.0;
    };
    if counts.range(from..=to).next().is_some() {
        return 0.0;
    }
    let back = (first..from).rev().take(like);
    let on = (to.saturating_add(1)..=last).take(like);
    low_third(back.chain(on).map(|key| count(counts, key))) * (f64::from(to) - f64::from(from) + 1.0)
}

/// What the third of some counts that is lowest reaches; 0 where they are too few to tell.
fn low_third(counts: impl Iterator<Item = u64>) -> f64 {
    let mut counts: Vec<u64> = counts.collect();
    counts.sort_unstable();
    let low = counts.get(counts.len() / 3).filter(|_| counts.len() >= LIKE_MIN);
    low.copied().unwrap_or(0) as f64
}

/// What days that are like one have.
#[derive(Debug, Clone, Copy, Default)]
struct Like {
    /// Articles a day.
    mean: f64,
    /// The share of days that have any.
    present: f64,
    /// Articles on a day that has any.
    of_present: f64,
}

impl Like {
    fn of(counts: impl Iterator<Item = u64>) -> Like {
        let (mut days, mut present, mut articles) = (0_usize, 0_usize, 0_u64);
        for count in counts {
            days += 1;
            present += usize::from(count > 0);
            articles += count;
        }
        if days < LIKE_MIN || present == 0 {
            return Like::default();
        }
        let [days, present, articles] = [days as f64, present as f64, articles as f64];
        Like { mean: articles / days, present: present / days, of_present: articles / present }
    }

    /// Whether a single day of this kind without an article is missed.
    fn sure(self) -> bool {
        let rate = rate_of(self.of_present);
        let by_chance = 1.0 - (-rate).exp();
        (rate >= MANY && self.present >= MOST)
            || (self.present >= REGULAR.0 && self.present >= by_chance + REGULAR.1)
    }
}

/// The rate of the Poisson process whose days with events have so many on average: the mean of the
/// zero-truncated Poisson distribution, turned round by halving.
fn rate_of(mean: f64) -> f64 {
    let (mut low, mut high) = (0.0_f64, mean);
    for _ in 0..60 {
        let rate = f64::midpoint(low, high);
        let of_present = if rate > 0.0 { rate / -(-rate).exp_m1() } else { 1.0 };
        if of_present < mean { low = rate } else { high = rate }
    }
    low
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Days from 0 on, day 4 being a Monday.
    fn series(days: impl IntoIterator<Item = (i32, u64)>) -> Series {
        let mut series = Series::default();
        days.into_iter().filter(|day| day.1 > 0).for_each(|(day, count)| series.add(day, day, count));
        series
    }

    fn missed(series: &Series, from: i32, to: i32) -> Vec<(i32, i32)> {
        series.missed(from, to).iter().map(|run| (run.from, run.to)).collect()
    }

    #[test]
    fn weekends_of_a_weekday_paper_are_no_gap() {
        let weekday = |day: &i32| (day + 3).rem_euclid(7) < 5;
        let whole = series((0..300).filter(weekday).map(|day| (day, 6)));
        assert_eq!(missed(&whole, 0, 299), []);
        // A Friday and the Monday behind it, and a Wednesday.
        let holed = series((0..300).filter(weekday).filter(|d| ![106, 109, 202].contains(d)).map(|d| (d, 6)));
        assert_eq!((109 + 3) % 7, 0);
        assert_eq!(missed(&holed, 0, 299), [(106, 109), (202, 202)]);
        // Only what is asked for, also of a run that goes on.
        assert_eq!(missed(&holed, 108, 201), [(108, 109)]);
    }

    #[test]
    fn a_weekly_misses_its_issue_and_a_column_its_week() {
        for articles in [20, 1] {
            let issues = (0..60).filter(|n| *n != 31).map(|n| (n * 7, articles));
            assert_eq!(missed(&series(issues), 0, 400), [(217, 217)], "{articles} articles");
        }
    }

    #[test]
    fn what_is_rare_is_not_missed_until_much_should_have_come() {
        let rare = |n: &i32| n.wrapping_mul(2_654_435).rem_euclid(97) < 12;
        let sparse = series((0..2_000).filter(rare).map(|day| (day, 1)));
        assert_eq!(missed(&sparse, 0, 1_990), []);
        let holed = series((0..2_000).filter(rare).filter(|d| !(800..1_000).contains(d)).map(|day| (day, 1)));
        let runs = missed(&holed, 0, 1_990);
        assert!(matches!(runs.as_slice(), [(from, to)] if *from <= 800 && *to >= 999), "{runs:?}");
    }

    #[test]
    fn clusters_have_no_gaps() {
        let clusters = [0, 100, 220, 300].into_iter();
        let days = clusters.flat_map(|start| (0..9).map(move |n| (start + n * 2, 1 + (n % 2) as u64)));
        assert_eq!(missed(&series(days), 0, 320), []);
    }

    #[test]
    fn dates_without_days_have_gaps_of_months() {
        let mut series = Series::default();
        for year in (0..20).filter(|year| !(8..11).contains(year)) {
            // Each year is 365 days here; what counts is that spans are coarser than a day.
            (0..4).for_each(|n| series.add(year * 365 + n * 80, year * 365 + n * 80 + 27, 1));
            series.add(year * 365 + 100, year * 365 + 100, 1);
        }
        assert_eq!(series.missed(0, 7_000).len(), 1);
    }

    #[test]
    fn the_rhythm_goes_on_outside() {
        let daily = series((0..100).map(|day| (day, 9)));
        assert_eq!(missed(&daily, -3, 104), [(-3, -1), (100, 104)]);
        assert_eq!(missed(&Series::default(), 0, 9), []);
    }

    #[test]
    fn the_mean_of_days_with_articles_tells_the_rate() {
        for rate in [0.1, 1.0, 3.0, 20.0_f64] {
            let mean = rate / (1.0 - (-rate).exp());
            assert!((rate_of(mean) - rate).abs() < 1e-9);
        }
        assert!(rate_of(1.0) < 1e-9);
    }

    proptest! {
        /// Of a daily archive every day that was taken out is named, and no other (towards the ends of
        /// an archive fewer days tell what is usual).
        #[test]
        fn days_taken_out_are_named(out in prop::collection::btree_set(60..440_i32, 0..20), counts in prop::collection::vec(6..30_u64, 500)) {
            let held = (0..500).zip(counts).filter(|(day, _)| !out.contains(day));
            let runs = missed(&series(held), 0, 499);
            let named: std::collections::BTreeSet<i32> = runs.iter().flat_map(|&(from, to)| from..=to).collect();
            prop_assert_eq!(named, out);
        }
    }
}
