//! What is on disk. One writer task, a few read-only readers; all SQL of the project stands below this module.
//!
//! Ids and times are passed in. Absent is `Ok(None)`. Nothing above [`Store`] knows which database it is.

pub mod addresses;
pub mod attendance;
pub mod audit;
pub mod cards;
pub mod clients;
pub mod codes;
pub mod database;
pub mod house;
pub mod import;
pub mod inspection;
pub mod knocks;
pub mod links;
pub mod log;
pub mod mails;
pub mod meetings;
pub mod migrations;
pub mod open;
pub mod pen;
pub mod people;
pub mod plans;
pub mod privacy;
pub mod proceedings;
pub mod programmes;
pub mod quarantine;
pub mod roster;
pub mod sessions;
pub mod snapshots;
pub mod writer;

use std::sync::Arc;

use thiserror::Error;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use crate::on;
use database::Pool;
use writer::{Request, Write};

/// A handle to the database; clones share it.
#[derive(Debug, Clone)]
pub struct Store {
    readers: Pool,
    requests: mpsc::Sender<Request>,
    closing: CancellationToken,
    writer: TaskTracker,
}

/// Why the store did not do what it was asked. Clones, because everyone in a batch hears the same.
#[derive(Debug, Clone, Error)]
pub enum StoreError {
    #[error("the database failed: {0}")]
    Database(#[source] Arc<sqlx::Error>),
    #[error("row {seq} of stream {stream} is taken: somebody else writes there")]
    Conflict { stream: log::StreamId, seq: i64 },
    #[error("stream {stream} is deleted")]
    Gone { stream: log::StreamId },
    #[error("row {seq} of stream {stream} is damaged: {reason}")]
    DamagedRow {
        stream: log::StreamId,
        seq: i64,
        reason: &'static str,
    },
    #[error("what is stored in {table} cannot be read: {reason}")]
    DamagedBody { table: &'static str, reason: String },
    #[error("the database does not answer")]
    TooSlow,
    #[error("the store is closed")]
    Closed,
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(Arc::new(error))
    }
}

impl Store {
    /// Answers once the write is on disk (or has failed). Whether the one who asked waits or leaves, it is carried out.
    /// The answer is false when there was nothing to do: see [`Write`].
    pub async fn write(&self, write: Write) -> Result<bool, StoreError> {
        let (request, answer) = Request::new(write);
        self.requests
            .send(request)
            .await
            .map_err(|_| StoreError::Closed)?;
        answer.await.unwrap_or(Err(StoreError::Closed))
    }

    /// Finishes what is queued, then lets go of the file. The writer is the last: only it can fold the write-ahead log
    /// into the file, and only the last one out does.
    pub async fn close(&self) {
        on!(&self.readers, |pool| pool.close().await);
        self.closing.cancel();
        self.writer.wait().await;
    }
}

/// Reads a JSON body column.
fn read_body<T: serde::de::DeserializeOwned>(
    table: &'static str,
    body: &str,
) -> Result<T, StoreError> {
    serde_json::from_str(body).map_err(|error| StoreError::DamagedBody {
        table,
        reason: error.to_string(),
    })
}

/// Writes a JSON body column.
fn write_body<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_string(value).expect("plain values with text keys always serialise")
}

/// Writes an enum without fields as its one word, for a TEXT column.
fn write_word<T: serde::Serialize>(value: &T) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        other => unreachable!("an enum of words became {other:?}"),
    }
}

/// Reads what [`write_word`] wrote.
fn read_word<T: serde::de::DeserializeOwned>(
    table: &'static str,
    word: &str,
) -> Result<T, StoreError> {
    serde_json::from_value(word.into()).map_err(|error| StoreError::DamagedBody {
        table,
        reason: error.to_string(),
    })
}
