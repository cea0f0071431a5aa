//! When a room's log is folded into a snapshot: often enough that opening stays quick, seldom enough to cost nothing.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use shared::id::DocumentId;
use tokio_util::task::TaskTracker;

use super::compaction::compact;
use crate::clock;
use crate::store::Store;
use crate::store::snapshots::LoadedDocument;

/// Rows that are read at opening one by one: some 50 microseconds each.
const MAX_ROWS: usize = 2_000;
/// A snapshot is worth its writing once the log after it is this part of it.
const WORTHWHILE_PART: usize = 8;
const MIN_ROWS: usize = 200;

/// How much stands in the log after the newest snapshot.
pub struct Folding {
    n_rows: usize,
    n_bytes: usize,
    n_snapshot_bytes: usize,
    is_running: Arc<AtomicBool>,
}

impl Folding {
    pub fn after(loaded: &LoadedDocument) -> Self {
        Self {
            n_rows: loaded.n_rows_since_snapshot,
            n_bytes: loaded.n_bytes_since_snapshot,
            n_snapshot_bytes: loaded.snapshot.as_ref().map_or(0, bytes::Bytes::len),
            is_running: Arc::default(),
        }
    }

    /// A row was appended. Folds in the background when it is time; it works from disk, so the room goes on meanwhile.
    pub fn appended(
        &mut self,
        n_bytes: usize,
        document: &DocumentId,
        store: &Store,
        tracker: &TaskTracker,
    ) {
        self.n_rows += 1;
        self.n_bytes += n_bytes;
        if !self.is_due() || self.is_running.swap(true, Ordering::Relaxed) {
            return;
        }
        self.n_snapshot_bytes += self.n_bytes;
        (self.n_rows, self.n_bytes) = (0, 0);
        let (document, store) = (document.clone(), store.clone());
        let is_running = Arc::clone(&self.is_running);
        tracker.spawn(async move {
            // The log stays as it is when this fails, and the next attempt comes after as many rows again.
            match compact(&store, &document, clock::now()).await {
                Ok(outcome) => tracing::debug!(document.id = %document, ?outcome, "log folded"),
                Err(error) => {
                    tracing::error!(document.id = %document, %error, "the log could not be folded");
                }
            }
            is_running.store(false, Ordering::Relaxed);
        });
    }

    fn is_due(&self) -> bool {
        self.n_rows >= MAX_ROWS
            || (self.n_rows >= MIN_ROWS && self.n_bytes >= self.n_snapshot_bytes / WORTHWHILE_PART)
    }
}
