//! Streams of bytes: packings taken off, encodings, lines and blocks, a look ahead.

pub(in crate::corpus) mod ahead;
pub(in crate::corpus) mod block;
pub(in crate::corpus) mod decode;
pub(in crate::corpus) mod lines;
pub(in crate::corpus) mod packing;
