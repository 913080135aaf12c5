//! How far apart two spellings are.

/// How many letters have to be inserted, left out, replaced or swapped with their
/// neighbour to turn one text into the other (optimal string alignment); `None` when
/// more than `max`.
pub fn edits(a: &[char], b: &[char], max: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > max {
        return None;
    }
    let mut before: Vec<usize> = Vec::new();
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, y) in b.iter().enumerate() {
            let cell = |r: &[usize], at: usize| r.get(at).copied().unwrap_or(usize::MAX / 2);
            let replaced = cell(&last, j) + usize::from(x != y);
            let mut best = replaced.min(cell(&last, j + 1) + 1).min(cell(&row, j) + 1);
            let swapped = i > 0 && j > 0 && a.get(i - 1) == Some(y) && b.get(j - 1) == Some(x);
            if swapped {
                best = best.min(cell(&before, j - 1) + 1);
            }
            row.push(best);
        }
        if row.iter().all(|&d| d > max) {
            return None;
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|&d| d <= max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn swaps_of_neighbours_count_once() {
        let near = |a: &str, b: &str, max| {
            edits(&a.chars().collect::<Vec<_>>(), &b.chars().collect::<Vec<_>>(), max)
        };
        assert_eq!(near("kursk", "kusrk", 1), Some(1));
        assert_eq!((near("kursk", "kursks", 1), near("kursk", "urk", 2)), (Some(1), Some(2)));
        assert_eq!(
            (near("kursk", "kurs", 0), near("kursk", "minsk", 1), near("kursk", "k", 2)),
            (None, None, None)
        );
        assert_eq!(
            (near("київ", "киев", 2), near("", "ab", 2), near("", "abc", 2)),
            (Some(1), Some(2), None)
        );
    }
}
