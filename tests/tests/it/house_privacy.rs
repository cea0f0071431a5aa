//! What is kept about a person: shown, handed over, erased on demand, and forgotten in time.

use serde_json::json;
use server::retention::sweep;
use shared::rights::Role;
use shared::time::{DAY_MS, Timestamp};
use tests::DOCUMENT;
use tests::rationale;
use tests::server::TestServer;

use super::DATABASE;

/// Rows of every kind about a person of the sample.
async fn leave_traces(server: &TestServer, person: &str) {
    server
        .database()
        .run(&format!(
            "INSERT INTO attendance (meeting_id, person_id, arrived_at) VALUES ('psv-2026', '{person}', 1000);
             INSERT INTO mail (id, person_id, kind, at, state) VALUES ('m1', '{person}', 'invitation', 1000, 'failed');
             INSERT INTO knock (id, token_hash, meeting_id, body, phrase, asked_at, expires_at)
                 VALUES ('k1', 'x', 'psv-2026', '{{\"kind\":\"person\",\"person\":\"{person}\"}}', 'rolig hest', 1000, 2000);"
        ))
        .await;
}

async fn n_rows(server: &TestServer, table: &str) -> i64 {
    server
        .database()
        .count(&format!("SELECT COUNT(*) FROM {table}"))
        .await
}

#[tokio::test]
async fn what_is_kept_is_shown_and_handed_over() {
    let server = TestServer::start_on(DATABASE).await;
    let chair = server.caller(Role::Chair);
    leave_traces(&server, "ragnhild-solvaer").await;
    let me = chair.get("/api/me").await.json();
    assert_eq!(me["email"], "ragnhild.solvaer@fjordvik.example");
    assert_eq!(me["devices"][0]["is_this"], true);
    assert_eq!(
        me["kept"],
        json!({ "meetings": 2, "attendance": 1, "mails": 1, "audit": 0, "writings": 0, "proceedings": 1 })
    );
    let export = chair.get("/api/me/export").await;
    assert!(
        export
            .header("content-disposition")
            .starts_with("attachment; filename=\"samling-")
    );
    let export = export.json();
    assert_eq!(export["person"]["name"], "Ragnhild Solvær");
    assert_eq!(export["attendance"][0]["meeting"], "psv-2026");
    assert_eq!(export["mails"][0]["state"], "failed");
    assert_eq!(export["meetings"].as_array().unwrap().len(), 2);
    let manager = server.caller(Role::ProgrammeManager);
    let people = manager.get("/api/people").await.json()["people"].clone();
    assert_eq!(people[0]["mail_failed"], true);
    assert_eq!(people[0]["invited_at"], 1000);
    assert_eq!(people[0]["last_device"], "program");
}

#[tokio::test]
async fn erasing_keeps_the_texts_and_nothing_that_says_whose_they_were() {
    let server = TestServer::start_on(DATABASE).await;
    let (manager, member) = (
        server.caller(Role::ProgrammeManager),
        server.person(Role::BoardMember),
    );
    let mut writer = server.dial(DOCUMENT).bearer(&member.token).join().await;
    writer.types(&rationale(), "Ord som blir. ").await;
    writer.until_stored().await;
    leave_traces(&server, member.id.as_str()).await;
    let link = server.new_link(&member.id).await;
    let caller = server.caller(Role::BoardMember);
    let feed = caller.post("/api/me/calendar", &json!({})).await.json();
    let renamed = json!({ "name": "Gammelt Navn", "email": "gammel@fjordvik.example", "role": "board-member" });
    manager
        .put(&format!("/api/people/{}", member.id), &renamed)
        .await;

    assert_eq!(caller.post("/api/me/erase", &json!({})).await.status, 204);
    assert_eq!(writer.until_closed().await, 4401);
    assert_eq!(caller.get("/api/me").await.status, 401);
    let spent = server
        .http()
        .get(&format!("/api/sign-in/{link}"), &[])
        .await;
    assert_eq!(spent.problem(), (404, "link-unknown".into()));
    let url = feed["url"].as_str().unwrap();
    let path = url.strip_prefix(&server.origin()).unwrap();
    assert_eq!(server.http().get(path, &[]).await.status, 404);
    for table in ["mail", "knock", "calendar_feed", "attendance"] {
        assert_eq!(n_rows(&server, table).await, 0, "{table}");
    }
    let people = manager.get("/api/people").await.text();
    assert!(!people.contains(member.id.as_str()), "{people}");
    let log = manager.get("/api/audit").await;
    assert!(
        !log.text().contains("Navn") && !log.text().contains(&member.name),
        "{}",
        log.text()
    );
    let entries = log.json()["entries"].clone();
    assert_eq!(entries[0]["change"], "person-erased");
    assert_eq!(entries[0]["by_name"], "tidligere medlem");
    assert_eq!(entries[1]["details"], json!([]));

    let again = manager
        .post(&format!("/api/people/{}/erase", member.id), &json!({}))
        .await;
    assert_eq!(again.problem(), (404, "not-found".into()));
    let token = &server.person(Role::Chair).token;
    let reader = server.dial(DOCUMENT).bearer(token).join().await;
    assert!(reader.reads(&rationale()).starts_with("Ord som blir. "));
}

#[tokio::test]
async fn what_has_served_its_purpose_is_forgotten_in_time() {
    let server = TestServer::start_on(DATABASE).await;
    let manager = server.caller(Role::ProgrammeManager);
    leave_traces(&server, "ragnhild-solvaer").await;
    let ended = json!({ "is_active": false });
    manager
        .post("/api/people/lena-thorsrud/activity", &ended)
        .await;
    let now = server::clock::now();
    let in_days = |days: i64| Timestamp(now.0 + days * DAY_MS);

    sweep(server.app(), now).await.unwrap();
    for table in ["attendance", "mail", "knock"] {
        assert_eq!(n_rows(&server, table).await, 0, "{table} is from 1970");
    }
    assert_eq!(n_rows(&server, "audit").await, 1);
    let erased = "SELECT COUNT(*) FROM person WHERE erased_at IS NOT NULL";
    sweep(server.app(), in_days(364)).await.unwrap();
    assert_eq!(server.database().count(erased).await, 0);
    sweep(server.app(), in_days(367)).await.unwrap();
    assert_eq!(server.database().count(erased).await, 1);
    assert_eq!(
        n_rows(&server, "audit").await,
        2,
        "that they were erased is told"
    );
    sweep(server.app(), in_days(1_200)).await.unwrap();
    assert_eq!(n_rows(&server, "audit").await, 0);
    assert_eq!(n_rows(&server, "session").await, 0, "all have expired");
    assert_eq!(n_rows(&server, "sign_in_link").await, 0);
}

#[tokio::test]
async fn a_guest_is_forgotten_when_the_meetings_they_were_let_in_to_are_long_over() {
    let server = TestServer::start_on(DATABASE).await;
    server
        .database()
        .run(
            "INSERT INTO person (id, programme_id, position, is_active, body)
                 VALUES ('gjest', 'fjordvik', 99, 1, '{\"id\":\"gjest\",\"name\":\"Gro Gjest\",\"role\":\"guest\"}');
             INSERT INTO person (id, programme_id, position, is_active, body)
                 VALUES ('skjerm', 'fjordvik', 100, 1, '{\"id\":\"skjerm\",\"name\":\"Skjerm\",\"role\":\"projector\"}');",
        )
        .await;
    let facilitator = server.caller(Role::Facilitator);
    let path = "/api/meetings/psv-2026/participants/gjest";
    let answer = facilitator.put(path, &json!({ "is_coming": true })).await;
    assert_eq!(answer.status, 204, "{}", answer.text());
    let day: jiff::Timestamp = "2026-10-28T12:00:00Z".parse().unwrap();
    let after = |days: i64| Timestamp(day.as_millisecond() + days * DAY_MS);
    let erased = "SELECT COUNT(*) FROM person WHERE erased_at IS NOT NULL";
    sweep(server.app(), after(360)).await.unwrap();
    assert_eq!(server.database().count(erased).await, 0);
    sweep(server.app(), after(370)).await.unwrap();
    assert_eq!(
        server.database().count(erased).await,
        1,
        "a screen is nobody and stays"
    );
}
