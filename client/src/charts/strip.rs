//! One indicator among all: a strip with dot clusters and ticks. The number it is about stands beside it, in words.

use leptos::prelude::*;
use shared::chart::strip::{NARROW, RADIUS, Strip, TICK, WIDE, strip};

use super::dots::Shown;

/// The room for the scale's numbers under a strip.
const NUMBERS: f64 = 18.0;

/// Hidden from those who listen; the caption of the figure around it says it.
#[component]
pub fn StripPicture(shown: Shown) -> impl IntoView {
    view! {
        <div class="ch-wide">{picture(&shown, WIDE, 0.0)}</div>
        <div class="ch-narrow">{picture(&shown, NARROW, NUMBERS)}</div>
    }
}

/// `numbers` is the room for the scale's numbers under the strip; on a wide page they stand over the list.
fn picture(shown: &Shown, width: f64, numbers: f64) -> impl IntoView + use<> {
    let Strip {
        height,
        axis_y,
        columns,
        dots,
        middle,
        last,
    } = strip(&shown.values(), shown.tally(), shown.last, width);
    let values = (numbers > 0.0).then(|| {
        let places = columns.iter().zip(shown.values());
        let texts = places.map(|(x, value)| {
            let y = height + numbers - 4.0;
            view! { <text class="ch-number" x=*x y=y font-size="14">{value}</text> }
        });
        texts.collect_view()
    });
    let columns = columns
        .into_iter()
        .map(|x| view! { <line class="ch-rule" x1=x x2=x y1="0" y2=height></line> });
    let dots = dots.into_iter().map(|dot| {
        view! { <circle class=format!("ch-small f{}", dot.shade) cx=dot.x cy=dot.y r=RADIUS></circle> }
    });
    let tick = |class: &'static str, x: f64| {
        let (width, height) = TICK;
        view! {
            <g class=class>
                <rect
                    x=x - width / 2.0
                    y=axis_y - height / 2.0
                    width=width
                    height=height
                    rx=width / 2.0
                    stroke-width="1.6"
                ></rect>
            </g>
        }
    };
    view! {
        <svg class="ch-svg" viewBox=format!("0 0 {width} {}", height + numbers) aria-hidden="true">
            {columns.collect_view()}
            <line class="ch-base" x1="14" x2=width - 14.0 y1=axis_y y2=axis_y></line>
            {dots.collect_view()}
            {last.map(|x| tick("ch-last", x))}
            {middle.map(|x| tick("ch-middle", x))}
            {values}
        </svg>
    }
}
