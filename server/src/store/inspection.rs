//! Reading everything there is of a document, damaged or not, for `samling check`. Judging it is done elsewhere.

use bytes::Bytes;
use shared::id::DocumentId;

use super::database::{Connection, Database, begin_reading};
use super::log::{self, StoredRow, StreamId};
use super::people::read_id;
use super::{Store, StoreError, snapshots};
use crate::on;

/// All that is stored of a document.
#[derive(Debug)]
pub struct StoredStream {
    /// By number, the oldest first.
    pub snapshots: Vec<(i64, Result<Bytes, &'static str>)>,
    /// By number.
    pub rows: Vec<StoredRow>,
    /// Client ids that are bound to nobody we know.
    pub ownerless_clients: Vec<i64>,
}

impl Store {
    /// What the database itself finds wrong with its file. A server looks after its own files.
    pub async fn inspect_file(&self) -> Result<Vec<String>, StoreError> {
        let Database::Sqlite(pool) = &self.readers else {
            return Ok(Vec::new());
        };
        let mut report: Vec<String> = sqlx::query_scalar("PRAGMA integrity_check")
            .fetch_all(pool)
            .await?;
        report.retain(|line| line != "ok");
        Ok(report)
    }

    /// Every document there is.
    pub async fn load_document_ids(&self) -> Result<Vec<DocumentId>, StoreError> {
        let rows: Vec<(String,)> = on!(&self.readers, |pool| sqlx::query_as(
            "SELECT id FROM document ORDER BY id"
        )
        .fetch_all(pool)
        .await?);
        rows.iter().map(|(id,)| read_id("document", id)).collect()
    }

    /// Everything there is of a document, read at one moment.
    pub async fn inspect_document(
        &self,
        document: &DocumentId,
    ) -> Result<StoredStream, StoreError> {
        on!(&self.readers, |pool| {
            let mut reading = pool.begin_with(begin_reading(&self.readers)).await?;
            let stream = inspect(&mut Connection::from(&mut *reading), document).await?;
            reading.rollback().await?;
            Ok(stream)
        })
    }
}

async fn inspect(
    connection: &mut Connection<'_>,
    document: &DocumentId,
) -> Result<StoredStream, StoreError> {
    let mut found = Vec::new();
    for seq in snapshots::load_seqs(connection, document)
        .await?
        .into_iter()
        .rev()
    {
        let update = snapshots::load_update(connection, document, seq).await?;
        found.push((seq, update));
    }
    Ok(StoredStream {
        snapshots: found,
        rows: log::load_rows(connection, &StreamId::from(document), 0).await?,
        ownerless_clients: load_ownerless_clients(connection, document).await?,
    })
}

async fn load_ownerless_clients(
    connection: &mut Connection<'_>,
    document: &DocumentId,
) -> Result<Vec<i64>, StoreError> {
    let rows: Vec<(i64,)> = on!(connection, |connection| sqlx::query_as(
        "SELECT client_id FROM document_client
         WHERE document_id = $1 AND NOT EXISTS (SELECT id FROM person WHERE id = person_id)
         ORDER BY client_id"
    )
    .bind(document.as_str())
    .fetch_all(&mut **connection)
    .await?);
    Ok(rows.into_iter().map(|(client_id,)| client_id).collect())
}
