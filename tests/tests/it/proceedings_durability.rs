//! What was answered has happened, whatever becomes of the server; and what was not answered can be asked again.

use futures_util::future::join_all;
use serde_json::{Value, json};
use server::room::proceedings::history;
use server::store::log::LogRow;
use server::store::writer::Write;
use shared::document::assessment;
use shared::id::{MeetingId, PersonId, ProposalId, RequestId};
use shared::proceedings::event::{Entry, Event};
use shared::proceedings::state::ProposalDraft;
use tests::database::Database;
use tests::door::ROOM;
use tests::http::Client;
use tests::process::Demo;
use tests::server::TestServer;

use super::DATABASE;

const PEOPLE: [&str; 4] = [
    "ragnhild-solvaer",
    "kjersti-lie",
    "odd-arne-brekke",
    "hanne-falch",
];
const N_EACH: usize = 40;

fn client(demo: &Demo) -> Client {
    Client {
        address: demo.address(),
    }
}

/// The body of one asking: something is parked under an id that is told again by the view.
fn park(person: &str, n: usize) -> String {
    let id = format!("{person}-{n}");
    let command = json!({ "type": "park", "id": id, "text": format!("Sak {n}") });
    json!({ "request_id": format!("r-{n}"), "command": command }).to_string()
}

async fn ask(demo: &Demo, person: &str, n: usize) -> bool {
    let authorization = format!("Bearer {}", demo.token(person));
    let headers = [
        ("authorization", authorization.as_str()),
        ("content-type", "application/json"),
    ];
    let path = format!("/api/rooms/{ROOM}/commands");
    let body = park(person, n);
    let answer = client(demo).try_send("POST", &path, &headers, &body).await;
    answer.is_some_and(|answer| answer.status == 200)
}

/// Asks one thing after another until one is not answered; how many were.
async fn ask_until_broken(demo: &Demo, person: &str) -> usize {
    for n in 0..N_EACH {
        if !ask(demo, person, n).await {
            return n;
        }
    }
    N_EACH
}

async fn parked(demo: &Demo) -> Vec<String> {
    let authorization = format!("Bearer {}", demo.token("kjersti-lie"));
    let headers = [("authorization", authorization.as_str())];
    let answer = client(demo)
        .get(&format!("/api/rooms/{ROOM}"), &headers)
        .await;
    let view: Value = answer.json();
    let parked = view["view"]["proceedings"]["parked"]
        .as_array()
        .unwrap()
        .clone();
    let id = |line: &Value| line["id"].as_str().unwrap().to_owned();
    parked.iter().map(id).collect()
}

#[tokio::test]
async fn killed_in_the_middle_it_has_everything_it_answered_once() {
    let database = Database::new(DATABASE);
    let demo = Demo::start_on(&database).await;
    let asking = PEOPLE.map(|person| ask_until_broken(&demo, person));
    let killing = async {
        while parked(&demo).await.len() < 20 {
            tokio::task::yield_now().await;
        }
        demo.send_kill().await;
    };
    let (n_answered, ()) = tokio::join!(join_all(asking), killing);
    demo.end().await;

    let demo = Demo::start_on(&database).await;
    let stands = parked(&demo).await;
    for (person, n_answered) in PEOPLE.iter().zip(&n_answered) {
        for n in 0..*n_answered {
            assert!(stands.contains(&format!("{person}-{n}")), "{person} {n}");
        }
    }
    // Whoever was not answered asks again, under the same id.
    for (person, n_answered) in PEOPLE.iter().zip(&n_answered) {
        assert!(ask(&demo, person, (*n_answered).min(N_EACH - 1)).await);
    }
    let mut stands = parked(&demo).await;
    let n_stands = stands.len();
    stands.sort_unstable();
    stands.dedup();
    assert_eq!(stands.len(), n_stands, "nothing stands there twice");
    demo.kill().await;
}

#[tokio::test]
async fn what_was_shared_right_before_a_crash_is_in_the_document_when_the_meeting_opens() {
    let server = TestServer::start_on(DATABASE).await;
    let (meeting, by) = ("psv-2026", "kjersti-lie");
    let (meeting, by) = (
        MeetingId::parse(meeting).unwrap(),
        PersonId::parse(by).unwrap(),
    );
    let id = ProposalId::parse("delt-i-siste-liten").unwrap();
    let drafted = Event::ProposalDrafted {
        id: id.clone(),
        draft: ProposalDraft {
            title: "Mer fisk".into(),
            ..ProposalDraft::default()
        },
        by_observer: false,
    };
    let shared = Event::ProposalsShared {
        ids: vec![id.clone()],
    };
    let entry = Entry {
        at: server::clock::now(),
        by,
        request: RequestId::parse("r").unwrap(),
        events: vec![drafted, shared],
    };
    // As if the server had stored this and died.
    let row = LogRow {
        stream: (&meeting).into(),
        seq: 2,
        at: entry.at,
        body: history::encode(&[entry]),
    };
    let bindings = Vec::new();
    let append = Write::AppendLog { row, bindings };
    server.app().store.write(append).await.unwrap();
    let mut member = server.follow("kjersti-lie").await;
    member
        .until("it is in the document", |view| {
            view.texts.titles.get(&id).map(String::as_str) == Some("Mer fisk")
        })
        .await;
    let document = server
        .dial(tests::DOCUMENT)
        .bearer(server.token("kjersti-lie"));
    let document = document.join().await;
    let stands = assessment::proposals(document.sync.replica());
    assert_eq!(stands.iter().filter(|row| row.id == id).count(), 1);
    assert_eq!(stands.len(), 19);
}
