//! What a client says and does when the server cannot store, or does not take what is written.

use super::*;

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
    let stored = Message::Stored(9).encode();
    client.frame(&stored, NOW, &mut effects).unwrap();
    assert_eq!(client.n_waiting(), 2, "what was refused is not stored");
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
