use super::*;
use crate::document::assessment::{Seed, TextKey, seed, splice_text, text};
use crate::document::splice::Splice;
use crate::protocol::{Hello, Message, SCHEMA, close, decode};
use crate::template::ReviewForm;

const NOW: Timestamp = Timestamp(0);

fn server_replica() -> Replica {
    let form = ReviewForm::from_json(include_str!("../../templates/psv-4x4.json")).unwrap();
    let mut replica = Replica::new(0);
    seed(&mut replica, &form, &Seed::default());
    replica
}

fn hello(generation: &str, rights: Rights) -> Vec<u8> {
    let generation = Generation::parse(generation).unwrap();
    Message::Hello(Hello {
        schema: SCHEMA,
        generation,
        connection: "c1".into(),
        client_id: 77,
        rights,
    })
    .encode()
}

/// A client that is greeted, has the whole document and owes nothing.
fn connected(server: &Replica, rights: Rights) -> ClientSync {
    let mut client = ClientSync::new(5, LocalCopy::default()).unwrap();
    connect(&mut client, server, "g-1", rights);
    client
}

fn connect(
    client: &mut ClientSync,
    server: &Replica,
    generation: &str,
    rights: Rights,
) -> Vec<Effect> {
    let mut effects = Vec::new();
    client.opened();
    for frame in [
        hello(generation, rights),
        Message::SyncStep1(&server.state_vector()).encode(),
        Message::SyncStep2(&server.snapshot()).encode(),
    ] {
        client.frame(&frame, NOW, &mut effects).unwrap();
    }
    effects
}

fn type_word(client: &mut ClientSync, word: &str) -> Vec<Effect> {
    let mut effects = Vec::new();
    let splice = Splice {
        at: 0,
        delete: 0,
        insert: word.into(),
    };
    client.edit(
        |replica| splice_text(replica, &TextKey::Conclusion, &splice),
        &mut effects,
    );
    effects
}

fn sent(effects: &[Effect]) -> Vec<&[u8]> {
    effects
        .iter()
        .filter_map(|effect| {
            if let Effect::Send(frame) = effect {
                Some(&frame[..])
            } else {
                None
            }
        })
        .collect()
}

fn carries_update(frame: &[u8]) -> bool {
    let is_update = |message| matches!(message, Message::Update(_) | Message::SyncStep2(_));
    decode(frame).unwrap().into_iter().all(is_update)
}

#[test]
fn a_new_replica_takes_the_id_it_is_given_and_keeps_it() {
    let server = server_replica();
    let mut client = connected(&server, Rights::Write);
    assert_eq!(client.replica().client_id(), 77);
    let again = hello("g-1", Rights::Write);
    client.opened();
    client.frame(&again, NOW, &mut Vec::new()).unwrap();
    assert_eq!(client.replica().client_id(), 77);
}

#[test]
fn nothing_is_sent_before_the_device_has_it_nor_forgotten_before_the_server_has() {
    let server = server_replica();
    let mut client = connected(&server, Rights::Write);
    let effects = type_word(&mut client, "hei");
    assert_eq!(sent(&effects), [] as [&[u8]; 0]);
    assert!(client.would_lose());
    assert_eq!(client.save_state(), SaveState::Saving);

    let mut effects = Vec::new();
    client.kept(1, &mut effects);
    assert_eq!(sent(&effects).len(), 1);
    assert!(!client.would_lose());

    effects.clear();
    client
        .frame(&Message::Stored(1).encode(), NOW, &mut effects)
        .unwrap();
    assert_eq!(effects, [], "that was the answer to step 1");
    client
        .frame(&Message::Stored(2).encode(), NOW, &mut effects)
        .unwrap();
    assert_eq!(effects, [Effect::Forget { up_to: 1 }]);
    assert_eq!(client.save_state(), SaveState::Stored);
}

#[test]
fn what_was_typed_offline_goes_with_the_answer_to_step_1() {
    let server = server_replica();
    let mut client = connected(&server, Rights::Write);
    client.closed(&mut Vec::new());
    type_word(&mut client, "en ");
    type_word(&mut client, "to ");
    client.kept(1, &mut Vec::new());
    assert_eq!(
        client.save_state(),
        SaveState::Saving,
        "the second is not on the device yet"
    );
    let effects = connect(&mut client, &server, "g-1", Rights::Write);
    assert!(
        !sent(&effects).into_iter().any(carries_update),
        "the second change is not kept yet"
    );
    let mut effects = Vec::new();
    client.kept(2, &mut effects);
    let frames = sent(&effects);
    let mut copy = server.with_client_id(3);
    let Message::SyncStep2(update) = decode(frames[0]).unwrap()[0] else {
        panic!("not a step 2")
    };
    copy.apply(update).unwrap();
    assert_eq!(text(&copy, &TextKey::Conclusion).as_deref(), Some("to en "));
    assert_eq!(frames.len(), 2);
    let each = decode(frames[1]).unwrap();
    assert_eq!(
        each.len(),
        2,
        "each change goes as a message of its own too"
    );
    client
        .frame(&Message::Stored(2).encode(), NOW, &mut Vec::new())
        .unwrap();
    assert_eq!(client.n_waiting(), 1);
    client
        .frame(&Message::Stored(3).encode(), NOW, &mut Vec::new())
        .unwrap();
    assert_eq!(client.n_waiting(), 0);
}

#[test]
fn a_device_that_cannot_keep_says_so_only_when_it_matters() {
    let server = server_replica();
    let mut client = connected(&server, Rights::Write);
    client.closed(&mut Vec::new());
    type_word(&mut client, "hei");
    client.not_kept(1, &mut Vec::new());
    assert_eq!(client.save_state(), SaveState::Failing(Failure::NotKept));
    assert!(client.would_lose());
    let effects = connect(&mut client, &server, "g-1", Rights::Write);
    assert!(sent(&effects).into_iter().any(carries_update));
    assert_eq!(client.save_state(), SaveState::Saving);
}

#[test]
fn the_outbox_never_has_a_hole() {
    let server = server_replica();
    let mut client = connected(&server, Rights::Write);
    type_word(&mut client, "en ");
    type_word(&mut client, "to ");
    client.not_kept(1, &mut Vec::new());
    let effects = type_word(&mut client, "tre ");
    assert!(
        !effects
            .iter()
            .any(|effect| matches!(effect, Effect::Keep { .. }))
    );
    assert_eq!(sent(&effects).len(), 1, "it is sent all the same");
    let mut effects = Vec::new();
    client
        .frame(&Message::Stored(4).encode(), NOW, &mut effects)
        .unwrap();
    assert_eq!(effects, [Effect::Forget { up_to: 3 }]);
    client.forgotten();
    let effects = type_word(&mut client, "fire ");
    assert!(matches!(effects[0], Effect::Keep { key: 4, .. }));
}

#[test]
fn a_reader_sends_no_change() {
    let server = server_replica();
    let mut client = connected(&server, Rights::Read);
    type_word(&mut client, "hei");
    let mut effects = Vec::new();
    client.kept(1, &mut effects);
    assert!(!sent(&effects).into_iter().any(carries_update));
    assert_eq!(
        client.save_state(),
        SaveState::Failing(Failure::Refused),
        "it is not on its way"
    );
    client
        .frame(&Message::Rights(Rights::Write).encode(), NOW, &mut effects)
        .unwrap();
    assert!(
        sent(&effects).into_iter().any(carries_update),
        "it goes as soon as it may"
    );
}

#[test]
fn a_document_made_anew_never_meets_the_old_one() {
    let server = server_replica();
    let mut client = connected(&server, Rights::Write);
    type_word(&mut client, "gammelt");
    client.kept(1, &mut Vec::new());
    client.closed(&mut Vec::new());
    let effects = connect(&mut client, &server, "g-2", Rights::Write);
    assert!(
        effects
            .iter()
            .any(|effect| matches!(effect, Effect::SetAside { .. }))
    );
    assert!(effects.contains(&Effect::Forget { up_to: 1 }));
    for frame in sent(&effects) {
        let (Message::SyncStep2(update) | Message::Update(update)) = decode(frame).unwrap()[0]
        else {
            continue;
        };
        assert!(
            !server.with_client_id(3).apply(update).unwrap(),
            "the old document flows into the new one"
        );
    }
    assert_eq!(
        text(client.replica(), &TextKey::Conclusion).as_deref(),
        Some("")
    );
}

#[test]
fn a_reload_brings_back_what_was_not_confirmed() {
    let server = server_replica();
    let mut client = connected(&server, Rights::Write);
    client.closed(&mut Vec::new());
    type_word(&mut client, "hei");
    let copy = LocalCopy {
        generation: client.generation().cloned(),
        snapshot: server.snapshot(),
        outbox: client
            .waiting()
            .map(|(key, update)| (key, update.to_vec()))
            .collect(),
    };
    let mut client = ClientSync::new(6, copy).unwrap();
    assert_eq!(
        text(client.replica(), &TextKey::Conclusion).as_deref(),
        Some("hei")
    );
    assert_eq!(client.save_state(), SaveState::OnDevice { n_waiting: 1 });
    let effects = connect(&mut client, &server, "g-1", Rights::Write);
    let frames = sent(&effects)
        .into_iter()
        .filter(|frame| carries_update(frame));
    assert_eq!(frames.count(), 2);
}

#[test]
fn a_newer_server_is_told_apart_and_garbage_is_an_error() {
    let server = server_replica();
    let mut client = connected(&server, Rights::Write);
    let generation = Generation::parse("g-1").unwrap();
    let newer = Hello {
        schema: SCHEMA + 1,
        generation,
        connection: "c".into(),
        client_id: 1,
        rights: Rights::Write,
    };
    let mut effects = Vec::new();
    client
        .frame(&Message::Hello(newer).encode(), NOW, &mut effects)
        .unwrap();
    assert_eq!(effects, [Effect::TooOld]);
    assert!(client.frame(&[9, 9, 9], NOW, &mut effects).is_err());
    let update = Message::Update(b"garbage").encode();
    assert!(client.frame(&update, NOW, &mut effects).is_err());
}

#[test]
fn whoever_loses_the_right_to_write_is_told_about_what_waits() {
    let server = server_replica();
    let mut client = connected(&server, Rights::Write);
    client.closed(&mut Vec::new());
    type_word(&mut client, "hei");
    client.kept(1, &mut Vec::new());
    let effects = connect(&mut client, &server, "g-1", Rights::Read);
    assert!(
        effects
            .iter()
            .any(|effect| matches!(effect, Effect::Refused(_)))
    );
    assert_eq!(client.save_state(), SaveState::Failing(Failure::Refused));
    assert_eq!(client.n_waiting(), 1, "the words stay");
    connect(&mut client, &server, "g-1", Rights::Write);
    assert_eq!(client.save_state(), SaveState::Saving);
}

#[test]
fn many_changes_travel_in_few_frames_and_each_is_confirmed_by_its_number() {
    let server = server_replica();
    let mut client = connected(&server, Rights::Write);
    client.closed(&mut Vec::new());
    for key in 1..=20 {
        type_word(&mut client, "ord ");
        client.kept(key, &mut Vec::new());
    }
    let effects = connect(&mut client, &server, "g-1", Rights::Write);
    let n_messages: Vec<usize> = sent(&effects)
        .into_iter()
        .filter(|frame| carries_update(frame))
        .map(|frame| decode(frame).unwrap().len())
        .collect();
    assert_eq!(
        n_messages,
        [1, 8, 8, 4],
        "the answer to step 1, and the changes"
    );
    assert!(
        client.largest_in_flight() > 20,
        "the answer holds all words"
    );
    let stored = |client: &mut ClientSync, n_stored| {
        let frame = Message::Stored(n_stored).encode();
        client.frame(&frame, NOW, &mut Vec::new()).unwrap();
        client.n_waiting()
    };
    assert_eq!(
        [1, 9, 17, 21].map(|n| stored(&mut client, n)),
        [20, 12, 4, 0]
    );
    assert_eq!(client.largest_in_flight(), 0);
}

const CANNOT_STORE: SaveState = SaveState::Failing(Failure::NotStored { is_kept: true });

fn ended(client: &mut ClientSync, code: u16, now: Timestamp) {
    client.ended(code, now, &mut Vec::new());
}

#[test]
fn a_server_that_cannot_store_is_told_at_once_and_until_it_can() {
    let server = server_replica();
    let mut client = connected(&server, Rights::Write);
    ended(&mut client, close::STORAGE_UNAVAILABLE, NOW);
    assert_eq!(
        client.save_state(),
        CANNOT_STORE,
        "before anything is typed, too"
    );
    type_word(&mut client, "hei");
    client.kept(1, &mut Vec::new());
    for _ in 0..3 {
        connect(&mut client, &server, "g-1", Rights::Write);
        assert_eq!(
            client.save_state(),
            CANNOT_STORE,
            "a greeting stores nothing"
        );
        ended(&mut client, close::STORAGE_UNAVAILABLE, NOW);
    }
    type_word(&mut client, "du");
    client.not_kept(2, &mut Vec::new());
    let nowhere = SaveState::Failing(Failure::NotStored { is_kept: false });
    assert_eq!(client.save_state(), nowhere);
    connect(&mut client, &server, "g-1", Rights::Write);
    client
        .frame(&Message::Stored(3).encode(), NOW, &mut Vec::new())
        .unwrap();
    assert_eq!(client.save_state(), SaveState::Stored);
}

#[test]
fn a_server_that_greets_and_then_fails_is_told_within_five_seconds() {
    let server = server_replica();
    let mut client = connected(&server, Rights::Write);
    type_word(&mut client, "hei");
    client.kept(1, &mut Vec::new());
    for second in 0..3 {
        ended(&mut client, close::RESTART, Timestamp(second * 1_000));
        client.tick(Timestamp(second * 1_000), &mut Vec::new());
        assert_ne!(client.save_state(), CANNOT_STORE, "after {second} s");
        connect(&mut client, &server, "g-1", Rights::Write);
    }
    client.tick(Timestamp(3_000), &mut Vec::new());
    assert_eq!(client.save_state(), CANNOT_STORE);
}

#[test]
fn a_server_that_hangs_up_on_a_change_has_not_stored_it() {
    let server = server_replica();
    let mut client = connected(&server, Rights::Write);
    let stored = Message::Stored(1).encode();
    client.frame(&stored, NOW, &mut Vec::new()).unwrap();
    type_word(&mut client, "hei");
    client.kept(1, &mut Vec::new());
    ended(&mut client, close::OVERLOADED, NOW);
    client.tick(Timestamp(3_000), &mut Vec::new());
    assert_eq!(client.save_state(), CANNOT_STORE);
}

#[test]
fn a_lost_network_is_not_taken_for_a_server_that_cannot_store() {
    let server = server_replica();
    let mut client = connected(&server, Rights::Write);
    type_word(&mut client, "hei");
    client.kept(1, &mut Vec::new());
    ended(&mut client, close::ABNORMAL, NOW);
    for second in 1..60 {
        ended(&mut client, close::ABNORMAL, Timestamp(second * 1_000));
        client.tick(Timestamp(second * 1_000), &mut Vec::new());
    }
    assert_eq!(client.save_state(), SaveState::OnDevice { n_waiting: 1 });
    let mut reader = connected(&server, Rights::Read);
    ended(&mut reader, close::ABNORMAL, NOW);
    reader.tick(Timestamp(9_000), &mut Vec::new());
    assert_eq!(
        reader.save_state(),
        SaveState::Stored,
        "a reader has nothing to store"
    );
}

#[test]
fn whoever_is_refused_sends_nothing_more_until_both_ends_count_alike_again() {
    let server = server_replica();
    let mut client = connected(&server, Rights::Write);
    type_word(&mut client, "hei");
    client.kept(1, &mut Vec::new());
    let mut effects = Vec::new();
    let denied = Message::Denied("lesetilgang").encode();
    client.frame(&denied, NOW, &mut effects).unwrap();
    effects.extend(type_word(&mut client, "du"));
    client.kept(2, &mut effects);
    assert_eq!(
        sent(&effects),
        [] as [&[u8]; 0],
        "a second refusal would shut the person out"
    );
    assert_eq!(client.save_state(), SaveState::Failing(Failure::Refused));
    effects.clear();
    for rights in [Rights::Read, Rights::Write] {
        client
            .frame(&Message::Rights(rights).encode(), NOW, &mut effects)
            .unwrap();
    }
    assert!(effects.contains(&Effect::Redial));
    assert_eq!(sent(&effects), [] as [&[u8]; 0]);
    connect(&mut client, &server, "g-1", Rights::Write);
    assert_eq!(client.save_state(), SaveState::Saving);
}

#[test]
fn whoever_loses_the_right_to_write_is_told_from_one_who_never_had_it() {
    let server = server_replica();
    let mut client = connected(&server, Rights::Write);
    let hear = |client: &mut ClientSync, message: Message<'_>| {
        client
            .frame(&message.encode(), NOW, &mut Vec::new())
            .unwrap();
        client.has_lost_rights()
    };
    assert!(!hear(&mut client, Message::Denied("lesetilgang")));
    connect(&mut client, &server, "g-1", Rights::Write);
    assert!(!hear(&mut client, Message::Stored(1)));
    assert!(hear(&mut client, Message::Denied("lesetilgang")));
}

#[test]
fn a_client_that_lays_its_words_aside_starts_anew_under_another_id() {
    let server = server_replica();
    let mut client = connected(&server, Rights::Write);
    type_word(&mut client, "for stort");
    client.kept(1, &mut Vec::new());
    ended(&mut client, close::TOO_LARGE, NOW);
    let mut effects = Vec::new();
    client.set_aside(9, &mut effects);
    assert!(matches!(effects[0], Effect::SetAside { .. }));
    assert!(effects.contains(&Effect::Forget { up_to: 1 }));
    connect(&mut client, &server, "g-1", Rights::Write);
    assert_eq!(client.replica().client_id(), 9);
    assert_eq!(
        text(client.replica(), &TextKey::Conclusion).as_deref(),
        Some("")
    );
    assert_eq!(client.save_state(), SaveState::Stored);
}
