//! How much of a file the readers take before they stop.
//!
//! An archive holds files that nobody has looked at: a compressed gigabyte of
//! zeros, a table without line ends. Each bound below is far above what news
//! needs and low enough that a few threads reading at once stay within the
//! memory of a small machine. What goes over a bound is reported, never lost in
//! silence.

/// Bytes that a compressed file may unpack to: 2 GiB.
pub const UNPACKED_BYTES: u64 = 2 << 30;

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

/// Bytes of one record: a line of JSON Lines, a row of a table, an element of an
/// array, an SGML record. 16 MiB.
pub const RECORD_BYTES: usize = 16 << 20;

/// Bytes of a file that must be held whole: text, Markdown. 32 MiB.
pub const TEXT_FILE_BYTES: usize = 32 << 20;

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
