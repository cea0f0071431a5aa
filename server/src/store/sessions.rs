//! Who is signed in, on which device. Only hashes of tokens are kept.
//!
//! A token changes now and then. The one before it stays good until the new one is first shown, and a little longer, so
//! that an answer lost on the way throws nobody out.

use shared::id::{DeviceId, MeetingId, PersonId, ProgrammeId};
use shared::programme::Person;
use shared::time::{MINUTE_MS, Timestamp};
use shared::view::{DeviceKind, SignInWay};

use super::database::Connection;
use super::people::read_id;
use super::{Store, StoreError, read_body, read_word, write_word};
use crate::on;
use crate::secret::TokenHash;

/// How long the token before is good once the new one has been shown: requests may be under way with it.
const OVERLAP_MS: i64 = MINUTE_MS;

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
    /// Whether the cookie outlives the browser.
    pub is_remembered: bool,
    /// Unseen for this long, it is over.
    pub idle_ms: i64,
    pub expires_at: Timestamp,
}

/// A new token in the place of one that was shown.
#[derive(Debug, Clone)]
pub struct Rotation {
    pub session: DeviceId,
    pub shown: TokenHash,
    pub new: TokenHash,
    /// As the one who rotates knows it: of several at once, one wins.
    pub rotated_at: Timestamp,
    pub at: Timestamp,
}

/// A session that is good now.
#[derive(Debug, Clone)]
pub struct StoredSession {
    pub id: DeviceId,
    pub person: Person,
    pub programme: ProgrammeId,
    pub scope: Option<MeetingId>,
    pub is_remembered: bool,
    pub rotated_at: Timestamp,
    pub last_seen_at: Timestamp,
    pub expires_at: Timestamp,
    /// Which token was shown.
    pub shown: Shown,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// The token of now; the one before it is gone or going.
    Current,
    /// The token of now for the first time since it changed.
    CurrentAtFirst,
    /// The one before, while nobody has shown the new one.
    BeforeChange,
    /// The one before, which is going.
    Going,
}

/// A session as its person sees it in a list.
#[derive(Debug, Clone)]
pub struct StoredDevice {
    pub id: DeviceId,
    pub device: DeviceKind,
    pub way: SignInWay,
    pub signed_in_at: Timestamp,
    pub last_seen_at: Timestamp,
}

/// Id, person, programme, scope, remembered, rotated, seen, expires; then the token, the one before, and its end.
type Row = (
    String,
    String,
    String,
    Option<String>,
    i64,
    i64,
    i64,
    i64,
    Vec<u8>,
    Option<Vec<u8>>,
    Option<i64>,
);

/// Without a `token` the session was found by its id.
fn read_row(row: Row, token: Option<TokenHash>) -> Result<StoredSession, StoreError> {
    let (id, person, programme, scope, remembered, rotated, seen, expires, current, previous, end) =
        row;
    let is_current = token.is_none_or(|token| current == token.as_bytes());
    let is_settled = previous.is_none() || end.is_some();
    let shown = match (is_current, is_settled) {
        (true, true) => Shown::Current,
        (true, false) => Shown::CurrentAtFirst,
        (false, true) => Shown::Going,
        (false, false) => Shown::BeforeChange,
    };
    let scope = scope.as_deref();
    Ok(StoredSession {
        id: read_id("session", &id)?,
        person: read_body("person", &person)?,
        programme: read_id("person", &programme)?,
        scope: scope.map(|id| read_id("session", id)).transpose()?,
        is_remembered: remembered != 0,
        rotated_at: Timestamp(rotated),
        last_seen_at: Timestamp(seen),
        expires_at: Timestamp(expires),
        shown,
    })
}

impl Store {
    /// The session of a token, unless it is over or its person is no longer active.
    pub async fn find_session(
        &self,
        token: TokenHash,
        kind: SessionKind,
        now: Timestamp,
    ) -> Result<Option<StoredSession>, StoreError> {
        let row: Option<Row> = on!(&self.readers, |pool| {
            sqlx::query_as(
            "SELECT session.id, person.body, person.programme_id, session.meeting_id, session.is_remembered,
                    session.rotated_at, session.last_seen_at, session.expires_at,
                    session.token_hash, session.previous_hash, session.previous_until
             FROM session JOIN person ON person.id = session.person_id
             WHERE (session.token_hash = $1
                    OR session.previous_hash = $1
                       AND (session.previous_until IS NULL OR session.previous_until > $3))
               AND session.kind = $2
               AND session.expires_at > $3
               AND session.last_seen_at + session.idle_ms > $3
               AND person.is_active = 1",
        )
        .bind(token.as_bytes())
        .bind(kind.as_str())
        .bind(now.0)
        .fetch_optional(pool)
        .await?
        });
        row.map(|row| read_row(row, Some(token))).transpose()
    }

    /// A session by its id, for whoever is connected already.
    pub async fn find_device(
        &self,
        id: &DeviceId,
        now: Timestamp,
    ) -> Result<Option<StoredSession>, StoreError> {
        let row: Option<Row> = on!(&self.readers, |pool| {
            sqlx::query_as(
            "SELECT session.id, person.body, person.programme_id, session.meeting_id, session.is_remembered,
                    session.rotated_at, session.last_seen_at, session.expires_at,
                    session.token_hash, session.previous_hash, session.previous_until
             FROM session JOIN person ON person.id = session.person_id
             WHERE session.id = $1
               AND session.expires_at > $2
               AND person.is_active = 1",
        )
        .bind(id.as_str())
        .bind(now.0)
        .fetch_optional(pool)
        .await?
        });
        row.map(|row| read_row(row, None)).transpose()
    }

    /// Where somebody is signed in now, the latest seen first.
    pub async fn load_devices(
        &self,
        person: &PersonId,
        now: Timestamp,
    ) -> Result<Vec<StoredDevice>, StoreError> {
        let rows: Vec<(String, String, String, i64, i64)> =
            on!(&self.readers, |pool| sqlx::query_as(
                "SELECT id, device, way, created_at, last_seen_at FROM session
                 WHERE person_id = $1 AND expires_at > $2 AND last_seen_at + idle_ms > $2
                 ORDER BY last_seen_at DESC, id DESC",
            )
            .bind(person.as_str())
            .bind(now.0)
            .fetch_all(pool)
            .await?);
        let devices = rows
            .iter()
            .map(|(id, device, way, signed_in_at, last_seen_at)| {
                Ok(StoredDevice {
                    id: read_id("session", id)?,
                    device: read_word("session", device)?,
                    way: read_word("session", way)?,
                    signed_in_at: Timestamp(*signed_in_at),
                    last_seen_at: Timestamp(*last_seen_at),
                })
            });
        devices.collect()
    }
}

pub async fn create(
    connection: &mut Connection<'_>,
    session: &NewSession,
) -> Result<bool, StoreError> {
    on!(connection, |connection| {
        sqlx::query(
        "INSERT INTO session (id, token_hash, previous_hash, previous_until, person_id, kind, way, device,
             meeting_id, created_at, rotated_at, last_seen_at, is_remembered, idle_ms, expires_at)
         VALUES ($1, $2, NULL, NULL, $3, $4, $5, $6, $7, $8, $8, $8, $9, $10, $11)",
    )
    .bind(session.id.as_str())
    .bind(session.token.as_bytes())
    .bind(session.person.as_str())
    .bind(session.kind.as_str())
    .bind(write_word(&session.way))
    .bind(write_word(&session.device))
    .bind(session.meeting.as_ref().map(MeetingId::as_str))
    .bind(session.created_at.0)
    .bind(i64::from(session.is_remembered))
    .bind(session.idle_ms)
    .bind(session.expires_at.0)
    .execute(&mut **connection)
    .await
    .map(drop)?;
    });
    Ok(true)
}

/// Notes that a session was shown. When its new token was shown for the first time, the one before it is going.
pub async fn mark_seen(
    connection: &mut Connection<'_>,
    session: &DeviceId,
    shown: Shown,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let previous_until = (shown == Shown::CurrentAtFirst).then_some(at.0 + OVERLAP_MS);
    let n_rows = on!(connection, |connection| sqlx::query(
        "UPDATE session SET
             last_seen_at = CASE WHEN last_seen_at < $2 THEN $2 ELSE last_seen_at END,
             previous_until = COALESCE(previous_until, $3)
         WHERE id = $1",
    )
    .bind(session.as_str())
    .bind(at.0)
    .bind(previous_until)
    .execute(&mut **connection)
    .await?
    .rows_affected());
    Ok(n_rows == 1)
}

/// False when somebody else has changed the token meanwhile.
pub async fn rotate(
    connection: &mut Connection<'_>,
    rotation: &Rotation,
) -> Result<bool, StoreError> {
    let n_rows = on!(connection, |connection| {
        sqlx::query(
        "UPDATE session SET token_hash = $3, previous_hash = $2, previous_until = NULL, rotated_at = $5
         WHERE id = $1 AND rotated_at = $4",
    )
    .bind(rotation.session.as_str())
    .bind(rotation.shown.as_bytes())
    .bind(rotation.new.as_bytes())
    .bind(rotation.rotated_at.0)
    .bind(rotation.at.0)
    .execute(&mut **connection)
    .await?
    .rows_affected()
    });
    Ok(n_rows == 1)
}

/// False when the person has no such session.
pub async fn end(
    connection: &mut Connection<'_>,
    session: &DeviceId,
    person: &PersonId,
) -> Result<bool, StoreError> {
    let n_rows = on!(connection, |connection| sqlx::query(
        "DELETE FROM session WHERE id = $1 AND person_id = $2"
    )
    .bind(session.as_str())
    .bind(person.as_str())
    .execute(&mut **connection)
    .await?
    .rows_affected());
    // The knock that let somebody in would open another session for a moment.
    on!(connection, |connection| sqlx::query(
        "DELETE FROM knock WHERE person_id = $1"
    )
    .bind(person.as_str())
    .execute(&mut **connection)
    .await
    .map(drop)?);
    Ok(n_rows == 1)
}

/// Deletes what has been of no use since `before`.
pub async fn delete_expired(
    connection: &mut Connection<'_>,
    before: Timestamp,
) -> Result<bool, StoreError> {
    let mut n_deleted = 0;
    for statement in [
        "DELETE FROM session WHERE expires_at <= $1 OR last_seen_at + idle_ms <= $1",
        "DELETE FROM sign_in_link WHERE expires_at <= $1",
        "DELETE FROM sign_in_code WHERE expires_at <= $1",
        "DELETE FROM knock WHERE expires_at <= $1 AND answered_at IS NULL",
    ] {
        n_deleted += on!(connection, |connection| sqlx::query(statement)
            .bind(before.0)
            .execute(&mut **connection)
            .await?
            .rows_affected());
    }
    Ok(n_deleted > 0)
}
