//! Bytes that broke a document, set aside for whoever looks into it. Nothing here is ever merged.

use shared::id::{DocumentId, PersonId};
use shared::time::Timestamp;
use sqlx::SqliteConnection;

use super::StoreError;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quarantined {
    /// Minted by whoever found it.
    pub id: String,
    pub document: DocumentId,
    /// Who sent it.
    pub person: PersonId,
    pub at: Timestamp,
    pub reason: String,
    /// The update as received.
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
