//! What the index keeps of an article to show it: the text, its metadata, what was
//! found in it, and where its sentences and paragraphs begin.
//!
//! A record is one binary value of the document store, in three parts that are read apart: what
//! is shown of an article in a list, its text, and what was found in it ([`found`]). The first
//! two are packed by a [`Wordbook`] of the archive, and the engine packs nothing more, so that
//! reading one article costs nothing for its neighbours.

pub mod found;

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::dictionary::View;
use super::wordbook::{Packer, Wordbook, read_varint, write_varint};
use crate::article::{Article, ArticleId, Mention, Published};
use crate::date::{day_from_number, day_number};
use crate::text::ByteOffsets;
use found::{Found, Numbers};

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

/// The books that texts are packed by: the number of a book, and the book.
pub trait Books {
    /// The book of this number.
    fn book(&self, number: u8) -> Option<&Wordbook>;
}

/// The number that stands for no book.
const NO_BOOK: u8 = 0;

/// What the parts of a record are packed by.
pub struct Packing<'p> {
    /// The number of the book, and what writes by it.
    pub book: Option<(u8, &'p Packer)>,
}

impl Packing<'_> {
    fn pack(&self, bytes: &[u8]) -> Vec<u8> {
        self.book.map_or_else(|| bytes.to_vec(), |(_, packer)| packer.pack(bytes))
    }
}

/// A record as it is stored, its parts still packed.
#[derive(Clone, Copy)]
pub struct Stored<'b> {
    book: Option<&'b Wordbook>,
    head: &'b [u8],
    body: &'b [u8],
    rest: &'b [u8],
}

/// What is shown of an article in a list, and everything else that is short.
#[derive(Serialize, Deserialize)]
struct Head {
    id: u64,
    number: u32,
    origin: Origin,
    /// Without its text.
    article: Article,
}

impl Record {
    /// The bytes that are stored.
    pub fn encode(mut self, numbers: &impl Numbers, packing: &Packing<'_>) -> Vec<u8> {
        let base = base_day(&self.article);
        let body = std::mem::take(&mut self.article.body);
        let head =
            Head { id: self.id.number(), number: self.number, origin: self.origin, article: self.article };
        let head = postcard::to_stdvec(&head).unwrap_or_default();
        let mut bytes = vec![packing.book.map_or(NO_BOOK, |(number, _)| number)];
        for part in [head.as_slice(), body.as_bytes()] {
            let packed = packing.pack(part);
            write_varint(packed.len() as u64, &mut bytes);
            bytes.extend(packed);
        }
        Found::of(&self.mentions, numbers).write(base, &|text| packing.pack(text.as_bytes()), &mut bytes);
        write_starts(&self.sentences, &mut bytes);
        write_starts(&self.paragraphs, &mut bytes);
        bytes
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

    /// The same when the dictionary is lost: without what was found in the article.
    pub fn decode_text(bytes: &[u8], books: &impl Books) -> Option<Record> {
        let stored = Stored::open(bytes, books)?;
        let mut record = stored.head()?;
        record.article.body = stored.body()?;
        Some(record)
    }

    /// Reads what [`Record::encode`] wrote; `None` when the bytes are damaged.
    pub fn decode(bytes: &[u8], books: &impl Books, dictionary: &View) -> Option<Record> {
        let stored = Stored::open(bytes, books)?;
        let mut record = stored.head()?;
        record.article.body = stored.body()?;
        let rest = stored.rest(&record.article, true)?;
        record.mentions = rest.found.mentions(dictionary)?;
        Some(Record { sentences: rest.sentences, paragraphs: rest.paragraphs, ..record })
    }
}

/// What was found in an article, and how its text is divided.
#[derive(Debug, Default)]
pub struct Rest {
    /// Entities and where they are named.
    pub found: Found,
    /// Starts of the body's sentences.
    pub sentences: Vec<Start>,
    /// Starts of the body's paragraphs.
    pub paragraphs: Vec<Start>,
}

impl<'b> Stored<'b> {
    /// Tells the parts apart; `None` when the bytes are damaged.
    pub fn open(bytes: &'b [u8], books: &'b impl Books) -> Option<Stored<'b>> {
        let (&number, mut rest) = bytes.split_first()?;
        let book = if number == NO_BOOK { None } else { Some(books.book(number)?) };
        let mut part = || {
            let length: usize = read_varint(&mut rest)?;
            let (part, behind) = rest.split_at_checked(length)?;
            rest = behind;
            Some(part)
        };
        let (head, body) = (part()?, part()?);
        Some(Stored { book, head, body, rest })
    }

    fn unpack(&self, packed: &[u8]) -> Option<Vec<u8>> {
        self.book.map_or_else(|| Some(packed.to_vec()), |book| book.unpack(packed))
    }

    /// The record without its text and what was found in it.
    pub fn head(&self) -> Option<Record> {
        let head: Head = postcard::from_bytes(&self.unpack(self.head)?).ok()?;
        Some(Record {
            id: ArticleId::from_number(head.id),
            number: head.number,
            origin: head.origin,
            article: head.article,
            mentions: Vec::new(),
            sentences: Vec::new(),
            paragraphs: Vec::new(),
        })
    }

    /// The text.
    pub fn body(&self) -> Option<String> {
        String::from_utf8(self.unpack(self.body)?).ok()
    }

    /// What was found in it; `article` is that of the head. Without words, names and times that
    /// are no numbers are left empty, which is enough to know who and what is spoken of.
    pub fn rest(&self, article: &Article, words: bool) -> Option<Rest> {
        let mut bytes = self.rest;
        let unpack = |packed: &[u8]| String::from_utf8(self.unpack(packed)?).ok();
        let unpack: Option<found::Unpack<'_>> = if words { Some(&unpack) } else { None };
        let found = Found::read(base_day(article), unpack, &mut bytes)?;
        let sentences = read_starts(&mut bytes)?;
        let paragraphs = read_starts(&mut bytes)?;
        Some(Rest { found, sentences, paragraphs })
    }
}

/// The day from which those that an article speaks of are counted.
fn base_day(article: &Article) -> i32 {
    article.published.as_ref().map_or(0, |p| day_number(p.date.range().from))
}

fn write_starts(starts: &[Start], out: &mut Vec<u8>) {
    write_varint(starts.len() as u64, out);
    let mut last = Start { at: 0, word: 0 };
    for start in starts {
        write_varint(u64::from(start.at.saturating_sub(last.at)), out);
        write_varint(u64::from(start.word.saturating_sub(last.word)), out);
        last = *start;
    }
}

fn read_starts(bytes: &mut &[u8]) -> Option<Vec<Start>> {
    let count: usize = read_varint(bytes)?;
    let mut last = Start { at: 0, word: 0 };
    let next = |_| {
        let (at, word): (u32, u32) = (read_varint(bytes)?, read_varint(bytes)?);
        last = Start { at: last.at.checked_add(at)?, word: last.word.checked_add(word)? };
        Some(last)
    };
    (0..count).map(next).collect()
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
    use crate::article::{ActorKind, ActorRef, Field, Referent};

    struct One(Wordbook);

    impl Books for One {
        fn book(&self, number: u8) -> Option<&Wordbook> {
            (number == 1).then_some(&self.0)
        }
    }

    fn record() -> Record {
        let what = Referent::Actor(ActorRef {
            name: "Vladimir Putin".into(),
            kind: ActorKind::Person,
            confidence: 0.9,
            office: Some("president".into()),
        });
        let mention = |start| Mention { field: Field::Body, start, end: start + 5, what: what.clone() };
        Record {
            id: ArticleId::from_number(77),
            number: 3,
            origin: Origin { path: "a/b.txt".into(), record: 1, format: "text".into() },
            article: Article { body: "Putin met Putin.".into(), ..Article::default() },
            mentions: vec![mention(0), mention(10)],
            sentences: vec![Start { at: 0, word: 0 }, Start { at: 9, word: 2 }],
            paragraphs: vec![Start { at: 0, word: 0 }],
        }
    }

    #[test]
    fn records_come_back_as_they_were_stored() {
        let book = One(Wordbook::learn([b" met Putin met Putin met Putin".as_slice()].into_iter()));
        let packer = Packer::new(&book.0);
        for packing in [Packing { book: None }, Packing { book: Some((1, &packer)) }] {
            let bytes = record().encode(&found::Unnumbered, &packing);
            assert_eq!(Record::decode(&bytes, &book, &View::default()), Some(record()));
            // Whatever is cut off is missed.
            for end in 0..bytes.len() {
                let cut = bytes.get(..end).unwrap();
                assert_eq!(Record::decode(cut, &book, &View::default()), None, "{end}");
            }
        }
    }

    #[test]
    fn damaged_bytes_are_refused() {
        let book = One(Wordbook::default());
        assert_eq!(Record::decode(&[0xFF; 7], &book, &View::default()), None);
    }
}
