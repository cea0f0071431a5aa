//! Who is seen, and as whom.

use super::*;

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
