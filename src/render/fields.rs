//! The fields of an exported article, by the names under which they are asked for.
//!
//! A table has cells and a line of JSON has values; [`Fields`] is what both share: which fields, in
//! which order, and the error for one that there is not.
//!
//! ```
//! use dateline::render::fields::{Fields, Form};
//! let fields = Fields::parse("id,date,title", Form::Csv).unwrap();
//! assert_eq!(fields.names(), ["id", "date", "title"]);
//! assert!(Fields::parse("id,colour", Form::Csv).unwrap_err().contains("colour"));
//! ```

use crate::article::ArticleId;
use crate::index::dictionary::View;
use crate::index::{Record, Snapshot, Stories};

/// What rows of fields are written as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Cells of a table.
    Csv,
    /// Values of a JSON object.
    Jsonl,
}

/// One field of an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Id,
    Title,
    Subheads,
    Lead,
    Published,
    Date,
    Precision,
    DateSource,
    Instant,
    Suspect,
    Dating,
    Outlet,
    Byline,
    Lang,
    Url,
    Path,
    Record,
    Format,
    SourceId,
    Section,
    Page,
    Edition,
    Keywords,
    Dateline,
    Captions,
    Story,
    StorySize,
    Places,
    PlaceIds,
    Actors,
    ActorIds,
    Body,
}

/// All fields with their names, in the order in which they are listed.
const NAMES: [(Field, &str); 32] = [
    (Field::Id, "id"),
    (Field::Title, "title"),
    (Field::Date, "date"),
    (Field::Precision, "precision"),
    (Field::DateSource, "date_source"),
    (Field::Instant, "instant"),
    (Field::Suspect, "suspect"),
    (Field::Published, "published"),
    (Field::Dating, "dating"),
    (Field::Outlet, "outlet"),
    (Field::Byline, "byline"),
    (Field::Lang, "lang"),
    (Field::Url, "url"),
    (Field::Path, "path"),
    (Field::Record, "record"),
    (Field::Places, "places"),
    (Field::PlaceIds, "place_ids"),
    (Field::Actors, "actors"),
    (Field::ActorIds, "actor_ids"),
    (Field::Section, "section"),
    (Field::Page, "page"),
    (Field::Edition, "edition"),
    (Field::SourceId, "source_id"),
    (Field::Keywords, "keywords"),
    (Field::Dateline, "dateline"),
    (Field::Story, "story"),
    (Field::StorySize, "story_size"),
    (Field::Format, "format"),
    (Field::Subheads, "subheads"),
    (Field::Lead, "lead"),
    (Field::Captions, "captions"),
    (Field::Body, "body"),
];

/// Fields that have no place in a cell, or are not among the columns unless they are asked for.
const NO_CELL: [Field; 2] = [Field::Published, Field::Dating];
const NOT_UNASKED: [Field; 7] = [
    Field::Instant,
    Field::Suspect,
    Field::StorySize,
    Field::Format,
    Field::Subheads,
    Field::Lead,
    Field::Captions,
];

impl Field {
    pub(super) fn name(self) -> &'static str {
        NAMES.iter().find(|(field, _)| *field == self).map_or("", |(_, name)| name)
    }
}

/// Fields in the order in which they are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fields(pub(super) Vec<Field>);

impl Fields {
    /// Names with commas between them.
    ///
    /// # Errors
    /// What is wrong with them, and which names there are.
    pub fn parse(names: &str, form: Form) -> Result<Fields, String> {
        let known: Vec<(Field, &str)> =
            NAMES.into_iter().filter(|(field, _)| form == Form::Jsonl || !NO_CELL.contains(field)).collect();
        let list = || known.iter().map(|(_, name)| *name).collect::<Vec<_>>().join(", ");
        let mut fields = Vec::new();
        for name in names.split(',').map(str::trim).filter(|name| !name.is_empty()) {
            let Some((field, _)) = known.iter().find(|(_, known)| *known == name) else {
                return Err(format!(
                    "\"{name}\" is no field of an exported article\nuse some of: {}",
                    list()
                ));
            };
            if fields.contains(field) {
                return Err(format!("the field \"{name}\" is named twice\nname each field once"));
            }
            fields.push(*field);
        }
        if fields.is_empty() {
            return Err(format!("no field is named\nuse some of: {}", list()));
        }
        Ok(Fields(fields))
    }

    /// The columns of a table of articles for which none are asked for, with or without the text.
    pub fn columns(text: bool) -> Fields {
        let unasked = |field: &Field| NO_CELL.contains(field) || NOT_UNASKED.contains(field);
        let fields = NAMES.into_iter().map(|(field, _)| field).filter(|field| !unasked(field));
        Fields(fields.filter(|field| text || *field != Field::Body).collect())
    }

    /// The names, in order.
    pub fn names(&self) -> Vec<&'static str> {
        self.0.iter().map(|field| field.name()).collect()
    }

    /// These, and the text behind them.
    #[must_use]
    pub fn with_text(mut self) -> Fields {
        self.0.push(Field::Body);
        self
    }

    /// Whether the text is one of them.
    pub fn has_text(&self) -> bool {
        self.0.contains(&Field::Body)
    }
}

/// What is known of articles beside their records.
#[derive(Debug, Clone, Copy)]
pub struct Known<'k> {
    /// Who is who.
    pub dictionary: &'k View,
    /// Which articles are near-identical.
    pub stories: &'k Stories,
}

impl<'k> Known<'k> {
    /// Of a snapshot.
    pub fn of(snapshot: &'k Snapshot) -> Known<'k> {
        Known { dictionary: snapshot.dictionary(), stories: snapshot.stories() }
    }

    /// The story of an article and how many articles it has.
    pub fn story(&self, record: &Record) -> (ArticleId, u64) {
        let story = self.stories.story(record.number);
        let known = story.and_then(|s| Some((self.stories.id(s)?, self.stories.members(s).len() as u64)));
        known.unwrap_or((record.id, 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_keep_their_order_and_unknown_ones_are_listed() {
        assert_eq!(Fields::parse(" title , id", Form::Csv).unwrap().names(), ["title", "id"]);
        let error = Fields::parse("id,published", Form::Csv).unwrap_err();
        assert!(error.starts_with("\"published\" is no field") && error.contains("date, precision"));
        assert!(Fields::parse("published", Form::Jsonl).is_ok());
        assert!(Fields::parse("id,id", Form::Jsonl).unwrap_err().contains("twice"));
        assert!(Fields::parse(" , ", Form::Jsonl).unwrap_err().starts_with("no field"));
    }

    #[test]
    fn the_text_is_the_last_column() {
        assert_eq!(Fields::columns(true).names().last(), Some(&"body"));
        assert!(!Fields::columns(false).has_text());
    }
}
