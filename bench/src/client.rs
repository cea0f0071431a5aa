//! One simulated client: a socket, the little protocol that keeps it a member, and perhaps somebody who types.
//!
//! It holds no document. What it sends is real; of what comes in it only looks for the markers.

use std::collections::VecDeque;
use std::future::pending;
use std::io::ErrorKind;
use std::rc::Rc;
use std::time::Duration;

use thiserror::Error;
use tokio::net::TcpStream;
use tokio::time::{Instant, sleep_until};

use crate::course::{Course, Stage};
use crate::dialect::{Heard, Opening, Speech};
use crate::door::{Door, DoorError};
use crate::edit::{Typist, for_each_marker};
use crate::frames::{self, FrameError, FrameReader};
use crate::tally::{Join, Received};

/// How often stock clients renew their presence.
const RENEW: Duration = Duration::from_secs(15);
/// Later than this is no longer the fault of the timer, and counts as waiting.
const TIMER_SLACK: Duration = Duration::from_millis(2);

/// Who knocks.
#[derive(Debug, Clone)]
pub struct Visitor {
    pub client_id: u64,
    pub name: String,
    pub typing: Option<Typing>,
    /// Updates to send as soon as the document has come.
    pub brings: Vec<Vec<u8>>,
}

#[derive(Debug, Clone, Copy)]
pub struct Typing {
    /// The place among those who type in the document.
    pub typist: u32,
    pub n_readers: u32,
    pub every: Duration,
    /// How long after the others' first edit comes this one's.
    pub phase: Duration,
}

#[derive(Debug, Error)]
pub enum ClientError {
    #[error("the connection failed: {0}")]
    Io(#[from] std::io::Error),
    #[error(transparent)]
    Door(#[from] DoorError),
    #[error("the server closed with {0}")]
    Closed(u16),
    #[error("the server hung up")]
    HungUp,
    #[error(transparent)]
    Frame(#[from] FrameError),
}

struct Client {
    course: Rc<Course>,
    stream: TcpStream,
    frames: FrameReader,
    outgoing: Vec<u8>,
    inner: Inner,
}

/// Everything but the socket, so that frames can be handled while they are borrowed from it.
struct Inner {
    course: Rc<Course>,
    visitor: Visitor,
    speech: Speech,
    typist: Option<Typist>,
    received: Received,
    awareness_clock: u64,
    /// What the server will count as stored, in order: the time of an edit, or none for a step 2.
    unstored: VecDeque<Option<u32>>,
    n_stored: u64,
    dialled_at: Instant,
    /// Bytes that came over the socket.
    n_received: usize,
    has_joined: bool,
    replies: Vec<u8>,
    ending: Option<ClientError>,
}

/// Joins, stays and types as the course says, until it is over.
pub async fn run(course: Rc<Course>, door: Door, visitor: Visitor) {
    let outcome = async {
        let mut client = Client::join(course.clone(), &door, visitor).await?;
        client.stay().await
    };
    if let Err(error) = outcome.await {
        course.tally().failures.push(error.to_string());
    }
}

impl Client {
    async fn join(course: Rc<Course>, door: &Door, visitor: Visitor) -> Result<Self, ClientError> {
        let _turn = course.turns.acquire().await;
        let dialled_at = Instant::now();
        let (stream, early) = door.open().await?;
        let mut client = Self {
            inner: Inner::new(course.clone(), door, visitor, dialled_at),
            course: course.clone(),
            stream,
            frames: FrameReader::default(),
            outgoing: Vec::new(),
        };
        client.inner.greet();
        client.take(&early)?;
        while !client.inner.has_joined {
            client.move_bytes().await?;
        }
        Ok(client)
    }

    async fn stay(&mut self) -> Result<(), ClientError> {
        let mut stages = self.course.stages();
        stages.mark_changed();
        let mut next_edit: Option<Instant> = None;
        let mut next_renewal = Instant::now() + RENEW.mul_f64(fastrand::f64());
        let timer = sleep_until(next_renewal);
        tokio::pin!(timer);
        loop {
            let next = next_edit.map_or(next_renewal, |edit| edit.min(next_renewal));
            if timer.deadline() != next {
                timer.as_mut().reset(next);
            }
            tokio::select! {
                biased;
                moved = self.move_bytes() => moved?,
                _ = stages.changed() => match *stages.borrow_and_update() {
                    Stage::Joining => {}
                    Stage::Typing { from } => {
                        let typing = self.inner.visitor.typing;
                        next_edit = typing.map(|typing| from + typing.phase);
                    }
                    Stage::Listening => next_edit = None,
                    Stage::Over => return Ok(()),
                },
                () = &mut timer => {
                    let now = Instant::now();
                    if next_renewal <= now {
                        self.inner.renew();
                        next_renewal += RENEW;
                    }
                    if let Some(due) = next_edit.filter(|due| *due <= now) {
                        next_edit = self.inner.edit(due, now).map(|every| due + every);
                    }
                    self.outgoing.append(&mut self.inner.replies);
                    self.write()?;
                }
            }
        }
    }

    /// Waits for the socket and moves what can be moved.
    async fn move_bytes(&mut self) -> Result<(), ClientError> {
        let must_write = !self.outgoing.is_empty() || !self.inner.replies.is_empty();
        let writable = async {
            if must_write {
                self.stream.writable().await
            } else {
                pending().await
            }
        };
        tokio::select! {
            biased;
            ready = self.stream.readable() => { ready?; self.read()? }
            ready = writable => ready?,
        }
        self.outgoing.append(&mut self.inner.replies);
        self.write()
    }

    fn read(&mut self) -> Result<(), ClientError> {
        let course = self.course.clone();
        let mut scratch = course.scratch.borrow_mut();
        loop {
            match self.stream.try_read(&mut scratch) {
                Ok(0) => return Err(ClientError::HungUp),
                Ok(n_read) => {
                    self.take(&scratch[..n_read])?;
                    if n_read < scratch.len() {
                        return Ok(());
                    }
                }
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return Err(error.into()),
            }
        }
    }

    fn take(&mut self, bytes: &[u8]) -> Result<(), ClientError> {
        let Self { frames, inner, .. } = self;
        inner.n_received += bytes.len();
        frames.feed(bytes, |opcode, payload| inner.frame(opcode, payload))?;
        inner.ending.take().map_or(Ok(()), Err)
    }

    fn write(&mut self) -> Result<(), ClientError> {
        while !self.outgoing.is_empty() {
            match self.stream.try_write(&self.outgoing) {
                Ok(n_written) => drop(self.outgoing.drain(..n_written)),
                Err(error) if error.kind() == ErrorKind::WouldBlock => break,
                Err(error) => return Err(error.into()),
            }
        }
        Ok(())
    }
}

impl Inner {
    fn new(course: Rc<Course>, door: &Door, visitor: Visitor, dialled_at: Instant) -> Self {
        let typist = |typing: Typing| Typist::new(visitor.client_id, typing.typist);
        Self {
            course,
            typist: visitor.typing.map(typist),
            visitor,
            speech: Speech::new(door.dialect, &door.document),
            received: Received::default(),
            awareness_clock: 0,
            unstored: VecDeque::new(),
            n_stored: 0,
            dialled_at,
            n_received: 0,
            has_joined: false,
            replies: Vec::new(),
            ending: None,
        }
    }

    fn say(&mut self, message: &[u8]) {
        self.replies.extend(frames::masked(frames::BINARY, message));
    }

    fn greet(&mut self) {
        match self.speech.opening() {
            Opening::Synchronise => self.synchronise(),
            Opening::Introduce(introduction) => self.say(&introduction),
            Opening::Wait => {}
        }
    }

    fn synchronise(&mut self) {
        let step1 = self.speech.step1();
        self.say(&step1);
        self.renew();
    }

    fn renew(&mut self) {
        let Visitor {
            client_id, name, ..
        } = &self.visitor;
        let message = self
            .speech
            .awareness(*client_id, self.awareness_clock, name);
        self.awareness_clock += 1;
        self.say(&message);
    }

    /// Types once, and answers when to type again. An edit counts from when it was due, so that a load that falls
    /// behind does not hide a server that does.
    fn edit(&mut self, due: Instant, now: Instant) -> Option<Duration> {
        let typing = self.visitor.typing?;
        let is_late = now - due > TIMER_SLACK;
        let sent_us = self.course.micros(if is_late { due } else { now });
        let update = self.typist.as_mut()?.type_on(sent_us);
        let message = self.speech.update(&update);
        self.say(&message);
        self.unstored.push_back(Some(sent_us));
        let mut tally = self.course.tally();
        tally.n_sent += 1;
        tally.n_expected += u64::from(typing.n_readers);
        let lateness = u32::try_from((now - due).as_micros()).unwrap_or(u32::MAX);
        tally.lateness_us.push(lateness);
        Some(typing.every)
    }

    fn frame(&mut self, opcode: u8, payload: &[u8]) {
        match opcode {
            frames::BINARY => self.message(payload),
            frames::PING => self.replies.extend(frames::masked(frames::PONG, payload)),
            frames::CLOSE => {
                let code = payload
                    .get(..2)
                    .map_or(1005, |code| u16::from_be_bytes([code[0], code[1]]));
                self.ending = Some(ClientError::Closed(code));
            }
            _ => {}
        }
    }

    fn message(&mut self, payload: &[u8]) {
        let mut heard = Vec::new();
        self.speech.hear(payload, |what| {
            if what != Heard::Other {
                heard.push(what);
            }
        });
        for what in heard {
            self.obey(&what);
        }
        self.count(payload);
    }

    fn obey(&mut self, heard: &Heard) {
        match *heard {
            Heard::Admitted => self.synchronise(),
            Heard::Step1 => {
                let step2 = self.speech.empty_step2();
                self.say(&step2);
                self.unstored.push_back(None);
            }
            Heard::Step2 if !self.has_joined => self.joined(),
            Heard::ClientId(client_id) => {
                self.visitor.client_id = client_id;
                let typist = |typing: Typing| Typist::new(client_id, typing.typist);
                self.typist = self.visitor.typing.map(typist);
                self.synchronise();
            }
            Heard::Stored(n_stored) => self.stored(n_stored),
            Heard::Step2 | Heard::Other => {}
        }
    }

    fn joined(&mut self) {
        self.has_joined = true;
        let took = self.dialled_at.elapsed();
        self.course.tally().joins.push(Join {
            took_us: u32::try_from(took.as_micros()).unwrap_or(u32::MAX),
            n_bytes: self.n_received,
        });
        for update in std::mem::take(&mut self.visitor.brings) {
            let message = self.speech.update(&update);
            self.say(&message);
        }
    }

    fn stored(&mut self, n_stored: u64) {
        let now_us = self.course.micros(Instant::now());
        let window = self.course.window();
        while self.n_stored < n_stored {
            self.n_stored += 1;
            let Some(Some(sent_us)) = self.unstored.pop_front() else {
                continue;
            };
            if window.is_some_and(|window| window.contains(sent_us)) {
                self.course.tally().stored_us.push(now_us - sent_us);
            }
        }
    }

    fn count(&mut self, payload: &[u8]) {
        let now_us = self.course.micros(Instant::now());
        let window = self.course.window();
        let own = self.visitor.typing.map(|typing| typing.typist);
        let mut tally = self.course.tally();
        for_each_marker(payload, |marker| {
            if own == Some(marker.typist) {
                tally.n_echoes += 1;
            } else if self.received.take(marker) {
                tally.deliver(marker, now_us, window);
            } else {
                tally.n_repeated += 1;
            }
        });
    }
}
