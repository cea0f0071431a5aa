//! The same numbers in chart, table and sentence, for the sample's reviews and for the rules one by one.

#![expect(
    clippy::float_cmp,
    reason = "positions here are sums of whole and half numbers, which are exact"
)]

use super::dots::{DotChart, Paper, dot_chart};
use super::sentence::{Group, Middle, Sentence, Share, saying};
use super::strip::{self, Change, Remark};
use super::{place, reveal, shade, table, votes};
use crate::id::GroupId;
use crate::proceedings::state::{Agreement, Grade, Settled, VoteResult};
use crate::proceedings::tally::{Spread, Tally};
use crate::time::Timestamp;

const VALUES: [u8; 5] = [1, 2, 3, 4, 5];
const PAPERS: [Paper; 3] = [Paper::WALL, Paper::LAPTOP, Paper::PHONE];

fn tally(counts: &[u16]) -> Tally {
    let values: Vec<u8> = (1..).take(counts.len()).collect();
    let scores = values.iter().zip(counts);
    let scores = scores.flat_map(|(value, n)| (0..*n).map(|_| Some(*value)));
    Tally::of(&values, scores, 0)
}

fn chart(paper: &Paper, counts: &[u16], last: Option<u8>) -> DotChart {
    let values: Vec<u8> = (1..).take(counts.len()).collect();
    dot_chart(paper, &values, &tally(counts), last, None)
}

#[test]
fn what_most_say_and_then_the_group_furthest_away() {
    let two = |value| Some(Group { n: 2, value });
    for (counts, share, values, furthest) in [
        ([0, 0, 0, 9, 0], Share::All, vec![4], None),
        ([0, 0, 1, 6, 1], Share::Most, vec![4], None),
        ([0, 2, 3, 7, 2], Share::Half, vec![4], two(2)),
        ([0, 3, 3, 0, 2], Share::Plurality, vec![2, 3], two(5)),
        ([0, 0, 4, 4, 0], Share::Half, vec![3, 4], None),
        // One person is not a group.
        ([1, 2, 4, 0, 1], Share::Half, vec![3], None),
        // Those furthest away are those already named.
        ([3, 0, 2, 2, 0], Share::Plurality, vec![1], None),
        // Equally far: the larger group, then the lower one.
        (
            [0, 2, 5, 3, 0],
            Share::Half,
            vec![3],
            Some(Group { n: 3, value: 4 }),
        ),
        ([0, 2, 5, 2, 0], Share::Most, vec![3], two(2)),
        ([4, 0, 0, 0, 4], Share::Half, vec![1, 5], None),
    ] {
        let said = saying(&VALUES, &tally(&counts)).unwrap();
        let expected = Sentence {
            share,
            values,
            furthest,
        };
        assert_eq!(said.sentence, expected, "{counts:?}");
    }
}

#[test]
fn the_middle_may_lie_between_two_values_and_the_prompt_asks_the_ends() {
    let said = saying(&VALUES, &tally(&[0, 0, 4, 3, 1])).unwrap();
    assert_eq!(said.middle, Middle::Between(3, 4));
    assert_eq!((said.spread, said.ends), (Some(Spread::Gathered), (3, 5)));
    let said = saying(&VALUES, &tally(&[0, 2, 3, 7, 2])).unwrap();
    assert_eq!(said.middle, Middle::At(4));
    assert_eq!((said.spread, said.ends), (Some(Spread::Spread), (2, 5)));
    assert_eq!(saying(&VALUES, &tally(&[0, 0, 2, 1, 0]).shown()), None);
    assert_eq!(saying(&VALUES, &Tally::default()), None);
}

#[test]
fn any_scale_goes_from_the_first_fill_to_the_last() {
    for (n_steps, fills) in [
        (5, vec![1, 2, 3, 4, 5]),
        (3, vec![1, 3, 5]),
        (6, vec![1, 2, 3, 3, 4, 5]),
        (2, vec![1, 5]),
        (1, vec![1]),
    ] {
        let found: Vec<usize> = (0..n_steps).map(|idx| shade(idx, n_steps)).collect();
        assert_eq!(found, fills);
    }
}

#[test]
fn a_value_stands_in_its_column_or_between_two() {
    assert_eq!(place(&VALUES, 8), Some(3.0));
    assert_eq!(place(&VALUES, 7), Some(2.5));
    assert_eq!(place(&[0, 10, 20], 30), Some(1.5));
    assert_eq!(place(&VALUES, 12), None);
    assert_eq!(place(&[], 2), None);
}

#[test]
fn every_column_fits_and_no_dot_is_larger_than_it_may_be() {
    for counts in [
        vec![0, 2, 3, 7, 2],
        vec![0, 0, 0, 12, 0],
        vec![0, 0, 0, 13, 0],
        vec![0, 0, 25, 0, 0],
        vec![4, 4, 4, 4, 4, 5],
        vec![0, 100, 0],
        vec![0, 0, 0, 0, 0],
    ] {
        for paper in PAPERS {
            let chart = chart(&paper, &counts, None);
            assert!(2.0 * chart.radius <= paper.largest_dot, "{counts:?}");
            let n_dots: u16 = counts.iter().sum();
            assert_eq!(chart.dots.len(), usize::from(n_dots), "{counts:?}");
            let is_inside = |y: f64| y - chart.radius >= 0.0 && y + chart.radius < paper.axis_y;
            assert!(chart.dots.iter().all(|dot| is_inside(dot.y)), "{counts:?}");
            let counts_fit = |y: f64| y >= paper.count_size * 0.8;
            assert!(
                chart
                    .columns
                    .iter()
                    .all(|column| counts_fit(column.count_y))
            );
        }
    }
}

#[test]
fn the_dots_of_a_wall_are_as_large_as_in_the_drawing() {
    let chart = chart(&Paper::WALL, &[0, 2, 3, 7, 2], Some(3));
    assert!((chart.radius - 27.0).abs() < 0.01, "{}", chart.radius);
    let xs: Vec<f64> = chart.columns.iter().map(|column| column.x).collect();
    assert_eq!(xs, [131.0, 393.0, 655.0, 917.0, 1179.0]);
    assert!((chart.dots[0].y - 477.0).abs() < 0.5);
    assert!((chart.dots[1].y - 415.0).abs() < 0.5);
    assert_eq!(chart.middle.unwrap().x, 917.0);
    assert_eq!(chart.last.unwrap().x, 655.0);
}

#[test]
fn over_twelve_stand_two_and_two_and_touch_nobody() {
    let thirteen = chart(&Paper::WALL, &[0, 0, 0, 13, 2], None);
    let in_column = thirteen.dots.iter().filter(|dot| dot.shade == 4);
    let column: Vec<_> = in_column.collect();
    assert_eq!(column.len(), 13);
    assert!(column[0].x < 917.0 && column[1].x > 917.0);
    assert_eq!(column[0].y, column[1].y);
    assert_eq!(column[12].x, 917.0, "the odd one stands alone");
    for paper in PAPERS {
        let chart = chart(&paper, &[13, 14, 30, 13, 12, 13], None);
        for (idx, one) in chart.dots.iter().enumerate() {
            for other in &chart.dots[..idx] {
                let apart = (one.x - other.x).hypot(one.y - other.y);
                assert!(apart >= 2.0 * chart.radius, "{one:?} {other:?}");
            }
        }
    }
}

#[test]
fn last_years_tick_steps_aside_and_labels_turn_away() {
    let together = chart(&Paper::WALL, &[0, 1, 5, 1, 0], Some(3));
    let (middle, last) = (together.middle.unwrap(), together.last.unwrap());
    assert_eq!(middle.x, 655.0);
    assert!(last.x < middle.x - Paper::WALL.tick.0);
    assert!(last.label_is_left && !middle.label_is_left);
    let between = chart(&Paper::WALL, &[0, 0, 4, 3, 1], Some(4));
    let (middle, last) = (between.middle.unwrap(), between.last.unwrap());
    assert_eq!((middle.x, last.x), (786.0, 917.0));
    assert!(middle.label_is_left && !last.label_is_left);
    let at_the_edge = chart(&Paper::WALL, &[0, 0, 0, 0, 5], None);
    assert!(at_the_edge.middle.unwrap().label_is_left);
}

#[test]
fn ones_own_answer_is_a_mark_and_no_dot() {
    let values = VALUES;
    let with = dot_chart(
        &Paper::PHONE,
        &values,
        &tally(&[0, 2, 3, 7, 2]),
        None,
        Some(4),
    );
    let without = dot_chart(&Paper::PHONE, &values, &tally(&[0, 2, 3, 7, 2]), None, None);
    assert_eq!(with.dots, without.dots);
    assert_eq!(with.own_x, Some(with.columns[3].x));
    assert_eq!(without.own_x, None);
}

#[test]
fn dots_fall_in_an_order_that_all_screens_share_and_that_says_nothing() {
    let (one, again) = (
        reveal::timeline(14, 1_790_000_000_000),
        reveal::timeline(14, 1_790_000_000_000),
    );
    assert_eq!(one, again);
    let other = reveal::timeline(14, 1_790_000_000_001);
    assert_ne!(one.dots, other.dots);
    let mut times = one.dots.clone();
    times.sort_unstable();
    let expected: Vec<i64> = (0..14).map(|turn| turn * 60).collect();
    assert_eq!(times, expected);
    assert_ne!(one.dots, expected, "not column by column");
    assert_eq!(one.ticks - one.counts, 600);
    assert!(one.end < 3_000, "{}", one.end);
    assert_eq!(reveal::timeline(0, 5).dots, Vec::<i64>::new());
}

#[test]
fn strips_hold_every_dot_and_grow_when_they_must() {
    for counts in [
        vec![0, 1, 4, 7, 2],
        vec![0, 0, 14, 0, 0],
        vec![0, 0, 25, 0, 0],
        vec![9, 9, 9, 9, 9, 9],
    ] {
        let values: Vec<u8> = (1..).take(counts.len()).collect();
        for width in [strip::WIDE, strip::NARROW] {
            let strip = strip::strip(&values, &tally(&counts), Some(2), width);
            let n_dots: u16 = counts.iter().sum();
            assert_eq!(strip.dots.len(), usize::from(n_dots));
            assert!(
                strip
                    .dots
                    .iter()
                    .all(|dot| dot.y >= strip::RADIUS && dot.y < strip.axis_y)
            );
            for (idx, one) in strip.dots.iter().enumerate() {
                for other in &strip.dots[..idx] {
                    let apart = (one.x - other.x).hypot(one.y - other.y);
                    assert!(apart >= 2.0 * strip::RADIUS, "{counts:?}");
                }
            }
        }
    }
    let drawn = strip::strip(&VALUES, &tally(&[0, 1, 4, 7, 2]), Some(3), strip::WIDE);
    assert_eq!(drawn.height, 60.0);
    let lowest = drawn
        .dots
        .iter()
        .filter(|dot| dot.shade == 4 && dot.y == 33.0);
    assert_eq!(lowest.count(), 4);
    let same = strip::strip(&VALUES, &tally(&[0, 3, 8, 3, 0]), Some(3), strip::WIDE);
    assert_eq!((same.middle, same.last), (Some(300.0), Some(288.0)));
}

#[test]
fn the_change_since_last_year_is_told_once_there_is_a_grade() {
    let settled = |grade| Settled {
        grade,
        agreement: Agreement::Agreed,
        remark: None,
        remarks: std::collections::BTreeMap::new(),
        at: Timestamp(0),
    };
    for (grade, last, expected) in [
        (Grade::One(4), Some(3), Change::Up(1)),
        (Grade::One(2), Some(4), Change::Down(2)),
        (Grade::One(3), Some(3), Change::Same),
        (Grade::One(3), None, Change::New),
        (
            Grade::Range {
                lowest: 2,
                highest: 3,
            },
            Some(2),
            Change::NoGrade,
        ),
    ] {
        assert_eq!(strip::change(&settled(grade), last), expected);
    }
    for (counts, grade, expected) in [
        ([0, 3, 3, 0, 2], Some(3), Some(Remark::Spread)),
        ([0, 6, 5, 3, 0], Some(2), Some(Remark::UnderMiddle)),
        ([0, 1, 5, 1, 0], Some(4), Some(Remark::OverMiddle)),
        ([0, 0, 4, 3, 1], Some(4), None),
        ([0, 1, 5, 1, 0], None, None),
    ] {
        assert_eq!(
            strip::remark(&tally(&counts), grade),
            expected,
            "{counts:?}"
        );
    }
}

#[test]
fn the_most_spread_come_first() {
    let key = |counts: [u16; 5]| strip::spread_key(&VALUES, &tally(&counts));
    let spread = key([0, 3, 3, 0, 2]);
    let neither = key([0, 1, 3, 2, 1]);
    let gathered = key([0, 1, 5, 1, 0]);
    assert!(spread > neither && neither > gathered && gathered > key([0, 0, 8, 0, 0]));
    assert_eq!(strip::spread_key(&VALUES, &Tally::default()), (false, 0));
}

#[test]
fn votes_are_sorted_and_every_dot_is_drawn() {
    let id = |text: &str| GroupId::parse(text).unwrap();
    let candidates = [id("a"), id("b"), id("c"), id("d")];
    let totals = [("a", 1), ("b", 5), ("c", 5)].map(|(group, n)| (id(group), n));
    let result = VoteResult {
        totals: totals.into_iter().collect(),
        advisory: [(id("a"), 3)].into_iter().collect(),
        n_voters: 4,
        line: Some(5),
    };
    let bars = votes::vote_bars(&candidates, &result, 800.0, 44.0);
    let order: Vec<(&str, u16, usize, bool)> = bars
        .rows
        .iter()
        .map(|row| (row.group.as_str(), row.n, row.dots.len(), row.goes_on))
        .collect();
    let expected = [
        ("b", 5, 5, true),
        ("c", 5, 5, true),
        ("a", 1, 4, false),
        ("d", 0, 0, false),
    ];
    assert_eq!(order, expected);
    assert_eq!((bars.n_dots, bars.n_advice), (11, 3));
    assert!((bars.diameter - 44.0).abs() < f64::EPSILON);
    let narrow = votes::vote_bars(&candidates, &result, 100.0, 44.0);
    let last = narrow.rows[0].dots.last().unwrap() + narrow.diameter / 2.0;
    assert!((last - 100.0).abs() < 0.01, "{last}");
}

/// Chart, table and sentence of every indicator of the sample, observers counted or not, hold the numbers it expects.
#[test]
fn the_sample_says_the_same_everywhere() {
    let sample: serde_json::Value =
        serde_json::from_str(include_str!("../../sample/fjordvik.json")).unwrap();
    let review = sample["status_reviews"].as_array().unwrap().last().unwrap();
    let with_observers = review["if_observers_count"]["expected_tallies"]
        .as_array()
        .unwrap();
    let own = review["results"].as_array().unwrap().iter();
    let expected = own
        .map(|result| &result["expected_tally"])
        .chain(with_observers);
    let mut n_checked = 0;
    for expected in expected {
        let counts: Vec<u16> = serde_json::from_value(expected["counts"].clone()).unwrap();
        let tally = tally(&counts);
        for paper in PAPERS {
            let chart = dot_chart(&paper, &VALUES, &tally, None, None);
            let drawn: Vec<u16> = chart.columns.iter().map(|column| column.n).collect();
            assert_eq!(drawn, counts);
            assert_eq!(serde_json::json!(chart.dots.len()), expected["n_given"]);
            let middle = chart.middle.unwrap().x / (paper.width / 5.0) + 0.5;
            assert!((middle - expected["median"].as_f64().unwrap()).abs() < 1e-9);
        }
        let rows = table::rows(&VALUES, &tally, None);
        assert_eq!(rows.iter().map(|row| row.n).collect::<Vec<_>>(), counts);
        let said = saying(&VALUES, &tally).unwrap();
        let (lowest, highest) = said.ends;
        assert_eq!(
            serde_json::json!([lowest, highest]),
            serde_json::json!([expected["min"], expected["max"]])
        );
        let middle = match said.middle {
            Middle::At(value) => f64::from(value),
            Middle::Between(low, high) => f64::midpoint(f64::from(low), f64::from(high)),
        };
        assert!((middle - expected["median"].as_f64().unwrap()).abs() < 1e-9);
        assert_eq!(serde_json::to_value(said.spread).unwrap(), expected["tag"]);
        let strip = strip::strip(&VALUES, &tally, None, strip::WIDE);
        assert_eq!(serde_json::json!(strip.dots.len()), expected["n_given"]);
        n_checked += 1;
    }
    assert_eq!(n_checked, 16);
}
