//! What has served its purpose is forgotten: at start and every hour, as each programme has decided (domain 10.7).

use std::time::Duration;

use jiff::civil::Date;
use shared::id::ProgrammeId;
use shared::meeting::{Meeting, MeetingKind};
use shared::proceedings::evaluation::Evaluation;
use shared::proceedings::state::Proceedings;
use shared::programme::{Person, Retention};
use shared::rights::Role;
use shared::time::{DAY_MS, Timestamp, day_of};
use tokio::time::sleep;

use crate::app::App;
use crate::clock;
use crate::erasure::erase;
use crate::store::StoreError;
use crate::store::cards::StoredPerson;
use crate::store::house::HouseChange;
use crate::store::writer::Write;

const EVERY: Duration = Duration::from_hours(1);
/// A spent or expired link is kept this long, so that people hear "used" rather than "unknown".
const KEEP_EXPIRED_MS: i64 = 30 * DAY_MS;
/// A rehearsal that nobody ended is gone after this long.
const KEEP_REHEARSAL_MS: i64 = 7 * DAY_MS;

/// Sweeps every hour until the server stops.
pub async fn run(app: App) {
    loop {
        tokio::select! {
            () = app.shutdown.cancelled() => return,
            () = sleep(EVERY) => sweep_or_say(&app).await,
        }
    }
}

/// Forgets what has been kept long enough; what cannot be deleted now is tried again.
pub async fn sweep_or_say(app: &App) {
    if let Err(error) = sweep(app, clock::now()).await {
        tracing::warn!(%error, "what has been kept long enough could not be forgotten; it is tried again in an hour");
    }
}

/// Forgets what has been kept long enough by now.
pub async fn sweep(app: &App, now: Timestamp) -> Result<(), StoreError> {
    let before = Timestamp(now.0 - KEEP_EXPIRED_MS);
    app.store.write(Write::DeleteExpired { before }).await?;
    for programme in app.store.load_programme_ids().await? {
        sweep_programme(app, &programme, now).await?;
    }
    Ok(())
}

async fn sweep_programme(
    app: &App,
    programme: &ProgrammeId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let retention = app.store.load_programme(programme).await?.retention;
    let ago = |days: u16| Timestamp(now.0 - i64::from(days) * DAY_MS);
    let forget = HouseChange::Forget {
        rows_before: ago(retention.attendance),
        audit_before: ago(retention.audit),
    };
    app.change_house(programme, forget, Vec::new()).await?;
    let meetings = app.store.load_meetings(programme).await?;
    for stored in app.store.load_everybody(programme).await? {
        let is_over = match stored.person.role {
            Role::Projector => false, // nobody
            Role::Guest => is_guest_over(app, &stored.person, &meetings, retention, now).await?,
            _ => is_former_over(&stored, retention, now),
        };
        if is_over && erase(app, programme, &stored.person, None, now).await? {
            tracing::info!(person.id = %stored.person.id, "somebody who left long ago is erased");
        }
    }
    forget_individuals(app, programme, &meetings, retention, now).await?;
    forget_rehearsals(app, programme, now).await?;
    app.meetings.forget_erased(programme).await?;
    app.plans.forget_erased(programme).await
}

/// What each person answered in a review whose report has been final for long enough, and in a seminar or an evaluation
/// that has been closed for as long.
async fn forget_individuals(
    app: &App,
    programme: &ProgrammeId,
    meetings: &[Meeting],
    retention: Retention,
    now: Timestamp,
) -> Result<(), StoreError> {
    for meeting in meetings {
        let proceedings = app.meetings.look(programme, &meeting.id).await?.proceedings;
        let is_due = |at: Option<Timestamp>| at.is_some_and(|due| due <= now);
        let due = proceedings
            .forget_at(&retention)
            .or_else(|| seminar_due(meeting, retention));
        let review = is_due(due) && proceedings.has_individuals();
        let evaluation = &proceedings.evaluation;
        let evaluation_due = evaluation_due(meeting, evaluation, retention);
        let evaluation = is_due(evaluation_due) && evaluation.has_single_answers();
        if !(review || evaluation) {
            continue;
        }
        let forget = move |proceedings: &mut Proceedings| {
            if review {
                proceedings.forget_individuals();
            }
            if evaluation {
                proceedings.evaluation.forget_single_answers();
            }
        };
        app.meetings.fold(programme, &meeting.id, forget).await?;
        tracing::info!(meeting.id = %meeting.id, "what each person answered is forgotten");
    }
    Ok(())
}

/// When what each person did in a seminar is to be forgotten: it has no report, and ends when it is closed.
fn seminar_due(meeting: &Meeting, retention: Retention) -> Option<Timestamp> {
    let is_over = meeting.kind == MeetingKind::BoardSeminar && meeting.is_closed();
    let closed_at = meeting.state_since.filter(|_| is_over)?;
    Some(closed_at.plus_ms(i64::from(retention.scores) * DAY_MS))
}

/// When what each answered of the board is to be forgotten: one that nobody closed ends with the seminar it is for.
fn evaluation_due(
    meeting: &Meeting,
    evaluation: &Evaluation,
    retention: Retention,
) -> Option<Timestamp> {
    let closed = evaluation.forget_at(&retention);
    closed.or_else(|| seminar_due(meeting, retention))
}

/// Rehearsals that somebody left without ending them.
async fn forget_rehearsals(
    app: &App,
    programme: &ProgrammeId,
    now: Timestamp,
) -> Result<(), StoreError> {
    for rehearsal in app.store.load_rehearsals(programme).await? {
        let begun_at = rehearsal.state_since.unwrap_or_default();
        if begun_at.plus_ms(KEEP_REHEARSAL_MS) <= now {
            let change = HouseChange::DeleteRehearsal(rehearsal.id);
            app.change_house(programme, change, Vec::new()).await?;
        }
    }
    Ok(())
}

fn is_past(day: Date, days: u16, now: Timestamp) -> bool {
    day < day_of(Timestamp(now.0 - i64::from(days) * DAY_MS))
}

fn is_former_over(stored: &StoredPerson, retention: Retention, now: Timestamp) -> bool {
    let is_long_ago = |until| is_past(until, retention.former_people, now);
    !stored.is_active && stored.until.is_some_and(is_long_ago)
}

/// A guest leaves with the last meeting that lists them. A meeting for everybody lists nobody: there a guest is forgotten
/// when nothing is kept any more of how they came in.
async fn is_guest_over(
    app: &App,
    guest: &Person,
    meetings: &[Meeting],
    retention: Retention,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let listed = meetings
        .iter()
        .filter(|meeting| meeting.participant(&guest.id).is_some());
    let last = listed.map(|meeting| meeting.last_date.unwrap_or(meeting.date));
    match last.max() {
        Some(last) => Ok(is_past(last, retention.attendance, now)),
        None => Ok(!app.store.has_visits(&guest.id).await?),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::id::MeetingId;
    use shared::meeting::MeetingState;

    #[test]
    fn an_evaluation_that_nobody_closed_is_forgotten_with_its_seminar() {
        let id = MeetingId::parse("seminar").unwrap();
        let date = jiff::civil::date(2026, 12, 2);
        let mut meeting = Meeting::new(id, MeetingKind::BoardSeminar, date, 3);
        let retention = Retention::default();
        let mut evaluation = Evaluation {
            opened_at: Some(Timestamp(1)),
            ..Evaluation::default()
        };
        let days = i64::from(retention.scores) * DAY_MS;
        assert_eq!(evaluation_due(&meeting, &evaluation, retention), None);
        meeting.state = MeetingState::Closed;
        meeting.state_since = Some(Timestamp(5));
        let due = evaluation_due(&meeting, &evaluation, retention);
        assert_eq!(due, Some(Timestamp(5 + days)));
        evaluation.opened_at = None;
        evaluation.closed_at = Some(Timestamp(2));
        let due = evaluation_due(&meeting, &evaluation, retention);
        assert_eq!(due, Some(Timestamp(2 + days)), "it is closed on its own");
    }
}
