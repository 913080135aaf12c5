//! Which article of a story stands for it.

use std::cmp::Reverse;
use std::fmt;
use std::str::FromStr;

use tantivy::DocAddress;

use crate::index::Snapshot;
use crate::index::dictionary::Family;

use super::names;

/// Which of a story's articles is shown for it. Equal ones are told apart by their ids.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Lead {
    /// The one published first; undated ones come last.
    #[default]
    Earliest,
    /// The one published last.
    Latest,
    /// The one with the most words, which the index knows to about a twelfth.
    Longest,
    /// The earliest of this outlet, or of all where it has none.
    Outlet(String),
}

impl FromStr for Lead {
    type Err = String;

    fn from_str(text: &str) -> Result<Lead, String> {
        match text {
            "earliest" => Ok(Lead::Earliest),
            "latest" => Ok(Lead::Latest),
            "longest" => Ok(Lead::Longest),
            _ => match text.strip_prefix("outlet:").map(str::trim).filter(|name| !name.is_empty()) {
                Some(name) => Ok(Lead::Outlet(name.to_owned())),
                None => {
                    Err("no such lead of a story\nwrite earliest, latest, longest or outlet:NAME".to_owned())
                }
            },
        }
    }
}

impl fmt::Display for Lead {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Lead::Earliest => f.write_str("earliest"),
            Lead::Latest => f.write_str("latest"),
            Lead::Longest => f.write_str("longest"),
            Lead::Outlet(name) => write!(f, "outlet:{name}"),
        }
    }
}

/// What decides between two articles: the smaller comes first.
type Order = (bool, Reverse<u8>, bool, i64, u64);

/// Chooses leads in one snapshot.
pub(super) struct Chooser<'c> {
    snapshot: &'c Snapshot,
    lead: &'c Lead,
    /// The numbers of the preferred outlet.
    outlets: Vec<u32>,
}

impl<'c> Chooser<'c> {
    /// Notes about the name of an outlet are added to `notes`.
    pub(super) fn new(snapshot: &'c Snapshot, lead: &'c Lead, notes: &mut Vec<String>) -> Chooser<'c> {
        let outlets = match lead {
            Lead::Outlet(name) => {
                let found = names::plain(&snapshot.dictionary, Family::Outlet, name);
                notes.extend(found.note);
                found.numbers
            }
            _ => Vec::new(),
        };
        Chooser { snapshot, lead, outlets }
    }

    /// The lead of these articles; `None` when there are none.
    pub(super) fn choose(&self, articles: impl Iterator<Item = DocAddress>) -> Option<DocAddress> {
        articles.min_by_key(|address| self.order(*address))
    }

    fn order(&self, address: DocAddress) -> Order {
        let (segment, doc) = (address.segment_ord, address.doc_id);
        let Some(columns) = self.snapshot.kept.columns(segment) else { return Order::default() };
        let mut numbers = Vec::new();
        columns.outlet.read(doc, &mut numbers);
        let elsewhere = !self.outlets.is_empty() && !numbers.iter().any(|n| self.outlets.contains(n));
        let length = match self.lead {
            Lead::Longest => {
                let reader = self.snapshot.searcher.segment_reader(segment);
                let norms = reader.get_fieldnorms_reader(self.snapshot.fields.stems).ok();
                norms.map_or(0, |norms| norms.fieldnorm_id(doc))
            }
            _ => 0,
        };
        let moment = columns.moment.first(doc);
        let when = moment.map_or(0, |m| if *self.lead == Lead::Latest { m.saturating_neg() } else { m });
        (elsewhere, Reverse(length), moment.is_none(), when, columns.id.first(doc).unwrap_or(0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn leads_parse_back() {
        for text in ["earliest", "latest", "longest", "outlet:The Globe"] {
            assert_eq!(text.parse::<Lead>().unwrap().to_string(), text);
        }
        assert!("outlet:".parse::<Lead>().is_err() && "first".parse::<Lead>().is_err());
    }
}
