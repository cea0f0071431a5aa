//! A facilitator tries the day with birds, on a real server; nothing of it is left in the meeting or on disk.

use serde_json::{Value, json};
use server::retention::sweep;
use shared::id::{MeetingId, ProgrammeId};
use shared::lobby::RoomView;
use shared::rights::Role;
use shared::time::DAY_MS;
use tests::door::ROOM;
use tests::http::Answer;
use tests::server::TestServer;

use super::DATABASE;

async fn send(server: &TestServer, role: Role, method: &str, path: &str, body: &Value) -> Answer {
    let authorization = format!("Bearer {}", server.person(role).token);
    let headers = [
        ("authorization", authorization.as_str()),
        ("content-type", "application/json"),
    ];
    let http = server.http();
    http.send(method, path, &headers, &body.to_string()).await
}

async fn begin(server: &TestServer) -> String {
    let path = format!("/api/meetings/{ROOM}/rehearsal");
    let answer = send(server, Role::Facilitator, "POST", &path, &json!({})).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let saved: Value = serde_json::from_slice(&answer.body).unwrap();
    saved["id"].as_str().unwrap().to_owned()
}

async fn ask(server: &TestServer, room: &str, command: Value) {
    let path = format!("/api/rooms/{room}/commands");
    let body = json!({ "request_id": server::clock::new_id(), "command": command });
    let answer = send(server, Role::Facilitator, "POST", &path, &body).await;
    assert_eq!(answer.status, 200, "{body}: {}", answer.text());
}

fn all_have_scored(view: &RoomView) -> bool {
    let scoring = &view.proceedings.as_ref().unwrap().scoring;
    scoring.n_scorers == 12 && scoring.n_done == 12
}

#[tokio::test]
async fn birds_score_by_themselves_and_leave_no_trace() {
    let server = TestServer::start_on(DATABASE).await;
    let rehearsal = begin(&server).await;
    let token = server.person(Role::Facilitator).token.clone();
    let mut console = server.watch(&rehearsal, &token).await;
    assert!(console.view.meeting.is_rehearsal);
    assert_eq!(
        console.view.people.len(),
        13,
        "whoever rehearses, and twelve birds"
    );
    let nest = json!({ "pace": "fast", "is_spread": true, "loses_network": true });
    let path = format!("/api/meetings/{rehearsal}/rehearsal");
    let stirred = send(&server, Role::Facilitator, "PUT", &path, &nest).await;
    assert_eq!(stirred.status, 204);
    console
        .until("three have lost their network", |view| {
            let lines = view.people.iter();
            lines.filter(|one| one.is_connected == Some(false)).count() == 3
        })
        .await;
    let nest = json!({ "pace": "fast", "is_spread": true });
    send(&server, Role::Facilitator, "PUT", &path, &nest).await;
    ask(&server, &rehearsal, json!({ "type": "begin-day" })).await;
    let open = json!({ "type": "open-scoring", "is_open": true });
    ask(&server, &rehearsal, open).await;
    console
        .until("all birds have scored", all_have_scored)
        .await;

    let ended = send(&server, Role::Facilitator, "DELETE", &path, &json!({})).await;
    assert_eq!(ended.status, 204);
    assert_eq!(console.until_closed().await, 4404);
    let app = server.app();
    let programme = ProgrammeId::parse("fjordvik").unwrap();
    assert!(
        app.store
            .find_meeting(&programme, &rehearsal)
            .await
            .unwrap()
            .is_none()
    );
    assert!(
        app.store
            .load_rehearsals(&programme)
            .await
            .unwrap()
            .is_empty()
    );
    let id = MeetingId::parse(&rehearsal).unwrap();
    let left = app.store.load_proceedings(&id).await.unwrap();
    assert!(left.entries.is_empty(), "the log of the rehearsal is gone");
    let people = app.store.load_people(&programme).await.unwrap();
    assert!(
        people
            .iter()
            .all(|person| !person.id.as_str().starts_with("fugl-"))
    );
}

#[tokio::test]
async fn a_rehearsal_is_its_facilitators_and_stands_in_no_list() {
    let server = TestServer::start_on(DATABASE).await;
    let path = format!("/api/meetings/{ROOM}/rehearsal");
    for role in [Role::BoardMember, Role::Observer, Role::Chair] {
        let answer = send(&server, role, "POST", &path, &json!({})).await;
        assert_eq!(answer.status, 403, "{role:?}");
    }
    let first = begin(&server).await;
    let second = begin(&server).await;
    assert_ne!(first, second, "beginning again begins anew");
    let app = server.app();
    let programme = ProgrammeId::parse("fjordvik").unwrap();
    let rehearsals = app.store.load_rehearsals(&programme).await.unwrap();
    assert_eq!(rehearsals.len(), 1);
    let listed = app.store.load_meetings(&programme).await.unwrap();
    assert!(listed.iter().all(|meeting| meeting.id.as_str() != second));
    let code = rehearsals[0].code.clone().unwrap();
    let joined = server.http().get(&format!("/api/join/{code}"), &[]).await;
    assert_eq!(joined.status, 404, "nobody joins a rehearsal");
    let of_second = format!("/api/meetings/{second}/rehearsal");
    let manager = send(
        &server,
        Role::ProgrammeManager,
        "DELETE",
        &of_second,
        &json!({}),
    )
    .await;
    assert_eq!(manager.status, 404, "it is somebody else's");
    let real = send(&server, Role::Facilitator, "DELETE", &path, &json!({})).await;
    assert_eq!(real.status, 404, "the meeting itself is no rehearsal");
    let raise =
        json!({ "request_id": server::clock::new_id(), "command": { "type": "raise-hand" } });
    for (method, path, body, status) in [
        ("GET", format!("/api/rooms/{second}"), json!({}), 403),
        ("GET", format!("/api/meetings/{second}"), json!({}), 403),
        ("POST", format!("/api/rooms/{second}/commands"), raise, 403),
        (
            "POST",
            format!("/api/meetings/{second}/state"),
            json!({ "state": "closed" }),
            404,
        ),
    ] {
        let answer = send(&server, Role::ProgrammeManager, method, &path, &body).await;
        assert_eq!(answer.status, status, "{method} {path}: {}", answer.text());
    }
}

#[tokio::test]
async fn whoever_sets_a_meeting_up_may_rehearse_it_and_an_abandoned_rehearsal_is_forgotten() {
    let server = TestServer::start_on(DATABASE).await;
    let path = format!("/api/meetings/{ROOM}/rehearsal");
    let begun = send(&server, Role::ProgrammeManager, "POST", &path, &json!({})).await;
    let saved: Value = serde_json::from_slice(&begun.body).unwrap();
    let commands = format!("/api/rooms/{}/commands", saved["id"].as_str().unwrap());
    let first_step =
        json!({ "request_id": server::clock::new_id(), "command": { "type": "begin-day" } });
    let leads = send(
        &server,
        Role::ProgrammeManager,
        "POST",
        &commands,
        &first_step,
    )
    .await;
    assert_eq!(leads.status, 200, "{}", leads.text());

    let app = server.app();
    let programme = ProgrammeId::parse("fjordvik").unwrap();
    for (days, n_left) in [(6, 1), (8, 0)] {
        let then = server::clock::now().plus_ms(days * DAY_MS);
        sweep(app, then).await.unwrap();
        let left = app.store.load_rehearsals(&programme).await.unwrap();
        assert_eq!(left.len(), n_left, "after {days} days");
    }
}
