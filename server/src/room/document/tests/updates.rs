//! What becomes of an update, and of those who missed some.

use super::*;

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
    assert!(hall.effects.deliver.is_empty(), "a little later");
    hall.handle_at(NOW.plus_ms(1_000), Input::Tick);
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
    assert_ne!(answer(&mut hall, READER), one);
}
