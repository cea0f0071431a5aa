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
mod conversation;
mod frames;
pub mod local_copy;
mod outbox;
mod presence;
pub mod redial;
mod sent;
mod storing;

use thiserror::Error;

use crate::awareness::PeerState;
use crate::document::{ApplyError, Replica};
use crate::id::Generation;
use crate::protocol::{DecodeError, Rights};
use crate::time::Timestamp;
use outbox::Outbox;
use presence::Presence;
use sent::Sent;
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
    /// This came from the others and is merged. For a replica elsewhere on the page that mirrors this one.
    Merged(Vec<u8>),
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
    sent: Sent,
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
            sent: Sent::default(),
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
        self.sent.largest()
    }

    /// Whether the server has refused what this connection sent for lack of rights, having stored before. Being shut out
    /// after that says only that the right to write is gone: more was on its way when it went.
    pub fn has_lost_rights(&self) -> bool {
        self.is_refused && self.sent.has_stored()
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

    fn say_presence(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        if self.is_greeted() {
            let said = self.presence.say(self.replica.client_id(), now);
            effects.extend(said.map(Effect::Send));
        }
    }
}

#[cfg(test)]
mod tests;
