//! Signing in with the municipality's own provider: the way there and back, and everything that can be wrong on it.

use shared::rights::Role;
use tests::http::Answer;
use tests::provider::{Provider, Says};
use tests::server::TestServer;

use super::DATABASE;

const ADDRESS: &str = "leder@fjordvik.example";
const REFUSED: &str = "/logg-inn?feil=tilbyder";
const UNKNOWN: &str = "/logg-inn?feil=ukjent";

/// A provider that vouches for the chair, and a server that knows the chair's address.
async fn start() -> (Provider, TestServer) {
    let provider = Provider::start(Says::email(ADDRESS)).await;
    let server = TestServer::start_with_provider(DATABASE, None, provider.settings()).await;
    give_address(&server, Role::Chair, ADDRESS).await;
    (provider, server)
}

async fn give_address(server: &TestServer, role: Role, address: &str) {
    let id = &server.person(role).id;
    let sql = format!("UPDATE person SET email = '{address}' WHERE id = '{id}'");
    server.database().run(&sql).await;
}

/// From the button to the provider and to the address it sends back to, which is not asked yet.
async fn go_there(provider: &Provider, server: &TestServer, to: &str) -> (String, String) {
    let path = format!("/oidc/start?to={to}");
    let start = server.http().get(&path, &[]).await;
    assert_eq!(start.status, 303, "{}", start.text());
    assert_eq!(start.header("cache-control"), "no-store");
    let there = start.header("location");
    let there = there.strip_prefix(&provider.issuer).expect("the provider");
    let back = provider.http.get(there, &[]).await;
    let back = back.header("location");
    let back = back.strip_prefix(&server.origin()).expect("our own origin");
    (back.to_owned(), start.cookie())
}

async fn come_back(server: &TestServer, path: &str, cookie: &str) -> Answer {
    let answer = server.http().get(path, &[("cookie", cookie)]).await;
    assert_eq!(answer.status, 303, "{}", answer.text());
    answer
}

/// Where the whole way ends, and with which cookies.
async fn sign_in(provider: &Provider, server: &TestServer) -> (String, Vec<String>) {
    let (back, cookie) = go_there(provider, server, "/m/482173").await;
    let answer = come_back(server, &back, &cookie).await;
    (answer.header("location").to_owned(), cookies(&answer))
}

fn cookies(answer: &Answer) -> Vec<String> {
    let values = answer.headers.get_all("set-cookie").iter();
    values
        .map(|value| value.to_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn a_person_whom_the_provider_knows_is_in_and_where_they_were_going() {
    let (provider, server) = start().await;
    let ways = server.http().get("/api/sign-in-ways", &[]).await;
    assert_eq!(ways.json()["provider"], "Logg inn med kommunen");

    let (to, cookies) = sign_in(&provider, &server).await;
    assert_eq!(to, "/m/482173");
    let [session, attempt] = &cookies[..] else {
        panic!("{cookies:?}")
    };
    assert!(session.ends_with("; Path=/; HttpOnly; SameSite=Lax"));
    assert!(attempt.starts_with("samling-oidc=;") && attempt.ends_with("Max-Age=0"));
    let session = session.split(';').next().unwrap();
    let me = server
        .http()
        .get("/api/session", &[("cookie", session)])
        .await;
    let chair = server.person(Role::Chair);
    assert_eq!(me.json()["person"]["id"], chair.id.as_str());
    let way = "SELECT COUNT(*) FROM session WHERE way = 'provider'";
    assert_eq!(server.database().count(way).await, 1);
}

#[tokio::test]
async fn the_address_is_found_however_it_is_written() {
    let (provider, server) = start().await;
    provider.say(Says::email(" Leder@Fjordvik.EXAMPLE "));
    assert_eq!(sign_in(&provider, &server).await.0, "/m/482173");
}

type Change = fn(&mut Says);

/// Ways in which a token can be wrong, and where each ends.
const WRONG: [(&str, Change, &str); 10] = [
    ("nonce", |says| says.nonce = Some("x".into()), REFUSED),
    ("expired", |says| says.expires_in_s = -90, REFUSED),
    ("from the future", |says| says.issued_in_s = 90, REFUSED),
    ("audience", |says| says.audience = "other".into(), REFUSED),
    (
        "issuer",
        |says| says.issuer = Some("https://else.example".into()),
        REFUSED,
    ),
    ("key", |says| says.key = 2, REFUSED),
    (
        "not verified",
        |says| says.email_verified = Some(false),
        UNKNOWN,
    ),
    (
        "silent about that",
        |says| says.email_verified = None,
        UNKNOWN,
    ),
    ("no address", |says| says.email = None, UNKNOWN),
    (
        "a stranger",
        |says| says.email = Some("ukjent@else.example".into()),
        UNKNOWN,
    ),
];

/// Clocks that differ a little, and a provider that changes its key.
const STILL_RIGHT: [(&str, Change); 3] = [
    ("just expired", |says| says.expires_in_s = -30),
    ("not quite yet", |says| says.issued_in_s = 30),
    ("a new key", |says| {
        says.key = 2;
        says.published_key = 2;
    }),
];

#[tokio::test]
async fn a_token_that_does_not_hold_opens_nothing() {
    let (provider, server) = start().await;
    let says = |change: Change| {
        let mut says = Says::email(ADDRESS);
        change(&mut says);
        provider.say(says);
    };
    for (what, change, expected) in WRONG {
        says(change);
        let (to, cookies) = sign_in(&provider, &server).await;
        assert_eq!(to, expected, "{what}");
        assert_eq!(cookies.len(), 1, "{what}: only the attempt ends");
    }
    let sessions = "SELECT COUNT(*) FROM session WHERE way = 'provider'";
    assert_eq!(server.database().count(sessions).await, 0);
    for (what, change) in STILL_RIGHT {
        says(change);
        assert_eq!(sign_in(&provider, &server).await.0, "/m/482173", "{what}");
    }
}

#[tokio::test]
async fn only_the_browser_that_began_can_finish_and_only_once() {
    let (provider, server) = start().await;
    let (back, cookie) = go_there(&provider, &server, "/").await;
    let other_state = format!("{back}x");
    let (_, other_cookie) = go_there(&provider, &server, "/").await;
    for (path, cookie) in [
        (back.as_str(), ""),
        (&back, other_cookie.as_str()),
        (&back, "samling-oidc=a.b.c.Lw"),
        (&other_state, &cookie),
        ("/oidc/back", &cookie),
        ("/oidc/back?error=access_denied", &cookie),
        (&back.replace("kode-1", "kode-2"), &cookie),
    ] {
        let answer = come_back(&server, path, cookie).await;
        assert_eq!(answer.header("location"), REFUSED, "{path} {cookie}");
    }
    let (back, cookie) = go_there(&provider, &server, "/").await;
    let first = come_back(&server, &back, &cookie).await;
    assert_eq!(first.header("location"), "/");
    let second = come_back(&server, &back, &cookie).await;
    assert_eq!(second.header("location"), REFUSED, "the code is used");
}

#[tokio::test]
async fn nobody_is_sent_to_another_server() {
    let (provider, server) = start().await;
    for to in [
        "https://else.example",
        "//else.example",
        "/%5Celse.example",
        "%5C%5Celse.example",
        "/%09/else.example",
        "/%0a/else.example",
        "javascript:alert(1)",
        "",
        "%ff",
    ] {
        let (back, cookie) = go_there(&provider, &server, to).await;
        let answer = come_back(&server, &back, &cookie).await;
        assert_eq!(answer.header("location"), "/", "{to}");
    }
    // Not by a cookie that somebody wrote either.
    let (back, cookie) = go_there(&provider, &server, "/").await;
    let (words, _) = cookie.rsplit_once('.').unwrap();
    let answer = come_back(&server, &back, &format!("{words}.Ly9lbHNlLmV4YW1wbGU")).await;
    assert_eq!(answer.header("location"), REFUSED);
}

#[tokio::test]
async fn a_provider_that_is_down_stops_nothing_and_is_tried_again() {
    let provider = Provider::start(Says::email(ADDRESS)).await;
    let settings = provider.settings();
    let address = provider.stop().await;
    let server = TestServer::start_with_provider(DATABASE, None, settings).await;
    give_address(&server, Role::Chair, ADDRESS).await;
    let start = server.http().get("/oidc/start?to=/", &[]).await;
    assert_eq!(start.status, 303);
    assert_eq!(start.header("location"), REFUSED);

    let provider = Provider::start_at(address, Says::email(ADDRESS)).await;
    let (back, cookie) = go_there(&provider, &server, "/").await;
    provider.stop().await;
    let answer = come_back(&server, &back, &cookie).await;
    assert_eq!(answer.header("location"), REFUSED, "down half-way");

    let provider = Provider::start_at(address, Says::email(ADDRESS)).await;
    assert_eq!(sign_in(&provider, &server).await.0, "/m/482173");
}

#[tokio::test]
async fn an_issuer_that_is_no_provider_is_as_one_that_is_down() {
    let provider = Provider::start(Says::email(ADDRESS)).await;
    for issuer in [
        format!("{}/", provider.issuer),
        format!("{}/ingen", provider.issuer),
        provider.issuer.replace("127.0.0.1", "localhost"),
        "https://127.0.0.1:1".to_owned(),
        provider.issuer.replace("http:", "https:"),
    ] {
        let mut settings = provider.settings();
        settings.issuer.clone_from(&issuer);
        let server = TestServer::start_with_provider(DATABASE, None, settings).await;
        let start = server.http().get("/oidc/start?to=/", &[]).await;
        assert_eq!(start.header("location"), REFUSED, "{issuer}");
    }
}

#[tokio::test]
async fn of_several_programmes_the_one_seen_last_is_opened_and_nobody_who_has_left() {
    let (provider, server) = start().await;
    let database = server.database();
    database
        .run("INSERT INTO programme (id, body) SELECT 'nabo', body FROM programme")
        .await;
    let chair = server.person(Role::Chair).id.clone();
    database
        .run(&format!(
            "INSERT INTO person (id, programme_id, position, is_active, body, email)
             SELECT 'nabo-leder', 'nabo', 0, 1, body, email FROM person WHERE id = '{chair}'"
        ))
        .await;
    let latest = "SELECT COUNT(*) FROM session WHERE way = 'provider' AND person_id = 'nabo-leder'";
    sign_in(&provider, &server).await;
    assert_eq!(database.count(latest).await, 0, "the chair has a token");

    database
        .run(
            "UPDATE session SET person_id = 'nabo-leder', last_seen_at = last_seen_at + 60000
             WHERE way = 'provider'",
        )
        .await;
    sign_in(&provider, &server).await;
    assert_eq!(database.count(latest).await, 2);

    database.run("UPDATE person SET is_active = 0").await;
    assert_eq!(sign_in(&provider, &server).await.0, UNKNOWN);
}

#[tokio::test]
async fn a_claim_that_the_operator_names_is_taken_as_it_is() {
    let provider = Provider::start(Says {
        email: None,
        email_verified: None,
        username: Some(ADDRESS.into()),
        ..Says::email(ADDRESS)
    })
    .await;
    let mut settings = provider.settings();
    settings.claim = "preferred_username".into();
    let server = TestServer::start_with_provider(DATABASE, None, settings).await;
    give_address(&server, Role::Chair, ADDRESS).await;
    assert_eq!(sign_in(&provider, &server).await.0, "/m/482173");
}

#[tokio::test]
async fn behind_https_the_attempt_is_bound_to_the_host() {
    let provider = Provider::start(Says::email(ADDRESS)).await;
    let public_url = Some("https://samling.example");
    let server = TestServer::start_with_provider(DATABASE, public_url, provider.settings()).await;
    let start = server.http().get("/oidc/start?to=/", &[]).await;
    let cookie = start.header("set-cookie");
    assert!(cookie.starts_with("__Host-samling-oidc="), "{cookie}");
    assert!(cookie.ends_with("; Path=/; HttpOnly; SameSite=Lax; Secure; Max-Age=900"));
    let back = "redirect_uri=https%3A%2F%2Fsamling.example%2Foidc%2Fback";
    assert!(start.header("location").contains(back));
}

#[tokio::test]
async fn without_a_provider_there_is_no_such_way() {
    let server = TestServer::start_on(DATABASE).await;
    let ways = server.http().get("/api/sign-in-ways", &[]).await;
    assert_eq!(ways.json()["provider"], serde_json::Value::Null);
    for path in ["/oidc/start?to=/", "/oidc/back?code=a&state=b"] {
        let problem = server.http().get(path, &[]).await.problem();
        assert_eq!(problem, (404, "not-found".into()));
    }
}
