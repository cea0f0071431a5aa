//! Six-digit codes that sign people in. A request for one has a row per person of the address; for an address nobody has
//! it has one without a person, so that both look the same from outside.

use shared::id::PersonId;
use shared::time::Timestamp;

use super::database::Connection;
use super::links::{self, NewLink};
use super::people::read_id;
use super::{Store, StoreError};
use crate::on;
use crate::secret::TokenHash;

#[derive(Debug, Clone)]
pub struct NewCode {
    pub request: TokenHash,
    pub person: Option<PersonId>,
    /// Of the request and the code together.
    pub code: TokenHash,
    pub created_at: Timestamp,
    pub expires_at: Timestamp,
}

/// A code that is good now.
#[derive(Debug, Clone)]
pub struct StoredCode {
    pub person: Option<PersonId>,
    pub code: TokenHash,
    pub n_tries: i64,
}

/// A code that was right.
#[derive(Debug, Clone)]
pub struct CodeUse {
    pub request: TokenHash,
    pub person: PersonId,
    pub at: Timestamp,
}

impl Store {
    /// The codes of a request that are neither used nor too old.
    pub async fn load_codes(
        &self,
        request: TokenHash,
        now: Timestamp,
    ) -> Result<Vec<StoredCode>, StoreError> {
        let rows: Vec<(Option<String>, Vec<u8>, i64)> = on!(&self.readers, |pool| sqlx::query_as(
            "SELECT person_id, code_hash, n_tries FROM sign_in_code
             WHERE request_hash = $1 AND used_at IS NULL AND expires_at > $2",
        )
        .bind(request.as_bytes())
        .bind(now.0)
        .fetch_all(pool)
        .await?);
        let codes = rows.into_iter().map(|(person, code, n_tries)| {
            let person = person.as_deref().map(|id| read_id("sign_in_code", id));
            let code = TokenHash::read(&code).ok_or_else(|| StoreError::DamagedBody {
                table: "sign_in_code",
                reason: "a hash of another length".into(),
            });
            Ok(StoredCode {
                person: person.transpose()?,
                code: code?,
                n_tries,
            })
        });
        codes.collect()
    }
}

pub async fn create(
    connection: &mut Connection<'_>,
    links: &[NewLink],
    codes: &[NewCode],
) -> Result<bool, StoreError> {
    for link in links {
        links::create(connection, link).await?;
    }
    for code in codes {
        on!(connection, |connection| sqlx::query(
            "INSERT INTO sign_in_code
                 (request_hash, person_id, code_hash, n_tries, created_at, expires_at, used_at)
             VALUES ($1, $2, $3, 0, $4, $5, NULL)",
        )
        .bind(code.request.as_bytes())
        .bind(code.person.as_ref().map(PersonId::as_str))
        .bind(code.code.as_bytes())
        .bind(code.created_at.0)
        .bind(code.expires_at.0)
        .execute(&mut **connection)
        .await
        .map(drop)?);
    }
    Ok(true)
}

/// Counts a try before anything is compared, so that many at once have no more tries than one after the other. False when
/// none is left, or the request is over.
pub async fn count_try(
    connection: &mut Connection<'_>,
    request: TokenHash,
    max_tries: i64,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let n_rows = on!(connection, |connection| sqlx::query(
        "UPDATE sign_in_code SET n_tries = n_tries + 1
         WHERE request_hash = $1 AND used_at IS NULL AND expires_at > $2 AND n_tries < $3",
    )
    .bind(request.as_bytes())
    .bind(now.0)
    .bind(max_tries)
    .execute(&mut **connection)
    .await?
    .rows_affected());
    Ok(n_rows > 0)
}

/// Whether the code was still good; after this no code of the request is, nor the link of the same mail.
pub async fn spend(connection: &mut Connection<'_>, spent: &CodeUse) -> Result<bool, StoreError> {
    let n_rows = on!(connection, |connection| sqlx::query(
        "UPDATE sign_in_code SET used_at = $2
         WHERE request_hash = $1 AND used_at IS NULL AND expires_at > $2",
    )
    .bind(spent.request.as_bytes())
    .bind(spent.at.0)
    .execute(&mut **connection)
    .await?
    .rows_affected());
    if n_rows == 0 {
        return Ok(false);
    }
    on!(connection, |connection| sqlx::query(
        "UPDATE sign_in_link SET used_at = $3
         WHERE person_id = $2 AND used_at IS NULL AND created_at =
             (SELECT MIN(created_at) FROM sign_in_code WHERE request_hash = $1)",
    )
    .bind(spent.request.as_bytes())
    .bind(spent.person.as_str())
    .bind(spent.at.0)
    .execute(&mut **connection)
    .await
    .map(drop)?);
    Ok(true)
}
