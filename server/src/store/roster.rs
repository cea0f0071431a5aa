//! People as they are added, changed and erased. What somebody has written stays; only the server's own log knows their id.

use jiff::civil::Date;
use shared::id::{PersonId, ProgrammeId};
use shared::programme::Person;
use shared::rights::{Act, may};
use shared::time::Timestamp;

use super::cards::read_date;
use super::database::Connection;
use super::import::{self, NewPerson};
use super::{StoreError, audit, read_body, write_body};
use crate::on;

pub async fn add(
    connection: &mut Connection<'_>,
    programme: &ProgrammeId,
    people: &[NewPerson],
) -> Result<bool, StoreError> {
    for new in people {
        if is_taken(connection, programme, new).await? {
            return Ok(false);
        }
    }
    let first = next_position(connection, programme).await?;
    for (position, new) in (first..).zip(people) {
        import::insert_person(connection, programme, position, new).await?;
    }
    Ok(true)
}

/// What whoever changes a person knew of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    pub person: Person,
    pub is_active: bool,
    pub email: Option<String>,
    pub since: Option<Date>,
    pub until: Option<Date>,
}

/// False when the person is not as they were known, the address is taken, or nobody would be left to manage the programme.
pub async fn save(
    connection: &mut Connection<'_>,
    programme: &ProgrammeId,
    new: &NewPerson,
    is_active: bool,
    was: &Known,
) -> Result<bool, StoreError> {
    let person = &new.person;
    let stays = is_active && new.email.is_some() && may(person.role, Act::ManageProgramme);
    if !stays && is_last_manager(connection, programme, &person.id).await?
        || is_taken(connection, programme, new).await?
    {
        return Ok(false);
    }
    if find_known(connection, &person.id).await?.as_ref() != Some(was) {
        return Ok(false);
    }
    if was.email != new.email {
        delete_ways_in(connection, &person.id, &LINKS).await?;
    }
    if !is_active {
        delete_ways_in(connection, &person.id, &LINKS).await?;
        delete_ways_in(connection, &person.id, &SESSIONS).await?;
    }
    let n_rows = on!(connection, |connection| {
        sqlx::query(
            "UPDATE person SET is_active = $2, body = $3, email = $4, since = $5, until = $6
             WHERE id = $1 AND erased_at IS NULL",
        )
        .bind(person.id.as_str())
        .bind(i64::from(is_active))
        .bind(write_body(person))
        .bind(&new.email)
        .bind(new.since.map(|date| date.to_string()))
        .bind(new.until.map(|date| date.to_string()))
        .execute(&mut **connection)
        .await?
        .rows_affected()
    });
    Ok(n_rows == 1)
}

/// Everything that says who somebody is, and every way in, is gone.
pub async fn erase(
    connection: &mut Connection<'_>,
    programme: &ProgrammeId,
    person: &Person,
    at: Timestamp,
) -> Result<bool, StoreError> {
    if is_last_manager(connection, programme, &person.id).await? {
        return Ok(false);
    }
    let n_rows = on!(connection, |connection| {
        sqlx::query(
        "UPDATE person SET is_active = 0, body = $2, email = NULL, since = NULL, until = NULL, erased_at = $3
         WHERE id = $1 AND erased_at IS NULL",
    )
    .bind(person.id.as_str())
    .bind(write_body(person))
    .bind(at.0)
    .execute(&mut **connection)
    .await?
    .rows_affected()
    });
    if n_rows != 1 {
        return Ok(false);
    }
    delete_ways_in(connection, &person.id, &LINKS).await?;
    delete_ways_in(connection, &person.id, &SESSIONS).await?;
    delete_ways_in(connection, &person.id, &TRACES).await?;
    // A knock holds who knocked, in their own words.
    on!(connection, |connection| sqlx::query(
        "DELETE FROM knock WHERE person_id = $1 OR body LIKE $2"
    )
    .bind(person.id.as_str())
    .bind(format!("%\"person\":\"{}\"%", person.id))
    .execute(&mut **connection)
    .await
    .map(drop)?);
    audit::blank(connection, &person.id).await?;
    Ok(true)
}

const LINKS: [&str; 2] = [
    "DELETE FROM sign_in_link WHERE person_id = $1",
    "DELETE FROM sign_in_code WHERE person_id = $1",
];
/// With the knocks that let somebody in: for a moment each would open another session.
const SESSIONS: [&str; 2] = [
    "DELETE FROM session WHERE person_id = $1",
    "DELETE FROM knock WHERE person_id = $1",
];
const TRACES: [&str; 3] = [
    "DELETE FROM attendance WHERE person_id = $1",
    "DELETE FROM calendar_feed WHERE person_id = $1",
    "DELETE FROM mail WHERE person_id = $1",
];

async fn delete_ways_in(
    connection: &mut Connection<'_>,
    person: &PersonId,
    statements: &[&'static str],
) -> Result<(), StoreError> {
    for statement in statements {
        on!(connection, |connection| sqlx::query(*statement)
            .bind(person.as_str())
            .execute(&mut **connection)
            .await
            .map(drop)?);
    }
    Ok(())
}

/// Whether somebody else in the programme has the address.
async fn is_taken(
    connection: &mut Connection<'_>,
    programme: &ProgrammeId,
    new: &NewPerson,
) -> Result<bool, StoreError> {
    let Some(email) = &new.email else {
        return Ok(false);
    };
    let row: Option<(String,)> = on!(connection, |connection| sqlx::query_as(
        "SELECT id FROM person WHERE programme_id = $1 AND email = $2 AND id <> $3"
    )
    .bind(programme.as_str())
    .bind(email)
    .bind(new.person.id.as_str())
    .fetch_optional(&mut **connection)
    .await?);
    Ok(row.is_some())
}

/// Whether this person manages the programme and nobody else does.
async fn is_last_manager(
    connection: &mut Connection<'_>,
    programme: &ProgrammeId,
    person: &PersonId,
) -> Result<bool, StoreError> {
    let rows: Vec<(String,)> = on!(connection, |connection| {
        sqlx::query_as(
        "SELECT body FROM person WHERE programme_id = $1 AND is_active = 1 AND email IS NOT NULL"
    )
    .bind(programme.as_str())
    .fetch_all(&mut **connection)
    .await?
    });
    let people: Vec<Person> = rows
        .iter()
        .map(|(body,)| read_body("person", body))
        .collect::<Result<_, _>>()?;
    let mut managers = people
        .iter()
        .filter(|other| may(other.role, Act::ManageProgramme));
    Ok(managers.next().is_some_and(|first| first.id == *person) && managers.next().is_none())
}

/// Body, activity, address, since and until.
type Row = (String, i64, Option<String>, Option<String>, Option<String>);

/// The person as they are stored now.
async fn find_known(
    connection: &mut Connection<'_>,
    person: &PersonId,
) -> Result<Option<Known>, StoreError> {
    let row: Option<Row> = on!(connection, |connection| sqlx::query_as(
        "SELECT body, is_active, email, since, until FROM person WHERE id = $1"
    )
    .bind(person.as_str())
    .fetch_optional(&mut **connection)
    .await?);
    row.map(|(body, is_active, email, since, until)| {
        Ok(Known {
            person: read_body("person", &body)?,
            is_active: is_active != 0,
            email,
            since: read_date(since.as_deref())?,
            until: read_date(until.as_deref())?,
        })
    })
    .transpose()
}

async fn next_position(
    connection: &mut Connection<'_>,
    programme: &ProgrammeId,
) -> Result<i64, StoreError> {
    let (last,): (Option<i64>,) = on!(connection, |connection| sqlx::query_as(
        "SELECT MAX(position) FROM person WHERE programme_id = $1"
    )
    .bind(programme.as_str())
    .fetch_one(&mut **connection)
    .await?);
    Ok(last.unwrap_or(0) + 1)
}
