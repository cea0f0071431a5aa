//! Pictures of what a group answered: data in, positions, sentences and table rows out. Pure, so that page, wall and report
//! draw the same numbers. Words are not here: sentences come as values, and each language says them.
//!
//! Signs, the same everywhere: a filled dot is one person; a solid tick the middle; a hollow tick last year's common
//! grade; a ring this year's common grade (UX 8).

pub mod dots;
pub mod reveal;
pub mod sentence;
pub mod strip;
pub mod table;
pub mod votes;

/// How many fills the score scale has in the style sheet, from its low end to its high end.
const N_SHADES: usize = 5;

/// Which fill, from 1, a step of a scale has: the ends of any scale have the ends' fills.
pub fn shade(idx: usize, n_steps: usize) -> usize {
    let last = n_steps.saturating_sub(1).max(1);
    1 + (idx * (N_SHADES - 1) + last / 2) / last
}

/// Where a value stands among the columns, in columns from the first: 2.5 lies between the third and the fourth. `x2` is
/// twice the value, as in [`crate::proceedings::tally::Tally::median_x2`]. Nothing outside the scale.
pub fn place(values: &[u8], x2: u8) -> Option<f64> {
    let doubled = |idx: usize| values[idx].saturating_mul(2);
    (0..values.len()).find_map(|idx| {
        let here = doubled(idx);
        if here == x2 {
            return Some(count(idx));
        }
        let next = (idx + 1 < values.len()).then(|| doubled(idx + 1))?;
        let is_between = here < x2 && x2 < next;
        is_between.then(|| count(idx) + f64::from(x2 - here) / f64::from(next - here))
    })
}

/// A small number as a length; charts never hold more than a few hundred of anything.
fn count(n: usize) -> f64 {
    f64::from(u32::try_from(n).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests;
