//! Documents as they are on disk: snapshots that fold the log, the rows after them, and whose each client id is.
//!
//! There are always two ways back: the newest snapshot with the rows after it, and the one before with the rows after
//! that. The body of a snapshot:
//!
//! ```text
//! 1          version of this layout
//! 8 bytes    checksum: the first bytes of SHA-256 of everything after it
//! …          the document as one update
//! ```

use std::collections::HashMap;

use bytes::Bytes;
use sha2::{Digest, Sha256};
use shared::id::{DocumentId, PersonId};
use shared::time::Timestamp;
use sqlx::SqliteConnection;

use super::log::{self, LoggedUpdate};
use super::people::read_id;
use super::{Store, StoreError};

const LAYOUT: u8 = 1;
const CHECKSUM_LEN: usize = 8;

/// A document folded up to and including row `seq` of its log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSnapshot {
    pub stream: DocumentId,
    pub seq: i64,
    pub at: Timestamp,
    pub body: Vec<u8>,
}

/// Whose a client id is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClientBinding {
    pub client_id: u64,
    pub person: PersonId,
}

/// A document as it is on disk.
#[derive(Debug, Clone, Default)]
pub struct LoadedDocument {
    /// As one update.
    pub snapshot: Option<Bytes>,
    /// What came after it, in order.
    pub updates: Vec<LoggedUpdate>,
    /// The number that the next row takes.
    pub next_seq: i64,
    pub clients: HashMap<u64, PersonId>,
    pub n_rows_since_snapshot: usize,
    pub n_bytes_since_snapshot: usize,
    /// Snapshots that could not be used; what is here was made without them.
    pub damaged_snapshots: Vec<i64>,
}

impl Store {
    /// A document from its newest snapshot that is whole and the rows after it.
    ///
    /// A row that is needed and is missing or damaged is an error that names it: a document is never opened shorter than
    /// it was.
    pub async fn load_document(&self, stream: &DocumentId) -> Result<LoadedDocument, StoreError> {
        // One transaction, so that no compaction falls between the snapshots and the rows.
        let mut transaction = self.readers.begin().await?;
        let snapshots: Vec<(i64, Vec<u8>)> =
            sqlx::query_as("SELECT seq, body FROM snapshot WHERE stream = $1 ORDER BY seq DESC")
                .bind(stream.as_str())
                .fetch_all(&mut *transaction)
                .await?;
        let mut loaded = LoadedDocument::default();
        let mut folded = 0;
        for (seq, body) in snapshots {
            if let Some(snapshot) = decode(body) {
                loaded.snapshot = Some(snapshot);
                folded = seq;
                break;
            }
            loaded.damaged_snapshots.push(seq);
        }
        let rows: Vec<(i64, Vec<u8>)> =
            sqlx::query_as("SELECT seq, body FROM log WHERE stream = $1 AND seq > $2 ORDER BY seq")
                .bind(stream.as_str())
                .bind(folded)
                .fetch_all(&mut *transaction)
                .await?;
        let clients: Vec<(i64, String)> = sqlx::query_as(
            "SELECT client_id, person_id FROM document_client WHERE document_id = $1",
        )
        .bind(stream.as_str())
        .fetch_all(&mut *transaction)
        .await?;
        drop(transaction);
        for (client_id, person) in clients {
            let client_id = u64::try_from(client_id).map_err(|_| StoreError::DamagedBody {
                table: "document_client",
                reason: format!("{client_id} is not a client id"),
            })?;
            let person = read_id("document_client", &person)?;
            loaded.clients.insert(client_id, person);
        }
        loaded.take_rows(stream, folded, rows)?;
        Ok(loaded)
    }
}

impl LoadedDocument {
    fn take_rows(
        &mut self,
        stream: &DocumentId,
        folded: i64,
        rows: Vec<(i64, Vec<u8>)>,
    ) -> Result<(), StoreError> {
        let damaged = |seq, reason| StoreError::DamagedRow {
            stream: stream.clone(),
            seq,
            reason,
        };
        self.next_seq = folded + 1;
        self.n_rows_since_snapshot = rows.len();
        for (seq, body) in rows {
            if seq != self.next_seq {
                return Err(match self.damaged_snapshots.last() {
                    Some(seq) if self.snapshot.is_none() => StoreError::DamagedSnapshot {
                        stream: stream.clone(),
                        seq: *seq,
                    },
                    _ => damaged(self.next_seq, "it is missing"),
                });
            }
            self.n_bytes_since_snapshot += body.len();
            let updates = log::decode(body).map_err(|reason| damaged(seq, reason))?;
            self.updates.extend(updates);
            self.next_seq = seq + 1;
        }
        match self.damaged_snapshots.first() {
            // The rows must reach as far as the snapshot did, or the document would be shorter without it.
            Some(seq) if *seq >= self.next_seq => Err(StoreError::DamagedSnapshot {
                stream: stream.clone(),
                seq: *seq,
            }),
            _ => Ok(()),
        }
    }
}

/// Takes in a snapshot, and lets go of what the one before the last stood for.
pub async fn compact(
    connection: &mut SqliteConnection,
    snapshot: &NewSnapshot,
) -> Result<bool, StoreError> {
    let stream = snapshot.stream.as_str();
    let newest: Option<i64> = sqlx::query_scalar("SELECT MAX(seq) FROM snapshot WHERE stream = $1")
        .bind(stream)
        .fetch_one(&mut *connection)
        .await?;
    if newest.is_some_and(|newest| newest >= snapshot.seq) {
        return Ok(false);
    }
    sqlx::query("INSERT INTO snapshot (stream, seq, at, body) VALUES ($1, $2, $3, $4)")
        .bind(stream)
        .bind(snapshot.seq)
        .bind(snapshot.at.0)
        .bind(&snapshot.body)
        .execute(&mut *connection)
        .await?;
    let Some(previous) = newest else {
        return Ok(true); // the way back without this snapshot is the whole log
    };
    for statement in [
        "DELETE FROM log WHERE stream = $1 AND seq <= $2",
        "DELETE FROM snapshot WHERE stream = $1 AND seq < $2",
    ] {
        sqlx::query(statement)
            .bind(stream)
            .bind(previous)
            .execute(&mut *connection)
            .await?;
    }
    Ok(true)
}

pub async fn bind(
    connection: &mut SqliteConnection,
    document: &DocumentId,
    binding: &ClientBinding,
    at: Timestamp,
) -> Result<(), StoreError> {
    let client_id = i64::try_from(binding.client_id).expect("a client id has at most 53 bits");
    sqlx::query(
        "INSERT INTO document_client (document_id, client_id, person_id, bound_at)
         VALUES ($1, $2, $3, $4) ON CONFLICT (document_id, client_id) DO NOTHING",
    )
    .bind(document.as_str())
    .bind(client_id)
    .bind(binding.person.as_str())
    .bind(at.0)
    .execute(connection)
    .await?;
    Ok(())
}

/// The body of a snapshot.
pub fn encode(update: &[u8]) -> Vec<u8> {
    [&[LAYOUT][..], &checksum(update), update].concat()
}

fn decode(body: Vec<u8>) -> Option<Bytes> {
    let mut rest = Bytes::from(body);
    if rest.len() <= CHECKSUM_LEN || rest.split_to(1)[0] != LAYOUT {
        return None;
    }
    let expected = rest.split_to(CHECKSUM_LEN);
    (expected == checksum(&rest)[..]).then_some(rest)
}

fn checksum(update: &[u8]) -> [u8; CHECKSUM_LEN] {
    let [a, b, c, d, e, f, g, h, ..] = <[u8; 32]>::from(Sha256::digest(update));
    [a, b, c, d, e, f, g, h]
}

#[cfg(test)]
mod tests;
