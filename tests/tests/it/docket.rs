//! What is decided and said about a plan, over real sockets: comments, suggestions, what became of proposals, versions, and
//! handing over.

use serde_json::{Value, json};
use shared::document::chapters::{self, ProseKey};
use shared::document::plan::{Field, TextField, TextKey, read, set, text};
use shared::document::splice::Splice;
use shared::id::MeasureId;
use shared::plan::money::Kroner;
use shared::plan::{ActionPlan, Head, Row};
use shared::protocol::Rights;
use shared::rights::Role;
use tests::peer::{Peer, Socket};
use tests::server::TestServer;

use super::DATABASE;

const PLAN: &str = "handlingsplan-2027";
const ROWS: &str = "handlingsplan-2027-plan";
const CHAPTERS: &str = "handlingsplan-2027-chapters";

async fn ask(server: &TestServer, role: Role, request: &str, command: Value) -> (u16, Value) {
    let body = json!({"request_id": request, "command": command});
    let path = format!("/api/rooms/{PLAN}/commands");
    let answer = server.caller(role).post(&path, &body).await;
    (answer.status.as_u16(), answer.json())
}

async fn docket(server: &TestServer, role: Role) -> Value {
    let answer = server.caller(role).get(&format!("/api/rooms/{PLAN}")).await;
    assert_eq!(answer.status.as_u16(), 200);
    answer.json()["view"]["docket"].clone()
}

async fn join(server: &TestServer, role: Role) -> Peer {
    let token = &server.person(role).token;
    server.dial(ROWS).bearer(token).join().await
}

fn plan(peer: &Peer) -> ActionPlan {
    read(peer.sync.replica(), Head::default())
}

fn measure() -> Row {
    Row::Measure(MeasureId::parse("tiltak-1-1").unwrap())
}

fn title() -> TextKey {
    TextKey::new(measure(), TextField::Title).unwrap()
}

fn suggestion(id: &str, old: &str, new: &str) -> Value {
    let text = json!({"row": title().to_string()});
    json!({"type": "suggest", "id": id, "draft": {"text": text, "old_text": old, "new_text": new}})
}

async fn frame(socket: &mut Socket) -> Value {
    serde_json::from_str(&socket.next_text().await.unwrap()).unwrap()
}

#[tokio::test]
async fn an_observer_comments_and_everybody_hears_of_it_once() {
    let server = TestServer::start_on(DATABASE).await;
    let token = &server.person(Role::Chair).token;
    let mut chair = server.dial_room(PLAN).bearer(token).socket().await;
    assert_eq!(frame(&mut chair).await["type"], "view");
    let row = serde_json::to_value(measure()).unwrap();
    let comment = json!({
        "type": "comment",
        "id": "k1",
        "place": {"type": "row", "row": row},
        "text": "Holder det?",
    });
    let (status, first) = ask(&server, Role::Observer, "r1", comment.clone()).await;
    assert_eq!(status, 200, "{first}");
    let (_, again) = ask(&server, Role::Observer, "r1", comment).await;
    assert_eq!(again, first);
    let heard = frame(&mut chair).await;
    let thread = &heard["changes"]["docket"]["threads"]["k1"];
    assert_eq!(thread["comments"][0]["text"], "Holder det?", "{heard}");

    let server = server.restart().await;
    let kept = docket(&server, Role::Facilitator).await;
    assert_eq!(
        kept["threads"]["k1"]["comments"].as_array().unwrap().len(),
        1
    );
    server.stop().await;
}

#[tokio::test]
async fn a_suggestion_is_written_when_it_is_accepted_and_only_by_who_decides() {
    let server = TestServer::start_on(DATABASE).await;
    let mut chair = join(&server, Role::Chair).await;
    let was = text(chair.sync.replica(), &title()).unwrap();
    let word = was.split_whitespace().next().unwrap().to_owned();
    let suggested = suggestion("s1", &word, "Nytt");
    let (status, _) = ask(&server, Role::Observer, "r1", suggested).await;
    assert_eq!(status, 200);
    // Somebody writes around it meanwhile.
    chair
        .edit(|replica| {
            let splice = shared::document::splice::Splice {
                at: 0,
                delete: 0,
                insert: "Vi vil: ".into(),
            };
            shared::document::plan::splice_text(replica, &title(), &splice)
        })
        .await;
    chair.until_stored().await;
    let accept = json!({"type": "answer-suggestion", "id": "s1", "state": "accepted"});
    for role in [Role::Observer, Role::BoardMember] {
        let (status, refused) = ask(&server, role, "r2", accept.clone()).await;
        assert_eq!(
            (status, &refused["code"]),
            (403, &json!("locked")),
            "{role:?}"
        );
    }
    let (status, answer) = ask(&server, Role::Facilitator, "r3", accept.clone()).await;
    assert_eq!(status, 200, "{answer}");
    let expected = format!("Vi vil: {}", was.replacen(&word, "Nytt", 1));
    chair
        .until("the words are written", |sync| {
            text(sync.replica(), &title()).as_ref() == Some(&expected)
        })
        .await;
    // Once more, from another, changes nothing.
    assert_eq!(ask(&server, Role::Chair, "r4", accept).await.0, 200);
    let state = &docket(&server, Role::Chair).await["suggestions"]["s1"]["state"];
    assert_eq!(state, "accepted");
    assert_eq!(text(chair.sync.replica(), &title()), Some(expected));
}

#[tokio::test]
async fn a_hand_over_that_is_refused_keeps_nobody_from_writing() {
    let server = TestServer::start_on(DATABASE).await;
    let mut chair = join(&server, Role::Chair).await;
    let treatment = json!({"date": "2026-12-02"});
    let move_on =
        json!({"type": "move-on", "from": "draft", "treatment": treatment, "version": "v1"});
    for (role, request) in [(Role::Observer, "r1"), (Role::BoardMember, "r2")] {
        let (status, refused) = ask(&server, role, request, move_on.clone()).await;
        assert_eq!(status, 403, "{role:?}: {refused}");
        chair
            .edit(|replica| {
                let splice = shared::document::splice::Splice {
                    at: 0,
                    delete: 0,
                    insert: "Videre: ".into(),
                };
                shared::document::plan::splice_text(replica, &title(), &splice)
            })
            .await;
        chair.until_stored().await;
    }
}

#[tokio::test]
async fn a_suggestion_about_prose_is_written_in_its_paragraph_and_taken_out_again() {
    let server = TestServer::start_on(DATABASE).await;
    let prose: ProseKey = "prose/marin-verdiskaping/maal".parse().unwrap();
    let token = &server.person(Role::Chair).token;
    let mut chair = server.dial(CHAPTERS).bearer(token).join().await;
    let was = chapters::text(chair.sync.replica(), &prose);
    let word = was.split_whitespace().max_by_key(|it| it.len()).unwrap();
    assert_eq!(was.matches(word).count(), 1, "{was}");
    let suggest = |id: &str, old: &str| {
        let text = json!({"prose": prose.to_string()});
        let draft = json!({"text": text, "old_text": old, "new_text": "helt\n andre ord"});
        json!({"type": "suggest", "id": id, "draft": draft})
    };
    let answer = |state: &str| json!({"type": "answer-suggestion", "id": "s1", "state": state});
    let suggested = ask(&server, Role::Observer, "r1", suggest("s1", word)).await;
    assert_eq!(suggested.0, 200, "{}", suggested.1);
    let (status, said) = ask(&server, Role::Chair, "r2", answer("accepted")).await;
    assert_eq!(status, 200, "{said}");
    let expected = was.replacen(word, "helt andre ord", 1);
    chair
        .until("the words are written", |sync| {
            chapters::text(sync.replica(), &prose) == expected
        })
        .await;
    let (status, said) = ask(&server, Role::Chair, "r3", answer("open")).await;
    assert_eq!(status, 200, "{said}");
    chair
        .until("they are taken out", |sync| {
            chapters::text(sync.replica(), &prose) == was
        })
        .await;
    let gone = ask(&server, Role::Observer, "r4", suggest("s2", "finnes ikke")).await;
    assert_eq!(gone.0, 200);
    let accept = json!({"type": "answer-suggestion", "id": "s2", "state": "accepted"});
    let (status, refused) = ask(&server, Role::Chair, "r5", accept).await;
    assert_eq!((status, &refused["code"]), (409, &json!("words-gone")));
}

#[tokio::test]
async fn words_that_are_gone_are_not_guessed_at() {
    let server = TestServer::start_on(DATABASE).await;
    let suggested = suggestion("s1", "finnes ikke her", "noe annet");
    assert_eq!(ask(&server, Role::Observer, "r1", suggested).await.0, 200);
    let accept = json!({"type": "answer-suggestion", "id": "s1", "state": "accepted"});
    let (status, refused) = ask(&server, Role::Chair, "r2", accept).await;
    assert_eq!((status, &refused["code"]), (409, &json!("words-gone")));
}

#[tokio::test]
async fn a_version_is_kept_and_brought_back_as_a_new_one() {
    let server = TestServer::start_on(DATABASE).await;
    let mut manager = join(&server, Role::ProgrammeManager).await;
    let token = &server.person(Role::Chair).token;
    let mut writer = server.dial(CHAPTERS).bearer(token).join().await;
    let before = plan(&manager);
    let prose = chapters::read_all(writer.sync.replica());
    let keep = json!({"type": "keep-version", "id": "v1", "name": "Før lunsj"});
    assert_eq!(
        ask(&server, Role::ProgrammeManager, "r1", keep).await.0,
        200
    );
    let budget = Field::Budget(Some(Kroner(1)));
    manager
        .edit(|replica| set(replica, &measure(), &budget))
        .await;
    manager.until_stored().await;
    assert_ne!(plan(&manager), before);
    let emptied = prose.iter().skip(1);
    let emptied = emptied.map(|(key, blocks)| (key.clone(), blocks.clone()));
    writer
        .edit(|replica| chapters::rewrite(replica, &emptied.collect()))
        .await;
    writer.until_stored().await;
    let restore = json!({"type": "restore-version", "version": "v1", "before": "v2", "id": "v3"});
    let (status, answer) = ask(&server, Role::ProgrammeManager, "r2", restore).await;
    assert_eq!(status, 200, "{answer}");
    manager
        .until("the rows are back", |sync| {
            read(sync.replica(), Head::default()) == before
        })
        .await;
    writer
        .until("the prose is back", |sync| {
            chapters::read_all(sync.replica()) == prose
        })
        .await;

    let versions = &docket(&server, Role::Observer).await["versions"];
    assert_eq!(versions.as_object().unwrap().len(), 3);
    let version = async |id: &str| {
        let path = format!("/api/plans/{PLAN}/versions/{id}");
        let answer = server.caller(Role::Observer).get(&path).await;
        assert_eq!(answer.status.as_u16(), 200);
        let version = answer.json();
        (
            version["rows"]["measures"][0]["budget"].clone(),
            version["prose"].as_object().unwrap().len(),
        )
    };
    assert_eq!(version("v2").await, (json!(1), prose.len() - 1));
    assert_eq!(version("v3").await, version("v1").await);
    let unknown = server
        .caller(Role::Observer)
        .get(&format!("/api/plans/{PLAN}/versions/v9"))
        .await;
    assert_eq!(unknown.problem(), (404, "not-found".into()));
}

#[tokio::test]
async fn who_wrote_since_a_version_is_told_row_by_row_and_survives_a_restart() {
    let server = TestServer::start_on(DATABASE).await;
    let keep = |id: &str| json!({"type": "keep-version", "id": id, "name": id});
    let written = async |server: &TestServer, query: &str| {
        let path = format!("/api/plans/{PLAN}/versions/v1/written{query}");
        let answer = server.caller(Role::Observer).get(&path).await;
        assert_eq!(answer.status.as_u16(), 200, "{}", answer.text());
        answer.json()["by"].clone()
    };
    let prose: ProseKey = "prose/marin-verdiskaping/maal".parse().unwrap();
    let mut manager = join(&server, Role::ProgrammeManager).await;
    let token = &server.person(Role::Chair).token;
    let mut chair = server.dial(CHAPTERS).bearer(token).join().await;
    let (kept, said) = ask(&server, Role::ProgrammeManager, "r1", keep("v1")).await;
    assert_eq!(kept, 200, "{said}");
    assert_eq!(written(&server, "").await, json!({}));

    let budget = Field::Budget(Some(Kroner(1)));
    manager
        .edit(|replica| set(replica, &measure(), &budget))
        .await;
    manager.until_stored().await;
    ask(&server, Role::ProgrammeManager, "r2", keep("v2")).await;
    let splice = Splice {
        at: 0,
        delete: 0,
        insert: "Nytt: ".into(),
    };
    chair
        .edit(|replica| chapters::splice_words(replica, &prose, &splice))
        .await;
    chair.until_stored().await;

    let by_manager = json!([server.person(Role::ProgrammeManager).id]);
    let between = json!({measure().to_string(): by_manager});
    let since = json!({
        measure().to_string(): by_manager,
        prose.to_string(): [server.person(Role::Chair).id],
    });
    let server = server.restart().await;
    assert_eq!(written(&server, "").await, since);
    assert_eq!(written(&server, "?until=v2").await, between);
    let path = format!("/api/plans/{PLAN}/versions/v1/written?until=v9");
    let unknown = server.caller(Role::Observer).get(&path).await;
    assert_eq!(unknown.problem(), (404, "not-found".into()));
    server.stop().await;
}

#[tokio::test]
async fn a_plan_that_is_handed_over_stands_until_it_is_opened_again() {
    let server = TestServer::start_on(DATABASE).await;
    let mut manager = join(&server, Role::ProgrammeManager).await;
    let treatment = json!({"date": "2026-11-25", "case_number": "44/26"});
    let on = json!({"type": "move-on", "from": "draft", "treatment": treatment, "version": "v1"});
    let (status, refused) = ask(&server, Role::BoardMember, "r0", on.clone()).await;
    assert_eq!((status, &refused["code"]), (403, &json!("locked")));
    let (status, answer) = ask(&server, Role::Chair, "r1", on).await;
    assert_eq!(status, 200, "{answer}");
    manager
        .until("nobody writes", |sync| sync.rights() == Rights::Read)
        .await;
    let view = server
        .caller(Role::Chair)
        .get(&format!("/api/plans/{PLAN}"))
        .await
        .json();
    assert_eq!(
        (&view["lock"], &view["card"]["state"]),
        (&json!("closed"), &json!("board-proposal"))
    );
    let frozen = docket(&server, Role::Observer).await;
    assert_eq!(frozen["frozen"]["hash"].as_str().unwrap().len(), 64);

    let server = server.restart().await;
    let unlock =
        json!({"type": "unlock", "from": "board-proposal", "to": "draft", "reason": "Feil tall"});
    assert_eq!(ask(&server, Role::Chair, "r2", unlock).await.0, 200);
    let manager = join(&server, Role::ProgrammeManager).await;
    assert_eq!(manager.sync.rights(), Rights::Write);
    server.stop().await;
}

#[tokio::test]
async fn what_somebody_said_is_theirs_to_have_and_what_they_took_back_goes_with_them() {
    let server = TestServer::start_on(DATABASE).await;
    for (id, text) in [("k1", "Står"), ("k2", "Angret")] {
        let comment = json!({"type": "comment", "id": id, "place": {"type": "plan"}, "text": text});
        assert_eq!(ask(&server, Role::Observer, id, comment).await.0, 200);
    }
    let delete = json!({"type": "delete-comment", "id": "k2", "is_deleted": true});
    assert_eq!(ask(&server, Role::Observer, "r1", delete).await.0, 200);
    let observer = server.person(Role::Observer).id.clone();
    let own = server.caller(Role::Observer).get("/api/me/export").await;
    let comments = &own.json()["plans"][0]["comments"];
    assert_eq!(comments.as_array().map(Vec::len), Some(2), "{comments}");

    let path = format!("/api/people/{observer}/erase");
    let erased = server
        .caller(Role::ProgrammeManager)
        .post(&path, &json!({}))
        .await;
    assert_eq!(erased.status.as_u16(), 204, "{}", erased.text());
    let server = server.restart().await;
    let kept = docket(&server, Role::Chair).await;
    assert_eq!(kept["threads"]["k1"]["comments"][0]["text"], "Står");
    let plan = shared::id::PlanId::parse(PLAN).unwrap();
    let stored = server.app().store.load_docket(&plan).await.unwrap();
    let fold = String::from_utf8(stored.fold.unwrap().to_vec()).unwrap();
    assert!(fold.contains("Står") && !fold.contains("Angret"));
    assert!(stored.entries.is_empty());
    server.stop().await;
}

#[tokio::test]
async fn while_the_board_treats_an_item_no_suggestion_is_written_into_the_plan() {
    let server = TestServer::start_on(DATABASE).await;
    let chair = join(&server, Role::Chair).await;
    let was = text(chair.sync.replica(), &title()).unwrap();
    let word = was.split_whitespace().next().unwrap().to_owned();
    let suggested = suggestion("s1", &word, "Nytt");
    assert_eq!(ask(&server, Role::Observer, "r1", suggested).await.0, 200);
    let formally = async |ask: Value| {
        let command = json!({"type": "formal", "ask": ask});
        let body = json!({"request_id": ask["type"], "command": command});
        let manager = server.caller(Role::ProgrammeManager);
        let path = "/api/rooms/styreseminar-2026/commands";
        let answer = manager.post(path, &body).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
    };
    formally(json!({"type": "begin", "chair": "ragnhild-solvaer", "form": "in-person"})).await;
    formally(json!({"type": "open-item", "item": "sak-43-26"})).await;
    let accept = json!({"type": "answer-suggestion", "id": "s1", "state": "accepted"});
    let (status, refused) = ask(&server, Role::Chair, "r2", accept).await;
    assert_eq!((status, &refused["code"]), (403, &json!("locked")));
    assert_eq!(refused["detail"]["lock"], "deciding", "{refused}");
    let seen = docket(&server, Role::Chair).await;
    assert_eq!(seen["suggestions"]["s1"]["state"], "open");
    assert_eq!(seen["may"]["edit"], false);
}

#[tokio::test]
async fn a_whole_document_pasted_as_a_comment_is_refused_with_a_word() {
    let server = TestServer::start_on(DATABASE).await;
    let paste = |n: usize| {
        let text = "Vi ønsker å styrke næringslivet i kommunen. ".repeat(n);
        json!({"type": "comment", "id": "k1", "place": {"type": "plan"}, "text": text})
    };
    for (n, status, code) in [
        (60, 422, "too-long"),
        (10_000, 422, "too-long"),
        (50_000, 413, "body-too-large"),
    ] {
        let (was, refused) = ask(&server, Role::Observer, "r1", paste(n)).await;
        assert_eq!((was, &refused["code"]), (status, &json!(code)), "{n}");
    }
    let threads = &docket(&server, Role::Observer).await["threads"];
    assert_eq!(threads, &json!({}), "nothing of it is kept");
}
