//! A generation: a folder with the engine's segments and the files beside them.
//!
//! One is in use; its name stands in `dateline.json`. Whatever builds an index anew builds
//! another generation beside it, and only when that is whole and synced is the name swapped.
//! Until then the old one is as it was, and after that it is removed.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tantivy::{Directory, Index};

use super::storage::{self, Opener, Storage};
use super::{
    Archive, Fields, Pointer, SIDE, damaged, damaged_engine, engine, failpoint, schema, sync_folder, tokens,
};
use crate::error::{Error, Result};

/// An open generation.
pub(super) struct Generation {
    pub(super) name: String,
    pub(super) folder: PathBuf,
    pub(super) storage: Storage,
    /// Writes the files beside the engine's.
    pub(super) side: Box<dyn Directory>,
    pub(super) index: Index,
}

impl Generation {
    /// Opens the generation of this name.
    pub(super) fn open(dir: &Path, name: &str, opener: &Opener) -> Result<Generation> {
        let folder = folder_of(dir, name)?;
        let storage = Storage::open(&folder, opener).map_err(|e| damaged(dir, &e.to_string()))?;
        Generation::open_with(dir, name, storage, opener)
    }

    /// The same, and every file is read before it is believed.
    pub(super) fn open_doubting(dir: &Path, name: &str, opener: &Opener) -> Result<Generation> {
        let folder = folder_of(dir, name)?;
        let storage = Storage::doubting(&folder, opener).map_err(|e| damaged(dir, &e.to_string()))?;
        Generation::open_with(dir, name, storage, opener)
    }

    fn open_with(dir: &Path, name: &str, storage: Storage, opener: &Opener) -> Result<Generation> {
        let folder = dir.join(name);
        let side = opener(&folder.join(SIDE)).map_err(|e| damaged(dir, &format!("{SIDE}: {e}")))?;
        let index = Index::open(storage.clone()).map_err(|e| damaged_engine(dir, &e))?;
        register_tokenizer(&index);
        if index.schema() != Fields::build().0 {
            return Err(damaged(dir, "the fields in it are not those that its version says"));
        }
        Ok(Generation { name: name.to_owned(), folder, storage, side, index })
    }

    /// Makes an empty one; one of this name that was never put to use is built upon.
    pub(super) fn create(dir: &Path, name: &str, opener: &Opener) -> Result<Generation> {
        let folder = dir.join(name);
        let side = folder.join(SIDE);
        let failed = |cause| Error::Write { path: side.clone(), cause };
        fs::create_dir_all(&side).map_err(failed)?;
        sync_folder(&folder).and_then(|()| sync_folder(dir)).map_err(failed)?;
        let storage = Storage::open(&folder, opener).map_err(failed)?;
        let index = Index::builder()
            .schema(Fields::build().0)
            .settings(schema::settings())
            .open_or_create(storage.clone())
            .map_err(|e| engine(dir, "created", &e))?;
        register_tokenizer(&index);
        let side = opener(&side).map_err(failed)?;
        Ok(Generation { name: name.to_owned(), folder, storage, side, index })
    }

    /// The folder of the files beside the engine's.
    pub(super) fn side(&self) -> PathBuf {
        self.folder.join(SIDE)
    }

    /// What the engine's root says now.
    pub(super) fn metas(&self, dir: &Path) -> Result<tantivy::IndexMeta> {
        self.index.load_metas().map_err(|e| damaged_engine(dir, &e))
    }
}

/// The folder of a generation; its name comes from a file that might lead elsewhere.
fn folder_of(dir: &Path, name: &str) -> Result<PathBuf> {
    if number_of(name).is_none() {
        return Err(damaged(dir, "the name of its generation is none"));
    }
    Ok(dir.join(name))
}

/// The number of a generation, by its name.
pub(super) fn number_of(name: &str) -> Option<u32> {
    name.strip_prefix('g')?.parse().ok()
}

/// The names of all generations in a folder.
pub(super) fn all(dir: &Path) -> Vec<String> {
    let entries = fs::read_dir(dir).into_iter().flatten().flatten();
    let names = entries.map(|e| e.file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> = names.filter(|name| number_of(name).is_some()).collect();
    names.sort_by_key(|name| number_of(name));
    names
}

fn register_tokenizer(index: &Index) {
    index.tokenizers().register(tokens::NAME, tantivy::tokenizer::TextAnalyzer::from(tokens::LineTokenizer));
}

/// A generation that is being built beside the one in use. When it is dropped before it was
/// put to use, it is removed.
pub struct Beside {
    archive: Archive,
    name: String,
    pointer: Pointer,
    swapped: bool,
}

impl Beside {
    /// Begins another generation. The lock of the writer is held until it is put to use.
    pub(super) fn begin(dir: &Path, lock: fs::File, pointer: Pointer) -> Result<Beside> {
        let last = all(dir).iter().filter_map(|name| number_of(name)).max().unwrap_or(0);
        let name = format!("g{}", last.saturating_add(1));
        let opener = storage::mapped();
        let generation = Generation::create(dir, &name, &opener)?;
        let places = pointer.gazetteer.clone();
        let archive = Archive::of(dir.to_path_buf(), opener, generation, Some(Arc::new(lock)), places);
        let pointer = Pointer { gazetteer: pointer.gazetteer, ..Pointer::new(&name) };
        Ok(Beside { archive, name, pointer, swapped: false })
    }

    /// The archive that is being built; nobody else sees it yet.
    pub fn archive(&self) -> &Archive {
        &self.archive
    }

    /// Puts it to use, and removes the generations before it.
    ///
    /// # Errors
    /// When `dateline.json` cannot be written; the index is then as it was before.
    pub fn swap(mut self) -> Result<()> {
        let dir = self.archive.dir.clone();
        failpoint::pass("before-swap");
        std::mem::replace(&mut self.pointer, Pointer::new("")).write(&dir)?;
        self.swapped = true;
        failpoint::pass("after-swap");
        for old in all(&dir).iter().filter(|name| **name != self.name) {
            // One that cannot be removed now is removed by the next repair.
            let _ = fs::remove_dir_all(dir.join(old));
        }
        Ok(())
    }
}

impl Drop for Beside {
    fn drop(&mut self) {
        if !self.swapped {
            let _ = fs::remove_dir_all(self.archive.dir.join(&self.name));
        }
    }
}
