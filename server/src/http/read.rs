//! Reading: the programme and its meetings, cut to the asker's own programme.

use std::collections::HashMap;

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use shared::id::MeetingId;
use shared::meeting::{DocumentCard, Meeting, MeetingKind};
use shared::rights::Act;
use shared::view::{MeetingCard, MeetingView, ProgrammeView};

use super::auth::Asker;
use super::error::ApiError;
use super::writing;
use crate::app::App;
use crate::reports;

/// `GET /api/programme`
pub async fn programme(
    State(app): State<App>,
    asker: Asker,
) -> Result<Json<ProgrammeView>, ApiError> {
    if let Some(scope) = &asker.scope {
        return one_meeting(&app, &asker, scope).await.map(Json);
    }
    asker.require(Act::SeeProgramme)?;
    let meetings = app.store.load_meetings(&asker.programme).await?;
    let mut documents: HashMap<MeetingId, Vec<DocumentCard>> = HashMap::new();
    for (meeting, card) in app.store.load_document_cards(&asker.programme).await? {
        documents.entry(meeting).or_default().push(card);
    }
    let cards = meetings
        .iter()
        .map(|meeting| MeetingCard::new(meeting, documents.remove(&meeting.id).unwrap_or_default()))
        .collect();
    let is_closed_review =
        |meeting: &Meeting| meeting.kind == MeetingKind::StatusReview && meeting.is_closed();
    let last_review = meetings.into_iter().rfind(is_closed_review);
    let last_review = match last_review {
        Some(review) => Some(reports::with_outcome(&app.store, review).await?),
        None => None,
    };
    Ok(Json(ProgrammeView {
        programme: app.store.load_programme(&asker.programme).await?,
        people: app.store.load_people(&asker.programme).await?,
        meetings: cards,
        annual_wheel: app.store.load_wheel(&asker.programme).await?,
        last_review,
    }))
}

/// The programme for somebody who was let in to one meeting: that meeting, and who is on its list.
async fn one_meeting(
    app: &App,
    asker: &Asker,
    scope: &MeetingId,
) -> Result<ProgrammeView, ApiError> {
    let meeting = app
        .store
        .find_meeting(&asker.programme, scope.as_str())
        .await?
        .ok_or(ApiError::MeetingUnknown)?;
    let (mut people, mut documents) = (Vec::new(), Vec::new());
    if asker.may_in(&meeting, Act::ReadMaterial) {
        people = app.store.load_people(&asker.programme).await?;
        people.retain(|person| meeting.standing(person).is_listed);
        let cards = app.store.load_document_cards(&asker.programme).await?;
        let own = cards.into_iter().filter(|(owner, _)| owner == scope);
        documents.extend(own.map(|(_, card)| card));
    }
    Ok(ProgrammeView {
        programme: app.store.load_programme(&asker.programme).await?,
        people,
        meetings: vec![MeetingCard::new(&meeting, documents)],
        annual_wheel: Vec::new(),
        last_review: None,
    })
}

/// Whether the asker is here for one meeting only, and not for the programme.
pub fn is_of_one_meeting(asker: &Asker) -> bool {
    asker.scope.is_some() || asker.lock(Act::SeeProgramme).is_some()
}

/// `GET /api/meetings/{key}`: by id, or by the code people type.
pub async fn meeting(
    State(app): State<App>,
    asker: Asker,
    key: Result<Path<String>, PathRejection>,
) -> Result<Json<MeetingView>, ApiError> {
    let Path(key) = key?;
    let meeting = app
        .store
        .find_meeting(&asker.programme, &key)
        .await?
        .ok_or(ApiError::MeetingUnknown)?;
    if !asker.may_in(&meeting, Act::ReadMaterial) {
        return Err(ApiError::NotAllowed);
    }
    let cards = app.store.load_document_cards(&asker.programme).await?;
    let documents = cards
        .into_iter()
        .filter(|(owner, _)| *owner == meeting.id)
        .map(|(_, card)| card)
        .collect();
    let mut people = app.store.load_people(&asker.programme).await?;
    let mut last_year = None;
    if is_of_one_meeting(&asker) {
        people.retain(|person| meeting.standing(person).is_listed);
    } else {
        let is_last_year = |other: &Meeting| {
            other.kind == MeetingKind::StatusReview && other.year + 1 == meeting.year
        };
        let meetings = app.store.load_meetings(&asker.programme).await?;
        if let Some(review) = meetings.into_iter().rfind(is_last_year) {
            last_year = Some(reports::with_outcome(&app.store, review).await?);
        }
    }
    let lock = writing::look_up(&app, &asker.programme, &asker, &meeting).await?;
    Ok(Json(MeetingView {
        documents,
        people,
        last_year,
        may_write: lock.is_none(),
        lock,
        meeting,
    }))
}
