//! The clock in the thin bar. It closes nothing: at zero it says so, calmly.

use leptos::prelude::*;
use shared::proceedings::state::Timer;

use super::day::Day;
use crate::components::icon::{Glyph, Icon};
use crate::countdown::{Mark, left_s, minutes_and_seconds, passed};
use crate::words::Words;
use crate::{announce, clock};

const SECOND_MS: u32 = 1_000;

#[component]
pub fn DayTimer(day: Day) -> impl IntoView {
    let words = day.words;
    let timer = day.read(|view| view.timer);
    let now = clock::ticking(SECOND_MS);
    let left_s = Memo::new(move |_| timer.get().map(|timer| left_s(&timer, now.get()).max(0)));
    Effect::new(move |before: Option<Option<(Timer, i64)>>| {
        let now = timer.get().zip(left_s.get());
        if let (Some(Some(before)), Some(now)) = (before, now)
            && let Some(mark) = passed(before, now)
        {
            announce::polite(says(words, mark, now.1));
        }
        now
    });
    move || {
        let left = left_s.get()?;
        let minutes = (left / 60).to_string();
        let seconds = (left % 60).to_string();
        let label = words.ses_time_left(&minutes, &seconds);
        let is_out = left == 0;
        let is_paused = timer.get().is_some_and(|timer| timer.ends_at.is_none());
        let text = if is_out {
            words.ses_time_out().to_owned()
        } else {
            minutes_and_seconds(left)
        };
        let glyph = if is_paused {
            Glyph::Pause
        } else {
            Glyph::Timer
        };
        Some(view! {
            <span class="ses-timer tn" class:out=is_out role="timer" aria-live="off" aria-label=label>
                <Icon glyph=glyph/>
                <span aria-hidden="true">{text}</span>
            </span>
        })
    }
}

fn says(words: Words, mark: Mark, left: i64) -> String {
    match mark {
        Mark::Zero => words.ses_time_out_long().to_owned(),
        Mark::Minute => words.ses_time_minute().to_owned(),
        Mark::Half => words.ses_time_half(&(left / 60).to_string(), &(left % 60).to_string()),
    }
}
