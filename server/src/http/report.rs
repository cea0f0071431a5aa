//! `GET /api/meetings/{key}/report`: the report as it is now, or as it was made final. A draft is for those who finish it,
//! and one that is being read for its readers too.

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use shared::meeting::Meeting;
use shared::proceedings::refusal::Refusal;
use shared::proceedings::state::Report;
use shared::proceedings::view::FrozenView;
use shared::report::ReportPage;
use shared::rights::Act;

use super::auth::Asker;
use super::error::ApiError;
use crate::app::App;
use crate::reports;
use crate::room::handle::DocumentHandle;
use crate::room::proceedings::around::load_lobby;

pub async fn show(
    State(app): State<App>,
    asker: Asker,
    key: Result<Path<String>, PathRejection>,
) -> Result<Json<ReportPage>, ApiError> {
    let Path(key) = key?;
    let found = app.store.find_meeting(&asker.programme, &key).await?;
    let meeting = found.ok_or(ApiError::MeetingUnknown)?;
    if meeting.form.is_none() {
        return Err(ApiError::NotFound);
    }
    let sight = app.meetings.look(&asker.programme, &meeting.id).await?;
    let way = &sight.proceedings.report;
    if !may_read(&asker, &meeting, way) {
        return Err(ApiError::NotAllowed);
    }
    if let Some(frozen) = &way.frozen {
        return Ok(Json(ReportPage {
            report: reports::read_frozen(&meeting, &frozen.content)?,
            frozen: Some(FrozenView::from(frozen)),
        }));
    }
    let lobby = load_lobby(&app.store, &asker.programme, &meeting.id).await?;
    let lobby = lobby.ok_or(ApiError::MeetingUnknown)?;
    let document = DocumentHandle::of_assessment(&app.store, &app.registry, &meeting.id).await?;
    let report = reports::of(&app.store, &lobby, &sight.proceedings, document.as_ref()).await?;
    Ok(Json(ReportPage {
        report: report.ok_or(ApiError::Refused(Refusal::TextsMissing))?,
        frozen: None,
    }))
}

fn may_read(asker: &Asker, meeting: &Meeting, report: &Report) -> bool {
    let finishes =
        asker.may_in(meeting, Act::LeadMeeting) || asker.may_in(meeting, Act::ManageMeeting);
    let reads = asker.may_in(meeting, Act::ReadMaterial);
    report.is_open_to(&asker.person.id, finishes, reads)
}
