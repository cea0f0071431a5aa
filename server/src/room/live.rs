//! Who is in a meeting's room now, and what the room looks like: one task per meeting with a live line. It makes one
//! picture for all, at most twenty times a second; each line cuts it for its own viewer.
//!
//! Everything but presence and test taps is in the store, so a room may vanish at any moment with nothing lost.

mod easel;
mod ground;
mod line;
mod nest;
mod presence;
mod words;

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use shared::id::{DeviceId, MeetingId, PersonId, ProgrammeId};
use shared::lobby::{LastReview, Lobby};
use shared::proceedings::evaluation::view::EarlierPromises;
use shared::proceedings::state::Proceedings;
use shared::time::Timestamp;
use shared::view::{Groundwork, Nest, RoomTexts};
use tokio::sync::{Notify, watch};
use tokio::time::{Instant, sleep, sleep_until};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::plans::Plans;
use super::proceedings::Meetings;
use super::registry::Registry;
use crate::store::{Store, StoreError};
use easel::Easel;
pub use line::{Glance, Line};
use nest::Birds;
use presence::Presence;

/// The least time from one picture to the next.
const PACE: Duration = Duration::from_millis(50);
/// How many views of one device are remembered, so that whoever asks with the number of one hears whether it still holds.
/// A device has a line and asks beside it, in a few windows.
const MAX_SHOWN: usize = 8;

/// The rooms that somebody follows now.
pub struct LiveRooms {
    store: Store,
    registry: Arc<Registry>,
    meetings: Arc<Meetings>,
    plans: Arc<Plans>,
    tracker: TaskTracker,
    shutdown: CancellationToken,
    rooms: Mutex<HashMap<MeetingId, Arc<Room>>>,
}

/// What a room looked like at one moment, uncut.
#[derive(Debug)]
pub struct Picture {
    /// When it was made: grows with every picture, over a restart too.
    pub seq: i64,
    pub lobby: Arc<Lobby>,
    pub proceedings: Arc<Proceedings>,
    pub texts: RoomTexts,
    pub last_review: Option<LastReview>,
    pub earlier_promises: Option<EarlierPromises>,
    /// What a seminar stands on.
    pub groundwork: Option<Arc<Groundwork>>,
    /// Whose devices were let in by face, and when the last one.
    pub let_in: Arc<BTreeMap<PersonId, Timestamp>>,
}

impl Picture {
    fn shows_the_same_as(&self, other: &Self) -> bool {
        (&self.lobby, &self.texts, &self.last_review, &self.let_in)
            == (
                &other.lobby,
                &other.texts,
                &other.last_review,
                &other.let_in,
            )
            && self.earlier_promises == other.earlier_promises
            && self.groundwork == other.groundwork
            && self.proceedings == other.proceedings
    }
}

/// None until the first picture is made. Nobody makes any more when the sender is gone.
pub type Pictures = watch::Receiver<Option<Arc<Picture>>>;

struct Room {
    meeting: MeetingId,
    programme: ProgrammeId,
    presence: Mutex<Presence>,
    /// Only in a rehearsal do they do anything.
    birds: Mutex<Birds>,
    /// Something may look different now.
    doubt: Notify,
    /// Somebody wants a picture with a number of now.
    glance: Notify,
    /// The number of the newest picture.
    painted: watch::Sender<i64>,
    /// What was shown last on each device, and under which number.
    shown: Mutex<HashMap<DeviceId, VecDeque<(i64, u64)>>>,
    pictures: Pictures,
}

impl Room {
    fn birds(&self) -> MutexGuard<'_, Birds> {
        self.birds.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A picture that was made after this moment. Its number is of now, so it does not tell somebody who looks again and
    /// again when others did what is not shown. None when no more are made.
    async fn fresh(
        &self,
        pictures: &mut Pictures,
        since: Timestamp,
        is_wanted: impl Fn(&Picture) -> bool,
    ) -> Option<Arc<Picture>> {
        let mut painted = self.painted.subscribe();
        self.glance.notify_one();
        loop {
            painted.wait_for(|seq| *seq >= since.0).await.ok()?;
            if let Some(picture) = pictures
                .borrow_and_update()
                .clone()
                .filter(|one| is_wanted(one))
            {
                return Some(picture);
            }
            painted.changed().await.ok()?;
        }
    }

    fn shown(&self) -> MutexGuard<'_, HashMap<DeviceId, VecDeque<(i64, u64)>>> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note_shown(&self, device: &DeviceId, seq: i64, hash: u64) {
        let mut shown = self.shown();
        let own = shown.entry(device.clone()).or_default();
        if own.len() >= MAX_SHOWN {
            own.pop_front();
        }
        own.push_back((seq, hash));
    }

    fn change<T>(&self, change: impl FnOnce(&mut Presence) -> T) -> T {
        let mut presence = self.presence.lock().unwrap_or_else(PoisonError::into_inner);
        let answer = change(&mut presence);
        drop(presence);
        self.doubt.notify_one();
        answer
    }
}

impl LiveRooms {
    pub fn new(
        store: Store,
        registry: Arc<Registry>,
        meetings: Arc<Meetings>,
        plans: Arc<Plans>,
        tracker: TaskTracker,
        shutdown: CancellationToken,
    ) -> Arc<Self> {
        Arc::new(Self {
            store,
            registry,
            meetings,
            plans,
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
        let (room, key) = self.open(programme, meeting, |presence| presence.dial(person));
        Line::new(room, person.clone(), key)
    }

    /// Somebody whose network lets no live line through looks in; for a while they count as connected.
    pub fn look_in(
        self: &Arc<Self>,
        programme: &ProgrammeId,
        meeting: &MeetingId,
        person: &PersonId,
    ) -> Glance {
        let now = Instant::now();
        let look = |presence: &mut Presence| presence.look_in(person, now);
        let (room, ()) = self.open(programme, meeting, look);
        Glance::new(room)
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

    /// How the birds of a rehearsal are from now on; nothing where nobody looks.
    pub fn stir(&self, meeting: &MeetingId, nest: Nest) {
        if let Some(room) = self.rooms().get(meeting) {
            room.birds().stir(nest, Instant::now());
            room.doubt.notify_one();
        }
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
    fn open<T>(
        self: &Arc<Self>,
        programme: &ProgrammeId,
        meeting: &MeetingId,
        change: impl FnOnce(&mut Presence) -> T,
    ) -> (Arc<Room>, T) {
        let mut rooms = self.rooms();
        if let Some(room) = rooms.get(meeting) {
            let answer = room.change(change);
            return (Arc::clone(room), answer);
        }
        let (sender, pictures) = watch::channel(None);
        let room = Arc::new(Room {
            meeting: meeting.clone(),
            programme: programme.clone(),
            presence: Mutex::default(),
            birds: Mutex::default(),
            doubt: Notify::new(),
            glance: Notify::new(),
            painted: watch::Sender::new(0),
            shown: Mutex::default(),
            pictures,
        });
        let answer = room.change(change);
        rooms.insert(meeting.clone(), Arc::clone(&room));
        drop(rooms);
        let (this, own) = (Arc::clone(self), Arc::clone(&room));
        self.tracker
            .spawn(async move { this.run(&own, sender).await });
        (room, answer)
    }

    fn rooms(&self) -> std::sync::MutexGuard<'_, HashMap<MeetingId, Arc<Room>>> {
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes pictures until nobody looks.
    async fn run(&self, room: &Arc<Room>, sender: watch::Sender<Option<Arc<Picture>>>) {
        if let Err(error) = self.show(room, &sender).await {
            tracing::error!(%error, meeting.id = %room.meeting, "a room cannot be shown");
        }
        // Before the sender is dropped: whoever dials again finds a new room.
        let mut rooms = self.rooms();
        if rooms
            .get(&room.meeting)
            .is_some_and(|own| Arc::ptr_eq(own, room))
        {
            rooms.remove(&room.meeting);
        }
    }

    async fn show(
        &self,
        room: &Arc<Room>,
        sender: &watch::Sender<Option<Arc<Picture>>>,
    ) -> Result<(), StoreError> {
        let mut easel = Easel::set_up(self, room).await?;
        let mut act_at = None;
        loop {
            tokio::select! {
                () = room.doubt.notified() => {
                    easel.is_in_doubt = true;
                    easel.ground.doubt();
                },
                () = room.glance.notified() => {}
                () = until(easel.look_at) => easel.is_in_doubt = true,
                news = easel.news.changed() => if news.is_err() {
                    easel.news = self.meetings.follow(&room.programme, &room.meeting).await?;
                },
                () = easel.words.changed() => {}
                () = easel.ground.changed() => {}
                () = until(act_at) => act_at = self.birds_act(room, sender).await,
                () = self.shutdown.cancelled() => return Ok(()),
            }
            if self.close_if_empty(room) || !easel.look(sender).await? {
                return Ok(());
            }
            let is_rehearsal = sender
                .borrow()
                .as_ref()
                .is_some_and(|picture| picture.lobby.meeting.rehearsal_of.is_some());
            if is_rehearsal && act_at.is_none() {
                act_at = Some(Instant::now());
            }
            sleep(PACE).await;
        }
    }

    async fn birds_act(
        &self,
        room: &Room,
        sender: &watch::Sender<Option<Arc<Picture>>>,
    ) -> Option<Instant> {
        let picture = sender.borrow().clone()?;
        Some(self.let_some_act(room, &picture).await)
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
