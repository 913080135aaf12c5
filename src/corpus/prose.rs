//! What all readers do to text: tidying, paragraphs, the conventions of agencies, notes of revision.

pub(in crate::corpus) mod agency;
pub(in crate::corpus) mod clean;
pub(in crate::corpus) mod field;
pub(in crate::corpus) mod marks;
pub(in crate::corpus) mod paragraphs;
pub(in crate::corpus) mod revision;
