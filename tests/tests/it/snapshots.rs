//! Reading a document from disk and folding its log: two ways back, and nothing is ever opened shorter than it was.

use server::demo::sample;
use server::room::compaction::{Compacted, compact};
use server::store::clients::ClientBinding;
use server::store::log::{self, LogRow};
use server::store::quarantine::Quarantined;
use server::store::writer::Write;
use server::store::{Store, StoreError};
use shared::document::Replica;
use shared::document::assessment::{TextKey, splice_text, text};
use shared::document::splice::Splice;
use shared::id::{DocumentId, PersonId};
use shared::time::Timestamp;
use tests::DOCUMENT;
use tests::database::Database;

use super::DATABASE;

const NOW: Timestamp = Timestamp(1_000);
const CLIENT_ID: u64 = 4_711;

/// A store with the sample in it, and somebody who writes in its document.
struct Desk {
    database: Database,
    store: Store,
    document: DocumentId,
    author: PersonId,
    pen: Replica,
    next_seq: i64,
}

impl Desk {
    async fn new() -> Self {
        let database = Database::new(DATABASE);
        let store = database.open().await;
        let sample = sample::read(NOW).unwrap();
        let author = sample.people[0].id.clone();
        let create = Write::CreateProgramme(Box::new(sample));
        assert!(store.write(create).await.unwrap());
        let document = DocumentId::parse(DOCUMENT).unwrap();
        let loaded = store.load_document(&document).await.unwrap();
        let mut pen = Replica::new(CLIENT_ID);
        for logged in &loaded.updates {
            pen.apply(&logged.update).unwrap();
        }
        Self {
            database,
            store,
            document,
            author,
            pen,
            next_seq: loaded.next_seq,
        }
    }

    /// One log row per word.
    async fn types(&mut self, words: &[&str]) {
        for word in words {
            let row = self.row(word);
            let bindings = Vec::new();
            let append = Write::AppendLog { row, bindings };
            self.store.write(append).await.unwrap();
            self.next_seq += 1;
        }
    }

    fn row(&mut self, word: &str) -> LogRow {
        let splice = Splice {
            at: 0,
            delete: 0,
            insert: word.to_owned(),
        };
        let update = splice_text(&mut self.pen, &TextKey::Conclusion, &splice).unwrap();
        LogRow {
            stream: self.document.clone(),
            seq: self.next_seq,
            at: NOW,
            body: log::encode(std::iter::once((&self.author, &update[..]))),
        }
    }

    /// Folds the log; answers up to which row.
    async fn fold(&self) -> i64 {
        match compact(&self.store, &self.document, NOW).await {
            Ok(Compacted::Folded { seq, .. }) => seq,
            other => panic!("{other:?}"),
        }
    }

    async fn damage(&self, table: &str, seq: i64) {
        self.database.damage(table, DOCUMENT, seq).await;
    }

    /// The document as it opens from disk: what it reads, and which snapshots were of no use.
    async fn opens(&self) -> (Replica, Vec<i64>) {
        let loaded = self.store.load_document(&self.document).await.unwrap();
        assert_eq!(loaded.next_seq, self.next_seq);
        let mut replica = Replica::new(0);
        let log = loaded.updates.iter().map(|logged| &logged.update);
        for update in loaded.snapshot.iter().chain(log) {
            replica.apply(update).unwrap();
        }
        (replica, loaded.damaged_snapshots)
    }

    /// Opens the document and holds it against what was written.
    async fn opens_whole(&self) -> Vec<i64> {
        let (replica, damaged_snapshots) = self.opens().await;
        assert_eq!(
            text(&replica, &TextKey::Conclusion),
            text(&self.pen, &TextKey::Conclusion)
        );
        assert_eq!(replica.has_news(&self.pen.snapshot()), Ok(false));
        assert_eq!(self.pen.has_news(&replica.snapshot()), Ok(false));
        damaged_snapshots
    }

    /// The row that is named when the document does not open.
    async fn damaged_row(&self) -> i64 {
        match self.store.load_document(&self.document).await {
            Err(StoreError::DamagedRow { seq, .. }) => seq,
            other => panic!("{other:?}"),
        }
    }

    async fn n_rows(&self, table: &str) -> i64 {
        let count = format!("SELECT COUNT(*) FROM {table} WHERE stream = '{DOCUMENT}'");
        self.database.count(&count).await
    }
}

#[tokio::test]
async fn a_folded_log_reads_the_same_and_keeps_two_ways_back() {
    let mut desk = Desk::new().await;
    desk.types(&["en ", "to "]).await;
    assert_eq!(desk.fold().await, 3);
    assert_eq!(
        (desk.n_rows("snapshot").await, desk.n_rows("log").await),
        (1, 3)
    );
    desk.types(&["tre "]).await;
    assert_eq!(desk.fold().await, 4);
    assert_eq!(
        (desk.n_rows("snapshot").await, desk.n_rows("log").await),
        (2, 1)
    );
    desk.types(&["fire ", "fem "]).await;
    assert!(desk.opens_whole().await.is_empty());
    assert_eq!(desk.fold().await, 6);
    assert_eq!(
        (desk.n_rows("snapshot").await, desk.n_rows("log").await),
        (2, 2)
    );

    let again = compact(&desk.store, &desk.document, NOW).await.unwrap();
    assert_eq!(again, Compacted::NothingToDo);
    desk.types(&["seks "]).await;
    assert!(desk.opens_whole().await.is_empty());
    let loaded = desk.store.load_document(&desk.document).await.unwrap();
    assert_eq!(
        (loaded.snapshot_seq, loaded.n_rows_since_snapshot),
        (Some(6), 1)
    );
}

#[tokio::test]
async fn a_damaged_snapshot_is_passed_over_and_never_counted_as_a_way_back() {
    let mut desk = Desk::new().await;
    for words in [["en "], ["to "]] {
        desk.types(&words).await;
        desk.fold().await;
    }
    desk.types(&["tre "]).await;
    desk.damage("snapshot", 3).await;
    assert_eq!(desk.opens_whole().await, [3]);
    // The next snapshot is made from the older one, which therefore stays, with the log after it.
    desk.fold().await;
    assert!(desk.opens_whole().await.is_empty());
    assert_eq!(desk.n_rows("snapshot").await, 2);
    desk.damage("snapshot", 4).await;
    assert_eq!(desk.opens_whole().await, [4]);
}

#[tokio::test]
async fn without_a_whole_snapshot_the_log_must_be_whole() {
    let mut desk = Desk::new().await;
    desk.types(&["en "]).await;
    desk.fold().await;
    desk.damage("snapshot", 2).await;
    assert_eq!(desk.opens_whole().await, [2], "the log still starts at 1");

    let mut desk = Desk::new().await;
    for words in [["en "], ["to "]] {
        desk.types(&words).await;
        desk.fold().await;
    }
    desk.damage("snapshot", 3).await;
    desk.damage("snapshot", 2).await;
    assert_eq!(desk.damaged_row().await, 1);
}

#[tokio::test]
async fn a_row_that_is_needed_is_named_and_one_that_is_folded_does_no_harm() {
    let mut desk = Desk::new().await;
    desk.types(&["en "]).await;
    desk.fold().await;
    desk.types(&["to ", "tre "]).await;
    desk.fold().await;
    desk.types(&["fire ", "fem "]).await;

    desk.damage("log", 3).await;
    assert!(desk.opens_whole().await.is_empty(), "snapshot 4 covers it");
    desk.damage("log", 6).await;
    assert_eq!(desk.damaged_row().await, 6);
    desk.damage("log", 6).await;
    let error = desk.database.run("DELETE FROM log WHERE seq = 5");
    error.await;
    assert_eq!(desk.damaged_row().await, 5);
    let error = compact(&desk.store, &desk.document, NOW).await.unwrap_err();
    assert!(error.to_string().starts_with("row 5 of stream"), "{error}");
}

#[tokio::test]
async fn a_log_that_ends_before_a_damaged_snapshot_is_not_served_shorter() {
    let mut desk = Desk::new().await;
    desk.types(&["en "]).await;
    desk.fold().await;
    desk.types(&["to ", "tre "]).await;
    desk.fold().await;
    desk.database.run("DELETE FROM log WHERE seq = 4").await;
    assert!(desk.opens_whole().await.is_empty(), "snapshot 4 covers it");
    desk.damage("snapshot", 4).await;
    assert_eq!(desk.damaged_row().await, 4);
}

#[tokio::test]
async fn folding_happens_whole_or_not_at_all() {
    let mut desk = Desk::new().await;
    desk.types(&["en "]).await;
    desk.fold().await;
    desk.types(&["to ", "tre "]).await;
    for (kind, table) in [("INSERT", "snapshot"), ("DELETE", "log")] {
        desk.database.refuse(kind, table).await;
        compact(&desk.store, &desk.document, NOW).await.unwrap_err();
        desk.database.allow().await;
        assert_eq!(
            (desk.n_rows("snapshot").await, desk.n_rows("log").await),
            (1, 4),
            "{kind}"
        );
        assert!(desk.opens_whole().await.is_empty());
    }
    assert_eq!(desk.fold().await, 4);
}

#[tokio::test]
async fn of_two_who_fold_at_once_neither_takes_the_others_way_back() {
    let mut desk = Desk::new().await;
    desk.types(&["en "]).await;
    desk.fold().await;
    desk.types(&["to "]).await;
    let loaded = desk.store.load_document(&desk.document).await.unwrap();
    let late = server::store::snapshots::NewSnapshot {
        stream: desk.document.clone(),
        seq: 9,
        previous: loaded.snapshot_seq,
        at: NOW,
        body: server::store::snapshots::encode(b""),
    };
    for words in [["tre "], ["fire "]] {
        desk.types(&words).await;
        desk.fold().await;
    }
    assert!(!desk.store.write(Write::Compact(late)).await.unwrap());
    assert!(desk.opens_whole().await.is_empty());
}

#[tokio::test]
async fn a_document_that_cannot_be_merged_is_not_folded() {
    let mut desk = Desk::new().await;
    desk.types(&["en "]).await;
    let mut row = desk.row("to ");
    row.body = log::encode(std::iter::once((&desk.author, &b"no update"[..])));
    let bindings = Vec::new();
    let append = Write::AppendLog { row, bindings };
    desk.store.write(append).await.unwrap();
    let error = compact(&desk.store, &desk.document, NOW).await.unwrap_err();
    assert!(
        error.to_string().starts_with("update 2 cannot be merged"),
        "{error}"
    );

    let mut desk = Desk::new().await;
    desk.row("borte ");
    desk.types(&["bygger på det"]).await;
    let error = compact(&desk.store, &desk.document, NOW).await.unwrap_err();
    assert!(error.to_string().contains("waits for updates"), "{error}");
    assert_eq!(desk.n_rows("snapshot").await, 0);
}

#[tokio::test]
async fn a_live_log_grows_while_it_is_folded() {
    let mut desk = Desk::new().await;
    let (store, document) = (desk.store.clone(), desk.document.clone());
    let fold = tokio::spawn(async move {
        for _ in 0..20 {
            compact(&store, &document, NOW).await.unwrap();
        }
    });
    for _ in 0..100 {
        desk.types(&["a "]).await;
    }
    fold.await.unwrap();
    assert!(desk.opens_whole().await.is_empty());
}

#[tokio::test]
async fn a_client_id_belongs_to_who_wrote_under_it_first() {
    let mut desk = Desk::new().await;
    let other = PersonId::parse("odd-arne-brekke").unwrap();
    let binding = |client_id, person: &PersonId| ClientBinding {
        client_id,
        person: person.clone(),
    };
    let largest = shared::document::MAX_CLIENT_ID;
    let author = desk.author.clone();
    assert_ne!(author, other);
    for bindings in [
        vec![binding(1, &author), binding(largest, &author)],
        vec![binding(1, &other)],
    ] {
        let row = desk.row("hei ");
        desk.next_seq += 1;
        let append = Write::AppendLog { row, bindings };
        desk.store.write(append).await.unwrap();
    }
    // A row that is taken binds nothing.
    let mut row = desk.row("for sent ");
    row.seq -= 1;
    let bindings = vec![binding(2, &other)];
    let append = Write::AppendLog { row, bindings };
    desk.store.write(append).await.unwrap_err();

    let loaded = desk.store.load_document(&desk.document).await.unwrap();
    let expected = [(1, author.clone()), (largest, author)];
    assert_eq!(loaded.clients, expected.into());
}

#[tokio::test]
async fn bytes_that_broke_a_document_are_kept_apart() {
    let desk = Desk::new().await;
    let quarantined = Quarantined {
        id: server::clock::new_id(),
        document: desk.document.clone(),
        person: desk.author.clone(),
        at: NOW,
        reason: "it panicked".into(),
        body: vec![1, 2, 3],
    };
    let write = Write::Quarantine(quarantined);
    assert!(desk.store.write(write).await.unwrap());
    let count = "SELECT COUNT(*) FROM quarantine WHERE reason = 'it panicked' AND LENGTH(body) = 3";
    assert_eq!(desk.database.count(count).await, 1);
    assert!(desk.opens_whole().await.is_empty());
}

#[tokio::test]
async fn a_person_and_a_meeting_are_saved_as_they_are_now() {
    let desk = Desk::new().await;
    let (mut person, programme) = desk.store.find_person(&desk.author).await.unwrap().unwrap();
    person.title = Some("Ordfører".into());
    let save = |person, is_active| desk.store.write(Write::SavePerson { person, is_active });
    assert!(save(person.clone(), true).await.unwrap());
    let found = desk.store.find_person(&person.id).await.unwrap();
    assert_eq!(found.map(|(person, _)| person), Some(person.clone()));
    assert!(save(person.clone(), false).await.unwrap());
    assert!(desk.store.find_person(&person.id).await.unwrap().is_none());
    person.id = PersonId::parse("ukjent").unwrap();
    assert!(!save(person, true).await.unwrap());

    let save = |meeting| desk.store.write(Write::SaveMeeting(Box::new(meeting)));
    let document = desk.store.find_document(&desk.document).await.unwrap();
    let mut meeting = document.unwrap().meeting;
    (meeting.is_closed, meeting.code) = (true, None);
    assert!(save(meeting.clone()).await.unwrap());
    let found = desk.store.find_meeting(&programme, meeting.id.as_str());
    assert_eq!(found.await.unwrap(), Some(meeting.clone()));
    let by_code = desk.store.find_meeting(&programme, "482173").await.unwrap();
    assert_eq!(by_code, None);
    meeting.id = shared::id::MeetingId::parse("ukjent").unwrap();
    assert!(!save(meeting).await.unwrap());
}
