//! `POST /api/rooms/{room}/commands`: somebody asks that something happens in a meeting, or to a plan. Who asks is taken
//! from the session, never from the message.

use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection};
use axum::extract::{Path, State};
use serde_json::Value;
use shared::id::{MeetingId, PlanId};
use shared::plan::docket::command::CommandRequest as PlanRequest;
use shared::proceedings::command::CommandRequest;
use shared::view::CommandDone;

use super::auth::Asker;
use super::error::ApiError;
use super::live::followed;
use super::writing::plan_locks;
use crate::app::App;
use crate::room::plans;
use crate::room::proceedings::{Asking, Denial};
use crate::store::StoreError;
use crate::store::plans::StoredPlan;

pub async fn ask(
    State(app): State<App>,
    asker: Asker,
    room: Result<Path<String>, PathRejection>,
    body: Result<Json<Value>, JsonRejection>,
) -> Result<Json<CommandDone>, ApiError> {
    let (Path(room), Json(body)) = (room?, body?);
    app.doors.commands.pass(&asker.device)?;
    if let Some(plan) = plan_of(&app, &asker, &room).await? {
        return ask_about(&app, &asker, &plan, body).await;
    }
    let room = MeetingId::parse(&room).map_err(|_| ApiError::NotFound)?;
    ask_in(&app, asker, room, body).await
}

/// The plan that a room is about; none for a meeting's.
pub async fn plan_of(
    app: &App,
    asker: &Asker,
    room: &str,
) -> Result<Option<StoredPlan>, StoreError> {
    let Ok(plan) = PlanId::parse(room) else {
        return Ok(None);
    };
    app.store.find_plan(&asker.programme, &plan).await
}

async fn ask_in(
    app: &App,
    asker: Asker,
    room: MeetingId,
    body: Value,
) -> Result<Json<CommandDone>, ApiError> {
    let request = serde_json::from_value(body).map_err(|_| ApiError::BodyNotUnderstood)?;
    let CommandRequest {
        request_id,
        command,
    } = request;
    let meeting = followed(app, &asker, Ok(Path(room))).await?;
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

async fn ask_about(
    app: &App,
    asker: &Asker,
    plan: &StoredPlan,
    body: Value,
) -> Result<Json<CommandDone>, ApiError> {
    let request = serde_json::from_value(body).map_err(|_| ApiError::BodyNotUnderstood)?;
    let PlanRequest {
        request_id,
        command,
    } = request;
    let (app_then, asker_then) = (app.clone(), asker.clone());
    let locks = move || -> plans::LooksUp {
        let (app, asker) = (app_then.clone(), asker_then.clone());
        Box::pin(async move { plan_locks(&app, &asker).await })
    };
    let asking = plans::Asking {
        person: asker.person.clone(),
        request: request_id,
        command,
        locks: Box::new(locks),
    };
    match app.plans.ask(plan, asking).await {
        Ok(at) => Ok(Json(CommandDone { seq: at.0 })),
        Err(plans::Denial::Refused(refusal)) => Err(refusal.into()),
        Err(plans::Denial::Storage(error)) => Err(error.into()),
    }
}
