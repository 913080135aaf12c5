//! The shingles of an article: every five words of its body in a row, as numbers.
//!
//! Two texts are as near as their sets of shingles are (Broder, "On the resemblance and
//! containment of documents", 1997). A word is a run of letters and digits in lower case; in
//! scripts without blanks it is a character. A number is the upper half of a hash that is the
//! same on every machine, so two different shingles are taken for one about once in 2³² times:
//! the similarity of two sets is exact to within a millionth.
//!
//! The smallest numbers of a set are a random sample of it, and the same sample for everybody:
//! a shingle that is in the samples of two articles is in both, and one that is small enough for
//! both samples is in both or in neither. That is what the sketches of an article
//! ([`super::sketches`]) rest on, and how a giant text is bounded here.

use unicode_normalization::char::is_combining_mark;

use crate::text::{continues_word, stands_alone};

/// Words of a shingle.
pub const SHINGLE_WORDS: usize = 5;

/// Bodies of fewer words are compared whole, together with the headline: a few shingles say
/// nothing.
pub(super) const COMPARED_WORDS: u32 = 20;

/// Bodies of fewer words are no text; their articles are alone.
const TEXT_WORDS: u32 = 5;

/// Numbers that are kept of the set of one article; a longer text is compared by its smallest
/// ones, which is exact to within half a hundredth.
const SET_MAX: usize = 1 << 16;

/// What the body of an article is compared by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shingles {
    /// Words of the body.
    pub words: u32,
    /// Different shingles of the body; none when it is too short to be compared by them.
    pub size: u32,
    /// Equal for articles with the same shingles, or with the same headline and the same short
    /// body; `None` for articles without text.
    pub print: Option<u64>,
    /// The shingles as numbers, in rising order; the smallest ones when there are too many.
    pub set: Vec<u32>,
}

impl Shingles {
    /// Of an article with this headline and body.
    pub fn of(title: Option<&str>, body: &str) -> Shingles {
        let mut last = [0_u64; SHINGLE_WORDS];
        let mut words = 0_u32;
        let mut set = Vec::with_capacity(body.len() / 6);
        let mut sequence = 0;
        for_each_word(body, |word| {
            last.rotate_left(1);
            if let Some(newest) = last.last_mut() {
                *newest = word;
            }
            words = words.saturating_add(1);
            sequence = mix(sequence ^ word);
            if words as usize >= SHINGLE_WORDS {
                set.push(upper_half(last.iter().fold(0, |hash, word| mix(hash ^ word))));
            }
        });
        if words < COMPARED_WORDS {
            let print = (words >= TEXT_WORDS).then(|| with_title(sequence, title));
            return Shingles { words, size: 0, print, set: Vec::new() };
        }
        set.sort_unstable();
        set.dedup();
        let size = u32::try_from(set.len()).unwrap_or(u32::MAX);
        let print = set.iter().fold(u64::from(size), |hash, &shingle| mix(hash ^ u64::from(shingle)));
        set.truncate(SET_MAX);
        set.shrink_to_fit();
        Shingles { words, size, print: Some(print), set }
    }
}

/// The shingles of a text in their order, as numbers: that at `n` is made of the words from `n` on.
pub fn in_order(body: &str) -> Vec<u32> {
    let mut words = Vec::new();
    for_each_word(body, |word| words.push(word));
    let hash = |five: &[u64]| upper_half(five.iter().fold(0, |hash, word| mix(hash ^ word)));
    words.windows(SHINGLE_WORDS).map(hash).collect()
}

fn with_title(body: u64, title: Option<&str>) -> u64 {
    let mut hash = mix(body ^ 1);
    for_each_word(title.unwrap_or_default(), |word| hash = mix(hash ^ word));
    hash
}

/// Calls with a hash of each word.
fn for_each_word(text: &str, mut take: impl FnMut(u64)) {
    const EMPTY: u64 = 0xcbf2_9ce4_8422_2325;
    let mut hash = EMPTY;
    let mut put = |hash: &mut u64| {
        if *hash != EMPTY {
            take(mix(*hash));
            *hash = EMPTY;
        }
    };
    let step = |hash: u64, c: char| (hash ^ u64::from(u32::from(c))).wrapping_mul(0x0100_0000_01b3);
    for c in text.chars() {
        if c.is_ascii() {
            if c.is_ascii_alphanumeric() {
                hash = step(hash, c.to_ascii_lowercase());
            } else {
                put(&mut hash);
            }
        } else if c.is_alphanumeric() && stands_alone(c) {
            put(&mut hash);
            hash = step(hash, c);
            put(&mut hash);
        } else if c.is_alphanumeric() || (is_combining_mark(c) && hash != EMPTY) {
            hash = c.to_lowercase().fold(hash, step);
        } else if !continues_word(c) {
            put(&mut hash);
        }
    }
    put(&mut hash);
}

/// The finalizer of MurmurHash3 (Appleby): every bit of the number changes every bit of the
/// hash with even chances.
pub(super) fn mix(mut hash: u64) -> u64 {
    hash = hash.wrapping_add(0x9e37_79b9_7f4a_7c15);
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xff51_afd7_ed55_8ccd);
    hash = (hash ^ (hash >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    hash ^ (hash >> 33)
}

fn upper_half(hash: u64) -> u32 {
    u32::try_from(hash >> 32).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn hashes(text: &str) -> Vec<u64> {
        let mut found = Vec::new();
        for_each_word(text, |word| found.push(word));
        found
    }

    #[test]
    fn words_are_runs_of_letters_and_digits_of_every_script() {
        assert_eq!(hashes("U.S.-led 1,200 ÉTÉ"), hashes("u s led 1 200 été"));
        assert_eq!(hashes("北京 は").len(), 3, "characters of scripts without blanks");
        assert_eq!(hashes("Մոսկվա Москва दिल्ली").len(), 3);
        assert_eq!(hashes("co\u{ad}operate"), hashes("cooperate"));
        assert!(hashes(" -- ,. ").is_empty());
    }

    #[test]
    fn a_set_forgets_order_and_repetition_only() {
        let text = (0..30).map(|n| format!("w{n}")).collect::<Vec<_>>().join(" ");
        let once = Shingles::of(None, &text);
        assert_eq!((once.words, once.size, once.set.len()), (30, 26, 26));
        let shouted = Shingles::of(Some("other"), &text.to_uppercase().replace(' ', ", "));
        assert_eq!(once, shouted);
        let mut in_order = in_order(&text);
        in_order.sort_unstable();
        assert_eq!(in_order, once.set);
    }

    #[test]
    fn short_bodies_are_compared_with_their_headlines_and_empty_ones_not_at_all() {
        let print = |title, body| Shingles::of(title, body).print;
        let body = "shares rose two per cent today";
        assert_eq!(
            print(Some("Shares rise"), body),
            print(Some("SHARES RISE"), "Shares rose two per cent, today")
        );
        assert_ne!(print(Some("Shares rise"), body), print(Some("Shares fall"), body));
        assert_eq!(print(Some("Shares rise"), ""), None);
        assert_eq!(print(Some("Shares rise"), "more to follow"), None);
    }

    #[test]
    fn a_giant_is_bounded_and_alike_to_itself() {
        let giant = (0..200_000).map(|n| format!("w{n} ")).collect::<String>();
        let shingles = Shingles::of(None, &giant);
        // A few different ones have one number.
        assert!((199_950..=199_996).contains(&shingles.size), "{}", shingles.size);
        assert_eq!(shingles.set.len(), SET_MAX);
    }
}
