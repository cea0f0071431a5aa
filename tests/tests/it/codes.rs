//! Signing in by e-mail: the code, the equal link, and what somebody learns who has neither.

use serde_json::{Value, json};
use shared::rights::Role;
use shared::time::MINUTE_MS;
use tests::http::{Answer, Client};
use tests::letters::{code_in, link_in};
use tests::server::{ADDRESS_HEADER, TestServer};

use super::DATABASE;

const NOT_REMEMBERED: &str = r#"{"remember":false}"#;

async fn ask(http: Client, email: &str) -> Answer {
    let body = json!({ "email": email }).to_string();
    http.post("/api/sign-in/request", &[], &body).await
}

async fn request(http: Client, email: &str) -> String {
    let answer = ask(http, email).await;
    assert_eq!(answer.status, 202, "{}", answer.text());
    answer.json()["request"].as_str().unwrap().to_owned()
}

async fn try_code(http: Client, request: &str, code: &str) -> Answer {
    let body = json!({ "request": request, "code": code, "remember": false }).to_string();
    http.post("/api/sign-in/code", &[], &body).await
}

async fn email(server: &TestServer, role: Role) -> String {
    let app = server.app();
    let id = &server.person(role).id;
    let (_, programme) = app.store.find_person(id).await.unwrap().unwrap();
    let addresses = app.store.load_addresses(&programme).await.unwrap();
    addresses[id].clone()
}

/// Another code than this.
fn wrong(code: &str) -> &'static str {
    if code == "000000" { "000001" } else { "000000" }
}

fn tries_left(answer: &Answer) -> Value {
    answer.json()["detail"]["tries-left"].clone()
}

#[tokio::test]
async fn a_code_signs_in_where_it_was_asked_for_and_once() {
    let server = TestServer::start_on(DATABASE).await;
    let (http, chair) = (server.http(), server.person(Role::Chair));
    let typed = format!("  {} ", email(&server, Role::Chair).await.to_uppercase());
    let own = request(http, &typed).await;
    let mail = server.mail_to(&chair.id, 1).await;
    let code = code_in(&mail);
    let path = format!("{}/inn/{}", server.origin(), link_in(&mail));
    assert!(
        mail.text.find(&path) < mail.text.find(code),
        "the link first"
    );

    let elsewhere = request(http, "ingen@fjordvik.example").await;
    assert_eq!(
        try_code(http, &elsewhere, code).await.problem(),
        (403, "wrong-code".into())
    );
    let spaced = format!("{} {}", &code[..3], &code[3..]);
    let signed_in = try_code(http, &own, &spaced).await;
    assert_eq!(signed_in.json()["person"]["id"], chair.id.as_str());
    let headers = [("cookie", signed_in.cookie())];
    let headers = headers
        .each_ref()
        .map(|(name, value)| (*name, value.as_str()));
    assert_eq!(
        http.get("/api/session", &headers).await.json(),
        signed_in.json()
    );

    assert_eq!(
        try_code(http, &own, code).await.problem(),
        (410, "code-expired".into())
    );
    let link = format!("/api/sign-in/{}", link_in(&mail));
    assert_eq!(
        http.post(&link, &[], NOT_REMEMBERED).await.problem(),
        (410, "link-used-or-expired".into()),
        "the mail has opened its door"
    );
}

#[tokio::test]
async fn a_mail_scanner_spends_nothing_and_the_link_spends_the_code() {
    let server = TestServer::start_on(DATABASE).await;
    let (http, chair) = (server.http(), server.person(Role::Chair));
    let asked = request(http, &email(&server, Role::Chair).await).await;
    let mail = server.mail_to(&chair.id, 1).await;
    let link = format!("/api/sign-in/{}", link_in(&mail));
    let page = format!("/inn/{}", link_in(&mail));
    for path in [&link, &page] {
        for method in ["GET", "HEAD", "GET"] {
            http.send(method, path, &[("accept", "text/html")], "")
                .await;
        }
    }
    assert_eq!(http.post(&link, &[], NOT_REMEMBERED).await.status, 200);
    let late = try_code(http, &asked, code_in(&mail)).await;
    assert_eq!(late.problem(), (410, "code-expired".into()));
}

#[tokio::test]
async fn five_tries_and_ten_minutes_are_all_there_is() {
    let server = TestServer::start_on(DATABASE).await;
    let (http, chair) = (server.http(), server.person(Role::Chair));
    let email = email(&server, Role::Chair).await;
    let asked = request(http, &email).await;
    let mail = server.mail_to(&chair.id, 1).await;
    let code = code_in(&mail);
    for left in [4, 3, 2, 1] {
        let answer = try_code(http, &asked, wrong(code)).await;
        assert_eq!(answer.problem(), (403, "wrong-code".into()));
        assert_eq!(tries_left(&answer), left);
    }
    for typed in [wrong(code), code, code] {
        let answer = try_code(http, &asked, typed).await;
        assert_eq!(answer.problem(), (429, "too-many-tries".into()));
    }

    let asked = request(http, &email).await;
    let mail = server.mail_to(&chair.id, 2).await;
    let sql = format!(
        "UPDATE sign_in_code SET expires_at = expires_at - {}",
        10 * MINUTE_MS
    );
    server.database().run(&sql).await;
    let late = try_code(http, &asked, code_in(&mail)).await;
    assert_eq!(late.problem(), (410, "code-expired".into()));
    let invented = try_code(http, "funnet-paa", "123456").await;
    assert_eq!(invented.problem(), (410, "code-expired".into()));
}

#[tokio::test]
async fn many_tries_at_once_are_no_more_than_five() {
    let server = TestServer::start_on(DATABASE).await;
    let http = server.http();
    let asked = request(http, &email(&server, Role::Chair).await).await;
    let code = server.mail_to(&server.person(Role::Chair).id, 1).await;
    let wrong = wrong(code_in(&code));
    let tries = (0..20).map(|_| try_code(http, &asked, wrong));
    let answers = futures_util::future::join_all(tries).await;
    let heard = answers
        .iter()
        .filter(|answer| answer.problem().1 == "wrong-code");
    assert!(heard.count() <= 4);
    let late = try_code(http, &asked, code_in(&code)).await;
    assert_eq!(late.problem(), (429, "too-many-tries".into()));
}

#[tokio::test]
async fn nothing_says_whether_an_address_is_known() {
    let server = TestServer::start_on(DATABASE).await;
    let http = server.http();
    let known = email(&server, Role::Chair).await;
    let mut stories = Vec::new();
    for email in [
        known.as_str(),
        "ingen@fjordvik.example",
        "",
        "ikke en adresse",
    ] {
        let mut story = Vec::new();
        let answer = ask(http, email).await;
        let mut sent = answer.json();
        let request = sent["request"].take().as_str().unwrap().to_owned();
        assert_eq!(request.len(), 43);
        story.push(format!("{} {sent}", answer.status));
        for _ in 0..6 {
            let answer = try_code(http, &request, "kode").await;
            story.push(format!("{} {}", answer.status, answer.text()));
        }
        for _ in 0..4 {
            story.push(ask(http, email).await.status.to_string());
        }
        let refused = ask(http, email).await;
        assert!(refused.json()["detail"]["retry-in-s"].as_u64().unwrap() > 0);
        story.push(refused.problem().1);
        stories.push(story);
    }
    assert!(
        stories.iter().all(|story| *story == stories[0]),
        "{stories:#?}"
    );
    assert_eq!(stories[0].last().unwrap(), "too-many-requests");
    server.mail_to(&server.person(Role::Chair).id, 5).await;
    assert_eq!(server.app().mailer.folder_letters().await.unwrap().len(), 5);
    let written = "SELECT COUNT(*) FROM mail WHERE state = 'written' AND kind = 'code'";
    server.database().until_count(written, 5).await;
}

#[tokio::test]
async fn an_address_in_two_programmes_gets_a_mail_for_each_and_the_code_finds_the_right_one() {
    let server = TestServer::start_on(DATABASE).await;
    let http = server.http();
    let (chair, member) = (server.person(Role::Chair), server.person(Role::BoardMember));
    let email = email(&server, Role::Chair).await;
    let sql = format!(
        "INSERT INTO programme (id, body) SELECT 'nabo', REPLACE(body, 'Fjordvik', 'Nabovik') FROM programme;
         UPDATE person SET programme_id = 'nabo', email = '{email}' WHERE id = '{}'",
        member.id
    );
    server.database().run(&sql).await;
    let asked = request(http, &email).await;
    let first = server.mail_to(&chair.id, 1).await;
    let second = server.mail_to(&member.id, 1).await;
    assert_ne!(code_in(&first), code_in(&second));
    let signed_in = try_code(http, &asked, code_in(&second)).await;
    assert_eq!(signed_in.json()["person"]["id"], member.id.as_str());
    assert!(second.text.contains("Nabovik"));
}

#[tokio::test]
async fn who_is_no_longer_in_the_programme_gets_no_mail_and_no_way_in() {
    let server = TestServer::start_on(DATABASE).await;
    let (http, chair) = (server.http(), server.person(Role::Chair));
    let email = email(&server, Role::Chair).await;
    let asked = request(http, &email).await;
    let mail = server.mail_to(&chair.id, 1).await;
    let (person, programme) = server
        .app()
        .store
        .find_person(&chair.id)
        .await
        .unwrap()
        .unwrap();
    assert!(
        server
            .app()
            .save_person(&programme, person, false)
            .await
            .unwrap()
    );
    let late = try_code(http, &asked, code_in(&mail)).await;
    assert_eq!(late.problem(), (410, "code-expired".into()));
    request(http, &email).await;
    assert_eq!(server.app().mailer.folder_letters().await.unwrap().len(), 1);
}

#[tokio::test]
async fn who_guesses_too_often_from_one_address_is_not_listened_to_and_others_are() {
    let server = TestServer::start_on(DATABASE).await;
    let http = server.http();
    let body = json!({ "request": "x", "code": "1", "remember": false }).to_string();
    let guess = async |address: &str| {
        let headers = [(ADDRESS_HEADER, address)];
        http.post("/api/sign-in/code", &headers, &body)
            .await
            .problem()
    };
    for _ in 0..=200 {
        assert_eq!(guess("192.0.2.7").await, (410, "code-expired".into()));
    }
    assert_eq!(guess("192.0.2.7").await, (429, "too-many-requests".into()));
    assert_eq!(guess("192.0.2.8").await, (410, "code-expired".into()));
}

#[tokio::test]
async fn clocks_of_browsers_do_not_matter() {
    let server = TestServer::start_on(DATABASE).await;
    let answer = ask(server.http(), "ingen@fjordvik.example").await.json();
    assert_eq!(answer["good_for_s"], 600);
    assert_eq!(answer["again_in_s"], 30);
    let text = answer.to_string();
    assert!(!text.contains("_at"), "no points in time: {text}");
}
