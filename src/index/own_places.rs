//! The places of the user's own that an index was built with: a copy of their table in its folder.
//!
//! Articles are searched for places once, when they are indexed, so an index and its table belong
//! together: the table is copied, its hash stands in `dateline.json`, and whoever opens the index
//! gets the same places without naming the file again. Another table needs another index.

use std::fs;
use std::path::{Path, PathBuf};

use super::{Archive, Pointer, damaged, read_pointer, write_whole, writer};
use crate::error::{Error, Result, Warning};
use crate::gazetteer::{Additions, Gazetteer, own};

/// Where the copy is kept in the folder of an index.
pub const FILE_NAME: &str = "gazetteer.tsv";

/// A table of places, read and not yet in use.
pub struct OwnPlaces {
    file: PathBuf,
    bytes: Vec<u8>,
    additions: Additions,
    bad: Vec<own::BadLine>,
}

impl OwnPlaces {
    /// Reads a table; see [`own`] for what stands in it.
    ///
    /// # Errors
    /// When the file cannot be read, or no line of it is a place.
    pub fn read(file: impl AsRef<Path>) -> Result<OwnPlaces> {
        let file = file.as_ref().to_path_buf();
        let bytes = fs::read(&file).map_err(|cause| Error::Read { path: file.clone(), cause })?;
        match Additions::read(&bytes, Gazetteer::embedded()) {
            Ok((additions, bad)) => Ok(OwnPlaces { file, bytes, additions, bad }),
            Err(finding) => Err(Error::Gazetteer {
                file,
                finding,
                help: "a gazetteer has tabs between its columns, and a first line that names them: \
                       name, latitude, longitude, and if you like kind, within, alternates, population, id"
                    .to_owned(),
            }),
        }
    }

    /// The lines that were left out.
    pub fn warnings(&self) -> Vec<Warning> {
        let path = self.file.display().to_string();
        let warning = |bad: &own::BadLine| Warning {
            path: path.clone(),
            record: Some(bad.line),
            reason: format!("left out of the gazetteer: {}", bad.reason),
        };
        self.bad.iter().map(warning).collect()
    }

    /// Puts the places to use in this process.
    ///
    /// # Errors
    /// When others are in use already.
    pub fn install(self) -> Result<()> {
        Gazetteer::embedded().add(self.additions).map_err(|_| other_in_use(self.file))
    }
}

fn other_in_use(file: PathBuf) -> Error {
    Error::Gazetteer {
        file,
        finding: "another gazetteer of your own is in use in this process".to_owned(),
        help: "use one process for each".to_owned(),
    }
}

/// The hash of a table as it stands in `dateline.json`.
fn written(hash: u64) -> String {
    format!("{hash:016x}")
}

/// Whether the copy in the folder of an index is that of the hash in `dateline.json`.
pub(super) fn is_kept(dir: &Path, wanted: Option<&str>) -> bool {
    wanted.is_none_or(|wanted| hash_of_kept(dir).as_deref() == Some(wanted))
}

/// The hash of the copy in the folder of an index, when there is one.
pub(super) fn hash_of_kept(dir: &Path) -> Option<String> {
    fs::read(dir.join(FILE_NAME)).ok().map(|bytes| written(own::hash(&bytes)))
}

impl Archive {
    /// Opens the index in a folder, or creates it, with places of the user's own, which are in use
    /// from then on whenever it is opened.
    ///
    /// # Errors
    /// Those of [`Archive::open`] and [`Archive::create`]; and when the index holds articles that
    /// were searched for other places.
    pub fn open_or_create_with(dir: impl AsRef<Path>, places: OwnPlaces) -> Result<Archive> {
        let mut archive = match Archive::open_bare(dir.as_ref()) {
            Err(Error::NoIndex { .. }) => Archive::create(dir)?,
            opened => opened?,
        };
        let hash = written(places.additions.hash());
        if archive.own_places.as_ref() != Some(&hash) {
            keep(&archive, &places, &hash)?;
            archive.own_places = Some(hash);
        }
        places.install()?;
        Ok(archive)
    }

    /// Puts the places to use that the index was built with.
    pub(super) fn recall_places(&self) -> Result<()> {
        let Some(wanted) = &self.own_places else { return Ok(()) };
        if Gazetteer::embedded().added().map(written).as_ref() == Some(wanted) {
            return Ok(());
        }
        let file = self.dir.join(FILE_NAME);
        if !is_kept(&self.dir, Some(wanted)) {
            let finding = format!(
                "its {FILE_NAME}, the places of your own that it was built with, was changed or is missing: \
                 put it back as it was"
            );
            return Err(damaged(&self.dir, &finding));
        }
        OwnPlaces::read(&file)?.install()
    }

    /// Refuses to write articles that would be searched for other places than those before.
    pub(super) fn check_places(&self) -> Result<()> {
        if Gazetteer::embedded().added().map(written) == self.own_places {
            return Ok(());
        }
        Err(other_in_use(self.dir.join(FILE_NAME)))
    }
}

/// Copies a table into the folder of an index that holds nothing yet.
fn keep(archive: &Archive, places: &OwnPlaces, hash: &str) -> Result<()> {
    let _lock = writer::take_lock(&archive.dir)?;
    let snapshot = archive.as_indexed()?;
    if snapshot.articles() > 0 {
        let (dir, file) = (archive.dir.display(), places.file.clone());
        let other = archive.own_places.is_some();
        let finding = if other {
            format!("the index in {dir} was built with another gazetteer")
        } else {
            format!("the articles in the index in {dir} were not searched for its places")
        };
        let rest = if other { ", with the copy in the index" } else { "" };
        let help = format!(
            "build the index anew: remove {dir}, then dateline index <CORPUS> --gazetteer {}\n\
             or go on without --gazetteer{rest}",
            file.display()
        );
        return Err(Error::Gazetteer { file, finding, help });
    }
    write_whole(&archive.dir.join(FILE_NAME), &places.bytes)?;
    let pointer = read_pointer(&archive.dir)?.ok_or_else(|| Error::NoIndex { dir: archive.dir.clone() })?;
    Pointer { gazetteer: Some(hash.to_owned()), ..pointer }.write(&archive.dir)
}
