//! Containers that hand their members back: archives, and what crawlers have kept.

pub(in crate::corpus) mod arc;
pub(in crate::corpus) mod capture;
#[cfg(test)]
pub(in crate::corpus) mod damage;
pub(in crate::corpus) mod http;
pub(in crate::corpus) mod tar;
pub(in crate::corpus) mod warc;
pub(in crate::corpus) mod zip;
