//! A place in an ordered list of hits, for going on from there.
//!
//! It is bound to one commit: in a changed index the same place may mean another
//! hit, which would repeat or skip some without a word.

use std::fmt;
use std::str::FromStr;

use super::collect::Rank;

/// Where an answer ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    rank: (i64, i64, u64),
    stamp: u64,
}

impl Cursor {
    /// Behind the hit with this rank, in the commit with this stamp.
    pub fn new(rank: Rank, stamp: u64) -> Cursor {
        Cursor { rank: rank.parts(), stamp }
    }

    /// The rank, when the index is still the one that the cursor was made for.
    pub(super) fn rank_in(self, stamp: u64) -> Result<Rank, String> {
        if self.stamp != stamp {
            return Err(
                "the index has changed since this cursor was given\nask again without --after".to_owned()
            );
        }
        Ok(Rank::from_parts(self.rank))
    }
}

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (first, second, id) = self.rank;
        write!(f, "{:x}-{first:x}-{second:x}-{id:x}", self.stamp)
    }
}

impl FromStr for Cursor {
    type Err = String;

    fn from_str(text: &str) -> Result<Cursor, String> {
        let parts: Vec<u64> = text.split('-').map_while(|p| u64::from_str_radix(p, 16).ok()).collect();
        let [stamp, first, second, id] = parts.as_slice() else {
            return Err(format!("\"{text}\" is not a cursor\ntake it from \"next\" in an earlier answer"));
        };
        Ok(Cursor { rank: (first.cast_signed(), second.cast_signed(), *id), stamp: *stamp })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cursors_parse_back_and_hold_for_one_commit() {
        let rank = Rank::from_parts((-5, i64::MIN, 77));
        let cursor = Cursor::new(rank, 9);
        let again: Cursor = cursor.to_string().parse().unwrap();
        assert_eq!(again.rank_in(9), Ok(rank));
        assert!(again.rank_in(10).is_err());
        assert!("rubbish".parse::<Cursor>().is_err() && "1-2-3".parse::<Cursor>().is_err());
    }
}
