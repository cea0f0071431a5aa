//! The birds of a rehearsal: one at a time does what somebody willing would do next, from nothing but what it sees. They
//! live in the room's own task, so they are quiet when nobody looks.

use std::collections::BTreeSet;
use std::time::Duration;

use shared::id::{PersonId, RequestId};
use shared::lobby::RoomView;
use shared::meeting::Meeting;
use shared::proceedings::command::Command;
use shared::proceedings::decide::Surroundings;
use shared::proceedings::visibility::{self, Viewer};
use shared::programme::Person;
use shared::rehearsal::{self, Mood};
use shared::rights::Act;
use shared::view::{Nest, Pace};
use tokio::time::Instant;

use super::{LiveRooms, Picture, Room};
use crate::clock;
use crate::reports;
use crate::room::proceedings::Asking;

/// When nobody had anything to do, they look again after this long.
const REST: Duration = Duration::from_secs(1);
/// How many lose their network, and for how long.
const N_LOST: usize = 3;
const LOST_FOR: Duration = Duration::from_secs(40);

/// How the birds of a room are now.
#[derive(Debug, Default)]
pub struct Birds {
    nest: Nest,
    lost_until: Option<Instant>,
    /// Whose turn it is; grows for ever.
    turn: usize,
}

impl Birds {
    pub fn stir(&mut self, nest: Nest, now: Instant) {
        self.lost_until = nest.loses_network.then_some(now + LOST_FOR);
        self.nest = nest;
    }

    /// Who has a line to the room: all but those who have just lost it.
    pub fn connected(&self, now: Instant) -> BTreeSet<PersonId> {
        let is_lost = self.lost_until.is_some_and(|until| now < until);
        let n_away = if is_lost { N_LOST } else { 0 };
        let birds = rehearsal::birds().into_iter().map(|bird| bird.id);
        birds.skip(n_away).collect()
    }

    pub fn lost_until(&self) -> Option<Instant> {
        self.lost_until
    }

    fn mood(&self) -> Mood {
        if self.nest.is_spread {
            Mood::Spread
        } else {
            Mood::Alike
        }
    }

    fn n_at_once(&self) -> usize {
        match self.nest.pace {
            Pace::Meeting => 1,
            Pace::Fast => 12,
        }
    }

    /// From one act to the next.
    fn pause(&self) -> Duration {
        let uneven = u64::try_from(self.turn % 7).unwrap_or(0);
        Duration::from_millis(500 + 150 * uneven)
    }
}

impl LiveRooms {
    /// Lets the next birds that want something do it; answers when to ask again.
    pub(super) async fn let_some_act(&self, room: &Room, picture: &Picture) -> Instant {
        let now = Instant::now();
        let (connected, mood, turn, n_at_once, pause) = {
            let mut birds = room.birds();
            birds.turn += 1;
            (
                birds.connected(now),
                birds.mood(),
                birds.turn,
                birds.n_at_once(),
                birds.pause(),
            )
        };
        let mut birds = rehearsal::birds();
        let n_birds = birds.len();
        // Not in the order of their names, and not the same each time round.
        birds.rotate_left(turn * 5 % n_birds);
        birds.retain(|bird| connected.contains(&bird.id));
        let wishes = birds.into_iter().filter_map(|bird| {
            let command = rehearsal::next(&seen_by(&bird, picture), &bird.id, mood)?;
            Some((bird, command))
        });
        let wishes: Vec<(Person, Command)> = wishes.take(n_at_once).collect();
        if wishes.is_empty() {
            return now + REST;
        }
        for (bird, command) in wishes {
            let asking = asking(bird, command);
            let asked = self.meetings.ask(&room.programme, &room.meeting, asking);
            if let Err(denial) = asked.await {
                // The facilitator was quicker; the bird looks again.
                tracing::debug!(meeting.id = %room.meeting, ?denial, "a bird was refused");
            }
        }
        now + pause
    }
}

fn asking(bird: Person, command: Command) -> Asking {
    let person = bird.clone();
    Asking {
        person,
        request: RequestId::parse(&clock::new_id()).expect("a new id is an id"),
        command,
        lock: Box::new(move |meeting: &Meeting, act| meeting.lock(&bird, act)),
    }
}

/// The room as a bird sees it, cut as for everybody.
fn seen_by(bird: &Person, picture: &Picture) -> RoomView {
    let lobby = &picture.lobby;
    let may = |act: Act| lobby.meeting.allows(bird, act);
    let around = Surroundings {
        lobby,
        in_document: &[],
        with_rationale: &BTreeSet::new(),
        report: None,
        hash: reports::hash,
    };
    let viewer = Viewer {
        person: bird,
        may: &may,
    };
    RoomView {
        proceedings: Some(visibility::view(&picture.proceedings, &around, &viewer)),
        ..lobby.visible_to(may)
    }
}
