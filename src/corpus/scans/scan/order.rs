//! The order in which a person reads the blocks of a page, where the file does not tell it.
//!
//! Files list blocks in reading order or from the top of the page to its foot, across all
//! columns. The second sort shows: again and again the next block stands beside the last one
//! and no higher. Only then are blocks put in order anew, by two rules (T. Breuel's): of two
//! blocks in one column the upper one comes first; of two in different columns the left one,
//! unless a block between them spans both, which parts the page.

use super::{Area, Block};

/// Blocks above which a page stays as it is: the rules look at all triples.
const MOST_BLOCKS: usize = 400;
/// Share of the narrower block's width, in percent, that two of one column share at least.
const SHARED_PERCENT: f64 = 20.0;

/// Puts blocks into reading order, unless they stand in it already or do not say where
/// they are.
pub(super) fn sort(blocks: &mut Vec<Block>) {
    let areas: Vec<Area> = blocks.iter().filter_map(|block| block.area).collect();
    if areas.len() != blocks.len() || areas.len() > MOST_BLOCKS || !runs_across(&areas) {
        return;
    }
    let order = order(&areas);
    let mut taken: Vec<Option<Block>> = std::mem::take(blocks).into_iter().map(Some).collect();
    blocks.extend(order.into_iter().filter_map(|at| taken.get_mut(at)?.take()));
}

/// Whether the blocks are listed across the columns: at least a third of the steps lead
/// sideways without leading up.
fn runs_across(areas: &[Area]) -> bool {
    let sideways = |pair: &&[Area]| match pair {
        [a, b] => !same_column(a, b) && b.top + (a.bottom - a.top) / 2.0 >= a.top,
        _ => false,
    };
    let count = areas.windows(2).filter(sideways).count();
    count >= 3 && count * 3 >= areas.len()
}

fn same_column(a: &Area, b: &Area) -> bool {
    let shared = a.right.min(b.right) - a.left.max(b.left);
    let narrower = (a.right - a.left).min(b.right - b.left);
    shared * 100.0 > narrower * SHARED_PERCENT
}

fn middle(area: &Area) -> (f64, f64) {
    ((area.left + area.right) / 2.0, (area.top + area.bottom) / 2.0)
}

/// Whether `a` is read before `b`.
fn is_before(a: &Area, b: &Area, all: &[Area]) -> bool {
    let ((a_x, a_y), (b_x, b_y)) = (middle(a), middle(b));
    if same_column(a, b) {
        return a_y < b_y;
    }
    let (upper, lower) = (a_y.min(b_y), a_y.max(b_y));
    let parts = |c: &Area| {
        let (_, c_y) = middle(c);
        upper < c_y && c_y < lower && same_column(c, a) && same_column(c, b)
    };
    if all.iter().any(parts) { a_y < b_y } else { a_x < b_x }
}

/// The blocks one after the other, each when all that come before it are placed.
fn order(areas: &[Area]) -> Vec<usize> {
    let mut waits: Vec<usize> = Vec::with_capacity(areas.len());
    for b in areas {
        waits.push(areas.iter().filter(|a| !std::ptr::eq(*a, b) && is_before(a, b, areas)).count());
    }
    let mut left: Vec<usize> = (0..areas.len()).collect();
    let mut order = Vec::with_capacity(areas.len());
    while !left.is_empty() {
        // Of those that wait for the fewest (for none, unless the rules run in a circle).
        let key = |&at: &usize| waits.get(at).copied().unwrap_or_default();
        let Some(position) = (0..left.len()).min_by_key(|&i| left.get(i).map(key)) else { break };
        let next = left.remove(position);
        order.push(next);
        let Some(placed) = areas.get(next) else { continue };
        for &at in &left {
            if let (Some(area), Some(wait)) = (areas.get(at), waits.get_mut(at))
                && is_before(placed, area, areas)
            {
                *wait = wait.saturating_sub(1);
            }
        }
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(left: f64, top: f64, right: f64, bottom: f64) -> Area {
        Area { left, top, right, bottom }
    }

    #[test]
    fn columns_are_read_down_and_a_banner_parts_the_page() {
        // A banner, three columns of two blocks, a second banner, two columns.
        let areas = [
            area(0.0, 0.0, 300.0, 10.0),
            area(0.0, 20.0, 95.0, 40.0),
            area(100.0, 21.0, 195.0, 40.0),
            area(200.0, 22.0, 300.0, 40.0),
            area(0.0, 45.0, 95.0, 60.0),
            area(100.0, 46.0, 195.0, 60.0),
            area(200.0, 47.0, 300.0, 60.0),
            area(0.0, 70.0, 300.0, 80.0),
            area(0.0, 90.0, 145.0, 99.0),
            area(150.0, 90.0, 300.0, 99.0),
        ];
        assert!(runs_across(&areas));
        assert_eq!(order(&areas), [0, 1, 4, 2, 5, 3, 6, 7, 8, 9]);
    }

    #[test]
    fn what_stands_in_order_is_left_alone() {
        let areas = [
            area(0.0, 0.0, 9.0, 9.0),
            area(0.0, 10.0, 9.0, 19.0),
            area(10.0, 0.0, 19.0, 9.0),
            area(10.0, 10.0, 19.0, 19.0),
        ];
        assert!(!runs_across(&areas));
    }
}
