//! Minting of links and sessions, and how long each is good.

use shared::id::{DeviceId, PersonId};
use shared::time::{DAY_MS, Timestamp};
use shared::view::{DeviceKind, SignInWay};

use crate::clock;
use crate::secret::Token;
use crate::store::links::NewLink;
use crate::store::sessions::{NewSession, SessionKind};
use crate::store::writer::Write;
use crate::store::{Store, StoreError};

const LINK_DAYS: i64 = 14;
const SESSION_DAYS: i64 = 14;
const REMEMBERED_DAYS: i64 = 90;
/// Unseen for this long, a device is signed out.
const IDLE_DAYS: i64 = 7;
const REMEMBERED_IDLE_DAYS: i64 = 45;

/// Whether a device may stay signed in after the browser is closed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Remember {
    Yes,
    No,
}

impl From<bool> for Remember {
    fn from(remember: bool) -> Self {
        if remember { Self::Yes } else { Self::No }
    }
}

/// How somebody came in, and on what.
#[derive(Debug, Clone, Copy)]
pub struct Entry {
    pub kind: SessionKind,
    pub way: SignInWay,
    pub device: DeviceKind,
    pub remember: Remember,
}

/// A session that is not stored yet, and the token that opens it.
pub fn new_session(person: PersonId, entry: Entry, now: Timestamp) -> (Token, NewSession) {
    let token = Token::random();
    let (days, idle_days) = match entry.remember {
        Remember::Yes => (REMEMBERED_DAYS, REMEMBERED_IDLE_DAYS),
        Remember::No => (SESSION_DAYS, IDLE_DAYS),
    };
    let session = NewSession {
        id: DeviceId::parse(&clock::new_id()).expect("a new id is an id"),
        token: token.hash(),
        person,
        kind: entry.kind,
        way: entry.way,
        device: entry.device,
        meeting: None,
        created_at: now,
        is_remembered: entry.remember == Remember::Yes,
        idle_ms: idle_days * DAY_MS,
        expires_at: now.plus_ms(days * DAY_MS),
    };
    (token, session)
}

/// A link that is not stored yet, and what goes into its address.
pub fn new_link(person: PersonId, good_for_ms: i64, now: Timestamp) -> (Token, NewLink) {
    let token = Token::random();
    let link = NewLink {
        token: token.hash(),
        person,
        created_at: now,
        expires_at: now.plus_ms(good_for_ms),
    };
    (token, link)
}

/// Makes a personal link that is good for two weeks; the answer is what goes into its address.
pub async fn create_link(
    store: &Store,
    person: PersonId,
    now: Timestamp,
) -> Result<Token, StoreError> {
    let (token, link) = new_link(person, LINK_DAYS * DAY_MS, now);
    store.write(Write::CreateLink(link)).await?;
    Ok(token)
}

/// Opens a session for a tool or a test.
pub async fn create_bearer(
    store: &Store,
    person: PersonId,
    now: Timestamp,
) -> Result<Token, StoreError> {
    let entry = Entry {
        kind: SessionKind::Bearer,
        way: SignInWay::Token,
        device: DeviceKind::Program,
        remember: Remember::Yes,
    };
    let (token, session) = new_session(person, entry, now);
    store.write(Write::CreateSession(session)).await?;
    Ok(token)
}
