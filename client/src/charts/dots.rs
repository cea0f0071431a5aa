//! What a group answered on one indicator, drawn: dots, ticks, a sentence and a table. One's own answer is a mark under the
//! axis and never a particular dot. Where things stand is worked out in `shared::chart`.
//!
//! A reveal that has just begun is played: every part waits until its moment by the server's clock, in the style sheet, so
//! that all screens move together. A page that comes later shows the end at once.

use std::time::Duration;

use leptos::prelude::*;
use shared::chart::dots::{DotChart, Label, Paper, Tick, dot_chart};
use shared::chart::reveal::{Timeline, timeline};
use shared::chart::sentence::{Saying, saying};
use shared::chart::table::rows;
use shared::proceedings::tally::Tally;
use shared::proceedings::view::RevealView;
use shared::template::{Scale, ScaleStep};
use shared::time::Timestamp;

use super::say;
use crate::clock;
use crate::components::icon::{Glyph, Icon};
use crate::words::{Words, use_words};

/// A letter is about so wide, as a part of its size.
const LETTER: f64 = 0.46;
/// From one level of words to the next, as a part of their size.
const LEVEL: f64 = 1.06;
/// How much larger the words of a picture are that is higher than its paper, and may have to shrink to fit.
const LARGER: f64 = 1.07;

/// How long after its last part a reveal is over for certain.
const SETTLED_MS: i64 = 500;

/// What a chart is drawn from; cheap enough to copy about.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    pub reveal: RevealView,
    pub scale: Scale,
    /// Last year's common grade.
    pub last: Option<u8>,
    /// What the viewer answered, if they did.
    pub own: Option<u8>,
}

impl Shown {
    pub fn values(&self) -> Vec<u8> {
        self.scale.steps.iter().map(|step| step.value).collect()
    }

    pub fn tally(&self) -> &Tally {
        &self.reveal.tally
    }

    /// None where there are too few scores to show.
    pub fn saying(&self) -> Option<Saying> {
        saying(&self.values(), self.tally())
    }

    /// The picture in words, for those who do not see it.
    pub fn caption(&self, words: Words) -> String {
        let mut parts = vec![say::caption(words, &self.values(), self.tally())];
        if let Some(saying) = self.saying() {
            parts.push(words.chart_middle_is(&say::middle(words, saying.middle)));
        }
        parts.extend(
            self.last
                .map(|last| words.chart_last_was(&last.to_string())),
        );
        parts.extend(self.own.map(|own| words.chart_own(&own.to_string())));
        parts.join(" ")
    }

    /// What the parts of the reveal wait for, if it is still going on.
    pub fn play(&self) -> Option<Play> {
        let n_dots = self.tally().counts.iter().map(|n| usize::from(*n)).sum();
        Play::at(self.reveal.starts_at, n_dots)
    }
}

/// A reveal that is going on, as the page that draws it sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Play {
    timeline: Timeline,
    /// Until it starts; negative when it has.
    wait_ms: i64,
}

impl Play {
    fn at(starts_at: Timestamp, n_dots: usize) -> Option<Self> {
        let timeline = timeline(n_dots, starts_at.0);
        let wait_ms = starts_at.0 - clock::server_now().0;
        (wait_ms + timeline.end > 0).then_some(Self { timeline, wait_ms })
    }

    /// Whether it is playing. What is laid out anew later, as when a phone is turned, stands still.
    pub fn plays(play: Option<&Self>) -> RwSignal<bool> {
        let plays = RwSignal::new(play.is_some());
        if let Some(play) = play {
            let left_ms = play.wait_ms + play.timeline.end + SETTLED_MS;
            let left = Duration::from_millis(u64::try_from(left_ms).unwrap_or(0));
            set_timeout(
                move || {
                    plays.try_set(false);
                },
                left,
            );
        }
        plays
    }

    /// Until it starts, for what comes all at once where things move less; stands on whatever holds picture and sentence.
    pub fn wait(&self) -> String {
        self.until(0)
    }

    /// Until the sentence comes.
    pub fn said(&self) -> String {
        self.until(self.timeline.sentence)
    }

    fn until(&self, at_ms: i64) -> String {
        format!("{}ms", self.wait_ms + at_ms)
    }
}

/// The chart as a page shows it: picture and sentence, the signs, and the same as a table.
#[component]
pub fn DotFigure(shown: Shown) -> impl IntoView {
    let words = use_words();
    let as_table = RwSignal::new(false);
    let Some(saying) = shown.saying() else {
        return view! { <TooFew tally=shown.reveal.tally words=words/> }.into_any();
    };
    let play = shown.play();
    let wait = play.as_ref().map(Play::wait);
    let said = play.as_ref().map(Play::said);
    let tag = say::spread(words, &saying).map(|text| {
        let is_spread = saying.spread == Some(shared::proceedings::tally::Spread::Spread);
        let color = if is_spread { "warning" } else { "neutral" };
        view! { <p><span class="ds-tag" data-color=color data-size="sm">{text}</span></p> }
    });
    let prompt = say::prompt(words, &saying).map(|text| view! { <p>{text}</p> });
    let last = shown.last;
    let key = view! {
        <p class="ch-key">
            <span><i class="ch-k1" aria-hidden="true"></i>{words.chart_middle()}" "{say::middle(words, saying.middle)}</span>
            {last.map(|last| view! { <span><i class="ch-k2" aria-hidden="true"></i>{words.chart_last_year()}" "{last}</span> })}
        </p>
    };
    let table = {
        let shown = shown.clone();
        move || {
            as_table
                .get()
                .then(|| view! { <DotTable shown=shown.clone() words=words/> })
        }
    };
    let caption = shown.caption(words);
    let observers = observers(&shown, words);
    let plays = Play::plays(play.as_ref());
    view! {
        <figure class="ch" class:plays=plays style=("--wait", wait)>
            <figcaption class="ch-late" style=("animation-delay", said.clone())>
                <b class="ch-sentence">{say::sentence(words, &saying.sentence)}</b>
                <span class="ds-sr-only">" "{caption}</span>
            </figcaption>
            <div class="ch-picture" hidden=move || as_table.get()>
                <div class="ch-wide"><Picture shown=shown.clone() paper=Paper::LAPTOP play=play.clone() words=words/></div>
                <div class="ch-narrow"><Picture shown=shown paper=Paper::PHONE play=play words=words/></div>
            </div>
            {table}
            <div class="ch-more">
                <div class="ch-late" style=("animation-delay", said.clone())>{tag}{prompt}{observers}</div>
                <div class="ch-narrow ch-late" style=("animation-delay", said)>{key}</div>
                <button
                    class="ds-button"
                    type="button"
                    data-variant="tertiary"
                    data-size="sm"
                    on:click=move |_| as_table.update(|as_table| *as_table = !*as_table)
                >
                    <Icon glyph=Glyph::Table/>
                    {move || if as_table.get() { words.chart_picture() } else { words.chart_table() }}
                </button>
            </div>
        </figure>
    }
    .into_any()
}

/// Fewer than four: how many, and nothing about what.
#[component]
pub fn TooFew(tally: Tally, words: Words) -> impl IntoView {
    view! {
        <div class="ch-few">
            <p><b>{words.chart_few(usize::from(tally.n_given))}</b></p>
            <p class="sub">{words.chart_few_text()}</p>
        </div>
    }
}

/// Those who score as a series of their own, in a sentence.
pub fn observers(shown: &Shown, words: Words) -> Option<impl IntoView + use<>> {
    let observers = shown.reveal.observers.as_ref()?;
    let saying = saying(&shown.values(), observers)?;
    let text = words.chart_observers_say(&say::sentence(words, &saying.sentence));
    Some(view! { <p>{text}</p> })
}

#[component]
pub fn DotTable(shown: Shown, words: Words) -> impl IntoView {
    let Shown { reveal, scale, .. } = &shown;
    let values = shown.values();
    let has_observers = reveal.observers.is_some();
    let name = |value: u8| {
        let step = scale.steps.iter().find(|step| step.value == value);
        let word = step.map(|step| step.label.get(words.0).to_owned());
        format!("{value} {}", word.unwrap_or_default())
    };
    let rows = rows(&values, &reveal.tally, reveal.observers.as_ref());
    let rows = rows.into_iter().map(|row| {
        let observers = has_observers.then(|| view! { <td>{row.n_observers}</td> });
        view! { <tr><th scope="row">{name(row.value)}</th><td>{row.n}</td>{observers}</tr> }
    });
    let other = |name: &'static str, n: fn(&Tally) -> u16| {
        let observers = reveal
            .observers
            .as_ref()
            .map(|tally| view! { <td>{n(tally)}</td> });
        view! { <tr><th scope="row">{name}</th><td>{n(&reveal.tally)}</td>{observers}</tr> }
    };
    view! {
        <table class="ds-table ch-table tn" data-size="sm">
            <caption class="ds-sr-only">{shown.caption(words)}</caption>
            <thead>
                <tr>
                    <th scope="col">{words.chart_value()}</th>
                    <th scope="col">{words.chart_people()}</th>
                    {has_observers.then(|| view! { <th scope="col">{words.chart_observers()}</th> })}
                </tr>
            </thead>
            <tbody>
                {rows.collect_view()}
                {other(words.chart_skipped(), |tally| tally.n_skipped)}
                {other(words.chart_missing(), |tally| tally.n_missing)}
            </tbody>
        </table>
    }
}

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
