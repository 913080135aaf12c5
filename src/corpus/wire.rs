//! Formats in which agencies send their stories, and what a story's text looks like in them.

pub(in crate::corpus) mod anpa1312;
pub(in crate::corpus) mod desk;
pub(in crate::corpus) mod iptc7901;
pub(in crate::corpus) mod newsml1;
pub(in crate::corpus) mod newsml2;
pub(in crate::corpus) mod newsxml;
pub(in crate::corpus) mod ninjs;
pub(in crate::corpus) mod nitf;
pub(in crate::corpus) mod rcv1;
pub(in crate::corpus) mod story;
pub(in crate::corpus) mod telegraph;
