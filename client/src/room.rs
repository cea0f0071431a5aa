//! The room a page follows: who looks at it, and what they see. See [`crate::live`] for how it comes here.

use std::sync::Arc;

use leptos::prelude::*;
use shared::lobby::RoomView;
use shared::programme::Person;
use shared::rights::Act;

use crate::live::Room;
use crate::words::Words;

/// What the parts of a page that follows a room need.
#[derive(Clone)]
pub struct RoomContext {
    /// The meeting's code, as it stands in the address.
    pub code: String,
    pub room: Room,
    /// What the viewer sees of the room now.
    pub view: Signal<Arc<RoomView>>,
    pub person: Person,
    pub words: Words,
}

impl RoomContext {
    pub fn path(&self, page: &str) -> String {
        if page.is_empty() {
            format!("/m/{}", self.code)
        } else {
            format!("/m/{}/{page}", self.code)
        }
    }
}

/// Whether the viewer receives people, or opens and closes the meeting.
pub fn receives(view: &RoomView) -> bool {
    view.may.contains(&Act::ReceivePeople) || view.may.contains(&Act::ManageMeeting)
}
