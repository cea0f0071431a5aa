//! How long until something is asked again that nobody answered.

const FIRST_MS: u32 = 1_000;
const LONGEST_MS: u32 = 15_000;

/// Twice as long each time, and never all devices at once: `chance` is between 0 and 1.
pub fn pause_ms(n_silent: u32, chance: f64) -> u32 {
    let longest = FIRST_MS.saturating_mul(1 << n_silent.min(8));
    let longest = longest.min(LONGEST_MS);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a share of at most fifteen seconds"
    )]
    let share = (f64::from(longest / 2) * chance) as u32;
    longest / 2 + share
}

#[cfg(test)]
mod tests {
    use super::pause_ms;

    #[test]
    fn pauses_grow_to_a_limit() {
        let longest: Vec<u32> = (0..7).map(|n_silent| pause_ms(n_silent, 1.0)).collect();
        assert_eq!(
            longest,
            [1_000, 2_000, 4_000, 8_000, 15_000, 15_000, 15_000]
        );
        assert_eq!(pause_ms(0, 0.0), 500);
        assert_eq!(pause_ms(40, 0.0), 7_500);
    }
}
