//! Writes that fail, at every operation, and power cuts: three commits on an index that is about
//! to merge its segments.

#[path = "faulty.rs"]
mod faulty;

use std::collections::BTreeSet;
use std::sync::LazyLock;

use dateline::error::Error;
use dateline::index::Archive;

use crate::archive::{Folder, STARTING, add, batches, copy, long};
use faulty::{Fault, Faults};

/// Batches that every test begins with; the engine merges when there are eight segments.
const BEFORE: u64 = 6;
/// Batches that are added under faults.
const ADDED: [u64; 3] = [BEFORE, BEFORE + 1, BEFORE + 2];

static BASE: LazyLock<Folder> = LazyLock::new(|| {
    let folder = Folder::new("base");
    let archive = Archive::create(folder.index()).unwrap();
    (0..BEFORE).for_each(|batch| drop(add(&archive, batch).unwrap()));
    folder
});

/// What a run under faults came to.
struct Run {
    folder: Folder,
    faults: Faults,
    acknowledged: BTreeSet<u64>,
    errors: Vec<Error>,
}

/// Adds three batches while an operation fails; goes on after an error, as a user would.
fn run(fail_at: Option<(u64, Fault)>) -> Run {
    let folder = Folder::new("faults");
    copy(&BASE.index(), &folder.index());
    let faults = Faults::new(&folder.index().join("g1"), fail_at);
    let mut acknowledged: BTreeSet<u64> = (0..BEFORE).collect();
    let mut errors = Vec::new();
    for batch in ADDED {
        let archive = Archive::open_through(folder.index(), faults.opener());
        match archive.and_then(|archive| add(&archive, batch)) {
            Ok(_) => drop(acknowledged.insert(batch)),
            Err(error) => errors.push(error),
        }
    }
    Run { folder, faults, acknowledged, errors }
}

/// What is in the index: everything that was acknowledged, and of the rest whole batches.
fn check(run: &Run, case: &str) -> BTreeSet<u64> {
    let found = batches(&run.folder.index());
    assert!(found.is_superset(&run.acknowledged), "{case}: {found:?} of {:?}", run.acknowledged);
    found
}

/// Afterwards the same commands give what they would have given without the fault.
fn resume(run: &Run, found: &BTreeSet<u64>, case: &str) {
    let archive = Archive::open(run.folder.index()).unwrap();
    for batch in ADDED.into_iter().filter(|batch| !found.contains(batch)) {
        add(&archive, batch).unwrap_or_else(|error| panic!("{case}: {error}"));
    }
    drop(archive);
    // A later batch may have been written before an earlier one, which then wrote last.
    let found =
        dateline::index::verify::verify(run.folder.index(), dateline::index::verify::Depth::Full).unwrap();
    assert!(found.is_sound(), "{case}: {:?}", found.damage);
    assert_eq!(found.articles, (BEFORE + 3) * crate::archive::OWN + 1, "{case}");
}

fn operations() -> u64 {
    let undisturbed = run(None);
    assert!(undisturbed.errors.is_empty(), "{:?}", undisturbed.errors);
    assert_eq!(check(&undisturbed, "undisturbed").len() as u64, BEFORE + 3);
    let operations = undisturbed.faults.state().operations;
    assert!(operations > 100, "{operations} operations");
    operations
}

#[test]
fn a_write_that_fails_loses_nothing_that_was_acknowledged() {
    let kinds = [Fault::Device, Fault::Full, Fault::Short];
    let (mut cases, mut redone) = (0, 0);
    for at in (1..=operations()).step_by(if long() { 1 } else { 4 }) {
        // A spread takes every fourth operation, and one kind for each.
        let spread = [kinds[at as usize / 4 % 3]];
        for &kind in if long() { &kinds[..] } else { &spread[..] } {
            let case = format!("{kind:?} at {at}");
            let outcome = run(Some((at, kind)));
            for error in &outcome.errors {
                assert_eq!(error.code(), 3, "{case}: {error}");
                if kind == Fault::Full {
                    assert!(error.to_string().contains("no room left"), "{case}: {error}");
                }
            }
            redone += u32::from(outcome.errors.is_empty() && outcome.faults.state().struck);
            let found = check(&outcome, &case);
            resume(&outcome, &found, &case);
            cases += 1;
        }
    }
    assert!(redone > 20, "a single failure was mended by beginning again {redone} times");
    eprintln!("{cases} faults, {redone} mended on the spot");
}

#[test]
fn a_power_cut_takes_nothing_that_was_acknowledged() {
    let operations = operations();
    let points = if long() { operations } else { 64 };
    for point in 0..points {
        let at = 1 + point * operations / points;
        let case = format!("power cut at {at}");
        let outcome = run(Some((at, Fault::Power)));
        assert!(!outcome.errors.is_empty() || outcome.acknowledged.len() as u64 == BEFORE + 3, "{case}");
        {
            let _none_starts = STARTING.read();
            outcome.faults.cut(&outcome.folder.index().join("g1"), point % 2 == 0);
        }
        let found = check(&outcome, &case);
        resume(&outcome, &found, &case);
    }
}
