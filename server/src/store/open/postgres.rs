//! A database on a PostgreSQL server. It must exist; we make the tables in it. There is no TLS in this program: the server
//! is on the same machine, or on a network that is safe by itself.

use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{Connection, PgConnection};
use tokio::time::timeout;

use super::{N_READERS, OpenError, explain_migration};
use crate::store::database::{Database, Pool};
use crate::store::migrations;
use crate::store::pen::PenOptions;

const CONNECT_PATIENCE: Duration = Duration::from_secs(5);
/// People are told within five seconds that nothing can be stored or read.
const STATEMENT_PATIENCE: &str = "2s";

pub async fn open(options: &PgConnectOptions) -> Result<(PenOptions, Pool), OpenError> {
    let place = Place::of(options);
    // Without limits: a migration may take as long as it needs.
    let mut connection = place.connect(options).await?;
    place.check(&mut connection).await?;
    migrations::postgres()
        .run(&mut connection)
        .await
        .map_err(|error| explain_migration(&place.name, error, |error| place.explain(error)))?;
    place.close(connection).await?;
    let pen = options.clone().application_name("samling writer").options([
        ("synchronous_commit", "on"),
        LOCKS,
        SILENCE,
        STATEMENTS,
    ]);
    Ok((Database::Postgres(pen), readers(options)))
}

/// The database must be there and up to date; nothing in it is changed.
pub async fn open_to_read(options: &PgConnectOptions) -> Result<Pool, OpenError> {
    let place = Place::of(options);
    let mut connection = place.connect(options).await?;
    let newest = place.check(&mut connection).await?;
    place.close(connection).await?;
    match newest.unwrap_or(0) {
        version if version > migrations::NEWEST => Err(OpenError::TooNew(place.name)),
        version if version < migrations::NEWEST => Err(OpenError::TooOld(place.name)),
        _ => Ok(readers(options)),
    }
}

const NO_TLS: &str = "this program speaks no TLS: leave sslmode out of the address";
const LOCKS: (&str, &str) = ("lock_timeout", STATEMENT_PATIENCE);
/// A network that is gone in the middle of a transaction must not leave its row locked for hours.
const SILENCE: (&str, &str) = ("idle_in_transaction_session_timeout", "3s");
const STATEMENTS: (&str, &str) = ("statement_timeout", STATEMENT_PATIENCE);

/// Connects when somebody first reads.
fn readers(options: &PgConnectOptions) -> Pool {
    let options = options.clone().application_name("samling reader").options([
        ("default_transaction_read_only", "on"),
        LOCKS,
        SILENCE,
        STATEMENTS,
    ]);
    let pool = PgPoolOptions::new()
        .max_connections(N_READERS)
        .acquire_timeout(CONNECT_PATIENCE)
        .connect_lazy_with(options);
    Database::Postgres(pool)
}

/// What the database is called in our sentences. No password is in it.
struct Place {
    server: String,
    user: String,
    database: String,
    name: String,
}

impl Place {
    fn of(options: &PgConnectOptions) -> Self {
        let user = options.get_username().to_owned();
        // As PostgreSQL has it: a database without a name is the user's own.
        let database = options.get_database().unwrap_or(&user).to_owned();
        let server = match options.get_socket() {
            Some(folder) => folder.display().to_string(),
            None => format!("{}:{}", options.get_host(), options.get_port()),
        };
        let name = format!("{database} at {server}");
        Self {
            server,
            user,
            database,
            name,
        }
    }

    async fn connect(&self, options: &PgConnectOptions) -> Result<PgConnection, OpenError> {
        match timeout(CONNECT_PATIENCE, PgConnection::connect_with(options)).await {
            Ok(Ok(connection)) => Ok(connection),
            Ok(Err(error)) => Err(self.explain(&error)),
            Err(_) => Err(OpenError::Unreachable {
                server: self.server.clone(),
                reason: format!("no answer within {} s", CONNECT_PATIENCE.as_secs()),
            }),
        }
    }

    async fn close(&self, connection: PgConnection) -> Result<(), OpenError> {
        connection
            .close()
            .await
            .map_err(|error| self.explain(&error))
    }

    /// Whether the database is ours, or empty. Answers the newest migration in it, if any.
    async fn check(&self, connection: &mut PgConnection) -> Result<Option<i64>, OpenError> {
        let explain = |error| self.explain(&error);
        let tables: Vec<(String,)> = sqlx::query_as(
            "SELECT table_name::TEXT FROM information_schema.tables WHERE table_schema = current_schema()",
        )
        .fetch_all(&mut *connection)
        .await
        .map_err(explain)?;
        if tables.is_empty() {
            return Ok(None);
        }
        if !tables.iter().any(|(table,)| table == "_sqlx_migrations") {
            return Err(OpenError::NotOurs(self.name.clone()));
        }
        let versions: Vec<(i64, String)> =
            sqlx::query_as("SELECT version, description FROM _sqlx_migrations ORDER BY version")
                .fetch_all(connection)
                .await
                .map_err(explain)?;
        match versions.first() {
            Some((1, name)) if name == migrations::FIRST_NAME => {}
            Some(_) => return Err(OpenError::NotOurs(self.name.clone())),
            None => return Ok(None),
        }
        Ok(versions.last().map(|(version, _)| *version))
    }

    /// Puts what PostgreSQL says into one of our sentences.
    fn explain(&self, error: &sqlx::Error) -> OpenError {
        let (server, name) = (self.server.clone(), self.name.clone());
        let Some(error) = error.as_database_error() else {
            let reason = match error {
                sqlx::Error::Tls(_) => NO_TLS.to_owned(),
                sqlx::Error::Io(cause) => cause.to_string(),
                other => other.to_string(),
            };
            return OpenError::Unreachable { server, reason };
        };
        let reason = error.message().to_owned();
        match error.code().unwrap_or_default().as_ref() {
            "28P01" | "28000" => OpenError::NotLetIn {
                server,
                user: self.user.clone(),
                reason,
            },
            "3D000" => OpenError::NoSuchDatabase {
                server,
                database: self.database.clone(),
            },
            "42501" | "25006" => OpenError::ReadOnly { name, reason },
            _ => OpenError::Unreadable { name, reason },
        }
    }
}
