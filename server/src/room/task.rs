//! The task of one open document: it drains its mailbox, asks the pure room what should be done, commits, and only
//! then delivers. Whatever goes wrong ends the room; sessions dial again, and the next room opens from the log.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use shared::id::{DocumentId, Generation};
use shared::protocol::{Limits, close};
use tokio::sync::mpsc;
use tokio::time::{Instant, MissedTickBehavior};
use tokio_util::sync::CancellationToken;

use super::document::{Delivery, DocumentRoom, Effects, Input, SessionId};
use super::outbox::{Outbox, Outgoing};
use super::registry::Registry;
use crate::clock;
use crate::store::Store;
use crate::store::log::{self, LogRow};
use crate::store::writer::Write;

/// How many mails may wait before sockets stop reading.
pub const MAILBOX_LEN: usize = 256;
const MAX_BATCH: usize = 64;
const MAX_SESSIONS: usize = 500;
const TICK: Duration = Duration::from_millis(100);
/// How long a room without sessions stays open.
const IDLE: Duration = Duration::from_secs(30);

#[derive(Debug)]
pub enum Mail {
    /// An [`Input::Join`] of this session, and where its answers go.
    Join {
        session: SessionId,
        input: Input,
        outbox: Outbox,
    },
    Input(Input),
}

/// What a room's task is born with.
pub struct RoomTask {
    pub document: DocumentId,
    pub generation: Generation,
    pub limits: Limits,
    pub store: Store,
    pub shutdown: CancellationToken,
    pub registry: Arc<Registry>,
    /// Which life of the document's room this is.
    pub room: u64,
}

/// Why a room ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    Idle,
    Shutdown,
    StorageFailed,
    Broken,
}

impl Ending {
    fn close(self) -> Outgoing {
        let (code, reason) = match self {
            Self::Idle | Self::Shutdown => (close::RESTART, "the server restarts"),
            Self::StorageFailed => (
                close::STORAGE_UNAVAILABLE,
                "nothing can be stored right now",
            ),
            Self::Broken => (close::RESTART, "the document is opened anew"),
        };
        Outgoing::Close { code, reason }
    }
}

/// A room with its document loaded.
struct OpenRoom<'a> {
    task: &'a RoomTask,
    document: DocumentRoom,
    next_seq: i64,
    outboxes: HashMap<SessionId, Outbox>,
}

/// Runs the room until it ends, and leaves nobody waiting.
pub async fn run(task: RoomTask, mut mails: mpsc::Receiver<Mail>) {
    let (ending, outboxes) = match OpenRoom::load(&task).await {
        Ok(mut room) => (room.serve(&mut mails).await, room.outboxes),
        Err(ending) => (ending, HashMap::new()),
    };
    // In this order: who dials again must find a new room, and who knocks at the old door must hear that it is shut.
    task.registry.forget(&task.document, task.room);
    mails.close();
    for outbox in outboxes.into_values() {
        say_goodbye(&outbox, ending);
    }
    while let Some(mail) = mails.recv().await {
        if let Mail::Join { outbox, .. } = mail {
            say_goodbye(&outbox, ending);
        }
    }
    tracing::debug!(document.id = %task.document, ?ending, "room closed");
}

/// A full outbox hears nothing more, and its socket closes by itself.
fn say_goodbye(outbox: &Outbox, ending: Ending) {
    drop(outbox.put(ending.close()));
}

impl<'a> OpenRoom<'a> {
    async fn load(task: &'a RoomTask) -> Result<Self, Ending> {
        let log = task
            .store
            .load_document(&task.document)
            .await
            .map_err(|error| {
                tracing::error!(document.id = %task.document, %error, "the log cannot be read");
                Ending::StorageFailed
            })?;
        for seq in &log.damaged_snapshots {
            tracing::error!(document.id = %task.document, seq, "a snapshot is damaged; an older one and the log are used");
        }
        let updates = log.updates.iter().map(|logged| &logged.update[..]);
        let updates = log.snapshot.as_deref().into_iter().chain(updates);
        let open = || DocumentRoom::open(task.generation.clone(), task.limits, updates);
        let opened = catch_unwind(AssertUnwindSafe(open)).map_err(|_| {
            tracing::error!(document.id = %task.document, "opening the document panicked");
            Ending::StorageFailed
        })?;
        let document = opened.map_err(|error| {
            tracing::error!(document.id = %task.document, %error, "the log does not give a document");
            Ending::StorageFailed
        })?;
        tracing::debug!(document.id = %task.document, n_updates = log.updates.len(), "room opened");
        Ok(Self {
            task,
            document,
            next_seq: log.next_seq,
            outboxes: HashMap::new(),
        })
    }

    async fn serve(&mut self, mails: &mut mpsc::Receiver<Mail>) -> Ending {
        let mut ticks = tokio::time::interval(TICK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut batch = Vec::with_capacity(MAX_BATCH);
        let mut idle_at = Instant::now() + IDLE;
        loop {
            let is_empty = self.document.is_empty();
            let n_taken = tokio::select! {
                biased;
                () = self.task.shutdown.cancelled() => return self.finish(mails).await,
                _ = ticks.tick(), if !is_empty => {
                    batch.push(Mail::Input(Input::Tick));
                    1
                }
                n_taken = mails.recv_many(&mut batch, MAX_BATCH) => n_taken,
                () = tokio::time::sleep_until(idle_at), if is_empty => return Ending::Idle,
            };
            if n_taken == 0 {
                return Ending::Idle; // the registry is gone, and nobody can knock any more
            }
            if let Err(ending) = self.take(&mut batch).await {
                return ending;
            }
            if !self.document.is_empty() {
                idle_at = Instant::now() + IDLE;
            }
        }
    }

    /// The last act before a shutdown: what has arrived is handled and stored.
    async fn finish(&mut self, mails: &mut mpsc::Receiver<Mail>) -> Ending {
        let mut batch = Vec::with_capacity(MAX_BATCH);
        while let Ok(mail) = mails.try_recv() {
            batch.push(mail);
            if batch.len() == MAX_BATCH
                && let Err(ending) = self.take(&mut batch).await
            {
                return ending;
            }
        }
        self.take(&mut batch)
            .await
            .err()
            .unwrap_or(Ending::Shutdown)
    }

    /// Handles a batch: everything in it shares one commit, and nobody is shown anything before that.
    async fn take(&mut self, batch: &mut Vec<Mail>) -> Result<(), Ending> {
        let mut effects = Effects::default();
        for mail in batch.drain(..) {
            self.handle(mail, &mut effects)?;
            if effects.is_damaged {
                break;
            }
        }
        self.store(&effects).await?;
        self.deliver(effects.deliver);
        if effects.is_damaged {
            tracing::error!(document.id = %self.task.document, "an update broke while it was merged");
            return Err(Ending::Broken);
        }
        Ok(())
    }

    /// A panic in the document ends this room and nothing else. What the batch wanted to store or say is dropped with
    /// it: nothing of it was promised, so whoever sent it sends it again.
    fn handle(&mut self, mail: Mail, effects: &mut Effects) -> Result<(), Ending> {
        let input = match mail {
            Mail::Join { outbox, .. } if self.outboxes.len() >= MAX_SESSIONS => {
                drop(outbox.put(Outgoing::Close {
                    code: close::OVERLOADED,
                    reason: "the document is full",
                }));
                return Ok(());
            }
            Mail::Join {
                session,
                input,
                outbox,
            } => {
                self.outboxes.insert(session, outbox);
                input
            }
            Mail::Input(Input::Leave { session }) => {
                self.outboxes.remove(&session);
                Input::Leave { session }
            }
            Mail::Input(input) => input,
        };
        let sender = match &input {
            Input::Frame { session, .. } => Some(*session),
            _ => None,
        };
        let handle = || self.document.handle(input, clock::now(), effects);
        catch_unwind(AssertUnwindSafe(handle)).map_err(|_| {
            tracing::error!(document.id = %self.task.document, "handling an input panicked");
            if let Some(outbox) = sender.and_then(|sender| self.outboxes.remove(&sender)) {
                // Sent again, the same bytes would end the next room too: this client must stop.
                drop(outbox.put(Outgoing::Close {
                    code: close::MALFORMED,
                    reason: "the update broke the document",
                }));
            }
            Ending::Broken
        })
    }

    async fn store(&mut self, effects: &Effects) -> Result<(), Ending> {
        if effects.append.is_empty() {
            return Ok(());
        }
        let row = LogRow {
            stream: self.task.document.clone(),
            seq: self.next_seq,
            at: clock::now(),
            body: log::encode(
                effects
                    .append
                    .iter()
                    .map(|entry| (&entry.author, &entry.update[..])),
            ),
        };
        self.task.store.write(Write::AppendLog { row, bindings: Vec::new() }).await.map_err(|error| {
            tracing::error!(document.id = %self.task.document, %error, "an update could not be stored");
            Ending::StorageFailed
        })?;
        self.next_seq += 1;
        Ok(())
    }

    fn deliver(&mut self, deliveries: Vec<Delivery>) {
        for delivery in deliveries {
            let (session, outgoing) = match delivery {
                Delivery::Send { session, frame } => (session, Outgoing::Frame(frame)),
                Delivery::Close {
                    session,
                    code,
                    reason,
                } => (session, Outgoing::Close { code, reason }),
            };
            let is_last = matches!(outgoing, Outgoing::Close { .. });
            let Some(outbox) = self.outboxes.get(&session) else {
                continue;
            };
            if outbox.put(outgoing).is_err() || is_last {
                // Its socket ends now and says so with a Leave, which clears its presence.
                self.outboxes.remove(&session);
            }
        }
    }
}
