//! Meetings and their documents.

use shared::id::{DocumentId, Generation, MeetingId, ProgrammeId};
use shared::meeting::{DocumentCard, DocumentKind, Meeting};

use super::database::Connection;
use super::people::read_id;
use super::plans::StoredPlan;
use super::{Store, StoreError, read_body, read_word, write_body};
use crate::on;

/// A document and what decides who may open it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredDocument {
    pub id: DocumentId,
    pub kind: DocumentKind,
    pub generation: Generation,
    pub programme: ProgrammeId,
    pub owner: Owner,
}

/// Whose a document is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Owner {
    Meeting(Box<Meeting>),
    Plan(StoredPlan),
}

/// Kind, generation, programme and body of the meeting, and the plan.
type DocumentRow = (
    String,
    String,
    Option<String>,
    Option<String>,
    Option<String>,
);

impl Store {
    /// All meetings of a programme, the earliest first; rehearsals are in no list.
    pub async fn load_meetings(&self, programme: &ProgrammeId) -> Result<Vec<Meeting>, StoreError> {
        let mut meetings = self.load_all_meetings(programme).await?;
        meetings.retain(|meeting| meeting.rehearsal_of.is_none());
        Ok(meetings)
    }

    pub async fn load_rehearsals(
        &self,
        programme: &ProgrammeId,
    ) -> Result<Vec<Meeting>, StoreError> {
        let mut meetings = self.load_all_meetings(programme).await?;
        meetings.retain(|meeting| meeting.rehearsal_of.is_some());
        Ok(meetings)
    }

    async fn load_all_meetings(&self, programme: &ProgrammeId) -> Result<Vec<Meeting>, StoreError> {
        let rows: Vec<(String,)> = on!(&self.readers, |pool| sqlx::query_as(
            "SELECT body FROM meeting WHERE programme_id = $1"
        )
        .bind(programme.as_str())
        .fetch_all(pool)
        .await?);
        let mut meetings: Vec<Meeting> = rows
            .iter()
            .map(|(body,)| read_body("meeting", body))
            .collect::<Result<_, _>>()?;
        meetings.sort_by(|a, b| (a.date, &a.id).cmp(&(b.date, &b.id)));
        Ok(meetings)
    }

    /// A meeting of this programme by its id or by the code people type.
    pub async fn find_meeting(
        &self,
        programme: &ProgrammeId,
        key: &str,
    ) -> Result<Option<Meeting>, StoreError> {
        let row: Option<(String,)> = on!(&self.readers, |pool| sqlx::query_as(
            "SELECT body FROM meeting WHERE programme_id = $1 AND (id = $2 OR code = $2)",
        )
        .bind(programme.as_str())
        .bind(key)
        .fetch_optional(pool)
        .await?);
        row.map(|(body,)| read_body("meeting", &body)).transpose()
    }

    /// The meeting that people come in to by this code, and its programme.
    pub async fn find_meeting_by_code(
        &self,
        code: &str,
    ) -> Result<Option<(Meeting, ProgrammeId)>, StoreError> {
        let row: Option<(String, String)> = on!(&self.readers, |pool| sqlx::query_as(
            "SELECT body, programme_id FROM meeting WHERE code = $1",
        )
        .bind(code)
        .fetch_optional(pool)
        .await?);
        row.map(|(body, programme)| {
            let meeting = read_body("meeting", &body)?;
            Ok((meeting, read_id("meeting", &programme)?))
        })
        .transpose()
    }

    /// The documents of every meeting of a programme.
    pub async fn load_document_cards(
        &self,
        programme: &ProgrammeId,
    ) -> Result<Vec<(MeetingId, DocumentCard)>, StoreError> {
        let rows: Vec<(String, String, String)> = on!(&self.readers, |pool| sqlx::query_as(
            "SELECT document.meeting_id, document.id, document.kind
             FROM document JOIN meeting ON meeting.id = document.meeting_id
             WHERE meeting.programme_id = $1
             ORDER BY document.id",
        )
        .bind(programme.as_str())
        .fetch_all(pool)
        .await?);
        rows.iter()
            .map(|(meeting, id, kind)| {
                let card = DocumentCard {
                    id: read_id("document", id)?,
                    kind: read_word("document", kind)?,
                };
                Ok((read_id("document", meeting)?, card))
            })
            .collect()
    }

    pub async fn find_document(
        &self,
        id: &DocumentId,
    ) -> Result<Option<StoredDocument>, StoreError> {
        let row: Option<DocumentRow> = on!(&self.readers, |pool| {
            sqlx::query_as(
            "SELECT document.kind, document.generation, meeting.programme_id, meeting.body, document.plan_id
             FROM document LEFT JOIN meeting ON meeting.id = document.meeting_id
             WHERE document.id = $1",
        )
        .bind(id.as_str())
        .fetch_optional(pool)
        .await?
        });
        let Some((kind, generation, programme, meeting, plan)) = row else {
            return Ok(None);
        };
        let (programme, owner) = match (programme, meeting, plan) {
            (Some(programme), Some(meeting), _) => {
                let meeting = read_body("meeting", &meeting)?;
                let owner = Owner::Meeting(Box::new(meeting));
                (read_id("meeting", &programme)?, owner)
            }
            (_, _, Some(plan)) => {
                let plan = self.load_plan(&read_id("document", &plan)?).await?;
                (plan.programme.clone(), Owner::Plan(plan))
            }
            _ => return Ok(None),
        };
        Ok(Some(StoredDocument {
            id: id.clone(),
            kind: read_word("document", &kind)?,
            generation: read_id("document", &generation)?,
            programme,
            owner,
        }))
    }
}

/// What a meeting is now; false when there is no such meeting.
pub async fn save(connection: &mut Connection<'_>, meeting: &Meeting) -> Result<bool, StoreError> {
    let n_rows = on!(connection, |connection| sqlx::query(
        "UPDATE meeting SET code = $2, body = $3 WHERE id = $1"
    )
    .bind(meeting.id.as_str())
    .bind(&meeting.code)
    .bind(write_body(meeting))
    .execute(&mut **connection)
    .await?
    .rows_affected());
    Ok(n_rows == 1)
}

/// How often a meeting has been changed; none when there is no such meeting.
pub(super) async fn load_version(
    connection: &mut Connection<'_>,
    meeting: &MeetingId,
) -> Result<Option<u32>, StoreError> {
    let row: Option<(String,)> = on!(connection, |connection| sqlx::query_as(
        "SELECT body FROM meeting WHERE id = $1"
    )
    .bind(meeting.as_str())
    .fetch_optional(&mut **connection)
    .await?);
    row.map(|(body,)| Ok(read_body::<Meeting>("meeting", &body)?.version))
        .transpose()
}

/// Deletes a rehearsal with its documents and all that happened in it; false when there is none of this id.
pub(super) async fn delete_rehearsal(
    connection: &mut Connection<'_>,
    programme: &ProgrammeId,
    meeting: &MeetingId,
) -> Result<bool, StoreError> {
    /// The rows about a meeting, those that others refer to last. `$1` is the meeting.
    const ROWS: [&str; 10] = [
        "DELETE FROM log WHERE stream = $1",
        "DELETE FROM log WHERE stream IN (SELECT id FROM document WHERE meeting_id = $1)",
        "DELETE FROM snapshot WHERE stream IN (SELECT id FROM document WHERE meeting_id = $1)",
        "DELETE FROM document_client WHERE document_id IN (SELECT id FROM document WHERE meeting_id = $1)",
        "DELETE FROM quarantine WHERE document_id IN (SELECT id FROM document WHERE meeting_id = $1)",
        "DELETE FROM document WHERE meeting_id = $1",
        "DELETE FROM proceedings_snapshot WHERE meeting_id = $1",
        "DELETE FROM knock WHERE meeting_id = $1",
        "DELETE FROM attendance WHERE meeting_id = $1",
        "DELETE FROM meeting WHERE id = $1",
    ];
    let row: Option<(String,)> = on!(connection, |connection| sqlx::query_as(
        "SELECT body FROM meeting WHERE id = $1 AND programme_id = $2"
    )
    .bind(meeting.as_str())
    .bind(programme.as_str())
    .fetch_optional(&mut **connection)
    .await?);
    let body = row.map(|(body,)| read_body::<Meeting>("meeting", &body));
    let is_rehearsal = body
        .transpose()?
        .is_some_and(|body| body.rehearsal_of.is_some());
    if !is_rehearsal {
        return Ok(false);
    }
    for sql in ROWS {
        on!(connection, |connection| sqlx::query(sql)
            .bind(meeting.as_str())
            .execute(&mut **connection)
            .await
            .map(drop)?);
    }
    Ok(true)
}
