//! A document as the server itself reads it and writes in it: through its room, like any participant.

use std::sync::Arc;
use std::time::Duration;

use shared::document::Replica;
use shared::id::{DocumentId, Generation, MeetingId};
use shared::meeting::DocumentKind;
use thiserror::Error;
use tokio::sync::{oneshot, watch};
use tokio::time::timeout;

use super::document::Change;
use super::mail::{Mail, Pen, Reader};
use super::registry::Registry;
use crate::store::plans::StoredHandle;
use crate::store::{Store, StoreError};

/// A document that does not answer for this long is not there as far as people are concerned.
const PATIENCE: Duration = Duration::from_secs(4);

#[derive(Clone)]
pub struct DocumentHandle {
    registry: Arc<Registry>,
    document: DocumentId,
    kind: DocumentKind,
    generation: Generation,
}

/// The document could not be opened, or ended under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the document does not answer")]
pub struct NoAnswer;

impl DocumentHandle {
    /// Of a plan's document that is `found` in the store.
    pub fn new(registry: &Arc<Registry>, found: StoredHandle) -> Self {
        let StoredHandle {
            document,
            kind,
            generation,
        } = found;
        Self {
            registry: Arc::clone(registry),
            document,
            kind,
            generation,
        }
    }

    /// None for a meeting without an assessment.
    pub async fn of_assessment(
        store: &Store,
        registry: &Arc<Registry>,
        meeting: &MeetingId,
    ) -> Result<Option<Self>, StoreError> {
        let found = store.find_assessment(meeting).await?;
        Ok(found.map(|found| Self::new(registry, found)))
    }

    /// Asks the replica something.
    pub async fn look<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&Replica) -> T + Send + 'static,
    ) -> Result<T, NoAnswer> {
        let (reply, answer) = oneshot::channel();
        let look = move |replica: &Replica| {
            drop(reply.send(ask(replica))); // whoever asked may have left
        };
        self.send(Mail::Reader(Reader::Look(Box::new(look))), answer)
            .await
    }

    /// A number that grows with every change that is stored. The document stays open while somebody holds it.
    pub async fn follow(&self) -> Result<watch::Receiver<u64>, NoAnswer> {
        let (reply, answer) = oneshot::channel();
        self.send(Mail::Reader(Reader::Follow(reply)), answer).await
    }

    /// Writes; answers when that is on disk.
    pub async fn write(
        &self,
        change: impl FnOnce(&mut Replica) -> Vec<Vec<u8>> + Send + 'static,
    ) -> Result<(), NoAnswer> {
        let (stored, answer) = oneshot::channel();
        let change = Change(Box::new(change));
        self.send(Mail::Write(Pen { change, stored }), answer).await
    }

    async fn send<T>(&self, mail: Mail, answer: oneshot::Receiver<T>) -> Result<T, NoAnswer> {
        let mailbox = self
            .registry
            .mailbox(&self.document, self.kind, &self.generation);
        let asked = async {
            mailbox.send(mail).await.map_err(|_| NoAnswer)?;
            answer.await.map_err(|_| NoAnswer)
        };
        timeout(PATIENCE, asked).await.unwrap_or(Err(NoAnswer))
    }
}
