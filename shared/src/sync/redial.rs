//! When to dial again, and when silence means that a line is dead. The caller brings the time and the chance.

use crate::protocol::close;

/// A connection that lasted this long was a good one.
const PROVES_ITSELF_MS: i64 = 10_000;
/// How many dials after an announced restart are made in a hurry.
const HURRIED_DIALS: u32 = 8;
/// With the jitter below, a server that restarts within three seconds is found within five.
const LONGEST_HURRIED_MS: u32 = 1_500;

/// How long a server that is there may take to answer, in milliseconds.
const PATIENCE_MS: u32 = 2_000;
/// The least a server that limits a busy client reads from it, in bytes per second: half of the limit, for the network.
const LEAST_READ: usize = 256 * 1024;

/// The pauses of one line. They double, and no two lines that broke together dial at the same moment.
#[derive(Debug, Default)]
pub struct Redial {
    n_failures: u32,
    n_hurried: u32,
}

struct Pace {
    first_ms: u32,
    longest_ms: u32,
}

impl Redial {
    /// How many milliseconds to wait before the next dial; none when nobody dials again by itself.
    /// `lasted_ms` is how long the line was open, `chance` between 0 and 1.
    pub fn pause_ms(&mut self, code: u16, lasted_ms: i64, chance: f64) -> Option<u32> {
        if close::is_final(code) {
            return None;
        }
        if lasted_ms >= PROVES_ITSELF_MS {
            self.n_failures = 0;
        }
        if code == close::RESTART && self.n_failures == 0 {
            self.n_hurried = HURRIED_DIALS;
        }
        let pace = self.pace(code);
        let longest_ms = (pace.first_ms << self.n_failures.min(8)).min(pace.longest_ms);
        self.n_failures += 1;
        self.n_hurried = self.n_hurried.saturating_sub(1);
        Some(jittered(longest_ms, chance))
    }

    fn pace(&self, code: u16) -> Pace {
        let (first_ms, longest_ms) = match code {
            close::RESTART => (400, 4_000),
            close::OVERLOADED => (2_000, 30_000),
            close::STORAGE_UNAVAILABLE => (1_000, 8_000),
            _ if self.n_hurried > 0 => (400, LONGEST_HURRIED_MS),
            _ => (400, 12_000),
        };
        Pace {
            first_ms,
            longest_ms,
        }
    }

    /// Somebody asked for it, or the network is back: what failed before says nothing any more.
    pub fn begin_anew(&mut self) {
        self.n_failures = 0;
    }
}

/// Between half of it and all of it.
fn jittered(longest_ms: u32, chance: f64) -> u32 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between half and all of a u32"
    )]
    let pause_ms = (f64::from(longest_ms) * (0.5 + chance.clamp(0.0, 1.0) / 2.0)) as u32;
    pause_ms
}

/// How long silence is normal after a question, in milliseconds. A server that limits a busy client reads on slowly and
/// confirms frame by frame, so only the largest message on its way can keep it silent for longer than usual.
pub fn patience_ms(largest_in_flight: usize) -> u32 {
    let reading_ms = largest_in_flight.saturating_mul(1_000) / LEAST_READ;
    PATIENCE_MS.saturating_add(u32::try_from(reading_ms).unwrap_or(u32::MAX))
}

/// Whether a line that stayed silent through the patience is dead. Bytes that still leave the device say that it is not:
/// a slow uplink is no lost one.
pub fn is_dead(n_buffered_before: u32, n_buffered_now: u32) -> bool {
    n_buffered_now >= n_buffered_before
}

#[cfg(test)]
mod tests {
    use super::*;

    const LOST: u16 = 1006;

    /// The pauses after these endings, at most and at least.
    fn check(endings: &[(u16, i64)], longest: &[u32]) {
        for (chance, share) in [(1.0, 1), (0.0, 2)] {
            let mut redial = Redial::default();
            let pauses: Vec<u32> = endings
                .iter()
                .map(|(code, lasted_ms)| redial.pause_ms(*code, *lasted_ms, chance).unwrap())
                .collect();
            let expected: Vec<u32> = longest.iter().map(|pause| pause / share).collect();
            assert_eq!(pauses, expected, "chance {chance}");
        }
    }

    #[test]
    fn pauses_double_up_to_a_bound_and_start_over_after_a_good_connection() {
        check(
            &[(LOST, 0); 7],
            &[400, 800, 1_600, 3_200, 6_400, 12_000, 12_000],
        );
        check(&[(LOST, 0), (LOST, 0), (LOST, 10_000)], &[400, 800, 400]);
    }

    #[test]
    fn a_server_that_greets_and_then_fails_is_not_dialled_without_pause() {
        check(&[(LOST, 50); 4], &[400, 800, 1_600, 3_200]);
        let cannot_store = (close::STORAGE_UNAVAILABLE, 50);
        check(&[cannot_store; 5], &[1_000, 2_000, 4_000, 8_000, 8_000]);
        let restarts = (close::RESTART, 50);
        check(&[restarts; 6], &[400, 800, 1_600, 3_200, 4_000, 4_000]);
    }

    #[test]
    fn a_server_that_restarts_within_three_seconds_is_found_within_five() {
        for chance in [0.0, 0.3, 1.0] {
            let mut redial = Redial::default();
            let mut waited_ms = redial.pause_ms(close::RESTART, 60_000, chance).unwrap();
            while waited_ms < 3_000 {
                waited_ms += redial.pause_ms(LOST, 0, chance).unwrap();
            }
            assert!(waited_ms < 5_000, "{waited_ms} ms with chance {chance}");
        }
    }

    #[test]
    fn an_overloaded_server_is_given_time() {
        let crowded = (close::OVERLOADED, 0);
        check(
            &[crowded; 6],
            &[2_000, 4_000, 8_000, 16_000, 30_000, 30_000],
        );
    }

    #[test]
    fn nobody_dials_again_after_a_code_that_says_stop() {
        for code in 4400..4500 {
            assert_eq!(Redial::default().pause_ms(code, 0, 0.5), None, "{code}");
        }
    }

    #[test]
    fn patience_grows_with_what_is_on_its_way_and_bytes_that_leave_are_a_sign_of_life() {
        assert_eq!(patience_ms(0), 2_000);
        assert_eq!(patience_ms(1_000), 2_003);
        assert_eq!(patience_ms(8 * 1024 * 1024), 34_000);
        assert!(is_dead(0, 0) && is_dead(500, 500) && is_dead(500, 900));
        assert!(!is_dead(500, 400) && !is_dead(500, 0));
    }
}
