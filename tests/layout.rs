//! Imports point one way: a module of the library uses only what stands above it in
//! the table of `docs/ARCHITECTURE.md`.

use std::fs;
use std::path::Path;

const BASE: [&str; 5] = ["article", "date", "error", "limits", "text"];

/// Each module and what it may use beside [`BASE`].
const ALLOWED: [(&str, &[&str]); 15] = [
    ("article", &[]),
    ("date", &[]),
    ("error", &[]),
    ("limits", &[]),
    ("text", &[]),
    ("gazetteer", &[]),
    ("corpus", &[]),
    ("query", &[]),
    ("enrich", &["gazetteer"]),
    ("index", &["gazetteer", "corpus", "enrich"]),
    ("search", &["gazetteer", "enrich", "index", "query"]),
    ("ingest", &["corpus", "enrich", "index"]),
    ("stats", &["index"]),
    ("watch", &["index", "query", "search"]),
    ("render", &["gazetteer", "enrich", "index", "query", "search", "ingest", "watch"]),
];

fn sources(path: &Path, into: &mut Vec<String>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            sources(&entry.unwrap().path(), into);
        }
    } else if path.extension().is_some_and(|e| e == "rs") {
        into.push(fs::read_to_string(path).unwrap());
    }
}

/// The modules named behind `crate::` outside comments.
fn used(source: &str) -> Vec<String> {
    let code = source.lines().filter(|line| !line.trim_start().starts_with("//"));
    let paths = code.flat_map(|line| line.split("crate::").skip(1).map(str::to_owned).collect::<Vec<_>>());
    let names = paths
        .map(|rest| rest.chars().take_while(|c| c.is_ascii_lowercase() || *c == '_').collect::<String>());
    names.filter(|name| !name.is_empty()).collect()
}

#[test]
fn imports_point_one_way() {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    for (module, more) in ALLOWED {
        let mut files = Vec::new();
        sources(&src.join(format!("{module}.rs")), &mut files);
        assert!(!files.is_empty(), "there is no module {module}");
        if src.join(module).exists() {
            sources(&src.join(module), &mut files);
        }
        for name in files.iter().flat_map(|f| used(f)) {
            let fine = name == module || BASE.contains(&name.as_str()) || more.contains(&name.as_str());
            assert!(fine, "{module} uses {name}, which does not stand above it");
        }
    }
}

#[test]
fn every_module_of_the_library_has_its_place() {
    let library = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/lib.rs")).unwrap();
    let modules = library.lines().filter_map(|l| l.strip_prefix("pub mod ")).map(|m| m.trim_end_matches(';'));
    for module in modules {
        assert!(ALLOWED.iter().any(|(name, _)| *name == module), "{module} is missing in the table");
    }
}
