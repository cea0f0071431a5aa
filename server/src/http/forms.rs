//! The form of one meeting: its own copy, changed until the first score is given.

use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection};
use axum::extract::{Path, State};
use shared::document::assessment;
use shared::id::MeetingId;
use shared::meeting::{Meeting, MeetingKind};
use shared::rights::{Act, Lock};
use shared::template::{ReviewForm, clean_form};
use shared::view::{Change, FormChange, FormLock, FormView, MeetingSaved, ProblemDetail};

use super::auth::Asker;
use super::error::ApiError;
use super::house::{Details, store};
use super::meetings::{find, saved_with_documents};
use crate::app::App;
use crate::letters::invitation::meeting_title;
use crate::room::handle::DocumentHandle;
use crate::room::proceedings::{Sight, history};
use crate::store::StoreError;
use crate::store::house::HouseChange;
use crate::store::log::LogRow;
use crate::{clock, templates};

/// `GET /api/meetings/{key}/form`
pub async fn show(
    State(app): State<App>,
    asker: Asker,
    key: Result<Path<MeetingId>, PathRejection>,
) -> Result<Json<FormView>, ApiError> {
    let Path(id) = key?;
    let meeting = find(&app, &asker, &id).await?;
    asker.require_in(&meeting, Act::ManageMeeting)?;
    let lock = lock(&meeting, &app.meetings.look(&asker.programme, &id).await?);
    let programme = app.store.load_programme(&asker.programme).await?;
    let earlier = earlier_form(&app, &asker, &meeting).await?;
    Ok(Json(FormView {
        form: meeting.form.clone().ok_or(ApiError::NotFound)?,
        version: meeting.version,
        lock,
        language: programme.language_form,
        title: meeting_title(&meeting, programme.language_form),
        templates: templates::forms().collect(),
        earlier,
    }))
}

/// `PUT /api/meetings/{key}/form`
pub async fn change(
    State(app): State<App>,
    asker: Asker,
    key: Result<Path<MeetingId>, PathRejection>,
    body: Result<Json<FormChange>, JsonRejection>,
) -> Result<Json<MeetingSaved>, ApiError> {
    let (Path(id), Json(FormChange { form, version })) = (key?, body?);
    let before = find(&app, &asker, &id).await?;
    asker.require_in(&before, Act::ManageMeeting)?;
    if before.form.is_none() {
        return Err(ApiError::NotFound);
    }
    let sight = app.meetings.look(&asker.programme, &id).await?;
    match lock(&before, &sight) {
        None => {}
        Some(FormLock::Closed) => return Err(ApiError::Locked(Lock::Closed)),
        Some(FormLock::Used) => return Err(ApiError::FormInUse),
    }
    if version != before.version {
        return Err(ApiError::ChangedMeanwhile);
    }
    let form =
        clean_form(&form).map_err(|problem| ApiError::Invalid(ProblemDetail::Form(problem)))?;
    // First the rows for people to write in: what is there too much harms nobody, should the rest fail.
    make_rows(&app, &before, &form).await?;
    let after = Meeting {
        form: Some(form),
        version: before.version + 1,
        ..before.clone()
    };
    let programme = app.store.load_programme(&asker.programme).await?;
    let title = meeting_title(&after, programme.language_form);
    let mut details = Details::default();
    details.mention("form", &before.form, &after.form);
    let audit = details.into_audit(asker.audit(Change::MeetingChanged, id.as_str(), &title));
    let answer = saved_with_documents(&app, &asker, &after).await?;
    let change = HouseChange::SaveForm {
        was: before.version,
        meeting: Box::new(after),
        fence: LogRow {
            stream: (&id).into(),
            seq: sight.next_row,
            at: clock::now(),
            body: history::encode(&[]),
        },
    };
    match store(&app, &asker, change, vec![audit]).await {
        // Something happened in the meeting at the same moment; it need not be a score.
        Err(ApiError::Storage(StoreError::Conflict { .. })) => {
            let sight = app.meetings.look(&asker.programme, &id).await?;
            let is_used = lock(&before, &sight).is_some();
            Err(if is_used {
                ApiError::FormInUse
            } else {
                ApiError::ChangedMeanwhile
            })
        }
        outcome => outcome.map(|_| Json(answer)),
    }
}

/// What stands in the way of changing the form.
fn lock(meeting: &Meeting, sight: &Sight) -> Option<FormLock> {
    if meeting.is_closed() {
        return Some(FormLock::Closed);
    }
    sight.proceedings.holds_form().then_some(FormLock::Used)
}

/// What the last review before this one used.
async fn earlier_form(
    app: &App,
    asker: &Asker,
    meeting: &Meeting,
) -> Result<Option<ReviewForm>, ApiError> {
    let meetings = app.store.load_meetings(&asker.programme).await?;
    let is_before = |other: &Meeting| {
        other.kind == MeetingKind::StatusReview
            && other.date < meeting.date
            && other.id != meeting.id
            && other.rehearsal_of.is_none()
    };
    let mut before = meetings.into_iter().filter(is_before);
    Ok(before.next_back().and_then(|other| other.form))
}

async fn make_rows(app: &App, meeting: &Meeting, form: &ReviewForm) -> Result<(), ApiError> {
    let Some(document) =
        DocumentHandle::of_assessment(&app.store, &app.registry, &meeting.id).await?
    else {
        return Ok(());
    };
    let form = form.clone();
    let write =
        document.write(move |replica| assessment::extend(replica, &form).into_iter().collect());
    write.await.map_err(|_| ApiError::RoomNotReady)
}
