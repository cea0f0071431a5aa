//! People as whom manages the programme sees them: with address, dates, and when they were last heard of.

use std::collections::HashMap;

use jiff::civil::Date;
use shared::id::{PersonId, ProgrammeId};
use shared::programme::Person;
use shared::time::Timestamp;
use shared::view::DeviceKind;

use super::people::read_id;
use super::{Store, StoreError, read_body, read_word};
use crate::on;

/// Somebody of a programme, active or not, who is not erased.
#[derive(Debug, Clone)]
pub struct StoredPerson {
    pub person: Person,
    pub email: Option<String>,
    pub is_active: bool,
    pub since: Option<Date>,
    pub until: Option<Date>,
}

/// When somebody was last heard of, and with what.
#[derive(Debug, Clone, Copy)]
pub struct LastSeen {
    pub at: Timestamp,
    pub device: DeviceKind,
}

/// What is known of the mails to somebody.
#[derive(Debug, Clone, Copy, Default)]
pub struct Mailed {
    pub invited_at: Option<Timestamp>,
    /// The latest could not be sent.
    pub has_failed: bool,
}

type Row = (String, Option<String>, i64, Option<String>, Option<String>);

impl Store {
    /// Everybody of a programme who is not erased, in its own order.
    pub async fn load_everybody(
        &self,
        programme: &ProgrammeId,
    ) -> Result<Vec<StoredPerson>, StoreError> {
        let rows: Vec<Row> = on!(&self.readers, |pool| sqlx::query_as(
            "SELECT body, email, is_active, since, until FROM person
             WHERE programme_id = $1 AND erased_at IS NULL
             ORDER BY position",
        )
        .bind(programme.as_str())
        .fetch_all(pool)
        .await?);
        rows.into_iter().map(stored_person).collect()
    }

    /// Who has been erased from a programme.
    pub async fn load_erased(&self, programme: &ProgrammeId) -> Result<Vec<PersonId>, StoreError> {
        let rows: Vec<(String,)> = on!(&self.readers, |pool| {
            sqlx::query_as(
            "SELECT id FROM person WHERE programme_id = $1 AND erased_at IS NOT NULL ORDER BY id"
        )
        .bind(programme.as_str())
        .fetch_all(pool)
        .await?
        });
        rows.iter().map(|(id,)| read_id("person", id)).collect()
    }

    /// Somebody of this programme, active or not, who is not erased.
    pub async fn find_member(
        &self,
        programme: &ProgrammeId,
        person: &PersonId,
    ) -> Result<Option<StoredPerson>, StoreError> {
        let row: Option<Row> = on!(&self.readers, |pool| sqlx::query_as(
            "SELECT body, email, is_active, since, until FROM person
             WHERE programme_id = $1 AND id = $2 AND erased_at IS NULL",
        )
        .bind(programme.as_str())
        .bind(person.as_str())
        .fetch_optional(pool)
        .await?);
        row.map(stored_person).transpose()
    }

    pub async fn load_last_seen(
        &self,
        programme: &ProgrammeId,
    ) -> Result<HashMap<PersonId, LastSeen>, StoreError> {
        let rows: Vec<(String, String, i64)> = on!(&self.readers, |pool| sqlx::query_as(
            "SELECT session.person_id, session.device, session.last_seen_at
             FROM session JOIN person ON person.id = session.person_id
             WHERE person.programme_id = $1
             ORDER BY session.last_seen_at",
        )
        .bind(programme.as_str())
        .fetch_all(pool)
        .await?);
        let seen = |(person, device, at): &(String, String, i64)| {
            let at = Timestamp(*at);
            let device = read_word("session", device)?;
            Ok((read_id("session", person)?, LastSeen { at, device }))
        };
        rows.iter().map(seen).collect()
    }

    pub async fn load_mailed(
        &self,
        programme: &ProgrammeId,
    ) -> Result<HashMap<PersonId, Mailed>, StoreError> {
        let rows: Vec<(String, String, i64, String)> = on!(&self.readers, |pool| sqlx::query_as(
            "SELECT mail.person_id, mail.kind, mail.at, mail.state
             FROM mail JOIN person ON person.id = mail.person_id
             WHERE person.programme_id = $1
             ORDER BY mail.at, mail.id",
        )
        .bind(programme.as_str())
        .fetch_all(pool)
        .await?);
        let mut mailed: HashMap<PersonId, Mailed> = HashMap::new();
        for (person, kind, at, state) in rows {
            let mailed = mailed.entry(read_id("mail", &person)?).or_default();
            mailed.has_failed = state == "failed";
            if kind == "invitation" {
                mailed.invited_at = Some(Timestamp(at));
            }
        }
        Ok(mailed)
    }
}

fn stored_person(row: Row) -> Result<StoredPerson, StoreError> {
    let (body, email, is_active, since, until) = row;
    Ok(StoredPerson {
        person: read_body("person", &body)?,
        email,
        is_active: is_active == 1,
        since: read_date(since.as_deref())?,
        until: read_date(until.as_deref())?,
    })
}

pub(super) fn read_date(text: Option<&str>) -> Result<Option<Date>, StoreError> {
    let date = text.map(str::parse).transpose();
    date.map_err(|_| StoreError::DamagedBody {
        table: "person",
        reason: format!("{text:?} is not a date"),
    })
}
