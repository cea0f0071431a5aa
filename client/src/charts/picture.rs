//! The picture of what a group answered: columns of dots, ticks and the words of the scale. One's own answer is a mark
//! under the axis and never a particular dot. Where things stand is worked out in `shared::chart`.

use leptos::prelude::*;
use shared::chart::dots::{DotChart, Label, Paper, Tick, dot_chart};
use shared::chart::reveal::Timeline;
use shared::proceedings::tally::Tally;
use shared::proceedings::view::RevealView;
use shared::template::{Scale, ScaleStep};
use shared::time::Timestamp;

use super::dots::{Play, Shown};
use crate::words::Words;

/// A letter is about so wide, as a part of its size.
const LETTER: f64 = 0.46;
/// From one level of words to the next, as a part of their size.
const LEVEL: f64 = 1.06;
/// How much larger the words of a picture are that is higher than its paper, and may have to shrink to fit.
const LARGER: f64 = 1.07;

/// The picture alone. Hidden from those who listen: the caption says it.
#[component]
pub fn Picture(shown: Shown, paper: Paper, play: Option<Play>, words: Words) -> impl IntoView {
    let paper = if is_stepped(&paper, &shown.scale, words) {
        larger(paper)
    } else {
        paper
    };
    let chart = dot_chart(
        &paper,
        &shown.values(),
        shown.tally(),
        shown.last,
        shown.own,
    );
    let DotChart {
        columns,
        radius,
        dots,
        ..
    } = &chart;
    let radius = *radius;
    let waits = |at: fn(&Timeline) -> i64| play.as_ref().map(|play| play.until(at(&play.timeline)));
    let falls = |idx: usize| {
        let play = play.as_ref()?;
        Some(play.until(*play.timeline.dots.get(idx)?))
    };
    let drawn = dots.iter().enumerate().map(|(idx, dot)| {
        view! {
            <circle class=format!("ch-dot f{}", dot.shade) style=("animation-delay", falls(idx)) cx=dot.x cy=dot.y r=radius></circle>
        }
    });
    let counts = columns.iter().filter(|column| column.n > 0).map(|column| {
        view! { <text class="ch-count" x=column.x y=column.count_y font-size=paper.count_size>{column.n}</text> }
    });
    let own = chart.own_x.map(|x| own(&paper, x, words));
    let (axis, inset) = (paper.axis_y, paper.width * 0.012);
    let height =
        height(&paper, &shown.scale, words) + if own.is_some() { own_room(&paper) } else { 0.0 };
    view! {
        <svg
            class="ch-svg"
            viewBox=format!("0 0 {} {height}", paper.width)
            style=("--drop", format!("{}px", 3.0 * paper.largest_dot))
            aria-hidden="true"
        >
            <line class="ch-axis" x1=inset x2=paper.width - inset y1=axis y2=axis stroke-width=paper.tick.0 * 0.19></line>
            {scale(&paper, &chart, &shown.scale, words)}
            {drawn.collect_view()}
            <g class="ch-counts" style=("animation-delay", waits(|timeline| timeline.counts))>{counts.collect_view()}</g>
            <g class="ch-ticks" style=("animation-delay", waits(|timeline| timeline.ticks))>
                {chart.last.map(|at| tick(&paper, at, "ch-last", words.chart_last_year()))}
                {chart.middle.map(|at| tick(&paper, at, "ch-middle", words.chart_middle()))}
            </g>
            {own}
        </svg>
    }
}

/// Empty columns: what stands on the wall before the dots fall.
#[component]
pub fn EmptyPicture(scale: Scale, paper: Paper, words: Words) -> impl IntoView {
    let reveal = RevealView {
        starts_at: Timestamp(0),
        tally: Tally::default(),
        observers: None,
    };
    let shown = Shown {
        reveal,
        scale,
        last: None,
        own: None,
    };
    view! { <Picture shown=shown paper=paper play=None words=words/> }
}

/// Numbers and words under the axis. Words too long for their column stand on two levels.
fn scale(paper: &Paper, chart: &DotChart, scale: &Scale, words: Words) -> AnyView {
    let is_stepped = is_stepped(paper, scale, words);
    let columns = chart.columns.iter().zip(&scale.steps).enumerate();
    columns
        .map(|(idx, (column, step))| {
            let word = paper.word.map(|Label { y, size }| {
                let lower = if is_stepped && idx % 2 == 1 { LEVEL * size } else { 0.0 };
                let label = step.label.get(words.0).to_owned();
                view! { <text class="ch-word" x=column.x y=y + lower font-size=size>{label}</text> }
            });
            view! {
                <text class="ch-number" x=column.x y=paper.number_y font-size=paper.number_size>{column.value}</text>
                {word}
            }
        })
        .collect_view()
        .into_any()
}

fn is_stepped(paper: &Paper, scale: &Scale, words: Words) -> bool {
    let (Some(label), Ok(n_steps)) = (paper.word, u32::try_from(scale.steps.len().max(1))) else {
        return false;
    };
    let width = paper.width / f64::from(n_steps);
    let is_wide = |step: &ScaleStep| {
        let letters = u32::try_from(step.label.get(words.0).chars().count()).unwrap_or(u32::MAX);
        f64::from(letters) * label.size * LETTER > width
    };
    scale.steps.iter().any(is_wide)
}

fn larger(paper: Paper) -> Paper {
    let label = |label: Label| Label {
        size: LARGER * label.size,
        ..label
    };
    Paper {
        count_size: LARGER * paper.count_size,
        word: paper.word.map(label),
        tick_label: paper.tick_label.map(label),
        ..paper
    }
}

fn height(paper: &Paper, scale: &Scale, words: Words) -> f64 {
    match paper.word {
        Some(label) if is_stepped(paper, scale, words) => paper.height + LEVEL * label.size,
        _ => paper.height,
    }
}

fn own_room(paper: &Paper) -> f64 {
    (paper.own_y + 0.3 * paper.own_size - paper.height).max(0.0)
}

fn tick(
    paper: &Paper,
    tick: Tick,
    class: &'static str,
    label: &'static str,
) -> impl IntoView + use<> {
    let (width, height) = paper.tick;
    let label = paper.tick_label.map(|Label { y, size }| {
        let beside = width / 2.0 + 0.3 * size;
        let (x, anchor) = if tick.label_is_left {
            (tick.x - beside, "end")
        } else {
            (tick.x + beside, "start")
        };
        view! { <text x=x y=y font-size=size text-anchor=anchor>{label}</text> }
    });
    view! {
        <g class=class>
            <rect
                x=tick.x - width / 2.0
                y=paper.axis_y - height / 2.0
                width=width
                height=height
                rx=width / 2.0
                stroke-width=width * 0.2
            ></rect>
            {label}
        </g>
    }
}

/// "du", under the axis.
fn own(paper: &Paper, x: f64, words: Words) -> impl IntoView + use<> {
    let (y, size) = (paper.own_y, paper.own_size);
    let tip = y - 1.45 * size;
    let path = format!(
        "M{:.1} {:.1}l{:.1} {:.1} {:.1} {:.1}z",
        x - 0.43 * size,
        tip + 0.5 * size,
        0.43 * size,
        -0.5 * size,
        0.43 * size,
        0.5 * size
    );
    view! {
        <g class="ch-own">
            <path d=path></path>
            <text x=x y=y font-size=size>{words.chart_you()}</text>
        </g>
    }
}
