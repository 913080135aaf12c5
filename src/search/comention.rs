//! Who stands together with where: the sentences that name an actor and a place, and their day.
//!
//! A row is a co-mention, not an event: that two names stand in one sentence says that they were
//! written of together, and nothing of who did what. Tables of coded events have the same columns,
//! so such a table can be read by the same programs, and each row cites the sentence that it rests
//! on, for whoever wants to judge it.
//!
//! The day of a row is one that its sentence speaks of: each single day; without any, the shortest
//! time that is spoken of; without that, the day of publication. [`Basis`] says which.

use chrono::NaiveDate;

use super::hit::{self, ActorValue, PlaceValue};
use crate::article::{ActorRef, Field, Mention, PlaceRef, Referent, Timex};
use crate::date::{DateRange, PartialDate, day_number};
use crate::gazetteer::{Gazetteer, Level};
use crate::index::{Record, Snapshot};
use crate::text::CharOffsets;

/// Where a name stands, and how sure it is.
#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    /// First `char` in the field.
    pub start: u32,
    /// One past the last `char`.
    pub end: u32,
    /// The words there.
    pub text: String,
    /// From 0 to 1: how sure it is who or where is meant.
    pub confidence: f32,
}

/// What the day of a row rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Basis {
    /// The sentence speaks of it.
    Sentence,
    /// The article was published then.
    Article,
}

impl Basis {
    /// The name in the interface.
    pub fn as_str(self) -> &'static str {
        match self {
            Basis::Sentence => "sentence",
            Basis::Article => "article",
        }
    }
}

/// The days of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct When {
    /// From the first to the last day.
    pub days: DateRange,
    /// What that rests on.
    pub basis: Basis,
    /// The words that say it, and where they begin and end, when the sentence does.
    pub said: Option<(u32, u32, String)>,
}

impl When {
    /// How long the time is: `day`, `week`, `month`, `quarter`, `year`, else `period`.
    pub fn precision(&self) -> &'static str {
        let DateRange { from, to } = self.days;
        let calendar = |date: Option<PartialDate>| date.is_some_and(|d| d.range() == self.days);
        let (year, month) = (chrono::Datelike::year(&from), chrono::Datelike::month(&from));
        match day_number(to) - day_number(from) + 1 {
            1 => "day",
            7 => "week",
            _ if calendar(PartialDate::year_month(year, month)) => "month",
            _ if calendar(PartialDate::year_only(year)) => "year",
            90..=92 if is_quarter(from, to) => "quarter",
            _ => "period",
        }
    }
}

fn is_quarter(from: NaiveDate, to: NaiveDate) -> bool {
    use chrono::Datelike;
    let last = PartialDate::year_month(to.year(), to.month()).map(PartialDate::range);
    from.day() == 1 && from.month() % 3 == 1 && last.is_some_and(|month| month.to == to)
}

/// An actor and a place in one sentence.
#[derive(Debug, Clone, PartialEq)]
pub struct Comention {
    /// The actor, under the canonical name.
    pub actor: ActorValue,
    /// Where it is named first in the sentence.
    pub actor_at: Named,
    /// The place.
    pub place: PlaceValue,
    /// What sort of place it is: `country`, `region`, `place` (a town or a single spot) or `other`.
    pub level: &'static str,
    /// The first-order division of its country that it is or stands in.
    pub admin1: Option<&'static str>,
    /// What the place is to the article.
    pub role: crate::article::PlaceRole,
    /// Where it is named first in the sentence.
    pub place_at: Named,
    /// When; `None` when neither sentence nor article has a date.
    pub when: Option<When>,
    /// Headline or text.
    pub field: Field,
    /// First `char` of the sentence in the field.
    pub start: u32,
    /// One past its last `char`.
    pub end: u32,
    /// The sentence, as it stands.
    pub sentence: String,
}

/// A stretch of a field that is read as one sentence.
struct Sentence<'t> {
    field: Field,
    start: u32,
    end: u32,
    text: &'t str,
}

impl Snapshot {
    /// The co-mentions of an article in the order of its text: sentence by sentence, and in one by
    /// actor, place and day.
    pub fn comentions(&self, record: &Record) -> Vec<Comention> {
        // Gathered once for the article: who and where they are takes longer than where they stand.
        let places = hit::places(record, usize::MAX);
        let sentences = sentences(record);
        sentences.iter().flat_map(|sentence| self.in_sentence(record, sentence, &places)).collect()
    }

    fn in_sentence(&self, record: &Record, sentence: &Sentence<'_>, known: &[PlaceValue]) -> Vec<Comention> {
        let inside = |m: &&Mention| {
            m.field == sentence.field && sentence.start <= m.start && m.end <= sentence.end && m.start < m.end
        };
        let mentions: Vec<&Mention> = record.mentions.iter().filter(inside).collect();
        let places = places(&mentions, sentence, known);
        if places.is_empty() {
            return Vec::new();
        }
        let times = times(record, &mentions, sentence);
        let mut found = Vec::new();
        for (actor, actor_at) in self.actors_in(&mentions, sentence) {
            for (place, role, place_at) in &places {
                // `Kyiv has said little`: words that stand for a government name no place beside it.
                if actor_at.start < place_at.end && place_at.start < actor_at.end {
                    continue;
                }
                let (level, admin1) = located(&place.id);
                let together = |when: Option<&When>| Comention {
                    level,
                    admin1,
                    actor: actor.clone(),
                    actor_at: actor_at.clone(),
                    place: place.clone(),
                    role: *role,
                    place_at: place_at.clone(),
                    when: when.cloned(),
                    field: sentence.field,
                    start: sentence.start,
                    end: sentence.end,
                    sentence: sentence.text.to_owned(),
                };
                match times.as_slice() {
                    [] => found.push(together(None)),
                    times => found.extend(times.iter().map(|when| together(Some(when)))),
                }
            }
        }
        found
    }

    /// The actors of a sentence, each where it is named first.
    fn actors_in(&self, mentions: &[&Mention], sentence: &Sentence<'_>) -> Vec<(ActorValue, Named)> {
        let mut found: Vec<(ActorValue, Named)> = Vec::new();
        for mention in mentions {
            let Referent::Actor(actor) = &mention.what else { continue };
            let Some(value) = self.actor_of(actor) else { continue };
            if found.iter().all(|(other, _)| other.id != value.id) {
                found.push((value, named(mention, actor.confidence, sentence)));
            }
        }
        found
    }

    fn actor_of(&self, actor: &ActorRef) -> Option<ActorValue> {
        hit::actor_value(actor, 1, &self.dictionary)
    }
}

/// The headline, and the sentences of the text as they were cut when it was indexed.
fn sentences(record: &Record) -> Vec<Sentence<'_>> {
    let title = record.article.title.as_deref().unwrap_or_default();
    let body = record.article.body.as_str();
    let headline = CharOffsets::new(title).at(title.len());
    let mut found = vec![Sentence { field: Field::Title, start: 0, end: headline, text: title }];
    let mut chars = CharOffsets::new(body);
    found.extend(record.sentence_ranges().into_iter().filter_map(|range| {
        let text = body.get(range.clone())?;
        Some(Sentence { field: Field::Body, start: chars.at(range.start), end: chars.at(range.end), text })
    }));
    found
}

/// The resolved places of a sentence, each where it is named first; where it was filed counts only
/// when the place is not spoken of as well.
fn places(
    mentions: &[&Mention],
    sentence: &Sentence<'_>,
    known: &[PlaceValue],
) -> Vec<(PlaceValue, crate::article::PlaceRole, Named)> {
    use crate::article::PlaceRole::Dateline;
    let mut found: Vec<(PlaceValue, crate::article::PlaceRole, Named)> = Vec::new();
    for mention in mentions {
        let Referent::Place(PlaceRef { id: Some(id), role, confidence, .. }) = &mention.what else {
            continue;
        };
        let Some(value) = known.iter().find(|value| value.id == *id) else { continue };
        let at = named(mention, *confidence, sentence);
        match found.iter_mut().find(|(other, ..)| other.id == *id) {
            Some(known) if known.1 == Dateline && *role != Dateline => *known = (value.clone(), *role, at),
            Some(_) => {}
            None => found.push((value.clone(), *role, at)),
        }
    }
    found
}

/// What sort of place it is, and in which first-order division.
fn located(id: &str) -> (&'static str, Option<&'static str>) {
    let gazetteer = Gazetteer::embedded();
    let Some(no) = gazetteer.by_id(id) else { return ("other", None) };
    let level = match gazetteer.level(no) {
        Level::Country => "country",
        Level::Region => "region",
        Level::Place => "place",
        Level::Other => "other",
    };
    (level, gazetteer.admin1_of(no).map(|admin1| gazetteer.name(admin1)))
}

/// The times of a row, as the head of this file says. The day in a dateline is that of filing, not
/// one that is spoken of.
fn times(record: &Record, mentions: &[&Mention], sentence: &Sentence<'_>) -> Vec<When> {
    let dateline = dateline_end(record);
    let mut said: Vec<When> = Vec::new();
    for mention in mentions.iter().filter(|m| m.field == Field::Title || m.start >= dateline) {
        let Referent::Date(date) = &mention.what else { continue };
        let Some(days) = date.range.filter(|_| matches!(date.timex, Timex::Date | Timex::Time)) else {
            continue;
        };
        if said.iter().all(|other| other.days != days) {
            let words = (mention.start, mention.end, slice(sentence, mention));
            said.push(When { days, basis: Basis::Sentence, said: Some(words) });
        }
    }
    let length = |when: &When| day_number(when.days.to) - day_number(when.days.from);
    if said.iter().any(|when| length(when) == 0) {
        said.retain(|when| length(when) == 0);
        said.sort_by_key(|when| when.days.from);
        return said;
    }
    let shortest = said.into_iter().min_by_key(|when| (length(when), when.days.from));
    let published = record.article.published.as_ref();
    let published = published.map(|p| When { days: p.date.range(), basis: Basis::Article, said: None });
    shortest.or(published).into_iter().collect()
}

/// Where the dateline ends with which the text begins; 0 when it begins with none.
fn dateline_end(record: &Record) -> u32 {
    let article = &record.article;
    let line = article.dateline.as_deref().filter(|line| article.body.starts_with(*line));
    line.map_or(0, |line| CharOffsets::new(line).at(line.len()))
}

fn named(mention: &Mention, confidence: f32, sentence: &Sentence<'_>) -> Named {
    Named { start: mention.start, end: mention.end, text: slice(sentence, mention), confidence }
}

/// The words of a mention inside a sentence.
fn slice(sentence: &Sentence<'_>, mention: &Mention) -> String {
    let from = mention.start.saturating_sub(sentence.start) as usize;
    let count = mention.end.saturating_sub(mention.start) as usize;
    sentence.text.chars().skip(from).take(count).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn when(from: &str, to: &str) -> &'static str {
        let day = |text: &str| text.parse::<PartialDate>().unwrap().range().from;
        let days = DateRange { from: day(from), to: day(to) };
        When { days, basis: Basis::Article, said: None }.precision()
    }

    #[test]
    fn times_are_told_by_their_length() {
        assert_eq!(when("2024-08-06", "2024-08-06"), "day");
        assert_eq!(when("2024-08-05", "2024-08-11"), "week");
        assert_eq!(when("2024-02-01", "2024-02-29"), "month");
        assert_eq!(when("2024-07-01", "2024-09-30"), "quarter");
        assert_eq!(when("1943-01-01", "1943-12-31"), "year");
        assert_eq!(when("1940-01-01", "1949-12-31"), "period");
        assert_eq!(when("2024-07-02", "2024-09-30"), "period");
    }
}
