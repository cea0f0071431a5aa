//! The tasks that are open now, each found by what it is about: a meeting, or a plan. A mailbox is inserted under a short
//! lock; loading is the task's first act, so it cannot happen twice.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::{mpsc, oneshot};

use crate::store::StoreError;

pub struct Mailboxes<K, M> {
    /// How many mails may wait before those who ask wait too.
    len: usize,
    open: Mutex<HashMap<K, mpsc::Sender<M>>>,
}

impl<K: Clone + Eq + Hash, M> Mailboxes<K, M> {
    pub fn new(len: usize) -> Self {
        Self {
            len,
            open: Mutex::default(),
        }
    }

    /// Sends to the task of `id`, and waits for what it answers. `begin` starts one that is not there.
    ///
    /// # Errors
    /// [`StoreError::Closed`] when the task ended before it answered.
    pub async fn send<T>(
        &self,
        id: &K,
        mut mail: M,
        answer: oneshot::Receiver<T>,
        begin: impl Fn(mpsc::Receiver<M>),
    ) -> Result<T, StoreError> {
        // A task that ends at this moment gives the mail back, and the next one takes it.
        for _ in 0..2 {
            match self.of(id, &begin).send(mail).await {
                Ok(()) => return answer.await.map_err(|_| StoreError::Closed),
                Err(mpsc::error::SendError(back)) => mail = back,
            }
        }
        Err(StoreError::Closed)
    }

    fn of(&self, id: &K, begin: impl Fn(mpsc::Receiver<M>)) -> mpsc::Sender<M> {
        let mut open = self.open();
        if let Some(mailbox) = open.get(id).filter(|mailbox| !mailbox.is_closed()) {
            return mailbox.clone();
        }
        let (mailbox, mails) = mpsc::channel(self.len);
        open.insert(id.clone(), mailbox.clone());
        begin(mails);
        mailbox
    }

    /// Lets go of those that nobody reads any more.
    pub fn sweep(&self) {
        self.open().retain(|_, mailbox| !mailbox.is_closed());
    }

    fn open(&self) -> MutexGuard<'_, HashMap<K, mpsc::Sender<M>>> {
        // Every change below the lock is one call on the map, so a panic cannot leave it half done.
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
