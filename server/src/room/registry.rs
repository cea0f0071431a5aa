//! Which documents are open. A mailbox is inserted under a short lock; loading is the task's first act.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use shared::id::{DocumentId, Generation};
use shared::meeting::DocumentKind;
use shared::protocol::Limits;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::document::session::SessionId;
use super::mail::Mail;
use super::task::{self, MAILBOX_LEN, RoomTask};
use crate::store::Store;

/// All mailboxes together hold 64 MiB of frames; sockets wait with what is more.
const INTAKE_UNIT: usize = 1_024;
const INTAKE_UNITS: usize = 64 * 1_024;

pub struct Registry {
    rooms: Mutex<HashMap<DocumentId, Slot>>,
    next_session: AtomicU64,
    next_room: AtomicU64,
    store: Store,
    limits: Limits,
    /// In [`INTAKE_UNIT`]s: what has come and no room has handled yet.
    intake: Arc<Semaphore>,
    /// Every task that must end before the process does.
    pub tracker: TaskTracker,
    shutdown: CancellationToken,
}

struct Slot {
    /// Tells one life of a room from the next.
    room: u64,
    mailbox: mpsc::Sender<Mail>,
}

impl Registry {
    pub fn new(
        store: Store,
        limits: Limits,
        tracker: TaskTracker,
        shutdown: CancellationToken,
    ) -> Self {
        let (next_session, next_room) = (AtomicU64::new(1), AtomicU64::new(1));
        Self {
            rooms: Mutex::default(),
            next_session,
            next_room,
            store,
            limits,
            intake: Arc::new(Semaphore::new(INTAKE_UNITS)),
            tracker,
            shutdown,
        }
    }

    pub fn next_session(&self) -> SessionId {
        SessionId(self.next_session.fetch_add(1, Ordering::Relaxed))
    }

    /// Waits until there is room for this many bytes more in the mailboxes.
    pub async fn take_in(&self, n_bytes: usize) -> OwnedSemaphorePermit {
        let n_units = (n_bytes / INTAKE_UNIT + 1).min(INTAKE_UNITS);
        let n_units = u32::try_from(n_units).expect("the whole intake fits 32 bits");
        let intake = Arc::clone(&self.intake);
        let permit = intake.acquire_many_owned(n_units).await;
        permit.expect("nobody closes it")
    }

    /// The mailbox of a document's room, which is opened if need be.
    pub fn mailbox(
        self: &Arc<Self>,
        document: &DocumentId,
        kind: DocumentKind,
        generation: &Generation,
    ) -> mpsc::Sender<Mail> {
        let mut rooms = self.rooms();
        if let Some(slot) = rooms.get(document).filter(|slot| !slot.mailbox.is_closed()) {
            return slot.mailbox.clone();
        }
        let room = self.next_room.fetch_add(1, Ordering::Relaxed);
        let (mailbox, mails) = mpsc::channel(MAILBOX_LEN);
        rooms.insert(
            document.clone(),
            Slot {
                room,
                mailbox: mailbox.clone(),
            },
        );
        self.tracker.spawn(task::run(
            RoomTask {
                document: document.clone(),
                kind,
                generation: generation.clone(),
                limits: self.limits,
                store: self.store.clone(),
                shutdown: self.shutdown.clone(),
                registry: Arc::clone(self),
                room,
            },
            mails,
        ));
        mailbox
    }

    /// Lets go of a room that ends, unless another has taken its place.
    pub fn forget(&self, document: &DocumentId, room: u64) {
        let mut rooms = self.rooms();
        if rooms.get(document).is_some_and(|slot| slot.room == room) {
            rooms.remove(document);
        }
    }

    fn rooms(&self) -> MutexGuard<'_, HashMap<DocumentId, Slot>> {
        // Every change below the lock is one call on the map, so a panic cannot leave it half done.
        self.rooms.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
