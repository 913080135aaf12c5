//! Exports of press databases, held against their own numbering.

pub(in crate::corpus) mod export;
pub(in crate::corpus) mod factiva;
pub(in crate::corpus) mod lexis;
pub(in crate::corpus) mod nexis;
pub(in crate::corpus) mod proquest;
