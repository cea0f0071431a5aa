//! The clock in the thin bar. It closes nothing: at zero it says so, calmly.

use leptos::prelude::*;
use shared::proceedings::state::Timer;
use shared::time::Timestamp;

use super::day::Day;
use crate::components::icon::{Glyph, Icon};
use crate::words::Words;
use crate::{announce, clock};

const SECOND_MS: u32 = 1_000;

/// What is said aloud when the clock passes it, in seconds left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Half,
    Minute,
    Zero,
}

#[component]
pub fn DayTimer(day: Day) -> impl IntoView {
    let words = day.words;
    let timer = day.read(|view| view.timer);
    let now = clock::ticking(SECOND_MS);
    let left_s = Memo::new(move |_| timer.get().map(|timer| left_s(&timer, now.get())));
    Effect::new(move |before: Option<Option<(Timer, i64)>>| {
        let now = timer.get().zip(left_s.get());
        if let (Some(Some((same, was))), Some((timer, left))) = (before, now)
            && same.total_ms == timer.total_ms
            && let Some(mark) = passed(timer.total_ms / 1_000, was, left)
        {
            announce::polite(says(words, mark, left));
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
            format!("{:02}:{:02}", left / 60, left % 60)
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

/// Whole seconds, rounded up, so that zero is the end.
fn left_s(timer: &Timer, now: Timestamp) -> i64 {
    let left_ms = timer.ends_at.map_or(timer.left_ms, |ends| ends.0 - now.0);
    left_ms.max(0).saturating_add(999) / 1_000
}

fn passed(total_s: i64, was: i64, left: i64) -> Option<Mark> {
    let passes = |mark: i64| was > mark && left <= mark;
    if passes(0) {
        Some(Mark::Zero)
    } else if passes(60) {
        Some(Mark::Minute)
    } else if total_s > 120 && passes(total_s / 2) {
        Some(Mark::Half)
    } else {
        None
    }
}

fn says(words: Words, mark: Mark, left: i64) -> String {
    match mark {
        Mark::Zero => words.ses_time_out_long().to_owned(),
        Mark::Minute => words.ses_time_minute().to_owned(),
        Mark::Half => words.ses_time_half(&(left / 60).to_string(), &(left % 60).to_string()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_runs_stands_and_ends() {
        let running = Timer {
            ends_at: Some(Timestamp(10_000)),
            left_ms: 0,
            total_ms: 60_000,
        };
        let standing = Timer {
            ends_at: None,
            left_ms: 4_200,
            total_ms: 60_000,
        };
        assert_eq!(left_s(&running, Timestamp(4_000)), 6);
        assert_eq!(left_s(&running, Timestamp(9_001)), 1);
        assert_eq!(left_s(&running, Timestamp(99_000)), 0);
        assert_eq!(left_s(&standing, Timestamp(99_000)), 5);
    }

    #[test]
    fn three_moments_are_said_aloud() {
        assert_eq!(passed(600, 301, 300), Some(Mark::Half));
        assert_eq!(passed(600, 300, 299), None);
        assert_eq!(passed(600, 61, 59), Some(Mark::Minute));
        assert_eq!(passed(90, 46, 45), None, "a short time has no half");
        assert_eq!(passed(600, 1, 0), Some(Mark::Zero));
        assert_eq!(passed(600, 70, 0), Some(Mark::Zero), "a phone that slept");
    }
}
