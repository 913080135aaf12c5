//! How each outlet writes its dates, learned from those that can be read in one way.
//!
//! `04/03/2001` says nothing of itself, but an outlet that also writes `13/04/2001` puts the
//! day first. So a first pass over what there is to read counts, for each outlet, the dates
//! that show their order and the years of those that are written in full; the second pass
//! reads by it. Counts of one pass add up to the same whatever the order of files and threads.
//!
//! ```
//! use dateline::corpus::DateHabits;
//! let mut habits = DateHabits::default();
//! habits.observe_date(Some("The Post"), "13/04/2001");
//! let order = habits.of(Some("the post")).unwrap().order();
//! assert_eq!(order, dateline::corpus::pubdate::DateOrder::DayFirst);
//! ```

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::article::{Article, DateSource, Dating, Note, Suspicion, Verdict};
use crate::corpus::pubdate::{self, DateOptions, DateOrder, Reading};

/// How outlets write their dates.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateHabits {
    /// By the outlet's name in lower case; articles that name none are one outlet.
    outlets: BTreeMap<String, Habit>,
}

/// How one outlet writes its dates.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Habit {
    /// Dates that can only have the day first.
    day_first: u32,
    /// Dates that can only have the month first.
    month_first: u32,
    /// Articles by year, of those whose year is written in full.
    years: BTreeMap<i16, u32>,
}

impl DateHabits {
    /// Learns from an article.
    pub fn observe(&mut self, article: &Article) {
        let habit = self.outlets.entry(key(article.outlet.as_deref())).or_default();
        for rung in &article.dating.rungs {
            if matches!(rung.source, DateSource::Header | DateSource::Metadata | DateSource::Text) {
                habit.observe_order(&rung.raw, &article.dating);
            }
        }
        // A date whose day alone is doubted has a year all the same.
        let year_is_sure = |s: &Suspicion| matches!(s, Suspicion::Doubt(Note::Swappable | Note::Weekday));
        let suspect = !article.dating.suspicions.iter().all(year_is_sure);
        let known = article.dating.winner().filter(|w| !suspect && !w.notes.contains(&Note::ShortYear));
        if let Some(year) = known.and_then(|w| w.date).and_then(|d| i16::try_from(d.year()).ok()) {
            *habit.years.entry(year).or_default() += 1;
        }
    }

    /// Learns from a date of an outlet.
    pub fn observe_date(&mut self, outlet: Option<&str>, raw: &str) {
        self.outlets.entry(key(outlet)).or_default().observe_date(raw);
    }

    /// Adds what was learned elsewhere.
    pub fn merge(&mut self, other: &DateHabits) {
        for (outlet, habit) in &other.outlets {
            self.outlets.entry(outlet.clone()).or_default().merge(habit);
        }
    }

    /// What is known of an outlet.
    pub fn of(&self, outlet: Option<&str>) -> Option<&Habit> {
        self.outlets.get(&key(outlet))
    }
}

fn key(outlet: Option<&str>) -> String {
    let words: Vec<&str> = outlet.unwrap_or_default().split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// How many dates of the usual order outweigh one of the other.
const ORDER_RATIO: u32 = 10;
/// Fewest articles from which an outlet's span of years is known.
const YEARS_FROM_ARTICLES: u32 = 20;
/// Years without an article that end an outlet's span.
const YEARS_APART: i32 = 10;

impl Habit {
    /// Learns from a date alone.
    pub fn observe_date(&mut self, raw: &str) {
        self.observe_order(raw, &Dating::default());
        let found = pubdate::parse_field(raw.trim(), &DateOptions::default());
        let full = found.filter(|f| !f.notes.contains(&Note::ShortYear));
        if let Some(year) = full.and_then(|f| i16::try_from(f.date.year()).ok()) {
            *self.years.entry(year).or_default() += 1;
        }
    }

    /// Learns the order of a date that can be read in one way, or of which another place says
    /// the day.
    fn observe_order(&mut self, raw: &str, dating: &Dating) {
        let said = |wanted| {
            dating.rungs.iter().any(|r| {
                r.date == Some(wanted)
                    && r.raw != raw
                    && !r.notes.contains(&Note::Swappable)
                    && matches!(r.verdict, Verdict::Won | Verdict::Agrees | Verdict::Differs { .. })
            })
        };
        match pubdate::both_ways(raw, &DateOptions::default()) {
            Some(Reading::DayFirst) => self.day_first += 1,
            Some(Reading::MonthFirst) => self.month_first += 1,
            Some(Reading::Both { day_first, month_first }) => match (said(day_first), said(month_first)) {
                (true, false) => self.day_first += 1,
                (false, true) => self.month_first += 1,
                _ => {}
            },
            None => {}
        }
    }

    fn merge(&mut self, other: &Habit) {
        self.day_first += other.day_first;
        self.month_first += other.month_first;
        for (year, count) in &other.years {
            *self.years.entry(*year).or_default() += count;
        }
    }

    /// The order of day and month; dates that contradict each other teach nothing.
    pub fn order(&self) -> DateOrder {
        let clear = |many: u32, few: u32| many > 0 && few.saturating_mul(ORDER_RATIO) <= many;
        match (clear(self.day_first, self.month_first), clear(self.month_first, self.day_first)) {
            (true, false) => DateOrder::DayFirst,
            (false, true) => DateOrder::MonthFirst,
            _ => DateOrder::Unknown,
        }
    }

    /// The hundred years around the middle one of its articles, for years of two digits.
    pub fn first_short_year(&self) -> Option<i32> {
        let half = self.years.values().sum::<u32>().div_ceil(2);
        let mut before = 0;
        let middle = self.years.iter().find(|(_, count)| {
            before += **count;
            before >= half
        });
        middle.map(|(year, _)| i32::from(*year) - 50)
    }

    /// The first and the last year in which it had articles, when enough are known: single
    /// ones far from all others do not count.
    pub fn years(&self) -> Option<(i16, i16)> {
        let all: u32 = self.years.values().sum();
        if all < YEARS_FROM_ARTICLES {
            return None;
        }
        // One in fifty may be wrong at either end, as long as no other stands near it.
        let few = all / 50;
        let from = reach(self.years.iter(), few)?;
        let to = reach(self.years.iter().rev(), few)?;
        Some((from, to))
    }

    /// Whether a year is far from those in which the outlet had articles.
    pub(super) fn excludes(&self, year: i32) -> Option<(i16, i16)> {
        let (from, to) = self.years()?;
        let outside = year + YEARS_APART < i32::from(from) || year > i32::from(to) + YEARS_APART;
        outside.then_some((from, to))
    }
}

/// The outermost year, from one end, that more than `few` articles reach, or that stands near
/// to those.
fn reach<'y>(years: impl Iterator<Item = (&'y i16, &'y u32)>, few: u32) -> Option<i16> {
    let mut outer: Vec<i16> = Vec::new();
    let mut seen = 0;
    for (year, count) in years {
        seen += count;
        outer.push(*year);
        if seen > few {
            break;
        }
    }
    let mut reached = outer.pop()?;
    while let Some(next) = outer.pop() {
        if i32::from(next).abs_diff(i32::from(reached)) > YEARS_APART.unsigned_abs() {
            break;
        }
        reached = next;
    }
    Some(reached)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn habit(dates: &[&str]) -> Habit {
        let mut habit = Habit::default();
        for date in dates {
            habit.observe_date(date);
        }
        habit
    }

    #[test]
    fn unambiguous_dates_teach_the_order() {
        let order = |dates: &[&str]| habit(dates).order();
        assert_eq!(order(&["03/04/2001", "13/04/2001 10:00"]), DateOrder::DayFirst);
        assert_eq!(order(&["3-4-2001", "3-24-2001"]), DateOrder::MonthFirst);
        assert_eq!(order(&["13/04/2001", "04/13/2001", "2001-04-13"]), DateOrder::Unknown);
        assert_eq!(order(&["3.4.01", "Published: 24.4.01"]), DateOrder::DayFirst);
        assert_eq!(order(&["3-24-2001, 10.15"]), DateOrder::MonthFirst);
        let mut many = vec!["13/04/2001"; 10];
        many.push("04/13/2001");
        assert_eq!(order(&many), DateOrder::DayFirst);
    }

    #[test]
    fn years_of_two_digits_lie_around_the_others() {
        assert_eq!(habit(&["1865", "1866-01-02", "3 May 1867"]).first_short_year(), Some(1816));
        assert_eq!(habit(&["3.4.01"]).first_short_year(), None);
    }

    #[test]
    fn a_single_year_far_from_the_others_is_outside() {
        let mut years = vec!["1246", "1970", "1970", "1999"];
        let all: Vec<String> = (0..200).map(|n| (2004 + n % 12).to_string()).collect();
        years.extend(all.iter().map(String::as_str));
        let habit = habit(&years);
        assert_eq!(habit.years(), Some((1999, 2015)));
        assert_eq!(habit.excludes(1970), Some((1999, 2015)));
        assert_eq!(habit.excludes(1990), None);
    }

    #[test]
    fn what_is_learned_does_not_depend_on_order() {
        let dates = ["13/04/2001", "2 May 1998", "04/25/2003", "1866"];
        let (mut forth, mut back, mut apart) =
            (DateHabits::default(), DateHabits::default(), DateHabits::default());
        for (at, date) in dates.iter().enumerate() {
            let outlet = (at % 2 == 0).then_some("Post");
            forth.observe_date(outlet, date);
            let mut one = DateHabits::default();
            one.observe_date(outlet, date);
            apart.merge(&one);
        }
        for (at, date) in dates.iter().enumerate().rev() {
            back.observe_date((at % 2 == 0).then_some("POST"), date);
        }
        assert_eq!(forth, back);
        assert_eq!(forth, apart);
    }
}
