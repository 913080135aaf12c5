//! The ladder of an article's date in words: what each place says, which won and why, and why it
//! is to be doubted.

use super::figures;
use crate::article::{Calendar, Dating, Rung, Verdict};

/// Rows of label and value. A single place that nothing is to be said of is no ladder: the date
/// says where it is from.
pub(super) fn rows(dating: &Dating) -> Vec<(&'static str, String)> {
    let plain = |rung: &Rung| {
        rung.verdict == Verdict::Won && rung.notes.is_empty() && rung.calendar == Calendar::Gregorian
    };
    if !dating.is_suspect() && dating.rungs.iter().all(plain) {
        return Vec::new();
    }
    let mut rows: Vec<(&'static str, String)> = Vec::new();
    for (at, rung) in dating.rungs.iter().enumerate() {
        let above = dating.rungs.iter().take(at);
        rows.push((if at == 0 { "ladder" } else { "" }, described(rung, above)));
    }
    for (at, suspicion) in dating.suspicions.iter().enumerate() {
        rows.push((if at == 0 { "suspect" } else { "" }, suspicion.to_string()));
    }
    rows
}

/// `header "13 May 2019": 2019-05-13, won as the first that holds`.
fn described<'r>(rung: &Rung, mut above: impl Iterator<Item = &'r Rung>) -> String {
    let mut text = format!("{} \"{}\": ", rung.source.as_str(), rung.raw);
    if let Some(date) = rung.date {
        text.push_str(&figures::date(date));
        if rung.calendar != Calendar::Gregorian {
            text.extend([" (", rung.calendar.as_str(), ")"]);
        }
        if let Some(zone) = &rung.zone {
            text.extend([" (zone ", zone, ")"]);
        }
        text.push_str(", ");
    }
    match rung.verdict {
        Verdict::Won if above.any(|r| r.verdict == Verdict::Coarser) => {
            text.push_str("won, as the most exact of those that agree");
        }
        Verdict::Won => text.push_str("won, as the first that holds"),
        verdict => text.push_str(&verdict.to_string()),
    }
    for note in &rung.notes {
        text.extend(["; ", note.as_str()]);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{DateSource, Note, Suspicion};

    fn rung(source: DateSource, date: &str, verdict: Verdict) -> Rung {
        Rung {
            source,
            raw: date.to_owned(),
            date: date.parse().ok(),
            instant: None,
            zone: None,
            calendar: Calendar::Gregorian,
            notes: Vec::new(),
            verdict,
        }
    }

    #[test]
    fn the_winner_says_why_it_won() {
        let dating = Dating {
            rungs: vec![
                rung(DateSource::Header, "2019-05", Verdict::Coarser),
                Rung { notes: vec![Note::Span], ..rung(DateSource::Url, "2019-05-13", Verdict::Won) },
                rung(DateSource::Path, "2019-06-30", Verdict::Differs { days: 48 }),
            ],
            suspicions: vec![Suspicion::Differs { won: DateSource::Url, other: DateSource::Path, days: 48 }],
        };
        let wanted = [
            ("ladder", "header \"2019-05\": May 2019, coarser, but no other"),
            (
                "",
                "url \"2019-05-13\": 13 May 2019, won, as the most exact of those that agree; the first of several days",
            ),
            ("", "path \"2019-06-30\": 30 June 2019, differs by 48 days"),
            ("suspect", "url and path are 48 days apart"),
        ];
        assert_eq!(rows(&dating), wanted.map(|(label, value)| (label, value.to_owned())));
        let one = Dating {
            rungs: vec![rung(DateSource::Header, "2019-05-13", Verdict::Won)],
            suspicions: Vec::new(),
        };
        assert!(rows(&one).is_empty());
        let hijri = Rung { calendar: Calendar::Hijri, ..one.rungs[0].clone() };
        let one = Dating { rungs: vec![hijri], ..one };
        let wanted = "header \"2019-05-13\": 13 May 2019 (hijri), won, as the first that holds";
        assert_eq!(rows(&one), [("ladder", wanted.to_owned())]);
    }
}
