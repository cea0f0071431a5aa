//! One open document as a pure state machine: inputs in, effects out. No socket, no store, no clock.
//!
//! The task around it appends [`Effects::append`] in one transaction, and only then hands out [`Effects::deliver`]:
//! awareness apart, what anyone has been shown is on disk. Rights are looked at per message.

pub mod contents;
mod merging;
mod presence;
pub mod session;

use std::collections::BTreeMap;
use std::fmt;

use bytes::Bytes;
use shared::document::Replica;
use shared::document::admit;
use shared::id::{Generation, PersonId};
use shared::programme::Person;
use shared::protocol::{DecodeError, Hello, Limits, Message, Rights, SCHEMA, close, decode};
use shared::time::Timestamp;

use contents::Contents;
use presence::Presences;
use session::{Newcomer, Session, SessionId};

/// Something the server writes itself, through its own replica. Answers the updates it made.
pub struct Change(pub Box<ChangeFn>);

pub type ChangeFn = dyn FnOnce(&mut Replica) -> Vec<Vec<u8>> + Send;

impl fmt::Debug for Change {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Change")
    }
}

#[derive(Debug)]
pub enum Input {
    Join(Newcomer),
    Frame {
        session: SessionId,
        bytes: Bytes,
    },
    /// The person of this session may be another in name or role now, or have other rights.
    Reassess {
        session: SessionId,
        person: Person,
        rights: Rights,
    },
    /// Updates for this session were left out; now it has read the rest.
    CatchUp {
        session: SessionId,
    },
    Leave {
        session: SessionId,
    },
    Write(Change),
    /// From now on nobody but the server writes, or again whoever may.
    Hold(bool),
    /// About every 100 ms while anyone is here: hands out gathered presence.
    Tick,
}

/// What a slow reader may go without, and at what price.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Left out only if a catch-up follows.
    Update,
    /// Said again soon.
    Awareness,
    /// Never left out.
    Answer,
    /// All the updates that were left out, in one.
    CatchUp,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// From here on the session is shown what everyone is shown.
    Enter { session: SessionId },
    /// From here on the session is shown no updates until it has asked to catch up.
    FallBehind { session: SessionId },
    Send {
        session: SessionId,
        frame: Bytes,
        kind: Kind,
    },
    /// To everyone who has entered.
    Spread {
        frame: Bytes,
        kind: Kind,
        except: Option<SessionId>,
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

/// An update that broke while it was merged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Killer {
    pub sender: PersonId,
    pub update: Bytes,
    pub reason: String,
}

#[derive(Debug, Default)]
pub struct Effects {
    pub append: Vec<Entry>,
    /// Client ids whose first blocks are in `append`, and whose they are from now on.
    pub bind: Vec<(u64, PersonId)>,
    /// In order, and not before `append` is on disk.
    pub deliver: Vec<Delivery>,
    /// The replica may hold half of this: no further input may be handled before [`DocumentRoom::reopen`].
    pub killer: Option<Killer>,
}

/// Why a session is closed.
struct Closing {
    code: u16,
    reason: &'static str,
}

pub struct DocumentRoom {
    contents: Contents,
    generation: Generation,
    limits: Limits,
    /// Whether what the document says was decided just now, so that no change may follow, whatever a session's rights
    /// still are.
    is_held: bool,
    sessions: BTreeMap<SessionId, Session>,
    presence: Presences,
}

impl DocumentRoom {
    pub fn new(generation: Generation, limits: Limits, contents: Contents) -> Self {
        Self {
            contents,
            generation,
            limits,
            is_held: false,
            sessions: BTreeMap::new(),
            presence: Presences::default(),
        }
    }

    /// Goes on with the document as it is on disk, after an update broke it here. Nobody needs to notice.
    pub fn reopen(&mut self, contents: Contents) {
        let broken = std::mem::replace(&mut self.contents, contents);
        self.contents.keep_reservations_of(broken);
    }

    pub fn replica(&self) -> &Replica {
        self.contents.replica()
    }

    /// Whether nobody is here.
    pub fn is_empty(&self) -> bool {
        self.sessions.is_empty()
    }

    /// Takes one input. Effects are added to what is there already, so that a batch shares one commit.
    pub fn handle(&mut self, input: Input, now: Timestamp, effects: &mut Effects) {
        match input {
            Input::Join(newcomer) => self.join(newcomer, effects),
            Input::Frame { session, bytes } => self.frame(session, &bytes, now, effects),
            Input::Reassess {
                session,
                person,
                rights,
            } => self.reassess(session, person, rights, now, effects),
            Input::CatchUp { session } => self.catch_up(session, now, effects),
            Input::Leave { session } => self.leave(session),
            Input::Write(change) => self.write(change, effects),
            Input::Hold(is_held) => self.hold(is_held, effects),
            Input::Tick => self.tick(now, effects),
        }
    }

    fn join(&mut self, newcomer: Newcomer, effects: &mut Effects) {
        let (session, client_id) = (newcomer.session, newcomer.client_id);
        effects.deliver.push(Delivery::Enter { session });
        let joined = Session::new(newcomer);
        if joined.rights == Rights::Write {
            self.contents.reserve(client_id, joined.person());
        }
        if joined.speaks_samling {
            let hello = Message::Hello(Hello {
                schema: SCHEMA,
                generation: self.generation.clone(),
                connection: format!("c{}", session.0),
                client_id,
                rights: joined.rights,
            });
            answer(session, &hello, effects);
        }
        let state_vector = self.contents.replica().state_vector();
        answer(session, &Message::SyncStep1(&state_vector), effects);
        if !self.presence.is_empty() {
            self.show_everyone(session, effects);
        }
        if self.sessions.insert(session, joined).is_some() {
            // An id is minted once a socket; a second use is a fault of ours that must not mix two people up.
            close(
                session,
                Closing {
                    code: close::RESTART,
                    reason: "session id used twice",
                },
                effects,
            );
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
        if let Err(closing) = outcome {
            close(session, closing, effects);
            self.leave(session);
        } else if let Some(joined) = self.sessions.get(&session)
            && joined.speaks_samling
            && joined.n_received > n_before
            && joined.may_confirm()
        {
            answer(session, &Message::Stored(joined.n_received), effects);
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
                self.bring_up_to_date(session, state_vector, effects)
            }
            Message::SyncStep2(update) => {
                within(update, self.limits.step2)?;
                self.update(session, frame.slice_ref(update), now, effects)
            }
            Message::Update(update) => {
                within(update, self.limits.update)?;
                self.update(session, frame.slice_ref(update), now, effects)
            }
            Message::Awareness(bytes) => {
                within(bytes, self.limits.awareness)?;
                admit::awareness(bytes, &self.contents.rules().limits).map_err(inadmissible)?;
                self.meet(session, bytes, now).map_err(malformed)
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

    /// The difference is made once the reader has read everything else, and one at a time: a few bytes must not make the
    /// server hold many copies of the document.
    fn bring_up_to_date(
        &mut self,
        session: SessionId,
        state_vector: &[u8],
        effects: &mut Effects,
    ) -> Result<(), Closing> {
        admit::state_vector(state_vector, &self.contents.rules().limits).map_err(inadmissible)?;
        self.of(session).state_vector = Bytes::copy_from_slice(state_vector);
        effects.deliver.push(Delivery::FallBehind { session });
        Ok(())
    }

    fn catch_up(&mut self, session: SessionId, now: Timestamp, effects: &mut Effects) {
        if let Some(joined) = self.sessions.get_mut(&session) {
            joined.ask();
            self.answer_if_due(session, now, effects);
        }
    }

    fn answer_if_due(&mut self, session: SessionId, now: Timestamp, effects: &mut Effects) {
        if !self.of(session).is_due(now) {
            return;
        }
        let state_vector = Bytes::from(self.contents.replica().state_vector());
        let seen = std::mem::replace(&mut self.of(session).state_vector, state_vector);
        let frame = self
            .contents
            .answer(&seen)
            .expect("it was admitted, or comes from yrs");
        effects.deliver.push(Delivery::Send {
            session,
            frame,
            kind: Kind::CatchUp,
        });
    }

    /// Bounded and checked by whoever made the change; what the document has room for is not asked, because a meeting's
    /// result must not be lost to it.
    fn write(&mut self, Change(change): Change, effects: &mut Effects) {
        for update in self.contents.write(change) {
            effects.deliver.push(Delivery::Spread {
                frame: Message::Update(&update).encode().into(),
                kind: Kind::Update,
                except: None,
            });
            effects.append.push(Entry {
                author: contents::server(),
                update,
            });
        }
    }

    /// What a session may not do is refused once, and then it ends.
    fn refuse(
        &mut self,
        session: SessionId,
        reason: &'static str,
        now: Timestamp,
        effects: &mut Effects,
    ) -> Result<(), Closing> {
        if !self.of(session).refuse(now) {
            return Err(Closing {
                code: close::NOT_ALLOWED,
                reason,
            });
        }
        answer(session, &Message::Denied(reason), effects);
        Ok(())
    }

    fn reassess(
        &mut self,
        session: SessionId,
        person: Person,
        rights: Rights,
        now: Timestamp,
        effects: &mut Effects,
    ) {
        let Some(joined) = self.sessions.get_mut(&session) else {
            return;
        };
        let had = joined.rights;
        if !joined.reassess(person, rights, now) {
            begin_anew(session, effects);
            return self.leave(session);
        }
        if joined.speaks_samling && had != rights {
            answer(session, &Message::Rights(rights), effects);
        }
    }

    /// Whoever was refused something meanwhile begins anew, and sends it again.
    fn hold(&mut self, is_held: bool, effects: &mut Effects) {
        self.is_held = is_held;
        if is_held {
            return;
        }
        let stuck = self.sessions.iter().filter(|(_, one)| !one.may_go_on());
        let stuck: Vec<SessionId> = stuck.map(|(session, _)| *session).collect();
        for session in stuck {
            begin_anew(session, effects);
            self.leave(session);
        }
    }

    fn meet(
        &mut self,
        session: SessionId,
        bytes: &[u8],
        now: Timestamp,
    ) -> Result<(), DecodeError> {
        let joined = &self.sessions[&session];
        let user = &joined.user;
        let may_use = |client_id| self.contents.may_use(client_id, &user.id);
        self.presence.merge(session, user, bytes, now, may_use)?;
        if joined.rights == Rights::Write
            && let Some(client_id) = self.presence.client_id_of(session)
        {
            // Others see this id now, and must not get to write under it first.
            self.contents.reserve(client_id, &user.id);
        }
        Ok(())
    }

    fn leave(&mut self, session: SessionId) {
        self.sessions.remove(&session);
        self.presence.leave(session);
    }

    fn tick(&mut self, now: Timestamp, effects: &mut Effects) {
        let sessions: Vec<SessionId> = self.sessions.keys().copied().collect();
        for session in sessions {
            self.answer_if_due(session, now, effects);
        }
        if let Some(news) = self.presence.news(now) {
            effects.deliver.push(Delivery::Spread {
                frame: Message::Awareness(&news).encode().into(),
                kind: Kind::Awareness,
                except: None,
            });
        }
    }

    fn show_everyone(&self, session: SessionId, effects: &mut Effects) {
        effects.deliver.push(Delivery::Send {
            session,
            frame: Message::Awareness(&self.presence.all()).encode().into(),
            kind: Kind::Awareness,
        });
    }

    /// A session that is here: [`Self::frame`] has looked it up.
    fn of(&mut self, session: SessionId) -> &mut Session {
        self.sessions
            .get_mut(&session)
            .expect("frame() has looked the session up")
    }
}

/// Two ends that count differently start counting again.
fn begin_anew(session: SessionId, effects: &mut Effects) {
    let closing = Closing {
        code: close::RESTART,
        reason: "rights have changed: synchronise again",
    };
    close(session, closing, effects);
}

fn answer(session: SessionId, message: &Message<'_>, effects: &mut Effects) {
    effects.deliver.push(Delivery::Send {
        session,
        frame: message.encode().into(),
        kind: Kind::Answer,
    });
}

fn close(session: SessionId, Closing { code, reason }: Closing, effects: &mut Effects) {
    effects.deliver.push(Delivery::Close {
        session,
        code,
        reason,
    });
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

fn inadmissible(_: admit::Inadmissible) -> Closing {
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
