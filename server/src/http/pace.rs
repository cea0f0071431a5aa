//! How fast one connection may send. Above it the server reads more slowly: nothing is lost, nobody is closed, and the
//! sender's own network holds the rest back. Counted per session and never per address: a hotel is one address.

use std::time::Duration;

use shared::protocol::Limits;
use tokio::time::Instant;

pub struct Pace {
    messages: Bucket,
    bytes: Bucket,
}

impl Pace {
    pub fn new(limits: Limits, now: Instant) -> Self {
        let bucket = |per_s: u32| Bucket::new(per_s, limits.burst_s, now);
        Self {
            messages: bucket(limits.messages_per_s),
            bytes: bucket(limits.bytes_per_s),
        }
    }

    /// Counts what has come. Answers how long to wait before reading on.
    pub fn take(&mut self, n_messages: usize, n_bytes: usize, now: Instant) -> Duration {
        let messages = self.messages.take(n_messages, now);
        messages.max(self.bytes.take(n_bytes, now))
    }
}

/// A bucket that fills by so much a second, and may be overdrawn by one large message.
struct Bucket {
    per_s: f64,
    size: f64,
    left: f64,
    at: Instant,
}

impl Bucket {
    fn new(per_s: u32, burst_s: u32, now: Instant) -> Self {
        let per_s = f64::from(per_s.max(1));
        let size = per_s * f64::from(burst_s.max(1));
        Self {
            per_s,
            size,
            left: size,
            at: now,
        }
    }

    fn take(&mut self, n: usize, now: Instant) -> Duration {
        let filled = now.duration_since(self.at).as_secs_f64() * self.per_s;
        let n = u32::try_from(n).map_or(f64::MAX, f64::from);
        self.at = now;
        self.left = self.size.min(self.left + filled) - n;
        Duration::from_secs_f64((-self.left / self.per_s).clamp(0.0, 60.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_burst_passes_and_a_flood_waits() {
        let limits = Limits {
            messages_per_s: 10,
            bytes_per_s: 1_000,
            burst_s: 2,
            ..Limits::default()
        };
        let start = Instant::now();
        let after = |ms| start + Duration::from_millis(ms);
        let mut pace = Pace::new(limits, start);
        for _ in 0..20 {
            assert_eq!(pace.take(1, 10, start), Duration::ZERO);
        }
        assert_eq!(pace.take(1, 10, start), Duration::from_millis(100));
        assert_eq!(
            pace.take(1, 10, after(200)),
            Duration::ZERO,
            "two have come free"
        );
        assert_eq!(
            pace.take(0, 10_000, after(20_000)),
            Duration::from_secs(8),
            "one large message"
        );
        assert_eq!(pace.take(0, 0, after(60_000)), Duration::ZERO);
        for _ in 0..20 {
            assert_eq!(
                pace.take(1, 1, after(90_000)),
                Duration::ZERO,
                "a long rest gives one burst"
            );
        }
        assert_ne!(pace.take(1, 1, after(90_000)), Duration::ZERO);
    }
}
