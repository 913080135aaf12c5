//! Facets: which dimensions can be counted, how selections narrow them, and the
//! counts as results.
//!
//! A facet's counts follow the query and the selections of every *other* dimension,
//! not of its own (drill-sideways), so that the other values stay in sight. Rows and
//! `none` together account for every match; `more` says how many values are hidden.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use serde::Serialize;

use super::names;
use super::plan::FacetField;
use crate::article::ActorKind;
use crate::date::{PartialDate, day_number};
use crate::gazetteer::Level;
use crate::index::Fields;
use crate::index::dictionary::{Class, Family, View};
use crate::text;

/// A dimension of selection; several facets can belong to one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Dimension {
    /// `--place`.
    Place,
    /// `--actor`.
    Actor,
    /// `--from` and `--to`.
    Date,
    /// `--outlet`.
    Outlet,
    /// `--lang`.
    Lang,
    /// Dates spoken of; no flag selects them.
    Mentions,
}

impl Dimension {
    /// The field of the numbers of its values; dates have none of their own.
    pub(super) fn field(self, fields: &Fields) -> tantivy::schema::Field {
        match self {
            Dimension::Place => fields.places,
            Dimension::Actor => fields.actors,
            Dimension::Outlet => fields.outlet,
            Dimension::Lang | Dimension::Date => fields.lang,
            Dimension::Mentions => fields.spoken,
        }
    }

    /// What of a plan asks for its values; dates are asked for in another way.
    pub(super) fn plan_field(self) -> Option<FacetField> {
        match self {
            Dimension::Place => Some(FacetField::Place),
            Dimension::Actor => Some(FacetField::Actor),
            Dimension::Outlet => Some(FacetField::Outlet),
            Dimension::Lang => Some(FacetField::Lang),
            Dimension::Date | Dimension::Mentions => None,
        }
    }
}

/// A facet that can be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FacetKind {
    /// Places of one level, or of all; a place counts with everything inside it.
    Place(Option<Level>),
    /// Places so many steps down: 1 are countries, 2 what lies directly in one; a place counts with
    /// everything inside it ([`Gazetteer::depth`](crate::gazetteer::Gazetteer::depth)).
    PlaceDepth(u8),
    /// Actors of one kind, or of all.
    Actor(Option<ActorKind>),
    /// Publication dates.
    Date(Step),
    /// Dates spoken of; an article counts once for each time that lies in it.
    Mentions(Step),
    /// Outlets.
    Outlet,
    /// Languages.
    Lang,
}

/// A length of calendar time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Step {
    /// A day.
    Day,
    /// A week from Monday to Sunday; named by ISO 8601 (`2024-W32`).
    Week,
    /// A month.
    Month,
    /// A year.
    Year,
}

/// Which dates of an article a timeline is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Over {
    /// When it was published.
    #[default]
    Published,
    /// What it speaks of: it counts once for each day, week, month or year that one of
    /// its dates lies in, so the counts can add up to more than the matches.
    Mentions,
}

impl Over {
    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Over::Published => "published",
            Over::Mentions => "mentions",
        }
    }

    /// The facet that it counts.
    pub fn facet(self, step: Step) -> FacetKind {
        match self {
            Over::Published => FacetKind::Date(step),
            Over::Mentions => FacetKind::Mentions(step),
        }
    }
}

const PLACE_LEVELS: [(&str, Level); 3] =
    [("country", Level::Country), ("region", Level::Region), ("place", Level::Place)];
const DATE_STEPS: [(&str, Step); 3] = [("year", Step::Year), ("month", Step::Month), ("day", Step::Day)];

/// The deepest places: towns in a district of a division of a country.
pub const DEPTH_MAX: u8 = 4;

/// The facet of the places of a level, by its name or its depth.
fn place_facet(level: &str) -> Option<FacetKind> {
    let named = PLACE_LEVELS.iter().find(|(name, _)| *name == level);
    let depth = level.parse().ok().filter(|depth| (1..=DEPTH_MAX).contains(depth) && level.len() == 1);
    named.map(|&(_, level)| FacetKind::Place(Some(level))).or(depth.map(FacetKind::PlaceDepth))
}

impl FacetKind {
    /// The dimension whose selection it leaves out of account.
    pub fn dimension(self) -> Dimension {
        match self {
            FacetKind::Place(_) | FacetKind::PlaceDepth(_) => Dimension::Place,
            FacetKind::Actor(_) => Dimension::Actor,
            FacetKind::Date(_) => Dimension::Date,
            FacetKind::Mentions(_) => Dimension::Mentions,
            FacetKind::Outlet => Dimension::Outlet,
            FacetKind::Lang => Dimension::Lang,
        }
    }

    /// The class of dictionary values that it counts.
    pub(super) fn class(self) -> Option<Class> {
        match self {
            FacetKind::Place(level) => level.map(Class::Level),
            FacetKind::PlaceDepth(depth) => Some(Class::Depth(depth)),
            FacetKind::Actor(kind) => kind.map(Class::Kind),
            _ => None,
        }
    }
}

impl fmt::Display for FacetKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            FacetKind::Place(None) => write!(f, "place"),
            FacetKind::Place(Some(level)) => {
                let name = PLACE_LEVELS.iter().find(|(_, l)| l == level).map_or("other", |(n, _)| n);
                write!(f, "place:{name}")
            }
            FacetKind::PlaceDepth(depth) => write!(f, "place:{depth}"),
            FacetKind::Actor(None) => write!(f, "actor"),
            FacetKind::Actor(Some(kind)) => write!(f, "actor:{}", kind.as_str()),
            FacetKind::Date(step) => write!(f, "date:{}", step.name()),
            FacetKind::Mentions(step) => write!(f, "mentions:{}", step.name()),
            FacetKind::Outlet => write!(f, "outlet"),
            FacetKind::Lang => write!(f, "lang"),
        }
    }
}

impl Step {
    /// Its name on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Step::Day => "day",
            Step::Week => "week",
            Step::Month => "month",
            Step::Year => "year",
        }
    }
}

impl FromStr for FacetKind {
    type Err = String;

    fn from_str(text: &str) -> Result<FacetKind, String> {
        let (field, part) = text.split_once(':').map_or((text, None), |(f, p)| (f, Some(p)));
        let found = match (field, part) {
            ("place", None) => Some(FacetKind::Place(None)),
            ("place", Some(p)) => place_facet(p),
            ("actor", None) => Some(FacetKind::Actor(None)),
            ("actor", Some(p)) => {
                ActorKind::ALL.into_iter().find(|k| k.as_str() == p).map(|k| FacetKind::Actor(Some(k)))
            }
            ("date", None) => Some(FacetKind::Date(Step::Month)),
            ("date", Some(p)) => DATE_STEPS.iter().find(|(n, _)| *n == p).map(|&(_, s)| FacetKind::Date(s)),
            ("mentions", None) => Some(FacetKind::Mentions(Step::Month)),
            ("mentions", Some(p)) => {
                DATE_STEPS.iter().find(|(n, _)| *n == p).map(|&(_, s)| FacetKind::Mentions(s))
            }
            ("outlet", None) => Some(FacetKind::Outlet),
            ("lang", None) => Some(FacetKind::Lang),
            _ => None,
        };
        found.ok_or_else(|| {
            format!(
                "there is no facet {text}; there are place, place:country, place:region, place:place, place:1 to \
                 place:{DEPTH_MAX}, actor, \
                 actor:person (organisation, government, military, armed_group, group), date:year, date:month, \
                 date:day, mentions:year, mentions:month, mentions:day, outlet, lang"
            )
        })
    }
}

/// What the user selected beside the query.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Selection {
    /// Places by id or name; a leading `-` excludes.
    pub place: Vec<String>,
    /// Actors by id or name; a leading `-` excludes.
    pub actor: Vec<String>,
    /// Outlets; a leading `-` excludes.
    pub outlet: Vec<String>,
    /// Languages; a leading `-` excludes.
    pub lang: Vec<String>,
    /// From the first day of this date.
    pub from: Option<PartialDate>,
    /// To the last day of this date.
    pub to: Option<PartialDate>,
}

/// Facet numbers that a selection wants or bans.
#[derive(Debug, Clone, Default)]
pub(super) struct Picked {
    /// `None`: every article will do.
    pub(super) wanted: Option<Vec<u32>>,
    pub(super) banned: Vec<u32>,
}

impl Picked {
    /// Whether nothing is selected.
    pub(super) fn is_open(&self) -> bool {
        self.wanted.is_none() && self.banned.is_empty()
    }
}

impl Selection {
    /// Without what is selected in a dimension.
    #[must_use]
    pub fn without(&self, dimension: Dimension) -> Selection {
        let mut rest = self.clone();
        match dimension {
            Dimension::Place => rest.place.clear(),
            Dimension::Actor => rest.actor.clear(),
            Dimension::Date => (rest.from, rest.to) = (None, None),
            Dimension::Outlet => rest.outlet.clear(),
            Dimension::Lang => rest.lang.clear(),
            Dimension::Mentions => {}
        }
        rest
    }

    /// Only what is selected of where articles come from: their outlets and languages.
    #[must_use]
    pub fn sources(&self) -> Selection {
        Selection { outlet: self.outlet.clone(), lang: self.lang.clone(), ..Selection::default() }
    }

    /// The numbers that the selection in a dimension means, and notes about names.
    pub(super) fn picked(&self, dimension: Dimension, dictionary: &View, notes: &mut Vec<String>) -> Picked {
        let values = match dimension {
            Dimension::Place => &self.place,
            Dimension::Actor => &self.actor,
            Dimension::Outlet => &self.outlet,
            Dimension::Lang => &self.lang,
            Dimension::Date | Dimension::Mentions => return Picked::default(),
        };
        let mut picked = Picked::default();
        for value in values {
            let banned = value.strip_prefix('-');
            let meaning = meaning(dimension, dictionary, banned.unwrap_or(value));
            notes.extend(meaning.note);
            match banned {
                Some(_) => picked.banned.extend(meaning.numbers),
                None => picked.wanted.get_or_insert_default().extend(meaning.numbers),
            }
        }
        picked.banned.sort_unstable();
        if let Some(wanted) = &mut picked.wanted {
            wanted.sort_unstable();
        }
        picked
    }
}

fn meaning(dimension: Dimension, dictionary: &View, name: &str) -> names::Meaning {
    match dimension {
        Dimension::Place => names::places(dictionary, name),
        Dimension::Actor => names::actors(dictionary, name),
        Dimension::Outlet => names::plain(dictionary, Family::Outlet, name),
        Dimension::Lang | Dimension::Date | Dimension::Mentions => {
            names::plain(dictionary, Family::Lang, name)
        }
    }
}

/// The days of a selection, open ends included.
pub(super) fn day_numbers(from: Option<PartialDate>, to: Option<PartialDate>) -> RangeInclusive<i32> {
    let first = from.map_or(i32::MIN, |date| day_number(date.range().from));
    first..=to.map_or(i32::MAX, |date| day_number(date.range().to))
}

/// What was counted for a facet in one pass.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    /// By facet number.
    numbers: Vec<u32>,
    // The numbers that were counted, each once: mostly few of all that there are.
    counted: Vec<u32>,
    /// By year, month or day, see [`date_key`].
    pub(super) dates: BTreeMap<i32, u32>,
    /// Matches without a value.
    pub(super) none: u32,
}

impl Tally {
    /// With a table of zeros for the numbers.
    pub(super) fn for_numbers(zeros: Vec<u32>) -> Tally {
        Tally { numbers: zeros, ..Tally::default() }
    }

    /// The table, with nothing but zeros again.
    pub(super) fn into_zeros(mut self) -> Vec<u32> {
        for &number in &self.counted {
            if let Some(count) = self.numbers.get_mut(number as usize) {
                *count = 0;
            }
        }
        self.numbers
    }

    /// Adds matches that have a value.
    pub(super) fn count(&mut self, number: u32, matches: u32) {
        if let Some(count) = self.numbers.get_mut(number as usize) {
            if *count == 0 {
                self.counted.push(number);
            }
            *count += matches;
        }
    }

    /// Adds matches of a time; those that lie in several have none.
    pub(super) fn count_date(&mut self, key: Option<i32>, matches: u32) {
        match key {
            Some(key) => *self.dates.entry(key).or_default() += matches,
            None => self.none += matches,
        }
    }

    /// The values that matches have, in no order, and how many have them.
    fn counts(&self) -> impl Iterator<Item = (u32, u32)> + '_ {
        self.counted.iter().map(|&n| (n, self.numbers.get(n as usize).copied().unwrap_or(0)))
    }
}

/// The values of a facet with their counts.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Facet {
    /// `articles` or `stories`.
    pub unit: &'static str,
    /// The values shown, most frequent first; dates in their order.
    pub values: Vec<FacetValue>,
    /// Matches without any value.
    pub none: u64,
    /// Values that are not shown.
    pub more: u64,
}

/// One value of a facet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FacetValue {
    /// What a selection takes back.
    pub value: String,
    /// What is shown.
    pub label: String,
    /// How many matches have it.
    pub count: u64,
    /// Whether it is selected.
    pub selected: bool,
}

impl FacetValue {
    /// Whether its name, or what a selection takes back, has this text, whatever its case and marks.
    pub fn contains(&self, wanted: &str) -> bool {
        let wanted = text::fold(wanted);
        text::fold(&self.label).contains(wanted.as_ref()) || text::fold(&self.value).contains(wanted.as_ref())
    }
}

impl Facet {
    /// With its values in the order of the alphabet, the first `limit` of them and the selected ones.
    /// It must hold all values.
    #[must_use]
    pub fn by_name(mut self, limit: usize) -> Facet {
        let all = self.values.len();
        self.values
            .sort_by_cached_key(|v| (text::fold(&v.label).into_owned(), v.label.clone(), v.value.clone()));
        let mut rank = 0;
        self.values.retain(|v| {
            rank += 1;
            rank <= limit || v.selected
        });
        self.more += (all - self.values.len()) as u64;
        self
    }
}

/// Turns counts into a facet of at most `limit` values (selected ones always among them).
pub(super) fn facet(
    kind: FacetKind,
    tally: &Tally,
    limit: usize,
    contains: Option<&str>,
    context: &Context<'_>,
) -> Facet {
    let wanted = contains.map(text::fold);
    let has =
        |w: &str, label: &str, value: &str| text::fold(label).contains(w) || text::fold(value).contains(w);
    let is_wanted = wanted.as_deref().map(|w| move |label: &str, value: &str| has(w, label, value));
    let is_wanted = is_wanted.as_ref().map(|f| f as &IsWanted<'_>);
    let (values, all) = match kind {
        FacetKind::Date(step) => {
            let selected = context.from.zip(context.to).filter(|(from, to)| from == to);
            date_values(tally, step, limit, is_wanted, selected.map(|(from, _)| from))
        }
        FacetKind::Mentions(step) => date_values(tally, step, limit, is_wanted, None),
        _ => number_values(kind, tally, limit, is_wanted, context),
    };
    let more = (all - values.len()) as u64;
    Facet { unit: context.unit, values, none: u64::from(tally.none), more }
}

/// What the rows of a facet need to know.
pub(super) struct Context<'c> {
    pub(super) dictionary: &'c View,
    pub(super) unit: &'static str,
    pub(super) wanted: &'c dyn Fn(Dimension) -> Option<Vec<u32>>,
    pub(super) from: Option<PartialDate>,
    pub(super) to: Option<PartialDate>,
}

type IsWanted<'w> = dyn Fn(&str, &str) -> bool + 'w;

/// The most frequent values, and how many there are in all. Of equally frequent ones
/// countries come before regions, towns and continents; then the alphabet decides.
fn number_values(
    kind: FacetKind,
    tally: &Tally,
    limit: usize,
    is_wanted: Option<&IsWanted<'_>>,
    context: &Context<'_>,
) -> (Vec<FacetValue>, usize) {
    let dictionary = context.dictionary;
    let selected: Vec<u32> = (context.wanted)(kind.dimension())
        .unwrap_or_default()
        .iter()
        .map(|&n| dictionary.canonical(n))
        .collect();
    let mut rows: Vec<(u32, u32)> = tally.counts().collect();
    if let Some(is_wanted) = is_wanted {
        rows.retain(|(n, _)| is_wanted(dictionary.label(*n), dictionary.value(*n)));
    }
    let all = rows.len();
    // Names are looked up only where counts are equal.
    let order = |&(a, of_a): &(u32, u32), &(b, of_b): &(u32, u32)| {
        let class = |n| (kind.dimension() == Dimension::Place).then(|| dictionary.class_order(n));
        of_b.cmp(&of_a)
            .then_with(|| class(a).cmp(&class(b)))
            .then_with(|| dictionary.label(a).cmp(dictionary.label(b)))
            .then_with(|| dictionary.value(a).cmp(dictionary.value(b)))
    };
    if limit < rows.len() {
        // Counts alone drop most values, before any name is looked up.
        rows.select_nth_unstable_by_key(limit, |&(_, count)| std::cmp::Reverse(count));
        let least = rows.get(limit).map_or(0, |&(_, count)| count);
        rows.retain(|(n, count)| *count >= least || selected.contains(n));
        rows.select_nth_unstable_by(limit, order);
        let hidden = rows.split_off(limit);
        rows.extend(hidden.into_iter().filter(|(n, _)| selected.contains(n)));
    }
    rows.sort_unstable_by(order);
    let values = rows.into_iter().map(|(number, count)| FacetValue {
        value: dictionary.value(number).to_owned(),
        label: dictionary.label(number).to_owned(),
        count: u64::from(count),
        selected: selected.contains(&number),
    });
    (values.collect(), all)
}

/// The most frequent days, months or years in the order of time, and how many there are.
fn date_values(
    tally: &Tally,
    step: Step,
    limit: usize,
    is_wanted: Option<&IsWanted<'_>>,
    selected: Option<PartialDate>,
) -> (Vec<FacetValue>, usize) {
    let selected = selected.map(|date| date.to_string());
    let mut values: Vec<FacetValue> = tally
        .dates
        .iter()
        .map(|(&key, &count)| (date_label(key, step), count))
        .filter(|(label, _)| is_wanted.is_none_or(|f| f(label, label)))
        .map(|(value, count)| FacetValue {
            selected: selected.as_ref() == Some(&value),
            label: value.clone(),
            value,
            count: u64::from(count),
        })
        .collect();
    let all = values.len();
    values.sort_unstable_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    let mut rank = 0;
    values.retain(|v| {
        rank += 1;
        rank <= limit || v.selected
    });
    values.sort_unstable_by(|a, b| a.value.cmp(&b.value));
    (values, all)
}

/// The year, month or day (as one number that sorts by time) that all days from the
/// first to the last lie in; `None` when they lie in several.
pub(super) fn date_key(first: i32, last: i32, step: Step) -> Option<i32> {
    let key = |day| -> Option<i32> {
        use chrono::Datelike;
        let date = crate::date::day_from_number(day)?;
        Some(match step {
            Step::Day => day,
            // 1970-01-01 was a Thursday: weeks begin on Mondays.
            Step::Week => (day + 3).div_euclid(7),
            Step::Month => date.year() * 12 + date.month0() as i32,
            Step::Year => date.year(),
        })
    };
    let first_key = key(first)?;
    (first == last || key(last) == Some(first_key)).then_some(first_key)
}

/// The name of a [`date_key`].
pub(super) fn date_label(key: i32, step: Step) -> String {
    use chrono::Datelike;
    match step {
        Step::Day => {
            crate::date::day_from_number(key).map_or(String::new(), |d| d.format("%Y-%m-%d").to_string())
        }
        Step::Week => crate::date::day_from_number(key.saturating_mul(7) - 3)
            .map_or(String::new(), |d| format!("{:04}-W{:02}", d.iso_week().year(), d.iso_week().week())),
        Step::Month => format!("{:04}-{:02}", key.div_euclid(12), key.rem_euclid(12) + 1),
        Step::Year => format!("{key:04}"),
    }
}

/// The [`date_key`] that has this name.
pub(super) fn label_key(label: &str, step: Step) -> Option<i32> {
    let first = match (step, label.split_once("-W")) {
        (Step::Week, Some((year, week))) => {
            chrono::NaiveDate::from_isoywd_opt(year.parse().ok()?, week.parse().ok()?, chrono::Weekday::Mon)?
        }
        _ => label.parse::<PartialDate>().ok()?.range().from,
    };
    let day = day_number(first);
    date_key(day, day, step)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::date::day_number;

    fn day(text: &str) -> i32 {
        day_number(text.parse::<PartialDate>().unwrap().range().from)
    }

    #[test]
    fn facet_names_parse_back() {
        for name in [
            "place",
            "place:country",
            "place:2",
            "actor",
            "actor:armed_group",
            "date:year",
            "date:day",
            "mentions:month",
            "outlet",
            "lang",
        ] {
            assert_eq!(name.parse::<FacetKind>().unwrap().to_string(), name);
        }
        assert!("places".parse::<FacetKind>().unwrap_err().starts_with("there is no facet places"));
    }

    #[test]
    fn depths_are_those_that_there_are() {
        for name in ["place:0", "place:5", "place:02", "place:+2", "place:"] {
            assert!(name.parse::<FacetKind>().is_err(), "{name}");
        }
    }

    #[test]
    fn a_date_coarser_than_the_step_has_no_key() {
        let (first, last) = (day("1943-05-01"), day("1943-05-31"));
        assert_eq!(date_key(first, last, Step::Day), None);
        assert_eq!(
            date_key(first, last, Step::Month).map(|k| date_label(k, Step::Month)).as_deref(),
            Some("1943-05")
        );
        assert_eq!(
            date_key(first, last, Step::Year).map(|k| date_label(k, Step::Year)).as_deref(),
            Some("1943")
        );
    }

    #[test]
    fn names_of_times_read_back() {
        for (label, step) in [("2024-08-08", Step::Day), ("1943-05", Step::Month), ("0987", Step::Year)] {
            let key = label_key(label, step).unwrap();
            assert_eq!(date_label(key, step), label);
        }
        assert_eq!((label_key("2024-W60", Step::Week), label_key("x", Step::Day)), (None, None));
    }

    #[test]
    fn weeks_are_named_by_iso_8601() {
        for (date, week) in [
            ("2024-08-08", "2024-W32"),
            ("2024-12-30", "2025-W01"),
            ("1970-01-01", "1970-W01"),
            ("1969-12-28", "1969-W52"),
        ] {
            let key = date_key(day(date), day(date), Step::Week).unwrap();
            assert_eq!(date_label(key, Step::Week), week);
            assert_eq!(label_key(week, Step::Week), Some(key));
        }
    }
}
