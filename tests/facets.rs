//! Facets by surprise, below a place, two together; timelines beside the archive and another query;
//! bursts and gaps: each against plain counting over what an export gives, or against what was
//! planted.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::atomic::{AtomicUsize, Ordering};

use dateline::article::{Article, DateSource, Published};
use dateline::date::{PartialDate, day_from_number, day_number};
use dateline::gazetteer::{Gazetteer, Kind};
use dateline::index::{Archive, Record, Snapshot};
use dateline::ingest::{IngestOptions, add};
use dateline::query::{ParseOptions, Query, parse};
use dateline::search::periods::Wanted;
use dateline::search::together::{By, Pairs};
use dateline::search::{FacetKind, Over, Partners, SearchOptions, Selection, Step, Unit, hit};
use proptest::prelude::*;

/// A folder that is gone when the case is over.
struct Folder(PathBuf);

impl Folder {
    fn new() -> Folder {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        Folder(std::env::temp_dir().join(format!("dateline-facets-{}-{number}", std::process::id())))
    }

    /// An index of articles that come in several commits.
    fn filled(&self, parts: impl IntoIterator<Item = Vec<Article>>) -> Snapshot {
        let options = IngestOptions { threads: 1, memory_mib: 32, homes: false, ..IngestOptions::default() };
        let archive = Archive::create(&self.0).unwrap();
        for (at, part) in parts.into_iter().enumerate() {
            add(&archive, &format!("part{at}"), part, &options).unwrap();
        }
        archive.snapshot().unwrap()
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn query(text: &str) -> Query {
    parse(text, &ParseOptions::default()).unwrap()
}

fn all(selection: Selection) -> SearchOptions {
    by(Unit::Article, selection)
}

fn by(unit: Unit, selection: Selection) -> SearchOptions {
    SearchOptions { selection, unit, facet_limit: usize::MAX, limit: 0, ..SearchOptions::default() }
}

fn exported(snapshot: &Snapshot, text: &str, selection: &Selection) -> Vec<Record> {
    let (records, _) = snapshot.export(&query(text), &all(selection.clone())).unwrap();
    records.map(Result::unwrap).collect()
}

fn article(number: usize, day: &str, outlet: &str, body: String) -> Article {
    let date: Option<PartialDate> = day.parse().ok();
    Article {
        source_id: Some(number.to_string()),
        outlet: Some(outlet.to_owned()),
        body,
        published: date.map(|date| Published {
            date,
            source: DateSource::Metadata,
            instant: None,
            second_of_day: None,
            raw: day.to_owned(),
        }),
        ..Article::default()
    }
}

fn day_name(day: i32) -> String {
    day_from_number(day).unwrap().to_string()
}

fn number_of(day: &str) -> i32 {
    day_number(day.parse::<PartialDate>().unwrap().range().from)
}

/// The values that an article has of a facet, by plain looking.
fn values(record: &Record, kind: FacetKind, snapshot: &Snapshot) -> BTreeSet<String> {
    let gazetteer = Gazetteer::embedded();
    let no = |id: &String| gazetteer.by_id(id).unwrap();
    let places = || -> BTreeSet<String> {
        hit::places(record, usize::MAX).iter().flat_map(|p| p.path_ids.clone()).collect()
    };
    match kind {
        FacetKind::Place(level) => {
            places().into_iter().filter(|p| level.is_none_or(|l| gazetteer.level(no(p)) == l)).collect()
        }
        FacetKind::PlaceDepth(depth) => {
            places().into_iter().filter(|p| gazetteer.depth(no(p)) == Some(depth)).collect()
        }
        FacetKind::Actor(kind) => {
            let actors = hit::actors(record, snapshot.dictionary(), usize::MAX);
            actors.into_iter().filter(|a| kind.is_none_or(|k| a.kind == k)).map(|a| a.id).collect()
        }
        FacetKind::Outlet => record.article.outlet.iter().cloned().collect(),
        FacetKind::Date(Step::Day) => {
            let day = record.article.published.iter().filter(|p| p.date.day().is_some());
            day.map(|p| p.date.to_string()).collect()
        }
        FacetKind::Date(Step::Year) => {
            record.article.published.iter().map(|p| format!("{:04}", p.date.year())).collect()
        }
        other => panic!("{other} is not looked at here"),
    }
}

/// What is counted as one: an article, or the articles of a story.
fn units<'r>(records: &'r [Record], snapshot: &Snapshot, unit: Unit) -> Vec<Vec<&'r Record>> {
    let (mut stories, mut alone) = (BTreeMap::<u32, Vec<&Record>>::new(), Vec::new());
    for record in records {
        match snapshot.stories().story(record.number).filter(|_| unit == Unit::Story) {
            Some(story) => stories.entry(story).or_default().push(record),
            None => alone.push(vec![record]),
        }
    }
    stories.into_values().chain(alone).collect()
}

fn values_of(records: &[&Record], kind: FacetKind, snapshot: &Snapshot) -> BTreeSet<String> {
    records.iter().flat_map(|record| values(record, kind, snapshot)).collect()
}

/// How many have each value, and how many have none.
fn plain(units: &[Vec<&Record>], kind: FacetKind, snapshot: &Snapshot) -> (BTreeMap<String, u64>, u64) {
    let (mut counts, mut none) = (BTreeMap::new(), 0);
    for unit in units {
        let values = values_of(unit, kind, snapshot);
        none += u64::from(values.is_empty());
        values.into_iter().for_each(|value| *counts.entry(value).or_default() += 1);
    }
    (counts, none)
}

/// 2 · Σ O ln(O/E), as the textbooks write it.
fn g2(all: u64, one: u64, other: u64, both: u64) -> f64 {
    let [n, a, b, k] = [all, one, other, both].map(|n| n as f64);
    let cells = [(k, a * b), (a - k, a * (n - b)), (b - k, (n - a) * b), (n - a - b + k, (n - a) * (n - b))];
    let sum: f64 = cells
        .iter()
        .filter(|(seen, _)| *seen > 0.0)
        .map(|(seen, product)| seen * (seen * n / product).ln())
        .sum();
    if k * n < a * b { -2.0 * sum } else { 2.0 * sum }
}

const NAMES: [&str; 5] =
    ["Alexei Smirnov", "Vladimir Putin", "Angela Merkel", "Barack Obama", "European Commission"];
const PLACES: [&str; 8] = ["Kursk", "Sudzha", "Moscow", "Russia", "Kyiv", "Donetsk", "Washington", "Germany"];
const OUTLETS: [&str; 3] = ["Wire", "Gazette", "=SUM(A1)"];
const WORDS: [&str; 4] = ["troops", "border", "talks", "flood"];
const DAYS: [&str; 6] = ["2023-05-01", "2024-08-06", "2024-08-07", "2024-08", "2025", "unknown"];
const QUERIES: [&str; 4] = ["*", "troops", "border OR flood", "talks -troops"];

fn archive() -> impl Strategy<Value = Vec<Article>> {
    let made = (
        prop::sample::subsequence(&WORDS[..], 1..4),
        prop::sample::subsequence(&NAMES[..], 0..4),
        prop::sample::subsequence(&PLACES[..], 0..4),
        prop::sample::select(&OUTLETS[..]),
        prop::sample::select(&DAYS[..]),
    );
    prop::collection::vec(made, 4..24).prop_map(|made| {
        let made = made.into_iter().enumerate();
        made.map(|(number, (words, names, places, outlet, day))| {
            let names: Vec<String> = names.iter().map(|name| format!("{name} spoke to reporters.")).collect();
            let places: Vec<String> =
                places.iter().map(|place| format!("People were seen in {place} on that day.")).collect();
            let body =
                format!("The {} went on. {} {}", words.join(" and "), names.join(" "), places.join(" "));
            article(number, day, outlet, body)
        })
        .collect()
    })
}

fn selection() -> impl Strategy<Value = Selection> {
    let select = |values: Vec<&'static str>| prop::option::of(prop::sample::select(values));
    (select(vec!["Russia", "-Kyiv"]), select(vec!["Vladimir Putin"]), select(vec!["Wire", "-Gazette"]))
        .prop_map(|(place, actor, outlet)| {
            let list = |value: Option<&str>| value.into_iter().map(str::to_owned).collect();
            Selection { place: list(place), actor: list(actor), outlet: list(outlet), ..Selection::default() }
        })
}

/// Surprise: counts here and in the archive, and the statistic.
fn check_surprise(snapshot: &Snapshot, text: &str, selection: &Selection, unit: Unit) {
    for kind in ["place", "place:2", "actor:person", "outlet", "date:year"].map(|k| k.parse().unwrap()) {
        let kind: FacetKind = kind;
        let (ranked, _) = snapshot.surprising(&query(text), kind, &by(unit, selection.clone())).unwrap();
        let own = selection.without(kind.dimension());
        let (here, there) = (exported(snapshot, text, &own), exported(snapshot, "*", &own.sources()));
        let [here, there] = [&here, &there].map(|records| units(records, snapshot, unit));
        let (counts, none) = plain(&here, kind, snapshot);
        let (archive, _) = plain(&there, kind, snapshot);
        let totals = (here.len() as u64, there.len() as u64);
        // An article of a coarse date has a year all the same, one without a date has none.
        assert_eq!((ranked.total, ranked.archive, ranked.none, ranked.more), (totals.0, totals.1, none, 0));
        let found: BTreeMap<String, u64> =
            ranked.values.iter().map(|row| (row.value.value.clone(), row.value.count)).collect();
        assert_eq!(found, counts, "{text} {kind}");
        for row in &ranked.values {
            assert_eq!(row.archive, archive[&row.value.value], "{text} {kind} {}", row.value.value);
            let expected = g2(totals.1, totals.0, row.archive, row.value.count);
            assert!((row.surprise - expected).abs() < 1e-6, "{text} {kind} {row:?} {expected}");
        }
        assert!(ranked.values.windows(2).all(|pair| pair[0].surprise >= pair[1].surprise));
    }
}

/// Whether a pair says nothing: a value with itself, a place with what contains it.
fn says_nothing(kinds: [FacetKind; 2], a: &str, b: &str) -> bool {
    let gazetteer = Gazetteer::embedded();
    if kinds[0].dimension() != kinds[1].dimension() {
        return false;
    }
    let places = gazetteer.by_id(a).zip(gazetteer.by_id(b));
    a == b || places.is_some_and(|(a, b)| gazetteer.contains(a, b) || gazetteer.contains(b, a))
}

fn check_together(snapshot: &Snapshot, text: &str, selection: &Selection, unit: Unit, kinds: [&str; 2]) {
    let kinds: [FacetKind; 2] = kinds.map(|kind| kind.parse().unwrap());
    let records = exported(snapshot, text, selection);
    let records = units(&records, snapshot, unit);
    let sides = kinds.map(|kind| plain(&records, kind, snapshot));
    let mut pairs: BTreeMap<(String, String), u64> = BTreeMap::new();
    for record in &records {
        for a in values_of(record, kinds[0], snapshot) {
            for b in values_of(record, kinds[1], snapshot) {
                if !says_nothing(kinds, &a, &b) {
                    *pairs.entry((a.clone(), b)).or_default() += 1;
                }
            }
        }
    }
    let asked = Pairs { rows: kinds[0], with: kinds[1], partners: usize::MAX, by: By::Count };
    let together = snapshot.together(&query(text), asked, &by(unit, selection.clone())).unwrap();
    assert_eq!((together.total(), together.more), (records.len() as u64, 0));
    assert_eq!(together.none(), [sides[0].1, sides[1].1]);
    let rows: Vec<Partners> = together.rows().map(Result::unwrap).collect();
    let counts: BTreeMap<String, u64> =
        rows.iter().map(|row| (row.value.value.clone(), row.value.count)).collect();
    assert_eq!(counts, sides[0].0);
    let mut found = BTreeMap::new();
    for row in &rows {
        assert!(row.with.windows(2).all(|pair| pair[0].together >= pair[1].together) && row.more == 0);
        for partner in &row.with {
            assert_eq!(partner.count, sides[1].0[&partner.value]);
            let (a, b, both) = (row.value.count, partner.count, partner.together);
            assert!((partner.jaccard - both as f64 / (a + b - both) as f64).abs() < 1e-9);
            let ratio = both as f64 * records.len() as f64 / (a as f64 * b as f64);
            assert!((partner.pmi - ratio.log2()).abs() < 1e-9);
            found.insert((row.value.value.clone(), partner.value.clone()), both);
        }
    }
    assert_eq!(found, pairs, "{text} {kinds:?}");
}

/// The children of a place, and the articles that name it alone.
fn check_under(snapshot: &Snapshot, text: &str, selection: &Selection, unit: Unit, id: &str) {
    let gazetteer = Gazetteer::embedded();
    let place = gazetteer.by_id(id).unwrap();
    let records = exported(snapshot, text, selection);
    let (mut counts, mut itself, mut total): (BTreeMap<String, u64>, u64, u64) = Default::default();
    for record in units(&records, snapshot, unit) {
        let has = values_of(&record, FacetKind::Place(None), snapshot);
        if !has.contains(id) {
            continue;
        }
        total += 1;
        let below = has.iter().map(|p| gazetteer.by_id(p).unwrap());
        let below: Vec<_> = below.filter(|p| *p != place && gazetteer.contains(place, *p)).collect();
        itself += u64::from(below.is_empty());
        for child in below {
            let hidden = gazetteer.containers(child).any(|outer| {
                let divides =
                    matches!(gazetteer.kind(outer), Kind::Country | Kind::Admin1 | Kind::Admin2 | Kind::City);
                divides && outer != place && gazetteer.contains(place, outer)
            });
            if !hidden {
                *counts.entry(gazetteer.id(child)).or_default() += 1;
            }
        }
    }
    let (under, _) = snapshot.under(&query(text), id, &by(unit, selection.clone())).unwrap();
    let Some(under) = under else { return assert_eq!(total, 0) };
    let found: BTreeMap<String, u64> =
        under.facet.values.iter().map(|value| (value.value.clone(), value.count)).collect();
    assert_eq!((under.place.count, under.facet.none, found), (total, itself, counts), "{text} {id}");
}

fn check_depths(snapshot: &Snapshot, text: &str, unit: Unit) {
    let records = exported(snapshot, text, &Selection::default());
    for kind in ["place:1", "place:2", "place:3", "place:4"].map(|kind| kind.parse().unwrap()) {
        let options = SearchOptions { facets: vec![kind], ..by(unit, Selection::default()) };
        let results = snapshot.search(&query(text), &options).unwrap();
        let (_, facet) = results.facets.first().unwrap();
        let found: BTreeMap<String, u64> = facet.values.iter().map(|v| (v.value.clone(), v.count)).collect();
        let records = units(&records, snapshot, unit);
        assert_eq!((found, facet.none), plain(&records, kind, snapshot), "{text} {kind}");
    }
}

/// Periods beside the archive and another query.
fn check_periods(snapshot: &Snapshot, [a, b]: [&str; 2], selection: &Selection, unit: Unit) {
    let other = query(b);
    let wanted = Wanted { archive: true, vs: Some(&other), bursts: 0 };
    let options = by(unit, selection.clone());
    let periods = snapshot.periods(&query(a), &options, (Over::Published, Step::Day), wanted).unwrap();
    let records = [exported(snapshot, a, selection), exported(snapshot, b, selection)];
    let archive = exported(snapshot, "*", &selection.sources());
    let [matches, others, archive] =
        [&records[0], &records[1], &archive].map(|records| units(records, snapshot, unit));
    let day = FacetKind::Date(Step::Day);
    let [of_a, of_b, of_archive] = [&matches, &others, &archive].map(|units| plain(units, day, snapshot));
    assert_eq!((periods.results.total, periods.undated), (matches.len() as u64, of_a.1));
    let side = periods.vs.unwrap();
    assert_eq!((side.total, side.undated), (others.len() as u64, of_b.1));
    let side = periods.archive.unwrap();
    assert_eq!((side.total, side.undated), (archive.len() as u64, of_archive.1));
    let ids: BTreeSet<_> = records[1].iter().map(|r| r.id).collect();
    let both: Vec<Record> = records[0].iter().filter(|r| ids.contains(&r.id)).cloned().collect();
    assert_eq!(periods.both, Some(units(&both, snapshot, unit).len() as u64));
    let at = |days: &BTreeMap<String, u64>, day: &str| days.get(day).copied().unwrap_or(0);
    for period in &periods.periods {
        let expected = [&of_a.0, &of_archive.0, &of_b.0].map(|days| at(days, &period.value));
        assert_eq!([period.count, period.archive, period.vs], expected, "{}", period.value);
    }
    let sum: u64 = periods.periods.iter().map(|p| p.count).sum();
    assert!(sum + periods.undated == periods.results.total || unit == Unit::Story);
}

const PAIRS: [[&str; 2]; 4] =
    [["actor", "place"], ["actor", "actor:person"], ["place:country", "place"], ["date:year", "outlet"]];

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// Everything is counted as one would count by hand.
    #[test]
    fn counts_are_those_of_plain_counting(
        articles in archive(),
        selection in selection(),
        text in prop::sample::select(&QUERIES[..]),
        other in prop::sample::select(&QUERIES[..]),
        cut in 0..24_usize,
    ) {
        let folder = Folder::new();
        let mut first = articles;
        let second = first.split_off(cut.min(first.len()));
        let snapshot = folder.filled([first, second]);
        for unit in [Unit::Article, Unit::Story] {
            check_surprise(&snapshot, text, &selection, unit);
            for kinds in PAIRS {
                check_together(&snapshot, text, &selection, unit, kinds);
            }
            for id in ["geonames:2017370", "geonames:690791", "geonames:538555", "geonames:6255148"] {
                check_under(&snapshot, text, &selection, unit, id);
            }
            check_depths(&snapshot, text, unit);
            check_periods(&snapshot, [text, other], &selection, unit);
        }
    }
}

/// A generator of small numbers, always the same ones.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// What is planted: the first day, how many days, how many articles a day, who, where, and a word.
const PLANTED: [(i32, i32, u64, &str, &str, &str); 4] = [
    (40, 2, 6, "Marta Lindqvist", "Bergen", "avalanche"),
    (120, 3, 8, "Tomas Ferreira", "Lisbon", "earthquake"),
    (200, 1, 12, "Wanda Kowalska", "Gdańsk", "shipwreck"),
    (310, 5, 5, "Idris Okafor", "Lagos", "blackout"),
];

const FILLER: [&str; 12] = [
    "The council met again and spoke of the budget.",
    "Prices of grain went up a little.",
    "The team lost its second match of the season.",
    "A new school was opened by the mayor.",
    "The ministry published its report on roads.",
    "Shares fell in early trade.",
    "The court heard the witnesses.",
    "The weather stayed dry in most parts.",
    "A museum showed old photographs.",
    "The union asked for higher wages.",
    "Doctors warned of the flu.",
    "The railway changed its timetable.",
];

/// A year of an archive in which a river is written about about once a day, but for planted events;
/// every tenth day the archive is four times as large, and so is what it writes of the river.
fn year_with_events() -> Vec<Article> {
    let start = number_of("2021-01-01");
    let mut dice = Dice(7);
    let mut articles = Vec::new();
    let mut push = |day: i32, body: String| {
        articles.push(article(articles.len(), &day_name(start + day), "Wire", body));
    };
    for day in 0..365 {
        let times = if day % 10 == 5 { 4 } else { 1 };
        let filler = |dice: &mut Dice| {
            let mut pick = || FILLER[usize::try_from(dice.roll(12)).unwrap()];
            [pick(), pick(), pick()].join(" ")
        };
        for _ in 0..8 * times {
            let text = filler(&mut dice);
            push(day, text);
        }
        for _ in 0..times * (dice.roll(3)) {
            push(day, format!("The river was low. {}", filler(&mut dice)));
        }
        for (first, days, count, who, place, word) in PLANTED {
            if (first..first + days).contains(&day) {
                for _ in 0..count {
                    let text = filler(&mut dice);
                    push(
                        day,
                        format!(
                            "The river carried debris after the {word} near {place}. {who} led the rescue. {text}"
                        ),
                    );
                }
            }
        }
    }
    articles
}

#[test]
fn planted_events_are_found_on_their_days_and_named() {
    let folder = Folder::new();
    let snapshot = folder.filled([year_with_events()]);
    let wanted = Wanted { bursts: 10, ..Wanted::default() };
    let found = snapshot
        .periods(&query("river"), &SearchOptions::default(), (Over::Published, Step::Day), wanted)
        .unwrap();
    let bursts = found.bursts.unwrap();
    let start = number_of("2021-01-01");
    let days: Vec<(i32, i32)> =
        bursts.iter().map(|b| (number_of(&b.from) - start, number_of(&b.to) - start)).collect();
    // One burst for each event, and no other, none of them more than a day off.
    assert_eq!(days.len(), PLANTED.len(), "{days:?}");
    for ((from, to), (first, length, _, who, place, word)) in days.iter().zip(PLANTED) {
        assert!((from - first).abs() <= 1 && (to - (first + length - 1)).abs() <= 1, "{days:?}");
        let burst = bursts.iter().find(|b| number_of(&b.from) - start == *from).unwrap();
        let labels = |list: &[dateline::search::Explanation]| -> Vec<String> {
            list.iter().map(|e| e.label.clone()).collect()
        };
        assert!(labels(&burst.actors).contains(&who.to_owned()), "{who}: {burst:?}");
        assert!(labels(&burst.places).iter().any(|p| p.contains(place)), "{place}: {burst:?}");
        assert!(labels(&burst.words).contains(&word.to_owned()), "{word}: {burst:?}");
        // The word of the query is in every match and explains nothing.
        assert!(!labels(&burst.words).contains(&"river".to_owned()), "{burst:?}");
        let id = burst.example.as_ref().unwrap().id.parse().unwrap();
        let example = snapshot.article(id).unwrap();
        assert!(example.article.body.contains(word) && example.article.body.contains(who));
        let inside =
            exported(&snapshot, &format!("river date:{}..{}", burst.from, burst.to), &Selection::default());
        assert_eq!(burst.count, inside.len() as u64);
        let having = inside.iter().filter(|r| r.article.body.contains(word)).count();
        let explained = burst.words.iter().find(|e| e.label == word).unwrap();
        assert_eq!((explained.count, explained.outside), (having as u64, 0));
    }
}

#[test]
fn what_a_burst_is_does_not_depend_on_the_order_of_articles() {
    let articles: Vec<Article> = year_with_events().into_iter().take(900).collect();
    let mut turned = articles.clone();
    turned.reverse();
    let behind = turned.split_off(300);
    let folders = [Folder::new(), Folder::new()];
    let one = folders[0].filled([articles]);
    let other = folders[1].filled([turned, behind]);
    let wanted = Wanted { bursts: 10, archive: true, ..Wanted::default() };
    let [a, b] = [&one, &other].map(|snapshot| {
        let periods = snapshot.periods(
            &query("river"),
            &SearchOptions::default(),
            (Over::Published, Step::Day),
            wanted,
        );
        let periods = periods.unwrap();
        // Ids follow the collection that articles come in; what they stand for does not.
        let bursts: Vec<String> = periods
            .bursts
            .unwrap()
            .iter()
            .map(|b| {
                format!(
                    "{} {} {:?} {:?}",
                    b.from,
                    b.to,
                    b.count,
                    b.words.iter().map(|w| &w.label).collect::<Vec<_>>()
                )
            })
            .collect();
        (periods.periods, bursts)
    });
    assert!(!a.1.is_empty());
    assert_eq!(a, b);
}

/// A daily archive of three outlets, one of them a weekly, from which days and a part of an outlet
/// are taken out.
#[test]
fn days_taken_out_are_told_and_few_others() {
    let start = number_of("2019-01-07");
    let mut dice = Dice(3);
    let taken: BTreeSet<i32> =
        (0..60).map(|_| i32::try_from(dice.roll(720)).unwrap() + 5).filter(|day| *day < 720).collect();
    let mut articles = Vec::new();
    for day in 0..730 {
        let weekday = day % 7 < 5;
        let wire = if weekday { 7 + dice.roll(6) } else { 4 + dice.roll(2) };
        let mut push = |outlet: &str, count: u64| {
            for _ in 0..count {
                let number = articles.len();
                articles.push(article(
                    number,
                    &day_name(start + day),
                    outlet,
                    format!("News {number} of the day."),
                ));
            }
        };
        if taken.contains(&day) {
            continue;
        }
        push("Wire", wire);
        if day < 500 && weekday {
            push("Gazette", 4);
        }
        if day % 7 == 3 {
            push("Weekly", 1);
        }
    }
    let folder = Folder::new();
    let snapshot = folder.filled([articles]);
    let coverage = snapshot.coverage(&query("*"), &Selection::default()).unwrap();
    let days = |gaps: &[&dateline::search::Gap]| -> BTreeSet<i32> {
        gaps.iter().flat_map(|g| number_of(&g.from) - start..=number_of(&g.to) - start).collect()
    };
    let of_archive: Vec<_> = coverage.gaps.iter().filter(|gap| gap.outlet.is_none()).collect();
    let told = days(&of_archive);
    let recall = taken.intersection(&told).count() as f64 / taken.len() as f64;
    let wrong = told.difference(&taken).count() as f64 / 730.0;
    assert!(recall >= 0.99 && wrong <= 0.01, "{recall} {wrong}");
    // The outlet that ends is told where days are asked for, and nothing else of outlets.
    let asked =
        Selection { from: "2020".parse().ok(), to: "2020-12-31".parse().ok(), ..Selection::default() };
    let coverage = snapshot.coverage(&query("*"), &asked).unwrap();
    let of_outlets: Vec<_> = coverage.gaps.iter().filter(|gap| gap.outlet.is_some()).collect();
    let named: Vec<_> = of_outlets.iter().map(|g| g.outlet.as_deref().unwrap()).collect();
    assert_eq!(named, ["Gazette"], "{:?}", coverage.gaps);
    assert!((number_of(&of_outlets[0].from) - start - 500).abs() <= 3);
    // Outside of what it holds the archive says so.
    let asked = Selection { from: "1999".parse().ok(), to: "1999".parse().ok(), ..Selection::default() };
    let notes = snapshot.coverage(&query("*"), &asked).unwrap().notes();
    assert_eq!(notes.len(), 1);
    assert!(
        notes[0].starts_with("the archive has no article from 1999-01-01 to 1999-12-31; it holds"),
        "{notes:?}"
    );
}

#[test]
fn a_name_that_means_several_places_does_not_descend() {
    let folder = Folder::new();
    let body = |place: &str| format!("People were seen in {place} on that day.");
    let made = ["Tbilisi, Georgia", "Atlanta, Georgia"].iter().enumerate();
    let snapshot =
        folder.filled([made.map(|(n, place)| article(n, "2024-01-01", "Wire", body(place))).collect()]);
    let error = snapshot.under(&query("*"), "Georgia", &all(Selection::default())).unwrap_err().to_string();
    assert!(error.starts_with("\"Georgia\" means 2 places here"), "{error}");
    assert!(snapshot.under(&query("*"), "Atlantis", &all(Selection::default())).unwrap().0.is_none());
}
