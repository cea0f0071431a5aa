//! Who may do what, message by message.

use shared::meeting::DocumentKind;
use shared::rights::{Act, MeetingSettings, Standing, lock};

use super::*;

#[test]
fn rights_are_looked_at_per_message() {
    let mut hall = Hall::new();
    let nothing_new = hall.room.replica().snapshot();
    assert_eq!(
        hall.say(READER, &Message::SyncStep2(&nothing_new)),
        ["3 stored 1"]
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
    let contents = Contents::open(
        DocumentKind::Assessment,
        std::iter::once(&snapshot[..]),
        bound,
    )
    .unwrap();
    hall.room.reopen(contents);
    hall.join(SessionId(9), "odd", Rights::Write);
    for client_id in [101, 109] {
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

/// What each kind of message does for somebody who may write and for somebody who may only read.
/// The first column says what was sent, the others what the sender hears.
const TABLE: [(&str, &str, &str); 22] = [
    ("step 1", "step2", "step2"),
    ("step 2 without news", "stored 1", "stored 1"),
    ("step 2 with news", "stored 1", "denied"),
    ("update without news", "stored 1", "stored 1"),
    ("update with news", "stored 1", "denied"),
    ("update under another's client id", "denied", "denied"),
    ("update of another document", "closed 4400", "closed 4400"),
    ("garbage as an update", "closed 4400", "closed 4400"),
    ("own presence", "", ""),
    ("another's presence", "", ""),
    ("garbage as a presence", "closed 4400", "closed 4400"),
    ("who is here", "awareness", "awareness"),
    ("denied", "closed 4400", "closed 4400"),
    ("hello", "closed 4400", "closed 4400"),
    ("stored", "closed 4400", "closed 4400"),
    ("rights", "closed 4400", "closed 4400"),
    ("an unknown private type", "closed 4400", "closed 4400"),
    ("an oversized state vector", "closed 4413", "closed 4413"),
    ("an oversized step 2", "closed 4413", "closed 4413"),
    ("an oversized update", "closed 4413", "closed 4413"),
    ("an oversized presence", "closed 4413", "closed 4413"),
    ("nine messages", "closed 4400", "closed 4400"),
];

fn message_of(what: &str, hall: &Hall) -> Vec<u8> {
    let limits = Limits::default();
    let known = hall.room.replica().snapshot();
    let own = written_as(109, hall, "nytt ");
    let others = written_as(101, hall, "falskt ");
    let elsewhere = [&[1, 1, 9, 0, 4, 1, 6][..], b"budget", &[1, b'x', 0]].concat();
    match what {
        "step 1" => Message::SyncStep1(&[0]).encode(),
        "step 2 without news" => Message::SyncStep2(&known).encode(),
        "step 2 with news" => Message::SyncStep2(&own).encode(),
        "update without news" => Message::Update(&known).encode(),
        "update with news" => Message::Update(&own).encode(),
        "update under another's client id" => Message::Update(&others).encode(),
        "update of another document" => Message::Update(&elsewhere).encode(),
        "garbage as an update" => Message::Update(b"garbage").encode(),
        "own presence" => Message::Awareness(&presence(109, 1, "{}")).encode(),
        "another's presence" => Message::Awareness(&presence(101, 9, "{}")).encode(),
        "garbage as a presence" => Message::Awareness(b"garbage").encode(),
        "who is here" => Message::QueryAwareness.encode(),
        "denied" => Message::Denied("no").encode(),
        "hello" => [&[100, 2][..], b"{}"].concat(),
        "stored" => Message::Stored(1).encode(),
        "rights" => Message::Rights(Rights::Write).encode(),
        "an unknown private type" => vec![127, 0],
        "an oversized state vector" => {
            Message::SyncStep1(&vec![0; limits.state_vector + 1]).encode()
        }
        "an oversized step 2" => Message::SyncStep2(&vec![0; limits.step2 + 1]).encode(),
        "an oversized update" => Message::Update(&vec![0; limits.update + 1]).encode(),
        "an oversized presence" => Message::Awareness(&vec![0; limits.awareness + 1]).encode(),
        "nine messages" => vec![3; 9],
        other => panic!("{other}"),
    }
}

#[test]
fn every_role_and_every_kind_of_message() {
    let n_words = |hall: &Hall| hall.reads().len();
    for (role, is_seated) in Role::ALL
        .into_iter()
        .flat_map(|role| [(role, false), (role, true)])
    {
        let standing = Standing {
            is_seated,
            ..Standing::taking_part(role)
        };
        let settings = MeetingSettings::default();
        let may_write = lock(&standing, &settings, Act::WriteAssessment).is_none();
        for (what, writer, reader) in TABLE {
            let mut hall = Hall::new();
            hall.say(KARI, &Message::Awareness(&presence(101, 1, "{}")));
            let rights = if may_write {
                Rights::Write
            } else {
                Rights::Read
            };
            let session = SessionId(9);
            hall.join(session, "odd", rights);
            let frame = message_of(what, &hall);
            let before = n_words(&hall);
            let heard = hall.frame(session, &frame);
            let own: Vec<&str> = heard
                .iter()
                .filter_map(|line| line.strip_prefix("9 "))
                .collect();
            let expected = if may_write { writer } else { reader };
            let context = format!("{role:?}, seated {is_seated}: {what} -> {heard:?}");
            match expected {
                "" => assert!(own.is_empty(), "{context}"),
                _ => assert!(own.len() == 1 && own[0].starts_with(expected), "{context}"),
            }
            let is_news = what.ends_with(" with news");
            assert_eq!(n_words(&hall) > before, is_news && may_write, "{context}");
            assert_eq!(
                hall.effects.append.len(),
                usize::from(is_news && may_write),
                "{context}"
            );
            let everyone = hall.say(READER, &Message::QueryAwareness).join("");
            assert_eq!(
                everyone.contains("109=odd"),
                what == "own presence",
                "{context}"
            );
            assert!(everyone.contains("101=kari"), "{context}");
        }
    }
}
