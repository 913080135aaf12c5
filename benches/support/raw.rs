//! The contestant: tantivy as a short program would use it.
//!
//! Headline and body as `TEXT` (positions, the default tokenizer) and stored; day and month as
//! numbers, the ids of places and actors, found by dateline and given to it, as strings, all of
//! them fast fields. Searched by its own query parser over headline and body, words joined by
//! AND; the best ten read from the store, each with a snippet of its own `SnippetGenerator`.

use std::ops::Bound;
use std::path::Path;

use tantivy::collector::{Collector, Count, TopDocs};
use tantivy::query::{BooleanQuery, Occur, PhrasePrefixQuery, Query, QueryParser, RangeQuery, TermQuery};
use tantivy::schema::{FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TEXT};
use tantivy::snippet::SnippetGenerator;
use tantivy::{DocAddress, Index, IndexWriter, Score, TantivyDocument, Term};

use super::Outcome;
use super::docs::Doc;
use super::raw_facets::{Ordinals, aggregation};
use super::request::Request;

/// Memory of its writer; dateline's takes as much.
pub const WRITER_BYTES: usize = 256 << 20;
const HITS: usize = 10;

/// Its fields.
#[derive(Clone, Copy)]
struct Fields {
    title: Field,
    body: Field,
    day: Field,
    month: Field,
    places: Field,
    actors: Field,
}

fn schema() -> (Schema, Fields) {
    let mut builder = Schema::builder();
    let fields = Fields {
        title: builder.add_text_field("title", TEXT | STORED),
        body: builder.add_text_field("body", TEXT | STORED),
        day: builder.add_i64_field("day", FAST | INDEXED),
        month: builder.add_u64_field("month", FAST),
        places: builder.add_text_field("places", STRING | FAST),
        actors: builder.add_text_field("actors", STRING | FAST),
    };
    (builder.build(), fields)
}

/// Adds documents to the index in a folder.
pub struct Adding {
    writer: IndexWriter,
    fields: Fields,
}

impl Adding {
    /// Opens the index, which is made when missing.
    pub fn new(dir: &Path) -> Outcome<Adding> {
        std::fs::create_dir_all(dir)?;
        let (schema, fields) = schema();
        let directory = tantivy::directory::MmapDirectory::open(dir)?;
        let index = Index::open_or_create(directory, schema)?;
        Ok(Adding { writer: index.writer_with_num_threads(1, WRITER_BYTES)?, fields })
    }

    /// Adds some.
    pub fn add(&mut self, docs: &[Doc]) -> Outcome<()> {
        docs.iter()
            .try_for_each(|doc| Ok(self.writer.add_document(document(doc, self.fields)).map(|_| ())?))
    }

    /// Commits.
    pub fn commit(&mut self) -> Outcome<()> {
        self.writer.commit()?;
        Ok(())
    }

    /// Commits and waits for merges.
    pub fn close(mut self) -> Outcome<()> {
        self.commit()?;
        Ok(self.writer.wait_merging_threads()?)
    }
}

fn document(doc: &Doc, fields: Fields) -> TantivyDocument {
    let mut document = TantivyDocument::default();
    document.add_text(fields.title, &doc.title);
    document.add_text(fields.body, &doc.body);
    doc.day.iter().for_each(|&day| document.add_i64(fields.day, day));
    doc.month.iter().for_each(|&month| document.add_u64(fields.month, month));
    doc.places.iter().for_each(|place| document.add_text(fields.places, place));
    doc.actors.iter().for_each(|actor| document.add_text(fields.actors, actor));
    document
}

/// How much of a request is done.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Work {
    /// The best ten with snippets: block-max pruning may skip most matches.
    TopTen,
    /// Also the exact total, and the facets where the request has them, counted by ordinals in
    /// the shortest collector that does it.
    Whole,
    /// The same, the facets by its own terms aggregation.
    Aggregated,
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
        let (expected, fields) = schema();
        if index.schema() != expected {
            return Err("this index has other fields".into());
        }
        let mut parser = QueryParser::for_index(&index, vec![fields.title, fields.body]);
        parser.set_conjunction_by_default();
        let reader = index.reader_builder().reload_policy(tantivy::ReloadPolicy::Manual).try_into()?;
        Ok(Raw { searcher: reader.searcher(), parser, fields })
    }

    /// How many it holds.
    pub fn articles(&self) -> u64 {
        self.searcher.num_docs()
    }

    /// Carries out a request; gives the number of matches as far as it was counted.
    pub fn answer(&self, request: &Request, work: Work) -> Outcome<u64> {
        let query = self.query(request)?;
        let top = TopDocs::with_limit(HITS).order_by_score();
        let (total, hits) = match work {
            Work::TopTen => (0, self.searcher.search(&query, &top)?),
            Work::Whole if request.facets => self.counted(&query, (top, Count), Ordinals)?,
            Work::Aggregated if request.facets => self.counted(&query, (top, Count), aggregation()?)?,
            Work::Whole | Work::Aggregated => {
                let (hits, total) = self.searcher.search(&query, &(top, Count))?;
                (total, hits)
            }
        };
        self.show(&query, &hits)?;
        Ok(total as u64)
    }

    fn counted<T: Collector<Fruit = (Vec<(Score, DocAddress)>, usize)>>(
        &self,
        query: &dyn Query,
        top: T,
        facets: impl Collector,
    ) -> Outcome<(usize, Vec<(Score, DocAddress)>)> {
        let ((hits, total), facets) = self.searcher.search(query, &(top, facets))?;
        std::hint::black_box(facets);
        Ok((total, hits))
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
        if let Some(place) = &request.place {
            let term = Term::from_field_text(self.fields.places, place);
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
