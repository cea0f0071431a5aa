//! Opening the database: which file, whether it is ours and whole, and one clear sentence when it is not.

use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::migrate::MigrateError;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection, SqliteConnection};
use thiserror::Error;
use tokio::sync::mpsc;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;

use super::writer::{self, Pen};
use super::{Store, migrations};

/// `PRAGMA application_id` of our files: the letters `Saml`.
const APPLICATION_ID: i64 = 0x5361_6d6c;
const SQLITE_MAGIC: &[u8; 16] = b"SQLite format 3\0";
/// People are told within five seconds that nothing can be stored.
const BUSY_TIMEOUT: Duration = Duration::from_secs(2);
const N_READERS: u32 = 4;

/// Why the database cannot be used; each says what is wrong in one sentence.
#[derive(Debug, Error)]
pub enum OpenError {
    #[error("{0:?} is not the address of a database: write sqlite://PATH")]
    Address(String),
    #[error("the folder {} cannot be made: {reason}", folder.display())]
    Folder {
        folder: PathBuf,
        reason: std::io::Error,
    },
    #[error("the database {} cannot be opened: {reason}", path.display())]
    Unreadable { path: PathBuf, reason: String },
    #[error("the database {} cannot be written to: {reason}", path.display())]
    ReadOnly { path: PathBuf, reason: String },
    #[error("{} is not a database file", .0.display())]
    NotADatabase(PathBuf),
    #[error("{} is a database of another program", .0.display())]
    NotOurs(PathBuf),
    #[error("the database {} was made by a newer version of Samling", .0.display())]
    TooNew(PathBuf),
    #[error("the database {} is damaged ({reason}): restore it from a backup", path.display())]
    Damaged { path: PathBuf, reason: String },
}

/// The file in `sqlite://PATH`.
pub fn parse_address(address: &str) -> Result<PathBuf, OpenError> {
    let path = address
        .strip_prefix("sqlite://")
        .or_else(|| address.strip_prefix("sqlite:"));
    match path {
        Some(path) if !path.is_empty() && !path.starts_with(':') && !path.contains('?') => {
            Ok(path.into())
        }
        _ => Err(OpenError::Address(address.to_owned())),
    }
}

impl Store {
    /// Opens the file, or makes it and the folders it lies in; then brings its tables up to date.
    pub async fn open(path: &Path) -> Result<Self, OpenError> {
        make_folder(path)?;
        let is_new = look_at_file(path)?;
        let options = SqliteConnectOptions::new()
            .filename(path)
            .busy_timeout(BUSY_TIMEOUT)
            .foreign_keys(true);
        if is_new {
            create(path, &options).await?;
        } else {
            check(path, &options).await?;
        }
        let write_options = options
            .clone()
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full);
        let mut pen = Pen::open(write_options)
            .await
            .map_err(|error| explain(path, &error))?;
        let connection = pen
            .connection()
            .await
            .map_err(|error| explain(path, &error))?;
        migrate(path, connection).await?;
        let readers = SqlitePoolOptions::new()
            .max_connections(N_READERS)
            .connect_with(options.read_only(true))
            .await
            .map_err(|error| explain(path, &error))?;
        Ok(Self::start(pen, readers))
    }

    fn start(pen: Pen, readers: sqlx::SqlitePool) -> Self {
        let (requests, queue) = mpsc::channel(writer::QUEUE_LEN);
        let closing = CancellationToken::new();
        let writer = TaskTracker::new();
        writer.spawn(writer::run(pen, queue, closing.clone()));
        writer.close();
        Self {
            readers,
            requests,
            closing,
            writer,
        }
    }
}

fn make_folder(path: &Path) -> Result<(), OpenError> {
    let Some(folder) = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty())
    else {
        return Ok(());
    };
    fs::create_dir_all(folder).map_err(|reason| OpenError::Folder {
        folder: folder.to_owned(),
        reason,
    })
}

/// Looks at the first bytes, before any database library does. True when there is nothing yet.
fn look_at_file(path: &Path) -> Result<bool, OpenError> {
    let unreadable = |error: std::io::Error| OpenError::Unreadable {
        path: path.to_owned(),
        reason: error.to_string(),
    };
    let mut head = Vec::new();
    match File::open(path) {
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(true),
        Err(error) => return Err(unreadable(error)),
        Ok(file) => file
            .take(SQLITE_MAGIC.len() as u64)
            .read_to_end(&mut head)
            .map_err(unreadable)?,
    };
    if head.is_empty() {
        return Ok(true);
    }
    if head == SQLITE_MAGIC {
        Ok(false)
    } else {
        Err(OpenError::NotADatabase(path.to_owned()))
    }
}

async fn create(path: &Path, options: &SqliteConnectOptions) -> Result<(), OpenError> {
    let options = options.clone().create_if_missing(true);
    let mut connection = SqliteConnection::connect_with(&options)
        .await
        .map_err(|error| explain(path, &error))?;
    set_application_id(path, &mut connection).await?;
    connection
        .close()
        .await
        .map_err(|error| explain(path, &error))
}

/// A file that is there: ours, whole and writable. Nothing in it is changed before all three are known.
async fn check(path: &Path, options: &SqliteConnectOptions) -> Result<(), OpenError> {
    let mut connection = SqliteConnection::connect_with(options)
        .await
        .map_err(|error| explain(path, &error))?;
    let application_id: i64 = sqlx::query_scalar("PRAGMA application_id")
        .fetch_one(&mut connection)
        .await
        .map_err(|error| explain(path, &error))?;
    if application_id != APPLICATION_ID {
        let n_tables: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM sqlite_master")
            .fetch_one(&mut connection)
            .await
            .map_err(|error| explain(path, &error))?;
        if application_id != 0 || n_tables > 0 {
            return Err(OpenError::NotOurs(path.to_owned()));
        }
    }
    let report: String = sqlx::query_scalar("PRAGMA quick_check(1)")
        .fetch_one(&mut connection)
        .await
        .map_err(|error| explain(path, &error))?;
    if report != "ok" {
        let reason = report.lines().next_back().unwrap_or_default().to_owned();
        return Err(OpenError::Damaged {
            path: path.to_owned(),
            reason,
        });
    }
    set_application_id(path, &mut connection).await?;
    connection
        .close()
        .await
        .map_err(|error| explain(path, &error))
}

/// Marks the file as ours, which also shows whether it can be written to.
async fn set_application_id(
    path: &Path,
    connection: &mut SqliteConnection,
) -> Result<(), OpenError> {
    sqlx::query(sqlx::AssertSqlSafe(format!(
        "PRAGMA application_id = {APPLICATION_ID}"
    )))
    .execute(connection)
    .await
    .map(|_| ())
    .map_err(|error| explain(path, &error))
}

async fn migrate(path: &Path, connection: &mut SqliteConnection) -> Result<(), OpenError> {
    match migrations::sqlite().run(&mut *connection).await {
        Ok(()) => Ok(()),
        Err(MigrateError::VersionMissing(_)) => Err(OpenError::TooNew(path.to_owned())),
        Err(MigrateError::Execute(error) | MigrateError::ExecuteMigration(error, _)) => {
            Err(explain(path, &error))
        }
        Err(error) => Err(OpenError::Damaged {
            path: path.to_owned(),
            reason: error.to_string(),
        }),
    }
}

/// Puts what SQLite says into one of our sentences; its primary result codes are in the low byte.
fn explain(path: &Path, error: &sqlx::Error) -> OpenError {
    const READONLY: u32 = 8;
    const CORRUPT: u32 = 11;
    const NOTADB: u32 = 26;
    let path = path.to_owned();
    let Some(error) = error.as_database_error() else {
        let reason = error.to_string();
        return OpenError::Unreadable { path, reason };
    };
    let reason = error.message().to_owned();
    let code = error.code().unwrap_or_default();
    match code.parse::<u32>().map(|code| code & 0xff) {
        Ok(READONLY) => OpenError::ReadOnly { path, reason },
        Ok(CORRUPT | NOTADB) => OpenError::Damaged { path, reason },
        _ => OpenError::Unreadable { path, reason },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_are_addresses() {
        for (address, path) in [
            ("sqlite://data/samling.db", Some("data/samling.db")),
            ("sqlite:///var/lib/samling.db", Some("/var/lib/samling.db")),
            ("sqlite:samling.db", Some("samling.db")),
            ("sqlite::memory:", None),
            ("sqlite://", None),
            ("postgres://localhost/samling", None),
            ("samling.db", None),
        ] {
            assert_eq!(
                parse_address(address).ok(),
                path.map(PathBuf::from),
                "{address}"
            );
        }
    }
}
