//! `POST /api/rooms/{room}/commands`: somebody asks that something happens in a meeting. Who asks is taken from the
//! session, never from the message.

use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection};
use axum::extract::{Path, State};
use shared::id::MeetingId;
use shared::proceedings::command::CommandRequest;
use shared::view::CommandDone;

use super::auth::Asker;
use super::error::ApiError;
use super::live::followed;
use crate::app::App;
use crate::room::proceedings::{Asking, Denial};

pub async fn ask(
    State(app): State<App>,
    asker: Asker,
    room: Result<Path<MeetingId>, PathRejection>,
    body: Result<Json<CommandRequest>, JsonRejection>,
) -> Result<Json<CommandDone>, ApiError> {
    let Json(CommandRequest {
        request_id,
        command,
    }) = body?;
    app.doors.commands.pass(&asker.device)?;
    let meeting = followed(&app, &asker, room).await?;
    let programme = asker.programme.clone();
    let asking = Asking {
        person: asker.person.clone(),
        request: request_id,
        command,
        lock: Box::new(move |meeting, act| asker.lock_in(meeting, act)),
    };
    let answer = app.meetings.ask(&programme, &meeting.id, asking).await;
    match answer {
        Ok(at) => Ok(Json(CommandDone { seq: at.0 })),
        Err(Denial::Refused(refusal)) => Err(refusal.into()),
        Err(Denial::NoSuchMeeting) => Err(ApiError::MeetingUnknown),
        Err(Denial::Storage(error)) => Err(error.into()),
    }
}
