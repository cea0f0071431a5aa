//! One open document as a pure state machine: inputs in, effects out. No socket, no store, no clock.
//!
//! The task around it appends [`Effects::append`] in one transaction, and only then hands out [`Effects::deliver`]:
//! awareness apart, what anyone has been shown is on disk. Rights are looked at per message.

mod presence;

use std::collections::BTreeMap;

use bytes::Bytes;
use shared::awareness::PresenceUser;
use shared::document::admit::{self, Inadmissible, Nesting, Outline};
use shared::document::assessment;
use shared::document::{ApplyError, Replica};
use shared::id::{Generation, PersonId};
use shared::programme::Person;
use shared::protocol::{DecodeError, Hello, Limits, Message, Rights, SCHEMA, close, decode};
use shared::time::Timestamp;
use thiserror::Error;

use presence::Presences;

/// The client id of the server's replica, which reads and never writes.
const SERVER_CLIENT_ID: u64 = 0;
/// How many updates of one session may wait for the one before them.
const MAX_HELD: usize = 64;

/// One live socket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SessionId(pub u64);

#[derive(Debug)]
pub enum Input {
    Join {
        session: SessionId,
        person: Person,
        may_write: bool,
        /// Whether the client negotiated `samling.v1`.
        speaks_samling: bool,
        /// Offered in hello, for a new replica.
        client_id: u64,
    },
    Frame {
        session: SessionId,
        bytes: Bytes,
    },
    Leave {
        session: SessionId,
    },
    /// About every 100 ms while anyone is here: hands out gathered presence.
    Tick,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    Send {
        session: SessionId,
        frame: Bytes,
    },
    Close {
        session: SessionId,
        code: u16,
        reason: &'static str,
    },
}

/// An update that must be kept, as received.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub author: PersonId,
    pub update: Bytes,
}

#[derive(Debug, Default)]
pub struct Effects {
    pub append: Vec<Entry>,
    /// In order, and not before `append` is on disk.
    pub deliver: Vec<Delivery>,
    /// The replica may hold half an update: end the room, and open it anew from the log.
    pub is_damaged: bool,
}

/// The log does not give a document.
#[derive(Debug, Error)]
#[error("update {update_idx} of the log cannot be merged: {source}")]
pub struct DamagedLog {
    pub update_idx: usize,
    pub source: ApplyError,
}

/// Why a session is closed.
struct Closing {
    code: u16,
    reason: &'static str,
}

struct Session {
    user: PresenceUser,
    person: PersonId,
    may_write: bool,
    speaks_samling: bool,
    /// How many updates this connection has sent, step 2 included.
    n_received: u64,
    was_refused: bool,
    /// Updates that came before their predecessors: stock clients send what is typed while they still owe step 2.
    /// Neither merged nor confirmed until the hole is filled.
    held: Vec<(Outline, Bytes)>,
}

pub struct DocumentRoom {
    replica: Replica,
    generation: Generation,
    limits: Limits,
    sessions: BTreeMap<SessionId, Session>,
    presence: Presences,
    nesting: Nesting,
}

impl DocumentRoom {
    /// Opens a document from the updates of its log, in order.
    pub fn open<'a>(
        generation: Generation,
        limits: Limits,
        updates: impl Iterator<Item = &'a [u8]>,
    ) -> Result<Self, DamagedLog> {
        let mut room = Self {
            replica: Replica::new(SERVER_CLIENT_ID),
            generation,
            limits,
            sessions: BTreeMap::new(),
            presence: Presences::default(),
            nesting: Nesting::default(),
        };
        for (update_idx, update) in updates.enumerate() {
            if let Ok(outline) = Outline::of(update, &assessment::rules(admit::Limits::NONE)) {
                room.nesting.accept(&outline, &room.replica);
            }
            room.replica
                .apply(update)
                .map_err(|source| DamagedLog { update_idx, source })?;
        }
        Ok(room)
    }

    pub fn replica(&self) -> &Replica {
        &self.replica
    }

    /// Whether nobody is here.
    pub fn is_empty(&self) -> bool {
        self.sessions.is_empty()
    }

    /// Takes one input. Effects are added to what is there already, so that a batch shares one commit.
    pub fn handle(&mut self, input: Input, now: Timestamp, effects: &mut Effects) {
        match input {
            Input::Join {
                session,
                person,
                may_write,
                speaks_samling,
                client_id,
            } => {
                self.join(session, person, may_write, speaks_samling, effects);
                self.greet(session, client_id, effects);
            }
            Input::Frame { session, bytes } => self.frame(session, &bytes, now, effects),
            Input::Leave { session } => self.leave(session),
            Input::Tick => self.tick(now, effects),
        }
    }

    fn join(
        &mut self,
        session: SessionId,
        person: Person,
        may_write: bool,
        speaks_samling: bool,
        effects: &mut Effects,
    ) {
        let user = PresenceUser {
            hue: person.hue(),
            id: person.id.clone(),
            name: person.name,
            role: person.role,
        };
        let joined = Session {
            user,
            person: person.id,
            may_write,
            speaks_samling,
            n_received: 0,
            was_refused: false,
            held: Vec::new(),
        };
        if self.sessions.insert(session, joined).is_some() {
            // An id is minted once a socket; a second use is a fault of ours that must not mix two people up.
            effects.deliver.push(Delivery::Close {
                session,
                code: close::RESTART,
                reason: "session id used twice",
            });
        }
    }

    fn greet(&self, session: SessionId, client_id: u64, effects: &mut Effects) {
        let Some(joined) = self.sessions.get(&session) else {
            return;
        };
        if joined.speaks_samling {
            let hello = Message::Hello(Hello {
                schema: SCHEMA,
                generation: self.generation.clone(),
                connection: format!("c{}", session.0),
                client_id,
                rights: if joined.may_write {
                    Rights::Write
                } else {
                    Rights::Read
                },
            });
            send(session, &hello, effects);
        }
        send(
            session,
            &Message::SyncStep1(&self.replica.state_vector()),
            effects,
        );
        if !self.presence.is_empty() {
            self.show_everyone(session, effects);
        }
    }

    fn frame(&mut self, session: SessionId, frame: &Bytes, now: Timestamp, effects: &mut Effects) {
        let Some(n_before) = self.sessions.get(&session).map(|joined| joined.n_received) else {
            return; // it was closed a moment ago, and what it had under way comes too late
        };
        let outcome = decode(frame).map_err(malformed).and_then(|messages| {
            messages
                .into_iter()
                .try_for_each(|message| self.message(session, frame, &message, now, effects))
        });
        if let Err(Closing { code, reason }) = outcome {
            effects.deliver.push(Delivery::Close {
                session,
                code,
                reason,
            });
            self.leave(session);
        } else if let Some(joined) = self.sessions.get(&session)
            && joined.speaks_samling
            && joined.n_received > n_before
            && joined.held.is_empty()
        {
            send(session, &Message::Stored(joined.n_received), effects);
        }
    }

    fn message(
        &mut self,
        session: SessionId,
        frame: &Bytes,
        message: &Message<'_>,
        now: Timestamp,
        effects: &mut Effects,
    ) -> Result<(), Closing> {
        match *message {
            Message::SyncStep1(state_vector) => {
                within(state_vector, self.limits.state_vector)?;
                admit::state_vector(state_vector, &rules().limits).map_err(inadmissible)?;
                let diff = self.replica.diff(state_vector).map_err(malformed)?;
                send(session, &Message::SyncStep2(&diff), effects);
                Ok(())
            }
            Message::SyncStep2(update) => {
                within(update, self.limits.step2)?;
                self.update(session, frame.slice_ref(update), effects)
            }
            Message::Update(update) => {
                within(update, self.limits.update)?;
                self.update(session, frame.slice_ref(update), effects)
            }
            Message::Awareness(bytes) => {
                within(bytes, self.limits.awareness)?;
                admit::awareness(bytes, &rules().limits).map_err(inadmissible)?;
                let user = &self.sessions[&session].user;
                self.presence
                    .merge(session, user, bytes, now)
                    .map_err(malformed)
            }
            Message::QueryAwareness => {
                // Always answered: clients also ask to find out whether the socket is still alive.
                self.show_everyone(session, effects);
                Ok(())
            }
            Message::Denied(_) | Message::Hello(_) | Message::Stored(_) | Message::Rights(_) => {
                Err(Closing {
                    code: close::MALFORMED,
                    reason: "only the server sends messages of this type",
                })
            }
        }
    }

    fn update(
        &mut self,
        session: SessionId,
        update: Bytes,
        effects: &mut Effects,
    ) -> Result<(), Closing> {
        let outline = Outline::of(&update, &rules()).map_err(inadmissible)?;
        let joined = self
            .sessions
            .get_mut(&session)
            .expect("frame() has looked the session up");
        if !joined.may_write {
            return self.refuse_news(session, &update, effects);
        }
        joined.n_received += 1;
        if self.replica.lacks_parts_of(&outline) {
            joined.held.push((outline, update));
            let n_bytes: usize = joined.held.iter().map(|(_, update)| update.len()).sum();
            if joined.held.len() > MAX_HELD || n_bytes > self.limits.step2 {
                return Err(Closing {
                    code: close::RESTART,
                    reason: "updates are missing: synchronise again",
                });
            }
            return Ok(());
        }
        let mut held = std::mem::take(&mut joined.held);
        self.merge(session, &outline, update, effects)?;
        while let Some(idx) = held
            .iter()
            .position(|(outline, _)| !self.replica.lacks_parts_of(outline))
        {
            let (outline, update) = held.remove(idx);
            self.merge(session, &outline, update, effects)?;
        }
        self.sessions
            .get_mut(&session)
            .expect("frame() has looked the session up")
            .held = held;
        Ok(())
    }

    fn merge(
        &mut self,
        session: SessionId,
        outline: &Outline,
        update: Bytes,
        effects: &mut Effects,
    ) -> Result<(), Closing> {
        if !self.nesting.accept(outline, &self.replica) {
            return Err(inadmissible(Inadmissible::Misplaced));
        }
        match self.replica.apply(&update) {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            Err(ApplyError::Malformed(error)) => return Err(malformed(error)),
            Err(ApplyError::Damaged(_)) => {
                effects.is_damaged = true;
                return Err(Closing {
                    code: close::MALFORMED,
                    reason: "the update broke while it was merged",
                });
            }
        }
        let frame = Bytes::from(Message::Update(&update).encode());
        for other in self.sessions.keys().filter(|other| **other != session) {
            effects.deliver.push(Delivery::Send {
                session: *other,
                frame: frame.clone(),
            });
        }
        effects.append.push(Entry {
            author: self.sessions[&session].person.clone(),
            update,
        });
        Ok(())
    }

    /// A reader's answer to step 1 that adds nothing is fine; news is refused once, and then the session ends.
    fn refuse_news(
        &mut self,
        session: SessionId,
        update: &[u8],
        effects: &mut Effects,
    ) -> Result<(), Closing> {
        if !self.replica.has_news(update).map_err(malformed)? {
            return Ok(());
        }
        let joined = self
            .sessions
            .get_mut(&session)
            .expect("frame() has looked the session up");
        if joined.was_refused {
            return Err(Closing {
                code: close::NOT_ALLOWED,
                reason: "you may read this document, not write in it",
            });
        }
        joined.was_refused = true;
        send(
            session,
            &Message::Denied("you may read this document, not write in it"),
            effects,
        );
        Ok(())
    }

    fn leave(&mut self, session: SessionId) {
        self.sessions.remove(&session);
        self.presence.leave(session);
    }

    fn tick(&mut self, now: Timestamp, effects: &mut Effects) {
        let Some(news) = self.presence.news(now) else {
            return;
        };
        let frame = Bytes::from(Message::Awareness(&news).encode());
        for session in self.sessions.keys() {
            effects.deliver.push(Delivery::Send {
                session: *session,
                frame: frame.clone(),
            });
        }
    }

    fn show_everyone(&self, session: SessionId, effects: &mut Effects) {
        send(session, &Message::Awareness(&self.presence.all()), effects);
    }
}

fn send(session: SessionId, message: &Message<'_>, effects: &mut Effects) {
    effects.deliver.push(Delivery::Send {
        session,
        frame: Bytes::from(message.encode()),
    });
}

fn rules() -> admit::Rules {
    assessment::rules(admit::Limits::default())
}

fn within(bytes: &[u8], limit: usize) -> Result<(), Closing> {
    if bytes.len() > limit {
        return Err(Closing {
            code: close::TOO_LARGE,
            reason: "the message is too large",
        });
    }
    Ok(())
}

fn inadmissible(_: Inadmissible) -> Closing {
    Closing {
        code: close::MALFORMED,
        reason: "the update is not one of this document",
    }
}

fn malformed(_: DecodeError) -> Closing {
    Closing {
        code: close::MALFORMED,
        reason: "not a message of this protocol",
    }
}

#[cfg(test)]
mod tests;
