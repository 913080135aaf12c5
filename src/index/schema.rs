//! The schema, written once: which fields the engine holds and what each is for.
//!
//! Words are indexed in two forms. *Stems*, with frequencies but no positions, find
//! and rank plain words. *Exact* folded forms, with positions, serve phrases,
//! proximity, wildcards and fuzzy words; beside a form whose spelling differs from
//! its folded one (`ISIS`, `Müller`) stands the spelling itself, marked with `=`, at
//! the same position; where sentences and paragraphs begin stand marks. One positional form instead of two keeps the words' part of the index a
//! quarter smaller, and phrases of names exact (`docs/performance.md` has the measurement).
//!
//! Facets are numbers from one dictionary of the whole index ([`super::dictionary`]),
//! so that counts from different segments add up without comparing strings.

use tantivy::IndexSettings;
use tantivy::schema::{
    FAST, Field, INDEXED, IndexRecordOption, NumericOptions, STORED, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::store::Compressor;

/// The version of the schema and of everything written beside it. Raised with each
/// change that an older or newer program could not read.
pub const FORMAT_VERSION: u32 = 5;

/// Positions between the headline's last word and the body's first, so that no
/// phrase or proximity reaches across.
pub const POSITION_GAP: usize = 128;

/// Bytes of a block of the document store: several records, so that the list of blocks is short.
const STORE_BLOCK_BYTES: usize = 4 << 10;

/// In front of an exact spelling in the positional fields.
pub const EXACT_MARK: char = '=';

/// Stands in the positional fields where a paragraph begins, and with it a sentence.
pub const PARAGRAPH_MARK: &str = "¶";

/// Stands in the positional fields where any other sentence begins.
pub const SENTENCE_MARK: &str = ".";

/// Whether a term of a positional field is a folded form of a word, and neither an exact spelling
/// nor a mark.
pub fn is_form(term: &str) -> bool {
    !term.starts_with(EXACT_MARK) && term != PARAGRAPH_MARK && term != SENTENCE_MARK
}

/// The fields, by what they are for.
#[derive(Debug, Clone, Copy)]
pub struct Fields {
    /// The article's id as a number; the key for replacing and removing.
    pub id: Field,
    /// The article's permanent dense number, by which side tables refer to it.
    pub number: Field,
    /// Stems of headline and body, and of what stands between them: secondary headlines, lead.
    pub stems: Field,
    /// Stems of the headline.
    pub title_stems: Field,
    /// Stems of the lead.
    pub lead_stems: Field,
    /// Exact forms of headline and body, with positions.
    pub text: Field,
    /// Exact forms of the headline, with positions.
    pub title: Field,
    /// Exact forms of the lead, with positions.
    pub lead: Field,
    /// Exact forms of the byline, with positions.
    pub byline: Field,
    /// Exact forms of the dateline, with positions.
    pub dateline_text: Field,
    /// Exact forms of captions, with positions.
    pub caption: Field,
    /// Exact forms of what stood around the text and is none of it, with positions.
    pub aside: Field,
    /// First day in the high part and second of that day in the low part: see
    /// [`super::record::Moment`]. Absent when the date is unknown.
    pub moment: Field,
    /// Last day that the date can mean, as a day number.
    pub last_day: Field,
    /// Where the date was found ([`crate::article::DateSource`] as a number).
    pub date_source: Field,
    /// Why the date is to be doubted (places in [`crate::article::Suspicion::NAMES`]); absent when it
    /// is not.
    pub suspect: Field,
    /// The periods that headline and text speak of, as numbers: [`super::spoken`].
    pub spoken: Field,
    /// Facet numbers of the places mentioned and of all that contain them.
    pub places: Field,
    /// Facet numbers of the places where it was filed, and of all that contain them.
    pub dateline_places: Field,
    /// Facet numbers of the places it is about, and of all that contain them.
    pub about_places: Field,
    /// Facet numbers of the actors, as they were found (before merging).
    pub actors: Field,
    /// Facet number of the outlet.
    pub outlet: Field,
    /// Facet number of the language.
    pub lang: Field,
    /// Everything that is shown of an article: [`super::record::Record`].
    pub record: Field,
}

impl Fields {
    /// Builds the schema and remembers its fields.
    pub fn build() -> (Schema, Fields) {
        let mut builder = Schema::builder();
        let stems = text(IndexRecordOption::WithFreqs, true);
        let exact = text(IndexRecordOption::WithFreqsAndPositions, false);
        let column = NumericOptions::default().set_fast();
        let facet = NumericOptions::default() | FAST | INDEXED;
        let fields = Fields {
            id: builder.add_u64_field("id", FAST | INDEXED),
            number: builder.add_u64_field("number", column.clone()),
            stems: builder.add_text_field("stems", stems.clone()),
            title_stems: builder.add_text_field("title_stems", stems.clone()),
            lead_stems: builder.add_text_field("lead_stems", stems),
            text: builder.add_text_field("text", exact.clone()),
            title: builder.add_text_field("title", exact.clone()),
            lead: builder.add_text_field("lead", exact.clone()),
            byline: builder.add_text_field("byline", exact.clone()),
            dateline_text: builder.add_text_field("dateline_text", exact.clone()),
            caption: builder.add_text_field("caption", exact.clone()),
            aside: builder.add_text_field("aside", exact),
            moment: builder.add_i64_field("moment", column.clone()),
            last_day: builder.add_i64_field("last_day", column.clone()),
            date_source: builder.add_u64_field("date_source", column.clone()),
            suspect: builder.add_u64_field("suspect", column),
            spoken: builder.add_u64_field("spoken", facet.clone()),
            places: builder.add_u64_field("places", facet.clone()),
            dateline_places: builder.add_u64_field("dateline_places", INDEXED),
            about_places: builder.add_u64_field("about_places", INDEXED),
            actors: builder.add_u64_field("actors", facet.clone()),
            outlet: builder.add_u64_field("outlet", facet.clone()),
            lang: builder.add_u64_field("lang", facet),
            record: builder.add_bytes_field("record", STORED),
        };
        (builder.build(), fields)
    }
}

/// How the engine stores documents. Records are packed already ([`super::wordbook`]), so its own
/// compression would cost time and gain nothing, and in blocks of the size of one record a
/// document is read without its neighbours.
pub fn settings() -> IndexSettings {
    IndexSettings {
        docstore_compression: Compressor::None,
        docstore_compress_dedicated_thread: false,
        docstore_blocksize: STORE_BLOCK_BYTES,
        ..IndexSettings::default()
    }
}

/// A text field whose words arrive already cut and folded.
fn text(record: IndexRecordOption, norms: bool) -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(super::tokens::NAME)
        .set_index_option(record)
        .set_fieldnorms(norms);
    TextOptions::default().set_indexing_options(indexing)
}
