//! Streams that are damaged, cut, padded or made to burst.

use std::io::Write;

use super::*;

/// What comes out of packed bytes, and the fault that ended it.
fn unpack_all(packed: &[u8]) -> (String, Option<Fault>) {
    let (mut out, mut fault) = (Vec::new(), None);
    match unpack(Box::new(io::Cursor::new(packed.to_vec()))) {
        Ok((mut stream, _)) => {
            if let Err(cause) = stream.read_to_end(&mut out) {
                fault = Some(Fault::of_io(&cause));
            }
        }
        Err(cause) => fault = Some(Fault::of_io(&cause)),
    }
    (String::from_utf8_lossy(&out).into_owned(), fault)
}

/// The same, read on behind every fault.
fn unpack_on(packed: &[u8]) -> (String, Vec<Reason>) {
    let (mut out, mut faults) = (Vec::new(), Vec::new());
    let (mut stream, _) = unpack(Box::new(io::Cursor::new(packed.to_vec()))).unwrap();
    while let Err(cause) = stream.read_to_end(&mut out) {
        faults.push(Fault::of_io(&cause).reason);
    }
    (String::from_utf8_lossy(&out).into_owned(), faults)
}

fn gzip(text: &str) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

fn bzip2(text: &str) -> Vec<u8> {
    let mut encoder = ::bzip2::write::BzEncoder::new(Vec::new(), ::bzip2::Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

fn xz(text: &str) -> Vec<u8> {
    let options = lzma_rust2::XzOptions::with_preset(1);
    let mut writer = lzma_rust2::XzWriter::new(Vec::new(), options).unwrap();
    writer.write_all(text.as_bytes()).unwrap();
    writer.finish().unwrap()
}

fn zstd(text: &str) -> Vec<u8> {
    let level = ruzstd::encoding::CompressionLevel::Fastest;
    ruzstd::encoding::compress_to_vec(text.as_bytes(), level)
}

type Packer = (&'static str, fn(&str) -> Vec<u8>);

const PACKERS: [Packer; 4] = [("gzip", gzip), ("bzip2", bzip2), ("xz", xz), ("zstd", zstd)];

/// Text that does not pack into nothing.
fn lines(from: u32) -> String {
    (from..from + 3_000).map(|n| format!("line {n}: {}\n", n.wrapping_mul(2_654_435_761))).collect()
}

#[test]
fn a_stream_that_unpacks_too_well_is_stopped_at_the_bound() {
    let packed = limits::RATIO_FROM_BYTES / (limits::UNPACK_RATIO + 1);
    let read = |bytes: u64| {
        let inner: Box<dyn Read> = Box::new(io::repeat(b'a').take(bytes));
        let mut stream = Guarded { inner, given: 0, packed: Rc::new(Cell::new(packed)) };
        io::copy(&mut stream, &mut io::sink())
    };
    assert_eq!(read(limits::RATIO_FROM_BYTES).unwrap(), limits::RATIO_FROM_BYTES);
    assert!(read(limits::RATIO_FROM_BYTES + 1).unwrap_err().to_string().contains("bomb"));
}

#[test]
fn a_large_file_may_unpack_to_more_than_a_small_one() {
    assert_eq!(limits::unpacked_bytes(1), limits::UNPACKED_BYTES);
    assert_eq!(limits::unpacked_bytes(1 << 30), 32 << 30);
}

#[test]
fn frames_behind_each_other_are_one_text() {
    for (what, pack) in PACKERS {
        let (a, b) = (lines(0), lines(9_000));
        let both = [pack(&a), pack(&b)].concat();
        let (text, fault) = unpack_all(&both);
        assert!(text == format!("{a}{b}") && fault.is_none(), "{what}: {fault:?}");
    }
}

#[test]
fn padding_with_zeros_is_nothing_and_other_bytes_are_a_fault() {
    for (what, pack) in &PACKERS[..3] {
        let padded = [pack("one"), vec![0; 512], pack("two"), vec![0; 100_000]].concat();
        assert_eq!(unpack_all(&padded), ("onetwo".to_owned(), None), "{what}");
    }
    for (what, pack) in PACKERS {
        let (text, fault) = unpack_all(&[pack("one"), b"trailing".to_vec()].concat());
        assert_eq!((text.as_str(), fault.map(|f| f.reason)), ("one", Some(Reason::Malformed)), "{what}");
        let mixed = [pack("one"), b"trailing".to_vec(), pack("two")].concat();
        assert_eq!(unpack_on(&mixed), ("onetwo".to_owned(), vec![Reason::Malformed]), "{what}");
    }
}

#[test]
fn what_is_cut_off_gives_what_came_before_it() {
    for (what, pack) in PACKERS {
        let text: String = (0..40).map(|n| lines(n * 3_000)).collect();
        let packed = pack(&text);
        let (head, fault) = unpack_all(&packed[..packed.len() * 9 / 10]);
        assert_eq!(fault.map(|f| f.reason), Some(Reason::Truncated), "{what}");
        assert!(text.starts_with(&head), "{what}");
        // A block of bzip2 has up to 900 kB, a chunk of xz up to 2 MiB.
        assert!(head.len() > text.len() / 4, "{what}: {} of {}", head.len(), text.len());
    }
}

#[test]
fn a_wrong_checksum_is_told_apart() {
    let mut packed = gzip("It rained.");
    let at = packed.len() - 6;
    packed[at] ^= 1;
    let (text, fault) = unpack_all(&packed);
    assert_eq!((text.as_str(), fault.map(|f| f.reason)), ("It rained.", Some(Reason::Checksum)));
    let mut packed = zstd("It rained.");
    *packed.last_mut().unwrap() ^= 1;
    let (text, fault) = unpack_all(&packed);
    assert_eq!((text.as_str(), fault.map(|f| f.reason)), ("It rained.", Some(Reason::Checksum)));
}

#[test]
fn a_damaged_frame_does_not_take_the_next_one_with_it() {
    for (what, pack) in PACKERS {
        let (a, b, c) = (lines(0), lines(9_000), lines(20_000));
        let mut middle = pack(&b);
        let half = middle.len() / 2;
        for byte in &mut middle[half..half + 20] {
            *byte = !*byte;
        }
        let (text, faults) = unpack_on(&[pack(&a), middle, pack(&c)].concat());
        assert!(text.starts_with(&a) && text.ends_with(&c), "{what}");
        assert!(!faults.is_empty(), "{what}");
    }
}

#[test]
fn dictionaries_that_would_fill_the_memory_are_refused() {
    // The third byte of the first block's header is the size of its dictionary.
    let mut packed = xz("It rained.");
    let header = packed[12..24].to_vec();
    let at = 12 + header.windows(2).position(|w| w == [0x21, 1]).unwrap() + 2;
    packed[at] = 38;
    let crc = {
        let mut crc = flate2::Crc::new();
        crc.update(&packed[12..20]);
        crc.sum().to_le_bytes()
    };
    packed[20..24].copy_from_slice(&crc);
    let (_, fault) = unpack_all(&packed);
    assert_eq!(fault.map(|f| f.reason), Some(Reason::TooLarge));
    // A frame header with a window of 2^41 bytes.
    let (_, fault) = unpack_all(&[0x28, 0xb5, 0x2f, 0xfd, 0, 0xf8, 1, 0, 0]);
    assert_eq!(fault.map(|f| f.reason), Some(Reason::TooLarge));
}

#[test]
fn packings_in_each_other_are_taken_off_to_a_depth() {
    let one = gzip("It rained.");
    let pack = |bytes: &[u8]| {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    };
    let two = pack(&one);
    assert_eq!(unpack_all(&two), ("It rained.".to_owned(), None));
    assert_eq!(unpack_all(&pack(&two)).1.map(|f| f.reason), Some(Reason::TooDeep));
}
