//! A document as the room holds it: the replica, how far each client's blocks reach, and whose each client id is.
//!
//! Updates without a hole only: what builds on something unseen is told apart before it is merged.

use std::collections::HashMap;

use bytes::Bytes;
use shared::document::admit::{self, Nesting, Outline};
use shared::document::{ApplyError, Replica, rules};
use shared::id::PersonId;
use shared::meeting::DocumentKind;
use shared::protocol::{DecodeError, Message};
use thiserror::Error;

/// The client id of the server's replica: no browser is ever given it, and it belongs to nobody who could join.
const SERVER_CLIENT_ID: u64 = 0;

/// Who writes when the server does; not a person.
pub fn server() -> PersonId {
    PersonId::parse("samling").expect("a plain word")
}

/// How many new client ids one update may bring: those of one device that was away for long.
const MAX_NEW_CLIENTS: usize = 64;
/// How many client ids one person may have in a document: one for each time they opened it and wrote.
const MAX_CLIENTS_OF_ONE: usize = 1_000;
/// A client id and its clock in a state vector, in bytes at most.
const CLIENT_LEN: usize = 8 + 5;

/// The stored updates do not give a document.
#[derive(Debug, Error)]
#[error("update {update_idx} of the document cannot be merged: {source}")]
pub struct DamagedDocument {
    pub update_idx: usize,
    pub source: ApplyError,
}

/// Whose a client id is.
struct Owner {
    person: PersonId,
    /// Whether that is on disk, with the first block under it; until then the id is only set aside.
    is_bound: bool,
}

pub struct Contents {
    kind: DocumentKind,
    replica: Replica,
    reach: HashMap<u64, u64>,
    nesting: Nesting,
    owners: HashMap<u64, Owner>,
    /// At least as many bytes as the document takes when it is encoded.
    n_bytes: usize,
    /// The last answer to step 1 and the state vector it was for, until something changes: many who join at once ask
    /// the same.
    last_answer: Option<(Bytes, Bytes)>,
}

impl Contents {
    /// Merges what is stored, in order.
    pub fn open<'a>(
        kind: DocumentKind,
        updates: impl Iterator<Item = &'a [u8]>,
        owners: HashMap<u64, PersonId>,
    ) -> Result<Self, DamagedDocument> {
        let mut contents = Self {
            kind,
            replica: Replica::new(SERVER_CLIENT_ID),
            reach: HashMap::new(),
            nesting: Nesting::default(),
            owners: HashMap::new(),
            n_bytes: 0,
            last_answer: None,
        };
        let rules = rules(kind, admit::Limits::NONE);
        for (update_idx, update) in updates.enumerate() {
            // What an older version let in, and this one would not, is in the document all the same.
            let outline = Outline::of(update, &rules).unwrap_or_default();
            contents.has_room_for(&outline);
            contents
                .merge(update, &outline)
                .map_err(|source| DamagedDocument { update_idx, source })?;
        }
        let bound = |(client_id, person)| {
            let is_bound = true;
            (client_id, Owner { person, is_bound })
        };
        contents.owners = owners.into_iter().map(bound).collect();
        // Whoever had it bound: no table of people knows the server.
        contents
            .owners
            .extend([bound((SERVER_CLIENT_ID, server()))]);
        contents.reach = contents.replica.reach();
        Ok(contents)
    }

    /// What an update from outside may hold.
    pub fn rules(&self) -> admit::Rules {
        rules(self.kind, admit::Limits::default())
    }

    pub fn replica(&self) -> &Replica {
        &self.replica
    }

    /// Whether the update builds on something that has not come yet.
    pub fn lacks_parts_of(&self, outline: &Outline) -> bool {
        outline.lacks_parts(|client_id| reached(&self.reach, client_id))
    }

    /// Whether everything in the update stands where the document has room for it.
    pub fn has_room_for(&mut self, outline: &Outline) -> bool {
        let known = |client_id| reached(&self.reach, client_id);
        self.nesting.accept(outline, &self.replica, known)
    }

    /// Takes an update's word for what stands where, so that a test can get a broken one past the checks.
    #[cfg(test)]
    pub fn believe(&mut self, update: &[u8]) {
        let rules = rules(self.kind, admit::Limits::NONE);
        let outline = Outline::of(update, &rules).unwrap();
        assert!(self.has_room_for(&outline));
    }

    /// The client ids under which the update brings blocks that are new.
    pub fn writers<'a>(&'a self, outline: &'a Outline) -> impl Iterator<Item = u64> + 'a {
        let blocks = outline.blocks().iter();
        blocks
            .filter(|block| block.end > reached(&self.reach, block.id.0))
            .map(|block| block.id.0)
    }

    /// Whether this person may write under a client id: it is theirs, or nobody's yet.
    pub fn may_use(&self, client_id: u64, person: &PersonId) -> bool {
        self.owners
            .get(&client_id)
            .is_none_or(|owner| owner.person == *person)
    }

    /// Whether the client ids that the update is the first to use are few enough: each grows the state vector that every
    /// client sends, and each is bound to a person on disk.
    pub fn may_bring_clients(
        &self,
        outline: &Outline,
        person: &PersonId,
        max_state_vector: usize,
    ) -> bool {
        let mut new: Vec<u64> = self.writers(outline).collect();
        new.retain(|client_id| !self.reach.contains_key(client_id));
        new.dedup();
        if new.is_empty() {
            return true;
        }
        let owned = self.owners.values();
        let n_owned = owned.filter(|owner| owner.is_bound && owner.person == *person);
        new.len() <= MAX_NEW_CLIENTS
            && n_owned.count() + new.len() <= MAX_CLIENTS_OF_ONE
            && (self.reach.len() + new.len()) * CLIENT_LEN <= max_state_vector
    }

    /// Sets a client id aside for a person, unless it has an owner.
    pub fn reserve(&mut self, client_id: u64, person: &PersonId) {
        self.owners.entry(client_id).or_insert_with(|| Owner {
            person: person.clone(),
            is_bound: false,
        });
    }

    /// A person who may writes under a client id; true when that is to be stored.
    pub fn bind(&mut self, client_id: u64, person: &PersonId) -> bool {
        self.reserve(client_id, person);
        let owner = self.owners.get_mut(&client_id);
        owner.is_some_and(|owner| !std::mem::replace(&mut owner.is_bound, true))
    }

    /// What was set aside stays so when the document is read from disk again.
    pub fn keep_reservations_of(&mut self, other: Self) {
        for (client_id, owner) in other.owners {
            self.reserve(client_id, &owner.person);
        }
    }

    /// Whether the document may grow by this many bytes. Its size is looked up only when it might be too large.
    pub fn may_grow(&mut self, n_bytes: usize, limit: usize) -> bool {
        if self.n_bytes + n_bytes > limit {
            self.n_bytes = self.replica.snapshot().len();
        }
        self.n_bytes + n_bytes <= limit
    }

    /// Merges an update that lacks nothing. Answers whether it held anything new.
    pub fn merge(&mut self, update: &[u8], outline: &Outline) -> Result<bool, ApplyError> {
        self.last_answer = None;
        #[cfg(test)]
        fail_if_asked(update)?;
        let is_news = self.replica.apply(update)?;
        if is_news {
            self.extend(update.len(), outline);
        }
        Ok(is_news)
    }

    /// Lets the server write. Answers the updates it made.
    pub fn write(&mut self, change: impl FnOnce(&mut Replica) -> Vec<Vec<u8>>) -> Vec<Bytes> {
        let updates: Vec<Bytes> = change(&mut self.replica)
            .into_iter()
            .map(Bytes::from)
            .collect();
        self.last_answer = None;
        let rules = rules(self.kind, admit::Limits::NONE);
        for update in &updates {
            let outline = Outline::of(update, &rules).unwrap_or_default();
            // Before the reach says that all this is known.
            self.has_room_for(&outline);
            self.extend(update.len(), &outline);
        }
        updates
    }

    fn extend(&mut self, n_bytes: usize, outline: &Outline) {
        self.n_bytes += n_bytes;
        for block in outline.blocks() {
            let reached = self.reach.entry(block.id.0).or_default();
            *reached = (*reached).max(block.end);
        }
    }

    /// Step 2, as a frame, for somebody with this state vector.
    pub fn answer(&mut self, state_vector: &[u8]) -> Result<Bytes, DecodeError> {
        if let Some((asked, answer)) = &self.last_answer
            && *asked == state_vector
        {
            return Ok(answer.clone());
        }
        let diff = self.replica.diff(state_vector)?;
        let answer = Bytes::from(Message::SyncStep2(&diff).encode());
        self.last_answer = Some((Bytes::copy_from_slice(state_vector), answer.clone()));
        Ok(answer)
    }
}

fn reached(reach: &HashMap<u64, u64>, client_id: u64) -> u64 {
    reach.get(&client_id).copied().unwrap_or(0)
}

/// The word that breaks a document in tests: no bytes are known that get past admission and break yrs.
#[cfg(test)]
pub const KILLER: &str = "#killer#";

#[cfg(test)]
fn fail_if_asked(update: &[u8]) -> Result<(), ApplyError> {
    let is_killer = update
        .windows(KILLER.len())
        .any(|part| part == KILLER.as_bytes());
    if is_killer {
        return Err(ApplyError::Damaged("a test asked for it".into()));
    }
    Ok(())
}
