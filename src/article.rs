//! The shared nouns: an article as its source gives it, and what is found in it.
//!
//! A reader turns a record of a file into an [`Article`]; the finders add
//! [`Mention`]s; the index stores both. Nothing here knows how any of that is
//! done. Offsets are always `char`s from the start of the field, half-open.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::date::{DateRange, PartialDate};

mod dating;

pub use dating::{Calendar, Dating, Implausible, Note, Rung, Suspicion, Verdict};

/// One news item, as its source gives it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Article {
    /// The article's id in its source (the `id` of a JSON record, a NEWID), as text.
    pub source_id: Option<String>,
    /// The headline.
    pub title: Option<String>,
    /// Secondary headlines under it, in order.
    pub subheads: Vec<String>,
    /// A summary that the source keeps apart from the text: standfirst, abstract, teaser.
    pub lead: Option<String>,
    /// The text, paragraphs separated by a blank line where the source tells them apart.
    pub body: String,
    /// Captions of pictures and films, which are no part of the text.
    pub captions: Vec<String>,
    /// What stood in or around the text and is none of it: credits, invitations to subscribe,
    /// notes to editors.
    pub asides: Vec<String>,
    /// When it was published, as far as the source says.
    pub published: Option<Published>,
    /// How the date is known: every place that says one.
    pub dating: Dating,
    /// When it was last changed, as far as the source says.
    pub updated: Option<Published>,
    /// What else it is to an earlier article: a correction, an update, a withdrawal.
    pub revision: Option<Revision>,
    /// What sort of page or item it is, where it is more or less than an article.
    pub form: Option<Form>,
    /// Who published it: a newspaper, an agency, a site.
    pub outlet: Option<String>,
    /// Who wrote it, as printed, without the word "by".
    pub byline: Option<String>,
    /// The words of the line that says where and when it was filed (`KURSK, Aug 8`),
    /// without the agency and the dash.
    pub dateline: Option<String>,
    /// Where it stands on the web.
    pub url: Option<String>,
    /// BCP 47 language tag, lower case (`en`, `pt-br` is shortened to `pt`).
    pub lang: Option<String>,
    /// Desk, section or category.
    pub section: Option<String>,
    /// The page of the printed issue on which it begins, as the source writes it (`A1`, `12`).
    pub page: Option<String>,
    /// The edition of that issue (`Late Edition - Final`).
    pub edition: Option<String>,
    /// Topic words or codes given by the source.
    pub keywords: Vec<String>,
    /// How sure text recognition was of its words on average, in thousandths.
    pub ocr_confidence: Option<u16>,
}

/// What an article is to an earlier one of its source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Revision {
    /// What was done.
    pub kind: RevisionKind,
    /// The earlier article, by its id or address in the source, when it is named.
    pub of: Option<String>,
    /// The words in which the source says what has changed.
    pub note: Option<String>,
}

/// What a revision does to the earlier article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum RevisionKind {
    /// It puts a fault right.
    Correction,
    /// It tells more.
    Update,
    /// It takes it back.
    Withdrawal,
}

impl RevisionKind {
    /// The name in the interface.
    pub fn as_str(self) -> &'static str {
        match self {
            RevisionKind::Correction => "correction",
            RevisionKind::Update => "update",
            RevisionKind::Withdrawal => "withdrawal",
        }
    }
}

/// What an item is where it is not simply an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Form {
    /// A running account of many short entries.
    LiveBlog,
    /// Pictures with captions.
    Gallery,
    /// A film or recording with a few words about it.
    Video,
    /// Only the beginning of an article: the rest stands behind a paywall.
    Teaser,
    /// A scanned page or zone of a newspaper, as text recognition gives it.
    Scan,
}

impl Form {
    /// The name in the interface.
    pub fn as_str(self) -> &'static str {
        match self {
            Form::LiveBlog => "live_blog",
            Form::Gallery => "gallery",
            Form::Video => "video",
            Form::Teaser => "teaser",
            Form::Scan => "scan",
        }
    }
}

/// When an article was published, and how that is known.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Published {
    /// The day, month or year, as local to the source; never shifted to UTC.
    pub date: PartialDate,
    /// The exact time in RFC 3339, only when the source gave time and zone.
    pub instant: Option<String>,
    /// Seconds since local midnight, when the source gave a time.
    pub second_of_day: Option<u32>,
    /// Where the date was found.
    pub source: DateSource,
    /// The date as the source wrote it.
    pub raw: String,
}

impl Published {
    /// How precise the date is, in the words of the interface.
    pub fn precision(&self) -> &'static str {
        match (self.date.month(), self.date.day(), &self.instant) {
            (Some(_), Some(_), Some(_)) => "instant",
            (Some(_), Some(_), None) => "day",
            (Some(_), None, _) => "month",
            (None, ..) => "year",
        }
    }
}

/// Where a publication date was found, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum DateSource {
    /// A date field or header line of the record itself.
    Header,
    /// Metadata around the text (a front matter, a meta element).
    Metadata,
    /// The article's address (`/2019/05/13/`).
    Url,
    /// The line that says where and when it was filed.
    Dateline,
    /// Words in the text.
    Text,
    /// The name of the file or of a folder above it.
    Path,
    /// The file's modification time; only when the user admits it.
    Mtime,
}

impl DateSource {
    /// All of them, best first.
    pub const ALL: [DateSource; 7] = [
        DateSource::Header,
        DateSource::Metadata,
        DateSource::Url,
        DateSource::Dateline,
        DateSource::Text,
        DateSource::Path,
        DateSource::Mtime,
    ];

    /// The name in the interface (`datesrc:url`).
    pub fn as_str(self) -> &'static str {
        match self {
            DateSource::Header => "header",
            DateSource::Metadata => "metadata",
            DateSource::Url => "url",
            DateSource::Dateline => "dateline",
            DateSource::Text => "text",
            DateSource::Path => "path",
            DateSource::Mtime => "mtime",
        }
    }
}

/// Names one article for as long as the archive keeps it: twelve characters of
/// base 32, in the order of the number behind them.
///
/// Not tantivy's `DocId`: that one counts documents inside a segment and changes
/// whenever segments merge.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct ArticleId(u64);

/// Digits and letters in ASCII order without `i`, `l`, `o` and `u`, which are
/// easily misread (Crockford's base 32).
const BASE32: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const ID_CHARS: usize = 12;

impl ArticleId {
    /// The id with this number; only the lowest 60 bits count.
    pub fn from_number(number: u64) -> ArticleId {
        ArticleId(number & ((1 << (5 * ID_CHARS)) - 1))
    }

    /// The number behind the id.
    pub fn number(self) -> u64 {
        self.0
    }
}

impl fmt::Display for ArticleId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for at in (0..ID_CHARS).rev() {
            let digit = (self.0 >> (5 * at)) & 31;
            let letter = BASE32.get(digit as usize).copied().unwrap_or(b'0');
            write!(f, "{}", char::from(letter))?;
        }
        Ok(())
    }
}

impl std::str::FromStr for ArticleId {
    type Err = String;

    fn from_str(text: &str) -> Result<ArticleId, String> {
        let wrong = || format!("\"{text}\" is not an article id: twelve letters and digits");
        if text.len() != ID_CHARS {
            return Err(wrong());
        }
        let mut number = 0;
        for byte in text.bytes() {
            let digit = BASE32.iter().position(|&b| b == byte.to_ascii_lowercase()).ok_or_else(wrong)?;
            number = (number << 5) | digit as u64;
        }
        Ok(ArticleId(number))
    }
}

/// The part of an article that a mention stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Field {
    /// The headline.
    Title,
    /// The text.
    Body,
}

impl Field {
    /// The name in the interface.
    pub fn as_str(self) -> &'static str {
        match self {
            Field::Title => "title",
            Field::Body => "body",
        }
    }
}

/// A span of text that names a place, an actor or a time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Mention {
    /// Which field.
    pub field: Field,
    /// First `char`.
    pub start: u32,
    /// One past the last `char`.
    pub end: u32,
    /// What it names.
    pub what: Referent,
}

/// What a mention names.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Referent {
    /// A place.
    Place(PlaceRef),
    /// A person, an organisation, a group.
    Actor(ActorRef),
    /// A time.
    Date(DateRef),
}

/// The place that a toponym means here.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PlaceRef {
    /// Gazetteer id (`geonames:2022890`); `None` when the name is not resolved.
    pub id: Option<String>,
    /// The gazetteer's name, or the surface form when unresolved.
    pub name: String,
    /// From 0 to 1: how sure the resolution is.
    pub confidence: f32,
    /// What the place is to the article.
    pub role: PlaceRole,
}

/// What a place is to an article.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum PlaceRole {
    /// Where it was filed.
    Dateline,
    /// Spoken of.
    Mention,
    /// Its focus.
    About,
}

impl PlaceRole {
    /// The name in the interface.
    pub fn as_str(self) -> &'static str {
        match self {
            PlaceRole::Dateline => "dateline",
            PlaceRole::Mention => "mention",
            PlaceRole::About => "about",
        }
    }
}

/// The actor that a name means here.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ActorRef {
    /// The fullest form of the name in this article (`Alexei Smirnov` for a later `Smirnov`).
    pub name: String,
    /// What sort of actor it is.
    pub kind: ActorKind,
    /// From 0 to 1: how sure kind and identity are.
    pub confidence: f32,
    /// Role or office given with the name (`acting governor`).
    pub office: Option<String>,
}

/// What sort of actor a name stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum ActorKind {
    /// A human being.
    Person,
    /// A company, party, club, institution.
    Organisation,
    /// A state's government, ministry or office.
    Government,
    /// A state's armed or security force, by its proper name.
    Military,
    /// A non-state armed force, by its proper name.
    ArmedGroup,
    /// A people or loose collective, by a demonym or common noun.
    Group,
}

impl ActorKind {
    /// All kinds, in the order in which they are listed.
    pub const ALL: [ActorKind; 6] = [
        ActorKind::Person,
        ActorKind::Organisation,
        ActorKind::Government,
        ActorKind::Military,
        ActorKind::ArmedGroup,
        ActorKind::Group,
    ];

    /// The name in the interface (`actor_kind`, `--facet actor:KIND`).
    pub fn as_str(self) -> &'static str {
        match self {
            ActorKind::Person => "person",
            ActorKind::Organisation => "organisation",
            ActorKind::Government => "government",
            ActorKind::Military => "military",
            ActorKind::ArmedGroup => "armed_group",
            ActorKind::Group => "group",
        }
    }
}

/// The time that an expression means here, in the terms of TIMEX3.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateRef {
    /// TIMEX3 value: `2024-08-07`, `2024-W32`, `P3D`, `PAST_REF`.
    pub value: String,
    /// TIMEX3 type.
    pub timex: Timex,
    /// The days meant, when the value names days.
    pub range: Option<DateRange>,
}

/// TIMEX3 types.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Timex {
    /// A calendar time of a day or more.
    Date,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
    /// A recurring time.
    Set,
}

impl Timex {
    /// The name in TIMEX3 and in the interface.
    pub fn as_str(self) -> &'static str {
        match self {
            Timex::Date => "DATE",
            Timex::Time => "TIME",
            Timex::Duration => "DURATION",
            Timex::Set => "SET",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_keep_the_order_of_their_numbers_and_parse_back() {
        let numbers = [0, 1, 31, 32, 1 << 40, (1 << 60) - 1];
        let texts: Vec<String> = numbers.iter().map(|&n| ArticleId::from_number(n).to_string()).collect();
        assert!(texts.is_sorted());
        for (number, text) in numbers.iter().zip(&texts) {
            assert_eq!(text.parse::<ArticleId>().unwrap().number(), *number);
        }
    }

    #[test]
    fn what_is_no_id_is_refused() {
        for text in ["", "abc", "uuuuuuuuuuuu", "0123456789abc", "éééééé"] {
            assert!(text.parse::<ArticleId>().is_err(), "{text}");
        }
    }
}
