//! Hands what libFuzzer thinks up to one of the targets of `tests/fuzz/targets.rs`, the one that
//! `DATELINE_FUZZ_TARGET` names. How it is run stands in `README.md` beside.

#![no_main]

#[path = "../../tests/fuzz/targets.rs"]
#[allow(dead_code)]
mod targets;

use std::sync::LazyLock;

use targets::TARGETS;

static RUN: LazyLock<fn(&[u8])> = LazyLock::new(|| {
    let name = std::env::var("DATELINE_FUZZ_TARGET").unwrap_or_default();
    let names: Vec<&str> = TARGETS.iter().map(|t| t.name).collect();
    let found = TARGETS.iter().find(|target| target.name == name);
    found.unwrap_or_else(|| panic!("set DATELINE_FUZZ_TARGET to one of {}", names.join(", "))).run
});

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| RUN(bytes));
