use shared::document::assessment::{Seed, TextKey, seed, splice_text, text};
use shared::document::splice::Splice;
use shared::id::PersonId;
use shared::programme::Role;
use shared::template::ReviewForm;

use shared::awareness::{self, EXPIRES_AFTER_MS};

use super::*;

const NOW: Timestamp = Timestamp(1_000);
const KARI: SessionId = SessionId(1);
const PER: SessionId = SessionId(2);
const READER: SessionId = SessionId(3);

struct Hall {
    room: DocumentRoom,
    effects: Effects,
    /// A replica that has the seed, to make updates with.
    pen: Replica,
}

impl Hall {
    fn new() -> Self {
        let form = ReviewForm::from_json(include_str!("../../../../shared/templates/psv-4x4.json"))
            .unwrap();
        let first = seed(&mut Replica::new(9), &form, &Seed::default());
        let generation = Generation::parse("g-1").unwrap();
        let room =
            DocumentRoom::open(generation, Limits::default(), std::iter::once(&first[..])).unwrap();
        let mut pen = Replica::new(50);
        pen.apply(&first).unwrap();
        let mut hall = Self {
            room,
            effects: Effects::default(),
            pen,
        };
        for (session, name, may_write) in [
            (KARI, "kari", true),
            (PER, "per", true),
            (READER, "lena", false),
        ] {
            let role = if may_write {
                Role::BoardMember
            } else {
                Role::Observer
            };
            let id = PersonId::parse(name).unwrap();
            let person = Person {
                id,
                name: name.into(),
                role,
                title: None,
                represents: None,
            };
            hall.handle(Input::Join {
                session,
                person,
                may_write,
                speaks_samling: true,
                client_id: 100 + session.0,
            });
        }
        hall.effects = Effects::default();
        hall
    }

    fn handle(&mut self, input: Input) {
        self.room.handle(input, NOW, &mut self.effects);
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

    fn heard(&self) -> Vec<String> {
        self.effects.deliver.iter().map(describe).collect()
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

fn describe(delivery: &Delivery) -> String {
    match delivery {
        Delivery::Close { session, code, .. } => format!("{} closed {code}", session.0),
        Delivery::Send { session, frame } => {
            let what = match &decode(frame).unwrap()[0] {
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
                other => format!("{other:?}"),
            };
            format!("{} {what}", session.0)
        }
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

#[test]
fn an_update_is_kept_shown_to_the_others_and_confirmed_to_its_author() {
    let mut hall = Hall::new();
    let update = hall.update("hei");
    assert_eq!(
        hall.say(KARI, &Message::Update(&update)),
        ["2 update", "3 update", "1 stored 1"]
    );
    assert_eq!(hall.effects.append.len(), 1);
    assert_eq!(
        hall.effects.append[0].update, update,
        "the received bytes, not a re-encoding"
    );
    assert_eq!(hall.effects.append[0].author.as_str(), "kari");
    assert_eq!(hall.reads(), "hei");
    assert_eq!(
        hall.say(PER, &Message::Update(&update)),
        ["2 stored 1"],
        "known already: confirmed, nobody disturbed"
    );
    assert!(hall.effects.append.is_empty());
}

#[test]
fn an_update_before_its_predecessor_waits_unmerged_and_unconfirmed() {
    let mut hall = Hall::new();
    let (first, second) = (hall.update("to "), hall.update("en "));
    assert_eq!(hall.say(KARI, &Message::Update(&second)), [] as [&str; 0]);
    assert!(hall.effects.append.is_empty());
    assert_eq!(hall.reads(), "");
    let heard = hall.say(KARI, &Message::SyncStep2(&first));
    assert_eq!(
        heard,
        ["2 update", "3 update", "2 update", "3 update", "1 stored 2"]
    );
    assert_eq!(hall.reads(), "en to ");
}

#[test]
fn a_session_that_never_fills_its_hole_must_synchronise_again() {
    let mut hall = Hall::new();
    let missing = hall.update("x");
    let mut heard = Vec::new();
    for _ in 0..=MAX_HELD {
        let update = hall.update("y");
        heard = hall.say(KARI, &Message::Update(&update));
    }
    assert_eq!(heard, ["1 closed 1012"]);
    assert_eq!(
        hall.say(PER, &Message::Update(&missing)),
        ["3 update", "2 stored 1"],
        "nobody else notices"
    );
}

#[test]
fn rights_are_looked_at_per_message() {
    let mut hall = Hall::new();
    let nothing_new = hall.room.replica().snapshot();
    assert_eq!(
        hall.say(READER, &Message::SyncStep2(&nothing_new)),
        [] as [&str; 0]
    );
    let empty = Replica::new(1).state_vector();
    assert_eq!(hall.say(READER, &Message::SyncStep1(&empty)), ["3 step2"]);
    let update = hall.update("hei");
    assert_eq!(hall.say(READER, &Message::Update(&update)), ["3 denied"]);
    assert_eq!(
        hall.say(READER, &Message::SyncStep2(&update)),
        ["3 closed 4403"]
    );
    assert_eq!(hall.reads(), "");
    assert!(hall.effects.append.is_empty());
}

/// A plain value nested so deep that decoding it would overflow the stack.
fn nested(depth: usize) -> Vec<u8> {
    let mut bytes = vec![1, 1, 1, 0, 8, 1, 10];
    bytes.extend_from_slice(b"conclusion");
    bytes.push(1);
    bytes.extend(std::iter::repeat_n([117, 1], depth).flatten());
    bytes.extend([126, 0]);
    bytes
}

#[test]
fn malformed_frames_close_their_sender_and_nobody_else() {
    let big = vec![0; Limits::default().update + 1];
    let bad_presence = [
        Message::Awareness(b"\x01").encode(),
        Message::Awareness(&presence(101, 1, "[]")).encode(),
    ];
    let cases = [
        (vec![], 4400),
        (vec![0xff; 30], 4400),
        (vec![0, 2, 200, 1], 4400),
        (Message::Update(b"garbage").encode(), 4400),
        (Message::Update(&nested(100_000)).encode(), 4400),
        (Message::SyncStep1(&[0xff; 20]).encode(), 4400),
        (Message::Stored(1).encode(), 4400),
        (Message::Denied("no").encode(), 4400),
        (Message::Update(&big).encode(), 4413),
        (bad_presence[0].clone(), 4400),
        (bad_presence[1].clone(), 4400),
    ];
    for (frame, code) in cases {
        let mut hall = Hall::new();
        assert_eq!(
            hall.frame(KARI, &frame),
            [format!("1 closed {code}")],
            "{:?}",
            &frame[..frame.len().min(20)]
        );
        assert_eq!(
            hall.frame(KARI, &frame),
            [] as [&str; 0],
            "what was under way comes too late"
        );
        let update = hall.update("hei");
        assert_eq!(
            hall.say(PER, &Message::Update(&update)),
            ["3 update", "2 stored 1"]
        );
    }
}

#[test]
fn presence_is_stamped_gathered_and_told_once() {
    let mut hall = Hall::new();
    let lie = r#"{"user":{"name":"Ordføreren"},"field":"conclusion"}"#;
    assert_eq!(
        hall.say(KARI, &Message::Awareness(&presence(101, 1, lie))),
        [] as [&str; 0]
    );
    assert_eq!(
        hall.say(PER, &Message::Awareness(&presence(102, 1, "{}"))),
        [] as [&str; 0]
    );
    hall.handle(Input::Tick);
    let everyone = "awareness 101=kari,102=per";
    assert_eq!(
        hall.heard(),
        [
            format!("1 {everyone}"),
            format!("2 {everyone}"),
            format!("3 {everyone}")
        ]
    );
    hall.effects = Effects::default();
    hall.handle(Input::Tick);
    assert_eq!(hall.heard(), [] as [&str; 0]);
    assert_eq!(
        hall.say(READER, &Message::QueryAwareness),
        [format!("3 {everyone}")]
    );
}

#[test]
fn nobody_speaks_for_another() {
    let mut hall = Hall::new();
    hall.say(KARI, &Message::Awareness(&presence(101, 1, "{}")));
    hall.say(PER, &Message::Awareness(&presence(101, 9, "null")));
    hall.say(PER, &Message::Awareness(&presence(101, 9, "{}")));
    hall.say(KARI, &Message::Awareness(&presence(777, 1, "{}")));
    assert_eq!(
        hall.say(READER, &Message::QueryAwareness),
        ["3 awareness 101=kari"]
    );
}

#[test]
fn whoever_leaves_or_falls_silent_is_gone() {
    let mut hall = Hall::new();
    hall.say(KARI, &Message::Awareness(&presence(101, 1, "{}")));
    hall.say(PER, &Message::Awareness(&presence(102, 1, "{}")));
    hall.effects = Effects::default();
    hall.handle(Input::Tick);
    hall.effects = Effects::default();
    hall.handle(Input::Leave { session: KARI });
    hall.handle(Input::Tick);
    assert_eq!(
        hall.heard(),
        ["2 awareness 101=gone", "3 awareness 101=gone"]
    );
    hall.effects = Effects::default();
    let later = NOW.plus_ms(EXPIRES_AFTER_MS);
    hall.room.handle(Input::Tick, later, &mut hall.effects);
    assert_eq!(
        hall.heard(),
        ["2 awareness 102=gone", "3 awareness 102=gone"]
    );
}

#[test]
fn who_joins_is_greeted_with_the_document_and_those_present() {
    let mut hall = Hall::new();
    hall.say(KARI, &Message::Awareness(&presence(101, 1, "{}")));
    hall.effects = Effects::default();
    let person = Person {
        id: PersonId::parse("odd").unwrap(),
        name: "odd".into(),
        role: Role::Chair,
        title: None,
        represents: None,
    };
    let session = SessionId(9);
    hall.handle(Input::Join {
        session,
        person: person.clone(),
        may_write: true,
        speaks_samling: false,
        client_id: 5,
    });
    assert_eq!(
        hall.heard(),
        ["9 step1", "9 awareness 101=kari"],
        "a stock client hears only what it knows"
    );
    let update = hall.update("hei");
    assert_eq!(
        hall.say(session, &Message::Update(&update)),
        ["1 update", "2 update", "3 update"]
    );
    hall.effects = Effects::default();
    hall.handle(Input::Join {
        session: SessionId(10),
        person,
        may_write: true,
        speaks_samling: true,
        client_id: 6,
    });
    assert!(hall.heard()[0].contains("client_id: 6"));
}

#[test]
fn a_log_that_gives_no_document_says_where() {
    let updates: [&[u8]; 2] = [&[0, 0], b"garbage"];
    let generation = Generation::parse("g-1").unwrap();
    let error = DocumentRoom::open(generation, Limits::default(), updates.into_iter())
        .err()
        .unwrap();
    assert_eq!(error.update_idx, 1);
}

#[test]
fn who_comes_back_before_the_old_socket_is_found_dead_is_seen_at_once() {
    let mut hall = Hall::new();
    hall.say(KARI, &Message::Awareness(&presence(101, 1, "{}")));
    let person = Person {
        id: PersonId::parse("kari").unwrap(),
        name: "kari".into(),
        role: Role::BoardMember,
        title: None,
        represents: None,
    };
    let session = SessionId(9);
    hall.handle(Input::Join {
        session,
        person,
        may_write: true,
        speaks_samling: true,
        client_id: 5,
    });
    hall.say(
        session,
        &Message::Awareness(&presence(101, 2, r#"{"field":"x"}"#)),
    );
    hall.handle(Input::Leave { session: KARI });
    hall.effects = Effects::default();
    hall.handle(Input::Tick);
    assert_eq!(
        hall.heard()[0],
        "2 awareness 101=kari",
        "the old socket takes nothing with it"
    );
}

/// A chain of shared types, each inside the one before: deleting the first would overflow the stack.
fn chain(n_types: u8, kind: u8) -> Vec<u8> {
    let mut bytes = vec![1, n_types, 7, 0, 0x27, 1, 9];
    bytes.extend_from_slice(b"proposals");
    bytes.extend([1, b'x', 1]);
    for parent in 0..n_types - 1 {
        bytes.extend([0x27, 0, 7, parent, 1, b'x', kind]);
    }
    bytes.push(0);
    bytes
}

#[test]
fn shared_types_nest_no_deeper_than_a_text_in_a_row() {
    let cases = [
        (chain(2, 2), "1 stored 1"),
        (chain(3, 2), "1 closed 4400"),
        (chain(2, 1), "1 closed 4400"),
        (chain(100, 1), "1 closed 4400"),
    ];
    for (update, expected) in cases {
        let mut hall = Hall::new();
        let heard = hall.say(KARI, &Message::Update(&update));
        assert_eq!(
            heard.last().map(String::as_str),
            Some(expected),
            "{update:?}"
        );
    }
}

#[test]
fn a_deletion_of_what_nobody_has_waits_and_disturbs_nobody() {
    let mut hall = Hall::new();
    let dangling = [0, 1, 77, 1, 5, 1];
    assert_eq!(hall.say(KARI, &Message::Update(&dangling)), [] as [&str; 0]);
    for _ in 0..3 {
        let update = hall.update("y");
        assert_eq!(hall.say(PER, &Message::Update(&update)).len(), 3);
    }
    let empty = Replica::new(1).state_vector();
    assert_eq!(hall.say(READER, &Message::SyncStep1(&empty)), ["3 step2"]);
}
