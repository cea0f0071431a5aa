//! One indicator: a column of dots per step of the scale, the middle and last year's grade as ticks on the axis.

use super::{count, place, shade};
use crate::proceedings::tally::Tally;

/// So many dots stand in one file; more stand two and two.
const MOST_IN_ONE_FILE: u16 = 12;
/// Between two dots, as a part of their diameter.
const GAP: f64 = 0.148;

/// What a picture is drawn on: sizes in the units of the picture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Paper {
    pub width: f64,
    pub height: f64,
    pub axis_y: f64,
    /// The largest diameter of a dot.
    pub largest_dot: f64,
    /// Between the axis and the lowest dot.
    pub over_axis: f64,
    /// The size of the counts over the columns.
    pub count_size: f64,
    pub number_y: f64,
    pub number_size: f64,
    /// The words of the scale under its numbers; `None` where there is no room for them.
    pub word: Option<Label>,
    /// Width and height of a tick.
    pub tick: (f64, f64),
    /// "midten" and "i fjor" beside the ticks; `None` where a legend says it.
    pub tick_label: Option<Label>,
    /// The mark of one's own answer.
    pub own_y: f64,
    pub own_size: f64,
}

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Label {
    pub y: f64,
    pub size: f64,
}

impl Paper {
    /// The wall: nothing under 32.
    pub const WALL: Self = Self {
        width: 1310.0,
        height: 700.0,
        axis_y: 540.0,
        largest_dot: 54.0,
        over_axis: 36.0,
        count_size: 32.0,
        number_y: 636.0,
        number_size: 48.0,
        word: Some(Label {
            y: 684.0,
            size: 32.0,
        }),
        tick: (16.0, 44.0),
        tick_label: Some(Label {
            y: 577.0,
            size: 32.0,
        }),
        own_y: 692.0,
        own_size: 32.0,
    };
    pub const LAPTOP: Self = Self {
        width: 600.0,
        height: 254.0,
        axis_y: 186.0,
        largest_dot: 20.0,
        over_axis: 12.0,
        count_size: 14.0,
        number_y: 220.0,
        number_size: 18.0,
        word: Some(Label {
            y: 241.0,
            size: 14.0,
        }),
        tick: (7.0, 19.0),
        tick_label: Some(Label {
            y: 203.0,
            size: 14.0,
        }),
        own_y: 268.0,
        own_size: 14.0,
    };
    pub const PHONE: Self = Self {
        width: 358.0,
        height: 190.0,
        axis_y: 150.0,
        largest_dot: 15.0,
        over_axis: 10.0,
        count_size: 13.0,
        number_y: 182.0,
        number_size: 17.0,
        word: None,
        tick: (6.0, 17.0),
        tick_label: None,
        own_y: 208.0,
        own_size: 14.0,
    };
}

#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    pub value: u8,
    pub x: f64,
    /// Which fill, from 1.
    pub shade: usize,
    pub n: u16,
    /// The foot of the count over the column.
    pub count_y: f64,
}

/// One person; which one is nobody's to know.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Dot {
    pub x: f64,
    pub y: f64,
    pub shade: usize,
}

/// A mark on the axis, with the side its label stands on.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tick {
    pub x: f64,
    pub label_is_left: bool,
}

#[derive(Debug, Clone, PartialEq)]
pub struct DotChart {
    pub columns: Vec<Column>,
    pub radius: f64,
    /// Column by column, from the axis up.
    pub dots: Vec<Dot>,
    pub middle: Option<Tick>,
    pub last: Option<Tick>,
    /// Where one's own answer stands under the axis.
    pub own_x: Option<f64>,
}

/// `values` are the steps of the scale in order, `last` last year's common grade, `own` one's own answer.
pub fn dot_chart(
    paper: &Paper,
    values: &[u8],
    tally: &Tally,
    last: Option<u8>,
    own: Option<u8>,
) -> DotChart {
    let width = paper.width / count(values.len().max(1));
    let x_of = |columns: f64| (columns + 0.5) * width;
    let diameter = diameter(paper, width, &tally.counts);
    let radius = diameter / 2.0;
    let step = diameter * (1.0 + GAP);
    let foot = paper.axis_y - paper.over_axis - radius;
    let mut dots = Vec::new();
    let mut columns = Vec::new();
    for (idx, value) in values.iter().enumerate() {
        let n = tally.counts.get(idx).copied().unwrap_or(0);
        let (x, shade) = (x_of(count(idx)), shade(idx, values.len()));
        dots.extend((0..n).map(|turn| {
            let (row, aside) = seat(turn, n);
            Dot {
                x: x + aside * step,
                y: foot - f64::from(row) * step,
                shade,
            }
        }));
        let top = foot - f64::from(n_rows(n).saturating_sub(1)) * step - radius;
        columns.push(Column {
            value: *value,
            x,
            shade,
            n,
            count_y: top - 0.6 * paper.count_size,
        });
    }
    let x_of_value = |x2: u8| place(values, x2).map(x_of);
    let middle = tally.median_x2.and_then(x_of_value);
    let last = last.and_then(|grade| x_of_value(grade.saturating_mul(2)));
    let (middle, last) = ticks(paper, width, middle, last);
    DotChart {
        columns,
        radius,
        dots,
        middle,
        last,
        own_x: own.and_then(|own| x_of_value(own.saturating_mul(2))),
    }
}

fn n_rows(n: u16) -> u16 {
    if n > MOST_IN_ONE_FILE {
        n.div_ceil(2)
    } else {
        n
    }
}

/// The row of a column's dot, and how many steps it stands beside the column's middle.
fn seat(turn: u16, n: u16) -> (u16, f64) {
    if n <= MOST_IN_ONE_FILE {
        return (turn, 0.0);
    }
    let is_alone = n % 2 == 1 && turn + 1 == n;
    let aside = match (is_alone, turn % 2) {
        (true, _) => 0.0,
        (false, 0) => -0.5,
        (false, _) => 0.5,
    };
    (turn / 2, aside)
}

/// The largest that lets the tallest column fit under its count, and two files between the neighbours.
fn diameter(paper: &Paper, width: f64, counts: &[u16]) -> f64 {
    let rows = counts.iter().map(|n| n_rows(*n)).max().unwrap_or(0).max(1);
    let room = paper.axis_y - paper.over_axis - 1.7 * paper.count_size;
    let by_height = room / (f64::from(rows) + f64::from(rows - 1) * GAP);
    let by_width = width * 0.9 / (2.0 + GAP);
    paper.largest_dot.min(by_height).min(by_width)
}

/// Last year's tick steps aside to the left when both fall together; labels turn away from each other, and from the edge.
fn ticks(
    paper: &Paper,
    width: f64,
    middle: Option<f64>,
    last: Option<f64>,
) -> (Option<Tick>, Option<Tick>) {
    let apart = paper.tick.0 * 1.7;
    let last = last.map(|last| match middle {
        Some(middle) if (middle - last).abs() < apart => middle - apart,
        _ => last,
    });
    let edge = paper.width - width;
    let is_left_of = |one: f64, other: Option<f64>| {
        other.is_some_and(|other| one < other && other - one < width)
    };
    let middle_tick = middle.map(|x| Tick {
        x,
        label_is_left: x > edge && last.is_none_or(|last| x - last > width) || is_left_of(x, last),
    });
    let middle_is_left = middle_tick.is_some_and(|tick| tick.label_is_left);
    let last_tick = last.map(|x| Tick {
        x,
        label_is_left: x > edge && middle.is_none_or(|middle| x < middle || x - middle > width)
            || is_left_of(x, middle)
            || middle_is_left
                && middle.is_some_and(|middle| x < middle && middle - x < 2.0 * width),
    });
    (middle_tick, last_tick)
}
