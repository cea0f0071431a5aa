//! On which devices somebody is signed in, for themselves and for the programme manager; and ending that.

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use axum::http::header::USER_AGENT;
use axum::http::{HeaderMap, StatusCode};
use shared::id::{DeviceId, PersonId};
use shared::programme::Person;
use shared::rights::Act;
use shared::view::{Change, DeviceCard, DeviceKind};

use super::auth::Asker;
use super::error::ApiError;
use crate::app::App;
use crate::clock;
use crate::store::sessions::StoredDevice;
use crate::store::writer::Write;

/// `GET /api/me/devices`. Somebody who was let in to one meeting sees only the device they came in with.
pub async fn own(State(app): State<App>, asker: Asker) -> Result<Json<Vec<DeviceCard>>, ApiError> {
    let mut devices = device_cards(&app, &asker.person.id, &asker.device).await?;
    if asker.scope.is_some() {
        devices.retain(|device| device.is_this);
    }
    Ok(Json(devices))
}

/// `DELETE /api/me/devices/{device}`
pub async fn end_own(
    State(app): State<App>,
    asker: Asker,
    device: Result<Path<DeviceId>, PathRejection>,
) -> Result<StatusCode, ApiError> {
    let Path(device) = device?;
    if asker.scope.is_some() && device != asker.device {
        return Err(ApiError::NotAllowed);
    }
    if !app.end_session(&device, &asker.person.id).await? {
        return Err(ApiError::NotFound);
    }
    Ok(StatusCode::NO_CONTENT)
}

/// `GET /api/people/{person}/devices`
pub async fn of_person(
    State(app): State<App>,
    asker: Asker,
    person: Result<Path<PersonId>, PathRejection>,
) -> Result<Json<Vec<DeviceCard>>, ApiError> {
    let Path(person) = person?;
    let person = managed(&app, &asker, &person).await?;
    Ok(Json(device_cards(&app, &person.id, &asker.device).await?))
}

/// `DELETE /api/people/{person}/devices`
pub async fn end_all(
    State(app): State<App>,
    asker: Asker,
    person: Result<Path<PersonId>, PathRejection>,
) -> Result<StatusCode, ApiError> {
    let Path(person) = person?;
    let person = managed(&app, &asker, &person).await?;
    for device in app.store.load_devices(&person.id, clock::now()).await? {
        app.end_session(&device.id, &person.id).await?;
    }
    note(&app, &asker, &person).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// `DELETE /api/people/{person}/devices/{device}`
pub async fn end_one(
    State(app): State<App>,
    asker: Asker,
    path: Result<Path<(PersonId, DeviceId)>, PathRejection>,
) -> Result<StatusCode, ApiError> {
    let Path((person, device)) = path?;
    let person = managed(&app, &asker, &person).await?;
    if !app.end_session(&device, &person.id).await? {
        return Err(ApiError::NotFound);
    }
    note(&app, &asker, &person).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Roughly what a browser runs on. Nothing else of its name is kept.
pub fn device_kind(headers: &HeaderMap) -> DeviceKind {
    let name = headers.get(USER_AGENT).and_then(|name| name.to_str().ok());
    let says = |word| name.is_some_and(|name| name.contains(word));
    if says("iPad") || says("Android") && !says("Mobile") {
        DeviceKind::Tablet
    } else if says("Mobi") {
        DeviceKind::Phone
    } else if says("Mozilla/") {
        DeviceKind::Computer
    } else {
        DeviceKind::Program
    }
}

/// A person of the asker's programme, when the asker manages it.
async fn managed(app: &App, asker: &Asker, person: &PersonId) -> Result<Person, ApiError> {
    asker.require(Act::ManageProgramme)?;
    let found = app.store.find_person(person).await?;
    let (person, _) = found
        .filter(|(_, programme)| *programme == asker.programme)
        .ok_or(ApiError::NotFound)?;
    Ok(person)
}

async fn note(app: &App, asker: &Asker, person: &Person) -> Result<(), ApiError> {
    let entry = asker.audit(Change::DeviceEnded, person.id.as_str(), &person.name);
    app.store.write(Write::NoteAudit(entry)).await?;
    Ok(())
}

pub async fn device_cards(
    app: &App,
    person: &PersonId,
    this: &DeviceId,
) -> Result<Vec<DeviceCard>, ApiError> {
    let devices = app.store.load_devices(person, clock::now()).await?;
    let card = |device: StoredDevice| DeviceCard {
        is_this: device.id == *this,
        id: device.id,
        device: device.device,
        way: device.way,
        signed_in_at: device.signed_in_at,
        last_seen_at: device.last_seen_at,
    };
    Ok(devices.into_iter().map(card).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_device_is_told_roughly_from_its_browsers_name() {
        for (name, kind) in [
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Mobile/15E148 Safari/604.1",
                DeviceKind::Phone,
            ),
            (
                "Mozilla/5.0 (Linux; Android 15; Pixel 9) Chrome/140 Mobile Safari/537.36",
                DeviceKind::Phone,
            ),
            (
                "Mozilla/5.0 (Linux; Android 15; SM-X910) Chrome/140 Safari/537.36",
                DeviceKind::Tablet,
            ),
            (
                "Mozilla/5.0 (iPad; CPU OS 19_0 like Mac OS X) Mobile/15E148",
                DeviceKind::Tablet,
            ),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Edg/140",
                DeviceKind::Computer,
            ),
            ("curl/8.9", DeviceKind::Program),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(USER_AGENT, name.parse().unwrap());
            assert_eq!(device_kind(&headers), kind, "{name}");
        }
        assert_eq!(device_kind(&HeaderMap::new()), DeviceKind::Program);
    }
}
