//! dateline
pub mod article;
pub mod date;
pub mod error;
pub mod text;
