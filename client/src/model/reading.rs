//! What the page knows of the document, read from the replica.
//!
//! A text is read at every change, because what is typed into it is compared with what stands there. Everything else is
//! read as a whole, and whoever reads it counts sums and looks for what is missing; with ten people typing that would
//! leave no time for the letters of this person. So rows wait for a moment after the letter, and the page reads them for
//! no more than a part of its time, unless the device is so slow that others' rows would grow old.

use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use shared::document::schema::Schema;

use super::texts::Shared;
use super::{DocumentModel, set_if_new};
use crate::clock;

/// Long enough for the frame with the letter itself to be shown before.
pub const FRAMES_MS: u32 = 50;
/// The page spends one part in so many on reading rows and what follows from them, as long as `AT_MOST_MS` lets it.
const PARTS: i64 = 8;
/// On any device the others' rows are not older than this, beside the time of reading them.
const AT_MOST_MS: u32 = 1_500;

impl<S: Schema> DocumentModel<S> {
    /// Brings the texts that somebody shows up to date.
    pub(super) fn read_texts(self) {
        let changed = self.inner.try_update_value(|inner| {
            let sync = inner.sync.as_ref()?;
            inner.copy_is_old = true;
            let mut changed = Vec::new();
            for (key, signal) in &inner.texts {
                let shared = Shared::of::<S>(sync.replica(), key);
                if signal.is_other_than(&shared) {
                    changed.push((signal.clone(), shared));
                }
            }
            Some(changed)
        });
        for (signal, shared) in changed.flatten().unwrap_or_default() {
            signal.show(shared);
        }
    }

    /// Reads the rows when it is time, once for all that happens until then.
    pub(super) fn read_rows_soon(self) {
        self.inner.try_update_value(|inner| {
            let rests_ms = inner.rests_ms;
            inner
                .rows_timer
                .get_or_insert_with(|| Timeout::new(rests_ms, move || self.read_rows()));
        });
    }

    /// Reads the rows at once when they wait: for a page that now shows from them what was typed here a moment ago.
    pub fn read_waiting_rows(self) {
        let waits = self
            .inner
            .try_with_value(|inner| inner.rows_timer.is_some());
        if waits == Some(true) {
            self.read_rows();
        }
    }

    pub(super) fn read_rows(self) {
        let begun = clock::now();
        let read = self.inner.try_update_value(|inner| {
            inner.rows_timer = None;
            let rows = S::rows(inner.sync.as_ref()?.replica());
            let field = inner.focus.as_ref().and_then(|focus| focus.key().cloned());
            Some((rows, field))
        });
        let Some((rows, field)) = read.flatten() else {
            return;
        };
        // Whoever removes a row here has left its fields for the button, so this is another's doing.
        if let Some(key) = field {
            let was_here = self.rows.try_with_untracked(|rows| S::stands(rows, &key));
            if was_here == Some(true) && !S::stands(&rows, &key) {
                self.taken_away.try_set(Some(key));
            }
        }
        set_if_new(self.rows, rows);
        // What follows from the rows is counted and drawn in the tasks that are queued now.
        Timeout::new(0, move || self.rest(clock::now().0 - begun.0)).forget();
    }

    fn rest(self, took_ms: i64) {
        self.inner
            .try_update_value(|inner| inner.rests_ms = rest_after(took_ms));
    }
}

fn rest_after(took_ms: i64) -> u32 {
    let rests_ms = took_ms.saturating_mul(PARTS - 1);
    let rests_ms = rests_ms.clamp(FRAMES_MS.into(), AT_MOST_MS.into());
    u32::try_from(rests_ms).unwrap_or(AT_MOST_MS)
}

#[cfg(test)]
mod tests {
    use super::rest_after;

    #[test]
    fn the_slower_the_reading_the_longer_the_rest() {
        for (took_ms, rests_ms) in [
            (0, 50),
            (4, 50),
            (20, 140),
            (1_000, 1_500),
            (-3, 50),
            (i64::MAX, 1_500),
        ] {
            assert_eq!(rest_after(took_ms), rests_ms, "{took_ms}");
        }
    }
}
