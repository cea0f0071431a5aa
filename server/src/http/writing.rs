//! Who may write in a meeting's assessment: by role and state of the meeting, and by how far the meeting has come. After
//! the conclusion whoever leads may still mend a slip; once the report is final, nobody.

use shared::id::ProgrammeId;
use shared::meeting::Meeting;
use shared::proceedings::state::{Proceedings, ReportState};
use shared::rights::{self, Act, Lock};

use super::auth::Asker;
use crate::app::App;
use crate::store::StoreError;

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
