//! Rows and columns of the tables.

use std::collections::HashMap;

use dateline::gazetteer::NameKind;

use crate::Outcome;

/// The rows of a table, split at tabs, without comments; missing columns read as empty.
pub(crate) fn rows(table: &str) -> impl Iterator<Item = Vec<&str>> {
    table
        .lines()
        .filter(|l| !l.starts_with('#') && !l.is_empty())
        .map(|l| l.split('\t').map(str::trim).collect())
}

pub(crate) fn by_first_column(table: &str) -> HashMap<&str, Vec<&str>> {
    rows(table).map(|row| (column(&row, 0), row)).collect()
}

pub(crate) fn column<'t>(row: &[&'t str], at: usize) -> &'t str {
    row.get(at).copied().unwrap_or_default()
}

/// The parts of a column that lists several things.
pub(crate) fn list(column: &str) -> impl Iterator<Item = &str> {
    column.split([';', ',']).map(str::trim).filter(|part| !part.is_empty())
}

/// Names are separated by semicolons only: some have commas in them.
pub(crate) fn named(column: &str, kind: NameKind) -> impl Iterator<Item = (String, NameKind)> {
    column.split(';').map(str::trim).filter(|n| !n.is_empty()).map(move |n| (n.to_owned(), kind))
}

pub(crate) fn degrees(text: &str) -> Outcome<f64> {
    text.parse().map_err(|_| format!("\"{text}\" is no number of degrees"))
}
