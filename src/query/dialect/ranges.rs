//! Spans of days as other languages write them: `[a TO b]`, `{a TO b}`, `>=a`, `a/b`.
//!
//! A curly bracket and a lone `>` leave their day out, or the whole month or year where it is
//! one; our spans include both ends, so the day beside it is written.

use chrono::NaiveDate;

use super::super::{Fault, Span, Typed, dates};
use crate::date::PartialDate;

/// The span as we write it; `None` when the text is not in another language.
///
/// # Errors
/// When it is, and cannot be read.
pub(super) fn span(text: &str, today: Option<NaiveDate>, at: Span) -> Result<Option<String>, Fault> {
    let reader = Reader { today, at };
    if text.starts_with(['[', '{']) {
        return reader.brackets(text).map(Some);
    }
    if text.starts_with(['<', '>']) {
        return reader.comparison(text).map(Some);
    }
    let is_date = |part: &str| part.is_empty() || part.parse::<PartialDate>().is_ok();
    let ends = text.split_once('/').filter(|(a, b)| is_date(a) && is_date(b) && text != "/");
    Ok(ends.map(|(from, to)| format!("{from}..{to}")))
}

struct Reader {
    today: Option<NaiveDate>,
    at: Span,
}

impl Reader {
    fn fault(&self, text: &str) -> Fault {
        let help = "write the first and the last day with two dots between: \
                    2024-08-06..2024-08-20, 2024.. or ..2024";
        Fault::new(self.at, format!("\"{text}\" is not a span of days"), help)
    }

    /// `[2024-01-01 TO 2024-02-01}`.
    fn brackets(&self, text: &str) -> Result<String, Fault> {
        let open = |c: char| matches!(c, '[' | '{');
        let inside = text.strip_prefix(open).and_then(|rest| rest.strip_suffix([']', '}']));
        let ends = inside.and_then(|inside| inside.split_once(" TO "));
        let (from, to) = ends.ok_or_else(|| self.fault(text))?;
        let from = self.first(from.trim(), text.starts_with('['))?;
        let to = self.last(to.trim(), text.ends_with(']'))?;
        self.joined(text, &from, &to)
    }

    /// `>=2024`.
    fn comparison(&self, text: &str) -> Result<String, Fault> {
        let (later, rest) = (text.starts_with('>'), text.trim_start_matches(['<', '>']));
        let (included, date) = rest.strip_prefix('=').map_or((false, rest), |date| (true, date));
        if date.is_empty() || text.len() - rest.len() > 1 {
            return Err(self.fault(text));
        }
        let (from, to) = match later {
            true => (self.first(date, included)?, String::new()),
            false => (String::new(), self.last(date, included)?),
        };
        self.joined(text, &from, &to)
    }

    fn joined(&self, text: &str, from: &str, to: &str) -> Result<String, Fault> {
        if from.is_empty() && to.is_empty() { Err(self.fault(text)) } else { Ok(format!("{from}..{to}")) }
    }

    /// The first day, empty for `*`.
    fn first(&self, date: &str, included: bool) -> Result<String, Fault> {
        self.bound(date, included, |range| range.to.succ_opt())
    }

    /// The last day, empty for `*`.
    fn last(&self, date: &str, included: bool) -> Result<String, Fault> {
        self.bound(date, included, |range| range.from.pred_opt())
    }

    fn bound(
        &self,
        date: &str,
        included: bool,
        beside: impl Fn(crate::date::DateRange) -> Option<NaiveDate>,
    ) -> Result<String, Fault> {
        let date = date.trim_matches('"');
        if date == "*" {
            return Ok(String::new());
        }
        let span = dates::span(&Typed { text: date.to_owned(), span: self.at }, self.today)?;
        if included {
            return Ok(date.to_owned());
        }
        let day = beside(span.range()).and_then(PartialDate::from_day);
        day.map(|day| day.to_string()).ok_or_else(|| self.fault(date))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Option<String> {
        span(text, NaiveDate::from_ymd_opt(2024, 3, 31), Span::default()).unwrap_or_else(|f| Some(f.message))
    }

    #[test]
    fn excluded_ends_move_by_their_whole_period() {
        for (foreign, ours) in [
            ("[2024-01-01 TO 2024-02-01]", "2024-01-01..2024-02-01"),
            ("{2024-01-01 TO 2024-02-01}", "2024-01-02..2024-01-31"),
            ("[2024-01 TO 2024-03}", "2024-01..2024-02-29"),
            ("{2024 TO *]", "2025-01-01.."),
            ("[* TO 1953]", "..1953"),
            (">=2024", "2024.."),
            (">2024", "2025-01-01.."),
            ("<2024-03", "..2024-02-29"),
            ("<=yesterday", "..yesterday"),
            ("2024-01-01/2024-02", "2024-01-01..2024-02"),
            ("/1953", "..1953"),
        ] {
            assert_eq!(read(foreign).as_deref(), Some(ours), "{foreign}");
        }
    }

    #[test]
    fn what_is_ours_or_nobodys_is_left_alone_or_refused() {
        for ours in ["2024", "2024..2025", "none", "8/6/24", "12/08/2024", "/"] {
            assert_eq!(read(ours), None, "{ours}");
        }
        for wrong in
            ["[* TO *]", "[2024]", "[a TO b]", ">", ">>2024", "[2024-13 TO *]", "{9999 TO *}", "[ TO ]"]
        {
            assert!(span(wrong, None, Span::default()).is_err(), "{wrong}");
        }
    }
}
