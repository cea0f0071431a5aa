//! When people came to a meeting and left it.

use shared::id::{MeetingId, PersonId};
use shared::lobby::Attendance;
use shared::time::Timestamp;

use super::audit::{self, NewAudit};
use super::database::Connection;
use super::people::read_id;
use super::{Store, StoreError};
use crate::on;

/// All the times of one person in one meeting, as they should stand, and what the log says of it.
#[derive(Debug, Clone)]
pub struct AttendanceSet {
    pub meeting: MeetingId,
    pub person: PersonId,
    pub times: Vec<Attendance>,
    pub audit: NewAudit,
}

impl Store {
    /// Everybody's times in a meeting, the earliest first.
    pub async fn load_attendance(
        &self,
        meeting: &MeetingId,
    ) -> Result<Vec<Attendance>, StoreError> {
        let rows: Vec<(String, i64, Option<i64>)> = on!(&self.readers, |pool| sqlx::query_as(
            "SELECT person_id, arrived_at, left_at FROM attendance
             WHERE meeting_id = $1 ORDER BY arrived_at, person_id",
        )
        .bind(meeting.as_str())
        .fetch_all(pool)
        .await?);
        let times = rows.iter().map(|(person, arrived_at, left_at)| {
            Ok(Attendance {
                person: read_id("attendance", person)?,
                arrived_at: Timestamp(*arrived_at),
                left_at: left_at.map(Timestamp),
            })
        });
        times.collect()
    }
}

/// False when the person is here already, or the meeting is over: then it has no code any more.
pub async fn arrive(
    connection: &mut Connection<'_>,
    meeting: &MeetingId,
    person: &PersonId,
    at: Timestamp,
) -> Result<bool, StoreError> {
    let n_rows = on!(connection, |connection| sqlx::query(
        "INSERT INTO attendance (meeting_id, person_id, arrived_at, left_at)
         SELECT $1, $2, $3, NULL WHERE NOT EXISTS
             (SELECT 1 FROM attendance WHERE meeting_id = $1 AND person_id = $2 AND left_at IS NULL)
           AND EXISTS (SELECT 1 FROM meeting WHERE id = $1 AND code IS NOT NULL)
         ON CONFLICT (meeting_id, person_id, arrived_at) DO NOTHING",
    )
    .bind(meeting.as_str())
    .bind(person.as_str())
    .bind(at.0)
    .execute(&mut **connection)
    .await?
    .rows_affected());
    Ok(n_rows == 1)
}

/// Everybody who is here leaves now.
pub async fn close(
    connection: &mut Connection<'_>,
    meeting: &MeetingId,
    at: Timestamp,
) -> Result<(), StoreError> {
    on!(connection, |connection| sqlx::query(
        "UPDATE attendance SET left_at = CASE WHEN arrived_at > $2 THEN arrived_at ELSE $2 END
         WHERE meeting_id = $1 AND left_at IS NULL",
    )
    .bind(meeting.as_str())
    .bind(at.0)
    .execute(&mut **connection)
    .await
    .map(drop)?);
    Ok(())
}

pub async fn set(connection: &mut Connection<'_>, new: &AttendanceSet) -> Result<bool, StoreError> {
    on!(connection, |connection| sqlx::query(
        "DELETE FROM attendance WHERE meeting_id = $1 AND person_id = $2"
    )
    .bind(new.meeting.as_str())
    .bind(new.person.as_str())
    .execute(&mut **connection)
    .await
    .map(drop)?);
    for times in &new.times {
        on!(connection, |connection| sqlx::query(
            "INSERT INTO attendance (meeting_id, person_id, arrived_at, left_at)
             VALUES ($1, $2, $3, $4)"
        )
        .bind(new.meeting.as_str())
        .bind(new.person.as_str())
        .bind(times.arrived_at.0)
        .bind(times.left_at.map(|at| at.0))
        .execute(&mut **connection)
        .await
        .map(drop)?);
    }
    audit::insert(connection, &new.audit).await
}
