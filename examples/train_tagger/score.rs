//! How many names were found exactly, by class.

use std::fmt;
use std::ops::Range;

use dateline::enrich::tagger::learning::Class;

/// Counts for each class: right, found, wanted.
#[derive(Default)]
pub struct Tally([[usize; 3]; 4]);

type Names = [(Class, Range<usize>)];

impl Tally {
    pub fn add(&mut self, found: &Names, wanted: &Names) {
        for (class, bytes) in found {
            let [right, all, _] = &mut self.0[*class as usize];
            *all += 1;
            *right += usize::from(wanted.iter().any(|(c, b)| c == class && same(bytes, b)));
        }
        for (class, _) in wanted {
            self.0[*class as usize][2] += 1;
        }
    }
}

/// The same span, give or take a full stop or a quotation mark at its edges.
fn same(a: &Range<usize>, b: &Range<usize>) -> bool {
    a.start.abs_diff(b.start) <= 1 && a.end.abs_diff(b.end) <= 2
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let f1 = |rows: &[[usize; 3]]| {
            let sum = |column: usize| rows.iter().map(|r| r[column]).sum::<usize>() as f64;
            200.0 * sum(0) / (sum(1) + sum(2)).max(1.0)
        };
        let [person, organisation, place, other] = self.0.map(|row| f1(&[row]));
        let three = f1(&self.0[..3]);
        write!(f, "F1 {three:.2} (PER {person:.2} ORG {organisation:.2} LOC {place:.2}; MISC {other:.2})")
    }
}
