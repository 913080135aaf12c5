//! A table from hashes of words to a few bytes each, read in place.
//!
//! A slot keeps 32 bits of the hash, so of some twenty thousand unknown words one gets
//! another's bytes, which a tagger that weighs many hints can bear.

/// Bytes before the slots: how many slots there are, how many bytes each has.
const HEAD: usize = 8;

/// The table.
#[derive(Debug, Clone, Copy, Default)]
pub struct Table<'b> {
    checks: &'b [u8],
    values: &'b [u8],
    slots: usize,
    width: usize,
}

impl<'b> Table<'b> {
    /// Reads a table at the beginning of `bytes`; also returns what stands behind it. `None`
    /// when there is none.
    pub fn open(bytes: &'b [u8]) -> Option<(Table<'b>, &'b [u8])> {
        let (slots, width) = (u32_at(bytes, 0)? as usize, u32_at(bytes, 4)? as usize);
        let values = HEAD.checked_add(slots.checked_mul(4)?)?;
        let end = values.checked_add(slots.checked_mul(width)?)?;
        let table = Table { checks: bytes.get(HEAD..values)?, values: bytes.get(values..end)?, slots, width };
        Some((table, bytes.get(end..)?))
    }

    /// The bytes of the word with this [`hash`].
    pub fn get(&self, hash: u64) -> Option<&'b [u8]> {
        let check = check(hash).to_le_bytes();
        let mut slot = slot(hash, self.slots);
        for _ in 0..self.slots {
            let found = self.checks.get(slot * 4..slot * 4 + 4)?;
            if found == check {
                return self.values.get(slot * self.width..(slot + 1) * self.width);
            }
            if found == [0; 4] {
                return None;
            }
            slot = if slot + 1 == self.slots { 0 } else { slot + 1 };
        }
        None
    }
}

/// Writes a table of rows, each `width` bytes. Of rows whose hashes look alike the first stays.
pub fn build(rows: &[(u64, Vec<u8>)], width: usize) -> Vec<u8> {
    let slots = rows.len() * 5 / 4 + 1;
    let mut table: Vec<(u32, &[u8])> = vec![(0, &[]); slots];
    for (hash, value) in rows {
        let mut at = slot(*hash, slots);
        while table.get(at).is_some_and(|(found, _)| *found != 0 && *found != check(*hash)) {
            at = (at + 1) % slots;
        }
        if let Some(place) = table.get_mut(at).filter(|p| p.0 == 0) {
            *place = (check(*hash), value);
        }
    }
    let mut bytes = Vec::with_capacity(HEAD + slots * (4 + width));
    bytes.extend((slots as u32).to_le_bytes());
    bytes.extend((width as u32).to_le_bytes());
    bytes.extend(table.iter().flat_map(|(check, _)| check.to_le_bytes()));
    for (_, value) in table {
        bytes.extend(value.iter().copied().chain(std::iter::repeat(0)).take(width));
    }
    bytes
}

/// The hash by which words are looked up (FNV-1a, its bits spread).
pub fn hash(word: impl Iterator<Item = u8>) -> u64 {
    mix(word.fold(0xcbf2_9ce4_8422_2325u64, |h, b| (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)))
}

/// One number of two.
pub fn pair(a: u64, b: u64) -> u64 {
    mix(a.rotate_left(23) ^ b)
}

/// Spreads a number over all bits (the finisher of SplitMix64, Steele et al. 2014).
pub fn mix(number: u64) -> u64 {
    let mut z = number;
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

fn slot(hash: u64, slots: usize) -> usize {
    (((hash >> 32) * slots as u64) >> 32) as usize
}

/// What a slot keeps of a hash; 0 means an empty slot.
fn check(hash: u64) -> u32 {
    (hash as u32).max(1)
}

/// The number at an offset.
pub fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at.checked_add(4)?)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_found_again() {
        let word = |n: u32| hash(format!("word{n}").bytes());
        let rows: Vec<(u64, Vec<u8>)> =
            (0..1000u32).map(|n| (word(n), n.to_le_bytes()[..3].to_vec())).collect();
        let mut bytes = build(&rows, 3);
        bytes.extend(b"more");
        let (table, rest) = Table::open(&bytes).unwrap();
        assert_eq!(rest, b"more");
        for (hash, value) in &rows {
            assert_eq!(table.get(*hash), Some(value.as_slice()));
        }
        assert_eq!(table.get(word(5000)), None);
        assert_eq!(Table::default().get(1), None);
        assert!(Table::open(&bytes[..2000]).is_none());
    }
}
