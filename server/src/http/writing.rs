//! Who may read and write in a document. In a meeting's assessment: by role and state of the meeting, and by how far the
//! meeting has come. After the conclusion whoever leads may still mend a slip; once the report is final, nobody. In a
//! plan: by role, or by the seat somebody has in the seminar where it is written.

use shared::id::ProgrammeId;
use shared::meeting::Meeting;
use shared::plan::docket::is_frozen;
use shared::proceedings::state::{Proceedings, ReportState};
use shared::rights::{self, Act, Lock};

use super::auth::Asker;
use crate::app::App;
use crate::room::plans::{Locks, is_held_seminar};
use crate::store::StoreError;
use crate::store::meetings::{Owner, StoredDocument};
use crate::store::plans::StoredPlan;

/// Whether somebody may open a document at all.
pub async fn may_read(
    app: &App,
    asker: &Asker,
    document: &StoredDocument,
) -> Result<bool, StoreError> {
    if document.programme != asker.programme {
        return Ok(false);
    }
    match &document.owner {
        Owner::Meeting(meeting) => Ok(asker.may_in(meeting, Act::ReadMaterial)),
        Owner::Plan(_) => Ok(lock_in_plans(app, asker, Act::ReadMaterial)
            .await?
            .is_none()),
    }
}

/// What stands in the way of writing in it.
pub async fn of_document(
    app: &App,
    asker: &Asker,
    document: &StoredDocument,
) -> Result<Option<Lock>, StoreError> {
    match &document.owner {
        Owner::Meeting(meeting) => look_up(app, &document.programme, asker, meeting).await,
        Owner::Plan(plan) => in_plan(app, asker, plan).await,
    }
}

/// What stands in the way of writing in a plan.
pub async fn in_plan(
    app: &App,
    asker: &Asker,
    plan: &StoredPlan,
) -> Result<Option<Lock>, StoreError> {
    if is_frozen(&*app.plans.look(plan).await?) {
        return Ok(Some(Lock::Closed));
    }
    edit_lock(app, asker).await
}

/// By role or seat, and by whether the board decides something just now.
async fn edit_lock(app: &App, asker: &Asker) -> Result<Option<Lock>, StoreError> {
    let lock = lock_in_plans(app, asker, Act::EditPlan).await?;
    Ok(match lock {
        None if is_deciding(app, asker).await? => Some(Lock::Deciding),
        lock => lock,
    })
}

/// Whether a resolution is being made in a seminar: nobody writes in the plans meanwhile (domain 10.1).
async fn is_deciding(app: &App, asker: &Asker) -> Result<bool, StoreError> {
    let seminars = app.plans.held_seminars(&asker.programme).await?;
    Ok(seminars.iter().any(|seminar| seminar.is_deciding()))
}

/// What stands in somebody's way in the plans, for the acts that the rules of a docket ask about.
pub async fn plan_locks(app: &App, asker: &Asker) -> Result<Locks, StoreError> {
    Ok(Locks {
        read: lock_in_plans(app, asker, Act::ReadMaterial).await?,
        edit: edit_lock(app, asker).await?,
        decide: lock_in_plans(app, asker, Act::DecidePlan).await?,
    })
}

/// What stands in the way of an act in the programme's plans: what one may do there follows from the role, or from the
/// seat one has in a seminar that is being held. Whoever was let in to one meeting reaches the plans from a seminar only.
pub async fn lock_in_plans(app: &App, asker: &Asker, act: Act) -> Result<Option<Lock>, StoreError> {
    let outside = asker.lock(act);
    if outside.is_none() {
        return Ok(None);
    }
    let meetings = app.store.load_meetings(&asker.programme).await?;
    let mut seminars = meetings.iter().filter(|meeting| is_held_seminar(meeting));
    Ok(if seminars.any(|seminar| asker.may_in(seminar, act)) {
        None
    } else {
        outside
    })
}

/// What stands in the way now.
pub async fn look_up(
    app: &App,
    programme: &ProgrammeId,
    asker: &Asker,
    meeting: &Meeting,
) -> Result<Option<Lock>, StoreError> {
    let sight = app.meetings.look(programme, &meeting.id).await?;
    Ok(lock(asker, meeting, &sight.proceedings))
}

/// The same, of what is known already.
pub fn lock(asker: &Asker, meeting: &Meeting, proceedings: &Proceedings) -> Option<Lock> {
    if proceedings.report.state == ReportState::Final {
        return Some(Lock::Closed);
    }
    if proceedings.concluded_at.is_none() && !meeting.is_closed() {
        return asker.lock_in(meeting, Act::WriteAssessment);
    }
    let is_in_reach = asker.may_in(meeting, Act::ReadMaterial);
    let standing = meeting.standing(&asker.person);
    let leads = rights::lock(&standing, &meeting.settings, Act::LeadMeeting).is_none();
    (!(is_in_reach && leads)).then_some(Lock::Closed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::id::{DeviceId, MeetingId, PersonId};
    use shared::meeting::{MeetingKind, MeetingState};
    use shared::programme::Person;
    use shared::rights::Role;
    use shared::time::Timestamp;

    fn asker(role: Role) -> Asker {
        Asker {
            person: Person {
                id: PersonId::parse("kari").unwrap(),
                name: "Kari".into(),
                role,
                title: None,
                represents: None,
            },
            programme: ProgrammeId::parse("fjordvik").unwrap(),
            device: DeviceId::parse("d").unwrap(),
            scope: None,
            expires_at: Timestamp(i64::MAX),
        }
    }

    #[test]
    fn after_the_conclusion_whoever_leads_writes_and_after_the_report_nobody() {
        let id = MeetingId::parse("psv").unwrap();
        let date = jiff::civil::date(2026, 10, 28);
        let mut meeting = Meeting::new(id, MeetingKind::StatusReview, date, 3);
        meeting.state = MeetingState::Running;
        let mut proceedings = Proceedings::default();
        let check = |meeting: &Meeting, proceedings: &Proceedings, expected: [bool; 3]| {
            let roles = [Role::Facilitator, Role::Chair, Role::Guest];
            let may = roles.map(|role| lock(&asker(role), meeting, proceedings).is_none());
            assert_eq!(may, expected);
        };
        check(&meeting, &proceedings, [true, true, false]);
        proceedings.concluded_at = Some(Timestamp(1));
        check(&meeting, &proceedings, [true, false, false]);
        proceedings.concluded_at = None;
        meeting.state = MeetingState::Closed;
        check(&meeting, &proceedings, [true, false, false]);
        proceedings.report.state = ReportState::Final;
        check(&meeting, &proceedings, [false, false, false]);
    }
}
