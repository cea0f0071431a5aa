//! Devices that are signed in: how long, with which token, and how they are signed out.

use serde_json::Value;
use shared::rights::Role;
use shared::time::DAY_MS;
use tests::DOCUMENT;
use tests::http::Answer;
use tests::server::TestServer;

use super::DATABASE;

const PHONE: &str =
    "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Mobile/15E148 Safari/604.1";

async fn sign_in(server: &TestServer, role: Role, remember: bool, browser: &str) -> String {
    let path = format!(
        "/api/sign-in/{}",
        server.new_link(&server.person(role).id).await
    );
    let body = format!(r#"{{"remember":{remember}}}"#);
    let headers = [("user-agent", browser)];
    let answer = server.http().post(&path, &headers, &body).await;
    assert_eq!(answer.status, 200);
    answer.cookie()
}

async fn session(server: &TestServer, cookie: &str) -> Answer {
    let headers = [("cookie", cookie)];
    server.http().get("/api/session", &headers).await
}

/// Makes every session so much older.
async fn pass(server: &TestServer, column: &str, ms: i64) {
    let sql = format!("UPDATE session SET {column} = {column} - {ms}");
    server.database().run(&sql).await;
}

fn expected_refusal() -> (u16, String) {
    (401, "not-signed-in".into())
}

#[tokio::test]
async fn a_token_of_yesterday_is_changed_and_the_old_one_goes_once_the_new_one_is_shown() {
    let server = TestServer::start_on(DATABASE).await;
    let old = sign_in(&server, Role::Chair, true, PHONE).await;
    assert_eq!(session(&server, &old).await.cookie(), "");

    pass(&server, "rotated_at", DAY_MS).await;
    let answer = session(&server, &old).await;
    let new = answer.cookie();
    assert_ne!(new, old);
    assert!(answer.header("set-cookie").contains("Max-Age="));
    assert_eq!(
        session(&server, &old).await.status,
        200,
        "others may be under way"
    );
    assert_eq!(session(&server, &new).await.cookie(), "");
    assert_eq!(
        session(&server, &old).await.status,
        200,
        "for a minute more"
    );
    pass(&server, "previous_until", 60_000).await;
    assert_eq!(session(&server, &old).await.problem(), expected_refusal());
    assert_eq!(session(&server, &new).await.status, 200);
}

#[tokio::test]
async fn an_answer_that_is_lost_with_the_new_token_throws_nobody_out() {
    let server = TestServer::start_on(DATABASE).await;
    let old = sign_in(&server, Role::Chair, false, PHONE).await;
    pass(&server, "rotated_at", DAY_MS).await;
    let lost = session(&server, &old).await.cookie();
    assert_eq!(
        session(&server, &old).await.cookie(),
        "",
        "it may still arrive"
    );
    pass(&server, "rotated_at", 60_000).await;
    let new = session(&server, &old).await.cookie();
    assert!(!new.is_empty());
    assert_eq!(session(&server, &lost).await.problem(), expected_refusal());
    assert_eq!(session(&server, &new).await.status, 200);
}

#[tokio::test]
async fn of_many_pages_that_are_loaded_at_once_one_changes_the_token() {
    let server = TestServer::start_on(DATABASE).await;
    let old = sign_in(&server, Role::Chair, false, PHONE).await;
    pass(&server, "rotated_at", DAY_MS).await;
    let pages = (0..8).map(|_| session(&server, &old));
    let answers = futures_util::future::join_all(pages).await;
    assert!(answers.iter().all(|answer| answer.status == 200));
    let given = answers.iter().filter(|answer| !answer.cookie().is_empty());
    assert_eq!(given.count(), 1);
}

#[tokio::test]
async fn who_is_away_too_long_is_signed_out() {
    let server = TestServer::start_on(DATABASE).await;
    for (remember, idle_days, days) in [(false, 7, 14), (true, 45, 90)] {
        let cookie = sign_in(&server, Role::Chair, remember, PHONE).await;
        pass(&server, "last_seen_at", (idle_days * DAY_MS) - 60_000).await;
        assert_eq!(
            session(&server, &cookie).await.status,
            200,
            "seen again in time"
        );
        pass(&server, "last_seen_at", idle_days * DAY_MS).await;
        assert_eq!(
            session(&server, &cookie).await.problem(),
            expected_refusal()
        );

        let cookie = sign_in(&server, Role::Chair, remember, PHONE).await;
        pass(&server, "expires_at", days * DAY_MS).await;
        assert_eq!(
            session(&server, &cookie).await.problem(),
            expected_refusal()
        );
    }
}

#[tokio::test]
async fn somebody_sees_their_devices_and_ends_one_with_its_live_line() {
    let server = TestServer::start_on(DATABASE).await;
    let http = server.http();
    let phone = sign_in(&server, Role::Chair, true, PHONE).await;
    let origin = server.origin();
    let laptop = sign_in(&server, Role::Chair, false, "Mozilla/5.0 (Windows NT 10.0)").await;
    let own = [("cookie", laptop.as_str()), ("origin", origin.as_str())];

    let devices = http.get("/api/me/devices", &own).await.json();
    let devices = devices.as_array().unwrap();
    let kinds = |device: &Value| {
        let (kind, way) = (device["device"].as_str(), device["way"].as_str());
        (
            kind.unwrap().to_owned(),
            way.unwrap().to_owned(),
            device["is_this"] == true,
        )
    };
    let mut seen: Vec<_> = devices.iter().map(kinds).collect();
    seen.sort();
    let line = |kind: &str, way: &str, is_this| (kind.to_owned(), way.to_owned(), is_this);
    assert_eq!(
        seen,
        [
            line("computer", "link", true),
            line("phone", "link", false),
            line("program", "token", false)
        ]
    );

    let dial = server
        .dial(DOCUMENT)
        .with("cookie", &phone)
        .with("origin", &origin);
    let mut peer = dial.join().await;
    let id = devices
        .iter()
        .find(|device| device["device"] == "phone")
        .unwrap();
    let path = format!("/api/me/devices/{}", id["id"].as_str().unwrap());
    let stranger = sign_in(&server, Role::BoardMember, false, PHONE).await;
    let foreign = [("cookie", stranger.as_str()), ("origin", origin.as_str())];
    let refused = http.send("DELETE", &path, &foreign, "").await;
    assert_eq!(refused.problem(), (404, "not-found".into()));
    assert_eq!(http.send("DELETE", &path, &own, "").await.status, 204);
    assert_eq!(peer.until_closed().await, 4401);
    assert_eq!(session(&server, &phone).await.problem(), expected_refusal());
    assert_eq!(session(&server, &laptop).await.status, 200);
}

#[tokio::test]
async fn the_manager_ends_devices_of_others_and_nobody_else_does() {
    let server = TestServer::start_on(DATABASE).await;
    let (http, chair) = (server.http(), server.person(Role::Chair));
    let phone = sign_in(&server, Role::Chair, true, PHONE).await;
    let path = format!("/api/people/{}/devices", chair.id);
    for role in [Role::Chair, Role::Facilitator, Role::Observer] {
        let authorization = format!("Bearer {}", server.person(role).token);
        for method in ["GET", "DELETE"] {
            let headers = [("authorization", authorization.as_str())];
            let refused = http.send(method, &path, &headers, "").await;
            assert_eq!(
                refused.problem(),
                (403, "locked".into()),
                "{role:?} {method}"
            );
        }
    }
    let authorization = format!("Bearer {}", server.person(Role::ProgrammeManager).token);
    let manager = [("authorization", authorization.as_str())];
    let devices = http.get(&path, &manager).await.json();
    assert_eq!(devices.as_array().unwrap().len(), 2);
    let one = format!("{path}/{}", devices[0]["id"].as_str().unwrap());
    assert_eq!(http.send("DELETE", &one, &manager, "").await.status, 204);
    assert_eq!(http.send("DELETE", &path, &manager, "").await.status, 204);
    assert_eq!(session(&server, &phone).await.problem(), expected_refusal());
    assert_eq!(
        http.get(&path, &manager)
            .await
            .json()
            .as_array()
            .unwrap()
            .len(),
        0
    );
    let nobody = http.get("/api/people/ingen/devices", &manager).await;
    assert_eq!(nobody.problem(), (404, "not-found".into()));
    assert_eq!(
        server.database().count("SELECT COUNT(*) FROM audit").await,
        2
    );
}
