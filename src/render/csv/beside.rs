//! Matches over time with what was counted beside them, as a table.

use std::io::Write;

use super::Table;
use super::facets::decimal;
use crate::error::Result;
use crate::search::association::share;
use crate::search::{Period, Periods};

/// A row for each period: its name, matches, and, where they were asked for, all articles of the
/// archive, the share of the matches (parts of 1), the matches of the other query and their share,
/// and whether the period lies in a burst (1 or 0). What is undated is the last row.
///
/// # Errors
/// When it cannot be written.
pub fn beside(periods: &Periods, out: &mut dyn Write) -> Result<()> {
    let mut header = vec!["value", "label", "count"];
    if periods.archive.is_some() {
        header.extend(["archive", "share"]);
    }
    if periods.vs.is_some() {
        header.push("vs");
    }
    if periods.vs.is_some() && periods.archive.is_some() {
        header.push("vs_share");
    }
    if periods.bursts.is_some() {
        header.push("burst");
    }
    let mut table = Table::new(&header, out)?;
    for period in &periods.periods {
        table.period([&period.value, &period.value], period, periods)?;
    }
    let archive = periods.archive.map_or(0, |archive| archive.undated);
    let vs = periods.vs.map_or(0, |vs| vs.undated);
    if periods.undated > 0 || vs > 0 {
        let undated = Period { value: String::new(), count: periods.undated, archive, vs };
        table.period(["", "(undated)"], &undated, periods)?;
    }
    table.finish()
}

impl Table<'_> {
    fn period(&mut self, names: [&str; 2], period: &Period, periods: &Periods) -> Result<()> {
        let shared = periods.archive.is_some();
        let compared = periods.vs.is_some();
        let of_archive = |count| decimal(share(count, period.archive), 6);
        let mut cells: Vec<String> = names.map(super::guarded).into();
        cells.push(period.count.to_string());
        if shared {
            cells.extend([period.archive.to_string(), of_archive(period.count)]);
        }
        if compared {
            cells.push(period.vs.to_string());
        }
        if shared && compared {
            cells.push(of_archive(period.vs));
        }
        if let Some(bursts) = &periods.bursts {
            let inside = bursts.iter().any(|b| b.from <= period.value && period.value <= b.to);
            cells.push(if inside { "1" } else { "0" }.to_owned());
        }
        self.row(cells)
    }
}
