//! SeekStorm: single terms, lz4, memory maps, BM25F, two shards, its own highlighter; places and
//! actors as sets of strings, months as ranges. It has no search by the beginning of a word.

use std::collections::HashSet;
use std::path::Path;

use dateline_bench_peers::Outcome;
use dateline_bench_peers::input::{Doc, Request};
use dateline_bench_peers::protocol::{self, Engine};
use seekstorm::commit::Commit;
use seekstorm::highlighter::{Highlight, highlighter};
use seekstorm::index::{
    AccessType, Close, Clustering, Document, DocumentCompression, FieldType, FrequentwordType, IndexArc,
    IndexDocuments, IndexMetaObject, LexicalSimilarity, NgramSet, SchemaField, StemmerType, StopwordType,
    TokenizerType, create_index, open_index,
};
use seekstorm::search::{
    FacetFilter, QueryFacet, QueryRewriting, QueryType, RangeType, ResultType, Search, SearchMode,
};
use seekstorm::vector::Inference;
use serde_json::{Value, json};
use tokio::runtime::Runtime;

const SHARDS: usize = 2;
/// Its days are numbers from 0; ours may be negative.
const DAY_ZERO: i64 = 1 << 30;

/// An index, and what runs its tasks.
struct SeekStorm {
    runtime: Runtime,
    index: IndexArc,
    /// The months to count, as the lower ends of ranges.
    months: Vec<(String, u32)>,
}

fn schema() -> Vec<SchemaField> {
    let text = |name: &str| {
        SchemaField::new(
            name.into(),
            true,
            true,
            false,
            FieldType::Text,
            false,
            name == "body",
            1.0,
            false,
            false,
        )
    };
    let facet = |name: &str, of: FieldType| {
        SchemaField::new(name.into(), false, false, false, of, true, false, 1.0, false, false)
    };
    vec![
        text("title"),
        text("body"),
        facet("day", FieldType::U32),
        facet("month", FieldType::U32),
        facet("places", FieldType::StringSet32),
        facet("actors", FieldType::StringSet32),
    ]
}

fn meta() -> IndexMetaObject {
    IndexMetaObject {
        id: 0,
        name: "news".into(),
        lexical_similarity: LexicalSimilarity::Bm25f,
        tokenizer: TokenizerType::UnicodeAlphanumeric,
        stemmer: StemmerType::None,
        stop_words: StopwordType::None,
        frequent_words: FrequentwordType::English,
        ngram_indexing: NgramSet::SingleTerm as u8,
        document_compression: DocumentCompression::Lz4,
        access_type: AccessType::Mmap,
        spelling_correction: None,
        query_completion: None,
        clustering: Clustering::None,
        inference: Inference::None,
        segment_number_bits: 11,
    }
}

fn document(doc: Doc) -> Document {
    let mut document = Document::new();
    let mut put = |name: &str, value: Value| document.insert(name.to_owned(), value);
    put("title", doc.title.into());
    put("body", doc.body.into());
    put("day", json!(doc.day.map_or(0, |day| day + DAY_ZERO)));
    put("month", json!(doc.month.unwrap_or(0)));
    put("places", doc.places.into());
    put("actors", doc.actors.into());
    document
}

impl SeekStorm {
    async fn search(&self, request: &Request) -> Outcome<u64> {
        let (words, kind) = match request.words.split(" OR ").collect::<Vec<_>>().as_slice() {
            [one] if one.starts_with('"') => (one.trim_matches('"').to_owned(), QueryType::Phrase),
            [one] => ((*one).to_owned(), QueryType::Intersection),
            several => (several.join(" "), QueryType::Union),
        };
        let set =
            |field: &str| QueryFacet::StringSet32 { field: field.into(), prefix: String::new(), length: 10 };
        let months = QueryFacet::U32 {
            field: "month".into(),
            range_type: RangeType::CountWithinRange,
            ranges: self.months.clone(),
        };
        let facets = if request.facets { vec![set("places"), set("actors"), months] } else { Vec::new() };
        let mut filters = Vec::new();
        if let Some((from, to)) = request.days {
            let day = |day: i64| (day + DAY_ZERO) as u32;
            filters.push(FacetFilter::U32 { field: "day".into(), filter: day(from)..day(to + 1) });
        }
        if let Some(place) = &request.place {
            filters.push(FacetFilter::StringSet32 { field: "places".into(), filter: vec![place.clone()] });
        }
        let wanted = if request.facets { ResultType::TopkCount } else { ResultType::Topk };
        let found = self
            .index
            .search(
                words,
                None,
                kind,
                SearchMode::Lexical,
                false,
                0,
                10,
                wanted,
                false,
                Vec::new(),
                facets,
                filters,
                Vec::new(),
                QueryRewriting::SearchOnly,
            )
            .await;
        self.show(&found.query_terms, found.results.iter().map(|r| r.doc_id)).await?;
        std::hint::black_box(&found.facets);
        Ok(if request.facets { found.result_count_total } else { found.results.len() } as u64)
    }

    async fn show(&self, terms: &[String], hits: impl Iterator<Item = usize>) -> Outcome<()> {
        let snippet = Highlight {
            field: "body".into(),
            fragment_number: 2,
            fragment_size: 160,
            highlight_markup: true,
            ..Highlight::default()
        };
        let marker = Some(highlighter(&self.index, vec![snippet], terms.to_vec()).await);
        let index = self.index.read().await;
        for hit in hits {
            std::hint::black_box(index.get_document(hit, false, &marker, &HashSet::new(), &[]).await?);
        }
        Ok(())
    }
}

impl Engine for SeekStorm {
    const NAME: &'static str = "seekstorm";

    fn create(dir: &Path) -> Outcome<SeekStorm> {
        let runtime = Runtime::new()?;
        let (schema, synonyms) = (schema(), Vec::new());
        let made = create_index(dir, meta(), &schema, &synonyms, true, Some(SHARDS));
        let index = runtime.block_on(made)?;
        Ok(SeekStorm { runtime, index, months: Vec::new() })
    }

    fn add(&mut self, docs: Vec<Doc>) -> Outcome<()> {
        let docs = docs.into_iter().map(document).collect();
        self.runtime.block_on(self.index.index_documents(docs));
        Ok(())
    }

    fn close(self) -> Outcome<()> {
        self.runtime.block_on(async {
            self.index.commit().await;
            self.index.close().await;
        });
        Ok(())
    }

    fn open(dir: &Path) -> Outcome<SeekStorm> {
        let runtime = Runtime::new()?;
        let index = runtime.block_on(open_index(dir))?;
        // Months from 1980 on; it counts no more ranges than are given.
        let months = (1980 * 12..2030 * 12).map(|month| (month.to_string(), month)).collect();
        Ok(SeekStorm { runtime, index, months })
    }

    fn answer(&mut self, request: &Request) -> Outcome<Option<u64>> {
        if request.prefix.is_some() {
            return Ok(None);
        }
        self.runtime.block_on(self.search(request)).map(Some)
    }
}

fn main() -> Outcome<()> {
    protocol::run::<SeekStorm>()
}
