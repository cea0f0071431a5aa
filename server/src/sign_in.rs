//! Minting of links and sessions, and how long each is good.

use shared::id::{DeviceId, PersonId};
use shared::time::{DAY_MS, Timestamp};
use shared::view::{DeviceKind, SignInWay};

use crate::clock;

use crate::secret::Token;
use crate::store::sessions::{NewLink, NewSession, SessionKind};
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

/// A session that is not stored yet, and the token that opens it.
pub fn new_session(
    person: PersonId,
    kind: SessionKind,
    way: SignInWay,
    device: DeviceKind,
    remember: Remember,
    now: Timestamp,
) -> (Token, NewSession) {
    let token = Token::random();
    let (days, idle_days) = match remember {
        Remember::Yes => (REMEMBERED_DAYS, REMEMBERED_IDLE_DAYS),
        Remember::No => (SESSION_DAYS, IDLE_DAYS),
    };
    let session = NewSession {
        id: DeviceId::parse(&clock::new_id()).expect("a new id is an id"),
        token: token.hash(),
        person,
        kind,
        way,
        device,
        meeting: None,
        created_at: now,
        idle_ms: idle_days * DAY_MS,
        expires_at: now.plus_ms(days * DAY_MS),
    };
    (token, session)
}

/// Makes a personal link; the answer is what goes into its address.
pub async fn create_link(
    store: &Store,
    person: PersonId,
    now: Timestamp,
) -> Result<Token, StoreError> {
    let token = Token::random();
    let expires_at = now.plus_ms(LINK_DAYS * DAY_MS);
    store
        .write(Write::CreateLink(NewLink {
            token: token.hash(),
            person,
            created_at: now,
            expires_at,
        }))
        .await?;
    Ok(token)
}

/// Opens a session for a tool or a test.
pub async fn create_bearer(
    store: &Store,
    person: PersonId,
    now: Timestamp,
) -> Result<Token, StoreError> {
    let (token, session) = new_session(
        person,
        SessionKind::Bearer,
        SignInWay::Token,
        DeviceKind::Program,
        Remember::Yes,
        now,
    );
    store.write(Write::CreateSession(session)).await?;
    Ok(token)
}
