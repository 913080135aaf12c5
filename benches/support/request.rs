//! A query in no engine's language, so that each contestant can say it in its own.

use serde::{Deserialize, Serialize};

/// What is asked for.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Request {
    /// What sort of query it is.
    pub class: String,
    /// In the syntax that all parsers know: `a b`, `a OR b`, `"a b"`.
    pub words: String,
    /// The beginning of a word, instead of `words`.
    pub prefix: Option<String>,
    /// First and last day number.
    pub days: Option<(i64, i64)>,
    /// A place that must be named, by its id.
    pub place: Option<String>,
    /// Whether places, actors and months are counted.
    pub facets: bool,
    /// Whether stories are ranked and counted, instead of articles.
    #[serde(default)]
    pub by_story: bool,
}

/// All classes, in the order of the tables.
pub const CLASSES: [&str; 9] =
    ["rare word", "common word", "and", "or", "phrase", "prefix", "date range", "facets", "drill-down"];

/// What only dateline's language has, in the order of the table; `words` is then in that language.
pub const OPERATORS: [&str; 24] = [
    "NEAR",
    "PRE",
    "NEAR of common words",
    "SENT",
    "SENT of common words",
    "PARA",
    "NEAR in SENT",
    "atleast",
    "=Exact",
    "wildcard in a phrase",
    "wildcard in NEAR",
    "fuzzy",
    "title:",
    "lead:",
    "about:",
    "near:",
    "within:",
    "day:",
    "mentions:",
    "lang:",
    "story:",
    "any, twelve words",
    "by story",
    "by story, facets",
];

/// Those whose answer is only the best ten.
pub const PLAIN: [&str; 5] = ["rare word", "common word", "and", "or", "date range"];

/// Drill-downs of rare words, which show what counting costs when there is little to count.
pub const NARROW: &str = "narrow drill-down";

/// The requests of a class.
pub fn of_class<'r>(requests: &'r [Request], class: &str) -> Vec<&'r Request> {
    requests.iter().filter(|r| r.class == class).collect()
}
