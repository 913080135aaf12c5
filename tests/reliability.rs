//! Things are broken on purpose: writes that fail, power that goes, processes that are killed,
//! disks that are full, bytes that change. What was acknowledged must be there afterwards, no
//! answer may be wrong in silence, and nothing may need a hand. `docs/reliability.md` says what
//! is promised; each part here keeps some of it.
//!
//! Seeds are fixed. `DATELINE_LONG_TESTS=1` runs every case instead of a spread of them.
#![cfg(unix)]

#[path = "reliability/archive.rs"]
mod archive;
#[path = "reliability/damage.rs"]
mod damage;
#[path = "reliability/faults.rs"]
mod faults;
#[path = "reliability/full.rs"]
mod full;
#[path = "reliability/golden.rs"]
mod golden;
#[path = "reliability/kills.rs"]
mod kills;
#[path = "reliability/together.rs"]
mod together;
#[path = "reliability/verbs.rs"]
mod verbs;
