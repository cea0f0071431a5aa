use super::*;
use crate::store::log::LogRow;
use crate::store::writer::Write;

fn stream() -> DocumentId {
    DocumentId::parse("s").unwrap()
}

fn row(seq: i64, body: Vec<u8>) -> Write {
    let row = LogRow {
        stream: stream(),
        seq,
        at: Timestamp(0),
        body,
    };
    let bindings = Vec::new();
    Write::AppendLog { row, bindings }
}

/// A row with one update, which is the row's own number.
fn good(seq: i64) -> Write {
    let author = PersonId::parse("kari").unwrap();
    let update = [u8::try_from(seq).unwrap()];
    row(seq, log::encode(std::iter::once((&author, &update[..]))))
}

fn snapshot(seq: i64, body: Vec<u8>) -> Write {
    Write::Compact(NewSnapshot {
        stream: stream(),
        seq,
        at: Timestamp(0),
        body,
    })
}

/// The snapshot's bytes, and the numbers of the rows after it.
fn shape(loaded: &LoadedDocument) -> (Option<&[u8]>, Vec<u8>) {
    let updates = loaded.updates.iter();
    (
        loaded.snapshot.as_deref(),
        updates.map(|logged| logged.update[0]).collect(),
    )
}

async fn opened() -> (tempfile::TempDir, Store) {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(&folder.path().join("x.db")).await.unwrap();
    (folder, store)
}

#[tokio::test]
async fn there_are_always_two_ways_back() {
    let (folder, store) = opened().await;
    for seq in 1..=9 {
        store.write(good(seq)).await.unwrap();
        if seq % 3 == 0 {
            let body = encode(format!("to {seq}").as_bytes());
            assert!(store.write(snapshot(seq, body.clone())).await.unwrap());
            assert!(
                !store.write(snapshot(seq, body)).await.unwrap(),
                "there is one"
            );
        }
    }
    store.write(good(10)).await.unwrap();
    let loaded = store.load_document(&stream()).await.unwrap();
    assert_eq!(shape(&loaded), (Some(&b"to 9"[..]), vec![10]));
    assert_eq!((loaded.next_seq, loaded.n_rows_since_snapshot), (11, 1));

    let mut disk = other_hand(&folder).await;
    garble(&mut disk, "snapshot", 9).await;
    let loaded = store.load_document(&stream()).await.unwrap();
    assert_eq!(shape(&loaded), (Some(&b"to 6"[..]), vec![7, 8, 9, 10]));
    assert_eq!(loaded.damaged_snapshots, [9]);

    garble(&mut disk, "snapshot", 6).await;
    let error = store.load_document(&stream()).await.unwrap_err();
    assert!(
        matches!(error, StoreError::DamagedSnapshot { seq: 6, .. }),
        "{error}"
    );
}

#[tokio::test]
async fn without_any_whole_snapshot_the_whole_log_serves() {
    let (folder, store) = opened().await;
    for seq in 1..=3 {
        store.write(good(seq)).await.unwrap();
    }
    store.write(snapshot(3, encode(b"to 3"))).await.unwrap();
    let mut disk = other_hand(&folder).await;
    garble(&mut disk, "snapshot", 3).await;
    let loaded = store.load_document(&stream()).await.unwrap();
    assert_eq!(shape(&loaded), (None, vec![1, 2, 3]));
    sqlx::query("DELETE FROM log WHERE seq = 3")
        .execute(&mut disk)
        .await
        .unwrap();
    let error = store.load_document(&stream()).await.unwrap_err();
    assert!(
        matches!(error, StoreError::DamagedSnapshot { seq: 3, .. }),
        "never shorter than it was: {error}"
    );
}

#[tokio::test]
async fn a_row_that_is_needed_and_damaged_is_named() {
    let (folder, store) = opened().await;
    for seq in 1..=4 {
        store.write(good(seq)).await.unwrap();
    }
    store.write(snapshot(2, encode(b"to 2"))).await.unwrap();
    let mut disk = other_hand(&folder).await;
    garble(&mut disk, "log", 2).await;
    let loaded = store.load_document(&stream()).await.unwrap();
    assert_eq!(shape(&loaded).1, [3, 4], "the snapshot stands for it");
    garble(&mut disk, "log", 3).await;
    let error = store.load_document(&stream()).await.unwrap_err();
    assert!(
        matches!(error, StoreError::DamagedRow { seq: 3, .. }),
        "{error}"
    );
    sqlx::query("DELETE FROM log WHERE seq = 3")
        .execute(&mut disk)
        .await
        .unwrap();
    let error = store.load_document(&stream()).await.unwrap_err();
    assert!(
        matches!(error, StoreError::DamagedRow { seq: 3, .. }),
        "{error}"
    );
}

#[tokio::test]
async fn a_compaction_that_fails_half_way_changes_nothing() {
    let (folder, store) = opened().await;
    for seq in 1..=4 {
        store.write(good(seq)).await.unwrap();
    }
    store.write(snapshot(2, encode(b"to 2"))).await.unwrap();
    let mut disk = other_hand(&folder).await;
    let fail = "CREATE TRIGGER fail BEFORE DELETE ON log BEGIN SELECT RAISE(ABORT, 'fail'); END";
    sqlx::query(fail).execute(&mut disk).await.unwrap();
    assert!(store.write(snapshot(4, encode(b"to 4"))).await.is_err());
    sqlx::query("DROP TRIGGER fail")
        .execute(&mut disk)
        .await
        .unwrap();
    let loaded = store.load_document(&stream()).await.unwrap();
    assert_eq!(shape(&loaded), (Some(&b"to 2"[..]), vec![3, 4]));
}

#[test]
fn a_damaged_snapshot_is_never_taken_for_a_whole_one() {
    let body = encode(b"a document");
    assert_eq!(decode(body.clone()).as_deref(), Some(&b"a document"[..]));
    for len in 0..body.len() {
        assert_eq!(decode(body[..len].to_vec()), None, "cut to {len}");
    }
    for at in 0..body.len() {
        let mut garbled = body.clone();
        garbled[at] ^= 0x10;
        assert_eq!(decode(garbled), None, "garbled at {at}");
    }
}

async fn other_hand(folder: &tempfile::TempDir) -> SqliteConnection {
    use sqlx::Connection;
    let address = format!("sqlite://{}", folder.path().join("x.db").display());
    SqliteConnection::connect(&address).await.unwrap()
}

async fn garble(disk: &mut SqliteConnection, table: &'static str, seq: i64) {
    let sql = format!("UPDATE {table} SET body = x'01020304' WHERE seq = $1");
    sqlx::query(sqlx::AssertSqlSafe(sql))
        .bind(seq)
        .execute(disk)
        .await
        .unwrap();
}
