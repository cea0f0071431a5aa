//! A database of the test's own, and a hand on it beside the store: to damage it, and to make it refuse.

use std::path::PathBuf;

use server::store::Store;
use sqlx::{AssertSqlSafe, Connection, SqliteConnection};
use tempfile::TempDir;

pub struct Database {
    folder: TempDir,
}

impl Database {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        Self { folder }
    }

    pub fn path(&self) -> PathBuf {
        self.folder.path().join("samling.db")
    }

    pub async fn open(&self) -> Store {
        Store::open(&self.path()).await.expect("the store opens")
    }

    /// Makes every write of a kind ("INSERT", "DELETE") on a table fail, until [`Self::allow`].
    pub async fn refuse(&self, kind: &str, table: &str) {
        self.run(&format!(
            "CREATE TRIGGER refused BEFORE {kind} ON {table} BEGIN SELECT RAISE(FAIL, 'refused'); END"
        ))
        .await;
    }

    pub async fn allow(&self) {
        self.run("DROP TRIGGER refused").await;
    }

    /// Changes one byte in the body of a row of `log` or `snapshot`.
    pub async fn damage(&self, table: &str, stream: &str, seq: i64) {
        let mut connection = self.connect().await;
        let select = format!("SELECT body FROM {table} WHERE stream = $1 AND seq = $2");
        let (mut body,): (Vec<u8>,) = sqlx::query_as(AssertSqlSafe(select))
            .bind(stream)
            .bind(seq)
            .fetch_one(&mut connection)
            .await
            .expect("the row is there");
        *body.last_mut().expect("it is not empty") ^= 1;
        let update = format!("UPDATE {table} SET body = $3 WHERE stream = $1 AND seq = $2");
        sqlx::query(AssertSqlSafe(update))
            .bind(stream)
            .bind(seq)
            .bind(body)
            .execute(&mut connection)
            .await
            .expect("the row can be changed");
    }

    pub async fn run(&self, sql: &str) {
        sqlx::query(AssertSqlSafe(sql))
            .execute(&mut self.connect().await)
            .await
            .unwrap_or_else(|error| panic!("{sql}: {error}"));
    }

    /// What a query that counts answers.
    pub async fn count(&self, sql: &str) -> i64 {
        sqlx::query_scalar(AssertSqlSafe(sql))
            .fetch_one(&mut self.connect().await)
            .await
            .unwrap_or_else(|error| panic!("{sql}: {error}"))
    }

    async fn connect(&self) -> SqliteConnection {
        let address = format!("sqlite://{}", self.path().display());
        SqliteConnection::connect(&address)
            .await
            .expect("the database can be reached")
    }
}

impl Default for Database {
    fn default() -> Self {
        Self::new()
    }
}
