//! Frames between a socket and a room: gathered on the way out, paced on the way in. Nothing here knows what is in them.

use std::time::Duration;

use bytes::Bytes;
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use hyper::upgrade::Upgraded;
use hyper_util::rt::TokioIo;
use shared::protocol::{Limits, close, decode};
use tokio::io::AsyncReadExt;
use tokio::sync::mpsc;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep, timeout};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Error;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{CloseCode, Data, OpCode};
use tokio_tungstenite::tungstenite::protocol::frame::{CloseFrame, Frame};
use tokio_tungstenite::tungstenite::protocol::{Message, Role, WebSocketConfig};

use super::pace::Pace;
use crate::room::document::Input;
use crate::room::document::session::SessionId;
use crate::room::mail::Mail;
use crate::room::outbox::{self, Batch, End, OutboxReader};
use crate::room::registry::Registry;

pub const PING_EVERY: Duration = Duration::from_secs(20);
/// A socket that has not even answered a ping for this long is dead.
pub const SILENCE: Duration = Duration::from_mins(1);
/// How long the other side gets to answer a close.
const FAREWELL: Duration = Duration::from_secs(2);
/// How often a reader that takes nothing is looked at.
const LOOK_EVERY: Duration = Duration::from_millis(500);
/// The library's own buffers take over 100 kB a socket.
const BUFFER: usize = 4 * 1024;
/// Larger frames go in parts of this size: the library copies what it sends, and keeps the room that takes.
const PART: usize = 64 * 1024;

type Socket = WebSocketStream<TokioIo<Upgraded>>;
pub type Sink = SplitSink<Socket, Message>;
pub type Stream = SplitStream<Socket>;

/// Why a socket ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// The other side left.
    Gone,
    Close(End),
}

impl Ending {
    pub const fn close(code: u16, reason: &'static str) -> Self {
        Self::Close(End { code, reason })
    }
}

pub const TOO_LARGE: Ending = Ending::close(close::TOO_LARGE, "the message is too large");

/// The largest frame a client may send: the largest answer to step 1, and something small beside it.
pub fn max_frame(limits: Limits) -> usize {
    limits.step2 + limits.state_vector + limits.awareness
}

pub async fn open(upgraded: Upgraded, max_frame: usize) -> (Sink, Stream) {
    let config = WebSocketConfig::default()
        .read_buffer_size(BUFFER)
        .write_buffer_size(BUFFER)
        .max_message_size(Some(max_frame))
        .max_frame_size(Some(max_frame));
    let io = TokioIo::new(upgraded);
    WebSocketStream::from_raw_socket(io, Role::Server, Some(config))
        .await
        .split()
}

/// Carries frames from the socket to the room. A full mailbox makes the socket wait, and so does a flood.
pub async fn listen(
    stream: &mut Stream,
    registry: &Registry,
    mailbox: &mpsc::Sender<Mail>,
    session: SessionId,
    limits: Limits,
) -> Ending {
    let mut pace = Pace::new(limits, Instant::now());
    loop {
        let message = match timeout(SILENCE, stream.next()).await {
            Err(_) | Ok(None) => return Ending::Gone,
            Ok(Some(Err(error))) => return explain(&error),
            Ok(Some(Ok(message))) => message,
        };
        let bytes = match message {
            Message::Binary(bytes) => bytes,
            Message::Text(_) => {
                return Ending::close(close::MALFORMED, "only binary frames are understood");
            }
            Message::Close(_) => return Ending::Gone,
            Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => continue,
        };
        let n_messages = decode(&bytes).map_or(1, |messages| messages.len());
        let wait = pace.take(n_messages, bytes.len(), Instant::now());
        let mail = Mail::Frame {
            session,
            permit: registry.take_in(bytes.len()).await,
            bytes,
        };
        if mailbox.send(mail).await.is_err() {
            // The room has ended. Its last word is in the outbox, and `speak` passes it on.
            return std::future::pending().await;
        }
        if !wait.is_zero() {
            sleep(wait).await;
        }
    }
}

pub fn explain(error: &Error) -> Ending {
    match error {
        Error::Capacity(_) => TOO_LARGE,
        Error::Protocol(_) | Error::Utf8(_) => {
            Ending::close(close::MALFORMED, "not a WebSocket message")
        }
        _ => Ending::Gone,
    }
}

/// Carries frames from the room to the socket, and pings. Whatever waits goes out with one flush.
pub async fn speak(
    sink: &mut Sink,
    reader: &OutboxReader,
    mailbox: &mpsc::Sender<Mail>,
    session: SessionId,
) -> Ending {
    let mut pings = interval(PING_EVERY);
    pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let written = tokio::select! {
            batch = reader.next() => match batch {
                Batch::Frames(frames) => write(sink, &frames, reader).await,
                Batch::CatchUp => {
                    let catch_up = Mail::Input(Input::CatchUp { session });
                    drop(mailbox.send(catch_up).await); // a room that has ended says so in the outbox
                    continue;
                }
                Batch::Close(end) => return Ending::Close(end),
            },
            _ = pings.tick() => sink.send(Message::Ping(Bytes::new())).await.map_err(|_| Ending::Gone),
        };
        if let Err(ending) = written {
            return ending;
        }
    }
}

async fn write(sink: &mut Sink, frames: &[Bytes], reader: &OutboxReader) -> Result<(), Ending> {
    for frame in frames {
        if frame.len() <= PART {
            make_progress(sink.feed(Message::Binary(frame.clone())), reader).await?;
        } else {
            write_parts(sink, frame, reader).await?;
        }
    }
    make_progress(sink.flush(), reader).await
}

async fn write_parts(sink: &mut Sink, frame: &Bytes, reader: &OutboxReader) -> Result<(), Ending> {
    for start in (0..frame.len()).step_by(PART) {
        let end = frame.len().min(start + PART);
        let data = if start == 0 {
            Data::Binary
        } else {
            Data::Continue
        };
        let is_last = end == frame.len();
        let part = Frame::message(frame.slice(start..end), OpCode::Data(data), is_last);
        make_progress(sink.send(Message::Frame(part)), reader).await?;
    }
    Ok(())
}

/// A reader that others wait for must take the next piece within [`outbox::PATIENCE`].
async fn make_progress(
    step: impl Future<Output = Result<(), Error>>,
    reader: &OutboxReader,
) -> Result<(), Ending> {
    let started = Instant::now();
    tokio::pin!(step);
    loop {
        if let Ok(outcome) = timeout(LOOK_EVERY, &mut step).await {
            return outcome.map_err(|_| Ending::Gone);
        }
        let overdue = reader.overdue_since().map(|since| since.max(started));
        if overdue.is_some_and(|since| since.elapsed() >= outbox::PATIENCE) {
            return Err(Ending::Close(outbox::TOO_SLOW));
        }
    }
}

/// Says why, and gives the other side a moment to answer, so that the reason is not lost with the connection.
pub async fn hang_up((mut sink, mut stream): (Sink, Stream), ending: Ending) {
    let farewell = async {
        let said = match ending {
            Ending::Gone => sink.close().await,
            Ending::Close(End { code, reason }) => {
                let frame = CloseFrame {
                    code: CloseCode::from(code),
                    reason: reason.into(),
                };
                sink.send(Message::Close(Some(frame))).await
            }
        };
        if said.is_err() {
            return;
        }
        if ending != TOO_LARGE {
            while let Some(Ok(_)) = stream.next().await {}
            return;
        }
        // In the middle of the large message: a socket closed with bytes unread would take the reason with it.
        if let Ok(mut socket) = sink.reunite(stream) {
            let mut discarded = vec![0; PART];
            while matches!(socket.get_mut().read(&mut discarded).await, Ok(1..)) {}
        }
    };
    drop(timeout(FAREWELL, farewell).await); // whoever does not answer is cut
}
