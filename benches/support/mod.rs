//! What the benches share: a clock that counts work instead of waiting, the corpus,
//! a plain tantivy index to compare with, and tables.
//!
//! No bench framework: a run takes its contestants in turn, query by query, so that
//! whatever else the machine does hits all of them alike, and reports medians.

// Each bench is a crate of its own and uses a part of this.
#![allow(dead_code)]

pub mod bars;
pub mod chain;
pub mod child;
pub mod clock;
pub mod contest;
pub mod docs;
pub mod draw;
pub mod generate;
pub mod options;
pub mod ours;
pub mod page;
pub mod raw;
pub mod raw_facets;
pub mod request;
pub mod rng;
pub mod stock;
pub mod synthetic;
pub mod table;

/// What a bench does about an error: nothing but say it.
pub type Outcome<T> = Result<T, Box<dyn std::error::Error + Send + Sync>>;
