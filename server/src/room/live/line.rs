//! Somebody who follows a room: on a line, or by looking in now and then.

use std::sync::Arc;

use shared::id::{DeviceId, MeetingId, PersonId};
use shared::time::Timestamp;

use super::presence::LineKey;
use super::{Picture, Pictures, Room};

/// Somebody's live line to a room; they have left when it is dropped.
pub struct Line {
    room: Arc<Room>,
    person: PersonId,
    key: LineKey,
    pub pictures: Pictures,
}

impl Line {
    pub(super) fn new(room: Arc<Room>, person: PersonId, key: LineKey) -> Self {
        Self {
            key,
            pictures: room.pictures.clone(),
            room,
            person,
        }
    }

    pub fn meeting(&self) -> &MeetingId {
        &self.room.meeting
    }

    /// A picture that was made after this moment; see `Room::fresh`.
    pub async fn fresh(
        &mut self,
        since: Timestamp,
        is_wanted: impl Fn(&Picture) -> bool,
    ) -> Option<Arc<Picture>> {
        self.room.fresh(&mut self.pictures, since, is_wanted).await
    }

    pub fn note_shown(&self, device: &DeviceId, seq: i64, hash: u64) {
        self.room.note_shown(device, seq, hash);
    }

    /// How much of what the person did waits on the device at the other end.
    pub fn has_unsent(&self, n_unsent: u16) {
        self.room
            .change(|presence| presence.has_unsent(&self.person, self.key, n_unsent));
    }
}

/// Somebody who looks in and has no line.
pub struct Glance(Arc<Room>);

impl Glance {
    pub(super) fn new(room: Arc<Room>) -> Self {
        Self(room)
    }

    /// A picture that was made after this moment; see `Room::fresh`.
    pub async fn fresh(
        &self,
        since: Timestamp,
        is_wanted: impl Fn(&Picture) -> bool,
    ) -> Option<Arc<Picture>> {
        self.0
            .fresh(&mut self.0.pictures.clone(), since, is_wanted)
            .await
    }

    pub fn was_shown(&self, device: &DeviceId, seq: i64, hash: u64) -> bool {
        let shown = self.0.shown();
        let own = shown.get(device);
        own.is_some_and(|own| own.contains(&(seq, hash)))
    }

    pub fn note_shown(&self, device: &DeviceId, seq: i64, hash: u64) {
        self.0.note_shown(device, seq, hash);
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.room
            .change(|presence| presence.hang_up(&self.person, self.key));
    }
}
