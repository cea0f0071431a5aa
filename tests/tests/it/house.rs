//! The programme, its people and its year, as the manager changes them; and the log that tells of it.

use serde_json::{Value, json};
use server::store::house::HouseChange;
use server::store::import::NewPerson;
use server::store::roster;
use shared::people_list::decode::decode;
use shared::people_list::{Known, LineProblem, read};
use shared::rights::Role;
use tests::DOCUMENT;
use tests::server::TestServer;

use super::DATABASE;

fn draft(name: &str, email: Option<&str>, role: &str) -> Value {
    json!({ "name": name, "email": email, "role": role })
}

/// The lines of the audit log, the newest first: what was done, and to whom.
async fn audit(server: &TestServer) -> Vec<(String, String)> {
    let answer = server
        .caller(Role::ProgrammeManager)
        .get("/api/audit")
        .await;
    let entries = answer.json()["entries"].clone();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    entries
        .as_array()
        .unwrap()
        .iter()
        .map(|entry| (text(&entry["change"]), text(&entry["about"])))
        .collect()
}

#[tokio::test]
async fn people_are_added_all_or_none_and_the_log_names_them() {
    let server = TestServer::start_on(DATABASE).await;
    let manager = server.caller(Role::ProgrammeManager);
    let good = draft("  Siv   Aune ", Some("Siv@Aune.example"), "board-member");
    for (second, problem) in [
        (
            draft("<b>", None, "chair"),
            json!([1, { "name": "markup" }]),
        ),
        (
            draft("Odd", Some("odd(a)a.no"), "chair"),
            json!([1, "email"]),
        ),
        (draft("Odd", None, "projector"), json!([1, "role"])),
        (
            draft("Odd", Some("siv@aune.example"), "chair"),
            json!([1, "email-taken"]),
        ),
        (
            draft("Odd", Some("hanne.falch@fjordvik.example"), "chair"),
            json!([1, "email-taken"]),
        ),
    ] {
        let answer = manager.post("/api/people", &json!([good, second])).await;
        assert_eq!(answer.problem(), (422, "invalid".into()));
        assert_eq!(answer.detail(), json!({ "draft": problem }));
    }
    let answer = manager
        .post(
            "/api/people",
            &json!([good, draft("Odd", None, "observer")]),
        )
        .await;
    assert_eq!(answer.status, 201);
    assert_eq!(answer.json()["people"].as_array().unwrap().len(), 2);
    let people = manager.get("/api/people").await.json()["people"].clone();
    assert_eq!(people.as_array().unwrap().len(), 14);
    assert_eq!(people[12]["person"]["name"], "Siv Aune");
    assert_eq!(people[12]["email"], "siv@aune.example");
    assert_eq!(
        audit(&server).await,
        [
            ("person-added".into(), "Odd".into()),
            ("person-added".into(), "Siv Aune".into())
        ]
    );
}

#[tokio::test]
async fn only_the_manager_sees_and_changes_people() {
    let server = TestServer::start_on(DATABASE).await;
    let chair = server.person(Role::Chair).id.clone();
    for role in [
        Role::Chair,
        Role::BoardMember,
        Role::Facilitator,
        Role::Observer,
    ] {
        let caller = server.caller(role);
        for answer in [
            caller.get("/api/people").await,
            caller.post("/api/people", &json!([])).await,
            caller
                .post(&format!("/api/people/{chair}/erase"), &json!({}))
                .await,
            caller
                .post(
                    &format!("/api/people/{chair}/activity"),
                    &json!({ "is_active": false }),
                )
                .await,
            caller.put("/api/wheel", &json!({ "events": [] })).await,
        ] {
            assert_eq!(answer.problem(), (403, "locked".into()), "{role:?}");
            assert_eq!(answer.detail(), json!({ "lock": "role" }));
        }
        let may_read = role == Role::Chair;
        let audit = caller.get("/api/audit").await;
        assert_eq!(audit.status == 200, may_read, "{role:?}");
    }
    let stranger = server.http().get("/api/people", &[]).await;
    assert_eq!(stranger.problem(), (401, "not-signed-in".into()));
}

#[tokio::test]
async fn a_role_that_is_changed_or_ended_is_so_at_once_for_whoever_is_connected() {
    let server = TestServer::start_on(DATABASE).await;
    let manager = server.caller(Role::ProgrammeManager);
    let member = server.person(Role::BoardMember);
    let path = format!("/api/people/{}", member.id);
    let mut connected = server.dial(DOCUMENT).bearer(&member.token).join().await;
    let observer = draft(&member.name, Some("ny@fjordvik.example"), "observer");
    assert_eq!(manager.put(&path, &observer).await.status, 204);
    connected
        .until("it may only read", |sync| {
            sync.rights() == shared::protocol::Rights::Read
        })
        .await;

    let ended = json!({ "is_active": false });
    for _ in 0..2 {
        let answer = manager.post(&format!("{path}/activity"), &ended).await;
        assert_eq!(answer.status, 204);
    }
    assert_eq!(connected.until_closed().await, 4401);
    let session = server.caller(Role::BoardMember).get("/api/session").await;
    assert_eq!(session.problem(), (401, "not-signed-in".into()));
    let people = manager.get("/api/people").await.json()["people"].clone();
    let card = people
        .as_array()
        .unwrap()
        .iter()
        .find(|card| card["person"]["id"] == member.id.as_str())
        .unwrap();
    assert_eq!(card["is_active"], false);
    assert!(card["until"].is_string());
    let changes: Vec<String> = audit(&server)
        .await
        .into_iter()
        .map(|(what, _)| what)
        .collect();
    assert_eq!(changes, ["person-ended", "person-changed"]);
    let log = manager.get("/api/audit").await.text();
    assert!(!log.contains("ny@fjordvik.example"), "{log}");

    let resumed = json!({ "is_active": true });
    manager.post(&format!("{path}/activity"), &resumed).await;
    let session = server.caller(Role::BoardMember).get("/api/session").await;
    assert_eq!(session.status, 401, "the old sessions are gone for good");
}

#[tokio::test]
async fn somebody_is_always_left_to_manage_the_programme() {
    let server = TestServer::start_on(DATABASE).await;
    let manager = server.caller(Role::ProgrammeManager);
    let own = server.person(Role::ProgrammeManager);
    let path = format!("/api/people/{}", own.id);
    let last = json!({ "draft": [0, "last-manager"] });
    let ended = json!({ "is_active": false });
    let observer = draft("Hanne", None, "observer");
    // Who can be mailed no link can manage nothing, so that one does not count.
    let unreachable = json!([draft("Uten Adresse", None, "programme-manager")]);
    assert_eq!(manager.post("/api/people", &unreachable).await.status, 201);
    for answer in [
        manager
            .put(&path, &draft("Hanne", None, "programme-manager"))
            .await,
        manager.post("/api/me/erase", &json!({})).await,
        manager.put(&path, &observer).await,
        manager.post(&format!("{path}/activity"), &ended).await,
        manager.post(&format!("{path}/erase"), &json!({})).await,
        manager.post("/api/me/erase", &json!({})).await,
    ] {
        assert_eq!(answer.problem(), (422, "invalid".into()));
        assert_eq!(answer.detail(), last);
    }
    let second = draft("Odd", Some("odd@a.example"), "programme-manager");
    manager.post("/api/people", &json!([second])).await;
    assert_eq!(manager.put(&path, &observer).await.status, 204);
    assert_eq!(
        manager.get("/api/people").await.status,
        403,
        "a role is lost at once"
    );
}

#[tokio::test]
async fn a_list_in_an_old_encoding_with_duplicates_is_read_mended_and_stored() {
    let server = TestServer::start_on(DATABASE).await;
    let manager = server.caller(Role::ProgrammeManager);
    let file = b"Navn;E-post;Rolle\r\nGrete M\xF8r\xE5;grete@a.example;styremedlem\r\nOdd;grete@a.example;vara\r\nHanne;HANNE.falch@fjordvik.example;vara\r\nSiv;siv@a.example;observat\xF8r Fylket\r\n";
    let text = decode(file).unwrap();
    let people = manager.get("/api/people").await.json()["people"].clone();
    let known: Vec<Known<'_>> = people
        .as_array()
        .unwrap()
        .iter()
        .map(|card| Known {
            name: card["person"]["name"].as_str().unwrap(),
            email: card["email"].as_str(),
        })
        .collect();
    let lines = read(&text, &known).unwrap();
    assert!(matches!(
        lines[1].problems[..],
        [LineProblem::SameEmail { number: 2, .. }]
    ));
    assert!(matches!(
        lines[2].problems[..],
        [LineProblem::EmailTaken { .. }]
    ));
    let drafts: Vec<_> = lines.into_iter().filter_map(|line| line.draft).collect();
    let answer = manager.post("/api/people", &json!(drafts)).await;
    assert_eq!(answer.status, 201);
    let names: Vec<String> = audit(&server)
        .await
        .into_iter()
        .map(|(_, name)| name)
        .collect();
    assert_eq!(names, ["Siv", "Grete Mørå"]);
}

#[tokio::test]
async fn the_programme_is_changed_within_its_bounds() {
    let server = TestServer::start_on(DATABASE).await;
    let manager = server.caller(Role::ProgrammeManager);
    let programme = manager.get("/api/programme").await.json()["programme"].clone();
    let mut wish = programme.clone();
    wish["name"] = "Fjordvik vidare".into();
    wish["language_form"] = "nn".into();
    wish["current_year"] = 4.into();
    wish["retention"]["audit"] = 90.into();
    assert_eq!(manager.put("/api/programme", &wish).await.status, 204);
    let after = manager.get("/api/programme").await.json()["programme"].clone();
    assert_eq!(after["name"], "Fjordvik vidare");
    assert_eq!(after["calendar_year"], 2027);
    let entries = manager.get("/api/audit").await.json()["entries"].clone();
    assert_eq!(entries[0]["change"], "programme-changed");
    assert_eq!(
        entries[0]["details"],
        json!([
            ["name", "Fjordvik i omstilling", "Fjordvik vidare"],
            ["language_form", "nb", "nn"],
            ["current_year", "3", "4"],
            ["retention.audit", "730", "90"]
        ])
    );
    wish["n_years"] = 9.into();
    let answer = manager.put("/api/programme", &wish).await;
    assert_eq!(answer.detail(), json!({ "field": "years" }));
}

#[tokio::test]
async fn the_wheel_is_stored_whole_or_refused() {
    let server = TestServer::start_on(DATABASE).await;
    let manager = server.caller(Role::ProgrammeManager);
    let mut events = manager.get("/api/programme").await.json()["annual_wheel"].clone();
    events[5]["done"] = true.into();
    events[5]["responsible"] = server.person(Role::Chair).id.as_str().into();
    events[5]["meeting"] = "styreseminar-2026".into();
    let wish = json!({ "events": events });
    assert_eq!(manager.put("/api/wheel", &wish).await.status, 204);
    let after = manager.get("/api/programme").await.json()["annual_wheel"].clone();
    assert_eq!(after, events);
    for (field, value) in [
        ("responsible", json!("ingen")),
        ("meeting", json!("psv-1999")),
        ("date", json!("2026-01-01")),
        ("title", json!("")),
    ] {
        let mut wrong = events.clone();
        wrong[5][field] = value;
        let answer = manager.put("/api/wheel", &json!({ "events": wrong })).await;
        assert_eq!(answer.detail(), json!({ "field": "wheel" }), "{field}");
    }
    assert_eq!(audit(&server).await.len(), 1);
}

#[tokio::test]
async fn the_log_is_read_in_pages_and_a_long_list_stays_together() {
    let server = TestServer::start_on(DATABASE).await;
    let manager = server.caller(Role::ProgrammeManager);
    let many = |n: usize| -> Value {
        let drafts = (0..n).map(|idx| draft(&format!("Nummer {idx}"), None, "deputy"));
        drafts.collect()
    };
    for n in [60, 60, 150] {
        assert_eq!(manager.post("/api/people", &many(n)).await.status, 201);
    }
    let mut seen = 0;
    let mut path = "/api/audit".to_owned();
    loop {
        let page = manager.get(&path).await.json();
        seen += page["entries"].as_array().unwrap().len();
        let Some(before) = page["before"].as_i64() else {
            break;
        };
        path = format!("/api/audit?before={before}");
    }
    assert_eq!(seen, 270);
    assert_eq!(manager.get("/api/audit?before=x").await.status, 404);
}

#[tokio::test]
async fn a_change_of_somebody_who_is_another_by_now_is_not_stored() {
    let server = TestServer::start_on(DATABASE).await;
    let app = server.app();
    let id = &server.person(Role::BoardMember).id;
    let (person, programme) = app.store.find_person(id).await.unwrap().unwrap();
    let mut addresses = app.store.load_addresses(&programme).await.unwrap();
    let email = addresses.remove(id);
    let change = |is_active| HouseChange::SavePerson {
        person: NewPerson {
            person: person.clone(),
            email: None,
            since: None,
            until: None,
        },
        is_active: true,
        was: roster::Known {
            person: person.clone(),
            is_active,
            email: email.clone(),
            since: None,
            until: None,
        },
    };
    let save = |is_active| app.change_house(&programme, change(is_active), Vec::new());
    assert!(!save(false).await.unwrap(), "the role had not ended");
    assert!(save(true).await.unwrap());
}
