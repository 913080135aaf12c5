//! Two ways in which a tantivy program counts places, actors and months: the engine's own
//! terms aggregation, and the shortest collector that counts ordinals of the columns.
//!
//! The collector is exact: where there are several segments, it reads the names of all that it
//! has counted, since an ordinal means something else in each. The aggregation reads the names
//! of the best of each segment only, so its counts are not exact then.

use std::collections::HashMap;

use tantivy::aggregation::AggregationCollector;
use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::{Column, StrColumn};
use tantivy::{DocId, Score, SegmentOrdinal, SegmentReader, TantivyError};

use super::Outcome;

const VALUES: usize = 10;

/// The best ten places and actors, and all months.
pub fn aggregation() -> Outcome<AggregationCollector> {
    let terms = |field: &str, size: usize| serde_json::json!({ "terms": { "field": field, "size": size } });
    let all = serde_json::json!({
        "places": terms("places", VALUES),
        "actors": terms("actors", VALUES),
        "months": terms("month", 10_000),
    });
    Ok(AggregationCollector::from_aggs(serde_json::from_value(all)?, Default::default()))
}

/// The ten most frequent values with their counts.
type Best = Vec<(u32, String)>;

/// Counts by ordinals.
pub struct Ordinals;

/// What was counted in a segment.
pub struct Counted {
    columns: [(StrColumn, Vec<u32>); 2],
    months: HashMap<u64, u32>,
}

pub struct SegmentOrdinals {
    counted: Counted,
    month: Column<u64>,
    month_counts: Vec<u32>,
}

impl Collector for Ordinals {
    type Fruit = ([Best; 2], HashMap<u64, u32>);
    type Child = SegmentOrdinals;

    fn for_segment(&self, _: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<SegmentOrdinals> {
        let column = |name: &str| {
            let column = reader.fast_fields().str(name)?;
            let column = column.ok_or_else(|| TantivyError::SchemaError(format!("no column {name}")))?;
            let counts = vec![0; column.num_terms()];
            Ok::<_, TantivyError>((column, counts))
        };
        let month = reader.fast_fields().u64("month")?;
        let months = month.max_value().saturating_sub(month.min_value()) as usize + 1;
        let counted = Counted { columns: [column("places")?, column("actors")?], months: HashMap::new() };
        Ok(SegmentOrdinals { counted, month, month_counts: vec![0; months] })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, segments: Vec<Counted>) -> tantivy::Result<Self::Fruit> {
        let mut months = HashMap::new();
        for (month, n) in segments.iter().flat_map(|s| &s.months) {
            *months.entry(*month).or_default() += n;
        }
        let best = |at: usize| -> tantivy::Result<Best> {
            match segments.as_slice() {
                [one] => best_of_one(&one.columns[at]),
                several => best_of_all(several.iter().map(|s| &s.columns[at])),
            }
        };
        Ok(([best(0)?, best(1)?], months))
    }
}

impl SegmentCollector for SegmentOrdinals {
    type Fruit = Counted;

    fn collect(&mut self, doc: DocId, _: Score) {
        for (column, counts) in &mut self.counted.columns {
            for ordinal in column.ords().values_for_doc(doc) {
                counts[ordinal as usize] += 1;
            }
        }
        if let Some(month) = self.month.first(doc) {
            self.month_counts[(month - self.month.min_value()) as usize] += 1;
        }
    }

    fn harvest(mut self) -> Counted {
        let counts = self.month_counts.iter().enumerate().filter(|(_, n)| **n > 0);
        self.counted.months = counts.map(|(at, &n)| (self.month.min_value() + at as u64, n)).collect();
        self.counted
    }
}

fn best_of_one((column, counts): &(StrColumn, Vec<u32>)) -> tantivy::Result<Best> {
    let counted = counts.iter().enumerate().filter(|(_, n)| **n > 0);
    let mut found: Vec<(u32, usize)> = counted.map(|(ordinal, &n)| (n, ordinal)).collect();
    found.sort_unstable_by(|a, b| b.cmp(a));
    found.truncate(VALUES);
    let name = |(n, ordinal): (u32, usize)| {
        let mut name = String::new();
        column.ord_to_str(ordinal as u64, &mut name)?;
        Ok((n, name))
    };
    found.into_iter().map(name).collect()
}

fn best_of_all<'s>(segments: impl Iterator<Item = &'s (StrColumn, Vec<u32>)>) -> tantivy::Result<Best> {
    let mut sums: HashMap<String, u32> = HashMap::new();
    for (column, counts) in segments {
        let counted: Vec<(u64, u32)> =
            (0..).zip(counts).filter(|(_, n)| **n > 0).map(|(ordinal, &n)| (ordinal, n)).collect();
        let ordinals: Vec<u64> = counted.iter().map(|(ordinal, _)| *ordinal).collect();
        let mut numbers = counted.iter().map(|(_, n)| n);
        column.dictionary().sorted_ords_to_term_cb(&ordinals, |name| {
            let (name, n) = (String::from_utf8_lossy(name), numbers.next().copied().unwrap_or_default());
            match sums.get_mut(name.as_ref()) {
                Some(sum) => *sum += n,
                None => {
                    sums.insert(name.into_owned(), n);
                }
            }
        })?;
    }
    let mut found: Best = sums.into_iter().map(|(name, n)| (n, name)).collect();
    found.sort_unstable_by(|a, b| b.cmp(a));
    found.truncate(VALUES);
    Ok(found)
}
