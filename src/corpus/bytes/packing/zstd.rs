//! The frames of a Zstandard file one after the other; the decoder below knows single
//! frames only.
//!
//! The decoder holds back what later blocks may repeat, up to megabytes, until its
//! frame ends. When a frame breaks off, it is closed by hand, so that everything up to
//! the damage comes out before the error does.
//!
//! Web archives come with a dictionary in front of their frames, which all of them need.

use std::io::{self, Read};

use memchr::memmem::Finder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, Dictionary, FrameDecoder};

use super::{Ahead, BUFFER_BYTES, Source, limits};
use crate::error::{Fault, Reason};

pub(super) struct Frames<'a> {
    source: Source<'a>,
    decoder: FrameDecoder,
    open: bool,
    damaged: bool,
    /// Whether the next frame has to be looked for, since something here is none.
    lost: bool,
    /// The dictionary that came in front of the frames.
    dictionary: Option<u32>,
}

const MAGIC: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];

/// What a frame begins with that holds a dictionary, and the most bytes of one.
const DICTIONARY_MAGIC: u32 = 0x184d_2a5d;
const DICTIONARY_BYTES: u64 = 16 << 20;

/// An empty block that is the last of its frame, and room for a checksum.
const LAST_BLOCK: [u8; 7] = [1, 0, 0, 0, 0, 0, 0];

impl<'a> Frames<'a> {
    pub(super) fn new(source: Source<'a>) -> Frames<'a> {
        let mut decoder = FrameDecoder::new();
        decoder.set_max_window_size(limits::WINDOW_BYTES);
        Frames { source, decoder, open: false, damaged: false, lost: false, dictionary: None }
    }

    /// Opens the next frame; false at the end of the file.
    fn next_frame(&mut self) -> io::Result<bool> {
        if std::mem::take(&mut self.lost) {
            self.source.find(&Finder::new(MAGIC))?;
        }
        while !self.source.window(1)?.is_empty() {
            match self.decoder.reset(&mut self.source) {
                Ok(()) => {
                    if let Some(id) = self.dictionary {
                        // The frame may leave out which one it needs; there is only one.
                        self.decoder.force_dict(id).map_err(|cause| no_frame(&cause))?;
                    }
                    self.open = true;
                    return Ok(true);
                }
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    magic_number,
                    length,
                })) => self.aside(magic_number, u64::from(length))?,
                Err(cause) => {
                    self.lost = true;
                    return Err(no_frame(&cause).into());
                }
            }
        }
        Ok(false)
    }

    /// Takes the dictionary out of a frame that is none; passes over other such frames.
    fn aside(&mut self, magic_number: u32, length: u64) -> io::Result<()> {
        let mut frame = self.source.by_ref().take(length);
        if magic_number == DICTIONARY_MAGIC && length <= DICTIONARY_BYTES && self.dictionary.is_none() {
            let mut bytes = Vec::new();
            frame.read_to_end(&mut bytes)?;
            if bytes.starts_with(MAGIC) {
                let inner: Source<'_> = Ahead::new(Box::new(io::Cursor::new(std::mem::take(&mut bytes))));
                Frames::new(inner).take(DICTIONARY_BYTES).read_to_end(&mut bytes)?;
            }
            // What is no dictionary is passed over as well: the frames say whether they need one.
            if let Ok(dictionary) = Dictionary::decode_dict(&bytes) {
                self.dictionary = Some(dictionary.id);
                let _ = self.decoder.add_dict(dictionary);
            }
        }
        io::copy(&mut frame, &mut io::sink())?;
        Ok(())
    }

    /// Decodes until there is something to collect or the frame is at its end.
    fn decode(&mut self) {
        while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
            let strategy = BlockDecodingStrategy::UptoBytes(BUFFER_BYTES);
            if self.decoder.decode_blocks(&mut self.source, strategy).is_err() {
                self.damaged = true;
                let closed = self.decoder.decode_blocks(LAST_BLOCK.as_slice(), BlockDecodingStrategy::All);
                if closed.is_err() {
                    return;
                }
            }
        }
    }

    /// What is wrong with the frame that has just ended.
    fn flaw(&mut self) -> io::Result<Option<Fault>> {
        if std::mem::take(&mut self.damaged) {
            self.lost = true;
            let ended = self.source.window(1)?.is_empty();
            return Ok(Some(match ended {
                true => Fault::new(Reason::Truncated, "the zstd data is truncated"),
                false => Fault::new(Reason::Malformed, "the zstd data is damaged"),
            }));
        }
        let stated = self.decoder.get_checksum_from_data();
        let wrong = stated.is_some() && stated != self.decoder.get_calculated_checksum();
        Ok(wrong.then(|| Fault::new(Reason::Checksum, "the zstd data is damaged: its checksum is wrong")))
    }
}

impl Read for Frames<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if self.open {
                self.decode();
                let got = self.decoder.read(buffer)?;
                if got > 0 || buffer.is_empty() {
                    return Ok(got);
                }
                self.open = false;
                if let Some(fault) = self.flaw()? {
                    return Err(fault.into());
                }
            }
            if !self.next_frame()? {
                return Ok(0);
            }
        }
    }
}

/// Why no frame begins here.
fn no_frame(cause: &FrameDecoderError) -> Fault {
    match cause {
        FrameDecoderError::WindowSizeTooBig { .. } => {
            let mib = limits::WINDOW_BYTES >> 20;
            Fault::new(Reason::TooLarge, format!("the zstd data needs a window of more than {mib} MiB"))
        }
        FrameDecoderError::DictNotProvided { .. } => {
            Fault::new(Reason::Unsupported, "the zstd data needs a dictionary that does not come with it")
        }
        FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::BadMagicNumber(_)) => {
            Fault::new(Reason::Malformed, "behind the zstd data stands something else")
        }
        _ => Fault::new(Reason::Malformed, "the zstd data is damaged"),
    }
}
