//! Where a room's pictures are made: what was read for the last one, and what must be read again for the next.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};

use futures_util::future::join_all;
use shared::id::PersonId;
use shared::lobby::{LastReview, Lobby};
use shared::meeting::{Meeting, MeetingKind};
use shared::proceedings::evaluation::view::EarlierPromises;
use shared::proceedings::formal::state::Item;
use shared::proceedings::state::Proceedings;
use shared::report::PastReview;
use shared::rights::Role;
use shared::time::Timestamp;
use tokio::sync::watch;
use tokio::time::Instant;

use super::ground::Ground;
use super::words::Words;
use super::{LiveRooms, Picture, Room, until_ms};
use crate::room::proceedings::around::load_lobby;
use crate::store::StoreError;
use crate::store::writer::Write;
use crate::{clock, reports};

pub struct Easel<'a> {
    rooms: &'a LiveRooms,
    room: &'a Room,
    pub news: watch::Receiver<Arc<Proceedings>>,
    pub words: Words,
    pub ground: Ground,
    /// Whether people, attendance or knocks may be others than when they were last read.
    pub is_in_doubt: bool,
    /// When something will change by itself.
    pub look_at: Option<Instant>,
    background: Option<Background>,
}

/// What changes seldom.
struct Background {
    lobby: Arc<Lobby>,
    last_review: Option<LastReview>,
    earlier_promises: Option<EarlierPromises>,
    let_in: Arc<BTreeMap<PersonId, Timestamp>>,
}

type Sender = watch::Sender<Option<Arc<Picture>>>;

impl<'a> Easel<'a> {
    pub async fn set_up(rooms: &'a LiveRooms, room: &'a Room) -> Result<Self, StoreError> {
        let meeting = &room.meeting;
        Ok(Self {
            news: rooms.meetings.follow(&room.programme, meeting).await?,
            words: Words::of(&rooms.store, &rooms.registry, meeting).await?,
            ground: Ground::new(&rooms.store, &rooms.registry, &rooms.plans, &room.programme),
            rooms,
            room,
            is_in_doubt: true,
            look_at: None,
            background: None,
        })
    }

    /// Looks once, and shows it when it is not what was shown last. False when there is no such meeting.
    pub async fn look(&mut self, sender: &Sender) -> Result<bool, StoreError> {
        let (rooms, room) = (self.rooms, self.room);
        let last = sender.borrow().clone();
        // Before anything else is read, so that the picture shows all that its number promises.
        let sight = rooms.meetings.look(&room.programme, &room.meeting).await?;
        // Who hears what is said behind closed doors is looked up after it was said, never before.
        let has_doors = sight.proceedings.formal.agenda.iter().any(Item::is_shut);
        if self.is_in_doubt || has_doors {
            let Some(background) = self.look_back(last.as_deref()).await? else {
                return Ok(false);
            };
            self.background = Some(background);
            self.is_in_doubt = false;
        }
        let Some(Background {
            lobby,
            last_review,
            earlier_promises,
            let_in,
        }) = &self.background
        else {
            return Ok(false);
        };
        let position = sight.proceedings.position.as_ref();
        let indicator = position.and_then(|position| position.indicator.as_ref());
        let next = Picture {
            seq: last
                .as_ref()
                .map_or(sight.seq.0, |last| sight.seq.0.max(last.seq + 1)),
            lobby: Arc::clone(lobby),
            last_review: last_review.clone(),
            earlier_promises: earlier_promises.clone(),
            groundwork: self.ground.read(&lobby.meeting).await?,
            let_in: Arc::clone(let_in),
            texts: self.words.read(indicator).await.clone(),
            proceedings: sight.proceedings,
        };
        let (seq, is_news) = (
            next.seq,
            last.is_none_or(|last| !last.shows_the_same_as(&next)),
        );
        // A picture of the same comes in the place of the last one without anybody being told.
        sender.send_if_modified(|slot| {
            *slot = Some(Arc::new(next));
            is_news
        });
        room.painted.send_replace(seq);
        Ok(true)
    }

    /// Reads what changes seldom; none when there is no such meeting.
    async fn look_back(
        &mut self,
        last: Option<&Picture>,
    ) -> Result<Option<Background>, StoreError> {
        let (rooms, room) = (self.rooms, self.room);
        let now = clock::now();
        let present = {
            let mut presence = room.presence.lock().unwrap_or_else(PoisonError::into_inner);
            presence.snapshot(Instant::now())
        };
        let found = load_lobby(&rooms.store, &room.programme, &room.meeting).await?;
        let Some(mut lobby) = found else {
            return Ok(None);
        };
        let knocks = rooms.store.load_waiting_knocks(&room.meeting, now).await?;
        let knocks_end = knocks.iter().map(|knock| knock.expires_at).min();
        let knocks_end = knocks_end.map(|end| Instant::now() + until_ms(end, now));
        self.look_at = knocks_end.into_iter().chain(present.lease_end).min();
        lobby.knocks = knocks.into_iter().map(|knock| knock.knock).collect();
        lobby.connected = present.connected;
        lobby.unsent = present.unsent;
        lobby.tried = present.tried;
        if lobby.meeting.rehearsal_of.is_some() {
            let birds = room.birds();
            lobby.connected.extend(birds.connected(Instant::now()));
            let found_again = birds.lost_until().filter(|until| *until > Instant::now());
            self.look_at = self.look_at.into_iter().chain(found_again).min();
        }
        let has_just_opened = last.is_some_and(|last| !last.lobby.meeting.state.takes_people_in());
        let arriving = if has_just_opened {
            lobby.connected.iter().cloned().collect()
        } else {
            present.arriving
        };
        self.receive(&mut lobby, arriving, now).await?;
        Ok(Some(Background {
            last_review: self.last_review(&lobby.meeting).await?,
            earlier_promises: self.earlier_promises(&lobby.meeting).await?,
            let_in: Arc::new(rooms.store.load_let_in(&room.meeting).await?),
            lobby: Arc::new(lobby),
        }))
    }

    /// Notes that those have come who are expected and were not here. Nobody leaves by themselves.
    async fn receive(
        &self,
        lobby: &mut Lobby,
        arriving: Vec<PersonId>,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        if !lobby.meeting.state.takes_people_in() {
            return Ok(());
        }
        let is_expected = |id: &PersonId| {
            let person = lobby.people.iter().find(|person| person.id == *id);
            person.is_some_and(|person| {
                person.role != Role::Projector && lobby.meeting.standing(person).is_listed
            })
        };
        let store = &self.rooms.store;
        let arrivals = arriving.into_iter().filter(is_expected).map(|person| {
            store.write(Write::Arrive {
                meeting: lobby.meeting.id.clone(),
                person,
                at,
            })
        });
        let outcomes: Result<Vec<bool>, StoreError> =
            join_all(arrivals).await.into_iter().collect();
        if outcomes?.contains(&true) {
            lobby.attendance = store.load_attendance(&lobby.meeting.id).await?;
        }
        Ok(())
    }

    /// What the board promised at the newest seminar before this one.
    async fn earlier_promises(
        &self,
        meeting: &Meeting,
    ) -> Result<Option<EarlierPromises>, StoreError> {
        if meeting.kind != MeetingKind::BoardSeminar {
            return Ok(None);
        }
        let (rooms, programme) = (self.rooms, &self.room.programme);
        let meetings = rooms.store.load_meetings(programme).await?;
        let is_before = |other: &Meeting| {
            other.kind == MeetingKind::BoardSeminar
                && other.date < meeting.date
                && other.rehearsal_of.is_none()
        };
        let Some(seminar) = meetings.into_iter().rfind(is_before) else {
            return Ok(None);
        };
        let sight = rooms.meetings.look(programme, &seminar.id).await?;
        let promises = &sight.proceedings.evaluation.promises;
        Ok((!promises.is_empty()).then(|| EarlierPromises::of(seminar.year, promises)))
    }

    /// The newest closed review before this one.
    async fn last_review(&self, meeting: &Meeting) -> Result<Option<LastReview>, StoreError> {
        if meeting.kind != MeetingKind::StatusReview {
            return Ok(None);
        }
        let meetings = self.rooms.store.load_meetings(&self.room.programme).await?;
        let is_before = |other: &Meeting| {
            other.kind == MeetingKind::StatusReview
                && other.is_closed()
                && other.date < meeting.date
                && other.rehearsal_of.is_none()
        };
        let Some(review) = meetings.into_iter().rfind(is_before) else {
            return Ok(None);
        };
        let review = reports::with_outcome(&self.rooms.store, review).await?;
        let PastReview {
            year,
            grades,
            recommendations,
        } = PastReview::of(&review);
        Ok(Some(LastReview {
            year,
            grades,
            recommendations,
        }))
    }
}
