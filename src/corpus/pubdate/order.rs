//! What a date in numbers shows of the order of day and month.

use super::{DateOptions, DateOrder, parse_field};
use crate::date::PartialDate;

/// How a date can be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reading {
    /// Only with the day first.
    DayFirst,
    /// Only with the month first.
    MonthFirst,
    /// Both ways, as these two days.
    Both {
        /// With the day first.
        day_first: PartialDate,
        /// With the month first.
        month_first: PartialDate,
    },
}

/// How a date in numbers can be read; `None` when it shows nothing of the order.
///
/// ```
/// use dateline::corpus::pubdate::{DateOptions, Reading, both_ways};
/// assert_eq!(both_ways("13/04/2001", &DateOptions::default()), Some(Reading::DayFirst));
/// assert_eq!(both_ways("2001-04-13", &DateOptions::default()), None);
/// ```
pub fn both_ways(raw: &str, options: &DateOptions) -> Option<Reading> {
    let (plain, _) = super::cut::plain(raw);
    let (first, second) = leading_numbers(&plain)?;
    let read =
        |order| parse_field(raw, &DateOptions { order, order_is_guess: false, ..*options }).map(|f| f.date);
    let (day_first, month_first) = (read(DateOrder::DayFirst)?, read(DateOrder::MonthFirst)?);
    if day_first != month_first && day_first.day().is_some() && month_first.day().is_some() {
        return Some(Reading::Both { day_first, month_first });
    }
    let day = day_first.day()?;
    match (first > 12, second > 12) {
        (true, false) if day == first => Some(Reading::DayFirst),
        (false, true) if day == second => Some(Reading::MonthFirst),
        _ => None,
    }
}

/// The first two numbers of a date in numbers that begins with the day or the month
/// (`04/01/2019`, `4.1.19`), perhaps behind words.
fn leading_numbers(raw: &str) -> Option<(u32, u32)> {
    let start = raw.find(|c: char| c.is_ascii_digit())?;
    let raw = raw.get(start..)?;
    let number = |text: &str| Some(text).filter(|t| matches!(t.len(), 1 | 2)).and_then(|t| t.parse().ok());
    let mark = raw.chars().find(|c| !c.is_ascii_digit()).filter(|c| matches!(c, '/' | '.' | '-'))?;
    let mut parts = raw.split(mark);
    let (first, second) = (number(parts.next()?)?, number(parts.next()?)?);
    let year = parts.next()?;
    let digits = year.bytes().take_while(u8::is_ascii_digit).count();
    matches!(digits, 2 | 4).then_some((first, second))
}
