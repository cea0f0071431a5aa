//! What lies before and after the day: the fact sheet, the form, and the report on its way to final.

use serde_json::{Value, json};
use server::retention::sweep;
use shared::report::ReportPage;
use shared::rights::Role;
use shared::time::{DAY_MS, Timestamp};
use tests::caller::Caller;
use tests::http::Answer;
use tests::server::TestServer;

use super::DATABASE;

const REVIEW: &str = "psv-2026";

/// Asks for a command in a meeting; each asking is one of its own.
async fn ask(caller: &Caller, meeting: &str, command: Value) -> Answer {
    let request = server::clock::new_id();
    let body = json!({ "request_id": request, "command": command });
    let path = format!("/api/rooms/{meeting}/commands");
    caller.post(&path, &body).await
}

/// The same, and it happens.
#[track_caller]
fn done(answer: &Answer) {
    assert_eq!(answer.status, 200, "{}", answer.text());
}

async fn proceedings(caller: &Caller, meeting: &str) -> Value {
    let room = caller.get(&format!("/api/rooms/{meeting}")).await.json();
    room["view"]["proceedings"].clone()
}

fn written(version: u64, summary: &str) -> Value {
    json!({ "type": "write-fact-sheet", "version": version, "sheet": {
        "granted": 4_000_000,
        "goals": [{ "title": " Nye  årsverk ", "target": "55", "achieved": "41" }, { "title": "" }],
        "summary": summary,
    } })
}

#[tokio::test]
async fn a_fact_sheet_is_its_writers_until_it_is_shared_and_of_two_who_write_at_once_one_is_told() {
    let server = TestServer::start_on(DATABASE).await;
    let [manager, facilitator, chair] =
        [Role::ProgrammeManager, Role::Facilitator, Role::Chair].map(|role| server.caller(role));
    done(
        &ask(
            &manager,
            REVIEW,
            json!({ "type": "share-fact-sheet", "is_shared": false }),
        )
        .await,
    );
    let before = proceedings(&manager, REVIEW).await["fact_sheet"].clone();
    let version = before["version"].as_u64().unwrap();
    assert_eq!(
        proceedings(&chair, REVIEW).await["fact_sheet"]["sheet"],
        Value::Null
    );

    done(&ask(&manager, REVIEW, written(version, "Et godt år.")).await);
    let late = ask(&facilitator, REVIEW, written(version, "Mitt")).await;
    assert_eq!(late.problem(), (409, "changed-meanwhile".into()));
    let refused = ask(&chair, REVIEW, written(version + 1, "Ikke mitt")).await;
    assert_eq!(refused.problem(), (403, "locked".into()));
    let mut wrong = written(version + 1, "");
    wrong["sheet"]["granted"] = json!(-1);
    assert_eq!(
        ask(&manager, REVIEW, wrong).await.problem(),
        (422, "not-a-value".into())
    );
    let sheet = proceedings(&manager, REVIEW).await["fact_sheet"]["sheet"].clone();
    assert_eq!(
        sheet["goals"],
        json!([{ "title": "Nye årsverk", "target": "55", "achieved": "41" }])
    );
    assert_eq!(sheet["summary"], "Et godt år.");

    let unread = ask(&chair, REVIEW, json!({ "type": "mark-fact-sheet-read" })).await;
    assert_eq!(unread.status, 422, "it is not shared");
    done(
        &ask(
            &manager,
            REVIEW,
            json!({ "type": "share-fact-sheet", "is_shared": true }),
        )
        .await,
    );
    done(&ask(&chair, REVIEW, json!({ "type": "mark-fact-sheet-read" })).await);
    let seen = proceedings(&chair, REVIEW).await["fact_sheet"].clone();
    assert_eq!(
        (&seen["i_have_read"], &seen["read_by"]),
        (&json!(true), &Value::Null)
    );
    let read_by = proceedings(&facilitator, REVIEW).await["fact_sheet"]["read_by"].clone();
    let chair = server.person(Role::Chair).id.to_string();
    assert!(read_by.as_array().unwrap().contains(&json!(chair)));
}

/// A new review made from the template without names.
async fn nameless(manager: &Caller) -> String {
    let draft = json!({ "template": "psv-6x6", "date": "2027-10-20", "participants": [] });
    let answer = manager.post("/api/meetings", &draft).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    answer.json()["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_form_is_filled_in_before_the_meeting_and_stands_after_the_first_score() {
    let server = TestServer::start_on(DATABASE).await;
    let [manager, chair] = [Role::ProgrammeManager, Role::Chair].map(|role| server.caller(role));
    let id = nameless(&manager).await;
    let (path, state) = (
        format!("/api/meetings/{id}/form"),
        format!("/api/meetings/{id}/state"),
    );
    let open = json!({ "state": "open" });
    assert_eq!(
        manager.post(&state, &open).await.detail(),
        json!({ "field": "form" })
    );
    assert_eq!(chair.get(&path).await.problem(), (403, "locked".into()));

    let view = manager.get(&path).await.json();
    assert_eq!(
        (&view["lock"], view["templates"].as_array().unwrap().len()),
        (&Value::Null, 2)
    );
    let mut form = view["form"].clone();
    let indicators = form["indicators"].as_array_mut().unwrap();
    indicators.truncate(7);
    indicators.push(json!({ "id": "vaart-eget", "code": "", "part": "prosess", "title": {}, "question": {}, "factors": [] }));
    for (number, indicator) in indicators.iter_mut().enumerate() {
        indicator["title"] = json!({ "nb": format!(" Indikator  {number} "), "nn": "", "en": "" });
        indicator["question"] = json!({ "nb": "", "nn": "", "en": "" });
    }
    let change = |form: &Value, version: u64| json!({ "form": form, "version": version });
    let version = view["version"].as_u64().unwrap();
    let mut wrong = form.clone();
    wrong["scale"]["steps"] = json!([]);
    let answer = manager.put(&path, &change(&wrong, version)).await;
    assert_eq!(
        answer.detail(),
        json!({ "form": { "place": "form", "fault": "too-few" } })
    );
    assert_eq!(chair.put(&path, &change(&form, version)).await.status, 403);
    let saved = manager.put(&path, &change(&form, version)).await;
    assert_eq!(saved.status, 200, "{}", saved.text());
    let late = manager.put(&path, &change(&form, version)).await;
    assert_eq!(late.problem(), (409, "changed-meanwhile".into()));
    let stored = manager.get(&path).await.json();
    let codes: Vec<_> = stored["form"]["indicators"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["code"].clone())
        .collect();
    assert_eq!(codes, ["P1", "P2", "P3", "P4", "P5", "P6", "P7", "E1"]);
    let audit = manager.get("/api/audit").await.json()["entries"][0].clone();
    assert_eq!(
        (&audit["change"], &audit["details"][0][0]),
        (&json!("meeting-changed"), &json!("form"))
    );

    assert_eq!(manager.post(&state, &open).await.status, 200);
    can_be_written_about(&server, &saved.json(), "vaart-eget").await;
    done(
        &ask(
            &manager,
            &id,
            json!({ "type": "open-scoring", "is_open": true }),
        )
        .await,
    );
    done(
        &ask(
            &chair,
            &id,
            json!({ "type": "score", "indicator": "vaart-eget", "value": 4 }),
        )
        .await,
    );
    let used = manager
        .put(
            &path,
            &change(&form, stored["version"].as_u64().unwrap() + 1),
        )
        .await;
    assert_eq!(used.problem(), (409, "form-in-use".into()));
    assert_eq!(manager.get(&path).await.json()["lock"], "used");
}

/// An indicator that came later has its texts in the document too.
async fn can_be_written_about(server: &TestServer, saved: &Value, indicator: &str) {
    use shared::document::assessment::TextKey;
    use shared::id::IndicatorId;
    let document = saved["documents"][0].as_str().unwrap();
    let token = &server.person(Role::Chair).token;
    let mut chair = server.dial(document).bearer(token).join().await;
    let key = TextKey::Rationale(IndicatorId::parse(indicator).unwrap());
    chair.types(&key, "Nytt").await;
    chair.until_stored().await;
}

/// The sample's open review, as far as its conclusion.
async fn concluded(facilitator: &Caller) {
    let running = facilitator
        .post(
            "/api/meetings/psv-2026/state",
            &json!({ "state": "running" }),
        )
        .await;
    assert_eq!(running.status, 200, "{}", running.text());
    for command in [
        json!({ "type": "begin-day" }),
        json!({ "type": "reveal", "indicator": "arbeidsplasser" }),
        json!({ "type": "propose-grade", "indicator": "arbeidsplasser", "grade": { "one": 3 } }),
        json!({ "type": "settle-grade", "indicator": "arbeidsplasser", "grade": { "one": 3 } }),
        json!({ "type": "conclude", "is_concluded": true }),
    ] {
        done(&ask(facilitator, REVIEW, command).await);
    }
}

#[tokio::test]
async fn a_report_is_read_by_those_asked_made_final_once_and_remembered_by_the_next_review() {
    let server = TestServer::start_on(DATABASE).await;
    let [manager, facilitator, chair, member] = [
        Role::ProgrammeManager,
        Role::Facilitator,
        Role::Chair,
        Role::BoardMember,
    ]
    .map(|role| server.caller(role));
    let path = "/api/meetings/psv-2026/report";
    concluded(&facilitator).await;
    assert_eq!(
        facilitator.get(path).await.status,
        200,
        "a draft is its writers'"
    );
    assert_eq!(chair.get(path).await.problem(), (403, "not-allowed".into()));

    let chair_id = server.person(Role::Chair).id.to_string();
    let send = json!({ "type": "send-report", "due": "2026-11-04", "readers": [chair_id] });
    done(&ask(&facilitator, REVIEW, send).await);
    assert_eq!(chair.get(path).await.status, 200);
    assert_eq!(member.get(path).await.status, 403, "not asked to read");
    done(&ask(&chair, REVIEW, json!({ "type": "open-report" })).await);
    let comment = json!({ "type": "comment-report", "id": "c1", "section": "indicators/arbeidsplasser", "text": "Hvor mange?" });
    done(&ask(&chair, REVIEW, comment).await);
    done(
        &ask(
            &chair,
            REVIEW,
            json!({ "type": "confirm-read", "is_read": true }),
        )
        .await,
    );
    let report = proceedings(&manager, REVIEW).await["report"].clone();
    assert_eq!(report["comments"][0]["by"], json!(chair_id));
    assert!(report["readers"][&chair_id]["read_at"].is_i64());

    let refused = ask(&chair, REVIEW, json!({ "type": "finalise-report" })).await;
    assert_eq!(refused.status, 403);
    done(&ask(&facilitator, REVIEW, json!({ "type": "finalise-report" })).await);
    let answer = member.get(path).await;
    let page: ReportPage = serde_json::from_slice(&answer.body).unwrap();
    let frozen = page.frozen.clone().expect("it is final");
    assert_eq!(frozen.hash, sha256(&page.report.canonical()));
    assert!(!answer.text().contains("\"scores\""));
    let again = ask(
        &chair,
        REVIEW,
        json!({ "type": "confirm-read", "is_read": false }),
    )
    .await;
    assert_eq!(again.problem(), (409, "report-final".into()));

    let closed = facilitator
        .post(
            "/api/meetings/psv-2026/state",
            &json!({ "state": "closed" }),
        )
        .await;
    assert_eq!(closed.status, 200);
    let home = manager.get("/api/programme").await.json();
    let results = home["last_review"]["results"].as_array().unwrap().clone();
    let jobs = results
        .iter()
        .find(|it| it["indicator"] == "arbeidsplasser")
        .unwrap();
    assert_eq!(jobs["grade"], 3);
}

fn sha256(text: &str) -> String {
    use sha2::{Digest, Sha256};
    use std::fmt::Write as _;
    Sha256::digest(text.as_bytes())
        .iter()
        .fold(String::new(), |mut hex, byte| {
            write!(hex, "{byte:02x}").unwrap();
            hex
        })
}

/// The rounds as somebody sees them, once their own score is gone: pictures of a room are made a moment later.
async fn until_forgotten(caller: &Caller) -> Value {
    let looking = async {
        loop {
            let rounds = proceedings(caller, REVIEW).await["rounds"].clone();
            if rounds["arbeidsplasser"]["my_score"].is_null() {
                return rounds;
            }
        }
    };
    let seen = tokio::time::timeout(tests::PATIENCE, looking).await;
    seen.expect("the score is forgotten in time")
}

#[tokio::test]
async fn what_each_person_answered_is_forgotten_a_month_after_the_report_is_final() {
    let server = TestServer::start_on(DATABASE).await;
    let [facilitator, chair] = [Role::Facilitator, Role::Chair].map(|role| server.caller(role));
    concluded(&facilitator).await;
    let chair_id = server.person(Role::Chair).id.to_string();
    let send = json!({ "type": "send-report", "due": null, "readers": [chair_id] });
    done(&ask(&facilitator, REVIEW, send).await);
    done(&ask(&facilitator, REVIEW, json!({ "type": "finalise-report" })).await);
    let now = server::clock::now();
    let in_days = |days: i64| Timestamp(now.0 + days * DAY_MS);

    sweep(server.app(), in_days(29)).await.unwrap();
    let rounds = proceedings(&chair, REVIEW).await["rounds"].clone();
    assert!(rounds["arbeidsplasser"]["my_score"].is_object(), "not yet");
    let counts = rounds["arbeidsplasser"]["reveal"]["tally"].clone();
    let export = chair.get("/api/me/export").await.text();
    assert!(
        export.contains("arbeidsplasser"),
        "one's own is handed over"
    );

    sweep(server.app(), in_days(31)).await.unwrap();
    let rounds = until_forgotten(&chair).await;
    assert_eq!(
        rounds["arbeidsplasser"]["reveal"]["tally"], counts,
        "tallies stay"
    );
    let report = chair.get("/api/meetings/psv-2026/report").await;
    assert_eq!(report.status, 200);
    let n_rows = format!("SELECT COUNT(*) FROM log WHERE stream = '{REVIEW}'");
    assert_eq!(
        server.database().count(&n_rows).await,
        0,
        "nothing of it is left in the log"
    );
}

/// A score that came in is never about an indicator that the form has lost meanwhile.
#[tokio::test]
async fn of_a_form_change_and_a_score_at_the_same_moment_one_wins() {
    let server = TestServer::start_on(DATABASE).await;
    let [manager, chair] = [Role::ProgrammeManager, Role::Chair].map(|role| server.caller(role));
    for _ in 0..6 {
        let id = nameless(&manager).await;
        let path = format!("/api/meetings/{id}/form");
        let view = manager.get(&path).await.json();
        let mut form = view["form"].clone();
        let indicators = form["indicators"].as_array_mut().unwrap();
        for (number, indicator) in indicators.iter_mut().enumerate() {
            indicator["title"] = json!({ "nb": format!("Indikator {number}"), "nn": "", "en": "" });
        }
        let gone = indicators[0]["id"].as_str().unwrap().to_owned();
        let version = view["version"].as_u64().unwrap();
        let named = json!({ "form": form, "version": version });
        assert_eq!(manager.put(&path, &named).await.status, 200);
        let open = json!({ "state": "open" });
        let opened = manager
            .post(&format!("/api/meetings/{id}/state"), &open)
            .await;
        assert_eq!(opened.status, 200, "{}", opened.text());
        done(
            &ask(
                &manager,
                &id,
                json!({ "type": "open-scoring", "is_open": true }),
            )
            .await,
        );
        form["indicators"].as_array_mut().unwrap().remove(0);
        let change = json!({ "form": form, "version": version + 2 });
        let score = json!({ "type": "score", "indicator": gone, "value": 4 });
        let (changed, scored) = tokio::join!(manager.put(&path, &change), ask(&chair, &id, score));
        let both = (changed.status.as_u16(), scored.status.as_u16());
        assert!(
            matches!(both, (200, 422) | (409, 200)),
            "{both:?}: {} {}",
            changed.text(),
            scored.text()
        );
    }
}
