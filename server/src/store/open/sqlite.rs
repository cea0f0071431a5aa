//! A database in one file. Looked at before any library touches it: a file that is not ours is left as it is.

use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection, SqliteConnection};

use super::{N_READERS, OpenError, explain_migration};
use crate::store::database::{Database, Pool};
use crate::store::migrations;
use crate::store::pen::PenOptions;

/// `PRAGMA application_id` of our files: the letters `Saml`.
const APPLICATION_ID: i64 = 0x5361_6d6c;
const SQLITE_MAGIC: &[u8; 16] = b"SQLite format 3\0";
/// People are told within five seconds that nothing can be stored.
const BUSY_TIMEOUT: Duration = Duration::from_secs(2);

pub async fn open(path: &Path) -> Result<(PenOptions, Pool), OpenError> {
    make_folder(path)?;
    let is_new = look_at_file(path)?;
    let options = options(path);
    if is_new {
        create(path, &options).await?;
    } else {
        check(path, &options).await?;
    }
    let pen = options
        .clone()
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full);
    migrate(path, &pen).await?;
    let readers = readers(path, options).await?;
    Ok((Database::Sqlite(pen), readers))
}

/// The file must be there, ours and up to date; nothing in it is changed.
pub async fn open_to_read(path: &Path) -> Result<Pool, OpenError> {
    if look_at_file(path)? {
        return Err(OpenError::Missing(path.display().to_string()));
    }
    let options = options(path).read_only(true);
    let mut connection = connect(path, &options).await?;
    check_owner(path, &mut connection).await?;
    let newest: Option<i64> = sqlx::query_scalar("SELECT MAX(version) FROM _sqlx_migrations")
        .fetch_one(&mut connection)
        .await
        .map_err(|error| explain(path, &error))?;
    close(path, connection).await?;
    match newest.unwrap_or(0) {
        version if version > migrations::NEWEST => {
            Err(OpenError::TooNew(path.display().to_string()))
        }
        version if version < migrations::NEWEST => {
            Err(OpenError::TooOld(path.display().to_string()))
        }
        _ => readers(path, options).await,
    }
}

fn options(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(path)
        .busy_timeout(BUSY_TIMEOUT)
        .foreign_keys(true)
}

async fn readers(path: &Path, options: SqliteConnectOptions) -> Result<Pool, OpenError> {
    SqlitePoolOptions::new()
        .max_connections(N_READERS)
        .connect_with(options.read_only(true))
        .await
        .map(Database::Sqlite)
        .map_err(|error| explain(path, &error))
}

async fn connect(
    path: &Path,
    options: &SqliteConnectOptions,
) -> Result<SqliteConnection, OpenError> {
    SqliteConnection::connect_with(options)
        .await
        .map_err(|error| explain(path, &error))
}

async fn close(path: &Path, connection: SqliteConnection) -> Result<(), OpenError> {
    connection
        .close()
        .await
        .map_err(|error| explain(path, &error))
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
        name: path.display().to_string(),
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
        Err(OpenError::NotADatabase(path.display().to_string()))
    }
}

async fn create(path: &Path, options: &SqliteConnectOptions) -> Result<(), OpenError> {
    let options = options.clone().create_if_missing(true);
    let mut connection = connect(path, &options).await?;
    set_application_id(path, &mut connection).await?;
    close(path, connection).await
}

/// A file that is there: ours, whole and writable. Nothing in it is changed before all three are known.
async fn check(path: &Path, options: &SqliteConnectOptions) -> Result<(), OpenError> {
    let mut connection = connect(path, options).await?;
    check_owner(path, &mut connection).await?;
    let report: String = sqlx::query_scalar("PRAGMA quick_check(1)")
        .fetch_one(&mut connection)
        .await
        .map_err(|error| explain(path, &error))?;
    if report != "ok" {
        return Err(OpenError::Damaged {
            name: path.display().to_string(),
            reason: report.lines().next_back().unwrap_or_default().to_owned(),
        });
    }
    set_application_id(path, &mut connection).await?;
    close(path, connection).await
}

/// Whether the file is ours, or empty.
async fn check_owner(path: &Path, connection: &mut SqliteConnection) -> Result<(), OpenError> {
    let application_id: i64 = sqlx::query_scalar("PRAGMA application_id")
        .fetch_one(&mut *connection)
        .await
        .map_err(|error| explain(path, &error))?;
    if application_id == APPLICATION_ID {
        return Ok(());
    }
    let n_tables: i64 = sqlx::query_scalar("SELECT COUNT(*) FROM sqlite_master")
        .fetch_one(connection)
        .await
        .map_err(|error| explain(path, &error))?;
    if application_id != 0 || n_tables > 0 {
        return Err(OpenError::NotOurs(path.display().to_string()));
    }
    Ok(())
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

async fn migrate(path: &Path, options: &SqliteConnectOptions) -> Result<(), OpenError> {
    let mut connection = connect(path, options).await?;
    migrations::sqlite()
        .run(&mut connection)
        .await
        .map_err(|error| {
            let name = path.display().to_string();
            explain_migration(&name, error, |error| explain(path, error))
        })?;
    close(path, connection).await
}

/// Puts what SQLite says into one of our sentences; its primary result codes are in the low byte.
fn explain(path: &Path, error: &sqlx::Error) -> OpenError {
    const READONLY: u32 = 8;
    const CORRUPT: u32 = 11;
    const NOTADB: u32 = 26;
    let name = path.display().to_string();
    let Some(error) = error.as_database_error() else {
        let reason = error.to_string();
        return OpenError::Unreadable { name, reason };
    };
    let reason = error.message().to_owned();
    let code = error.code().unwrap_or_default();
    match code.parse::<u32>().map(|code| code & 0xff) {
        Ok(READONLY) => OpenError::ReadOnly { name, reason },
        Ok(CORRUPT | NOTADB) => OpenError::Damaged { name, reason },
        _ => OpenError::Unreadable { name, reason },
    }
}
