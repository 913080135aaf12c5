//! What hostile bytes are given to, and what must hold whatever they are.
//!
//! Each target takes any bytes and panics when one of its promises is broken. The test
//! `fuzz` runs them over changed seeds; the crate in `fuzz/` lets a fuzzer with a view of the
//! code search further.

use std::fs;
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::LazyLock;

use dateline::article::{ActorKind, Article, Field};
use dateline::corpus::{Content, FORMATS, FileOutcome, Found, ReadOptions, pubdate, read, walk};
use dateline::date::{DateRange, PartialDate};
use dateline::enrich;
use dateline::error::Reason;
use dateline::index::dictionary::{Builder, Class, Entry, Family, View};
use dateline::index::record::found::Unnumbered;
use dateline::index::record::{Books, Packing};
use dateline::index::wordbook::{Packer, Wordbook};
use dateline::index::{Corrections, Ledger, Record, Snapshot};
use dateline::ingest::{IngestOptions, add};
use dateline::query::{End, ParseOptions, parse, parse_date_span, parse_day_bound};
use dateline::render::{csv, safe};
use dateline::search::{Cursor, Facet, FacetKind, FacetValue, SearchOptions};
use dateline::{Archive, limits};

/// Something that takes any bytes.
pub struct Target {
    pub name: &'static str,
    pub run: fn(&[u8]),
    /// How often the test runs it: fewer times what costs more.
    pub runs: usize,
}

pub const TARGETS: &[Target] = &[
    Target { name: "query", run: query, runs: 6_000 },
    Target { name: "flags", run: flags, runs: 20_000 },
    Target { name: "readers", run: readers, runs: 6_000 },
    Target { name: "dates", run: dates, runs: 8_000 },
    Target { name: "tagger", run: tagger, runs: 1_500 },
    Target { name: "screen", run: screen, runs: 10_000 },
    Target { name: "snippets", run: snippets, runs: 100 },
    Target { name: "stored", run: stored, runs: 20_000 },
];

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn scratch(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("dateline-fuzz-{}-{name}", std::process::id()))
}

/// A snapshot of an archive of these articles; its folder is gone, which it outlives.
fn snapshot_of(name: &str, articles: Vec<Article>) -> Snapshot {
    let folder = scratch(name);
    let _ = fs::remove_dir_all(&folder);
    let options = IngestOptions { threads: 1, memory_mib: 32, homes: false, ..IngestOptions::default() };
    let archive = Archive::create(&folder).unwrap();
    add(&archive, "made", articles, &options).unwrap();
    let snapshot = archive.snapshot().unwrap();
    let _ = fs::remove_dir_all(&folder);
    snapshot
}

fn article(title: &str, body: &str) -> Article {
    Article { title: Some(title.to_owned()), body: body.to_owned(), ..Article::default() }
}

static FEW: LazyLock<Snapshot> = LazyLock::new(|| {
    let bodies = [
        "KURSK, Aug 8 (Reuters) - Ukrainian troops crossed the border near Sudzha on Tuesday, said Alexei Smirnov.",
        "Кириллица и 漢字 と عربي हिन्दी: the ISIS raid of 2015, e\u{301}te\u{301} \u{200f}live\u{202e}.",
        "The cat saw the dog. The dog saw the cat.\n\nAnother paragraph, 👩‍👩‍👧 and U.S. rates.",
    ];
    snapshot_of("few", bodies.iter().map(|body| article("Border troops", body)).collect())
});

/// A query is read and carried out, or refused with a place and a remedy; what is printed of
/// it reads back as the same.
fn query(bytes: &[u8]) {
    let typed = text(bytes);
    let any = bytes.first().is_some_and(|b| b % 2 == 1);
    let today = chrono::NaiveDate::from_ymd_opt(2024, 2, 29);
    let options = ParseOptions { any, today };
    let length = typed.chars().count();
    match parse(&typed, &options) {
        Ok(query) => {
            let line = query.to_string();
            // Printing spells operators out, so a long query may print as one that is too long.
            // With --any punctuation is read as in running text, by what stands around it.
            if !any && line.chars().count() <= limits::QUERY_CHARS_MAX {
                let again = parse(&line, &options).map(|again| again.root);
                assert_eq!(again.as_ref(), Ok(&query.root), "{typed:?} printed {line:?}");
            }
            assert!(query.hints.iter().all(|h| h.span.start < h.span.end && h.span.end <= length));
            let wanted =
                SearchOptions { limit: 2, any, explain: true, advise: true, ..SearchOptions::default() };
            match FEW.search(&query, &wanted) {
                Ok(results) => results.hits.iter().for_each(check_hit),
                Err(error) => assert!(error.code() == 2, "{typed:?}: {error}"),
            }
        }
        Err(error) => {
            assert!(error.start < error.end && !error.message.is_empty() && !error.help.is_empty());
            assert!(error.end <= length.max(1) || length > limits::QUERY_CHARS_MAX, "{typed:?}: {error}");
            assert!(error.to_string().chars().count() < 2_500, "{error}");
        }
    }
}

/// Marks are stretches of the text that they mark, in order.
fn check_hit(hit: &dateline::search::Hit) {
    for snippet in &hit.snippets {
        let chars = snippet.text.chars().count() as u32;
        let mut last = 0;
        for &(start, end) in &snippet.marks {
            assert!(
                last <= start && start < end && end <= chars,
                "{:?} in {:?}",
                snippet.marks,
                snippet.text
            );
            last = end;
        }
    }
    let title = hit.record.article.title.as_deref().unwrap_or_default().chars().count() as u32;
    assert!(hit.title_marks.iter().all(|&(start, end)| start < end && end <= title));
}

/// What flags take is refused or reads back as it prints.
fn flags(bytes: &[u8]) {
    let typed = text(bytes);
    fn back<T: FromStr + ToString + PartialEq>(typed: &str) {
        if let Ok(value) = typed.parse::<T>() {
            assert!(value.to_string().parse::<T>().ok().is_some_and(|again| again == value), "{typed:?}");
        }
    }
    back::<Cursor>(&typed);
    back::<FacetKind>(&typed);
    back::<PartialDate>(&typed);
    back::<dateline::article::ArticleId>(&typed);
    let _ = typed.parse::<dateline::corpus::FieldMap>();
    let today = chrono::NaiveDate::from_ymd_opt(2024, 2, 29);
    for end in [End::From, End::To] {
        if let Ok(date) = parse_day_bound(&typed, end, today) {
            assert_eq!(date.to_string().parse(), Ok(date), "{typed:?}");
        }
    }
    if let Ok(span) = parse_date_span(&typed, today) {
        assert_eq!(parse_date_span(&span.to_string(), today), Ok(span), "{typed:?}");
        assert!(span.range().from <= span.range().to, "{typed:?}");
    }
}

/// The bytes are read as a file of each kind that they pass for; the first byte chooses its
/// name. No reader fails by a bug of its own, and what it gives stays within the limits.
fn readers(bytes: &[u8]) {
    let (choice, bytes) = bytes.split_first().map_or((0, bytes), |(first, rest)| (*first as usize, rest));
    let extensions: Vec<&str> = FORMATS.iter().flat_map(|f| f.extensions).copied().collect();
    let folder = scratch("readers");
    fs::create_dir_all(&folder).unwrap();
    let path = folder.join(format!("a.{}", extensions[choice % extensions.len()]));
    fs::write(&path, bytes).unwrap();
    read_file(&path);
    let _ = fs::remove_file(&path);
}

fn read_file(path: &Path) {
    let Some(Found::File(file)) = walk(path).next() else { return };
    let mut last = (None, 0);
    let outcome = read(&file, &ReadOptions::default(), &mut |record| {
        if let Some(number) = record.number {
            assert!(record.member != last.0 || number > last.1, "records do not rise");
            last = (record.member.clone(), number);
        }
        match &record.content {
            Content::Article(article) => check_article(article),
            Content::Skipped(fault) => {
                assert!(fault.reason != Reason::Internal, "a reader panicked: {fault}")
            }
            Content::Ignored(_) => {}
        }
        ControlFlow::Continue(())
    });
    if let FileOutcome::Skipped(fault) = outcome {
        assert!(fault.reason != Reason::Internal, "{fault}");
    }
}

fn check_article(article: &Article) {
    let within =
        |text: &Option<String>, most: usize| text.as_ref().is_none_or(|t| t.chars().count() <= most + 2);
    assert!(
        within(&article.title, limits::TITLE_CHARS) && article.body.chars().count() <= limits::BODY_CHARS + 2
    );
    assert!([&article.outlet, &article.byline, &article.url].iter().all(|t| within(t, limits::FIELD_CHARS)));
    assert!(article.keywords.len() <= limits::KEYWORDS);
    if let Some(published) = &article.published {
        assert!(published.second_of_day.is_none_or(|s| s <= 86_400));
    }
}

/// Dates are days of the calendar, and what is found in a text stands there.
fn dates(bytes: &[u8]) {
    let typed = text(bytes);
    let day = chrono::NaiveDate::from_ymd_opt(2024, 2, 29).unwrap();
    let options = pubdate::DateOptions { fetched: Some(day), seen: Some(day), ..Default::default() };
    for found in [pubdate::parse(&typed, &options), pubdate::parse_field(&typed, &Default::default())] {
        let Some(found) = found else { continue };
        assert_eq!(found.date.to_string().parse(), Ok(found.date), "{typed:?}");
        assert!(found.second_of_day.is_none_or(|s| s <= 86_400), "{typed:?}");
        let instant = found.instant.as_deref().map(chrono::DateTime::parse_from_rfc3339);
        assert!(instant.is_none_or(|i| i.is_ok()), "{typed:?}");
    }
    let _ = (pubdate::from_path(&typed), pubdate::from_url(&typed), pubdate::dateline_date(&typed, day));
    let month = DateRange { from: day - chrono::Days::new(28), to: day };
    for found in [
        enrich::dates::find(&typed, None),
        enrich::dates::find(&typed, Some(day)),
        enrich::dates::find_in(&typed, month),
    ] {
        let mut last = 0;
        for one in found {
            assert!(last <= one.start && one.start < one.end, "{typed:?}");
            assert!(typed.get(one.start..one.end).is_some(), "not at characters: {typed:?}");
            assert!(one.date.range.is_none_or(|r| r.from <= r.to), "{typed:?}");
            last = one.end;
        }
    }
    let _ = enrich::dates::filed(&typed, DateRange::day(day));
}

/// What is found in an article stands in it: offsets are of characters and within its text.
fn tagger(bytes: &[u8]) {
    let typed = text(bytes);
    let lang = [None, Some("en"), Some("de"), Some("ru"), Some("zh"), Some("ar")];
    let lang = lang[bytes.first().map_or(0, |b| *b as usize % lang.len())];
    let (title, body) = typed.split_once('\n').unwrap_or(("", &typed));
    let tags = enrich::tagger::tag(title, body, lang);
    for (field, spans) in [(title, &tags.title), (body, &tags.body)] {
        for span in spans {
            assert!(span.start < span.end && field.get(span.start..span.end).is_some(), "{typed:?}");
            assert!((0.0..=1.0).contains(&span.confidence));
            assert!(span.office.as_ref().is_none_or(|office| field.get(office.clone()).is_some()));
        }
    }
    let mentions = enrich::enrich(&Article { lang: lang.map(str::to_owned), ..article(title, body) });
    let (title, body) = (title.chars().count() as u32, body.chars().count() as u32);
    for mention in mentions {
        let most = if mention.field == Field::Title { title } else { body };
        assert!(mention.start < mention.end && mention.end <= most, "{mention:?} in {typed:?}");
    }
}

/// Nothing that is printed steers a terminal or a spreadsheet.
fn screen(bytes: &[u8]) {
    let typed = text(bytes);
    let acts = |c: char| c.is_control() || safe::is_bidi(c) || matches!(c, '\u{2028}' | '\u{2029}');
    assert!(!safe::line(&typed).chars().any(acts), "{typed:?}");
    assert!(!safe::lines(&typed).chars().any(|c| c != '\n' && acts(c)), "{typed:?}");
    let path = safe::path(&typed);
    assert!(!path.chars().any(acts) && (path == typed || safe::line(&typed) != typed));
    let value = FacetValue { value: typed.clone(), label: typed.clone(), count: 1, selected: false };
    let facet = Facet { unit: "articles", values: vec![value], none: 1, more: 0 };
    let mut table = Vec::new();
    csv::facet(&facet, &mut table).unwrap();
    let table = String::from_utf8(table).unwrap();
    assert!(!table.chars().any(|c| !matches!(c, '\n' | '\r') && acts(c)), "{typed:?}");
    let mut rows = ::csv::ReaderBuilder::new().from_reader(table.as_bytes());
    for row in rows.records() {
        for cell in &row.unwrap() {
            assert!(
                !cell.starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠']),
                "{typed:?} gave {cell:?}"
            );
        }
    }
    let mut line = Vec::new();
    dateline::render::json::facet(&facet, &mut line).unwrap();
    let line = String::from_utf8(line).unwrap();
    assert!(!line.chars().any(|c| c != '\n' && acts(c)), "{typed:?}");
    let value: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert_eq!(value["values"][0]["label"], typed.as_str());
}

/// An article of any text is indexed, found by its own words, and marked at characters.
fn snippets(bytes: &[u8]) {
    let typed = text(bytes);
    let (title, body) = typed.split_once('\n').unwrap_or(("", &typed));
    let snapshot = snapshot_of("one", vec![article(title, &format!("{body} Sudzha"))]);
    let own: Vec<&str> =
        dateline::text::words(body).map(|w| w.text).filter(|w| w.len() < 200).take(12).collect();
    let mut asked = vec!["sudzha".to_owned(), "s*".to_owned(), "*".to_owned()];
    asked.extend(own.iter().take(6).map(|word| format!("\"{}\"", word.replace(['"', '\\', '*', '?'], " "))));
    asked.extend(
        own.windows(3)
            .take(3)
            .map(|row| format!("\"{}\"~5", row.join(" ").replace(['"', '\\', '*', '?'], " "))),
    );
    for query in asked.iter().filter_map(|query| parse(query, &ParseOptions::default()).ok()) {
        let Ok(results) = snapshot.search(&query, &SearchOptions::default()) else { continue };
        results.hits.iter().for_each(check_hit);
        if query.input == "sudzha" || query.input == "*" {
            assert_eq!(results.total, 1, "{typed:?}");
        }
    }
}

/// Damaged bytes of the index's own files are refused, or read as something that can be asked
/// without harm.
fn stored(bytes: &[u8]) {
    // Bytes as a record by a book and a dictionary that are sound, and as a book themselves.
    let shelf =
        Book(Wordbook::learn([b" the border at Sudzha, the border, the border".as_slice()].into_iter()));
    let _ = Record::decode(bytes, &shelf, &View::default());
    if let Some(book) = Wordbook::from_bytes(bytes) {
        let _ = (Packer::new(&book).pack(bytes), book.unpack(bytes));
    }
    if let Some(ledger) = Ledger::decode(bytes) {
        let _ = (ledger.articles(), ledger.ids().count());
    }
    if let Some(view) = View::open(bytes.to_vec()) {
        for number in 0..view.len().min(200) {
            let _ = (view.name(number), view.label(number), view.value(number), view.uses(number));
            let _ = (view.kind(number), view.family(number), view.spellings(number));
        }
        let _ = (view.rules(), Builder::from_view(&view).encode());
    }
    let _ = Corrections::parse(Path::new("actors.txt"), bytes);
}

/// A shelf with one book.
struct Book(Wordbook);

impl Books for Book {
    fn book(&self, number: u8) -> Option<&Wordbook> {
        (number == 1).then_some(&self.0)
    }
}

/// Sound bytes of what [`stored`] reads, in whatever form this version writes them.
pub fn stored_seeds() -> Vec<Vec<u8>> {
    let mut builder = Builder::default();
    for (label, value, kind) in [
        ("Alexei Smirnov", "person:alexei-smirnov", ActorKind::Person),
        ("NATO", "org:nato", ActorKind::Organisation),
    ] {
        let (family, class) = (Family::Actor, Class::Kind(kind));
        let number =
            builder.number(Entry { family, label: label.to_owned(), value: value.to_owned(), class });
        builder.used(number);
    }
    let mut ledger = Ledger::default();
    ledger.root_at("/news/wire");
    let all = parse("*", &ParseOptions::default()).unwrap();
    let results = FEW.search(&all, &SearchOptions::default()).unwrap();
    let book = Wordbook::learn([b" the border at Sudzha, the border, the border".as_slice()].into_iter());
    let packer = Packer::new(&book);
    let packing = Packing { book: Some((1, &packer)) };
    let records = results.hits.into_iter().map(|hit| hit.record.encode(&Unnumbered, &packing));
    let records: Vec<Vec<u8>> = records.chain([book.to_bytes()]).collect();
    records
        .into_iter()
        .chain([builder.encode(), ledger.encode(), b"merge a b\nhide c # no\n".to_vec()])
        .collect()
}
