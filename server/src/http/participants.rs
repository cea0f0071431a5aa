//! Who comes, who sits for whom and who leads, also while the meeting runs.

use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use shared::id::{MeetingId, PersonId};
use shared::meeting::{Meeting, Participant};
use shared::programme::Person;
use shared::rights::Act;
use shared::seating;
use shared::view::{Change, FieldProblem, ParticipantChange};

use super::auth::Asker;
use super::error::ApiError;
use super::house::{Details, store};
use super::meetings::{TRIES, everybody, everybody_coming, find};
use crate::app::App;
use crate::store::audit::NewAudit;
use crate::store::house::HouseChange;

/// While the meeting is open its receivers say who comes and who is here; whom sets it up says so at any time.
pub fn require_reception(asker: &Asker, meeting: &Meeting) -> Result<(), ApiError> {
    asker
        .require_in(meeting, Act::ManageMeeting)
        .or_else(|_| asker.require_in(meeting, Act::ReceivePeople))
}

/// `PUT /api/meetings/{meeting}/participants/{person}`
pub async fn change(
    State(app): State<App>,
    asker: Asker,
    path: Result<Path<(MeetingId, PersonId)>, PathRejection>,
    body: Result<Json<ParticipantChange>, JsonRejection>,
) -> Result<StatusCode, ApiError> {
    let (Path((id, person)), Json(wish)) = (path?, body?);
    for _ in 0..TRIES {
        let before = find(&app, &asker, &id).await?;
        require_reception(&asker, &before)?;
        let may_lead = before
            .participant(&person)
            .is_some_and(|line| line.may_lead);
        if wish.may_lead != may_lead {
            // To lead is given by whom sets the meeting up, not by whom was named to lead.
            asker.require_in(&before, Act::ManageMeeting)?;
        }
        let active = app.store.load_people(&asker.programme).await?;
        let mut list = before.participants.clone();
        if list.is_empty() {
            list = everybody_coming(&active);
        }
        let people = everybody(&app, &asker, &before, active).await?;
        let after = Meeting {
            participants: seating::change(&list, &people, &person, &wish),
            version: before.version + 1,
            ..before.clone()
        };
        seating::check(&after.participants, &people)?;
        let whom = people.iter().find(|other| other.id == person);
        let whom = whom.ok_or(FieldProblem::Participants)?;
        let audit = line_of_audit(&asker, whom, &before, &after);
        let change = HouseChange::SaveMeeting {
            was: before.version,
            meeting: Box::new(after),
        };
        match store(&app, &asker, change, vec![audit]).await {
            Err(ApiError::ChangedMeanwhile) => {}
            outcome => return outcome,
        }
    }
    Err(ApiError::ChangedMeanwhile)
}

fn line_of_audit(asker: &Asker, whom: &Person, before: &Meeting, after: &Meeting) -> NewAudit {
    let (old, new) = (before.participant(&whom.id), after.participant(&whom.id));
    let is_coming = |line: Option<&Participant>| line.map(|line| line.is_coming);
    let may_lead = |line: Option<&Participant>| line.is_some_and(|line| line.may_lead);
    let seat = |line: Option<&Participant>| line.and_then(|line| line.seated_for.clone());
    let mut details = Details::default();
    details.compare("meeting", &None, &Some(after.date));
    details.compare("is_coming", &is_coming(old), &is_coming(new));
    details.compare("seated_for", &seat(old), &seat(new));
    details.compare("may_lead", &may_lead(old), &may_lead(new));
    details.into_audit(asker.audit(Change::ParticipantChanged, whom.id.as_str(), &whom.name))
}
