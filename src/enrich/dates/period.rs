//! Calendar periods from a day to a century: their TIMEX3 values, their days, and
//! the periods before and after them.

use chrono::{Datelike, Days, NaiveDate};

use crate::date::{DateRange, days_in_month};

/// How long a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Grain {
    Day,
    Week,
    Weekend,
    Month,
    Season,
    Quarter,
    Half,
    Year,
    Decade,
    Century,
}

/// Spring, summer, autumn and winter, in the order in which TIMEX3 counts them in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Season {
    Spring,
    Summer,
    Fall,
    Winter,
}

const SEASONS: [(Season, &str); 4] =
    [(Season::Spring, "SP"), (Season::Summer, "SU"), (Season::Fall, "FA"), (Season::Winter, "WI")];

impl Season {
    /// The two letters of TIMEX3.
    pub(super) fn code(self) -> &'static str {
        SEASONS.iter().find(|(season, _)| *season == self).map_or("", |(_, code)| code)
    }
}

/// A stretch of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Period {
    Day(NaiveDate),
    /// The week from this Monday on.
    Week(NaiveDate),
    /// Saturday and Sunday of the week from this Monday on.
    Weekend(NaiveDate),
    Month(i32, u32),
    Season(i32, Season),
    Quarter(i32, u32),
    /// First (1) or second (2) half of a year.
    Half(i32, u32),
    Year(i32),
    /// The first three digits of its years.
    Decade(i32),
    /// The first two digits of its years.
    Century(i32),
}

impl Period {
    /// The period of this grain that a day lies in. A weekend is that of the day's week.
    pub(super) fn containing(day: NaiveDate, grain: Grain) -> Option<Period> {
        let (year, month) = (day.year(), day.month());
        Some(match grain {
            Grain::Day => Period::Day(day),
            Grain::Week => Period::Week(monday_of(day)?),
            Grain::Weekend => Period::Weekend(monday_of(day)?),
            Grain::Month => Period::Month(year, month),
            Grain::Season => match month {
                1 | 2 => Period::Season(year - 1, Season::Winter),
                3..=5 => Period::Season(year, Season::Spring),
                6..=8 => Period::Season(year, Season::Summer),
                9..=11 => Period::Season(year, Season::Fall),
                _ => Period::Season(year, Season::Winter),
            },
            Grain::Quarter => Period::Quarter(year, month.div_ceil(3)),
            Grain::Half => Period::Half(year, month.div_ceil(6)),
            Grain::Year => Period::Year(year),
            Grain::Decade => Period::Decade(year.div_euclid(10)),
            Grain::Century => Period::Century(year.div_euclid(100)),
        })
    }

    pub(super) fn grain(self) -> Grain {
        match self {
            Period::Day(_) => Grain::Day,
            Period::Week(_) => Grain::Week,
            Period::Weekend(_) => Grain::Weekend,
            Period::Month(..) => Grain::Month,
            Period::Season(..) => Grain::Season,
            Period::Quarter(..) => Grain::Quarter,
            Period::Half(..) => Grain::Half,
            Period::Year(_) => Grain::Year,
            Period::Decade(_) => Grain::Decade,
            Period::Century(_) => Grain::Century,
        }
    }

    /// The period `by` steps of its own grain later (earlier when negative).
    pub(super) fn shift(self, by: i32) -> Option<Period> {
        let in_year = |year: i32, part: i32, parts: i32| {
            let count = year.checked_mul(parts)?.checked_add(part)?.checked_add(by)?;
            Some((count.div_euclid(parts), count.rem_euclid(parts)))
        };
        let unsigned = |n: i32| u32::try_from(n).ok();
        Some(match self {
            Period::Day(day) => Period::Day(add_days(day, i64::from(by))?),
            Period::Week(day) => Period::Week(add_days(day, i64::from(by) * 7)?),
            Period::Weekend(day) => Period::Weekend(add_days(day, i64::from(by) * 7)?),
            Period::Month(year, month) => {
                let (year, month) = in_year(year, i32::try_from(month).ok()? - 1, 12)?;
                Period::Month(year, unsigned(month)? + 1)
            }
            Period::Season(year, season) => {
                let (year, season) = in_year(year, season as i32, 4)?;
                Period::Season(year, SEASONS.get(usize::try_from(season).ok()?)?.0)
            }
            Period::Quarter(year, quarter) => {
                let (year, quarter) = in_year(year, i32::try_from(quarter).ok()? - 1, 4)?;
                Period::Quarter(year, unsigned(quarter)? + 1)
            }
            Period::Half(year, half) => {
                let (year, half) = in_year(year, i32::try_from(half).ok()? - 1, 2)?;
                Period::Half(year, unsigned(half)? + 1)
            }
            Period::Year(year) => Period::Year(year.checked_add(by)?),
            Period::Decade(decade) => Period::Decade(decade.checked_add(by)?),
            Period::Century(century) => Period::Century(century.checked_add(by)?),
        })
    }

    /// The same part of another year, for parts of a year.
    pub(super) fn shift_years(self, by: i32) -> Option<Period> {
        match self {
            Period::Month(year, month) => Some(Period::Month(year.checked_add(by)?, month)),
            Period::Season(year, season) => Some(Period::Season(year.checked_add(by)?, season)),
            Period::Quarter(year, quarter) => Some(Period::Quarter(year.checked_add(by)?, quarter)),
            Period::Half(year, half) => Some(Period::Half(year.checked_add(by)?, half)),
            Period::Year(year) => Some(Period::Year(year.checked_add(by)?)),
            _ => None,
        }
    }

    /// Its first and last day; `None` outside the years 1 to 9999.
    pub(super) fn range(self) -> Option<DateRange> {
        let months = |year: i32, first: u32, last: u32| {
            Some(DateRange {
                from: NaiveDate::from_ymd_opt(year, first, 1)?,
                to: NaiveDate::from_ymd_opt(year, last, days_in_month(year, last))?,
            })
        };
        let years = |first: i32, last: i32| {
            Some(DateRange {
                from: NaiveDate::from_ymd_opt(first.max(1), 1, 1)?,
                to: NaiveDate::from_ymd_opt(last, 12, 31)?,
            })
        };
        let range = match self {
            Period::Day(day) => Some(DateRange::day(day)),
            Period::Week(day) => Some(DateRange { from: day, to: add_days(day, 6)? }),
            Period::Weekend(day) => Some(DateRange { from: add_days(day, 5)?, to: add_days(day, 6)? }),
            Period::Month(year, month) => months(year, month, month),
            Period::Season(year, Season::Spring) => months(year, 3, 5),
            Period::Season(year, Season::Summer) => months(year, 6, 8),
            Period::Season(year, Season::Fall) => months(year, 9, 11),
            Period::Season(year, Season::Winter) => Some(DateRange {
                from: NaiveDate::from_ymd_opt(year, 12, 1)?,
                to: months(year.checked_add(1)?, 2, 2)?.to,
            }),
            Period::Quarter(year, quarter) => months(year, quarter * 3 - 2, quarter * 3),
            Period::Half(year, half) => months(year, half * 6 - 5, half * 6),
            Period::Year(year) => years(year, year),
            Period::Decade(decade) => years(decade.checked_mul(10)?, decade.checked_mul(10)?.checked_add(9)?),
            Period::Century(century) => {
                years(century.checked_mul(100)?, century.checked_mul(100)?.checked_add(99)?)
            }
        };
        range.filter(|r| r.from.year() >= 1 && r.to.year() <= 9999 && r.from <= r.to)
    }

    /// The TIMEX3 value.
    pub(super) fn value(self) -> String {
        match self {
            Period::Day(day) => format!("{:04}-{:02}-{:02}", day.year(), day.month(), day.day()),
            Period::Week(day) => format!("{:04}-W{:02}", day.iso_week().year(), day.iso_week().week()),
            Period::Weekend(day) => format!("{:04}-W{:02}-WE", day.iso_week().year(), day.iso_week().week()),
            Period::Month(year, month) => format!("{year:04}-{month:02}"),
            Period::Season(year, season) => format!("{year:04}-{}", season.code()),
            Period::Quarter(year, quarter) => format!("{year:04}-Q{quarter}"),
            Period::Half(year, half) => format!("{year:04}-H{half}"),
            Period::Year(year) => format!("{year:04}"),
            Period::Decade(decade) => format!("{decade:03}"),
            Period::Century(century) => format!("{century:02}"),
        }
    }
}

/// The day `by` days later; `None` outside chrono's range.
pub(super) fn add_days(day: NaiveDate, by: i64) -> Option<NaiveDate> {
    let distance = Days::new(by.unsigned_abs());
    if by < 0 { day.checked_sub_days(distance) } else { day.checked_add_days(distance) }
}

fn monday_of(day: NaiveDate) -> Option<NaiveDate> {
    add_days(day, -i64::from(day.weekday().num_days_from_monday()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn around(grain: Grain, by: i32) -> (String, String, String) {
        let day = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap(); // a Monday
        let period = Period::containing(day, grain).and_then(|p| p.shift(by)).unwrap();
        let range = period.range().unwrap();
        (period.value(), range.from.to_string(), range.to.to_string())
    }

    #[test]
    fn periods_have_values_days_and_neighbours() {
        let cases = [
            (Grain::Day, -1, ["2023-12-31", "2023-12-31", "2023-12-31"]),
            (Grain::Week, 0, ["2024-W01", "2024-01-01", "2024-01-07"]),
            (Grain::Week, -1, ["2023-W52", "2023-12-25", "2023-12-31"]),
            (Grain::Weekend, 0, ["2024-W01-WE", "2024-01-06", "2024-01-07"]),
            (Grain::Month, -11, ["2023-02", "2023-02-01", "2023-02-28"]),
            (Grain::Season, 0, ["2023-WI", "2023-12-01", "2024-02-29"]),
            (Grain::Season, 1, ["2024-SP", "2024-03-01", "2024-05-31"]),
            (Grain::Quarter, -1, ["2023-Q4", "2023-10-01", "2023-12-31"]),
            (Grain::Half, 1, ["2024-H2", "2024-07-01", "2024-12-31"]),
            (Grain::Year, 1, ["2025", "2025-01-01", "2025-12-31"]),
            (Grain::Decade, -1, ["201", "2010-01-01", "2019-12-31"]),
            (Grain::Century, 0, ["20", "2000-01-01", "2099-12-31"]),
        ];
        for (grain, by, [value, from, to]) in cases {
            assert_eq!(
                around(grain, by),
                (value.to_owned(), from.to_owned(), to.to_owned()),
                "{grain:?} {by}"
            );
        }
    }

    #[test]
    fn far_away_there_is_nothing() {
        assert_eq!(Period::Year(i32::MAX).shift(1), None);
        assert_eq!(Period::Year(0).range(), None);
        assert_eq!(Period::Decade(i32::MAX).range(), None);
        assert_eq!(Period::Day(NaiveDate::MAX).shift(1), None);
    }
}
