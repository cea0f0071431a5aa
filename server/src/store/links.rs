//! Personal links that sign people in. Only hashes of tokens are kept.

use shared::id::PersonId;
use shared::time::Timestamp;

use super::database::Connection;
use super::people::read_id;
use super::{Store, StoreError};
use crate::on;
use crate::secret::TokenHash;

#[derive(Debug, Clone)]
pub struct NewLink {
    pub token: TokenHash,
    pub person: PersonId,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
}

/// A link, good or not.
#[derive(Debug, Clone)]
pub struct StoredLink {
    pub person: PersonId,
    pub is_usable: bool,
}

impl Store {
    pub async fn find_link(
        &self,
        token: TokenHash,
        now: Timestamp,
    ) -> Result<Option<StoredLink>, StoreError> {
        let row: Option<(String, i64, Option<i64>)> = on!(&self.readers, |pool| sqlx::query_as(
            "SELECT person_id, expires_at, used_at FROM sign_in_link WHERE token_hash = $1",
        )
        .bind(token.as_bytes())
        .fetch_optional(pool)
        .await?);
        row.map(|(person, expires_at, used_at)| {
            let is_usable = used_at.is_none() && expires_at > now.0;
            Ok(StoredLink {
                person: read_id("sign_in_link", &person)?,
                is_usable,
            })
        })
        .transpose()
    }
}

pub async fn create(connection: &mut Connection<'_>, link: &NewLink) -> Result<bool, StoreError> {
    on!(connection, |connection| sqlx::query(
        "INSERT INTO sign_in_link (token_hash, person_id, created_at, expires_at, used_at)
         VALUES ($1, $2, $3, $4, NULL)",
    )
    .bind(link.token.as_bytes())
    .bind(link.person.as_str())
    .bind(link.created_at.0)
    .bind(link.expires_at.0)
    .execute(&mut **connection)
    .await
    .map(drop)?);
    Ok(true)
}

/// Whether the link was still good; after this neither it nor the code of the same mail is.
pub async fn spend(
    connection: &mut Connection<'_>,
    link: TokenHash,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let n_rows = on!(connection, |connection| sqlx::query(
        "UPDATE sign_in_link SET used_at = $2
         WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2",
    )
    .bind(link.as_bytes())
    .bind(now.0)
    .execute(&mut **connection)
    .await?
    .rows_affected());
    if n_rows == 0 {
        return Ok(false);
    }
    on!(connection, |connection| sqlx::query(
        "UPDATE sign_in_code SET used_at = $2
         WHERE used_at IS NULL AND EXISTS
             (SELECT 1 FROM sign_in_link
              WHERE sign_in_link.token_hash = $1
                AND sign_in_link.person_id = sign_in_code.person_id
                AND sign_in_link.created_at = sign_in_code.created_at)",
    )
    .bind(link.as_bytes())
    .bind(now.0)
    .execute(&mut **connection)
    .await
    .map(drop)?);
    Ok(true)
}
