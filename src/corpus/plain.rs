//! Plain text and Markdown.

pub(in crate::corpus) mod frontmatter;
pub(in crate::corpus) mod inline;
pub(in crate::corpus) mod markdown;
pub(in crate::corpus) mod text;
