//! One connected client as a pure state machine: it takes what happened and answers what must be done.
//!
//! It owns the replica, the outbox's bookkeeping and the presence of the others, and it alone decides what the save state
//! is. It opens no socket and writes no file: the caller carries out each [`Effect`], in order.
//!
//! A change made here goes through three hands: kept on the device ([`Effect::Keep`], answered by [`ClientSync::kept`]),
//! sent, and stored by the server. Whatever is not stored is sent again after a reconnect, each change as its own message:
//! a diff alone would leave out what stands behind a hole in the replica. Keys are this client's own, ascending: two tabs
//! of one device both start at 1, so a shared outbox on disk maps them to rows of its own and forgets only those.
//!
//! The device's outbox never has holes: after one change could not be kept, none is until the server has them all.

pub mod aside;
mod frames;
pub mod local_copy;
mod outbox;
mod presence;
pub mod redial;
mod storing;

use std::collections::VecDeque;

use thiserror::Error;

use crate::awareness::PeerState;
use crate::document::{ApplyError, Replica};
use crate::id::Generation;
use crate::protocol::{DecodeError, Hello, Message, Rights, SCHEMA, close, decode};
use crate::time::Timestamp;
use frames::Frames;
use outbox::Outbox;
use presence::Presence;
use storing::Storing;

/// What the caller has to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Write the update to the device's outbox under this key, then say [`ClientSync::kept`] or [`ClientSync::not_kept`].
    Keep {
        key: u64,
        update: Vec<u8>,
    },
    /// The server has everything up to this key on disk. Save a snapshot and forget those rows, in one transaction,
    /// then say [`ClientSync::forgotten`].
    Forget {
        up_to: u64,
    },
    /// Send one binary frame.
    Send(Vec<u8>),
    /// Texts or rows may read differently now.
    DocumentChanged,
    PresenceChanged,
    RightsChanged,
    /// Nothing of the document as this device has it may be sent any more: it was made anew on the server, or the server
    /// does not take it. Put this snapshot of it aside where the person can get at it.
    SetAside {
        generation: Generation,
        snapshot: Vec<u8>,
    },
    /// Drop the connection and dial again: the two ends do not count alike any more.
    Redial,
    /// The server refused a change, with its reason.
    Refused(String),
    /// The server speaks a newer schema: the page must be loaded again before anything is written.
    TooOld,
}

/// What the header shows. It is never a lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SaveState {
    /// Everything typed here is on the server's disk.
    Stored,
    /// On its way: to the server, or without a network to this device.
    Saving,
    /// Not connected; kept on this device, `n_waiting` changes.
    OnDevice { n_waiting: usize },
    /// Neither stored nor on its way.
    Failing(Failure),
}

/// Why what is typed is not being stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Failure {
    /// This person may not write (any more). What waits stays on the device.
    Refused,
    /// Not connected, and the device could not keep it.
    NotKept,
    /// The server cannot store. `is_kept`: the device keeps what waits.
    NotStored { is_kept: bool },
}

/// What this device kept of a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LocalCopy {
    pub generation: Option<Generation>,
    /// The document as last saved; empty when there is none.
    pub snapshot: Vec<u8>,
    /// Changes that the server had not confirmed, by ascending key.
    pub outbox: Vec<(u64, Vec<u8>)>,
}

/// Why the connection must be given up.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SyncError {
    #[error(transparent)]
    Decode(#[from] DecodeError),
    /// Merging broke half-way: load the local copy again.
    #[error("the document broke while merging: {0}")]
    Damaged(String),
}

impl From<ApplyError> for SyncError {
    fn from(error: ApplyError) -> Self {
        match error {
            ApplyError::Malformed(error) => Self::Decode(error),
            ApplyError::Damaged(reason) => Self::Damaged(reason),
        }
    }
}

/// How far the connection has come.
#[derive(Debug, PartialEq, Eq)]
enum Link {
    Closed,
    /// Open; waiting for hello.
    Opening,
    /// Greeted. `owed` is the server's state vector while our answer waits for the device to keep something.
    Greeted {
        owed: Option<Vec<u8>>,
        answered: bool,
    },
}

pub struct ClientSync {
    replica: Replica,
    generation: Option<Generation>,
    /// Whether this replica keeps the client id it has: it was greeted before, or it holds something already.
    is_id_settled: bool,
    outbox: Outbox,
    link: Link,
    n_sent: u64,
    /// The changes that this connection has sent and the server has not stored: their numbers and sizes.
    in_flight: VecDeque<(u64, usize)>,
    has_stored: bool,
    storing: Storing,
    is_synced: bool,
    rights: Rights,
    is_refused: bool,
    presence: Presence,
}

impl ClientSync {
    /// A client that starts from what the device kept. `client_id` must be new: two tabs may share one device.
    /// A client that starts from nothing takes the server's id instead when hello brings one.
    pub fn new(client_id: u64, copy: LocalCopy) -> Result<Self, SyncError> {
        let mut replica = Replica::new(client_id);
        let is_fresh = copy.snapshot.is_empty() && copy.outbox.is_empty();
        if !copy.snapshot.is_empty() {
            replica.apply(&copy.snapshot)?;
        }
        for (_, update) in &copy.outbox {
            replica.apply(update)?;
        }
        Ok(Self {
            replica,
            generation: copy.generation,
            is_id_settled: !is_fresh,
            outbox: Outbox::restore(copy.outbox),
            link: Link::Closed,
            n_sent: 0,
            in_flight: VecDeque::new(),
            has_stored: false,
            storing: Storing::default(),
            is_synced: false,
            rights: Rights::Read,
            is_refused: false,
            presence: Presence::default(),
        })
    }

    pub fn replica(&self) -> &Replica {
        &self.replica
    }

    pub fn generation(&self) -> Option<&Generation> {
        self.generation.as_ref()
    }

    /// Whether the document has been seen whole since this page was opened.
    pub fn is_synced(&self) -> bool {
        self.is_synced
    }

    pub fn rights(&self) -> Rights {
        self.rights
    }

    /// The others who are here, by client id.
    pub fn peers(&self) -> impl Iterator<Item = (u64, &PeerState)> {
        self.presence.peers()
    }

    /// How many changes the server has not confirmed.
    pub fn n_waiting(&self) -> usize {
        self.outbox.len()
    }

    /// The changes that are not confirmed, by ascending key.
    pub fn waiting(&self) -> impl Iterator<Item = (u64, &[u8])> {
        self.outbox.iter()
    }

    /// The size of the largest change that is on its way, in bytes.
    pub fn largest_in_flight(&self) -> usize {
        let sizes = self.in_flight.iter().map(|(_, n_bytes)| *n_bytes);
        sizes.max().unwrap_or(0)
    }

    /// Whether the server has refused what this connection sent for lack of rights, having stored before. Being shut out
    /// after that says only that the right to write is gone: more was on its way when it went.
    pub fn has_lost_rights(&self) -> bool {
        self.is_refused && self.has_stored
    }

    pub fn save_state(&self) -> SaveState {
        if self.storing.is_failing() {
            return SaveState::Failing(Failure::NotStored {
                is_kept: !self.outbox.has_failed(),
            });
        }
        if self.outbox.is_empty() {
            return SaveState::Stored;
        }
        if self.is_refused || (self.is_greeted() && self.rights == Rights::Read) {
            return SaveState::Failing(Failure::Refused);
        }
        // Also without a network: it is on the device only once the device has said so.
        if self.is_greeted() || !self.outbox.is_settled() {
            return SaveState::Saving;
        }
        if self.outbox.has_failed() {
            return SaveState::Failing(Failure::NotKept);
        }
        SaveState::OnDevice {
            n_waiting: self.outbox.len(),
        }
    }

    fn is_greeted(&self) -> bool {
        matches!(self.link, Link::Greeted { .. })
    }

    /// Whether something typed would be lost if the page were closed now.
    pub fn would_lose(&self) -> bool {
        self.outbox.would_lose()
    }

    /// Changes the document here. `change` answers the update it made, if it changed anything.
    pub fn edit(
        &mut self,
        change: impl FnOnce(&mut Replica) -> Option<Vec<u8>>,
        effects: &mut Vec<Effect>,
    ) {
        let Some(update) = change(&mut self.replica) else {
            return;
        };
        self.is_id_settled = true;
        match self.outbox.add(update.clone()) {
            Some(key) => effects.push(Effect::Keep { key, update }),
            None => self.send_what_may_go(effects),
        }
        effects.push(Effect::DocumentChanged);
    }

    /// The device has written the change with this key to its outbox.
    pub fn kept(&mut self, key: u64, effects: &mut Vec<Effect>) {
        self.outbox.kept(key);
        self.send_what_may_go(effects);
        self.forget_what_may_go(effects);
    }

    /// The device could not write it (private window, full disk), nor may it write any later one that it was given.
    /// They are sent all the same.
    pub fn not_kept(&mut self, key: u64, effects: &mut Vec<Effect>) {
        self.outbox.not_kept(key);
        self.send_what_may_go(effects);
    }

    /// The snapshot that went with [`Effect::Forget`] is saved, so the outbox may go on from there.
    pub fn forgotten(&mut self) {
        self.outbox.forgotten();
    }

    fn forget_what_may_go(&mut self, effects: &mut Vec<Effect>) {
        if let Some(up_to) = self.outbox.take_forgettable() {
            effects.push(Effect::Forget { up_to });
        }
    }

    /// The socket is open.
    pub fn opened(&mut self) {
        self.link = Link::Opening;
        self.n_sent = 0;
        self.in_flight.clear();
        self.has_stored = false;
        self.is_refused = false;
        self.outbox.nothing_sent();
    }

    /// The socket was closed with this code.
    pub fn ended(&mut self, code: u16, now: Timestamp, effects: &mut Vec<Effect>) {
        let could_store = self.link != Link::Closed && self.rights == Rights::Write;
        let was_fruitless = could_store && !self.has_stored && !close::is_final(code);
        self.storing.ended(code, was_fruitless, now);
        self.closed(effects);
    }

    /// The socket is gone. Everybody else is gone with it, as far as this client can tell.
    pub fn closed(&mut self, effects: &mut Vec<Effect>) {
        self.link = Link::Closed;
        self.presence.everyone_left();
        effects.push(Effect::PresenceChanged);
    }

    /// A binary frame has come. After an error the socket must be closed and dialled again.
    pub fn frame(
        &mut self,
        frame: &[u8],
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> Result<(), SyncError> {
        for message in decode(frame)? {
            match message {
                Message::Hello(hello) => self.greet(hello, now, effects),
                Message::SyncStep1(state_vector) => self.owe(state_vector, effects),
                Message::SyncStep2(update) => {
                    self.merge(update, effects)?;
                    self.is_synced = true;
                }
                Message::Update(update) => self.merge(update, effects)?,
                Message::Awareness(bytes) => {
                    let own_id = self.replica.client_id();
                    if self.presence.meet(bytes, own_id, now)? {
                        effects.push(Effect::PresenceChanged);
                    }
                }
                Message::QueryAwareness => self.say_presence(now, effects),
                Message::Stored(n_stored) => self.confirm(n_stored, effects),
                Message::Rights(rights) => self.set_rights(rights, effects),
                Message::Denied(reason) => {
                    self.is_refused = true;
                    effects.push(Effect::Refused(reason.to_owned()));
                }
            }
        }
        Ok(())
    }

    /// Says where this person is. Nothing goes out while the connection is not greeted; it follows then.
    pub fn set_presence(&mut self, state: PeerState, now: Timestamp, effects: &mut Vec<Effect>) {
        if self.presence.set(state) {
            self.say_presence(now, effects);
        }
    }

    /// Call every second: renews the own presence, forgets those who are silent, and doubts what has long not gone well.
    pub fn tick(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        self.storing.tick(now);
        if self.presence.expire(now) {
            effects.push(Effect::PresenceChanged);
        }
        if self.presence.is_due(now) {
            self.say_presence(now, effects);
        }
    }

    fn greet(&mut self, hello: Hello, now: Timestamp, effects: &mut Vec<Effect>) {
        if hello.schema > SCHEMA {
            effects.push(Effect::TooOld);
            return;
        }
        if self
            .generation
            .as_ref()
            .is_some_and(|own| *own != hello.generation)
        {
            self.set_aside(hello.client_id, effects);
        } else if !self.is_id_settled {
            self.replica = self.replica.with_client_id(hello.client_id);
        }
        self.is_id_settled = true;
        self.generation = Some(hello.generation);
        self.link = Link::Greeted {
            owed: None,
            answered: false,
        };
        self.set_rights(hello.rights, effects);
        effects.push(Effect::Send(
            Message::SyncStep1(&self.replica.state_vector()).encode(),
        ));
        self.say_presence(now, effects);
    }

    /// Nothing of ours may flow into the document on the server: it is another one now, or the server does not take what
    /// waits here. This client starts from nothing, under a new id.
    pub fn set_aside(&mut self, client_id: u64, effects: &mut Vec<Effect>) {
        let Some(generation) = self.generation.take() else {
            return; // a client that was never greeted has nothing to lay aside
        };
        effects.push(Effect::SetAside {
            generation,
            snapshot: self.replica.snapshot(),
        });
        if let Some(up_to) = self.outbox.clear() {
            effects.push(Effect::Forget { up_to });
        }
        self.replica = Replica::new(client_id);
        self.is_synced = false;
        effects.push(Effect::DocumentChanged);
    }

    fn owe(&mut self, state_vector: &[u8], effects: &mut Vec<Effect>) {
        if let Link::Greeted { owed, .. } = &mut self.link {
            *owed = Some(state_vector.to_vec());
        }
        self.send_what_may_go(effects);
    }

    /// Nothing is sent before the device has settled it: first the answer to step 1, which holds all that waits, then
    /// each later change as it comes.
    fn send_what_may_go(&mut self, effects: &mut Vec<Effect>) {
        let Link::Greeted { owed, answered } = &mut self.link else {
            return;
        };
        if self.rights == Rights::Read || self.is_refused {
            return;
        }
        if let Some(state_vector) = owed {
            if !self.outbox.is_settled() {
                return;
            }
            // A state vector we cannot read is answered with everything: too much, never too little.
            let diff = self
                .replica
                .diff(state_vector)
                .unwrap_or_else(|_| self.replica.snapshot());
            *owed = None;
            *answered = true;
            self.n_sent += 1;
            self.in_flight.push_back((self.n_sent, diff.len()));
            effects.push(Effect::Send(Message::SyncStep2(&diff).encode()));
        }
        if *answered {
            let mut frames = Frames::default();
            while let Some(update) = self.outbox.send_next(self.n_sent + 1) {
                self.n_sent += 1;
                self.in_flight.push_back((self.n_sent, update.len()));
                frames.add(&Message::Update(update).encode());
            }
            effects.extend(frames.finish().into_iter().map(Effect::Send));
        }
    }

    fn merge(&mut self, update: &[u8], effects: &mut Vec<Effect>) -> Result<(), SyncError> {
        if self.replica.apply(update)? {
            effects.push(Effect::DocumentChanged);
        }
        Ok(())
    }

    fn confirm(&mut self, n_stored: u64, effects: &mut Vec<Effect>) {
        self.has_stored = true;
        self.storing.succeeded();
        self.in_flight.retain(|(number, _)| *number > n_stored);
        self.outbox.confirm(n_stored);
        self.forget_what_may_go(effects);
    }

    fn set_rights(&mut self, rights: Rights, effects: &mut Vec<Effect>) {
        if self.rights != rights {
            self.rights = rights;
            effects.push(Effect::RightsChanged);
        }
        if rights == Rights::Read && !self.outbox.is_empty() {
            effects.push(Effect::Refused("the right to write is gone".to_owned()));
        }
        if rights == Rights::Write && self.is_refused {
            // What was refused was counted here and not there.
            effects.push(Effect::Redial);
        }
        self.send_what_may_go(effects);
    }

    fn say_presence(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        if self.is_greeted() {
            let said = self.presence.say(self.replica.client_id(), now);
            effects.extend(said.map(Effect::Send));
        }
    }
}

#[cfg(test)]
mod tests;
