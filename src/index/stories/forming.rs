//! What a writer gathers for the stories of its next commit: sketches and shingles of the
//! articles that it adds; and how it gets at the texts of those that were there before.

use std::collections::HashMap;
use std::io;
use std::path::PathBuf;

use super::Member;
use super::form::form;
use super::shingles::Shingles;
use super::sketches::{Sketch, Sketches};
use super::spill::{Place, Spill};
use crate::article::ArticleId;
use crate::error::Result;
use crate::index::ledger::ArticleEntry;
use crate::index::record::Stored;
use crate::index::{Ledger, Snapshot, damaged, unwritten};

/// The name of the file that the shingles of a run may go into.
pub(in crate::index) fn name(number: u64) -> String {
    format!("shingles-{number}")
}

/// What was gathered.
pub(in crate::index) struct Forming {
    /// Where the shingles of the articles stand that were added, by number.
    places: HashMap<u32, Place>,
    spill: Spill,
    /// Those that were added since the last commit.
    added: HashMap<u32, Sketch>,
    /// What the last commit wrote, once it is known.
    known: Option<Sketches>,
}

impl Forming {
    /// With nothing gathered; shingles may go into a file of this name.
    pub(in crate::index) fn new(file: PathBuf) -> Forming {
        Forming { places: HashMap::new(), spill: Spill::new(file), added: HashMap::new(), known: None }
    }

    /// Takes an article that is added under this number.
    ///
    /// # Errors
    /// When the file cannot be written; with its path.
    pub(in crate::index) fn keep(
        &mut self,
        number: u32,
        shingles: &Shingles,
    ) -> Result<(), (PathBuf, io::Error)> {
        let kept = self.spill.keep(&shingles.set).map_err(|cause| (self.spill.path().clone(), cause))?;
        self.places.insert(number, kept);
        self.added.insert(number, Sketch::of(shingles));
        Ok(())
    }

    /// Forms the stories of the articles in the ledger; gives the bytes of the two files.
    ///
    /// # Errors
    /// When the index as it was before is damaged, or the shingles cannot be read back.
    pub(in crate::index) fn form(
        &mut self,
        before: &Snapshot,
        ledger: &Ledger,
    ) -> Result<(Vec<u8>, Vec<u8>)> {
        let articles = members(ledger);
        let mut sketches = match self.known.take() {
            Some(known) => known,
            None => before.sketches()?,
        };
        let mut added = std::mem::take(&mut self.added);
        sketches.pairs.retain(|(a, b), _| !added.contains_key(a) && !added.contains_key(b));
        let mut all: HashMap<u32, Sketch> = HashMap::with_capacity(articles.len());
        for &Member { id, number } in &articles {
            let sketch = match added.remove(&number).or_else(|| sketches.articles.remove(&number)) {
                Some(sketch) => sketch,
                None => Sketch::of(&of_stored(before, id)?),
            };
            all.insert(number, sketch);
        }
        sketches.articles = all;
        let (places, spill) = (&self.places, &mut self.spill);
        let mut load = |member: Member| match places.get(&member.number) {
            Some(place) => {
                let path = spill.path().clone();
                spill.set(*place).map_err(|cause| unwritten(&before.dir, &path, cause))
            }
            None => Ok(of_stored(before, member.id)?.set),
        };
        let groupings = form(&articles, &mut sketches, &mut load)?;
        let bytes = (groupings.encode(), sketches.encode());
        self.known = Some(sketches);
        Ok(bytes)
    }
}

/// Whether the stories of a snapshot are those that follow from its articles.
///
/// # Errors
/// When the index is damaged.
pub(in crate::index) fn follow(snapshot: &Snapshot, ledger: &Ledger) -> Result<bool> {
    let mut sketches = snapshot.sketches()?;
    let mut load = |member: Member| Ok(of_stored(snapshot, member.id)?.set);
    let formed = form(&members(ledger), &mut sketches, &mut load)?;
    Ok(snapshot
        .groupings
        .as_ref()
        .map_or(ledger.articles() == 0, |bytes| formed.encode() == bytes.as_slice()))
}

fn members(ledger: &Ledger) -> Vec<Member> {
    let member = |entry: &ArticleEntry| Member { id: ArticleId::from_number(entry.id), number: entry.number };
    ledger.entries().map(member).collect()
}

/// The shingles of an article as it was stored by an earlier commit.
fn of_stored(before: &Snapshot, id: ArticleId) -> Result<Shingles> {
    let wrong = || damaged(&before.dir, "the text of an article cannot be read");
    let stored = before.stored(id)?;
    let stored = Stored::open(&stored, before.shelf.as_ref()).ok_or_else(wrong)?;
    let (head, body) = stored.head().zip(stored.body()).ok_or_else(wrong)?;
    Ok(Shingles::of(head.article.title.as_deref(), &body))
}
