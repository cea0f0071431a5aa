//! Somebody who writes in the sample's document without a server: straight into the store.

use server::demo::sample;
use server::room::compaction::{Compacted, compact};
use server::store::log::{self, LogRow};
use server::store::writer::Write;
use server::store::{Store, StoreError};
use shared::document::Replica;
use shared::document::assessment::{TextKey, splice_text, text};
use shared::document::splice::Splice;
use shared::id::{DocumentId, PersonId};
use shared::time::Timestamp;

use crate::DOCUMENT;
use crate::database::{Database, Kind};

pub const NOW: Timestamp = Timestamp(1_000);
const CLIENT_ID: u64 = 4_711;

/// A store with the sample in it, and somebody who writes in its document.
pub struct Desk {
    pub database: Database,
    pub store: Store,
    pub document: DocumentId,
    pub author: PersonId,
    pub pen: Replica,
    pub next_seq: i64,
}

impl Desk {
    pub async fn new(kind: Kind) -> Self {
        let database = Database::new(kind);
        let store = database.open().await;
        let sample = sample::read(NOW).expect("the sample is whole");
        let author = sample.people[0].person.id.clone();
        let create = Write::CreateProgramme(Box::new(sample));
        assert!(store.write(create).await.expect("the sample is stored"));
        let document = DocumentId::parse(DOCUMENT).expect("an id");
        let loaded = store
            .load_document(&document)
            .await
            .expect("the sample has a document");
        let mut pen = Replica::new(CLIENT_ID);
        for logged in &loaded.updates {
            pen.apply(&logged.update).expect("what is stored merges");
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
    pub async fn types(&mut self, words: &[&str]) {
        for word in words {
            let row = self.row(word);
            let bindings = Vec::new();
            let append = Write::AppendLog { row, bindings };
            self.store.write(append).await.expect("a row is stored");
            self.next_seq += 1;
        }
    }

    pub fn row(&mut self, word: &str) -> LogRow {
        let splice = Splice {
            at: 0,
            delete: 0,
            insert: word.to_owned(),
        };
        let update = splice_text(&mut self.pen, &TextKey::Conclusion, &splice);
        let update = update.expect("a word is a change");
        LogRow {
            stream: (&self.document).into(),
            seq: self.next_seq,
            at: NOW,
            body: log::encode(std::iter::once((&self.author, &update[..]))),
        }
    }

    /// Folds the log; answers up to which row.
    pub async fn fold(&self) -> i64 {
        match compact(&self.store, &self.document, NOW).await {
            Ok(Compacted::Folded { seq, .. }) => seq,
            other => panic!("{other:?}"),
        }
    }

    pub async fn damage(&self, table: &str, seq: i64) {
        self.database.damage(table, DOCUMENT, seq).await;
    }

    /// The document as it opens from disk: what it reads, and which snapshots were of no use.
    pub async fn opens(&self) -> (Replica, Vec<i64>) {
        let loaded = self
            .store
            .load_document(&self.document)
            .await
            .expect("the document opens");
        assert_eq!(loaded.next_seq, self.next_seq);
        let mut replica = Replica::new(0);
        let log = loaded.updates.iter().map(|logged| &logged.update);
        for update in loaded.snapshot.iter().chain(log) {
            replica.apply(update).expect("what is stored merges");
        }
        (replica, loaded.damaged_snapshots)
    }

    /// Opens the document and holds it against what was written.
    pub async fn opens_whole(&self) -> Vec<i64> {
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
    pub async fn damaged_row(&self) -> i64 {
        match self.store.load_document(&self.document).await {
            Err(StoreError::DamagedRow { seq, .. }) => seq,
            other => panic!("{other:?}"),
        }
    }

    pub async fn n_rows(&self, table: &str) -> i64 {
        let count = format!("SELECT COUNT(*) FROM {table} WHERE stream = '{DOCUMENT}'");
        self.database.count(&count).await
    }
}
