//! Changes bytes a little, in ways that break readers: the same seed makes the same changes.

/// Numbers that look random, from a seed.
pub struct Rng(u64);

impl Rng {
    pub fn new(seed: u64) -> Rng {
        Rng(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ 0x5851_f42d_4c95_7f2d)
    }

    fn next(&mut self) -> u64 {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// From 0 up to, not including, `n`; 0 when `n` is 0.
    pub fn below(&mut self, n: usize) -> usize {
        (self.next() % n.max(1) as u64) as usize
    }
}

/// Pieces that mean something to one reader or another, and characters that few expect.
const TOKENS: &[&str] = &[
    "\"",
    "'",
    "\\",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "<",
    ">",
    "</",
    "/>",
    "<!--",
    "-->",
    "<![CDATA[",
    "]]>",
    "&#x1b;",
    "&amp;",
    "&#0;",
    "=",
    "*",
    "?",
    "~2",
    "~100",
    ":",
    "..",
    " OR ",
    " AND ",
    " NOT ",
    " NEAR/5 ",
    " SENT ",
    "title:(",
    "date:",
    "0001",
    "9999-12-31",
    "2024-02-30",
    "yesterday",
    "next Tuesday",
    "1990s",
    "-1",
    "4294967295",
    "18446744073709551615",
    "1e308",
    "NaN",
    "null",
    "true",
    "\n",
    "\r",
    "\r\n\r\n",
    "\t",
    "\0",
    ",",
    ";",
    "\u{1b}[2J",
    "\u{9b}31m",
    "\u{202e}",
    "\u{2066}",
    "\u{200b}",
    "\u{feff}",
    "\u{2028}",
    "\u{ad}",
    "e\u{301}",
    "İ",
    "ß",
    "ﬃ",
    "漢字",
    "عربي",
    "हिन्दी",
    "👩‍👩‍👧",
    "\u{10ffff}",
    "From ",
    "Content-Type: ",
    "Content-Length: ",
    "WARC/1.0",
    "<DOC>",
    "</DOC>",
    "<article>",
    "<table>",
    "charset=utf-16",
    "Mr ",
    "President ",
    "of ",
    "St. ",
];

/// A changed copy of one of the seeds, sometimes with a piece of another.
pub fn mutated(rng: &mut Rng, seeds: &[Vec<u8>], longest: usize) -> Vec<u8> {
    let mut bytes = pick(rng, seeds).cloned().unwrap_or_default();
    for _ in 0..1 + rng.below(6) {
        change(rng, &mut bytes, seeds);
    }
    bytes.truncate(longest);
    bytes
}

fn pick<'s>(rng: &mut Rng, seeds: &'s [Vec<u8>]) -> Option<&'s Vec<u8>> {
    seeds.get(rng.below(seeds.len()))
}

fn change(rng: &mut Rng, bytes: &mut Vec<u8>, seeds: &[Vec<u8>]) {
    let at = rng.below(bytes.len());
    let some = rng.below(32);
    let end = (at + 1 + some).min(bytes.len());
    match rng.below(9) {
        0 => bytes.iter_mut().skip(at).take(1).for_each(|b| *b ^= 1 << rng.below(8)),
        1 => bytes.iter_mut().skip(at).take(1 + some / 8).for_each(|b| *b = rng.next() as u8),
        2 => bytes.truncate(at),
        3 => drop(bytes.drain(at..end)),
        4 => {
            let piece = bytes[at..end].repeat(1 + rng.below(40));
            bytes.splice(at..at, piece);
        }
        5 => {
            let other = pick(rng, seeds).cloned().unwrap_or_default();
            let from = rng.below(other.len());
            let to = (from + rng.below(400)).min(other.len());
            bytes.splice(at..at, other[from..to].to_vec());
        }
        // Lengths and counts, as text and as bytes.
        6 => {
            let number = [0, 1, 0x7f, 0xff, 0xffff, 0x7fff_ffff, 0xffff_ffff, u64::MAX][rng.below(8)];
            let width = 1 << rng.below(4);
            bytes.splice(at..(at + width).min(bytes.len()), number.to_le_bytes()[..width].to_vec());
        }
        _ => {
            let token = TOKENS[rng.below(TOKENS.len())];
            bytes.splice(at..at, token.bytes());
        }
    }
}
