//! Where bytes stand, and what is known of them before they are read.

use chrono::NaiveDate;

use crate::corpus::walk::SourceFile;

/// Where the bytes of a record's container stand: a file, or a member of one.
#[derive(Debug, Clone)]
pub(super) struct Place<'a> {
    pub(super) file: &'a SourceFile,
    /// The path inside the file, parts of nested containers joined by `!/`.
    pub(super) member: Option<String>,
    /// Whether the member's path was given by its author, so that it may hold a date; a
    /// crawler's is not.
    pub(super) named: bool,
    pub(super) hints: Hints,
}

/// What the container says of a member.
#[derive(Debug, Clone, Default)]
pub(super) struct Hints {
    /// The address it was fetched from.
    pub(super) url: Option<String>,
    /// Its media type without parameters, lower case (`text/html`).
    pub(super) media_type: Option<String>,
    /// The label of its encoding.
    pub(super) charset: Option<String>,
    /// The day on which it was fetched: no article can be younger.
    pub(super) fetched: Option<NaiveDate>,
}

impl<'a> Place<'a> {
    /// A file of the corpus.
    pub(super) fn of(file: &'a SourceFile) -> Place<'a> {
        Place { file, member: None, named: true, hints: Hints::default() }
    }

    /// A member of what stands here.
    pub(super) fn inside(&self, name: &[u8], named: bool, hints: Hints) -> Place<'a> {
        let name = crate::corpus::walk::shown_bytes(name);
        let member = match &self.member {
            Some(outer) => format!("{outer}!/{name}"),
            None => name,
        };
        Place { file: self.file, member: Some(member), named: named && self.named, hints }
    }

    /// The innermost name, by which a format may be told.
    pub(super) fn name(&self) -> &str {
        let name = self.member.as_deref().unwrap_or(&self.file.relative);
        name.rsplit_once("!/").map_or(name, |(_, inner)| inner)
    }

    /// The path that may hold a date of publication.
    pub(super) fn dated_path(&self) -> String {
        match &self.member {
            Some(member) if self.named => format!("{}/{member}", self.file.relative),
            _ => self.file.relative.clone(),
        }
    }
}
