//! That a mail was written, and how it went. Its words are not kept: they open a door.

use serde::{Deserialize, Serialize};
use shared::id::PersonId;
use shared::time::Timestamp;

use super::database::Connection;
use super::{StoreError, write_word};
use crate::on;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MailKind {
    Invitation,
    Code,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MailState {
    Sending,
    Sent,
    /// To the folder.
    Written,
    Failed,
}

#[derive(Debug, Clone)]
pub struct NewMail {
    pub id: String,
    pub person: PersonId,
    pub kind: MailKind,
    pub at: Timestamp,
    pub state: MailState,
}

pub async fn insert(connection: &mut Connection<'_>, mail: &NewMail) -> Result<bool, StoreError> {
    on!(connection, |connection| sqlx::query(
        "INSERT INTO mail (id, person_id, kind, at, state) VALUES ($1, $2, $3, $4, $5)"
    )
    .bind(&mail.id)
    .bind(mail.person.as_str())
    .bind(write_word(&mail.kind))
    .bind(mail.at.0)
    .bind(write_word(&mail.state))
    .execute(&mut **connection)
    .await
    .map(drop)?);
    Ok(true)
}

/// False when there is no such mail.
pub async fn mark(
    connection: &mut Connection<'_>,
    id: &str,
    state: MailState,
) -> Result<bool, StoreError> {
    let n_rows = on!(connection, |connection| sqlx::query(
        "UPDATE mail SET state = $2 WHERE id = $1"
    )
    .bind(id)
    .bind(write_word(&state))
    .execute(&mut **connection)
    .await?
    .rows_affected());
    Ok(n_rows == 1)
}
