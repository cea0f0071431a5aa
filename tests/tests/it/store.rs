//! The writer: what shares a commit, what fails alone, and that writing goes on once the cause of a failure is gone.

use std::time::Instant;

use server::on;
use server::store::database::Database as Either;
use server::store::log::{self, LogRow};
use server::store::writer::Write;
use server::store::{Store, StoreError};
use shared::id::DocumentId;
use shared::time::Timestamp;
use sqlx::PgConnection;
use tests::database::{Database, Kind};

use super::DATABASE;

/// People are told within this long.
const TOLD_WITHIN: std::time::Duration = std::time::Duration::from_secs(5);

fn row(stream: &str, seq: i64) -> Write {
    let row = LogRow {
        stream: (&DocumentId::parse(stream).unwrap()).into(),
        seq,
        at: Timestamp(0),
        body: log::encode(std::iter::empty()),
    };
    let bindings = Vec::new();
    Write::AppendLog { row, bindings }
}

async fn next_seq(store: &Store, stream: &str) -> i64 {
    let id = DocumentId::parse(stream).unwrap();
    store.load_document(&id).await.unwrap().next_seq
}

#[tokio::test]
async fn a_request_that_fails_takes_no_other_with_it() {
    let database = Database::new(DATABASE);
    let store = database.open().await;
    store.write(row("taken", 1)).await.unwrap();

    let streams: Vec<String> = (0..50).map(|n| format!("s{n}")).collect();
    let writes = streams.iter().map(|stream| store.write(row(stream, 1)));
    let (conflict, written) = tokio::join!(
        store.write(row("taken", 1)),
        futures_util::future::join_all(writes)
    );
    assert!(matches!(conflict, Err(StoreError::Conflict { seq: 1, .. })));
    assert!(written.iter().all(Result::is_ok));
    store.close().await;
    let late = store.write(row("late", 1)).await;
    assert!(matches!(late, Err(StoreError::Closed)));

    let store = database.open().await;
    for stream in ["taken", "s0", "s49"] {
        assert_eq!(next_seq(&store, stream).await, 2, "{stream}");
    }
}

#[tokio::test]
async fn writing_goes_on_once_what_refused_it_is_gone() {
    let database = Database::new(DATABASE);
    let store = database.open().await;
    database.refuse("INSERT", "log").await;
    for _ in 0..3 {
        assert!(store.write(row("s", 1)).await.is_err());
    }
    database.allow().await;
    store.write(row("s", 1)).await.unwrap();
    store.write(row("s", 2)).await.unwrap();
    assert_eq!(next_seq(&store, "s").await, 3);
}

#[tokio::test]
async fn who_cannot_write_hears_so_in_time() {
    let database = Database::new(DATABASE);
    let store = database.open().await;
    store.write(row("s", 1)).await.unwrap();
    let mut other = database.connect().await;
    let lock = match DATABASE {
        Kind::Sqlite => "BEGIN IMMEDIATE",
        Kind::Postgres => "BEGIN; LOCK TABLE log IN EXCLUSIVE MODE",
    };
    execute(&mut other, lock).await;

    let started = Instant::now();
    let streams: Vec<String> = (0..50).map(|n| format!("s{n}")).collect();
    let writes = streams.iter().map(|stream| store.write(row(stream, 1)));
    let answers = futures_util::future::join_all(writes).await;
    assert!(answers.iter().all(Result::is_err));
    assert!(started.elapsed() < TOLD_WITHIN, "{:?}", started.elapsed());
    assert_eq!(next_seq(&store, "s").await, 2, "reading goes on");

    execute(&mut other, "ROLLBACK").await;
    store.write(row("s", 2)).await.unwrap();
}

/// Several statements, without parameters.
async fn execute(connection: &mut Either<sqlx::SqliteConnection, PgConnection>, sql: &'static str) {
    on!(connection, |connection| {
        sqlx::raw_sql(sql)
            .execute(&mut *connection)
            .await
            .map(drop)
            .unwrap();
    });
}

#[tokio::test]
async fn two_stores_on_one_database_share_one_log() {
    let database = Database::new(DATABASE);
    let (one, two) = (database.open().await, database.open().await);
    let writes = (1..=20).flat_map(|seq| [one.write(row("s", seq)), two.write(row("s", seq))]);
    let answers = futures_util::future::join_all(writes).await;
    let is_conflict =
        |answer: &&Result<bool, StoreError>| matches!(answer, Err(StoreError::Conflict { .. }));
    assert_eq!(answers.iter().filter(|answer| answer.is_ok()).count(), 20);
    assert_eq!(answers.iter().filter(is_conflict).count(), 20);
    assert_eq!(next_seq(&one, "s").await, 21);
}
