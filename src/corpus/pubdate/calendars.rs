//! Other calendars as Gregorian days.
//!
//! All arithmetic counts days; a day that its calendar lacks is none. Hijri months begin
//! when the moon is seen, so that a reckoned one may be off by a day: the tabular calendar
//! is used, and a weekday beside the date puts it right ([`super::date`] sees to that).
//!
//! Left out: lunar years of East Asia, the calendars of Ethiopia and India.

use chrono::{Datelike, NaiveDate};

use crate::article::Calendar;
use crate::date::PartialDate;

/// A day of a calendar as a Gregorian one.
pub(super) fn day(calendar: Calendar, year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    match calendar {
        Calendar::Gregorian => NaiveDate::from_ymd_opt(year, month, day),
        Calendar::Julian => julian(year, month, day),
        Calendar::Jalali => jalali(year, month, day),
        Calendar::Hijri => hijri(year, month, day),
        Calendar::Buddhist => NaiveDate::from_ymd_opt(year.checked_sub(BUDDHIST_YEARS)?, month, day),
        Calendar::Reign => None,
    }
}

/// A year of another calendar, perhaps with its month, as the Gregorian year or month in
/// which most of it lies.
pub(super) fn part(calendar: Calendar, year: i32, month: Option<u32>) -> Option<PartialDate> {
    match calendar {
        Calendar::Gregorian | Calendar::Julian | Calendar::Reign => partial(year, month),
        Calendar::Buddhist => partial(year.checked_sub(BUDDHIST_YEARS)?, month),
        Calendar::Jalali | Calendar::Hijri => {
            let middle = day(calendar, year, month.unwrap_or(6), 14)?;
            partial(middle.year(), None)
        }
    }
}

fn partial(year: i32, month: Option<u32>) -> Option<PartialDate> {
    match month {
        Some(month) => PartialDate::year_month(year, month),
        None => PartialDate::year_only(year),
    }
}

/// By how many years the Thai count is ahead.
const BUDDHIST_YEARS: i32 = 543;

/// By how many days Old Style is behind on an Old Style day.
pub(super) fn julian_lag(day: NaiveDate) -> Option<i64> {
    let converted = julian(day.year(), day.month(), day.day())?;
    Some((converted - day).num_days())
}

/// Julian day number of the day before the first of the year 1.
const CE_FROM_JULIAN_DAY: i32 = 1_721_425;

fn julian(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    let leap = year.rem_euclid(4) == 0;
    let longest = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    if !(1..=9999).contains(&year) || !(1..=longest).contains(&day) {
        return None;
    }
    let (month, day) = (i32::try_from(month).ok()?, i32::try_from(day).ok()?);
    // Years begin in March here, so that the leap day is the last one.
    let before = (14 - month) / 12;
    let (year, month) = (year + 4800 - before, month + 12 * before - 3);
    let number = day + (153 * month + 2) / 5 + 365 * year + year / 4 - 32_083;
    NaiveDate::from_num_days_from_ce_opt(number - CE_FROM_JULIAN_DAY)
}

/// The years for which the cycle of 33 years gives the leap years of Iran.
const JALALI_YEARS: std::ops::RangeInclusive<i32> = 1210..=1633;

/// Places of the leap years in a cycle of 33 years.
const JALALI_LEAPS: [i32; 8] = [1, 5, 9, 13, 17, 22, 26, 30];

fn jalali(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    let leap = JALALI_LEAPS.contains(&year.rem_euclid(33));
    let longest = match month {
        1..=6 => 31,
        7..=11 => 30,
        12 => 29 + u32::from(leap),
        _ => return None,
    };
    if !JALALI_YEARS.contains(&year) || !(1..=longest).contains(&day) {
        return None;
    }
    let cycles = (year - JALALI_CYCLE).div_euclid(33);
    let rest = (year - JALALI_CYCLE).rem_euclid(33);
    let leaps = 8 * cycles + i32::try_from(JALALI_LEAPS.iter().filter(|&&l| l < rest).count()).ok()?;
    let month = i32::try_from(month).ok()? - 1;
    let days = 365 * (year - JALALI_CYCLE) + leaps + 31 * month - (month - 6).max(0);
    NaiveDate::from_num_days_from_ce_opt(JALALI_CYCLE_BEGINS + days + i32::try_from(day).ok()? - 1)
}

/// A year that begins a cycle of 33 years.
const JALALI_CYCLE: i32 = 1386;
/// The number of its first day, 21 March 2007.
const JALALI_CYCLE_BEGINS: i32 = 732_756;

fn hijri(year: i32, month: u32, day: u32) -> Option<NaiveDate> {
    let leap = (11 * year + 14).rem_euclid(30) < 11;
    let longest = match month {
        12 => 29 + u32::from(leap),
        1..=12 => 29 + month % 2,
        _ => return None,
    };
    // Months that were seen may be a day longer than the table's.
    if !(1000..=1700).contains(&year) || !(1..=longest.max(30)).contains(&day) {
        return None;
    }
    let (month, day) = (i32::try_from(month).ok()?, i32::try_from(day).ok()?);
    let number = (11 * year + 3) / 30 + 354 * year + 30 * month - (month - 1) / 2 + day + 1_948_055;
    NaiveDate::from_num_days_from_ce_opt(number - CE_FROM_JULIAN_DAY)
}

/// Until when the papers of a language were dated Old Style: the first day of the new one.
pub(super) fn new_style_begins(lang: [u8; 2]) -> Option<NaiveDate> {
    let (year, month, day) = match &lang {
        b"ru" | b"uk" | b"be" => (1918, 2, 14),
        b"bg" => (1916, 4, 14),
        b"sr" => (1919, 1, 28),
        b"ro" => (1919, 4, 14),
        b"el" => (1923, 3, 1),
        b"en" => (1752, 9, 14),
        b"sv" | b"fi" => (1753, 3, 1),
        _ => return None,
    };
    NaiveDate::from_ymd_opt(year, month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(calendar: Calendar, year: i32, month: u32, d: u32) -> Option<String> {
        day(calendar, year, month, d).map(|d| d.to_string())
    }

    #[test]
    fn known_days_of_other_calendars() {
        use Calendar::{Buddhist, Hijri, Jalali, Julian};
        let cases = [
            (Julian, (1917, 10, 25), "1917-11-07"),
            (Julian, (1918, 1, 31), "1918-02-13"),
            (Julian, (1752, 9, 2), "1752-09-13"),
            (Julian, (1900, 2, 29), "1900-03-13"),
            (Jalali, (1300, 1, 1), "1921-03-21"),
            (Jalali, (1357, 11, 22), "1979-02-11"),
            (Jalali, (1375, 1, 1), "1996-03-20"),
            (Jalali, (1399, 12, 30), "2021-03-20"),
            (Jalali, (1400, 1, 1), "2021-03-21"),
            (Jalali, (1403, 1, 1), "2024-03-20"),
            (Jalali, (1403, 12, 30), "2025-03-20"),
            (Hijri, (1400, 1, 1), "1979-11-21"),
            (Hijri, (1445, 1, 1), "2023-07-19"),
            (Buddhist, (2567, 8, 8), "2024-08-08"),
        ];
        for (calendar, (year, month, d), wanted) in cases {
            assert_eq!(of(calendar, year, month, d).as_deref(), Some(wanted), "{year}-{month}-{d}");
        }
        for (calendar, (year, month, d)) in [
            (Julian, (1901, 2, 29)),
            (Jalali, (1400, 12, 30)),
            (Jalali, (1400, 7, 31)),
            (Jalali, (1200, 1, 1)),
            (Hijri, (1445, 13, 1)),
            (Hijri, (1445, 1, 31)),
        ] {
            assert_eq!(of(calendar, year, month, d), None, "{year}-{month}-{d}");
        }
    }

    /// Walks a calendar day by day with nothing but the lengths of its months.
    fn walk(
        calendar: Calendar,
        (mut year, mut month, mut d): (i32, u32, u32),
        first: &str,
        last: &str,
        length: impl Fn(i32, u32) -> u32,
    ) {
        let (mut at, last): (NaiveDate, NaiveDate) = (first.parse().unwrap(), last.parse().unwrap());
        while at <= last {
            assert_eq!(day(calendar, year, month, d), Some(at), "{calendar:?} {year}-{month}-{d}");
            at = at.succ_opt().unwrap();
            d += 1;
            if d > length(year, month) {
                (month, d) = (month + 1, 1);
            }
            if month > 12 {
                (year, month) = (year + 1, 1);
            }
        }
    }

    #[test]
    fn every_day_of_three_centuries_agrees_with_counting_by_hand() {
        let long = |month| if matches!(month, 4 | 6 | 9 | 11) { 30 } else { 31 };
        walk(Calendar::Julian, (1799, 12, 21), "1800-01-01", "2100-12-31", |year, month| match month {
            2 if year % 4 == 0 => 29,
            2 => 28,
            month => long(month),
        });
        // Leap years of Iran are four years apart, or five once in a cycle.
        let mut leaps = vec![1210];
        while *leaps.last().unwrap() < 1500 {
            let last = *leaps.last().unwrap();
            leaps.push(last + if last % 33 == 17 { 5 } else { 4 });
        }
        walk(Calendar::Jalali, (1210, 1, 1), "1831-03-21", "2100-12-31", |year, month| match month {
            1..=6 => 31,
            7..=11 => 30,
            _ => 29 + u32::from(leaps.contains(&year)),
        });
        walk(Calendar::Hijri, (1214, 8, 4), "1800-01-01", "2100-12-31", |year, month| {
            let leap = [2, 5, 7, 10, 13, 16, 18, 21, 24, 26, 29].contains(&(year % 30));
            29 + month % 2 + u32::from(month == 12 && leap)
        });
        walk(Calendar::Gregorian, (1800, 1, 1), "1800-01-01", "2100-12-31", |year, month| match month {
            2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
            2 => 28,
            month => long(month),
        });
    }

    #[test]
    fn old_style_falls_behind_by_the_century() {
        let lag = |text: &str| julian_lag(text.parse().unwrap());
        assert_eq!(lag("1905-10-12"), Some(13));
        assert_eq!(lag("1870-10-12"), Some(12));
        assert_eq!(lag("1740-10-12"), Some(11));
    }
}
