//! The årshjul, drawn; and the same events as a list, which is all a phone shows.

use jiff::civil::Date;
use leptos::prelude::*;
use shared::meeting::WheelEvent;
use shared::view::ProgrammeView;

use super::icon::{Glyph, Icon};
use crate::charts::wheel::{MonthState, Wheel, wheel};
use crate::words::{Words, use_words};
use crate::{clock, dates};

const PAST: (&str, &str, &str) = ("#D6E2E1", "#282C30", "400");
const NOW: (&str, &str, &str) = ("#1B5E5A", "#FFFFFF", "600");
const AHEAD: (&str, &str, &str) = ("#EFE9DF", "#282C30", "400");

#[component]
pub fn YearWheel(programme: ProgrammeView) -> impl IntoView {
    let words = use_words();
    let events = events_of(&programme);
    let next = events.iter().position(|event| !event.done);
    let lines = events
        .iter()
        .enumerate()
        .map(|(idx, event)| line(words, event, idx, next))
        .collect_view();
    view! {
        <aside class="card rg" aria-labelledby="wheel">
            <h2 class="disp h-sec" id="wheel">{words.wheel()}</h2>
            <Ring programme=programme/>
            <ol class="evs">{lines}</ol>
        </aside>
    }
}

/// The picture alone.
#[component]
pub fn Ring(programme: ProgrammeView) -> impl IntoView {
    let words = use_words();
    let today = clock::today();
    let year = programme.programme.calendar_year;
    let events = events_of(&programme);
    let next = events.iter().position(|event| !event.done);
    let under = words.wheel_year(
        &programme.programme.current_year.to_string(),
        &programme.programme.n_years.to_string(),
    );
    let caption = words.wheel_caption(&year.to_string(), &dates::day_month(words, today));
    view! {
        <figure class="ring">
            {ring(words, year, &events, next, today, &under)}
            <figcaption class="ds-sr-only">{caption}</figcaption>
        </figure>
    }
}

fn events_of(programme: &ProgrammeView) -> Vec<WheelEvent> {
    let year = programme.programme.calendar_year;
    let events = programme.annual_wheel.iter();
    events.filter(|event| event.year == year).cloned().collect()
}

fn ring(
    words: Words,
    year: u16,
    events: &[WheelEvent],
    next: Option<usize>,
    today: Date,
    under: &str,
) -> impl IntoView + use<> {
    let year = i16::try_from(year).unwrap_or(i16::MAX);
    let Wheel {
        sectors,
        events: places,
        today,
    } = wheel(year, &events.iter().collect::<Vec<_>>(), today);
    let sectors = sectors.into_iter().map(|sector| {
        let (fill, ink, weight) = match sector.state {
            MonthState::Past => PAST,
            MonthState::Now => NOW,
            MonthState::Ahead => AHEAD,
        };
        let (x, y) = sector.label;
        view! {
            <path d=sector.path fill=fill></path>
            <text x=x y=y text-anchor="middle" font-size="14.5" font-weight=weight fill=ink>
                {dates::month_short(words, sector.month)}
            </text>
        }
    });
    let marks = events
        .iter()
        .zip(places)
        .enumerate()
        .map(|(idx, (event, (x, y)))| mark(event.done, idx, next, x, y));
    let today = today.map(|today| {
        let (x, y) = today.label;
        view! {
            <path d=today.path fill="#C8553D"></path>
            <text x=x y=y text-anchor="middle" font-size="13.5" font-weight="600" fill="#9B422F">{words.today()}</text>
        }
    });
    view! {
        <svg viewBox="0 8 400 384" width="100%" aria-hidden="true">
            {sectors.collect_view()}
            {marks.collect_view()}
            {today}
            <text class="ring-year" x="200" y="206" text-anchor="middle" font-size="40" fill="#282C30">{year}</text>
            <text x="200" y="230" text-anchor="middle" font-size="15.5" fill="#5B5E61">{under.to_owned()}</text>
        </svg>
    }
}

fn mark(is_done: bool, idx: usize, next: Option<usize>, x: f64, y: f64) -> AnyView {
    if is_done {
        let check = format!("M{:.1} {:.1}l3.6 3.8 6.6-7.6", x - 5.0, y);
        return view! {
            <circle cx=x cy=y r="14" fill="#1B5E5A"></circle>
            <path
                d=check
                fill="none"
                stroke="#fff"
                stroke-width="2.2"
                stroke-linecap="round"
                stroke-linejoin="round"
            ></path>
        }
        .into_any();
    }
    let (stroke, width) = if next == Some(idx) {
        ("#C8553D", "3")
    } else {
        ("#5B5E61", "2")
    };
    view! {
        <circle cx=x cy=y r="14" fill="#fff" stroke=stroke stroke-width=width></circle>
        <text x=x y=y + 5.0 text-anchor="middle" font-size="14" font-weight="600" fill="#282C30">{idx + 1}</text>
    }
    .into_any()
}

fn line(
    words: Words,
    event: &WheelEvent,
    idx: usize,
    next: Option<usize>,
) -> impl IntoView + use<> {
    let class = match (event.done, next == Some(idx)) {
        (true, _) => "d",
        (false, true) => "n",
        (false, false) => "",
    };
    let sign = if event.done {
        view! { <Icon glyph=Glyph::Checkmark/> }.into_any()
    } else {
        (idx + 1).into_any()
    };
    let done = event
        .done
        .then(|| view! { <span class="ds-sr-only">" ("{words.done()}")"</span> });
    view! {
        <li class=class>
            <span class="en tn" aria-hidden="true">{sign}</span>
            <span>{event.title.clone()}{done}</span>
            <span class="sp"></span>
            <time datetime=event.date.to_string()>{dates::day_month(words, event.date)}</time>
        </li>
    }
}
