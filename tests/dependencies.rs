//! What the program is built from: only packages of the public registry, under licences that
//! allow it to be given away, none of them one that brings C code or a second network stack.
//!
//! The same rules stand in `deny.toml` for `cargo deny`; this test needs nothing that a build
//! has not fetched already.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

/// Licences that ask for no more than to be named.
const LICENCES: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
    "bzip2-1.0.6",
];

const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Packages that the program must do without: C code in a parser, and what speaks to a network.
const DENIED: &[&str] = &[
    "bzip2-sys",
    "hyper",
    "libz-sys",
    "lzma-sys",
    "native-tls",
    "openssl",
    "openssl-sys",
    "reqwest",
    "rustls",
    "tokio",
    "ureq",
    "zstd-sys",
];

/// Packages of the lock file; more of them want a reason.
const PACKAGES_MAX: usize = 280;

/// What cargo knows of the packages that are built here; those of other systems need not be
/// on this machine.
fn metadata() -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--offline", "--locked", "--filter-platform", &host()])
        .args(["--manifest-path", concat!(env!("CARGO_MANIFEST_DIR"), "/Cargo.toml")])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The system that is built for, as the compiler names it.
fn host() -> String {
    let compiler = std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(compiler).arg("-vV").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().find_map(|line| line.strip_prefix("host: ")).unwrap().to_owned()
}

/// Whether a licence expression can be met with the list: one side of each OR, both of each AND.
fn allowed(expression: &str) -> bool {
    // The old way of writing OR.
    let expression = expression.replace('/', " OR ");
    let plain = expression.replace(['(', ')'], " ");
    let any = |part: &str| part.split(" OR ").any(|one| LICENCES.contains(&one.trim()));
    plain.split(" AND ").all(any)
}

#[test]
fn licence_expressions_are_understood() {
    assert!(allowed("MIT OR Apache-2.0") && allowed("MIT/Apache-2.0") && allowed("GPL-3.0 OR MIT"));
    assert!(allowed("(MIT OR Apache-2.0) AND Unicode-3.0"));
    assert!(!allowed("GPL-3.0") && !allowed("MIT AND GPL-3.0") && !allowed(""));
}

/// The lock file names the packages of every system.
#[test]
fn every_package_comes_from_the_registry() {
    let lock = include_str!("../Cargo.lock");
    let packages: Vec<&str> =
        lock.split("[[package]]").skip(1).filter(|p| !p.contains("name = \"dateline\"")).collect();
    assert!(!packages.is_empty() && packages.len() <= PACKAGES_MAX, "{} packages", packages.len());
    let source = format!("source = \"{REGISTRY}\"");
    let others: Vec<&&str> =
        packages.iter().filter(|p| !p.contains(&source) || !p.contains("checksum = \"")).collect();
    assert!(others.is_empty(), "{others:#?}");
}

#[test]
fn every_package_is_under_a_free_licence() {
    let metadata = metadata();
    let mut faults = BTreeSet::new();
    for package in metadata["packages"].as_array().unwrap() {
        let licence = package["license"].as_str().unwrap_or_default();
        if !allowed(licence) {
            faults.insert(format!("{} is under {licence:?}", package["name"]));
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

/// What the program itself is linked from, without tests' and other systems' packages.
#[test]
fn no_denied_package_is_linked() {
    let metadata = metadata();
    let name_of: BTreeMap<&str, &str> = metadata["packages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| (p["id"].as_str().unwrap(), p["name"].as_str().unwrap()))
        .collect();
    let nodes: BTreeMap<&str, &Value> = metadata["resolve"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|n| (n["id"].as_str().unwrap(), n))
        .collect();
    let mut open = vec![metadata["resolve"]["root"].as_str().unwrap()];
    let mut met = BTreeSet::new();
    while let Some(id) = open.pop() {
        if !met.insert(id) {
            continue;
        }
        for dep in nodes[id]["deps"].as_array().unwrap() {
            // A kind of `null` is an ordinary dependency, neither of tests nor of a build script.
            if dep["dep_kinds"].as_array().unwrap().iter().any(|kind| kind["kind"].is_null()) {
                open.push(dep["pkg"].as_str().unwrap());
            }
        }
    }
    let denied: Vec<&str> = met.iter().map(|id| name_of[id]).filter(|name| DENIED.contains(name)).collect();
    assert!(met.len() > 20, "{} packages", met.len());
    assert_eq!(denied, [""; 0]);
}
