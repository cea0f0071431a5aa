//! Folds a document's log into a snapshot. It works from disk alone, so it can run beside a live room, and what it writes
//! cannot be wrong about anything that was promised.

use std::collections::HashMap;

use shared::document::{ApplyError, Replica};
use shared::id::DocumentId;
use shared::protocol::DecodeError;
use shared::time::Timestamp;
use thiserror::Error;

use super::document::contents::{Contents, DamagedDocument};
use crate::store::snapshots::{self, LoadedDocument, NewSnapshot};
use crate::store::writer::Write;
use crate::store::{Store, StoreError};

/// Why a log was not folded; it stays as it is.
#[derive(Debug, Error)]
pub enum CompactError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Document(#[from] DamagedDocument),
    #[error("the snapshot does not open: {0}")]
    Unreadable(#[from] ApplyError),
    #[error("the snapshot cannot be compared: {0}")]
    Incomparable(#[from] DecodeError),
    #[error("the snapshot opens to another document than the log")]
    Different,
    #[error("folding broke: {0}")]
    Broken(#[from] tokio::task::JoinError),
}

/// Answers how many bytes the snapshot has; none when there was nothing to fold.
pub async fn compact(
    store: &Store,
    document: &DocumentId,
    at: Timestamp,
) -> Result<Option<usize>, CompactError> {
    let loaded = store.load_document(document).await?;
    if loaded.n_rows_since_snapshot == 0 {
        return Ok(None);
    }
    let seq = loaded.next_seq - 1;
    let snapshot = tokio::task::spawn_blocking(move || fold(&loaded)).await??;
    let new = NewSnapshot {
        stream: document.clone(),
        seq,
        at,
        body: snapshots::encode(&snapshot),
    };
    let is_written = store.write(Write::Compact(new)).await?;
    Ok(is_written.then_some(snapshot.len()))
}

/// The document as one update, which has been seen to open to the very same document.
pub fn fold(loaded: &LoadedDocument) -> Result<Vec<u8>, CompactError> {
    let updates = loaded.updates.iter().map(|logged| &logged.update[..]);
    let updates = loaded.snapshot.as_deref().into_iter().chain(updates);
    let contents = Contents::open(updates, HashMap::new())?;
    let replica = contents.replica();
    let snapshot = replica.snapshot();
    let mut copy = Replica::new(replica.client_id());
    copy.apply(&snapshot)?;
    let is_same = copy.reach() == replica.reach()
        && !copy.has_gaps()
        && !replica.has_news(&copy.snapshot())?
        && !copy.has_news(&snapshot)?
        && copy.snapshot().len() == snapshot.len();
    if is_same {
        Ok(snapshot)
    } else {
        Err(CompactError::Different)
    }
}
