//! What one viewer may see of a room.

use std::collections::BTreeSet;
use std::hash::{DefaultHasher, Hasher};

use shared::lobby::{Lobby, RoomView};
use shared::proceedings::decide::Surroundings;
use shared::proceedings::visibility::{self, Viewer};
use shared::programme::Person;
use shared::rights::{Act, Role};

use super::super::auth::Asker;
use super::super::writing;
use crate::reports;
use crate::room::live::Picture;

/// The same for the same view, as long as the server runs.
pub fn hash(view: &RoomView) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(&serde_json::to_vec(view).expect("a view has plain values and text keys"));
    hasher.finish()
}

/// The asker as the room knows them. A screen is on no list.
pub fn as_listed<'a>(lobby: &'a Lobby, asker: &'a Asker) -> Option<&'a Person> {
    let mut people = lobby.people.iter();
    let listed = people.find(|person| person.id == asker.person.id);
    listed.or((asker.person.role == Role::Projector).then_some(&asker.person))
}

/// What one viewer sees of a picture. Who they are in the picture may be older or newer than what the line knows, so they
/// see what both allow. None when they are no longer in the programme or may not follow; what is to come of that is
/// decided by whoever holds the line.
pub fn cut(picture: &Picture, asker: &Asker) -> Option<RoomView> {
    let lobby = &picture.lobby;
    let person = as_listed(lobby, asker)?;
    let viewer = Asker {
        person: person.clone(),
        ..asker.clone()
    };
    let may = |act| {
        [&viewer, asker].into_iter().all(|one| match act {
            Act::WriteAssessment => {
                writing::lock(one, &lobby.meeting, &picture.proceedings).is_none()
            }
            act => one.may_in(&lobby.meeting, act),
        })
    };
    if !may(Act::FollowShared) {
        return None;
    }
    let around = Surroundings {
        lobby,
        in_document: &[],
        with_rationale: &BTreeSet::new(),
        report: None,
        hash: reports::hash,
    };
    let viewer = Viewer { person, may: &may };
    Some(RoomView {
        proceedings: Some(visibility::view(&picture.proceedings, &around, &viewer)),
        let_in_at: asker
            .scope
            .is_none()
            .then(|| picture.let_in.get(&person.id).copied())
            .flatten(),
        texts: picture.texts.clone(),
        last_review: picture.last_review.clone(),
        earlier_promises: picture
            .earlier_promises
            .clone()
            .filter(|_| may(Act::ReadMaterial)),
        groundwork: picture.groundwork.as_deref().cloned(),
        ..lobby.visible_to(may)
    })
}
