//! Matches over time with what was counted beside them, and the gaps of the archive.

use std::io::Write;

use serde::Serialize;

use super::{VERSION, line};
use crate::error::Result;
use crate::query::Query;
use crate::render::Timeline;
use crate::search::association::{in_ten_thousandths, share};
use crate::search::{Gap, Named, Period, Periods, Side};

#[derive(Serialize)]
struct Row<'a> {
    version: u32,
    unit: &'static str,
    of: &'static str,
    step: &'static str,
    total: u64,
    buckets: Vec<Bucket<'a>>,
    undated: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    archive: Option<ArchiveRow>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vs: Option<VsRow<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    bursts: Option<&'a [Named]>,
    /// Bursts that are weaker than those.
    #[serde(skip_serializing_if = "Option::is_none")]
    more_bursts: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gaps: Option<&'a [Gap]>,
}

#[derive(Serialize)]
struct Bucket<'a> {
    value: &'a str,
    count: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    archive: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    share: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vs: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vs_share: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    burst: Option<bool>,
}

#[derive(Serialize)]
struct ArchiveRow {
    total: u64,
    undated: u64,
}

#[derive(Serialize)]
struct VsRow<'a> {
    input: &'a str,
    parsed: String,
    total: u64,
    undated: u64,
    /// Matches of both queries.
    both: u64,
}

/// Matches over time with what was counted beside them; `vs` is the other query. Shares are parts
/// of 1.
///
/// # Errors
/// When it cannot be written.
pub fn beside(
    timeline: &Timeline,
    periods: &Periods,
    vs: Option<&Query>,
    gaps: Option<&[Gap]>,
    out: &mut dyn Write,
) -> Result<()> {
    let row = Row {
        version: VERSION,
        unit: timeline.unit,
        of: timeline.over.name(),
        step: timeline.step,
        total: timeline.total,
        buckets: periods.periods.iter().map(|period| Bucket::of(period, periods)).collect(),
        undated: periods.undated,
        archive: periods.archive.map(|Side { total, undated }| ArchiveRow { total, undated }),
        vs: periods.vs.zip(vs).map(|(Side { total, undated }, query)| VsRow {
            input: &query.input,
            parsed: query.to_string(),
            total,
            undated,
            both: periods.both.unwrap_or(0),
        }),
        bursts: periods.bursts.as_deref(),
        more_bursts: periods.bursts.as_ref().map(|_| periods.more_bursts),
        gaps,
    };
    line(&row, out)
}

impl<'a> Bucket<'a> {
    fn of(period: &'a Period, periods: &Periods) -> Bucket<'a> {
        let shared = periods.archive.is_some();
        let compared = periods.vs.is_some();
        let of_archive = |count| shared.then(|| in_millionths(share(count, period.archive)));
        let inside = |burst: &Named| burst.from <= period.value && period.value <= burst.to;
        Bucket {
            value: &period.value,
            count: period.count,
            archive: shared.then_some(period.archive),
            share: of_archive(period.count),
            vs: compared.then_some(period.vs),
            vs_share: of_archive(period.vs).filter(|_| compared),
            burst: periods.bursts.as_ref().map(|bursts| bursts.iter().any(inside)),
        }
    }
}

/// Rounded to six decimals.
fn in_millionths(share: f64) -> f64 {
    in_ten_thousandths(share * 100.0) / 100.0
}
