//! What the simulated clients saw: deliveries counted one by one, and how long each took.

use std::collections::BTreeSet;

use crate::edit::Marker;

/// Counts of a whole run, and times in microseconds of what was sent inside its measured window.
#[derive(Debug, Default)]
pub struct Tally {
    pub n_sent: u64,
    /// How many deliveries the edits sent so far must lead to.
    pub n_expected: u64,
    pub n_delivered: u64,
    /// Came a second time: harmless to a replica, but work for nothing.
    pub n_repeated: u64,
    /// Came back to the one who sent it.
    pub n_echoes: u64,
    pub latencies_us: Vec<u32>,
    pub stored_us: Vec<u32>,
    /// How late the load itself was.
    pub lateness_us: Vec<u32>,
    pub joins: Vec<Join>,
    /// Why connections ended that should not have.
    pub failures: Vec<String>,
}

/// From the first packet to the whole document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Join {
    pub took_us: u32,
    /// What had come over the socket by then.
    pub n_bytes: usize,
}

/// When an edit must have been sent for its times to count, in microseconds since the run began.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    pub from_us: u32,
    pub until_us: u32,
}

impl Window {
    pub fn contains(self, at_us: u32) -> bool {
        (self.from_us..self.until_us).contains(&at_us)
    }
}

/// What one client has received of each typist in its document.
#[derive(Debug, Default)]
pub struct Received {
    typists: Vec<Sequence>,
}

#[derive(Debug, Clone, Default)]
struct Sequence {
    /// Everything below this number has come.
    next: u32,
    /// What came ahead of its turn.
    ahead: BTreeSet<u32>,
}

impl Received {
    /// Whether it is here for the first time.
    pub fn take(&mut self, marker: Marker) -> bool {
        let typist = marker.typist as usize;
        if typist >= self.typists.len() {
            self.typists.resize(typist + 1, Sequence::default());
        }
        self.typists[typist].take(marker.number)
    }
}

impl Sequence {
    fn take(&mut self, number: u32) -> bool {
        if number < self.next || !self.ahead.insert(number) {
            return false;
        }
        while self.ahead.remove(&self.next) {
            self.next += 1;
        }
        true
    }
}

impl Tally {
    /// Whether everything that was sent has reached everybody.
    pub fn is_complete(&self) -> bool {
        self.n_delivered == self.n_expected
    }

    pub fn deliver(&mut self, marker: Marker, now_us: u32, window: Option<Window>) {
        self.n_delivered += 1;
        if window.is_some_and(|window| window.contains(marker.sent_us)) {
            self.latencies_us
                .push(now_us.saturating_sub(marker.sent_us));
        }
    }
}

/// Of a series of times.
#[expect(
    clippy::struct_field_names,
    reason = "units stand in names, and in the JSON"
)]
#[derive(Debug, Clone, Copy, PartialEq, serde::Serialize)]
pub struct Spread {
    pub p50_ms: f64,
    pub p99_ms: f64,
    pub max_ms: f64,
}

impl Spread {
    /// None without a single time.
    pub fn of(times_us: &[u32]) -> Option<Self> {
        let mut sorted = times_us.to_vec();
        sorted.sort_unstable();
        let at = |percent: usize| {
            let rank = (sorted.len() * percent).div_ceil(100).max(1);
            sorted.get(rank - 1).map(|us| f64::from(*us) / 1_000.0)
        };
        Some(Self {
            p50_ms: at(50)?,
            p99_ms: at(99)?,
            max_ms: at(100)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_edit_counts_once_in_any_order() {
        let mut received = Received::default();
        let mut take = |typist, number| {
            received.take(Marker {
                typist,
                number,
                sent_us: 0,
            })
        };
        assert!(take(1, 0) && take(1, 2) && take(0, 0) && take(1, 1) && take(1, 3));
        for number in 0..4 {
            assert!(!take(1, number), "{number}");
        }
        assert!(take(0, 1));
    }

    #[test]
    fn a_spread_is_taken_from_what_there_is() {
        assert_eq!(Spread::of(&[]), None);
        let times: Vec<u32> = (1..=200).rev().map(|ms| ms * 1_000).collect();
        let spread = Spread {
            p50_ms: 100.0,
            p99_ms: 198.0,
            max_ms: 200.0,
        };
        assert_eq!(Spread::of(&times), Some(spread));
        let alone = Spread {
            p50_ms: 7.0,
            p99_ms: 7.0,
            max_ms: 7.0,
        };
        assert_eq!(Spread::of(&[7_000]), Some(alone));
    }
}
