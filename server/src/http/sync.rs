//! `GET /sync/{document}`: who may come in, and what they may do while they are here. The frames are the business of `socket`.
//!
//! Whoever may not come in is told so by a close code after the upgrade: a refused upgrade looks like a network fault,
//! and clients would dial for ever.

use axum::body::Body;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, Request, State};
use axum::http::header::SEC_WEBSOCKET_PROTOCOL;
use axum::http::{HeaderMap, HeaderValue};
use axum::response::Response;
use shared::id::{DocumentId, Generation};
use shared::meeting::DocumentKind;
use shared::programme::Person;
use shared::protocol::{Rights, SUBPROTOCOL, close};
use shared::time::Timestamp;
use std::time::Duration;
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::sync::mpsc;
use tokio::time::sleep;
use tokio_tungstenite::tungstenite::handshake::server::create_response_with_body;

use super::auth::{Asker, comes_from_our_pages, find_again, find_asker};
use super::error::ApiError;
use super::socket::{self, Ending, Sink, Stream, hang_up, max_frame};
use super::writing;
use crate::app::App;
use crate::clock;
use crate::room::access::AccessChange;
use crate::room::document::Input;
use crate::room::document::session::{Newcomer, SessionId};
use crate::room::mail::Mail;
use crate::room::outbox::outbox;
use crate::store::import::OwnerId;
use crate::store::meetings::Owner;

pub const RESTARTING: Ending = Ending::close(close::RESTART, "the server restarts");
pub const SIGNED_OUT: Ending = Ending::close(close::NOT_SIGNED_IN, "you are not signed in");
const NO_DOCUMENT: Ending = Ending::close(close::GONE, "there is no such document");

/// Somebody who may come in. Kept for every socket, so the meeting with its form is not in here.
struct Admitted {
    asker: Asker,
    document: DocumentId,
    kind: DocumentKind,
    generation: Generation,
    owner: OwnerId,
    rights: Rights,
}

pub async fn sync(
    State(app): State<App>,
    document: Result<Path<String>, PathRejection>,
    mut request: Request,
) -> Result<Response, ApiError> {
    let mut response =
        create_response_with_body(&request, Body::empty).map_err(|_| ApiError::NotAWebSocket)?;
    let speaks_samling = offers_samling(request.headers());
    if speaks_samling {
        let protocol = HeaderValue::from_static(SUBPROTOCOL);
        response
            .headers_mut()
            .insert(SEC_WEBSOCKET_PROTOCOL, protocol);
    }
    // Before the session is looked up, so that no change falls between.
    let changes = app.access_changes.subscribe();
    // An address that is no text names no document.
    let document = document.map_or_else(|_| String::new(), |Path(document)| document);
    let admitted = admit(&app, request.headers(), &document).await;
    let upgrade = hyper::upgrade::on(&mut request);
    app.tracker.clone().spawn(async move {
        let Ok(upgraded) = upgrade.await else {
            return; // whoever asked has gone meanwhile
        };
        let halves = socket::open(upgraded, max_frame(app.limits)).await;
        match admitted {
            Ok(admitted) => converse(&app, halves, admitted, speaks_samling, changes).await,
            Err(ending) => hang_up(halves, ending).await,
        }
    });
    Ok(response)
}

fn offers_samling(headers: &HeaderMap) -> bool {
    let offers = headers.get_all(SEC_WEBSOCKET_PROTOCOL).iter();
    offers
        .filter_map(|offers| offers.to_str().ok())
        .flat_map(|offers| offers.split(','))
        .any(|offer| offer.trim() == SUBPROTOCOL)
}

async fn admit(app: &App, headers: &HeaderMap, document: &str) -> Result<Admitted, Ending> {
    if !comes_from_our_pages(headers, &app.public_url) {
        return Err(Ending::close(
            close::NOT_ALLOWED,
            "the request does not come from this server's own pages",
        ));
    }
    let asker = find_asker(app, headers).await.map_err(storage_failed)?;
    let asker = asker.ok_or(SIGNED_OUT)?;
    let id = DocumentId::parse(document).map_err(|_| NO_DOCUMENT)?;
    look_up(app, asker, &id).await
}

/// What somebody may do with a document now.
async fn look_up(app: &App, asker: Asker, id: &DocumentId) -> Result<Admitted, Ending> {
    let document = app.store.find_document(id).await.map_err(storage_failed)?;
    let document = document.ok_or(NO_DOCUMENT)?;
    let may_read = writing::may_read(app, &asker, &document).await;
    if !may_read.map_err(storage_failed)? {
        return Err(Ending::close(
            close::NOT_ALLOWED,
            "you may not read this document",
        ));
    }
    let lock = writing::of_document(app, &asker, &document).await;
    let rights = match lock.map_err(storage_failed)? {
        None => Rights::Write,
        Some(_) => Rights::Read,
    };
    Ok(Admitted {
        asker,
        document: document.id,
        kind: document.kind,
        generation: document.generation,
        owner: match document.owner {
            Owner::Meeting(meeting) => OwnerId::Meeting(meeting.id),
            Owner::Plan(plan) => OwnerId::Plan(plan.id),
        },
        rights,
    })
}

#[expect(clippy::needless_pass_by_value, reason = "the shape of map_err")]
pub fn storage_failed(error: crate::store::StoreError) -> Ending {
    tracing::error!(%error, "nobody can be let in");
    Ending::close(close::STORAGE_UNAVAILABLE, "nothing can be read right now")
}

async fn converse(
    app: &App,
    (mut sink, mut stream): (Sink, Stream),
    admitted: Admitted,
    speaks_samling: bool,
    changes: Receiver<AccessChange>,
) {
    let session = app.registry.next_session();
    let (sender, reader) = outbox();
    let newcomer = Newcomer {
        session,
        person: admitted.asker.person.clone(),
        rights: admitted.rights,
        speaks_samling,
        client_id: clock::new_client_id(),
    };
    let document = admitted.document.clone();
    let mailbox = app
        .registry
        .mailbox(&document, admitted.kind, &admitted.generation);
    let join = Mail::Join {
        newcomer,
        outbox: sender,
    };
    if mailbox.send(join).await.is_err() {
        return hang_up((sink, stream), RESTARTING).await; // the room ended at this moment; the next dial finds a new one
    }
    tracing::debug!(session.id = session.0, document.id = %document, "session joined");
    let ending = tokio::select! {
        ending = socket::speak(&mut sink, &reader, &mailbox, session) => ending,
        ending = socket::listen(&mut stream, &app.registry, &mailbox, session, app.limits) => ending,
        ending = follow_access(app, admitted, changes, &mailbox, session) => ending,
    };
    drop(mailbox.send(Mail::Input(Input::Leave { session })).await); // a room that has ended misses nobody
    tracing::debug!(session.id = session.0, ?ending, "session left");
    hang_up((sink, stream), ending).await;
}

/// Looks up what the person may do whenever that may have changed, and tells the room. Ends when they may not stay:
/// signed out here or in another tab, no longer active, or the session is too old.
async fn follow_access(
    app: &App,
    mut admitted: Admitted,
    mut changes: Receiver<AccessChange>,
    mailbox: &mpsc::Sender<Mail>,
    session: SessionId,
) -> Ending {
    let expiry = sleep(until(admitted.asker.expires_at));
    tokio::pin!(expiry);
    loop {
        let change = tokio::select! {
            () = &mut expiry => return SIGNED_OUT,
            change = changes.recv() => change,
        };
        let is_concerned = match change {
            Ok(AccessChange::SessionEnded(device)) => device == admitted.asker.device,
            Ok(AccessChange::Programme(programme)) => programme == admitted.asker.programme,
            Ok(AccessChange::Meeting(meeting)) => match &admitted.owner {
                OwnerId::Meeting(own) => *own == meeting,
                // Whoever has a seat in a seminar writes in the plans.
                OwnerId::Plan(_) => true,
            },
            Ok(AccessChange::Plan(plan)) => admitted.owner == OwnerId::Plan(plan),
            Err(RecvError::Lagged(_)) => true,
            Err(RecvError::Closed) => return RESTARTING,
        };
        if !is_concerned {
            continue;
        }
        let now = match look_up_again(app, &admitted).await {
            Ok(now) => now,
            Err(ending) => return ending,
        };
        if (&now.asker.person, now.rights) != (&admitted.asker.person, admitted.rights) {
            let person: Person = now.asker.person.clone();
            let rights = now.rights;
            let input = Input::Reassess {
                session,
                person,
                rights,
            };
            drop(mailbox.send(Mail::Input(input)).await); // a room that has ended misses nobody
        }
        admitted = now;
    }
}

async fn look_up_again(app: &App, admitted: &Admitted) -> Result<Admitted, Ending> {
    let asker = find_again(app, &admitted.asker.device).await;
    let asker = asker.map_err(storage_failed)?.ok_or(SIGNED_OUT)?;
    look_up(app, asker, &admitted.document).await
}

pub fn until(at: Timestamp) -> Duration {
    Duration::from_millis(u64::try_from(at.0 - clock::now().0).unwrap_or(0))
}
