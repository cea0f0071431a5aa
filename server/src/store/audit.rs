//! Who changed people, rights and settings. A row is written in the transaction of the change it tells of.

use serde::{Deserialize, Serialize};
use shared::id::{PersonId, ProgrammeId};
use shared::programme::Person;
use shared::time::Timestamp;
use shared::view::{AuditEntry, AuditView, Change};

use super::database::Connection;
use super::{Store, StoreError, read_body, write_body};
use crate::on;

/// How many rows are answered at once, apart from those of one moment, which stay together.
const PAGE: i64 = 100;

#[derive(Debug, Clone)]
pub struct NewAudit {
    pub id: String,
    pub programme: ProgrammeId,
    pub at: Timestamp,
    /// None for the command line.
    pub by: Option<PersonId>,
    /// The id of whom or what it is about.
    pub subject: Option<String>,
    pub body: AuditBody,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AuditBody {
    pub change: Change,
    /// Whom or what it is about, as it was called then.
    pub about: String,
    /// What changed: field, before, after. Never an e-mail address.
    #[serde(default)]
    pub details: Vec<(String, String, String)>,
}

pub async fn insert(connection: &mut Connection<'_>, new: &NewAudit) -> Result<bool, StoreError> {
    on!(connection, |connection| sqlx::query(
        "INSERT INTO audit (id, programme_id, at, person_id, subject_id, body)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(&new.id)
    .bind(new.programme.as_str())
    .bind(new.at.0)
    .bind(new.by.as_ref().map(PersonId::as_str))
    .bind(&new.subject)
    .bind(write_body(&new.body))
    .execute(&mut **connection)
    .await
    .map(drop)?);
    Ok(true)
}

/// Leaves that something was done about a person, and takes out what it said.
pub async fn blank(connection: &mut Connection<'_>, person: &PersonId) -> Result<(), StoreError> {
    let rows: Vec<(String, String)> = on!(connection, |connection| sqlx::query_as(
        "SELECT id, body FROM audit WHERE subject_id = $1"
    )
    .bind(person.as_str())
    .fetch_all(&mut **connection)
    .await?);
    for (id, body) in rows {
        let body: AuditBody = read_body("audit", &body)?;
        let blank = write_body(&AuditBody {
            change: body.change,
            about: String::new(),
            details: Vec::new(),
        });
        on!(connection, |connection| sqlx::query(
            "UPDATE audit SET body = $2 WHERE id = $1"
        )
        .bind(&id)
        .bind(blank)
        .execute(&mut **connection)
        .await
        .map(drop)?);
    }
    Ok(())
}

/// When, what, by whom as they are called now.
pub(super) type Row = (i64, String, Option<String>, Option<String>);

impl Store {
    /// The newest first, before a moment.
    pub async fn load_audit(
        &self,
        programme: &ProgrammeId,
        before: Timestamp,
    ) -> Result<AuditView, StoreError> {
        let mut rows = self
            .audit_rows(programme, before, i64::MIN, PAGE + 1)
            .await?;
        let mut before = None;
        if i64::try_from(rows.len()).is_ok_and(|n_rows| n_rows > PAGE) {
            let edge = rows.last().map_or(0, |row| row.0);
            rows.retain(|row| row.0 > edge);
            before = Some(Timestamp(edge + 1));
            if rows.is_empty() {
                // Everybody on a long list was added at one moment.
                let moment = Timestamp(edge + 1);
                rows = self.audit_rows(programme, moment, edge, i64::MAX).await?;
                before = Some(Timestamp(edge));
            }
        }
        let entries = rows.into_iter().map(entry).collect::<Result<_, _>>()?;
        Ok(AuditView { entries, before })
    }

    async fn audit_rows(
        &self,
        programme: &ProgrammeId,
        before: Timestamp,
        from: i64,
        limit: i64,
    ) -> Result<Vec<Row>, StoreError> {
        Ok(on!(&self.readers, |pool| sqlx::query_as(
            "SELECT audit.at, audit.body, audit.person_id, person.body
             FROM audit LEFT JOIN person ON person.id = audit.person_id
             WHERE audit.programme_id = $1 AND audit.at < $2 AND audit.at >= $3
             ORDER BY audit.at DESC, audit.id DESC
             LIMIT $4",
        )
        .bind(programme.as_str())
        .bind(before.0)
        .bind(from)
        .bind(limit)
        .fetch_all(pool)
        .await?))
    }
}

pub(super) fn entry((at, body, by, person): Row) -> Result<AuditEntry, StoreError> {
    let body: AuditBody = read_body("audit", &body)?;
    let person: Option<Person> = person.map(|body| read_body("person", &body)).transpose()?;
    let by = by.map(|id| super::people::read_id("audit", &id));
    Ok(AuditEntry {
        at: Timestamp(at),
        by: by.transpose()?,
        by_name: person.map(|person| person.name),
        change: body.change,
        about: body.about,
        details: body.details,
    })
}
