//! What to say when something asked for was not done.

use crate::api::ask::Failed;
use crate::words::Words;

/// One sentence, and what to do about it.
pub fn says(words: Words, failed: &Failed) -> String {
    match (failed.code(), failed.retry_in_s()) {
        ("too-many-requests" | "too-many-tries", Some(s)) => words.ask_wait(&duration(words, s)),
        ("locked" | "not-allowed", _) => words.ask_locked().to_owned(),
        ("changed-meanwhile", _) => words.ask_changed().to_owned(),
        ("meeting-not-open", _) => words.ask_not_open().to_owned(),
        ("not-signed-in", _) => words.room_ended_text().to_owned(),
        _ if *failed == Failed::Unreachable => words.ask_unreachable().to_owned(),
        _ => words.broken_title().to_owned(),
    }
}

/// "42 sekunder" or "3 minutter": never a time of day, since clocks differ.
pub fn duration(words: Words, seconds: u32) -> String {
    let n = |n: u32| usize::try_from(n).unwrap_or(usize::MAX);
    if seconds < 60 {
        words.n_seconds(n(seconds))
    } else {
        words.n_minutes(n(seconds.div_ceil(60)))
    }
}
