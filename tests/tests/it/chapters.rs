//! The prose of a plan over real sockets: what stock Yjs writes with the island's schema is taken, kept and given to all.

use serde_json::Value;
use shared::document::Replica;
use shared::document::chapters::{self, ProseKey, read};
use shared::plan::sample;
use shared::protocol::{Message, close};
use shared::rights::Role;
use tests::peer::Peer;
use tests::server::TestServer;
use tokio_tungstenite::tungstenite::Message as Frame;

use super::DATABASE;

const CHAPTERS: &str = "handlingsplan-2027-chapters";

async fn join(server: &TestServer, role: Role) -> Peer {
    let token = &server.person(role).token;
    server.dial(CHAPTERS).bearer(token).join().await
}

/// What stock Yjs wrote, and how its editor reads it.
fn fixture() -> (ProseKey, Vec<Vec<u8>>, Value) {
    let fixtures = include_str!("../../../shared/src/document/chapters/tests/fixtures.json");
    let fixtures: Value = serde_json::from_str(fixtures).unwrap();
    let fixture = &fixtures[1];
    let updates = fixture["updates"].as_array().unwrap().iter();
    let bytes = |digits: &Value| {
        let digits = digits.as_str().unwrap();
        let pairs = (0..digits.len()).step_by(2);
        pairs
            .map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap())
            .collect()
    };
    let key = ProseKey::new("a", "b").unwrap();
    (key, updates.map(bytes).collect(), fixture["blocks"].clone())
}

fn blocks(replica: &Replica, key: &ProseKey) -> Value {
    serde_json::to_value(read(replica, key)).unwrap()
}

#[tokio::test]
async fn what_the_editor_wrote_is_kept_beside_what_the_plan_began_with() {
    let server = TestServer::start_on(DATABASE).await;
    let mut chair = join(&server, Role::Chair).await;
    let mut manager = join(&server, Role::ProgrammeManager).await;
    for (key, paragraphs) in sample::prose() {
        let words = chapters::text(chair.sync.replica(), &key);
        assert_eq!(words, paragraphs.join("\n\n"), "{key}");
    }
    let (key, updates, expected) = fixture();
    for update in updates {
        let take = |replica: &mut Replica| replica.apply(&update).unwrap().then_some(update);
        chair.edit(take).await;
    }
    chair.until_stored().await;
    let is_there = |sync: &shared::sync::ClientSync| blocks(sync.replica(), &key) == expected;
    manager.until("the editor's words", is_there).await;

    let server = server.restart().await;
    let late = join(&server, Role::Observer).await;
    assert_eq!(blocks(late.sync.replica(), &key), expected);
    server.stop().await;
}

#[tokio::test]
async fn nothing_but_prose_gets_in() {
    let server = TestServer::start_on(DATABASE).await;
    let mut chair = join(&server, Role::Chair).await;
    // A script in a piece of prose, by client 77.
    let mut script = vec![1, 1, 77, 0, 7, 1, 9];
    script.extend(b"prose/a/b");
    script.extend([3, 6]);
    script.extend(b"script");
    script.push(0);
    let frame = Message::Update(&script).encode();
    chair.socket.send(Frame::Binary(frame.into())).await;
    assert_eq!(chair.until_closed().await, close::MALFORMED);
    server.stop().await;
}
