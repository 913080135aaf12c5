//! Squeezes the texts of articles by the words that their archive uses.
//!
//! An article is short, and is read alone: a compressor that learns as it goes has learnt
//! nothing by its end, and one that packs many articles into a block has to unpack them all to
//! show one. So the frequent words of the archive are learnt once, from its first articles, and
//! written beside the index; each text is then a row of numbers into that book, the frequent
//! ones of one byte. This is the word-based, byte-oriented coding of Brisaboa, Fariña, Navarro
//! and Paramá ("Lightweight natural language text compression", 2007), with the length told by
//! the first byte instead of the last, and what is not in the book written out between. News is
//! a third of its size, and unpacking is copying.
//!
//! A token is a run of letters and digits with the blank before it, or a run of anything else.
//! Bytes above ASCII count as letters, so that words of every script are learnt; texts without
//! blanks between words are learnt in short runs.
//!
//! A book never changes. An archive that has outgrown its book gets a further one, and each
//! text says which it was written with.

// Codes and lengths are cut into bytes here, each of a size that was looked at before.
#![allow(clippy::cast_possible_truncation)]

use std::collections::HashMap;

use foldhash::fast::RandomState;

/// Tokens with a code of one byte.
const ONE: usize = 192;
/// First bytes of codes of two bytes, behind those of one.
const TWO: usize = 48;
/// First byte of a run of up to [`SHORT`] bytes that are written out; the next ones are longer.
const RUN: u8 = (ONE + TWO) as u8;
/// The longest run whose length its first byte says.
const SHORT: usize = 12;
/// First byte of a longer run, whose length follows.
const LONG_RUN: u8 = RUN + SHORT as u8;
/// First bytes of codes of three bytes.
const THREE: u8 = LONG_RUN + 1;

/// The most tokens of a book.
const TOKENS_MAX: usize = 1 << 16;
/// The longest token, in bytes.
const TOKEN_BYTES_MAX: usize = 32;
/// Letters of a script without blanks are cut into runs of so many bytes.
const UNSPACED_BYTES: usize = 6;
/// Bytes that are copied at a time.
const COPIED: usize = 16;
/// A token must be met so often to be learnt.
const MET_MIN: u32 = 2;
/// Bytes of text that a book is learnt from; more would hardly change it.
pub const SAMPLE_BYTES: usize = 6 << 20;

const MAGIC: &[u8; 8] = b"dlwords1";

/// The words of an archive by their codes.
#[derive(Debug, Default)]
pub struct Wordbook {
    /// All tokens, one after the other, and [`COPIED`] bytes more.
    text: Vec<u8>,
    /// Where each begins in `text`, and where the last ends.
    starts: Vec<u32>,
}

impl Wordbook {
    /// Learns the tokens of some texts.
    pub fn learn<'t>(texts: impl Iterator<Item = &'t [u8]>) -> Wordbook {
        let mut met: HashMap<&[u8], u32, RandomState> = HashMap::default();
        for token in texts.flat_map(tokens) {
            *met.entry(token).or_default() += 1;
        }
        let mut tokens: Vec<(&[u8], u32)> = met.into_iter().filter(|(_, n)| *n >= MET_MIN).collect();
        // What a token saves: a short one that is written out costs hardly more than its code.
        let saved = |&(token, n): &(&[u8], u32)| u64::from(n) * token.len() as u64;
        tokens.retain(|(token, _)| token.len() > 1);
        tokens.sort_unstable_by(|a, b| saved(b).cmp(&saved(a)).then_with(|| a.0.cmp(b.0)));
        tokens.truncate(TOKENS_MAX);
        tokens.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        let lengths: Vec<u8> = tokens.iter().map(|(token, _)| token.len() as u8).collect();
        let text: Vec<u8> = tokens.into_iter().flat_map(|(token, _)| token.iter().copied()).collect();
        Wordbook::of(&lengths, &text).unwrap_or_default()
    }

    /// Of the lengths of its tokens, and the tokens.
    fn of(lengths: &[u8], text: &[u8]) -> Option<Wordbook> {
        let mut starts = Vec::with_capacity(lengths.len() + 1);
        let mut end = 0_u32;
        starts.push(0);
        for &length in lengths {
            end += u32::from(length);
            starts.push(end);
        }
        let mut padded = Vec::with_capacity(text.len() + COPIED);
        padded.extend_from_slice(text);
        padded.resize(text.len() + COPIED, 0);
        (end as usize == text.len()).then_some(Wordbook { text: padded, starts })
    }

    fn len(&self) -> usize {
        self.starts.len().saturating_sub(1)
    }

    /// The bytes of its file: the length of each token, then the tokens.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = MAGIC.to_vec();
        bytes.extend(u32::try_from(self.len()).unwrap_or(u32::MAX).to_le_bytes());
        bytes.extend((0..self.len()).map(|at| self.token(at).map_or(0, |t| t.len() as u8)));
        bytes.extend((0..self.len()).filter_map(|at| self.token(at)).flatten());
        bytes
    }

    /// Reads what [`Wordbook::to_bytes`] wrote; `None` when it is damaged.
    pub fn from_bytes(bytes: &[u8]) -> Option<Wordbook> {
        let (count, rest) = bytes.strip_prefix(MAGIC)?.split_first_chunk::<4>()?;
        let (lengths, text) = rest.split_at_checked(u32::from_le_bytes(*count) as usize)?;
        Wordbook::of(lengths, text)
    }

    fn token(&self, number: usize) -> Option<&[u8]> {
        self.text.get(*self.starts.get(number)? as usize..*self.starts.get(number + 1)? as usize)
    }

    /// Unpacks a text; `None` when the bytes are damaged.
    pub fn unpack(&self, packed: &[u8]) -> Option<Vec<u8>> {
        let mut rest = packed;
        let length: usize = read_varint(&mut rest)?;
        // A byte gives at most a whole token, so no length is believed that is beyond that.
        if length > rest.len().checked_mul(TOKEN_BYTES_MAX)? {
            return None;
        }
        // Most tokens are copied as so many bytes, whatever their length: the next one covers
        // what is too much.
        let mut out = vec![0; length + COPIED];
        let mut at = 0;
        while let Some((&first, behind)) = rest.split_first() {
            rest = behind;
            at = match first {
                RUN..THREE => {
                    let run =
                        if first < LONG_RUN { usize::from(first - RUN) + 1 } else { read_varint(&mut rest)? };
                    let (run, behind) = rest.split_at_checked(run)?;
                    rest = behind;
                    copy(run, &mut out, at)?
                }
                _ => self.copy_token(read_code(first, &mut rest)?, &mut out, at)?,
            };
        }
        out.truncate(length);
        (at == length).then_some(out)
    }

    #[inline]
    fn copy_token(&self, number: usize, out: &mut [u8], at: usize) -> Option<usize> {
        let (start, end) = (*self.starts.get(number)? as usize, *self.starts.get(number + 1)? as usize);
        let length = end - start;
        if length > COPIED {
            return copy(self.text.get(start..end)?, out, at);
        }
        let from: &[u8; COPIED] = self.text.get(start..)?.first_chunk()?;
        *out.get_mut(at..)?.first_chunk_mut()? = *from;
        Some(at + length)
    }
}

/// Copies bytes to a place, and gives the place behind them.
fn copy(bytes: &[u8], out: &mut [u8], at: usize) -> Option<usize> {
    let end = at.checked_add(bytes.len())?;
    out.get_mut(at..end)?.copy_from_slice(bytes);
    Some(end)
}

/// The code that begins with this byte.
#[inline]
fn read_code(first: u8, rest: &mut &[u8]) -> Option<usize> {
    if usize::from(first) < ONE {
        return Some(usize::from(first));
    }
    if first < RUN {
        let (&low, behind) = rest.split_first()?;
        *rest = behind;
        return Some(ONE + ((usize::from(first) - ONE) << 8) + usize::from(low));
    }
    let (&[high, low], behind) = rest.split_first_chunk()?;
    *rest = behind;
    let group = usize::from(first - THREE) << 16;
    Some(ONE + (TWO << 8) + group + (usize::from(high) << 8) + usize::from(low))
}

/// Writes texts by a book.
pub struct Packer {
    codes: HashMap<Box<[u8]>, u32, RandomState>,
}

impl Packer {
    /// For a book.
    pub fn new(book: &Wordbook) -> Packer {
        let all = (0..book.len()).filter_map(|n| Some((book.token(n)?.into(), u32::try_from(n).ok()?)));
        Packer { codes: all.collect() }
    }

    /// Packs a text.
    pub fn pack(&self, text: &[u8]) -> Vec<u8> {
        let mut packed = Vec::with_capacity(text.len() / 2);
        write_varint(text.len() as u64, &mut packed);
        // Where the stretch begins that is not in the book.
        let (mut at, mut run) = (0, 0);
        for token in tokens(text) {
            let end = at + token.len();
            if let Some(&code) = self.codes.get(token) {
                write_run(text.get(run..at).unwrap_or_default(), &mut packed);
                write_code(code as usize, &mut packed);
                run = end;
            }
            at = end;
        }
        write_run(text.get(run..).unwrap_or_default(), &mut packed);
        packed
    }
}

fn write_code(code: usize, packed: &mut Vec<u8>) {
    let byte = |n: usize| (n & 0xFF) as u8;
    if code < ONE {
        packed.push(byte(code));
    } else if code < ONE + (TWO << 8) {
        let code = code - ONE;
        packed.extend([byte(ONE + (code >> 8)), byte(code)]);
    } else {
        let code = code - ONE - (TWO << 8);
        packed.extend([byte(usize::from(THREE) + (code >> 16)), byte(code >> 8), byte(code)]);
    }
}

fn write_run(run: &[u8], packed: &mut Vec<u8>) {
    match run.len() {
        0 => return,
        length @ 1..=SHORT => packed.push(RUN + (length - 1) as u8),
        length => {
            packed.push(LONG_RUN);
            write_varint(length as u64, packed);
        }
    }
    packed.extend_from_slice(run);
}

/// Seven bits a byte, the lowest first; the highest bit says that more follow (LEB128).
pub(super) fn write_varint(mut number: u64, out: &mut Vec<u8>) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// Reads what [`write_varint`] wrote, and moves behind it.
pub(super) fn read_varint<N: TryFrom<u64>>(bytes: &mut &[u8]) -> Option<N> {
    let mut number = 0_u64;
    for shift in (0..64).step_by(7) {
        let (&byte, rest) = bytes.split_first()?;
        *bytes = rest;
        number |= u64::from(byte & 0x7F) << shift;
        if byte < 0x80 {
            return N::try_from(number).ok();
        }
    }
    None
}

/// The tokens of a text; put together they are the text.
fn tokens(text: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let (token, behind) = rest.split_at_checked(token_end(rest))?;
        rest = behind;
        (!token.is_empty()).then_some(token)
    })
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || !byte.is_ascii()
}

fn token_end(text: &[u8]) -> usize {
    let blank = usize::from(text.first() == Some(&b' ') && text.get(1).is_some_and(|&b| is_letter(b)));
    let word = text.get(blank..).unwrap_or_default();
    if word.first().is_some_and(|&b| is_letter(b)) {
        // Three bytes a letter are the scripts of East and South Asia, most without blanks.
        let unspaced = word.first().is_some_and(|&b| b >= 0xE0);
        let length_max = if unspaced { UNSPACED_BYTES } else { TOKEN_BYTES_MAX - 1 };
        return blank + word.iter().take(length_max).take_while(|&&b| is_letter(b)).count();
    }
    let before_word = |pair: &[u8]| matches!(pair, [b' ', next] if is_letter(*next));
    let other = text.iter().take(TOKEN_BYTES_MAX).take_while(|&&b| !is_letter(b)).count();
    // The blank before a word belongs to it.
    let parted = text.get(other.saturating_sub(1)..=other).is_some_and(before_word);
    if parted && other > 1 { other - 1 } else { other }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn unpacked(book: &Wordbook, packed: &[u8]) -> Option<Vec<u8>> {
        book.unpack(packed)
    }

    #[test]
    fn frequent_words_take_a_byte() {
        let text = "The border stayed shut, and the border guards stayed at the border. ".repeat(20);
        let book = Wordbook::learn([text.as_bytes()].into_iter());
        let packed = Packer::new(&book).pack(text.as_bytes());
        assert!(packed.len() * 4 < text.len(), "{} of {}", packed.len(), text.len());
        assert_eq!(unpacked(&book, &packed).unwrap(), text.as_bytes());
    }

    #[test]
    fn codes_of_every_length_come_back() {
        let words: Vec<String> = (0..70_000).map(|n| format!(" w{n:05}")).collect();
        let learnt = words.get(..TOKENS_MAX).unwrap().concat();
        let book = Wordbook::of(&[7; TOKENS_MAX], learnt.as_bytes()).unwrap();
        let text: String = words.iter().step_by(7).map(String::as_str).collect();
        let packed = Packer::new(&book).pack(text.as_bytes());
        assert_eq!(unpacked(&book, &packed).unwrap(), text.as_bytes());
        let again = Wordbook::from_bytes(&book.to_bytes()).unwrap();
        assert_eq!(unpacked(&again, &packed).unwrap(), text.as_bytes());
    }

    #[test]
    fn what_is_damaged_is_refused() {
        let book = Wordbook::learn([b" one two one two one two".as_slice()].into_iter());
        assert_eq!(unpacked(&book, &[4, RUN + 3, 1, 2, 3, 4]), Some(vec![1, 2, 3, 4]));
        for packed in [
            &[][..],
            &[3, RUN + 3, 1, 2, 3, 4],
            &[5, RUN + 3, 1, 2, 3, 4],
            &[4, ONE as u8],
            &[4, RUN + 3, 1],
            &[4, LONG_RUN, 0xFF, 0xFF, 0x7F],
            &[4, THREE, 0],
            &[4, 190],
            &[0xFF, 0xFF, 0xFF, 0xFF, 0x7F, 0],
        ] {
            assert_eq!(unpacked(&book, packed), None, "{packed:?}");
        }
        let bytes = book.to_bytes();
        assert!(Wordbook::from_bytes(&bytes).is_some());
        assert!(Wordbook::from_bytes(bytes.get(..bytes.len() - 1).unwrap()).is_none());
        assert!(Wordbook::from_bytes(b"dlwords1\xFF\xFF\xFF\xFF").is_none());
    }

    proptest! {
        #[test]
        fn every_text_comes_back(
            learnt in prop::collection::vec("[ a-c.é漢]{0,60}", 0..6),
            text in "[ a-c.\\n1é漢я]{0,200}",
        ) {
            let book = Wordbook::learn(learnt.iter().map(String::as_bytes));
            let again = Wordbook::from_bytes(&book.to_bytes()).unwrap();
            let packed = Packer::new(&book).pack(text.as_bytes());
            prop_assert_eq!(unpacked(&again, &packed), Some(text.into_bytes()));
        }

        #[test]
        fn no_bytes_make_it_panic(packed in prop::collection::vec(any::<u8>(), 0..80)) {
            let book = Wordbook::learn([b" one two one two one two".as_slice()].into_iter());
            let _ = unpacked(&book, &packed);
            let _ = Wordbook::from_bytes(&packed);
        }
    }
}
