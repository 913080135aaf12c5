//! A search engine over a news archive: full text, and exact facets by place, actor
//! and date, embedded and offline.
//!
//! ```
//! use dateline::{Archive, Article, SearchOptions, ingest, query};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! # let dir = std::env::temp_dir().join(format!("dateline-front-page-{}", std::process::id()));
//! # let _ = std::fs::remove_dir_all(&dir);
//! let archive = Archive::open_or_create(&dir)?;
//! let body = "KURSK, Aug 8 - Ukrainian troops crossed the border near Sudzha, said Alexei Smirnov.";
//! let article = Article { title: Some("Border crossed".into()), body: body.into(), ..Article::default() };
//! ingest::add(&archive, "my articles", [article], &Default::default())?;
//!
//! let options = SearchOptions { facets: vec!["place".parse()?, "actor".parse()?], ..Default::default() };
//! let results = archive.snapshot()?.search(&query::parse("border", &Default::default())?, &options)?;
//! for hit in &results.hits {
//!     println!("{} {}", hit.record.id, hit.snippets[0].text);
//! }
//! for (kind, facet) in &results.facets {
//!     println!("{kind}: {:?}", facet.values);
//! }
//! # assert_eq!(results.total, 1);
//! # assert!(results.facets[0].1.values.iter().any(|v| v.label == "Sudzha"));
//! # std::fs::remove_dir_all(&dir)?;
//! # Ok(())
//! # }
//! ```
//!
//! Files and folders are indexed with [`ingest::ingest`], which reads only what changed.
//! The way an article travels: [`corpus`] reads it, [`mod@enrich`] finds places, actors and
//! dates in it, [`index`] keeps it; a [`mod@query`] is carried out by [`search`] on a
//! [`Snapshot`] of the index, which later commits do not change; [`render`] prints.
//!
//! The library prints nothing and does not read the environment.

// What comes from a file, a query or a damaged index must not be able to panic; where it is read
// and counted, no number may lose its upper part either.
#![cfg_attr(
    not(test),
    warn(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::unreachable,
        clippy::unimplemented,
        clippy::indexing_slicing,
        clippy::string_slice
    )
)]
// Module headers explain the parts to those who read the code.
#![allow(rustdoc::private_intra_doc_links)]
// The library returns data; only the command prints.
#![warn(clippy::print_stdout, clippy::print_stderr)]

pub mod article;
#[cfg_attr(not(test), warn(clippy::cast_possible_truncation))]
pub mod corpus;
pub mod date;
pub mod enrich;
pub mod error;
pub mod gazetteer;
#[cfg_attr(not(test), warn(clippy::cast_possible_truncation))]
pub mod index;
pub mod ingest;
pub mod limits;
#[cfg_attr(not(test), warn(clippy::cast_possible_truncation))]
pub mod query;
#[cfg_attr(not(test), warn(clippy::cast_possible_truncation))]
pub mod render;
pub mod search;
pub mod stats;
pub mod text;
pub mod watch;

pub use article::Article;
pub use error::{Error, Result};
pub use index::{Archive, Snapshot};
pub use search::{Results, SearchOptions};
