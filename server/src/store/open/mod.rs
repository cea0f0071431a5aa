//! Opening the database: which one, whether it is ours and whole, and one clear sentence when it is not.

mod postgres;
mod sqlite;

use std::path::{Path, PathBuf};

use sqlx::migrate::MigrateError;
use sqlx::postgres::PgConnectOptions;
use thiserror::Error;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::Store;
use super::database::{Database, Pool};
use super::pen::{Pen, PenOptions};
use super::writer;

const N_READERS: u32 = 4;

/// Where a database is: a file, or a server. Holds a password, so it is never printed.
pub type Address = Database<PathBuf, PgConnectOptions>;

/// Why the database cannot be used; each says what is wrong in one sentence. `name` is a path, or a database and its
/// server.
#[derive(Debug, Error)]
pub enum OpenError {
    #[error(
        "{0:?} is not the address of a database: write sqlite://PATH or postgres://USER@HOST/NAME"
    )]
    Address(String),
    #[error(
        "the address of the database cannot be read ({0}): write postgres://USER:PASSWORD@HOST/NAME"
    )]
    PostgresAddress(String),
    #[error("the folder {} cannot be made: {reason}", folder.display())]
    Folder {
        folder: PathBuf,
        reason: std::io::Error,
    },
    #[error("there is no database {0}")]
    Missing(String),
    #[error("the database {name} cannot be opened: {reason}")]
    Unreadable { name: String, reason: String },
    #[error("the database {name} cannot be written to: {reason}")]
    ReadOnly { name: String, reason: String },
    #[error("{0} is not a database file")]
    NotADatabase(String),
    #[error("{0} is a database of another program")]
    NotOurs(String),
    #[error("the database {0} was made by a newer version of Samling")]
    TooNew(String),
    #[error(
        "the database {0} was made by an older version of Samling: `samling serve` brings it up to date"
    )]
    TooOld(String),
    #[error("the database {name} is damaged ({reason}): restore it from a backup")]
    Damaged { name: String, reason: String },
    #[error("the database server at {server} cannot be reached: {reason}")]
    Unreachable { server: String, reason: String },
    #[error("the database server at {server} does not let {user} in: {reason}")]
    NotLetIn {
        server: String,
        user: String,
        reason: String,
    },
    #[error(
        "the database server at {server} has no database {database}: make it with `createdb {database}`"
    )]
    NoSuchDatabase { server: String, database: String },
}

/// The file in `sqlite://PATH`, or the server in `postgres://USER@HOST/NAME`.
pub fn parse_address(address: &str) -> Result<Address, OpenError> {
    if address.starts_with("postgres://") || address.starts_with("postgresql://") {
        let options = address.parse::<PgConnectOptions>();
        return options.map(Database::Postgres).map_err(|error| {
            OpenError::PostgresAddress(match error {
                sqlx::Error::Configuration(cause) => cause.to_string(),
                error => error.to_string(),
            })
        });
    }
    let path = address
        .strip_prefix("sqlite://")
        .or_else(|| address.strip_prefix("sqlite:"));
    match path {
        Some(path) if !path.is_empty() && !path.starts_with(':') && !path.contains('?') => {
            Ok(Database::Sqlite(path.into()))
        }
        _ => Err(OpenError::Address(address.to_owned())),
    }
}

impl From<&Path> for Address {
    fn from(path: &Path) -> Self {
        Self::Sqlite(path.to_owned())
    }
}

impl From<&PathBuf> for Address {
    fn from(path: &PathBuf) -> Self {
        Self::Sqlite(path.clone())
    }
}

impl Store {
    /// Opens the database, or makes the file and the folders it lies in; then brings its tables up to date.
    pub async fn open(address: impl Into<Address>) -> Result<Self, OpenError> {
        let (pen, readers) = match address.into() {
            Database::Sqlite(path) => sqlite::open(&path).await?,
            Database::Postgres(options) => postgres::open(&options).await?,
        };
        Ok(Self::start(pen, readers))
    }

    /// Opens a database that is there and up to date, and changes nothing in it: every write is refused as if the store
    /// were closed.
    pub async fn open_to_read(address: impl Into<Address>) -> Result<Self, OpenError> {
        let readers = match address.into() {
            Database::Sqlite(path) => sqlite::open_to_read(&path).await?,
            Database::Postgres(options) => postgres::open_to_read(&options).await?,
        };
        let (requests, _) = mpsc::channel(1);
        let writer = TaskTracker::new();
        writer.close();
        Ok(Self {
            readers,
            requests,
            closing: CancellationToken::new(),
            writer,
        })
    }

    fn start(pen: PenOptions, readers: Pool) -> Self {
        let (requests, queue) = mpsc::channel(writer::QUEUE_LEN);
        let closing = CancellationToken::new();
        let writer = TaskTracker::new();
        writer.spawn(writer::run(Pen::new(pen), queue, closing.clone()));
        writer.close();
        Self {
            readers,
            requests,
            closing,
            writer,
        }
    }
}

/// What went wrong while the tables were brought up to date; `explain` knows the database's own errors.
fn explain_migration(
    name: &str,
    error: MigrateError,
    explain: impl FnOnce(&sqlx::Error) -> OpenError,
) -> OpenError {
    match error {
        MigrateError::VersionMissing(_) => OpenError::TooNew(name.to_owned()),
        MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _) => explain(&error),
        error => OpenError::Damaged {
            name: name.to_owned(),
            reason: error.to_string(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_and_servers_are_addresses() {
        for (address, path) in [
            ("sqlite://data/samling.db", Some("data/samling.db")),
            ("sqlite:///var/lib/samling.db", Some("/var/lib/samling.db")),
            ("sqlite:samling.db", Some("samling.db")),
            ("sqlite::memory:", None),
            ("sqlite://", None),
            ("mysql://localhost/samling", None),
            ("samling.db", None),
        ] {
            let found = match parse_address(address) {
                Ok(Database::Sqlite(path)) => Some(path),
                _ => None,
            };
            assert_eq!(found, path.map(PathBuf::from), "{address}");
        }
        for address in [
            "postgres://kari@db.example/samling",
            "postgresql:///samling",
        ] {
            let Ok(Database::Postgres(options)) = parse_address(address) else {
                panic!("{address}");
            };
            assert_eq!(options.get_database(), Some("samling"));
        }
    }

    #[test]
    fn a_password_is_not_repeated() {
        let error = parse_address("postgres://kari:hemmelig@db.example:havn/samling").unwrap_err();
        assert!(!error.to_string().contains("hemmelig"), "{error}");
    }
}
