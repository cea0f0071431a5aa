//! The task of one open document: it drains its mailbox, asks the pure room what should be done, commits, and only
//! then delivers. Whatever goes wrong ends the room; sessions dial again, and the next room opens from disk.
//!
//! An update that breaks the document ends nothing but its sender: the bytes are set aside, and the document is read anew.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::Duration;

use shared::document::Replica;
use shared::id::{DocumentId, Generation};
use shared::meeting::DocumentKind;
use shared::protocol::{Limits, close};
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{Instant, MissedTickBehavior, timeout};
use tokio_util::sync::CancellationToken;

use super::document::contents::Contents;
use super::document::session::SessionId;
use super::document::{Delivery, DocumentRoom, Effects, Input, Killer};
use super::folding::Folding;
use super::mail::{Mail, Pen, Reader};
use super::outbox::{End, Outbox};
use super::registry::Registry;
use crate::clock;
use crate::store::clients::ClientBinding;
use crate::store::log::{self, LogRow};
use crate::store::quarantine::Quarantined;
use crate::store::writer::Write;
use crate::store::{Store, StoreError};

/// How many mails may wait before sockets stop reading.
pub const MAILBOX_LEN: usize = 1_024;
const MAX_BATCH: usize = 256;
/// The least time from one batch to the next.
const PACE: Duration = Duration::from_millis(2);
const PACE_PER_SESSION: Duration = Duration::from_micros(40);
const MAX_PACE: Duration = Duration::from_millis(15);
const TICK: Duration = Duration::from_millis(100);
/// How long a room without sessions stays open.
const IDLE: Duration = Duration::from_secs(30);
/// A write that takes longer has failed as far as people are concerned: they are told within five seconds.
const WRITE_PATIENCE: Duration = Duration::from_secs(4);

/// What a room's task is born with.
pub struct RoomTask {
    pub document: DocumentId,
    pub kind: DocumentKind,
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
    fn end(self) -> End {
        let (code, reason) = match self {
            Self::Idle | Self::Shutdown => (close::RESTART, "the server restarts"),
            Self::StorageFailed => (
                close::STORAGE_UNAVAILABLE,
                "nothing can be stored right now",
            ),
            Self::Broken => (close::RESTART, "the document is opened anew"),
        };
        End { code, reason }
    }
}

/// A room with its document loaded.
struct OpenRoom<'a> {
    task: &'a RoomTask,
    document: DocumentRoom,
    next_seq: i64,
    folding: Folding,
    /// Not before this is the next batch taken.
    next_at: Instant,
    /// Of sessions that have not been greeted yet.
    arriving: HashMap<SessionId, Outbox>,
    outboxes: HashMap<SessionId, Outbox>,
    /// How many batches have changed the document here; for those who follow it.
    changes: watch::Sender<u64>,
    /// Who waits for a change of the server's to be on disk.
    awaiting: Vec<oneshot::Sender<()>>,
}

/// Runs the room until it ends, and leaves nobody waiting.
pub async fn run(task: RoomTask, mut mails: mpsc::Receiver<Mail>) {
    let (ending, outboxes) = match OpenRoom::load(&task).await {
        Ok(mut room) => {
            let ending = room.serve(&mut mails).await;
            (
                ending,
                room.outboxes
                    .into_values()
                    .chain(room.arriving.into_values())
                    .collect(),
            )
        }
        Err(ending) => (ending, Vec::new()),
    };
    // In this order: who dials again must find a new room, and who knocks at the old door must hear that it is shut.
    task.registry.forget(&task.document, task.room);
    mails.close();
    let End { code, reason } = ending.end();
    for outbox in outboxes {
        outbox.close(code, reason);
    }
    while let Some(mail) = mails.recv().await {
        if let Mail::Join { outbox, .. } = mail {
            outbox.close(code, reason);
        }
    }
    tracing::debug!(document.id = %task.document, ?ending, "room closed");
}

impl<'a> OpenRoom<'a> {
    async fn load(task: &'a RoomTask) -> Result<Self, Ending> {
        let (contents, next_seq, folding) = read(task).await?;
        Ok(Self {
            task,
            document: DocumentRoom::new(task.generation.clone(), task.limits, contents),
            next_seq,
            folding,
            next_at: Instant::now(),
            arriving: HashMap::new(),
            outboxes: HashMap::new(),
            changes: watch::Sender::new(0),
            awaiting: Vec::new(),
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
                () = tokio::time::sleep_until(idle_at), if is_empty => {
                    if self.changes.receiver_count() == 0 {
                        return Ending::Idle;
                    }
                    idle_at = Instant::now() + IDLE;
                    continue;
                }
            };
            if n_taken == 0 {
                return Ending::Idle; // the registry is gone, and nobody can knock any more
            }
            self.gather(&mut batch, mails).await;
            if let Err(ending) = self.take(&mut batch).await {
                return ending;
            }
            if !self.document.is_empty() || self.changes.receiver_count() > 0 {
                idle_at = Instant::now() + IDLE;
            }
        }
    }

    /// Lets some more come in, so that they share a commit and each socket's packet. The more people are here, the more
    /// there is to share, and the longer a batch takes everywhere else. What comes after a pause does not wait.
    async fn gather(&mut self, batch: &mut Vec<Mail>, mails: &mut mpsc::Receiver<Mail>) {
        if Instant::now() < self.next_at {
            tokio::time::sleep_until(self.next_at).await;
            while batch.len() < MAX_BATCH
                && let Ok(mail) = mails.try_recv()
            {
                batch.push(mail);
            }
        }
        let n_sessions = u32::try_from(self.n_sessions()).unwrap_or(u32::MAX);
        let pace = PACE.saturating_add(PACE_PER_SESSION.saturating_mul(n_sessions));
        self.next_at = Instant::now() + pace.min(MAX_PACE);
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

    /// Handles a batch: everything in it shares one commit, and nobody is shown anything before that. An update that
    /// breaks the document parts the batch in two.
    async fn take(&mut self, batch: &mut Vec<Mail>) -> Result<(), Ending> {
        let mut mails = batch.drain(..);
        loop {
            let mut effects = Effects::default();
            for mail in mails.by_ref() {
                self.handle(mail, &mut effects)?;
                if effects.killer.is_some() {
                    break;
                }
            }
            let killer = effects.killer.take();
            self.store(&mut effects).await?;
            self.deliver(effects.deliver);
            for stored in self.awaiting.drain(..) {
                let _left_already = stored.send(());
            }
            match killer {
                Some(killer) => self.recover(killer).await?,
                None => return Ok(()),
            }
        }
    }

    /// A panic in the document ends this room and nothing else. What the batch wanted to store or say is dropped with
    /// it: nothing of it was promised, so whoever sent it sends it again.
    fn handle(&mut self, mail: Mail, effects: &mut Effects) -> Result<(), Ending> {
        let input = match mail {
            Mail::Join { outbox, .. } if self.n_sessions() >= self.task.limits.sessions => {
                outbox.close(close::OVERLOADED, "the document is full");
                return Ok(());
            }
            Mail::Join { newcomer, outbox } => {
                self.arriving.insert(newcomer.session, outbox);
                Input::Join(newcomer)
            }
            Mail::Frame { session, bytes, .. } => Input::Frame { session, bytes },
            Mail::Input(Input::Leave { session }) => {
                self.arriving.remove(&session);
                self.outboxes.remove(&session);
                Input::Leave { session }
            }
            Mail::Input(input) => input,
            Mail::Reader(Reader::Follow(reply)) => {
                drop(reply.send(self.changes.subscribe())); // whoever asked may have left
                return Ok(());
            }
            Mail::Reader(Reader::Look(look)) => return self.look(look),
            Mail::Write(Pen { change, stored }) => {
                self.awaiting.push(stored);
                Input::Write(change)
            }
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
                outbox.close(close::MALFORMED, "the message broke the document");
            }
            Ending::Broken
        })
    }

    fn look(&self, look: Box<dyn FnOnce(&Replica) + Send>) -> Result<(), Ending> {
        let look = || look(self.document.replica());
        catch_unwind(AssertUnwindSafe(look)).map_err(|_| {
            tracing::error!(document.id = %self.task.document, "reading the document panicked");
            Ending::Broken
        })
    }

    fn n_sessions(&self) -> usize {
        self.arriving.len() + self.outboxes.len()
    }

    async fn store(&mut self, effects: &mut Effects) -> Result<(), Ending> {
        if effects.append.is_empty() {
            return Ok(());
        }
        let entries = effects.append.iter();
        let row = LogRow {
            stream: (&self.task.document).into(),
            seq: self.next_seq,
            at: clock::now(),
            body: log::encode(entries.map(|entry| (&entry.author, &entry.update[..]))),
        };
        let n_bytes = row.body.len();
        let bindings = effects.bind.drain(..);
        let bindings = bindings.map(|(client_id, person)| ClientBinding { client_id, person });
        let write = self.task.store.write(Write::AppendLog {
            row,
            bindings: bindings.collect(),
        });
        match timeout(WRITE_PATIENCE, write).await {
            Ok(Ok(_)) => {}
            Ok(Err(error @ StoreError::Conflict { .. })) => {
                // Somebody else has written: read what they wrote, and let everybody send again.
                tracing::warn!(document.id = %self.task.document, %error, "the document is read again");
                return Err(Ending::Broken);
            }
            Ok(Err(error)) => {
                tracing::error!(document.id = %self.task.document, %error, "an update could not be stored");
                return Err(Ending::StorageFailed);
            }
            Err(_) => {
                tracing::error!(document.id = %self.task.document, "storing an update takes too long");
                return Err(Ending::StorageFailed);
            }
        }
        self.next_seq += 1;
        self.changes.send_modify(|n_changes| *n_changes += 1);
        let task = self.task;
        self.folding
            .appended(n_bytes, &task.document, &task.store, &task.registry.tracker);
        Ok(())
    }

    fn deliver(&mut self, deliveries: Vec<Delivery>) {
        for delivery in deliveries {
            match delivery {
                Delivery::Enter { session } => {
                    let outbox = self.arriving.remove(&session);
                    self.outboxes.extend(outbox.map(|outbox| (session, outbox)));
                }
                Delivery::FallBehind { session } => {
                    if let Some(outbox) = self.outboxes.get(&session) {
                        outbox.fall_behind();
                    }
                }
                Delivery::Send {
                    session,
                    frame,
                    kind,
                } => {
                    if let Some(outbox) = self.outboxes.get(&session) {
                        outbox.put(kind, frame);
                    }
                }
                Delivery::Spread {
                    frame,
                    kind,
                    except,
                } => {
                    let outboxes = self.outboxes.iter();
                    for (_, outbox) in outboxes.filter(|(session, _)| Some(**session) != except) {
                        outbox.put(kind, frame.clone());
                    }
                }
                Delivery::Close {
                    session,
                    code,
                    reason,
                } => {
                    if let Some(outbox) = self.outboxes.remove(&session) {
                        outbox.close(code, reason);
                    }
                }
            }
        }
    }

    /// The bytes that broke the document are set aside, and it goes on as it is on disk.
    async fn recover(&mut self, killer: Killer) -> Result<(), Ending> {
        let Killer {
            sender,
            update,
            reason,
        } = killer;
        let document = &self.task.document;
        tracing::error!(document.id = %document, person.id = %sender, reason, "an update broke the document");
        let quarantined = Quarantined {
            id: clock::new_id(),
            document: document.clone(),
            person: sender,
            at: clock::now(),
            reason,
            body: update.to_vec(),
        };
        if let Err(error) = self.task.store.write(Write::Quarantine(quarantined)).await {
            tracing::error!(document.id = %document, %error, "what broke the document could not be set aside");
        }
        let (contents, next_seq, folding) = read(self.task).await?;
        self.document.reopen(contents);
        self.next_seq = next_seq;
        self.folding = folding;
        Ok(())
    }
}

/// Reads the document from disk; the merging runs where it delays no other task.
async fn read(task: &RoomTask) -> Result<(Contents, i64, Folding), Ending> {
    let document = &task.document;
    let loaded = task.store.load_document(document).await.map_err(|error| {
        tracing::error!(document.id = %document, %error, "the document cannot be read");
        Ending::StorageFailed
    })?;
    for seq in &loaded.damaged_snapshots {
        tracing::error!(document.id = %document, seq, "a snapshot is damaged; an older one and the log are used instead");
    }
    let folding = Folding::after(&loaded);
    let (next_seq, kind) = (loaded.next_seq, task.kind);
    let open = move || {
        let updates = loaded.updates.iter().map(|logged| &logged.update[..]);
        Contents::open(
            kind,
            loaded.snapshot.as_deref().into_iter().chain(updates),
            loaded.clients,
        )
    };
    let opened = tokio::task::spawn_blocking(open).await.map_err(|error| {
        tracing::error!(document.id = %document, %error, "opening the document broke");
        Ending::StorageFailed
    })?;
    let contents = opened.map_err(|error| {
        tracing::error!(document.id = %document, %error, "what is stored does not give a document");
        Ending::StorageFailed
    })?;
    tracing::debug!(document.id = %document, next_seq, "document read");
    Ok((contents, next_seq, folding))
}

#[cfg(test)]
mod tests;
