//! Files outside the engine's folder that are written whole: receipts, saved searches, feeds.
//!
//! Whoever reads such a file finds the old one or the new one, never a part of either, also
//! when the writing process is killed or the power fails.

use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use super::sync_folder;
use crate::error::{Error, Result};

/// Puts a new content in a file's place, or makes the file. A link stays one: what it leads to
/// is replaced. Permissions stay. What is no file (a pipe, a terminal) is written to as it is.
///
/// # Errors
/// When it cannot be written; then the old content is still there.
pub fn replace(path: &Path, bytes: &[u8]) -> Result<()> {
    let written = match fs::metadata(path) {
        Ok(found) if !found.is_file() => {
            File::options().write(true).open(path).and_then(|mut file| file.write_all(bytes))
        }
        Ok(found) => path.canonicalize().and_then(|path| swap(&path, bytes, Some(found.permissions()))),
        Err(_) => swap(path, bytes, None),
    };
    written.map_err(|cause| Error::Write { path: path.to_path_buf(), cause })
}

fn swap(path: &Path, bytes: &[u8], permissions: Option<fs::Permissions>) -> io::Result<()> {
    let temporary = beside(path);
    let done = fill(&temporary, bytes, permissions).and_then(|()| fs::rename(&temporary, path));
    if done.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    done?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    sync_folder(folder.unwrap_or(Path::new(".")))
}

fn fill(temporary: &Path, bytes: &[u8], permissions: Option<fs::Permissions>) -> io::Result<()> {
    let mut file = File::create(temporary)?;
    if let Some(permissions) = permissions {
        file.set_permissions(permissions)?;
    }
    file.write_all(bytes)?;
    file.sync_all()
}

/// A hidden name that no other process uses.
fn beside(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{}.new", std::process::id()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_made_and_replaced_whole() {
        let dir = std::env::temp_dir().join(format!("dateline-replace-{}", std::process::id()));
        fs::create_dir_all(&dir).unwrap();
        let file = dir.join("a.json");
        for text in ["one, and longer", "two"] {
            replace(&file, text.as_bytes()).unwrap();
            assert_eq!(fs::read_to_string(&file).unwrap(), text);
        }
        assert_eq!(fs::read_dir(&dir).unwrap().count(), 1, "nothing else is left");
        let error = replace(&dir.join("none/a.json"), b"").unwrap_err();
        assert!(matches!(error, Error::Write { .. }), "{error}");
        fs::remove_dir_all(&dir).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_one() {
        let dir = std::env::temp_dir().join(format!("dateline-replace-link-{}", std::process::id()));
        fs::create_dir_all(dir.join("kept")).unwrap();
        fs::write(dir.join("kept/real"), "old").unwrap();
        std::os::unix::fs::symlink(dir.join("kept/real"), dir.join("link")).unwrap();
        replace(&dir.join("link"), b"new").unwrap();
        assert!(fs::symlink_metadata(dir.join("link")).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(dir.join("kept/real")).unwrap(), "new");
        fs::remove_dir_all(&dir).unwrap();
    }
}
