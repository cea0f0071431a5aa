//! Folded logs, and how a document is read from disk: its newest whole snapshot, and the log rows after it.
//!
//! ```text
//! 1                     version of this layout
//! 8 bytes               checksum: the first bytes of SHA-256 of everything after it
//! update                the document up to and including row `seq`, as one update
//! ```
//!
//! There are always two ways back: the newest snapshot and the log after it, or the one before and the log after that.

use std::collections::HashMap;

use bytes::Bytes;
use sha2::{Digest, Sha256};
use shared::id::{DocumentId, PersonId};
use shared::time::Timestamp;

use super::database::{Connection, begin_reading};
use super::log::{self, LoggedUpdate, StreamId};
use super::{Store, StoreError, clients};
use crate::on;

const LAYOUT: u8 = 1;
const CHECKSUM_LEN: usize = 8;
const HEAD_LEN: usize = 1 + CHECKSUM_LEN;

/// A snapshot to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSnapshot {
    pub stream: DocumentId,
    /// The last log row that is folded in.
    pub seq: i64,
    /// The whole snapshot it was folded from. It stays as the second way back; what is older goes.
    pub previous: Option<i64>,
    pub at: Timestamp,
    /// See [`encode`].
    pub body: Vec<u8>,
}

/// A document as it is on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadedDocument {
    /// Comes first; one update.
    pub snapshot: Option<Bytes>,
    pub snapshot_seq: Option<i64>,
    /// The log after the snapshot, in order.
    pub updates: Vec<LoggedUpdate>,
    /// The number the next log row takes.
    pub next_seq: i64,
    pub clients: HashMap<u64, PersonId>,
    pub n_rows_since_snapshot: usize,
    /// As stored, in bytes.
    pub n_bytes_since_snapshot: usize,
    /// Snapshots that cannot be used, though an older one or the log can. Whoever reads the document says so.
    pub damaged_snapshots: Vec<i64>,
}

impl Store {
    /// A document whole, or an error: the newest whole snapshot and every log row after it, read at one moment.
    pub async fn load_document(&self, document: &DocumentId) -> Result<LoadedDocument, StoreError> {
        on!(&self.readers, |pool| {
            let mut reading = pool.begin_with(begin_reading(&self.readers)).await?;
            let loaded = load(&mut Connection::from(&mut *reading), document).await?;
            reading.rollback().await?;
            Ok(loaded)
        })
    }
}

async fn load(
    connection: &mut Connection<'_>,
    document: &DocumentId,
) -> Result<LoadedDocument, StoreError> {
    let stream = StreamId::from(document);
    let (newest, damaged_snapshots) = find_newest(connection, document).await?;
    let (snapshot_seq, snapshot) = newest.unzip();
    let log = log::load_after(connection, &stream, snapshot_seq.unwrap_or(0)).await?;
    if damaged_snapshots.iter().any(|seq| *seq >= log.next_seq) {
        // The snapshot that is of no use held more than there is left.
        return Err(log::missing(&stream, log.next_seq));
    }
    let folded = snapshot_seq.unwrap_or(0);
    if log.n_rows == 0 && !log::has_row(connection, &stream, folded.max(1)).await? {
        // The last row a snapshot stands for is kept, and every document was seeded: the end of the log is gone.
        return Err(log::missing(&stream, folded.max(1)));
    }
    Ok(LoadedDocument {
        snapshot,
        snapshot_seq,
        next_seq: log.next_seq,
        clients: clients::load(connection, document).await?,
        n_rows_since_snapshot: log.n_rows,
        n_bytes_since_snapshot: log.n_bytes,
        updates: log.updates,
        damaged_snapshots,
    })
}

/// The newest snapshot that is whole, and the numbers of newer ones that are not.
async fn find_newest(
    connection: &mut Connection<'_>,
    stream: &DocumentId,
) -> Result<(Option<(i64, Bytes)>, Vec<i64>), StoreError> {
    let mut damaged = Vec::new();
    for seq in load_seqs(connection, stream).await? {
        match load_update(connection, stream, seq).await? {
            Ok(update) => return Ok((Some((seq, update)), damaged)),
            Err(_) => damaged.push(seq),
        }
    }
    Ok((None, damaged))
}

/// The numbers of a stream's snapshots, the newest first.
pub async fn load_seqs(
    connection: &mut Connection<'_>,
    stream: &DocumentId,
) -> Result<Vec<i64>, StoreError> {
    let rows: Vec<(i64,)> = on!(connection, |connection| sqlx::query_as(
        "SELECT seq FROM snapshot WHERE stream = $1 ORDER BY seq DESC"
    )
    .bind(stream.as_str())
    .fetch_all(&mut **connection)
    .await?);
    Ok(rows.into_iter().map(|(seq,)| seq).collect())
}

/// What a snapshot holds, or why it is damaged.
pub async fn load_update(
    connection: &mut Connection<'_>,
    stream: &DocumentId,
    seq: i64,
) -> Result<Result<Bytes, &'static str>, StoreError> {
    let (body,) = on!(connection, |connection| sqlx::query_as(
        "SELECT body FROM snapshot WHERE stream = $1 AND seq = $2"
    )
    .bind(stream.as_str())
    .bind(seq)
    .fetch_one(&mut **connection)
    .await?);
    Ok(decode(body))
}

/// Writes a snapshot and deletes what is older than the one it was folded from, log rows included. False, and nothing
/// changes, when there is one of this number already, or when the one it was folded from is no longer there.
pub async fn compact(
    connection: &mut Connection<'_>,
    new: &NewSnapshot,
) -> Result<bool, StoreError> {
    if let Some(previous) = new.previous
        && !hold(connection, &new.stream, previous).await?
    {
        return Ok(false);
    }
    if !insert(connection, new).await? {
        return Ok(false);
    }
    if let Some(previous) = new.previous {
        delete_between(connection, &new.stream, previous, new.seq).await?;
        log::delete_up_to(connection, &StreamId::from(&new.stream), previous).await?;
    }
    Ok(true)
}

/// Whether a snapshot is there. Until the transaction ends nobody else deletes it: a second server may fold too.
async fn hold(
    connection: &mut Connection<'_>,
    stream: &DocumentId,
    seq: i64,
) -> Result<bool, StoreError> {
    let n_rows = on!(connection, |connection| sqlx::query(
        "UPDATE snapshot SET at = at WHERE stream = $1 AND seq = $2"
    )
    .bind(stream.as_str())
    .bind(seq)
    .execute(&mut **connection)
    .await?
    .rows_affected());
    Ok(n_rows == 1)
}

async fn insert(connection: &mut Connection<'_>, new: &NewSnapshot) -> Result<bool, StoreError> {
    let n_rows = on!(connection, |connection| sqlx::query(
        "INSERT INTO snapshot (stream, seq, at, body) VALUES ($1, $2, $3, $4)
         ON CONFLICT (stream, seq) DO NOTHING",
    )
    .bind(new.stream.as_str())
    .bind(new.seq)
    .bind(new.at.0)
    .bind(&new.body)
    .execute(&mut **connection)
    .await?
    .rows_affected());
    Ok(n_rows == 1)
}

/// Deletes all snapshots below `newest` but `previous`: older ones, and damaged ones between the two.
async fn delete_between(
    connection: &mut Connection<'_>,
    stream: &DocumentId,
    previous: i64,
    newest: i64,
) -> Result<(), StoreError> {
    on!(connection, |connection| sqlx::query(
        "DELETE FROM snapshot WHERE stream = $1 AND seq < $2 AND seq <> $3"
    )
    .bind(stream.as_str())
    .bind(newest)
    .bind(previous)
    .execute(&mut **connection)
    .await
    .map(drop)?);
    Ok(())
}

/// The body of a snapshot.
pub fn encode(update: &[u8]) -> Vec<u8> {
    let mut body = Vec::with_capacity(HEAD_LEN + update.len());
    body.push(LAYOUT);
    body.extend_from_slice(&checksum(update));
    body.extend_from_slice(update);
    body
}

pub(super) fn decode(body: Vec<u8>) -> Result<Bytes, &'static str> {
    let mut rest = Bytes::from(body);
    if rest.first() != Some(&LAYOUT) {
        return Err("its layout is unknown");
    }
    if rest.len() < HEAD_LEN || rest.split_to(HEAD_LEN)[1..] != checksum(&rest) {
        return Err("its checksum is wrong");
    }
    Ok(rest)
}

fn checksum(update: &[u8]) -> [u8; CHECKSUM_LEN] {
    let digest = <[u8; 32]>::from(Sha256::digest(update));
    *digest.first_chunk().expect("SHA-256 has 32 bytes")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_snapshot_comes_back_whole_or_not_at_all() {
        for update in [&b"\x00\x00"[..], &[7; 300], b""] {
            let body = encode(update);
            assert_eq!(decode(body.clone()).as_deref(), Ok(update));
            for len in 0..body.len() {
                assert!(decode(body[..len].to_vec()).is_err(), "cut to {len}");
            }
            for at in 0..body.len() {
                let mut garbled = body.clone();
                garbled[at] ^= 0x10;
                assert!(decode(garbled).is_err(), "garbled at {at}");
            }
            assert!(decode([&body[..], &[0]].concat()).is_err(), "longer");
        }
    }
}
