//! Where this person is in the document, and where the others are.

use crate::awareness::{self, Entry, PeerState, Peers, RENEW_EVERY_MS};
use crate::protocol::{DecodeError, Message};
use crate::time::Timestamp;

/// How many presences one message may hold; a document has at most 500 connections.
const MAX_PEERS: usize = 1_000;

#[derive(Debug, Default)]
pub(super) struct Presence {
    peers: Peers,
    /// What this client says about itself.
    state: Option<PeerState>,
    clock: u64,
    said_at: Timestamp,
}

impl Presence {
    pub fn peers(&self) -> impl Iterator<Item = (u64, &PeerState)> {
        self.peers.iter()
    }

    pub fn everyone_left(&mut self) {
        self.peers.clear();
    }

    /// Takes in what others say; answers whether anybody came, moved or left.
    pub fn meet(&mut self, bytes: &[u8], own_id: u64, now: Timestamp) -> Result<bool, DecodeError> {
        let entries = awareness::decode(bytes, MAX_PEERS)?;
        Ok(self.peers.merge(&entries, own_id, now))
    }

    /// Forgets those who are silent; answers whether there were any.
    pub fn expire(&mut self, now: Timestamp) -> bool {
        self.peers.expire(now)
    }

    /// Answers whether that is news.
    pub fn set(&mut self, state: PeerState) -> bool {
        let is_new = self.state.as_ref() != Some(&state);
        self.state = Some(state);
        is_new
    }

    /// Whether the others would soon think that this client is gone.
    pub fn is_due(&self, now: Timestamp) -> bool {
        now >= self.said_at.plus_ms(RENEW_EVERY_MS)
    }

    /// The frame that says it; none before there is anything to say.
    pub fn say(&mut self, own_id: u64, now: Timestamp) -> Option<Vec<u8>> {
        let state = self.state.as_ref()?;
        self.clock += 1;
        self.said_at = now;
        let entry = Entry {
            client_id: own_id,
            clock: self.clock,
            state: serde_json::to_string(state)
                .expect("plain structs of text and numbers always serialise"),
        };
        let entries = awareness::encode(std::iter::once(&entry));
        Some(Message::Awareness(&entries).encode())
    }
}
