//! How much of what an outlet printed is its own: the words of its articles that do not stand in
//! an earlier copy by another outlet.
//!
//! A word stands in a copy when five words in a row, it among them, stand in another article of
//! its story. Copies of one moment (of one day, where dates tell no more) are not earlier than
//! each other, and nobody knows when one without a date came: what stands in such a copy, and in
//! none that is earlier, is counted apart. Only stories of several outlets are read; what no other
//! article of a story says is original.

use std::collections::{BTreeMap, HashMap, HashSet};

use serde::Serialize;

use crate::article::ArticleId;
use crate::error::Result;
use crate::index::stories::Member;
use crate::index::stories::shingles::{SHINGLE_WORDS, in_order};
use crate::index::{Moment, Snapshot};

/// The text of an outlet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OutletText {
    /// Its name.
    pub name: String,
    /// Its articles.
    pub articles: u64,
    /// Words of their bodies.
    pub words: u64,
    /// Those that do not stand in an earlier copy by another outlet.
    pub original: u64,
    /// Those of the original ones that stand in a copy by another outlet of the same moment, or
    /// in one that is not known to be later.
    pub same_time: u64,
}

/// The texts of all outlets, those with the most words first.
///
/// # Errors
/// When the index is damaged.
pub fn outlets(snapshot: &Snapshot) -> Result<Vec<OutletText>> {
    let sketches = snapshot.sketches()?;
    let articles = articles(snapshot).map_err(|e| snapshot.damaged(&e.to_string()))?;
    let mut outlets: BTreeMap<u32, OutletText> = BTreeMap::new();
    for (number, article) in &articles {
        let name = || snapshot.dictionary.value(article.outlet).to_owned();
        let text = outlets.entry(article.outlet).or_insert_with(|| OutletText {
            name: name(),
            articles: 0,
            words: 0,
            original: 0,
            same_time: 0,
        });
        let words = sketches.articles.get(number).map_or(0, |sketch| u64::from(sketch.words));
        (text.articles, text.words) = (text.articles + 1, text.words + words);
        text.original += words;
    }
    let stories = snapshot.stories();
    for story in (0..).take(stories.len()) {
        let members = stories.members(story);
        let own: HashSet<u32> =
            members.iter().filter_map(|m| Some(articles.get(&m.number)?.outlet)).collect();
        if own.len() > 1 {
            for (outlet, copied) in copied(snapshot, members, &articles)? {
                let Some(text) = outlets.get_mut(&outlet) else { continue };
                text.original = text.original.saturating_sub(copied.earlier);
                text.same_time += copied.same_time;
            }
        }
    }
    let mut all: Vec<OutletText> = outlets.into_values().collect();
    all.sort_by(|a, b| b.words.cmp(&a.words).then_with(|| a.name.cmp(&b.name)));
    Ok(all)
}

/// Whose an article is, and when it was published.
struct Known {
    outlet: u32,
    moment: Option<Moment>,
}

/// The articles that have an outlet, by number.
fn articles(snapshot: &Snapshot) -> tantivy::Result<HashMap<u32, Known>> {
    let mut articles = HashMap::new();
    for segment in snapshot.searcher.segment_readers() {
        let columns = segment.fast_fields();
        let (numbers, outlets) = (columns.u64("number")?, columns.u64("outlet")?);
        let moments = columns.i64("moment")?;
        for doc in segment.doc_ids_alive() {
            let number = |n: Option<u64>| u32::try_from(n?).ok();
            let both = number(numbers.first(doc)).zip(number(outlets.first(doc)));
            let moment = moments.first(doc).map(Moment);
            articles.extend(both.map(|(number, outlet)| (number, Known { outlet, moment })));
        }
    }
    Ok(articles)
}

/// Words that stand in a copy by another outlet.
#[derive(Default)]
struct Copied {
    earlier: u64,
    same_time: u64,
}

/// An article of a story.
struct Telling {
    outlet: u32,
    moment: Option<Moment>,
    shingles: Vec<u32>,
}

/// What the outlets of a story took over.
fn copied(
    snapshot: &Snapshot,
    members: &[Member],
    articles: &HashMap<u32, Known>,
) -> Result<BTreeMap<u32, Copied>> {
    let mut tellings = Vec::new();
    for &Member { id, number } in members {
        let Some(&Known { outlet, moment }) = articles.get(&number) else { continue };
        tellings.push(Telling { outlet, moment, shingles: in_order(&body(snapshot, id)?) });
    }
    tellings.sort_by_key(|telling| telling.moment);
    let mut copied: BTreeMap<u32, Copied> = BTreeMap::new();
    let (mut first, mut undated) = (Tellers::default(), Tellers::default());
    for together in tellings.chunk_by(|a, b| a.moment == b.moment) {
        // Those without a date come first; any of the others may be earlier or later.
        let is_undated = together.iter().any(|telling| telling.moment.is_none());
        let beside = Tellers::of(if is_undated { &tellings } else { together });
        for telling in together {
            let (before, doubtful) = count(telling, &first, &[&beside, &undated]);
            let sum = copied.entry(telling.outlet).or_default();
            (sum.earlier, sum.same_time) = (sum.earlier + before, sum.same_time + doubtful);
        }
        if is_undated {
            undated = Tellers::of(together);
        } else {
            beside.0.into_iter().for_each(|(shingle, outlets)| {
                first.0.entry(shingle).or_insert(outlets);
            });
        }
    }
    Ok(copied)
}

fn body(snapshot: &Snapshot, id: ArticleId) -> Result<String> {
    Ok(snapshot.article(id)?.article.body)
}

/// The outlets that say a shingle.
#[derive(Default)]
struct Tellers(HashMap<u32, Vec<u32>>);

impl Tellers {
    fn of(tellings: &[Telling]) -> Tellers {
        let mut tellers: HashMap<u32, Vec<u32>> = HashMap::new();
        for telling in tellings {
            for &shingle in &telling.shingles {
                let outlets = tellers.entry(shingle).or_default();
                if !outlets.contains(&telling.outlet) {
                    outlets.push(telling.outlet);
                }
            }
        }
        Tellers(tellers)
    }

    fn others_say(&self, shingle: u32, outlet: u32) -> bool {
        self.0.get(&shingle).is_some_and(|outlets| outlets.iter().any(|other| *other != outlet))
    }
}

/// How many words others said first, and how many of the rest stand in copies that may be
/// earlier. What an outlet was the first to say, or among the first, stays its own when it says it
/// again.
fn count(telling: &Telling, first: &Tellers, beside: &[&Tellers]) -> (u64, u64) {
    let (mut before, mut doubtful) = (0, 0);
    let (mut own_until, mut before_until, mut doubtful_until) = (0, 0, 0);
    for word in 0..telling.shingles.len() + SHINGLE_WORDS - 1 {
        if let Some(&shingle) = telling.shingles.get(word) {
            let until = word + SHINGLE_WORDS;
            match first.0.get(&shingle) {
                Some(outlets) if outlets.contains(&telling.outlet) => own_until = until,
                Some(_) => before_until = until,
                None if beside.iter().any(|b| b.others_say(shingle, telling.outlet)) => {
                    doubtful_until = until
                }
                None => {}
            }
        }
        if word < own_until {
            continue;
        }
        if word < before_until {
            before += 1;
        } else if word < doubtful_until {
            doubtful += 1;
        }
    }
    (before, doubtful)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn telling(outlet: u32, text: &str) -> Telling {
        Telling { outlet, moment: None, shingles: in_order(text) }
    }

    #[test]
    fn words_are_copied_when_five_in_a_row_are() {
        let first = Tellers::of(&[telling(1, "one two three four five six seven")]);
        let later = telling(2, "zero one two three four five and one two three four");
        let nobody = Tellers::default();
        assert_eq!(count(&later, &first, &[]), (5, 0));
        assert_eq!(count(&telling(1, "one two three four five six"), &first, &[]), (0, 0));
        assert_eq!(count(&later, &nobody, &[&first]), (0, 5));
        assert_eq!(count(&later, &first, &[&first]), (5, 0));
        assert_eq!(count(&telling(2, "one two"), &first, &[&first]), (0, 0));
    }
}
