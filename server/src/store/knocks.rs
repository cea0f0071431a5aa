//! People and screens that ask to be let in to a meeting, and what they were answered.

use std::collections::BTreeMap;

use shared::id::{KnockId, MeetingId, PersonId, ProgrammeId};
use shared::lobby::{Knock, Knocker};
use shared::meeting::{Meeting, Participant};
use shared::programme::Person;
use shared::time::Timestamp;

use super::audit::{self, NewAudit};
use super::database::Connection;
use super::people::read_id;
use super::programmes;
use super::{Store, StoreError, read_body, write_body};
use crate::on;
use crate::secret::TokenHash;

#[derive(Debug, Clone)]
pub struct NewKnock {
    pub knock: Knock,
    pub token: TokenHash,
    pub meeting: MeetingId,
    pub expires_at: Timestamp,
}

/// What the one who receives people says.
#[derive(Debug, Clone)]
pub struct KnockReply {
    pub knock: KnockId,
    /// None when the knock is refused.
    pub admitted: Option<Admission>,
    pub at: Timestamp,
    /// How long the door stays open.
    pub expires_at: Timestamp,
    pub audit: NewAudit,
}

#[derive(Debug, Clone)]
pub enum Admission {
    Known(PersonId),
    /// Becomes somebody in the programme, on the list of this meeting.
    Guest(Newcomer),
    /// The meeting's own screen; on no list.
    Screen(Newcomer),
}

#[derive(Debug, Clone)]
pub struct Newcomer {
    pub person: Person,
    pub programme: ProgrammeId,
    pub meeting: MeetingId,
}

/// A knock, answered or not.
#[derive(Debug, Clone)]
pub struct StoredKnock {
    pub knock: Knock,
    pub meeting: MeetingId,
    pub expires_at: Timestamp,
    pub is_answered: bool,
    /// Who was let in.
    pub admitted: Option<PersonId>,
    pub entered_at: Option<Timestamp>,
}

/// Id, meeting, body, phrase, asked, expires, answered, person, entered.
type Row = (
    String,
    String,
    String,
    String,
    i64,
    i64,
    Option<i64>,
    Option<String>,
    Option<i64>,
);

fn read_row(row: Row) -> Result<StoredKnock, StoreError> {
    let (id, meeting, body, phrase, asked_at, expires_at, answered_at, person, entered_at) = row;
    let knock = Knock {
        id: read_id("knock", &id)?,
        knocker: read_body("knock", &body)?,
        phrase,
        asked_at: Timestamp(asked_at),
    };
    let person = person.as_deref();
    Ok(StoredKnock {
        knock,
        meeting: read_id("knock", &meeting)?,
        expires_at: Timestamp(expires_at),
        is_answered: answered_at.is_some(),
        admitted: person.map(|id| read_id("knock", id)).transpose()?,
        entered_at: entered_at.map(Timestamp),
    })
}

impl Store {
    pub async fn find_knock_by_token(
        &self,
        token: TokenHash,
    ) -> Result<Option<StoredKnock>, StoreError> {
        let row: Option<Row> = on!(&self.readers, |pool| {
            sqlx::query_as(
            "SELECT id, meeting_id, body, phrase, asked_at, expires_at, answered_at, person_id, entered_at
             FROM knock WHERE token_hash = $1",
        )
        .bind(token.as_bytes())
        .fetch_optional(pool)
        .await?
        });
        row.map(read_row).transpose()
    }

    /// The knocks of a meeting that nobody has answered yet, the earliest first.
    pub async fn load_waiting_knocks(
        &self,
        meeting: &MeetingId,
        now: Timestamp,
    ) -> Result<Vec<StoredKnock>, StoreError> {
        let rows: Vec<Row> = on!(&self.readers, |pool| {
            sqlx::query_as(
            "SELECT id, meeting_id, body, phrase, asked_at, expires_at, answered_at, person_id, entered_at
             FROM knock
             WHERE meeting_id = $1 AND answered_at IS NULL AND expires_at > $2
             ORDER BY asked_at, id",
        )
        .bind(meeting.as_str())
        .bind(now.0)
        .fetch_all(pool)
        .await?
        });
        rows.into_iter().map(read_row).collect()
    }

    /// As whom a device was let in to a meeting by face, and when the last one; also when that device is signed out.
    pub async fn load_let_in(
        &self,
        meeting: &MeetingId,
    ) -> Result<BTreeMap<PersonId, Timestamp>, StoreError> {
        let rows: Vec<(String, i64)> = on!(&self.readers, |pool| {
            sqlx::query_as(
                "SELECT person_id, MAX(entered_at) FROM knock
                 WHERE meeting_id = $1 AND person_id IS NOT NULL AND entered_at IS NOT NULL GROUP BY person_id",
            )
            .bind(meeting.as_str())
            .fetch_all(pool)
            .await?
        });
        rows.into_iter()
            .map(|(person, at)| Ok((read_id("person", &person)?, Timestamp(at))))
            .collect()
    }
}

/// False when the phrase already stands for somebody who waits.
pub async fn create(connection: &mut Connection<'_>, new: &NewKnock) -> Result<bool, StoreError> {
    let knock = &new.knock;
    let n_rows = on!(connection, |connection| sqlx::query(
        "INSERT INTO knock (id, token_hash, meeting_id, body, phrase, asked_at, expires_at,
             person_id, answered_at, entered_at)
         SELECT $1, $2, $3, $4, $5, $6, $7, NULL, NULL, NULL WHERE NOT EXISTS
             (SELECT 1 FROM knock
              WHERE meeting_id = $3 AND phrase = $5 AND answered_at IS NULL AND expires_at > $6)",
    )
    .bind(knock.id.as_str())
    .bind(new.token.as_bytes())
    .bind(new.meeting.as_str())
    .bind(write_body::<Knocker>(&knock.knocker))
    .bind(&knock.phrase)
    .bind(knock.asked_at.0)
    .bind(new.expires_at.0)
    .execute(&mut **connection)
    .await?
    .rows_affected());
    Ok(n_rows == 1)
}

/// False when somebody else has answered, or the knock is too old.
pub async fn reply(
    connection: &mut Connection<'_>,
    reply: &KnockReply,
) -> Result<bool, StoreError> {
    // A guest is added to a list that is read and written: as any other change of the house, one at a time.
    programmes::lock(connection, &reply.audit.programme).await?;
    let n_rows = on!(connection, |connection| sqlx::query(
        "UPDATE knock SET answered_at = $2, expires_at = $3
         WHERE id = $1 AND answered_at IS NULL AND expires_at > $2",
    )
    .bind(reply.knock.as_str())
    .bind(reply.at.0)
    .bind(reply.expires_at.0)
    .execute(&mut **connection)
    .await?
    .rows_affected());
    if n_rows == 0 {
        return Ok(false);
    }
    let person = match &reply.admitted {
        None => None,
        Some(Admission::Known(person)) => Some(person),
        Some(Admission::Guest(newcomer)) => {
            insert_person(connection, newcomer).await?;
            add_participant(connection, newcomer).await?;
            Some(&newcomer.person.id)
        }
        Some(Admission::Screen(newcomer)) => {
            insert_person(connection, newcomer).await?;
            Some(&newcomer.person.id)
        }
    };
    on!(connection, |connection| sqlx::query(
        "UPDATE knock SET person_id = $2 WHERE id = $1"
    )
    .bind(reply.knock.as_str())
    .bind(person.map(PersonId::as_str))
    .execute(&mut **connection)
    .await
    .map(drop)?);
    audit::insert(connection, &reply.audit).await
}

/// False when the knock was not admitted, is too old, or was entered by before `again_since`: an answer may be lost on the
/// way, so for a moment the same knock goes in again.
pub async fn enter(
    connection: &mut Connection<'_>,
    token: TokenHash,
    again_since: Timestamp,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let n_rows = on!(connection, |connection| sqlx::query(
        "UPDATE knock SET entered_at = COALESCE(entered_at, $3)
         WHERE token_hash = $1 AND person_id IS NOT NULL AND expires_at > $3
           AND (entered_at IS NULL OR entered_at > $2)",
    )
    .bind(token.as_bytes())
    .bind(again_since.0)
    .bind(now.0)
    .execute(&mut **connection)
    .await?
    .rows_affected());
    Ok(n_rows == 1)
}

/// A screen that was here before is the same again.
async fn insert_person(
    connection: &mut Connection<'_>,
    newcomer: &Newcomer,
) -> Result<(), StoreError> {
    on!(connection, |connection| sqlx::query(
        "INSERT INTO person (id, programme_id, position, is_active, body)
         SELECT $1, $2, COALESCE(MAX(position), 0) + 1, 1, $3 FROM person WHERE programme_id = $2
         ON CONFLICT (id) DO UPDATE SET is_active = 1",
    )
    .bind(newcomer.person.id.as_str())
    .bind(newcomer.programme.as_str())
    .bind(write_body(&newcomer.person))
    .execute(&mut **connection)
    .await
    .map(drop)?);
    Ok(())
}

/// A meeting without a list is for everybody, so there it stays without one.
async fn add_participant(
    connection: &mut Connection<'_>,
    newcomer: &Newcomer,
) -> Result<(), StoreError> {
    let (body,): (String,) = on!(connection, |connection| sqlx::query_as(
        "SELECT body FROM meeting WHERE id = $1"
    )
    .bind(newcomer.meeting.as_str())
    .fetch_one(&mut **connection)
    .await?);
    let mut meeting: Meeting = read_body("meeting", &body)?;
    if meeting.participants.is_empty() {
        return Ok(());
    }
    let participant = Participant::coming(newcomer.person.id.clone());
    meeting.participants.push(participant);
    meeting.version += 1;
    on!(connection, |connection| sqlx::query(
        "UPDATE meeting SET body = $2 WHERE id = $1"
    )
    .bind(newcomer.meeting.as_str())
    .bind(write_body(&meeting))
    .execute(&mut **connection)
    .await
    .map(drop)?);
    Ok(())
}
