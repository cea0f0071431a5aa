//! Coming in by a meeting's six digits: the list of names, a code by mail, knocking, and what is open to whom was let in.

use serde_json::{Value, json};
use shared::id::ProgrammeId;
use shared::meeting::MeetingState;
use shared::rights::Role;
use shared::time::MINUTE_MS;
use tests::DOCUMENT;
use tests::door::{CODE, ROOM, come_in, enter, guest, knock, reply, try_knock, waiting};
use tests::http::{Answer, Client};
use tests::letters::code_in;
use tests::server::{ADDRESS_HEADER, TestServer};

use super::DATABASE;

async fn join(http: Client, code: &str) -> Answer {
    http.get(&format!("/api/join/{code}"), &[]).await
}

async fn set_state(server: &TestServer, state: MeetingState) {
    let programme = ProgrammeId::parse("fjordvik").unwrap();
    let app = server.app();
    let mut meeting = app
        .store
        .find_meeting(&programme, ROOM)
        .await
        .unwrap()
        .unwrap();
    meeting.state = state;
    assert!(app.save_meeting(&programme, meeting).await.unwrap());
}

fn over() -> (u16, String) {
    (410, "knock-over".into())
}

#[tokio::test]
async fn the_digits_show_the_meeting_and_its_names_only_while_it_is_open() {
    let server = TestServer::start_on(DATABASE).await;
    let http = server.http();
    let view = join(http, CODE).await.json();
    assert_eq!(view["municipality"], "Fjordvik kommune");
    assert_eq!(view["state"], "open");
    let people = view["people"].as_array().unwrap();
    let names: Vec<_> = people
        .iter()
        .map(|line| line["person"]["name"].as_str().unwrap())
        .collect();
    assert!(names.len() > 8 && names.is_sorted_by_key(|name| name.to_lowercase()));
    assert!(people.iter().all(|line| line["has_email"] == true));
    assert!(!view.to_string().contains('@'), "no addresses");
    assert_eq!(join(http, "482%20173").await.status, 200);
    assert_eq!(
        join(http, "000000").await.problem(),
        (404, "meeting-unknown".into())
    );
    for state in [MeetingState::Planned, MeetingState::Closed] {
        set_state(&server, state).await;
        assert_eq!(join(http, CODE).await.json()["people"], json!([]));
        let closed = (409, "meeting-not-open".to_owned());
        assert_eq!(try_knock(http, &guest("Ola")).await.problem(), closed);
        let path = format!("/api/join/{CODE}/code");
        let body = json!({ "person": server.person(Role::Chair).id }).to_string();
        assert_eq!(http.post(&path, &[], &body).await.problem(), closed);
    }
}

#[tokio::test]
async fn who_chooses_their_name_gets_a_code_by_mail() {
    let server = TestServer::start_on(DATABASE).await;
    let (http, chair) = (server.http(), server.person(Role::Chair));
    let path = format!("/api/join/{CODE}/code");
    let body = json!({ "person": chair.id }).to_string();
    let sent = http.post(&path, &[], &body).await;
    assert_eq!(sent.status, 202);
    assert_eq!(sent.json()["sent_to"], "r…@fjordvik.example");
    let mail = server.mail_to(&chair.id, 1).await;
    let code =
        json!({ "request": sent.json()["request"], "code": code_in(&mail), "remember": true });
    let signed_in = http.post("/api/sign-in/code", &[], &code.to_string()).await;
    assert_eq!(signed_in.json()["person"]["id"], chair.id.as_str());
    let headers = [("cookie", signed_in.cookie())];
    let headers = headers
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    let programme = http.get("/api/programme", &headers).await.json();
    assert_eq!(
        programme["meetings"].as_array().unwrap().len(),
        4,
        "nothing is cut"
    );

    server
        .database()
        .run("UPDATE person SET email = NULL")
        .await;
    assert_eq!(
        http.post(&path, &[], &body).await.problem(),
        (409, "no-email".into())
    );
    let nobody = json!({ "person": "ingen" }).to_string();
    assert_eq!(
        http.post(&path, &[], &nobody).await.problem(),
        (404, "not-found".into())
    );
}

#[tokio::test]
async fn a_knock_waits_is_answered_and_goes_in_once() {
    let server = TestServer::start_on(DATABASE).await;
    let http = server.http();
    let knocker = json!({ "kind": "person", "person": server.person(Role::BoardMember).id });
    let sent = knock(http, &knocker).await;
    assert_eq!(sent.phrase.split(' ').count(), 2);
    let path = format!("/api/knocks/{}", sent.token);
    assert_eq!(
        http.get(&path, &[]).await.json(),
        json!({ "state": "waiting", "phrase": sent.phrase })
    );
    assert_eq!(
        enter(http, &sent.token).await.problem(),
        (409, "not-admitted-yet".into())
    );
    let id = waiting(&server, &sent.phrase).await;
    for role in [Role::Chair, Role::BoardMember, Role::Observer] {
        let refused = reply(&server, role, &id, true).await;
        assert_eq!(refused.problem(), (403, "locked".into()), "{role:?}");
    }
    assert_eq!(
        reply(&server, Role::ProgrammeManager, &id, true)
            .await
            .status,
        204
    );
    assert_eq!(
        reply(&server, Role::Facilitator, &id, false)
            .await
            .problem(),
        over()
    );
    for _ in 0..2 {
        assert_eq!(
            http.get(&path, &[]).await.json()["state"],
            "admitted",
            "looking spends nothing"
        );
    }
    let entered = enter(http, &sent.token).await;
    assert_eq!(
        entered.json()["person"]["id"],
        server.person(Role::BoardMember).id.as_str()
    );
    assert_eq!(
        enter(http, &sent.token).await.status,
        200,
        "the answer may have been lost"
    );
    let sql = format!("UPDATE knock SET entered_at = entered_at - {MINUTE_MS}");
    server.database().run(&sql).await;
    assert_eq!(enter(http, &sent.token).await.problem(), over());
    let audit = "SELECT COUNT(*) FROM audit WHERE body LIKE '%let-in%'";
    assert_eq!(server.database().count(audit).await, 1);
}

#[tokio::test]
async fn a_knock_that_is_refused_or_too_old_leads_nowhere() {
    let server = TestServer::start_on(DATABASE).await;
    let http = server.http();
    let refused = knock(http, &guest("Ola Utenfor")).await;
    let id = waiting(&server, &refused.phrase).await;
    assert_eq!(
        reply(&server, Role::Facilitator, &id, false).await.status,
        204
    );
    let path = format!("/api/knocks/{}", refused.token);
    assert_eq!(http.get(&path, &[]).await.json()["state"], "refused");
    assert_eq!(enter(http, &refused.token).await.problem(), over());

    let late = knock(http, &guest("Ola Sein")).await;
    let id = waiting(&server, &late.phrase).await;
    let sql = format!(
        "UPDATE knock SET expires_at = expires_at - {}",
        15 * MINUTE_MS
    );
    server.database().run(&sql).await;
    assert_eq!(
        reply(&server, Role::Facilitator, &id, true).await.problem(),
        over()
    );
    let path = format!("/api/knocks/{}", late.token);
    assert_eq!(http.get(&path, &[]).await.problem(), over());
    assert_eq!(enter(http, "funnet-paa").await.problem(), over());
    let guests = "SELECT COUNT(*) FROM person WHERE body LIKE '%\"guest\"%'";
    assert_eq!(server.database().count(guests).await, 0);
}

#[tokio::test]
async fn a_hostile_name_is_refused_with_the_reason() {
    let server = TestServer::start_on(DATABASE).await;
    let http = server.http();
    let long = "a".repeat(10_000);
    for (name, reason) in [
        ("", "empty"),
        (long.as_str(), "too-long"),
        ("Kari\u{202E}irK", "invisible"),
        ("<script>alert(1)</script>", "markup"),
    ] {
        let answer = try_knock(http, &guest(name)).await;
        assert_eq!(answer.problem(), (422, "invalid".into()));
        assert_eq!(
            answer.json()["detail"]["draft"],
            json!([0, { "name": reason }])
        );
    }
    let stranger = json!({ "kind": "person", "person": "ingen" });
    assert_eq!(
        try_knock(http, &stranger).await.problem(),
        (404, "not-found".into())
    );
    assert_eq!(
        try_knock(http, &json!({ "kind": "spøkelse" }))
            .await
            .problem(),
        (422, "body-not-understood".into())
    );
}

#[tokio::test]
async fn a_guest_reaches_the_meeting_they_were_let_in_to_and_nothing_else() {
    let server = TestServer::start_on(DATABASE).await;
    let http = server.http();
    let manager = server.caller(Role::ProgrammeManager);
    let unlisted = json!([{ "name": "Utenfor Lista", "role": "observer" }]);
    assert_eq!(manager.post("/api/people", &unlisted).await.status, 201);
    let cookie = come_in(&server, &guest("  Ola   Nordmann ")).await;
    let origin = server.origin();
    let own = [("cookie", cookie.as_str()), ("origin", origin.as_str())];
    let session = http.get("/api/session", &own).await.json();
    assert_eq!(session["person"]["name"], "Ola Nordmann");
    assert_eq!(session["person"]["role"], "guest");
    let programme = http.get("/api/programme", &own).await.json();
    assert_eq!(programme["meetings"].as_array().unwrap().len(), 1);
    assert_eq!(programme["meetings"][0]["id"], ROOM);
    assert_eq!(programme["annual_wheel"], json!([]));
    assert_eq!(programme["last_review"], Value::Null);
    let view = http
        .get(&format!("/api/meetings/{ROOM}"), &own)
        .await
        .json();
    assert_eq!(view["may_write"], false);
    assert_eq!(view["last_year"], Value::Null);
    assert!(!view.to_string().contains("Utenfor Lista"));
    let calendar = http.post("/api/me/calendar", &own, "{}").await;
    assert_eq!(calendar.problem(), (403, "locked".into()));
    for other in ["psv-2025", "styreseminar-2026"] {
        let refused = http.get(&format!("/api/meetings/{other}"), &own).await;
        assert_eq!(refused.problem(), (403, "not-allowed".into()));
        let dial = server
            .dial_room(other)
            .with("cookie", &cookie)
            .with("origin", &origin);
        assert_eq!(dial.refusal().await, 4403);
    }
    let dial = server
        .dial(DOCUMENT)
        .with("cookie", &cookie)
        .with("origin", &origin);
    drop(dial.join().await);
}

#[tokio::test]
async fn who_was_let_in_by_their_face_manages_nothing_whatever_their_role() {
    let server = TestServer::start_on(DATABASE).await;
    let http = server.http();
    let manager = server.person(Role::ProgrammeManager);
    let knocker = json!({ "kind": "person", "person": manager.id });
    let cookie = come_in(&server, &knocker).await;
    let origin = server.origin();
    let own = [("cookie", cookie.as_str()), ("origin", origin.as_str())];
    let waits = knock(http, &guest("Ola Nordmann")).await;
    let id = waiting(&server, &waits.phrase).await;
    let path = format!("/api/meetings/{ROOM}/knocks/{id}");
    let refused = http.post(&path, &own, r#"{"admit":true}"#).await;
    assert_eq!(refused.problem(), (403, "locked".into()));
    let devices = format!("/api/people/{}/devices", manager.id);
    assert_eq!(
        http.get(&devices, &own).await.problem(),
        (403, "locked".into())
    );
    let seen = http.get("/api/me/devices", &own).await.json();
    assert_eq!(
        seen.as_array().unwrap().len(),
        1,
        "not where the real one is signed in"
    );
    let dial = server
        .dial_room(ROOM)
        .with("cookie", &cookie)
        .with("origin", &origin);
    let watcher = dial.watch().await;
    assert!(watcher.view.knocks.is_empty() && !watcher.view.may.is_empty());
    assert_eq!(http.get("/api/meetings/psv-2025", &own).await.status, 403);
}

#[tokio::test]
async fn a_screen_follows_and_opens_nothing() {
    let server = TestServer::start_on(DATABASE).await;
    let http = server.http();
    let screen = json!({ "kind": "screen" });
    let cookie = come_in(&server, &screen).await;
    let again = come_in(&server, &screen).await;
    let origin = server.origin();
    let own = [("cookie", cookie.as_str()), ("origin", origin.as_str())];
    let session = http.get("/api/session", &own).await.json();
    assert_eq!(session["person"]["role"], "projector");
    let second = http.get("/api/session", &[("cookie", &again)]).await.json();
    assert_eq!(
        second["person"], session["person"],
        "one screen of the meeting"
    );
    assert_eq!(
        http.get(&format!("/api/rooms/{ROOM}"), &own).await.status,
        200
    );
    let refused = http.get(&format!("/api/meetings/{ROOM}"), &own).await;
    assert_eq!(refused.problem(), (403, "not-allowed".into()));
    let programme = http.get("/api/programme", &own).await.json();
    assert_eq!(programme["people"], json!([]));
    assert_eq!(programme["meetings"][0]["documents"], json!([]));
    let dial = server
        .dial(DOCUMENT)
        .with("cookie", &cookie)
        .with("origin", &origin);
    assert_eq!(dial.refusal().await, 4403);
    let devices = http.get("/api/me/devices", &own).await.json();
    assert_eq!(devices[0]["device"], "screen");
    let authorization = format!("Bearer {}", server.person(Role::Chair).token);
    let chair = [("authorization", authorization.as_str())];
    let people = http.get("/api/programme", &chair).await.json()["people"].clone();
    assert_eq!(people.as_array().unwrap().len(), 12, "a screen is nobody");
}

#[tokio::test]
async fn phrases_of_those_who_wait_are_all_different() {
    let server = TestServer::start_on(DATABASE).await;
    let http = server.http();
    let mut phrases = std::collections::BTreeSet::new();
    for n in 0..60 {
        assert!(phrases.insert(knock(http, &guest(&format!("Gjest {n}"))).await.phrase));
    }
    let screen = knock(http, &json!({ "kind": "screen" })).await.phrase;
    assert!(screen.len() == 4 && screen.bytes().all(|byte| byte.is_ascii_digit()));
}

#[tokio::test]
async fn who_guesses_digits_too_often_is_not_listened_to() {
    let server = TestServer::start_on(DATABASE).await;
    let http = server.http();
    let guess = async |address: &str, code: &str| {
        let headers = [(ADDRESS_HEADER, address)];
        http.get(&format!("/api/join/{code}"), &headers)
            .await
            .status
            .as_u16()
    };
    for _ in 0..=200 {
        assert_eq!(guess("192.0.2.7", "999999").await, 404);
    }
    assert_eq!(guess("192.0.2.7", CODE).await, 429, "right or wrong");
    assert_eq!(guess("192.0.2.8", CODE).await, 200);
}

#[tokio::test]
async fn a_device_that_is_signed_out_does_not_come_in_again_by_the_same_knock() {
    let server = TestServer::start_on(DATABASE).await;
    let http = server.http();
    let chair = &server.person(Role::Chair).id;
    let sent = knock(http, &json!({ "kind": "person", "person": chair })).await;
    let id = waiting(&server, &sent.phrase).await;
    assert_eq!(
        reply(&server, Role::Facilitator, &id, true).await.status,
        204
    );
    assert_eq!(enter(http, &sent.token).await.status, 200);
    assert_eq!(
        enter(http, &sent.token).await.status,
        200,
        "an answer may be lost"
    );
    let manager = server.caller(Role::ProgrammeManager);
    let devices = manager
        .delete(&format!("/api/people/{chair}/devices"))
        .await;
    assert_eq!(devices.status, 204);
    assert_eq!(enter(http, &sent.token).await.problem(), over());
}

#[tokio::test]
async fn nobody_fills_the_door_with_one_name_and_the_screen_is_nobody() {
    let server = TestServer::start_on(DATABASE).await;
    let http = server.http();
    let of = |role| json!({ "kind": "person", "person": server.person(role).id });
    for _ in 0..5 {
        knock(http, &of(Role::Chair)).await;
    }
    assert_eq!(try_knock(http, &of(Role::Chair)).await.status, 429);
    knock(http, &of(Role::ViceChair)).await;
    knock(http, &guest("Ola Nordmann")).await;
    come_in(&server, &json!({ "kind": "screen" })).await;
    let manager = server.caller(Role::ProgrammeManager);
    let log = manager.get("/api/audit").await.json();
    assert_eq!(log["entries"][0]["change"], "screen-let-in");
    let programme = ProgrammeId::parse("fjordvik").unwrap();
    let everybody = server.app().store.load_everybody(&programme).await.unwrap();
    let screen = everybody
        .iter()
        .find(|one| one.person.role == Role::Projector);
    let path = format!("/api/people/{}", screen.unwrap().person.id);
    let renamed = json!({ "name": "Kari", "role": "programme-manager" });
    assert_eq!(manager.put(&path, &renamed).await.status, 404);
    assert_eq!(
        manager
            .post(&format!("{path}/erase"), &json!({}))
            .await
            .status,
        404
    );
}
