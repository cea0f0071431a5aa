//! A review from the first score to the conclusion, over real sockets: what is asked happens once, is on disk, and is seen
//! by everybody as they may see it.

use std::time::Instant;

use futures_util::future::join_all;
use serde_json::{Value, json};
use shared::id::{GroupId, IndicatorId, MeetingId, PersonId, ProgrammeId, ProposalId};
use shared::lobby::RoomView;
use shared::proceedings::view::{Outcome, ProceedingsView, RoundView};
use shared::protocol::Rights;
use shared::rights::Role;
use shared::sync::ClientSync;
use shared::view::CommandDone;
use tests::DOCUMENT;
use tests::asking::request_id;
use tests::door::ROOM;
use tests::server::TestServer;

use super::DATABASE;

const LEADER: &str = "bjoern-erik-wold";
const CHAIR: &str = "ragnhild-solvaer";
const MEMBER: &str = "kjersti-lie";
/// Has not begun to score.
const LATE: &str = "solveig-nordgaard";
const OBSERVER: &str = "lena-thorsrud";
const MANAGER: &str = "hanne-falch";
const INDICATOR: &str = "arbeidsplasser";

fn proceedings(view: &RoomView) -> &ProceedingsView {
    view.proceedings.as_ref().expect("a meeting with a form")
}

fn round(view: &RoomView) -> &RoundView {
    &proceedings(view).rounds[&IndicatorId::parse(INDICATOR).unwrap()]
}

fn group(id: &str) -> GroupId {
    GroupId::parse(id).unwrap()
}

/// Whoever leads begins the day and goes to a place.
async fn go(server: &TestServer, step: &str, indicator: Option<&str>, phase: &str) {
    let view = server.see(LEADER).await;
    let Some(from) = &proceedings(&view).position else {
        server.ask(LEADER, json!({ "type": "begin-day" })).await;
        return Box::pin(go(server, step, indicator, phase)).await;
    };
    let to = json!({ "step": step, "indicator": indicator, "phase": phase });
    server
        .ask(LEADER, json!({ "type": "move", "from": from, "to": to }))
        .await;
}

#[tokio::test]
async fn a_review_goes_from_the_first_score_to_the_conclusion() {
    let server = TestServer::start_on(DATABASE).await;
    let mut leader = server.follow(LEADER).await;
    let mut member = server.follow(MEMBER).await;
    let mut observer = server.follow(OBSERVER).await;
    let _chair = server.follow(CHAIR).await;

    // Scoring.
    let score = json!({ "type": "score", "indicator": INDICATOR, "value": 5 });
    let seq = server.ask(LATE, score).await;
    let done = json!({ "type": "finish-scoring", "is_done": true });
    server.ask(LATE, done).await;
    leader
        .until("seven have finished", |view| {
            proceedings(view).scoring.n_done == 7
        })
        .await;
    assert!(leader.seq >= seq);
    assert!(round(&leader.view).reveal.is_none());
    assert_eq!(
        round(&member.view).my_score.as_ref().unwrap().value,
        Some(2)
    );

    // The reveal.
    go(&server, "del-b", Some(INDICATOR), "waiting").await;
    let reveal = json!({ "type": "reveal", "indicator": INDICATOR });
    let seq = server.ask(LEADER, reveal).await;
    for watcher in [&mut leader, &mut member, &mut observer] {
        watcher.until_seq(seq).await;
        let round = round(&watcher.view);
        assert!(round.reveal.as_ref().unwrap().starts_at.0 > 0);
        let position = proceedings(&watcher.view).position.clone().unwrap();
        assert_eq!(json!(position.phase), "talk");
    }
    assert!(
        !member.view.texts.rationale.is_empty(),
        "of where the group is"
    );

    // The common grade.
    let propose = json!({ "type": "propose-grade", "indicator": INDICATOR, "grade": { "one": 3 } });
    server.ask(LEADER, propose).await;
    let agree = json!({ "type": "answer-grade", "indicator": INDICATOR, "grade": { "one": 3 }, "answer": { "answer": "agreed" } });
    server.ask(MEMBER, agree).await;
    leader
        .until("one agrees", |view| round(view).n_agreed == 1)
        .await;
    let settle = json!({ "type": "settle-grade", "indicator": INDICATOR, "grade": { "one": 3 } });
    let seq = server.ask(LEADER, settle).await;
    observer.until_seq(seq).await;
    let settled = Outcome::Grade(3, shared::proceedings::state::Agreement::Agreed);
    assert_eq!(round(&observer.view).outcome(), settled);

    // Proposals.
    propose_and_vote(&server).await;

    // The end.
    let conclude = json!({ "type": "conclude", "is_concluded": true });
    let seq = server.ask(LEADER, conclude).await;
    member.until_seq(seq).await;
    let whole = server.see(MEMBER).await;
    assert_eq!(member.view, whole, "changes add up to the whole view");
    let before = server.see(LEADER).await;
    let server = server.restart().await;
    let after = server.see(LEADER).await;
    assert_eq!(
        after.proceedings, before.proceedings,
        "as it was before the restart"
    );
    assert_eq!(after.texts, before.texts);
}

async fn propose_and_vote(server: &TestServer) {
    let mut member = server.follow(MEMBER).await;
    go(server, "forbedringsforslag", None, "write").await;
    let id = ProposalId::parse("nytt-forslag").unwrap();
    let draft = json!({ "title": "Mer fisk", "text": "I fjorden.", "applies_to": "action-plan" });
    let write = json!({ "type": "draft-proposal", "id": id, "draft": draft });
    server.ask(MEMBER, write).await;
    assert!(!member.view.texts.titles.contains_key(&id));
    server
        .ask(LEADER, json!({ "type": "open-proposals" }))
        .await;
    member
        .until("the proposal is in the document", |view| {
            view.texts.titles.get(&id).map(String::as_str) == Some("Mer fisk")
        })
        .await;
    let claim = json!({ "type": "claim-proposal", "id": id, "is_claimed": true });
    server.ask(MEMBER, claim).await;

    let gather = json!({ "type": "gather", "group": "g-1", "title": "Sjø", "proposals": [id, "forslag-18"] });
    server.ask(LEADER, gather).await;
    server
        .ask(LEADER, json!({ "type": "open-vote", "dots": 3 }))
        .await;
    let dots = json!({ "type": "give-dots", "group": "g-1", "dots": 2 });
    server.ask(MEMBER, dots.clone()).await;
    server.ask(CHAIR, dots).await;
    let over = json!({ "type": "give-dots", "group": "g-1", "dots": 3 });
    assert_eq!(
        server.is_refused(CHAIR, over).await,
        (422, "over-max".into())
    );
    let seq = server.ask(LEADER, json!({ "type": "close-vote" })).await;
    member.until_seq(seq).await;
    let vote = proceedings(&member.view).vote.clone().unwrap();
    assert_eq!(vote.result.unwrap().totals[&group("g-1")], 4);
    for part in [
        json!({ "type": "owner", "person": CHAIR }),
        json!({ "type": "deadline", "date": "2027-06-01" }),
    ] {
        let assign = json!({ "type": "assign-task", "group": "g-1", "part": part });
        server.ask(LEADER, assign).await;
    }
}

#[tokio::test]
async fn asking_again_changes_nothing_even_after_a_restart() {
    let server = TestServer::start_on(DATABASE).await;
    let (raise, id) = (json!({ "type": "raise-hand" }), request_id());
    let first = server.ask_as(MEMBER, &id, &raise).await;
    assert_eq!(first.status, 200);
    server
        .ask(LEADER, json!({ "type": "lower-hand", "person": MEMBER }))
        .await;
    let again = server.ask_as(MEMBER, &id, &raise).await;
    assert_eq!(again.body, first.body);
    let server = server.restart().await;
    let again = server.ask_as(MEMBER, &id, &raise).await;
    assert_eq!(again.body, first.body);
    // Nor does what changed nothing the first time.
    let score = |value: u8| json!({ "type": "score", "indicator": INDICATOR, "value": value });
    server.ask(MEMBER, score(3)).await;
    let id = request_id();
    let nothing = server.ask_as(MEMBER, &id, &score(3)).await;
    server.ask(MEMBER, score(5)).await;
    let server = server.restart().await;
    let late = server.ask_as(MEMBER, &id, &score(3)).await;
    assert_eq!(late.status, 200);
    assert_eq!(late.body, nothing.body);
    let room = server.see(MEMBER).await;
    let round = &room.proceedings.unwrap().rounds[&IndicatorId::parse(INDICATOR).unwrap()];
    assert_eq!(round.my_score.as_ref().unwrap().value, Some(5));
    assert_eq!(proceedings(&server.see(MEMBER).await).n_hands, 0);
    let other = server.ask_as(CHAIR, &id, &raise).await;
    assert_ne!(other.body, first.body, "an id is its person's own");
    assert_eq!(proceedings(&server.see(MEMBER).await).n_hands, 1);
}

#[tokio::test]
async fn of_two_who_lead_and_press_at_once_one_is_told() {
    let server = TestServer::start_on(DATABASE).await;
    let app = server.app();
    let programme = ProgrammeId::parse("fjordvik").unwrap();
    let mut meeting = app
        .store
        .find_meeting(&programme, ROOM)
        .await
        .unwrap()
        .unwrap();
    let chair = PersonId::parse(CHAIR).unwrap();
    let mut list = meeting.participants.iter_mut();
    list.find(|line| line.person == chair).unwrap().may_lead = true;
    assert!(app.save_meeting(&programme, meeting).await.unwrap());
    server.ask(LEADER, json!({ "type": "begin-day" })).await;
    let view = server.see(LEADER).await;
    let from = &proceedings(&view).position;
    let steps = &proceedings(&view).steps;
    let press = |person: &'static str, step: usize| {
        let to = json!({ "step": steps[step].id });
        let command = json!({ "type": "move", "from": from, "to": to });
        let server = &server;
        async move { server.ask_as(person, &request_id(), &command).await }
    };
    let answers = join_all([press(LEADER, 1), press(CHAIR, 2)]).await;
    let mut statuses: Vec<u16> = answers
        .iter()
        .map(|answer| answer.status.as_u16())
        .collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 409]);
    let told = answers.iter().find(|answer| answer.status == 409).unwrap();
    assert_eq!(told.problem().1, "moved-meanwhile");
}

#[tokio::test]
async fn who_may_not_or_asks_for_nonsense_hears_why() {
    let server = TestServer::start_on(DATABASE).await;
    let score = |value: Value| json!({ "type": "score", "indicator": INDICATOR, "value": value });
    for (person, command, expected) in [
        (OBSERVER, score(json!(3)), (403, "locked")),
        (LEADER, score(json!(3)), (403, "locked")),
        ("amir-rahimi", score(json!(3)), (403, "locked")),
        (MEMBER, score(json!(9)), (422, "not-a-value")),
        (MEMBER, json!({ "type": "begin-day" }), (403, "locked")),
        (
            MEMBER,
            json!({ "type": "reveal", "indicator": INDICATOR }),
            (403, "locked"),
        ),
        (
            LEADER,
            json!({ "type": "reveal", "indicator": INDICATOR }),
            (409, "day-not-begun"),
        ),
        (
            LEADER,
            json!({ "type": "close-vote" }),
            (409, "vote-not-open"),
        ),
        (
            MEMBER,
            json!({ "type": "drop-draft", "id": "forslag-18" }),
            (403, "not-yours"),
        ),
        (
            MEMBER,
            json!({ "type": "tryll" }),
            (422, "body-not-understood"),
        ),
        (
            MEMBER,
            json!({ "type": "score", "indicator": "Å" }),
            (422, "body-not-understood"),
        ),
    ] {
        let (status, code) = server.is_refused(person, command.clone()).await;
        assert_eq!((status, code.as_str()), expected, "{person} {command}");
    }
    let answer = server
        .ask_as(OBSERVER, &request_id(), &score(json!(3)))
        .await;
    assert_eq!(answer.detail(), json!({ "lock": "setting" }));
    let path = "/api/rooms/ingen/commands";
    let body = json!({ "request_id": "r", "command": { "type": "raise-hand" } });
    let nowhere = server.caller(Role::Chair).post(path, &body).await;
    assert_eq!(nowhere.problem(), (404, "meeting-unknown".into()));
    let nobody = server.http().post(path, &[], &body.to_string()).await;
    assert_eq!(nobody.problem(), (401, "not-signed-in".into()));
    assert_eq!(
        proceedings(&server.see(LEADER).await).scoring.n_done,
        6,
        "nothing happened"
    );
}

#[tokio::test]
async fn a_meeting_that_is_closed_takes_no_more_scores() {
    let server = TestServer::start_on(DATABASE).await;
    let manager = server.caller(Role::ProgrammeManager);
    for state in ["running", "closed"] {
        let path = format!("/api/meetings/{ROOM}/state");
        let answer = manager.post(&path, &json!({ "state": state })).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
    }
    let score = json!({ "type": "score", "indicator": INDICATOR, "value": 5 });
    let answer = server.ask_as(LATE, &request_id(), &score).await;
    assert_eq!(answer.problem(), (403, "locked".into()));
    assert_eq!(answer.detail(), json!({ "lock": "closed" }));
}

fn may_write(sync: &ClientSync) -> bool {
    sync.rights() == Rights::Write
}

#[tokio::test]
async fn the_right_to_write_follows_the_meeting() {
    let server = TestServer::start_on(DATABASE).await;
    server.ask(LEADER, json!({ "type": "begin-day" })).await;
    let mut writer = server
        .dial(DOCUMENT)
        .bearer(server.token(MEMBER))
        .join()
        .await;
    let mut leader = server
        .dial(DOCUMENT)
        .bearer(server.token(LEADER))
        .join()
        .await;
    assert!(may_write(&writer.sync));
    let conclude = |is_concluded| json!({ "type": "conclude", "is_concluded": is_concluded });
    server.ask(LEADER, conclude(true)).await;
    writer.until("it only reads", |sync| !may_write(sync)).await;
    assert!(may_write(&leader.sync));
    leader.types(&tests::rationale(), "Rettet. ").await;
    leader.until_stored().await;
    let view = server.see(MEMBER).await;
    assert!(!view.may.contains(&shared::rights::Act::WriteAssessment));
    server.ask(LEADER, conclude(false)).await;
    writer.until("it writes again", may_write).await;
}

#[tokio::test]
async fn two_servers_on_one_database_do_not_undo_each_other() {
    let server = TestServer::start_on(DATABASE).await;
    let other = server.second().await;
    for n in 0..4 {
        let at = if n % 2 == 0 { &server } else { &other };
        let park = json!({ "type": "park", "id": format!("n-{n}"), "text": format!("Sak {n}") });
        at.ask(MEMBER, park).await;
    }
    let parked = |view: &RoomView| proceedings(view).parked.len();
    assert_eq!(parked(&other.see(MEMBER).await), 4);
    other.stop().await;
    let server = server.restart().await;
    assert_eq!(parked(&server.see(MEMBER).await), 4);
}

#[tokio::test]
async fn what_is_taken_out_is_in_no_row_and_the_rest_is_as_it_was() {
    let server = TestServer::start_on(DATABASE).await;
    let think = json!({ "type": "think", "indicator": INDICATOR, "text": "hemmelig tanke" });
    server.ask(LATE, think).await;
    let (raise, id) = (json!({ "type": "raise-hand" }), request_id());
    let raised = server.ask_as(LATE, &id, &raise).await;
    let manager = server.caller(Role::ProgrammeManager);
    let path = format!("/api/people/{LATE}/erase");
    let answer = manager.post(&path, &json!({})).await;
    assert_eq!(answer.status, 204, "{}", answer.text());
    let rows = "SELECT COUNT(*) FROM log WHERE stream = 'psv-2026'";
    assert_eq!(server.database().count(rows).await, 0);
    let folds = "SELECT COUNT(*) FROM proceedings_snapshot";
    assert_eq!(server.database().count(folds).await, 1);
    server.ask(MEMBER, raise.clone()).await;
    let server = server.restart().await;
    let view = server.see(LEADER).await;
    assert_eq!(proceedings(&view).n_hands, 1);
    assert_eq!(proceedings(&view).scoring.n_done, 6);
    let meeting = MeetingId::parse(ROOM).unwrap();
    let stored = server.app().store.load_proceedings(&meeting).await.unwrap();
    let all = format!("{:?}{:?}", stored.fold, stored.entries);
    assert!(!all.contains("hemmelig tanke") && all.contains(&id));
    drop(raised);
}

#[tokio::test]
async fn a_command_is_on_everybodys_screen_at_once() {
    let server = TestServer::start_on(DATABASE).await;
    let mut watchers = Vec::new();
    for person in [LEADER, MEMBER, CHAIR, OBSERVER, MANAGER] {
        watchers.push(server.follow(person).await);
    }
    let began = Instant::now();
    let answer = server
        .ask_as(MEMBER, &request_id(), &json!({ "type": "raise-hand" }))
        .await;
    let done: CommandDone = serde_json::from_slice(&answer.body).unwrap();
    for watcher in &mut watchers {
        watcher.until_seq(done.seq).await;
        assert_eq!(proceedings(&watcher.view).n_hands, 1);
    }
    let took = began.elapsed();
    assert!(took.as_secs() < 2, "{took:?}");
}
