//! Reading over HTTP, and what every answer carries.

use shared::rights::Role;
use tests::server::TestServer;

#[tokio::test]
async fn somebody_who_claims_nothing_is_no_error() {
    let server = TestServer::start().await;
    assert_eq!(server.http().get("/api/session", &[]).await.status, 204);
}

#[tokio::test]
async fn problems_are_clear_and_in_one_shape() {
    let server = TestServer::start().await;
    let http = server.http();
    let authorization = format!("Bearer {}", server.person(Role::Chair).token);
    let signed_in = [("authorization", authorization.as_str())];
    let long = format!(r#"{{"remember":{}}}"#, " ".repeat(100_000));
    for (method, path, headers, body, expected) in [
        (
            "GET",
            "/api/session",
            &[("authorization", "Bearer abc")][..],
            "",
            (401, "not-signed-in"),
        ),
        ("GET", "/api/programme", &[], "", (401, "not-signed-in")),
        (
            "GET",
            "/api/meetings/482173",
            &[("authorization", "Bearer abc")],
            "",
            (401, "not-signed-in"),
        ),
        (
            "GET",
            "/api/meetings/000000",
            &signed_in,
            "",
            (404, "meeting-unknown"),
        ),
        (
            "GET",
            "/api/meetings/%ff",
            &signed_in,
            "",
            (404, "not-found"),
        ),
        ("GET", "/api/nothing", &[], "", (404, "not-found")),
        ("GET", "/api", &[], "", (404, "not-found")),
        (
            "POST",
            "/api/programme",
            &[],
            "",
            (405, "method-not-allowed"),
        ),
        ("POST", "/healthz", &[], "", (405, "method-not-allowed")),
        ("DELETE", "/", &[], "", (405, "method-not-allowed")),
        (
            "POST",
            "/api/sign-in/abc",
            &[("content-type", "application/json")],
            &long,
            (413, "body-too-large"),
        ),
        ("GET", "/missing-0000.js", &[], "", (404, "not-found")),
        ("GET", "/sync/abc", &[], "", (426, "not-a-websocket")),
    ] {
        let problem = http.send(method, path, headers, body).await.problem();
        assert_eq!(
            problem,
            (expected.0, expected.1.to_owned()),
            "{method} {path}"
        );
    }
}

#[tokio::test]
async fn the_programme_is_what_the_home_page_needs() {
    let server = TestServer::start().await;
    let authorization = format!("Bearer {}", server.person(Role::Observer).token);
    let view = server
        .http()
        .get("/api/programme", &[("authorization", &authorization)])
        .await
        .json();
    assert_eq!(view["programme"]["id"], "fjordvik");
    assert_eq!(view["people"].as_array().unwrap().len(), 12);
    assert_eq!(view["annual_wheel"].as_array().unwrap().len(), 15);
    let meetings = view["meetings"].as_array().unwrap();
    let ids: Vec<_> = meetings
        .iter()
        .map(|meeting| meeting["id"].as_str().unwrap())
        .collect();
    assert_eq!(
        ids,
        ["psv-2024", "psv-2025", "psv-2026", "styreseminar-2026"]
    );
    assert_eq!(meetings[2]["documents"][0]["id"], tests::DOCUMENT);
    assert_eq!(view["last_review"]["id"], "psv-2025");
}

#[tokio::test]
async fn a_meeting_is_found_by_code_and_by_id_and_says_who_may_write() {
    let server = TestServer::start().await;
    for (role, key, may_write) in [
        (Role::Chair, "482173", true),
        (Role::Chair, "psv-2026", true),
        (Role::Deputy, "psv-2026", true),
        (Role::Deputy, "styreseminar-2026", false),
        (Role::Observer, "psv-2026", false),
        (Role::Chair, "psv-2025", false),
    ] {
        let authorization = format!("Bearer {}", server.person(role).token);
        let path = format!("/api/meetings/{key}");
        let view = server
            .http()
            .get(&path, &[("authorization", &authorization)])
            .await
            .json();
        assert_eq!(view["may_write"], may_write, "{role:?} {key}");
        if view["meeting"]["id"] == "psv-2026" {
            assert_eq!(view["last_year"]["id"], "psv-2025");
            assert_eq!(view["documents"][0]["kind"], "assessment");
        }
    }
}

#[tokio::test]
async fn every_answer_is_guarded() {
    let server = TestServer::start().await;
    for path in ["/healthz", "/", "/api/session", "/missing.js", "/inn/abc"] {
        let answer = server.http().get(path, &[("accept", "text/html")]).await;
        let policy = answer.header("content-security-policy");
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval';"),
            "{path}"
        );
        assert!(
            policy.contains(&server.origin().replace("http:", "ws:")),
            "{path}"
        );
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("cross-origin-opener-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), value, "{path} {name}");
        }
    }
    let health = server.http().get("/healthz", &[]).await;
    assert_eq!((health.status.as_u16(), health.text()), (200, "ok".into()));
}

/// The page is the client's for every route of it; without a built client one sentence says what to do.
#[tokio::test]
async fn client_routes_get_the_page() {
    let server = TestServer::start().await;
    let shell = server.http().get("/", &[("accept", "text/html")]).await;
    if shell.status == 503 {
        assert!(shell.text().contains("cargo xtask build"));
        return;
    }
    assert_eq!(shell.header("cache-control"), "no-cache");
    assert_eq!(shell.header("content-type"), "text/html; charset=utf-8");
    let route = server
        .http()
        .get("/inn/abc", &[("accept", "text/html")])
        .await;
    assert_eq!(route.body, shell.body);
    let again = server
        .http()
        .get("/", &[("if-none-match", shell.header("etag"))])
        .await;
    assert_eq!(again.status, 304);

    let page = shell.text();
    let start = page.find("/boot-").expect("the page names its script");
    let script = page[start..].split('"').next().unwrap();
    for (accepted, encoding) in [("gzip, br", "br"), ("gzip", "gzip"), ("identity", "")] {
        let file = server
            .http()
            .get(script, &[("accept-encoding", accepted)])
            .await;
        assert_eq!(file.status, 200);
        assert_eq!(file.header("content-encoding"), encoding);
        assert_eq!(
            file.header("cache-control"),
            "public, max-age=31536000, immutable"
        );
    }
}
