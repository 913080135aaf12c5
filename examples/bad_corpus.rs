//! Writes the folder of bad inputs and what is expected of each, for a look at them or
//! for a program that judges: `cargo run --example bad_corpus -- DIR` makes
//! `DIR/corpus`, `DIR/outside` and `DIR/manifest.json`.

use std::os::unix::ffi::OsStrExt;
use std::path::Path;
use std::process::ExitCode;

use serde_json::{Value, json};

#[path = "../tests/bad_inputs/corpus.rs"]
mod corpus;

use corpus::{Entry, Outcome};

fn main() -> ExitCode {
    let Some(root) = std::env::args_os().nth(1) else {
        eprintln!("bad_corpus: no folder given\nuse it so: cargo run --example bad_corpus -- DIR");
        return ExitCode::from(2);
    };
    let root = Path::new(&root);
    if root.join("corpus").exists() {
        eprintln!("bad_corpus: {} is there already: give an empty folder", root.join("corpus").display());
        return ExitCode::from(2);
    }
    let entries = corpus::write(root);
    let manifest = json!({
        "entries": entries.iter().map(described).collect::<Vec<Value>>(),
        "budget": {"seconds": 180, "rss_mib": 1024},
    });
    match std::fs::write(root.join("manifest.json"), manifest.to_string()) {
        Ok(()) => {
            println!("{} inputs in {}", entries.len(), root.display());
            ExitCode::SUCCESS
        }
        Err(cause) => {
            eprintln!("bad_corpus: cannot write {}: {cause}", root.join("manifest.json").display());
            ExitCode::from(2)
        }
    }
}

fn described(entry: &Entry) -> Value {
    let counted = entry.outcomes.contains(&Outcome::Ignored);
    let mut outcomes = entry.outcomes.iter().copied().map(name);
    let mut out = json!({
        "path": entry.path.to_string_lossy(),
        "path_b64": base64(entry.path.as_os_str().as_bytes()),
        "expected": outcomes.next(),
        "also_ok": outcomes.collect::<Vec<_>>(),
        "docs": [entry.docs.start(), entry.docs.end()],
        "reason": entry.reason,
        "must_find": entry.finds,
        "lost": entry.loses,
        "must_not_exist": entry.must_not_exist,
        "needs_nonroot": entry.needs_nonroot,
        "unreported_ok": counted,
    });
    if let [best, others @ ..] = entry.days.as_slice() {
        out["date"] = json!(best);
        out["also_date"] = json!(others);
    }
    out
}

fn name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Indexed => "indexed",
        Outcome::Warned => "indexed-with-warning",
        Outcome::Skipped => "skipped-with-reason",
        Outcome::Ignored => "unreported",
    }
}

fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let part = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let bits = part(0) << 16 | part(1) << 8 | part(2);
        for at in 0..4 {
            let digit = DIGITS[(bits >> (18 - 6 * at)) as usize & 63];
            out.push(if at <= chunk.len() { char::from(digit) } else { '=' });
        }
    }
    out
}
