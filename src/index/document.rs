//! An article becomes a document of the engine: words cut, folded and stemmed, facets
//! turned into numbers, and the record that is shown later.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tantivy::TantivyDocument;
use tantivy::schema::Field as EngineField;

use super::dictionary::{Builder, Class, Entry, Family};
use super::learner::Learner;
use super::record::found::Numbers;
use super::record::{Moment, Origin, Record, Start};
use super::schema::{Fields, POSITION_GAP};
use super::spoken;
use super::stories::shingles::Shingles;
use super::tokens::Lines;
use crate::article::{ActorKind, ActorRef, Article, ArticleId, Mention, PlaceRole, Referent};
use crate::enrich::actors;
use crate::gazetteer::Gazetteer;
use crate::text::{self, CharOffsets, Stemmer};

/// The lead is the first paragraph, and the next ones until it has this many words.
const LEAD_WORDS_MIN: usize = 20;

/// An article on its way into the index.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Its id.
    pub id: ArticleId,
    /// Its permanent number.
    pub number: u32,
    /// Where it came from.
    pub origin: Origin,
    /// What the reader gave.
    pub article: Article,
    /// What the finders found.
    pub mentions: Vec<Mention>,
}

/// A document ready to be added.
#[derive(Debug)]
pub struct Prepared {
    /// The article's id.
    pub id: ArticleId,
    pub(super) document: TantivyDocument,
    pub(super) number: u32,
    pub(super) shingles: Shingles,
}

/// Prepares documents; each thread has one of its own, with its own memory of stems.
pub struct Preparer<'a> {
    fields: Fields,
    dictionary: &'a Mutex<Builder>,
    learner: &'a Learner,
    stemmers: HashMap<Option<String>, Stemmer>,
}

impl<'a> Preparer<'a> {
    pub(super) fn new(fields: Fields, dictionary: &'a Mutex<Builder>, learner: &'a Learner) -> Preparer<'a> {
        Preparer { fields, dictionary, learner, stemmers: HashMap::new() }
    }

    /// Turns an article into a document.
    pub fn prepare(&mut self, draft: Draft) -> Prepared {
        let mut document = TantivyDocument::default();
        document.add_u64(self.fields.id, draft.id.number());
        document.add_u64(self.fields.number, u64::from(draft.number));
        let id = draft.id;
        let units = Units::of(&draft.article.body);
        self.add_words(&mut document, &draft.article, &units);
        self.add_dates(&mut document, &draft.article);
        self.add_spoken(&mut document, &draft.mentions);
        let numbers = self.add_facets(&mut document, &draft);
        let number = draft.number;
        let shingles = Shingles::of(draft.article.title.as_deref(), &draft.article.body);
        let record = record(draft, &units).encode(&numbers, &self.learner.packing());
        document.add_bytes(self.fields.record, &record);
        Prepared { id, document, number, shingles }
    }

    fn add_words(&mut self, document: &mut TantivyDocument, article: &Article, units: &Units) {
        let fields = self.fields;
        let stemmer = self
            .stemmers
            .entry(article.lang.clone())
            .or_insert_with(|| Stemmer::new(article.lang.as_deref()));
        let mut title = Words::default();
        title.add(article.title.as_deref().unwrap_or_default(), stemmer);
        add_lines(document, fields.title, &title.exact);
        add_lines(document, fields.title_stems, &title.stems);
        let mut all = title;
        all.exact.jump(POSITION_GAP);
        all.add_units(&article.body, units, stemmer);
        all.add_apart(apart_of(article), stemmer);
        add_lines(document, fields.text, &all.exact);
        add_lines(document, fields.stems, &all.stems);
        let mut lead = Words::default();
        lead.add_units(lead_of(&article.body), units, stemmer);
        lead.add_apart(article.lead.as_deref().into_iter(), stemmer);
        add_lines(document, fields.lead, &lead.exact);
        add_lines(document, fields.lead_stems, &lead.stems);
        for (field, value) in [(fields.byline, &article.byline), (fields.dateline_text, &article.dateline)] {
            let mut words = Words::default();
            words.add(value.as_deref().unwrap_or_default(), stemmer);
            add_lines(document, field, &words.exact);
        }
        for (field, texts) in [(fields.caption, &article.captions), (fields.aside, &article.asides)] {
            let mut words = Words::default();
            words.add_apart(texts.iter().map(String::as_str), stemmer);
            add_lines(document, field, &words.exact);
        }
    }

    fn add_dates(&self, document: &mut TantivyDocument, article: &Article) {
        let mut reasons: Vec<u64> = article.dating.suspicions.iter().map(|s| s.number()).collect();
        reasons.sort_unstable();
        reasons.dedup();
        reasons.into_iter().for_each(|reason| document.add_u64(self.fields.suspect, reason));
        let Some(published) = &article.published else { return };
        document.add_i64(self.fields.moment, Moment::of(published).0);
        document.add_i64(self.fields.last_day, i64::from(crate::date::day_number(published.date.range().to)));
        document.add_u64(self.fields.date_source, published.source as u64);
    }

    fn add_spoken(&self, document: &mut TantivyDocument, mentions: &[Mention]) {
        for period in spoken::of_article(mentions) {
            document.add_u64(self.fields.spoken, period.number());
        }
    }

    fn add_facets(&self, document: &mut TantivyDocument, draft: &Draft) -> OwnNumbers {
        let values = FacetValues::of(&draft.article, &draft.mentions);
        let mut dictionary = lock(self.dictionary);
        let mut add = |field: EngineField, entries: Vec<Entry>, counted: bool| -> Vec<(Entry, u32)> {
            let number = |entry: Entry| {
                let number = dictionary.number(entry.clone());
                document.add_u64(field, u64::from(number));
                if counted {
                    dictionary.used(number);
                }
                (entry, number)
            };
            entries.into_iter().map(number).collect()
        };
        add(self.fields.dateline_places, values.dateline_places, false);
        add(self.fields.about_places, values.about_places, false);
        add(self.fields.outlet, values.outlet, true);
        add(self.fields.lang, values.lang, true);
        OwnNumbers {
            places: add(self.fields.places, values.places, true),
            actors: add(self.fields.actors, values.actors, true),
        }
    }
}

/// The numbers of an article's own places and actors.
struct OwnNumbers {
    places: Vec<(Entry, u32)>,
    actors: Vec<(Entry, u32)>,
}

impl Numbers for OwnNumbers {
    fn place(&self, id: &str) -> Option<(u32, &str)> {
        let (entry, number) = self.places.iter().find(|(entry, _)| entry.value == id)?;
        Some((*number, &entry.label))
    }

    fn actor(&self, actor: &ActorRef) -> Option<u32> {
        let is_it = |entry: &Entry| entry.label == actor.name && entry.class == Class::Kind(actor.kind);
        self.actors.iter().find(|(entry, _)| is_it(entry)).map(|(_, number)| *number)
    }
}

/// A poisoned lock only says that another thread panicked; the dictionary itself is
/// changed in single steps and stays whole.
pub(super) fn lock<T>(shared: &Mutex<T>) -> MutexGuard<'_, T> {
    shared.lock().unwrap_or_else(PoisonError::into_inner)
}

/// The facet values of an article.
#[derive(Debug, Default)]
pub(super) struct FacetValues {
    pub(super) places: Vec<Entry>,
    dateline_places: Vec<Entry>,
    about_places: Vec<Entry>,
    pub(super) actors: Vec<Entry>,
    pub(super) outlet: Vec<Entry>,
    pub(super) lang: Vec<Entry>,
}

impl FacetValues {
    pub(super) fn of(article: &Article, mentions: &[Mention]) -> FacetValues {
        let mut values = FacetValues {
            outlet: article.outlet.iter().map(|name| plain_entry(Family::Outlet, name)).collect(),
            lang: article.lang.iter().map(|code| plain_entry(Family::Lang, code)).collect(),
            ..FacetValues::default()
        };
        // Each place once: what contains it need not be contained by what contains those
        // (Novosibirsk lies in Russia, but not in Eastern Europe).
        let (mut named, mut filed, mut about) = (Vec::new(), Vec::new(), Vec::new());
        let mut actors = Vec::new();
        for mention in mentions {
            match &mention.what {
                Referent::Place(place) => {
                    let Some(id) = place.id.as_deref() else { continue };
                    push_new(&mut named, id);
                    match place.role {
                        PlaceRole::Dateline => push_new(&mut filed, id),
                        PlaceRole::About => push_new(&mut about, id),
                        PlaceRole::Mention => {}
                    }
                }
                Referent::Actor(actor) => push_new(&mut actors, (actor.name.as_str(), actor.kind)),
                Referent::Date(_) => {}
            }
        }
        values.actors = actors.into_iter().map(|(name, kind)| actor_entry(name, kind)).collect();
        values.places = with_containers(&named);
        values.dateline_places = with_containers(&filed);
        values.about_places = with_containers(&about);
        values
    }

    pub(super) fn counted(self) -> impl Iterator<Item = Entry> {
        self.places.into_iter().chain(self.actors).chain(self.outlet).chain(self.lang)
    }
}

fn plain_entry(family: Family, value: &str) -> Entry {
    Entry { family, label: value.to_owned(), value: value.to_owned(), class: Class::None }
}

fn actor_entry(name: &str, kind: ActorKind) -> Entry {
    Entry {
        family: Family::Actor,
        label: name.to_owned(),
        value: actors::key(name, kind),
        class: Class::Kind(kind),
    }
}

/// Places and everything that contains them.
fn with_containers(ids: &[&str]) -> Vec<Entry> {
    let gazetteer = Gazetteer::embedded();
    let mut entries = Vec::new();
    for no in ids.iter().filter_map(|id| gazetteer.by_id(id)) {
        for place in gazetteer.containers(no).chain([no]) {
            let entry = Entry {
                family: Family::Place,
                label: gazetteer.place(place).name.to_owned(),
                value: gazetteer.id(place),
                class: Class::Level(gazetteer.level(place)),
            };
            push_new(&mut entries, entry);
        }
    }
    entries
}

fn push_new<T: PartialEq>(known: &mut Vec<T>, new: T) {
    if !known.contains(&new) {
        known.push(new);
    }
}

/// A text cut into words, in both forms in which it is indexed.
#[derive(Default)]
struct Words {
    exact: Lines,
    stems: Lines,
}

impl Words {
    /// Adds texts that no phrase may reach into or out of.
    fn add_apart<'t>(&mut self, texts: impl Iterator<Item = &'t str>, stemmer: &mut Stemmer) {
        for text in texts {
            self.exact.jump(POSITION_GAP);
            self.add(text, stemmer);
        }
    }

    /// Adds a text that is one sentence: a headline, a caption.
    fn add(&mut self, text: &str, stemmer: &mut Stemmer) {
        self.add_units(text, &Units { sentences: vec![0], paragraphs: vec![0] }, stemmer);
    }

    /// Adds a text and where its sentences and paragraphs begin.
    fn add_units(&mut self, text: &str, units: &Units, stemmer: &mut Stemmer) {
        let (mut sentences, mut paragraphs) = (units.sentences.as_slice(), units.paragraphs.as_slice());
        for word in text::words(text) {
            let (sentence, paragraph) = (pass(&mut sentences, word.start), pass(&mut paragraphs, word.start));
            if sentence || paragraph {
                self.exact.begin(paragraph);
            }
            let term = text::term(word.text);
            let plain = text::plain(word.text);
            self.exact.word(&term, (plain != term).then_some(plain.as_ref()));
            self.stems.word(stemmer.stem(&term), None);
        }
    }
}

/// Where the sentences and paragraphs of a body begin, in bytes.
struct Units {
    sentences: Vec<usize>,
    paragraphs: Vec<usize>,
}

impl Units {
    fn of(body: &str) -> Units {
        Units {
            sentences: text::sentences(body).into_iter().map(|s| s.start).collect(),
            paragraphs: text::paragraphs(body).into_iter().map(|p| p.start).collect(),
        }
    }
}

/// Passes over the offsets up to this one, and says whether there was any.
fn pass(offsets: &mut &[usize], up_to: usize) -> bool {
    let passed = offsets.iter().take_while(|&&at| at <= up_to).count();
    *offsets = offsets.get(passed..).unwrap_or_default();
    passed > 0
}

/// What belongs to the text although the source keeps it apart: secondary headlines, the lead.
pub fn apart_of(article: &Article) -> impl Iterator<Item = &str> {
    article.subheads.iter().map(String::as_str).chain(article.lead.as_deref())
}

fn add_lines(document: &mut TantivyDocument, field: EngineField, lines: &Lines) {
    if !lines.is_empty() {
        document.add_text(field, lines.as_str());
    }
}

/// The article's first paragraphs, up to at least [`LEAD_WORDS_MIN`] words.
pub fn lead_of(body: &str) -> &str {
    let mut words = 0;
    for paragraph in text::paragraphs(body) {
        words += text::words(body.get(paragraph.clone()).unwrap_or_default()).count();
        if words >= LEAD_WORDS_MIN {
            return body.get(..paragraph.end).unwrap_or_default();
        }
    }
    body
}

fn record(draft: Draft, units: &Units) -> Record {
    let body = &draft.article.body;
    let sentences = starts(body, units.sentences.iter().copied());
    let paragraphs = starts(body, units.paragraphs.iter().copied());
    Record {
        id: draft.id,
        number: draft.number,
        origin: draft.origin,
        mentions: draft.mentions,
        sentences,
        paragraphs,
        article: draft.article,
    }
}

/// Byte offsets in rising order as characters and words.
fn starts(body: &str, bytes: impl Iterator<Item = usize>) -> Vec<Start> {
    let mut chars = CharOffsets::new(body);
    let mut words = text::words(body).peekable();
    let mut before = 0;
    bytes
        .map(|byte| {
            while words.next_if(|w| w.start < byte).is_some() {
                before += 1;
            }
            Start { at: chars.at(byte), word: before }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentence_starts_are_counted_in_characters_and_words() {
        let body = "Él llegó. Ella no.\n\nFin.";
        let found = starts(body, text::sentences(body).into_iter().map(|s| s.start));
        assert_eq!(found, [Start { at: 0, word: 0 }, Start { at: 10, word: 2 }, Start { at: 20, word: 4 }]);
    }

    #[test]
    fn a_place_brings_all_that_contains_it_also_behind_a_place_inside_it() {
        let gazetteer = Gazetteer::embedded();
        let id = |name: &str| gazetteer.find(name).first().map(|&no| gazetteer.id(no)).unwrap();
        let (town, country, around) = (id("Novosibirsk"), id("Russia"), id("Eastern Europe"));
        let values = |ids: &[&str]| with_containers(ids).into_iter().map(|e| e.value).collect::<Vec<_>>();
        assert!(!values(&[&town]).contains(&around));
        assert!(values(&[&town, &country]).contains(&around));
    }

    #[test]
    fn a_short_first_paragraph_does_not_make_a_lead_alone() {
        let long = "word ".repeat(25);
        let body = format!("KYIV, Aug 8\n\n{long}\n\nthe rest");
        assert!(lead_of(&body).ends_with("word"));
        assert_eq!(lead_of("only this"), "only this");
    }
}
