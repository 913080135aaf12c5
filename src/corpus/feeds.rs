//! Feeds and exports of publishing systems.

pub(in crate::corpus) mod feed;
pub(in crate::corpus) mod jsonfeed;
pub(in crate::corpus) mod wordpress;
