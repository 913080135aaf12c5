//! The calendar date in the parts of a text once its clock is gone.
//!
//! Numbers and names of months are looked at in their order, and a form counts only if every
//! part has a place in it.

use chrono::{Datelike, NaiveDate};

use super::calendars;
use super::cut::{Digits, Month, Part, Token};
use super::{DateOptions, DateOrder};
use crate::article::{Calendar, Note};
use crate::date::PartialDate;

/// A date, and how it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dated {
    pub(super) date: PartialDate,
    pub(super) calendar: Calendar,
    pub(super) notes: Vec<Note>,
}

impl Dated {
    pub(super) fn plain(date: PartialDate) -> Dated {
        Dated { date, calendar: Calendar::Gregorian, notes: Vec::new() }
    }

    pub(super) fn note(&mut self, note: Note) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }

    pub(super) fn has(&self, note: Note) -> bool {
        self.notes.contains(&note)
    }

    fn day(&self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.date.year(), self.date.month()?, self.date.day()?)
    }
}

/// A number as it was written.
#[derive(Debug, Clone, Copy)]
struct Figure {
    value: u32,
    width: usize,
    /// What stands between it and the number before it.
    mark: Option<char>,
}

impl Figure {
    fn is_day(self) -> bool {
        matches!(self.width, 1 | 2)
    }
}

/// Everything that the parts say.
#[derive(Debug, Default)]
struct Said {
    figures: Vec<Figure>,
    months: Vec<Month>,
    marks: Vec<char>,
    weekday: Option<u32>,
    era: Option<Calendar>,
    old_style: Option<bool>,
    season: bool,
    circa: bool,
    edition: bool,
}

/// Reads the date; `None` when a part has no place in it.
pub(super) fn read(tokens: &[Token], digits: Digits, options: &DateOptions) -> Option<Dated> {
    let said = listen(tokens)?;
    let mut dated = match said.months.as_slice() {
        [] => numeric(&said, digits, options)?,
        [month] => named(*month, &said, options)?,
        [first, second] => two_months(*first, *second, &said, options)?,
        _ => return None,
    };
    if said.edition && dated.date.day().is_none() {
        return None;
    }
    if said.circa {
        dated.note(Note::Approximate);
    }
    style(&mut dated, &said, options);
    check_weekday(&mut dated, said.weekday);
    Some(dated)
}

fn listen(tokens: &[Token]) -> Option<Said> {
    let mut said = Said::default();
    let mut mark = None;
    for token in tokens {
        match &token.part {
            Part::Number { value, width } => {
                said.figures.push(Figure { value: *value, width: *width, mark });
                mark = None;
            }
            Part::Month(month) => {
                // "آب/أغسطس": one month under two names.
                let same = |m: &Month| m.number == month.number && m.calendar == month.calendar;
                if !said.months.last().is_some_and(same) {
                    said.months.push(*month);
                }
            }
            Part::Mark(c) => {
                said.marks.push(*c);
                if mark.is_none_or(|m| m != '(' && m != '/') {
                    mark = Some(*c);
                }
            }
            Part::Weekday(day) => said.weekday = Some(*day),
            Part::Era(calendar, _) => said.era = said.era.or(Some(*calendar)),
            Part::Style { old } => said.old_style = Some(*old),
            Part::Season => said.season = true,
            Part::Circa => said.circa = true,
            Part::Edition => said.edition = true,
            // German "am" stands before a day.
            Part::Filler | Part::Label { .. } | Part::Meridiem(0) => {}
            Part::Unit(_) | Part::MonthAhead | Part::Break | Part::Meridiem(_) | Part::Zone(_) => {
                return None;
            }
            Part::Unknown(_) => return None,
        }
    }
    Some(said)
}

/// A day, or as much of it as is given, of the calendar that it was written in.
fn build(calendar: Calendar, year: i32, month: Option<u32>, day: Option<u32>) -> Option<Dated> {
    let date = match (calendar, month, day) {
        (Calendar::Gregorian, Some(month), Some(day)) => PartialDate::ymd(year, month, day)?,
        (Calendar::Reign, Some(month), Some(day)) => PartialDate::ymd(year, month, day)?,
        (_, Some(month), Some(day)) => PartialDate::from_day(calendars::day(calendar, year, month, day)?)?,
        (_, month, _) => calendars::part(calendar, year, month)?,
    };
    let mut dated = Dated { date, calendar, notes: Vec::new() };
    if calendar == Calendar::Hijri {
        dated.note(Note::Reckoned);
    }
    Some(dated)
}

/// A year as it was written; two digits get their century from the options.
fn full_year(year: Figure, calendar: Calendar, options: &DateOptions) -> Option<(i32, bool)> {
    let value = i32::try_from(year.value).ok()?;
    if year.width != 2 {
        return Some((value, false));
    }
    let first = match calendar {
        Calendar::Jalali => options.first_short_year - 621,
        Calendar::Hijri => options.first_short_year - 579,
        Calendar::Buddhist => options.first_short_year + 543,
        _ => options.first_short_year,
    };
    Some((first + (value - first).rem_euclid(100), true))
}

fn dated(
    calendar: Calendar,
    year: Figure,
    month: Option<u32>,
    day: Option<u32>,
    options: &DateOptions,
) -> Option<Dated> {
    let (full, short) = full_year(year, calendar, options)?;
    let mut dated = build(calendar, full, month, day)?;
    if short {
        // No paper is dated after it was seen: the window's last years are cut off by it.
        if options.seen.is_some_and(|seen| dated.date.range().from > seen + chrono::Days::new(1)) {
            dated = build(calendar, full - 100, month, day)?;
        }
        dated.note(Note::ShortYear);
    }
    Some(dated)
}

/// The calendar of a date with a named month.
fn calendar_of(month: Month, year: Figure, said: &Said) -> Option<Calendar> {
    match (month.calendar, said.era) {
        (Calendar::Gregorian, Some(Calendar::Hijri | Calendar::Jalali)) => None,
        (Calendar::Gregorian, Some(era)) => Some(era),
        (Calendar::Gregorian, None) if month.lang == *b"th" && (2400..2700).contains(&year.value) => {
            Some(Calendar::Buddhist)
        }
        (calendar, _) => Some(calendar),
    }
}

/// `4 January 2019`, `January 4, 2019`, `2019 Jan 4`, `January 2019`, `26-FEB-87`.
fn named(month: Month, said: &Said, options: &DateOptions) -> Option<Dated> {
    let one = |year: Figure, day: Option<Figure>| {
        let calendar = calendar_of(month, year, said)?;
        dated(calendar, year, Some(month.number), day.map(|d| d.value), options)
    };
    match *said.figures.as_slice() {
        [year] if year.width == 4 => one(year, None),
        [day, year] if day.is_day() && year.width == 4 => one(year, Some(day)),
        [year, day] if day.is_day() && year.width == 4 => one(year, Some(day)),
        [day, year] if day.is_day() && year.width == 2 => one(year, Some(day)),
        // "10 February 1711/12": the year began in March.
        [day, year, next]
            if day.is_day() && year.width == 4 && next.mark == Some('/') && year.value < 1753 =>
        {
            let following = year.value + 1;
            let same = next.value == following % 100 || (next.width == 1 && next.value == following % 10);
            let mut dated = same.then(|| one(Figure { value: following, ..year }, Some(day)))??;
            dated.note(Note::PerhapsOldStyle);
            Some(dated)
        }
        // "May 13-19, 2019": an issue for several days; "12 (25) October": one day twice.
        [first, last, year] if first.is_day() && last.is_day() && year.width == 4 => {
            let (a, b) = (one(year, Some(first))?, one(year, Some(last))?);
            two_days(a, b, last.mark)
        }
        [year, first, last] if first.is_day() && last.is_day() && year.width == 4 => {
            let (a, b) = (one(year, Some(first))?, one(year, Some(last))?);
            two_days(a, b, last.mark)
        }
        _ => None,
    }
}

/// Days in two months: `30 April - 6 May 2019`, `28 February (13 March) 1910`.
fn two_months(first: Month, second: Month, said: &Said, options: &DateOptions) -> Option<Dated> {
    if first.calendar != second.calendar {
        return None;
    }
    let (a, b, year) = match *said.figures.as_slice() {
        // "May/June 2019": an issue for two months; only its year is sure.
        [year] if year.width == 4 => {
            let calendar = calendar_of(first, year, said)?;
            let mut dated = dated(calendar, year, None, None, options)?;
            dated.note(Note::Span);
            return Some(dated);
        }
        [a, b, year] if a.is_day() && b.is_day() && year.width == 4 => (a, b, year),
        // "Dec. 31, 1988/Jan. 1, 1989".
        [a, from, b, year] if a.is_day() && b.is_day() && from.width == 4 && year.width == 4 => {
            let calendar = calendar_of(first, from, said)?;
            let start = dated(calendar, from, Some(first.number), Some(a.value), options)?;
            let end = dated(calendar, year, Some(second.number), Some(b.value), options)?;
            return two_days(start, end, b.mark);
        }
        _ => return None,
    };
    let calendar = calendar_of(first, year, said)?;
    let end = dated(calendar, year, Some(second.number), Some(b.value), options)?;
    let begins = if first.number > second.number { year.value.checked_sub(1)? } else { year.value };
    let start =
        dated(calendar, Figure { value: begins, ..year }, Some(first.number), Some(a.value), options)?;
    // The second day stands behind the second month or before it; the marks tell.
    let mark = said.marks.iter().copied().find(|m| matches!(m, '(' | '/')).or(b.mark);
    two_days(start, end, mark)
}

/// Two days: the same one in two styles, or the first and last of an issue.
fn two_days(first: Dated, second: Dated, mark: Option<char>) -> Option<Dated> {
    let (a, b) = (first.day()?, second.day()?);
    if matches!(mark, Some('(' | '/')) {
        let later = |old: NaiveDate, new: NaiveDate| {
            calendars::julian_lag(old).is_some_and(|lag| (new - old).num_days() == lag)
        };
        let new = if later(a, b) { Some(b) } else { later(b, a).then_some(a) };
        if let Some(new) = new.filter(|d| d.year() < 1930) {
            let date = PartialDate::from_day(new)?;
            return Some(Dated { date, calendar: Calendar::Julian, notes: vec![Note::OldStyle] });
        }
    }
    (a < b && (b - a).num_days() <= SPAN_DAYS).then_some(())?;
    let mut dated = first;
    dated.note(Note::Span);
    Some(dated)
}

/// The longest issue.
const SPAN_DAYS: i64 = 62;

/// Dates in numbers alone, with marks between them.
fn numeric(said: &Said, digits: Digits, options: &DateOptions) -> Option<Dated> {
    let marks = said.marks.iter().filter(|m| **m != ',').count();
    if marks > 4 {
        return None;
    }
    let calendar = |year: Figure| calendar_in_figures(year, said, digits, options);
    let whole = |year: Figure, month: Option<Figure>, day: Option<Figure>| {
        dated(calendar(year), year, month.map(|m| m.value), day.map(|d| d.value), options)
    };
    match *said.figures.as_slice() {
        [year] if year.width == 4 => {
            let mut dated = whole(year, None, None)?;
            if said.marks.contains(&'?') {
                dated.note(Note::Approximate);
            }
            Some(dated)
        }
        _ if said.season => season(said, options),
        [Figure { value, width: 8, .. }] => super::compact::eight(&format!("{value:08}")).map(Dated::plain),
        [year, day] if year.width == 4 && day.width == 3 && marks == 1 => {
            let day = NaiveDate::from_yo_opt(i32::try_from(year.value).ok()?, day.value)?;
            PartialDate::from_day(day).map(Dated::plain)
        }
        [year, month] if year.width == 4 && month.is_day() && marks > 0 => whole(year, Some(month), None),
        [month, year] if year.width == 4 && month.is_day() && marks > 0 => whole(year, Some(month), None),
        [year, month, day] if year.width == 4 && month.is_day() && day.is_day() => {
            whole(year, Some(month), Some(day)).or_else(|| {
                // "2019-13-05" has its day in the middle.
                let known = options.order == DateOrder::DayFirst && !options.order_is_guess;
                let order = known && month.value > 12;
                order.then(|| whole(year, Some(day), Some(month)))?
            })
        }
        [a, b, year] if a.is_day() && b.is_day() && year.width == 4 => {
            day_and_month(a, b, year, calendar(year), said, options)
        }
        // No day is above 31, so the year comes first.
        [year, month, day] if year.width == 2 && year.value > 31 && month.is_day() && day.is_day() => {
            whole(year, Some(month), Some(day))
        }
        // "26-09-20" may as well begin with its year.
        [year, b, c]
            if [year, b, c].iter().all(|f| f.width == 2)
                && options.order == DateOrder::Unknown
                && c.mark == Some('-')
                && whole(year, Some(b), Some(c)).is_some() =>
        {
            None
        }
        [a, b, year] if a.is_day() && b.is_day() && year.width == 2 => {
            day_and_month(a, b, year, calendar(year), said, options)
        }
        _ => None,
    }
}

/// `Spring 1943`, `Winter 1942/43`: the year, and no month of it.
fn season(said: &Said, options: &DateOptions) -> Option<Dated> {
    match *said.figures.as_slice() {
        [year, next]
            if year.width == 4 && next.mark == Some('/') && next.value % 100 == (year.value + 1) % 100 =>
        {
            let mut dated = dated(Calendar::Gregorian, year, None, None, options)?;
            dated.note(Note::Span);
            Some(dated)
        }
        _ => None,
    }
}

/// The calendar of a year in figures alone: by its era, or by the script or language that goes
/// with a year that can be no other.
fn calendar_in_figures(year: Figure, said: &Said, digits: Digits, options: &DateOptions) -> Calendar {
    if let Some(era) = said.era {
        return era;
    }
    if year.width != 4 {
        return Calendar::Gregorian;
    }
    let lang = options.lang.unwrap_or_default();
    let persian = matches!(&lang, b"fa" | b"ps" | b"tg" | b"ku");
    match year.value {
        1250..=1450 if persian || (digits == Digits::Persian && lang != *b"ur") => Calendar::Jalali,
        1290..=1500 if digits == Digits::Arabic || lang == *b"ar" => Calendar::Hijri,
        2400..=2700 if digits == Digits::Thai || lang == *b"th" => Calendar::Buddhist,
        _ => Calendar::Gregorian,
    }
}

/// Day and month in the only order that gives a day. When both do, the weekday may tell, and
/// else the order must be known, or only the year is sure.
fn day_and_month(
    a: Figure,
    b: Figure,
    year: Figure,
    calendar: Calendar,
    said: &Said,
    options: &DateOptions,
) -> Option<Dated> {
    let day_first = dated(calendar, year, Some(b.value), Some(a.value), options);
    let month_first = dated(calendar, year, Some(a.value), Some(b.value), options);
    let (Some(one), Some(other)) = (&day_first, &month_first) else { return day_first.or(month_first) };
    if one.date == other.date || calendar != Calendar::Gregorian {
        return day_first;
    }
    let fits = |d: &Dated| d.day().map(|d| d.weekday().num_days_from_monday()) == said.weekday;
    match (fits(one), fits(other)) {
        (true, false) => return day_first,
        (false, true) => return month_first,
        _ => {}
    }
    let mut chosen = match options.order {
        DateOrder::DayFirst => day_first?,
        DateOrder::MonthFirst => month_first?,
        DateOrder::Unknown => dated(calendar, year, None, None, options)?,
    };
    if options.order_is_guess {
        chosen.note(Note::Swappable);
    }
    Some(chosen)
}

/// Converts what is marked as Old Style, and notes what may be.
fn style(dated: &mut Dated, said: &Said, options: &DateOptions) {
    if dated.calendar != Calendar::Gregorian || dated.has(Note::OldStyle) {
        return;
    }
    let Some(day) = dated.day() else { return };
    match said.old_style {
        Some(true) => {
            let new = calendars::day(Calendar::Julian, day.year(), day.month(), day.day());
            if let Some(date) = new.and_then(PartialDate::from_day) {
                (dated.date, dated.calendar) = (date, Calendar::Julian);
                dated.note(Note::OldStyle);
            }
        }
        Some(false) => {}
        None => {
            // In Latin script the Serbian names are those of others as well.
            let named = said.months.first().map(|m| m.lang).filter(|lang| lang != b"sr");
            let lang = options.lang.or(named);
            if lang.and_then(calendars::new_style_begins).is_some_and(|begins| day < begins) {
                dated.note(Note::PerhapsOldStyle);
            }
        }
    }
}

/// Holds the day against the weekday beside it. A reckoned lunar day is put right by it.
fn check_weekday(dated: &mut Dated, weekday: Option<u32>) {
    let Some((weekday, day)) = weekday.zip(dated.day()) else { return };
    let is = |day: NaiveDate| day.weekday().num_days_from_monday() == weekday;
    if is(day) {
        dated.notes.retain(|note| *note != Note::Reckoned);
        return;
    }
    if dated.has(Note::Reckoned) {
        let near = [-1, 1].map(chrono::Duration::days).into_iter().filter_map(|d| day.checked_add_signed(d));
        if let Some(date) = near.into_iter().find(|d| is(*d)).and_then(PartialDate::from_day) {
            dated.date = date;
            dated.notes.retain(|note| *note != Note::Reckoned);
            return;
        }
    }
    let julian = calendars::day(Calendar::Julian, day.year(), day.month(), day.day());
    // The weekday of an Old Style day shows that it is one.
    if dated.has(Note::PerhapsOldStyle) && julian.is_some_and(is) {
        return;
    }
    dated.note(Note::Weekday);
}
