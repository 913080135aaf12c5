//! Tables of facets beyond plain counts. Cells with text pass the guard against formulas; figures
//! are figures.

use std::io::Write;

use super::{Table, counts};
use crate::error::Result;
use crate::render::text;
use crate::search::association::share;
use crate::search::{Ranked, Together, Under};

/// The values of a facet by surprise; shares are parts of 1. Matches without a value are the last
/// row, with an empty value.
///
/// # Errors
/// When it cannot be written; so for all functions of this module.
pub fn surprising(ranked: &Ranked, out: &mut dyn Write) -> Result<()> {
    let header = ["value", "label", "count", "share", "archive", "archive_share", "surprise"];
    let mut table = Table::new(&header, out)?;
    for row in &ranked.values {
        table.figures(
            [row.value.value.as_str(), row.value.label.as_str()],
            [
                row.value.count.to_string(),
                decimal(share(row.value.count, ranked.total), 6),
                row.archive.to_string(),
                decimal(share(row.archive, ranked.archive), 6),
                decimal(row.surprise, 4),
            ],
        )?;
    }
    if ranked.none > 0 {
        let (none, of) = (ranked.none, decimal(share(ranked.none, ranked.total), 6));
        table.figures(["", "(none)"], [none.to_string(), of, String::new(), String::new(), String::new()])?;
    }
    table.finish()
}

/// What lies directly in a place; the last row, with an empty value, is the place itself.
pub fn under(under: &Under, out: &mut dyn Write) -> Result<()> {
    let facet = &under.facet;
    let values = facet.values.iter().map(|v| (v.value.as_str(), v.label.as_str(), v.count));
    counts(values, (&text::itself(under), facet.none), out)
}

/// Pairs of values, one a row, written while they are counted.
pub fn together(together: &Together<'_>, out: &mut dyn Write) -> Result<()> {
    let header = [
        "value",
        "label",
        "count",
        "with_value",
        "with_label",
        "with_count",
        "together",
        "jaccard",
        "pmi",
        "surprise",
    ];
    let mut table = Table::new(&header, out)?;
    for row in together.rows() {
        let row = row?;
        for partner in &row.with {
            let figures = [
                partner.count.to_string(),
                partner.together.to_string(),
                decimal(partner.jaccard, 4),
                decimal(partner.pmi, 4),
                decimal(partner.surprise, 4),
            ];
            let names = [row.value.value.as_str(), row.value.label.as_str()];
            let with = [partner.value.as_str(), partner.label.as_str()];
            table.pair(names, row.value.count, with, figures)?;
        }
    }
    table.finish()
}

impl Table<'_> {
    /// A row of names, which are guarded, and figures, which are not: one below 0 begins with a sign.
    pub(super) fn figures<const N: usize>(&mut self, names: [&str; 2], figures: [String; N]) -> Result<()> {
        self.row(names.map(super::guarded).into_iter().chain(figures))
    }

    fn pair(&mut self, names: [&str; 2], count: u64, with: [&str; 2], figures: [String; 5]) -> Result<()> {
        let [names, with] = [names, with].map(|names| names.map(super::guarded));
        self.row(names.into_iter().chain([count.to_string()]).chain(with).chain(figures))
    }
}

/// A figure with so many decimals; never `-0`.
pub(super) fn decimal(value: f64, decimals: usize) -> String {
    let text = format!("{value:.decimals$}");
    match text.strip_prefix('-') {
        Some(rest) if rest.bytes().all(|b| matches!(b, b'0' | b'.')) => rest.to_owned(),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::search::{FacetValue, Surprising};

    #[test]
    fn names_are_no_formulas_and_figures_are_figures() {
        let value = FacetValue { value: "=1+1".into(), label: "@x".into(), count: 2, selected: false };
        let row = Surprising { value, archive: 30, surprise: -1.25 };
        let ranked = Ranked {
            unit: "articles",
            values: vec![row],
            none: 1,
            more: 0,
            total: 4,
            archive: 60,
            statistic: "",
        };
        let mut out = Vec::new();
        surprising(&ranked, &mut out).unwrap();
        let expected = "value,label,count,share,archive,archive_share,surprise\r\n\
            '=1+1,'@x,2,0.500000,30,0.500000,-1.2500\r\n,(none),1,0.250000,,,\r\n";
        assert_eq!(String::from_utf8(out).unwrap(), expected);
        assert_eq!([decimal(-0.00001, 4), decimal(-0.5, 1)], ["0.0000", "-0.5"]);
    }
}
