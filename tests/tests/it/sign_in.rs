//! Links, cookies and signing out.

use shared::rights::Role;
use tests::server::TestServer;

use super::DATABASE;

const NOT_REMEMBERED: &str = r#"{"remember":false}"#;

#[tokio::test]
async fn reading_a_link_spends_nothing_and_using_it_spends_it() {
    let server = TestServer::start_on(DATABASE).await;
    let (http, chair) = (server.http(), server.person(Role::Chair));
    let path = format!("/api/sign-in/{}", server.new_link(&chair.id).await);
    for _ in 0..2 {
        let card = http.get(&path, &[]).await;
        assert_eq!(card.json()["person"]["name"], chair.name.as_str());
        assert_eq!(card.json()["programme_name"], "Fjordvik i omstilling");
        assert_eq!(card.header("cache-control"), "no-store");
    }
    let origin = server.origin();
    let signed_in = http
        .post(&path, &[("origin", &origin)], NOT_REMEMBERED)
        .await;
    assert_eq!(signed_in.status, 200);
    let session = http
        .get("/api/session", &[("cookie", &signed_in.cookie())])
        .await;
    assert_eq!(session.json(), signed_in.json());
    assert_eq!(session.json()["person"]["id"], chair.id.as_str());

    assert_eq!(
        http.get(&path, &[]).await.problem(),
        (410, "link-used-or-expired".into())
    );
    assert_eq!(
        http.post(&path, &[], NOT_REMEMBERED).await.problem(),
        (410, "link-used-or-expired".into())
    );
}

#[tokio::test]
async fn of_many_who_use_a_link_at_once_one_gets_in() {
    let server = TestServer::start_on(DATABASE).await;
    let (http, link) = (
        server.http(),
        server.new_link(&server.person(Role::Chair).id).await,
    );
    let path = format!("/api/sign-in/{link}");
    let attempts = (0..8).map(|_| http.post(&path, &[], NOT_REMEMBERED));
    let answers = futures_util::future::join_all(attempts).await;
    assert_eq!(
        answers.iter().filter(|answer| answer.status == 200).count(),
        1
    );
    assert!(
        answers
            .iter()
            .all(|answer| answer.status == 200 || answer.status == 410)
    );
}

#[tokio::test]
async fn a_link_that_is_not_good_says_so() {
    let server = TestServer::start_on(DATABASE).await;
    let (http, chair) = (server.http(), server.person(Role::Chair).id.clone());
    let fresh = server.new_link(&chair).await;
    let expired = server.expired_link(&chair).await;
    for (what, token, body, expected) in [
        ("unknown", "abc", NOT_REMEMBERED, (404, "link-unknown")),
        (
            "expired",
            expired.as_str(),
            NOT_REMEMBERED,
            (410, "link-used-or-expired"),
        ),
        (
            "no JSON",
            fresh.as_str(),
            "remember",
            (422, "body-not-understood"),
        ),
        (
            "other JSON",
            fresh.as_str(),
            r#"{"remember":"kanskje"}"#,
            (422, "body-not-understood"),
        ),
    ] {
        let problem = http
            .post(&format!("/api/sign-in/{token}"), &[], body)
            .await
            .problem();
        assert_eq!(problem, (expected.0, expected.1.to_owned()), "{what}");
    }
    let foreign = [("origin", "https://else.example")];
    let answer = http
        .post(&format!("/api/sign-in/{fresh}"), &foreign, NOT_REMEMBERED)
        .await;
    assert_eq!(answer.problem(), (403, "wrong-origin".into()));
    assert_eq!(
        http.get(&format!("/api/sign-in/{fresh}"), &[]).await.status,
        200,
        "nothing of that spent it"
    );
}

#[tokio::test]
async fn the_cookie_fits_the_address_and_the_wish() {
    for (public_url, remember, expected) in [
        (
            "http://localhost:1",
            false,
            "samling=T; Path=/; HttpOnly; SameSite=Lax",
        ),
        (
            "http://localhost:1",
            true,
            "samling=T; Path=/; HttpOnly; SameSite=Lax; Max-Age=7776000",
        ),
        (
            "https://samling.example",
            false,
            "__Host-samling=T; Path=/; HttpOnly; SameSite=Lax; Secure",
        ),
        (
            "https://samling.example",
            true,
            "__Host-samling=T; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=7776000",
        ),
    ] {
        let server = TestServer::start_at(public_url).await;
        let path = format!(
            "/api/sign-in/{}",
            server.new_link(&server.person(Role::Chair).id).await
        );
        let answer = server
            .http()
            .post(
                &path,
                &[("origin", public_url)],
                &format!(r#"{{"remember":{remember}}}"#),
            )
            .await;
        let cookie = answer.header("set-cookie");
        let (name, rest) = cookie.split_once('=').unwrap();
        let (token, rest) = rest.split_once(';').unwrap();
        assert_eq!(token.len(), 43);
        assert_eq!(format!("{name}=T;{rest}"), expected);
        assert_eq!(
            answer.header("strict-transport-security").is_empty(),
            public_url.starts_with("http:")
        );
    }
}

#[tokio::test]
async fn signing_out_ends_the_session_and_needs_our_own_page() {
    let server = TestServer::start_on(DATABASE).await;
    let http = server.http();
    let path = format!(
        "/api/sign-in/{}",
        server.new_link(&server.person(Role::Chair).id).await
    );
    let cookie = http.post(&path, &[], NOT_REMEMBERED).await.cookie();
    let origin = server.origin();

    for headers in [
        &[("cookie", cookie.as_str())][..],
        &[("cookie", &cookie), ("origin", "https://else.example")],
    ] {
        assert_eq!(
            http.post("/api/sign-out", headers, "").await.problem(),
            (403, "wrong-origin".into())
        );
    }
    let own = [("cookie", cookie.as_str()), ("origin", origin.as_str())];
    let answer = http.post("/api/sign-out", &own, "").await;
    assert_eq!(answer.status, 204);
    assert_eq!(answer.header("clear-site-data"), "\"cache\"");
    assert!(answer.header("set-cookie").contains("Max-Age=0"));
    assert_eq!(
        http.get("/api/session", &own).await.problem(),
        (401, "not-signed-in".into())
    );
    assert_eq!(
        http.post("/api/sign-out", &own, "").await.problem(),
        (401, "not-signed-in".into())
    );
}

#[tokio::test]
async fn a_session_survives_a_restart() {
    let server = TestServer::start_on(DATABASE).await;
    let path = format!(
        "/api/sign-in/{}",
        server.new_link(&server.person(Role::Chair).id).await
    );
    let cookie = server
        .http()
        .post(&path, &[], NOT_REMEMBERED)
        .await
        .cookie();
    let server = server.restart().await;
    assert_eq!(
        server
            .http()
            .get("/api/session", &[("cookie", &cookie)])
            .await
            .status,
        200
    );
}
