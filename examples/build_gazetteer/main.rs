//! Builds the embedded gazetteer from a GeoNames extract and the tables in `assets/gazetteer`.
//!
//! ```text
//! cargo run --release --example build_gazetteer -- --geonames DIR --out assets/gazetteer.bin
//! ```
//!
//! DIR holds, plain or compressed with Zstandard (`.zst`): `cities5000.tsv` (with a header line;
//! geonameid, name, latitude, longitude, countrycode, admin1code, population, timezone,
//! alternatenames joined by a bar), `admin1CodesASCII.txt` and `countryInfo.txt`. GeoNames is
//! licensed CC BY 4.0. The tables beside are of our own writing; each says in its head what its
//! columns are. The same input gives the same bytes.
//!
//! GeoNames' extract has no coordinates for countries and divisions: those of the tables are
//! taken, or else the middle of the towns.

// A command says what it did.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod divisions;
mod tables;
mod towns;
mod world;

use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use dateline::gazetteer::build::build;

use tables::cities;
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
    let (geonames, tables, out) = arguments()?;
    let mut world = World::default();
    world.read_continents();
    world.read_countries(&read(&geonames, "countryInfo.txt")?, &read(&tables, "countries.tsv")?)?;
    world.read_country_names(&read(&tables, "country_names.tsv")?);
    world.read_former_states(&read(&tables, "former_states.tsv")?)?;
    let names = read(&tables, "city_names.tsv")?;
    let towns = read(&geonames, "cities5000.tsv")?;
    let cities = cities(&towns)?;
    world.read_divisions(
        &read(&geonames, "admin1CodesASCII.txt")?,
        &read(&tables, "admin1.tsv")?,
        &cities,
        &names,
    )?;
    world.read_regions(&read(&tables, "regions.tsv")?)?;
    world.read_cities(&cities, &names)?;
    world.read_demonyms(&read(&tables, "demonyms.tsv")?);
    let places = world.drafts.len();
    let bytes = build(world.drafts, &world.demonyms)?;
    std::fs::write(&out, &bytes).map_err(|cause| format!("cannot write {}: {cause}", out.display()))?;
    Ok(format!("{places} places in {} bytes", bytes.len()))
}

/// The folder of GeoNames, the folder of our tables, and the file to write.
fn arguments() -> Outcome<(PathBuf, PathBuf, PathBuf)> {
    let usage = "usage: build_gazetteer --geonames DIR --out FILE [--tables DIR]";
    let (mut geonames, mut out, mut tables) = (None, None, PathBuf::from("assets/gazetteer"));
    let mut arguments = std::env::args().skip(1);
    while let Some(flag) = arguments.next() {
        let value = PathBuf::from(arguments.next().ok_or(usage)?);
        match flag.as_str() {
            "--geonames" => geonames = Some(value),
            "--out" => out = Some(value),
            "--tables" => tables = value,
            _ => return Err(usage.to_owned()),
        }
    }
    Ok((geonames.ok_or(usage)?, tables, out.ok_or(usage)?))
}

/// The text of a file, unpacked when only its `.zst` is there.
fn read(folder: &Path, name: &str) -> Outcome<String> {
    let plain = folder.join(name);
    let packed = folder.join(format!("{name}.zst"));
    let path = if plain.exists() { plain } else { packed };
    let wrong = |cause: String| format!("cannot read {}: {cause}", path.display());
    let bytes = std::fs::read(&path).map_err(|e| wrong(e.to_string()))?;
    if path.extension().is_some_and(|e| e == "zst") {
        let mut text = String::new();
        let mut decoder =
            ruzstd::decoding::StreamingDecoder::new(bytes.as_slice()).map_err(|e| wrong(e.to_string()))?;
        decoder.read_to_string(&mut text).map_err(|e| wrong(e.to_string()))?;
        return Ok(text);
    }
    String::from_utf8(bytes).map_err(|e| wrong(e.to_string()))
}
