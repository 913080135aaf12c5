//! Every bound on what comes from outside: files, queries, selections.
//!
//! An archive holds files that nobody has looked at: a compressed gigabyte of
//! zeros, a table without line ends. A query may come from a program that pastes whatever it
//! has. Each bound below is far above what news and people need, and low enough that a few
//! threads at once stay within the memory of a small machine and nobody waits for minutes.
//! What goes over a bound is reported with the bound in the message, never lost in silence;
//! `tests/limits.rs` shows each at its last value and one past it.
//!
//! They stand together, below all modules, so that who changes one sees the others.

// Files, and what is packed in them.

/// Bytes that a compressed file of any size may unpack to: 2 GiB. A large one may unpack to
/// more, as archives of the web do; see [`unpacked_bytes`].
pub const UNPACKED_BYTES: u64 = 2 << 30;

/// Unpacked bytes per packed byte that are no reason for suspicion however many they are.
pub const PLAIN_RATIO: u64 = 32;

/// Bytes that so many packed bytes may unpack to.
pub fn unpacked_bytes(packed: u64) -> u64 {
    packed.saturating_mul(PLAIN_RATIO).max(UNPACKED_BYTES)
}

/// Bytes of the dictionary of xz data, which is held in memory. The strongest preset uses
/// 64 MiB.
pub const DICTIONARY_BYTES: u64 = 64 << 20;

/// Bytes of the window of Zstandard data, which is held in memory. 128 MiB, which is the
/// bound of the zstd program too.
pub const WINDOW_BYTES: u64 = 128 << 20;

/// Unpacked bytes per packed byte above which a file counts as a bomb. Text seldom
/// packs better than 20 to 1.
pub const UNPACK_RATIO: u64 = 200;

/// Unpacked bytes below which the ratio is not looked at: short repetitive files
/// are harmless. 64 MiB.
pub const RATIO_FROM_BYTES: u64 = 64 << 20;

/// Packings of one stream around each other (`a.json.gz.zst`) that are taken off.
pub const PACKING_DEPTH: usize = 2;

/// Containers inside each other (a zip in a tar) whose members are read.
pub const CONTAINER_DEPTH: usize = 3;

/// Members of the containers in one file.
pub const MEMBERS: u64 = 1_000_000;

/// Bytes of a container inside another one that must be held whole, since its list of
/// members stands at its end. 128 MiB.
pub const HELD_BYTES: usize = 128 << 20;

/// Bytes of the start of a file that are looked at to tell its format, its
/// columns and how it writes dates. 256 KiB.
pub const HEAD_BYTES: usize = 256 << 10;

// Records and their fields.

/// Bytes of one record: a line of JSON Lines, a row of a table, an element of an
/// array, an SGML record. 16 MiB.
pub const RECORD_BYTES: usize = 16 << 20;

/// Bytes of a file that must be held whole: text, Markdown. 32 MiB.
pub const TEXT_FILE_BYTES: usize = 32 << 20;

/// Bytes of an export of a news database, which must be held whole. 64 MiB.
pub const EXPORT_BYTES: usize = 64 << 20;

/// Bytes of a web page; what is longer is cut, with a warning. 5 MiB.
pub const PAGE_BYTES: usize = 5 << 20;

/// Bytes of a JSON file that is one object, which must be held whole. 256 MiB.
pub const JSON_OBJECT_BYTES: usize = 256 << 20;

/// `char`s of a body; what is longer is cut, with a warning. 8 Mi.
pub const BODY_CHARS: usize = 8 << 20;

/// `char`s of a headline; what is longer is cut, with a warning.
pub const TITLE_CHARS: usize = 500;

/// `char`s of any other field: an outlet, a byline, an address.
pub const FIELD_CHARS: usize = 2_000;

/// Keywords of one article.
pub const KEYWORDS: usize = 256;

/// Times that a table is read anew behind a quote that is never closed.
pub const TABLE_REPAIRS: u32 = 64;

/// Bytes that the documents of an EPUB or ODT file may unpack to. 256 MiB.
pub const BOOK_BYTES: u64 = 256 << 20;

/// Elements of XML in each other; deeper ones are taken for their text.
pub const XML_DEPTH: usize = 128;

/// Elements and texts of one XML document; later ones are taken for their text.
pub const XML_NODES: usize = 2_000_000;

// Queries.

/// `char`s of a query. Fifty times what people type; lists that programs make go into several.
pub const QUERY_CHARS_MAX: usize = 4096;

/// Brackets and negations in each other. Whoever walks over the tree of a query goes as deep,
/// and a stack that runs over cannot be caught.
pub const NESTING_MAX: usize = 64;

/// Words and field values of a query; each word of a phrase counts, for each opens a list of
/// postings.
pub const LEAVES_MAX: usize = 256;

/// `char`s of a word with a wildcard.
pub const WILDCARD_CHARS_MAX: usize = 128;

/// `char`s of a word that is searched for in similar spellings: the work for each word of the
/// index grows with its length.
pub const FUZZY_CHARS_MAX: usize = 64;

/// Words of a query that stand for many: with wildcards, in similar spellings, in exact forms.
/// Each walks over a part of the index's vocabulary.
pub const PATTERNS_MAX: usize = 64;

/// Words of a query that are compared with the whole vocabulary: wildcards behind fewer than
/// [`PATTERN_START_CHARS`] letters, and similar spellings. Each costs as much as a hundred
/// ordinary words.
pub const BROAD_PATTERNS_MAX: usize = 8;

/// Words of the index that all words of a query together may stand for. Each opens a list of
/// documents, of a kilobyte.
pub const FORMS_MAX: usize = 20_000;

/// The same for words whose positions are compared, inside phrases and beside NEAR: there each
/// list is asked for each article.
pub const JOINED_FORMS_MAX: usize = 4_000;

/// `char`s before the first wildcard from which on only a small part of the vocabulary is
/// walked over.
pub const PATTERN_START_CHARS: usize = 2;

/// Names of places, actors and outlets in a query; each is compared with all names of the
/// archive.
pub const NAMES_MAX: usize = 64;

/// Parts that one expression of proximity may join, one inside another counted with it; words
/// of a phrase are one part, alternatives count as the largest of them. The ways in which parts
/// can stand together grow with a power of their number.
pub const PROXIMITY_PARTS_MAX: usize = 16;

/// The widest distance of `NEAR/n`, `PRE/n` and `"…"~n`, in words.
pub const DISTANCE_MAX: u32 = 100;

/// Steps of joining positions that a query may take in any archive; a million take about 20 ms.
pub const STEPS_BASE: u64 = 20_000_000;

/// Further steps for each article of the archive.
pub const STEPS_PER_ARTICLE: u64 = 400;

/// Seconds after which the command gives a query up, unless told otherwise.
pub const DEADLINE_SECONDS: u64 = 30;

/// The highest count that `atleast:` takes.
pub const AT_LEAST_MAX: u32 = 10_000;

// What is selected and counted beside a query.

/// `char`s of a selected value, such as that of `--place`: more than the longest name that an
/// index keeps.
pub const SELECTED_CHARS_MAX: usize = 1_000;

/// Values that are selected in one dimension, such as with `--place`.
pub const SELECTED_MAX: usize = 64;

/// Facets that one search counts; there are fewer different ones.
pub const FACETS_MAX: usize = 32;

// What is exported.

/// `char`s of context on each side of a match. Who wants more wants the text.
pub const KWIC_CONTEXT_CHARS_MAX: usize = 2_000;

/// Bytes of the rows of a concordance that are held to be sorted by their context: 256 MiB, about
/// half a million rows.
pub const KWIC_SORTED_BYTES_MAX: usize = 256 << 20;
