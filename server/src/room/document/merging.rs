//! An update on its way from a session into the document: whether it may be, whether anything it builds on is missing yet,
//! and what follows when it is in.

use bytes::Bytes;
use shared::document::admit::{self, Outline};
use shared::protocol::{Message, Rights};
use shared::time::Timestamp;

use super::session::SessionId;
use super::{
    Closing, Delivery, DocumentRoom, Effects, Entry, Killer, Kind, answer, close, inadmissible,
    malformed,
};

impl DocumentRoom {
    pub(super) fn update(
        &mut self,
        session: SessionId,
        update: Bytes,
        now: Timestamp,
        effects: &mut Effects,
    ) -> Result<(), Closing> {
        let outline = Outline::of(&update, &self.contents.rules()).map_err(inadmissible)?;
        let joined = &self.sessions[&session];
        if joined.rights == Rights::Read || self.is_held {
            let has_news = self.contents.replica().has_news(&update);
            if has_news.map_err(malformed)? {
                let reason = "you may read this document, not write in it";
                return self.refuse(session, reason, now, effects);
            }
            self.of(session).n_received += 1;
            return Ok(());
        }
        let person = joined.person();
        let is_own = |client_id| self.contents.may_use(client_id, person);
        if !self.contents.writers(&outline).all(is_own) {
            return self.refuse(
                session,
                "this was written under somebody else's client id",
                now,
                effects,
            );
        }
        if !self
            .contents
            .may_bring_clients(&outline, person, self.limits.state_vector)
        {
            return Err(Closing {
                code: close::TOO_LARGE,
                reason: "the update brings too many client ids",
            });
        }
        self.of(session).n_received += 1;
        if !self.contents.lacks_parts_of(&outline) {
            self.merge(session, &outline, update, effects)?;
            self.merge_held(session, effects);
            return Ok(());
        }
        let max_held = self.limits.step2;
        if self.of(session).hold(outline, update, max_held) {
            return Ok(());
        }
        Err(Closing {
            code: close::RESTART,
            reason: "updates are missing: synchronise again",
        })
    }

    /// What waited, with whomever, for an update that has come now.
    fn merge_held(&mut self, just_heard: SessionId, effects: &mut Effects) {
        let waiting = self.sessions.iter();
        let waiting: Vec<SessionId> = waiting
            .filter(|(_, session)| !session.held.is_empty())
            .map(|(id, _)| *id)
            .collect();
        for session in waiting {
            if let Err(closing) = self.merge_held_of(session, effects) {
                close(session, closing, effects);
                self.leave(session);
            } else if session != just_heard && self.of(session).may_confirm() {
                let n_received = self.of(session).n_received;
                answer(session, &Message::Stored(n_received), effects);
            }
        }
    }

    fn merge_held_of(&mut self, session: SessionId, effects: &mut Effects) -> Result<(), Closing> {
        let mut held = std::mem::take(&mut self.of(session).held);
        while let Some(idx) = held
            .iter()
            .position(|(outline, _)| !self.contents.lacks_parts_of(outline))
        {
            let (outline, update) = held.remove(idx);
            self.merge(session, &outline, update, effects)?;
        }
        self.of(session).held = held;
        Ok(())
    }

    fn merge(
        &mut self,
        session: SessionId,
        outline: &Outline,
        update: Bytes,
        effects: &mut Effects,
    ) -> Result<(), Closing> {
        // What only deletes makes room.
        if !outline.blocks().is_empty()
            && !self.contents.may_grow(update.len(), self.limits.document)
        {
            return Err(Closing {
                code: close::TOO_LARGE,
                reason: "the document is full",
            });
        }
        if !self.contents.has_room_for(outline) {
            return Err(inadmissible(admit::Inadmissible::Misplaced));
        }
        let person = self.sessions[&session].person().clone();
        let writers: Vec<u64> = self.contents.writers(outline).collect();
        match self.contents.merge(&update, outline) {
            Ok(true) => {}
            Ok(false) => return Ok(()),
            Err(error) => {
                effects.killer = Some(Killer {
                    sender: person,
                    update,
                    reason: error.to_string(),
                });
                return Err(Closing {
                    code: close::MALFORMED,
                    reason: "the update broke the document",
                });
            }
        }
        for client_id in writers {
            if self.contents.bind(client_id, &person) {
                effects.bind.push((client_id, person.clone()));
            }
        }
        effects.deliver.push(Delivery::Spread {
            frame: Message::Update(&update).encode().into(),
            kind: Kind::Update,
            except: Some(session),
        });
        effects.append.push(Entry {
            author: person,
            update,
        });
        Ok(())
    }
}
