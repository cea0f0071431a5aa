//! A chart as a table, for those who would rather read it, and for those who cannot see it.

use crate::proceedings::tally::Tally;

/// How many gave a step of the scale.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TableRow {
    pub value: u8,
    pub n: u16,
    /// Of those who score as a series of their own, when they do.
    pub n_observers: Option<u16>,
}

/// One row per step of the scale, in its order; none where there are too few scores to show.
pub fn rows(values: &[u8], tally: &Tally, observers: Option<&Tally>) -> Vec<TableRow> {
    if tally.counts.is_empty() {
        return Vec::new();
    }
    let n = |tally: &Tally, idx: usize| tally.counts.get(idx).copied().unwrap_or(0);
    let rows = values.iter().enumerate();
    rows.map(|(idx, value)| TableRow {
        value: *value,
        n: n(tally, idx),
        n_observers: observers.map(|observers| n(observers, idx)),
    })
    .collect()
}
