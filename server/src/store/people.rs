//! Programmes, their people and their year wheel.

use shared::id::{PersonId, ProgrammeId};
use shared::meeting::WheelEvent;
use shared::programme::{Person, Programme};
use shared::rights::Role;

use super::database::Connection;
use super::{Store, StoreError, read_body, write_body};
use crate::on;

impl Store {
    pub async fn has_programme(&self) -> Result<bool, StoreError> {
        let row: Option<(String,)> = on!(&self.readers, |pool| sqlx::query_as(
            "SELECT id FROM programme LIMIT 1"
        )
        .fetch_optional(pool)
        .await?);
        Ok(row.is_some())
    }

    pub async fn find_programme(&self, id: &ProgrammeId) -> Result<Option<Programme>, StoreError> {
        let row: Option<(String,)> = on!(&self.readers, |pool| sqlx::query_as(
            "SELECT body FROM programme WHERE id = $1"
        )
        .bind(id.as_str())
        .fetch_optional(pool)
        .await?);
        row.map(|(body,)| read_body("programme", &body)).transpose()
    }

    /// A programme that must exist, because something refers to it.
    pub async fn load_programme(&self, id: &ProgrammeId) -> Result<Programme, StoreError> {
        let missing = || StoreError::DamagedBody {
            table: "programme",
            reason: format!("{id} is missing"),
        };
        self.find_programme(id).await?.ok_or_else(missing)
    }

    /// The active people of a programme, in its own order. Screens are nobody.
    pub async fn load_people(&self, programme: &ProgrammeId) -> Result<Vec<Person>, StoreError> {
        let rows: Vec<(String,)> = on!(&self.readers, |pool| {
            sqlx::query_as(
            "SELECT body FROM person WHERE programme_id = $1 AND is_active = 1 ORDER BY position",
        )
        .bind(programme.as_str())
        .fetch_all(pool).await?
        });
        let people = rows.iter().map(|(body,)| read_body("person", body));
        let is_somebody = |person: &Result<Person, StoreError>| {
            person
                .as_ref()
                .map_or(true, |person| person.role != Role::Projector)
        };
        people.filter(is_somebody).collect()
    }

    /// An active person and the programme they belong to.
    pub async fn find_person(
        &self,
        id: &PersonId,
    ) -> Result<Option<(Person, ProgrammeId)>, StoreError> {
        let row: Option<(String, String)> = on!(&self.readers, |pool| sqlx::query_as(
            "SELECT body, programme_id FROM person WHERE id = $1 AND is_active = 1"
        )
        .bind(id.as_str())
        .fetch_optional(pool)
        .await?);
        row.map(|(body, programme)| {
            Ok((read_body("person", &body)?, read_id("person", &programme)?))
        })
        .transpose()
    }

    pub async fn load_wheel(&self, programme: &ProgrammeId) -> Result<Vec<WheelEvent>, StoreError> {
        let rows: Vec<(String,)> = on!(&self.readers, |pool| sqlx::query_as(
            "SELECT body FROM wheel_event WHERE programme_id = $1 ORDER BY position",
        )
        .bind(programme.as_str())
        .fetch_all(pool)
        .await?);
        rows.iter()
            .map(|(body,)| read_body("wheel_event", body))
            .collect()
    }
}

/// What a person is now; false when there is no such person.
pub async fn save(
    connection: &mut Connection<'_>,
    person: &Person,
    is_active: bool,
) -> Result<bool, StoreError> {
    let n_rows = on!(connection, |connection| sqlx::query(
        "UPDATE person SET is_active = $2, body = $3 WHERE id = $1"
    )
    .bind(person.id.as_str())
    .bind(i64::from(is_active))
    .bind(write_body(person))
    .execute(&mut **connection)
    .await?
    .rows_affected());
    Ok(n_rows == 1)
}

/// Reads an id column.
pub(super) fn read_id<T: TryFrom<String>>(table: &'static str, id: &str) -> Result<T, StoreError> {
    T::try_from(id.to_owned()).map_err(|_| StoreError::DamagedBody {
        table,
        reason: format!("{id:?} is not an id"),
    })
}
