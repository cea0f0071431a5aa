//! The live room: who is here, and how what somebody may see of it changes while they look.

use std::time::{Duration, Instant};

use serde_json::{Value, json};
use server::store::writer::Write;
use shared::id::{MeetingId, PersonId, ProgrammeId};
use shared::lobby::RoomView;
use shared::meeting::{Meeting, MeetingState};
use shared::programme::Person;
use shared::rights::{Act, Role};
use tests::door::{ROOM, come_in, guest, is_here, knock, look_in, waiting, watch};
use tests::http::Answer;
use tests::server::TestServer;

use super::DATABASE;

async fn change_meeting(server: &TestServer, change: impl FnOnce(&mut Meeting)) {
    let programme = ProgrammeId::parse("fjordvik").unwrap();
    let app = server.app();
    let mut meeting = app
        .store
        .find_meeting(&programme, ROOM)
        .await
        .unwrap()
        .unwrap();
    change(&mut meeting);
    assert!(app.save_meeting(&programme, meeting).await.unwrap());
}

async fn send(server: &TestServer, role: Role, method: &str, path: &str, body: &Value) -> Answer {
    let authorization = format!("Bearer {}", server.person(role).token);
    let headers = [
        ("authorization", authorization.as_str()),
        ("content-type", "application/json"),
    ];
    server
        .http()
        .send(method, path, &headers, &body.to_string())
        .await
}

#[tokio::test]
async fn names_land_one_by_one_and_stay_when_a_line_is_lost() {
    let server = TestServer::start_on(DATABASE).await;
    let (chair, member) = (
        server.person(Role::Chair).id.clone(),
        server.person(Role::BoardMember).id.clone(),
    );
    let mut watcher = watch(&server, Role::Facilitator).await;
    let phone = watch(&server, Role::Chair).await;
    watcher
        .until("the chair is here", |view| is_here(view, &chair))
        .await;
    let laptop = watch(&server, Role::Chair).await;
    let other = watch(&server, Role::BoardMember).await;
    watcher
        .until("the member is here", |view| is_here(view, &member))
        .await;
    let line = |view: &RoomView| {
        let mut people = view.people.iter();
        people.find(|line| line.person.id == chair).unwrap().clone()
    };
    assert_eq!(
        line(&watcher.view).times.len(),
        1,
        "two devices are one person"
    );
    drop((phone, laptop, other));
    let gone = |view: &RoomView| line(view).is_connected == Some(false);
    watcher.until("the lines are gone", gone).await;
    assert!(
        is_here(&watcher.view, &chair),
        "nobody leaves by themselves"
    );
    let _back = watch(&server, Role::Chair).await;
    watcher
        .until("back", |view| line(view).is_connected == Some(true))
        .await;
    assert_eq!(line(&watcher.view).times.len(), 1);
}

#[tokio::test]
async fn a_meeting_that_opens_receives_those_who_wait_and_one_that_closes_sends_all_home() {
    let server = TestServer::start_on(DATABASE).await;
    change_meeting(&server, |meeting| meeting.state = MeetingState::Planned).await;
    let id = server.person(Role::Chair).id.clone();
    let mut chair = watch(&server, Role::Chair).await;
    assert!(!is_here(&chair.view, &id));
    change_meeting(&server, |meeting| meeting.state = MeetingState::Open).await;
    chair.until("here", |view| is_here(view, &id)).await;
    let app = server.app();
    let meeting = MeetingId::parse(ROOM).unwrap();
    for state in ["running", "closed"] {
        let path = format!("/api/meetings/{ROOM}/state");
        let change = json!({ "state": state });
        let answer = send(&server, Role::ProgrammeManager, "POST", &path, &change).await;
        assert_eq!(answer.status, 200, "{state}");
    }
    chair.until("gone", |view| !is_here(view, &id)).await;
    let times = app.store.load_attendance(&meeting).await.unwrap();
    assert!(
        times
            .iter()
            .all(|times| times.left_at >= Some(times.arrived_at))
    );
    let late = Write::Arrive {
        meeting,
        person: id,
        at: server::clock::now(),
    };
    assert!(!app.store.write(late).await.unwrap(), "it is over");
}

#[tokio::test]
async fn a_test_tap_is_seen_by_those_who_receive() {
    let server = TestServer::start_on(DATABASE).await;
    let id = server.person(Role::Chair).id.clone();
    let mut facilitator = watch(&server, Role::Facilitator).await;
    let chair = watch(&server, Role::Chair).await;
    let path = format!("/api/rooms/{ROOM}/try");
    assert_eq!(
        send(&server, Role::Chair, "POST", &path, &json!({}))
            .await
            .status,
        204
    );
    let tapped = |view: &RoomView| {
        view.people
            .iter()
            .any(|line| line.person.id == id && line.has_tried == Some(true))
    };
    facilitator.until("the tap is there", tapped).await;
    assert!(
        chair
            .view
            .people
            .iter()
            .all(|line| line.has_tried.is_none() && line.times.is_empty())
    );
}

#[tokio::test]
async fn plain_http_says_the_same_and_nothing_when_nothing_is_new() {
    let server = TestServer::start_on(DATABASE).await;
    let id = server.person(Role::Chair).id.clone();
    let path = format!("/api/rooms/{ROOM}");
    let first = send(&server, Role::Chair, "GET", &path, &Value::Null)
        .await
        .json();
    let seq = first["seq"].as_i64().unwrap();
    assert!(
        is_here(&look_in(&server, Role::Facilitator).await, &id),
        "looking in is being here"
    );
    let mut facilitator = watch(&server, Role::Facilitator).await;
    let connected = |view: &RoomView| {
        view.people
            .iter()
            .any(|line| line.person.id == id && line.is_connected == Some(true))
    };
    facilitator.until("connected", connected).await;
    let second = send(&server, Role::Chair, "GET", &path, &Value::Null).await;
    let since = format!("{path}?since={}", second.json()["seq"]);
    assert_eq!(
        send(&server, Role::Chair, "GET", &since, &Value::Null)
            .await
            .status,
        204
    );
    let since = format!("{path}?since={}", seq - 1);
    assert_eq!(
        send(&server, Role::Chair, "GET", &since, &Value::Null)
            .await
            .status,
        200
    );
    let wrong = format!("{path}?since=snart");
    assert_eq!(
        send(&server, Role::Chair, "GET", &wrong, &Value::Null)
            .await
            .problem(),
        (422, "body-not-understood".into())
    );
    let nowhere = send(
        &server,
        Role::Chair,
        "GET",
        "/api/rooms/ingen",
        &Value::Null,
    )
    .await;
    assert_eq!(nowhere.problem(), (404, "meeting-unknown".into()));
}

#[tokio::test]
async fn who_may_not_follow_is_told_by_the_close_code() {
    let server = TestServer::start_on(DATABASE).await;
    let token = &server.person(Role::Chair).token;
    assert_eq!(server.dial_room(ROOM).refusal().await, 4401);
    assert_eq!(server.dial_room(ROOM).bearer("abc").refusal().await, 4401);
    assert_eq!(
        server.dial_room("ingen").bearer(token).refusal().await,
        4404
    );
    let foreign = server
        .dial_room(ROOM)
        .bearer(token)
        .with("origin", "https://else.example");
    assert_eq!(foreign.refusal().await, 4403);
    let plain = server.http().get(&format!("/live/{ROOM}"), &[]).await;
    assert_eq!(plain.problem(), (426, "not-a-websocket".into()));
}

#[tokio::test]
async fn somebody_who_is_removed_is_out_at_once() {
    let server = TestServer::start_on(DATABASE).await;
    let mut chair = watch(&server, Role::Chair).await;
    let id = server.person(Role::Chair).id.clone();
    let (person, programme) = server.app().store.find_person(&id).await.unwrap().unwrap();
    let began = Instant::now();
    assert!(
        server
            .app()
            .save_person(&programme, person, false)
            .await
            .unwrap()
    );
    assert_eq!(chair.until_closed().await, 4401);
    assert!(
        began.elapsed() < Duration::from_secs(1),
        "{:?}",
        began.elapsed()
    );
}

#[tokio::test]
async fn who_no_longer_receives_people_sees_no_knock_from_then_on() {
    let server = TestServer::start_on(DATABASE).await;
    let mut manager = watch(&server, Role::ProgrammeManager).await;
    let first = knock(server.http(), &guest("Ola Nordmann")).await;
    manager
        .until("the knock", |view| !view.knocks.is_empty())
        .await;
    let id = server.person(Role::ProgrammeManager).id.clone();
    let (person, programme) = server.app().store.find_person(&id).await.unwrap().unwrap();
    let observer = Person {
        role: Role::Observer,
        ..person
    };
    assert!(
        server
            .app()
            .save_person(&programme, observer, true)
            .await
            .unwrap()
    );
    manager
        .until("no knock", |view| view.knocks.is_empty())
        .await;
    assert!(!manager.view.may.contains(&Act::ReceivePeople));
    manager.heard.clear();
    let second = knock(server.http(), &guest("Kari Nordmann")).await;
    waiting(&server, &second.phrase).await;
    let chair_id = server.person(Role::Chair).id.clone();
    let _chair = watch(&server, Role::Chair).await;
    manager
        .until("something later", |view| is_here(view, &chair_id))
        .await;
    let heard = manager.heard.concat();
    assert!(!heard.contains(&first.phrase) && !heard.contains(&second.phrase));
}

#[tokio::test]
async fn attendance_is_corrected_by_those_who_receive_and_by_nobody_else() {
    let server = TestServer::start_on(DATABASE).await;
    let id = server.person(Role::Deputy).id.clone();
    let mut facilitator = watch(&server, Role::Facilitator).await;
    let path = format!("/api/meetings/{ROOM}/attendance/{id}");
    let times = |left_at: Option<i64>| json!({ "times": [{ "person": id, "arrived_at": 1_000_000, "left_at": left_at }] });
    let refused = send(&server, Role::Chair, "PUT", &path, &times(None)).await;
    assert_eq!(refused.problem(), (403, "locked".into()));
    let wrong = send(&server, Role::Facilitator, "PUT", &path, &times(Some(1))).await;
    assert_eq!(wrong.problem(), (422, "invalid".into()));
    let set = send(&server, Role::Facilitator, "PUT", &path, &times(None)).await;
    assert_eq!(set.status, 204);
    facilitator.until("here", |view| is_here(view, &id)).await;
    let set = send(
        &server,
        Role::Facilitator,
        "PUT",
        &path,
        &times(Some(2_000_000)),
    )
    .await;
    assert_eq!(set.status, 204);
    facilitator.until("gone", |view| !is_here(view, &id)).await;
    assert_eq!(
        server.database().count("SELECT COUNT(*) FROM audit").await,
        2
    );
}

#[tokio::test]
async fn a_guest_who_is_taken_off_the_list_is_out_at_once() {
    let server = TestServer::start_on(DATABASE).await;
    let origin = server.origin();
    let cookie = come_in(&server, &guest("Ola Nordmann")).await;
    let dial = server.dial_room(ROOM).with("cookie", &cookie);
    let mut guest = dial.with("origin", &origin).watch().await;
    let others: Vec<PersonId> = guest_free(&server).await;
    change_meeting(&server, |meeting| {
        meeting
            .participants
            .retain(|participant| others.contains(&participant.person));
    })
    .await;
    assert_eq!(guest.until_closed().await, 4403);
}

async fn guest_free(server: &TestServer) -> Vec<PersonId> {
    let programme = ProgrammeId::parse("fjordvik").unwrap();
    let people = server.app().store.load_people(&programme).await.unwrap();
    let people = people
        .into_iter()
        .filter(|person| person.role != Role::Guest);
    people.map(|person| person.id).collect()
}
