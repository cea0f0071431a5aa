//! The result of the dots: dark ones go on to *ansvar og frist*, light ones do not.

use leptos::prelude::*;
use shared::chart::votes::{VoteBars, VoteRow, vote_bars};
use shared::lobby::RoomView;

use super::face::group;
use super::proposals::cut;
use super::show::{Head, Wall, WallFoot, status};
use crate::room::group_title;
use crate::words::Words;

/// The room for the longest row of dots, and the largest dot, in the wall's units.
const WIDTH: f64 = 800.0;
const LARGEST: f64 = 44.0;
/// So many rows fit, from loose to close.
const LOOSE: usize = 9;
const CLOSE: usize = 11;
const CLOSEST: usize = 14;

/// A row with its words.
#[derive(Debug, Clone, PartialEq)]
struct Titled {
    bars: VoteBars,
    titles: Vec<String>,
    n_voters: u16,
}

#[component]
pub fn VoteOutcome(wall: Wall) -> impl IntoView {
    let Wall { view, words, .. } = wall;
    let outcome = Memo::new(move |_| view.with(|view| outcome(view)));
    let body = move || match outcome.get() {
        Some(outcome) => rows(words, &outcome).into_any(),
        None => view! { <p class="wl-what">{words.wall_no_result()}</p> }.into_any(),
    };
    let counted = move || {
        outcome.get().map(|outcome| {
            let VoteBars {
                n_dots, n_advice, ..
            } = outcome.bars;
            let dots = words.wall_dots(usize::try_from(n_dots).unwrap_or(0));
            let mut from = words.wall_from_people(usize::from(outcome.n_voters));
            if n_advice > 0 {
                from = format!("{from} · {}", words.wall_advice());
            }
            status(dots, from)
        })
    };
    view! {
        <Head kicker=format!("{} · {}", wall.meeting_title(), words.wall_phase_vote()) title=words.wall_result()/>
        <div class="wl-body">{body}</div>
        <WallFoot wall=wall status=counted/>
    }
}

fn outcome(view: &RoomView) -> Option<Titled> {
    let vote = view.proceedings.as_ref()?.vote.as_ref()?;
    let result = vote.result.as_ref()?;
    let bars = vote_bars(&vote.candidates, result, WIDTH, LARGEST);
    let titles = bars.rows.iter().map(|row| {
        let group = group(view, &row.group);
        group.map_or_else(String::new, |group| group_title(group, &view.texts))
    });
    Some(Titled {
        titles: titles.collect(),
        n_voters: result.n_voters,
        bars,
    })
}

fn rows(words: Words, outcome: &Titled) -> impl IntoView + use<> {
    let n_rows = outcome.bars.rows.len();
    let class = match n_rows {
        n if n <= LOOSE => "wl-rows",
        n if n <= CLOSE => "wl-rows many",
        _ => "wl-rows most",
    };
    let (shown, n_more) = cut(n_rows, CLOSEST);
    let diameter = outcome.bars.diameter;
    let all = outcome.bars.rows.iter().zip(&outcome.titles).take(shown);
    let rows = all.map(|(row, title)| {
        let size = if title.chars().count() > 44 {
            "wl-t long"
        } else {
            "wl-t"
        };
        view! {
            <li class:on=row.goes_on>
                <span class=size>{title.clone()}</span>
                {dots(row, diameter)}
                <span class="num">{row.n}</span>
            </li>
        }
    });
    let more =
        (n_more > 0).then(|| view! { <li><span class="k">{words.wall_more(n_more)}</span></li> });
    view! { <ol class=class>{rows.collect_view()}{more}</ol> }
}

fn dots(row: &VoteRow, diameter: f64) -> impl IntoView + use<> {
    let n_counted = usize::from(row.n);
    let goes_on = row.goes_on;
    let width = row.dots.last().map_or(1.0, |last| last + diameter / 2.0);
    let circles = row.dots.iter().enumerate().map(|(idx, x)| {
        let class = match (idx < n_counted, goes_on) {
            (false, _) => "advice",
            (true, true) => "on",
            (true, false) => "",
        };
        view! { <circle class=class cx=*x cy=diameter / 2.0 r=diameter / 2.0 - 1.0></circle> }
    });
    view! {
        <svg
            class="wl-votes"
            viewBox=format!("0 0 {width} {diameter}")
            style=("--w", width.to_string())
            aria-hidden="true"
        >
            {circles.collect_view()}
        </svg>
    }
}
