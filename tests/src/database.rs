//! A database of the test's own, and a hand on it beside the store: to damage it, and to make it refuse.

use std::path::PathBuf;

use server::on;
use server::store::Store;
use server::store::database::Database as Either;
use server::store::open::{Address, parse_address};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, Connection, PgConnection, SqliteConnection};
use tempfile::TempDir;
use tokio::time::timeout;

use crate::PATIENCE;
use crate::postgres::PostgresDatabase;

/// The databases there are; stories are told on each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Sqlite,
    Postgres,
}

/// Gone when it is dropped.
pub enum Database {
    Sqlite(TempDir),
    Postgres(PostgresDatabase),
}

impl Database {
    pub fn new(kind: Kind) -> Self {
        match kind {
            Kind::Sqlite => Self::Sqlite(tempfile::tempdir().expect("a temporary folder")),
            Kind::Postgres => Self::Postgres(PostgresDatabase::create()),
        }
    }

    pub fn url(&self) -> String {
        match self {
            Self::Sqlite(folder) => format!("sqlite://{}", path(folder).display()),
            Self::Postgres(database) => database.url(),
        }
    }

    pub fn address(&self) -> Address {
        parse_address(&self.url()).expect("an address")
    }

    pub async fn open(&self) -> Store {
        Store::open(self.address()).await.expect("the store opens")
    }

    /// Makes every write of a kind ("INSERT", "DELETE") on a table fail, until [`Self::allow`].
    pub async fn refuse(&self, kind: &str, table: &str) {
        match self {
            // As when the disk is full: SQLite rolls the whole transaction back under the library's hands.
            Self::Sqlite(_) => {
                let body = "BEGIN SELECT RAISE(ROLLBACK, 'refused'); END";
                self.run(&format!(
                    "CREATE TRIGGER refused BEFORE {kind} ON {table} {body}"
                ))
                .await;
            }
            Self::Postgres(_) => {
                self.run(&format!(
                    "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql
                         AS $$ BEGIN RAISE 'refused'; END $$;
                     CREATE TRIGGER refused BEFORE {kind} ON {table}
                         FOR EACH ROW EXECUTE FUNCTION refuse()"
                ))
                .await;
            }
        }
    }

    pub async fn allow(&self) {
        let sql = match self {
            Self::Sqlite(_) => "DROP TRIGGER refused",
            Self::Postgres(_) => "DROP FUNCTION refuse() CASCADE",
        };
        self.run(sql).await;
    }

    /// Changes one byte in the body of a row of `log` or `snapshot`; a second time, changes it back.
    pub async fn damage(&self, table: &str, stream: &str, seq: i64) {
        let select = format!("SELECT body FROM {table} WHERE stream = $1 AND seq = $2");
        let update = format!("UPDATE {table} SET body = $3 WHERE stream = $1 AND seq = $2");
        on!(self.connect().await, |mut connection| {
            let (mut body,): (Vec<u8>,) = sqlx::query_as(AssertSqlSafe(select))
                .bind(stream)
                .bind(seq)
                .fetch_one(&mut connection)
                .await
                .expect("the row is there");
            *body.last_mut().expect("it is not empty") ^= 1;
            sqlx::query(AssertSqlSafe(update))
                .bind(stream)
                .bind(seq)
                .bind(body)
                .execute(&mut connection)
                .await
                .map(drop)
                .expect("the row can be changed");
        });
    }

    /// A client id whose person is not there, as no write of ours can make it.
    pub async fn bind_to_nobody(&self, document: &str, client_id: i64) {
        match self {
            Self::Sqlite(_) => {}
            Self::Postgres(_) => {
                let sql =
                    "ALTER TABLE document_client DROP CONSTRAINT document_client_person_id_fkey";
                self.run(sql).await;
            }
        }
        self.run(&format!(
            "INSERT INTO document_client (document_id, client_id, person_id, bound_at)
             VALUES ('{document}', {client_id}, 'ingen', 0)"
        ))
        .await;
    }

    /// One statement or several, without parameters. SQLite does not mind references here.
    pub async fn run(&self, sql: &str) {
        on!(self.connect().await, |mut connection| {
            let done = sqlx::raw_sql(AssertSqlSafe(sql)).execute(&mut connection);
            if let Err(error) = done.await {
                panic!("{sql}: {error}");
            }
        });
    }

    /// What a query that counts answers.
    pub async fn count(&self, sql: &str) -> i64 {
        on!(self.connect().await, |mut connection| {
            let count = sqlx::query_scalar(AssertSqlSafe(sql)).fetch_one(&mut connection);
            count.await.unwrap_or_else(|error| panic!("{sql}: {error}"))
        })
    }

    /// Waits until a query that counts answers this.
    pub async fn until_count(&self, sql: &str, n: i64) {
        let count = async {
            while self.count(sql).await != n {
                tokio::task::yield_now().await;
            }
        };
        let in_time = timeout(PATIENCE, count).await;
        in_time.unwrap_or_else(|_| panic!("{sql} never answers {n}"));
    }

    /// A connection beside the store.
    pub async fn connect(&self) -> Either<SqliteConnection, PgConnection> {
        let unreachable = "the database can be reached";
        match self.address() {
            Either::Sqlite(path) => {
                let options = SqliteConnectOptions::new()
                    .filename(path)
                    .foreign_keys(false);
                let connection = SqliteConnection::connect_with(&options).await;
                Either::Sqlite(connection.expect(unreachable))
            }
            Either::Postgres(options) => Either::Postgres(
                PgConnection::connect_with(&options)
                    .await
                    .expect(unreachable),
            ),
        }
    }
}

fn path(folder: &TempDir) -> PathBuf {
    folder.path().join("samling.db")
}
