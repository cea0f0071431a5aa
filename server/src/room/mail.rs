//! What the mailbox of an open document takes.

use std::fmt;

use bytes::Bytes;
use shared::document::Replica;
use tokio::sync::{OwnedSemaphorePermit, oneshot, watch};

use super::document::session::{Newcomer, SessionId};
use super::document::{Change, Input};
use super::outbox::Outbox;

#[derive(Debug)]
pub enum Mail {
    /// Who joins, and where the answers go.
    Join {
        newcomer: Newcomer,
        outbox: Outbox,
    },
    /// An [`Input::Frame`], and its part of what may wait in all mailboxes together.
    Frame {
        session: SessionId,
        bytes: Bytes,
        permit: OwnedSemaphorePermit,
    },
    Input(Input),
    /// The server itself reads, or follows what is stored.
    Reader(Reader),
    /// The server itself writes, like any participant.
    Write(Pen),
}

/// The server's own questions to a document.
pub enum Reader {
    Look(Box<dyn FnOnce(&Replica) + Send>),
    /// Answers with a number that grows with every change; while somebody holds it, the room stays open.
    Follow(oneshot::Sender<watch::Receiver<u64>>),
}

/// A change the server makes, and who hears when it is on disk.
pub struct Pen {
    pub change: Change,
    pub stored: oneshot::Sender<()>,
}

impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Look(_) => "Look",
            Self::Follow(_) => "Follow",
        })
    }
}

impl fmt::Debug for Pen {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pen")
    }
}
