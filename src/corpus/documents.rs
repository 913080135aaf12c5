//! Files of word processors and readers of books.

pub(in crate::corpus) mod document;
pub(in crate::corpus) mod docx;
pub(in crate::corpus) mod epub;
pub(in crate::corpus) mod odt;
pub(in crate::corpus) mod package;
pub(in crate::corpus) mod rtf;
