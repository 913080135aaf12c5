//! The best hits are the same whether or not lists are skipped on the way to them.
//!
//! Blocks of postings that cannot bring an article among the best are not scored. A search for
//! all matches skips nothing, so its beginning is what a search for a few must find: over
//! several segments, whose articles differ in length, so that what the engine knows of each
//! block holds for another average than that of the whole index.

use dateline::article::Article;
use dateline::ingest::{self, IngestOptions};
use dateline::query::{ParseOptions, parse};
use dateline::search::SearchOptions;
use dateline::{Archive, Snapshot};

/// SplitMix64.
struct Rng(u64);

impl Rng {
    fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (z ^ (z >> 31)) % end
    }

    /// One of forty words, the first far more often than the last.
    fn word(&mut self) -> String {
        let at = self.below(40).min(self.below(40)).min(self.below(40));
        format!("w{}x", char::from(b'a' + (at % 26) as u8).to_string().repeat(1 + at as usize / 26))
    }

    fn text(&mut self, words: u64) -> String {
        (0..words).map(|_| self.word() + " ").collect()
    }
}

/// Articles of about so many words.
fn articles(rng: &mut Rng, count: u64, words: u64) -> Vec<Article> {
    let article = |n| Article {
        source_id: Some(format!("{words}-{n}")),
        title: Some(rng.text(3)),
        body: format!("{}\n\n{}", rng.text(1 + words / 4), {
            let length = 1 + rng.below(words * 2);
            rng.text(length)
        }),
        lang: Some("xx".into()),
        ..Article::default()
    };
    (0..count).map(article).collect()
}

fn snapshot() -> (std::path::PathBuf, Snapshot) {
    let dir = std::env::temp_dir().join(format!("dateline-pruning-{}", std::process::id()));
    let _ = std::fs::remove_dir_all(&dir);
    let archive = Archive::open_or_create(&dir).unwrap();
    let options = IngestOptions { extract: false, homes: false, threads: 1, ..IngestOptions::default() };
    let mut rng = Rng(7);
    for (count, words) in [(3000, 8), (1500, 60), (2500, 25)] {
        ingest::add(&archive, &format!("of {words}"), articles(&mut rng, count, words), &options).unwrap();
    }
    let snapshot = archive.snapshot().unwrap();
    (dir, snapshot)
}

#[test]
fn the_best_are_the_first_of_all() {
    let (dir, snapshot) = snapshot();
    assert_eq!(snapshot.articles(), 7000);
    let mut rng = Rng(11);
    let mut skipped = 0;
    for round in 0..120 {
        let (a, b, c) = (rng.word(), rng.word(), rng.word());
        let query = match round % 6 {
            0 => a,
            1 => format!("{a} OR {b}"),
            2 => format!("{a} {b}"),
            3 => format!("{a} ({b} OR {c})"),
            4 => format!("title:{a} OR lead:{b} OR {c}"),
            _ => format!("{a} OR ({b} -{c})"),
        };
        let parsed = parse(&query, &ParseOptions::default()).unwrap();
        let ranked = |limit| {
            let options = SearchOptions { limit, ..SearchOptions::default() };
            snapshot.ranking(&parsed, &options).unwrap()
        };
        let all = ranked(7000);
        for limit in [1, 10, 37] {
            let best = ranked(limit);
            let expected = &all[..limit.min(all.len())];
            assert_eq!(best, expected, "{query}, the best {limit}");
        }
        skipped += usize::from(all.len() > 1000);
        let options = SearchOptions { limit: 10, ..SearchOptions::default() };
        let results = snapshot.search(&parsed, &options).unwrap();
        assert_eq!(results.total as usize, all.len(), "{query}");
        // The second page begins where the first ends.
        let Some(next) = results.next else { continue };
        let options = SearchOptions { after: Some(next), ..options };
        let second = snapshot.search(&parsed, &options).unwrap();
        let ids: Vec<_> = second.hits.iter().map(|hit| hit.record.id).collect();
        let expected: Vec<_> = all.iter().skip(10).take(10).map(|(id, _)| *id).collect();
        assert_eq!(ids, expected, "{query}, the second page");
    }
    assert!(skipped > 40, "lists were long enough for skipping in {skipped} queries only");
    let _ = std::fs::remove_dir_all(dir);
}
