//! Markup of every sort taken apart: tags that need not be well-formed, trees of XML, pieces of
//! HTML, records cut out of a stream.

pub(in crate::corpus) mod cutter;
pub(in crate::corpus) mod fragment;
pub(in crate::corpus) mod tags;
pub(in crate::corpus) mod xml;
