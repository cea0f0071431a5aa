//! A break: until when, what the clock is, and what comes after.

use leptos::prelude::*;
use shared::id::StepId;
use shared::lobby::RoomView;
use shared::proceedings::state::Tool;
use shared::proceedings::steps;
use shared::time::{MINUTE_MS, Timestamp};

use super::face::step_after;
use super::show::{Wall, WallFoot};
use crate::components::brand::Mark;
use crate::dates;

#[component]
pub fn Pause(wall: Wall, step: StepId) -> impl IntoView {
    let Wall {
        view, now, words, ..
    } = wall;
    let until = {
        let step = step.clone();
        Memo::new(move |_| view.with(|view| until(view, &step)))
    };
    let minute = Memo::new(move |_| now.get().0.div_euclid(MINUTE_MS));
    let minutes_left = Memo::new(move |_| {
        let left_ms = until.get()?.0 - now.get().0;
        Some((left_ms + MINUTE_MS / 2).div_euclid(MINUTE_MS))
    });
    let left = move || {
        minutes_left
            .get()
            .map(|minutes| match usize::try_from(minutes) {
                Ok(minutes) if minutes > 0 => words.wall_in_minutes(minutes),
                _ => words.wall_pause_over().to_owned(),
            })
    };
    let clock = move || {
        minute.with(|_| ());
        dates::time(words, now.get_untracked())
    };
    let heading = move || match until.get() {
        Some(until) => {
            let time = dates::time(words, until);
            view! { <p class="wl-until" aria-hidden="true">{words.wall_pause_until()}</p>
                <h1 class="num wl-clock"><span class="ds-sr-only">{words.wall_pause_until()}" "</span>{time}</h1>
            }.into_any()
        }
        None => view! { <h1 class="disp wall-title">{words.wall_phase_pause()}</h1> }.into_any(),
    };
    let after = move || {
        view.with(|view| {
            let next = step_after(view, &step)?;
            let title = next.title.get(words.0).to_owned();
            let hint = (next.tool == Tool::Proposals)
                .then(|| view! { <p class="k">{words.wall_pause_hint()}</p> });
            Some(view! { <p class="wl-next">{words.wall_after()}" "<b>{title}</b></p>{hint} })
        })
    };
    view! {
        <header class="wall-top">
            <span class="wall-brand"><Mark/>{words.app_name()}</span>
            <span class="sp"></span>
            <span class="k">{move || wall.meeting_title()}</span>
        </header>
        <div class="wl-body pause">
            <div>
                {heading}
                <p class="disp wl-in">{left}</p>
                {after}
            </div>
            <div>
                <Fjord/>
                <p class="wl-now"><span>{words.wall_clock_is()}</span><span class="num">{clock}</span></p>
            </div>
        </div>
        <WallFoot wall=wall status=move || view! { <span>{words.wall_all_saved()}</span><span class="dot" aria-hidden="true">"·"</span> }/>
    }
}

/// When the break ends: as the timer says, else as long as it is planned.
fn until(view: &RoomView, step: &StepId) -> Option<Timestamp> {
    let proceedings = view.proceedings.as_ref()?;
    let by_timer = proceedings.timer.and_then(|timer| timer.ends_at);
    by_timer.or_else(|| {
        let step = steps::find(&proceedings.steps, step)?;
        Some(
            step.started_at?
                .plus_ms(i64::from(step.minutes) * MINUTE_MS),
        )
    })
}

#[component]
fn Fjord() -> impl IntoView {
    view! {
        <svg viewBox="0 0 520 250" aria-hidden="true">
            <rect width="520" height="250" fill="#FDF3E2"></rect>
            <circle cx="394" cy="92" r="34" fill="#E0A23B"></circle>
            <path d="M0 170L78 92l46 40 74-86 92 104 44-40 62 60 40-34 84 54v0H0z" fill="#E2EAE9"></path>
            <path d="M198 46l-21 25 14 4 9-7 11 9 11-8z" fill="#fff"></path>
            <path d="M0 166h520v84H0z" fill="#CFDCDB"></path>
            <path d="M346 186h96M362 200h64M380 214h30" stroke="#E0A23B" stroke-width="4" stroke-linecap="round"></path>
            <g stroke="#282C30" stroke-width="3" stroke-linejoin="round" stroke-linecap="round">
                <path d="M96 196h112l-16 26h-80z" fill="#1B5E5A"></path>
                <path d="M148 196v-74M152 128l44 56h-44z" fill="#fff"></path>
            </g>
            <g fill="none" stroke-linecap="round">
                <path d="M16 212q16-8 32 0t32 0M236 228q16-8 32 0t32 0" stroke="#1B5E5A" stroke-width="2.6"></path>
                <path d="M290 62q8-9 15 0q7-9 15 0M326 44q6-7 11 0q6-7 11 0" stroke="#282C30" stroke-width="2.4"></path>
            </g>
        </svg>
    }
}
