//! Bytes that broke a document, set aside for whoever looks into it. Nothing here is ever merged.

use shared::id::{DocumentId, PersonId};
use shared::time::Timestamp;

use super::StoreError;
use super::database::Connection;
use crate::on;

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
    connection: &mut Connection<'_>,
    quarantined: &Quarantined,
) -> Result<bool, StoreError> {
    on!(connection, |connection| sqlx::query(
        "INSERT INTO quarantine (id, document_id, person_id, at, reason, body)
         VALUES ($1, $2, $3, $4, $5, $6)",
    )
    .bind(&quarantined.id)
    .bind(quarantined.document.as_str())
    .bind(quarantined.person.as_str())
    .bind(quarantined.at.0)
    .bind(&quarantined.reason)
    .bind(&quarantined.body)
    .execute(&mut **connection)
    .await
    .map(drop)?);
    Ok(true)
}
