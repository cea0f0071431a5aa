//! All indicators under each other: a strip of dot clusters per indicator, and how this year's grade stands to last year's.

use super::{count, place, shade};
use crate::proceedings::state::{Grade, Settled};
use crate::proceedings::tally::{Spread, Tally};

/// The width of a strip; its height follows from its dots.
pub const WIDTH: f64 = 600.0;
pub const RADIUS: f64 = 5.6;
pub const TICK: (f64, f64) = (7.0, 16.0);
/// From one dot to the next.
const STEP: f64 = 15.0;
/// The height of a strip with two rows of dots.
const HEIGHT: f64 = 60.0;
/// From the axis to the bottom of the strip.
const UNDER_AXIS: f64 = 12.0;
/// So many dots stand in one row.
const ONE_ROW: usize = 4;

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dot {
    pub x: f64,
    pub y: f64,
    pub shade: usize,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Strip {
    pub height: f64,
    pub axis_y: f64,
    /// The middle of each column.
    pub columns: Vec<f64>,
    pub dots: Vec<Dot>,
    pub middle: Option<f64>,
    pub last: Option<f64>,
}

pub fn strip(values: &[u8], tally: &Tally, last: Option<u8>) -> Strip {
    let width = WIDTH / count(values.len().max(1));
    let x_of = |columns: f64| (columns + 0.5) * width;
    let per_row_at_most = at_most_per_row(width);
    let rows = tally
        .counts
        .iter()
        .map(|n| n_rows(usize::from(*n), per_row_at_most))
        .max()
        .unwrap_or(1);
    let height = HEIGHT + STEP * count(rows.saturating_sub(2));
    let axis_y = height - UNDER_AXIS;
    let clusters = tally.counts.iter().take(values.len()).enumerate();
    let dots = clusters.flat_map(|(idx, n)| {
        let (x, shade) = (x_of(count(idx)), shade(idx, values.len()));
        let places = cluster(usize::from(*n), per_row_at_most).into_iter();
        places.map(move |(aside, up)| Dot {
            x: x + aside * STEP,
            y: axis_y - STEP - up * STEP,
            shade,
        })
    });
    let x_of_value = |x2: u8| place(values, x2).map(x_of);
    let middle = tally.median_x2.and_then(x_of_value);
    let last = last.and_then(|grade| x_of_value(grade.saturating_mul(2)));
    Strip {
        height,
        axis_y,
        columns: (0..values.len()).map(|idx| x_of(count(idx))).collect(),
        dots: dots.collect(),
        middle,
        last: last.map(|last| beside(last, middle)),
    }
}

/// Last year's tick steps aside to the left when both fall together.
fn beside(last: f64, middle: Option<f64>) -> f64 {
    let apart = TICK.0 + 5.0;
    match middle {
        Some(middle) if (middle - last).abs() < apart => middle - apart,
        _ => last,
    }
}

fn at_most_per_row(width: f64) -> usize {
    let fits = |n: &usize| (count(*n) + 0.3) * STEP <= width;
    (1..=20).take_while(fits).last().unwrap_or(1)
}

/// Up to four dots stand in one row, more in two, and in more rows only when a row is full.
fn n_rows(n: usize, at_most: usize) -> usize {
    match n {
        0 => 0,
        _ if n <= ONE_ROW.min(at_most) => 1,
        _ => n.div_ceil(at_most).max(2),
    }
}

/// Steps to the side and rows up for each dot; the lowest row is the longest.
fn cluster(n: usize, at_most: usize) -> Vec<(f64, f64)> {
    let rows = n_rows(n, at_most);
    let mut places = Vec::with_capacity(n);
    let mut left = n;
    for row in 0..rows {
        let in_row = left.div_ceil(rows - row);
        left -= in_row;
        let first = -(count(in_row) - 1.0) / 2.0;
        places.extend((0..in_row).map(|turn| (first + count(turn), count(row))));
    }
    places
}

/// How this year's common grade stands to last year's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    Up(u8),
    Down(u8),
    Same,
    /// There was no grade last year.
    New,
    /// The group did not agree this year: nothing to compare.
    NoGrade,
}

pub fn change(settled: &Settled, last: Option<u8>) -> Change {
    match (settled.grade, last) {
        (Grade::Range { .. }, _) => Change::NoGrade,
        (Grade::One(_), None) => Change::New,
        (Grade::One(now), Some(last)) => match now.cmp(&last) {
            std::cmp::Ordering::Greater => Change::Up(now - last),
            std::cmp::Ordering::Less => Change::Down(last - now),
            std::cmp::Ordering::Equal => Change::Same,
        },
    }
}

/// What is worth a word beside an indicator: that it was spread, or that the grade is another than the middle.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remark {
    Spread,
    UnderMiddle,
    OverMiddle,
}

pub fn remark(tally: &Tally, grade: Option<u8>) -> Option<Remark> {
    if tally.spread == Some(Spread::Spread) {
        return Some(Remark::Spread);
    }
    let (grade_x2, middle_x2) = (grade?.saturating_mul(2), tally.median_x2?);
    // Half a step is only the rounding that a whole grade needs.
    match (grade_x2.abs_diff(middle_x2) > 1, grade_x2 < middle_x2) {
        (false, _) => None,
        (true, true) => Some(Remark::UnderMiddle),
        (true, false) => Some(Remark::OverMiddle),
    }
}

/// How far people are from the middle, all together and per person, for sorting: the larger the more spread. Those that
/// are *spredt* come before all others.
pub fn spread_key(values: &[u8], tally: &Tally) -> (bool, u32) {
    let Some(median_x2) = tally.median_x2 else {
        return (false, 0);
    };
    let far = values
        .iter()
        .zip(&tally.counts)
        .map(|(value, n)| u32::from(value.saturating_mul(2).abs_diff(median_x2)) * u32::from(*n));
    let per_thousand = far.sum::<u32>() * 1000 / u32::from(tally.n_given.max(1));
    (tally.spread == Some(Spread::Spread), per_thousand)
}
