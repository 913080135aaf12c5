//! dateline
pub mod article;
pub mod corpus;
pub mod date;
pub mod enrich;
pub mod error;
pub mod gazetteer;
pub mod index;
pub mod ingest;
pub mod query;
pub mod render;
pub mod search;
pub mod stats;
pub mod text;
