//! What a room knows of one live socket.

use bytes::Bytes;
use shared::awareness::PresenceUser;
use shared::document::admit::Outline;
use shared::id::PersonId;
use shared::programme::Person;
use shared::protocol::Rights;
use shared::time::Timestamp;

/// How many updates of one session may wait for the one before them.
pub const MAX_HELD: usize = 64;
/// How many blocks and deletions those may hold together: in memory each is far larger than on the wire.
const MAX_HELD_PARTS: usize = 10_000;
/// The least time from one difference made for a session to the next: each costs a walk over the document.
const ANSWER_EVERY_MS: i64 = 500;
/// After the right to write is taken away, what was under way is refused without closing.
const LENIENCE_MS: i64 = 5_000;

/// One live socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionId(pub u64);

/// Who joins, and how.
#[derive(Debug)]
pub struct Newcomer {
    pub session: SessionId,
    pub person: Person,
    pub rights: Rights,
    /// Whether the client negotiated `samling.v1`.
    pub speaks_samling: bool,
    /// Offered in hello, for a new replica.
    pub client_id: u64,
}

pub struct Session {
    pub user: PresenceUser,
    pub rights: Rights,
    pub speaks_samling: bool,
    /// How many updates this connection has sent, step 2 included.
    pub n_received: u64,
    /// What the client has for certain: what it said in step 1, or was sent after that.
    pub state_vector: Bytes,
    /// Updates that came before their predecessors: stock clients send what is typed while they still owe step 2.
    /// Neither merged nor confirmed until the hole is filled.
    pub held: Vec<(Outline, Bytes)>,
    is_asking: bool,
    next_answer_at: Timestamp,
    was_refused: bool,
    lenient_until: Timestamp,
}

impl Session {
    pub fn new(newcomer: Newcomer) -> Self {
        Self {
            user: user(newcomer.person),
            rights: newcomer.rights,
            speaks_samling: newcomer.speaks_samling,
            n_received: 0,
            state_vector: Bytes::from_static(&[0]),
            held: Vec::new(),
            is_asking: false,
            next_answer_at: Timestamp(i64::MIN),
            was_refused: false,
            lenient_until: Timestamp(i64::MIN),
        }
    }

    pub fn person(&self) -> &PersonId {
        &self.user.id
    }

    /// Whether everything it sent is merged. After a refusal the two ends count differently, so nothing is confirmed any
    /// more.
    pub fn may_confirm(&self) -> bool {
        self.speaks_samling && self.held.is_empty() && !self.was_refused
    }

    /// The person may be another in name or role now, or have other rights. Answers whether the session can go on: one
    /// that was refused something must start anew before it may write again.
    pub fn reassess(&mut self, person: Person, rights: Rights, now: Timestamp) -> bool {
        self.user = user(person);
        if self.rights != rights {
            self.rights = rights;
            self.was_refused |= !self.held.is_empty();
            self.held.clear();
            self.lenient_until = now.plus_ms(LENIENCE_MS);
        }
        self.may_go_on()
    }

    /// Whether it can write, or may not.
    pub fn may_go_on(&self) -> bool {
        !(self.was_refused && self.rights == Rights::Write)
    }

    /// Something is refused; answers whether the session may stay.
    pub fn refuse(&mut self, now: Timestamp) -> bool {
        let was_refused = std::mem::replace(&mut self.was_refused, true);
        !was_refused || now < self.lenient_until
    }

    /// Holds an update back; answers whether there is room for it.
    pub fn hold(&mut self, outline: Outline, update: Bytes, max_bytes: usize) -> bool {
        self.held.push((outline, update));
        let n_bytes: usize = self.held.iter().map(|(_, update)| update.len()).sum();
        let outlines = self.held.iter().map(|(outline, _)| outline);
        let n_parts: usize = outlines
            .map(|outline| outline.blocks().len() + outline.deletions().len())
            .sum();
        self.held.len() <= MAX_HELD && n_bytes <= max_bytes && n_parts <= MAX_HELD_PARTS
    }

    /// The session asks for the difference; answered by [`Self::is_due`] in its time.
    pub fn ask(&mut self) {
        self.is_asking = true;
    }

    /// Whether the difference is made now, which counts as made.
    pub fn is_due(&mut self, now: Timestamp) -> bool {
        let is_due = self.is_asking && now >= self.next_answer_at;
        if is_due {
            self.is_asking = false;
            self.next_answer_at = now.plus_ms(ANSWER_EVERY_MS);
        }
        is_due
    }
}

fn user(person: Person) -> PresenceUser {
    PresenceUser {
        hue: person.hue(),
        id: person.id,
        name: person.name,
        role: person.role,
    }
}
