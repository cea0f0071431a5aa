//! `GET /sync/{document}`: one WebSocket of one session. It carries frames between the socket and the room, and knows
//! nothing of what is in them.
//!
//! Whoever may not come in is told so by a close code after the upgrade: a refused upgrade looks like a network fault,
//! and clients would dial for ever.

use axum::Error as SocketError;
use axum::extract::rejection::PathRejection;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Path, State};
use axum::http::HeaderMap;
use axum::response::Response;
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use shared::id::DocumentId;
use shared::programme::Act;
use shared::protocol::{Limits, SUBPROTOCOL, close};
use shared::time::Timestamp;
use std::time::Duration;
use tokio::sync::{broadcast, mpsc};
use tokio::time::{MissedTickBehavior, interval, sleep, timeout};
use tokio_tungstenite::tungstenite;

use super::auth::{Asker, comes_from_our_pages, find_asker};
use super::error::ApiError;
use crate::app::App;
use crate::clock;
use crate::room::document::{Input, SessionId};
use crate::room::outbox::{OutboxReader, Outgoing, outbox};
use crate::room::task::Mail;
use crate::secret::TokenHash;
use crate::store::meetings::StoredDocument;

const PING_EVERY: Duration = Duration::from_secs(20);
/// A socket that has not even answered a ping for this long is dead.
const SILENCE: Duration = Duration::from_mins(1);
/// How long the other side gets to answer a close.
const FAREWELL: Duration = Duration::from_secs(2);
/// The library's own buffers take over 100 kB a socket.
const READ_BUFFER: usize = 4 * 1024;
const WRITE_BUFFER: usize = 4 * 1024;

/// Why a socket ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Ending {
    /// The other side left.
    Gone,
    Close {
        code: u16,
        reason: &'static str,
    },
}

const RESTARTING: Ending = Ending::Close {
    code: close::RESTART,
    reason: "the server restarts",
};
const SIGNED_OUT: Ending = Ending::Close {
    code: close::NOT_SIGNED_IN,
    reason: "you are not signed in",
};
const TOO_LARGE: Ending = Ending::Close {
    code: close::TOO_LARGE,
    reason: "the message is too large",
};

/// Somebody who may come in.
struct Admitted {
    asker: Asker,
    document: StoredDocument,
}

pub async fn sync(
    State(app): State<App>,
    document: Result<Path<String>, PathRejection>,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, ApiError> {
    let upgrade = upgrade
        .map_err(|_| ApiError::NotAWebSocket)?
        .protocols([SUBPROTOCOL])
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(WRITE_BUFFER)
        .max_message_size(2 * max_frame(app.limits))
        .max_frame_size(2 * max_frame(app.limits));
    let speaks_samling = upgrade
        .selected_protocol()
        .is_some_and(|protocol| protocol == SUBPROTOCOL);
    // Before the session is looked up, so that no sign-out falls between.
    let sign_outs = app.sign_outs.subscribe();
    // An address that is no text names no document.
    let document = document.map_or_else(|_| String::new(), |Path(document)| document);
    let admitted = admit(&app, &headers, &document).await;
    let tracker = app.tracker.clone();
    Ok(upgrade.on_upgrade(move |socket| {
        tracker.track_future(async move {
            match admitted {
                Ok(admitted) => converse(&app, socket, admitted, speaks_samling, sign_outs).await,
                Err(ending) => hang_up(socket.split(), ending).await,
            }
        })
    }))
}

/// The largest frame a client may send: the largest answer to step 1, and something small beside it.
fn max_frame(limits: Limits) -> usize {
    limits.step2 + limits.state_vector + limits.awareness
}

async fn admit(app: &App, headers: &HeaderMap, document: &str) -> Result<Admitted, Ending> {
    let refuse = |code, reason| Err(Ending::Close { code, reason });
    let storage_failed = |error| {
        tracing::error!(%error, "nobody can be let in");
        Ending::Close {
            code: close::STORAGE_UNAVAILABLE,
            reason: "nothing can be read right now",
        }
    };
    if !comes_from_our_pages(headers, &app.public_url) {
        return refuse(
            close::NOT_ALLOWED,
            "the request does not come from this server's own pages",
        );
    }
    let Some(asker) = find_asker(app, headers).await.map_err(storage_failed)? else {
        return Err(SIGNED_OUT);
    };
    let Ok(id) = DocumentId::parse(document) else {
        return refuse(close::GONE, "there is no such document");
    };
    let Some(document) = app.store.find_document(&id).await.map_err(storage_failed)? else {
        return refuse(close::GONE, "there is no such document");
    };
    if document.programme != asker.programme
        || !document.meeting.allows(&asker.person, Act::ReadMaterial)
    {
        return refuse(close::NOT_ALLOWED, "you may not read this document");
    }
    Ok(Admitted { asker, document })
}

async fn converse(
    app: &App,
    socket: WebSocket,
    admitted: Admitted,
    speaks_samling: bool,
    sign_outs: broadcast::Receiver<TokenHash>,
) {
    let (mut sink, mut stream) = socket.split();
    let Admitted { asker, document } = admitted;
    let session = app.registry.next_session();
    let (sender, mut reader) = outbox();
    let input = Input::Join {
        session,
        may_write: document.meeting.allows(&asker.person, Act::WriteAssessment),
        person: asker.person,
        speaks_samling,
        client_id: clock::new_client_id(),
    };
    let mailbox = app.registry.mailbox(&document.id, &document.generation);
    if mailbox
        .send(Mail::Join {
            session,
            input,
            outbox: sender,
        })
        .await
        .is_err()
    {
        return hang_up((sink, stream), RESTARTING).await; // the room ended at this moment; the next dial finds a new one
    }
    tracing::debug!(session.id = session.0, document.id = %document.id, "session joined");
    let ending = tokio::select! {
        ending = speak(&mut sink, &mut reader) => ending,
        ending = listen(&mut stream, &mailbox, session, max_frame(app.limits)) => ending,
        ending = until_signed_out(asker.session, asker.expires_at, sign_outs) => ending,
    };
    drop(mailbox.send(Mail::Input(Input::Leave { session })).await); // a room that has ended misses nobody
    tracing::debug!(session.id = session.0, ?ending, "session left");
    hang_up((sink, stream), ending).await;
}

/// Carries frames from the socket to the room. A full mailbox makes the socket wait.
async fn listen(
    stream: &mut SplitStream<WebSocket>,
    mailbox: &mpsc::Sender<Mail>,
    session: SessionId,
    max_frame: usize,
) -> Ending {
    loop {
        let message = match timeout(SILENCE, stream.next()).await {
            Err(_) | Ok(None) => return Ending::Gone,
            Ok(Some(Err(error))) => return explain(error),
            Ok(Some(Ok(message))) => message,
        };
        let bytes = match message {
            Message::Binary(bytes) if bytes.len() > max_frame => return TOO_LARGE,
            Message::Binary(bytes) => bytes,
            Message::Text(_) => {
                return Ending::Close {
                    code: close::MALFORMED,
                    reason: "only binary frames are understood",
                };
            }
            Message::Close(_) => return Ending::Gone,
            Message::Ping(_) | Message::Pong(_) => continue,
        };
        if mailbox
            .send(Mail::Input(Input::Frame { session, bytes }))
            .await
            .is_err()
        {
            // The room has ended. Its last word is in the outbox, and `speak` passes it on.
            return std::future::pending().await;
        }
    }
}

fn explain(error: SocketError) -> Ending {
    match error.into_inner().downcast_ref::<tungstenite::Error>() {
        Some(tungstenite::Error::Capacity(_)) => TOO_LARGE,
        Some(tungstenite::Error::Protocol(_) | tungstenite::Error::Utf8(_)) => Ending::Close {
            code: close::MALFORMED,
            reason: "not a WebSocket message",
        },
        _ => Ending::Gone,
    }
}

/// Carries frames from the room to the socket, and pings.
async fn speak(sink: &mut SplitSink<WebSocket, Message>, reader: &mut OutboxReader) -> Ending {
    let mut pings = interval(PING_EVERY);
    pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        let message = tokio::select! {
            outgoing = reader.next() => match outgoing {
                Some(Outgoing::Frame(bytes)) => Message::Binary(bytes),
                Some(Outgoing::Close { code, reason }) => return Ending::Close { code, reason },
                None => return Ending::Close { code: close::OVERLOADED, reason: "the connection is too slow" },
            },
            _ = pings.tick() => Message::Ping(bytes::Bytes::new()),
        };
        if sink.send(message).await.is_err() {
            return Ending::Gone;
        }
    }
}

/// Ends with the session: signed out here or in another tab, or too old.
async fn until_signed_out(
    session: TokenHash,
    expires_at: Timestamp,
    mut sign_outs: broadcast::Receiver<TokenHash>,
) -> Ending {
    let left_ms = u64::try_from(expires_at.0 - clock::now().0).unwrap_or(0);
    let expiry = sleep(Duration::from_millis(left_ms));
    tokio::pin!(expiry);
    loop {
        tokio::select! {
            () = &mut expiry => return SIGNED_OUT,
            ended = sign_outs.recv() => match ended {
                Ok(ended) if ended == session => return SIGNED_OUT,
                Ok(_) => {}
                // Too many at once to have seen them all: the next dial asks the store.
                Err(_) => return RESTARTING,
            },
        }
    }
}

/// Says why, and gives the other side a moment to answer, so that the reason is not lost with the connection.
async fn hang_up(halves: (SplitSink<WebSocket, Message>, SplitStream<WebSocket>), ending: Ending) {
    let (mut sink, mut stream) = halves;
    let farewell = async {
        let said = match ending {
            Ending::Gone => sink.close().await,
            Ending::Close { code, reason } => {
                sink.send(Message::Close(Some(CloseFrame {
                    code,
                    reason: reason.into(),
                })))
                .await
            }
        };
        if said.is_ok() {
            while let Some(Ok(_)) = stream.next().await {}
        }
    };
    drop(timeout(FAREWELL, farewell).await); // whoever does not answer is cut
}
