//! The plans of a programme: the list, one of them, and making next year's.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use serde::Deserialize;
use shared::document::plan;
use shared::id::{PersonId, PlanId, VersionId};
use shared::meeting::DocumentKind;
use shared::plan::beginning::{from_last_year, from_template, last_measures};
use shared::plan::docket::state::LastMeasure;
use shared::plan::{ActionPlan, Head, PlanKind, PlanState};
use shared::programme::{LanguageForm, Person, Programme};
use shared::rights::Act;
use shared::template::Language;
use shared::view::{
    Change, FieldProblem, NewPlanRequest, PlanCard, PlanOrigin, PlanVersionView, PlanView,
    PlanWritingsView,
};

use super::auth::Asker;
use super::error::ApiError;
use super::read::is_of_one_meeting;
use super::writing::{in_plan, lock_in_plans};
use crate::app::App;
use crate::letters::plan_title;
use crate::room::handle::DocumentHandle;
use crate::room::plans::{begun, is_held_seminar};
use crate::store::StoreError;
use crate::store::house::HouseChange;
use crate::store::plans::{PlanBody, StoredHandle, StoredPlan};
use crate::{clock, seeding, templates};

/// `GET /api/plans`
pub async fn list(State(app): State<App>, asker: Asker) -> Result<Json<Vec<PlanCard>>, ApiError> {
    require(&app, &asker, Act::ReadMaterial).await?;
    let documents = app.store.load_plan_documents(&asker.programme).await?;
    let mut cards = Vec::new();
    for plan in app.store.load_plans(&asker.programme).await? {
        let docket = app.plans.look(&plan).await?;
        cards.push(card(&plan, docket.head.state, &documents));
    }
    Ok(Json(cards))
}

/// `GET /api/plans/{plan}`
pub async fn show(
    State(app): State<App>,
    asker: Asker,
    id: Result<Path<PlanId>, PathRejection>,
) -> Result<Json<PlanView>, ApiError> {
    let plan = readable(&app, &asker, id).await?;
    let documents = app.store.load_plan_documents(&asker.programme).await?;
    let docket = app.plans.look(&plan).await?;
    let head = docket.head.clone();
    Ok(Json(PlanView {
        card: card(&plan, head.state, &documents),
        lock: in_plan(&app, &asker, &plan).await?,
        chapters: match plan.kind {
            PlanKind::ActionPlan => templates::action_plan(),
            PlanKind::RestructuringPlan => templates::restructuring_plan(),
        }
        .sections,
        head,
        programme: app.store.load_programme(&asker.programme).await?,
        people: people(&app, &asker).await?,
    }))
}

/// Whose names the asker may know: everybody's; those of the seminars they are in when they are in nothing else.
async fn people(app: &App, asker: &Asker) -> Result<Vec<Person>, StoreError> {
    let mut people = app.store.load_people(&asker.programme).await?;
    if is_of_one_meeting(asker) {
        let mut seminars = app.store.load_meetings(&asker.programme).await?;
        seminars
            .retain(|seminar| is_held_seminar(seminar) && asker.may_in(seminar, Act::ReadMaterial));
        people.retain(|person| {
            let mut seminars = seminars.iter();
            seminars.any(|seminar| seminar.standing(person).is_listed)
        });
    }
    Ok(people)
}

/// `GET /api/plans/{plan}/versions/{version}`
pub async fn version(
    State(app): State<App>,
    asker: Asker,
    path: Result<Path<(PlanId, VersionId)>, PathRejection>,
) -> Result<Json<PlanVersionView>, ApiError> {
    let Path((id, version)) = path?;
    let plan = readable(&app, &asker, Ok(Path(id))).await?;
    let found = app.plans.version(&plan, &version).await?;
    found.map(Json).ok_or(ApiError::NotFound)
}

#[derive(Deserialize)]
pub struct Until {
    until: Option<VersionId>,
}

/// `GET /api/plans/{plan}/versions/{version}/written?until={version}`
pub async fn written(
    State(app): State<App>,
    asker: Asker,
    path: Result<Path<(PlanId, VersionId)>, PathRejection>,
    until: Result<Query<Until>, QueryRejection>,
) -> Result<Json<PlanWritingsView>, ApiError> {
    let Path((id, since)) = path?;
    let Ok(Query(Until { until })) = until else {
        return Err(ApiError::NotFound);
    };
    let plan = readable(&app, &asker, Ok(Path(id))).await?;
    let known = people(&app, &asker).await?.into_iter();
    let known: BTreeSet<PersonId> = known.map(|person| person.id).collect();
    let plans = &app.plans;
    let written = plans.written(&plan, &since, until.as_ref(), &known).await?;
    written.map(Json).ok_or(ApiError::NotFound)
}

/// A plan that the asker may read.
pub async fn readable(
    app: &App,
    asker: &Asker,
    id: Result<Path<PlanId>, PathRejection>,
) -> Result<StoredPlan, ApiError> {
    let Path(id) = id?;
    require(app, asker, Act::ReadMaterial).await?;
    let plan = app.store.find_plan(&asker.programme, &id).await?;
    plan.ok_or(ApiError::PlanUnknown)
}

/// `POST /api/plans`
pub async fn add(
    State(app): State<App>,
    asker: Asker,
    body: Result<Json<NewPlanRequest>, JsonRejection>,
) -> Result<(StatusCode, Json<PlanCard>), ApiError> {
    let Json(NewPlanRequest { year, from }) = body?;
    require(&app, &asker, Act::EditPlan).await?;
    let programme = app.store.load_programme(&asker.programme).await?;
    let head = head(&programme, year)?;
    let (rows, last_year) = beginning(&app, &programme, head.clone(), from).await?;
    let plan = StoredPlan {
        id: PlanId::parse(&clock::new_id()).expect("a new id is an id"),
        programme: asker.programme.clone(),
        kind: PlanKind::ActionPlan,
        year,
        body: PlanBody { last_year: year },
    };
    let now = clock::now();
    let documents = vec![
        seeding::plan_rows(&plan.id, &rows, now),
        seeding::plan_chapters(&plan.id, &[], now),
    ];
    let handles: Vec<_> = documents
        .iter()
        .map(|document| (plan.id.clone(), document.into()))
        .collect();
    let title = plan_title(&plan);
    let audit = vec![asker.audit(Change::PlanAdded, plan.id.as_str(), &title)];
    let change = HouseChange::AddPlan {
        plan: Box::new(plan.clone()),
        documents,
        begun: begun(&plan.id, head, last_year, now),
    };
    if !app.change_house(&asker.programme, change, audit).await? {
        return Err(ApiError::PlanExists);
    }
    Ok((
        StatusCode::CREATED,
        Json(card(&plan, PlanState::Draft, &handles)),
    ))
}

async fn require(app: &App, asker: &Asker, act: Act) -> Result<(), ApiError> {
    let lock = lock_in_plans(app, asker, act).await?;
    lock.map_or(Ok(()), |lock| Err(ApiError::Locked(lock)))
}

fn card(plan: &StoredPlan, state: PlanState, documents: &[(PlanId, StoredHandle)]) -> PlanCard {
    let own = documents.iter().filter(|(owner, _)| *owner == plan.id);
    PlanCard {
        id: plan.id.clone(),
        kind: plan.kind,
        year: plan.year,
        last_year: plan.body.last_year,
        state,
        documents: own.map(|(_, document)| document.card()).collect(),
    }
}

/// A plan is for a year of the programme.
fn head(programme: &Programme, year: i16) -> Result<Head, ApiError> {
    let calendar_year = u16::try_from(year).map_err(|_| FieldProblem::Years)?;
    let n_before = calendar_year.checked_sub(programme.first_year);
    let programme_year = n_before.and_then(|n| u8::try_from(n + 1).ok());
    let programme_year = programme_year.filter(|number| *number <= programme.n_years);
    Ok(Head {
        year,
        programme_year: programme_year.ok_or(FieldProblem::Years)?,
        version: "0.1".into(),
        state: PlanState::Draft,
        ..Head::default()
    })
}

/// The rows a plan begins with, and the measures of the year before, which the board looks back at.
async fn beginning(
    app: &App,
    programme: &Programme,
    head: Head,
    from: PlanOrigin,
) -> Result<(ActionPlan, Vec<LastMeasure>), ApiError> {
    let language = match programme.language_form {
        LanguageForm::Nb => Language::Nb,
        LanguageForm::Nn => Language::Nn,
    };
    let template = templates::action_plan();
    let plans = app.store.load_plans(&programme.id).await?;
    let is_last =
        |plan: &&StoredPlan| plan.kind == PlanKind::ActionPlan && plan.year + 1 == head.year;
    let last = match plans.iter().find(is_last) {
        Some(last) => Some(read_rows(app, last).await?),
        None => None,
    };
    let last_year = last.as_ref().map(last_measures).unwrap_or_default();
    let rows = match from {
        PlanOrigin::Empty => from_template(&template, &[], head, language),
        PlanOrigin::Template => {
            let newest = match plans.first() {
                Some(newest) => read_rows(app, newest).await?.focus_areas,
                None => Vec::new(),
            };
            let areas: Vec<_> = newest
                .into_iter()
                .map(|area| (area.id, area.title))
                .collect();
            from_template(&template, &areas, head, language)
        }
        PlanOrigin::LastYear => from_last_year(&last.ok_or(ApiError::NoLastPlan)?, head),
    };
    Ok((rows, last_year))
}

/// The rows of a plan as they stand now.
async fn read_rows(app: &App, of: &StoredPlan) -> Result<ActionPlan, ApiError> {
    let documents = app.store.load_plan_documents(&of.programme).await?;
    let is_rows = |(owner, document): &(PlanId, StoredHandle)| {
        *owner == of.id && document.kind == DocumentKind::Plan
    };
    let Some((_, rows)) = documents.into_iter().find(is_rows) else {
        return Ok(ActionPlan::default());
    };
    let head = app.plans.look(of).await?.head.clone();
    let handle = DocumentHandle::new(&app.registry, rows);
    let read = handle.look(move |replica| plan::read(replica, head)).await;
    Ok(read.map_err(|_| StoreError::Closed)?)
}
