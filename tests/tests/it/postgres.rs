//! What only a database server can do: refuse, vanish, and fall silent.

use std::process::Command;

use server::store::StoreError;
use server::store::log::{self, LogRow};
use server::store::writer::Write;
use shared::document::assessment::TextKey;
use shared::id::DocumentId;
use shared::time::Timestamp;
use tests::database::{Database, Kind};
use tests::postgres::cluster;
use tests::process::{Demo, run};

/// The one sentence with which `serve` ends.
async fn refusal(url: &str) -> String {
    let output = run(&["serve", "--listen", "127.0.0.1:0", "--database-url", url]).await;
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{stderr}");
    assert_eq!(stderr.lines().count(), 1, "{stderr}");
    stderr.trim_end().to_owned()
}

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

#[tokio::test]
async fn a_server_that_will_not_do_says_why() {
    let server = format!("127.0.0.1:{}", cluster().port());
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let closed_at = closed.local_addr().unwrap();
    drop(closed);
    let database = Database::new(Kind::Postgres);
    database
        .run("CREATE ROLE stranger LOGIN PASSWORD 'riktig'")
        .await;
    let name = database.url().rsplit('/').next().unwrap().to_owned();
    for (url, expected) in [
        (
            format!("postgres://samling@{closed_at}/samling"),
            format!(
                "the database server at {closed_at} cannot be reached: Connection refused (os error 111)"
            ),
        ),
        (
            format!("postgres://stranger:galt@{server}/{name}"),
            format!(
                "the database server at {server} does not let stranger in: password authentication failed for user \"stranger\""
            ),
        ),
        (
            format!("postgres://ukjent@{server}/{name}"),
            format!(
                "the database server at {server} does not let ukjent in: role \"ukjent\" does not exist"
            ),
        ),
        (
            cluster().url("postgres", "finnes_ikke"),
            format!(
                "the database server at {server} has no database finnes_ikke: make it with `createdb finnes_ikke`"
            ),
        ),
        (
            format!("postgres://stranger:riktig@{server}/{name}"),
            format!(
                "the database {name} at {server} cannot be written to: permission denied for schema public"
            ),
        ),
        (
            format!("postgres://stranger:riktig@{server}/{name}?sslmode=require"),
            format!(
                "the database server at {server} cannot be reached: this program speaks no TLS: leave sslmode out of the address"
            ),
        ),
        (
            format!("postgres://stranger:riktig@{server}x/{name}"),
            "the address of the database cannot be read (invalid port number): write postgres://USER:PASSWORD@HOST/NAME".to_owned(),
        ),
    ] {
        assert_eq!(refusal(&url).await, expected);
    }
}

#[tokio::test]
async fn a_database_that_is_not_ours_is_left_alone() {
    for (sql, expected) in [
        ("CREATE TABLE brev (id BIGINT)", "is a database of another program"),
        (
            "CREATE TABLE _sqlx_migrations (version BIGINT, description TEXT, success BOOLEAN, checksum BYTEA);
             INSERT INTO _sqlx_migrations VALUES (1, 'brev', TRUE, '')",
            "is a database of another program",
        ),
    ] {
        let database = Database::new(Kind::Postgres);
        database.run(sql).await;
        let sentence = refusal(&database.url()).await;
        assert!(sentence.ends_with(expected), "{sentence}");
        let tables = "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'public'";
        assert_eq!(database.count(tables).await, 1);
    }

    let database = Database::new(Kind::Postgres);
    database.open().await.close().await;
    let newer = "UPDATE _sqlx_migrations SET version = 99 WHERE version = 2";
    database.run(newer).await;
    let sentence = refusal(&database.url()).await;
    assert!(
        sentence.ends_with("was made by a newer version of Samling"),
        "{sentence}"
    );
}

#[tokio::test]
async fn the_demo_keeps_its_words_on_a_server_and_wants_a_database_of_its_own() {
    let database = Database::new(Kind::Postgres);
    let demo = Demo::start_on(&database).await;
    let mut chair = demo.dial("chair").join().await;
    chair.types(&TextKey::Conclusion, "På en tjener. ").await;
    chair.until_stored().await;
    demo.kill().await;

    let demo = Demo::start_on(&database).await;
    let late = demo.dial("programme-manager").join().await;
    assert!(
        late.reads(&TextKey::Conclusion)
            .starts_with("På en tjener. ")
    );
    demo.terminate().await;
    assert_eq!(demo.end().await, Some(0));

    let rename =
        "BEGIN; SET session_replication_role = replica; UPDATE programme SET id = 'annet'; COMMIT";
    database.run(rename).await;
    let output = run(&[
        "demo",
        "--listen",
        "127.0.0.1:0",
        "--database-url",
        &database.url(),
    ])
    .await;
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(
        String::from_utf8(output.stderr).unwrap().lines().last(),
        Some("there is another programme in this database: the demo needs one of its own")
    );
}

#[tokio::test]
async fn connections_that_are_cut_are_made_anew() {
    let database = Database::new(Kind::Postgres);
    let store = database.open().await;
    store.write(row("s", 1)).await.unwrap();
    let cut = "SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity
               WHERE datname = current_database() AND pid <> pg_backend_pid()";
    assert!(database.count(cut).await > 0);
    store.write(row("s", 2)).await.unwrap_err();
    store.write(row("s", 2)).await.unwrap();
    assert!(store.has_programme().await.is_ok());
}

#[tokio::test]
async fn a_server_that_falls_silent_holds_nobody_up() {
    let database = Database::new(Kind::Postgres);
    let store = database.open().await;
    store.write(row("s", 1)).await.unwrap();
    let writer = "SELECT pid::BIGINT FROM pg_stat_activity
                  WHERE datname = current_database() AND application_name = 'samling writer'";
    let pid = database.count(writer).await.to_string();
    signal("-STOP", &pid);
    let silence = store.write(row("s", 2)).await;
    signal("-CONT", &pid);
    assert!(matches!(silence, Err(StoreError::TooSlow)), "{silence:?}");
    // What was under way may still come to be: an error promises nothing. So another row shows that writing goes on.
    store.write(row("t", 1)).await.unwrap();
}

fn signal(signal: &str, pid: &str) {
    let status = Command::new("kill").args([signal, pid]).status().unwrap();
    assert!(status.success());
}
