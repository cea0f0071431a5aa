//! The room asked directly: one `Hall` with two who write and one who reads.

mod presence;
mod rights;
mod server;
mod trouble;
mod updates;

use shared::document::assessment::{Seed, TextKey, seed, splice_text, text};
use shared::document::splice::Splice;
use shared::id::PersonId;
use shared::rights::Role;
use shared::template::ReviewForm;

use std::collections::{BTreeSet, HashMap};

use shared::awareness::{self, EXPIRES_AFTER_MS};
use shared::meeting::DocumentKind;

use super::session::MAX_HELD;
use super::*;

const NOW: Timestamp = Timestamp(1_000);
const KARI: SessionId = SessionId(1);
const PER: SessionId = SessionId(2);
const READER: SessionId = SessionId(3);

struct Hall {
    room: DocumentRoom,
    effects: Effects,
    entered: BTreeSet<SessionId>,
    /// A replica that has the seed, to make updates with.
    pen: Replica,
}

impl Hall {
    fn new() -> Self {
        let form =
            ReviewForm::from_json(include_str!("../../../../../shared/templates/psv-4x4.json"))
                .unwrap();
        let first = seed(&mut Replica::new(9), &form, &Seed::default());
        let generation = Generation::parse("g-1").unwrap();
        let contents = Contents::open(
            DocumentKind::Assessment,
            std::iter::once(&first[..]),
            HashMap::new(),
        )
        .unwrap();
        let room = DocumentRoom::new(generation, Limits::default(), contents);
        let mut pen = Replica::new(50);
        pen.apply(&first).unwrap();
        let mut hall = Self {
            room,
            effects: Effects::default(),
            entered: BTreeSet::new(),
            pen,
        };
        for (session, name, rights) in [
            (KARI, "kari", Rights::Write),
            (PER, "per", Rights::Write),
            (READER, "lena", Rights::Read),
        ] {
            hall.join(session, name, rights);
        }
        hall.effects = Effects::default();
        hall
    }

    /// Joins with a new replica, under client id 100 and the session's number.
    fn join(&mut self, session: SessionId, name: &str, rights: Rights) {
        self.handle(Input::Join(Newcomer {
            session,
            person: person(name),
            rights,
            speaks_samling: true,
            client_id: 100 + session.0,
        }));
    }

    fn handle(&mut self, input: Input) {
        self.handle_at(NOW, input);
    }

    fn handle_at(&mut self, now: Timestamp, input: Input) {
        if let Input::Leave { session } = &input {
            self.entered.remove(session);
        }
        self.room.handle(input, now, &mut self.effects);
        // Whoever falls behind here has read everything else already.
        while let Some(idx) = self
            .effects
            .deliver
            .iter()
            .position(|delivery| matches!(delivery, Delivery::FallBehind { .. }))
        {
            if let Delivery::FallBehind { session } = self.effects.deliver.remove(idx) {
                let catch_up = Input::CatchUp { session };
                self.room.handle(catch_up, now, &mut self.effects);
            }
        }
        for delivery in &self.effects.deliver {
            match delivery {
                Delivery::Enter { session } => drop(self.entered.insert(*session)),
                Delivery::Close { session, .. } => drop(self.entered.remove(session)),
                Delivery::FallBehind { .. } | Delivery::Send { .. } | Delivery::Spread { .. } => {}
            }
        }
    }

    /// Sends one message and answers what each session got, as short words.
    fn say(&mut self, session: SessionId, message: &Message<'_>) -> Vec<String> {
        self.frame(session, &message.encode())
    }

    fn frame(&mut self, session: SessionId, frame: &[u8]) -> Vec<String> {
        self.effects = Effects::default();
        self.handle(Input::Frame {
            session,
            bytes: Bytes::copy_from_slice(frame),
        });
        self.heard()
    }

    /// What each session hears, one line for each.
    fn heard(&self) -> Vec<String> {
        let mut heard = Vec::new();
        for delivery in &self.effects.deliver {
            match delivery {
                Delivery::Enter { .. } | Delivery::FallBehind { .. } => {}
                Delivery::Send { session, frame, .. } => {
                    heard.push(format!("{} {}", session.0, describe(frame)));
                }
                Delivery::Spread { frame, except, .. } => {
                    let hearers = self
                        .entered
                        .iter()
                        .filter(|session| Some(**session) != *except);
                    heard.extend(
                        hearers.map(|session| format!("{} {}", session.0, describe(frame))),
                    );
                }
                Delivery::Close { session, code, .. } => {
                    heard.push(format!("{} closed {code}", session.0));
                }
            }
        }
        heard
    }

    fn update(&mut self, word: &str) -> Vec<u8> {
        let splice = Splice {
            at: 0,
            delete: 0,
            insert: word.into(),
        };
        splice_text(&mut self.pen, &TextKey::Conclusion, &splice).unwrap()
    }

    fn reads(&self) -> String {
        text(self.room.replica(), &TextKey::Conclusion).unwrap()
    }
}

fn person(name: &str) -> Person {
    Person {
        id: PersonId::parse(name).unwrap(),
        name: name.into(),
        role: Role::BoardMember,
        title: None,
        represents: None,
    }
}

fn describe(frame: &[u8]) -> String {
    match &decode(frame).unwrap()[0] {
        Message::SyncStep1(_) => "step1".to_owned(),
        Message::SyncStep2(_) => "step2".to_owned(),
        Message::Update(_) => "update".to_owned(),
        Message::Awareness(bytes) => {
            let entries = awareness::decode(bytes, 99).unwrap();
            let states: Vec<String> = entries
                .iter()
                .map(|entry| format!("{}={}", entry.client_id, name_in(&entry.state)))
                .collect();
            format!("awareness {}", states.join(","))
        }
        Message::Denied(_) => "denied".to_owned(),
        Message::Stored(n_stored) => format!("stored {n_stored}"),
        Message::Rights(rights) => format!("{rights:?}"),
        other => format!("{other:?}"),
    }
}

fn name_in(state: &str) -> String {
    let state: serde_json::Value = serde_json::from_str(state).unwrap();
    state["user"]["name"].as_str().unwrap_or("gone").to_owned()
}

fn presence(client_id: u64, clock: u64, state: &str) -> Vec<u8> {
    awareness::encode(std::iter::once(&awareness::Entry {
        client_id,
        clock,
        state: state.into(),
    }))
}

/// An update under some client id that puts a word into the conclusion.
fn written_as(client_id: u64, hall: &Hall, word: &str) -> Vec<u8> {
    let mut replica = hall.room.replica().with_client_id(client_id);
    let splice = Splice {
        at: 0,
        delete: 0,
        insert: word.into(),
    };
    splice_text(&mut replica, &TextKey::Conclusion, &splice).unwrap()
}
