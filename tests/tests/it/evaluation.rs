//! The board's evaluation over real sockets: nobody's answer reaches anybody else, results come to whom they are for, and
//! what was promised meets the board again next year.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use server::retention::sweep;
use shared::lobby::RoomView;
use shared::proceedings::evaluation::view::{EvaluationStage, EvaluationView};
use shared::rights::Role;
use shared::time::{DAY_MS, Timestamp};
use shared::view::{CommandDone, RoomFrame};
use tests::asking::request_id;
use tests::http::Answer;
use tests::server::TestServer;
use tests::watcher::Watcher;

use super::DATABASE;

/// The sample's seminar, whose evaluation is closed.
const SAMPLE: &str = "styreseminar-2026";
const STATEMENT: &str = "vi-prioriterer";
const ANSWERERS: [&str; 4] = [
    "ragnhild-solvaer",
    "ingunn-hestnes",
    "odd-arne-brekke",
    "mathias-tveito",
];
/// A member, an observer, the manager and the one who leads.
const VIEWERS: [&str; 4] = [
    "kjersti-lie",
    "lena-thorsrud",
    "hanne-falch",
    "bjoern-erik-wold",
];
const SECRET: &str = "Noe bare en av oss ville skrevet";

async fn try_ask(server: &TestServer, room: &str, person: &str, ask: Value) -> Answer {
    let command = json!({ "type": "evaluation", "ask": ask });
    let body = json!({ "request_id": request_id(), "command": command });
    let caller = server.caller_with(server.token(person));
    let path = format!("/api/rooms/{room}/commands");
    caller.post(&path, &body).await
}

async fn ask(server: &TestServer, room: &str, person: &str, ask: Value) -> i64 {
    let answer = try_ask(server, room, person, ask).await;
    assert_eq!(answer.status, 200, "{person}: {}", answer.text());
    let done: CommandDone = serde_json::from_slice(&answer.body).expect("a number");
    done.seq
}

async fn see(server: &TestServer, room: &str, person: &str) -> RoomView {
    let caller = server.caller_with(server.token(person));
    let answer = caller.get(&format!("/api/rooms/{room}")).await;
    match serde_json::from_slice(&answer.body) {
        Ok(RoomFrame::View { view, .. }) => *view,
        other => panic!("{other:?}: {}", answer.text()),
    }
}

fn evaluation(view: RoomView) -> EvaluationView {
    let proceedings = view.proceedings.expect("what happens in the seminar");
    proceedings.evaluation.expect("a seminar evaluates")
}

/// Next year's seminar, not open yet.
async fn new_seminar(server: &TestServer) -> String {
    let draft = json!({ "template": "styreseminar", "date": "2027-11-23", "participants": [] });
    let manager = server.caller(Role::ProgrammeManager);
    let answer = manager.post("/api/meetings", &draft).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()["id"].as_str().unwrap().to_owned()
}

async fn answer(server: &TestServer, room: &str, value: u8) {
    for person in ANSWERERS {
        let answer = json!({ "type": "answer", "statement": STATEMENT, "value": value });
        ask(server, room, person, answer).await;
        let text = format!("{SECRET} {value}");
        let write = json!({ "type": "write", "question": "begynne", "text": text });
        ask(server, room, person, write).await;
        let finish = json!({ "type": "finish", "is_done": true });
        ask(server, room, person, finish).await;
    }
}

/// What others are told while four answer with this value.
async fn hear_of(value: u8) -> BTreeMap<&'static str, EvaluationView> {
    let server = TestServer::start_on(DATABASE).await;
    let room = new_seminar(&server).await;
    ask(&server, &room, "hanne-falch", json!({ "type": "open" })).await;
    let mut watchers: Vec<(&str, Watcher)> = Vec::new();
    for viewer in VIEWERS {
        watchers.push((viewer, server.watch(&room, server.token(viewer)).await));
    }
    answer(&server, &room, value).await;
    let mut heard = BTreeMap::new();
    for (viewer, mut watcher) in watchers {
        if viewer != "lena-thorsrud" {
            let all_done = |view: &RoomView| evaluation(view.clone()).n_done == 4;
            watcher.until("four are done", all_done).await;
        }
        for frame in &watcher.heard {
            assert!(!frame.contains(SECRET), "{viewer}: {frame}");
            assert!(!frame.contains("\"counts\":[0,"), "{viewer}: {frame}");
        }
        let seen = evaluation(see(&server, &room, viewer).await);
        assert_eq!((seen.stage, &seen.result), (EvaluationStage::Open, &None));
        let without_time = EvaluationView {
            opened_at: None,
            ..seen
        };
        heard.insert(viewer, without_time);
    }
    heard
}

#[tokio::test]
async fn nobody_hears_what_others_answer() {
    let (two, five) = tokio::join!(hear_of(2), hear_of(5));
    assert_eq!(two, five);
}

#[tokio::test]
async fn results_come_when_it_is_closed_and_only_to_whom_they_are_for() {
    let server = TestServer::start_on(DATABASE).await;
    let room = new_seminar(&server).await;
    for (person, asked, status, code) in [
        ("ragnhild-solvaer", json!({ "type": "open" }), 403, "locked"),
        (
            "hanne-falch",
            json!({ "type": "close" }),
            409,
            "evaluation-not-open",
        ),
        (
            "odd-arne-brekke",
            json!({ "type": "answer", "statement": STATEMENT, "value": 2 }),
            409,
            "evaluation-not-open",
        ),
        (
            "lena-thorsrud",
            json!({ "type": "show-observers", "is_shown": true }),
            403,
            "locked",
        ),
    ] {
        let problem = try_ask(&server, &room, person, asked).await.problem();
        assert_eq!(problem, (status, code.to_owned()), "{person}");
    }
    ask(&server, &room, "hanne-falch", json!({ "type": "open" })).await;
    for person in VIEWERS.into_iter().filter(|one| *one != "kjersti-lie") {
        let asked = json!({ "type": "answer", "statement": STATEMENT, "value": 2 });
        let problem = try_ask(&server, &room, person, asked).await.problem();
        assert_eq!(problem.0, 403, "{person}");
    }
    answer(&server, &room, 5).await;
    ask(
        &server,
        &room,
        "bjoern-erik-wold",
        json!({ "type": "close" }),
    )
    .await;
    let sees = async |person| evaluation(see(&server, &room, person).await).result;
    for person in ["kjersti-lie", "bjoern-erik-wold"] {
        let result = sees(person).await.expect("the result");
        let statement = &result
            .statements
            .values()
            .find(|one| !one.tally.counts.is_empty());
        assert_eq!(statement.unwrap().tally.counts, [0, 0, 0, 0, 4]);
        assert_eq!(result.texts.values().map(Vec::len).sum::<usize>(), 4);
    }
    for person in ["lena-thorsrud", "hanne-falch"] {
        assert_eq!(sees(person).await, None, "{person}");
    }
    let show = json!({ "type": "show-observers", "is_shown": true });
    ask(&server, &room, "ragnhild-solvaer", show).await;
    assert!(sees("lena-thorsrud").await.is_some());
    assert_eq!(sees("hanne-falch").await, None, "never the manager");
}

#[tokio::test]
async fn the_sample_has_a_closed_evaluation_of_which_nobodys_answer_is_known() {
    let server = TestServer::start_on(DATABASE).await;
    let seen = evaluation(see(&server, SAMPLE, "ragnhild-solvaer").await);
    assert!(seen.is_forgotten && seen.my_answers.is_empty());
    let result = seen.result.unwrap();
    assert_eq!((result.n_answered, result.n_invited), (7, 8));
    let names =
        |ids: &[shared::id::QuestionId]| ids.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(
        (names(&result.highest), names(&result.lowest)),
        (
            vec![
                "uenige-og-samarbeide".to_owned(),
                "observatoerene-bidrar".into(),
                "habilitet-haandteres-ryddig".into()
            ],
            vec![
                "vi-prioriterer".to_owned(),
                "jeg-bruker-nettverket".into(),
                "foelger-resultater-og-oekonomi".into()
            ]
        )
    );
    assert_eq!(result.texts.values().map(Vec::len).sum::<usize>(), 13);
    let open = json!({ "type": "open" });
    let problem = try_ask(&server, SAMPLE, "hanne-falch", open)
        .await
        .problem();
    assert_eq!(problem, (409, "evaluation-forgotten".to_owned()));
    // What was promised is known to the manager, and meets the board at the next seminar.
    let known = see(&server, SAMPLE, "hanne-falch").await;
    assert_eq!(evaluation(known).promises.len(), 3);
    let room = new_seminar(&server).await;
    let next = see(&server, &room, "odd-arne-brekke").await;
    let earlier = next.earlier_promises.expect("last year's promises");
    assert_eq!((earlier.year, earlier.promises.len()), (2026, 3));
    let note = json!({ "follow_up": "done", "what_happened": "Fra januar." });
    let follow_up = json!({ "type": "follow-up", "id": "loefte-1", "note": note });
    ask(&server, &room, "hanne-falch", follow_up).await;
    let followed = evaluation(see(&server, &room, "lena-thorsrud").await).follow_ups;
    assert_eq!(followed.len(), 1);
}

#[tokio::test]
async fn single_answers_are_forgotten_a_month_after_it_closed() {
    let server = TestServer::start_on(DATABASE).await;
    let room = new_seminar(&server).await;
    ask(&server, &room, "hanne-falch", json!({ "type": "open" })).await;
    answer(&server, &room, 3).await;
    let own = server.caller_with(server.token(ANSWERERS[0]));
    let export = own.get("/api/me/export").await.text();
    assert!(export.contains(SECRET), "one's own is handed over");
    ask(&server, &room, "hanne-falch", json!({ "type": "close" })).await;
    let now = server::clock::now();
    let in_days = |days: i64| Timestamp(now.0 + days * DAY_MS);
    sweep(server.app(), in_days(29)).await.unwrap();
    let before = evaluation(see(&server, &room, ANSWERERS[0]).await);
    assert_eq!(before.my_answers.len(), 1);
    sweep(server.app(), in_days(31)).await.unwrap();
    let after = evaluation(see(&server, &room, ANSWERERS[0]).await);
    assert!(after.my_answers.is_empty() && after.is_forgotten);
    let (before, after) = (before.result.unwrap(), after.result.unwrap());
    assert!(after.texts.is_empty());
    assert_eq!(after.statements, before.statements);
    let n_rows = format!("SELECT COUNT(*) FROM log WHERE stream = '{room}'");
    assert_eq!(server.database().count(&n_rows).await, 0);
    let export = own.get("/api/me/export").await.text();
    assert!(!export.contains(SECRET));
}
