//! An index of each format that was released. The current one must open and answer; one of
//! another format, or of another analysis, must be refused as such and stay as it is.
//! `DATELINE_BLESS=1 cargo test --test reliability golden` writes the current one, which is
//! needed when the format or the analysis changes.

use std::fs;
use std::path::{Path, PathBuf};

use dateline::error::Error;
use dateline::index::Archive;
use dateline::index::schema::FORMAT_VERSION;
use dateline::index::verify::{Depth, verify};

use crate::archive::{Folder, add, batches, batches_of, copy, files};

fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden_index")
}

fn bless(target: &Path) {
    let folder = Folder::new("bless");
    let archive = Archive::create(folder.index()).unwrap();
    (0..3).for_each(|batch| drop(add(&archive, batch).unwrap()));
    let _ = fs::remove_dir_all(target);
    copy(&folder.index(), target);
    files(target).iter().filter(|f| f.extension().is_some_and(|e| e == "lock")).for_each(|lock| {
        fs::remove_file(lock).unwrap();
    });
}

#[test]
fn an_index_of_every_released_format_opens_or_is_refused() {
    let current = golden().join(format!("format-{FORMAT_VERSION}"));
    if std::env::var_os("DATELINE_BLESS").is_some() {
        bless(&current);
    }
    let mut opened = 0;
    for entry in fs::read_dir(golden()).unwrap() {
        let path = entry.unwrap().path();
        if !path.is_dir() {
            continue;
        }
        let folder = Folder::new("golden");
        copy(&path, &folder.index());
        match Archive::open(folder.index()) {
            Ok(archive) => {
                assert_eq!(batches_of(&archive.snapshot().unwrap()).len(), 3);
                assert!(verify(folder.index(), Depth::Full).unwrap().is_sound());
                add(&archive, 3).unwrap();
                assert_eq!(batches(&folder.index()).len(), 4);
                opened += 1;
            }
            Err(error @ Error::Version { .. }) => {
                assert_ne!(path, current, "{error}: bless the golden index anew");
                assert_eq!(files(&folder.index()).len(), files(&path).len(), "nothing was touched");
            }
            Err(other) => panic!("{}: {other}", path.display()),
        }
    }
    assert_eq!(opened, 1, "no golden index of format {FORMAT_VERSION}: bless one");
}
