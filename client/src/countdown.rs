//! What a clock that counts down shows, and which moments of it are said aloud. It closes nothing.

use shared::proceedings::state::Timer;
use shared::time::Timestamp;

/// A shorter clock has no half.
const HALF_FROM_S: i64 = 120;

/// What is said aloud when the clock passes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mark {
    Half,
    Minute,
    Zero,
}

/// Whole seconds that are left, the one that has begun included; negative once it is out.
pub fn left_s(timer: &Timer, now: Timestamp) -> i64 {
    let left_ms = timer.ends_at.map_or(timer.left_ms, |end| end.0 - now.0);
    left_ms.div_euclid(1_000) + i64::from(left_ms.rem_euclid(1_000) > 0)
}

/// "01:12", and "+00:30" once it is out.
pub fn minutes_and_seconds(left_s: i64) -> String {
    let sign = if left_s < 0 { "+" } else { "" };
    let seconds = left_s.abs();
    format!("{sign}{:02}:{:02}", seconds / 60, seconds % 60)
}

/// What a clock passed from one look to the next, each with the seconds that were left; nothing when it was set anew.
pub fn passed(before: (Timer, i64), now: (Timer, i64)) -> Option<Mark> {
    let total_s = now.0.total_ms / 1_000;
    let passes = |mark: i64| before.1 > mark && now.1 <= mark;
    if before.0.total_ms != now.0.total_ms {
        None
    } else if passes(0) {
        Some(Mark::Zero)
    } else if passes(60) {
        Some(Mark::Minute)
    } else if total_s > HALF_FROM_S && passes(total_s / 2) {
        Some(Mark::Half)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn timer(ends_at: Option<i64>, left_ms: i64, total_s: i64) -> Timer {
        Timer {
            ends_at: ends_at.map(Timestamp),
            left_ms,
            total_ms: total_s * 1_000,
        }
    }

    #[test]
    fn a_second_counts_until_it_is_over() {
        for (ends_at, now, expected) in [
            (60_000, 0, 60),
            (60_000, 1, 60),
            (60_000, 59_001, 1),
            (60_000, 60_000, 0),
            (60_000, 60_400, 0),
            (60_000, 61_500, -1),
        ] {
            let running = timer(Some(ends_at), 0, 60);
            assert_eq!(left_s(&running, Timestamp(now)), expected, "{now}");
        }
        assert_eq!(left_s(&timer(None, 4_200, 60), Timestamp(99_000)), 5);
    }

    #[test]
    fn a_clock_reads_as_people_say_it() {
        for (left_s, expected) in [
            (72, "01:12"),
            (1, "00:01"),
            (0, "00:00"),
            (-30, "+00:30"),
            (3_600, "60:00"),
        ] {
            assert_eq!(minutes_and_seconds(left_s), expected, "{left_s}");
        }
    }

    #[test]
    fn three_moments_are_said_aloud() {
        let look = |total_s, left_s| (timer(Some(0), 0, total_s), left_s);
        for (total_s, was, left, expected) in [
            (600, 301, 300, Some(Mark::Half)),
            (600, 300, 299, None),
            (600, 61, 59, Some(Mark::Minute)),
            (90, 46, 45, None),
            (600, 1, 0, Some(Mark::Zero)),
            (600, 70, 0, Some(Mark::Zero)),
        ] {
            let passed = passed(look(total_s, was), look(total_s, left));
            assert_eq!(passed, expected, "{was} to {left} of {total_s}");
        }
        assert_eq!(passed(look(600, 70), look(60, 60)), None, "set anew");
    }
}
