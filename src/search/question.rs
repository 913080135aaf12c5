//! What somebody asked, as it was typed: a query and what was selected beside it.
//!
//! A [`Query`] and [`SearchOptions`] are what that means on one day for one program. A receipt
//! and a saved search outlive both, so they keep the words, and read them anew.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::{SearchOptions, Selection, Unit};
use crate::date::PartialDate;
use crate::error::{Error, Result};
use crate::index::Grouping;
use crate::query::{self, End, ParseOptions, Query};

/// A query and selections as typed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The query; empty for every article.
    pub query: String,
    /// Whether bare words are joined by OR.
    #[serde(default, skip_serializing_if = "is_false")]
    pub any: bool,
    /// Places; a leading `-` excludes, here and below.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub place: Vec<String>,
    /// Actors.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actor: Vec<String>,
    /// First days; the earliest counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<String>,
    /// Last days; the latest counts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<String>,
    /// Outlets.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outlet: Vec<String>,
    /// Languages.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lang: Vec<String>,
    /// What is counted.
    #[serde(default)]
    pub by: Unit,
    /// What makes articles one story.
    #[serde(default, skip_serializing_if = "is_usual")]
    pub grouping: Grouping,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "as serde wants it")]
fn is_usual(grouping: &Grouping) -> bool {
    *grouping == Grouping::default()
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "as serde wants it")]
fn is_false(value: &bool) -> bool {
    !value
}

impl Question {
    /// The query, read on a day that relative dates count from.
    ///
    /// # Errors
    /// When it cannot be read; without a day also when it holds a relative date.
    pub fn parse(&self, today: Option<NaiveDate>) -> Result<Query> {
        Ok(query::parse(&self.query, &ParseOptions { any: self.any, today })?)
    }

    /// The options of a search without facets.
    ///
    /// # Errors
    /// When a date cannot be read, or the first day is after the last.
    pub fn options(&self, today: Option<NaiveDate>) -> Result<SearchOptions> {
        let selection = self.selection(today)?;
        Ok(SearchOptions { selection, unit: self.by, any: self.any, ..SearchOptions::default() })
    }

    /// What is selected. Several first days are alternatives, so the earliest counts; of several
    /// last days the latest.
    ///
    /// # Errors
    /// Those of [`Question::options`].
    pub fn selection(&self, today: Option<NaiveDate>) -> Result<Selection> {
        let bounds = |values: &[String], end: End| -> Result<Vec<PartialDate>> {
            values.iter().map(|v| Ok(query::parse_day_bound(v, end, today)?)).collect()
        };
        let from = bounds(&self.from, End::From)?.into_iter().min_by_key(|d| d.range().from);
        let to = bounds(&self.to, End::To)?.into_iter().max_by_key(|d| d.range().to);
        if let (Some(from), Some(to)) = (from, to)
            && from.range().from > to.range().to
        {
            return Err(Error::Usage(format!("--from {from} is after --to {to}\nswap them")));
        }
        Ok(Selection {
            place: self.place.clone(),
            actor: self.actor.clone(),
            outlet: self.outlet.clone(),
            lang: self.lang.clone(),
            from,
            to,
        })
    }

    /// Whether it means something else on another day than this one: it says `today` or `-30d`
    /// somewhere.
    pub fn is_relative(&self, today: NaiveDate) -> bool {
        let readable = |today| self.parse(today).is_ok() && self.selection(today).is_ok();
        readable(Some(today)) && !readable(None)
    }

    /// The flags that select and count, each with its values, in the order of the help.
    pub fn flags(&self) -> [(&'static str, &[String]); 6] {
        [
            ("place", &self.place),
            ("actor", &self.actor),
            ("from", &self.from),
            ("to", &self.to),
            ("outlet", &self.outlet),
            ("lang", &self.lang),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn relative_dates_are_noticed_in_query_and_flags() {
        let with = |query: &str, from: &[&str]| Question {
            query: query.into(),
            from: from.iter().map(|f| (*f).to_owned()).collect(),
            ..Question::default()
        };
        let day = NaiveDate::from_ymd_opt(2024, 8, 20).unwrap();
        assert!(with("kursk date:2024-08..today", &[]).is_relative(day));
        assert!(with("kursk", &["-7d"]).is_relative(day));
        assert!(!with("kursk today", &["2024-08"]).is_relative(day), "a word is a word");
        assert!(!with("kursk (", &["-7d"]).is_relative(day), "what cannot be read has no date");
    }

    #[test]
    fn the_earliest_first_day_and_the_latest_last_day_count() {
        let dates = |all: &[&str]| all.iter().map(|d| (*d).to_owned()).collect::<Vec<_>>();
        let question = Question {
            from: dates(&["2024", "2023-05"]),
            to: dates(&["2024-01", "2024"]),
            ..Question::default()
        };
        let selection = question.selection(None).unwrap();
        let days = [selection.from, selection.to].map(|day| day.unwrap().to_string());
        assert_eq!(days, ["2023-05", "2024"]);
        let swapped = Question { from: dates(&["2024"]), to: dates(&["2023"]), ..Question::default() };
        assert!(
            swapped.selection(None).unwrap_err().to_string().starts_with("--from 2024 is after --to 2023")
        );
    }
}
