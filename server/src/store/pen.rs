//! What the writer writes with: one connection, made when it is needed and thrown away when it may be broken.

use sqlx::postgres::PgConnectOptions;
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection as _, PgConnection, SqliteConnection};

use super::database::Database;
use crate::on;

/// The writing connection. After a full disk SQLite rolls back by itself, and a server's connection may be half gone,
/// so whatever goes wrong around the requests costs the connection; the next batch gets a new one.
pub struct Pen {
    options: PenOptions,
    connection: Option<PenConnection>,
}

pub type PenOptions = Database<SqliteConnectOptions, PgConnectOptions>;
pub type PenConnection = Database<SqliteConnection, PgConnection>;

impl Pen {
    pub fn new(options: PenOptions) -> Self {
        let connection = None;
        Self {
            options,
            connection,
        }
    }

    pub fn options(&self) -> &PenOptions {
        &self.options
    }

    pub async fn connection(&mut self) -> Result<&mut PenConnection, sqlx::Error> {
        let connection = match self.connection.take() {
            Some(connection) => connection,
            None => connect(&self.options).await?,
        };
        Ok(self.connection.insert(connection))
    }

    pub async fn throw_away(&mut self) {
        if let Some(connection) = self.connection.take()
            && let Err(error) = on!(connection, |connection| connection.close_hard().await)
        {
            tracing::warn!(%error, "a broken database connection did not close");
        }
    }

    /// Closes the connection, if there is one.
    pub async fn put_down(self) {
        if let Some(connection) = self.connection
            && let Err(error) = on!(connection, |connection| connection.close().await)
        {
            tracing::warn!(%error, "the database did not close cleanly; it repairs itself at the next start");
        }
    }
}

async fn connect(options: &PenOptions) -> Result<PenConnection, sqlx::Error> {
    Ok(match options {
        Database::Sqlite(options) => {
            Database::Sqlite(SqliteConnection::connect_with(options).await?)
        }
        Database::Postgres(options) => {
            Database::Postgres(PgConnection::connect_with(options).await?)
        }
    })
}
