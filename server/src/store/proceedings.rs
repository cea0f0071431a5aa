//! What has happened in a meeting, or to a plan, as it is on disk: a folded state, if anything was ever taken out of it for
//! good, and the log rows after it. What the bytes mean is the business of `room/proceedings` and `room/plans`.

use bytes::Bytes;
use shared::id::{MeetingId, PlanId};
use shared::meeting::DocumentKind;
use shared::time::Timestamp;

use super::database::{Connection, begin_reading};
use super::import::OwnerId;
use super::log::{self, LoggedUpdate, StoredRow, StreamId};
use super::people::read_id;
use super::plans::StoredHandle;
use super::snapshots::decode;
use super::{Store, StoreError};
use crate::on;

/// The state of a meeting or a plan up to and including a log row, to be kept in the place of those rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewFold {
    pub owner: OwnerId,
    /// The last log row that is folded in.
    pub seq: i64,
    pub at: Timestamp,
    /// See [`super::snapshots::encode`].
    pub body: Vec<u8>,
}

/// A meeting's stream, or a plan's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoadedProceedings {
    pub fold: Option<Bytes>,
    /// What happened after it, in order.
    pub entries: Vec<LoggedUpdate>,
    /// The number the next log row takes.
    pub next_seq: i64,
}

/// All that is stored of it, damaged or not.
#[derive(Debug)]
pub struct StoredProceedings {
    pub fold: Option<StoredFold>,
    pub rows: Vec<StoredRow>,
}

impl Store {
    /// A meeting's stream whole, or an error, read at one moment.
    pub async fn load_proceedings(
        &self,
        meeting: &MeetingId,
    ) -> Result<LoadedProceedings, StoreError> {
        self.load_stream(OwnerId::Meeting(meeting.clone())).await
    }

    /// The same of what was decided about a plan.
    pub async fn load_docket(&self, plan: &PlanId) -> Result<LoadedProceedings, StoreError> {
        self.load_stream(OwnerId::Plan(plan.clone())).await
    }

    async fn load_stream(&self, owner: OwnerId) -> Result<LoadedProceedings, StoreError> {
        on!(&self.readers, |pool| {
            let mut reading = pool.begin_with(begin_reading(&self.readers)).await?;
            let loaded = load(&mut Connection::from(&mut *reading), &owner).await?;
            reading.rollback().await?;
            Ok(loaded)
        })
    }

    /// Everything there is of a meeting's proceedings, read at one moment.
    pub async fn inspect_proceedings(
        &self,
        meeting: &MeetingId,
    ) -> Result<StoredProceedings, StoreError> {
        on!(&self.readers, |pool| {
            let mut reading = pool.begin_with(begin_reading(&self.readers)).await?;
            let mut connection = Connection::from(&mut *reading);
            let owner = OwnerId::Meeting(meeting.clone());
            let fold = find_fold(&mut connection, &owner).await?;
            let rows = log::load_rows(&mut connection, &meeting.into(), 0).await?;
            reading.rollback().await?;
            Ok(StoredProceedings { fold, rows })
        })
    }

    /// Every meeting there is.
    pub async fn load_meeting_ids(&self) -> Result<Vec<MeetingId>, StoreError> {
        let rows: Vec<(String,)> = on!(&self.readers, |pool| sqlx::query_as(
            "SELECT id FROM meeting ORDER BY id"
        )
        .fetch_all(pool)
        .await?);
        rows.iter().map(|(id,)| read_id("meeting", id)).collect()
    }

    /// The assessment of a meeting; none when it has no form.
    pub async fn find_assessment(
        &self,
        meeting: &MeetingId,
    ) -> Result<Option<StoredHandle>, StoreError> {
        let row: Option<(String, String)> = on!(&self.readers, |pool| {
            sqlx::query_as(
            "SELECT id, generation FROM document WHERE meeting_id = $1 AND kind = $2 ORDER BY id"
        )
        .bind(meeting.as_str())
        .bind(DocumentKind::Assessment.as_str())
        .fetch_optional(pool)
        .await?
        });
        row.map(|(id, generation)| {
            Ok(StoredHandle {
                document: read_id("document", &id)?,
                kind: DocumentKind::Assessment,
                generation: read_id("document", &generation)?,
            })
        })
        .transpose()
    }
}

impl OwnerId {
    fn stream(&self) -> StreamId {
        match self {
            Self::Meeting(meeting) => meeting.into(),
            Self::Plan(plan) => plan.into(),
        }
    }

    const fn fold_table(&self) -> &'static str {
        match self {
            Self::Meeting(_) => "proceedings_snapshot",
            Self::Plan(_) => "docket_snapshot",
        }
    }
}

async fn load(
    connection: &mut Connection<'_>,
    owner: &OwnerId,
) -> Result<LoadedProceedings, StoreError> {
    let (seq, fold) = match find_fold(connection, owner).await? {
        None => (0, None),
        Some((seq, Ok(fold))) => (seq, Some(fold)),
        Some((seq, Err(reason))) => {
            return Err(StoreError::DamagedBody {
                table: owner.fold_table(),
                reason: format!("{}, row {seq}: {reason}", owner.as_str()),
            });
        }
    };
    let log = log::load_after(connection, &owner.stream(), seq).await?;
    Ok(LoadedProceedings {
        fold,
        entries: log.updates,
        next_seq: log.next_seq,
    })
}

/// The number of the last row that is folded, and the state.
pub type StoredFold = (i64, Result<Bytes, &'static str>);

pub(super) async fn find_fold(
    connection: &mut Connection<'_>,
    owner: &OwnerId,
) -> Result<Option<StoredFold>, StoreError> {
    let sql = match owner {
        OwnerId::Meeting(_) => "SELECT seq, body FROM proceedings_snapshot WHERE meeting_id = $1",
        OwnerId::Plan(_) => "SELECT seq, body FROM docket_snapshot WHERE plan_id = $1",
    };
    let row: Option<(i64, Vec<u8>)> = on!(connection, |connection| sqlx::query_as(sql)
        .bind(owner.as_str())
        .fetch_optional(&mut **connection)
        .await?);
    Ok(row.map(|(seq, body)| (seq, decode(body))))
}

/// Keeps a folded state and deletes the rows it stands for. False, and nothing changes, when a later one is kept already.
pub async fn fold(connection: &mut Connection<'_>, new: &NewFold) -> Result<bool, StoreError> {
    let sql = match new.owner {
        OwnerId::Meeting(_) => {
            "INSERT INTO proceedings_snapshot (meeting_id, seq, at, body) VALUES ($1, $2, $3, $4)
             ON CONFLICT (meeting_id) DO UPDATE SET seq = excluded.seq, at = excluded.at, body = excluded.body
             WHERE proceedings_snapshot.seq <= excluded.seq"
        }
        OwnerId::Plan(_) => {
            "INSERT INTO docket_snapshot (plan_id, seq, at, body) VALUES ($1, $2, $3, $4)
             ON CONFLICT (plan_id) DO UPDATE SET seq = excluded.seq, at = excluded.at, body = excluded.body
             WHERE docket_snapshot.seq <= excluded.seq"
        }
    };
    let n_rows = on!(connection, |connection| sqlx::query(sql)
        .bind(new.owner.as_str())
        .bind(new.seq)
        .bind(new.at.0)
        .bind(&new.body)
        .execute(&mut **connection)
        .await?
        .rows_affected());
    if n_rows == 1 {
        log::delete_up_to(connection, &new.owner.stream(), new.seq).await?;
    }
    Ok(n_rows == 1)
}
