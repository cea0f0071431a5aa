//! A session's outbox: bounded in frames and in bytes, and never skipping one.
//!
//! An outbox that ends without a [`Outgoing::Close`] was too slow: its session is closed with 1013 and resyncs.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use bytes::Bytes;
use tokio::sync::mpsc;

const MAX_FRAMES: usize = 512;
/// Looked at before a frame is added, so that one large answer always fits.
const MAX_BYTES: usize = 4 * 1024 * 1024;

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outgoing {
    Frame(Bytes),
    Close { code: u16, reason: &'static str },
}

impl Outgoing {
    fn n_bytes(&self) -> usize {
        match self {
            Self::Frame(bytes) => bytes.len(),
            Self::Close { .. } => 0,
        }
    }
}

/// The room's end.
#[derive(Debug)]
pub struct Outbox {
    frames: mpsc::Sender<Outgoing>,
    n_bytes: Arc<AtomicUsize>,
}

/// The socket's end.
#[derive(Debug)]
pub struct OutboxReader {
    frames: mpsc::Receiver<Outgoing>,
    n_bytes: Arc<AtomicUsize>,
}

/// The session reads too slowly, or is gone.
#[derive(Debug, PartialEq, Eq)]
pub struct Full;

pub fn outbox() -> (Outbox, OutboxReader) {
    let (sender, receiver) = mpsc::channel(MAX_FRAMES);
    let n_bytes = Arc::new(AtomicUsize::new(0));
    (
        Outbox {
            frames: sender,
            n_bytes: n_bytes.clone(),
        },
        OutboxReader {
            frames: receiver,
            n_bytes,
        },
    )
}

impl Outbox {
    pub fn put(&self, outgoing: Outgoing) -> Result<(), Full> {
        let n_bytes = outgoing.n_bytes();
        if self.n_bytes.load(Ordering::Relaxed) >= MAX_BYTES {
            return Err(Full);
        }
        self.n_bytes.fetch_add(n_bytes, Ordering::Relaxed);
        self.frames.try_send(outgoing).map_err(|_| Full)
    }
}

impl OutboxReader {
    /// The next one, in order; none when the room has let go of this session.
    pub async fn next(&mut self) -> Option<Outgoing> {
        let outgoing = self.frames.recv().await?;
        self.n_bytes
            .fetch_sub(outgoing.n_bytes(), Ordering::Relaxed);
        Some(outgoing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(len: usize) -> Outgoing {
        Outgoing::Frame(Bytes::from(vec![0; len]))
    }

    #[tokio::test]
    async fn an_outbox_is_bounded_in_frames_and_bytes_and_empties() {
        let (sender, mut reader) = outbox();
        for _ in 0..MAX_FRAMES {
            assert_eq!(sender.put(frame(1)), Ok(()));
        }
        assert_eq!(sender.put(frame(1)), Err(Full));

        let (sender, mut large) = outbox();
        assert_eq!(
            sender.put(frame(2 * MAX_BYTES)),
            Ok(()),
            "one large answer fits"
        );
        assert_eq!(sender.put(frame(1)), Err(Full));
        assert!(large.next().await.is_some());
        assert_eq!(sender.put(frame(1)), Ok(()));
        assert_eq!(reader.next().await, Some(frame(1)));
    }
}
