//! The programme's own settings and its year wheel, for whom manages it; and who changed what, for chair and manager.

use axum::Json;
use axum::extract::rejection::{JsonRejection, QueryRejection};
use axum::extract::{Query, State};
use axum::http::StatusCode;
use serde::Deserialize;
use shared::drafts::{clean_programme, clean_wheel};
use shared::programme::Programme;
use shared::rights::Act;
use shared::time::Timestamp;
use shared::view::{AuditView, Change, ProgrammeDraft, WheelChange};

use super::auth::Asker;
use super::error::ApiError;
use super::house::{Details, store};
use crate::app::App;
use crate::store::house::HouseChange;

/// `PUT /api/programme`
pub async fn change(
    State(app): State<App>,
    asker: Asker,
    body: Result<Json<ProgrammeDraft>, JsonRejection>,
) -> Result<StatusCode, ApiError> {
    asker.require(Act::ManageProgramme)?;
    let Json(typed) = body?;
    let draft = clean_programme(&typed)?;
    let before = app.store.load_programme(&asker.programme).await?;
    let after = Programme {
        id: before.id.clone(),
        calendar_year: draft.first_year + u16::from(draft.current_year) - 1,
        name: draft.name,
        municipality: draft.municipality,
        county_authority: draft.county_authority,
        organisation_form: draft.organisation_form,
        language_form: draft.language_form,
        first_year: draft.first_year,
        n_years: draft.n_years,
        current_year: draft.current_year,
        vision: draft.vision,
        summary: draft.summary,
        retention: draft.retention,
    };
    let audit = asker.audit(Change::ProgrammeChanged, after.id.as_str(), &after.name);
    let audit = vec![differences(&before, &after).into_audit(audit)];
    store(
        &app,
        &asker,
        HouseChange::SaveProgramme(Box::new(after)),
        audit,
    )
    .await
}

fn differences(before: &Programme, after: &Programme) -> Details {
    let mut details = Details::default();
    details.compare("name", &before.name, &after.name);
    details.compare("municipality", &before.municipality, &after.municipality);
    details.compare(
        "county_authority",
        &before.county_authority,
        &after.county_authority,
    );
    details.compare(
        "organisation_form",
        &before.organisation_form,
        &after.organisation_form,
    );
    details.compare("language_form", &before.language_form, &after.language_form);
    details.compare("first_year", &before.first_year, &after.first_year);
    details.compare("n_years", &before.n_years, &after.n_years);
    details.compare("current_year", &before.current_year, &after.current_year);
    details.mention("vision", &before.vision, &after.vision);
    details.mention("summary", &before.summary, &after.summary);
    let (old, new) = (&before.retention, &after.retention);
    details.compare(
        "retention.former_people",
        &old.former_people,
        &new.former_people,
    );
    details.compare("retention.attendance", &old.attendance, &new.attendance);
    details.compare("retention.audit", &old.audit, &new.audit);
    details.compare("retention.scores", &old.scores, &new.scores);
    details
}

/// `PUT /api/wheel`
pub async fn change_wheel(
    State(app): State<App>,
    asker: Asker,
    body: Result<Json<WheelChange>, JsonRejection>,
) -> Result<StatusCode, ApiError> {
    asker.require(Act::ManageProgramme)?;
    let Json(WheelChange { events }) = body?;
    let people = app.store.load_people(&asker.programme).await?;
    let meetings = app.store.load_meetings(&asker.programme).await?;
    let before = app.store.load_wheel(&asker.programme).await?;
    // Who answered for a station that is past may have left since.
    let people = people.into_iter().map(|person| person.id);
    let earlier = before.iter().filter_map(|event| event.responsible.clone());
    let people: Vec<_> = people.chain(earlier).collect();
    let meetings: Vec<_> = meetings.into_iter().map(|meeting| meeting.id).collect();
    let after = clean_wheel(events, &people, &meetings)?;

    let mut details = Details::default();
    for event in &after {
        let old = before
            .iter()
            .find(|old| (old.year, old.kind, &old.title) == (event.year, event.kind, &event.title));
        let station = format!("{} {}", event.title, event.year);
        details.compare(&station, &old.map(|old| old.date), &Some(event.date));
        details.compare(
            &format!("{station}, done"),
            &old.is_some_and(|old| old.done),
            &event.done,
        );
    }
    details.compare("stations", &before.len(), &after.len());
    let audit = asker.audit(Change::WheelChanged, asker.programme.as_str(), "");
    let audit = vec![details.into_audit(audit)];
    store(&app, &asker, HouseChange::SaveWheel(after), audit).await
}

#[derive(Debug, Deserialize)]
pub struct Before {
    before: Option<Timestamp>,
}

/// `GET /api/audit?before=…`
pub async fn audit(
    State(app): State<App>,
    asker: Asker,
    query: Result<Query<Before>, QueryRejection>,
) -> Result<Json<AuditView>, ApiError> {
    asker.require(Act::ReadAudit)?;
    let Query(Before { before }) = query.map_err(|_| ApiError::NotFound)?;
    let before = before.unwrap_or(Timestamp(i64::MAX));
    Ok(Json(app.store.load_audit(&asker.programme, before).await?))
}
