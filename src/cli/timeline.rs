//! `dateline timeline`: articles over time, by when they were published or by what they
//! speak of.

use std::io::Write;

use super::common::{FOUND, NOTHING, QueryFlags, ReceiptFlag, gaps, notes, refuse_format, snapshot, style};
use super::{Common, Format};
use clap::{Args, ValueEnum};
use dateline::error::Result;
use dateline::render::{self, Timeline};
use dateline::search::periods::Wanted;
use dateline::search::receipt::Counting;
use dateline::search::{Over, Sort, Step};

/// The flags of `dateline timeline`.
#[derive(Debug, Args)]
pub struct Flags {
    #[command(flatten)]
    query: QueryFlags,
    #[command(flatten)]
    receipt: ReceiptFlag,
    /// Which dates: when articles were published, or what they speak of. An article counts
    /// in each bucket that it speaks of, so the counts can add up to more than the matches
    #[arg(long, value_enum, value_name = "DATES", default_value = "published")]
    of: Of,
    /// The length of a bucket
    #[arg(long, value_enum, default_value = "month")]
    step: StepBy,
    /// Show the share of all articles of each period, of the outlets and languages selected
    #[arg(long)]
    share: bool,
    /// Count a second query beside it
    #[arg(long, value_name = "QUERY", allow_hyphen_values = true)]
    vs: Option<String>,
    /// Mark bursts, periods with more matches than is usual for what the archive holds of them, and
    /// name the N that stand out most by what explains them
    #[arg(long, value_name = "N", num_args = 0..=1, require_equals = true, default_missing_value = BURSTS)]
    bursts: Option<u8>,
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

/// Bursts that are named where no number is given.
const BURSTS: &str = "5";

/// Carries out the command.
pub fn run(flags: &Flags, common: &Common, out: &mut dyn Write) -> Result<u8> {
    refuse_format(common, "timeline", &[Format::Text, Format::Json, Format::Csv])?;
    let snapshot = flags.query.stories.group(snapshot(common)?)?;
    let query = flags.query.parse()?;
    let options = flags.query.options()?;
    let vs = flags.vs.as_ref().map(|text| flags.query.parse_text(text)).transpose()?;
    let (over, step) = (Over::from(flags.of), Step::from(flags.step));
    let asked = Some((over.facet(step), Counting::Timeline));
    flags.receipt.write(&snapshot, &flags.query, "timeline", Sort::Oldest, asked)?;
    let wanted =
        Wanted { archive: flags.share, vs: vs.as_ref(), bursts: flags.bursts.map_or(0, usize::from) };
    let periods = snapshot.periods(&query, &options, (over, step), wanted)?;
    notes(common, &query, &periods.results.notes);
    if let Some(vs) = &vs {
        notes(common, vs, &[]);
    }
    let gaps = match over {
        Over::Published => Some(gaps(&snapshot, &query, &options.selection, common)?),
        Over::Mentions => None,
    };
    let results = &periods.results;
    let timeline = Timeline {
        unit: results.unit.plural(),
        over,
        step: step.name(),
        total: results.total,
        buckets: periods.periods.iter().map(|p| (p.value.clone(), p.count)).collect(),
        undated: periods.undated,
    };
    let plain = !flags.share && vs.is_none() && flags.bursts.is_none();
    let queries = [&query, vs.as_ref().unwrap_or(&query)].map(ToString::to_string);
    match common.format {
        Format::Json => render::json::beside(&timeline, &periods, vs.as_ref(), gaps.as_deref(), out)?,
        Format::Csv => render::csv::beside(&periods, out)?,
        _ if plain => render::text::timeline(&timeline, style(common), out)?,
        _ => {
            let [a, b] = &queries;
            render::text::beside(&timeline, &periods, [a, b], style(common), out)?;
        }
    }
    let found = results.total > 0 || periods.vs.is_some_and(|vs| vs.total > 0);
    Ok(if found { FOUND } else { NOTHING })
}
