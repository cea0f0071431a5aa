//! The programme's own settings and its year wheel, as they are changed.

use shared::id::ProgrammeId;
use shared::meeting::WheelEvent;
use shared::programme::Programme;

use super::database::Connection;
use super::people::read_id;
use super::{Store, StoreError, import, write_body};
use crate::on;

impl Store {
    pub async fn load_programme_ids(&self) -> Result<Vec<ProgrammeId>, StoreError> {
        let rows: Vec<(String,)> = on!(&self.readers, |pool| sqlx::query_as(
            "SELECT id FROM programme ORDER BY id"
        )
        .fetch_all(pool)
        .await?);
        rows.iter().map(|(id,)| read_id("programme", id)).collect()
    }
}

/// Holds other changes of the programme back until this transaction ends. False when there is no such programme.
pub async fn lock(
    connection: &mut Connection<'_>,
    programme: &ProgrammeId,
) -> Result<bool, StoreError> {
    let n_rows = on!(connection, |connection| sqlx::query(
        "UPDATE programme SET id = id WHERE id = $1"
    )
    .bind(programme.as_str())
    .execute(&mut **connection)
    .await?
    .rows_affected());
    Ok(n_rows == 1)
}

pub async fn save(
    connection: &mut Connection<'_>,
    programme: &Programme,
) -> Result<bool, StoreError> {
    let n_rows = on!(connection, |connection| sqlx::query(
        "UPDATE programme SET body = $2 WHERE id = $1"
    )
    .bind(programme.id.as_str())
    .bind(write_body(programme))
    .execute(&mut **connection)
    .await?
    .rows_affected());
    Ok(n_rows == 1)
}

/// The whole wheel anew.
pub async fn save_wheel(
    connection: &mut Connection<'_>,
    programme: &ProgrammeId,
    events: &[WheelEvent],
) -> Result<bool, StoreError> {
    on!(connection, |connection| sqlx::query(
        "DELETE FROM wheel_event WHERE programme_id = $1"
    )
    .bind(programme.as_str())
    .execute(&mut **connection)
    .await
    .map(drop)?);
    for (position, event) in (1_i64..).zip(events) {
        import::insert_wheel_event(connection, programme, position, event).await?;
    }
    Ok(true)
}
