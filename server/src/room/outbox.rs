//! A session's outbox: bounded in frames and in bytes, and never skipping one in silence.
//!
//! When it is full, awareness goes first. Then the queued updates go too, and the reader is *behind*: once it has read
//! what is left it asks the room to catch up ([`Batch::CatchUp`]), and gets the difference in one piece. Answers are never
//! left out; a reader that asks for more of them than it reads is closed.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bytes::Bytes;
use shared::protocol::close;
use tokio::sync::Notify;
use tokio::time::Instant;

use super::document::Kind;

const MAX_FRAMES: usize = 256;
/// Looked at before a frame is added, so that one large answer always fits. As much again may be on its way to the socket.
const MAX_BYTES: usize = 512 * 1024;
/// A frame above this many bytes is counted against a reader that has much to read already.
const LARGE: usize = 16 * 1024;
/// How long a reader may stay behind without reading anything.
pub const PATIENCE: Duration = Duration::from_secs(5);

pub const TOO_SLOW: End = End {
    code: close::OVERLOADED,
    reason: "the connection is too slow",
};

/// What the socket does next.
#[derive(Debug, PartialEq, Eq)]
pub enum Batch {
    /// Frames to write, in order, with one flush.
    Frames(Vec<Bytes>),
    /// Everything is written, and updates were left out: the room must be asked for them.
    CatchUp,
    Close(End),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct End {
    pub code: u16,
    pub reason: &'static str,
}

#[derive(Debug, Default)]
struct Queue {
    frames: VecDeque<(Kind, Bytes)>,
    n_bytes: usize,
    behind: Option<Behind>,
    end: Option<(End, Instant)>,
}

/// Updates have been left out.
#[derive(Debug)]
struct Behind {
    since: Instant,
    has_asked: bool,
}

impl Behind {
    fn now() -> Self {
        Self {
            since: Instant::now(),
            has_asked: false,
        }
    }
}

#[derive(Debug, Default)]
struct Shared {
    queue: Mutex<Queue>,
    ready: Notify,
}

impl Shared {
    fn queue(&self) -> MutexGuard<'_, Queue> {
        // A panic cannot leave the queue half changed: nothing in it can fail between two changes.
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The room's end; dropping it closes the session.
#[derive(Debug)]
pub struct Outbox(Arc<Shared>);

/// The socket's end.
#[derive(Debug)]
pub struct OutboxReader(Arc<Shared>);

pub fn outbox() -> (Outbox, OutboxReader) {
    let shared = Arc::new(Shared::default());
    (Outbox(shared.clone()), OutboxReader(shared))
}

impl Outbox {
    pub fn put(&self, kind: Kind, frame: Bytes) {
        self.0.queue().put(kind, frame);
        self.0.ready.notify_one();
    }

    /// Leaves updates out until the reader has read the rest and been given the difference.
    pub fn fall_behind(&self) {
        let mut queue = self.0.queue();
        queue.leave_out(Kind::Update);
        queue.behind.get_or_insert_with(Behind::now);
        drop(queue);
        self.0.ready.notify_one();
    }

    /// What is queued still goes out first.
    pub fn close(&self, code: u16, reason: &'static str) {
        self.0.queue().end(End { code, reason });
        self.0.ready.notify_one();
    }
}

impl Drop for Outbox {
    fn drop(&mut self) {
        self.close(close::RESTART, "the document is opened anew");
    }
}

impl Queue {
    fn put(&mut self, kind: Kind, frame: Bytes) {
        if self.is_full() {
            self.leave_out(Kind::Awareness);
        }
        if self.is_full() {
            self.leave_out(Kind::Update);
            self.behind.get_or_insert_with(Behind::now);
        }
        let is_left_out = match kind {
            Kind::Update => self.behind.is_some(),
            Kind::Awareness => self.is_full(),
            Kind::Answer | Kind::CatchUp => false,
        };
        if is_left_out {
            return;
        }
        if self.is_hoard(&frame) {
            return self.end(TOO_SLOW);
        }
        if kind == Kind::CatchUp {
            self.behind = None;
        }
        self.n_bytes += frame.len();
        self.frames.push_back((kind, frame));
    }

    fn end(&mut self, end: End) {
        self.end.get_or_insert((end, Instant::now()));
    }

    fn is_full(&self) -> bool {
        self.frames.len() >= MAX_FRAMES || self.n_bytes >= MAX_BYTES
    }

    /// Whether a reader has asked for more answers than it reads. Small ones pass beside a large one.
    fn is_hoard(&self, frame: &Bytes) -> bool {
        self.frames.len() >= MAX_FRAMES || (self.n_bytes >= MAX_BYTES && frame.len() > LARGE)
    }

    fn leave_out(&mut self, kind: Kind) {
        self.frames.retain(|(queued, _)| *queued != kind);
        self.n_bytes = self.frames.iter().map(|(_, frame)| frame.len()).sum();
    }

    fn take(&mut self) -> Option<Batch> {
        if !self.frames.is_empty() {
            self.n_bytes = 0;
            let frames = self.frames.drain(..).map(|(_, frame)| frame);
            return Some(Batch::Frames(frames.collect()));
        }
        if let Some((end, _)) = self.end {
            return Some(Batch::Close(end));
        }
        let behind = self.behind.as_mut().filter(|behind| !behind.has_asked)?;
        behind.has_asked = true;
        Some(Batch::CatchUp)
    }
}

impl OutboxReader {
    /// Everything that waits, as soon as anything does.
    pub async fn next(&self) -> Batch {
        loop {
            if let Some(batch) = self.0.queue().take() {
                return batch;
            }
            self.0.ready.notified().await;
        }
    }

    /// Since when the reader owes it to the others to read on: updates are left out, or the session has ended.
    pub fn overdue_since(&self) -> Option<Instant> {
        let queue = self.0.queue();
        let ended_at = queue.end.map(|(_, at)| at);
        ended_at.or(queue.behind.as_ref().map(|behind| behind.since))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(outbox: &Outbox, kind: Kind, len: usize) {
        outbox.put(kind, Bytes::from(vec![0; len]));
    }

    async fn frames(reader: &OutboxReader) -> usize {
        match reader.next().await {
            Batch::Frames(frames) => frames.len(),
            other => panic!("{other:?}"),
        }
    }

    #[tokio::test]
    async fn everything_that_waits_goes_at_once_and_the_end_last() {
        let (outbox, reader) = outbox();
        for _ in 0..MAX_FRAMES {
            put(&outbox, Kind::Update, 1);
        }
        outbox.close(4400, "x");
        assert_eq!(frames(&reader).await, MAX_FRAMES);
        assert!(matches!(
            reader.next().await,
            Batch::Close(End { code: 4400, .. })
        ));
    }

    #[tokio::test]
    async fn a_full_outbox_leaves_out_awareness_then_updates_and_catches_up() {
        let (outbox, reader) = outbox();
        put(&outbox, Kind::Answer, 1);
        for _ in 1..MAX_FRAMES {
            put(&outbox, Kind::Awareness, 1);
        }
        put(&outbox, Kind::Update, 1);
        assert_eq!(reader.overdue_since(), None);
        for _ in 0..MAX_FRAMES {
            put(&outbox, Kind::Update, 1);
        }
        assert!(reader.overdue_since().is_some());
        put(&outbox, Kind::Update, 1);
        assert_eq!(frames(&reader).await, 1, "the answer is left");
        put(&outbox, Kind::Update, 1);
        assert_eq!(reader.next().await, Batch::CatchUp, "never a part of them");
        put(&outbox, Kind::Update, 1);
        put(&outbox, Kind::CatchUp, 1);
        assert_eq!(reader.overdue_since(), None);
        put(&outbox, Kind::Update, 1);
        assert_eq!(
            frames(&reader).await,
            2,
            "the difference, and what came after it"
        );
    }

    #[tokio::test]
    async fn one_large_answer_fits_and_a_hoard_of_them_ends_the_session() {
        let (outbox, reader) = outbox();
        put(&outbox, Kind::Answer, 2 * MAX_BYTES);
        put(&outbox, Kind::Awareness, 1);
        put(&outbox, Kind::Answer, 1);
        assert_eq!(frames(&reader).await, 2, "a confirmation passes beside it");
        put(&outbox, Kind::Answer, 2 * MAX_BYTES);
        put(&outbox, Kind::Answer, 2 * MAX_BYTES);
        assert_eq!(frames(&reader).await, 1);
        assert_eq!(reader.next().await, Batch::Close(TOO_SLOW));
    }

    #[tokio::test]
    async fn a_room_that_goes_without_a_word_makes_its_sessions_dial_again() {
        let (outbox, reader) = outbox();
        drop(outbox);
        assert!(matches!(
            reader.next().await,
            Batch::Close(End { code: 1012, .. })
        ));
    }
}
