//! What was measured, held against what it must be and what it should reach.

use super::table;

/// A figure and its bars.
#[derive(Debug, Clone)]
pub struct Bar {
    measure: String,
    value: f64,
    must: f64,
    reach: Option<f64>,
    unit: &'static str,
    /// Whether more is better.
    more: bool,
}

impl Bar {
    /// A figure that must not be more.
    pub fn at_most(measure: impl Into<String>, value: f64, must: f64, reach: impl Into<Option<f64>>) -> Bar {
        Bar { measure: measure.into(), value, must, reach: reach.into(), unit: "", more: false }
    }

    /// A figure that must not be less.
    pub fn at_least(measure: impl Into<String>, value: f64, must: f64, reach: impl Into<Option<f64>>) -> Bar {
        Bar { more: true, ..Bar::at_most(measure, value, must, reach) }
    }

    /// Its unit, as it is printed behind the figures.
    pub fn in_units(self, unit: &'static str) -> Bar {
        Bar { unit, ..self }
    }

    fn verdict(&self) -> &'static str {
        let meets = |bar: f64| if self.more { self.value >= bar } else { self.value <= bar };
        match (meets(self.must), self.reach.is_some_and(meets)) {
            (_, true) => "reached",
            (true, false) => "met",
            (false, false) => "**not met**",
        }
    }

    fn number(&self, value: f64) -> String {
        let digits = if value.abs() < 1.0 {
            3
        } else if value.abs() < 100.0 {
            2
        } else {
            0
        };
        let text = format!("{value:.digits$}");
        let text = if digits > 0 { text.trim_end_matches('0').trim_end_matches('.') } else { &text };
        format!("{text}{}", self.unit)
    }

    fn row(&self) -> Vec<String> {
        let sign = if self.more { "≥" } else { "≤" };
        let bar = |value: f64| format!("{sign} {}", self.number(value));
        vec![
            self.measure.clone(),
            self.number(self.value),
            bar(self.must),
            self.reach.map_or_else(String::new, bar),
            self.verdict().to_owned(),
        ]
    }
}

/// All bars as a table.
pub fn markdown(bars: &[Bar]) -> String {
    let headings = table::row(["measure", "measured", "must be", "should reach", ""]);
    table::markdown(&[vec![headings], bars.iter().map(Bar::row).collect()].concat())
}
