//! What goes to and fro over one connection: greeting, catching up, changes, and what the server says about them.

use super::frames::Frames;
use super::sent::Sent;
use super::{ClientSync, Effect, Link, SyncError};
use crate::protocol::{Hello, Message, Rights, SCHEMA, close, decode};
use crate::time::Timestamp;

impl ClientSync {
    /// The socket is open.
    pub fn opened(&mut self) {
        self.link = Link::Opening;
        self.sent = Sent::default();
        self.is_refused = false;
        self.outbox.nothing_sent();
    }

    /// The socket was closed with this code.
    pub fn ended(&mut self, code: u16, now: Timestamp, effects: &mut Vec<Effect>) {
        let could_store = self.link != Link::Closed && self.rights == Rights::Write;
        // A network may go at any moment; a server that hangs up on a change has not stored it.
        let hung_up = code != close::ABNORMAL && self.sent.is_waiting();
        let was_fruitless =
            could_store && (!self.sent.has_stored() || hung_up) && !close::is_final(code);
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

    fn owe(&mut self, state_vector: &[u8], effects: &mut Vec<Effect>) {
        if let Link::Greeted { owed, .. } = &mut self.link {
            *owed = Some(state_vector.to_vec());
        }
        self.send_what_may_go(effects);
    }

    /// Nothing is sent before the device has settled it: first the answer to step 1, which holds all that waits, then
    /// each later change as it comes.
    pub(super) fn send_what_may_go(&mut self, effects: &mut Vec<Effect>) {
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
            self.sent.add(diff.len());
            effects.push(Effect::Send(Message::SyncStep2(&diff).encode()));
        }
        if *answered {
            let mut frames = Frames::default();
            while let Some(update) = self.outbox.send_next(self.sent.next()) {
                self.sent.add(update.len());
                frames.add(&Message::Update(update).encode());
            }
            effects.extend(frames.finish().into_iter().map(Effect::Send));
        }
    }

    fn merge(&mut self, update: &[u8], effects: &mut Vec<Effect>) -> Result<(), SyncError> {
        if self.replica.apply(update)? {
            effects.push(Effect::Merged(update.to_vec()));
            effects.push(Effect::DocumentChanged);
        }
        Ok(())
    }

    fn confirm(&mut self, n_stored: u64, effects: &mut Vec<Effect>) {
        if self.is_refused {
            return; // the two ends count differently from then on
        }
        self.sent.confirm(n_stored);
        self.storing.succeeded();
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
}
