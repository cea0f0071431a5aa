//! `samling check`: what is whole is called whole, and every damage is named.

use std::sync::Arc;

use server::room::proceedings::history::History;
use server::store::Store;
use server::store::snapshots::{NewSnapshot, encode};
use server::store::writer::Write;
use shared::id::MeetingId;
use tests::DOCUMENT;
use tests::database::Database;
use tests::desk::{Desk, NOW};
use tests::process::{Demo, run};
use tests::server::TestServer;

use super::DATABASE;

/// The exit code and what was printed about the sample's document.
async fn check(database: &Database) -> (Option<i32>, Vec<String>) {
    let output = run(&["check", "--database-url", &database.url()]).await;
    let stdout = String::from_utf8(output.stdout).unwrap();
    let about = |line: &&str| line.contains(DOCUMENT);
    let lines = stdout.lines().filter(about);
    let lines = lines.map(|line| line.trim().to_owned()).collect();
    (output.status.code(), lines)
}

/// A document with two snapshots, at rows 2 and 4, and a row after them.
async fn folded_twice() -> Desk {
    let mut desk = Desk::new(DATABASE).await;
    desk.types(&["en "]).await;
    desk.fold().await;
    desk.types(&["to ", "tre "]).await;
    desk.fold().await;
    desk.types(&["fire "]).await;
    desk
}

#[tokio::test]
async fn what_is_whole_is_called_whole_while_a_server_runs() {
    let database = Database::new(DATABASE);
    let demo = Demo::start_on(&database).await;
    let (code, lines) = check(&database).await;
    assert_eq!(code, Some(0), "{lines:?}");
    let [line] = &lines[..] else {
        panic!("{lines:?}");
    };
    assert!(
        line.starts_with(&format!("{DOCUMENT}: ok, 1 rows, ")),
        "{line}"
    );
    demo.kill().await;

    let desk = folded_twice().await;
    let (code, lines) = check(&desk.database).await;
    assert_eq!(code, Some(0), "{lines:?}");
    assert!(
        lines[0].contains(": ok, 3 rows,") && lines[0].ends_with(", 3 edits"),
        "{lines:?}"
    );
}

#[tokio::test]
async fn what_is_whole_is_called_whole_while_its_log_is_folded() {
    let mut desk = folded_twice().await;
    let reader = Store::open_to_read(desk.database.address()).await.unwrap();
    let looking = tokio::spawn(async move {
        for _ in 0..60 {
            let report = server::check::check(&reader).await.unwrap();
            assert_eq!(report.n_damages, 0, "{:?}", report.lines);
        }
    });
    while !looking.is_finished() {
        desk.types(&["mer "]).await;
        desk.fold().await;
    }
    looking.await.unwrap();
}

#[tokio::test]
async fn every_damage_is_named_by_table_stream_and_row() {
    for (what, sql, expected) in [
        ("log", None, "row 4: its checksum is wrong"),
        ("snapshot", None, "row 4: its checksum is wrong"),
        (
            "log",
            Some("DELETE FROM log WHERE seq = 3"),
            "rows 3 to 3: missing",
        ),
        (
            "log",
            Some("DELETE FROM log WHERE seq >= 3"),
            "rows 3 to 4: missing",
        ),
        (
            "log",
            Some("DELETE FROM snapshot WHERE seq = 2"),
            "rows 1 to 2: missing",
        ),
    ] {
        let desk = folded_twice().await;
        match sql {
            Some(sql) => desk.database.run(sql).await,
            None => desk.damage(what, 4).await,
        }
        let (code, lines) = check(&desk.database).await;
        assert_eq!(code, Some(1), "{lines:?}");
        assert!(lines[0].contains(": damaged, "), "{lines:?}");
        let expected = format!("table {what}, stream {DOCUMENT}, {expected}");
        assert_eq!(lines[1], expected, "{sql:?}");
    }
}

#[tokio::test]
async fn a_snapshot_that_holds_another_document_is_named() {
    let mut desk = folded_twice().await;
    desk.row("aldri lagret ");
    let snapshot = NewSnapshot {
        stream: desk.document.clone(),
        seq: 5,
        previous: Some(4),
        at: NOW,
        body: encode(&desk.pen.snapshot()),
    };
    desk.store.write(Write::Compact(snapshot)).await.unwrap();
    let (code, lines) = check(&desk.database).await;
    assert_eq!(code, Some(1));
    assert_eq!(
        lines[1],
        format!(
            "table snapshot, stream {DOCUMENT}, row 5: it gives another document than the log before it"
        )
    );
}

#[tokio::test]
async fn a_document_that_does_not_open_is_named() {
    let desk = folded_twice().await;
    desk.damage("log", 5).await;
    let (code, lines) = check(&desk.database).await;
    assert_eq!(code, Some(1));
    assert_eq!(
        lines[2],
        format!(
            "table log, stream {DOCUMENT}, row 5: there is no whole way to the document: it does not open"
        )
    );
}

#[tokio::test]
async fn a_client_id_that_is_bound_to_nobody_is_named() {
    let desk = folded_twice().await;
    desk.database.bind_to_nobody(DOCUMENT, 77).await;
    let (code, lines) = check(&desk.database).await;
    assert_eq!(code, Some(1));
    assert_eq!(
        lines[1],
        format!("table document_client, stream {DOCUMENT}, client id 77: it is bound to nobody")
    );
}

#[tokio::test]
async fn a_database_that_is_not_up_to_date_is_left_alone() {
    for (sql, reason) in [
        (
            "DELETE FROM _sqlx_migrations WHERE version = 5",
            "was made by an older version of Samling: `samling serve` brings it up to date",
        ),
        (
            "UPDATE _sqlx_migrations SET version = 99 WHERE version = 5",
            "was made by a newer version of Samling",
        ),
    ] {
        let database = Database::new(DATABASE);
        database.open().await.close().await;
        database.run(sql).await;
        let output = run(&["check", "--database-url", &database.url()]).await;
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1));
        assert!(stderr.trim_end().ends_with(reason), "{stderr}");
    }
}

#[tokio::test]
async fn a_damaged_row_of_a_meeting_is_named_and_the_meeting_does_not_open() {
    let server = TestServer::start_on(DATABASE).await;
    let database = Arc::clone(server.shared_database());
    server.stop().await;
    let output = run(&["check", "--database-url", &database.url()]).await;
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert!(stdout.contains("\npsv-2026: ok, 1 rows, "), "{stdout}");
    database
        .run("UPDATE log SET body = (SELECT body FROM log WHERE stream = 'psv-2026-assessment') WHERE stream = 'psv-2026'")
        .await;
    let output = run(&["check", "--database-url", &database.url()]).await;
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1));
    let damage = "  table log, stream psv-2026, row 1: it holds what is no entry";
    assert!(stdout.contains(damage), "{stdout}");
    let store = database.open().await;
    let meeting = MeetingId::parse("psv-2026").unwrap();
    let loaded = store.load_proceedings(&meeting).await.unwrap();
    assert!(History::open(&meeting, &loaded).is_err());
    store.close().await;
}
