//! What a word adds to a score: BM25, with parameters that suit news.
//!
//! The formula is that of Robertson and Walker (SIGIR 1994) with the idf of Lucene, which is never
//! negative. The engine has one of its own, but its parameters cannot be set. They matter:
//! `docs/ranking.md` has the figures. What the engine keeps of each block of a list is good enough
//! for skipping, see [`Weight::block_max`].

use std::sync::Arc;

use tantivy::DocId;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::BlockSegmentPostings;
use tantivy::query::Bm25Weight;

/// How slowly a word's further places in a text add less. Articles that are about something name
/// it again and again, more so than the usual 1.2 supposes.
pub const K1: f32 = 2.0;
/// How much the length of a text takes away from what each place is worth, from 0 to 1.
pub const B: f32 = 0.8;

/// The parameters by which the engine chooses what it keeps of a block.
const ENGINE_K1: f32 = 1.2;
const ENGINE_B: f32 = 0.75;

/// Room for the last bits of a sum.
const ROUNDING: f32 = 1.001;

/// How long a field is, in words.
#[derive(Debug, Clone, Copy)]
pub struct Averages {
    /// On average in the segment.
    pub segment: f32,
    /// On average in the whole index.
    pub index: f32,
}

/// What the lengths of a field do to scores in one segment: the same for all words.
pub struct Scale {
    /// At how many places a word has half of what it can score, by the length of the text as the
    /// engine keeps it.
    half: [f32; 256],
    /// The engine's idea of a word, of weight 1 and by the average of the segment.
    engine: Bm25Weight,
    /// The most that the engine's half is of the half here, over all lengths.
    closest: f32,
}

impl Scale {
    /// By the averages of a field.
    pub fn new(averages: Averages) -> Scale {
        let segment = if averages.segment > 0.0 { averages.segment } else { 1.0 };
        let length = |id: usize| FieldNormReader::id_to_fieldnorm(id as u8) as f32;
        let own = |id| K1 * (1.0 - B + B * length(id) / averages.index.max(1.0));
        let engines = |id| ENGINE_K1 * (1.0 - ENGINE_B + ENGINE_B * length(id) / segment);
        let half: [f32; 256] = std::array::from_fn(own);
        let closest = half.iter().enumerate().map(|(id, own)| engines(id) / own).fold(0.0, f32::max);
        Scale { half, engine: unit(segment), closest }
    }
}

/// How a word scores in one field of one segment.
#[derive(Clone)]
pub struct Weight {
    norms: FieldNormReader,
    /// What endless repetition would score.
    most: f32,
    scale: Arc<Scale>,
}

impl Weight {
    /// Of a word that `frequency` of `articles` articles have, times a boost.
    pub fn new(
        (frequency, articles): (u64, u64),
        boost: f32,
        norms: FieldNormReader,
        scale: Arc<Scale>,
    ) -> Weight {
        Weight { norms, most: idf(frequency, articles) * (K1 + 1.0) * boost, scale }
    }

    /// What a document scores that has the word at so many places.
    #[inline]
    pub fn score(&self, doc: DocId, places: u32) -> f32 {
        let half = self.scale.half.get(usize::from(self.norms.fieldnorm_id(doc))).copied().unwrap_or(K1);
        let places = places as f32;
        self.most * (places / (places + half))
    }

    /// No document scores more.
    pub fn max(&self) -> f32 {
        self.most
    }

    /// No document of the block at which a list stands scores more.
    ///
    /// Of each block the engine keeps what scores best by its own parameters and the average of
    /// the segment: a share `s = f / (f + h)` of the most, `f` places with half of it at `h`. So no
    /// document there has more than `f / h = s / (1 - s)`, and by halves of our own no more than
    /// that times the closest that the two halves come to each other.
    pub fn block_max(&self, blocks: &mut BlockSegmentPostings) -> f32 {
        let share = blocks.block_max_score(&self.norms, &self.scale.engine).clamp(0.0, 1.0);
        let own = share * self.scale.closest;
        // At 1 nothing is left to be known.
        let share = if own > 0.0 { own / (1.0 - share + own) } else { 0.0 };
        self.most * share * ROUNDING
    }
}

/// How much it says of an article that it has a word which `frequency` of `articles` articles have.
pub fn idf(frequency: u64, articles: u64) -> f32 {
    let (has, all) = (frequency.min(articles) as f32, articles as f32);
    (1.0 + (all - has + 0.5) / (has + 0.5)).ln()
}

/// The engine's weight of a word, brought to 1: what is left is the share of the most that it can
/// score.
fn unit(average: f32) -> Bm25Weight {
    let weight = Bm25Weight::for_one_term_without_explain(1, 1, average);
    // One place in a text without a length.
    let one = weight.score(0, 1) * (1.0 + ENGINE_K1 * (1.0 - ENGINE_B));
    weight.boost_by(1.0 / one)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_all_have_say_something_and_rare_ones_more() {
        assert!(idf(10, 10) > 0.0 && idf(10, 10) < 0.1);
        assert!(idf(1, 1000) > idf(100, 1000));
    }

    #[test]
    fn the_engine_is_of_weight_one() {
        let share = |id: u8, places| unit(300.0).score(id, places);
        assert!((share(0, 1) - 1.0 / 1.3).abs() < 1e-5);
        assert!(share(0, u32::MAX) <= 1.00001);
    }

    /// Whatever is best by the engine's parameters, nothing else of the block scores above what
    /// is made of it.
    #[test]
    fn what_is_kept_of_a_block_bounds_it() {
        for (segment, index) in [(300.0, 300.0), (20.0, 400.0), (800.0, 50.0), (0.4, 3.0)] {
            let averages = Averages { segment, index };
            let scale = Arc::new(Scale::new(averages));
            let weight = Weight::new((3, 1000), 1.5, FieldNormReader::constant(1, 1), Arc::clone(&scale));
            for first in (0..=120_u8).step_by(3) {
                for places in [1, 2, 3, 7, 30, 200, 5000] {
                    let best = scale.engine.score(first, places);
                    let own = best * scale.closest;
                    let bound = weight.most * own / (1.0 - best + own) * ROUNDING;
                    for other in (0..=120_u8).step_by(5) {
                        for there in [1, 2, 5, 40, 900] {
                            if scale.engine.score(other, there) > best {
                                continue;
                            }
                            let half = scale.half[usize::from(other)];
                            let score = weight.most * (there as f32 / (there as f32 + half));
                            assert!(score <= bound, "{averages:?} {first} {places} {other} {there}");
                        }
                    }
                }
            }
        }
    }
}
