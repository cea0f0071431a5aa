use shared::document::assessment::{Seed, TextKey, seed, splice_text, text};
use shared::document::splice::Splice;
use shared::id::PersonId;
use shared::programme::Role;
use shared::template::ReviewForm;

use std::collections::{BTreeSet, HashMap};

use shared::awareness::{self, EXPIRES_AFTER_MS};

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
        let form = ReviewForm::from_json(include_str!("../../../../shared/templates/psv-4x4.json"))
            .unwrap();
        let first = seed(&mut Replica::new(9), &form, &Seed::default());
        let generation = Generation::parse("g-1").unwrap();
        let contents = Contents::open(std::iter::once(&first[..]), HashMap::new()).unwrap();
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
        for delivery in &self.effects.deliver {
            match delivery {
                Delivery::Enter { session } => drop(self.entered.insert(*session)),
                Delivery::Close { session, .. } => drop(self.entered.remove(session)),
                Delivery::Send { .. } | Delivery::Spread { .. } => {}
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
                Delivery::Enter { .. } => {}
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
    hall.handle_at(later, Input::Tick);
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
    let session = SessionId(9);
    hall.handle(Input::Join(Newcomer {
        session,
        person: person("odd"),
        rights: Rights::Write,
        speaks_samling: false,
        client_id: 5,
    }));
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
    hall.join(SessionId(10), "odd", Rights::Write);
    assert!(hall.heard()[0].contains("client_id: 110"));
}

#[test]
fn a_log_that_gives_no_document_says_where() {
    let updates: [&[u8]; 2] = [&[0, 0], b"garbage"];
    let error = Contents::open(updates.into_iter(), HashMap::new())
        .err()
        .unwrap();
    assert_eq!(error.update_idx, 1);
}

#[test]
fn who_comes_back_before_the_old_socket_is_found_dead_is_seen_at_once() {
    let mut hall = Hall::new();
    hall.say(KARI, &Message::Awareness(&presence(101, 1, "{}")));
    let session = SessionId(9);
    hall.join(session, "kari", Rights::Write);
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

#[test]
fn nobody_writes_under_anothers_client_id() {
    let mut hall = Hall::new();
    let own = written_as(101, &hall, "Kari. ");
    assert_eq!(
        hall.say(KARI, &Message::Update(&own)).last().unwrap(),
        "1 stored 1"
    );
    assert_eq!(hall.effects.bind, [(101, PersonId::parse("kari").unwrap())]);
    // Offered to somebody in hello, used before, or seen in a presence: each is taken.
    hall.say(PER, &Message::Awareness(&presence(777, 1, "{}")));
    for client_id in [101, 102, 777] {
        let session = if client_id == 101 { PER } else { KARI };
        let mut hall = Hall::new();
        hall.say(KARI, &Message::Update(&own));
        hall.say(PER, &Message::Awareness(&presence(777, 1, "{}")));
        let forged = written_as(client_id, &hall, "Falskt. ");
        let n = session.0;
        assert_eq!(
            hall.say(session, &Message::Update(&forged)),
            [format!("{n} denied")]
        );
        assert_eq!(
            hall.say(session, &Message::SyncStep2(&forged)),
            [format!("{n} closed 4403")]
        );
        assert_eq!(hall.reads(), "Kari. ");
    }
    // What is known already forges nothing, whoever brings it.
    assert_eq!(hall.say(PER, &Message::SyncStep2(&own)), ["2 stored 1"]);
    // The same person in another tab may go on where the first one was.
    hall.join(SessionId(9), "kari", Rights::Write);
    let more = written_as(101, &hall, "Mer. ");
    let heard = hall.say(SessionId(9), &Message::Update(&more));
    assert_eq!(heard.last().unwrap(), "9 stored 1");
    assert!(hall.effects.bind.is_empty(), "bound already");
}

#[test]
fn a_client_id_stays_its_persons_after_the_document_is_read_again() {
    let mut hall = Hall::new();
    let own = written_as(101, &hall, "Kari. ");
    hall.say(KARI, &Message::Update(&own));
    let snapshot = hall.room.replica().snapshot();
    let bound = HashMap::from([(101, PersonId::parse("kari").unwrap())]);
    let contents = Contents::open(std::iter::once(&snapshot[..]), bound).unwrap();
    hall.room.reopen(contents);
    for client_id in [101, 103] {
        let forged = written_as(client_id, &hall, "Falskt. ");
        hall.say(PER, &Message::Update(&forged));
        assert_eq!(hall.reads(), "Kari. ", "{client_id}");
        hall.handle(Input::Leave { session: PER });
        hall.join(PER, "per", Rights::Write);
    }
}

#[test]
fn rights_that_change_count_from_the_next_message_on() {
    let mut hall = Hall::new();
    let reassess = |hall: &mut Hall, now, rights| {
        hall.effects = Effects::default();
        let input = Input::Reassess {
            session: KARI,
            person: person("kari"),
            rights,
        };
        hall.handle_at(now, input);
        hall.heard()
    };
    assert_eq!(reassess(&mut hall, NOW, Rights::Read), ["1 Read"]);
    let under_way = [written_as(101, &hall, "en "), written_as(101, &hall, "to ")];
    for update in &under_way {
        assert_eq!(
            hall.say(KARI, &Message::Update(update)),
            ["1 denied"],
            "what was under way is refused, and the session may stay"
        );
    }
    assert_eq!(hall.reads(), "");
    // It would lack a confirmation for ever, so it must start anew.
    assert_eq!(reassess(&mut hall, NOW, Rights::Write), ["1 closed 1012"]);

    hall.join(KARI, "kari", Rights::Read);
    assert_eq!(reassess(&mut hall, NOW, Rights::Write), ["1 Write"]);
    let heard = hall.say(KARI, &Message::Update(&under_way[0]));
    assert_eq!(heard.last().unwrap(), "1 stored 1");

    assert_eq!(reassess(&mut hall, NOW, Rights::Read), ["1 Read"]);
    let late = NOW.plus_ms(60_000);
    let update = written_as(101, &hall, "tre ");
    for expected in ["1 denied", "1 closed 4403"] {
        hall.effects = Effects::default();
        let bytes = Message::Update(&update).encode().into();
        hall.handle_at(
            late,
            Input::Frame {
                session: KARI,
                bytes,
            },
        );
        assert_eq!(hall.heard(), [expected]);
    }
}

#[test]
fn who_missed_updates_gets_the_difference_in_one() {
    let mut hall = Hall::new();
    let first = written_as(101, &hall, "en ");
    hall.say(KARI, &Message::Update(&first));
    let mut reader = Replica::new(7);
    let step1 = Message::SyncStep1(&reader.state_vector()).encode();
    hall.frame(READER, &step1);
    reader.apply(&hall.room.replica().snapshot()).unwrap();
    let missed = written_as(101, &hall, "to ");
    hall.say(KARI, &Message::Update(&missed));
    hall.effects = Effects::default();
    hall.handle(Input::CatchUp { session: READER });
    let [
        Delivery::Send {
            session,
            frame,
            kind,
        },
    ] = &hall.effects.deliver[..]
    else {
        panic!("{:?}", hall.effects.deliver);
    };
    assert_eq!((*session, *kind), (READER, Kind::CatchUp));
    let [Message::SyncStep2(diff)] = decode(frame).unwrap()[..] else {
        panic!("{}", describe(frame));
    };
    reader.apply(diff).unwrap();
    assert_eq!(reader.snapshot(), hall.room.replica().snapshot());
}

#[test]
fn a_full_document_takes_no_more_and_loses_nothing() {
    let mut hall = Hall::new();
    hall.room.limits.document = hall.room.replica().snapshot().len() + 200;
    let small = written_as(101, &hall, &"a".repeat(100));
    assert_eq!(
        hall.say(KARI, &Message::Update(&small)).last().unwrap(),
        "1 stored 1"
    );
    let large = written_as(101, &hall, &"b".repeat(100));
    assert_eq!(hall.say(KARI, &Message::Update(&large)), ["1 closed 4413"]);
    assert_eq!(hall.reads(), "a".repeat(100));
    let less = written_as(102, &hall, "c");
    assert_eq!(
        hall.say(PER, &Message::Update(&less)).last().unwrap(),
        "2 stored 1",
        "what still fits is taken"
    );
}

#[test]
fn many_who_join_at_once_get_the_same_bytes_until_something_changes() {
    let mut hall = Hall::new();
    let empty = Message::SyncStep1(&[0]).encode();
    let answer = |hall: &mut Hall, session| {
        hall.frame(session, &empty);
        match &hall.effects.deliver[..] {
            [Delivery::Send { frame, .. }] => frame.clone(),
            other => panic!("{other:?}"),
        }
    };
    let (one, two) = (answer(&mut hall, KARI), answer(&mut hall, PER));
    assert_eq!(one.as_ptr(), two.as_ptr());
    let update = hall.update("hei");
    hall.say(KARI, &Message::Update(&update));
    assert_ne!(answer(&mut hall, PER), one);
}

/// A text in a row, at key x of the proposals.
fn row_with_text() -> Vec<u8> {
    let mut bytes = vec![1, 2, 7, 0, 0x27, 1, 9];
    bytes.extend_from_slice(b"proposals");
    bytes.extend([1, b'x', 1, 0x27, 0, 7, 0, 1, b't', 2, 0]);
    bytes
}

/// A letter in the conclusion, and one inside that letter: yrs finds out when it has merged the first.
fn half_merged() -> Vec<u8> {
    let mut bytes = vec![1, 2, 7, 0, 0x04, 1, 10];
    bytes.extend_from_slice(b"conclusion");
    bytes.extend([2, b'a', b'b', 0x04, 0, 7, 1, 1, b'c', 0]);
    bytes
}

#[test]
fn an_update_that_breaks_the_document_is_set_aside_and_nobody_notices() {
    let mut hall = Hall::new();
    let before = hall.room.replica().snapshot();
    hall.room.contents.believe(&row_with_text());
    let killer = half_merged();
    assert_eq!(hall.say(KARI, &Message::Update(&killer)), ["1 closed 4400"]);
    let set_aside = hall.effects.killer.take().expect("it broke");
    assert_eq!(set_aside.update, killer);
    assert_eq!(set_aside.sender.as_str(), "kari");
    assert!(hall.effects.append.is_empty());

    let contents = Contents::open(std::iter::once(&before[..]), HashMap::new()).unwrap();
    hall.room.reopen(contents);
    assert_eq!(
        hall.room.replica().snapshot(),
        before,
        "nothing of it is left"
    );
    let update = hall.update("hei");
    assert_eq!(
        hall.say(PER, &Message::Update(&update)),
        ["3 update", "2 stored 1"]
    );
    assert_eq!(hall.reads(), "hei");
}
