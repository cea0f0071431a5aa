//! The bookkeeping of what the server has not confirmed: kept on the device or not, sent or not.

use std::collections::VecDeque;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum KeptState {
    Waiting,
    Kept,
    Failed,
}

/// A change the server has not confirmed.
#[derive(Debug)]
struct Pending {
    key: u64,
    update: Vec<u8>,
    kept: KeptState,
    /// The number under which this connection sent it.
    sent_as: Option<u64>,
}

/// Changes by ascending key.
#[derive(Debug)]
pub(super) struct Outbox {
    pending: VecDeque<Pending>,
    next_key: u64,
    /// The device failed to keep a change: later ones would stand behind a hole.
    cannot_keep: bool,
    /// Confirmed up to here, but not yet said: a snapshot must not hold what no row answers for.
    forgettable: Option<u64>,
}

impl Outbox {
    /// Starts from the rows that the device kept, by ascending key.
    pub fn restore(rows: Vec<(u64, Vec<u8>)>) -> Self {
        let next_key = rows.last().map_or(1, |(key, _)| key + 1);
        let pending = rows
            .into_iter()
            .map(|(key, update)| Pending {
                key,
                update,
                kept: KeptState::Kept,
                sent_as: None,
            })
            .collect();
        Self {
            pending,
            next_key,
            cannot_keep: false,
            forgettable: None,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.pending.is_empty()
    }

    pub fn len(&self) -> usize {
        self.pending.len()
    }

    pub fn iter(&self) -> impl Iterator<Item = (u64, &[u8])> {
        self.pending
            .iter()
            .map(|pending| (pending.key, pending.update.as_slice()))
    }

    /// Whether something would be lost if the page were closed now.
    pub fn would_lose(&self) -> bool {
        self.pending
            .iter()
            .any(|pending| pending.kept != KeptState::Kept)
    }

    pub fn has_failed(&self) -> bool {
        self.pending
            .iter()
            .any(|pending| pending.kept == KeptState::Failed)
    }

    /// Whether the device has answered for every change.
    pub fn is_settled(&self) -> bool {
        self.pending
            .iter()
            .all(|pending| pending.kept != KeptState::Waiting)
    }

    /// Takes in a change; answers its key if the device is to keep it.
    pub fn add(&mut self, update: Vec<u8>) -> Option<u64> {
        let key = self.next_key;
        self.next_key += 1;
        let kept = if self.cannot_keep {
            KeptState::Failed
        } else {
            KeptState::Waiting
        };
        self.pending.push_back(Pending {
            key,
            update,
            kept,
            sent_as: None,
        });
        (!self.cannot_keep).then_some(key)
    }

    /// One behind a failed one stays failed: after a reload it would stand behind a hole.
    pub fn kept(&mut self, key: u64) {
        let asked = self
            .pending
            .iter_mut()
            .find(|pending| pending.key == key && pending.kept == KeptState::Waiting);
        if let Some(pending) = asked {
            pending.kept = KeptState::Kept;
        }
    }

    /// From this key on, nothing is kept until the server has everything.
    pub fn not_kept(&mut self, key: u64) {
        self.cannot_keep = true;
        for pending in self.pending.iter_mut().filter(|pending| pending.key >= key) {
            pending.kept = KeptState::Failed;
        }
    }

    /// A snapshot of everything confirmed is on the device.
    pub fn forgotten(&mut self) {
        self.cannot_keep &= self.has_failed();
    }

    /// A new connection has sent nothing yet.
    pub fn nothing_sent(&mut self) {
        for pending in &mut self.pending {
            pending.sent_as = None;
        }
    }

    /// The next change that may go, if the device has answered for it; it counts as sent under this number.
    pub fn send_next(&mut self, number: u64) -> Option<&[u8]> {
        let next = self
            .pending
            .iter_mut()
            .find(|pending| pending.sent_as.is_none())?;
        if next.kept == KeptState::Waiting {
            return None;
        }
        next.sent_as = Some(number);
        Some(&next.update)
    }

    /// The server has everything on disk that was sent under this number or a lower one.
    pub fn confirm(&mut self, n_stored: u64) {
        let is_stored =
            |pending: &Pending| pending.sent_as.is_some_and(|number| number <= n_stored);
        while self.pending.front().is_some_and(is_stored) {
            self.forgettable = self.pending.pop_front().map(|pending| pending.key);
        }
    }

    /// Up to where the device may forget now.
    ///
    /// The snapshot that goes with forgetting holds every change made so far, so each one that is not confirmed must
    /// have its own row first: after a reload it would otherwise look stored.
    pub fn take_forgettable(&mut self) -> Option<u64> {
        if self.would_lose() {
            None
        } else {
            self.forgettable.take()
        }
    }

    /// Drops everything; answers the last key there was.
    pub fn clear(&mut self) -> Option<u64> {
        let last = self.pending.back().map(|pending| pending.key);
        self.pending.clear();
        last
    }
}
