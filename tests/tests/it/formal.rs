//! The formal part of the seminar over real sockets: who may not vote is told why, and the part is driven from the first
//! item to minutes that are approved.

use serde_json::{Value, json};
use shared::id::PersonId;
use shared::proceedings::formal::minutes::MinutesPage;
use shared::proceedings::formal::view::FormalView;
use shared::rights::Role;
use tests::caller::Caller;
use tests::device::Pass;
use tests::http::Answer;
use tests::lead::pass_of;
use tests::server::TestServer;

use super::DATABASE;

const SEMINAR: &str = "styreseminar-2026";
const FIRST: &str = "sak-43-26";
const ITEMS: [&str; 4] = [FIRST, "sak-44-26", "sak-45-26", "sak-46-26"];

/// The seminar with all who are to be there noted as here.
pub struct Room {
    pub server: TestServer,
    manager: Caller,
}

impl Room {
    async fn open() -> Self {
        Self::in_seminar(TestServer::start_on(DATABASE).await).await
    }

    pub async fn in_seminar(server: TestServer) -> Self {
        let manager = server.caller(Role::ProgrammeManager);
        let room = manager.get(&format!("/api/rooms/{SEMINAR}")).await.json();
        let people = room["view"]["people"].as_array().unwrap().clone();
        for line in people.iter().filter(|line| line["is_coming"] == true) {
            let person = line["person"]["id"].as_str().unwrap();
            let path = format!("/api/meetings/{SEMINAR}/attendance/{person}");
            let times =
                json!({ "times": [{ "person": person, "arrived_at": server::clock::now().0 }] });
            let answer = manager.put(&path, &times).await;
            assert_eq!(answer.status, 204, "{}", answer.text());
        }
        Self { server, manager }
    }

    async fn person(&self, id: &str) -> Caller {
        let id = PersonId::parse(id).unwrap();
        match pass_of(&self.server, &id).await {
            Pass::Bearer(token) => self.server.caller_with(&token),
            Pass::Cookie(_) => unreachable!("a bearer token was asked for"),
        }
    }

    /// The manager writes down what happens.
    async fn notes(&self, ask: Value) {
        let asked = ask.to_string();
        let answer = asks(&self.manager, ask).await;
        assert_eq!(answer.status, 200, "{asked}: {}", answer.text());
    }

    async fn begins(&self) {
        self.notes(json!({ "type": "begin", "chair": "ragnhild-solvaer", "form": "in-person" }))
            .await;
        self.notes(json!({ "type": "elect-signers", "people": ["torgeir-myklevik"] }))
            .await;
    }

    async fn opens_vote(&self, item: &str) {
        self.notes(json!({ "type": "open-item", "item": item }))
            .await;
        self.notes(
            json!({ "type": "open-vote", "item": item, "question": { "type": "proposal" } }),
        )
        .await;
    }

    /// Every item from the first to the last, with one vote against in the second.
    pub async fn decides_all(&self) {
        self.begins().await;
        for item in ITEMS {
            self.opens_vote(item).await;
            if item == "sak-44-26" {
                let against = asks(&self.person("odd-arne-brekke").await, vote(item, false)).await;
                assert_eq!(against.status, 200, "{}", against.text());
            }
            let question = json!({ "type": "proposal" });
            self.notes(json!({ "type": "rest-votes-for", "item": item, "question": question }))
                .await;
            self.notes(
                json!({ "type": "resolve", "item": item, "text": "Innstillingen ble vedtatt." }),
            )
            .await;
            self.notes(json!({ "type": "finish-item", "item": item }))
                .await;
        }
        self.notes(json!({ "type": "end" })).await;
    }

    /// The minutes, approved by all who were asked, as an observer reads them.
    pub async fn approves(&self) -> MinutesPage {
        self.notes(json!({ "type": "send-minutes", "due": "2026-12-02" }))
            .await;
        for who in ["ragnhild-solvaer", "torgeir-myklevik"] {
            let answer = asks(&self.person(who).await, json!({ "type": "approve" })).await;
            assert_eq!(answer.status, 200, "{}", answer.text());
        }
        let observer = self.person("per-ivar-skogstad").await;
        let answer = observer
            .get(&format!("/api/meetings/{SEMINAR}/minutes"))
            .await;
        let page: MinutesPage = serde_json::from_slice(&answer.body).expect("minutes");
        let frozen = page.frozen.as_ref().expect("approved minutes are frozen");
        assert_eq!(
            server::reports::hash(&page.minutes.canonical()),
            frozen.hash
        );
        assert_eq!(frozen.hash, frozen.public_hash, "nothing was closed");
        assert_eq!(page.minutes.items.len(), 4);
        assert_eq!(page.minutes.wholeness().n_resolved, 4);
        page
    }

    async fn sees(&self, caller: &Caller) -> FormalView {
        let room = caller.get(&format!("/api/rooms/{SEMINAR}")).await.json();
        serde_json::from_value(room["view"]["proceedings"]["formal"].clone()).unwrap()
    }
}

async fn asks(caller: &Caller, ask: Value) -> Answer {
    asks_as(caller, &server::clock::new_id(), ask).await
}

async fn asks_as(caller: &Caller, request: &str, ask: Value) -> Answer {
    let body = json!({ "request_id": request, "command": { "type": "formal", "ask": ask } });
    caller
        .post(&format!("/api/rooms/{SEMINAR}/commands"), &body)
        .await
}

fn vote(item: &str, is_for: bool) -> Value {
    json!({ "type": "vote", "item": item, "question": { "type": "proposal" }, "is_for": is_for })
}

#[tokio::test]
async fn who_has_no_vote_is_told_why_and_the_same_asking_twice_is_one_vote() {
    let room = Room::open().await;
    room.begins().await;
    room.opens_vote(FIRST).await;
    let odd = room.person("odd-arne-brekke").await;
    for who in [
        "mathias-tveito",
        "per-ivar-skogstad",
        "bjoern-erik-wold",
        "hanne-falch",
    ] {
        let answer = asks(&room.person(who).await, vote(FIRST, true)).await;
        assert_eq!(answer.problem(), (403, "locked".into()), "{who}");
    }
    let first = asks_as(&odd, "r-1", vote(FIRST, false)).await;
    let again = asks_as(&odd, "r-1", vote(FIRST, true)).await;
    assert_eq!(first.status, 200, "{}", first.text());
    assert_eq!(again.status, 200, "{}", again.text());
    assert_eq!(first.json(), again.json(), "the same answer");
    let item = room
        .sees(&odd)
        .await
        .items
        .into_values()
        .find(|one| one.item.vote.is_some());
    let cast = item.unwrap().item.vote.unwrap().cast;
    assert_eq!(
        cast.values().map(|one| one.is_for).collect::<Vec<_>>(),
        [false]
    );
}

#[tokio::test]
async fn whoever_is_disqualified_has_no_vote_and_no_motion_until_the_item_is_done() {
    let room = Room::open().await;
    room.begins().await;
    let odd = room.person("odd-arne-brekke").await;
    room.notes(json!({ "type": "open-item", "item": FIRST }))
        .await;
    let raised = asks(
        &odd,
        json!({
            "type": "raise-impartiality", "item": FIRST, "case": "c-1", "person": "odd-arne-brekke",
            "ground": "eier i selskapet", "legal_basis": "reglene om inhabilitet",
        }),
    );
    assert_eq!(raised.await.status, 200);
    let question = json!({ "type": "impartiality", "case": "c-1" });
    for kind in ["open-vote", "rest-votes-for", "close-vote"] {
        room.notes(json!({ "type": kind, "item": FIRST, "question": question }))
            .await;
    }
    room.notes(json!({ "type": "open-vote", "item": FIRST, "question": { "type": "proposal" } }))
        .await;
    let answer = asks(&odd, vote(FIRST, true)).await;
    assert_eq!(answer.problem(), (403, "stepped-aside".into()));
    let motion = json!({ "type": "put-motion", "item": FIRST, "motion": "m-1", "text": "Vent." });
    assert_eq!(
        asks(&odd, motion).await.problem(),
        (403, "stepped-aside".into())
    );
    assert!(room.sees(&odd).await.i_am_out);
}

#[tokio::test]
async fn the_formal_part_is_driven_to_approved_minutes() {
    let room = Room::open().await;
    room.decides_all().await;
    let page = room.approves().await;
    let divided = page.minutes.items[1].votes.as_ref().unwrap();
    assert_eq!(divided.votes_against, ["Odd-Arne Brekke"]);
    let late = asks(&room.manager, json!({ "type": "resume" })).await;
    assert_eq!(late.problem(), (409, "minutes-approved".into()));
}

#[tokio::test]
async fn a_closed_item_is_not_in_the_minutes_of_whom_it_was_closed_for() {
    let room = Room::open().await;
    room.begins().await;
    room.notes(json!({ "type": "open-item", "item": FIRST }))
        .await;
    room.notes(json!({
        "type": "propose-closing", "item": FIRST, "legal_basis": "reglene om taushetsplikt",
        "part": "Hele saken", "is_confidential": true,
    }))
    .await;
    let closing = json!({ "type": "closing" });
    for kind in ["open-vote", "rest-votes-for", "close-vote"] {
        room.notes(json!({ "type": kind, "item": FIRST, "question": closing }))
            .await;
    }
    room.notes(json!({ "type": "remark", "item": FIRST, "text": "Dype hemmeligheter" }))
        .await;
    let path = format!("/api/meetings/{SEMINAR}/minutes");
    let room_path = format!("/api/rooms/{SEMINAR}");
    for (who, hears) in [
        ("odd-arne-brekke", true),
        ("hanne-falch", true),
        ("per-ivar-skogstad", false),
        ("bjoern-erik-wold", false),
        ("mathias-tveito", false),
    ] {
        let caller = room.person(who).await;
        for path in [&path, &room_path] {
            let answer = caller.get(path).await;
            assert_eq!(answer.status, 200, "{who}: {}", answer.text());
            assert_eq!(answer.text().contains("Dype hemmeligheter"), hears, "{who}");
        }
        let public = caller.get(&format!("{path}/public")).await;
        assert!(!public.text().contains("Dype hemmeligheter"), "{who}");
        assert!(public.text().contains("reglene om taushetsplikt"), "{who}");
    }
}
