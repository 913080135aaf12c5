//! What the index keeps of an article to show it: the text, its metadata, what was
//! found in it, and where its sentences and paragraphs begin.
//!
//! A record is one binary value of the document store. Mentions are kept as numbers
//! into a table of the article's distinct entities, since most are named often.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use crate::article::{Article, ArticleId, DateRef, Field, Mention, Published, Referent, Timex};
use crate::date::{day_from_number, day_number};
use crate::text::ByteOffsets;

/// Where an article came from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Origin {
    /// Label of the root and path below it, with `/`; a member of a container as `outer.zip!/inner`.
    pub path: String,
    /// The record in the file, from 1.
    pub record: u64,
    /// Name of the format.
    pub format: String,
}

/// Where a sentence or paragraph begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Start {
    /// First `char` in the body.
    pub at: u32,
    /// Number of body words before it.
    pub word: u32,
}

/// What the index keeps of an article.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    /// The article's id.
    pub id: ArticleId,
    /// Its permanent number in this index.
    pub number: u32,
    /// Where it came from.
    pub origin: Origin,
    /// The article, with its language detected where the source declares none.
    pub article: Article,
    /// What was found in it.
    pub mentions: Vec<Mention>,
    /// Starts of the body's sentences.
    pub sentences: Vec<Start>,
    /// Starts of the body's paragraphs.
    pub paragraphs: Vec<Start>,
}

#[derive(Serialize, Deserialize)]
struct Stored {
    id: u64,
    number: u32,
    origin: Origin,
    article: Article,
    entities: Vec<Referent>,
    mentions: Vec<StoredMention>,
    sentences: Vec<Start>,
    paragraphs: Vec<Start>,
}

#[derive(Serialize, Deserialize)]
struct StoredMention {
    field: Field,
    start: u32,
    chars: u32,
    entity: u32,
}

impl Record {
    /// The bytes that are stored.
    pub fn encode(self) -> Vec<u8> {
        let mut entities: Vec<Referent> = Vec::new();
        let mentions = self.mentions.into_iter().map(|m| compress(m, &mut entities)).collect();
        let stored = Stored {
            id: self.id.number(),
            number: self.number,
            origin: self.origin,
            article: self.article,
            entities,
            mentions,
            sentences: self.sentences,
            paragraphs: self.paragraphs,
        };
        postcard::to_stdvec(&stored).unwrap_or_default()
    }

    /// The body's sentences as byte ranges, as they were cut when it was indexed.
    pub fn sentence_ranges(&self) -> Vec<Range<usize>> {
        let body = self.article.body.as_str();
        let mut bytes = ByteOffsets::new(body);
        let starts: Vec<usize> = self.sentences.iter().map(|s| bytes.at(s.at)).collect();
        let ends = starts.iter().skip(1).copied().chain([body.len()]);
        starts
            .iter()
            .zip(ends)
            .map(|(&start, end)| start..start + body.get(start..end).map_or(0, |s| s.trim_end().len()))
            .collect()
    }

    /// Reads what [`Record::encode`] wrote; `None` when the bytes are damaged.
    pub fn decode(bytes: &[u8]) -> Option<Record> {
        let stored: Stored = postcard::from_bytes(bytes).ok()?;
        let mentions = expand(&stored.mentions, stored.entities)?;
        Some(Record {
            id: ArticleId::from_number(stored.id),
            number: stored.number,
            origin: stored.origin,
            article: stored.article,
            mentions,
            sentences: stored.sentences,
            paragraphs: stored.paragraphs,
        })
    }
}

fn compress(mention: Mention, entities: &mut Vec<Referent>) -> StoredMention {
    let known = entities.iter().position(|e| *e == mention.what);
    let entity = known.unwrap_or_else(|| {
        entities.push(mention.what);
        entities.len() - 1
    });
    StoredMention {
        field: mention.field,
        start: mention.start,
        chars: mention.end.saturating_sub(mention.start),
        entity: u32::try_from(entity).unwrap_or(u32::MAX),
    }
}

/// Gives each mention its entity. The last mention of an entity takes it, the others
/// get copies: most are named only once.
fn expand(stored: &[StoredMention], mut entities: Vec<Referent>) -> Option<Vec<Mention>> {
    let mut left = vec![0_u32; entities.len()];
    for mention in stored {
        *left.get_mut(mention.entity as usize)? += 1;
    }
    let mut entity = |number: usize| {
        let (what, left) = (entities.get_mut(number)?, left.get_mut(number)?);
        *left = left.checked_sub(1)?;
        Some(if *left == 0 { std::mem::replace(what, nothing()) } else { what.clone() })
    };
    let expanded = stored.iter().map(|m| {
        let end = m.start.checked_add(m.chars)?;
        Some(Mention { field: m.field, start: m.start, end, what: entity(m.entity as usize)? })
    });
    expanded.collect()
}

/// Stands where an entity was taken from; takes no memory of its own.
fn nothing() -> Referent {
    Referent::Date(DateRef { value: String::new(), timex: Timex::Date, range: None })
}

/// When an article was published, as one number that sorts by time: the first day
/// that the date can mean, and the second of that day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Moment(pub i64);

const SECONDS_A_DAY: i64 = 86_400;

impl Moment {
    /// The moment of a publication date.
    pub fn of(published: &Published) -> Moment {
        let day = i64::from(day_number(published.date.range().from));
        Moment(day * SECONDS_A_DAY + i64::from(published.second_of_day.unwrap_or(0)))
    }

    /// The day number.
    pub fn day(self) -> i32 {
        i32::try_from(self.0.div_euclid(SECONDS_A_DAY)).unwrap_or(i32::MAX)
    }

    /// The first moment of a day.
    pub fn start_of(day: i32) -> Moment {
        Moment(i64::from(day) * SECONDS_A_DAY)
    }

    /// The calendar day.
    pub fn date(self) -> Option<chrono::NaiveDate> {
        day_from_number(self.day())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::article::{ActorKind, ActorRef};

    #[test]
    fn records_come_back_as_they_were_stored() {
        let what = Referent::Actor(ActorRef {
            name: "Vladimir Putin".into(),
            kind: ActorKind::Person,
            confidence: 0.9,
            office: Some("president".into()),
        });
        let mention = |start| Mention { field: Field::Body, start, end: start + 5, what: what.clone() };
        let record = Record {
            id: ArticleId::from_number(77),
            number: 3,
            origin: Origin { path: "a/b.txt".into(), record: 1, format: "text".into() },
            article: Article { body: "Putin met Putin.".into(), ..Article::default() },
            mentions: vec![mention(0), mention(10)],
            sentences: vec![Start { at: 0, word: 0 }],
            paragraphs: vec![Start { at: 0, word: 0 }],
        };
        assert_eq!(Record::decode(&record.clone().encode()), Some(record));
    }

    #[test]
    fn damaged_bytes_are_refused() {
        assert_eq!(Record::decode(&[0xFF; 7]), None);
    }
}
