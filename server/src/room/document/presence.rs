//! Who is here, as their clients say it and the server stamps it. Gathered, and told about ten times a second.

use std::collections::BTreeMap;

use shared::awareness::{self, EXPIRES_AFTER_MS, Entry, PresenceUser};
use shared::document::MAX_CLIENT_ID;
use shared::protocol::DecodeError;
use shared::time::Timestamp;

use super::SessionId;

/// How many lines one awareness message of a client may hold. Stock clients also report on others, which is ignored.
const MAX_ENTRIES: usize = 1_000;

/// What one client says about itself, stamped with who it is.
struct Presence {
    session: SessionId,
    entry: Entry,
    seen_at: Timestamp,
    is_dirty: bool,
}

/// Everyone's presence in one document, by client id.
#[derive(Default)]
pub(super) struct Presences {
    known: BTreeMap<u64, Presence>,
    /// Clients that left since the last [`Presences::news`].
    departed: Vec<Entry>,
}

impl Presences {
    pub fn is_empty(&self) -> bool {
        self.known.is_empty()
    }

    /// Everyone who is here, as one awareness message.
    pub fn all(&self) -> Vec<u8> {
        let entries: Vec<Entry> = self
            .known
            .values()
            .map(|presence| presence.entry.clone())
            .collect();
        awareness::encode(entries.iter())
    }

    /// Takes in what a client says about itself. What it says about others is left out: `may_use` knows whose a client id
    /// is.
    pub fn merge(
        &mut self,
        session: SessionId,
        user: &PresenceUser,
        bytes: &[u8],
        now: Timestamp,
        may_use: impl Fn(u64) -> bool,
    ) -> Result<(), DecodeError> {
        for entry in awareness::decode(bytes, MAX_ENTRIES)? {
            if !may_use(entry.client_id) || !self.is_own(session, entry.client_id) {
                continue;
            }
            if entry.state == "null" {
                let is_late = |known: &Presence| entry.clock < known.entry.clock;
                if self
                    .known
                    .get(&entry.client_id)
                    .is_some_and(|known| !is_late(known))
                {
                    self.known.remove(&entry.client_id);
                    self.departed.push(entry);
                }
                continue;
            }
            let state = awareness::stamp(&entry.state, user)?;
            let known = self.known.get(&entry.client_id);
            if known.is_none_or(|known| entry.clock > known.entry.clock) {
                let entry = Entry { state, ..entry };
                let presence = Presence {
                    session,
                    entry,
                    seen_at: now,
                    is_dirty: true,
                };
                self.known.insert(presence.entry.client_id, presence);
            }
        }
        Ok(())
    }

    /// A session speaks for one client id: the first it used. A person who comes back may do so before the server has
    /// noticed that the old socket is dead, so a client id follows its person to a new session.
    fn is_own(&self, session: SessionId, client_id: u64) -> bool {
        client_id <= MAX_CLIENT_ID
            && (self.known.contains_key(&client_id) || self.client_id_of(session).is_none())
    }

    /// The client id that a session speaks for.
    pub fn client_id_of(&self, session: SessionId) -> Option<u64> {
        let mut known = self.known.iter();
        known
            .find(|(_, presence)| presence.session == session)
            .map(|(client_id, _)| *client_id)
    }

    pub fn leave(&mut self, session: SessionId) {
        self.depart(|presence| presence.session == session);
    }

    /// What has changed since the last time, as one awareness message; none when nothing has.
    pub fn news(&mut self, now: Timestamp) -> Option<Vec<u8>> {
        self.depart(|presence| now >= presence.seen_at.plus_ms(EXPIRES_AFTER_MS));
        let mut news = std::mem::take(&mut self.departed);
        for presence in self.known.values_mut() {
            if std::mem::take(&mut presence.is_dirty) {
                news.push(presence.entry.clone());
            }
        }
        (!news.is_empty()).then(|| awareness::encode(news.iter()))
    }

    fn depart(&mut self, is_gone: impl Fn(&Presence) -> bool) {
        for (client_id, presence) in self.known.extract_if(.., |_, presence| is_gone(presence)) {
            let clock = presence.entry.clock + 1;
            self.departed.push(Entry {
                client_id,
                clock,
                state: "null".into(),
            });
        }
    }
}
