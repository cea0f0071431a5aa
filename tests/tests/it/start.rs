//! A server that cannot start says why in one sentence, and exits with 1.

use std::fs;
use std::net::TcpListener;
use std::path::Path;

use tests::process::{Demo, run};

/// Starts `serve` on a database that will not do.
async fn refusal(database: &Path) -> String {
    let url = format!("sqlite://{}", database.display());
    sentence(&["serve", "--listen", "127.0.0.1:0", "--database-url", &url]).await
}

async fn sentence(args: &[&str]) -> String {
    let output = run(args).await;
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(1), "{args:?}: {stderr}");
    assert_eq!(stderr.lines().count(), 1, "{args:?}: {stderr}");
    assert!(output.stdout.is_empty());
    stderr.trim_end().to_owned()
}

/// A database of ours, closed.
async fn stopped_demo(folder: &Path) -> std::path::PathBuf {
    let demo = Demo::start(folder).await;
    demo.terminate().await;
    assert_eq!(demo.end().await, Some(0));
    folder.join("samling.db")
}

#[tokio::test]
async fn a_file_that_is_not_ours_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.db");
    let name = path.display().to_string();
    let short = b"hei".to_vec();
    let text = "Dette er et brev, ikke en database. "
        .repeat(200)
        .into_bytes();
    for content in [short, text] {
        fs::write(&path, &content).unwrap();
        assert_eq!(
            refusal(&path).await,
            format!("{name} is not a database file")
        );
        assert_eq!(fs::read(&path).unwrap(), content);
    }

    let foreign = foreign_database();
    fs::write(&path, &foreign).unwrap();
    assert_eq!(
        refusal(&path).await,
        format!("{name} is a database of another program")
    );
    assert_eq!(fs::read(&path).unwrap(), foreign);
}

/// An SQLite file of one table, written by hand from the file format, whose application id is not ours.
fn foreign_database() -> Vec<u8> {
    let mut page = vec![0; 512];
    page[..16].copy_from_slice(b"SQLite format 3\0");
    page[16..24].copy_from_slice(&[2, 0, 1, 1, 0, 64, 32, 32]);
    page[27] = 1; // change counter
    page[31] = 1; // pages
    page[43] = 1; // schema cookie
    page[47] = 4; // schema format
    page[59] = 1; // UTF-8
    page[68..72].copy_from_slice(b"Brev"); // application id
    page[95] = 1; // version valid for
    page[100] = 13; // an empty leaf of the schema table
    page[105..107].copy_from_slice(&[2, 0]);
    page
}

#[tokio::test]
async fn a_damaged_database_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let path = stopped_demo(folder.path()).await;
    let whole = fs::read(&path).unwrap();

    let mut garbled = whole.clone();
    let n_bytes = garbled.len();
    garbled[4_096..n_bytes].fill(0xa5);
    for damaged in [garbled, whole[..whole.len() / 2].to_vec()] {
        fs::write(&path, damaged).unwrap();
        let sentence = refusal(&path).await;
        let start = format!("the database {} is damaged (", path.display());
        assert!(
            sentence.starts_with(&start) && sentence.ends_with("): restore it from a backup"),
            "{sentence}"
        );
    }
}

#[tokio::test]
async fn a_place_that_cannot_be_written_to_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("fil");
    fs::write(&file, "").unwrap();
    for (database, start) in [
        (
            file.join("samling.db"),
            format!("the folder {} cannot be made: ", file.display()),
        ),
        (
            "/proc/samling/samling.db".into(),
            "the folder /proc/samling cannot be made: ".to_owned(),
        ),
        (
            "/proc/samling.db".into(),
            "the database /proc/samling.db cannot be opened: ".to_owned(),
        ),
        (
            folder.path().into(),
            format!(
                "the database {} cannot be opened: ",
                folder.path().display()
            ),
        ),
    ] {
        let sentence = refusal(&database).await;
        assert!(sentence.starts_with(&start), "{sentence}");
    }
}

#[tokio::test]
async fn a_missing_folder_is_made() {
    let folder = tempfile::tempdir().unwrap();
    let deep = folder.path().join("a/b");
    let demo = Demo::start(&deep).await;
    demo.terminate().await;
    assert_eq!(demo.end().await, Some(0));
    assert!(deep.join("samling.db").exists());
}

#[tokio::test]
async fn a_taken_port_is_named_with_a_way_out() {
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port();
    let expected = format!(
        "port {port} is taken: stop what uses it or pass --listen 127.0.0.1:{}",
        port.checked_add(1).unwrap_or(8080)
    );
    assert_eq!(
        sentence(&["demo", "--listen", &format!("127.0.0.1:{port}")]).await,
        expected
    );
}

#[tokio::test]
async fn an_address_that_says_too_little_is_refused() {
    for (args, expected) in [
        (
            &[
                "serve",
                "--listen",
                "0.0.0.0:0",
                "--database-url",
                "sqlite:///tmp/x.db",
            ][..],
            "pass --public-url with the address people type, because 0.0.0.0:0 does not say it",
        ),
        (
            &[
                "serve",
                "--listen",
                "127.0.0.1:0",
                "--database-url",
                "mysql://localhost/samling",
            ],
            "\"mysql://localhost/samling\" is not the address of a database: write sqlite://PATH or postgres://USER@HOST/NAME",
        ),
        (
            &[
                "demo",
                "--listen",
                "127.0.0.1:0",
                "--oidc-issuer",
                "http://entra.example",
                "--oidc-client-id",
                "samling",
                "--oidc-client-secret",
                "x",
            ],
            "--oidc-issuer \"http://entra.example\" is not an https address",
        ),
        (
            &["serve", "--listen", "127.0.0.1:0", "--log", "=,="],
            "\"=,=\" is not a log filter: write a level such as info, or server=debug",
        ),
    ] {
        assert_eq!(sentence(args).await, expected);
    }
}

#[tokio::test]
async fn unknown_flags_and_bad_values_are_explained() {
    for args in [
        &["serve", "--tull"][..],
        &["tull"],
        &["serve", "--listen", "her"],
        &["serve", "--public-url", "https://example.no/path"],
        &["serve", "--oidc-issuer", "https://entra.example"],
        &["serve", "--oidc-client-id", "samling"],
        &["demo", "--data-dir", "x", "--database-url", "sqlite://y"],
        &[],
    ] {
        let output = run(args).await;
        assert_eq!(output.status.code(), Some(2), "{args:?}");
        assert!(!output.stderr.is_empty());
    }
    let help = run(&["serve", "--help"]).await;
    let help = String::from_utf8(help.stdout).unwrap();
    for (flag, variable) in [
        ("--listen", "SAMLING_LISTEN"),
        ("--database-url", "SAMLING_DATABASE_URL"),
        ("--public-url", "SAMLING_PUBLIC_URL"),
        ("--log", "SAMLING_LOG"),
        ("--oidc-issuer", "SAMLING_OIDC_ISSUER"),
    ] {
        assert!(help.contains(flag) && help.contains(variable), "{flag}");
    }
}
