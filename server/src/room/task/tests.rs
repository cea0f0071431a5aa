use shared::document::Replica;
use shared::document::assessment::{TextKey, splice_text, text};
use shared::document::splice::Splice;
use shared::programme::Person;
use shared::protocol::{Message, Rights, decode};
use shared::rights::Role;

use super::*;
use crate::app::{App, Outside};
use crate::config::PublicUrl;
use crate::demo::{self, PersonLine};
use crate::mail::{MailSettings, Mailer};
use crate::room::document::contents::KILLER;
use crate::room::document::session::Newcomer;
use crate::room::outbox::{Batch, OutboxReader, outbox};
use crate::store::open::Address;
use bytes::Bytes;

const PATIENCE: Duration = Duration::from_secs(20);

struct Hall {
    app: App,
    document: DocumentId,
    mailbox: mpsc::Sender<Mail>,
    people: Vec<PersonLine>,
    _folder: tempfile::TempDir,
}

struct Guest {
    session: SessionId,
    reader: OutboxReader,
    replica: Replica,
}

impl Hall {
    async fn open() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let store = Store::open(&folder.path().join("x.db")).await.unwrap();
        let database = Address::from(&folder.path().join("x.db"));
        let outside = Outside {
            mailer: Mailer::new(MailSettings::default(), &database).unwrap(),
            client_address_header: None,
            provider: None,
        };
        let app = App::new(store, PublicUrl::localhost(80), Limits::default(), outside);
        let people = demo::prepare(&app).await.unwrap().people;
        let document = DocumentId::parse("psv-2026-assessment").unwrap();
        let stored = app.store.find_document(&document).await.unwrap().unwrap();
        let mailbox = app
            .registry
            .mailbox(&document, stored.kind, &stored.generation);
        Self {
            app,
            document,
            mailbox,
            people,
            _folder: folder,
        }
    }

    async fn join(&self, person_idx: usize, client_id: u64) -> Guest {
        let person = &self.people[person_idx];
        let session = self.app.registry.next_session();
        let (outbox, reader) = outbox();
        let newcomer = Newcomer {
            session,
            person: Person {
                id: person.id.clone(),
                name: person.name.clone(),
                role: Role::BoardMember,
                title: None,
                represents: None,
            },
            rights: Rights::Write,
            speaks_samling: true,
            client_id,
        };
        self.mailbox
            .send(Mail::Join { newcomer, outbox })
            .await
            .unwrap();
        let mut replica = Replica::new(client_id);
        let loaded = self.app.store.load_document(&self.document).await.unwrap();
        for logged in &loaded.updates {
            replica.apply(&logged.update).unwrap();
        }
        Guest {
            session,
            reader,
            replica,
        }
    }

    async fn say(&self, guest: &mut Guest, words: &str) {
        let splice = Splice {
            at: 0,
            delete: 0,
            insert: words.into(),
        };
        let update = splice_text(&mut guest.replica, &TextKey::Conclusion, &splice).unwrap();
        let bytes: Bytes = Message::Update(&update).encode().into();
        let permit = self.app.registry.take_in(bytes.len()).await;
        let session = guest.session;
        let frame = Mail::Frame {
            session,
            bytes,
            permit,
        };
        self.mailbox.send(frame).await.unwrap();
    }
}

/// Reads on until a frame is this, or the code of the close.
async fn until(guest: &mut Guest, is_it: impl Fn(&Message<'_>) -> bool) -> Result<(), u16> {
    let wait = async {
        loop {
            let frames = match guest.reader.next().await {
                Batch::Frames(frames) => frames,
                Batch::CatchUp => continue,
                Batch::Close(end) => return Err(end.code),
            };
            for frame in &frames {
                for message in decode(frame).unwrap() {
                    if let Message::Update(update) = message {
                        guest.replica.apply(update).unwrap();
                    }
                    if is_it(&message) {
                        return Ok(());
                    }
                }
            }
        }
    };
    timeout(PATIENCE, wait).await.expect("in time")
}

#[tokio::test]
async fn what_breaks_the_document_is_set_aside_and_the_others_notice_nothing() {
    let hall = Hall::open().await;
    let mut kari = hall.join(0, 101).await;
    let mut per = hall.join(1, 102).await;
    // All three may well share a batch: the killer parts it in two.
    hall.say(&mut per, "Før. ").await;
    hall.say(&mut kari, KILLER).await;
    hall.say(&mut per, "Etter. ").await;
    assert_eq!(until(&mut kari, |_| false).await, Err(4400));
    let stored = |n| move |message: &Message<'_>| *message == Message::Stored(n);
    assert_eq!(until(&mut per, stored(2)).await, Ok(()));

    let mut late = hall.join(2, 103).await;
    hall.say(&mut late, "Sist. ").await;
    let is_update = |message: &Message<'_>| matches!(message, Message::Update(_));
    assert_eq!(
        until(&mut per, is_update).await,
        Ok(()),
        "the room is the same"
    );
    let reads = text(&per.replica, &TextKey::Conclusion).unwrap();
    assert!(reads.starts_with("Sist. Etter. Før. "), "{reads}");

    let loaded = hall.app.store.load_document(&hall.document).await.unwrap();
    let on_disk = loaded.updates.iter().any(|logged| {
        let update = &logged.update;
        update
            .windows(KILLER.len())
            .any(|part| part == KILLER.as_bytes())
    });
    assert!(!on_disk, "it is not in the log");
    let quarantined = hall
        .app
        .store
        .load_quarantine(&hall.document)
        .await
        .unwrap();
    assert_eq!(quarantined.len(), 1);
    assert_eq!(quarantined[0].person, hall.people[0].id);
    assert!(String::from_utf8_lossy(&quarantined[0].body).contains(KILLER));
}
