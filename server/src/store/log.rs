//! The log: rows of `(stream, seq)`, append-only. The primary key fences a second writer. What two snapshots hold is
//! deleted from it.
//!
//! A row holds all updates of one commit of a room, because rows cost more than bytes:
//!
//! ```text
//! 1                     version of this layout
//! 4 bytes               checksum: the first bytes of SHA-256 of everything after it
//! u32                   how many updates follow
//! u32 author u32 update …   each with its length in front; numbers are little-endian
//! ```
//!
//! Updates are the bytes that were received. A row that is not exactly this is an error that names it: a document is
//! never opened shorter than it was.

use std::fmt;

use bytes::{Buf, Bytes};
use sha2::{Digest, Sha256};
use shared::id::{DocumentId, MeetingId, PersonId, PlanId};
use shared::time::Timestamp;

use super::StoreError;
use super::database::Connection;
use crate::on;

const LAYOUT: u8 = 1;
const CHECKSUM_LEN: usize = 4;

/// What a row belongs to: a document, the proceedings of a meeting, or the docket of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct StreamId(String);

impl StreamId {
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&DocumentId> for StreamId {
    fn from(document: &DocumentId) -> Self {
        Self(document.as_str().to_owned())
    }
}

impl From<&MeetingId> for StreamId {
    fn from(meeting: &MeetingId) -> Self {
        Self(meeting.as_str().to_owned())
    }
}

impl From<&PlanId> for StreamId {
    fn from(plan: &PlanId) -> Self {
        Self(plan.as_str().to_owned())
    }
}

impl fmt::Display for StreamId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A row to append.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogRow {
    pub stream: StreamId,
    /// From 1, without gaps.
    pub seq: i64,
    pub at: Timestamp,
    pub body: Vec<u8>,
}

/// An update as it was received, and who sent it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoggedUpdate {
    pub author: PersonId,
    pub update: Bytes,
}

/// The end of a stream as it is on disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadedLog {
    pub updates: Vec<LoggedUpdate>,
    /// The number the next row takes.
    pub next_seq: i64,
    pub n_rows: usize,
    /// Of the rows' bodies.
    pub n_bytes: usize,
}

/// A row as it is on disk, damaged or not.
#[derive(Debug)]
pub struct StoredRow {
    pub seq: i64,
    pub n_bytes: usize,
    pub updates: Result<Vec<LoggedUpdate>, &'static str>,
}

/// Everything of a stream after row `after`, in order and without gaps.
pub async fn load_after(
    connection: &mut Connection<'_>,
    stream: &StreamId,
    after: i64,
) -> Result<LoadedLog, StoreError> {
    let rows = load_rows(connection, stream, after).await?;
    let mut log = LoadedLog {
        updates: Vec::with_capacity(rows.len()),
        next_seq: after + 1,
        n_rows: rows.len(),
        n_bytes: rows.iter().map(|row| row.n_bytes).sum(),
    };
    for StoredRow { seq, updates, .. } in rows {
        if seq != log.next_seq {
            return Err(missing(stream, log.next_seq));
        }
        log.updates
            .extend(updates.map_err(|reason| damaged(stream, seq, reason))?);
        log.next_seq = seq + 1;
    }
    Ok(log)
}

/// The rows of a stream that are there after row `after`, in order.
pub async fn load_rows(
    connection: &mut Connection<'_>,
    stream: &StreamId,
    after: i64,
) -> Result<Vec<StoredRow>, StoreError> {
    let rows: Vec<(i64, Vec<u8>)> = on!(connection, |connection| sqlx::query_as(
        "SELECT seq, body FROM log WHERE stream = $1 AND seq > $2 ORDER BY seq"
    )
    .bind(stream.as_str())
    .bind(after)
    .fetch_all(&mut **connection)
    .await?);
    let rows = rows.into_iter().map(|(seq, body)| StoredRow {
        seq,
        n_bytes: body.len(),
        updates: decode(body),
    });
    Ok(rows.collect())
}

pub async fn has_row(
    connection: &mut Connection<'_>,
    stream: &StreamId,
    seq: i64,
) -> Result<bool, StoreError> {
    let row: Option<(i64,)> = on!(connection, |connection| sqlx::query_as(
        "SELECT seq FROM log WHERE stream = $1 AND seq = $2"
    )
    .bind(stream.as_str())
    .bind(seq)
    .fetch_optional(&mut **connection)
    .await?);
    Ok(row.is_some())
}

/// A row that must be there and is not.
pub fn missing(stream: &StreamId, seq: i64) -> StoreError {
    damaged(stream, seq, "it is missing")
}

fn damaged(stream: &StreamId, seq: i64, reason: &'static str) -> StoreError {
    StoreError::DamagedRow {
        stream: stream.clone(),
        seq,
        reason,
    }
}

pub async fn append(connection: &mut Connection<'_>, row: &LogRow) -> Result<bool, StoreError> {
    insert(
        connection,
        row,
        "INSERT INTO log (stream, seq, at, body) VALUES ($1, $2, $3, $4)",
    )
    .await
}

/// The same for what happens in a meeting; an error when there is no such meeting, because a rehearsal can be deleted
/// while somebody asks for something in it.
pub async fn append_to_meeting(
    connection: &mut Connection<'_>,
    row: &LogRow,
) -> Result<bool, StoreError> {
    insert(
        connection,
        row,
        "INSERT INTO log (stream, seq, at, body) SELECT id, $2, $3, $4 FROM meeting WHERE id = $1",
    )
    .await
}

async fn insert(
    connection: &mut Connection<'_>,
    row: &LogRow,
    sql: &'static str,
) -> Result<bool, StoreError> {
    let outcome = on!(connection, |connection| sqlx::query(sql)
        .bind(row.stream.as_str())
        .bind(row.seq)
        .bind(row.at.0)
        .bind(&row.body)
        .execute(&mut **connection)
        .await
        .map(|done| done.rows_affected()));
    match outcome {
        Ok(0) => Err(StoreError::Gone {
            stream: row.stream.clone(),
        }),
        Ok(_) => Ok(true),
        Err(sqlx::Error::Database(error)) if error.is_unique_violation() => {
            Err(StoreError::Conflict {
                stream: row.stream.clone(),
                seq: row.seq,
            })
        }
        Err(error) => Err(error.into()),
    }
}

pub async fn delete_up_to(
    connection: &mut Connection<'_>,
    stream: &StreamId,
    seq: i64,
) -> Result<(), StoreError> {
    on!(connection, |connection| sqlx::query(
        "DELETE FROM log WHERE stream = $1 AND seq <= $2"
    )
    .bind(stream.as_str())
    .bind(seq)
    .execute(&mut **connection)
    .await
    .map(drop)?);
    Ok(())
}

/// The body of a row.
pub fn encode<'a>(updates: impl ExactSizeIterator<Item = (&'a PersonId, &'a [u8])>) -> Vec<u8> {
    let mut content = length(updates.len()).to_vec();
    for (author, update) in updates {
        for bytes in [author.as_str().as_bytes(), update] {
            content.extend_from_slice(&length(bytes.len()));
            content.extend_from_slice(bytes);
        }
    }
    let mut body = Vec::with_capacity(1 + CHECKSUM_LEN + content.len());
    body.push(LAYOUT);
    body.extend_from_slice(&checksum(&content));
    body.extend_from_slice(&content);
    body
}

fn decode(body: Vec<u8>) -> Result<Vec<LoggedUpdate>, &'static str> {
    let mut rest = Bytes::from(body);
    if rest.is_empty() || rest.get_u8() != LAYOUT {
        return Err("its layout is unknown");
    }
    if rest.len() < CHECKSUM_LEN || rest.split_to(CHECKSUM_LEN) != checksum(&rest)[..] {
        return Err("its checksum is wrong");
    }
    let n_updates = take_length(&mut rest)?;
    let mut updates = Vec::new();
    for _ in 0..n_updates {
        let author = take_bytes(&mut rest)?;
        let author = std::str::from_utf8(&author)
            .ok()
            .and_then(|id| PersonId::parse(id).ok());
        let author = author.ok_or("an author is not an id")?;
        updates.push(LoggedUpdate {
            author,
            update: take_bytes(&mut rest)?,
        });
    }
    if rest.is_empty() {
        Ok(updates)
    } else {
        Err("it has bytes left over")
    }
}

fn take_length(rest: &mut Bytes) -> Result<usize, &'static str> {
    let number = rest.try_get_u32_le().map_err(|_| "it ends too early")?;
    usize::try_from(number).map_err(|_| "a length does not fit")
}

fn take_bytes(rest: &mut Bytes) -> Result<Bytes, &'static str> {
    let len = take_length(rest)?;
    if len > rest.len() {
        return Err("it ends too early");
    }
    Ok(rest.split_to(len))
}

fn length(len: usize) -> [u8; 4] {
    u32::try_from(len)
        .expect("messages are bounded far below 4 GiB")
        .to_le_bytes()
}

fn checksum(content: &[u8]) -> [u8; CHECKSUM_LEN] {
    let [a, b, c, d, ..] = <[u8; 32]>::from(Sha256::digest(content));
    [a, b, c, d]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn body() -> (Vec<LoggedUpdate>, Vec<u8>) {
        let updates: Vec<LoggedUpdate> = [
            ("kari", &b"\x01\x02"[..]),
            ("odd-arne", b""),
            ("kari", &[7; 300]),
        ]
        .map(|(author, update)| LoggedUpdate {
            author: PersonId::parse(author).unwrap(),
            update: Bytes::copy_from_slice(update),
        })
        .into();
        let body = encode(
            updates
                .iter()
                .map(|logged| (&logged.author, &logged.update[..])),
        );
        (updates, body)
    }

    #[test]
    fn a_row_comes_back() {
        let (updates, body) = body();
        assert_eq!(decode(body), Ok(updates));
        assert_eq!(
            decode(encode(std::iter::empty::<(&PersonId, &[u8])>())),
            Ok(Vec::new())
        );
    }

    #[test]
    fn a_damaged_row_is_never_read_as_a_shorter_one() {
        let (_, body) = body();
        for len in 0..body.len() {
            assert!(decode(body[..len].to_vec()).is_err(), "cut to {len}");
        }
        for at in 0..body.len() {
            let mut garbled = body.clone();
            garbled[at] ^= 0x10;
            assert!(decode(garbled).is_err(), "garbled at {at}");
        }
        let longer = [&body[..], &[0]].concat();
        assert!(decode(longer).is_err());
    }
}
