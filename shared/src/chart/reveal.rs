//! The three seconds of the reveal (UX 7.4): empty columns; the dots fall one by one, in an order that says nothing; a
//! beat; the ticks slide in; the sentence. Times only, from the moment the server has set, so that all screens move together.

/// Between one dot and the next.
pub const DOT_MS: i64 = 60;
/// How long one dot falls.
pub const FALL_MS: i64 = 320;
/// Nothing happens, after the last dot has landed.
pub const BEAT_MS: i64 = 600;
/// How long ticks and sentence take to come.
pub const COME_MS: i64 = 240;

/// When what begins, in milliseconds after the reveal starts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    /// Per dot, in the order of the picture's dots.
    pub dots: Vec<i64>,
    /// The counts over the columns: when the last dot has landed.
    pub counts: i64,
    pub ticks: i64,
    pub sentence: i64,
    /// When everything stands still; a page opened after this shows the end at once.
    pub end: i64,
}

/// Every screen that is given the same `seed` makes the same order.
pub fn timeline(n_dots: usize, seed: i64) -> Timeline {
    let mut dots = vec![0; n_dots];
    for (turn, dot) in (0_i64..).zip(shuffled(n_dots, seed)) {
        dots[dot] = turn * DOT_MS;
    }
    let last = dots.iter().max().copied().unwrap_or(0);
    let counts = last + FALL_MS;
    let ticks = counts + BEAT_MS;
    let sentence = ticks + COME_MS;
    Timeline {
        dots,
        counts,
        ticks,
        sentence,
        end: sentence + COME_MS,
    }
}

/// The numbers below `n` in an order that follows from the seed alone.
fn shuffled(n: usize, seed: i64) -> Vec<usize> {
    let mut state = seed.cast_unsigned();
    let mut order: Vec<usize> = (0..n).collect();
    for idx in (1..n).rev() {
        let pick = next(&mut state) % (idx as u64 + 1);
        order.swap(idx, usize::try_from(pick).unwrap_or(0));
    }
    order
}

/// `SplitMix64`: small, and good enough to look like chance.
fn next(state: &mut u64) -> u64 {
    *state = state.wrapping_add(0x9E37_79B9_7F4A_7C15);
    let mut mixed = *state;
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    mixed ^ (mixed >> 31)
}
