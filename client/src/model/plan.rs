//! What people do with the rows of a plan.

use shared::document::Sticky;
use shared::document::plan::{self, Field, Stored, TextKey};
use shared::plan::Row;

use super::PlanModel;
use crate::mint;

impl PlanModel {
    /// Adds a row at the end of its kind.
    pub fn add<R: Stored>(self, row: &R) {
        self.edit(|replica| plan::add(replica, row, mint::jitter()));
    }

    pub fn remove(self, row: &Row) {
        self.edit(|replica| plan::remove(replica, row));
    }

    pub fn restore(self, row: &Row) {
        self.edit(|replica| plan::restore(replica, row));
    }

    /// Puts a row right before another of its kind, or last.
    pub fn move_row(self, row: &Row, before: Option<&Row>) {
        self.edit(|replica| plan::move_row(replica, row, before, mint::jitter()));
    }

    /// The place at an offset of a text, which survives edits around it.
    pub fn sticky(self, key: &TextKey, offset: u32) -> Option<Sticky> {
        self.with_sync(|sync| plan::sticky(sync.replica(), key, offset))
            .flatten()
    }

    pub fn set(self, row: &Row, field: &Field) {
        self.edit(|replica| plan::set(replica, row, field));
    }
}
