//! Digitised newspapers as text recognition gives them.

pub(in crate::corpus) mod alto;
pub(in crate::corpus) mod hocr;
pub(in crate::corpus) mod pagexml;
pub(in crate::corpus) mod scan;
