//! Bytes that broke a document, kept for whoever wants to know why. Nothing ever reads them back into one.

use shared::id::{DocumentId, PersonId};
use shared::time::Timestamp;
use sqlx::SqliteConnection;

use super::StoreError;

#[derive(Debug, Clone)]
pub struct Quarantined {
    pub id: String,
    pub document: DocumentId,
    /// Who sent them.
    pub person: PersonId,
    pub at: Timestamp,
    pub reason: String,
    pub body: Vec<u8>,
}

pub async fn insert(
    connection: &mut SqliteConnection,
    quarantined: &Quarantined,
) -> Result<bool, StoreError> {
    sqlx::query(
        "INSERT INTO quarantine (id, document_id, person_id, at, reason, body)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(&quarantined.id)
    .bind(quarantined.document.as_str())
    .bind(quarantined.person.as_str())
    .bind(quarantined.at.0)
    .bind(&quarantined.reason)
    .bind(&quarantined.body)
    .execute(connection)
    .await?;
    Ok(true)
}
