//! What must hold of every archive and every query, over small random ones.
//!
//! Some properties are shown where the part that they belong to is tested: that a query reads
//! back as it prints (`src/query/tests.rs`), that words and sentences are cut at characters
//! (`src/text`), that spans join as a plain search says (`src/search/spans.rs`), that snippets
//! show their marks, that lines of corrections read back, that no terminal is steered
//! (`src/render`), that stems keep their first letter, that dates of any text are of the
//! calendar; a plain model of search, facets, order, pages and highlights in `tests/model.rs`; one of
//! corrections in `tests/actors.rs`. Here stand those of a whole archive:
//!
//! 1. a query and its opposite share out the archive;
//! 2. AND and OR count as sets do;
//! 3. values and `none` of a facet with one value an article add up to the matches;
//! 4. a value's count is what its selection leaves;
//! 5. a facet does not follow the selection of its own dimension;
//! 6. months add up to years, days to months, and all with the undated to the matches;
//! 7. pages put together are the whole list, in one order, without repetition;
//! 8. newest and oldest first are sorted by day;
//! 9. an export has as many rows as there are matches, and the same articles;
//! 10. `--from` and `--to` leave what their overlap with each article's days says;
//! 11. the order in which articles come changes nothing that is found;
//! 12. adding what is there already changes nothing;
//! 13. an article is kept as it was given;
//! 14. marks stand in order at characters, and spell a word that was asked for;
//! 15. a merge of actors adds up their articles at most, and `undo` brings everything back;
//! 16. dates, their numbers, spans and cursors read back as they print.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use dateline::article::{Article, ArticleId, DateSource, Published};
use dateline::date::{PartialDate, day_from_number, day_number};
use dateline::index::{Archive, Snapshot};
use dateline::ingest::{IngestOptions, add};
use dateline::query::{ParseOptions, parse, parse_date_span};
use dateline::search::correct::{Wish, correct, undo};
use dateline::search::{Cursor, FacetKind, Over, Results, SearchOptions, Selection, Sort, Step};
use dateline::text;
use proptest::prelude::*;

/// Words in several scripts, some of them forms of one another.
const WORDS: [&str; 16] = [
    "troops",
    "troop",
    "border",
    "Kursk",
    "U.S.",
    "ISIS",
    "isis",
    "Київ",
    "киев",
    "漢字",
    "مصر",
    "हिन्दी",
    "café",
    "cafe\u{301}",
    "Straße",
    "👩‍👩‍👧",
];
const NAMES: [&str; 4] = ["Alexei Smirnov", "Vladimir Putin", "Angela Merkel", "Barack Obama"];
const OUTLETS: [&str; 3] = ["Wire", "Gazette", "Le Monde"];
const QUERIES: [&str; 20] = [
    "*",
    "troops",
    "border OR kursk",
    "troops -border",
    "\"troops border\"",
    "tr*",
    "isis",
    "=ISIS",
    "киев",
    "date:2024",
    "title:café",
    "smirnov",
    "troops NEAR/3 border",
    "troops SENT kursk",
    "=Kursk PARA (tr* OR isis)",
    "troop~1 SENT border NEAR/2 kursk",
    "atleast:2:troops",
    "lead:(troops SENT spoke)",
    "day:08-08",
    "actor:Smirnov",
];

/// A folder that is gone when the case is over.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Folder {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        Folder(std::env::temp_dir().join(format!("dateline-properties-{}-{number}", std::process::id())))
    }

    fn filled(&self, articles: &[Article]) -> Archive {
        let archive = Archive::create(&self.0).unwrap();
        add(&archive, "made", articles.to_vec(), &options()).unwrap();
        archive
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn options() -> IngestOptions {
    IngestOptions { threads: 1, memory_mib: 32, homes: false, ..IngestOptions::default() }
}

fn date() -> impl Strategy<Value = PartialDate> {
    let year = prop_oneof![2020..2026_i32, 1..9999_i32];
    (year, prop::option::of((1..13_u32, prop::option::of(1..29_u32)))).prop_map(|(year, rest)| {
        let date = match rest {
            None => PartialDate::year_only(year),
            Some((month, None)) => PartialDate::year_month(year, month),
            Some((month, Some(day))) => PartialDate::ymd(year, month, day),
        };
        date.unwrap()
    })
}

fn articles() -> impl Strategy<Value = Vec<Article>> {
    let words = prop::collection::vec(prop::sample::select(&WORDS[..]), 1..12);
    let names = prop::sample::subsequence(&NAMES[..], 0..3);
    let made = (words, names, prop::option::of(prop::sample::select(&OUTLETS[..])), prop::option::of(date()));
    prop::collection::vec(made, 1..12).prop_map(|made| {
        made.into_iter()
            .enumerate()
            .map(|(at, (words, names, outlet, date))| Article {
                title: words.first().map(|word| format!("{word} news")),
                body: format!("{}. {} spoke to reporters.", words.join(" "), names.join(" and ")),
                outlet: outlet.map(str::to_owned),
                source_id: Some(at.to_string()),
                published: date.map(|date| Published {
                    date,
                    source: DateSource::Metadata,
                    instant: None,
                    second_of_day: None,
                    raw: date.to_string(),
                }),
                ..Article::default()
            })
            .collect()
    })
}

fn wanted() -> SearchOptions {
    let facets = ["outlet", "actor", "date:year"].map(|f| f.parse().unwrap()).to_vec();
    SearchOptions { limit: 100, facet_limit: 1_000, facets, ..SearchOptions::default() }
}

fn ask(snapshot: &Snapshot, query: &str, options: &SearchOptions) -> Results {
    snapshot.search(&parse(query, &ParseOptions::default()).unwrap(), options).unwrap()
}

fn total(snapshot: &Snapshot, query: &str) -> u64 {
    ask(snapshot, query, &SearchOptions { limit: 0, ..SearchOptions::default() }).total
}

/// Titles and bodies of the hits, in their order.
fn found(results: &Results) -> Vec<(Option<String>, String)> {
    results.hits.iter().map(|h| (h.record.article.title.clone(), h.record.article.body.clone())).collect()
}

fn counts(results: &Results) -> BTreeMap<(String, String), u64> {
    let rows = results.facets.iter().flat_map(|(kind, facet)| facet.values.iter().map(move |v| (kind, v)));
    rows.map(|(kind, v)| ((kind.to_string(), v.label.clone()), v.count)).collect()
}

fn sets_add_up(snapshot: &Snapshot, a: &str, b: &str) {
    assert_eq!(total(snapshot, a) + total(snapshot, &format!("NOT ({a})")), total(snapshot, "*"), "{a}");
    let (either, both) =
        (total(snapshot, &format!("({a}) OR ({b})")), total(snapshot, &format!("({a}) AND ({b})")));
    assert_eq!(either + both, total(snapshot, a) + total(snapshot, b), "{a} and {b}");
}

fn facets_add_up(snapshot: &Snapshot, query: &str) {
    let results = ask(snapshot, query, &wanted());
    let plain = counts(&results);
    for (kind, facet) in &results.facets {
        let sum: u64 = facet.values.iter().map(|v| v.count).sum();
        if !matches!(kind, FacetKind::Actor(_)) {
            assert_eq!(sum + facet.none, results.total, "{query} {kind}");
        }
        assert!(facet.values.iter().all(|v| v.count > 0 && v.count <= results.total) && facet.more == 0);
        for value in &facet.values {
            let own = vec![value.value.clone()];
            let selection = match kind {
                FacetKind::Outlet => Selection { outlet: own, ..Selection::default() },
                FacetKind::Actor(_) => Selection { actor: own, ..Selection::default() },
                // An article of several years overlaps with one that it is not counted in.
                _ => continue,
            };
            let narrowed = ask(snapshot, query, &SearchOptions { selection, ..wanted() });
            assert_eq!(narrowed.total, value.count, "{query} {kind} {}", value.value);
            let own_kind = kind.to_string();
            for ((kind, label), count) in counts(&narrowed) {
                let before = plain.get(&(kind.clone(), label.clone())).copied().unwrap_or(0);
                assert!(
                    if kind == own_kind { count == before } else { count <= before },
                    "{query} {kind} {label}"
                );
            }
        }
    }
}

fn timelines_add_up(snapshot: &Snapshot, query: &str) {
    let query = parse(query, &ParseOptions::default()).unwrap();
    let of = |step| {
        let (results, facet) =
            snapshot.timeline(&query, &SearchOptions::default(), Over::Published, step).unwrap();
        assert_eq!(facet.values.iter().map(|v| v.count).sum::<u64>() + facet.none, results.total);
        facet.values.into_iter().map(|v| (v.value, v.count)).collect::<Vec<_>>()
    };
    let (days, months, years) = (of(Step::Day), of(Step::Month), of(Step::Year));
    for (fine, coarse, length) in [(&days, &months, 7), (&months, &years, 4)] {
        for (value, count) in coarse {
            let inside =
                fine.iter().filter(|(v, _)| v.get(..length) == Some(value)).map(|(_, n)| n).sum::<u64>();
            // A date that is coarser than the finer step is in none of its buckets.
            assert!(inside <= *count, "{value}");
        }
        assert!(fine.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}

fn pages_are_one_list(snapshot: &Snapshot, query: &str) {
    let ids = |results: &Results| results.hits.iter().map(|h| h.record.id.number()).collect::<Vec<_>>();
    for sort in [Sort::Relevance, Sort::Newest, Sort::Oldest] {
        let whole = ask(snapshot, query, &SearchOptions { sort, limit: 100, ..SearchOptions::default() });
        let mut pages = Vec::new();
        let mut after = None;
        loop {
            let page =
                ask(snapshot, query, &SearchOptions { sort, limit: 3, after, ..SearchOptions::default() });
            pages.extend(ids(&page));
            after = page.next;
            let Some(next) = after else { break };
            assert_eq!(next.to_string().parse(), Ok::<Cursor, String>(next));
        }
        assert_eq!(pages, ids(&whole));
        assert_eq!(pages.iter().collect::<BTreeSet<_>>().len() as u64, whole.total);
        let days: Vec<_> = whole
            .hits
            .iter()
            .filter_map(|h| h.record.article.published.as_ref().map(|p| p.date.range().from))
            .collect();
        assert!(match sort {
            Sort::Relevance => true,
            Sort::Newest => days.is_sorted_by(|a, b| a >= b),
            Sort::Oldest => days.is_sorted(),
        });
        let all = parse(query, &ParseOptions::default()).unwrap();
        let (rows, _) = snapshot.export(&all, &SearchOptions::default()).unwrap();
        let rows: BTreeSet<u64> = rows.map(|row| row.unwrap().id.number()).collect();
        assert_eq!(rows, pages.into_iter().collect());
    }
}

fn marks_are_words(snapshot: &Snapshot) {
    for word in WORDS.into_iter().filter(|word| text::words(word).next().is_some()) {
        let results = ask(snapshot, &format!("\"{word}\""), &SearchOptions::default());
        let wanted: String = text::words(word).map(|w| text::term(w.text)).collect();
        for snippet in results.hits.iter().flat_map(|h| &h.snippets) {
            let chars: Vec<char> = snippet.text.chars().collect();
            assert!(snippet.marks.windows(2).all(|pair| pair[0].1 <= pair[1].0), "{snippet:?}");
            for &(start, end) in &snippet.marks {
                let marked: String = chars.get(start as usize..end as usize).unwrap().iter().collect();
                let marked: String = text::words(&marked).map(|w| text::term(w.text).into_owned()).collect();
                assert_eq!(marked, wanted, "{word} in {snippet:?}");
            }
        }
    }
}

/// Articles whose days overlap with a span, by a walk over all of them.
fn published_in(articles: &[Article], from: PartialDate, to: PartialDate) -> u64 {
    let (first, last) = (from.range().from, to.range().to);
    let days = articles.iter().filter_map(|a| a.published.as_ref()).map(|p| p.date.range());
    days.filter(|days| days.from <= last && days.to >= first).count() as u64
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn answers_add_up(articles in articles(), a in prop::sample::select(&QUERIES[..]), b in prop::sample::select(&QUERIES[..])) {
        let folder = Folder::new();
        let snapshot = folder.filled(&articles).snapshot().unwrap();
        prop_assert_eq!(total(&snapshot, "*"), articles.len() as u64);
        sets_add_up(&snapshot, a, b);
        facets_add_up(&snapshot, a);
        timelines_add_up(&snapshot, a);
        pages_are_one_list(&snapshot, a);
        marks_are_words(&snapshot);
    }

    #[test]
    fn dates_select_what_overlaps(articles in articles(), a in date(), b in date()) {
        let (from, to) = if a.range().from <= b.range().to { (a, b) } else { (b, a) };
        let folder = Folder::new();
        let snapshot = folder.filled(&articles).snapshot().unwrap();
        let selection = Selection { from: Some(from), to: Some(to), ..Selection::default() };
        let results = ask(&snapshot, "*", &SearchOptions { selection, ..SearchOptions::default() });
        prop_assert_eq!(results.total, published_in(&articles, from, to));
        prop_assert_eq!(total(&snapshot, &format!("date:{from}..{to}")), results.total);
    }

    #[test]
    fn order_and_repetition_change_nothing(articles in articles(), query in prop::sample::select(&QUERIES[..]), seed in any::<u64>()) {
        let mut other = articles.clone();
        other.sort_by_key(|a| a.source_id.as_deref().map_or(0, |id| id.parse::<u64>().unwrap().wrapping_add(1).wrapping_mul(seed | 1)));
        let (one, two) = (Folder::new(), Folder::new());
        let first = one.filled(&articles);
        let second = two.filled(&other).snapshot().unwrap();
        let before = first.snapshot().unwrap();
        let report = add(&first, "made", articles.clone(), &options()).unwrap();
        prop_assert_eq!((report.indexed, report.updated, report.unchanged), (0, 0, articles.len() as u64));
        let after = first.snapshot().unwrap();
        let answers = [&before, &after, &second].map(|s| ask(s, query, &wanted()));
        prop_assert_eq!(found(&answers[0]), found(&answers[1]));
        prop_assert_eq!(found(&answers[0]), found(&answers[2]));
        prop_assert_eq!(counts(&answers[0]), counts(&answers[1]));
        prop_assert_eq!(counts(&answers[0]), counts(&answers[2]));
        let texts = |s: &Snapshot| ask(s, "*", &wanted()).hits.iter().map(|h| h.record.article.body.clone()).collect::<BTreeSet<_>>();
        prop_assert_eq!(texts(&before), articles.iter().map(|a| a.body.clone()).collect());
    }

    #[test]
    fn a_merge_is_undone(articles in articles()) {
        let folder = Folder::new();
        let archive = folder.filled(&articles);
        let before = ask(&archive.snapshot().unwrap(), "*", &wanted());
        let actors: Vec<_> = before.facets.iter().filter(|(k, _)| matches!(k, FacetKind::Actor(_))).flat_map(|(_, f)| f.values.clone()).collect();
        prop_assume!(actors.len() >= 2);
        let (a, b) = (&actors[0], &actors[1]);
        correct(&archive, &Wish::Merge(vec![a.value.clone(), b.value.clone()])).unwrap();
        let merged = ask(&archive.snapshot().unwrap(), "*", &wanted());
        let of = |results: &Results, value: &str| results.facets.iter().flat_map(|(_, f)| &f.values).find(|v| v.value == value).map(|v| v.count);
        let both = of(&merged, &a.value).unwrap();
        prop_assert!(both >= a.count.max(b.count) && both <= a.count + b.count);
        prop_assert_eq!(of(&merged, &b.value), None);
        undo(&archive, None).unwrap();
        let after = ask(&archive.snapshot().unwrap(), "*", &wanted());
        prop_assert_eq!(counts(&after), counts(&before));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn dates_read_back(a in date(), b in date(), number in -700_000..3_000_000_i32) {
        prop_assert_eq!(a.to_string().parse(), Ok(a));
        let range = a.range();
        prop_assert_eq!(day_from_number(day_number(range.from)), Some(range.from));
        prop_assert!(range.from <= range.to && range.overlaps(range));
        if let Some(day) = day_from_number(number) {
            prop_assert_eq!(day_number(day), number);
        }
        if range.from <= b.range().to {
            let span = parse_date_span(&format!("{a}..{b}"), None).unwrap();
            prop_assert_eq!(parse_date_span(&span.to_string(), None), Ok(span));
            prop_assert_eq!((span.range().from, span.range().to), (range.from, b.range().to));
        }
    }

    #[test]
    fn ids_read_back(number in any::<u64>()) {
        let id = ArticleId::from_number(number);
        prop_assert_eq!(id.to_string().parse(), Ok(id));
        prop_assert_eq!(ArticleId::from_number(id.number()), id);
    }
}
