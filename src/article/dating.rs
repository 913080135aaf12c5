//! How a date of publication is known: every place that says one, and what became of each.
//!
//! A record can say its date in several places: a date field, metadata, the address, the
//! dateline, the path. Each that says something is a [`Rung`], best first; the first that
//! holds wins, and the others agree with it or do not. Where they do not, or where a date
//! can hardly be, the article is *suspect*, and a [`Suspicion`] says why. Nothing that a source
//! said is thrown away, so that a reader can judge for himself.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::DateSource;
use crate::date::PartialDate;

/// What an article's sources say of its date.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Dating {
    /// Every place that says a date, best first.
    pub rungs: Vec<Rung>,
    /// Why the date, or the lack of one, is to be doubted.
    pub suspicions: Vec<Suspicion>,
}

impl Dating {
    /// Whether the date is to be doubted.
    pub fn is_suspect(&self) -> bool {
        !self.suspicions.is_empty()
    }

    /// The rung that gave the article its date.
    pub fn winner(&self) -> Option<&Rung> {
        self.rungs.iter().find(|rung| rung.verdict == Verdict::Won)
    }

    /// Why the date is to be doubted, in words; `None` when it is not.
    pub fn suspect(&self) -> Option<String> {
        let reasons: Vec<String> = self.suspicions.iter().map(Suspicion::to_string).collect();
        (!reasons.is_empty()).then(|| reasons.join("; "))
    }
}

/// One place that says a date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rung {
    /// Which place.
    pub source: DateSource,
    /// The date as it was written there.
    pub raw: String,
    /// What it means in the Gregorian calendar, as far as it can be read.
    pub date: Option<PartialDate>,
    /// The exact time in RFC 3339, only when time and zone were given.
    pub instant: Option<String>,
    /// The zone as it was written.
    pub zone: Option<String>,
    /// The calendar that it was written in.
    pub calendar: Calendar,
    /// What was peculiar about reading it.
    pub notes: Vec<Note>,
    /// What became of it.
    pub verdict: Verdict,
}

/// The calendar that a date was written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Calendar {
    /// The calendar in general use.
    #[default]
    Gregorian,
    /// The calendar before it, "Old Style".
    Julian,
    /// The solar calendar of Iran and Afghanistan.
    Jalali,
    /// The lunar calendar of Islam.
    Hijri,
    /// The Gregorian one with the years of the Thai.
    Buddhist,
    /// The Gregorian one with the years of a Japanese reign or of the Republic of China.
    Reign,
}

impl Calendar {
    /// The name in the interface.
    pub fn as_str(self) -> &'static str {
        match self {
            Calendar::Gregorian => "gregorian",
            Calendar::Julian => "julian",
            Calendar::Jalali => "jalali",
            Calendar::Hijri => "hijri",
            Calendar::Buddhist => "buddhist",
            Calendar::Reign => "reign",
        }
    }
}

/// What was peculiar about reading a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Note {
    /// Day and month could be swapped, and nothing told which is which.
    Swappable,
    /// The weekday beside it is not that of the day.
    Weekday,
    /// The century was supplied.
    ShortYear,
    /// Old Style, converted.
    OldStyle,
    /// From a time and a language whose papers were dated Old Style; not converted.
    PerhapsOldStyle,
    /// The lunar calendar was reckoned, and may be off by a day.
    Reckoned,
    /// The year was supplied.
    NoYear,
    /// An issue for several days, of which this is the first.
    Span,
    /// Marked as approximate by the source.
    Approximate,
    /// Only the decade is known, of which this is the first year.
    Decade,
    /// Counted back from the day of fetching (`2 hours ago`).
    Relative,
    /// The field holds several dates.
    Several,
    /// The field holds other words, which were passed over.
    Wordy,
}

impl Note {
    /// In words.
    pub fn as_str(self) -> &'static str {
        match self {
            Note::Swappable => "day and month could be swapped",
            Note::Weekday => "the weekday is not that of the day",
            Note::ShortYear => "the century was supplied",
            Note::OldStyle => "converted from Old Style",
            Note::PerhapsOldStyle => "perhaps Old Style",
            Note::Reckoned => "reckoned, may be off by a day",
            Note::NoYear => "the year was supplied",
            Note::Span => "the first of several days",
            Note::Approximate => "approximate in the source",
            Note::Decade => "only the decade is known",
            Note::Relative => "counted back from the day of fetching",
            Note::Several => "the field holds several dates",
            Note::Wordy => "the field holds other words",
        }
    }

    /// Whether a date with this note is to be doubted.
    pub fn is_doubt(self) -> bool {
        matches!(self, Note::Swappable | Note::Weekday | Note::Decade)
    }
}

/// What became of a rung.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Verdict {
    /// It gave the article its date.
    Won,
    /// It says the same as the winner, or nearly.
    Agrees,
    /// It says less than the winner, and nothing else.
    Coarser,
    /// It is so many days away from the winner.
    Differs {
        /// Days between the two.
        days: u32,
    },
    /// It cannot be read as a date.
    Unreadable,
    /// It cannot be, for this reason.
    Implausible(Implausible),
}

impl Verdict {
    /// The name in the interface, without the reason.
    pub fn as_str(self) -> &'static str {
        match self {
            Verdict::Won => "won",
            Verdict::Agrees => "agrees",
            Verdict::Coarser => "coarser",
            Verdict::Differs { .. } => "differs",
            Verdict::Unreadable => "unreadable",
            Verdict::Implausible(_) => "implausible",
        }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Verdict::Won => f.write_str("won"),
            Verdict::Agrees => f.write_str("agrees"),
            Verdict::Coarser => f.write_str("coarser, but no other"),
            Verdict::Differs { days } => write!(f, "differs by {days} days"),
            Verdict::Unreadable => f.write_str("cannot be read"),
            Verdict::Implausible(why) => write!(f, "cannot be: {why}"),
        }
    }
}

/// Why a date cannot be that of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Implausible {
    /// It is the zero of some calendar or machine, which means "not set".
    NotSet,
    /// It is after the day on which the article was already there.
    Future,
    /// There was no press.
    BeforePress,
    /// The outlet's articles begin later or end earlier: in these years.
    OutsideOutlet {
        /// The first year of the outlet's other articles.
        from: i16,
        /// The last.
        to: i16,
    },
}

impl Implausible {
    /// The name in the interface, without the details.
    pub fn as_str(self) -> &'static str {
        match self {
            Implausible::NotSet => "not_set",
            Implausible::Future => "future",
            Implausible::BeforePress => "before_press",
            Implausible::OutsideOutlet { .. } => "outside_outlet",
        }
    }
}

impl fmt::Display for Implausible {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Implausible::NotSet => f.write_str("it means \"not set\""),
            Implausible::Future => f.write_str("it is after the day on which the article was there"),
            Implausible::BeforePress => f.write_str("there was no press"),
            Implausible::OutsideOutlet { from, to } => {
                write!(f, "the outlet's other articles are of {from} to {to}")
            }
        }
    }
}

/// Why the date of an article is to be doubted. Only notes with [`Note::is_doubt`] are doubts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Suspicion {
    /// Another rung says another day.
    Differs {
        /// The rung that won.
        won: DateSource,
        /// The rung that says otherwise.
        other: DateSource,
        /// Days between the two.
        days: u32,
    },
    /// What a rung says cannot be.
    Implausible {
        /// Which rung.
        source: DateSource,
        /// Why it cannot be.
        why: Implausible,
    },
    /// Reading the winner left a doubt.
    Doubt(Note),
}

impl Suspicion {
    /// The names of all suspicions, in the order in which they are listed.
    pub const NAMES: [&str; 8] = [
        "disagreement",
        "not_set",
        "future",
        "before_press",
        "outside_outlet",
        "day_month_order",
        "weekday",
        "decade",
    ];

    /// The place of its name among [`Suspicion::NAMES`].
    pub fn number(self) -> u64 {
        Suspicion::NAMES.iter().position(|name| *name == self.as_str()).unwrap_or_default() as u64
    }

    /// The name in the interface, under which suspicions are counted.
    pub fn as_str(self) -> &'static str {
        match self {
            Suspicion::Differs { .. } => "disagreement",
            Suspicion::Implausible { why, .. } => why.as_str(),
            Suspicion::Doubt(Note::Swappable) => "day_month_order",
            Suspicion::Doubt(Note::Decade) => "decade",
            Suspicion::Doubt(_) => "weekday",
        }
    }
}

impl fmt::Display for Suspicion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Suspicion::Differs { won, other, days } if won == other => {
                write!(f, "two dates of the {} are {days} days apart", won.as_str())
            }
            Suspicion::Differs { won, other, days } => {
                write!(f, "{} and {} are {days} days apart", won.as_str(), other.as_str())
            }
            Suspicion::Implausible { source, why } => {
                write!(f, "the date of the {} cannot be: {why}", source.as_str())
            }
            Suspicion::Doubt(note) => f.write_str(note.as_str()),
        }
    }
}
