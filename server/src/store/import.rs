//! A whole programme at once, as a new database is filled.

use jiff::civil::Date;
use shared::id::{DocumentId, Generation, MeetingId, PlanId, ProgrammeId};
use shared::meeting::{DocumentKind, Meeting, WheelEvent};
use shared::programme::{Person, Programme};

use super::audit::{self, NewAudit};
use super::database::Connection;
use super::log::{self, LogRow};
use super::plans::{self, StoredPlan};
use super::{StoreError, write_body};
use crate::on;

#[derive(Debug, Clone)]
pub struct NewProgramme {
    pub programme: Programme,
    pub people: Vec<NewPerson>,
    pub meetings: Vec<Meeting>,
    pub wheel: Vec<WheelEvent>,
    pub plans: Vec<StoredPlan>,
    pub documents: Vec<NewDocument>,
    /// What has happened in its meetings already.
    pub proceedings: Vec<LogRow>,
    pub audit: Vec<NewAudit>,
}

/// Somebody, with what is kept about them and not shown to everybody.
#[derive(Debug, Clone)]
pub struct NewPerson {
    pub person: Person,
    pub email: Option<String>,
    pub since: Option<Date>,
    pub until: Option<Date>,
}

/// Whose a document is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OwnerId {
    Meeting(MeetingId),
    Plan(PlanId),
}

impl OwnerId {
    pub(super) fn as_str(&self) -> &str {
        match self {
            Self::Meeting(meeting) => meeting.as_str(),
            Self::Plan(plan) => plan.as_str(),
        }
    }
}

#[derive(Debug, Clone)]
pub struct NewDocument {
    pub id: DocumentId,
    pub owner: OwnerId,
    pub kind: DocumentKind,
    pub generation: Generation,
    pub schema: u32,
    /// The first row of its log: what it is seeded with.
    pub seed: LogRow,
}

/// False, and nothing changed, when a programme of this id is there already.
pub async fn create_programme(
    connection: &mut Connection<'_>,
    new: &NewProgramme,
) -> Result<bool, StoreError> {
    if !insert_programme(connection, &new.programme).await? {
        return Ok(false);
    }
    for (position, person) in (1_i64..).zip(&new.people) {
        insert_person(connection, &new.programme.id, position, person).await?;
    }
    for meeting in &new.meetings {
        insert_meeting(connection, &new.programme.id, meeting).await?;
    }
    for (position, event) in (1_i64..).zip(&new.wheel) {
        insert_wheel_event(connection, &new.programme.id, position, event).await?;
    }
    for plan in &new.plans {
        plans::insert(connection, plan).await?;
    }
    for document in &new.documents {
        insert_document(connection, document).await?;
        log::append(connection, &document.seed).await?;
    }
    for row in &new.proceedings {
        log::append(connection, row).await?;
    }
    for row in &new.audit {
        audit::insert(connection, row).await?;
    }
    Ok(true)
}

async fn insert_programme(
    connection: &mut Connection<'_>,
    programme: &Programme,
) -> Result<bool, StoreError> {
    let n_rows = on!(connection, |connection| sqlx::query(
        "INSERT INTO programme (id, body) VALUES ($1, $2) ON CONFLICT (id) DO NOTHING"
    )
    .bind(programme.id.as_str())
    .bind(write_body(programme))
    .execute(&mut **connection)
    .await?
    .rows_affected());
    Ok(n_rows == 1)
}

pub(super) async fn insert_person(
    connection: &mut Connection<'_>,
    programme: &ProgrammeId,
    position: i64,
    new: &NewPerson,
) -> Result<(), StoreError> {
    on!(connection, |connection| {
        sqlx::query(
            "INSERT INTO person (id, programme_id, position, is_active, body, email, since, until)
             VALUES ($1, $2, $3, 1, $4, $5, $6, $7)",
        )
        .bind(new.person.id.as_str())
        .bind(programme.as_str())
        .bind(position)
        .bind(write_body(&new.person))
        .bind(&new.email)
        .bind(new.since.map(|date| date.to_string()))
        .bind(new.until.map(|date| date.to_string()))
        .execute(&mut **connection)
        .await?
        .rows_affected()
    });
    Ok(())
}

pub(super) async fn insert_meeting(
    connection: &mut Connection<'_>,
    programme: &ProgrammeId,
    meeting: &Meeting,
) -> Result<(), StoreError> {
    on!(connection, |connection| sqlx::query(
        "INSERT INTO meeting (id, programme_id, code, body) VALUES ($1, $2, $3, $4)"
    )
    .bind(meeting.id.as_str())
    .bind(programme.as_str())
    .bind(&meeting.code)
    .bind(write_body(meeting))
    .execute(&mut **connection)
    .await
    .map(drop)?);
    Ok(())
}

pub(super) async fn insert_wheel_event(
    connection: &mut Connection<'_>,
    programme: &ProgrammeId,
    position: i64,
    event: &WheelEvent,
) -> Result<(), StoreError> {
    on!(connection, |connection| sqlx::query(
        "INSERT INTO wheel_event (programme_id, position, body) VALUES ($1, $2, $3)"
    )
    .bind(programme.as_str())
    .bind(position)
    .bind(write_body(event))
    .execute(&mut **connection)
    .await
    .map(drop)?);
    Ok(())
}

pub(super) async fn insert_document(
    connection: &mut Connection<'_>,
    document: &NewDocument,
) -> Result<(), StoreError> {
    let sql = match document.owner {
        OwnerId::Meeting(_) => {
            "INSERT INTO document (id, meeting_id, kind, generation, schema) VALUES ($1, $2, $3, $4, $5)"
        }
        OwnerId::Plan(_) => {
            "INSERT INTO document (id, plan_id, kind, generation, schema) VALUES ($1, $2, $3, $4, $5)"
        }
    };
    on!(connection, |connection| {
        sqlx::query(sql)
            .bind(document.id.as_str())
            .bind(document.owner.as_str())
            .bind(document.kind.as_str())
            .bind(document.generation.as_str())
            .bind(i64::from(document.schema))
            .execute(&mut **connection)
            .await?
            .rows_affected()
    });
    Ok(())
}
