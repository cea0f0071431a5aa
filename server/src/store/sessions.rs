//! Who is signed in, and the personal links that sign people in. Only hashes of tokens are kept.

use shared::id::{DeviceId, MeetingId, PersonId, ProgrammeId};
use shared::programme::Person;
use shared::time::Timestamp;
use shared::view::{DeviceKind, SignInWay};

use super::database::Connection;
use super::people::read_id;
use super::{Store, StoreError, read_body, write_word};
use crate::on;
use crate::secret::TokenHash;

/// How a token is shown. One kind is never accepted in the place of the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionKind {
    Cookie,
    Bearer,
}

impl SessionKind {
    fn as_str(self) -> &'static str {
        match self {
            Self::Cookie => "cookie",
            Self::Bearer => "bearer",
        }
    }
}

#[derive(Debug, Clone)]
pub struct NewSession {
    pub id: DeviceId,
    pub token: TokenHash,
    pub person: PersonId,
    pub kind: SessionKind,
    pub way: SignInWay,
    pub device: DeviceKind,
    /// The only meeting it opens, for somebody who was let in.
    pub meeting: Option<MeetingId>,
    pub created_at: Timestamp,
    /// Unseen for this long, it is over.
    pub idle_ms: i64,
    pub expires_at: Timestamp,
}

#[derive(Debug, Clone)]
pub struct NewLink {
    pub token: TokenHash,
    pub person: PersonId,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
}

/// A session that is good now.
#[derive(Debug, Clone)]
pub struct StoredSession {
    pub person: Person,
    pub programme: ProgrammeId,
    pub last_seen_at: Timestamp,
    pub expires_at: Timestamp,
}

/// A link, good or not.
#[derive(Debug, Clone)]
pub struct StoredLink {
    pub person: PersonId,
    pub is_usable: bool,
}

impl Store {
    /// The session of a token, unless it is over or its person is no longer active.
    pub async fn find_session(
        &self,
        token: TokenHash,
        kind: SessionKind,
        now: Timestamp,
    ) -> Result<Option<StoredSession>, StoreError> {
        let row: Option<(String, String, i64, i64)> = on!(&self.readers, |pool| sqlx::query_as(
            "SELECT person.body, person.programme_id, session.last_seen_at, session.expires_at
             FROM session JOIN person ON person.id = session.person_id
             WHERE session.token_hash = $1
               AND session.kind = $2
               AND session.expires_at > $3
               AND session.last_seen_at + session.idle_ms > $3
               AND person.is_active = 1",
        )
        .bind(token.as_bytes())
        .bind(kind.as_str())
        .bind(now.0)
        .fetch_optional(pool)
        .await?);
        row.map(|(person, programme, last_seen_at, expires_at)| {
            Ok(StoredSession {
                person: read_body("person", &person)?,
                programme: read_id("person", &programme)?,
                last_seen_at: Timestamp(last_seen_at),
                expires_at: Timestamp(expires_at),
            })
        })
        .transpose()
    }

    pub async fn find_link(
        &self,
        token: TokenHash,
        now: Timestamp,
    ) -> Result<Option<StoredLink>, StoreError> {
        let row: Option<(String, i64, Option<i64>)> = on!(&self.readers, |pool| sqlx::query_as(
            "SELECT person_id, expires_at, used_at FROM sign_in_link WHERE token_hash = $1",
        )
        .bind(token.as_bytes())
        .fetch_optional(pool)
        .await?);
        row.map(|(person, expires_at, used_at)| {
            let is_usable = used_at.is_none() && expires_at > now.0;
            Ok(StoredLink {
                person: read_id("sign_in_link", &person)?,
                is_usable,
            })
        })
        .transpose()
    }
}

pub async fn create_link(
    connection: &mut Connection<'_>,
    link: &NewLink,
) -> Result<bool, StoreError> {
    on!(connection, |connection| sqlx::query(
        "INSERT INTO sign_in_link (token_hash, person_id, created_at, expires_at, used_at)
         VALUES ($1, $2, $3, $4, NULL)",
    )
    .bind(link.token.as_bytes())
    .bind(link.person.as_str())
    .bind(link.created_at.0)
    .bind(link.expires_at.0)
    .execute(&mut **connection)
    .await
    .map(drop)?);
    Ok(true)
}

/// Whether the link was still good; after this it is not.
pub async fn spend_link(
    connection: &mut Connection<'_>,
    link: TokenHash,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let n_rows = on!(connection, |connection| {
        sqlx::query(
        "UPDATE sign_in_link SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2",
    )
    .bind(link.as_bytes())
    .bind(now.0)
    .execute(&mut **connection).await?.rows_affected()
    });
    Ok(n_rows == 1)
}

pub async fn create_session(
    connection: &mut Connection<'_>,
    session: &NewSession,
) -> Result<bool, StoreError> {
    on!(connection, |connection| {
        sqlx::query(
        "INSERT INTO session (id, token_hash, previous_hash, person_id, kind, way, device, meeting_id,
             created_at, rotated_at, last_seen_at, idle_ms, expires_at)
         VALUES ($1, $2, NULL, $3, $4, $5, $6, $7, $8, $8, $8, $9, $10)",
    )
    .bind(session.id.as_str())
    .bind(session.token.as_bytes())
    .bind(session.person.as_str())
    .bind(session.kind.as_str())
    .bind(write_word(&session.way))
    .bind(write_word(&session.device))
    .bind(session.meeting.as_ref().map(MeetingId::as_str))
    .bind(session.created_at.0)
    .bind(session.idle_ms)
    .bind(session.expires_at.0)
    .execute(&mut **connection)
    .await
    .map(drop)?;
    });
    Ok(true)
}

pub async fn mark_seen(
    connection: &mut Connection<'_>,
    session: TokenHash,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let n_rows = on!(connection, |connection| sqlx::query(
        "UPDATE session SET last_seen_at = $2 WHERE token_hash = $1 AND last_seen_at < $2",
    )
    .bind(session.as_bytes())
    .bind(at.0)
    .execute(&mut **connection)
    .await?
    .rows_affected());
    Ok(n_rows == 1)
}

pub async fn end_session(
    connection: &mut Connection<'_>,
    session: TokenHash,
) -> Result<bool, StoreError> {
    let n_rows = on!(connection, |connection| sqlx::query(
        "DELETE FROM session WHERE token_hash = $1"
    )
    .bind(session.as_bytes())
    .execute(&mut **connection)
    .await?
    .rows_affected());
    Ok(n_rows == 1)
}

pub async fn delete_expired(
    connection: &mut Connection<'_>,
    before: Timestamp,
) -> Result<bool, StoreError> {
    let mut n_deleted = 0;
    for statement in [
        "DELETE FROM session WHERE expires_at <= $1",
        "DELETE FROM sign_in_link WHERE expires_at <= $1",
    ] {
        n_deleted += on!(connection, |connection| sqlx::query(statement)
            .bind(before.0)
            .execute(&mut **connection)
            .await?
            .rows_affected());
    }
    Ok(n_deleted > 0)
}
