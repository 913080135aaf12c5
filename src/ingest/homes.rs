//! Learns where outlets are at home, before the articles of a run are resolved.
//!
//! A first pass over what there is to read picks a sample of each outlet's articles and finds
//! the names in them; the second pass, which indexes, then knows the homes. What was learned
//! stays in the ledger. It depends on which articles there are (a sample is made of those
//! with the lowest ids), not on their order, on threads or on how many runs they came in. An
//! article is resolved with what is known when it is indexed, and is not resolved again when
//! a later run brings more of its outlet.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, sync_channel};
use std::sync::{Mutex, PoisonError};

use super::workers::{QUEUE, name_language};
use crate::article::Article;
use crate::enrich;
use crate::enrich::places::{Home, Outlet, Outlets};

/// An article of a sample, with its number.
type Sampled = (Outlet, u64, Article);

/// Learns from the articles that `read` hands to its argument with their numbers.
pub(super) fn learn<T>(
    outlets: &mut Outlets,
    threads: usize,
    read: impl FnOnce(&mut dyn FnMut(u64, Article)) -> T,
) -> T {
    let (sender, receiver) = sync_channel::<Sampled>(QUEUE);
    let receiver = Mutex::new(receiver);
    let learned = Mutex::new(Vec::new());
    let outcome = std::thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            scope.spawn(|| find_names(&receiver, &learned));
        }
        let outcome = read(&mut |number, article| {
            if let Some(outlet) = enrich::outlet(&article).filter(|o| outlets.reserve(o, number)) {
                // The other end is there as long as this one.
                let _ = sender.send((outlet, number, article));
            }
        });
        drop(sender);
        outcome
    });
    for (outlet, number, names) in learned.into_inner().unwrap_or_else(PoisonError::into_inner) {
        outlets.learn(&outlet, number, names);
    }
    outcome
}

fn find_names(receiver: &Mutex<Receiver<Sampled>>, learned: &Mutex<Vec<(Outlet, u64, Vec<String>)>>) {
    loop {
        let next = receiver.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok((outlet, number, mut article)) = next else { return };
        name_language(&mut article);
        // An article that the finders fail on is reported when it is indexed.
        let names = catch_unwind(AssertUnwindSafe(|| enrich::names_for_home(&article))).unwrap_or_default();
        learned.lock().unwrap_or_else(PoisonError::into_inner).push((outlet, number, names));
    }
}

/// The homes of outlets, looked up once each.
pub(super) struct Homes<'o> {
    outlets: &'o Outlets,
    known: HashMap<Outlet, Home>,
}

impl<'o> Homes<'o> {
    pub(super) fn new(outlets: &'o Outlets) -> Homes<'o> {
        Homes { outlets, known: HashMap::new() }
    }

    /// Where the article's outlet is at home.
    pub(super) fn of(&mut self, article: &Article) -> Home {
        let Some(outlet) = enrich::outlet(article) else { return Home::default() };
        let outlets = self.outlets;
        self.known.entry(outlet).or_insert_with_key(|outlet| outlets.home(outlet)).clone()
    }
}
