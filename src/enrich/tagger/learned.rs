//! The trained tagger at work: runs of words that may be names, their features, and the
//! names that the model reads in them.

use std::ops::Range;

use super::crf;
use super::facts::{self, Fact};
use super::features::{self, Families, View};
use super::labels::{self, Class, LABELS};
use super::memory::LowerWords;
use super::model::Model;
use super::piece::Piece;
use super::tokens::{Gap, Token};
use super::vocabulary::{Vocabulary, WordNo};

/// A name that the model found.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Name {
    pub class: Class,
    pub tokens: Range<usize>,
    /// The least probability of the class among the words.
    pub confidence: f32,
}

/// One field, ready for the model.
pub(super) struct Sheet<'a, 't> {
    tokens: &'a [Token<'t>],
    active: Vec<bool>,
    facts: Vec<Fact>,
    /// Their numbers in the vocabulary.
    words: Vec<Option<WordNo>>,
}

impl<'a, 't> Sheet<'a, 't> {
    /// Gathers the facts of a field; `pieces` is what the rules say of it.
    pub fn new(
        text: &str,
        tokens: &'a [Token<'t>],
        pieces: &[Piece],
        lower: &LowerWords,
        vocabulary: &mut Vocabulary,
    ) -> Sheet<'a, 't> {
        let active = facts::active(tokens);
        let (facts, words) = facts::facts(text, tokens, &active, pieces, lower, vocabulary);
        Sheet { tokens, active, facts, words }
    }

    /// The runs of words that may be names: stretches of active words in one sentence.
    pub fn runs(&self) -> Vec<Range<usize>> {
        let mut runs: Vec<Range<usize>> = Vec::new();
        for (at, token) in self.tokens.iter().enumerate() {
            if !self.active.get(at).copied().unwrap_or(false) {
                continue;
            }
            match runs.last_mut().filter(|run| run.end == at && token.gap != Gap::Break) {
                Some(run) => run.end = at + 1,
                None => runs.push(at..at + 1),
            }
        }
        runs
    }

    /// The features of a word: see [`View::features`].
    pub fn features(&self, at: usize, families: Families, into: &mut Vec<u64>) -> usize {
        View { tokens: self.tokens, facts: &self.facts, families }.features(at, into)
    }

    /// The names of the field.
    pub fn names(&self, model: &Model<'_>, vocabulary: &mut Vocabulary) -> Vec<Name> {
        let mut found = Vec::new();
        let (mut features, mut kept) = (Vec::with_capacity(256), Vec::with_capacity(256));
        let mut scores = Vec::new();
        let view = View { tokens: self.tokens, facts: &self.facts, families: features::ALL };
        for run in self.runs() {
            scores.clear();
            for at in run.clone() {
                features.clear();
                view.in_context(at, &mut features);
                let window = view.window(at).map(|at| *self.words.get(at?)?);
                let worth = vocabulary.worth(window);
                scores.push(model.scores(&features, worth.iter(), &mut kept));
            }
            let labels = crf::best(&scores, model.transitions());
            if labels.iter().all(|&l| l == labels::OUTSIDE) {
                continue;
            }
            let chances = crf::chances(&scores, model.steps(), false);
            for (class, tokens) in labels::names(&labels) {
                let words = chances.labels.get(tokens.clone()).unwrap_or_default();
                let confidence = words.iter().map(|w| chance(w, class)).fold(1.0, f32::min);
                found.push(Name {
                    class,
                    tokens: run.start + tokens.start..run.start + tokens.end,
                    confidence,
                });
            }
        }
        found
    }
}

/// Lets the fields of one article tell each other how they use their words.
pub(super) fn share(title: &mut Sheet<'_, '_>, body: &mut Sheet<'_, '_>) {
    facts::share(&mut [&mut title.facts, &mut body.facts]);
}

/// The probability of a class, whatever the part of the name.
fn chance(word: &[f32; LABELS], class: Class) -> f32 {
    let labels =
        word.iter().enumerate().filter(|(l, _)| labels::meaning(*l).is_some_and(|(c, _)| c == class));
    labels.map(|(_, chance)| chance).sum()
}
