//! The report of a meeting, put together from what is stored and from its document; and what earlier meetings ended with.

use sha2::{Digest, Sha256};
use shared::lobby::Lobby;
use shared::meeting::{IndicatorResult, Meeting, MeetingKind};
use shared::proceedings::decide::FrozenReport;
use shared::proceedings::state::{Grade, Proceedings};
use shared::report::{PastReview, Report, Sources, Texts, assemble};

use crate::hex::hex;
use crate::room::handle::DocumentHandle;
use crate::room::proceedings::history::History;
use crate::store::{Store, StoreError};

/// None for a meeting without a form, or while its document does not answer.
pub async fn of(
    store: &Store,
    lobby: &Lobby,
    proceedings: &Proceedings,
    document: Option<&DocumentHandle>,
) -> Result<Option<Report>, StoreError> {
    let (Some(form), Some(document)) = (lobby.meeting.form.clone(), document) else {
        return Ok(None);
    };
    let Ok(texts) = document
        .look(move |replica| Texts::of(replica, &form))
        .await
    else {
        return Ok(None);
    };
    let earlier = earlier(store, lobby).await?;
    Ok(assemble(&Sources {
        lobby,
        proceedings,
        texts: &texts,
        earlier: &earlier,
    }))
}

/// The report as it would be made final now.
pub async fn freeze(
    store: &Store,
    lobby: &Lobby,
    proceedings: &Proceedings,
    document: Option<&DocumentHandle>,
) -> Result<Option<FrozenReport>, StoreError> {
    let report = of(store, lobby, proceedings, document).await?;
    Ok(report.map(|report| {
        let content = report.canonical();
        let hash = hex(&Sha256::digest(content.as_bytes()));
        FrozenReport { hash, content }
    }))
}

/// A report that was made final, as it was then.
pub fn read_frozen(meeting: &Meeting, content: &str) -> Result<Report, StoreError> {
    serde_json::from_str(content).map_err(|error| StoreError::DamagedBody {
        table: "log",
        reason: format!("the report of {}: {error}", meeting.id),
    })
}

async fn earlier(store: &Store, lobby: &Lobby) -> Result<Vec<PastReview>, StoreError> {
    let mut earlier = Vec::new();
    for meeting in store.load_meetings(&lobby.programme.id).await? {
        let is_earlier = meeting.kind == MeetingKind::StatusReview
            && meeting.is_closed()
            && meeting.date < lobby.meeting.date
            && meeting.id != lobby.meeting.id
            && meeting.rehearsal_of.is_none();
        if is_earlier {
            earlier.push(PastReview::of(&with_outcome(store, meeting).await?));
        }
    }
    Ok(earlier)
}

/// A meeting with what it ended with: of one that was held here, from its report, or from what was settled as long as
/// that is not final.
pub async fn with_outcome(store: &Store, meeting: Meeting) -> Result<Meeting, StoreError> {
    if meeting.form.is_none() || !meeting.results.is_empty() {
        return Ok(meeting);
    }
    let loaded = store.load_proceedings(&meeting.id).await?;
    let proceedings = History::open(&meeting.id, &loaded)?.state;
    let Some(frozen) = &proceedings.report.frozen else {
        return Ok(Meeting {
            results: settled(&proceedings),
            ..meeting
        });
    };
    let report = read_frozen(&meeting, &frozen.content)?;
    Ok(Meeting {
        results: report.results(),
        recommendations: report.recommendations(),
        ..meeting
    })
}

fn settled(proceedings: &Proceedings) -> Vec<IndicatorResult> {
    let rounds = proceedings.rounds.iter();
    let settled = rounds.filter_map(|(indicator, round)| {
        let grade = match round.settled.as_ref()?.grade {
            Grade::One(grade) => Some(grade),
            Grade::Range { .. } => None,
        };
        Some(IndicatorResult {
            indicator: indicator.clone(),
            grade,
            rationale: None,
        })
    });
    settled.collect()
}
