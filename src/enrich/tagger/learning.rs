//! What the trainer (`examples/train_tagger`) needs of the tagger: texts as runs of words
//! with their features, exactly as the finished tagger will see them.

use std::ops::Range;

pub use super::crf::{Scores, Transitions, best, chances, lawful};
pub use super::features::{ALL, FAMILIES, Families};
pub use super::labels::{Class, LABELS, OUTSIDE, Part, follows, meaning, names, number};
pub use super::model::{Model, build};
use super::tokens::tokenise;
use super::vocabulary::Vocabulary;

/// A stretch of words that may hold names.
#[derive(Debug, Clone, Default)]
pub struct Run {
    /// For each word its bytes in the text.
    pub words: Vec<Range<usize>>,
    /// For each word its features.
    pub features: Vec<Vec<u64>>,
    /// For each word how many of its features, the first ones, tell which word it is.
    pub own: Vec<usize>,
}

/// The runs of a text.
pub fn runs(text: &str, families: Families) -> Vec<Run> {
    let tokens = tokenise(text);
    let sheets = Vocabulary::lend(|words| super::Sheets::new("", &[], text, &tokens, words));
    let sheet = &sheets.body;
    let run = |range: Range<usize>| {
        let words = tokens.get(range.clone()).unwrap_or_default().iter().map(|t| t.start..t.end);
        let mut run = Run { words: words.collect(), ..Run::default() };
        for at in range {
            let mut features = Vec::new();
            run.own.push(sheet.features(at, families, &mut features));
            run.features.push(features);
        }
        run
    };
    sheet.runs().into_iter().map(run).collect()
}
