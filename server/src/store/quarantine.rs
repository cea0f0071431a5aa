//! Bytes that broke a document, set aside for whoever looks into it. Nothing here is ever merged.

use shared::id::{DocumentId, PersonId};
use shared::time::Timestamp;

use super::database::Connection;
use super::people::read_id;
use super::{Store, StoreError};
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

impl Store {
    /// What a document was broken by, the oldest first.
    pub async fn load_quarantine(
        &self,
        document: &DocumentId,
    ) -> Result<Vec<Quarantined>, StoreError> {
        type Row = (String, String, i64, String, Vec<u8>);
        let rows: Vec<Row> = on!(&self.readers, |readers| sqlx::query_as(
            "SELECT id, person_id, at, reason, body FROM quarantine
             WHERE document_id = $1 ORDER BY at, id",
        )
        .bind(document.as_str())
        .fetch_all(readers)
        .await?);
        rows.into_iter()
            .map(|(id, person, at, reason, body)| {
                Ok(Quarantined {
                    id,
                    document: document.clone(),
                    person: read_id("quarantine", &person)?,
                    at: Timestamp(at),
                    reason,
                    body,
                })
            })
            .collect()
    }
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
