//! Text as every stage sees it: words, sentences, paragraphs, folding, stemming.
//!
//! The index, the query, the highlighter and the finders must agree on what a
//! word is, or a match could not be shown where it was found. So there is one
//! [`words`], one [`fold()`] and one [`Stemmer`], and all of them live here.
//!
//! ```
//! use dateline::text::{fold, words};
//! let found: Vec<&str> = words("Russia’s U.S.-led 1,200 O'Brien São").map(|w| w.text).collect();
//! assert_eq!(found, ["Russia", "U.S.", "led", "1,200", "O", "Brien", "São"]);
//! assert_eq!(fold("São"), "sao");
//! ```
//!
//! Words of scripts that are written without blanks (Han, kana, Thai, Lao, Khmer,
//! Burmese) are single characters; a query for a run of them is a phrase.

pub mod begin;
pub mod chars;
pub mod distance;
pub mod fold;
pub mod language;
pub mod sentence;
pub mod stem;
pub mod word;

pub use begin::{Beginnings, words_beginning};
pub use chars::{ByteOffsets, CharOffsets};
pub use distance::edits;
pub use fold::{fold, plain, term};
pub use language::detect;
pub use sentence::{paragraphs, sentences};
pub use stem::Stemmer;
pub use word::{Word, continues_word, stands_alone, words};
