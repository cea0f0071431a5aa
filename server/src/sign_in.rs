//! Minting of links and sessions, and how long each is good.

use shared::id::PersonId;
use shared::time::{DAY_MS, Timestamp};

use crate::secret::Token;
use crate::store::sessions::{NewLink, NewSession, SessionKind};
use crate::store::writer::Write;
use crate::store::{Store, StoreError};

const LINK_DAYS: i64 = 14;
const SESSION_DAYS: i64 = 14;
const REMEMBERED_DAYS: i64 = 90;

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
    remember: Remember,
    now: Timestamp,
) -> (Token, NewSession) {
    let token = Token::random();
    let days = match remember {
        Remember::Yes => REMEMBERED_DAYS,
        Remember::No => SESSION_DAYS,
    };
    let expires_at = now.plus_ms(days * DAY_MS);
    let session = NewSession {
        token: token.hash(),
        person,
        kind,
        created_at: now,
        expires_at,
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
    let (token, session) = new_session(person, SessionKind::Bearer, Remember::No, now);
    store.write(Write::CreateSession(session)).await?;
    Ok(token)
}
