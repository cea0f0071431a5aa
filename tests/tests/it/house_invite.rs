//! The first way in: the command line, and personal links by mail.

use serde_json::{Value, json};
use server::secret::TokenHash;
use shared::rights::Role;
use tests::database::Database;
use tests::letters::link_in;
use tests::process::run;
use tests::server::TestServer;

use super::DATABASE;

async fn invite(database: &Database, more: &[&str]) -> (Option<i32>, String) {
    let url = database.url();
    let place = [
        "invite",
        "--database-url",
        &url,
        "--public-url",
        "https://samling.example",
    ];
    let output = run(&[&place[..], more].concat()).await;
    let text = if output.status.success() {
        output.stdout
    } else {
        output.stderr
    };
    (output.status.code(), String::from_utf8(text).unwrap())
}

#[tokio::test]
async fn the_command_line_makes_a_programme_and_further_managers() {
    let database = Database::new(DATABASE);
    let hanne = ["--name", "Hanne Falch", "--email", "Hanne@Fjordvik.example"];
    let (code, sentence) = invite(&database, &hanne).await;
    assert_eq!((code, sentence.lines().count()), (Some(1), 1));
    assert!(sentence.contains("--municipality"), "{sentence}");

    let named = [
        "--municipality",
        "Fjordvik kommune",
        "--programme",
        "Fjordvik i omstilling",
        "--json",
    ];
    let (code, line) = invite(&database, &[&hanne[..], &named].concat()).await;
    assert_eq!((code, line.lines().count()), (Some(0), 1), "{line}");
    let first: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(first["is_new_programme"], true);
    let (_, line) = invite(&database, &[&hanne[..], &["--json"]].concat()).await;
    let again: Value = serde_json::from_str(&line).unwrap();
    assert_eq!(again["person"], first["person"], "an address is one person");
    assert_ne!(again["sign_in_url"], first["sign_in_url"]);

    let odd = ["--name", "Odd Skarstein", "--email", "odd@fjordvik.example"];
    let (code, line) = invite(&database, &odd).await;
    assert_eq!(code, Some(0));
    assert!(
        line.contains("Odd Skarstein") && line.contains("https://samling.example/inn/"),
        "{line}"
    );
    for (more, word) in [
        (&["--name", "<b>", "--email", "a@b.example"][..], "--name"),
        (&["--name", "Odd", "--email", "odd"], "--email"),
        (
            &[
                "--name",
                "Odd",
                "--email",
                "o@b.example",
                "--programme",
                "Et annet",
            ],
            "Fjordvik i omstilling",
        ),
    ] {
        let (code, sentence) = invite(&database, more).await;
        assert_eq!((code, sentence.lines().count()), (Some(1), 1));
        assert!(sentence.contains(word), "{sentence}");
    }

    let store = database.open().await;
    let ids = store.load_programme_ids().await.unwrap();
    assert_eq!(ids.len(), 1);
    assert_eq!(store.load_wheel(&ids[0]).await.unwrap().len(), 12);
    let people = store.load_people(&ids[0]).await.unwrap();
    assert!(
        people
            .iter()
            .all(|person| person.role == Role::ProgrammeManager)
    );
    assert_eq!(people.len(), 2);
    let url = first["sign_in_url"].as_str().unwrap();
    let token = url.strip_prefix("https://samling.example/inn/").unwrap();
    let stored = store
        .find_link(TokenHash::of(token), server::clock::now())
        .await
        .unwrap();
    assert!(stored.unwrap().is_usable);
}

#[tokio::test]
async fn who_is_invited_has_a_link_the_calendar_file_and_a_line_in_the_log() {
    let server = TestServer::start_on(DATABASE).await;
    let manager = server.caller(Role::ProgrammeManager);
    let chair = server.person(Role::Chair);
    let silent = json!([{ "name": "Uten Adresse", "role": "observer" }]);
    let silent = manager.post("/api/people", &silent).await.json()["people"][0].clone();
    let request = json!({ "people": [chair.id, silent, chair.id], "meeting": "psv-2026" });
    let sent = manager.post("/api/invitations", &request).await;
    assert_eq!(
        sent.json(),
        json!({ "people": [
            { "person": chair.id, "outcome": "written" },
            { "person": silent, "outcome": "no-email" }
        ] })
    );
    let mails = manager.get("/api/mails").await.json()["mails"].clone();
    assert_eq!(mails.as_array().unwrap().len(), 1);
    assert_eq!(
        mails[0]["subject"],
        "Programstatusvurdering 2026: onsdag 28. oktober 2026"
    );
    let mail = server.mail_to(&chair.id, 1).await;
    let path = format!("/api/sign-in/{}", link_in(&mail));
    let signed_in = server
        .http()
        .post(&path, &[], r#"{"remember":false}"#)
        .await;
    assert_eq!(signed_in.json()["person"]["id"], chair.id.as_str());

    let people = manager.get("/api/people").await.json()["people"].clone();
    assert!(people[0]["invited_at"].is_i64());
    let log = manager.get("/api/audit").await.json()["entries"].clone();
    assert_eq!(log[0]["change"], "person-invited");
    let stranger = json!({ "people": [chair.id, "ingen"] });
    let refused = manager.post("/api/invitations", &stranger).await;
    assert_eq!(refused.problem(), (404, "not-found".into()));
    for role in [Role::Chair, Role::Facilitator] {
        let caller = server.caller(role);
        assert_eq!(caller.get("/api/mails").await.status, 403);
        assert_eq!(caller.post("/api/invitations", &request).await.status, 403);
    }

    manager
        .post(&format!("/api/people/{}/erase", chair.id), &json!({}))
        .await;
    let mails = server.app().mailer.folder_letters().await.unwrap();
    assert!(mails.is_empty(), "a letter to nobody is no letter");
}
