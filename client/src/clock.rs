//! The device's clock and calendar, and how far they are from the server's; nobody else in the client asks for the time.

use std::cell::Cell;

use gloo_timers::callback::Interval;
use jiff::civil::Date;
use js_sys::Date as JsDate;
use leptos::prelude::*;
use shared::time::Timestamp;
use wasm_bindgen::JsValue;

/// How long the best guess at the server's clock is kept.
const GUESS_LASTS_MS: i64 = 10 * 60_000;
/// A difference larger than this is a clock that was set, not a slow network.
const JUMP_MS: i64 = 5_000;

thread_local! {
    static SERVER: Cell<Option<Guess>> = const { Cell::new(None) };
}

/// How far the server's clock is ahead of the device's, as far as is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Guess {
    ahead_ms: i64,
    made_at: Timestamp,
}

impl Guess {
    /// What the server's clock showed is always a little old when it is heard, so of two guesses the one that puts the
    /// server further ahead had the faster way here. Old guesses give way, and so do all when a clock has been set.
    fn better(known: Option<Self>, server_now: Timestamp, now: Timestamp) -> Self {
        let heard = Self {
            ahead_ms: server_now.0 - now.0,
            made_at: now,
        };
        match known {
            Some(known)
                if known.ahead_ms > heard.ahead_ms
                    && known.ahead_ms - heard.ahead_ms < JUMP_MS
                    && now.0 - known.made_at.0 < GUESS_LASTS_MS =>
            {
                known
            }
            _ => heard,
        }
    }
}

/// The server has said what its clock shows.
pub fn hear(server_now: Timestamp) {
    // Zero comes from a server that does not say.
    if server_now != Timestamp::default() {
        SERVER.set(Some(Guess::better(SERVER.get(), server_now, now())));
    }
}

/// What the server's clock shows now, as well as this device can tell: the same moment on every screen of a meeting.
pub fn server_now() -> Timestamp {
    let ahead_ms = SERVER.get().map_or(0, |guess| guess.ahead_ms);
    now().plus_ms(ahead_ms)
}

/// The server's time as a signal that moves every so many milliseconds, as long as its owner lives.
pub fn ticking(every_ms: u32) -> ReadSignal<Timestamp> {
    let (time, set_time) = signal(server_now());
    let interval = Interval::new(every_ms, move || {
        set_time.try_set(server_now());
    });
    let interval = StoredValue::new_local(Some(interval));
    on_cleanup(move || {
        interval.try_set_value(None);
    });
    time
}

pub fn now() -> Timestamp {
    timestamp(JsDate::now())
}

/// Today, where the device is.
pub fn today() -> Date {
    date(now())
}

/// The date where the device is.
pub fn date(at: Timestamp) -> Date {
    let at = js_date(at);
    let part = |value: u32| i8::try_from(value).unwrap_or(1);
    let year = i16::try_from(at.get_full_year()).unwrap_or(i16::MAX);
    Date::new(year, part(at.get_month() + 1), part(at.get_date())).unwrap_or_default()
}

/// Hours and minutes where the device is.
pub fn hour_and_minute(at: Timestamp) -> (u32, u32) {
    let at = js_date(at);
    (at.get_hours(), at.get_minutes())
}

/// The moment of the same day, where the device is, at this hour and minute.
pub fn same_day_at(at: Timestamp, hour: u32, minute: u32) -> Timestamp {
    let moved = js_date(at);
    moved.set_hours(hour);
    moved.set_minutes(minute);
    moved.set_seconds(0);
    moved.set_milliseconds(0);
    timestamp(moved.get_time())
}

fn js_date(at: Timestamp) -> JsDate {
    #[expect(
        clippy::cast_precision_loss,
        reason = "milliseconds stay exact for 285 000 years"
    )]
    let ms = at.0 as f64;
    JsDate::new(&JsValue::from_f64(ms))
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "milliseconds since 1970 fit with room to spare"
)]
fn timestamp(ms: f64) -> Timestamp {
    Timestamp(ms as i64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_fastest_way_gives_the_best_guess_until_it_is_old_or_a_clock_is_set() {
        let guess = |ahead_ms, made_at| Guess {
            ahead_ms,
            made_at: Timestamp(made_at),
        };
        let better = |known, server, now| Guess::better(known, Timestamp(server), Timestamp(now));
        let first = better(None, 5_900, 1_000);
        assert_eq!(first, guess(4_900, 1_000));
        let faster = better(Some(first), 6_980, 2_000);
        assert_eq!(faster, guess(4_980, 2_000));
        assert_eq!(better(Some(faster), 7_700, 3_000), faster, "a slower one");
        let set = better(Some(faster), 8_000, 13_000);
        assert_eq!(set, guess(-5_000, 13_000), "the device's clock was set");
        let much_later = 2_000 + GUESS_LASTS_MS;
        let old = better(Some(faster), much_later + 4_800, much_later);
        assert_eq!(old, guess(4_800, much_later));
    }
}
