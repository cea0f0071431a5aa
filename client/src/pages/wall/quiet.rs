//! Faces with little on them: while people think, a talk without a picture, and the main conclusion.

use leptos::prelude::*;
use shared::id::StepId;
use shared::proceedings::steps;

use super::face::{end_of, type_size};
use super::scores::n_done;
use super::show::{Head, Wall, WallFoot};
use crate::words::Words;

/// So much of a conclusion fits in the smallest type.
const MOST_LETTERS: usize = 1_100;

/// How many have finished, and nothing else.
#[component]
pub fn Scoring(wall: Wall) -> impl IntoView {
    let Wall { view, words, .. } = wall;
    let done = Memo::new(move |_| view.with(n_done));
    let count = move || {
        let (n_done, n_all) = done.get();
        let what = if n_all > 0 && n_done == n_all {
            words.wall_all_done()
        } else {
            words.wall_done()
        };
        counted(words, n_done, n_all, what)
    };
    view! {
        <header><p class="wl-kicker">{move || wall.meeting_title()}</p></header>
        <div class="wl-body mid">{count}</div>
        <WallFoot wall=wall/>
    }
}

/// "11 av 14", what they are, and a segment for each.
pub fn counted(words: Words, n: u16, n_all: u16, what: &str) -> impl IntoView + use<> {
    let segments = (0..n_all).map(|idx| view! { <i class:on=idx < n></i> });
    let what = what.to_owned();
    view! {
        <h1 class="num wl-count">{words.wall_of(&n.to_string(), &n_all.to_string())}</h1>
        <p class="wl-what">{what}</p>
        <div class="wl-seg" aria-hidden="true">{segments.collect_view()}</div>
    }
}

#[component]
pub fn Talk(wall: Wall, step: StepId) -> impl IntoView {
    let Wall { view, words, .. } = wall;
    let title = move || {
        view.with(|view| {
            let steps = view
                .proceedings
                .as_ref()
                .map(|proceedings| &proceedings.steps);
            let step = steps.and_then(|steps| steps::find(steps, &step));
            step.map(|step| step.title.get(words.0).to_owned())
        })
    };
    view! {
        <header><p class="wl-kicker">{move || wall.meeting_title()}</p></header>
        <div class="wl-body mid"><h1 class="disp wall-title">{title}</h1></div>
        <WallFoot wall=wall/>
    }
}

#[component]
pub fn Conclusion(wall: Wall) -> impl IntoView {
    let Wall { view, words, .. } = wall;
    let text =
        Memo::new(move |_| view.with(|view| end_of(view.texts.conclusion.trim(), MOST_LETTERS)));
    let body = move || {
        let text = text.get();
        if text.is_empty() {
            return view! { <p class="wl-what">{words.wall_no_conclusion()}</p> }.into_any();
        }
        // The whole width is there for it.
        let size = type_size(&text)
            .saturating_sub(u8::from(text.chars().count() < 640))
            .max(1);
        view! { <p class=format!("wl-text t{size}")>{text}</p> }.into_any()
    };
    view! {
        <Head kicker=wall.meeting_title() title=words.wall_conclusion()/>
        <div class="wl-body">{body}</div>
        <WallFoot wall=wall/>
    }
}
