//! Named places in the writing of an index where tests let the program die.
//!
//! A kill at a random moment seldom hits the short moments that matter: between two files of
//! a commit, or between a rename and the sync behind it. In a build with debug assertions,
//! `DATELINE_FAILPOINT=before-meta` ends the process at the first passage of that place, and
//! `before-meta:3` at the third, as abruptly as a kill does: nothing is flushed, nothing
//! dropped. A release build has none of this.

/// Every named place.
#[doc(hidden)]
pub const NAMES: [&str; 13] = [
    "segment-file",
    "before-dictionary",
    "before-ledger",
    "before-stories",
    "before-versions",
    "before-commit",
    "before-meta",
    "after-meta",
    "after-commit",
    "after-clean-up",
    "before-seal",
    "before-swap",
    "after-swap",
];

/// Ends the process here, when that was asked for.
#[cfg(debug_assertions)]
pub(crate) fn pass(name: &'static str) {
    use std::sync::atomic::{AtomicU64, Ordering};
    static PASSED: AtomicU64 = AtomicU64::new(0);
    debug_assert!(NAMES.contains(&name), "{name} is not in the list of names");
    let Ok(wanted) = std::env::var("DATELINE_FAILPOINT") else { return };
    let (wanted, times) = wanted.split_once(':').unwrap_or((&wanted, "1"));
    if wanted == name && times.parse() == Ok(PASSED.fetch_add(1, Ordering::Relaxed) + 1) {
        std::process::abort();
    }
}

/// Does nothing.
#[cfg(not(debug_assertions))]
pub(crate) fn pass(_: &'static str) {}
