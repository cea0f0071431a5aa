//! What is kept about somebody, the address of their calendar, and what is deleted when it has been kept long enough.

use serde::Serialize;
use shared::id::{DocumentId, MeetingId, PersonId, ProgrammeId};
use shared::lobby::Attendance;
use shared::time::Timestamp;
use shared::view::{AuditEntry, Kept};

use super::database::Connection;
use super::people::read_id;
use super::{Store, StoreError};
use crate::on;
use crate::secret::TokenHash;

/// A stay in a meeting.
#[derive(Debug, Clone, Serialize)]
pub struct Stay {
    pub meeting: MeetingId,
    #[serde(flatten)]
    pub times: Attendance,
}

/// That a mail was written, and how it went.
#[derive(Debug, Clone, Serialize)]
pub struct MailTrace {
    pub kind: String,
    pub at: Timestamp,
    pub state: String,
}

/// A document that somebody has written in, and since when, on one page of a browser.
#[derive(Debug, Clone, Serialize)]
pub struct Writing {
    pub document: DocumentId,
    pub since: Timestamp,
}

impl Store {
    /// How much of each kind is kept about somebody, apart from the meetings that list them and what was said in those.
    pub async fn count_kept(&self, person: &PersonId) -> Result<Kept, StoreError> {
        let count = async |sql: &'static str| -> Result<usize, StoreError> {
            let (n_rows,): (i64,) = on!(&self.readers, |pool| sqlx::query_as(sql)
                .bind(person.as_str())
                .fetch_one(pool)
                .await?);
            Ok(usize::try_from(n_rows).unwrap_or(0))
        };
        Ok(Kept {
            meetings: 0,
            proceedings: 0,
            attendance: count("SELECT COUNT(*) FROM attendance WHERE person_id = $1").await?,
            mails: count("SELECT COUNT(*) FROM mail WHERE person_id = $1").await?,
            audit: count("SELECT COUNT(*) FROM audit WHERE person_id = $1 OR subject_id = $1")
                .await?,
            writings: count("SELECT COUNT(*) FROM document_client WHERE person_id = $1").await?,
        })
    }

    /// Whether it is still kept that somebody was let in or was here.
    pub async fn has_visits(&self, person: &PersonId) -> Result<bool, StoreError> {
        let (n_rows,): (i64,) = on!(&self.readers, |pool| sqlx::query_as(
            "SELECT (SELECT COUNT(*) FROM knock WHERE person_id = $1)
                  + (SELECT COUNT(*) FROM attendance WHERE person_id = $1)"
        )
        .bind(person.as_str())
        .fetch_one(pool)
        .await?);
        Ok(n_rows > 0)
    }

    pub async fn load_stays(&self, person: &PersonId) -> Result<Vec<Stay>, StoreError> {
        let rows: Vec<(String, i64, Option<i64>)> = on!(&self.readers, |pool| sqlx::query_as(
            "SELECT meeting_id, arrived_at, left_at FROM attendance
             WHERE person_id = $1 ORDER BY arrived_at"
        )
        .bind(person.as_str())
        .fetch_all(pool)
        .await?);
        let stay = |(meeting, arrived_at, left_at): &(String, i64, Option<i64>)| {
            Ok(Stay {
                meeting: read_id("attendance", meeting)?,
                times: Attendance {
                    person: person.clone(),
                    arrived_at: Timestamp(*arrived_at),
                    left_at: left_at.map(Timestamp),
                },
            })
        };
        rows.iter().map(stay).collect()
    }

    pub async fn load_mail_traces(&self, person: &PersonId) -> Result<Vec<MailTrace>, StoreError> {
        let rows: Vec<(String, i64, String)> = on!(&self.readers, |pool| sqlx::query_as(
            "SELECT kind, at, state FROM mail WHERE person_id = $1 ORDER BY at"
        )
        .bind(person.as_str())
        .fetch_all(pool)
        .await?);
        let trace = |(kind, at, state)| MailTrace {
            kind,
            at: Timestamp(at),
            state,
        };
        Ok(rows.into_iter().map(trace).collect())
    }

    pub async fn load_writings(&self, person: &PersonId) -> Result<Vec<Writing>, StoreError> {
        let rows: Vec<(String, i64)> = on!(&self.readers, |pool| {
            sqlx::query_as(
            "SELECT document_id, bound_at FROM document_client WHERE person_id = $1 ORDER BY bound_at"
        )
        .bind(person.as_str())
        .fetch_all(pool)
        .await?
        });
        let writing = |(document, since): &(String, i64)| {
            Ok(Writing {
                document: read_id("document_client", document)?,
                since: Timestamp(*since),
            })
        };
        rows.iter().map(writing).collect()
    }

    /// What the audit log says of somebody: done by them, or about them.
    pub async fn load_audit_of(&self, person: &PersonId) -> Result<Vec<AuditEntry>, StoreError> {
        let rows: Vec<super::audit::Row> = on!(&self.readers, |pool| sqlx::query_as(
            "SELECT audit.at, audit.body, audit.person_id, person.body
             FROM audit LEFT JOIN person ON person.id = audit.person_id
             WHERE audit.person_id = $1 OR audit.subject_id = $1
             ORDER BY audit.at, audit.id",
        )
        .bind(person.as_str())
        .fetch_all(pool)
        .await?);
        rows.into_iter().map(super::audit::entry).collect()
    }

    pub async fn find_calendar(&self, person: &PersonId) -> Result<Option<Timestamp>, StoreError> {
        let row: Option<(i64,)> = on!(&self.readers, |pool| sqlx::query_as(
            "SELECT created_at FROM calendar_feed WHERE person_id = $1"
        )
        .bind(person.as_str())
        .fetch_optional(pool)
        .await?);
        Ok(row.map(|(at,)| Timestamp(at)))
    }

    /// Whose calendar an address is; the person may be active no more.
    pub async fn find_calendar_owner(
        &self,
        token: TokenHash,
    ) -> Result<Option<PersonId>, StoreError> {
        let row: Option<(String,)> = on!(&self.readers, |pool| sqlx::query_as(
            "SELECT person_id FROM calendar_feed WHERE token_hash = $1"
        )
        .bind(token.as_bytes())
        .fetch_optional(pool)
        .await?);
        row.map(|(person,)| read_id("calendar_feed", &person))
            .transpose()
    }
}

pub async fn open_calendar(
    connection: &mut Connection<'_>,
    person: &PersonId,
    token: TokenHash,
    at: Timestamp,
) -> Result<bool, StoreError> {
    close_calendar(connection, person).await?;
    on!(connection, |connection| sqlx::query(
        "INSERT INTO calendar_feed (token_hash, person_id, created_at) VALUES ($1, $2, $3)"
    )
    .bind(token.as_bytes())
    .bind(person.as_str())
    .bind(at.0)
    .execute(&mut **connection)
    .await
    .map(drop)?);
    Ok(true)
}

pub async fn close_calendar(
    connection: &mut Connection<'_>,
    person: &PersonId,
) -> Result<bool, StoreError> {
    let n_rows = on!(connection, |connection| sqlx::query(
        "DELETE FROM calendar_feed WHERE person_id = $1"
    )
    .bind(person.as_str())
    .execute(&mut **connection)
    .await?
    .rows_affected());
    Ok(n_rows == 1)
}

/// Deletes who was let in, was here and was written to, and who changed what, before two moments.
pub async fn forget(
    connection: &mut Connection<'_>,
    programme: &ProgrammeId,
    rows_before: Timestamp,
    audit_before: Timestamp,
) -> Result<bool, StoreError> {
    let mut n_deleted = 0;
    for (statement, before) in [
        (
            "DELETE FROM attendance WHERE arrived_at < $2
             AND meeting_id IN (SELECT id FROM meeting WHERE programme_id = $1)",
            rows_before,
        ),
        (
            "DELETE FROM knock WHERE asked_at < $2
             AND meeting_id IN (SELECT id FROM meeting WHERE programme_id = $1)",
            rows_before,
        ),
        (
            "DELETE FROM mail WHERE at < $2
             AND person_id IN (SELECT id FROM person WHERE programme_id = $1)",
            rows_before,
        ),
        (
            "DELETE FROM audit WHERE programme_id = $1 AND at < $2",
            audit_before,
        ),
    ] {
        n_deleted += on!(connection, |connection| sqlx::query(statement)
            .bind(programme.as_str())
            .bind(before.0)
            .execute(&mut **connection)
            .await?
            .rows_affected());
    }
    Ok(n_deleted > 0)
}
