//! The contestant: tantivy as a short program would use it.
//!
//! Headline and body as `TEXT` (positions, the default tokenizer) and stored; the
//! numbers of places, actors, day and month, found by dateline and given to it, as
//! fast fields. Searched by its own query parser over headline and body, words joined
//! by AND; the best ten read from the store, each with a snippet of its own
//! `SnippetGenerator`.

use std::ops::Bound;
use std::path::Path;

use tantivy::collector::{Collector, Count, SegmentCollector, TopDocs};
use tantivy::columnar::Column;
use tantivy::query::{BooleanQuery, Occur, PhrasePrefixQuery, Query, QueryParser, RangeQuery, TermQuery};
use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, STORED, Schema, TEXT};
use tantivy::snippet::SnippetGenerator;
use tantivy::{DocAddress, DocId, Index, Score, SegmentOrdinal, SegmentReader, TantivyDocument, Term};

use super::Outcome;
use super::corpus::Doc;

/// Memory of its writer; dateline's takes as much.
const WRITER_BYTES: usize = 256 << 20;
const HITS: usize = 10;

/// Its fields.
#[derive(Clone, Copy)]
pub struct Fields {
    title: Field,
    body: Field,
    day: Field,
    month: Field,
    places: Field,
    actors: Field,
}

/// The schema.
pub fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let fields = Fields {
        title: builder.add_text_field("title", TEXT | STORED),
        body: builder.add_text_field("body", TEXT | STORED),
        day: builder.add_i64_field("day", FAST | INDEXED),
        month: builder.add_u64_field("month", FAST),
        places: builder.add_u64_field("places", FAST | INDEXED),
        actors: builder.add_u64_field("actors", FAST | INDEXED),
    };
    (builder.build(), fields)
}

/// Adds documents to the index in a folder, which is made when missing.
pub fn add(dir: &Path, docs: &[Doc]) -> Outcome<()> {
    std::fs::create_dir_all(dir)?;
    let (schema, fields) = schema();
    let directory = tantivy::directory::MmapDirectory::open(dir)?;
    let index = Index::open_or_create(directory, schema)?;
    let mut writer = index.writer_with_num_threads(1, WRITER_BYTES)?;
    for doc in docs {
        writer.add_document(document(doc, fields))?;
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    Ok(())
}

fn document(doc: &Doc, fields: Fields) -> TantivyDocument {
    let mut document = TantivyDocument::default();
    document.add_text(fields.title, &doc.title);
    document.add_text(fields.body, &doc.body);
    doc.day.iter().for_each(|&day| document.add_i64(fields.day, day));
    doc.month.iter().for_each(|&month| document.add_u64(fields.month, month));
    doc.places.iter().for_each(|&place| document.add_u64(fields.places, place));
    doc.actors.iter().for_each(|&actor| document.add_u64(fields.actors, actor));
    document
}

/// What is asked beside the words.
#[derive(Clone, Debug, Default)]
pub struct Request {
    /// In the syntax that both parsers know: `a b`, `a OR b`, `"a b"`.
    pub words: String,
    /// The beginning of a word, instead of `words`.
    pub prefix: Option<String>,
    /// First and last day number.
    pub days: Option<(i64, i64)>,
    /// A place that must be mentioned.
    pub place: Option<u64>,
    /// Whether places, actors and months are counted.
    pub facets: bool,
}

/// How much of a request is done.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// The best ten with snippets: block-max pruning may skip most matches.
    TopTen,
    /// Also the exact total, and the facets where the request has them.
    Whole,
}

/// An opened index.
pub struct Raw {
    searcher: tantivy::Searcher,
    parser: QueryParser,
    fields: Fields,
}

impl Raw {
    /// Opens the index in a folder.
    pub fn open(dir: &Path) -> Outcome<Raw> {
        let index = Index::open_in_dir(dir)?;
        let (_, fields) = schema();
        let mut parser = QueryParser::for_index(&index, vec![fields.title, fields.body]);
        parser.set_conjunction_by_default();
        let reader = index.reader_builder().reload_policy(tantivy::ReloadPolicy::Manual).try_into()?;
        Ok(Raw { searcher: reader.searcher(), parser, fields })
    }

    /// Carries out a request; gives the number of matches as far as it was counted.
    pub fn answer(&self, request: &Request, work: Work) -> Outcome<usize> {
        let query = self.query(request)?;
        let top = TopDocs::with_limit(HITS).order_by_score();
        let (total, hits) = match work {
            Work::TopTen => (0, self.searcher.search(&query, &top)?),
            Work::Whole if request.facets => {
                let ((hits, total), facets) = self.searcher.search(&query, &((top, Count), Facets))?;
                std::hint::black_box(facets.map(best_ten));
                (total, hits)
            }
            Work::Whole => {
                let (hits, total) = self.searcher.search(&query, &(top, Count))?;
                (total, hits)
            }
        };
        self.show(&query, &hits)?;
        Ok(total)
    }

    fn show(&self, query: &dyn Query, hits: &[(Score, DocAddress)]) -> Outcome<()> {
        let generator = SnippetGenerator::create(&self.searcher, query, self.fields.body)?;
        for (_, address) in hits {
            let document: TantivyDocument = self.searcher.doc(*address)?;
            std::hint::black_box(generator.snippet_from_doc(&document));
        }
        Ok(())
    }

    fn query(&self, request: &Request) -> Outcome<BooleanQuery> {
        let words = match &request.prefix {
            Some(prefix) => self.prefix(prefix),
            None => self.parser.parse_query(&request.words)?,
        };
        let mut clauses = vec![(Occur::Must, words)];
        if let Some((from, to)) = request.days {
            let day = |day| Bound::Included(Term::from_field_i64(self.fields.day, day));
            clauses.push((Occur::Must, Box::new(RangeQuery::new(day(from), day(to)))));
        }
        if let Some(place) = request.place {
            let term = Term::from_field_u64(self.fields.places, place);
            clauses.push((Occur::Must, Box::new(TermQuery::new(term, IndexRecordOption::Basic))));
        }
        Ok(BooleanQuery::new(clauses))
    }

    /// Its own prefix query: a constant score, and no more than 50 words of the vocabulary.
    fn prefix(&self, prefix: &str) -> Box<dyn Query> {
        let fields = [self.fields.title, self.fields.body];
        let parts = fields.map(|field| {
            let term = Term::from_field_text(field, prefix);
            (Occur::Should, Box::new(PhrasePrefixQuery::new(vec![term])) as Box<dyn Query>)
        });
        Box::new(BooleanQuery::new(parts.into()))
    }
}

/// The ten most frequent numbers.
fn best_ten(counts: Vec<u32>) -> Vec<(u32, usize)> {
    let counted = counts.into_iter().enumerate().filter(|(_, n)| *n > 0);
    let mut found: Vec<(u32, usize)> = counted.map(|(number, n)| (n, number)).collect();
    found.sort_unstable_by(|a, b| b.cmp(a));
    found.truncate(10);
    found
}

/// Counts places, actors and months: the shortest collector that does it.
struct Facets;

struct SegmentFacets {
    columns: [Column<u64>; 3],
    counts: [Vec<u32>; 3],
}

impl Collector for Facets {
    type Fruit = [Vec<u32>; 3];
    type Child = SegmentFacets;

    fn for_segment(&self, _: SegmentOrdinal, reader: &SegmentReader) -> tantivy::Result<SegmentFacets> {
        let column = |name: &str| reader.fast_fields().u64(name);
        let columns = [column("places")?, column("actors")?, column("month")?];
        let counts = std::array::from_fn(|at| vec![0; columns[at].max_value() as usize + 1]);
        Ok(SegmentFacets { columns, counts })
    }

    fn requires_scoring(&self) -> bool {
        false
    }

    fn merge_fruits(&self, fruits: Vec<[Vec<u32>; 3]>) -> tantivy::Result<[Vec<u32>; 3]> {
        let mut sums: [Vec<u32>; 3] = Default::default();
        for (at, counts) in fruits.iter().flat_map(|f| f.iter().enumerate()) {
            let sum = &mut sums[at];
            sum.resize(sum.len().max(counts.len()), 0);
            sum.iter_mut().zip(counts).for_each(|(sum, n)| *sum += n);
        }
        Ok(sums)
    }
}

impl SegmentCollector for SegmentFacets {
    type Fruit = [Vec<u32>; 3];

    fn collect(&mut self, doc: DocId, _: Score) {
        for (column, counts) in self.columns.iter().zip(&mut self.counts) {
            for number in column.values_for_doc(doc) {
                counts[number as usize] += 1;
            }
        }
    }

    fn harvest(self) -> [Vec<u32>; 3] {
        self.counts
    }
}
