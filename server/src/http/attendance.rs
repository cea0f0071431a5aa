//! `PUT /api/meetings/{meeting}/attendance/{person}`: when somebody came and left, as those who receive people correct it.

use axum::Json;
use axum::extract::rejection::{JsonRejection, PathRejection};
use axum::extract::{Path, State};
use axum::http::StatusCode;
use shared::id::{MeetingId, PersonId};
use shared::lobby::Attendance;
use shared::rights::Role;
use shared::time::{DAY_MS, Timestamp};
use shared::view::{AttendanceChange, Change, FieldProblem, ProblemDetail};

use super::auth::Asker;
use super::error::ApiError;
use super::meetings::find;
use super::participants::require_reception;
use crate::app::App;
use crate::clock;
use crate::store::attendance::AttendanceSet;
use crate::store::writer::Write;

/// How often somebody may come and go in one meeting.
const MAX_TIMES: usize = 50;

pub async fn set(
    State(app): State<App>,
    asker: Asker,
    path: Result<Path<(MeetingId, PersonId)>, PathRejection>,
    body: Result<Json<AttendanceChange>, JsonRejection>,
) -> Result<StatusCode, ApiError> {
    let (Path((meeting, person)), Json(AttendanceChange { times })) = (path?, body?);
    let meeting = find(&app, &asker, &meeting).await?;
    require_reception(&asker, &meeting)?;
    let found = app.store.find_person(&person).await?;
    let (person, _) = found
        .filter(|(person, programme)| {
            *programme == asker.programme && person.role != Role::Projector
        })
        .ok_or(ApiError::NotFound)?;
    if !are_in_order(&times, &person.id, clock::now()) {
        return Err(ApiError::Invalid(ProblemDetail::Field(FieldProblem::Times)));
    }
    let audit = asker.audit(Change::AttendanceChanged, person.id.as_str(), &person.name);
    let new = AttendanceSet {
        meeting: meeting.id.clone(),
        person: person.id,
        times,
        audit,
    };
    app.store.write(Write::SetAttendance(new)).await?;
    app.rooms.touch(&meeting.id);
    Ok(StatusCode::NO_CONTENT)
}

/// Whether somebody comes before they leave, leaves before they come again, and is here only at the end.
fn are_in_order(times: &[Attendance], person: &PersonId, now: Timestamp) -> bool {
    let possible = Timestamp(0)..=now.plus_ms(DAY_MS);
    let is_whole = |stay: &Attendance| {
        let leaves = stay
            .left_at
            .is_none_or(|left_at| possible.contains(&left_at) && left_at >= stay.arrived_at);
        stay.person == *person && possible.contains(&stay.arrived_at) && leaves
    };
    let is_before = |pair: &[Attendance]| {
        let (one, next) = (&pair[0], &pair[1]);
        let has_left = one
            .left_at
            .is_some_and(|left_at| left_at <= next.arrived_at);
        has_left && one.arrived_at < next.arrived_at
    };
    times.len() <= MAX_TIMES && times.iter().all(is_whole) && times.windows(2).all(is_before)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn somebody_comes_before_they_leave_and_is_here_only_at_the_end() {
        let kari = PersonId::parse("kari").unwrap();
        let stay = |arrived_at, left_at: Option<i64>| Attendance {
            person: kari.clone(),
            arrived_at: Timestamp(arrived_at),
            left_at: left_at.map(Timestamp),
        };
        for (times, expected) in [
            (vec![], true),
            (vec![stay(1, None)], true),
            (vec![stay(1, Some(5)), stay(5, None)], true),
            (vec![stay(5, Some(1))], false),
            (vec![stay(1, None), stay(5, None)], false),
            (vec![stay(1, Some(9)), stay(5, None)], false),
            (vec![stay(1, Some(1)), stay(1, None)], false),
            (vec![stay(-1, None)], false),
            (vec![stay(1, Some(i64::MAX))], false),
        ] {
            assert_eq!(
                are_in_order(&times, &kari, Timestamp(10)),
                expected,
                "{times:?}"
            );
        }
        let other = PersonId::parse("per").unwrap();
        assert!(!are_in_order(&[stay(1, None)], &other, Timestamp(10)));
    }
}
