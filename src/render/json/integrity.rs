//! Whether an index is whole, and what was saved of one that was not.

use std::io::Write;

use serde::Serialize;

use super::{VERSION, line, report};
use crate::error::Result;
use crate::index::repair::{Lost, Repaired};
use crate::index::verify::{Damage, Verification};
use crate::ingest::Rebuilt;

#[derive(Serialize)]
struct VerifyRow<'a> {
    version: u32,
    sound: bool,
    articles: u64,
    files: u64,
    bytes: u64,
    damage: &'a [Damage],
    orphans: &'a [String],
}

/// What a check of an index found.
///
/// # Errors
/// When it cannot be written; so for all functions of this module.
pub fn verify(found: &Verification, out: &mut dyn Write) -> Result<()> {
    let row = VerifyRow {
        version: VERSION,
        sound: found.is_sound(),
        articles: found.articles,
        files: found.files,
        bytes: found.bytes,
        damage: &found.damage,
        orphans: &found.orphans,
    };
    line(&row, out)
}

#[derive(Serialize)]
struct RepairRow<'a> {
    version: u32,
    damage: &'a [Damage],
    rebuilt: bool,
    articles: u64,
    lost: &'a [Lost],
    without_names: bool,
    versions_lost: u64,
    dropped: &'a [String],
}

/// What a repair did.
pub fn repair(done: &Repaired, out: &mut dyn Write) -> Result<()> {
    let row = RepairRow {
        version: VERSION,
        damage: &done.damage,
        rebuilt: done.rebuilt,
        articles: done.articles,
        lost: &done.lost,
        without_names: done.without_names,
        versions_lost: done.versions_lost,
        dropped: &done.dropped,
    };
    line(&row, out)
}

#[derive(Serialize)]
struct RebuildRow<'a> {
    #[serde(flatten)]
    report: report::IndexRow<'a>,
    taken_over: u64,
    lost: u64,
    versions: u64,
    versions_lost: u64,
    files_gone: u64,
}

/// What a rebuild did: the fields of an indexing run, and what became of the rest.
pub fn rebuild(done: &Rebuilt, out: &mut dyn Write) -> Result<()> {
    let row = RebuildRow {
        report: report::row(&done.report),
        taken_over: done.taken_over,
        lost: done.lost,
        versions: done.versions,
        versions_lost: done.versions_lost,
        files_gone: done.files_gone,
    };
    line(&row, out)
}
