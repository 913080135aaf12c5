//! Rows of numbers found by their first one, a hash: written when the program is built,
//! read where they stand in it, so that opening them costs nothing.
//!
//! First the beginnings of equal stretches of hashes, then the rows in order.

/// How many stretches the hashes are divided into.
const STRETCHES: usize = 1 << STRETCH_BITS;
const STRETCH_BITS: u32 = 12;
const NUMBER_LEN: usize = 4;

/// The bytes of a table with these rows; those with one hash keep their order.
#[allow(dead_code)] // build.rs writes the tables
pub fn write<const N: usize>(mut rows: Vec<[u32; N]>) -> Vec<u8> {
    rows.sort_by_key(|row| row.first().copied());
    let stretch = |row: &[u32; N]| row.first().map_or(0, |hash| stretch_of(*hash));
    let starts = (0..=STRETCHES).map(|at| rows.partition_point(|row| stretch(row) < at));
    let starts = starts.map(|start| u32::try_from(start).unwrap_or(u32::MAX));
    let numbers = starts.chain(rows.iter().flatten().copied());
    numbers.flat_map(u32::to_le_bytes).collect()
}

fn stretch_of(hash: u32) -> usize {
    (hash >> (u32::BITS - STRETCH_BITS)) as usize
}

/// A table as it is read.
#[derive(Debug, Clone, Copy)]
pub struct Table<const N: usize>(pub &'static [u8]);

impl<const N: usize> Table<N> {
    /// The rows with this hash, in order.
    pub fn rows(self, hash: u32) -> impl Iterator<Item = [u32; N]> {
        let stretch = stretch_of(hash);
        let bound = |at: usize| self.number(at).unwrap_or(0) as usize;
        // Hashes are compared first: nearly every word that is asked for is in no row.
        let rows = (bound(stretch)..bound(stretch + 1)).filter(move |row| self.first(*row) == Some(hash));
        rows.map_while(move |row| self.row(row))
    }

    fn first(self, row: usize) -> Option<u32> {
        self.number(STRETCHES + 1 + row * N)
    }

    fn row(self, row: usize) -> Option<[u32; N]> {
        let mut numbers = [0; N];
        for (column, number) in numbers.iter_mut().enumerate() {
            *number = self.number(STRETCHES + 1 + row * N + column)?;
        }
        Some(numbers)
    }

    fn number(self, at: usize) -> Option<u32> {
        let start = at.checked_mul(NUMBER_LEN)?;
        let bytes = self.0.get(start..start.checked_add(NUMBER_LEN)?)?;
        Some(u32::from_le_bytes(bytes.try_into().ok()?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_found_by_their_hash_in_their_order() {
        let rows = vec![[7, 1], [u32::MAX, 2], [7, 3], [0, 4], [1 << 20, 5]];
        let table = Table::<2>(Box::leak(write(rows).into_boxed_slice()));
        let found = |hash| table.rows(hash).map(|[_, n]| n).collect::<Vec<_>>();
        assert_eq!(found(7), [1, 3]);
        assert_eq!(
            (found(u32::MAX), found(0), found(1 << 20), found(8)),
            (vec![2], vec![4], vec![5], vec![])
        );
        assert!(Table::<2>(&[]).rows(7).next().is_none());
    }
}
