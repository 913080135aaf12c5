//! The dates of the query language: `2024`, `2024-08..2024-10`, `..1953`, `1940s`,
//! `today`, `-30d`.
//!
//! A date is never guessed: day-month order, two-digit years and names of months
//! are errors.

use chrono::{Days, Months, NaiveDate};

use super::{DateClause, DateSpan, Fault, Span, Typed};
use crate::date::PartialDate;
use crate::error::SyntaxError;

/// Which end of a span of time a bound is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// The first day (`--from`).
    From,
    /// The last day (`--to`).
    To,
}

/// Reads one end of a span of time, as `--from` and `--to` take it: a partial date,
/// a decade, or a day counted from `today`.
///
/// ```
/// use dateline::query::{End, parse_day_bound};
/// assert_eq!(parse_day_bound("1940s", End::To, None).unwrap().to_string(), "1949");
/// ```
///
/// # Errors
/// When the text is none of these, or a relative day without `today`.
pub fn parse_day_bound(text: &str, end: End, today: Option<NaiveDate>) -> Result<PartialDate, SyntaxError> {
    let (from, to) = bound(&whole(text), today).map_err(|fault| fault.in_query(text))?;
    Ok(match end {
        End::From => from,
        End::To => to,
    })
}

/// Reads a span of time, as `date:` takes it.
///
/// # Errors
/// When the text is no span, both ends are open, or it ends before it begins.
pub fn parse_date_span(text: &str, today: Option<NaiveDate>) -> Result<DateSpan, SyntaxError> {
    span(&whole(text), today).map_err(|fault| fault.in_query(text))
}

fn whole(text: &str) -> Typed {
    Typed { text: text.to_owned(), span: Span { start: 0, end: text.chars().count() } }
}

/// The value of `date:`.
pub(super) fn clause(value: &Typed, today: Option<NaiveDate>) -> Result<DateClause, Fault> {
    match value.text.to_ascii_lowercase().as_str() {
        "none" => Ok(DateClause::None),
        "suspect" => Ok(DateClause::Suspect),
        _ => span(value, today).map(DateClause::Span),
    }
}

/// The value of `mentions:`, or of `date:` when it is no key word.
pub(super) fn span(value: &Typed, today: Option<NaiveDate>) -> Result<DateSpan, Fault> {
    let Some((from, to)) = value.text.split_once("..") else {
        let (from, to) = bound(value, today)?;
        return Ok(DateSpan { from: Some(from), to: Some(to) });
    };
    if from.is_empty() && to.is_empty() {
        let help = "write a date on at least one side of the dots: 1953.. or ..1953";
        return Err(Fault::new(value.span, "a span without any date", help));
    }
    let read = |text: &str, skipped: usize| match text {
        "" => Ok(None),
        _ => bound(&part(value, text, skipped), today).map(Some),
    };
    let first = read(from, 0)?.map(|(first, _)| first);
    let last = read(to, from.chars().count() + 2)?.map(|(_, last)| last);
    match (first, last) {
        (Some(a), Some(b)) if a.range().from > b.range().to => {
            let help = format!("write the earlier date first: {b}..{a}");
            Err(Fault::new(value.span, "the span ends before it begins", help))
        }
        _ => Ok(DateSpan { from: first, to: last }),
    }
}

/// A piece of the value, `skipped` characters after its start.
fn part(value: &Typed, text: &str, skipped: usize) -> Typed {
    let start = value.span.start + skipped;
    let end = start + text.chars().count();
    // In quotes a value's characters need not stand where they are counted.
    let exact = value.span.end - value.span.start == value.text.chars().count() && end <= value.span.end;
    Typed { text: text.to_owned(), span: if exact { Span { start, end } } else { value.span } }
}

/// The first and the last date that one bound can mean; they differ for a decade.
fn bound(value: &Typed, today: Option<NaiveDate>) -> Result<(PartialDate, PartialDate), Fault> {
    let text = value.text.to_ascii_lowercase();
    if let Some(year) = decade(&text) {
        let last = PartialDate::year_only(year + 9);
        return PartialDate::year_only(year).zip(last).ok_or_else(|| no_date(value));
    }
    let date = match is_relative(&text) {
        true => {
            let Some(today) = today else {
                let help = "write the day itself: 2024-08-07";
                return Err(Fault::new(value.span, "days relative to today are not known here", help));
            };
            relative(&text, today).and_then(PartialDate::from_day)
        }
        false => text.parse().ok(),
    };
    date.map(|date| (date, date)).ok_or_else(|| no_date(value))
}

/// The first year of `1940s`.
fn decade(text: &str) -> Option<i32> {
    let year = text.strip_suffix('s')?;
    (year.len() == 4 && year.ends_with('0')).then(|| year.parse().ok()).flatten()
}

fn is_relative(text: &str) -> bool {
    let counted = text.strip_prefix('-').and_then(|rest| rest.strip_suffix(['d', 'w', 'm', 'y']));
    matches!(text, "today" | "yesterday") || counted.is_some_and(is_number)
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The day that `today`, `yesterday` or `-30d` means.
fn relative(text: &str, today: NaiveDate) -> Option<NaiveDate> {
    match text {
        "today" => return Some(today),
        "yesterday" => return today.pred_opt(),
        _ => {}
    }
    let counted = text.strip_prefix('-')?;
    let n: u32 = counted.strip_suffix(['d', 'w', 'm', 'y'])?.parse().ok()?;
    match counted.chars().next_back()? {
        'd' => today.checked_sub_days(Days::new(u64::from(n))),
        'w' => today.checked_sub_days(Days::new(u64::from(n) * 7)),
        'm' => today.checked_sub_months(Months::new(n)),
        _ => today.checked_sub_months(Months::new(n.checked_mul(12)?)),
    }
}

/// The error for what is no date, with advice by its looks.
fn no_date(value: &Typed) -> Fault {
    let text = value.text.as_str();
    let digits = |part: &str| part.len() == 4 && is_number(part);
    let years = text.split_once(['-', '–', '—', '/']).filter(|(a, b)| digits(a) && digits(b));
    if let Some((from, to)) = years {
        let help = format!("a span is written with two dots: {from}..{to}");
        return Fault::new(value.span, format!("\"{text}\" is not a date"), help);
    }
    if text.starts_with(['<', '>', '[', '{']) {
        let help =
            "a span is written with two dots, both ends included: 2024-08-06..2024-08-20, 2024.. or ..2024";
        return Fault::new(value.span, format!("\"{text}\" is not a date"), help);
    }
    if matches!(text.len(), 4 | 7 | 10) && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') {
        let message = format!("there is no {text} in the calendar");
        return Fault::new(
            value.span,
            message,
            "years run from 0001 to 9999; write year-month-day: 2024-08-07",
        );
    }
    let help = "write year, month and day in digits: 2024, 2024-08 or 2024-08-07; \
                a span as 2024-08..2024-10, 1953.. or 1940s";
    Fault::new(value.span, format!("\"{text}\" is not a date"), help)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<String, String> {
        let today = NaiveDate::from_ymd_opt(2024, 3, 31);
        let span = parse_date_span(text, today).map_err(|error| error.message)?;
        Ok(format!("{} {}", span.range().from, span.range().to))
    }

    #[test]
    fn a_span_includes_both_ends() {
        for (text, days) in [
            ("2024", "2024-01-01 2024-12-31"),
            ("2024-02", "2024-02-01 2024-02-29"),
            ("2024-08-06..2024-08-20", "2024-08-06 2024-08-20"),
            ("2024..2024-05", "2024-01-01 2024-05-31"),
            ("2024-08..2024", "2024-08-01 2024-12-31"),
            ("..1953", "0001-01-01 1953-12-31"),
            ("1953..", "1953-01-01 9999-12-31"),
            ("1940s", "1940-01-01 1949-12-31"),
            ("1940s..1950s", "1940-01-01 1959-12-31"),
            ("today", "2024-03-31 2024-03-31"),
            ("yesterday", "2024-03-30 2024-03-30"),
            ("-1m..today", "2024-02-29 2024-03-31"),
            ("-2w", "2024-03-17 2024-03-17"),
            ("-1y..", "2023-03-31 9999-12-31"),
        ] {
            assert_eq!(read(text).as_deref(), Ok(days), "{text}");
        }
    }

    #[test]
    fn what_is_no_span_is_refused() {
        for text in [
            "",
            "..",
            "2024...2025",
            "2024..2023",
            "1945s",
            "0000s",
            "2024-2-3",
            "06.08.2024",
            "8/6/24",
            "aug",
            "none",
            "2023-02-29",
            "-99999999999d",
            "-4000000000y",
            "-9999y",
            "2024,",
            "20244",
        ] {
            assert!(read(text).is_err(), "{text}");
        }
    }

    #[test]
    fn the_bad_end_of_a_span_is_shown() {
        let error = parse_date_span("2024-01-01..2024-13", None).unwrap_err();
        assert_eq!((error.start, error.end), (12, 19));
    }
}
