//! The clock that counts down and closes nothing: shown, and set.

use leptos::prelude::*;
use shared::proceedings::command::Command;
use shared::proceedings::state::Timer;
use shared::proceedings::steps::suggested_minutes;

use super::lead::Lead;
use super::parts::{Look, Stepper, press};
use crate::components::icon::{Glyph, Icon};
use crate::countdown::{Mark, left_s, minutes_and_seconds, passed};
use crate::{announce, clock};

const TICK_MS: u32 = 500;
const MINUTE_S: i32 = 60;

fn timer(lead: Lead) -> Option<Timer> {
    lead.view
        .with(|view| view.proceedings.as_ref().and_then(|day| day.timer))
}

/// What the clock shows, and is said at half time, when a minute is left and when it is out.
#[component]
pub fn Clock(lead: Lead) -> impl IntoView {
    let words = lead.words;
    let now = clock::ticking(TICK_MS);
    let timer = Memo::new(move |_| timer(lead));
    let left = Memo::new(move |_| timer.get().map(|timer| left_s(&timer, now.get())));
    Effect::new(move |before: Option<Option<(Timer, i64)>>| {
        let now = timer.get().zip(left.get());
        if let (Some(Some(before)), Some(now)) = (before, now)
            && let Some(mark) = passed(before, now)
        {
            announce::polite(match mark {
                Mark::Zero => words.con_timer_zero(),
                Mark::Minute => words.con_timer_minute(),
                Mark::Half => words.con_timer_half(),
            });
        }
        now
    });
    move || {
        let (timer, left) = (timer.get()?, left.get()?);
        let is_out = left <= 0;
        let word = match (is_out, timer.ends_at) {
            (true, _) => words.con_timer_zero(),
            (false, None) => words.con_timer_paused(),
            (false, Some(_)) => words.con_timer_left(),
        };
        Some(view! {
            <p class="con-clock tn sm" class:out=is_out role="timer" aria-live="off">
                <Icon glyph=Glyph::Timer/><b>{minutes_and_seconds(left)}</b>" "{word}
            </p>
        })
    }
}

/// The buttons: start with the suggested length, or a minute more, pause and stop.
#[component]
pub fn ClockButtons(lead: Lead) -> impl IntoView {
    let is_set = Memo::new(move |_| timer(lead).is_some());
    let is_paused = Memo::new(move |_| timer(lead).is_some_and(|timer| timer.ends_at.is_none()));
    move || {
        if is_set.get() {
            view! { <Running lead=lead is_paused=is_paused.get()/> }.into_any()
        } else {
            view! { <Start lead=lead/> }.into_any()
        }
    }
}

#[component]
fn Running(lead: Lead, is_paused: bool) -> impl IntoView {
    let words = lead.words;
    let more = move || {
        lead.ask(Command::ExtendTimer { seconds: MINUTE_S });
        announce::polite(words.con_timer_more_done());
    };
    let pause = if is_paused {
        press(
            Look::Edged,
            Some(Glyph::Play),
            words.con_timer_resume(),
            move || {
                lead.ask(Command::ResumeTimer);
            },
        )
    } else {
        press(
            Look::Edged,
            Some(Glyph::Pause),
            words.con_timer_pause(),
            move || {
                lead.ask(Command::PauseTimer);
            },
        )
    };
    view! {
        {press(Look::Edged, None, words.con_timer_more(), more)}
        {pause}
        <button class="btn-i" type="button" aria-label=words.con_timer_stop() on:click=move |_| lead.ask(Command::StopTimer)><Icon glyph=Glyph::XMark/></button>
    }
}

#[component]
fn Start(lead: Lead) -> impl IntoView {
    let words = lead.words;
    let suggested = Memo::new(move |_| {
        let minutes = lead.read(|scene| suggested_minutes(scene.step, scene.form, scene.at.phase));
        u32::from(minutes.unwrap_or(5))
    });
    let chosen = RwSignal::new(None::<u32>);
    // Another phase has another suggestion.
    Effect::new(move || {
        suggested.with(|_| ());
        chosen.set(None);
    });
    let minutes = move || chosen.get().unwrap_or_else(|| suggested.get());
    let shown = Signal::derive(move || words.con_n_min(&minutes().to_string()));
    let start = move || {
        let minutes = untrack(minutes);
        lead.ask(Command::StartTimer {
            seconds: minutes * 60,
        });
        announce::polite(words.con_timer_started(&minutes.to_string()));
    };
    let step = move |by: i32| {
        let now = untrack(minutes);
        chosen.set(Some(now.saturating_add_signed(by).clamp(1, 180)));
    };
    view! {
        <Stepper
            label=words.con_timer_length()
            shown=shown
            less=words.con_minute_less().to_owned()
            more=words.con_minute_more().to_owned()
            on_less=Callback::new(move |()| step(-1))
            on_more=Callback::new(move |()| step(1))
        />
        {press(Look::Edged, Some(Glyph::Timer), words.con_timer_start(), start)}
    }
}
