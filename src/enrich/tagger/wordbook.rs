//! What news text in general says of a word: with which words it goes together, how
//! often it has a capital, and whether people bear it as a name.
//!
//! The table is learned by `cargo run --release --example word_clusters` from plain
//! news text and from a census's lists of names, and read in place. Clusters come in
//! three grains, from some two thousand down to sixty-four, so that `Ljubljana` can be
//! like `Zagreb`, like towns, and like names.

use std::sync::LazyLock;

use super::table::{self, Table};
pub use super::table::{hash, mix};

static EMBEDDED: &[u8] = include_bytes!("../../../assets/tagger/words.bin");

const MAGIC: &[u8; 8] = b"DLWORDS2";
/// Bytes of a cluster's row: its medium and its coarse cluster.
const CLUSTER_LEN: usize = 3;

/// One word's row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Row(u16);

const CLUSTER_BITS: u32 = 11;
const GIVEN_BIT: u16 = 1 << 14;
const SURNAME_BIT: u16 = 1 << 15;

impl Row {
    /// A row; `cluster` below 2048 (0: none), `caps` below 8 (0: unknown).
    pub fn new(cluster: u16, caps: u16, given: bool, surname: bool) -> Row {
        let names = (u16::from(given) * GIVEN_BIT) | (u16::from(surname) * SURNAME_BIT);
        Row((cluster & ((1 << CLUSTER_BITS) - 1)) | ((caps & 7) << CLUSTER_BITS) | names)
    }

    /// The fine cluster; 0 when it has none.
    pub fn cluster(self) -> u16 {
        self.0 & ((1 << CLUSTER_BITS) - 1)
    }

    /// How often it has a capital inside sentences, from 1 (hardly ever) to 7 (always); 0
    /// when it is rare.
    pub fn caps(self) -> u16 {
        (self.0 >> CLUSTER_BITS) & 7
    }

    /// Whether it is a given name.
    pub fn is_given(self) -> bool {
        self.0 & GIVEN_BIT != 0
    }

    /// Whether it is a surname.
    pub fn is_surname(self) -> bool {
        self.0 & SURNAME_BIT != 0
    }
}

/// The table.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wordbook<'b> {
    rows: Table<'b>,
    clusters: &'b [u8],
}

impl Wordbook<'static> {
    /// The table that is built into the program; an empty one were it damaged.
    pub fn embedded() -> Wordbook<'static> {
        static BOOK: LazyLock<Wordbook<'static>> =
            LazyLock::new(|| Wordbook::open(EMBEDDED).unwrap_or_default());
        *BOOK
    }
}

impl<'b> Wordbook<'b> {
    /// Reads a table in place; `None` when the bytes are none.
    pub fn open(bytes: &'b [u8]) -> Option<Wordbook<'b>> {
        let (rows, clusters) = Table::open(bytes.strip_prefix(MAGIC)?)?;
        clusters.len().is_multiple_of(CLUSTER_LEN).then_some(Wordbook { rows, clusters })
    }

    /// The row of the word with this [`hash`]; an empty one when it is not known.
    pub fn row(&self, hash: u64) -> Row {
        let bytes = self.rows.get(hash).and_then(|b| b.try_into().ok());
        Row(bytes.map_or(0, u16::from_le_bytes))
    }

    /// The medium and the coarse cluster that a fine one lies in.
    pub fn wider(&self, cluster: u16) -> (u16, u8) {
        let at = usize::from(cluster) * CLUSTER_LEN;
        match self.clusters.get(at..at + CLUSTER_LEN) {
            Some(&[low, high, coarse]) => (u16::from_le_bytes([low, high]), coarse),
            _ => (0, 0),
        }
    }
}

/// Writes a table: rows by the hash of their word, and for each fine cluster (0 is none)
/// the wider ones.
pub fn build(rows: &[(u64, Row)], clusters: &[(u16, u8)]) -> Vec<u8> {
    let rows: Vec<(u64, Vec<u8>)> =
        rows.iter().map(|(hash, row)| (*hash, row.0.to_le_bytes().to_vec())).collect();
    let mut bytes = MAGIC.to_vec();
    bytes.extend(table::build(&rows, 2));
    for (medium, coarse) in clusters {
        bytes.extend(medium.to_le_bytes());
        bytes.push(*coarse);
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_and_clusters_come_back() {
        let row = |n: u16| Row::new(n + 1, n % 8, n.is_multiple_of(2), n.is_multiple_of(3));
        let word = |n: u16| hash(format!("word{n}").bytes());
        let rows: Vec<(u64, Row)> = (0..1000).map(|n| (word(n), row(n))).collect();
        let clusters: Vec<(u16, u8)> = (0..1001).map(|n| (n / 4, (n / 64) as u8)).collect();
        let bytes = build(&rows, &clusters);
        let book = Wordbook::open(&bytes).unwrap();
        assert!((0..1000).all(|n| book.row(word(n)) == row(n)));
        assert_eq!(book.row(hash("other".bytes())), Row::default());
        assert_eq!(book.wider(1000), (250, 15));
        assert!(Wordbook::open(&bytes[..bytes.len() - 1]).is_none());
    }

    #[test]
    fn the_embedded_table_knows_everyday_words() {
        let book = Wordbook::embedded();
        let row = |word: &str| book.row(hash(word.bytes()));
        assert!(row("the").caps() < 3 && row("london").caps() == 7);
        assert!(row("john").is_given() && row("smith").is_surname() && !row("the").is_surname());
        assert!(row("London").cluster() != 0);
    }
}
