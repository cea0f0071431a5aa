//! Before the reveal no byte about somebody's score, thought or draft reaches anybody else: every frame of every viewer is
//! the same, whatever the others scored.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use shared::lobby::RoomView;
use tests::database::Database;
use tests::door::{ROOM, come_in, guest, is_here};
use tests::http::Client;
use tests::process::Demo;
use tests::server::TestServer;
use tests::watcher::Watcher;

use super::DATABASE;

const INDICATORS: [&str; 8] = [
    "forankring-og-eierskap",
    "planer-og-styring",
    "styre-og-ledelse",
    "prosjektarbeid-og-samspill",
    "arbeidsplasser",
    "robust-naeringsliv",
    "utviklingsevne",
    "varige-virkninger",
];
/// Have not finished in the sample.
const SCORERS: [&str; 2] = ["solveig-nordgaard", "odd-arne-brekke"];
/// A member, an observer, the manager and the one who leads.
const VIEWERS: [&str; 4] = [
    "kjersti-lie",
    "lena-thorsrud",
    "hanne-falch",
    "bjoern-erik-wold",
];
const THOUGHT: &str = "En tanke for meg selv alene";
const DRAFT: &str = "Et utkast som ingen har sett";
/// What somebody of the sample had noted before.
const OLD_NOTE: &str = "Men hvor ofte har egentlig planutvalget snakket om oss";

/// What a viewer was told: frames without their numbers, and then the room over plain HTTP.
type Heard = BTreeMap<&'static str, (Vec<String>, Value)>;

/// Two people score everything with this value, think, draft and finish; what everybody else hears of it.
async fn hear_of(value: u8) -> Heard {
    let server = TestServer::start_on(DATABASE).await;
    let mut watchers = all_viewers(&server).await;
    let mut first: Vec<String> = Vec::new();
    for (_, watcher) in &mut watchers {
        first.append(&mut watcher.heard);
    }
    for (n, scorer) in SCORERS.into_iter().enumerate() {
        for indicator in INDICATORS {
            let score = json!({ "type": "score", "indicator": indicator, "value": value });
            server.ask(scorer, score).await;
            let think = json!({ "type": "think", "indicator": indicator, "text": THOUGHT });
            server.ask(scorer, think).await;
        }
        server
            .ask(scorer, json!({ "type": "finish-scoring", "is_done": true }))
            .await;
        let is_done = |view: &RoomView| proceedings(view).scoring.n_done == 7 + to_u16(n);
        all_see(&mut watchers, "one more has finished", is_done).await;
        let draft = json!({ "title": DRAFT, "text": DRAFT });
        let write =
            json!({ "type": "draft-proposal", "id": format!("utkast-{n}"), "draft": draft });
        server.ask(scorer, write).await;
        let is_drafted = |view: &RoomView| proceedings(view).proposals.n_all == 19 + to_u16(n);
        all_see(&mut watchers, "one more draft", is_drafted).await;
    }
    for secret in [THOUGHT, DRAFT, OLD_NOTE] {
        let told = first
            .iter()
            .chain(watchers.iter().flat_map(|(_, watcher)| &watcher.heard));
        for frame in told {
            assert!(!frame.contains(secret), "{secret} in {frame}");
        }
    }
    let mut heard = Heard::new();
    for (viewer, watcher) in watchers {
        let frames = watcher.heard.iter().map(|frame| without_numbers(frame));
        let polled = if VIEWERS.contains(&viewer) {
            json!(server.see(viewer).await.proceedings)
        } else {
            Value::Null
        };
        assert!(!polled.to_string().contains(THOUGHT));
        heard.insert(viewer, (frames.collect(), without_times(polled)));
    }
    heard
}

fn to_u16(n: usize) -> u16 {
    u16::try_from(n).unwrap()
}

fn proceedings(view: &RoomView) -> &shared::proceedings::view::ProceedingsView {
    view.proceedings.as_ref().expect("a meeting with a form")
}

async fn all_viewers(server: &TestServer) -> Vec<(&'static str, Watcher)> {
    let mut watchers = Vec::new();
    for viewer in VIEWERS {
        watchers.push((viewer, server.follow(viewer).await));
    }
    for (name, knocker) in [
        ("wall", json!({ "kind": "screen" })),
        ("guest", guest("Gjest Gjestad")),
    ] {
        let cookie = come_in(server, &knocker).await;
        let dial = server.dial_room(tests::door::ROOM).with("cookie", &cookie);
        let watcher = dial.with("origin", &server.origin()).watch().await;
        watchers.push((name, watcher));
    }
    // Everybody has come, and what the one who leads sees of lines and knocks has come to rest.
    let n_here = VIEWERS.len() + 1;
    let all_are_here = |view: &RoomView| {
        let viewers = VIEWERS.map(|id| shared::id::PersonId::parse(id).unwrap());
        view.n_here() == n_here
            && viewers.iter().all(|id| is_here(view, id))
            && view.knocks.is_empty()
    };
    all_see(&mut watchers, "all are here", all_are_here).await;
    let seq = server
        .ask(
            "bjoern-erik-wold",
            json!({ "type": "look-up", "is_on": true }),
        )
        .await;
    for (_, watcher) in &mut watchers {
        watcher.until_seq(seq).await;
    }
    watchers
}

async fn all_see(
    watchers: &mut [(&'static str, Watcher)],
    what: &str,
    is_so: impl Fn(&RoomView) -> bool,
) {
    for (_, watcher) in watchers {
        watcher.until(what, &is_so).await;
    }
}

fn without_numbers(frame: &str) -> String {
    let mut frame: Value = serde_json::from_str(frame).unwrap();
    for field in ["seq", "from", "now"] {
        frame.as_object_mut().unwrap().remove(field);
    }
    frame.to_string()
}

/// Moments differ from one run to the next.
fn without_times(value: Value) -> Value {
    match value {
        Value::Number(number) if number.as_i64().is_some_and(|n| n > 1_000_000_000_000) => {
            Value::Null
        }
        Value::Array(items) => items.into_iter().map(without_times).collect(),
        Value::Object(fields) => fields
            .into_iter()
            .map(|(name, value)| (name, without_times(value)))
            .collect(),
        other => other,
    }
}

#[tokio::test]
async fn whatever_others_score_every_viewer_hears_the_same_bytes() {
    let low = hear_of(1).await;
    let high = hear_of(5).await;
    for (viewer, heard) in &low {
        assert_eq!(heard, &high[viewer], "{viewer}");
        assert!(
            !heard.0.is_empty(),
            "{viewer} hears that somebody has finished"
        );
    }
}

#[tokio::test]
async fn the_log_of_the_server_says_nothing_of_what_was_scored_thought_or_drafted() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    let database = Database::new(DATABASE);
    let demo = Demo::start_telling(&database, &log).await;
    let client = Client {
        address: demo.address(),
    };
    let authorization = format!("Bearer {}", demo.token(SCORERS[0]));
    for (n, command) in [
        json!({ "type": "score", "indicator": INDICATORS[0], "value": 5 }),
        json!({ "type": "think", "indicator": INDICATORS[0], "text": THOUGHT }),
        json!({ "type": "draft-proposal", "id": "utkast", "draft": { "title": DRAFT } }),
        json!({ "type": "score", "indicator": INDICATORS[0], "value": 99 }),
    ]
    .into_iter()
    .enumerate()
    {
        let body = json!({ "request_id": format!("r-{n}"), "command": command }).to_string();
        let path = format!("/api/rooms/{}/commands", tests::door::ROOM);
        let headers = [("authorization", authorization.as_str())];
        client.post(&path, &headers, &body).await;
    }
    demo.terminate().await;
    demo.end().await;
    let told = std::fs::read_to_string(&log).unwrap();
    assert!(!told.is_empty(), "it says something at all");
    for secret in [THOUGHT, DRAFT, INDICATORS[0]] {
        assert!(!told.contains(secret), "{secret}");
    }
}

#[tokio::test]
async fn looking_again_and_again_does_not_tell_when_somebody_scored() {
    let server = TestServer::start_on(DATABASE).await;
    let caller = server.caller_with(server.token(VIEWERS[0]));
    let path = format!("/api/rooms/{ROOM}");
    let score = |value: u8| json!({ "type": "score", "indicator": INDICATORS[0], "value": value });
    server.ask(SCORERS[0], score(2)).await;
    caller.get(&path).await; // whoever looks for the first time is here from now on
    let seq = caller.get(&path).await.json()["seq"].as_i64().unwrap();
    let secret = server.ask(SCORERS[0], score(5)).await;
    let again = caller.get(&format!("{path}?since={seq}")).await;
    assert_eq!(again.status, 204, "{}", again.text());
    let nothing = server
        .ask(VIEWERS[0], json!({ "type": "lower-hand" }))
        .await;
    assert!(nothing > secret, "a number of its own");
    let first = server.follow(VIEWERS[0]).await.seq;
    assert!(first > nothing);
    server
        .ask(SCORERS[0], json!({ "type": "raise-hand" }))
        .await;
    let again = caller.get(&format!("{path}?since={seq}")).await;
    assert_eq!(again.status, 200, "what is shown to all is news");
}

#[tokio::test]
async fn whoever_is_let_in_as_somebody_is_known_to_that_somebody() {
    let server = TestServer::start_on(DATABASE).await;
    let id = VIEWERS[0];
    let mut own = server.follow(id).await;
    assert_eq!(own.view.let_in_at, None);
    let cookie = come_in(&server, &json!({ "kind": "person", "person": id })).await;
    let headers = [("cookie", cookie.as_str())];
    let path = format!("/api/rooms/{ROOM}");
    let other = server.http().get(&path, &headers).await.json();
    assert_eq!(
        other["view"]["let_in_at"],
        Value::Null,
        "to the device itself it is no news"
    );
    own.until("told", |view| view.let_in_at.is_some()).await;
}
