//! The dots of a vote: one row per candidate, the most first, with every dot drawn.

use std::collections::BTreeMap;

use super::count;
use crate::id::GroupId;
use crate::proceedings::state::VoteResult;

/// Between two dots, as a part of their diameter.
const GAP: f64 = 0.33;

#[derive(Debug, Clone, PartialEq)]
pub struct VoteRow {
    pub group: GroupId,
    pub n: u16,
    /// Observers' dots: advice, and counted apart.
    pub n_advice: u16,
    /// Goes on to *ansvar og frist*. Without a line, nothing does yet.
    pub goes_on: bool,
    /// The middle of each dot along the row, advice last.
    pub dots: Vec<f64>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct VoteBars {
    pub diameter: f64,
    pub rows: Vec<VoteRow>,
    /// All dots that count.
    pub n_dots: u32,
    pub n_advice: u32,
}

/// `width` is the room for the longest row, `largest` the largest diameter. Candidates that got as many keep the order of
/// `candidates`.
pub fn vote_bars(
    candidates: &[GroupId],
    result: &VoteResult,
    width: f64,
    largest: f64,
) -> VoteBars {
    let of =
        |totals: &BTreeMap<GroupId, u16>, group: &GroupId| totals.get(group).copied().unwrap_or(0);
    let longest = candidates
        .iter()
        .map(|group| of(&result.totals, group) + of(&result.advisory, group))
        .max()
        .unwrap_or(0)
        .max(1);
    let fits = width / (f64::from(longest) * (1.0 + GAP) - GAP);
    let diameter = largest.min(fits);
    let mut rows: Vec<VoteRow> = candidates
        .iter()
        .map(|group| {
            let (n, n_advice) = (of(&result.totals, group), of(&result.advisory, group));
            let dots = (0..usize::from(n + n_advice))
                .map(|turn| diameter / 2.0 + count(turn) * diameter * (1.0 + GAP));
            VoteRow {
                group: group.clone(),
                n,
                n_advice,
                goes_on: result.goes_on(group),
                dots: dots.collect(),
            }
        })
        .collect();
    rows.sort_by_key(|row| std::cmp::Reverse(row.n));
    let sum = |of: fn(&VoteRow) -> u16| rows.iter().map(|row| u32::from(of(row))).sum();
    VoteBars {
        diameter,
        n_dots: sum(|row| row.n),
        n_advice: sum(|row| row.n_advice),
        rows,
    }
}
