//! What components may know about a document, as plain values.

use shared::document::Sticky;
use shared::id::PersonId;
use shared::protocol::close;
use shared::rights::Role;
use shared::sync::SaveState;
use shared::time::Timestamp;

/// Shorter than this, an absent network is nobody's business (UX 10).
const SAYS_NOTHING_MS: i64 = 5_000;
const SAYS_BRIEFLY_MS: i64 = 30_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Save {
    pub state: SaveState,
    /// When the server last confirmed that it has everything.
    pub at: Option<Timestamp>,
}

/// What is said about the network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offline {
    /// Online, or away for a moment.
    No,
    Briefly,
    Still,
    /// The server said that it goes away for a moment.
    Restarting,
    /// The server said that too many are here.
    Crowded,
}

impl Offline {
    /// After so many milliseconds without the server, which had closed the connection with this code.
    pub fn after(down_ms: Option<i64>, code: u16) -> Self {
        match (down_ms, code) {
            (None, _) => Self::No,
            (Some(down_ms), _) if down_ms < SAYS_NOTHING_MS => Self::No,
            (Some(_), close::OVERLOADED) => Self::Crowded,
            (Some(down_ms), _) if down_ms >= SAYS_BRIEFLY_MS => Self::Still,
            (Some(_), close::RESTART) => Self::Restarting,
            (Some(_), _) => Self::Briefly,
        }
    }

    pub fn is_shown(self) -> bool {
        self != Self::No
    }
}

/// Why writing together has come to an end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    SignedOut,
    NotAllowed,
    Gone,
    TooOld,
    /// The server did not understand what this page sent.
    Malformed,
    TooLarge,
}

/// Somebody else who has the document open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peer {
    pub client_id: u64,
    pub person: PersonId,
    pub name: String,
    pub role: Role,
    pub hue: usize,
    /// The path of the field they are in.
    pub field: Option<String>,
    pub head: Option<Sticky>,
    /// When the caret last moved, as seen here.
    pub moved_at: Timestamp,
}

impl Peer {
    pub fn first_name(&self) -> String {
        self.name
            .split_whitespace()
            .next()
            .unwrap_or(&self.name)
            .to_owned()
    }
}
