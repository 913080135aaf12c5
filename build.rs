//! Makes the list of well-known actors ready to be looked up.
//!
//! The list is a few text files that people write. Hashing its names and reducing them to
//! skeletons takes longer than a search may; so it is done here, with the same code that
//! asks for them later, and the program carries the tables.

// Only a part of these modules is needed here.
#![allow(dead_code)]

use std::path::{Path, PathBuf};
use std::{env, fs};

#[path = "src/enrich/actors/given.rs"]
mod given;
#[path = "src/enrich/actors/letters.rs"]
mod letters;
#[path = "src/enrich/actors/known/line.rs"]
mod line;
#[path = "src/enrich/actors/person.rs"]
mod person;
#[path = "src/enrich/actors/rule.rs"]
mod rule;
#[path = "src/enrich/actors/skeleton.rs"]
mod skeleton;
#[path = "src/enrich/actors/known/table.rs"]
mod table;
#[path = "src/text/word.rs"]
mod word;
#[path = "src/enrich/actors/wording.rs"]
mod wording;

use letters::{Hash, name_key};
use person::Person;

const LISTS: &str = "assets/names/actors";
const CODE: &str = "src/enrich/actors";

/// The lists in the order in which they have names that two of them claim.
const FIRST: [&str; 5] = ["europe", "americas_oceania", "asia_africa", "organisations", "forces"];

fn main() {
    for path in [LISTS, CODE, "src/text/word.rs", "assets/names/given.txt", "build.rs"] {
        println!("cargo::rerun-if-changed={path}");
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    let text: String = lists().iter().map(|path| read(path)).collect();
    let tables = Tables::of(&text);
    write(&out.join("actors.txt"), text.as_bytes());
    write(&out.join("actors.names"), &table::write(tables.names));
    write(&out.join("actors.slugs"), &table::write(tables.slugs));
    write(&out.join("actors.families"), &table::write(tables.families));
    write(&out.join("actors.openings"), &table::write(tables.openings));
}

/// The files of the list: the known ones in their order, then all others.
fn lists() -> Vec<PathBuf> {
    let entries = fs::read_dir(LISTS).unwrap_or_else(|e| panic!("cannot read {LISTS}: {e}"));
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|e| e == "tsv"))
        .collect();
    paths.sort_by_key(|path| {
        let name = path.file_stem().unwrap_or_default().to_owned();
        (FIRST.iter().position(|first| name == *first).unwrap_or(FIRST.len()), name)
    });
    paths
}

fn read(path: &Path) -> String {
    let mut text = fs::read_to_string(path).unwrap_or_else(|e| panic!("cannot read {}: {e}", path.display()));
    if !text.ends_with('\n') {
        text.push('\n');
    }
    text
}

fn write(path: &Path, bytes: &[u8]) {
    fs::write(path, bytes).unwrap_or_else(|e| panic!("cannot write {}: {e}", path.display()));
}

/// Rows of hashes and places in the text.
#[derive(Default)]
struct Tables {
    /// Every name.
    names: Vec<[u32; 2]>,
    /// Slugs of names of several words; one word says too little to be forgiven a letter.
    slugs: Vec<[u32; 2]>,
    /// Last words of persons' names of several words.
    families: Vec<[u32; 2]>,
    /// First word, second word (0 when there is none), place and number of words.
    openings: Vec<[u32; 3]>,
}

impl Tables {
    fn of(text: &str) -> Tables {
        let mut tables = Tables::default();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            if let Some(line) = line::read(line.trim_end()) {
                for (at, name) in places(&line) {
                    let place = u32::try_from(start + at).expect("the lists are far smaller than 4 GB");
                    tables.add(name, place, &line);
                }
            }
            start += line.len();
        }
        tables.openings.sort_by_key(|[first, _, place]| (*first, u32::MAX - (place >> 24), *place));
        tables
    }

    fn add(&mut self, name: &str, place: u32, line: &line::Line<'_>) {
        let plain = name.trim_start_matches('~');
        let key = name_key(plain);
        self.names.push([Hash::of(&key), place]);
        if line.kind == "p" {
            let person = Person::read(plain);
            if person.len() > 1 {
                self.families.push([Hash::of(person.last()), place]);
                self.slugs.push([Hash::of(person.slug()), place]);
            }
        } else {
            let words = wording::plain(&key);
            if words.len() > 1 {
                self.slugs.push([Hash::of(&words.join("-")), place]);
            }
        }
        if plain == name {
            self.openings.extend(opening(name, place));
        }
    }
}

/// The names of a line, each with the byte of the line at which it begins.
fn places<'t>(line: &line::Line<'t>) -> Vec<(usize, &'t str)> {
    let mut places = vec![(0, line.name)];
    let mut at = line.name.len() + line.kind.len() + line.country.len() + 3;
    for alias in line.aliases.split(';') {
        if !alias.is_empty() {
            places.push((at, alias));
        }
        at += alias.len() + 1;
    }
    places
}

fn opening(name: &str, place: u32) -> Option<[u32; 3]> {
    let words: Vec<u32> = word::words(name).map(|w| Hash::of(&line::word(w.text))).collect();
    let len = u32::try_from(words.len()).ok().filter(|len| *len < 1 << 8)?;
    Some([*words.first()?, words.get(1).copied().unwrap_or(0), len << 24 | place])
}
