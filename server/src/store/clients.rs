//! Whose each client id of a document is.

use std::collections::HashMap;

use shared::id::{DocumentId, PersonId};
use shared::time::Timestamp;

use super::database::Connection;
use super::log::StreamId;
use super::people::read_id;
use super::{Store, StoreError};
use crate::on;

const OWNERS: &str = "SELECT client_id, person_id FROM document_client WHERE document_id = $1";

/// From now on only this person brings blocks under this client id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientBinding {
    pub client_id: u64,
    pub person: PersonId,
}

/// Binds a client id; one that is bound stays with whom it has.
pub async fn bind(
    connection: &mut Connection<'_>,
    stream: &StreamId,
    binding: &ClientBinding,
    at: Timestamp,
) -> Result<(), StoreError> {
    on!(connection, |connection| sqlx::query(
        "INSERT INTO document_client (document_id, client_id, person_id, bound_at)
         VALUES ($1, $2, $3, $4)
         ON CONFLICT (document_id, client_id) DO NOTHING",
    )
    .bind(stream.as_str())
    .bind(binding.client_id.cast_signed())
    .bind(binding.person.as_str())
    .bind(at.0)
    .execute(&mut **connection)
    .await
    .map(drop)?);
    Ok(())
}

impl Store {
    /// Whose each client id of a document is.
    pub async fn load_client_owners(
        &self,
        document: &DocumentId,
    ) -> Result<HashMap<u64, PersonId>, StoreError> {
        let rows: Vec<(i64, String)> = on!(&self.readers, |pool| sqlx::query_as(OWNERS)
            .bind(document.as_str())
            .fetch_all(pool)
            .await?);
        owners(rows)
    }
}

pub async fn load(
    connection: &mut Connection<'_>,
    document: &DocumentId,
) -> Result<HashMap<u64, PersonId>, StoreError> {
    let rows: Vec<(i64, String)> = on!(connection, |connection| sqlx::query_as(OWNERS)
        .bind(document.as_str())
        .fetch_all(&mut **connection)
        .await?);
    owners(rows)
}

fn owners(rows: Vec<(i64, String)>) -> Result<HashMap<u64, PersonId>, StoreError> {
    rows.into_iter()
        .map(|(client_id, person)| {
            Ok((
                client_id.cast_unsigned(),
                read_id("document_client", &person)?,
            ))
        })
        .collect()
}
