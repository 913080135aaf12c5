//! `dateline timeline`: articles over time, by when they were published or by what they
//! speak of.

use std::io::Write;

use clap::{Args, ValueEnum};
use dateline::error::Result;
use dateline::render::{self, Timeline};
use dateline::search::{Over, Step};

use super::common::{FOUND, NOTHING, QueryFlags, notes, refuse_format, snapshot, style};
use super::{Common, Format};

/// The flags of `dateline timeline`.
#[derive(Debug, Args)]
pub struct Flags {
    #[command(flatten)]
    query: QueryFlags,
    /// Which dates: when articles were published, or what they speak of. An article counts
    /// in each bucket that it speaks of, so the counts can add up to more than the matches
    #[arg(long, value_enum, value_name = "DATES", default_value = "published")]
    of: Of,
    /// The length of a bucket
    #[arg(long, value_enum, default_value = "month")]
    step: StepBy,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum StepBy {
    Day,
    Week,
    Month,
    Year,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Of {
    Published,
    Mentions,
}

impl From<Of> for Over {
    fn from(of: Of) -> Over {
        match of {
            Of::Published => Over::Published,
            Of::Mentions => Over::Mentions,
        }
    }
}

impl From<StepBy> for Step {
    fn from(by: StepBy) -> Step {
        match by {
            StepBy::Day => Step::Day,
            StepBy::Week => Step::Week,
            StepBy::Month => Step::Month,
            StepBy::Year => Step::Year,
        }
    }
}

/// Carries out the command.
pub fn run(flags: &Flags, common: &Common, out: &mut dyn Write) -> Result<u8> {
    refuse_format(common, "timeline", &[Format::Text, Format::Json, Format::Csv])?;
    let snapshot = flags.query.stories.group(snapshot(common)?)?;
    let query = flags.query.parse()?;
    let (over, step) = (Over::from(flags.of), Step::from(flags.step));
    let (results, counted) = snapshot.timeline(&query, &flags.query.options()?, over, step)?;
    notes(common, &query, &results.notes);
    let timeline = Timeline {
        unit: results.unit.plural(),
        over,
        step: step.name(),
        total: results.total,
        buckets: counted.values.into_iter().map(|v| (v.value, v.count)).collect(),
        undated: counted.none,
    };
    match common.format {
        Format::Json => render::json::timeline(&timeline, out)?,
        Format::Csv => render::csv::timeline(&timeline, out)?,
        _ => render::text::timeline(&timeline, style(common), out)?,
    }
    Ok(if results.total > 0 { FOUND } else { NOTHING })
}
