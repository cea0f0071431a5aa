//! The assessment of a meeting as the server itself reads it and writes in it: through its room, like any participant.

use std::sync::Arc;
use std::time::Duration;

use shared::document::Replica;
use shared::id::{DocumentId, Generation, MeetingId};
use thiserror::Error;
use tokio::sync::{oneshot, watch};
use tokio::time::timeout;

use super::document::Change;
use super::mail::{Mail, Pen, Reader};
use super::registry::Registry;
use crate::store::{Store, StoreError};

/// A document that does not answer for this long is not there as far as people are concerned.
const PATIENCE: Duration = Duration::from_secs(4);

#[derive(Clone)]
pub struct Assessment {
    registry: Arc<Registry>,
    document: DocumentId,
    generation: Generation,
}

/// The document could not be opened, or ended under way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the assessment does not answer")]
pub struct NoAnswer;

impl Assessment {
    /// None for a meeting without one.
    pub async fn find(
        store: &Store,
        registry: &Arc<Registry>,
        meeting: &MeetingId,
    ) -> Result<Option<Self>, StoreError> {
        let found = store.find_assessment(meeting).await?;
        Ok(found.map(|(document, generation)| Self {
            registry: Arc::clone(registry),
            document,
            generation,
        }))
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
        let mailbox = self.registry.mailbox(&self.document, &self.generation);
        let asked = async {
            mailbox.send(mail).await.map_err(|_| NoAnswer)?;
            answer.await.map_err(|_| NoAnswer)
        };
        timeout(PATIENCE, asked).await.unwrap_or(Err(NoAnswer))
    }
}
