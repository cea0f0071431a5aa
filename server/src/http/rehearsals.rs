//! Rehearsing a meeting with birds, so that a facilitator can try the day alone. A rehearsal is a meeting of its own that
//! stands in no list, and nothing of it is left when it is over.

use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use shared::document::assessment::Seed;
use shared::id::MeetingId;
use shared::meeting::Meeting;
use shared::rehearsal;
use shared::rights::Act;
use shared::view::{MeetingSaved, Nest};

use super::auth::Asker;
use super::error::ApiError;
use super::meetings::{find, find_also_rehearsal, free_code, saved};
use crate::app::App;
use crate::store::house::HouseChange;
use crate::{clock, seeding};

/// `POST /api/meetings/{meeting}/rehearsal`: begins one. Whoever has one of this meeting already begins it anew.
pub async fn begin(
    State(app): State<App>,
    asker: Asker,
    key: Result<Path<MeetingId>, PathRejection>,
) -> Result<(StatusCode, Json<MeetingSaved>), ApiError> {
    let Path(id) = key?;
    let real = find(&app, &asker, &id).await?;
    asker.require_in(&real, Act::ManageMeeting)?;
    if real.form.is_none() {
        return Err(ApiError::MeetingUnknown);
    }
    let id = MeetingId::parse(&clock::new_id()).expect("a new id is an id");
    let code = free_code(&app).await?;
    let meeting = rehearsal::of(&real, id, code, &asker.person.id, clock::now());
    let nothing = Seed {
        texts: Vec::new(),
        proposals: Vec::new(),
    };
    let document = |form| seeding::assessment(&meeting.id, form, &nothing, clock::now());
    let documents = meeting.form.iter().map(document).collect();
    let answer = saved(&meeting);
    for old in own(&app, &asker, &real).await? {
        forget(&app, &asker, old.id).await?;
    }
    let meeting = Box::new(meeting);
    let change = HouseChange::AddMeeting { meeting, documents };
    app.change_house(&asker.programme, change, Vec::new())
        .await?;
    Ok((StatusCode::CREATED, Json(answer)))
}

/// `PUT /api/meetings/{meeting}/rehearsal`, of the rehearsal itself: how the birds are from now on.
pub async fn stir(
    State(app): State<App>,
    asker: Asker,
    key: Result<Path<MeetingId>, PathRejection>,
    body: Result<Json<Nest>, JsonRejection>,
) -> Result<StatusCode, ApiError> {
    let (Path(id), Json(nest)) = (key?, body?);
    let rehearsal = find_own(&app, &asker, &id).await?;
    app.rooms.stir(&rehearsal.id, nest);
    Ok(StatusCode::NO_CONTENT)
}

/// `DELETE /api/meetings/{meeting}/rehearsal`, of the rehearsal itself: nothing of it is left.
pub async fn end(
    State(app): State<App>,
    asker: Asker,
    key: Result<Path<MeetingId>, PathRejection>,
) -> Result<StatusCode, ApiError> {
    let Path(id) = key?;
    let rehearsal = find_own(&app, &asker, &id).await?;
    forget(&app, &asker, rehearsal.id).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn find_own(app: &App, asker: &Asker, id: &MeetingId) -> Result<Meeting, ApiError> {
    let meeting = find_also_rehearsal(app, asker, id).await?;
    let is_own = meeting.rehearsal_of.is_some() && meeting.participant(&asker.person.id).is_some();
    is_own.then_some(meeting).ok_or(ApiError::MeetingUnknown)
}

/// The asker's rehearsals of a meeting.
async fn own(app: &App, asker: &Asker, real: &Meeting) -> Result<Vec<Meeting>, ApiError> {
    let mut rehearsals = app.store.load_rehearsals(&asker.programme).await?;
    rehearsals.retain(|rehearsal| {
        rehearsal.rehearsal_of.as_ref() == Some(&real.id)
            && rehearsal.participant(&asker.person.id).is_some()
    });
    Ok(rehearsals)
}

async fn forget(app: &App, asker: &Asker, id: MeetingId) -> Result<(), ApiError> {
    let change = HouseChange::DeleteRehearsal(id);
    app.change_house(&asker.programme, change, Vec::new())
        .await?;
    Ok(())
}
