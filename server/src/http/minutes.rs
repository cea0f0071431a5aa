//! `GET /api/meetings/{key}/minutes`: the minutes of the formal part as they stand, or as they were approved; for each
//! reader without what they were not to hear. `…/public` is what everybody may read.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::rejection::PathRejection;
use axum::extract::{Path, State};
use shared::id::ItemId;
use shared::meeting::Meeting;
use shared::proceedings::formal::Formal;
use shared::proceedings::formal::minutes::{Minutes, MinutesPage, assemble};
use shared::proceedings::formal::seats::hidden_from;
use shared::proceedings::formal::view::FrozenMinutesView;
use shared::rights::{Act, Role};

use super::auth::Asker;
use super::error::ApiError;
use crate::app::App;
use crate::room::proceedings::around::load_lobby;
use crate::store::StoreError;

pub async fn show(
    State(app): State<App>,
    asker: Asker,
    key: Result<Path<String>, PathRejection>,
) -> Result<Json<MinutesPage>, ApiError> {
    let found = find(&app, &asker, key).await?;
    Ok(Json(MinutesPage {
        minutes: found.minutes.without(&found.hidden),
        frozen: found.frozen,
    }))
}

pub async fn show_public(
    State(app): State<App>,
    asker: Asker,
    key: Result<Path<String>, PathRejection>,
) -> Result<Json<MinutesPage>, ApiError> {
    let found = find(&app, &asker, key).await?;
    Ok(Json(MinutesPage {
        minutes: found.minutes.public(),
        frozen: found.frozen,
    }))
}

struct Found {
    minutes: Minutes,
    /// What the one who asks was not to hear.
    hidden: BTreeSet<ItemId>,
    frozen: Option<FrozenMinutesView>,
}

async fn find(
    app: &App,
    asker: &Asker,
    key: Result<Path<String>, PathRejection>,
) -> Result<Found, ApiError> {
    let Path(key) = key?;
    let meeting = app.store.find_meeting(&asker.programme, &key).await?;
    let meeting = meeting.ok_or(ApiError::MeetingUnknown)?;
    let sight = app.meetings.look(&asker.programme, &meeting.id).await?;
    let formal = &sight.proceedings.formal;
    if !may_read(asker, &meeting, formal) {
        return Err(ApiError::NotAllowed);
    }
    let lobby = load_lobby(&app.store, &asker.programme, &meeting.id).await?;
    let lobby = lobby.ok_or(ApiError::MeetingUnknown)?;
    let hidden = hidden_from(formal, &lobby, &asker.person);
    let frozen = formal.minutes.frozen.as_ref();
    let minutes = match frozen {
        Some(frozen) => read_frozen(&meeting, &frozen.content)?,
        None => assemble(formal, &lobby, None),
    };
    Ok(Found {
        minutes,
        hidden,
        frozen: frozen.map(FrozenMinutesView::from),
    })
}

/// Whoever was let in to the meeting as a guest reads what is approved.
fn may_read(asker: &Asker, meeting: &Meeting, formal: &Formal) -> bool {
    let is_approved = formal.minutes.frozen.is_some();
    asker.may_in(meeting, Act::ReadMaterial) && (is_approved || asker.person.role != Role::Guest)
}

fn read_frozen(meeting: &Meeting, content: &str) -> Result<Minutes, StoreError> {
    serde_json::from_str(content).map_err(|error| StoreError::DamagedBody {
        table: "log",
        reason: format!("the minutes of {}: {error}", meeting.id),
    })
}
