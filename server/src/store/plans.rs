//! Plans and their documents. What is decided about a plan is a stream of the log; here stands only what it is.

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use shared::id::{DocumentId, Generation, PlanId, ProgrammeId, VersionId};
use shared::meeting::{DocumentCard, DocumentKind};
use shared::plan::PlanKind;

use super::database::{Connection, begin_reading};
use super::import::{NewDocument, OwnerId};
use super::log::{self, LogRow, StoredRow};
use super::people::read_id;
use super::proceedings::{StoredFold, find_fold};
use super::snapshots::decode;
use super::{Store, StoreError, read_body, read_word, write_body};
use crate::on;

/// A plan as it was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredPlan {
    pub id: PlanId,
    pub programme: ProgrammeId,
    pub kind: PlanKind,
    /// The calendar year it is for, or the first of them.
    pub year: i16,
    pub body: PlanBody,
}

/// What the row says beside its keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanBody {
    /// The same as the first year for a Handlingsplan.
    pub last_year: i16,
}

/// What stood in a plan's documents, to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewVersion {
    pub id: VersionId,
    /// See [`super::snapshots::encode`].
    pub body: Vec<u8>,
}

/// All that is stored of a plan's docket, damaged or not.
#[derive(Debug)]
pub struct StoredDocket {
    pub fold: Option<StoredFold>,
    pub rows: Vec<StoredRow>,
    pub versions: Vec<(String, Result<Bytes, &'static str>)>,
}

/// How to open a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoredHandle {
    pub document: DocumentId,
    pub kind: DocumentKind,
    pub generation: Generation,
}

type Row = (String, String, String, i64, String);

impl Store {
    /// The plans of a programme, the newest first.
    pub async fn load_plans(&self, programme: &ProgrammeId) -> Result<Vec<StoredPlan>, StoreError> {
        let rows: Vec<Row> = on!(&self.readers, |pool| sqlx::query_as(
            "SELECT id, programme_id, kind, year, body FROM plan
             WHERE programme_id = $1
             ORDER BY year DESC, kind",
        )
        .bind(programme.as_str())
        .fetch_all(pool)
        .await?);
        rows.into_iter().map(plan).collect()
    }

    /// A plan of this programme.
    pub async fn find_plan(
        &self,
        programme: &ProgrammeId,
        id: &PlanId,
    ) -> Result<Option<StoredPlan>, StoreError> {
        let plans = self.load_plans(programme).await?;
        Ok(plans.into_iter().find(|plan| plan.id == *id))
    }

    /// A plan that a document belongs to.
    pub(super) async fn load_plan(&self, id: &PlanId) -> Result<StoredPlan, StoreError> {
        let row: Row = on!(&self.readers, |pool| sqlx::query_as(
            "SELECT id, programme_id, kind, year, body FROM plan WHERE id = $1"
        )
        .bind(id.as_str())
        .fetch_one(pool)
        .await?);
        plan(row)
    }

    /// Every plan there is.
    pub async fn load_plan_ids(&self) -> Result<Vec<PlanId>, StoreError> {
        let rows: Vec<(String,)> = on!(&self.readers, |pool| sqlx::query_as(
            "SELECT id FROM plan ORDER BY id"
        )
        .fetch_all(pool)
        .await?);
        rows.iter().map(|(id,)| read_id("plan", id)).collect()
    }

    /// Everything there is of a plan's docket, read at one moment.
    pub async fn inspect_docket(&self, plan: &PlanId) -> Result<StoredDocket, StoreError> {
        on!(&self.readers, |pool| {
            let mut reading = pool.begin_with(begin_reading(&self.readers)).await?;
            let mut connection = Connection::from(&mut *reading);
            let owner = OwnerId::Plan(plan.clone());
            let fold = find_fold(&mut connection, &owner).await?;
            let rows = log::load_rows(&mut connection, &plan.into(), 0).await?;
            let versions = load_versions(&mut connection, plan).await?;
            reading.rollback().await?;
            Ok(StoredDocket {
                fold,
                rows,
                versions,
            })
        })
    }

    /// A version that was kept of a plan.
    pub async fn find_version(
        &self,
        plan: &PlanId,
        version: &VersionId,
    ) -> Result<Option<Bytes>, StoreError> {
        let row: Option<(Vec<u8>,)> = on!(&self.readers, |pool| sqlx::query_as(
            "SELECT body FROM plan_version WHERE plan_id = $1 AND id = $2"
        )
        .bind(plan.as_str())
        .bind(version.as_str())
        .fetch_optional(pool)
        .await?);
        let body = row.map(|(body,)| decode(body)).transpose();
        body.map_err(|reason| StoreError::DamagedBody {
            table: "plan_version",
            reason: format!("{plan}, {version}: {reason}"),
        })
    }

    /// The documents of every plan of a programme.
    pub async fn load_plan_documents(
        &self,
        programme: &ProgrammeId,
    ) -> Result<Vec<(PlanId, StoredHandle)>, StoreError> {
        let rows: Vec<(String, String, String, String)> =
            on!(&self.readers, |pool| sqlx::query_as(
                "SELECT document.plan_id, document.id, document.kind, document.generation
                 FROM document JOIN plan ON plan.id = document.plan_id
                 WHERE plan.programme_id = $1
                 ORDER BY document.id",
            )
            .bind(programme.as_str())
            .fetch_all(pool)
            .await?);
        let handle = |(plan, id, kind, generation): &(String, String, String, String)| {
            let handle = StoredHandle {
                document: read_id("document", id)?,
                kind: read_word("document", kind)?,
                generation: read_id("document", generation)?,
            };
            Ok((read_id("document", plan)?, handle))
        };
        rows.iter().map(handle).collect()
    }
}

async fn load_versions(
    connection: &mut Connection<'_>,
    plan: &PlanId,
) -> Result<Vec<(String, Result<Bytes, &'static str>)>, StoreError> {
    let rows: Vec<(String, Vec<u8>)> = on!(connection, |connection| sqlx::query_as(
        "SELECT id, body FROM plan_version WHERE plan_id = $1 ORDER BY id"
    )
    .bind(plan.as_str())
    .fetch_all(&mut **connection)
    .await?);
    Ok(rows
        .into_iter()
        .map(|(id, body)| (id, decode(body)))
        .collect())
}

impl StoredHandle {
    pub fn card(&self) -> DocumentCard {
        DocumentCard {
            id: self.document.clone(),
            kind: self.kind,
        }
    }
}

impl From<&NewDocument> for StoredHandle {
    fn from(new: &NewDocument) -> Self {
        Self {
            document: new.id.clone(),
            kind: new.kind,
            generation: new.generation.clone(),
        }
    }
}

fn plan((id, programme, kind, year, body): Row) -> Result<StoredPlan, StoreError> {
    Ok(StoredPlan {
        id: read_id("plan", &id)?,
        programme: read_id("plan", &programme)?,
        kind: read_word("plan", &kind)?,
        year: i16::try_from(year).map_err(|_| StoreError::DamagedBody {
            table: "plan",
            reason: format!("{year} is not a year"),
        })?,
        body: read_body("plan", &body)?,
    })
}

/// What happened to a plan, with the versions that are kept with it. A taken row is a [`StoreError::Conflict`].
pub(super) async fn append(
    connection: &mut Connection<'_>,
    plan: &PlanId,
    row: &LogRow,
    versions: &[NewVersion],
) -> Result<bool, StoreError> {
    log::append(connection, row).await?;
    for version in versions {
        on!(connection, |connection| sqlx::query(
            "INSERT INTO plan_version (plan_id, id, at, body) VALUES ($1, $2, $3, $4)"
        )
        .bind(plan.as_str())
        .bind(version.id.as_str())
        .bind(row.at.0)
        .bind(&version.body)
        .execute(&mut **connection)
        .await
        .map(drop)?);
    }
    Ok(true)
}

/// False, and nothing changed, when the programme has a plan of this kind and year, or there is one of this id.
pub(super) async fn insert(
    connection: &mut Connection<'_>,
    plan: &StoredPlan,
) -> Result<bool, StoreError> {
    let kind = serde_json::to_value(plan.kind).expect("a kind is a word");
    let n_rows = on!(connection, |connection| sqlx::query(
        "INSERT INTO plan (id, programme_id, kind, year, body) VALUES ($1, $2, $3, $4, $5)
         ON CONFLICT DO NOTHING"
    )
    .bind(plan.id.as_str())
    .bind(plan.programme.as_str())
    .bind(kind.as_str().expect("a kind is a word"))
    .bind(i64::from(plan.year))
    .bind(write_body(&plan.body))
    .execute(&mut **connection)
    .await?
    .rows_affected());
    Ok(n_rows == 1)
}
