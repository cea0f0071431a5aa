//! Calendar files: one meeting for whom may read about it, and a feed per person whose address is the secret.

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use axum::response::{IntoResponse, Response};
use shared::id::MeetingId;
use shared::rights::{Act, may};
use shared::view::CalendarAddress;

use super::auth::Asker;
use super::error::ApiError;
use super::house::store;
use super::me::require_oneself;
use super::meetings::find;
use crate::app::App;
use crate::secret::{Token, TokenHash};
use crate::store::house::HouseChange;
use crate::{calendars, clock};

const ICALENDAR: &str = "text/calendar; charset=utf-8";

/// `GET /api/meetings/{meeting}/calendar.ics`
pub async fn of_meeting(
    State(app): State<App>,
    asker: Asker,
    key: Result<Path<MeetingId>, PathRejection>,
) -> Result<Response, ApiError> {
    let Path(id) = key?;
    let meeting = find(&app, &asker, &id).await?;
    asker.require_in(&meeting, Act::ReadMaterial)?;
    let programme = app.store.load_programme(&asker.programme).await?;
    let origin = app.public_url.origin();
    let text = calendars::of_meeting(&programme, &meeting, &origin, clock::now());
    let name = format!("attachment; filename=\"samling-{}.ics\"", meeting.date);
    let headers = [
        (CONTENT_TYPE, ICALENDAR.to_owned()),
        (CONTENT_DISPOSITION, name),
    ];
    Ok((headers, text).into_response())
}

/// `GET /kalender/{token}.ics`: without a session, because calendar programs have none.
pub async fn feed(
    State(app): State<App>,
    file: Result<Path<String>, PathRejection>,
) -> Result<Response, ApiError> {
    let Path(file) = file?;
    let token = file.strip_suffix(".ics").ok_or(ApiError::NotFound)?;
    let owner = app.store.find_calendar_owner(TokenHash::of(token)).await?;
    let owner = owner.ok_or(ApiError::NotFound)?;
    // Somebody who has left has no calendar either.
    let found = app.store.find_person(&owner).await?;
    let (person, programme) = found
        .filter(|(person, _)| may(person.role, Act::SeeProgramme))
        .ok_or(ApiError::NotFound)?;
    let programme = app.store.load_programme(&programme).await?;
    let year = calendars::Year {
        wheel: app.store.load_wheel(&programme.id).await?,
        meetings: app.store.load_meetings(&programme.id).await?,
        people: app.store.load_people(&programme.id).await?,
        programme,
    };
    let text = calendars::of_person(&year, &person, &app.public_url.origin(), clock::now());
    let headers = [
        (CONTENT_TYPE, ICALENDAR),
        (CACHE_CONTROL, "private, no-cache"),
    ];
    Ok((headers, text).into_response())
}

/// `POST /api/me/calendar`: a new address; the one before is good no more.
pub async fn open(
    State(app): State<App>,
    asker: Asker,
) -> Result<(StatusCode, Json<CalendarAddress>), ApiError> {
    asker.require(Act::SeeProgramme)?;
    let token = Token::random();
    let change = HouseChange::OpenCalendar {
        person: asker.person.id.clone(),
        token: token.hash(),
        at: clock::now(),
    };
    store(&app, &asker, change, Vec::new()).await?;
    let url = format!("{}/kalender/{token}.ics", app.public_url.origin());
    Ok((StatusCode::CREATED, Json(CalendarAddress { url })))
}

/// `DELETE /api/me/calendar`. That there was none is no error.
pub async fn close(State(app): State<App>, asker: Asker) -> Result<StatusCode, ApiError> {
    require_oneself(&asker)?;
    let change = HouseChange::CloseCalendar(asker.person.id.clone());
    app.change_house(&asker.programme, change, Vec::new())
        .await?;
    Ok(StatusCode::NO_CONTENT)
}
