//! JSON and tables: values by the names that news data gives its columns.

pub(in crate::corpus) mod json;
pub(in crate::corpus) mod names;
pub(in crate::corpus) mod record;
pub(in crate::corpus) mod rows;
pub(in crate::corpus) mod split;
pub(in crate::corpus) mod table;
