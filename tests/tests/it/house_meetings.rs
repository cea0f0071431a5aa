//! Meetings from a template to the end, and who takes part.

use serde_json::{Value, json};
use shared::protocol::Rights;
use shared::rights::Role;
use tests::caller::Caller;
use tests::server::TestServer;
use tests::{DOCUMENT, rationale};

use super::DATABASE;

const REVIEW: &str = "/api/meetings/psv-2026";

async fn new_review(manager: &Caller) -> Value {
    let draft = json!({ "template": "psv-4x4", "date": "2027-10-20", "start": "09:00", "participants": [] });
    let answer = manager.post("/api/meetings", &draft).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()
}

/// The meeting as a draft that changes nothing.
async fn as_draft(caller: &Caller, path: &str) -> Value {
    caller.get(path).await.json()["meeting"].clone()
}

#[tokio::test]
async fn a_review_made_from_the_template_can_be_opened_written_in_and_closed() {
    let server = TestServer::start_on(DATABASE).await;
    let manager = server.caller(Role::ProgrammeManager);
    let templates = manager.get("/api/templates").await.json()["templates"].clone();
    assert_eq!(templates.as_array().unwrap().len(), 3);
    let saved = new_review(&manager).await;
    let (id, code) = (
        saved["id"].as_str().unwrap(),
        saved["code"].as_str().unwrap(),
    );
    assert_eq!((code.len(), &saved["state"]), (6, &json!("planned")));
    let path = format!("/api/meetings/{id}");
    let view = manager.get(&path).await.json();
    assert_eq!(view["meeting"]["programme_year"], 4);
    assert_eq!(
        view["meeting"]["participants"].as_array().unwrap().len(),
        12
    );
    assert_eq!(
        view["meeting"]["form"]["indicators"]
            .as_array()
            .unwrap()
            .len(),
        8
    );
    assert_eq!(view["lock"], "not-open");

    let document = saved["documents"][0].as_str().unwrap().to_owned();
    let token = &server.person(Role::Chair).token;
    let mut chair = server.dial(&document).bearer(token).join().await;
    assert_eq!(chair.sync.rights(), Rights::Read);
    let state = format!("{path}/state");
    let opened = manager.post(&state, &json!({ "state": "open" })).await;
    assert_eq!(
        (&opened.json()["code"], opened.status.as_u16()),
        (&json!(code), 200)
    );
    chair
        .until("it may write", |sync| sync.rights() == Rights::Write)
        .await;
    chair.types(&rationale(), "Et nytt år.").await;
    chair.until_stored().await;

    for (state_wished, status) in [
        ("running", 200),
        ("running", 200),
        ("planned", 409),
        ("closed", 200),
    ] {
        let answer = manager
            .post(&state, &json!({ "state": state_wished }))
            .await;
        assert_eq!(answer.status, status, "{state_wished}");
    }
    chair
        .until("it may only read", |sync| sync.rights() == Rights::Read)
        .await;
    let closed = manager.get(&path).await.json()["meeting"].clone();
    assert_eq!(closed["code"], Value::Null);
    assert!(closed["state_since"].is_i64());
    let answer = manager.put(&path, &closed).await;
    assert_eq!(answer.detail(), json!({ "lock": "closed" }));
    let again = manager
        .post(&state, &json!({ "state": "running" }))
        .await
        .json();
    assert_eq!(again["code"].as_str().unwrap().len(), 6);
}

#[tokio::test]
async fn what_cannot_be_is_refused_by_field() {
    let server = TestServer::start_on(DATABASE).await;
    let manager = server.caller(Role::ProgrammeManager);
    let draft = json!({ "template": "psv-4x4", "date": "2027-10-20", "participants": [] });
    let twice = json!([
        { "person": "hanne-falch", "is_coming": true },
        { "person": "hanne-falch", "is_coming": true }
    ]);
    let seat =
        json!([{ "person": "mathias-tveito", "is_coming": true, "seated_for": "amir-rahimi" }]);
    for (field, value, problem) in [
        ("template", json!("finnes-ikke"), "template"),
        ("template", Value::Null, "template"),
        ("date", json!("2031-10-20"), "dates"),
        ("last_date", json!("2027-10-19"), "dates"),
        ("start", json!("9"), "times"),
        ("place", json!("<script>"), "place"),
        ("participants", twice, "participants"),
        (
            "participants",
            json!([{ "person": "ingen", "is_coming": true }]),
            "participants",
        ),
        ("participants", seat, "seat"),
    ] {
        let mut wrong = draft.clone();
        wrong[field] = value;
        let answer = manager.post("/api/meetings", &wrong).await;
        assert_eq!(answer.problem(), (422, "invalid".into()), "{field}");
        assert_eq!(answer.detail(), json!({ "field": problem }));
    }
    let mut nobody = draft;
    nobody["participants"] = json!([{ "person": "hanne-falch", "is_coming": false }]);
    let id = manager.post("/api/meetings", &nobody).await.json()["id"].clone();
    let state = format!("/api/meetings/{}/state", id.as_str().unwrap());
    let answer = manager.post(&state, &json!({ "state": "open" })).await;
    assert_eq!(answer.detail(), json!({ "field": "participants" }));
    let chair = server.caller(Role::Chair);
    let answer = chair.post(&state, &json!({ "state": "open" })).await;
    assert_eq!(answer.problem(), (403, "locked".into()));
    let unknown = manager
        .put("/api/meetings/psv-1999", &as_draft(&manager, REVIEW).await)
        .await;
    assert_eq!(unknown.problem(), (404, "meeting-unknown".into()));
}

#[tokio::test]
async fn of_two_who_change_a_meeting_at_once_one_is_told_to_look_again() {
    let server = TestServer::start_on(DATABASE).await;
    let (manager, facilitator) = (
        server.caller(Role::ProgrammeManager),
        server.caller(Role::Facilitator),
    );
    let (mut one, mut other) = (
        as_draft(&manager, REVIEW).await,
        as_draft(&facilitator, REVIEW).await,
    );
    one["place"] = "Rådhuset".into();
    other["place"] = "Hotellet".into();
    let (first, second) = tokio::join!(manager.put(REVIEW, &one), facilitator.put(REVIEW, &other));
    let mut statuses = [first.status.as_u16(), second.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    let late = if first.status == 409 { first } else { second };
    assert_eq!(late.problem(), (409, "changed-meanwhile".into()));
    let stored = as_draft(&manager, REVIEW).await;
    assert_eq!(stored["version"], 1);
    let entries = manager.get("/api/audit").await.json()["entries"].clone();
    assert_eq!(
        entries.as_array().unwrap().len(),
        1,
        "what is not stored is not told"
    );
    assert_eq!(entries[0]["details"][0][2], stored["place"]);
}

#[tokio::test]
async fn who_is_marked_absent_loses_the_right_and_the_deputy_has_it() {
    let server = TestServer::start_on(DATABASE).await;
    let facilitator = server.caller(Role::Facilitator);
    let member = server.person(Role::BoardMember);
    let mut connected = server.dial(DOCUMENT).bearer(&member.token).join().await;
    assert_eq!(connected.sync.rights(), Rights::Write);
    let of = |person: &str| format!("{REVIEW}/participants/{person}");
    let absent = json!({ "is_coming": false });
    let answer = facilitator.put(&of(member.id.as_str()), &absent).await;
    assert_eq!(answer.status, 204, "{}", answer.text());
    connected
        .until("it may only read", |sync| sync.rights() == Rights::Read)
        .await;

    let deputy = server.person(Role::Deputy);
    let seat = |member: &str| json!({ "is_coming": true, "seated_for": member });
    let taken = facilitator
        .put(&of("hanne-falch"), &seat(member.id.as_str()))
        .await;
    assert_eq!(
        taken.detail(),
        json!({ "field": "seat" }),
        "only a deputy sits"
    );
    let here = facilitator
        .put(&of(deputy.id.as_str()), &seat("ragnhild-solvaer"))
        .await;
    assert_eq!(
        here.detail(),
        json!({ "field": "seat" }),
        "the chair is here"
    );
    let seated = facilitator
        .put(&of(deputy.id.as_str()), &seat(member.id.as_str()))
        .await;
    assert_eq!(seated.status, 204);
    let back = json!({ "is_coming": true });
    assert_eq!(
        facilitator.put(&of(member.id.as_str()), &back).await.status,
        204
    );
    connected
        .until("it may write", |sync| sync.rights() == Rights::Write)
        .await;
    let meeting = as_draft(&facilitator, REVIEW).await;
    let line = meeting["participants"]
        .as_array()
        .unwrap()
        .iter()
        .find(|line| line["person"] == deputy.id.as_str())
        .unwrap()
        .clone();
    assert_eq!(
        line["seated_for"],
        Value::Null,
        "the member took the seat back"
    );

    let chair = server.caller(Role::Chair);
    let answer = chair.put(&of(member.id.as_str()), &absent).await;
    assert_eq!(answer.detail(), json!({ "lock": "not-delegated" }));
    let leads = json!({ "is_coming": true, "may_lead": true });
    facilitator.put(&of("ragnhild-solvaer"), &leads).await;
    assert_eq!(
        chair.put(&of(member.id.as_str()), &absent).await.status,
        204
    );
    let answer = chair.put(&of("torgeir-myklevik"), &leads).await;
    assert_eq!(
        answer.problem(),
        (403, "locked".into()),
        "to lead is not passed on"
    );
}

#[tokio::test]
async fn absence_is_noted_before_a_meeting_opens_and_an_emptied_seat_is_in_nobodys_way() {
    let server = TestServer::start_on(DATABASE).await;
    let manager = server.caller(Role::ProgrammeManager);
    let path = format!(
        "/api/meetings/{}",
        new_review(&manager).await["id"].as_str().unwrap()
    );
    let of = |person: &str| format!("{path}/participants/{person}");
    let member = server.person(Role::BoardMember).id.as_str();
    let deputy = server.person(Role::Deputy).id.as_str();
    let absent = json!({ "is_coming": false });
    let seated = json!({ "is_coming": true, "seated_for": member });
    for (person, change) in [(member, &absent), (deputy, &seated)] {
        let answer = manager.put(&of(person), change).await;
        assert_eq!(answer.status, 204, "{}", answer.text());
    }
    let refused = server.caller(Role::Chair).put(&of(member), &absent).await;
    assert_eq!(refused.problem(), (403, "locked".into()));

    let promoted = json!({ "name": "Mathias Tveito", "role": "board-member" });
    let answer = manager
        .put(&format!("/api/people/{deputy}"), &promoted)
        .await;
    assert_eq!(answer.status, 204, "{}", answer.text());
    let answer = manager.put(&of("torgeir-myklevik"), &absent).await;
    assert_eq!(answer.status, 204, "{}", answer.text());
    let meeting = as_draft(&manager, &path).await;
    let lines = meeting["participants"].as_array().unwrap();
    assert!(lines.iter().all(|line| line["seated_for"].is_null()));
}

#[tokio::test]
async fn calendars_have_the_meeting_and_the_year() {
    let server = TestServer::start_on(DATABASE).await;
    let chair = server.caller(Role::Chair);
    let file = chair.get(&format!("{REVIEW}/calendar.ics")).await;
    assert_eq!(file.header("content-type"), "text/calendar; charset=utf-8");
    for line in [
        "DTSTART:20261028T08",
        "UID:psv-2026@fjordvik.samling",
        "LOCATION:",
    ] {
        assert!(file.text().contains(line), "{line}\n{}", file.text());
    }
    let feed = chair.post("/api/me/calendar", &json!({})).await;
    assert_eq!(feed.status, 201);
    let url = feed.json()["url"].as_str().unwrap().to_owned();
    let path = url.strip_prefix(&server.origin()).unwrap();
    assert_eq!(chair.get("/api/me").await.json()["has_calendar"], true);
    let text = server.http().get(path, &[]).await.text();
    for line in [
        "SUMMARY:Styreseminar 2026\\, Fjordvik kommune",
        "UID:annual-report-2027@fjordvik.samling",
        "DTSTART;VALUE=DATE:20270311",
    ] {
        assert!(text.contains(line), "{line}\n{text}");
    }
    let second = chair.post("/api/me/calendar", &json!({})).await.json();
    assert_eq!(
        server.http().get(path, &[]).await.status,
        404,
        "revoked by the new one"
    );
    let url = second["url"].as_str().unwrap();
    let path = url.strip_prefix(&server.origin()).unwrap();
    assert_eq!(server.http().get(path, &[]).await.status, 200);
    assert_eq!(chair.delete("/api/me/calendar").await.status, 204);
    assert_eq!(
        server.http().get(path, &[]).await.problem(),
        (404, "not-found".into())
    );
}

#[tokio::test]
async fn the_code_of_a_meeting_is_drawn() {
    let server = TestServer::start_on(DATABASE).await;
    let drawn = server.http().get("/qr/482173.svg", &[]).await;
    assert_eq!(drawn.header("content-type"), "image/svg+xml");
    assert_eq!(drawn.header("cache-control"), "public, max-age=86400");
    assert!(drawn.text().starts_with("<svg"));
    for path in [
        "/qr/48217.svg",
        "/qr/4821733.svg",
        "/qr/48217a.svg",
        "/qr/482173.png",
        "/qr/482173",
    ] {
        assert_eq!(server.http().get(path, &[]).await.status, 404, "{path}");
    }
}
