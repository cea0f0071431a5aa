//! Reading a document from disk and folding its log: two ways back, and nothing is ever opened shorter than it was.

use server::room::compaction::{Compacted, compact};
use server::store::clients::ClientBinding;
use server::store::log;
use server::store::meetings::Owner;
use server::store::quarantine::Quarantined;
use server::store::snapshots::{NewSnapshot, encode};
use server::store::writer::Write;
use shared::id::PersonId;
use shared::meeting::MeetingState;
use tests::desk::{Desk, NOW};

use super::DATABASE;

#[tokio::test]
async fn a_folded_log_reads_the_same_and_keeps_two_ways_back() {
    let mut desk = Desk::new(DATABASE).await;
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
    let mut desk = Desk::new(DATABASE).await;
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
    let mut desk = Desk::new(DATABASE).await;
    desk.types(&["en "]).await;
    desk.fold().await;
    desk.damage("snapshot", 2).await;
    assert_eq!(desk.opens_whole().await, [2], "the log still starts at 1");

    let mut desk = Desk::new(DATABASE).await;
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
    let mut desk = Desk::new(DATABASE).await;
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
    desk.database.run("DELETE FROM log WHERE seq = 5").await;
    assert_eq!(desk.damaged_row().await, 5);
    let error = compact(&desk.store, &desk.document, NOW).await.unwrap_err();
    assert!(error.to_string().starts_with("row 5 of stream"), "{error}");
}

#[tokio::test]
async fn a_log_that_ends_before_a_damaged_snapshot_is_not_served_shorter() {
    let mut desk = Desk::new(DATABASE).await;
    desk.types(&["en "]).await;
    desk.fold().await;
    desk.types(&["to ", "tre "]).await;
    desk.fold().await;
    desk.database.run("DELETE FROM log WHERE seq = 3").await;
    assert!(desk.opens_whole().await.is_empty(), "snapshot 4 covers it");
    desk.database.run("DELETE FROM log WHERE seq = 4").await;
    assert_eq!(
        desk.damaged_row().await,
        4,
        "what came after it may be gone too"
    );
    desk.damage("snapshot", 4).await;
    assert_eq!(desk.damaged_row().await, 3);
}

#[tokio::test]
async fn folding_happens_whole_or_not_at_all() {
    let mut desk = Desk::new(DATABASE).await;
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
    let mut desk = Desk::new(DATABASE).await;
    desk.types(&["en "]).await;
    desk.fold().await;
    desk.types(&["to "]).await;
    let loaded = desk.store.load_document(&desk.document).await.unwrap();
    let late = NewSnapshot {
        stream: desk.document.clone(),
        seq: 9,
        previous: loaded.snapshot_seq,
        at: NOW,
        body: encode(b""),
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
    let mut desk = Desk::new(DATABASE).await;
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

    let mut desk = Desk::new(DATABASE).await;
    desk.row("borte ");
    desk.types(&["bygger på det"]).await;
    let error = compact(&desk.store, &desk.document, NOW).await.unwrap_err();
    assert!(error.to_string().contains("waits for updates"), "{error}");
    assert_eq!(desk.n_rows("snapshot").await, 0);
}

#[tokio::test]
async fn a_live_log_grows_and_is_read_while_it_is_folded() {
    let mut desk = Desk::new(DATABASE).await;
    let (store, document) = (desk.store.clone(), desk.document.clone());
    let fold = tokio::spawn(async move {
        for _ in 0..40 {
            compact(&store, &document, NOW).await.unwrap();
        }
    });
    while !fold.is_finished() {
        desk.types(&["a "]).await;
        assert!(desk.opens_whole().await.is_empty());
    }
    fold.await.unwrap();
    assert_eq!(desk.n_rows("snapshot").await, 2);
}

#[tokio::test]
async fn a_client_id_belongs_to_who_wrote_under_it_first() {
    let mut desk = Desk::new(DATABASE).await;
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
    let desk = Desk::new(DATABASE).await;
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
    let desk = Desk::new(DATABASE).await;
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

    let save = |meeting| desk.store.write(Write::SaveMeeting(meeting));
    let document = desk.store.find_document(&desk.document).await.unwrap();
    let Owner::Meeting(mut meeting) = document.unwrap().owner else {
        panic!("an assessment is a meeting's");
    };
    (meeting.state, meeting.code) = (MeetingState::Closed, None);
    assert!(save(meeting.clone()).await.unwrap());
    let found = desk.store.find_meeting(&programme, meeting.id.as_str());
    assert_eq!(found.await.unwrap().as_ref(), Some(&*meeting));
    let by_code = desk.store.find_meeting(&programme, "482173").await.unwrap();
    assert_eq!(by_code, None);
    meeting.id = shared::id::MeetingId::parse("ukjent").unwrap();
    assert!(!save(meeting).await.unwrap());
}
