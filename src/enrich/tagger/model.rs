//! The trained weights, read where they stand.
//!
//! A feature is a number of 64 bits (see `features`); the upper ones choose a bucket, 32
//! of the lower ones tell the features of a bucket apart, and each has a row of small
//! whole numbers, one for each label. The file is written by the trainer
//! (`cargo run --release --example train_tagger`); `docs/tagger.md` tells what it was
//! trained on and how good it is.

use std::sync::LazyLock;

use super::crf::{NEVER, Scores, Transitions};
use super::labels::{LABELS, follows};
use super::table::u32_at;

static EMBEDDED: &[u8] = include_bytes!("../../../assets/tagger/model.bin");

const MAGIC: &[u8; 8] = b"DLCRF002";
/// Bits of a feature that choose its bucket.
const BUCKET_BITS: u32 = 16;
/// Bytes of a feature: its check and its weights.
const ROW_LEN: usize = 4 + LABELS;
const BUCKETS: usize = 1 << BUCKET_BITS;
const TRANSITIONS_LEN: usize = LABELS * LABELS * 4;
const INDEX_AT: usize = MAGIC.len() + 4 + TRANSITIONS_LEN;
const ROWS_AT: usize = INDEX_AT + (BUCKETS + 1) * 4;

/// The weights of the tagger.
#[derive(Debug)]
pub struct Model<'m> {
    transitions: Transitions,
    /// The same as exponentials.
    steps: Transitions,
    /// What one step of a row's numbers is worth.
    scale: f32,
    index: &'m [u8],
    /// For each feature its check and, right behind, so that one look into memory brings both,
    /// its row of weights.
    rows: &'m [[u8; ROW_LEN]],
    /// For each bucket a bit for every ending that a check in it has. Most features of a word were
    /// never seen in training; this says so of nearly all of them from a table that stays near the
    /// processor.
    endings: Vec<u32>,
}

impl Model<'static> {
    /// The model that is built into the program.
    pub fn embedded() -> &'static Model<'static> {
        // A broken asset is a mistake of the build, which the tests show; then the rules speak alone.
        static MODEL: LazyLock<Model<'static>> =
            LazyLock::new(|| Model::open(EMBEDDED).unwrap_or_else(Model::silent));
        &MODEL
    }

    /// One that knows nothing.
    fn silent() -> Model<'static> {
        let transitions = super::crf::lawful();
        let steps = transitions.map(|row| row.map(f32::exp));
        Model { transitions, steps, scale: 0.0, index: &[], rows: &[], endings: Vec::new() }
    }
}

impl<'m> Model<'m> {
    /// Reads a model in place; `None` when the bytes are none.
    pub fn open(bytes: &'m [u8]) -> Option<Model<'m>> {
        bytes.starts_with(MAGIC).then_some(())?;
        let scale = f32_at(bytes, MAGIC.len())?;
        let mut transitions = [[0.0; LABELS]; LABELS];
        for (at, score) in transitions.iter_mut().flatten().enumerate() {
            *score = f32_at(bytes, MAGIC.len() + 4 + at * 4)?;
        }
        let (index, rows) = (bytes.get(INDEX_AT..ROWS_AT)?, bytes.get(ROWS_AT..)?);
        let features = u32_at(index, BUCKETS * 4)? as usize;
        let (rows, rest) = rows.as_chunks::<ROW_LEN>();
        (rows.len() == features && rest.is_empty()).then_some(())?;
        let steps = transitions.map(|row| row.map(f32::exp));
        let endings = endings(index, rows);
        Some(Model { transitions, steps, scale, index, rows, endings })
    }

    /// Whether it has no weights at all.
    pub fn is_silent(&self) -> bool {
        self.rows.is_empty()
    }

    /// Scores of label pairs.
    pub fn transitions(&self) -> &Transitions {
        &self.transitions
    }

    /// The exponentials of the transitions.
    pub fn steps(&self) -> &Transitions {
        &self.steps
    }

    /// The scores of the labels for a word with these features, on top of what other features of it
    /// are `worth`. `kept` is room to work in.
    pub fn scores<'w>(
        &self,
        features: &[u64],
        worth: impl Iterator<Item = &'w Worth>,
        kept: &mut Vec<u64>,
    ) -> Scores {
        let mut sums = [0i32; LABELS];
        let mut add = |worth: &Worth| {
            sums.iter_mut().zip(worth).for_each(|(sum, &more)| *sum += i32::from(more));
        };
        worth.for_each(&mut add);
        features.chunks(WORTH_MAX).for_each(|features| add(&self.worth(features, kept)));
        sums.map(|sum| sum as f32 * self.scale)
    }

    /// What features add to the scores, in steps of the weights; of no more than [`WORTH_MAX`].
    pub fn worth(&self, features: &[u64], kept: &mut Vec<u64>) -> Worth {
        self.keep_likely(features.get(..WORTH_MAX).unwrap_or(features), kept);
        let mut sums = [0i16; LABELS];
        for row in kept.iter().filter_map(|&feature| self.row(feature)) {
            sums.iter_mut().zip(row).for_each(|(sum, &weight)| *sum += i16::from(weight as i8));
        }
        sums
    }

    /// Keeps the features that may have weights, without a branch that nobody can foresee.
    fn keep_likely(&self, features: &[u64], kept: &mut Vec<u64>) {
        kept.clear();
        kept.resize(features.len(), 0);
        let mut count = 0;
        for &feature in features {
            let endings = self.endings.get(bucket(feature)).copied().unwrap_or(0);
            if let Some(place) = kept.get_mut(count) {
                *place = feature;
            }
            count += (endings >> (feature as u32 % u32::BITS) & 1) as usize;
        }
        kept.truncate(count);
    }

    /// The weights of a feature.
    fn row(&self, feature: u64) -> Option<&'m [u8; LABELS]> {
        let check = (feature as u32).to_le_bytes();
        let rows = rows_of(self.index, self.rows, bucket(feature))?;
        let row = rows.iter().find(|row| row.first_chunk() == Some(&check))?;
        row.last_chunk::<LABELS>()
    }
}

/// Weights of a label added up, in whole numbers, so that their order says nothing.
pub type Worth = [i16; LABELS];

/// So many weights of one label add up to a short number at most.
pub const WORTH_MAX: usize = 256;

fn bucket(feature: u64) -> usize {
    (feature >> (64 - BUCKET_BITS)) as usize
}

/// The rows of a bucket.
fn rows_of<'m>(index: &[u8], rows: &'m [[u8; ROW_LEN]], bucket: usize) -> Option<&'m [[u8; ROW_LEN]]> {
    let bounds = index.get(bucket * 4..)?.first_chunk::<8>()?;
    let ([start, end], _) = bounds.as_chunks::<4>() else { return None };
    rows.get(u32::from_le_bytes(*start) as usize..u32::from_le_bytes(*end) as usize)
}

/// See [`Model::endings`].
fn endings(index: &[u8], rows: &[[u8; ROW_LEN]]) -> Vec<u32> {
    let check = |row: &[u8; ROW_LEN]| row.first_chunk().map_or(0, |check| u32::from_le_bytes(*check));
    let of_bucket = |bucket: usize| {
        let rows = rows_of(index, rows, bucket).unwrap_or_default();
        rows.iter().fold(0, |bits, row| bits | 1 << (check(row) % u32::BITS))
    };
    (0..BUCKETS).map(of_bucket).collect()
}

/// Writes a model: transitions, and for each feature the weights of the labels. Weights are
/// rounded to 127 steps up to `largest`; what rounds to nothing is left out.
pub fn build(transitions: &Transitions, weights: &[(u64, Scores)], largest: f32) -> Vec<u8> {
    let scale = largest / 127.0;
    let rounded = |w: f32| (w / scale).round().clamp(-127.0, 127.0) as i8;
    let mut rows: Vec<(u64, [i8; LABELS])> = weights.iter().map(|(f, w)| (*f, w.map(rounded))).collect();
    rows.retain(|(_, row)| row.iter().any(|&w| w != 0));
    rows.sort_by_key(|(feature, _)| *feature);
    let mut bytes = MAGIC.to_vec();
    bytes.extend(scale.to_le_bytes());
    for (a, row) in transitions.iter().enumerate() {
        for (b, score) in row.iter().enumerate() {
            bytes.extend(if follows(a, b) { *score } else { NEVER }.to_le_bytes());
        }
    }
    for bucket in 0..=BUCKETS as u64 {
        let before = rows.partition_point(|(f, _)| (f >> (64 - BUCKET_BITS)) < bucket);
        bytes.extend((before as u32).to_le_bytes());
    }
    for (feature, row) in rows {
        bytes.extend((feature as u32).to_le_bytes());
        bytes.extend(row.map(|w| w as u8));
    }
    bytes
}

fn f32_at(bytes: &[u8], at: usize) -> Option<f32> {
    u32_at(bytes, at).map(f32::from_bits).filter(|f| f.is_finite())
}

#[cfg(test)]
mod tests {
    use super::super::crf::lawful;
    use super::*;

    fn scores(model: &Model<'_>, features: &[u64]) -> Scores {
        let (few, rest) = features.split_at(features.len() / 3);
        model.scores(rest, [model.worth(few, &mut Vec::new())].iter(), &mut Vec::new())
    }

    #[test]
    fn weights_come_back_rounded() {
        let feature = |n: u64| super::super::table::mix(n);
        let weights: Vec<(u64, Scores)> = (0..500)
            .map(|n| (feature(n), std::array::from_fn(|l| n as f32 * 0.01 - l as f32 * 0.1)))
            .collect();
        let bytes = build(&lawful(), &weights, 6.0);
        let model = Model::open(&bytes).unwrap();
        for (n, (feature, wanted)) in weights.iter().enumerate() {
            let found = scores(&model, &[*feature]);
            let near = found.iter().zip(wanted).all(|(a, b)| (a - b).abs() < 0.03);
            assert!(near, "{n}: {found:?} {wanted:?}");
        }
        assert_eq!(scores(&model, &[feature(9999)]), [0.0; LABELS]);
        let all: Vec<u64> = weights.iter().map(|(feature, _)| *feature).collect();
        let sum = scores(&model, &all);
        let alone = |f: &u64, l: usize| scores(&model, &[*f])[l];
        let wanted: Scores = std::array::from_fn(|l| all.iter().map(|f| alone(f, l)).sum());
        assert!(sum.iter().zip(wanted).all(|(a, b)| (a - b).abs() < 0.1), "{sum:?} {wanted:?}");
        assert!(Model::open(&bytes[1..]).is_none() && Model::open(&bytes[..bytes.len() - 1]).is_none());
    }

    #[test]
    fn the_embedded_model_can_be_read() {
        assert!(!Model::embedded().is_silent());
    }
}
