//! Bytes that are wrong, too many, or meant to break something.

use shared::meeting::DocumentKind;
use shared::wire::write_number;

use super::*;

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

/// So many client ids with one deleted block each, from this id on.
fn crowd(first: u64, n: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    write_number(&mut bytes, n);
    for client_id in (first..first + n).rev() {
        write_number(&mut bytes, 1);
        write_number(&mut bytes, client_id);
        bytes.extend([0, 0, 1]);
    }
    bytes.push(0);
    bytes
}

#[test]
fn no_crowd_of_client_ids_makes_the_state_vector_too_large_to_be_let_in_again() {
    let mut hall = Hall::new();
    let crowded = hall.say(KARI, &Message::Update(&crowd(10_000, 65)));
    assert_eq!(crowded, ["1 closed 4413"]);
    let limits = Limits::default();
    let mut first = 100_000;
    let mut persons = 0;
    loop {
        persons += 1;
        let session = SessionId(1_000 + persons);
        hall.join(session, &format!("per-{persons}"), Rights::Write);
        let mut n_stored = 0;
        let refusal = loop {
            let heard = hall
                .say(session, &Message::Update(&crowd(first, 64)))
                .pop()
                .unwrap();
            if !heard.contains("stored") {
                break heard;
            }
            n_stored += 1;
            first += 64;
        };
        assert_eq!(refusal, format!("{} closed 4413", session.0));
        if n_stored == 0 {
            break; // nobody may bring any more
        }
    }
    let state_vector = hall.room.replica().state_vector();
    assert!(
        state_vector.len() <= limits.state_vector,
        "{}",
        state_vector.len()
    );
    assert_eq!(
        hall.say(PER, &Message::SyncStep1(&state_vector)),
        ["2 step2"]
    );
}

#[test]
fn what_waits_is_bounded_by_what_it_takes_in_memory() {
    let mut hall = Hall::new();
    let mut bytes = Vec::new();
    write_number(&mut bytes, 1);
    write_number(&mut bytes, 20_000);
    bytes.extend([99, 10]);
    bytes.extend([0, 1].repeat(20_000));
    bytes.push(0);
    assert_eq!(hall.say(KARI, &Message::Update(&bytes)), ["1 closed 1012"]);
}

#[test]
fn a_log_that_gives_no_document_says_where() {
    let updates: [&[u8]; 2] = [&[0, 0], b"garbage"];
    let error = Contents::open(
        DocumentKind::Assessment,
        updates.into_iter(),
        HashMap::new(),
    )
    .err()
    .unwrap();
    assert_eq!(error.update_idx, 1);
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

    let contents = Contents::open(
        DocumentKind::Assessment,
        std::iter::once(&before[..]),
        HashMap::new(),
    )
    .unwrap();
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
