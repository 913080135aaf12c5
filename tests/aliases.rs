//! Whether names are told to be one actor's, measured on pairs that the rules were not
//! written against: `tests/aliases/same.tsv` and `different.tsv`.
//!
//! A line is `name A`, `name B`, `person` or `organisation`, category, separated by tabs;
//! lines that open with `#` are remarks. Every pair stands alone, as if the archive had no
//! other names.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use dateline::article::ActorKind;
use dateline::enrich::actors::{Rule, why};

/// One pair of names.
struct Pair {
    a: String,
    b: String,
    kind: ActorKind,
    category: String,
}

fn pairs(file: &str) -> Vec<Pair> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/aliases").join(file);
    let text = fs::read_to_string(&path).unwrap_or_else(|e| panic!("{}: {e}", path.display()));
    let lines = text.lines().filter(|l| !l.is_empty() && !l.starts_with('#'));
    lines
        .map(|line| {
            let columns: Vec<&str> = line.split('\t').collect();
            let [a, b, kind, category] = columns[..] else { panic!("{file}: {line}") };
            let kind = match kind {
                "person" => ActorKind::Person,
                "organisation" => ActorKind::Organisation,
                _ => panic!("{file}: {line}"),
            };
            Pair { a: a.to_owned(), b: b.to_owned(), kind, category: category.to_owned() }
        })
        .collect()
}

/// How many pairs of a category there are, and how many were told to be one.
#[derive(Default)]
struct Count {
    all: usize,
    one: usize,
}

/// Counts by category, and prints the pairs that are not told as they should be.
fn count(pairs: &[Pair], same: bool) -> BTreeMap<&str, Count> {
    let mut counts: BTreeMap<&str, Count> = BTreeMap::new();
    for pair in pairs {
        let rule = why(&pair.a, &pair.b, pair.kind);
        let count = counts.entry(&pair.category).or_default();
        count.all += 1;
        count.one += usize::from(rule.is_some());
        if rule.is_some() != same {
            let rule = rule.map_or("not one", Rule::as_str);
            println!("{}: {} | {} ({rule})", pair.category, pair.a, pair.b);
        }
    }
    counts
}

fn print(title: &str, counts: &BTreeMap<&str, Count>) {
    println!("{title}");
    for (category, count) in counts {
        println!("  {category:<32} {:>4} of {:>4}", count.one, count.all);
    }
}

#[test]
fn names_are_told_together_and_apart() {
    let (same, different) = (pairs("same.tsv"), pairs("different.tsv"));
    let (found, wrong) = (count(&same, true), count(&different, false));
    print("told to be one, and are:", &found);
    print("told to be one, and are not:", &wrong);
    let sum = |counts: &BTreeMap<&str, Count>| counts.values().map(|c| c.one).sum::<usize>() as f64;
    let precision = sum(&found) / (sum(&found) + sum(&wrong));
    let recall = sum(&found) / same.len() as f64;
    println!("precision {precision:.3}, recall {recall:.3}");
    assert!(same.len() >= 400 && different.len() >= 400, "{} and {} pairs", same.len(), different.len());
    assert!(precision >= 0.96, "precision {precision:.3}");
    assert!(recall >= 0.85, "recall {recall:.3}");
}
