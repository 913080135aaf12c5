//! Collections of research in an SGML of their own: Reuters-21578, TREC and Gigaword, TIME.

pub(in crate::corpus) mod reuters;
pub(in crate::corpus) mod startext;
pub(in crate::corpus) mod trec;
