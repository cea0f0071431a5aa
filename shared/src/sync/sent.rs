//! What one connection has sent: each change has a number, and the server says up to which it has stored them.

use std::collections::VecDeque;

#[derive(Debug, Default)]
pub(super) struct Sent {
    last: u64,
    /// Numbers and sizes of what is not stored.
    in_flight: VecDeque<(u64, usize)>,
    has_stored: bool,
}

impl Sent {
    /// The number of the next change.
    pub fn next(&self) -> u64 {
        self.last + 1
    }

    pub fn add(&mut self, n_bytes: usize) {
        self.last += 1;
        self.in_flight.push_back((self.last, n_bytes));
    }

    pub fn confirm(&mut self, n_stored: u64) {
        self.has_stored = true;
        self.in_flight.retain(|(number, _)| *number > n_stored);
    }

    /// Whether the server has stored anything that came over this connection.
    pub fn has_stored(&self) -> bool {
        self.has_stored
    }

    pub fn is_waiting(&self) -> bool {
        !self.in_flight.is_empty()
    }

    /// The size of the largest change on its way, in bytes.
    pub fn largest(&self) -> usize {
        let sizes = self.in_flight.iter().map(|(_, n_bytes)| *n_bytes);
        sizes.max().unwrap_or(0)
    }
}
