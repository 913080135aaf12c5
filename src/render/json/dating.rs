//! How an article's date is known: every place that says one, and what became of it.

use serde::Serialize;

use crate::article::{Calendar, Dating, Note, Rung, Suspicion, Verdict};

/// The whole ladder, and why the date is to be doubted.
#[derive(Serialize)]
pub(super) struct DatingRow<'a> {
    suspect: Vec<SuspicionRow>,
    rungs: Vec<RungRow<'a>>,
}

#[derive(Serialize)]
struct SuspicionRow {
    kind: &'static str,
    reason: String,
}

#[derive(Serialize)]
struct RungRow<'a> {
    source: &'static str,
    raw: &'a str,
    date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    instant: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    zone: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    calendar: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<&'static str>,
    verdict: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    days: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

impl<'a> DatingRow<'a> {
    /// `None` when no place says anything.
    pub(super) fn of(dating: &'a Dating) -> Option<DatingRow<'a>> {
        let row = |s: &Suspicion| SuspicionRow { kind: s.as_str(), reason: s.to_string() };
        (!dating.rungs.is_empty()).then(|| DatingRow {
            suspect: dating.suspicions.iter().map(row).collect(),
            rungs: dating.rungs.iter().map(RungRow::of).collect(),
        })
    }
}

impl<'a> RungRow<'a> {
    fn of(rung: &'a Rung) -> RungRow<'a> {
        let (days, reason) = match rung.verdict {
            Verdict::Differs { days } => (Some(days), None),
            Verdict::Implausible(why) => (None, Some(why.to_string())),
            _ => (None, None),
        };
        RungRow {
            source: rung.source.as_str(),
            raw: &rung.raw,
            date: rung.date.map(|date| date.to_string()),
            instant: rung.instant.as_deref(),
            zone: rung.zone.as_deref(),
            calendar: Some(rung.calendar).filter(|c| *c != Calendar::Gregorian).map(Calendar::as_str),
            notes: rung.notes.iter().map(|note: &Note| note.as_str()).collect(),
            verdict: rung.verdict.as_str(),
            days,
            reason,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::DateSource;

    #[test]
    fn the_ladder_says_of_each_rung_what_it_is_to_the_winner() {
        let rung = |source, raw: &str, date: Option<&str>, verdict| Rung {
            source,
            raw: raw.to_owned(),
            date: date.map(|d| d.parse().unwrap()),
            instant: None,
            zone: None,
            calendar: Calendar::Gregorian,
            notes: Vec::new(),
            verdict,
        };
        let won = Rung {
            calendar: Calendar::Jalali,
            notes: vec![Note::Weekday],
            zone: Some("IRST".to_owned()),
            ..rung(DateSource::Header, "17 مرداد 1398", Some("2019-08-08"), Verdict::Won)
        };
        let dating = Dating {
            rungs: vec![
                won,
                rung(DateSource::Metadata, "soon", None, Verdict::Unreadable),
                rung(DateSource::Path, "2018", Some("2018"), Verdict::Differs { days: 220 }),
            ],
            suspicions: vec![Suspicion::Doubt(Note::Weekday)],
        };
        let json = serde_json::to_string(&DatingRow::of(&dating)).unwrap();
        let wanted = concat!(
            r#"{"suspect":[{"kind":"weekday","reason":"the weekday is not that of the day"}],"rungs":["#,
            r#"{"source":"header","raw":"17 مرداد 1398","date":"2019-08-08","zone":"IRST","calendar":"jalali","#,
            r#""notes":["the weekday is not that of the day"],"verdict":"won"},"#,
            r#"{"source":"metadata","raw":"soon","date":null,"verdict":"unreadable"},"#,
            r#"{"source":"path","raw":"2018","date":"2018","verdict":"differs","days":220}]}"#,
        );
        assert_eq!(json, wanted);
        assert!(DatingRow::of(&Dating::default()).is_none());
    }
}
