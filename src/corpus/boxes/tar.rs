//! tar archives, read from start to end.
//!
//! The crate knows the layout of a header; the walk from header to header is here, since
//! it has to go on behind damage, at the next block that is a header. Links, devices and
//! folders are no articles: nothing of an archive is ever written to the disk.

use std::ops::ControlFlow;

use ::tar::{EntryType, Header, PaxExtensions};

use crate::corpus::Input;
use crate::corpus::bytes::ahead::Ahead;
use crate::corpus::bytes::block::{self, Block, End};
use crate::corpus::bytes::packing::Stream;
use crate::corpus::emit::Members;
use crate::error::{Fault, Reason};

const BLOCK_BYTES: usize = 512;

/// Bytes of a long name or of the extra fields of a member.
const EXTRA_BYTES: usize = 1 << 20;

/// Whether bytes begin with a header.
pub(in crate::corpus) fn is_tar(head: &[u8]) -> bool {
    header(head).is_some()
}

/// The header at the start of some bytes: its checksum is right and it has a size.
fn header(bytes: &[u8]) -> Option<Header> {
    let block = bytes.get(..BLOCK_BYTES)?;
    let stated = Header::from_byte_slice(block).cksum().ok()?;
    let sum = block.iter().enumerate().map(|(at, &byte)| {
        // The checksum itself counts as blanks.
        u32::from(if (148..156).contains(&at) { b' ' } else { byte })
    });
    let header = Header::from_byte_slice(block).clone();
    (sum.sum::<u32>() == stated && block.first() != Some(&0) && header.entry_size().is_ok()).then_some(header)
}

/// What stands in front of a member and says more of it than its header can.
#[derive(Default)]
struct Extra {
    name: Option<Vec<u8>>,
    size: Option<u64>,
    sparse: bool,
}

/// Hands on every member of the archive.
pub(in crate::corpus) fn open(input: Input<'_>, members: &mut Members<'_>) -> Result<(), Fault> {
    let mut source = Ahead::new(input.stream);
    let mut extra = Extra::default();
    // An empty block stands at the end of what was written to its end.
    let mut ended = false;
    block::each(&mut source, members, |source, members| {
        let window = source.window(BLOCK_BYTES).map_err(|cause| Fault::of_io(&cause))?;
        let block = window.get(..BLOCK_BYTES).unwrap_or(window);
        let (is_last, is_empty) = (block.is_empty(), block.iter().all(|&b| b == 0));
        if is_last && !std::mem::replace(&mut ended, true) {
            let detail = "the archive has no end mark: members may be missing";
            return Ok(Some(members.flaw(Fault::new(Reason::Truncated, detail))));
        }
        if is_last {
            return Ok(None);
        }
        ended = is_empty;
        if is_empty {
            let length = block.len();
            source.pass(length);
            return Ok(Some(ControlFlow::Continue(())));
        }
        step(source, &mut extra, members).map(Some)
    })
}

/// Reads what begins with the next block: a member, or what stands in front of one.
fn step(
    source: &mut Ahead<Stream<'_>>,
    extra: &mut Extra,
    members: &mut Members<'_>,
) -> Result<ControlFlow<()>, Fault> {
    let window = source.window(BLOCK_BYTES).map_err(|cause| Fault::of_io(&cause))?;
    let Some(header) = header(window) else { return lost(source, members) };
    source.pass(BLOCK_BYTES);
    let size = header.entry_size().unwrap_or(0);
    let kind = header.entry_type();
    if matches!(
        kind,
        EntryType::GNULongName | EntryType::GNULongLink | EntryType::XHeader | EntryType::XGlobalHeader
    ) {
        return described(source, kind, size, extra, members);
    }
    let extra = std::mem::take(extra);
    let name = extra.name.clone().unwrap_or_else(|| header.path_bytes().into_owned());
    let size = extra.size.unwrap_or(size);
    let mut block = Block::new(source, size, None);
    let flow = match unread(kind, &name, &extra) {
        None => members.member(&name, &mut block),
        Some(Some(fault)) => members.fault(&name, fault),
        Some(None) => ControlFlow::Continue(()),
    };
    if flow.is_break() {
        return Ok(flow);
    }
    let end = block.finish();
    source.pass_all(padding(size)).map_err(|cause| Fault::of_io(&cause))?;
    Ok(match end {
        End::Broken(fault) => {
            let detail = format!("{fault}: {}", String::from_utf8_lossy(&name));
            members.flaw(Fault::new(fault.reason, detail))
        }
        End::Whole | End::Early => ControlFlow::Continue(()),
    })
}

/// Bytes that fill the last block of a member.
fn padding(size: u64) -> u64 {
    size.wrapping_neg() % BLOCK_BYTES as u64
}

/// Why a member is not read; without a reason when there is nothing to say of it.
fn unread(kind: EntryType, name: &[u8], extra: &Extra) -> Option<Option<Fault>> {
    let fault = |reason, detail: &str| Some(Some(Fault::new(reason, detail)));
    match kind {
        EntryType::GNUSparse => fault(Reason::Unsupported, "a sparse file: unpack the archive first"),
        _ if extra.sparse => fault(Reason::Unsupported, "a sparse file: unpack the archive first"),
        EntryType::Link | EntryType::Symlink => fault(Reason::Link, "it is a link, which is not followed"),
        EntryType::Char | EntryType::Block | EntryType::Fifo => {
            fault(Reason::Special, "it is no regular file (a pipe or device)")
        }
        EntryType::Directory => Some(None),
        // Folders of the oldest archives.
        _ if name.ends_with(b"/") => Some(None),
        EntryType::Regular | EntryType::Continuous => None,
        // Lists of folders, labels of tapes.
        other if other.as_byte().is_ascii_uppercase() => Some(None),
        _ => None,
    }
}

/// Reads what stands in front of a member: a long name, or fields.
fn described(
    source: &mut Ahead<Stream<'_>>,
    kind: EntryType,
    size: u64,
    extra: &mut Extra,
    members: &mut Members<'_>,
) -> Result<ControlFlow<()>, Fault> {
    let lost = |cause: std::io::Error| Fault::of_io(&cause);
    let held = usize::try_from(size).unwrap_or(usize::MAX).min(EXTRA_BYTES);
    let window = source.window(held).map_err(lost)?;
    let bytes = window.get(..held).unwrap_or(window);
    match kind {
        EntryType::GNULongName => {
            let end = memchr::memchr(0, bytes).unwrap_or(bytes.len());
            extra.name = bytes.get(..end).map(<[u8]>::to_vec);
        }
        EntryType::XHeader => extra.take(bytes),
        _ => {}
    }
    let missing = bytes.len() < held;
    source.pass_all(size.saturating_add(padding(size))).map_err(lost)?;
    if missing {
        return Ok(
            members.flaw(Fault::new(Reason::Truncated, "the archive is truncated in front of a member"))
        );
    }
    Ok(ControlFlow::Continue(()))
}

impl Extra {
    /// Takes over the fields of a pax header.
    fn take(&mut self, fields: &[u8]) {
        for field in PaxExtensions::new(fields).flatten() {
            let value = field.value_bytes();
            match field.key_bytes() {
                b"path" if self.name.is_none() || !self.sparse => self.name = Some(value.to_vec()),
                b"GNU.sparse.name" => (self.name, self.sparse) = (Some(value.to_vec()), true),
                b"size" => self.size = std::str::from_utf8(value).ok().and_then(|size| size.parse().ok()),
                key if key.starts_with(b"GNU.sparse.") => self.sparse = true,
                _ => {}
            }
        }
    }
}

/// Looks for the next header behind something that is none.
fn lost(source: &mut Ahead<Stream<'_>>, members: &mut Members<'_>) -> Result<ControlFlow<()>, Fault> {
    /// Bytes that are looked at together.
    const STEP_BYTES: usize = 64 << 10;
    /// Where a header has its mark.
    const MARK_AT: usize = 257;
    let mut passed = 0;
    loop {
        let window = source.window(STEP_BYTES).map_err(|cause| Fault::of_io(&cause))?;
        let starts = memchr::memmem::find_iter(window, b"ustar").filter_map(|at| at.checked_sub(MARK_AT));
        let found = starts.into_iter().find(|&at| window.get(at..).and_then(header).is_some());
        // A header may begin in the last bytes.
        let ended = window.len() < STEP_BYTES;
        let all = if ended { window.len() } else { window.len() - BLOCK_BYTES + 1 };
        let skipped = found.unwrap_or(all);
        source.pass(skipped);
        passed += skipped;
        if found.is_some() || ended {
            let what = if found.is_some() { "between two members" } else { "at the end" };
            let detail = format!("{passed} bytes {what} belong to none");
            return Ok(members.flaw(Fault::new(Reason::Malformed, detail)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_is_told_by_its_checksum() {
        let mut header = Header::new_old();
        header.set_path("a.txt").unwrap();
        header.set_size(3);
        header.set_cksum();
        assert!(is_tar(header.as_bytes()));
        let mut bytes = *header.as_bytes();
        bytes[0] = b'b';
        assert!(!is_tar(&bytes));
        assert!(!is_tar(&[0; 512]));
        assert!(!is_tar(&header.as_bytes()[..511]));
    }

    #[test]
    fn members_fill_whole_blocks() {
        assert_eq!([0, 1, 511, 512, 513].map(padding), [0, 511, 1, 0, 511]);
    }
}
