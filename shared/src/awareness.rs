//! Presence: who is here, and where their caret stands. Kept nowhere; gone after a reload.
//!
//! The wire is y-protocols awareness v1: a list of (client id, clock, JSON). A state of `null` means "has left".

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::document::Sticky;
use crate::id::PersonId;
use crate::rights::Role;
use crate::time::Timestamp;
use crate::wire::{DecodeError, Reader, write_bytes, write_number};

/// A state that has not been renewed for this long is gone.
pub const EXPIRES_AFTER_MS: i64 = 30_000;
/// How often an unchanged state is said again.
pub const RENEW_EVERY_MS: i64 = 15_000;

/// Who a presence belongs to. The server writes it from the session; what a client claims is overwritten.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PresenceUser {
    pub id: PersonId,
    pub name: String,
    pub role: Role,
    /// The person's hue as a place in the palette of ten (UX 3.1).
    pub hue: usize,
}

/// What a client says about itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeerState {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<PresenceUser>,
    /// The shared text the person is writing in, as a `TextKey`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// Where the selection begins and where the caret stands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anchor: Option<Sticky>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub head: Option<Sticky>,
}

/// One line of an awareness message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub client_id: u64,
    pub clock: u64,
    /// JSON; `null` when the client has left.
    pub state: String,
}

/// Takes an awareness message apart. `max_entries` bounds what a stranger can make us allocate.
pub fn decode(bytes: &[u8], max_entries: usize) -> Result<Vec<Entry>, DecodeError> {
    let mut reader = Reader::new(bytes);
    let n_entries = usize::try_from(reader.number()?).map_err(|_| DecodeError::NumberTooLarge)?;
    if n_entries > max_entries {
        return Err(DecodeError::TooLarge { limit: max_entries });
    }
    let mut entries = Vec::with_capacity(n_entries);
    for _ in 0..n_entries {
        let client_id = reader.number()?;
        let clock = reader.number()?;
        let state = reader.text()?.to_owned();
        entries.push(Entry {
            client_id,
            clock,
            state,
        });
    }
    reader.finish()?;
    Ok(entries)
}

pub fn encode<'a>(entries: impl ExactSizeIterator<Item = &'a Entry>) -> Vec<u8> {
    let mut out = Vec::new();
    write_number(&mut out, entries.len() as u64);
    for entry in entries {
        write_number(&mut out, entry.client_id);
        write_number(&mut out, entry.clock);
        write_bytes(&mut out, entry.state.as_bytes());
    }
    out
}

/// Puts the session's person into a state that a client sent. A state that is no JSON object is an error.
pub fn stamp(state: &str, user: &PresenceUser) -> Result<String, DecodeError> {
    let Ok(Value::Object(mut object)) = serde_json::from_str(state) else {
        return Err(DecodeError::Json);
    };
    let user = serde_json::to_value(user).expect("text and numbers always serialise");
    object.insert("user".into(), user);
    Ok(Value::Object(object).to_string())
}

/// The presence of the others, as one client knows it.
#[derive(Debug, Default)]
pub struct Peers {
    known: BTreeMap<u64, Peer>,
}

#[derive(Debug)]
struct Peer {
    clock: u64,
    seen_at: Timestamp,
    /// None once the client has left; kept so that a late message cannot bring it back.
    state: Option<PeerState>,
}

impl Peers {
    /// Takes in a message; true when something a person could see has changed.
    /// A state this client cannot read counts as present without a caret.
    pub fn merge(&mut self, entries: &[Entry], own_client_id: u64, now: Timestamp) -> bool {
        let mut changed = false;
        for entry in entries
            .iter()
            .filter(|entry| entry.client_id != own_client_id)
        {
            let state = match entry.state.as_str() {
                "null" => None,
                json => Some(serde_json::from_str(json).unwrap_or_default()),
            };
            let known = self.known.get(&entry.client_id);
            let is_news = known.is_none_or(|peer| {
                entry.clock > peer.clock
                    || (entry.clock == peer.clock && state.is_none() && peer.state.is_some())
            });
            if is_news {
                changed |= known.map_or(state.is_some(), |peer| peer.state != state);
                let peer = Peer {
                    clock: entry.clock,
                    seen_at: now,
                    state,
                };
                self.known.insert(entry.client_id, peer);
            }
        }
        changed
    }

    /// Forgets those who have been silent too long; true when somebody was.
    pub fn expire(&mut self, now: Timestamp) -> bool {
        let before = self.known.len();
        self.known
            .retain(|_, peer| now < peer.seen_at.plus_ms(EXPIRES_AFTER_MS));
        self.known.len() != before
    }

    pub fn clear(&mut self) {
        self.known.clear();
    }

    /// Those who are here, by client id.
    pub fn iter(&self) -> impl Iterator<Item = (u64, &PeerState)> {
        self.known
            .iter()
            .filter_map(|(client_id, peer)| Some((*client_id, peer.state.as_ref()?)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(client_id: u64, clock: u64, state: &str) -> Entry {
        Entry {
            client_id,
            clock,
            state: state.into(),
        }
    }

    #[test]
    fn a_message_comes_back_and_a_bad_one_does_not() {
        let entries = [entry(1, 2, "{}"), entry(u64::MAX, 0, "null")];
        let bytes = encode(entries.iter());
        assert_eq!(decode(&bytes, 2).unwrap(), entries);
        assert_eq!(decode(&bytes, 1), Err(DecodeError::TooLarge { limit: 1 }));
        assert_eq!(
            decode(&bytes[..bytes.len() - 1], 2),
            Err(DecodeError::Truncated)
        );
    }

    #[test]
    fn the_server_decides_who_a_presence_is() {
        let id = PersonId::parse("kari").unwrap();
        let user = PresenceUser {
            id,
            name: "Kari".into(),
            role: Role::Chair,
            hue: 3,
        };
        let stamped = stamp(r#"{"user":{"name":"Ordføreren"},"field":"x"}"#, &user).unwrap();
        let state: PeerState = serde_json::from_str(&stamped).unwrap();
        assert_eq!(state.user, Some(user.clone()));
        assert_eq!(state.field.as_deref(), Some("x"));
        assert_eq!(stamp("[]", &user), Err(DecodeError::Json));
    }

    #[test]
    fn peers_come_move_leave_and_expire() {
        let mut peers = Peers::default();
        let at = Timestamp;
        assert!(peers.merge(&[entry(1, 1, r#"{"field":"a"}"#)], 9, at(0)));
        assert!(
            !peers.merge(&[entry(1, 1, r#"{"field":"b"}"#)], 9, at(1)),
            "an old clock is no news"
        );
        assert!(
            !peers.merge(&[entry(1, 2, r#"{"field":"a"}"#)], 9, at(2)),
            "renewed, nothing to see"
        );
        assert!(
            !peers.merge(&[entry(9, 1, "{}")], 9, at(3)),
            "oneself is not a peer"
        );
        assert_eq!(peers.iter().count(), 1);
        assert!(peers.merge(&[entry(1, 2, "null")], 9, at(4)));
        assert_eq!(peers.iter().count(), 0);
        assert!(
            !peers.merge(&[entry(1, 2, "{}")], 9, at(5)),
            "who left stays gone"
        );
        assert!(peers.merge(&[entry(2, 1, "{}")], 9, at(6)));
        assert!(!peers.expire(at(29_999)));
        assert!(peers.expire(at(6 + EXPIRES_AFTER_MS)));
    }
}
