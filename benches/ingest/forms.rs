//! One positional form or two: what positions of stems would cost, and what they buy.
//!
//! dateline keeps positions of exact forms only, and of stems how often they occur. The
//! other way is positions of both: then a phrase can be found by its stems
//! (`interest rates` also where `interest rate` stands). With one form, that takes a
//! table from a stem to its exact forms, and a query over all combinations of them.
//! Here both are built with tantivy from dateline's own tokens, and phrases of two
//! words drawn from the articles are asked in each way.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use dateline::text::{self, Stemmer};
use tantivy::collector::Count;
use tantivy::query::{BooleanQuery, Occur, PhraseQuery, Query};
use tantivy::schema::{Field, IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::tokenizer::{PreTokenizedString, Token};
use tantivy::{Index, Searcher, TantivyDocument, Term};

use crate::support::docs::Doc;
use crate::support::draw::{self, Counts};
use crate::support::page::Page;
use crate::support::rng::Rng;
use crate::support::stock::Stock;
use crate::support::table::row;
use crate::support::{Outcome, clock, table};

const PHRASES: usize = 200;
const ROUNDS: usize = 3;
const SEED: u64 = 7;

/// Builds both, asks both, prints what came out.
pub fn compare(stock: &Stock, page: &mut Page) -> Outcome<()> {
    let docs: Vec<Doc> = stock.docs()?.collect::<Outcome<_>>()?;
    let docs = docs.as_slice();
    let mut costs: [Vec<f64>; 2] = Default::default();
    let dirs = [stock.fresh("one"), stock.fresh("two")];
    for _ in 0..ROUNDS {
        for (at, (dir, cost)) in dirs.iter().zip(&mut costs).enumerate() {
            let _ = std::fs::remove_dir_all(dir);
            let (cpu, _, outcome) = clock::process_seconds(|| build(dir, docs, at == 1));
            outcome?;
            cost.push(cpu);
        }
    }
    let mut rows =
        vec![row(["positions of", "CPU s", "words", "lists", "positions", "all, MB", "of the text"])];
    let text: usize = docs.iter().map(|d| d.title.len() + d.body.len()).sum();
    for ((name, dir), cost) in ["exact forms", "exact forms and stems"].iter().zip(&dirs).zip(&mut costs) {
        let size = |ending: &str| bytes_ending(dir, ending) as f64 / 1e6;
        let sizes = ["term", "idx", "pos"].map(size);
        let sum: f64 = sizes.iter().sum();
        let mut cells = vec![(*name).to_owned(), format!("{:.2}", table::median(cost))];
        cells.extend(sizes.iter().chain([&sum]).map(|s| format!("{s:.2}")));
        cells.push(format!("{:.3}", sum * 1e6 / text as f64));
        rows.push(cells);
    }
    page.table(&rows);
    phrases(docs, &Built::open(&dirs[1])?, page)
}

fn bytes_ending(dir: &Path, ending: &str) -> u64 {
    let files = std::fs::read_dir(dir).into_iter().flatten().flatten();
    let files = files.filter(|f| f.path().extension().is_some_and(|e| e == ending));
    files.filter_map(|f| f.metadata().ok()).map(|m| m.len()).sum()
}

fn schema(stems_too: bool) -> (Schema, Field, Field) {
    let field = |record: IndexRecordOption, norms: bool| {
        let indexing = TextFieldIndexing::default().set_tokenizer("raw").set_index_option(record);
        TextOptions::default().set_indexing_options(indexing.set_fieldnorms(norms))
    };
    let frequencies = IndexRecordOption::WithFreqs;
    let positions = IndexRecordOption::WithFreqsAndPositions;
    let mut builder = Schema::builder();
    let stems = builder.add_text_field("stems", field(if stems_too { positions } else { frequencies }, true));
    let exact = builder.add_text_field("exact", field(positions, false));
    (builder.build(), stems, exact)
}

fn build(dir: &Path, docs: &[Doc], stems_too: bool) -> Outcome<()> {
    std::fs::create_dir_all(dir)?;
    let (schema, stems, exact) = schema(stems_too);
    let index = Index::create_in_dir(dir, schema)?;
    let mut writer = index.writer_with_num_threads(1, 256 << 20)?;
    let mut stemmer = Stemmer::new(Some("en"));
    for doc in docs {
        let (mut terms, mut stemmed) = (Vec::new(), Vec::new());
        for (position, word) in text::words(&format!("{}\n{}", doc.title, doc.body)).enumerate() {
            let term = text::term(word.text).into_owned();
            stemmed.push(token(position, stemmer.stem(&term).to_owned()));
            terms.push(token(position, term));
        }
        let mut document = TantivyDocument::default();
        for (field, tokens) in [(stems, stemmed), (exact, terms)] {
            document.add_pre_tokenized_text(field, PreTokenizedString { text: String::new(), tokens });
        }
        writer.add_document(document)?;
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    Ok(())
}

fn token(position: usize, text: String) -> Token {
    Token { offset_from: 0, offset_to: 0, position, text, position_length: 1 }
}

struct Built {
    searcher: Searcher,
    stems: Field,
    exact: Field,
}

impl Built {
    fn open(dir: &Path) -> Outcome<Built> {
        let (_, stems, exact) = schema(true);
        Ok(Built { searcher: Index::open_in_dir(dir)?.reader()?.searcher(), stems, exact })
    }

    fn phrase(field: Field, [a, b]: [&str; 2]) -> Box<dyn Query> {
        Box::new(PhraseQuery::new(vec![Term::from_field_text(field, a), Term::from_field_text(field, b)]))
    }

    fn count(&self, query: &dyn Query) -> Outcome<usize> {
        Ok(self.searcher.search(query, &Count)?)
    }

    /// All combinations of the forms of two stems.
    fn combinations(&self, forms: [&BTreeSet<String>; 2]) -> BooleanQuery {
        let pairs = forms[0].iter().flat_map(|a| forms[1].iter().map(move |b| [a.as_str(), b.as_str()]));
        BooleanQuery::new(pairs.map(|pair| (Occur::Should, Built::phrase(self.exact, pair))).collect())
    }
}

fn phrases(docs: &[Doc], built: &Built, page: &mut Page) -> Outcome<()> {
    let mut stemmer = Stemmer::new(Some("en"));
    let mut forms: HashMap<String, BTreeSet<String>> = HashMap::new();
    let mut counts = Counts::default();
    docs.iter().for_each(|doc| counts.add(doc));
    for word in counts.into_words() {
        forms.entry(stemmer.stem(&word).to_owned()).or_default().insert(word);
    }
    let nothing = BTreeSet::new();
    let mut costs: [Vec<f64>; 3] = Default::default();
    let mut found = [0; 3];
    let overhead = clock::thread_overhead();
    for [a, b] in drawn(docs) {
        let stems = [stemmer.stem(&a).to_owned(), stemmer.stem(&b).to_owned()];
        let [of_a, of_b] = [0, 1].map(|at| forms.get(&stems[at]).unwrap_or(&nothing));
        let ways: [&dyn Fn() -> Outcome<usize>; 3] = [
            &|| built.count(&*Built::phrase(built.exact, [&a, &b])),
            &|| built.count(&built.combinations([of_a, of_b])),
            &|| built.count(&*Built::phrase(built.stems, [&stems[0], &stems[1]])),
        ];
        let mut rounds: [Vec<f64>; 3] = Default::default();
        for _ in 0..ROUNDS {
            for (at, way) in ways.iter().enumerate() {
                let (cost, _, count) = clock::thread_seconds(way);
                rounds[at].push((cost - overhead).max(0.0) * 1e3);
                found[at] += count?;
            }
        }
        costs.iter_mut().zip(rounds).for_each(|(all, mut round)| all.push(table::median(&mut round)));
    }
    let names = ["exact forms", "exact forms, by a table of stems", "stems"];
    let mut rows = vec![row(["phrase of two words, counted, over", "p50 ms", "p99 ms", "mean matches"])];
    for ((name, cost), found) in names.iter().zip(&mut costs).zip(found) {
        let times = [0.5, 0.99].map(|part| format!("{:.3}", table::quantile(cost, part)));
        let mean = format!("{:.1}", found as f64 / (PHRASES * ROUNDS) as f64);
        rows.push(row([name, &times[0], &times[1], &mean]));
    }
    page.table(&rows);
    Ok(())
}

/// Pairs of neighbours that stand in some article.
fn drawn(docs: &[Doc]) -> Vec<[String; 2]> {
    let mut rng = Rng::new(SEED);
    let mut pair = || {
        let parts: Vec<&str> = rng.pick(docs).body.split(' ').collect();
        let at = rng.below(parts.len());
        let (a, b) = (*parts.get(at)?, *parts.get(at + 1)?);
        (draw::is_plain(a) && draw::is_plain(b)).then(|| [a.to_lowercase(), b.to_lowercase()])
    };
    std::iter::repeat_with(&mut pair).take(PHRASES * 1_000).flatten().take(PHRASES).collect()
}
