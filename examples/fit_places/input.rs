//! Files and archives as bytes.

use std::io::Read;
use std::path::{Path, PathBuf};

use crate::Outcome;

/// A file's bytes; where it does not stand, those of its compressed form (`.zst`).
pub fn bytes(path: &Path) -> Outcome<Vec<u8>> {
    if path.exists() {
        return std::fs::read(path).map_err(|e| format!("cannot read {}: {e}", path.display()));
    }
    let packed = PathBuf::from(format!("{}.zst", path.display()));
    let said = |e: &dyn std::fmt::Display| format!("cannot read {}: {e}", packed.display());
    let file = std::fs::File::open(&packed).map_err(|e| said(&e))?;
    let mut decoder = ruzstd::decoding::StreamingDecoder::new(file).map_err(|e| said(&e))?;
    let mut all = Vec::new();
    decoder.read_to_end(&mut all).map_err(|e| said(&e))?;
    Ok(all)
}

/// The files of a tar archive, in the order of their names.
pub fn members(tar: &[u8]) -> Vec<(String, &[u8])> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(header) = tar.get(at..at + 512) {
        let field = |range: std::ops::Range<usize>| {
            let raw = header.get(range).unwrap_or_default();
            String::from_utf8_lossy(raw).trim_matches(['\0', ' ']).to_owned()
        };
        let (name, size) = (field(0..100), usize::from_str_radix(&field(124..136), 8).unwrap_or(0));
        let start = at + 512;
        if header.get(156) == Some(&b'0') || header.get(156) == Some(&0) {
            found.extend(tar.get(start..start + size).filter(|_| !name.is_empty()).map(|b| (name, b)));
        }
        at = start + size.div_ceil(512) * 512;
    }
    found.sort();
    found
}
