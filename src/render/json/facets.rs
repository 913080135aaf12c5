//! Facets beyond plain counts: by surprise, below a place, two together.

use std::io::Write;

use serde::Serialize;

use super::line;
use crate::error::Result;
use crate::search::{FacetValue, Partners, Ranked, Together, Under};

/// The values of a facet by surprise.
///
/// # Errors
/// When it cannot be written; so for all functions of this module.
pub fn surprising(ranked: &Ranked, out: &mut dyn Write) -> Result<()> {
    line(ranked, out)
}

/// The same, one value a line.
pub fn surprising_lines(ranked: &Ranked, out: &mut dyn Write) -> Result<()> {
    ranked.values.iter().try_for_each(|value| line(value, out))
}

#[derive(Serialize)]
struct UnderRow<'a> {
    unit: &'static str,
    under: PlaceRow<'a>,
    values: &'a [FacetValue],
    none: u64,
    more: u64,
}

#[derive(Serialize)]
struct PlaceRow<'a> {
    value: &'a str,
    label: &'a str,
    count: u64,
    /// Matches that name the place and nothing in it.
    itself: u64,
}

/// What lies directly in a place: a facet whose `none` are the matches of the place itself.
pub fn under(under: &Under, out: &mut dyn Write) -> Result<()> {
    let (place, facet) = (&under.place, &under.facet);
    let row = UnderRow {
        unit: facet.unit,
        under: PlaceRow { value: &place.value, label: &place.label, count: place.count, itself: facet.none },
        values: &facet.values,
        none: facet.none,
        more: facet.more,
    };
    line(&row, out)
}

#[derive(Serialize)]
struct TogetherRow {
    unit: &'static str,
    field: String,
    with: String,
    total: u64,
    values: Vec<Partners>,
    /// Matches without a value of the first facet.
    none: u64,
    /// Matches without a value of the second.
    with_none: u64,
    more: u64,
}

#[derive(Serialize)]
struct WithTables<A> {
    #[serde(flatten)]
    answer: A,
    together: Vec<TogetherRow>,
}

/// An answer with tables behind it.
pub(super) fn with_tables<A: Serialize>(answer: A, tables: &[Together<'_>]) -> Result<impl Serialize> {
    let together = tables.iter().map(table).collect::<Result<_>>()?;
    Ok(WithTables { answer, together })
}

/// Values of one facet with their partners of another.
pub fn together(together: &Together<'_>, out: &mut dyn Write) -> Result<()> {
    line(&table(together)?, out)
}

fn table(together: &Together<'_>) -> Result<TogetherRow> {
    let ([field, with], [none, with_none]) = (together.fields(), together.none());
    Ok(TogetherRow {
        unit: together.unit().plural(),
        field: field.to_string(),
        with: with.to_string(),
        total: together.total(),
        values: together.rows().collect::<Result<_>>()?,
        none,
        with_none,
        more: together.more,
    })
}

/// The same, one row a line, written while they are counted.
pub fn together_lines(together: &Together<'_>, out: &mut dyn Write) -> Result<()> {
    together.rows().try_for_each(|row| line(&row?, out))
}
