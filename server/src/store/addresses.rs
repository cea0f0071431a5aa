//! Whose an e-mail address is, and which address somebody has. Addresses are in lower case, and shown to few.

use std::collections::HashMap;

use shared::id::{PersonId, ProgrammeId};
use shared::programme::Person;

use super::people::read_id;
use super::{Store, StoreError, read_body};
use crate::on;

/// An active person who can be written to.
#[derive(Debug, Clone)]
pub struct Receiver {
    pub person: Person,
    pub programme: ProgrammeId,
    pub email: String,
}

impl Store {
    /// The active people of an address: one for each programme that has it.
    pub async fn load_receivers(&self, email: &str) -> Result<Vec<Receiver>, StoreError> {
        let rows: Vec<(String, String)> = on!(&self.readers, |pool| {
            sqlx::query_as(
            "SELECT body, programme_id FROM person WHERE email = $1 AND is_active = 1 ORDER BY id"
        )
        .bind(email)
        .fetch_all(pool)
        .await?
        });
        let receivers = rows.iter().map(|(body, programme)| {
            Ok(Receiver {
                person: read_body("person", body)?,
                programme: read_id("person", programme)?,
                email: email.to_owned(),
            })
        });
        receivers.collect()
    }

    /// The addresses of a programme's active people.
    pub async fn load_addresses(
        &self,
        programme: &ProgrammeId,
    ) -> Result<HashMap<PersonId, String>, StoreError> {
        let rows: Vec<(String, String)> = on!(&self.readers, |pool| sqlx::query_as(
            "SELECT id, email FROM person
             WHERE programme_id = $1 AND is_active = 1 AND email IS NOT NULL"
        )
        .bind(programme.as_str())
        .fetch_all(pool)
        .await?);
        rows.into_iter()
            .map(|(id, email)| Ok((read_id("person", &id)?, email)))
            .collect()
    }
}
