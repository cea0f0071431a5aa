//! `/live/{room}`: the room of a meeting as one viewer may see it, again and again while they look; and the same by plain
//! HTTP, for networks that let no WebSocket through. What the viewer may not see never leaves the server.

mod changes;
mod cut;
mod plan;

use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::rejection::{PathRejection, QueryRejection};
use axum::extract::{Path, Query, Request, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use futures_util::{SinkExt, StreamExt};
use serde::Deserialize;
use shared::id::MeetingId;
use shared::lobby::RoomView;
use shared::meeting::Meeting;
use shared::protocol::close;
use shared::rights::Act;
use shared::view::{PlanFrame, RoomFrame, RoomSays};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep, timeout};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::create_response_with_body;

use self::cut::{as_listed, cut, hash};
use super::auth::{Asker, comes_from_our_pages, find_again, find_asker};
use super::commands::plan_of;
use super::error::ApiError;
use super::pace::Pace;
use super::plans::readable;
use super::socket::{self, Ending, PING_EVERY, SILENCE, Sink, Stream, explain, hang_up};
use super::sync::{RESTARTING, SIGNED_OUT, storage_failed, until};
use super::writing::plan_locks;
use crate::app::App;
use crate::clock;
use crate::room::access::AccessChange;
use crate::room::live::{Line, Picture, Pictures};
use crate::store::plans::StoredPlan;

/// A viewer that does not take a frame for this long has gone.
const PATIENCE: Duration = Duration::from_secs(15);
/// How long somebody who looks in waits for the first picture.
const FIRST_PICTURE: Duration = Duration::from_secs(5);
/// A viewer has nothing to say here, so what they say may be short.
const MAX_FRAME: usize = 4 * 1024;
const NO_ROOM: Ending = Ending::close(close::GONE, "there is no such room");
const NOT_ALLOWED: Ending = Ending::close(close::NOT_ALLOWED, "you may not follow this meeting");
const UNREADABLE: Ending =
    Ending::close(close::STORAGE_UNAVAILABLE, "nothing can be read right now");

#[derive(Debug, Deserialize)]
pub struct Since {
    since: Option<i64>,
}

/// `GET /live/{room}`
pub async fn live(
    State(app): State<App>,
    room: Result<Path<String>, PathRejection>,
    mut request: Request,
) -> Result<Response, ApiError> {
    let response =
        create_response_with_body(&request, Body::empty).map_err(|_| ApiError::NotAWebSocket)?;
    // Before the session is looked up, so that no change falls between.
    let changes = app.access_changes.subscribe();
    let room = room.map_or_else(|_| String::new(), |Path(room)| room);
    let admitted = admit(&app, request.headers(), &room).await;
    let upgrade = hyper::upgrade::on(&mut request);
    app.tracker.clone().spawn(async move {
        let Ok(upgraded) = upgrade.await else {
            return; // whoever asked has gone meanwhile
        };
        let (mut sink, mut stream) = socket::open(upgraded, MAX_FRAME).await;
        let ending = match admitted {
            Ok((asker, Followed::Plan(about))) => {
                let halves = (&mut sink, &mut stream);
                plan::converse(&app, asker, &about, halves, changes).await
            }
            Ok((asker, Followed::Meeting(meeting))) => {
                let line = app
                    .rooms
                    .enter(&asker.programme, &meeting, &asker.person.id);
                converse(&app, asker, line, &mut sink, &mut stream, changes).await
            }
            Err(ending) => ending,
        };
        hang_up((sink, stream), ending).await;
    });
    Ok(response)
}

/// `GET /api/rooms/{room}?since=seq`
pub async fn look_in(
    State(app): State<App>,
    asker: Asker,
    room: Result<Path<MeetingId>, PathRejection>,
    since: Result<Query<Since>, QueryRejection>,
) -> Result<Response, ApiError> {
    if let Ok(Path(room)) = &room
        && let Some(about) = plan_of(&app, &asker, room.as_str()).await?
    {
        return look_at(&app, &asker, about).await;
    }
    let meeting = followed(&app, &asker, room).await?;
    let Ok(Query(Since { since })) = since else {
        return Err(ApiError::BodyNotUnderstood);
    };
    let id = &asker.person.id;
    let glance = app.rooms.look_in(&asker.programme, &meeting.id, id);
    // What somebody has just asked for is in what they see next.
    let sight = app.meetings.look(&asker.programme, &meeting.id).await?;
    // So are they themselves, who may have been let in a moment ago.
    let is_listed = |picture: &Picture| as_listed(&picture.lobby, &asker).is_some();
    let fresh = timeout(FIRST_PICTURE, glance.fresh(sight.seq, is_listed)).await;
    let Some(picture) = fresh.ok().flatten() else {
        followed(&app, &asker, Ok(Path(meeting.id))).await?;
        return Err(ApiError::RoomNotReady);
    };
    let view = cut(&picture, &asker).ok_or(ApiError::NotAllowed)?;
    let hash = hash(&view);
    if since.is_some_and(|since| glance.was_shown(&asker.device, since, hash)) {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    glance.note_shown(&asker.device, picture.seq, hash);
    let frame = RoomFrame::View {
        seq: picture.seq,
        now: clock::now(),
        view: Box::new(view),
    };
    Ok(Json(frame).into_response())
}

/// The same of a plan.
async fn look_at(app: &App, asker: &Asker, about: StoredPlan) -> Result<Response, ApiError> {
    let id = Ok(Path(about.id.clone()));
    readable(app, asker, id).await?;
    let docket = app.plans.look(&about).await?;
    let frame = PlanFrame::View {
        seq: docket.at.0,
        now: clock::now(),
        view: Box::new(plan::look(app, asker, &about, &docket).await?),
    };
    Ok(Json(frame).into_response())
}

/// `POST /api/rooms/{room}/try`: the test tap.
pub async fn try_tap(
    State(app): State<App>,
    asker: Asker,
    room: Result<Path<MeetingId>, PathRejection>,
) -> Result<StatusCode, ApiError> {
    let meeting = followed(&app, &asker, room).await?;
    let id = &asker.person.id;
    app.rooms.try_tap(&asker.programme, &meeting.id, id);
    Ok(StatusCode::NO_CONTENT)
}

pub async fn followed(
    app: &App,
    asker: &Asker,
    room: Result<Path<MeetingId>, PathRejection>,
) -> Result<Meeting, ApiError> {
    let Path(room) = room?;
    let found = app.store.find_meeting(&asker.programme, room.as_str());
    let meeting = found.await?.ok_or(ApiError::MeetingUnknown)?;
    if !asker.may_in(&meeting, Act::FollowShared) {
        return Err(ApiError::NotAllowed);
    }
    Ok(meeting)
}

/// What a room is about.
enum Followed {
    Meeting(MeetingId),
    Plan(StoredPlan),
}

async fn admit(app: &App, headers: &HeaderMap, room: &str) -> Result<(Asker, Followed), Ending> {
    if !comes_from_our_pages(headers, &app.public_url) {
        return Err(Ending::close(
            close::NOT_ALLOWED,
            "the request does not come from this server's own pages",
        ));
    }
    let asker = find_asker(app, headers).await.map_err(storage_failed)?;
    let asker = asker.ok_or(SIGNED_OUT)?;
    let plan = plan_of(app, &asker, room).await.map_err(storage_failed)?;
    if let Some(plan) = plan {
        let locks = plan_locks(app, &asker).await.map_err(storage_failed)?;
        return match locks.read {
            None => Ok((asker, Followed::Plan(plan))),
            Some(_) => Err(NOT_ALLOWED),
        };
    }
    let meeting = may_follow(app, &asker, room).await?;
    Ok((asker, Followed::Meeting(meeting)))
}

async fn may_follow(app: &App, asker: &Asker, room: &str) -> Result<MeetingId, Ending> {
    let meeting = app.store.find_meeting(&asker.programme, room).await;
    let meeting = meeting.map_err(storage_failed)?.ok_or(NO_ROOM)?;
    if !asker.may_in(&meeting, Act::FollowShared) {
        return Err(NOT_ALLOWED);
    }
    Ok(meeting.id)
}

async fn converse(
    app: &App,
    mut asker: Asker,
    mut line: Line,
    sink: &mut Sink,
    stream: &mut Stream,
    mut changes: Receiver<AccessChange>,
) -> Ending {
    let mut pings = interval(PING_EVERY);
    pings.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let expiry = sleep(until(asker.expires_at));
    tokio::pin!(expiry);
    let mut hearing = Hearing::new(app);
    let mut shown = None;
    let mut next = first_picture(app, &asker, &mut line).await;
    loop {
        let step = tokio::select! {
            picture = next_picture(&mut next, &mut line.pictures) => match picture {
                Ok(picture) => show(sink, &mut shown, &asker, &line, &picture).await,
                Err(ending) => Err(ending),
            },
            change = changes.recv() => match follow(app, change, &asker, line.meeting()).await {
                Ok(now) => {
                    if now != asker {
                        asker = now;
                        line.pictures.mark_changed();
                    }
                    Ok(())
                }
                Err(ending) => Err(ending),
            },
            heard = hearing.next(stream) => match heard {
                Ok(Some(RoomSays::Unsent { n })) => {
                    line.has_unsent(n);
                    Ok(())
                }
                Ok(Some(RoomSays::Unknown)) => say(sink, text(&not_understood())).await,
                Ok(None) => Ok(()),
                Err(ending) => Err(ending),
            },
            _ = pings.tick() => say(sink, Message::Ping(Bytes::new())).await,
            () = &mut expiry => Err(SIGNED_OUT),
            () = app.shutdown.cancelled() => Err(RESTARTING),
        };
        if let Err(ending) = step {
            return ending;
        }
    }
}

/// A line begins with a picture of now, see [`Line::fresh`]; with the next one that comes when there is none soon.
async fn first_picture(app: &App, asker: &Asker, line: &mut Line) -> Option<Arc<Picture>> {
    let sight = app.meetings.look(&asker.programme, line.meeting()).await;
    let fresh = line.fresh(sight.ok()?.seq, |picture| {
        as_listed(&picture.lobby, asker).is_some()
    });
    timeout(FIRST_PICTURE, fresh).await.ok().flatten()
}

async fn next_picture(
    waiting: &mut Option<Arc<Picture>>,
    pictures: &mut Pictures,
) -> Result<Arc<Picture>, Ending> {
    if let Some(picture) = waiting.take() {
        return Ok(picture);
    }
    loop {
        pictures.changed().await.map_err(|_| UNREADABLE)?;
        if let Some(picture) = pictures.borrow_and_update().clone() {
            return Ok(picture);
        }
    }
}

/// What a line has shown last, and its number.
type Shown = (i64, RoomView);

/// Says the whole view first, and after that what is another; nothing when this viewer sees no difference.
async fn show(
    sink: &mut Sink,
    shown: &mut Option<Shown>,
    asker: &Asker,
    line: &Line,
    picture: &Picture,
) -> Result<(), Ending> {
    let Some(view) = cut(picture, asker) else {
        return Ok(());
    };
    let seq = picture.seq;
    let now = clock::now();
    let frame = match shown {
        None => RoomFrame::View {
            seq,
            now,
            view: Box::new(view.clone()),
        },
        Some((from, before)) => match changes::between(before, &view) {
            None => return Ok(()),
            Some(changes) => RoomFrame::Changes {
                seq,
                from: *from,
                now,
                changes,
            },
        },
    };
    line.note_shown(&asker.device, seq, hash(&view));
    *shown = Some((seq, view));
    say(sink, text(&frame)).await
}

/// Looks up who the viewer is, and whether they may stay, whenever that may have changed.
async fn follow(
    app: &App,
    change: Result<AccessChange, RecvError>,
    asker: &Asker,
    meeting: &MeetingId,
) -> Result<Asker, Ending> {
    let is_concerned = match change {
        Ok(AccessChange::SessionEnded(device)) => device == asker.device,
        Ok(AccessChange::Programme(programme)) => programme == asker.programme,
        // The next picture shows what has happened there.
        Ok(AccessChange::Meeting(_) | AccessChange::Plan(_)) => false,
        Err(RecvError::Lagged(_)) => true,
        Err(RecvError::Closed) => return Err(RESTARTING),
    };
    if !is_concerned {
        return Ok(asker.clone());
    }
    let now = find_again(app, &asker.device).await;
    let now = now.map_err(storage_failed)?.ok_or(SIGNED_OUT)?;
    may_follow(app, &now, meeting.as_str()).await?;
    Ok(now)
}

async fn say(sink: &mut Sink, message: Message) -> Result<(), Ending> {
    match timeout(PATIENCE, sink.send(message)).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(_)) | Err(_) => Err(Ending::Gone),
    }
}

fn text(frame: &RoomFrame) -> Message {
    let text = serde_json::to_string(frame).expect("plain values with text keys always serialise");
    Message::Text(text.into())
}

fn not_understood() -> RoomFrame {
    RoomFrame::Problem {
        code: "not-understood".into(),
    }
}

/// What comes from the viewer; a flood is read slowly.
struct Hearing {
    pace: Pace,
    next_at: Instant,
    silent_since: Instant,
}

impl Hearing {
    fn new(app: &App) -> Self {
        let now = Instant::now();
        Self {
            pace: Pace::new(app.limits, now),
            next_at: now,
            silent_since: now,
        }
    }

    /// May be dropped at any moment: nothing is lost between two awaits.
    async fn next(&mut self, stream: &mut Stream) -> Result<Option<RoomSays>, Ending> {
        tokio::time::sleep_until(self.next_at).await;
        let silence = tokio::time::timeout_at(self.silent_since + SILENCE, stream.next());
        let message = match silence.await {
            Err(_) | Ok(None) => return Err(Ending::Gone),
            Ok(Some(Err(error))) => return Err(explain(&error)),
            Ok(Some(Ok(message))) => message,
        };
        let now = Instant::now();
        self.silent_since = now;
        self.next_at = now + self.pace.take(1, message.len(), now);
        match message {
            Message::Text(text) => Ok(Some(
                serde_json::from_str(&text).unwrap_or(RoomSays::Unknown),
            )),
            Message::Binary(_) => Err(Ending::close(
                close::MALFORMED,
                "only text frames are understood",
            )),
            Message::Close(_) => Err(Ending::Gone),
            Message::Ping(_) | Message::Pong(_) | Message::Frame(_) => Ok(None),
        }
    }
}
