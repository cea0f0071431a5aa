//! The room a page follows: who looks at it, and what they see; and what several pages read from it. See
//! [`crate::live`] for how it comes here.

use std::sync::Arc;

use leptos::prelude::*;
use shared::id::{IndicatorId, ProposalId};
use shared::lobby::RoomView;
use shared::proceedings::state::Group;
use shared::programme::Person;
use shared::rights::Act;
use shared::view::RoomTexts;

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

/// The common grade of the review before this one.
pub fn last_grade(view: &RoomView, indicator: &IndicatorId) -> Option<u8> {
    view.last_review.as_ref()?.grades.get(indicator).copied()
}

/// What a group of proposals is called: its own title, or that of the first of its proposals that has one.
pub fn group_title(group: &Group, texts: &RoomTexts) -> String {
    if !group.title.is_empty() {
        return group.title.clone();
    }
    let mut titles = group.proposals.iter().filter_map(|id| texts.titles.get(id));
    titles.next().cloned().unwrap_or_default()
}

/// The shared proposals, those written straight into the assessment included.
pub fn shared_proposals(view: &RoomView) -> Vec<ProposalId> {
    let days = view.proceedings.iter();
    let shared = days.flat_map(|day| &day.proposals.shared);
    let mut all: Vec<ProposalId> = shared.map(|one| one.id.clone()).collect();
    let written = view.texts.titles.keys();
    let written: Vec<_> = written.filter(|id| !all.contains(id)).cloned().collect();
    all.extend(written);
    all
}

/// Those of them that are in no group.
pub fn loose_proposals(view: &RoomView) -> Vec<ProposalId> {
    let mut all = shared_proposals(view);
    let days = view.proceedings.iter();
    let groups: Vec<&Group> = days.flat_map(|day| &day.proposals.groups).collect();
    all.retain(|id| !groups.iter().any(|group| group.proposals.contains(id)));
    all
}
