//! What is kept about the one who asks: shown, handed over, and erased on their word.

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::http::header::CONTENT_DISPOSITION;
use axum::response::{IntoResponse, Response};
use jiff::civil::Date;
use serde::Serialize;
use shared::id::MeetingId;
use shared::meeting::{Meeting, MeetingKind, Participant};
use shared::plan::docket::own::OwnDocket;
use shared::programme::Person;
use shared::rights::{Lock, Role};
use shared::time::{Timestamp, day_of};
use shared::view::{AuditEntry, DeviceCard, Kept, MeView};

use super::auth::Asker;
use super::devices::device_cards;
use super::error::ApiError;
use super::people::require_another_manager;
use crate::app::App;
use crate::room::proceedings::own::OwnProceedings;
use crate::store::cards::StoredPerson;
use crate::store::privacy::{MailTrace, Stay, Writing};
use crate::{clock, erasure};

/// `GET /api/me`
pub async fn view(State(app): State<App>, asker: Asker) -> Result<Json<MeView>, ApiError> {
    let stored = oneself(&app, &asker).await?;
    let (meetings, kept) = kept(&app, &asker).await?;
    Ok(Json(MeView {
        devices: device_cards(&app, &asker.person.id, &asker.device).await?,
        has_calendar: app.store.find_calendar(&asker.person.id).await?.is_some(),
        kept: Kept {
            meetings: meetings.len(),
            proceedings: own_proceedings(&app, &asker).await?.len()
                + own_dockets(&app, &asker).await?.len(),
            ..kept
        },
        retention: app.store.load_programme(&asker.programme).await?.retention,
        person: stored.person,
        email: stored.email,
        since: stored.since,
    }))
}

/// Everything that is kept about a person, for that person.
#[derive(Serialize)]
struct Export {
    made_at: Timestamp,
    person: Person,
    email: Option<String>,
    since: Option<Date>,
    until: Option<Date>,
    devices: Vec<DeviceCard>,
    calendar_since: Option<Timestamp>,
    meetings: Vec<Listed>,
    attendance: Vec<Stay>,
    proceedings: Vec<OwnProceedings>,
    plans: Vec<OwnDocket>,
    mails: Vec<MailTrace>,
    /// Done by the person, or about them.
    audit: Vec<AuditEntry>,
    writings: Vec<Writing>,
}

/// A meeting that lists the person.
#[derive(Serialize)]
struct Listed {
    id: MeetingId,
    kind: MeetingKind,
    date: Date,
    #[serde(flatten)]
    participant: Participant,
}

/// `GET /api/me/export`
pub async fn export(State(app): State<App>, asker: Asker) -> Result<Response, ApiError> {
    let stored = oneself(&app, &asker).await?;
    let person = &asker.person.id;
    let now = clock::now();
    let (meetings, _) = kept(&app, &asker).await?;
    let export = Export {
        proceedings: own_proceedings(&app, &asker).await?,
        plans: own_dockets(&app, &asker).await?,
        made_at: now,
        devices: device_cards(&app, person, &asker.device).await?,
        calendar_since: app.store.find_calendar(person).await?,
        meetings,
        attendance: app.store.load_stays(person).await?,
        mails: app.store.load_mail_traces(person).await?,
        audit: app.store.load_audit_of(person).await?,
        writings: app.store.load_writings(person).await?,
        person: stored.person,
        email: stored.email,
        since: stored.since,
        until: stored.until,
    };
    let name = format!("attachment; filename=\"samling-{}.json\"", day_of(now));
    Ok(([(CONTENT_DISPOSITION, name)], Json(export)).into_response())
}

/// `POST /api/me/erase`
pub async fn erase(State(app): State<App>, asker: Asker) -> Result<StatusCode, ApiError> {
    let stored = oneself(&app, &asker).await?;
    let everybody = app.store.load_everybody(&asker.programme).await?;
    require_another_manager(&everybody, &asker.person.id)?;
    let by = Some(asker.person.id.clone());
    let now = clock::now();
    if erasure::erase(&app, &asker.programme, &stored.person, by, now).await? {
        Ok(StatusCode::NO_CONTENT)
    } else {
        Err(ApiError::ChangedMeanwhile)
    }
}

/// The one who asks, as stored. Somebody who was let in as a person of the list has shown nothing but their face, and
/// does not get at what is kept about that person; a guest was made at the door.
async fn oneself(app: &App, asker: &Asker) -> Result<StoredPerson, ApiError> {
    require_oneself(asker)?;
    let found = app.store.find_member(&asker.programme, &asker.person.id);
    found.await?.ok_or(ApiError::NotSignedIn)
}

pub fn require_oneself(asker: &Asker) -> Result<(), ApiError> {
    if asker.scope.is_some() && asker.person.role != Role::Guest {
        return Err(ApiError::Locked(Lock::Role));
    }
    Ok(())
}

/// The meetings that list the asker, and how much else is kept.
async fn kept(app: &App, asker: &Asker) -> Result<(Vec<Listed>, Kept), ApiError> {
    let meetings = app.store.load_meetings(&asker.programme).await?;
    let listed = |meeting: &Meeting| {
        Some(Listed {
            participant: meeting.participant(&asker.person.id)?.clone(),
            id: meeting.id.clone(),
            kind: meeting.kind,
            date: meeting.date,
        })
    };
    let meetings = meetings.iter().filter_map(listed).collect();
    Ok((meetings, app.store.count_kept(&asker.person.id).await?))
}

/// What the asker said, answered and wrote, meeting for meeting.
async fn own_proceedings(app: &App, asker: &Asker) -> Result<Vec<OwnProceedings>, ApiError> {
    let mut all = Vec::new();
    for meeting in app.store.load_meetings(&asker.programme).await? {
        let sight = app.meetings.look(&asker.programme, &meeting.id).await?;
        let own = OwnProceedings::of(meeting.id, &sight.proceedings, &asker.person.id);
        all.extend((!own.is_empty()).then_some(own));
    }
    Ok(all)
}

/// What the asker said about the plans.
async fn own_dockets(app: &App, asker: &Asker) -> Result<Vec<OwnDocket>, ApiError> {
    let mut all = Vec::new();
    for plan in app.store.load_plans(&asker.programme).await? {
        let docket = app.plans.look(&plan).await?;
        let own = OwnDocket::of(plan.id, &docket, &asker.person.id);
        all.extend((!own.is_empty()).then_some(own));
    }
    Ok(all)
}
