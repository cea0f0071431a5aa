//! Whether the server can store: it says that it cannot, or greets and then fails again and again.

use crate::protocol::close;
use crate::time::Timestamp;

/// So long may connections end without anything stored before it is said. People must know within five seconds.
const BELIEVES_FOR_MS: i64 = 3_000;

#[derive(Debug, Default)]
pub(super) struct Storing {
    doubted_since: Option<Timestamp>,
    has_failed: bool,
}

impl Storing {
    /// Said until something is stored again, however often the line is up in between.
    pub fn is_failing(&self) -> bool {
        self.has_failed
    }

    /// A connection has ended. `was_fruitless`: the server was there for somebody who may write, and stored nothing.
    pub fn ended(&mut self, code: u16, was_fruitless: bool, now: Timestamp) {
        if code == close::STORAGE_UNAVAILABLE {
            self.has_failed = true;
        } else if was_fruitless {
            self.doubted_since.get_or_insert(now);
        } else {
            // A lost network says nothing about the server's disk.
            self.doubted_since = None;
        }
    }

    pub fn tick(&mut self, now: Timestamp) {
        let is_long = |since: Timestamp| now >= since.plus_ms(BELIEVES_FOR_MS);
        self.has_failed |= self.doubted_since.is_some_and(is_long);
    }

    pub fn succeeded(&mut self) {
        *self = Self::default();
    }
}
