//! Who is in a meeting's room now, and what the room looks like: one task per meeting with a live line. It makes one
//! picture for all, at most ten times a second; each line cuts it for its own viewer.
//!
//! Everything but presence and test taps is in the store, so a room may vanish at any moment with nothing lost.

mod presence;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::future::join_all;
use shared::id::{MeetingId, PersonId, ProgrammeId};
use shared::lobby::Lobby;
use shared::rights::Role;
use shared::time::Timestamp;
use tokio::sync::{Notify, watch};
use tokio::time::{Instant, sleep, sleep_until};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::clock;
use crate::store::writer::Write;
use crate::store::{Store, StoreError};
use presence::Presence;

/// The least time from one picture to the next.
const PACE: Duration = Duration::from_millis(100);

/// The rooms that somebody follows now.
pub struct LiveRooms {
    store: Store,
    tracker: TaskTracker,
    shutdown: CancellationToken,
    rooms: Mutex<HashMap<MeetingId, Arc<Room>>>,
}

/// What a room looked like at one moment, uncut.
#[derive(Debug)]
pub struct Picture {
    /// Grows with every change; over a restart too.
    pub seq: i64,
    pub lobby: Lobby,
}

/// None until the first picture is made. Nobody makes any more when the sender is gone.
pub type Pictures = watch::Receiver<Option<Arc<Picture>>>;

struct Room {
    meeting: MeetingId,
    programme: ProgrammeId,
    presence: Mutex<Presence>,
    /// Something may look different now.
    doubt: Notify,
    pictures: Pictures,
}

/// Somebody's live line to a room; they have left when it is dropped.
pub struct Line {
    room: Arc<Room>,
    person: PersonId,
    pub pictures: Pictures,
}

impl Line {
    pub fn meeting(&self) -> &MeetingId {
        &self.room.meeting
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.room.change(|presence| presence.hang_up(&self.person));
    }
}

impl Room {
    fn change<T>(&self, change: impl FnOnce(&mut Presence) -> T) -> T {
        let mut presence = self.presence.lock().unwrap_or_else(PoisonError::into_inner);
        let answer = change(&mut presence);
        drop(presence);
        self.doubt.notify_one();
        answer
    }
}

impl LiveRooms {
    pub fn new(store: Store, tracker: TaskTracker, shutdown: CancellationToken) -> Arc<Self> {
        Arc::new(Self {
            store,
            tracker,
            shutdown,
            rooms: Mutex::default(),
        })
    }

    /// Opens a live line; whoever is expected and was not here arrives with it.
    pub fn enter(
        self: &Arc<Self>,
        programme: &ProgrammeId,
        meeting: &MeetingId,
        person: &PersonId,
    ) -> Line {
        let room = self.open(programme, meeting, |presence| presence.dial(person));
        Line {
            pictures: room.pictures.clone(),
            room,
            person: person.clone(),
        }
    }

    /// Somebody whose network lets no live line through looks in; for a while they count as connected.
    pub fn look_in(
        self: &Arc<Self>,
        programme: &ProgrammeId,
        meeting: &MeetingId,
        person: &PersonId,
    ) -> Pictures {
        let now = Instant::now();
        let room = self.open(programme, meeting, |presence| presence.look_in(person, now));
        room.pictures.clone()
    }

    /// Somebody's test tap has arrived.
    pub fn try_tap(
        self: &Arc<Self>,
        programme: &ProgrammeId,
        meeting: &MeetingId,
        person: &PersonId,
    ) {
        self.open(programme, meeting, |presence| presence.try_tap(person));
    }

    /// Something of this meeting is stored that its room shows.
    pub fn touch(&self, meeting: &MeetingId) {
        if let Some(room) = self.rooms().get(meeting) {
            room.doubt.notify_one();
        }
    }

    /// A person or a meeting of this programme is another now.
    pub fn touch_programme(&self, programme: &ProgrammeId) {
        let rooms = self.rooms();
        for room in rooms.values().filter(|room| room.programme == *programme) {
            room.doubt.notify_one();
        }
    }

    /// The room of a meeting, with somebody in it, so that it stays.
    fn open(
        self: &Arc<Self>,
        programme: &ProgrammeId,
        meeting: &MeetingId,
        change: impl FnOnce(&mut Presence),
    ) -> Arc<Room> {
        let mut rooms = self.rooms();
        if let Some(room) = rooms.get(meeting) {
            room.change(change);
            return Arc::clone(room);
        }
        let (sender, pictures) = watch::channel(None);
        let room = Arc::new(Room {
            meeting: meeting.clone(),
            programme: programme.clone(),
            presence: Mutex::default(),
            doubt: Notify::new(),
            pictures,
        });
        room.change(change);
        rooms.insert(meeting.clone(), Arc::clone(&room));
        drop(rooms);
        let (this, own) = (Arc::clone(self), Arc::clone(&room));
        self.tracker
            .spawn(async move { this.run(&own, sender).await });
        room
    }

    fn rooms(&self) -> std::sync::MutexGuard<'_, HashMap<MeetingId, Arc<Room>>> {
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes pictures until nobody looks.
    async fn run(&self, room: &Arc<Room>, sender: watch::Sender<Option<Arc<Picture>>>) {
        let mut look_at = None;
        loop {
            tokio::select! {
                () = room.doubt.notified() => {}
                () = until(look_at) => {}
                () = self.shutdown.cancelled() => break,
            }
            if self.close_if_empty(room) {
                return;
            }
            match self.look(room, &sender).await {
                Ok(Some(next)) => look_at = next,
                Ok(None) => break, // the meeting is gone
                Err(error) => {
                    tracing::error!(%error, meeting.id = %room.meeting, "a room cannot be shown");
                    break;
                }
            }
            sleep(PACE).await;
        }
        // Before the sender is dropped: whoever dials again finds a new room.
        self.rooms().remove(&room.meeting);
    }

    fn close_if_empty(&self, room: &Arc<Room>) -> bool {
        let mut rooms = self.rooms();
        let mut presence = room.presence.lock().unwrap_or_else(PoisonError::into_inner);
        let is_empty = presence.is_empty(Instant::now());
        if is_empty {
            rooms.remove(&room.meeting);
        }
        is_empty
    }

    /// Looks at everything once, and shows it when it is not what was shown last. Answers when something will change by
    /// itself; none when there is no such meeting.
    async fn look(
        &self,
        room: &Room,
        sender: &watch::Sender<Option<Arc<Picture>>>,
    ) -> Result<Option<Option<Instant>>, StoreError> {
        let now = clock::now();
        let last = sender.borrow().clone();
        let (connected, tried, arriving, lease_end) = {
            let mut presence = room.presence.lock().unwrap_or_else(PoisonError::into_inner);
            presence.snapshot(Instant::now())
        };
        let meeting = room.meeting.as_str();
        let Some(meeting) = self.store.find_meeting(&room.programme, meeting).await? else {
            return Ok(None);
        };
        let knocks = self.store.load_waiting_knocks(&room.meeting, now).await?;
        let knocks_end = knocks.iter().map(|knock| knock.expires_at).min();
        let mut lobby = Lobby {
            programme: self.store.load_programme(&room.programme).await?,
            meeting,
            people: self.store.load_people(&room.programme).await?,
            attendance: self.store.load_attendance(&room.meeting).await?,
            knocks: knocks.into_iter().map(|knock| knock.knock).collect(),
            connected,
            tried,
        };
        let has_just_opened = last
            .as_ref()
            .is_some_and(|last| !last.lobby.meeting.state.takes_people_in());
        let arriving = if has_just_opened {
            lobby.connected.iter().cloned().collect()
        } else {
            arriving
        };
        self.receive(&mut lobby, arriving, now).await?;
        if last.as_ref().is_none_or(|last| last.lobby != lobby) {
            let seq = last.map_or(now.0, |last| now.0.max(last.seq + 1));
            sender.send_replace(Some(Arc::new(Picture { seq, lobby })));
        }
        let knocks_end = knocks_end.map(|end| Instant::now() + until_ms(end, now));
        Ok(Some(knocks_end.into_iter().chain(lease_end).min()))
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
        let arrivals = arriving.into_iter().filter(is_expected).map(|person| {
            self.store.write(Write::Arrive {
                meeting: lobby.meeting.id.clone(),
                person,
                at,
            })
        });
        let outcomes: Result<Vec<bool>, StoreError> =
            join_all(arrivals).await.into_iter().collect();
        if outcomes?.contains(&true) {
            lobby.attendance = self.store.load_attendance(&lobby.meeting.id).await?;
        }
        Ok(())
    }
}

async fn until(at: Option<Instant>) {
    match at {
        Some(at) => sleep_until(at).await,
        None => std::future::pending().await,
    }
}

fn until_ms(at: Timestamp, now: Timestamp) -> Duration {
    Duration::from_millis(u64::try_from(at.0 - now.0).unwrap_or(0))
}
