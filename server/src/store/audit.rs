//! Who changed people, rights and settings. Only ever added to.

use serde::{Deserialize, Serialize};
use shared::id::{PersonId, ProgrammeId};
use shared::time::Timestamp;
use shared::view::Change;

use super::database::Connection;
use super::{StoreError, write_body};
use crate::on;

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
    /// What changed: field, before, after.
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
